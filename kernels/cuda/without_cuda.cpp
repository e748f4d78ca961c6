// The CUDA backend of a build without CUDA: it says so.
#include "kernels/backend.hpp"

namespace hubcensus {

std::unique_ptr<Backend> make_cuda_backend(int) {
  throw Error(ErrorKind::backend,
              "backend 'cuda' cannot be used: this program was built without CUDA; configure with "
              "-DHUBCENSUS_CUDA=ON where a CUDA compiler is");
}

int cuda_devices() { return 0; }

}  // namespace hubcensus
