#include "host/ingest/input_paths.hpp"

#include <glob.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <string_view>

#include "kernels/error.hpp"

namespace hubcensus {
namespace {

constexpr std::array<std::string_view, 4> kEndings = {".parquet", ".csv", ".csv.gz", ".csv.zst"};

bool has_known_ending(const std::string& name) {
  return std::any_of(kEndings.begin(), kEndings.end(),
                     [&](std::string_view ending) { return name.ends_with(ending); });
}

void add_folder(const std::filesystem::path& folder, std::vector<std::string>& files) {
  const size_t before = files.size();
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.is_regular_file() && has_known_ending(entry.path().filename().string())) {
      files.push_back(entry.path().string());
    }
  }
  if (files.size() == before) {
    throw Error(ErrorKind::missing_input,
                "no input in folder '" + folder.string() +
                    "': no file there ends in .parquet, .csv, .csv.gz or .csv.zst");
  }
}

void add_pattern(const std::string& pattern, std::vector<std::string>& files) {
  glob_t matches{};
  const int result = glob(pattern.c_str(), GLOB_ERR, nullptr, &matches);
  for (size_t i = 0; i < matches.gl_pathc; ++i) files.emplace_back(matches.gl_pathv[i]);
  globfree(&matches);
  if (result != 0) {
    throw Error(ErrorKind::missing_input, "no file matches '" + pattern + "'");
  }
}

void add_input(const std::string& input, std::vector<std::string>& files) {
  std::error_code error;
  const auto status = std::filesystem::status(input, error);
  if (std::filesystem::is_directory(status)) {
    add_folder(input, files);
  } else if (std::filesystem::exists(status)) {
    files.push_back(input);
  } else if (input.find_first_of("*?[") != std::string::npos) {
    add_pattern(input, files);
  } else {
    throw Error(ErrorKind::missing_input, "cannot open '" + input + "': no such file or folder");
  }
}

void add_list(const std::string& list, std::vector<std::string>& files) {
  if (std::filesystem::is_directory(list)) {
    throw Error(ErrorKind::missing_input, "cannot read '" + list + "': it is a folder, not a list");
  }
  std::ifstream lines(list);
  if (!lines) throw Error(ErrorKind::missing_input, "cannot open '" + list + "': no such file");
  std::string line;
  while (std::getline(lines, line)) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (!line.empty() && line.front() != '#') add_input(line, files);
  }
}

}  // namespace

std::vector<std::string> expand_inputs(std::span<const std::string> inputs,
                                       std::span<const std::string> lists) {
  std::vector<std::string> files;
  for (const std::string& input : inputs) add_input(input, files);
  for (const std::string& list : lists) add_list(list, files);
  std::sort(files.begin(), files.end());
  files.erase(std::unique(files.begin(), files.end()), files.end());
  return files;
}

}  // namespace hubcensus
