#include "kernels/encoding/value_cursor.hpp"

#include <algorithm>
#include <cstring>

namespace hubcensus {
namespace {

template <typename Integer>
void widen(std::span<const std::byte> bytes, std::span<int64_t> out) {
  for (size_t i = 0; i < out.size(); ++i) {
    Integer value;  // pages are not aligned
    std::memcpy(&value, bytes.data() + i * sizeof value, sizeof value);
    out[i] = value;
  }
}

}  // namespace

ValueCursor::ValueCursor(const EncodedColumn& column, RecordColumn name)
    : column_(column), name_(name), cursor_([&]() -> decltype(cursor_) {
        switch (column.encoding) {
          case Encoding::rle_dictionary:
            return RleCursor(column.bytes, column.bit_width, name);
          case Encoding::delta_binary_packed:
            return DeltaCursor(column.bytes, column.bit_width, column.values, name);
          case Encoding::plain:
            break;
        }
        return Plain{column.bytes, column.bit_width};
      }()) {}

void ValueCursor::next(std::span<int64_t> out) {
  if (auto* plain = std::get_if<Plain>(&cursor_)) {
    next_plain(*plain, out);
  } else if (auto* indices = std::get_if<RleCursor>(&cursor_)) {
    next_of_dictionary(*indices, out);
  } else {
    std::get<DeltaCursor>(cursor_).next(out);
  }
}

void ValueCursor::next_plain(Plain& plain, std::span<int64_t> out) const {
  const size_t bytes = out.size() * static_cast<size_t>(plain.bit_width / 8);
  if (bytes > plain.rest.size()) throw BrokenPage(name_, "it ends before its values do");
  if (plain.bit_width == 32) {
    widen<int32_t>(plain.rest, out);
  } else {
    widen<int64_t>(plain.rest, out);
  }
  plain.rest = plain.rest.subspan(bytes);
}

void ValueCursor::next_of_dictionary(RleCursor& indices, std::span<int64_t> out) {
  indices_.resize(out.size());
  indices.next(indices_);
  const std::span<const int64_t> entries = column_.entries;
  const size_t size = entries.empty() ? column_.dense_ids.size() : entries.size();
  uint32_t largest = 0;
  for (const uint32_t index : indices_) largest = std::max(largest, index);
  if (!out.empty() && largest >= size) {
    throw BrokenPage(name_, "an index in it leads outside the dictionary");
  }
  if (entries.empty()) {
    std::copy(indices_.begin(), indices_.end(), out.begin());
  } else {
    for (size_t i = 0; i < out.size(); ++i) out[i] = entries[indices_[i]];
  }
}

}  // namespace hubcensus
