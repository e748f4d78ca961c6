#include "kernels/encoding/check_rows.hpp"

namespace hubcensus {
namespace {

// Compiled once for each instruction set below.
[[gnu::always_inline]] inline CheckedRows check(const RawRows& rows, const DayRange& range) {
  const auto from = static_cast<uint64_t>(int64_t{range.from});
  const uint64_t days_behind = static_cast<uint64_t>(int64_t{range.to}) - from;
  uint64_t outside = range.to < range.from ? 1 : 0;
  for (size_t i = 0; i < rows.rows; ++i) {
    outside |= static_cast<uint64_t>(rows.raw_days[i]) - from > days_behind ? 1 : 0;
    rows.days[i] = static_cast<uint16_t>(rows.raw_days[i]);
  }
  uint64_t any = 0;
  for (size_t i = 0; i < rows.rows; ++i) {
    any |= static_cast<uint64_t>(rows.raw_downloads[i]);
    rows.downloads[i] = static_cast<uint32_t>(rows.raw_downloads[i]);
  }
  return {outside == 0, any};
}

[[gnu::target("avx2")]] CheckedRows check_on_avx2(const RawRows& rows, const DayRange& range) {
  return check(rows, range);
}

[[gnu::target("avx512f,avx512bw,avx512dq,avx512vl,prefer-vector-width=512")]] CheckedRows
check_on_avx512(const RawRows& rows, const DayRange& range) {
  return check(rows, range);
}

using Check = CheckedRows (*)(const RawRows&, const DayRange&);

Check best_check() {
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl")) {
    return check_on_avx512;
  }
  return __builtin_cpu_supports("avx2") ? check_on_avx2 : check_rows_plainly;
}

}  // namespace

CheckedRows check_rows_plainly(const RawRows& rows, const DayRange& range) {
  return check(rows, range);
}

CheckedRows check_rows(const RawRows& rows, const DayRange& range) {
  static const Check kBest = best_check();
  return kBest(rows, range);
}

}  // namespace hubcensus
