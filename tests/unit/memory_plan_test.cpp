#include "host/job/memory_plan.hpp"

#include <gtest/gtest.h>
#include <tbb/global_control.h>

#include "host/catalog/catalog_builder.hpp"
#include "host/catalog/catalog_bytes.hpp"
#include "tests/unit/error_message.hpp"

namespace hubcensus {
namespace {

constexpr int64_t kColumnBytes = ChunkedColumn<uint64_t>::kChunkBytes;  // up to kChunkValues models
constexpr Needs kWindows{.windows = true};

// A source that knows its days, or does not.
class FixedSource : public RecordSource {
 public:
  explicit FixedSource(std::optional<DayRange> days, RecordKind kind = RecordKind::daily)
      : days_(days) {
    layout_.kind = kind;
  }
  const std::string& path() const override { return name_; }
  int64_t bytes() const override { return 0; }
  int64_t units() const override { return 0; }
  int64_t rows() const override { return -1; }
  std::optional<DayRange> day_statistics() const override { return days_; }
  const std::string& key_column() const override { return name_; }
  const RecordLayout& layout() const override { return layout_; }
  bool has_integer_keys() const override { return false; }
  std::string hash() const override { return {}; }
  int64_t unit_bytes(int64_t) const override { return 0; }
  std::string unit_key(int64_t) const override { return {}; }
  RecordCounts read(int64_t, const RecordContext&) const override { return {}; }

 private:
  std::string name_ = "fixed";
  RecordLayout layout_;
  std::optional<DayRange> days_;
};

// A compressed text.
class StreamSource final : public FixedSource {
 public:
  static constexpr int64_t kBytes = 1000;
  StreamSource() : FixedSource(std::nullopt) {}
  int64_t stream_bytes() const override { return kBytes; }
};

RecordSources sources_of(const std::vector<std::optional<DayRange>>& ranges) {
  RecordSources sources;
  for (const auto& range : ranges) sources.push_back(std::make_unique<FixedSource>(range));
  return sources;
}

DayRange days(std::string_view from, std::string_view to) {
  return {*parse_day(from), *parse_day(to)};
}

int64_t bytes_of(const MemoryPlan& plan, std::string_view stage) {
  for (const PlannedStage& planned : plan.stages) {
    if (planned.name == stage) return planned.bytes;
  }
  return 0;
}

TEST(MemoryPlan, PeriodsTimesModelsInChunks) {
  const auto sources =
      sources_of({days("2024-01-10", "2024-02-03"), days("2023-12-31", "2024-01-01")});
  const MemoryPlan plan = plan_memory(sources, 1000, kWindows, Grain::week, {});
  EXPECT_TRUE(plan.knows_days);
  EXPECT_EQ(day_name(plan.days.from) + " " + day_name(plan.days.to), "2023-12-31 2024-02-03");
  EXPECT_EQ(bytes_of(plan, "facet month"), 3 * kColumnBytes);
  EXPECT_EQ(plan.fine_periods, 6);  // a Sunday, and five weeks
  EXPECT_EQ(bytes_of(plan, "facet of --grain"), 6 * kColumnBytes);
  for (const auto& [models, chunks] : {std::pair<int64_t, int64_t>{0, 1},
                                       {1, 1},
                                       {kChunkValues, 1},
                                       {kChunkValues + 1, 2},
                                       {10 * kChunkValues, 10}}) {
    EXPECT_EQ(bytes_of(plan_memory(sources, models, kWindows, {}, {}), "facet month"),
              3 * chunks * kColumnBytes)
        << models;
  }
}

TEST(MemoryPlan, ASeriesHoldsItsLastSamples) {
  for (const RecordKind kind : {RecordKind::cumulative, RecordKind::rolling30}) {
    RecordSources sources;
    for (const std::optional<DayRange>& range :
         {std::optional(days("2024-01-10", "2024-02-03")), std::optional<DayRange>()}) {
      sources.push_back(std::make_unique<FixedSource>(range, kind));
      const MemoryPlan plan = plan_memory(sources, 1000, kWindows, std::nullopt, {});
      EXPECT_EQ(bytes_of(plan, "facet latest"), (range ? 2 : 1) * kColumnBytes);
      EXPECT_EQ(bytes_of(plan, "facet month"), 0);
    }
  }
}

TEST(MemoryPlan, TheRangeOfTheCensusCutsTheDays) {
  const auto sources = sources_of({days("2023-01-01", "2024-12-31")});
  const MemoryPlan plan =
      plan_memory(sources, 10, kWindows, Grain::day, days("2024-02-01", "2024-03-31"));
  EXPECT_EQ(plan.fine_periods, 60);
  EXPECT_EQ(bytes_of(plan, "facet month"), 2 * kColumnBytes);
}

TEST(MemoryPlan, AFileThatDoesNotTellItsDaysLeavesThemUnknown) {
  const auto sources = sources_of({days("2023-01-01", "2024-12-31"), std::nullopt});
  const MemoryPlan plan = plan_memory(sources, 10, kWindows, std::nullopt, {});
  EXPECT_FALSE(plan.knows_days);
  EXPECT_EQ(bytes_of(plan, "facet month"), kColumnBytes);
}

TEST(MemoryPlan, WhatNoTableNeedsIsNotPlanned) {
  const auto sources = sources_of({days("2023-01-01", "2024-12-31")});
  EXPECT_EQ(plan_memory(sources, 10, {}, Grain::week, {}).bytes(), 0);
  const MemoryPlan without_records = plan_memory({}, 10, kWindows, Grain::week, {});
  EXPECT_EQ(bytes_of(without_records, "facet month"), 0);
  EXPECT_GT(bytes_of(without_records, "statistics"), 0);
}

TEST(MemoryPlan, FacetsByAgeFollowTheModelsWhateverTheDays) {
  const Needs by_age{.age = true};
  const Needs by_week{.weeks = true};
  for (const bool knows_days : {false, true}) {
    const auto sources =
        sources_of({knows_days ? std::optional(days("2023-01-01", "2024-12-31")) : std::nullopt});
    const MemoryPlan plan = plan_memory(sources, kChunkValues + 1, by_age | by_week, {}, {});
    EXPECT_EQ(bytes_of(plan, "facet age"), int64_t{2} << 22);
    EXPECT_EQ(bytes_of(plan, "facet weeks"), (int64_t{2} * 13) << 20);
    EXPECT_EQ(bytes_of(plan, "days of creation"), 4 * (kChunkValues + 1));
    EXPECT_EQ(bytes_of(plan_memory(sources, 10, by_age, {}, {}), "facet weeks"), 0);
    EXPECT_EQ(bytes_of(plan_memory(sources, 10, by_week, {}, {}), "facet age"), 0);
    EXPECT_EQ(bytes_of(plan_memory(sources, 10, by_week, {}, {}), "days of creation"), 40);
  }
  EXPECT_EQ(plan_memory({}, 10, by_age | by_week, {}, {}).bytes(), 0);
}

TEST(MemoryPlan, CommunitiesAndLicencesFollowTheModels) {
  const MemoryPlan plan = plan_memory(
      {}, 10, {.windows = true, .communities = true, .licences = true}, std::nullopt, {});
  EXPECT_EQ(bytes_of(plan, "communities"), 10 * 4 * 6);
  EXPECT_EQ(bytes_of(plan, "licences"), 10 * 4);
  EXPECT_EQ(bytes_of(plan_memory({}, 10, kWindows, {}, {}), "communities"), 0);
}

TEST(MemoryPlan, APlanThatFitsPasses) {
  const MemoryPlan plan =
      plan_memory(sources_of({days("2024-01-01", "2024-01-31")}), 10, kWindows, Grain::day, {});
  MemoryBudget exact(plan.bytes());
  check(plan, exact);
  exact.take(1, "another byte");
  error_message(ErrorKind::limit, [&] { check(plan, exact); });
}

TEST(MemoryPlan, WithoutAGrainNoSpanHelps) {
  const MemoryPlan plan =
      plan_memory(sources_of({days("2024-01-01", "2024-01-31")}), 10, kWindows, {}, {});
  const std::string message =
      error_message(ErrorKind::limit, [&] { check(plan, MemoryBudget(plan.bytes() - 1)); });
  EXPECT_NE(message.find("--memory-limit"), std::string::npos) << message;
  EXPECT_EQ(message.find("--from"), std::string::npos) << message;
}

// The days after "--from " and "--to " in a message.
DayRange named_span(const std::string& message) {
  const auto day_after = [&](const std::string& flag) {
    const size_t at = message.find(flag);
    return at == std::string::npos
               ? std::nullopt
               : parse_day(std::string_view(message).substr(at + flag.size(), 10));
  };
  const auto from = day_after("--from ");
  const auto to = day_after("--to ");
  EXPECT_TRUE(from && to) << message;
  return {from.value_or(0), to.value_or(0)};
}

TEST(MemoryPlan, TheSpanThatTheMessageNamesFits) {
  for (const Grain grain : {Grain::week, Grain::day}) {
    for (const std::string_view last : {"2024-05-12", "2024-05-14", "2024-05-31"}) {
      const auto sources = sources_of({days("2024-03-06", last)});
      const MemoryPlan plan = plan_memory(sources, 10, kWindows, grain, {});
      const int64_t others = plan.bytes() - plan.fine_periods * plan.fine_period_bytes;
      for (int64_t fit = 1; fit < plan.fine_periods; ++fit) {
        const MemoryBudget budget(others + fit * plan.fine_period_bytes);
        const std::string message = error_message(ErrorKind::limit, [&] { check(plan, budget); });
        const DayRange span = named_span(message);
        if (HasFailure()) return;
        EXPECT_LE(span.from, span.to) << message;
        const MemoryPlan narrow = plan_memory(sources, 10, kWindows, grain, span);
        EXPECT_LE(narrow.fine_periods, fit) << message;
      }
    }
  }
}

TEST(MemoryPlan, LessThanOnePeriodNamesNoSpan) {
  const MemoryPlan plan =
      plan_memory(sources_of({days("2024-03-06", "2024-05-14")}), 10, kWindows, Grain::week, {});
  const int64_t others = plan.bytes() - plan.fine_periods * plan.fine_period_bytes;
  for (const int64_t bytes : {int64_t{0}, others, others + plan.fine_period_bytes - 1}) {
    const std::string message =
        error_message(ErrorKind::limit, [&] { check(plan, MemoryBudget(bytes)); });
    EXPECT_EQ(message.find("--from"), std::string::npos) << message;
  }
}

TEST(MemoryPlan, WhatIsGivenBackCountsAtItsPeakAlone) {
  MemoryPlan plan;
  plan.stages = {{"a", 10, "", false}, {"b", 50, "", true}, {"c", 20, "", false}};
  EXPECT_EQ(plan.bytes(), 60);
  plan.stages.push_back({"d", 40, "", false});
  EXPECT_EQ(plan.bytes(), 70);
}

TEST(MemoryPlan, CompressedTextsAreAtMostAsManyAsThreads) {
  const tbb::global_control threads(tbb::global_control::max_allowed_parallelism, 2);
  for (const auto& [files, streams] : {std::pair<int, int64_t>{1, 1}, {2, 2}, {5, 2}}) {
    RecordSources sources;
    for (int i = 0; i < files; ++i) sources.push_back(std::make_unique<StreamSource>());
    const MemoryPlan plan = plan_memory(sources, 10, {}, std::nullopt, {});
    EXPECT_EQ(bytes_of(plan, "compressed texts"), (streams + 2) * StreamSource::kBytes) << files;
  }
  EXPECT_EQ(bytes_of(plan_memory(sources_of({std::nullopt}), 10, {}, std::nullopt, {}),
                     "compressed texts"),
            0);
}

// The estimate of --plan beside what a catalogue of such models holds.
TEST(MemoryPlan, TheEstimateOfACatalogueIsNearWhatItHolds) {
  for (const int64_t models : {1000, 20'000}) {
    for (const bool has_object_ids : {false, true}) {
      CatalogBuilder builder;
      int64_t id_bytes = 0;
      for (int64_t i = 0; i < models; ++i) {
        const std::string id = "account" + std::to_string(i % 50) + "/model-" + std::to_string(i);
        std::string object_id = std::to_string(1'000'000'000'000 + i);
        object_id.insert(0, 24 - object_id.size(), 'a');
        ModelRow row;
        row.id = id;
        if (has_object_ids) row.object_id = object_id;
        builder.add(row);
        id_bytes += static_cast<int64_t>(id.size());
      }
      const auto held = static_cast<double>(builder.build({}).bytes());
      const auto planned = static_cast<double>(catalog_bytes({models, id_bytes, has_object_ids}));
      EXPECT_GT(planned, 0.8 * held) << models;
      EXPECT_LT(planned, 1.25 * held) << models;
    }
  }
}

TEST(MemoryPlan, TheTextListsEveryStage) {
  const MemoryPlan plan =
      plan_memory(sources_of({days("2024-03-06", "2024-05-14")}), 10, kWindows, Grain::week, {});
  const std::string text = to_text(plan, 123'456'789);
  for (const char* part : {"facet month", "facet of --grain", "statistics", "123,456,789",
                           "3 months", "11 weeks", "10 models"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part << " in:\n" << text;
  }
}

}  // namespace
}  // namespace hubcensus
