#include "host/tally/checkpoint.hpp"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <system_error>

#include "host/ingest/text/quoted_text.hpp"
#include "host/report/output_file.hpp"
#include "host/report/partial_path.hpp"

namespace hubcensus {
namespace {

namespace fs = std::filesystem;

constexpr const char* kFile = "checkpoint.tally";
constexpr double kLeastShare = 50;  // seconds of folding to one of saving
const std::string kPrefix = "run ";

}  // namespace

Checkpoint::Checkpoint(const std::string& folder, bool resumes, int64_t least_seconds)
    : path_((fs::path(folder) / kFile).string()),
      resumes_(resumes),
      least_s_(static_cast<double>(least_seconds)) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) throw_output_error("cannot create", folder, error.value());
  remove_stale_partials(path_);
  if (!resumes_ && fs::exists(path_, error)) {
    throw Error(ErrorKind::usage, "--checkpoint holds what a run left: " + quoted_text(path_) +
                                      "; --resume goes on from it, or remove it");
  }
}

std::unique_ptr<TallyFile> Checkpoint::find(const RunIdentity& identity,
                                            const TallySettings& settings) const {
  std::error_code ignored;
  if (!resumes_) return nullptr;
  if (!fs::exists(path_, ignored)) {
    std::fputs("hubcensus: --resume found no checkpoint; the run begins at the beginning\n",
               stderr);
    return nullptr;
  }
  auto file = std::make_unique<TallyFile>(path_);
  for (const auto& [name, value] : identity) {
    const std::string held = file->metadata(kPrefix + name);
    if (held == value) continue;
    throw Error(ErrorKind::invalid_input,
                "--resume goes on with the same inputs and flags only: " + file->name() +
                    " is of another " + name + ", " + (held.empty() ? "none" : held) + ", not " +
                    (value.empty() ? "none" : value) + "; remove it to begin anew");
  }
  check_same(settings, "this run", file->settings(), file->name());
  return file;
}

bool Checkpoint::is_due() const {
  if (least_s_ <= 0) return true;
  const double interval_s = std::max(least_s_, kLeastShare * saving_s_);
  return std::chrono::duration<double>(Clock::now() - last_).count() >= interval_s;
}

void Checkpoint::save(TallyToSave saved, const RunIdentity& identity, MemoryBudget& budget) {
  const auto begin = Clock::now();
  for (const auto& [name, value] : identity) saved.metadata[kPrefix + name] = value;
  save_tally(saved, path_, "--checkpoint", /*replaces=*/true, budget);
  last_ = Clock::now();
  saving_s_ = std::chrono::duration<double>(last_ - begin).count();
}

void remove_checkpoint(const std::string& folder) {
  std::error_code ignored;
  if (!folder.empty()) fs::remove(fs::path(folder) / kFile, ignored);
}

}  // namespace hubcensus
