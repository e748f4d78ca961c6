#include "host/report/dataset_card.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "host/report/text_safety.hpp"

namespace hubcensus {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

std::vector<Table> two_tables() {
  std::vector<Table> tables;
  tables.emplace_back("growth", "How fast?", "Counts <script> of *all* | [x](https://a.example).")
      .key("day")
      .add("a");
  tables.emplace_back("null", "Is it?", "No.").key("k");
  return tables;
}

RunManifest manifest_of(const std::vector<ManifestInput>& inputs) {
  RunManifest manifest;
  manifest.version = "1.2.3";
  manifest.as_of = parse_day("2025-12-31");
  manifest.inputs = inputs;
  return manifest;
}

const ManifestInput kModels{"models", "/home/a/m.csv", 9, 5, 4, {{"x", 1}}, {}, {}, "00ff"};
const ManifestInput kFirst{"downloads", "/home/a/1.csv", 9, 1000, 900, {}, {}, {}, "aa"};
const ManifestInput kSecond{"downloads", "/home/a/2.csv", 9, 500, 500, {}, {}, {}, "bb"};

TEST(DatasetCard, ListsEachTableAsAConfiguration) {
  EXPECT_THAT(dataset_card(two_tables(), manifest_of({})), StartsWith(R"(---
pretty_name: "Census of the Hugging Face Hub, 2025-12-31"
tags:
- hubcensus
configs:
- config_name: "growth"
  data_files: "tables/growth.parquet"
  default: true
- config_name: "null"
  data_files: "tables/null.parquet"
---

# Census of the Hugging Face Hub, 2025-12-31
)"));
}

TEST(DatasetCard, EscapesWhatItTells) {
  EXPECT_THAT(dataset_card(two_tables(), manifest_of({})),
              HasSubstr("### growth\n\nHow fast? 1 rows. Counts \\<script\\> of \\*all\\* \\| "
                        "\\[x\\](https\\://a.example).\n"));
}

TEST(DatasetCard, TellsInputsByRoleAndNothingOfTheRun) {
  RunManifest run = manifest_of({kModels, kFirst, kSecond});
  const std::string card = dataset_card(two_tables(), run);
  EXPECT_THAT(card,
              HasSubstr("\n| models | 1 | 5 | 4 | 00ff |\n| downloads | 2 | 1,500 | 1,400 |  |\n"));
  EXPECT_THAT(card, Not(HasSubstr("/home")));
  run.inputs = {kModels, kSecond, kFirst};
  run.started_at = "2026-01-01T00:00:00Z";
  run.arguments = {"report"};
  run.wall_seconds = 9;
  run.hardware.cpu_model = "CPU";
  run.output = "/home/out";
  EXPECT_EQ(dataset_card(two_tables(), run), card);
}

TEST(DatasetCard, OfNoTablesHasNoConfiguration) {
  const std::string card = dataset_card({}, RunManifest());
  EXPECT_THAT(card, StartsWith("---\npretty_name: \"Census of the Hugging Face Hub\"\n"
                               "tags:\n- hubcensus\n---\n"));
  EXPECT_THAT(card, Not(HasSubstr("configs")));
}

TEST(MarkdownText, LeavesNoMarkup) {
  EXPECT_EQ(markdown_text("a-b, c (d) 1.5 %"), "a-b, c (d) 1.5 %");
  EXPECT_EQ(markdown_text("`*_[]<>|&#~$@!\\"), "\\`\\*\\_\\[\\]\\<\\>\\|\\&\\#\\~\\$\\@\\!\\\\");
  EXPECT_EQ(markdown_text("www.a.example"), "www\\.a.example");
  EXPECT_EQ(markdown_text("https://a"), "https\\://a");
  EXPECT_EQ(markdown_text("a\nb\x1b\xE2\x80\xAE"), "a\\\\x0Ab\\\\x1B\\\\u{202E}");
}

}  // namespace
}  // namespace hubcensus
