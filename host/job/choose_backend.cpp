#include "host/job/choose_backend.hpp"

#include "host/console/console.hpp"

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
    if (tells) say("backend cuda (" + std::string(backend->device_name()) + ")");
    return backend;
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::backend) throw;
    if (tells) say("backend cpu (" + std::string(error.what()) + ")");
  }
  return make_cpu_backend();
}

}  // namespace hubcensus
