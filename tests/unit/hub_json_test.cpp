#include "host/ingest/hub/hub_json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "host/ingest/json/object_file.hpp"
#include "tests/unit/error_message.hpp"
#include "tests/unit/temporary_folder.hpp"

namespace hubcensus {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

class HubJson : public ::testing::Test {
 protected:
  HubList list_of(const std::string& text) {
    return hub_list_of(look_at_objects(folder_.write("list", text)).names);
  }
  TemporaryFolder folder_;
};

TEST_F(HubJson, DatasetsAndSpaces) {
  const std::string text =
      R"([{"_id":"621ffdd236468d709f181d58","id":"nyu/glue","createdAt":"2022-03-02T23:29:22.000Z",
 "lastModified":"2024-01-30T07:41:18.000Z","downloads":4,"downloadsAllTime":9,"likes":2,
 "tags":["task_categories:text-classification",1,"x"],"description":"d"},
 {"id":"a/space","sdk":"gradio","downloads":-1},{"name":"x"},{"id":"a\u0001b"}])";
  std::vector<std::string> ids;
  const HubListReport report =
      read_repositories_json(HubList::spaces, folder_.write("repositories", text),
                             [&](const RepositoryRow& row) {
        ids.emplace_back(row.id);
        if (ids.size() == 2) {
          EXPECT_EQ(row.sdk, "gradio");
          EXPECT_TRUE(row.tags.empty() && !row.created && !row.downloads_30_days);
          return;
        }
        EXPECT_EQ(row.created, parse_day("2022-03-02"));
        EXPECT_EQ(row.modified_us, parse_timestamp_us("2024-01-30T07:41:18"));
        EXPECT_EQ(row.downloads_30_days, 4U);
        EXPECT_EQ(row.downloads_all_time, 9U);
        EXPECT_THAT(row.tags, ElementsAre("task_categories:text-classification", "x"));
      });
  EXPECT_THAT(ids, ElementsAre("nyu/glue", "a/space"));
  EXPECT_EQ(report.rows_read, 4);
  EXPECT_EQ(report.rows_accepted, 2);
  EXPECT_THAT(report.rejected, ElementsAre(Pair("invalid_id", 1), Pair("missing_id", 1)));
  EXPECT_THAT(report.invalid_cells, ElementsAre(Pair("downloads", 1), Pair("tags[]", 1)));
  EXPECT_EQ(report.bad_lines.size(), 1U);
  EXPECT_EQ(list_of(R"({"id":"a","description":"","tags":[]})"), HubList::datasets);
  EXPECT_EQ(list_of(R"({"id":"a","sdk":"gradio","tags":[]})"), HubList::spaces);
}

TEST_F(HubJson, PapersMayBeFlat) {
  std::vector<std::string> found;
  read_papers_json(folder_.write("papers", R"({"paper_id":"1","upvotes":2,"organization":"acme"})"
                                           "\n"
                                           R"({"id":"3","organization":{"name":"uni"}})"),
                   [&](const PaperRow& row) {
                     found.push_back(std::string(row.id) + " " + std::string(row.organization) +
                                     " " + std::to_string(row.upvotes.value_or(9)));
                   });
  EXPECT_THAT(found, ElementsAre("1 acme 2", "3 uni 9"));
  EXPECT_EQ(list_of(R"({"paper_id":"1","title":""})"), HubList::papers);
}

TEST_F(HubJson, Organizations) {
  const std::string text =
      R"({"name":"nvidia","fullname":"NVIDIA","type":"org","plan":7,"isVerified":true})"
      "\n"
      R"({"user":"ann","fullname":"Ann","type":"user","isVerified":"yes"})"
      "\n{\"name\":5}\n";
  std::vector<std::string> handles;
  const HubListReport report = read_organizations_json(
      folder_.write("organizations", text), [&](const OrganizationRow& row) {
        handles.emplace_back(row.handle);
        if (handles.size() == 2) {
          EXPECT_EQ(row.type, "user");
          EXPECT_FALSE(row.verified);
          return;
        }
        EXPECT_EQ(row.full_name, "NVIDIA");
        EXPECT_EQ(row.type, "org");
        EXPECT_EQ(row.verified, true);
      });
  EXPECT_THAT(handles, ElementsAre("nvidia", "ann"));
  EXPECT_THAT(report.rejected, ElementsAre(Pair("wrong_type_of_id", 1)));
  EXPECT_THAT(report.invalid_cells, ElementsAre(Pair("isVerified", 1)));
  EXPECT_EQ(list_of(text), HubList::organizations);
}

TEST_F(HubJson, Papers) {
  const std::string text =
      R"([{"paper":{"id":"2401.00001","title":"T","upvotes":12,"publishedAt":"2024-01-01T00:00:00Z",
 "organization":{"name":"nvidia"},"linkedModels":[{"id":"a/m"},{}]},"title":"no",
 "publishedAt":"2024-02-02T00:00:00Z","linkedDatasets":[{"id":"a/d"}]},
 {"paper":{"id":"2401.00002"},"title":"U","upvotes":3,"organization":{"name":"x"},
 "publishedAt":"2024-02-03T00:00:00Z"},{"paper":{}}])";
  std::vector<std::string> rows;
  const HubListReport report =
      read_papers_json(folder_.write("papers", text), [&](const PaperRow& row) {
        std::string shown = std::string(row.id) + " " + std::string(row.title) + " " +
                            std::string(row.organization) + " " + day_name(row.published.value()) +
                            " " + std::to_string(row.upvotes.value());
        for (const std::string_view model : row.models) shown += " m:" + std::string(model);
        for (const std::string_view dataset : row.datasets) shown += " d:" + std::string(dataset);
        rows.push_back(shown);
      });
  EXPECT_THAT(rows, ElementsAre("2401.00001 T nvidia 2024-01-01 12 m:a/m d:a/d",
                                "2401.00002 U x 2024-02-03 3"));
  EXPECT_THAT(report.rejected, ElementsAre(Pair("missing_id", 1)));
  EXPECT_EQ(list_of(text), HubList::papers);
}

TEST_F(HubJson, WhatIsClearlyAnotherListIsRefused) {
  const std::vector<std::pair<HubList, std::string>> lists = {
      {HubList::models, R"({"id":"a","pipeline_tag":"x"})"},
      {HubList::datasets, R"({"id":"a","citation":"x"})"},
      {HubList::spaces, R"({"id":"a","sdk":"gradio"})"},
      {HubList::organizations, R"({"name":"a","numUsers":1})"},
      {HubList::papers, R"({"id":"1","title":"x","upvotes":1})"}};
  for (const auto& [kind, text] : lists) {
    const std::string path = folder_.write("list", text);
    for (const HubList wanted : {HubList::datasets, HubList::spaces, HubList::organizations,
                                 HubList::papers}) {
      const auto read = [&] {
        if (wanted == HubList::organizations) return read_organizations_json(path, [](auto&) {});
        if (wanted == HubList::papers) return read_papers_json(path, [](auto&) {});
        return read_repositories_json(wanted, path, [](auto&) {});
      };
      if (kind == wanted) {
        EXPECT_EQ(read().rows_accepted, 1) << text;
      } else {
        EXPECT_THAT(error_message(ErrorKind::invalid_input, read), HasSubstr("it holds ")) << text;
      }
    }
  }
  const std::string path = folder_.write("list", R"({"id":"a","downloads":1,"tags":[]})");
  EXPECT_EQ(read_repositories_json(HubList::datasets, path, [](auto&) {}).rows_accepted, 1);
}

TEST_F(HubJson, ModelsAndUnknownLists) {
  EXPECT_EQ(list_of(R"({"id":"a","pipeline_tag":"x","sdk":"no"})"), HubList::models);
  EXPECT_EQ(list_of(R"({"id":"a","downloads":1})"), HubList::models);
  EXPECT_EQ(list_of(R"({"id":"a"})"), HubList::unknown);
  EXPECT_EQ(list_of(R"({"name":"a"})"), HubList::unknown);
  EXPECT_EQ(list_of("[]"), HubList::unknown);
}

}  // namespace
}  // namespace hubcensus
