#include "host/job/choose_backend.hpp"

#include <cstdio>

namespace hubcensus {

std::unique_ptr<Backend> choose_backend(const std::string& name, int device, bool tells) {
  if (name == "cpu") return make_cpu_backend();
  if (name == "cuda") return make_cuda_backend(device);
  if (name != "auto") {
    throw Error(ErrorKind::backend,
                "there is no backend '" + name + "'; it is one of " + kBackendNames);
  }
  try {
    auto backend = make_cuda_backend(device);
    if (tells) {
      std::fprintf(stderr, "hubcensus: backend cuda (%s)\n",
                   std::string(backend->device_name()).c_str());
    }
    return backend;
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::backend) throw;
    if (tells) std::fprintf(stderr, "hubcensus: backend cpu (%s)\n", error.what());
  }
  return make_cpu_backend();
}

}  // namespace hubcensus
