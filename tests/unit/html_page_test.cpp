#include "host/report/html/page.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "host/report/html/data_table.hpp"
#include "host/report/html/page_assets.hpp"
#include "host/report/html/section.hpp"
#include "tests/unit/temporary_folder.hpp"

namespace hubcensus {
namespace {

constexpr const char* kHostile = "evil/</script><b>\xE2\x80\xAE";

std::string content(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

Table growth_table() {
  Table table("growth", "How fast?", "Created & <cumulative>");
  auto entity = table.key("entity");
  auto grain = table.key("grain");
  auto period = table.key("period");
  auto complete = table.boolean("complete");
  auto created = table.integer("created");
  auto cumulative = table.integer("cumulative");
  auto ratio = table.ratio("cumulative_ratio");
  const auto add = [&](const char* by, const char* name, bool is_complete, uint64_t count,
                       uint64_t sum, std::optional<Ratio> times) {
    entity.add("models");
    grain.add(by);
    period.add(name);
    complete.add(is_complete);
    created.add(count);
    cumulative.add(sum);
    ratio.add(times);
  };
  add("month", "2024-01", true, 1000, 1000, std::nullopt);
  add("month", "2025-02", true, 1500, 2500, Ratio{5, 2});
  add("year", "2024", true, 1000, 1000, std::nullopt);
  add("year", "2025", true, 1500, 2500, Ratio{5, 2});
  add("year", "2026", false, 7, 2507, Ratio{2507, 2500});
  return table;
}

TEST(HtmlSection, TellsTheLastCompleteYear) {
  std::vector<Table> tables;
  tables.push_back(growth_table());
  const RunManifest manifest;
  Section section;
  tell_growth({tables, manifest}, section);
  EXPECT_EQ(section.finding.plain(),
            "1,500 models were created in 2025, which brought the Hub to 2,500 models, 2.50 times "
            "those of a year before.");
  ASSERT_EQ(section.charts.size(), 1U);
  EXPECT_EQ(section.charts[0].name, "growth");
  EXPECT_EQ(section.charts[0].spec["data"]["values"].dump(),
            R"([{"x":"2024-01-01","period":"2024-01","series":"models","y":1000},)"
            R"({"x":"2025-02-01","period":"2025-02","series":"models","y":2500}])");
}

TEST(HtmlSection, AnEmptyTableLeavesItUnsaid) {
  std::vector<Table> tables;
  Table& table = tables.emplace_back("growth", "q", "d");
  table.key("entity");
  table.key("grain");
  const RunManifest manifest;
  Section section;
  tell_growth({tables, manifest}, section);
  EXPECT_TRUE(section.finding.is_empty());
  EXPECT_TRUE(section.charts.empty());
}

TEST(HtmlTable, ShowsLongWindowsFirstAndEscapes) {
  Table table("organizations", "Who <uses>?", "d");
  auto window = table.key("window");
  auto account = table.key("account");
  auto grain = table.text("grain");
  auto share = table.ratio("share");
  const auto add = [&](const std::string& name, const char* by) {
    window.add(name);
    account.add(kHostile);
    grain.add(by);
    share.add(Ratio{1, 8});
  };
  for (int month = 0; month < 200; ++month) add("m" + std::to_string(month), "month");
  add("all", "all");
  const std::string html = data_table(table, false);
  EXPECT_NE(html.find("1 of 201 rows"), std::string::npos);
  EXPECT_NE(html.find("href=\"tables/organizations.csv\""), std::string::npos);
  EXPECT_NE(html.find("<bdi>evil/&lt;/script&gt;&lt;b&gt;\\u{202E}</bdi>"), std::string::npos);
  EXPECT_NE(html.find("<td class=\"n\">0.125</td>"), std::string::npos);
  EXPECT_EQ(html.find("share num"), std::string::npos);
  EXPECT_EQ(html.find("Who <uses>"), std::string::npos);
  EXPECT_EQ(html.find("m199"), std::string::npos);
}

TEST(HtmlPage, IsWholeAndCarriesItsCharts) {
  const TemporaryFolder scratch;
  std::vector<Table> tables;
  tables.push_back(growth_table());
  RunManifest manifest;
  manifest.version = kHostile;
  ManifestInput& input = manifest.inputs.emplace_back();
  input.role = "models";
  input.path = std::string("x/") + kHostile;
  write_page(tables, manifest, scratch.path());
  const std::string page = content(scratch.path() / "report.html");
  const std::string policy = "default-src 'none'; script-src " + std::string(kChartLibrary.hash) +
                             " " + std::string(kPageScript.hash) + "; style-src " +
                             std::string(kPageStyle.hash) + ";";
  EXPECT_NE(page.find(policy), std::string::npos);
  EXPECT_TRUE(page.ends_with("</body>\n</html>\n"));
  EXPECT_NE(page.find("<section id=\"growth\""), std::string::npos);
  EXPECT_NE(page.find("<section id=\"run\""), std::string::npos);
  EXPECT_EQ(page.find("<section id=\"concentration\""), std::string::npos);
  EXPECT_NE(page.find("Created &amp; &lt;cumulative&gt;"), std::string::npos);
  EXPECT_EQ(page.find("</script><b>"), std::string::npos);
  EXPECT_EQ(page.find("\xE2\x80\xAE"), page.npos);
  const Json spec = Json::parse(content(scratch.path() / "charts" / "growth.vl.json"));
  EXPECT_EQ(spec["data"]["values"].size(), 2U);
  EXPECT_NE(spec["description"].get<std::string>().find("1,500 models"), std::string::npos);
}

}  // namespace
}  // namespace hubcensus
