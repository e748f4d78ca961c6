// Scripts of shells from an app whose help texts are hostile: the shells read them and run none.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "host/cli/completion_script.hpp"
#include "tests/unit/temporary_folder.hpp"

namespace hubcensus {
namespace {

using testing::ElementsAre;
using Kind = CompletedValue::Kind;

constexpr const char* kHostile =
    "It's \"quoted\" [in: brackets]: $(touch hit) `touch hit` \\' ; touch hit ; ' touch hit ' %s #";

class CompletionTest : public testing::Test {
 protected:
  CompletionTest() {
    app_.set_help_flag("-h,--help", kHostile);
    app_.add_flag("-q,--quiet", quiet_, kHostile);
    app_.add_option("--log", text_, kHostile)->type_name("FILE");
    CLI::App* fold = app_.add_subcommand("fold", kHostile);
    fold->add_option("--grain", text_, kHostile)->type_name("month|week");
    fold->add_option("--only", list_, kHostile)->type_name("TABLE")->delimiter(',');
    fold->add_option("--draw", list_, kHostile)->type_name("svg,png")->delimiter(',');
    fold->add_option("--odd", text_, kHostile)->type_name("$(touch hit)|b");
    fold->add_option("--out", text_, kHostile)->type_name("DIR");
    app_.add_subcommand("show", kHostile)
        ->add_option("files", list_, kHostile)
        ->type_name("FILE...");
  }

  CompletedProgram program() const { return completed_program(app_, {"growth", "claims"}); }

  // The shell sources the script and runs the commands: without a word, and to success.
  void expect_read_by(const std::string& shell, const std::string& script,
                      const std::string& commands) {
    folder_.write("script", script);
    folder_.write("commands", "source ./script\n" + commands);
    const std::string line =
        "cd '" + folder_.path().string() + "' && HOME=. " + shell + " commands >errors 2>&1";
    EXPECT_EQ(std::system(line.c_str()), 0);
    std::ifstream errors(folder_.file("errors"));
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(errors), {}), "");
    EXPECT_FALSE(std::filesystem::exists(folder_.file("hit")));
  }

  static bool has(const std::string& shell) {
    return std::system(("command -v " + shell + " >/dev/null").c_str()) == 0;
  }

  bool quiet_ = false;
  std::string text_;
  std::vector<std::string> list_;
  CLI::App app_{"A program", "program"};
  TemporaryFolder folder_;
};

TEST_F(CompletionTest, KindsOfValuesFollowTheirTypeNames) {
  const CompletedProgram found = program();
  ASSERT_EQ(found.commands.size(), 2u);
  std::vector<Kind> kinds;
  std::vector<std::string> names;
  for (const CompletedFlag& flag : found.commands[0].flags) {
    kinds.push_back(flag.value.kind);
    names.push_back(flag.names.back());
  }
  EXPECT_THAT(names, ElementsAre("--help", "--grain", "--only", "--draw", "--odd", "--out",
                                 "--quiet", "--log"));
  EXPECT_THAT(kinds, ElementsAre(Kind::none, Kind::word, Kind::list, Kind::list, Kind::text,
                                 Kind::folder, Kind::none, Kind::file));
  EXPECT_THAT(found.commands[0].flags[1].value.words, ElementsAre("month", "week"));
  EXPECT_THAT(found.commands[0].flags[2].value.words, ElementsAre("growth", "claims"));
  EXPECT_THAT(found.commands[0].flags[6].names, ElementsAre("-q", "--quiet"));
  EXPECT_TRUE(found.commands[0].flags[2].is_repeatable);
  EXPECT_FALSE(found.commands[0].flags[1].is_repeatable);
  EXPECT_EQ(found.commands[0].argument.kind, Kind::none);
  EXPECT_EQ(found.commands[1].argument.kind, Kind::file);
}

TEST_F(CompletionTest, BashReadsTheScriptAndRunsNoHelpText) {
  if (!has("bash")) GTEST_SKIP() << "no bash";
  expect_read_by("bash --norc", bash_completion(program()), R"(set -eu
COMP_WORDS=(program fold --odd '') COMP_CWORD=3
_program
[ ${#COMPREPLY[@]} = 0 ]
COMP_WORDS=(program fold -) COMP_CWORD=2
_program
[ "${COMPREPLY[*]}" = '-h --help --grain --only --draw --odd --out -q --quiet --log' ]
)");
}

TEST_F(CompletionTest, ZshReadsTheScriptAndRunsNoHelpText) {
  if (!has("zsh")) GTEST_SKIP() << "no zsh";
  // In place of the completion system, what tells what it was given.
  expect_read_by("zsh -f -e -c 'compdef() { :; }; source ./commands' --", zsh_completion(program()),
                 R"(_arguments() { print -rl -- "$@" >>told; state=command; }
_describe() { print -rl -- $commands >>told; }
_program_fold
_program
grep -qF '*--only=[It'\''s "quoted" \[in\: brackets\]\: $(touch hit) `touch hit` \\' told
grep -qF 'show:It'\''s "quoted" \[in\: brackets\]\: $(touch hit) `touch hit` \\' told
)");
}

TEST_F(CompletionTest, FishReadsTheScriptAndRunsNoHelpText) {
  if (!has("fish")) GTEST_SKIP() << "no fish";
  expect_read_by("fish --no-config", fish_completion(program()),
                 R"(complete -C 'program fold --gr' >told
complete -C 'program fold --odd ' >>told
grep -qF -e (printf '%s\t' --grain)'It\'s "quoted" [in: brackets]: $(touch hit) `touch hit`' told
)");
}

}  // namespace
}  // namespace hubcensus
