#include "tests/emulated_cuda/block.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <list>
#include <memory>
#include <vector>

#include "tests/emulated_cuda/fiber.hpp"

namespace emulated_cuda {
namespace {

constexpr uint32_t kLanes = 32;
constexpr uint32_t kMostThreads = 1024;

// Lanes of a warp that wait for each other.
struct LaneMeeting {
  uint32_t mask = 0;
  Meeting kind = Meeting::sync;
  uint32_t arrived = 0;
  uint32_t left = 0;
  bool complete = false;
  uint64_t values[kLanes] = {};
};

struct Thread {
  std::unique_ptr<Fiber> fiber;
  dim3 index;
  bool done = true;
  const bool* waits_for = nullptr;
};

class Block {
 public:
  void run(dim3 grid, dim3 block, dim3 index, bool backwards, const std::function<void()>& body);
  const uint64_t* meet_lanes(uint32_t mask, Meeting kind, uint64_t value);
  void meet_block();
  uint32_t lane() const { return current_ % kLanes; }

 private:
  static void enter(void* block) { static_cast<Block*>(block)->live(); }
  [[noreturn]] void live();
  void wait(const bool& complete);
  bool step(uint32_t at);
  LaneMeeting& meeting_of(uint32_t mask, Meeting kind);
  void complete_barrier();

  std::vector<Thread> threads_;
  uint32_t size_ = 0;
  uint32_t alive_ = 0;
  uint32_t current_ = 0;
  const std::function<void()>* body_ = nullptr;
  std::list<LaneMeeting> meetings_[kMostThreads / kLanes];
  // Barriers alternate between two flags: all have left the one before when the next completes.
  bool barrier_complete_[2] = {};
  uint32_t barrier_ = 0;
  uint32_t barrier_arrived_ = 0;
};

void Block::run(dim3 grid, dim3 block, dim3 index, bool backwards,
                const std::function<void()>& body) {
  size_ = block.x * block.y * block.z;
  while (threads_.size() < size_) {
    threads_.push_back({std::make_unique<Fiber>(&Block::enter, this), {}, true, nullptr});
  }
  gridDim = grid;
  blockDim = block;
  blockIdx = index;
  body_ = &body;
  alive_ = size_;
  for (uint32_t i = 0; i < size_; ++i) {
    threads_[i].index = dim3(i % block.x, i / block.x % block.y, i / (block.x * block.y));
    threads_[i].done = false;
    threads_[i].waits_for = nullptr;
  }
  while (alive_ > 0) {
    bool moved = false;
    for (uint32_t i = 0; i < size_; ++i) moved |= step(backwards ? size_ - 1 - i : i);
    if (!moved) refuse("a barrier, shuffle or vote that not all of its threads reach");
  }
  for (uint32_t warp = 0; warp * kLanes < size_; ++warp) {
    if (!meetings_[warp].empty()) refuse("a thread that ended before all met it");
  }
}

// Runs a thread until it waits or ends; false where it waits still.
bool Block::step(uint32_t at) {
  Thread& thread = threads_[at];
  if (thread.done || (thread.waits_for != nullptr && !*thread.waits_for)) return false;
  thread.waits_for = nullptr;
  current_ = at;
  threadIdx = thread.index;
  thread.fiber->resume();
  return true;
}

void Block::live() {
  for (;;) {
    (*body_)();
    threads_[current_].done = true;
    --alive_;
    if (alive_ > 0 && barrier_arrived_ == alive_) complete_barrier();
    threads_[current_].fiber->yield();
  }
}

void Block::wait(const bool& complete) {
  if (complete) return;
  Thread& thread = threads_[current_];
  thread.waits_for = &complete;
  thread.fiber->yield();
}

void Block::complete_barrier() {
  barrier_complete_[barrier_ % 2] = true;
  ++barrier_;
  barrier_complete_[barrier_ % 2] = false;
  barrier_arrived_ = 0;
}

void Block::meet_block() {
  const bool& complete = barrier_complete_[barrier_ % 2];
  ++barrier_arrived_;
  if (barrier_arrived_ == alive_) complete_barrier();
  wait(complete);
}

LaneMeeting& Block::meeting_of(uint32_t mask, Meeting kind) {
  std::list<LaneMeeting>& meetings = meetings_[current_ / kLanes];
  const uint32_t bit = 1U << lane();
  for (LaneMeeting& meeting : meetings) {
    if (meeting.mask != mask || (meeting.arrived & bit) != 0) continue;
    if (meeting.kind != kind) refuse("lanes of one mask that meet in different functions");
    return meeting;
  }
  meetings.emplace_back();
  meetings.back().mask = mask;
  meetings.back().kind = kind;
  return meetings.back();
}

const uint64_t* Block::meet_lanes(uint32_t mask, Meeting kind, uint64_t value) {
  const uint32_t bit = 1U << lane();
  if ((mask & bit) == 0) refuse("a lane that is not in its own mask");
  LaneMeeting& meeting = meeting_of(mask, kind);
  meeting.arrived |= bit;
  meeting.values[lane()] = value;
  if (meeting.arrived == mask) meeting.complete = true;
  wait(meeting.complete);
  meeting.left |= bit;
  static uint64_t met[kLanes];
  std::copy(std::begin(meeting.values), std::end(meeting.values), met);
  if (meeting.left == mask) {
    meetings_[current_ / kLanes].remove_if([&](const auto& other) { return &other == &meeting; });
  }
  return met;
}

Block& running_block() {
  static Block block;  // work runs on one thread at a time
  return block;
}

}  // namespace

const uint64_t* meet_lanes(uint32_t mask, Meeting meeting, uint64_t value) {
  return running_block().meet_lanes(mask, meeting, value);
}

void meet_block() { running_block().meet_block(); }

uint32_t lane() { return running_block().lane(); }

void run_grid(dim3 grid, dim3 block, const std::function<void()>& thread_body) {
  // Every other grid runs from its end: nothing may depend on who is first.
  static bool backwards = false;
  backwards = !backwards;
  const uint32_t blocks = grid.x * grid.y * grid.z;
  for (uint32_t i = 0; i < blocks; ++i) {
    const uint32_t at = backwards ? blocks - 1 - i : i;
    const dim3 index(at % grid.x, at / grid.x % grid.y, at / (grid.x * grid.y));
    running_block().run(grid, block, index, backwards, thread_body);
  }
}

void refuse(const char* message) {
  std::fprintf(stderr, "emulated device: %s\n", message);
  std::abort();
}

}  // namespace emulated_cuda
