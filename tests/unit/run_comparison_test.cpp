#include "host/report/run_comparison.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "host/report/read_runtimes.hpp"
#include "tests/unit/error_message.hpp"
#include "tests/unit/temporary_folder.hpp"

namespace hubcensus {
namespace {

using testing::HasSubstr;

const StepTime& step(const ComparedRun& run, Step which) {
  return run.steps[static_cast<size_t>(which)];
}

RunManifest example() {
  RunManifest manifest;
  manifest.path = "cpu";
  manifest.hardware = {"CPU", 4, 1024, "Linux", 2};
  manifest.stages = {{"read models", 1, 10, 100, "cpu", 1},
                     {"build catalogue", 0.5, 99, 0, "cpu", 1},
                     {"read lists", 0.25, 7, 50, "cpu", 1},
                     {"read and fold records", 8, 1000, 4000, "cpu", 1},
                     {"decode records", 12, 1000, 4000, "cpu", 2},
                     {"stage records", 0.5, 900, 9000, "cuda", 2},
                     {"copy records", 0.125, 900, 9000, "cuda", 1},
                     {"fold core facets", 2, 900, 9000, "cpu", 2},
                     {"fold age and weeks", 1, 900, 9000, "cpu", 2},
                     {"merge and renumber", 0.5, 10, 0, "cpu", 1},
                     {"statistics", 3, 10, 0, "cpu", 1},
                     {"table growth", 0.5, 48, 0, "cpu", 1},
                     {"write tables", 0.5, 48, 480, "cpu", 1},
                     {"write report.json", 0.25, 48, 960, "cpu", 1},
                     {"dance", 0.0625, 5, 5, "cpu", 1}};
  manifest.wall_seconds = 15;
  manifest.peak_memory_bytes = 2'000'000'000;
  return manifest;
}

TEST(RunSteps, StagesMakeUpTheirSteps) {
  const ComparedRun run = compared_run("cpu", example());
  const auto expect = [&](Step which, double seconds, double thread_seconds, uint64_t rows,
                          uint64_t bytes) {
    SCOPED_TRACE(step_name(which));
    EXPECT_EQ(step(run, which).seconds, seconds);
    EXPECT_EQ(step(run, which).thread_seconds, thread_seconds);
    EXPECT_EQ(step(run, which).rows, rows);
    EXPECT_EQ(step(run, which).bytes, bytes);
  };
  expect(Step::read, 1.75, 0, 17, 150);
  expect(Step::records, 8.5, 0, 1000, 4000);
  expect(Step::decode, 6, 12, 1000, 4000);
  expect(Step::stage, 0.25, 0.5, 900, 9000);
  expect(Step::copy, 0.125, 0, 900, 9000);
  expect(Step::fold, 1.5, 3, 900, 9000);
  expect(Step::statistics, 3.5, 0, 10, 0);
  expect(Step::write, 0.75, 0, 48, 1440);
  expect(Step::other, 0.0625, 0, 0, 5);
}

TEST(RunComparison, TimesAreMediansAndPeaksTheHighest) {
  std::vector<ComparedRun> runs(4, compared_run("cpu", example()));
  const double seconds[] = {5, 1, 4, 2};
  for (size_t i = 0; i < runs.size(); ++i) {
    runs[i].steps[0].seconds = seconds[i];
    runs[i].steps[2].thread_seconds = 2 * seconds[i];
    runs[i].wall_seconds = 10 * seconds[i];
    runs[i].peak_memory_bytes = i == 2 ? 9 : 1;
    runs[i].peak_device_bytes = i == 1 ? 8 : 1;
  }
  const ComparedRun median = median_run(runs);
  EXPECT_EQ(median.steps[0].seconds, 3);
  EXPECT_EQ(median.steps[2].thread_seconds, 6);
  EXPECT_EQ(median.wall_seconds, 30);
  EXPECT_EQ(median.peak_memory_bytes, 9U);
  EXPECT_EQ(median.peak_device_bytes, 8U);
  runs.pop_back();
  EXPECT_EQ(median_run(runs).steps[0].seconds, 4);
}

RunComparison two_runs() {
  RunComparison comparison;
  for (const char* name : {"cpu", "cuda"}) {
    comparison.runs.push_back(compared_run(name, example()));
  }
  comparison.runs[1].backend = "cuda";
  comparison.runs[1].machine = "CPU, GPU";
  comparison.runs[1].steps[static_cast<size_t>(Step::fold)].seconds = 0.5;
  comparison.runs[1].wall_seconds = 10;
  comparison.runs[1].peak_device_bytes = 3'000'000'000;
  comparison.runs[1].walls = {4000, 36000, 144000};
  comparison.tables = 2;
  return comparison;
}

TEST(RunComparison, TextTellsStepsWallsAndRatios) {
  RunComparison comparison = two_runs();
  const std::string text = to_text(comparison);
  EXPECT_THAT(text, HasSubstr("cpu: CPU, 2 threads\n"));
  EXPECT_THAT(text, HasSubstr("cuda: CPU, GPU, 2 threads\n  measured walls, GB/s: "));
  EXPECT_THAT(text, HasSubstr("peak memory: host 2.00 GB, device 3.00 GB\n"));
  EXPECT_THAT(text, HasSubstr("times as fast as the first  cuda\n"));
  EXPECT_THAT(text, HasSubstr("2 tables: the same bytes\n"));
  comparison.difference = "a, k=1: c is '2', not '1'";
  EXPECT_THAT(to_text(comparison), HasSubstr("2 tables: not the same\n"));
  comparison.runs.pop_back();
  EXPECT_THAT(to_text(comparison), HasSubstr("nothing to compare them with"));
}

TEST(RunComparison, JsonTellsRatesSharesAndRatios) {
  RunComparison comparison = two_runs();
  comparison.left_out = {{"other", "no device"}};
  comparison.difference = "a, k=1: c is '2', not '1'";
  const auto json = nlohmann::json::parse(to_json(comparison));
  const auto& run = json["runs"][1];
  EXPECT_EQ(run["name"], "cuda");
  const auto& fold = run["steps"][static_cast<size_t>(Step::fold)];
  EXPECT_EQ(fold["name"], "fold");
  EXPECT_EQ(fold["rows_per_second"], 1800);
  EXPECT_EQ(fold["bytes_per_second"], 18000);
  EXPECT_EQ(fold["share_of_wall"], 0.5);  // of the copy within the memory
  EXPECT_EQ(run["steps"][static_cast<size_t>(Step::copy)]["share_of_wall"], 0.5);
  EXPECT_EQ(run["steps"][static_cast<size_t>(Step::records)]["share_of_wall"], 4000 / 8.5 / 4000);
  EXPECT_TRUE(json["runs"][0]["steps"][0]["share_of_wall"].is_null());
  EXPECT_EQ(json["ratios"][0]["fold"], 3);
  EXPECT_EQ(json["ratios"][0]["all"], 1.5);
  EXPECT_EQ(json["left_out"][0]["reason"], "no device");
  EXPECT_EQ(json["first_difference"], *comparison.difference);
}

TEST(ReadRuntimes, TakesWhatACompareWrote) {
  const TemporaryFolder scratch;
  const auto times = read_runtimes(scratch.write("compare.json", to_json(two_runs())));
  ASSERT_EQ(times.size(), 2U);
  EXPECT_EQ(times[1].name, "cuda");
  EXPECT_EQ(times[1].machine, "CPU, GPU");
  EXPECT_EQ(times[1].threads, 2U);
  EXPECT_EQ(times[1].seconds.at("fold"), 0.5);
  EXPECT_EQ(times[1].seconds.at("all"), 10);
  EXPECT_THAT(error_message(ErrorKind::invalid_input,
                            [&] { read_runtimes(scratch.write("x.json", "{}")); }),
              HasSubstr("x.json': 'hubcensus_compare' is missing"));
}

}  // namespace
}  // namespace hubcensus
