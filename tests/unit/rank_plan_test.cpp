#include "host/job/rank_plan.hpp"

#include <gtest/gtest.h>

#include "tests/unit/error_message.hpp"
#include "tests/unit/temporary_folder.hpp"

namespace hubcensus {
namespace {

// A file of units that weigh the same; it tells its rows, or -1.
class FixedSource final : public RecordSource {
 public:
  FixedSource(int64_t units, int64_t bytes, int64_t rows)
      : units_(units), bytes_(bytes), rows_(rows) {}
  const std::string& path() const override { return name_; }
  int64_t bytes() const override { return bytes_; }
  int64_t units() const override { return units_; }
  int64_t rows() const override { return rows_; }
  std::optional<DayRange> day_statistics() const override { return std::nullopt; }
  const std::string& key_column() const override { return name_; }
  const RecordLayout& layout() const override { return layout_; }
  bool has_integer_keys() const override { return false; }
  std::string hash() const override { return {}; }
  int64_t unit_bytes(int64_t) const override { return bytes_ / units_; }
  std::string unit_key(int64_t) const override { return {}; }
  RecordCounts read(int64_t, const RecordContext&) const override { return {}; }

 private:
  std::string name_ = "fixed";
  RecordLayout layout_;
  int64_t units_;
  int64_t bytes_;
  int64_t rows_;
};

RankPlan plan_of(int64_t ranks, const PlannedRates& rates, int64_t units = 64,
                 int64_t rows = 1000) {
  RecordSources sources;
  sources.push_back(std::make_unique<FixedSource>(units, 64'000, rows));
  MemoryPlan memory;
  memory.stages = {{"facet month", 500, ""}, {"facet age", 300, ""}, {"statistics", 70, ""}};
  return plan_ranks(sources, memory, 30, ranks, rates);
}

TEST(RankPlan, TermsFollowTheRates) {
  const PlannedRates rates;
  const RankPlan plan = plan_of(4, rates);
  EXPECT_DOUBLE_EQ(plan.records, 250);
  EXPECT_FALSE(plan.estimates_rows);
  EXPECT_EQ(plan.memory_bytes, 900);
  EXPECT_DOUBLE_EQ(plan.sent_bytes, 800);
  EXPECT_DOUBLE_EQ(plan.received_bytes, 1600);  // of two rounds
  // Four ranks are on one node and share its storage.
  EXPECT_DOUBLE_EQ(plan.terms[0].seconds, 64'000 / rates.at("storage_bytes_per_s"));
  EXPECT_DOUBLE_EQ(plan.terms[1].seconds, 250 / rates.at("decode_records_per_s"));
  EXPECT_DOUBLE_EQ(plan.terms[2].seconds, 250 * 11 / rates.at("pcie_bytes_per_s"));
  EXPECT_DOUBLE_EQ(plan.terms[3].seconds, 250 * 11 / rates.at("fold_bytes_per_s"));
  EXPECT_DOUBLE_EQ(plan.terms[4].seconds,
                   2 * (800 / rates.at("merge_bytes_per_s") + rates.at("merge_latency_s")));
  EXPECT_DOUBLE_EQ(plan.seconds(),
                   plan.scan_seconds() + plan.terms[4].seconds + plan.terms[5].seconds);
  EXPECT_EQ(plan.wall(), "report");
}

TEST(RankPlan, MoreRanksNeverSlowTheScan) {
  const PlannedRates rates;
  double before = plan_of(1, rates).scan_seconds();
  for (int64_t ranks = 2; ranks <= 1024; ranks *= 2) {
    const RankPlan plan = plan_of(ranks, rates);
    EXPECT_LE(plan.scan_seconds(), before);
    before = plan.scan_seconds();
    EXPECT_GE(plan.records, 1000.0 / 64) << "a unit is not split";
  }
  EXPECT_DOUBLE_EQ(plan_of(1, rates).sent_bytes, 0);
  EXPECT_DOUBLE_EQ(plan_of(1, rates).terms[4].seconds, 0);
}

TEST(RankPlan, RowsThatAFileDoesNotTellAreEstimated) {
  const RankPlan plan = plan_of(2, PlannedRates(), 64, -1);
  EXPECT_TRUE(plan.estimates_rows);
  EXPECT_DOUBLE_EQ(plan.records, 32'000.0 / 11);
  EXPECT_NE(to_text(plan).find("estimated from bytes"), std::string::npos);
}

class RatesFile : public ::testing::Test {
 protected:
  std::string write(const std::string& text) { return folder_.write("rates.json", text); }
  std::string refusal(const std::string& text) {
    const std::string path = write(text);
    return error_message(ErrorKind::invalid_input, [&] { PlannedRates rates(path); });
  }

  TemporaryFolder folder_;
};

TEST_F(RatesFile, WhatIsAssumedIsSaid) {
  EXPECT_TRUE(PlannedRates().label().starts_with("assumed, not measured: published rates"));
  const PlannedRates rates(
      write(R"({"measured": true, "source": "here", "rates": {"report_s": {"value": 2}}})"));
  EXPECT_EQ(rates.at("report_s"), 2);
  EXPECT_NE(rates.label().find("decode_records_per_s"), std::string::npos);
  EXPECT_EQ(rates.label().find("report_s"), std::string::npos);
  EXPECT_TRUE(rates.label().ends_with("; the rest measured: here"));
  EXPECT_EQ(plan_of(1, PlannedRates(write(R"({"rates": {"storage_shared_bytes_per_s": 64}})")))
                .terms[0]
                .seconds,
            1000);
}

TEST_F(RatesFile, OfABenchmarkItsDeviceCounts) {
  const PlannedRates rates(write(R"({"cpu_model": "C", "backends": [
      {"name": "cpu", "device": "", "upload_bytes_per_second": 0},
      {"name": "cuda", "device": "G", "upload_bytes_per_second": 5e9}], "measurements": [
      {"operation": "fold-zipf", "backend": "cpu", "rows": 10, "bytes": 80,
       "timings": [{"caches": "cold", "bytes_per_second": 7}]},
      {"operation": "fold-zipf", "backend": "cuda", "rows": 10, "bytes": 90,
       "timings": [{"caches": "cold", "bytes_per_second": 8},
                   {"caches": "warm", "bytes_per_second": 9}]}]})"));
  EXPECT_EQ(rates.at("pcie_bytes_per_s"), 5e9);
  EXPECT_EQ(rates.at("fold_bytes_per_s"), 8);
  EXPECT_EQ(rates.at("folded_bytes_per_record"), 9);
  EXPECT_TRUE(rates.label().ends_with("hubcensus bench on G"));
}

TEST_F(RatesFile, RefusesByName) {
  EXPECT_NE(refusal(R"({"rates": {"speed": 1}})").find("'speed' is no rate"), std::string::npos);
  EXPECT_NE(refusal(R"({"rates": {"pcie_bytes_per_s": 0}})").find("pcie_bytes_per_s"),
            std::string::npos);
  EXPECT_NE(refusal(R"({"rates": {"report_s": "2"}})").find("report_s"), std::string::npos);
  EXPECT_NE(refusal(R"({"rates": {}})").find("no rate"), std::string::npos);
  EXPECT_NE(refusal(R"({"measurements": [], "backends": []})").find("no rate"), std::string::npos);
  EXPECT_NE(refusal("[1").find("rates.json"), std::string::npos);
  error_message(ErrorKind::missing_input, [&] { PlannedRates rates("no such file"); });
}

}  // namespace
}  // namespace hubcensus
