#include "host/job/snapshot_dates.hpp"

#include <algorithm>
#include <filesystem>

#include "host/ingest/text/quoted_text.hpp"
#include "kernels/error.hpp"

namespace hubcensus {
namespace {

[[noreturn]] void refuse(const std::string& flag, const std::string& fault) {
  throw Error(ErrorKind::usage, "wrong --snapshot-date: " + quoted_text(flag) + " " + fault);
}

bool is_same_file(const std::string& left, const std::string& right) {
  std::error_code error;
  return left == right || std::filesystem::equivalent(left, right, error);
}

}  // namespace

std::map<std::string, Day> snapshot_dates(std::span<const std::string> flags,
                                          std::span<const std::string> paths) {
  std::map<std::string, Day> dates;
  for (const std::string& flag : flags) {
    const size_t equals = flag.rfind('=');
    if (equals == std::string::npos || equals == 0) refuse(flag, "is not of the form FILE=DATE");
    const std::string file = flag.substr(0, equals);
    const std::string text = flag.substr(equals + 1);
    const auto day = parse_day(text);
    if (!day || *day <= kFirstRecordDay || *day > kLastRecordDay) {
      refuse(flag, "wants a day such as 2025-12-31, not " + quoted_text(text));
    }
    const auto path = std::find_if(paths.begin(), paths.end(), [&](const std::string& input) {
      return is_same_file(input, file);
    });
    if (path == paths.end()) refuse(flag, "names no input of --downloads or --dumps");
    if (!dates.emplace(*path, *day).second) refuse(flag, "gives a file a second date");
  }
  return dates;
}

}  // namespace hubcensus
