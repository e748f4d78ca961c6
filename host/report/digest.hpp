// The digest of hubcensus: XXH3, 128 bits, seed 0, as 32 lower-case hexadecimal digits, the number
// that the command xxh128sum prints. It tells equal from different; it is no protection against
// somebody who forges a file.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace hubcensus {

// Digest of bytes that come piece by piece.
class Digest {
 public:
  Digest();
  ~Digest();
  Digest(const Digest&) = delete;
  Digest& operator=(const Digest&) = delete;

  void add(std::string_view bytes);
  std::string hex() const;  // of all bytes added so far

 private:
  struct State;
  std::unique_ptr<State> state_;
};

std::string digest(std::string_view bytes);

// Digest of a file's content. Throws Error(missing_input) where it cannot be read.
std::string file_digest(const std::filesystem::path& path);

}  // namespace hubcensus
