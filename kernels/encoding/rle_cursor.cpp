#include "kernels/encoding/rle_cursor.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "kernels/encoding/bit_unpack.hpp"

namespace hubcensus {
namespace {

constexpr size_t kGroup = 8;

}  // namespace

RleCursor::RleCursor(std::span<const std::byte> bytes, int bit_width, RecordColumn column)
    : bytes_(bytes, column), bit_width_(bit_width) {
  if (bit_width < 0 || bit_width > 32) bytes_.refuse("its indices have more than 32 bits");
}

void RleCursor::begin_run() {
  const uint64_t header = bytes_.take_varint();
  is_run_ = (header & 1) == 0;
  if (is_run_) {
    left_ = header >> 1;
    value_ = 0;
    const auto value = bytes_.take(packed_bytes(1, bit_width_));
    for (size_t i = 0; i < value.size(); ++i) value_ |= static_cast<uint32_t>(value[i]) << (8 * i);
  } else {
    // A writer may leave out the bytes behind the last value, not those of whole groups before.
    const uint64_t groups = header >> 1;
    const auto width = static_cast<uint64_t>(bit_width_);
    const size_t rest = bytes_.rest().size();
    if (width != 0 && groups > (rest + width - 1) / width) {
      bytes_.refuse("it ends before its values do");
    }
    packed_ = bytes_.take(std::min<uint64_t>(groups * width, rest));
    // No page has as many values as do not fit.
    left_ = std::min<uint64_t>(groups, std::numeric_limits<uint64_t>::max() / kGroup) * kGroup;
    if (width != 0) left_ = std::min<uint64_t>(left_, packed_.size() * 8 / width);
    given_of_group_ = 0;
  }
}

void RleCursor::next(std::span<uint32_t> out) {
  while (!out.empty()) {
    while (left_ == 0) begin_run();
    size_t count = std::min<uint64_t>(left_, out.size());
    if (is_run_) {
      std::fill_n(out.begin(), count, value_);
    } else if (given_of_group_ == 0 && (count >= kGroup || count == left_)) {
      if (count != left_) count -= count % kGroup;
      unpack(packed_, bit_width_, out.first(count));
      packed_ = packed_.subspan(count / kGroup * static_cast<size_t>(bit_width_));
    } else {  // some of a group
      std::array<uint32_t, kGroup> group{};
      const size_t in_group = std::min<uint64_t>(kGroup, given_of_group_ + left_);
      unpack(packed_, bit_width_, std::span(group).first(in_group));
      count = std::min(count, in_group - given_of_group_);
      std::copy_n(group.begin() + static_cast<std::ptrdiff_t>(given_of_group_), count, out.begin());
      given_of_group_ += count;
      if (given_of_group_ == kGroup) {
        given_of_group_ = 0;
        packed_ = packed_.subspan(static_cast<size_t>(bit_width_));
      }
    }
    left_ -= count;
    out = out.subspan(count);
  }
}

}  // namespace hubcensus
