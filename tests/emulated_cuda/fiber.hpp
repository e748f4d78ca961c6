// A stack of its own that runs until it yields.
#pragma once

#include <cstddef>
#include <memory>

namespace emulated_cuda {

class Fiber {
 public:
  static constexpr size_t kStackBytes = size_t{128} << 10;

  // body(argument) runs at the first resume(); it must end in yield(), for ever.
  Fiber(void (*body)(void*), void* argument);

  void resume();  // until it yields
  void yield();   // back to behind resume(); called on the fiber

 private:
  static void enter();

  void (*body_)(void*);
  void* argument_;
  std::unique_ptr<std::byte[]> stack_;
  void* own_ = nullptr;     // the stack's place while it does not run
  void* caller_ = nullptr;  // that of who resumed it
};

}  // namespace emulated_cuda
