#include "host/job/memory_plan.hpp"

#include <tbb/global_control.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <thread>

#include "host/report/summary/text_grid.hpp"
#include "host/statistics/dump_series.hpp"

namespace hubcensus {
namespace {

std::string grouped(int64_t value) {
  std::string digits = std::to_string(value);
  for (int64_t i = static_cast<int64_t>(digits.size()) - 3; i > 0; i -= 3) {
    digits.insert(static_cast<size_t>(i), ",");
  }
  return digits;
}

// Of a column over all models.
int64_t chunks_of(int64_t models) {
  return std::max<int64_t>(1, (models + kChunkMask) >> kChunkBits);
}

// The facets by age, and the days of creation that their fold looks up.
void plan_lifetimes(MemoryPlan& plan, int64_t models, const Needs& needs) {
  const std::string of_models = grouped(models) + " models x ";
  if (needs.age) {
    plan.stages.push_back({"facet age", chunks_of(models) * AgeFacet::kChunkBytes,
                           of_models + "8 bands of age x 8 bytes, in chunks of 4 MiB"});
  }
  if (needs.weeks) {
    plan.stages.push_back({"facet weeks", chunks_of(models) * WeekFacet::kChunkBytes,
                           of_models + "52 weeks x 4 bytes, in chunks of 13 MiB"});
  }
  if (needs.age || needs.weeks) {
    plan.stages.push_back({"days of creation", models * int64_t{sizeof(Day)},
                           of_models + "4 bytes, while records are folded"});
  }
}

// What the first window measured leaves for the others.
void plan_attributes(MemoryPlan& plan, int64_t models, const Needs& needs) {
  const std::string of_models = grouped(models) + " models x ";
  constexpr int64_t kLists = int64_t{kDimensions} + 1;
  if (needs.communities) {
    plan.stages.push_back({"communities", models * kLists * int64_t{sizeof(uint32_t)},
                           of_models + "4 bytes x (5 dimensions + their order by account)"});
  }
  if (needs.licences) {
    plan.stages.push_back({"licences", models * int64_t{sizeof(uint32_t)}, of_models + "4 bytes"});
  }
}

// Compressed texts are read by one thread each, and parsed by all.
void plan_streams(MemoryPlan& plan, const RecordSources& sources) {
  const auto threads = static_cast<int64_t>(
      tbb::global_control::active_value(tbb::global_control::max_allowed_parallelism));
  int64_t files = 0;
  int64_t largest = 0;
  for (const auto& source : sources) {
    if (source->stream_bytes() == 0) continue;
    ++files;
    largest = std::max(largest, source->stream_bytes());
  }
  if (files == 0) return;
  const int64_t streams = std::min(files, threads);
  plan.stages.push_back(
      {"compressed texts", (streams + threads) * largest,
       grouped(streams) + " at once and a block a thread, x " + grouped(largest) + " bytes"});
}

int64_t periods_between(Grain grain, const DayRange& days) {
  return period_of(grain, days.to) - period_of(grain, days.from) + 1;
}

// The span of days of all files, where each tells its own, cut to the range of the census.
std::optional<DayRange> days_of(const RecordSources& sources, const HeldTallies& tallies,
                                const DayRange& range) {
  std::vector<std::optional<DayRange>> of_each = tallies.days;
  for (const auto& source : sources) of_each.push_back(source->day_statistics());
  std::optional<DayRange> all;
  for (const auto& days : of_each) {
    if (!days) return std::nullopt;
    if (!all) all = days;
    all->from = std::min(all->from, days->from);
    all->to = std::max(all->to, days->to);
  }
  if (!all) return std::nullopt;
  const DayRange cut{std::max(all->from, range.from), std::min(all->to, range.to)};
  return cut.from <= cut.to ? std::optional(cut) : std::nullopt;
}

}  // namespace

PlannedStage series_stage(int64_t models) {
  return {"series of dumps", DumpSeries::bytes_of(models),
          "a row a model, and those that the dump lacks"};
}

int64_t MemoryPlan::bytes() const {
  int64_t held = 0;
  int64_t peak = 0;
  for (const PlannedStage& stage : stages) {
    peak = std::max(peak, held + stage.bytes);
    if (!stage.is_brief) held += stage.bytes;
  }
  return peak;
}

MemoryPlan plan_memory(const RecordSources& sources, int64_t models, const Needs& needs,
                       std::optional<Grain> grain, const DayRange& range,
                       const HeldTallies& tallies, bool folds_in_rounds) {
  MemoryPlan plan;
  const bool has_records = !sources.empty() || !tallies.days.empty();
  const int64_t a_period = chunks_of(models) * ChunkedColumn<uint64_t>::kChunkBytes;
  // Of samples each period holds the last one.
  const RecordKind kind = sources.empty() ? tallies.kind : record_kind(sources);
  const std::string facet = is_sampled(kind) ? "facet latest" : "facet month";
  const std::string of_models = " x " + grouped(models) + " models x 8 bytes, in chunks of 512 KiB";
  if (has_records && needs.windows) {
    if (const auto days = days_of(sources, tallies, range)) {
      plan.knows_days = true;
      plan.days = *days;
      const int64_t months = periods_between(Grain::month, *days);
      plan.stages.push_back({facet, months * a_period, grouped(months) + " months" + of_models});
      if (grain) {
        plan.fine_grain = *grain;
        plan.fine_periods = periods_between(*grain, *days);
        plan.fine_period_bytes = a_period;
        plan.stages.push_back(
            {"facet of --grain", plan.fine_periods * a_period,
             grouped(plan.fine_periods) + " " + std::string(grain_name(*grain)) + "s" + of_models});
      }
    } else {
      plan.stages.push_back(
          {facet, a_period, "a month" + of_models + "; how many months only the records tell"});
    }
  }
  if (has_records) plan_lifetimes(plan, models, needs);
  if (folds_in_rounds) {
    plan.stages.push_back({"facets of a round", plan.bytes(), "the same again, for --checkpoint"});
  }
  if (!tallies.days.empty()) {
    plan.stages.push_back({"models of a tally", tallies.models * int64_t{sizeof(uint32_t)},
                           grouped(tallies.models) + " models x 4 bytes, of the largest tally"});
  }
  plan_streams(plan, sources);
  // Measured at their peak: the values of one window, its codes, and the counts of each thread.
  constexpr int64_t kBytesPerModel = 8 + 1 + 4;
  constexpr int64_t kBytesPerThread = int64_t{kSizeClasses} * (1 << 16) * 8;
  const int64_t threads = std::max(1U, std::thread::hardware_concurrency());
  if (needs.windows) {
    plan.stages.push_back({"statistics", models * kBytesPerModel + threads * kBytesPerThread,
                           "one window's values and codes, and the counts of each thread"});
    plan_attributes(plan, models, needs);
  }
  return plan;
}

void check(const MemoryPlan& plan, const MemoryBudget& budget) {
  if (plan.bytes() <= budget.free_bytes()) return;
  std::string message = "memory limit: the plan needs " + grouped(plan.bytes()) + " bytes beside " +
                        grouped(budget.held_bytes()) + " held, " + grouped(budget.limit_bytes()) +
                        " are allowed; raise --memory-limit";
  const int64_t others = plan.bytes() - plan.fine_periods * plan.fine_period_bytes;
  if (plan.fine_period_bytes > 0 && budget.free_bytes() > others) {
    const int64_t fit = (budget.free_bytes() - others) / plan.fine_period_bytes;
    if (fit > 0) {
      // Whole periods: a span of as many days could begin in the middle of one more.
      const int32_t last = period_of(plan.fine_grain, plan.days.to);
      const Day from = first_day(plan.fine_grain, last - static_cast<int32_t>(fit) + 1);
      message += ", or take a span that fits, such as --from " + day_name(from) + " --to " +
                 day_name(plan.days.to);
    }
  }
  throw Error(ErrorKind::limit, message + " (--plan shows the stages)");
}

std::string to_text(const MemoryPlan& plan, int64_t limit_bytes) {
  constexpr size_t kReasonColumn = 20 + 1 + 18 + 2;
  std::string text = "stage                             bytes  what\n";
  const auto line = [&](const std::string& name, int64_t bytes, const std::string& reason) {
    std::array<char, 64> columns{};
    std::snprintf(columns.data(), columns.size(), "%-20s %18s", name.c_str(),
                  grouped(bytes).c_str());
    text += columns.data();
    const auto parts = wrap_text(reason, kTextColumns - kReasonColumn);
    for (size_t i = 0; i < parts.size(); ++i) {
      text += (i == 0 ? "  " : "\n" + std::string(kReasonColumn, ' ')) + parts[i];
    }
    text += "\n";
  };
  for (const PlannedStage& stage : plan.stages) line(stage.name, stage.bytes, stage.reason);
  line("peak", plan.bytes(), "of the stages together");
  line("limit", limit_bytes, "--memory-limit");
  return text;
}

}  // namespace hubcensus
