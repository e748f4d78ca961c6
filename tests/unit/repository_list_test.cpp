#include "host/catalog/repository_list.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "host/catalog/paper_list.hpp"
#include "tests/unit/error_message.hpp"

namespace hubcensus {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

RepositoryRow row_of(std::string_view id, std::optional<Day> created,
                     std::optional<int64_t> modified_us,
                     std::span<const std::string_view> tags = {}) {
  RepositoryRow row;
  row.id = id;
  row.created = created;
  row.modified_us = modified_us;
  row.tags = tags;
  return row;
}

TEST(RepositoryList, OfRowsWithOneIdTheLastModifiedCounts) {
  constexpr int64_t kDay = 86'400'000'000;
  IdIndex tasks;
  RepositoryList list(&tasks);
  const std::vector<std::string_view> old = {"task_categories:old"};
  const std::vector<std::string_view> tags = {"task_categories:b", "license:mit",
                                              "task_categories:a", "task_categories:b",
                                              "task_categories:"};
  list.add(row_of("acme/x", 10, 50 * kDay, tags));
  list.add(row_of("plain", std::nullopt, std::nullopt, old));
  list.add(row_of("acme/x", 20, 49 * kDay, old));    // older
  list.add(row_of("acme/x", 30, std::nullopt, old));  // the oldest
  list.add(row_of("plain", 40, std::nullopt));       // of the same time, and later in the file
  EXPECT_EQ(list.repeated(), 3);
  EXPECT_EQ(list.last_day(), 50);
  Catalog catalog;
  const RepositoryFacts facts = list.facts(catalog, {});
  EXPECT_THAT(facts.created, ElementsAre(10, 40));
  EXPECT_EQ(catalog.accounts[facts.account[0]], "acme");
  EXPECT_EQ(catalog.accounts[facts.account[1]], "(canonical)");
  const NumberLists lists = list.task_lists();
  ASSERT_EQ(lists.size(), 2U);
  EXPECT_THAT(lists[1], IsEmpty());
  ASSERT_EQ(lists[0].size(), 2U);
  EXPECT_EQ(tasks[lists[0][0]], "b");
  EXPECT_EQ(tasks[lists[0][1]], "a");
}

TEST(RepositoryList, ReplacedRowsCostNoMemory) {
  IdIndex tasks;
  RepositoryList list(&tasks);
  const std::vector<std::string_view> tags = {"task_categories:a", "task_categories:b"};
  list.add(row_of("acme/x", 10, 1, tags));
  const int64_t bytes = list.bytes();
  for (int64_t i = 2; i < 1000; ++i) {
    list.add(row_of("acme/x", 10, i, std::span(tags).last(i % 2 == 0 ? 2 : 1)));
  }
  EXPECT_EQ(list.bytes(), bytes);
  EXPECT_EQ(tasks[list.task_lists()[0][0]], "b");
}

TEST(PaperList, TheLastRowOfAnIdCountsAndHandlesAlone) {
  PaperList list;
  PaperRow row;
  const std::vector<std::string_view> models = {"a/m", "b/m", "a/m"};
  row.id = "1";
  row.organization = "acme";
  row.upvotes = 5;
  row.models = models;
  list.add(row);
  row.upvotes = std::nullopt;
  list.add(row);
  row.id = "2";
  for (const std::string_view name : {"unknown", "(others)", "a b", ""}) {
    row.organization = name;
    list.add(row);
  }
  EXPECT_EQ(list.repeated(), 4);
  const PaperFacts facts = list.take();
  EXPECT_THAT(facts.upvotes, ElementsAre(0U, 0U));
  EXPECT_EQ(facts.organizations[facts.organization[0]], "acme");
  EXPECT_EQ(facts.organization[1], kNotFound);
  EXPECT_EQ(facts.models[0].size(), 2U);
}

TEST(PaperList, UpvotesBeyondTheSumOfATableAreRefused) {
  PaperList list;
  PaperRow row;
  row.upvotes = uint64_t{1} << 62;
  for (const std::string_view id : {"1", "2"}) {
    row.id = id;
    list.add(row);
  }
  EXPECT_THAT(error_message(ErrorKind::invalid_input, [&] { list.take(); }),
              HasSubstr("beyond 2^63 - 1"));
}

}  // namespace
}  // namespace hubcensus
