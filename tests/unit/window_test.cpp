#include "host/statistics/window.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace hubcensus {
namespace {

Day day(std::string_view text) { return *parse_day(text); }

// As many records on each of these days as its place in the list, from 1.
DayTotals records_on(const std::vector<std::string_view>& days) {
  DayTotals totals;
  for (size_t i = 0; i < days.size(); ++i) {
    totals.records[static_cast<size_t>(day(days[i]))] = i + 1;
  }
  return totals;
}

std::vector<Window> windows_of(const DayTotals& totals, std::optional<Grain> fine,
                               RecordKind kind = RecordKind::daily) {
  return windows_of_records(totals, kind, fine);
}

std::vector<std::string> names_of(const std::vector<Window>& windows, std::string_view grain) {
  std::vector<std::string> names;
  for (const Window& window : windows) {
    if (window.grain == grain) names.push_back(window.name);
  }
  return names;
}

std::vector<std::string> incomplete(const std::vector<Window>& windows) {
  std::vector<std::string> names;
  for (const Window& window : windows) {
    if (!window.complete) names.push_back(window.name);
  }
  return names;
}

using Names = std::vector<std::string>;

TEST(Window, WithoutRecordsThereIsNone) {
  EXPECT_TRUE(windows_of(DayTotals{}, Grain::day).empty());
  EXPECT_FALSE(record_days(DayTotals{}));
}

TEST(Window, ASingleDay) {
  const auto windows = windows_of(records_on({"2024-05-17"}), Grain::day);
  const std::vector<Window> expected = {
      {"all", "all", Basis::daily_records, true, day("2024-05-17"), day("2024-05-18"), 1},
      {"2024", "year", Basis::daily_records, false, day("2024-01-01"), day("2025-01-01"), 1},
      {"2024-05", "month", Basis::daily_records, false, day("2024-05-01"), day("2024-06-01"), 1},
      {"2024-05-17", "day", Basis::daily_records, true, day("2024-05-17"), day("2024-05-18"), 1}};
  EXPECT_EQ(windows, expected);
}

TEST(Window, FirstAndLastMonthMayBeIncompleteAndEmptyOnesAreThere) {
  const auto windows =
      windows_of(records_on({"2023-11-02", "2024-02-28", "2024-02-29"}), std::nullopt);
  EXPECT_EQ(names_of(windows, "month"), (Names{"2023-11", "2023-12", "2024-01", "2024-02"}));
  EXPECT_EQ(names_of(windows, "year"), (Names{"2023", "2024"}));
  EXPECT_EQ(incomplete(windows), (Names{"2023", "2024", "2023-11"}));
  std::vector<uint64_t> records;
  for (const Window& window : windows) records.push_back(*window.records);
  EXPECT_EQ(records, (std::vector<uint64_t>{6, 1, 5, 1, 0, 0, 5}));  // all, years, months
  const auto shorter =
      windows_of(records_on({"2023-11-01", "2024-02-28"}), std::nullopt);  // a leap year
  EXPECT_EQ(incomplete(shorter), (Names{"2023", "2024", "2024-02"}));
}

TEST(Window, AWholeYearIsComplete) {
  const auto windows = windows_of(records_on({"2023-01-01", "2023-12-31"}), std::nullopt);
  EXPECT_TRUE(incomplete(windows).empty());
  EXPECT_EQ(windows.back(), (Window{"last-12-months", "last-12-months", Basis::daily_records, true,
                                    day("2023-01-01"), day("2024-01-01"), 3}));
}

TEST(Window, LastTwelveMonthsNeedTwelveCompleteOnes) {
  const auto last_12 = [](std::string_view first, std::string_view last) {
    const auto windows = windows_of(records_on({first, last}), std::nullopt);
    const auto found = std::find_if(windows.begin(), windows.end(), [](const Window& window) {
      return window.name == "last-12-months";
    });
    return found == windows.end() ? std::string("none")
                                  : day_name(found->first) + " " + day_name(found->end);
  };
  EXPECT_EQ(last_12("2023-05-01", "2024-04-30"), "2023-05-01 2024-05-01");
  EXPECT_EQ(last_12("2023-05-01", "2024-05-30"), "2023-05-01 2024-05-01");
  EXPECT_EQ(last_12("2020-01-15", "2024-05-31"), "2023-06-01 2024-06-01");
  EXPECT_EQ(last_12("2023-05-02", "2024-04-30"), "none");
  EXPECT_EQ(last_12("2023-05-01", "2024-04-29"), "none");
  EXPECT_EQ(last_12("2023-05-02", "2024-05-30"), "none");
}

TEST(Window, WeeksRunOverNewYear) {
  const auto windows = windows_of(records_on({"2024-12-25", "2025-01-12"}), Grain::week);
  EXPECT_EQ(names_of(windows, "week"), (Names{"2024-W52", "2025-W01", "2025-W02"}));
  const auto found = std::find_if(windows.begin(), windows.end(),
                                  [](const Window& window) { return window.name == "2025-W01"; });
  ASSERT_NE(found, windows.end());
  EXPECT_EQ(*found, (Window{"2025-W01", "week", Basis::daily_records, true, day("2024-12-30"),
                            day("2025-01-06"), 0}));
  EXPECT_EQ(incomplete(windows), (Names{"2024", "2025", "2024-12", "2025-01", "2024-W52"}));
  // 2020 has 53 weeks.
  EXPECT_EQ(names_of(windows_of(records_on({"2020-12-28", "2021-01-04"}), Grain::week), "week"),
            (Names{"2020-W53", "2021-W01"}));
}

TEST(Window, TheFirstAndTheLastDayThatARecordMayBear) {
  DayTotals totals;
  totals.records.front() = 1;
  totals.records.back() = 1;
  const auto windows = windows_of(totals, std::nullopt);
  EXPECT_EQ(windows.front(),
            (Window{"all", "all", Basis::daily_records, true, 0, kLastRecordDay + 1, 2}));
  EXPECT_EQ(incomplete(windows), (Names{"2149", "2149-06"}));
  EXPECT_EQ(names_of(windows, "last-12-months").size(), 1U);
}

TEST(Window, TheFirstPeriodOfSnapshotsIsNeverComplete) {
  const auto of_snapshots = [](std::string_view first, std::string_view last) {
    return windows_of(records_on({first, last}), std::nullopt, RecordKind::cumulative);
  };
  EXPECT_EQ(incomplete(of_snapshots("2024-01-01", "2024-02-29")), (Names{"2024", "2024-01"}));
  EXPECT_EQ(incomplete(of_snapshots("2023-12-31", "2024-01-31")),
            (Names{"2023", "2024", "2023-12"}));
  EXPECT_EQ(names_of(of_snapshots("2024-01-01", "2024-12-31"), "last-12-months").size(), 0U);
  const auto days =
      windows_of(records_on({"2024-01-01", "2024-01-02"}), Grain::day, RecordKind::cumulative);
  EXPECT_EQ(days.back(), (Window{"2024-01-02", "day", Basis::snapshot_differences, true,
                                 day("2024-01-02"), day("2024-01-03"), 2}));
  EXPECT_EQ(*days.front().records, 3U);
}

// The last days of as many months, from that of the given day on.
std::vector<std::string> ends_of_months(std::string_view first, int months) {
  std::vector<std::string> days;
  const int32_t month = period_of(Grain::month, day(first));
  for (int i = 1; i <= months; ++i) {
    days.push_back(day_name(first_day(Grain::month, month + i) - 1));
  }
  return days;
}

std::vector<Window> windows_of_snapshots(const std::vector<std::string>& days,
                                         std::optional<Grain> fine = std::nullopt) {
  const std::vector<std::string_view> views(days.begin(), days.end());
  return windows_of(records_on(views), fine, RecordKind::cumulative);
}

TEST(Window, APeriodWithoutASnapshotIsIncomplete) {
  const std::vector<std::string> sparse = {"2024-01-31", "2024-02-07", "2024-04-30"};
  EXPECT_EQ(incomplete(windows_of_snapshots(sparse)), (Names{"2024", "2024-01", "2024-03", "2024-04"}));
  const auto weeks = windows_of_snapshots({"2024-01-31", "2024-02-07", "2024-02-25"}, Grain::week);
  EXPECT_EQ(incomplete(weeks), (Names{"2024", "2024-01", "2024-02", "2024-W05", "2024-W07", "2024-W08"}));
  const auto rolling = windows_of(records_on({"2024-01-01", "2024-02-07", "2024-04-30"}),
                                  std::nullopt, RecordKind::rolling30);
  EXPECT_EQ(incomplete(rolling), (Names{"2024", "2024-03"}));
  const auto daily = windows_of(records_on({"2024-01-01", "2024-04-30"}), std::nullopt);
  EXPECT_EQ(incomplete(daily), (Names{"2024"}));
}

TEST(Window, AYearOfSnapshotsHasOneInEachMonth) {
  std::vector<std::string> days = ends_of_months("2023-12-01", 13);
  const auto whole = windows_of_snapshots(days);
  EXPECT_EQ(incomplete(whole), (Names{"2023", "2023-12"}));
  EXPECT_EQ(names_of(whole, "last-12-months").size(), 1U);
  days.erase(days.begin() + 6);
  const auto sparse = windows_of_snapshots(days);
  EXPECT_EQ(incomplete(sparse), (Names{"2023", "2024", "2023-12", "2024-06", "2024-07", "last-12-months"}));
  EXPECT_EQ(sparse.back().first, day("2024-01-01"));
}

TEST(Window, LastTwelveMonthsOfSnapshotsEndAtTheLastCompleteMonth) {
  std::vector<std::string> days = ends_of_months("2023-11-01", 13);  // to 2024-11-30
  days.push_back("2025-01-20");
  const auto windows = windows_of_snapshots(days);
  EXPECT_EQ(windows.back().grain, "last-12-months");
  EXPECT_TRUE(windows.back().complete);
  EXPECT_EQ(day_name(windows.back().end), "2024-12-01");
  days.erase(days.begin());
  EXPECT_EQ(names_of(windows_of_snapshots(days), "last-12-months").size(), 0U);
}

TEST(Window, AllIsCompleteBetweenTwoSnapshots) {
  EXPECT_EQ(incomplete(windows_of_snapshots({"2024-01-31"})), (Names{"all", "2024", "2024-01"}));
  EXPECT_TRUE(windows_of_snapshots({"2024-01-31", "2024-06-30"}).front().complete);
}

TEST(Window, EachKindOfRecordsHasItsBasis) {
  const auto bases = [](RecordKind kind) {
    std::vector<std::string_view> names;
    for (const Window& window :
         windows_of(records_on({"2023-01-01", "2023-12-31"}), std::nullopt, kind)) {
      const bool is_new = names.empty() || names.back() != basis_name(window.basis);
      if (is_new) names.push_back(basis_name(window.basis));
    }
    return names;
  };
  using Views = std::vector<std::string_view>;
  EXPECT_EQ(bases(RecordKind::daily), (Views{"daily records"}));
  EXPECT_EQ(bases(RecordKind::requests), (Views{"requests"}));
  EXPECT_EQ(bases(RecordKind::cumulative), (Views{"differences of snapshots"}));
  EXPECT_EQ(bases(RecordKind::rolling30),
            (Views{"sum of 30-day samples", "30-day sample", "sum of 30-day samples"}));
}

TEST(RecordKind, IsKnownByTheWordOfItsFlag) {
  for (const char* name : {"daily", "cumulative", "rolling30", "requests"}) {
    ASSERT_TRUE(parse_record_kind(name)) << name;
    EXPECT_EQ(record_kind_name(*parse_record_kind(name)), name);
  }
  EXPECT_EQ(parse_record_kind("rolling30"), RecordKind::rolling30);
  for (const char* name : {"", "Daily", "weekly"}) EXPECT_FALSE(parse_record_kind(name)) << name;
}

}  // namespace
}  // namespace hubcensus
