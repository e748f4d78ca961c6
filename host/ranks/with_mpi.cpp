// The one file that speaks MPI.

#include <mpi.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <thread>
#include <vector>

#include "host/ranks/launched_processes.hpp"
#include "host/ranks/pieces.hpp"
#include "host/ranks/ranks.hpp"

namespace hubcensus {
namespace {

constexpr size_t kValuesOfPiece = size_t{1} << 20;
constexpr size_t kBytesOfPiece = kValuesOfPiece * sizeof(uint64_t);
constexpr int kTag = 0;
constexpr int kFailureTag = 1;

std::string prefix;
bool all_leave = false;
int code_of_other = 0;  // of a rank that failed and said so here

using Clock = std::chrono::steady_clock;
constexpr auto kPause = std::chrono::microseconds(200);

void check_others() {
  int has_come = 0;
  MPI_Status status;
  MPI_Iprobe(MPI_ANY_SOURCE, kFailureTag, MPI_COMM_WORLD, &has_come, &status);
  if (has_come == 0) return;
  MPI_Recv(&code_of_other, 1, MPI_INT, status.MPI_SOURCE, kFailureTag, MPI_COMM_WORLD, &status);
  throw OtherRankFailed{};
}

// MPI_Abort ends the others where they are; those that wait can leave in order before.
void tell_failure(int exit_code) {
  constexpr auto kGrace = std::chrono::milliseconds(500);
  int size = 0;
  MPI_Comm_size(MPI_COMM_WORLD, &size);
  std::vector<MPI_Request> requests(static_cast<size_t>(size));
  for (int rank = 0; rank < size; ++rank) {
    MPI_Isend(&exit_code, 1, MPI_INT, rank, kFailureTag, MPI_COMM_WORLD,
              &requests[static_cast<size_t>(rank)]);
  }
  const auto begin = Clock::now();
  while (Clock::now() - begin < kGrace) {
    int are_done = 0;
    MPI_Testall(size, requests.data(), &are_done, MPI_STATUSES_IGNORE);
    std::this_thread::sleep_for(kPause);
  }
}

// MPI itself waits at full speed, which takes the processor from ranks that still fold; and it
// would not see a signal.
void wait(MPI_Request request, void (*look)()) {
  constexpr auto kAwake = std::chrono::milliseconds(10);
  const auto begin = Clock::now();
  int is_done = 0;
  for (;;) {
    MPI_Test(&request, &is_done, MPI_STATUS_IGNORE);
    if (is_done != 0) return;
    look();
    check_others();
    if (Clock::now() - begin < kAwake) {
      std::this_thread::yield();
    } else {
      std::this_thread::sleep_for(kPause);
    }
  }
}

// The one that failed ends the job, with its exit code and not with that of those it ends.
void wait_for_the_end() {
  constexpr auto kLongest = std::chrono::seconds(10);
  const auto begin = Clock::now();
  while (interrupting_signal() == 0 && Clock::now() - begin < kLongest) {
    std::this_thread::sleep_for(kPause);
  }
}

MPI_Op operation(Ranks::Operator op) { return op == Ranks::Operator::sum ? MPI_SUM : MPI_MAX; }

void reduce_for_all_looking(std::span<uint64_t> values, Ranks::Operator op, void (*look)()) {
  for_each_piece(values, kValuesOfPiece, [&](std::span<uint64_t> piece) {
    MPI_Request request{};
    MPI_Iallreduce(MPI_IN_PLACE, piece.data(), static_cast<int>(piece.size()), MPI_UINT64_T,
                   operation(op), MPI_COMM_WORLD, &request);
    wait(request, look);
  });
}

std::string host_name() {
  std::array<char, MPI_MAX_PROCESSOR_NAME> name{};
  int length = 0;
  MPI_Get_processor_name(name.data(), &length);
  return {name.data(), static_cast<size_t>(length)};
}

}  // namespace

Ranks join_ranks() {
  if (launched_processes() < 2) return {};
  int level = 0;
  MPI_Init_thread(nullptr, nullptr, MPI_THREAD_FUNNELED, &level);
  int rank = 0;
  int size = 0;
  int local_rank = 0;
  int local_size = 0;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  MPI_Comm_size(MPI_COMM_WORLD, &size);
  MPI_Comm local = MPI_COMM_NULL;
  MPI_Comm_split_type(MPI_COMM_WORLD, MPI_COMM_TYPE_SHARED, rank, MPI_INFO_NULL, &local);
  MPI_Comm_rank(local, &local_rank);
  MPI_Comm_size(local, &local_size);
  MPI_Comm_free(&local);
  if (size > 1) prefix = "rank " + std::to_string(rank) + " on " + host_name() + ": ";
  return {rank, size, local_rank, local_size};
}

const std::string& rank_prefix() { return prefix; }

void leave_ranks(int exit_code) {
  int is_joined = 0;
  MPI_Initialized(&is_joined);
  if (is_joined == 0) return;
  if (exit_code == 0 || all_leave) {
    MPI_Finalize();
    return;
  }
  std::fflush(nullptr);
  if (code_of_other == 0) {
    tell_failure(exit_code);
    MPI_Abort(MPI_COMM_WORLD, exit_code);
  } else {
    wait_for_the_end();
    if (interrupting_signal() == 0) MPI_Abort(MPI_COMM_WORLD, code_of_other);
  }
}

void Ranks::reduce(std::span<uint64_t> values, Operator op) const {
  if (is_alone()) return;
  for_each_piece(values, kValuesOfPiece, [&](std::span<uint64_t> piece) {
    MPI_Request request{};
    MPI_Ireduce(is_first() ? MPI_IN_PLACE : piece.data(), is_first() ? piece.data() : nullptr,
                static_cast<int>(piece.size()), MPI_UINT64_T, operation(op), 0, MPI_COMM_WORLD,
                &request);
    wait(request, check_interrupted);
  });
}

void Ranks::reduce_for_all(std::span<uint64_t> values, Operator op) const {
  if (!is_alone()) reduce_for_all_looking(values, op, check_interrupted);
}

std::string Ranks::of_first(std::string bytes) const {
  if (is_alone()) return bytes;
  uint64_t length = is_first() ? bytes.size() : 0;
  reduce_for_all({&length, 1}, Operator::max);
  bytes.resize(length);
  for_each_piece(std::span(bytes), kBytesOfPiece, [](std::span<char> piece) {
    MPI_Request request{};
    MPI_Ibcast(piece.data(), static_cast<int>(piece.size()), MPI_BYTE, 0, MPI_COMM_WORLD, &request);
    wait(request, check_interrupted);
  });
  return bytes;
}

void Ranks::wait_for_all(void (*look)()) const {
  if (is_alone()) return;
  MPI_Request request{};
  MPI_Ibarrier(MPI_COMM_WORLD, &request);
  wait(request, look);
}

void Ranks::check_interrupted_together() const {
  if (is_alone()) return check_interrupted();
  auto signal = static_cast<uint64_t>(interrupting_signal());
  // The others may have some minutes to save; a signal has reached them too.
  reduce_for_all_looking({&signal, 1}, Operator::max, check_interrupted_at_once);
  if (signal == 0) return;
  all_leave = true;
  throw Interrupted{static_cast<int>(signal), /*is_resumable=*/true};
}

void Ranks::send(int to, std::string_view bytes) const {
  const uint64_t length = bytes.size();
  MPI_Request request{};
  MPI_Isend(&length, 1, MPI_UINT64_T, to, kTag, MPI_COMM_WORLD, &request);
  wait(request, check_interrupted);
  for_each_piece(std::span(bytes), kBytesOfPiece, [&](std::span<const char> piece) {
    MPI_Isend(piece.data(), static_cast<int>(piece.size()), MPI_BYTE, to, kTag, MPI_COMM_WORLD,
              &request);
    wait(request, check_interrupted);
  });
}

std::string Ranks::receive(int from) const {
  uint64_t length = 0;
  MPI_Request request{};
  MPI_Irecv(&length, 1, MPI_UINT64_T, from, kTag, MPI_COMM_WORLD, &request);
  wait(request, check_interrupted);
  std::string bytes(length, '\0');
  for_each_piece(std::span(bytes), kBytesOfPiece, [&](std::span<char> piece) {
    MPI_Irecv(piece.data(), static_cast<int>(piece.size()), MPI_BYTE, from, kTag, MPI_COMM_WORLD,
              &request);
    wait(request, check_interrupted);
  });
  return bytes;
}

}  // namespace hubcensus
