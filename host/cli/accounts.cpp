#include "host/cli/accounts.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>

#include "host/catalog/builtin_accounts.hpp"
#include "host/report/output_file.hpp"
#include "kernels/error.hpp"

namespace hubcensus {
namespace {

namespace fs = std::filesystem;

// Gives `partial` the name `out`, which link() refuses to replace and rename() replaces.
void put_in_place(const fs::path& partial, const fs::path& out, bool force) {
  const bool is_done = force ? ::rename(partial.c_str(), out.c_str()) == 0
                             : ::link(partial.c_str(), out.c_str()) == 0;
  if (is_done) return;
  if (!force && errno == EEXIST) {
    throw Error(ErrorKind::usage, "--out is there already: " + out.string() +
                                      "; pass --force to replace it, or name another file");
  }
  throw_output_error("cannot write", out, errno);
}

}  // namespace

void write_accounts(const std::string& out, bool force, bool as_json) {
  const std::string text = as_json ? builtin_accounts_json() : builtin_accounts_csv();
  if (out.empty()) {
    std::fputs(text.c_str(), stdout);
    return;
  }
  std::error_code error;
  if (fs::exists(out, error) && !fs::is_regular_file(out, error)) {
    throw Error(ErrorKind::usage, "--out names no plain file: " + out);
  }
  const fs::path partial = out + ".partial-" + std::to_string(::getpid());
  OutputFile file(partial);
  try {
    file.write(text);
    file.close();
    put_in_place(partial, out, force);
  } catch (...) {
    fs::remove(partial, error);
    throw;
  }
  fs::remove(partial, error);  // the other name, where link() gave it
}

}  // namespace hubcensus
