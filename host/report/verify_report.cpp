#include "host/report/verify_report.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "host/report/folder_files.hpp"

namespace hubcensus {
namespace {

// As scripts/render_charts.py names it: the chart's file with another ending.
bool is_picture(const FolderFile& file, const std::set<std::string>& charts) {
  if (!file.is_plain || !(file.path.ends_with(".svg") || file.path.ends_with(".png"))) return false;
  return charts.contains(file.path.substr(0, file.path.size() - 4) + ".vl.json");
}

}  // namespace

std::string_view fault_name(FileFault fault) {
  static constexpr std::array<std::string_view, 4> kNames = {"differs", "missing", "extra",
                                                             "no plain file"};
  return kNames.at(static_cast<size_t>(fault));
}

Verification verify(const FinishedReport& report) {
  Verification result;
  std::map<std::string, FileEntry> expected;
  std::set<std::string> charts;
  for (const FileEntry& file : report.files()) {
    ++result.files;
    result.bytes += file.bytes;
    expected.emplace(file.path, file);
    if (file.path.starts_with("charts/")) charts.insert(file.path);
  }
  for (const FolderFile& file : folder_files(report.folder())) {
    const auto entry = expected.find(file.path);
    if (entry == expected.end()) {
      if (is_picture(file, charts)) {
        result.later_pictures.push_back(file.path);
      } else {
        result.faults.push_back({FileFault::extra, {file.path, 0, ""}, {}});
      }
      continue;
    }
    if (!file.is_plain) {
      result.faults.push_back({FileFault::not_plain, entry->second, {}});
    } else {
      const FileEntry found = file_entry(report.folder(), file.path);
      if (found.bytes != entry->second.bytes || found.digest != entry->second.digest) {
        result.faults.push_back({FileFault::differs, entry->second, found});
      }
    }
    expected.erase(entry);
  }
  for (const auto& [path, file] : expected) {
    result.faults.push_back({FileFault::missing, file, {}});
  }
  std::sort(
      result.faults.begin(), result.faults.end(),
      [](const FaultyFile& a, const FaultyFile& b) { return a.expected.path < b.expected.path; });
  return result;
}

}  // namespace hubcensus
