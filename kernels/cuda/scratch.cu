#include <algorithm>

#include "kernels/cuda/scratch.hpp"

namespace hubcensus::cuda {
namespace {

constexpr size_t kAlignment = 256;  // as cudaMalloc's, which vector loads and CUB want

}  // namespace

std::byte* Scratch::take_bytes(size_t bytes) {
  const size_t rounded = (std::max(bytes, size_t{1}) + kAlignment - 1) / kAlignment * kAlignment;
  if (blocks_.empty() || blocks_.back().size() - used_bytes_ < rounded) {
    blocks_.emplace_back(device_->memory(), rounded, purpose_);
    held_bytes_ += blocks_.back().bytes();
    used_bytes_ = 0;
  }
  std::byte* const taken = blocks_.back().data() + used_bytes_;
  used_bytes_ += rounded;
  return taken;
}

void Scratch::reset() {
  used_bytes_ = 0;
  if (blocks_.size() < 2) return;
  // The operation that comes is likely to need as much: then in one piece.
  const auto bytes = static_cast<size_t>(held_bytes_);
  release();
  take_bytes(bytes);
  used_bytes_ = 0;
}

void Scratch::release() {
  blocks_.clear();
  used_bytes_ = 0;
  held_bytes_ = 0;
}

}  // namespace hubcensus::cuda
