// Whether the files of a finished report are still those that its manifest tells of.
// It reads and compares; it repairs nothing. The digest finds what went wrong by accident, not what
// somebody forged together with the manifest. Pictures that were drawn later of a chart that the
// manifest names (charts/x.svg or .png beside charts/x.vl.json) are no fault; nothing says what
// they should hold, so that they are told, not checked.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "host/report/finished_report.hpp"

namespace hubcensus {

enum class FileFault : uint8_t { differs, missing, extra, not_plain };
std::string_view fault_name(FileFault fault);

struct FaultyFile {
  FileFault fault = FileFault::differs;
  FileEntry expected;  // of the manifest; its path alone where the file is extra
  FileEntry found;     // bytes and digest of the folder where the file differs
};

struct Verification {
  uint64_t files = 0;                       // of the manifest
  uint64_t bytes = 0;                       // of them, as the manifest says
  std::vector<FaultyFile> faults;           // by path
  std::vector<std::string> later_pictures;  // by path
};

Verification verify(const FinishedReport& report);

}  // namespace hubcensus
