// Numbers and texts as bytes, from one rank to another of the same program. It refuses to be a
// file: neither byte order nor form is kept.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/error.hpp"

namespace hubcensus {

class WireWriter {
 public:
  void put(uint64_t number) { append(&number, sizeof(number)); }
  void put(std::string_view text) {
    put(uint64_t{text.size()});
    append(text.data(), text.size());
  }
  void put(const std::vector<uint64_t>& numbers) {
    put(uint64_t{numbers.size()});
    append(numbers.data(), numbers.size() * sizeof(uint64_t));
  }
  const std::string& bytes() const { return bytes_; }

 private:
  void append(const void* data, size_t bytes) {
    if (bytes != 0) bytes_.append(static_cast<const char*>(data), bytes);
  }

  std::string bytes_;
};

// Throws Error(internal) where less is there than is asked for.
class WireReader {
 public:
  // The texts that it gives are of these bytes.
  explicit WireReader(std::string_view bytes) : rest_(bytes) {}

  bool is_at_end() const { return rest_.empty(); }
  uint64_t number() {
    uint64_t number = 0;
    std::memcpy(&number, take(sizeof(number)).data(), sizeof(number));
    return number;
  }
  std::string_view text() { return take(number()); }
  std::vector<uint64_t> numbers() {
    const uint64_t count = number();
    if (count > rest_.size() / sizeof(uint64_t)) refuse();
    std::vector<uint64_t> numbers(count);
    const std::string_view bytes = take(count * sizeof(uint64_t));
    if (count != 0) std::memcpy(numbers.data(), bytes.data(), bytes.size());
    return numbers;
  }

 private:
  [[noreturn]] static void refuse() {
    throw Error(ErrorKind::internal, "a rank sent less than it should");
  }
  std::string_view take(uint64_t bytes) {
    if (bytes > rest_.size()) refuse();
    const std::string_view taken = rest_.substr(0, bytes);
    rest_.remove_prefix(bytes);
    return taken;
  }

  std::string_view rest_;
};

}  // namespace hubcensus
