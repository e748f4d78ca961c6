#include "tests/emulated_cuda/fiber.hpp"

#include <cstdint>

#if !defined(__x86_64__)
#error "the emulated device switches stacks on x86-64 alone"
#endif

// Keeps what a callee must keep on the stack that is left, in the order in which Fiber() lays it
// out on a new one.
extern "C" void emulated_cuda_switch(void** left, void* entered);
asm(R"(
.text
.type emulated_cuda_switch, @function
emulated_cuda_switch:
  push %rbp
  push %rbx
  push %r12
  push %r13
  push %r14
  push %r15
  mov %rsp, (%rdi)
  mov %rsi, %rsp
  pop %r15
  pop %r14
  pop %r13
  pop %r12
  pop %rbx
  pop %rbp
  ret
.size emulated_cuda_switch, .-emulated_cuda_switch
)");

namespace emulated_cuda {
namespace {

thread_local Fiber* entering = nullptr;

}  // namespace

Fiber::Fiber(void (*body)(void*), void* argument)
    : body_(body), argument_(argument), stack_(new std::byte[kStackBytes]) {
  constexpr size_t kSavedRegisters = 6;
  const auto top = reinterpret_cast<uintptr_t>(stack_.get() + kStackBytes) & ~uintptr_t{15};
  auto* words = reinterpret_cast<void**>(top);
  words[-1] = nullptr;  // nobody to return to
  words[-2] = reinterpret_cast<void*>(&Fiber::enter);
  for (size_t i = 0; i < kSavedRegisters; ++i) words[-3 - static_cast<long>(i)] = nullptr;
  own_ = words - 2 - kSavedRegisters;
}

void Fiber::enter() {
  Fiber* const fiber = entering;
  fiber->body_(fiber->argument_);
}

void Fiber::resume() {
  entering = this;
  emulated_cuda_switch(&caller_, own_);
}

void Fiber::yield() { emulated_cuda_switch(&own_, caller_); }

}  // namespace emulated_cuda
