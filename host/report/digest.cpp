#include "host/report/digest.hpp"

#include <xxhash.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <new>
#include <vector>

#include "host/interrupt.hpp"
#include "kernels/error.hpp"

namespace hubcensus {
namespace {

std::string to_hex(const XXH128_hash_t& hash) {
  std::array<char, 33> text{};
  std::snprintf(text.data(), text.size(), "%016llx%016llx",
                static_cast<unsigned long long>(hash.high64),
                static_cast<unsigned long long>(hash.low64));
  return text.data();
}

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

}  // namespace

struct Digest::State {
  XXH3_state_t* value = XXH3_createState();
  State() {
    if (value == nullptr || XXH3_128bits_reset(value) != XXH_OK) throw std::bad_alloc();
  }
  ~State() { XXH3_freeState(value); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
};

Digest::Digest() : state_(std::make_unique<State>()) {}
Digest::~Digest() = default;

void Digest::add(std::string_view bytes) {
  if (XXH3_128bits_update(state_->value, bytes.data(), bytes.size()) != XXH_OK) {
    throw Error(ErrorKind::internal, "the digest refused its input");
  }
}

std::string Digest::hex() const { return to_hex(XXH3_128bits_digest(state_->value)); }

std::string digest(std::string_view bytes) {
  return to_hex(XXH3_128bits(bytes.data(), bytes.size()));
}

std::string file_digest(const std::filesystem::path& path) {
  const auto fail = [&path](int error) {
    throw Error(ErrorKind::missing_input,
                "cannot read " + path.string() + ": " + std::strerror(error));
  };
  const std::unique_ptr<std::FILE, CloseFile> file(std::fopen(path.c_str(), "rbe"));
  if (!file) fail(errno);
  Digest digest;
  std::vector<char> buffer(size_t{1} << 20);
  for (;;) {
    check_interrupted();
    errno = 0;
    const size_t got = std::fread(buffer.data(), 1, buffer.size(), file.get());
    if (got < buffer.size() && std::ferror(file.get()) != 0) fail(errno);
    digest.add({buffer.data(), got});
    if (got < buffer.size()) return digest.hex();
  }
}

}  // namespace hubcensus
