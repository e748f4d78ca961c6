#include "kernels/encoding/delta_cursor.hpp"

#include <algorithm>

#include "kernels/encoding/bit_unpack.hpp"

namespace hubcensus {
namespace {

// The format asks for multiples of these; writers take 128 and 32, or a few times as many. The
// bound keeps a broken header from asking for memory.
constexpr uint64_t kValuesOfBlockStep = 128;
constexpr uint64_t kValuesOfMiniblockStep = 32;
constexpr uint64_t kMostValuesOfBlock = 1 << 16;

}  // namespace

DeltaCursor::DeltaCursor(std::span<const std::byte> bytes, int bit_width, int64_t values,
                         RecordColumn column)
    : bytes_(bytes, column), is_narrow_(bit_width == 32) {
  const uint64_t block_values = bytes_.take_varint();
  const uint64_t miniblocks = bytes_.take_varint();
  left_ = bytes_.take_varint();
  value_ = static_cast<uint64_t>(bytes_.take_zigzag());
  const bool sound = block_values != 0 && block_values <= kMostValuesOfBlock &&
                     block_values % kValuesOfBlockStep == 0 && miniblocks != 0 &&
                     block_values % miniblocks == 0 &&
                     block_values / miniblocks % kValuesOfMiniblockStep == 0;
  if (!sound) bytes_.refuse("its blocks of differences have no sound size");
  if (left_ < static_cast<uint64_t>(values)) bytes_.refuse("it ends before its values do");
  miniblocks_ = miniblocks;
  miniblock_values_ = block_values / miniblocks;
  differences_.resize(miniblock_values_);
  next_difference_ = miniblock_values_;
}

void DeltaCursor::begin_block() {
  least_ = static_cast<uint64_t>(bytes_.take_zigzag());
  widths_ = bytes_.take(miniblocks_);
}

void DeltaCursor::begin_miniblock() {
  if (widths_.empty()) begin_block();
  const auto width = static_cast<int>(widths_.front());
  widths_ = widths_.subspan(1);
  if (width > 64) bytes_.refuse("its differences have more than 64 bits");
  next_difference_ = 0;
  has_differences_ = width != 0;
  if (!has_differences_) return;
  const auto rest = bytes_.rest();  // unpacking is faster where more bytes are behind
  bytes_.take(packed_bytes(miniblock_values_, width));
  unpack(rest, width, std::span(differences_));
}

int64_t DeltaCursor::to_integer(uint64_t value) const {
  return is_narrow_ ? static_cast<int32_t>(value) : static_cast<int64_t>(value);
}

void DeltaCursor::next(std::span<int64_t> out) {
  if (out.size() > left_) bytes_.refuse("it ends before its values do");
  left_ -= out.size();
  if (!out.empty() && !has_given_first_) {
    has_given_first_ = true;
    out.front() = to_integer(value_);
    out = out.subspan(1);
  }
  while (!out.empty()) {
    if (next_difference_ == miniblock_values_) begin_miniblock();
    const size_t count = std::min(out.size(), miniblock_values_ - next_difference_);
    uint64_t value = value_;
    if (has_differences_) {
      for (size_t i = 0; i < count; ++i) {
        value += least_ + differences_[next_difference_ + i];
        out[i] = to_integer(value);
      }
    } else {  // as of the days of a model with records on each
      for (size_t i = 0; i < count; ++i) out[i] = to_integer(value + (i + 1) * least_);
      value += count * least_;
    }
    value_ = value;
    next_difference_ += count;
    out = out.subspan(count);
  }
}

}  // namespace hubcensus
