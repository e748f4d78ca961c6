#include "host/report/output_folder.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include "host/report/manifest.hpp"
#include "kernels/error.hpp"
#include "tests/unit/temporary_folder.hpp"

namespace hubcensus {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

void write_text(const fs::path& path, const std::string& text) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

std::string read_text(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::set<std::string> names_in(const fs::path& folder) {
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) names.insert(entry.path().filename());
  return names;
}

// A report with one table that says `text`.
void fill_report(const fs::path& folder, const std::string& text) {
  write_text(folder / "tables" / "t.csv", text);
  write_text(folder / "manifest.json", to_json(RunManifest{}));
}

// Runs `action` in a child process and returns the child's id once it is gone.
template <typename Action>
pid_t in_child(Action action, int expected_signal) {
  const pid_t child = ::fork();
  if (child == 0) {
    try {
      action();
    } catch (...) {
      ::_exit(99);
    }
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(WIFSIGNALED(status) ? WTERMSIG(status) : 0, expected_signal);
  EXPECT_TRUE(WIFSIGNALED(status) || WEXITSTATUS(status) == 0);
  return child;
}

void expect_error(ErrorKind kind, const std::string& words, const auto& action) {
  try {
    action();
    ADD_FAILURE() << "nothing was thrown, expected: " << words;
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), kind) << error.what();
    EXPECT_THAT(error.what(), HasSubstr(words));
  }
}

TEST(OutputFolder, AppearsWholeAtCommitAndNotBefore) {
  const TemporaryFolder scratch;
  const fs::path dir = scratch.path() / "new" / "parents" / "report";
  {
    OutputFolder folder(dir.string() + "/", false);
    EXPECT_EQ(folder.target(), dir);
    EXPECT_EQ(folder.path().parent_path(), dir.parent_path());
    fill_report(folder.path(), "one");
    EXPECT_FALSE(fs::exists(dir));
    folder.commit();
    expect_error(ErrorKind::internal, "committed before", [&] { folder.commit(); });
  }
  EXPECT_EQ(read_text(dir / "tables" / "t.csv"), "one");
  EXPECT_EQ(names_in(dir.parent_path()), std::set<std::string>{"report"});
}

TEST(OutputFolder, LeavesNothingWithoutCommit) {
  const TemporaryFolder scratch;
  {
    const OutputFolder folder(scratch.path() / "report", false);
    fill_report(folder.path(), "one");
  }
  EXPECT_TRUE(fs::is_empty(scratch.path()));
}

TEST(OutputFolder, TakesAnEmptyFolderAndALinkToOne) {
  const TemporaryFolder scratch;
  const fs::path dir = scratch.path() / "empty";
  fs::create_directory(dir);
  fs::create_directory_symlink(dir, scratch.path() / "link");
  OutputFolder folder(scratch.path() / "link", false);
  fill_report(folder.path(), "one");
  folder.commit();
  EXPECT_EQ(read_text(dir / "tables" / "t.csv"), "one");
  EXPECT_TRUE(fs::is_symlink(scratch.path() / "link"));
}

TEST(OutputFolder, RefusesWhatItMayNotReplace) {
  const TemporaryFolder scratch;
  const fs::path report = scratch.path() / "report";
  const fs::path other = scratch.path() / "other";
  fill_report(report, "old");
  write_text(other / "thesis.txt", "years of work");
  write_text(scratch.path() / "file", "");
  fs::create_symlink(scratch.path() / "nowhere", scratch.path() / "dangling");
  const auto open = [](const fs::path& path, bool force) {
    return [path, force] { const OutputFolder folder(path, force); };
  };
  expect_error(ErrorKind::usage, "pass --force to replace it", open(report, false));
  for (const bool force : {false, true}) {
    expect_error(ErrorKind::usage, "will not be replaced", open(other, force));
    expect_error(ErrorKind::usage, "names no folder", open(scratch.path() / "file", force));
    expect_error(ErrorKind::usage, "link to nowhere", open(scratch.path() / "dangling", force));
    expect_error(ErrorKind::usage, "root folder", open("/", force));
    expect_error(ErrorKind::usage, "mount point", open("/proc", force));
    expect_error(ErrorKind::usage, "needs the name", open("", force));
  }
  // A manifest.json of somebody else is no mark of hubcensus.
  for (const char* manifest :
       {"{}", "[]", "\"hubcensus\"", "{\"hubcensus\": 1}", "{\"hubcensus\""}) {
    write_text(other / "manifest.json", manifest);
    expect_error(ErrorKind::usage, "will not be replaced", open(other, true));
  }
  EXPECT_EQ(read_text(other / "thesis.txt"), "years of work");
  EXPECT_EQ(read_text(report / "tables" / "t.csv"), "old");
  EXPECT_EQ(names_in(scratch.path()),
            (std::set<std::string>{"report", "other", "file", "dangling"}));
}

TEST(OutputFolder, ForceExchangesTheOldReport) {
  const TemporaryFolder scratch;
  const fs::path dir = scratch.path() / "report";
  fill_report(dir, "old");
  write_text(dir / "tables" / "gone.csv", "old");
  OutputFolder folder(dir, true);
  EXPECT_TRUE(fs::is_empty(folder.path()));
  fill_report(folder.path(), "new");
  EXPECT_EQ(read_text(dir / "tables" / "t.csv"), "old");
  folder.commit();
  EXPECT_EQ(read_text(dir / "tables" / "t.csv"), "new");
  EXPECT_EQ(names_in(dir / "tables"), std::set<std::string>{"t.csv"});
  EXPECT_EQ(names_in(scratch.path()), std::set<std::string>{"report"});
}

TEST(OutputFolder, ForceOnNothingIsAPlainRun) {
  const TemporaryFolder scratch;
  OutputFolder folder(scratch.path() / "report", true);
  fill_report(folder.path(), "new");
  folder.commit();
  EXPECT_EQ(read_text(scratch.path() / "report" / "tables" / "t.csv"), "new");
}

TEST(OutputFolder, ATargetThatFilledUpMeanwhileIsNotTouched) {
  const TemporaryFolder scratch;
  const fs::path dir = scratch.path() / "report";
  {
    OutputFolder folder(dir, false);
    fill_report(folder.path(), "new");
    write_text(dir / "thesis.txt", "years of work");
    expect_error(ErrorKind::output, "cannot move the report", [&] { folder.commit(); });
  }
  fs::remove_all(dir);
  fill_report(dir, "old");
  {
    OutputFolder folder(dir, true);
    fill_report(folder.path(), "new");
    write_text(dir / "manifest.json", "{}");
    expect_error(ErrorKind::output, "no longer holds", [&] { folder.commit(); });
  }
  EXPECT_EQ(read_text(dir / "tables" / "t.csv"), "old");
  EXPECT_EQ(names_in(scratch.path()), std::set<std::string>{"report"});
}

TEST(OutputFolder, AKilledRunLeavesNoReportAndTheNextRunCleansUp) {
  const TemporaryFolder scratch;
  const fs::path dir = scratch.path() / "report";
  const pid_t child = in_child(
      [&] {
        OutputFolder folder(dir, false);
        fill_report(folder.path(), "half");
        ::kill(::getpid(), SIGKILL);
        folder.commit();
      },
      SIGKILL);
  const std::string partial = "report.partial-" + std::to_string(child);
  EXPECT_EQ(names_in(scratch.path()), std::set<std::string>{partial});
  const OutputFolder next(dir, false);
  EXPECT_FALSE(fs::exists(scratch.path() / partial));
}

TEST(OutputFolder, AKilledRunWithForceLeavesTheOldReport) {
  const TemporaryFolder scratch;
  const fs::path dir = scratch.path() / "report";
  fill_report(dir, "old");
  in_child(
      [&] {
        OutputFolder folder(dir, true);
        fill_report(folder.path(), "new");
        ::kill(::getpid(), SIGKILL);
        folder.commit();
      },
      SIGKILL);
  EXPECT_EQ(read_text(dir / "tables" / "t.csv"), "old");
  EXPECT_TRUE(is_hubcensus_report(dir));
}

TEST(OutputFolder, OnlyLeftoversOfTheDeadAreRemoved) {
  const TemporaryFolder scratch;
  const std::string dead = std::to_string(in_child([] {}, 0));
  const std::string own = std::to_string(::getpid());
  const auto make = [&](const std::string& name) {
    write_text(scratch.path() / name / "x", "x");
    return name;
  };
  // Kept: a living process, names of another form or target, a folder whose lock is held.
  const std::set<std::string> kept = {
      make("report.partial-1"),        make("report.partial-"),
      make("report.partial-x" + dead), make("report.partial-" + dead + "x"),
      make("other.partial-" + dead),   make("report.partial--" + dead)};
  make("report.partial-" + dead);
  const int lock = ::open((scratch.path() / ("report.partial-" + dead)).c_str(), O_RDONLY);
  ASSERT_EQ(::flock(lock, LOCK_EX), 0);
  { const OutputFolder folder(scratch.path() / "report", false); }
  std::set<std::string> expected = kept;
  expected.insert("report.partial-" + dead);
  EXPECT_EQ(names_in(scratch.path()), expected);

  // Removed: no process and no lock; or this process's own id with no lock.
  ::close(lock);
  make("report.partial-" + own);
  { const OutputFolder folder(scratch.path() / "report", false); }
  EXPECT_EQ(names_in(scratch.path()), kept);
}

TEST(OutputFolder, TwoAtOnceDoNotShareAFolder) {
  const TemporaryFolder scratch;
  const OutputFolder folder(scratch.path() / "report", false);
  fill_report(folder.path(), "one");
  expect_error(ErrorKind::output, "cannot create",
               [&] { const OutputFolder second(scratch.path() / "report", false); });
  EXPECT_EQ(read_text(folder.path() / "tables" / "t.csv"), "one");
}

TEST(OutputFolder, AParentThatCannotBeIsAnErrorOfOutput) {
  const TemporaryFolder scratch;
  write_text(scratch.path() / "file", "");
  for (const char* name : {"file/report", "file/parents/report"}) {
    expect_error(ErrorKind::output, "cannot ",
                 [&] { const OutputFolder folder(scratch.path() / name, false); });
  }
  expect_error(ErrorKind::output, "cannot create",
               [] { const OutputFolder folder("/proc/hubcensus-report", false); });
}

}  // namespace
}  // namespace hubcensus
