#include "host/pack/model_order.hpp"

#include <tbb/parallel_sort.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <string_view>

#include "host/ingest/text/parse_integer.hpp"

namespace hubcensus {
namespace {

uint64_t ordered_integer(std::string_view text) {
  const auto integer = parse_integer<int64_t>(text);
  if (!integer) throw Error(ErrorKind::internal, "a model joined under no integer");
  constexpr auto kSignBit = uint64_t{1} << 63;  // so that negative numbers come first
  return static_cast<uint64_t>(*integer) ^ kSignBit;
}

// As a number of eight digits to the base of 256; shorter texts end with zeros, which no id holds.
uint64_t first_bytes(std::string_view text) {
  uint64_t bytes = 0;
  for (size_t i = 0; i < 8; ++i) {
    bytes = bytes << 8 | (i < text.size() ? static_cast<unsigned char>(text[i]) : 0U);
  }
  return bytes;
}

}  // namespace

std::shared_ptr<const ModelPlaces> ModelOrder::places(uint32_t models) {
  const std::lock_guard lock(mutex_);
  if (places_->place_of.size() < models) add_new_models();
  return places_;
}

void ModelOrder::add_new_models() {
  const auto known = static_cast<ptrdiff_t>(entries_.size());
  const bool are_integers = resolver_.kind() == KeyKind::integer;
  const auto is_before = [&](const Entry& left, const Entry& right) {
    if (left.key != right.key || are_integers) return left.key < right.key;
    return catalog_.joined_text(left.model) < catalog_.joined_text(right.model);
  };
  resolver_.while_none_joins([&] {
    const uint32_t models = catalog_.models();
    constexpr int64_t kBytesOfModel = sizeof(Entry) + 4 * sizeof(uint32_t);  // old places, and new
    charge_.set(kBytesOfModel * models);
    entries_.reserve(models);
    for (auto model = static_cast<uint32_t>(known); model < models; ++model) {
      const std::string_view text = catalog_.joined_text(model);
      entries_.push_back({are_integers ? ordered_integer(text) : first_bytes(text), model});
    }
    // A thread that sorts must not take up other work, which would wait for this lock.
    tbb::this_task_arena::isolate(
        [&] { tbb::parallel_sort(entries_.begin() + known, entries_.end(), is_before); });
    std::inplace_merge(entries_.begin(), entries_.begin() + known, entries_.end(), is_before);
  });
  auto places = std::make_shared<ModelPlaces>();
  places->place_of.resize(entries_.size());
  for (const Entry& entry : entries_) {
    places->place_of[entry.model] = static_cast<uint32_t>(places->model_at.size());
    places->model_at.push_back(entry.model);
  }
  places_ = std::move(places);
}

}  // namespace hubcensus
