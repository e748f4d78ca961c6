// The form of a tally file: Parquet, one table whose rows are the cells that are not 0.
//
//   facet      period    model   sub      value      object_id   text
//   file       -         file    -        bytes      hash        path
//   lacks      -         file    -        -          -           a column the file lacks
//   unit       -         file    unit     -          -           key
//   (host/tally/consumed_units.hpp) read       -         -       unit     rows       -           -
//   counted    -         -       unit     rows       -           -
//   rejected   -         -       unit     rows       -           reason
//   totals_checked, totals_differing, before_range: as counted
//   model      born      model   how      size class `_id`       id
//   name       last day  model   -        -          -           an id that the `_id` bore
//   records    day       -       -        rows       -           -
//   downloads  day       -       -        downloads  -           -
//   month      month     model   -        downloads  -           -      (week, day alike)
//   latest month, ...    model   day      sample     -           -
//   values     year      -       value    rows       -           size class
//   users      month     model   country  downloads  -           country
//   age        -         model   band     downloads  -           -
//   weeks      -         model   week     downloads  -           -
//
// What is not used is 0 or empty, no cell is null. Days and periods count from 1970-01-01, as
// kernels/calendar.hpp says; a model is the row `model` of that number; those are in bytewise order
// of id and `_id`. Settings are metadata: hubcensus.tally = the form's version, and
// hubcensus.tally.<name>.
//
// Between the last row group and the footer lies the seal: kSealMark and the digest of all other
// bytes. Readers of Parquet find the footer from the end and do not see it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "kernels/tally.hpp"

namespace hubcensus {

inline constexpr int kTallyFormat = 1;
inline constexpr std::string_view kTallyKey = "hubcensus.tally";

inline constexpr std::string_view kSealMark = "hubcensus tally seal, XXH3-128: ";
inline constexpr size_t kDigestDigits = 32;
inline constexpr size_t kSealBytes = kSealMark.size() + kDigestDigits;

inline constexpr std::string_view kFileFacet = "file";
inline constexpr std::string_view kLacksFacet = "lacks";
inline constexpr std::string_view kUnitFacet = "unit";
inline constexpr std::string_view kReadFacet = "read";
inline constexpr std::string_view kCountedFacet = "counted";
inline constexpr std::string_view kRejectedFacet = "rejected";
inline constexpr std::string_view kTotalsCheckedFacet = "totals_checked";
inline constexpr std::string_view kTotalsDifferingFacet = "totals_differing";
inline constexpr std::string_view kBeforeRangeFacet = "before_range";
inline constexpr std::string_view kModelFacet = "model";
inline constexpr std::string_view kNameFacet = "name";
inline constexpr std::string_view kRecordsFacet = "records";
inline constexpr std::string_view kDownloadsFacet = "downloads";
inline constexpr std::string_view kValuesFacet = "values";
inline constexpr std::string_view kUsersFacet = "users";
inline constexpr std::string_view kAgeFacet = "age";
inline constexpr std::string_view kWeeksFacet = "weeks";

// "month", or "latest month" of samples.
inline std::string facet_of(const Cube& cube) {
  const std::string grain(grain_name(cube.grain()));
  return cube.merge_operator() == CubeMerge::max ? "latest " + grain : grain;
}

struct TallyRow {
  std::string_view facet;
  int32_t period = 0;
  uint32_t model = 0;
  int64_t sub = 0;
  uint64_t value = 0;
  std::string_view object_id{};
  std::string_view text{};
};

}  // namespace hubcensus
