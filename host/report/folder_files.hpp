// The files of a report's folder: what is there, and what the manifest says of each.
// manifest.json itself is none of them: it cannot hold its own digest.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "host/report/manifest.hpp"

namespace hubcensus {

struct FolderFile {
  std::string path;      // within the folder, with '/' between names
  bool is_plain = true;  // no link, pipe or device
};

// All files at any depth, by path; links are not followed. Throws Error(missing_input) where the
// folder cannot be read.
std::vector<FolderFile> folder_files(const std::filesystem::path& folder);

// Size and digest of a plain file of the folder. Throws Error(missing_input) where it cannot be
// read.
FileEntry file_entry(const std::filesystem::path& folder, const std::string& path);

}  // namespace hubcensus
