// The backend that a run takes: the one that was named or, for `auto`, CUDA where it can be used.
#pragma once

#include <memory>
#include <string>

#include "kernels/backend.hpp"

namespace hubcensus {

inline constexpr const char* kBackendNames = "auto|cpu|cuda";

// name: auto, cpu or cuda. device: number of the CUDA device. For `auto` standard error says what
// was taken, and why not the other, where it `tells`. Throws Error(backend) where the one named cannot be used; a
// fault of a device that is there is no reason to take another backend.
std::unique_ptr<Backend> choose_backend(const std::string& name, int device, bool tells = true);

}  // namespace hubcensus
