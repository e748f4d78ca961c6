#include "host/ingest/hub/hub_parquet.hpp"

#include <arrow/builder.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "host/ingest/hub/hub_list.hpp"
#include "tests/unit/error_message.hpp"
#include "tests/unit/parquet_columns.hpp"
#include "tests/unit/temporary_folder.hpp"

namespace hubcensus {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

using TextLists = std::vector<std::optional<std::vector<std::string>>>;

std::shared_ptr<arrow::Array> list_cells(const TextLists& lists) {
  const auto texts = std::make_shared<arrow::StringBuilder>();
  arrow::ListBuilder builder(arrow::default_memory_pool(), texts);
  for (const auto& list : lists) {
    check_arrow(list ? builder.Append() : builder.AppendNull());
    if (list) check_arrow(texts->AppendValues(*list));
  }
  std::shared_ptr<arrow::Array> array;
  check_arrow(builder.Finish(&array));
  return array;
}

std::shared_ptr<arrow::Array> struct_cells(const std::vector<NamedColumn>& fields) {
  std::vector<std::shared_ptr<arrow::Array>> arrays;
  std::vector<std::string> names;
  for (const auto& [name, cells] : fields) {
    names.push_back(name);
    arrays.push_back(cells);
  }
  return arrow::StructArray::Make(arrays, names).ValueOrDie();
}

struct Paper {
  std::string id;
  std::string title;
  std::string organization;
  std::optional<Day> published;
  std::optional<uint64_t> upvotes;
  std::vector<std::string> models;
};

class HubParquet : public ::testing::Test {
 protected:
  std::string write(const std::vector<NamedColumn>& columns) {
    return write_parquet(folder_.file("list.parquet"), columns);
  }
  std::vector<Paper> papers(const std::vector<NamedColumn>& columns) {
    std::vector<Paper> found;
    report_ = read_papers(write(columns), [&](const PaperRow& row) {
      found.push_back({std::string(row.id), std::string(row.title), std::string(row.organization),
                       row.published, row.upvotes, {row.models.begin(), row.models.end()}});
    });
    return found;
  }

  TemporaryFolder folder_;
  HubListReport report_;
};

TEST_F(HubParquet, RepositoriesAreReadFromTheColumnsThatAreThere) {
  const std::string path =
      write({{"id", text_cells({"nyu/glue", "", std::nullopt, "a\x01", "b/space"})},
             {"createdAt", text_cells({"2022-03-02T23:29:22Z", "", "", "", "never"})},
             {"downloads", int64_cells({4, 0, 0, 0, -4})},
             {"downloadsAllTime", text_cells({"2", "", "", "", std::nullopt})},
             {"tags", list_cells({{{"task_categories:x", "y"}}, {}, {}, {}, std::nullopt})}});
  std::vector<std::string> ids;
  const auto read_row = [&](const RepositoryRow& row) {
    ids.emplace_back(row.id);
    if (ids.size() == 2) {
      EXPECT_TRUE(row.tags.empty() && !row.created && !row.downloads_30_days);
      return;
    }
    EXPECT_EQ(row.created, parse_day("2022-03-02"));
    EXPECT_EQ(row.downloads_30_days, 4U);
    EXPECT_FALSE(row.downloads_all_time);
    EXPECT_THAT(row.tags, ElementsAre("task_categories:x", "y"));
  };
  const HubListReport report = read_repositories(HubList::datasets, path, read_row);
  EXPECT_THAT(ids, ElementsAre("nyu/glue", "b/space"));
  EXPECT_EQ(report.rows_read, 5);
  EXPECT_EQ(report.rows_accepted, 2);
  EXPECT_THAT(report.rejected, ElementsAre(Pair("invalid_id", 1), Pair("missing_id", 2)));
  EXPECT_THAT(report.invalid_cells,
              ElementsAre(Pair("createdAt", 1), Pair("downloads", 1),
                                                Pair("downloadsAllTime", 1)));
  EXPECT_THAT(report.missing_columns, ElementsAre("lastModified", "sdk"));
  EXPECT_EQ(report.hash.size(), 32U);
}

TEST_F(HubParquet, AnIdThatIsNotThereOrNoTextIsRefused) {
  EXPECT_THAT(error_message(ErrorKind::invalid_input, [&] {
                read_repositories(HubList::datasets, write({{"name", text_cells({"a"})}}),
                                  [](const auto&) {});
              }),
              HasSubstr("it has no id"));
  EXPECT_THAT(error_message(ErrorKind::invalid_input, [&] {
                read_repositories(HubList::datasets, write({{"id", int64_cells({1})}}),
                                  [](const auto&) {});
              }),
              HasSubstr("column 'id' is int64, not text"));
}

TEST_F(HubParquet, TwoColumnsOfANameAreRefused) {
  const auto one = text_cells({"a/b"});
  for (const std::vector<NamedColumn>& columns :
       {std::vector<NamedColumn>{{"id", one}, {"id", one}},
        std::vector<NamedColumn>{{"id", one}, {"createdAt", one}, {"createdAt", one}}}) {
    const std::string path = write(columns);
    EXPECT_THAT(error_message(ErrorKind::invalid_input,
                              [&] { read_repositories(HubList::datasets, path, [](auto&) {}); }),
                HasSubstr("'" + columns.back().name + "' appears more than once"));
  }
  const auto paper = struct_cells({{"id", one}, {"title", one}, {"title", one}});
  EXPECT_THAT(error_message(ErrorKind::invalid_input, [&] { papers({{"paper", paper}}); }),
              HasSubstr("'paper.title' appears more than once"));
  const std::string path = write({{"id", one}, {"ignored", one}, {"ignored", one}});
  EXPECT_EQ(read_repositories(HubList::datasets, path, [](auto&) {}).rows_accepted, 1);
}

TEST_F(HubParquet, WhatIsClearlyAnotherListIsRefused) {
  const auto one = text_cells({"a/b"});
  for (const char* column : {"pipeline_tag", "subdomain", "paper_id"}) {
    const std::string path = write({{"id", one}, {column, one}});
    EXPECT_THAT(error_message(ErrorKind::invalid_input,
                              [&] { read_repositories(HubList::datasets, path, [](auto&) {}); }),
                HasSubstr("not datasets"));
  }
  EXPECT_THAT(error_message(ErrorKind::invalid_input,
                            [&] { papers({{"id", one}, {"citation", one}}); }),
              HasSubstr("it holds datasets, not papers"));
}

TEST_F(HubParquet, PapersAreReadNested) {
  const auto linked = [] {
    const auto ids = std::make_shared<arrow::StringBuilder>();
    const auto models = std::make_shared<arrow::StructBuilder>(
        arrow::struct_({arrow::field("id", arrow::utf8())}), arrow::default_memory_pool(),
        std::vector<std::shared_ptr<arrow::ArrayBuilder>>{ids});
    arrow::ListBuilder builder(arrow::default_memory_pool(), models);
    check_arrow(builder.Append());
    for (const char* id : {"a/m", "b/m"}) {
      check_arrow(models->Append());
      check_arrow(ids->Append(id));
    }
    check_arrow(builder.AppendNull());
    std::shared_ptr<arrow::Array> array;
    check_arrow(builder.Finish(&array));
    return array;
  }();
  const auto organization = struct_cells({{"name", text_cells({"acme", std::nullopt})}});
  const auto paper = struct_cells({{"id", text_cells({"2401.1", "2401.2"})},
                                   {"title", text_cells({"One", std::nullopt})},
                                   {"upvotes", int64_cells({7, std::nullopt})},
                                   {"organization", organization},
                                   {"linkedModels", linked}});
  const auto found = papers({{"paper", paper},
                             {"title", text_cells({"Other", "Two"})},
                             {"publishedAt", date_cells({19'053, std::nullopt})}});
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].id, "2401.1");
  EXPECT_EQ(found[0].title, "One");
  EXPECT_EQ(found[0].organization, "acme");
  EXPECT_EQ(found[0].published, 19'053);
  EXPECT_EQ(found[0].upvotes, 7U);
  EXPECT_THAT(found[0].models, ElementsAre("a/m", "b/m"));
  EXPECT_EQ(found[1].title, "Two");
  EXPECT_EQ(found[1].organization, "");
  EXPECT_FALSE(found[1].upvotes || found[1].published);
  EXPECT_THAT(found[1].models, IsEmpty());
  EXPECT_THAT(report_.missing_columns, ElementsAre("linkedDatasets"));
}

TEST_F(HubParquet, PapersAreReadFlatAndASubmitterIsNoOrganization) {
  const auto found = papers({{"paper_id", text_cells({"2401.1", "2401.2"})},
                             {"paper_upvotes", int32_cells({3, 0})},
                             {"publishedAt", text_cells({"2024-01-02T03:04:05Z", std::nullopt})},
                             {"organization", text_cells({"acme", std::nullopt})},
                             {"submittedBy", text_cells({"ann", "ann"})}});
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].organization, "acme");
  EXPECT_EQ(found[0].upvotes, 3U);
  EXPECT_EQ(found[0].published, parse_day("2024-01-02"));
  EXPECT_EQ(found[1].organization, "");
  EXPECT_THAT(report_.missing_columns, ElementsAre("title", "linkedModels", "linkedDatasets"));
}

}  // namespace
}  // namespace hubcensus
