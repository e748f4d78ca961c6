#include "host/job/scratch_folder.hpp"

#include <cerrno>
#include <cstdlib>
#include <system_error>

#include "host/report/output_file.hpp"
#include "kernels/error.hpp"

namespace hubcensus {
namespace {

namespace fs = std::filesystem;

fs::path new_folder() {
  std::error_code error;
  const fs::path parent = fs::temp_directory_path(error);
  std::string name = (parent / "hubcensus-XXXXXX").string();
  if (error || ::mkdtemp(name.data()) == nullptr) {
    throw_output_error("cannot create a folder in", parent, error ? error.value() : errno);
  }
  return name;
}

fs::path empty_folder(const fs::path& wanted) {
  std::error_code error;
  fs::create_directories(wanted, error);
  if (error) throw_output_error("cannot create", wanted, error.value());
  const bool is_empty = fs::is_empty(wanted, error);
  if (error) throw_output_error("cannot read", wanted, error.value());
  if (!is_empty) {
    throw Error(ErrorKind::usage, "--out is not empty: " + wanted.string() +
                                      "; it will not be replaced, name another folder");
  }
  return wanted;
}

}  // namespace

ScratchFolder::ScratchFolder(const std::string& wanted)
    : is_kept_(!wanted.empty()), path_(is_kept_ ? empty_folder(wanted) : new_folder()) {}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  if (!is_kept_) fs::remove_all(path_, ignored);
}

}  // namespace hubcensus
