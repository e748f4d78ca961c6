// What pages of Parquet hold, written and read bit by bit as the format says: slow, plain, and of
// nothing that kernels/encoding is made of.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hubcensus {

// Bytes in a heap block of just their size, so that AddressSanitizer sees a read outside.
class HeapBytes {
 public:
  explicit HeapBytes(std::string_view bytes)
      : size_(bytes.size()), bytes_(std::make_unique<std::byte[]>(size_)) {
    if (size_ != 0) std::memcpy(bytes_.get(), bytes.data(), size_);
  }
  std::span<const std::byte> span() const { return {bytes_.get(), size_}; }

 private:
  size_t size_;
  std::unique_ptr<std::byte[]> bytes_;
};

// Values of `width` bits each, the lowest bit first; the last byte is filled up with zeros.
inline std::string packed_bits(const std::vector<uint64_t>& values, int width) {
  std::string bytes((values.size() * static_cast<size_t>(width) + 7) / 8, '\0');
  size_t at = 0;
  for (const uint64_t value : values) {
    for (int bit = 0; bit < width; ++bit, ++at) {
      if (value >> bit & 1) bytes[at / 8] = static_cast<char>(bytes[at / 8] | 1 << at % 8);
    }
  }
  return bytes;
}

// Value `index` of the packed; none where the bytes do not hold it whole.
inline std::optional<uint64_t> packed_value(std::string_view bytes, int width, uint64_t index) {
  uint64_t value = 0;
  for (int bit = 0; bit < width; ++bit) {
    const uint64_t at = index * static_cast<uint64_t>(width) + static_cast<uint64_t>(bit);
    if (at / 8 >= bytes.size()) return std::nullopt;
    if (bytes[at / 8] >> at % 8 & 1) value |= uint64_t{1} << bit;
  }
  return value;
}

inline std::string varint(uint64_t value) {
  std::string bytes;
  for (; value >= 0x80; value >>= 7) bytes += static_cast<char>((value & 0x7F) | 0x80);
  return bytes + static_cast<char>(value);
}

inline std::string zigzag(int64_t value) {
  return value < 0 ? varint(2 * static_cast<uint64_t>(-(value + 1)) + 1)
                   : varint(2 * static_cast<uint64_t>(value));
}

// Takes it from the front; none where the bytes end before it, or it has more than 64 bits.
inline std::optional<uint64_t> take_varint(std::string_view& bytes) {
  uint64_t value = 0;
  for (int i = 0; i < 10 && !bytes.empty(); ++i) {
    const auto byte = static_cast<uint8_t>(bytes.front());
    bytes.remove_prefix(1);
    if (i == 9 && byte > 1) return std::nullopt;
    value += (byte & 0x7F) * (uint64_t{1} << (7 * i));
    if (byte < 0x80) return value;
  }
  return std::nullopt;
}

inline std::optional<uint64_t> take_zigzag(std::string_view& bytes) {
  const auto value = take_varint(bytes);
  if (!value) return std::nullopt;
  return *value % 2 == 0 ? *value / 2 : ~(*value / 2);
}

inline std::string rle_run(uint64_t length, uint64_t value, int width) {
  return varint(length << 1) + packed_bits({value}, (width + 7) / 8 * 8);
}

// The last group is filled up with zeros.
inline std::string rle_packed(std::vector<uint64_t> values, int width) {
  values.resize((values.size() + 7) / 8 * 8);
  return varint(values.size() / 8 << 1 | 1) + packed_bits(values, width);
}

// The first `count` values; none where the bytes do not hold so many.
inline std::optional<std::vector<int64_t>> rle_values(std::string_view bytes, int width,
                                                      size_t count) {
  std::vector<int64_t> values;
  if (width > 32) return std::nullopt;
  while (values.size() < count) {
    const auto header = take_varint(bytes);
    if (!header) return std::nullopt;
    if (*header % 2 == 0) {
      const auto value = packed_value(bytes, (width + 7) / 8 * 8, 0);
      if (!value) return std::nullopt;
      bytes.remove_prefix(static_cast<size_t>(width + 7) / 8);
      for (uint64_t i = 0; i < *header / 2 && values.size() < count; ++i) {
        values.push_back(static_cast<int64_t>(*value));
      }
      continue;
    }
    const uint64_t groups = *header / 2;
    const auto bytes_of_group = static_cast<uint64_t>(width);
    // Of the last group alone bytes may be left out.
    const uint64_t whole = width == 0 ? groups : bytes.size() / bytes_of_group;
    const bool is_cut = width != 0 && bytes.size() % bytes_of_group != 0;
    if (groups > whole + (is_cut ? 1 : 0)) return std::nullopt;
    for (uint64_t i = 0; i / 8 < groups && values.size() < count; ++i) {
      const auto value = packed_value(bytes, width, i);
      if (!value) return std::nullopt;
      values.push_back(static_cast<int64_t>(*value));
    }
    bytes.remove_prefix(groups <= whole ? groups * bytes_of_group : bytes.size());
  }
  return values;
}

struct DeltaShape {
  uint64_t block = 128;
  uint64_t miniblocks = 4;
  bool with_unneeded = false;  // miniblocks of the last block that hold nothing are written
};

// Differences wrap around at 2^bits.
inline std::string delta_packed(const std::vector<int64_t>& values, int bits,
                                const DeltaShape& shape) {
  const uint64_t mask = bits == 32 ? 0xFFFFFFFF : ~uint64_t{0};
  const auto narrow = [&](uint64_t value) {  // the integer of so many bits
    return bits == 32 ? int64_t{static_cast<int32_t>(value)} : static_cast<int64_t>(value);
  };
  std::string bytes = varint(shape.block) + varint(shape.miniblocks) + varint(values.size()) +
                      zigzag(values.empty() ? 0 : values[0]);
  const uint64_t of_miniblock = shape.block / shape.miniblocks;
  for (size_t begin = 1; begin < values.size(); begin += shape.block) {
    const size_t count = std::min<size_t>(shape.block, values.size() - begin);
    std::vector<int64_t> differences;
    int64_t least = 0;
    for (size_t i = begin; i < begin + count; ++i) {
      differences.push_back(
          narrow(static_cast<uint64_t>(values[i]) - static_cast<uint64_t>(values[i - 1])));
      least = i == begin ? differences[0] : std::min(least, differences.back());
    }
    std::string widths;
    std::string packed;
    for (uint64_t miniblock = 0; miniblock < shape.miniblocks; ++miniblock) {
      std::vector<uint64_t> above(of_miniblock);
      uint64_t any = 0;
      const uint64_t first = miniblock * of_miniblock;
      for (uint64_t i = 0; i < of_miniblock && first + i < count; ++i) {
        above[i] =
            (static_cast<uint64_t>(differences[first + i]) - static_cast<uint64_t>(least)) & mask;
        any |= above[i];
      }
      int width = 0;
      while (width < 64 && any >> width != 0) ++width;
      const bool is_needed = first < count;
      if (!is_needed) width = 13;  // which nobody may look at
      widths += static_cast<char>(width);
      if (is_needed || shape.with_unneeded) packed += packed_bits(above, width);
    }
    bytes += zigzag(least) + widths + packed;
  }
  return bytes;
}

// The first `count` of at least `at_least` values.
inline std::optional<std::vector<int64_t>> delta_values(std::string_view bytes, int bits,
                                                        size_t count, uint64_t at_least) {
  const auto block = take_varint(bytes);
  const auto miniblocks = block ? take_varint(bytes) : std::nullopt;
  const auto total = miniblocks ? take_varint(bytes) : std::nullopt;
  const auto first = total ? take_zigzag(bytes) : std::nullopt;
  if (!first || *block == 0 || *block > 65536 || *block % 128 != 0 || *miniblocks == 0 ||
      *block % *miniblocks != 0 || *block / *miniblocks % 32 != 0 || *total < at_least ||
      *total < count) {
    return std::nullopt;
  }
  const uint64_t of_miniblock = *block / *miniblocks;
  std::vector<int64_t> values;
  uint64_t value = *first;
  const auto give = [&] {
    values.push_back(bits == 32 ? int64_t{static_cast<int32_t>(value)}
                                : static_cast<int64_t>(value));
  };
  if (count > 0) give();
  while (values.size() < count) {
    const auto least = take_zigzag(bytes);
    if (!least || bytes.size() < *miniblocks) return std::nullopt;
    const std::string_view widths = bytes.substr(0, *miniblocks);
    bytes.remove_prefix(*miniblocks);
    for (const char letter : widths) {
      if (values.size() == count) break;
      const int width = static_cast<uint8_t>(letter);
      const uint64_t size = of_miniblock / 8 * static_cast<uint64_t>(width);
      if (width > 64 || bytes.size() < size) return std::nullopt;
      for (uint64_t i = 0; i < of_miniblock && values.size() < count; ++i) {
        value += *least + *packed_value(bytes, width, i);
        give();
      }
      bytes.remove_prefix(size);
    }
  }
  return values;
}

inline std::string plain_bytes(const std::vector<int64_t>& values, int bits) {
  std::vector<uint64_t> words;
  for (const int64_t value : values) words.push_back(static_cast<uint64_t>(value));
  return packed_bits(words, bits);
}

inline std::optional<std::vector<int64_t>> plain_values(std::string_view bytes, int bits,
                                                        size_t count) {
  std::vector<int64_t> values;
  for (size_t i = 0; i < count; ++i) {
    const auto value = packed_value(bytes, bits, i);
    if (!value) return std::nullopt;
    values.push_back(bits == 32 ? int64_t{static_cast<int32_t>(*value)}
                                : static_cast<int64_t>(*value));
  }
  return values;
}

}  // namespace hubcensus
