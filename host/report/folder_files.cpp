#include "host/report/folder_files.hpp"

#include <algorithm>
#include <system_error>

#include "host/report/digest.hpp"
#include "kernels/error.hpp"

namespace hubcensus {

namespace fs = std::filesystem;

std::vector<FolderFile> folder_files(const fs::path& folder) {
  std::vector<FolderFile> files;
  std::error_code error;
  for (fs::recursive_directory_iterator it(folder, error), end; !error && it != end;
       it.increment(error)) {
    const fs::file_status status = it->symlink_status(error);
    if (error) break;
    if (fs::is_directory(status)) continue;
    const std::string path = it->path().lexically_relative(folder).generic_string();
    if (path != kManifestName) files.push_back({path, fs::is_regular_file(status)});
  }
  if (error) {
    throw Error(ErrorKind::missing_input,
                "cannot read the folder " + folder.string() + ": " + error.message());
  }
  std::sort(files.begin(), files.end(),
            [](const FolderFile& a, const FolderFile& b) { return a.path < b.path; });
  return files;
}

FileEntry file_entry(const fs::path& folder, const std::string& path) {
  std::error_code error;
  const uint64_t bytes = fs::file_size(folder / path, error);
  if (error) {
    throw Error(ErrorKind::missing_input,
                "cannot read " + (folder / path).string() + ": " + error.message());
  }
  return {path, bytes, file_digest(folder / path)};
}

}  // namespace hubcensus
