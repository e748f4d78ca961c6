#include "host/catalog/model_order.hpp"

#include <tbb/parallel_for.h>
#include <tbb/parallel_sort.h>

#include <algorithm>
#include <cstring>

namespace hubcensus {
namespace {

using Parts = std::span<const std::unique_ptr<DumpPart>>;

// Comparing the first bytes as integers spares the look at most texts: 4 times faster at 3
// million ids than comparing texts alone.
struct Key {
  uint64_t first;
  uint64_t second;
  RowPlace place;
};

// The first eight bytes, zeros behind the end, so that integers compare as the texts do.
uint64_t first_bytes(std::string_view text) {
  uint64_t bytes = 0;
  std::memcpy(&bytes, text.data(), std::min(sizeof(bytes), text.size()));
  return __builtin_bswap64(bytes);
}

std::string_view id_at(Parts parts, RowPlace place) { return parts[place.part]->ids[place.row]; }

std::vector<Key> keys_of(Parts parts) {
  std::vector<size_t> begins{0};
  for (const auto& part : parts) begins.push_back(begins.back() + part->size());
  std::vector<Key> keys(begins.back());
  tbb::parallel_for(uint32_t{0}, static_cast<uint32_t>(parts.size()), [&](uint32_t part) {
    Key* key = keys.data() + begins[part];
    for (uint32_t row = 0; row < parts[part]->size(); ++row) {
      const std::string_view id = parts[part]->ids[row];
      *key++ = {
          first_bytes(id), first_bytes(id.substr(std::min<size_t>(8, id.size()))), {part, row}};
    }
  });
  return keys;
}

bool same_id(Parts parts, const Key& left, const Key& right) {
  return left.first == right.first && left.second == right.second &&
         id_at(parts, left.place) == id_at(parts, right.place);
}

}  // namespace

std::vector<RowPlace> order_by_id(Parts parts) {
  std::vector<Key> keys = keys_of(parts);
  tbb::parallel_sort(keys.begin(), keys.end(), [&](const Key& left, const Key& right) {
    if (left.first != right.first) return left.first < right.first;
    if (left.second != right.second) return left.second < right.second;
    const int by_id = id_at(parts, left.place).compare(id_at(parts, right.place));
    return by_id != 0 ? by_id < 0 : left.place < right.place;
  });
  const auto modified = [&](RowPlace place) {
    return parts[place.part]->rows[place.row].modified_us;
  };
  std::vector<RowPlace> order;
  order.reserve(keys.size());
  for (size_t i = 0; i < keys.size(); ++i) {
    const RowPlace place = keys[i].place;
    if (i == 0 || !same_id(parts, keys[i - 1], keys[i])) {
      order.push_back(place);
    } else if (modified(place) >= modified(order.back())) {
      order.back() = place;
    }
  }
  return order;
}

}  // namespace hubcensus
