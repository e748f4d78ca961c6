#include "host/ingest/input_paths.hpp"

#include <glob.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <set>
#include <string_view>

#include "host/ingest/text/mapped_file.hpp"
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
  std::error_code error;
  for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    std::error_code unknown;  // what cannot be looked at is named when it is opened
    const bool is_folder = entry->is_directory(unknown);
    if (!is_folder && has_known_ending(entry->path().filename().string())) {
      files.push_back(entry->path().string());
    }
  }
  if (error) {
    throw Error(ErrorKind::missing_input,
                "cannot read folder '" + folder.string() + "': " + error.message());
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
  if (input == kStandardInput) {
    files.push_back(input);
  } else if (std::filesystem::is_directory(status)) {
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
  // One file under two spellings is one input.
  std::set<std::filesystem::path> seen;
  std::erase_if(files, [&seen](const std::string& file) {
    std::error_code error;
    const std::filesystem::path real = std::filesystem::canonical(file, error);
    return !seen.insert(error ? std::filesystem::path(file) : real).second;
  });
  return files;
}

}  // namespace hubcensus
