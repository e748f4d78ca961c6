// The claims of the article, each beside its value on this dump. A value is a cell of another
// table, or a sum or count of such cells; nothing is measured here.

#include <algorithm>
#include <array>
#include <charconv>
#include <initializer_list>
#include <string>

#include "host/statistics/tables.hpp"

namespace hubcensus {
namespace {

// A claim's value, or what it lacks.
struct Finding {
  std::string value;
  std::string needs = "";   // not empty: not computable
  std::string window = "";  // where it is not the claim's own
};

constexpr const char* kRecords = "--downloads";

std::string shortest(double value) {
  std::array<char, 64> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
  return {text.data(), end};
}

std::string shortest(const std::optional<double>& value) { return value ? shortest(*value) : ""; }

// Reads cells of a table that was made.
class Reader {
 public:
  explicit Reader(const Table& table) : table_(table) {}

  int64_t rows() const { return table_.rows(); }
  const std::string& text(std::string_view column, int64_t row) const {
    return table_.column(column).texts[static_cast<size_t>(row)];
  }
  uint64_t integer(std::string_view column, int64_t row) const {
    return static_cast<uint64_t>(table_.column(column).integers[static_cast<size_t>(row)]);
  }
  bool is_true(std::string_view column, int64_t row) const {
    return table_.column(column).booleans[static_cast<size_t>(row)];
  }
  std::optional<double> real(std::string_view column, int64_t row) const {
    const Column& found = table_.column(column);
    const auto at = static_cast<size_t>(row);
    return found.valid[at] ? std::optional(found.reals[at]) : std::nullopt;
  }

  // The first row with those texts; none where there is no such row.
  std::optional<int64_t> find(
      std::initializer_list<std::pair<std::string_view, std::string_view>> cells) const {
    for (int64_t row = 0; row < rows(); ++row) {
      const bool all = std::all_of(cells.begin(), cells.end(), [&](const auto& cell) {
        return text(cell.first, row) == cell.second;
      });
      if (all) return row;
    }
    return std::nullopt;
  }

 private:
  const Table& table_;
};

class Claims {
 public:
  Claims(const Findings& findings, std::span<const Table> tables)
      : findings_(findings), tables_(tables) {
    const WindowFacts* overall = findings.overall();
    overall_ = overall == nullptr ? "" : overall->window.name;
  }

  Finding models_total() const {
    const Reader table = reader("growth");
    uint64_t total = 0;
    for (int64_t row = 0; row < table.rows(); ++row) {
      const uint64_t models =
          table.text("grain", row) == "unknown" ? table.integer("created", row) : 0;
      total += models;
    }
    return {std::to_string(total + last_cumulative(table))};
  }

  Finding models_doubling() const {
    const Reader table = reader("growth");
    std::optional<int64_t> last;
    for (int64_t row = 0; row < table.rows(); ++row) {
      if (table.text("grain", row) == "month" && table.is_true("complete", row)) last = row;
    }
    if (!last) return {"", "a year of creation dates"};
    const std::string& month = table.text("period", *last);
    const auto ratio = table.real("cumulative_ratio", *last);
    if (!ratio) return {"", "a year of creation dates", month};
    return {shortest(*ratio), "", month};
  }

  Finding overall_of_models(std::string_view column) const {
    if (overall_.empty()) return {"", kRecords};
    const Reader table = reader("concentration");
    const auto row = table.find({{"window", overall_}, {"over", "models"}});
    return {row ? shortest(table.real(column, *row)) : ""};
  }

  Finding china_overtakes(std::string_view measure) const {
    if (!findings_.days) return {"", kRecords};
    const Reader table = reader("country_share_overtakes");
    const auto row = table.find(
        {{"attribution", "account"}, {"measure", measure}, {"country", "CN"}, {"overtaken", "US"}});
    return {row ? table.text("period", *row) : "no"};
  }

  Finding china_share() const {
    const WindowFacts* facts = findings_.find("2025");
    if (facts == nullptr || facts->downloads() == 0) return {"", "records of 2025"};
    const Reader table = reader("country_share");
    const auto row =
        table.find({{"window", "2025"}, {"attribution", "account"}, {"country", "CN"}});
    return {row ? shortest(table.real("share", *row)) : "0"};
  }

  Finding kind_share_in(std::string_view kind, bool before_2022) const {
    const Reader table = reader("kind_share");
    Ratio ratio;
    for (int64_t row = 0; row < table.rows(); ++row) {
      const std::string& name = table.text("window", row);
      const bool is_year = table.text("grain", row) == "year";
      if (!is_year || !(before_2022 ? name < "2022" : name == "2025")) continue;
      ratio.denominator += table.integer("downloads", row);
      if (table.text("kind", row) == kind) ratio.numerator += table.integer("downloads", row);
    }
    const auto value = nearest(ratio);
    if (!value) return {"", before_2022 ? "records before 2022" : "records of 2025"};
    return {shortest(*value)};
  }

  Finding individual_majority_months() const {
    if (!findings_.days) return {"", kRecords};
    const Reader table = reader("kind_share_individual");
    uint64_t months = 0;
    for (int64_t row = 0; row < table.rows(); ++row) {
      const bool counts = table.text("grain", row) == "month" && table.is_true("complete", row) &&
                          table.is_true("lower_majority", row);
      months += counts ? 1 : 0;
    }
    return {std::to_string(months)};
  }

  Finding median_ratio() const {
    if (overall_.empty()) return {"", kRecords};
    const Reader table = reader("size_classes_ratios");
    const auto row = table.find({{"window", overall_}, {"class", "1-9B"}, {"against", ">=100B"}});
    const auto ratio = row ? table.real("top10_median", *row) : std::nullopt;
    if (!ratio) return {"", "downloads in both classes"};
    return {shortest(*ratio)};
  }

  Finding parameters_in(const std::string& year, bool mean) const {
    const Reader table = reader("model_size_trend");
    const auto row = table.find({{"window", year}});
    const auto value = row ? table.real("mean_parameters", *row) : std::nullopt;
    if (!value) return {"", "records of " + year};
    return {mean ? shortest(*value) : std::to_string(table.integer("median_parameters", *row))};
  }

  // What the downloads of windows of that grain are made from.
  Basis basis(std::string_view grain) const {
    return findings_.given.records ? basis_of(findings_.kind, grain) : Basis::dump_counter;
  }
  const std::string& overall() const { return overall_; }
  bool has(std::string_view name) const { return find(name) != nullptr; }

 private:
  static uint64_t last_cumulative(const Reader& table) {
    uint64_t last = 0;
    for (int64_t row = 0; row < table.rows(); ++row) {
      if (table.text("grain", row) == "month")
        last = std::max(last, table.integer("cumulative", row));
    }
    return last;
  }

  const Table* find(std::string_view name) const {
    const auto found = std::find_if(tables_.begin(), tables_.end(),
                                    [&](const Table& table) { return table.name() == name; });
    return found == tables_.end() ? nullptr : &*found;
  }
  Reader reader(std::string_view name) const {
    const Table* table = find(name);
    if (table == nullptr) {
      throw Error(ErrorKind::internal, "a claim asks for table '" + std::string(name) + "'");
    }
    return Reader(*table);
  }

  const Findings& findings_;
  std::span<const Table> tables_;
  std::string overall_;
};

constexpr std::string_view kOverall = "W";

struct Claim {
  const char* name;
  const char* statement;
  const char* table;
  std::string_view window;  // of the value; kOverall: of all records, else of the dump; empty: none
  const char* article;
  const char* definition;
  std::string_view grain;  // of the windows of downloads that the definition speaks of; or none
  Finding (*find)(const Claims&);
};

const std::array<Claim, 17> kClaims = {{
    {"models_total", "The Hub hosts more than two million models", "growth", "", "2000000",
     "models of the dump created by the day of the census, or without a day of creation", "",
     [](const Claims& c) { return c.models_total(); }},
    {"models_doubling", "The number of models close to doubled within a year", "growth", "", "2",
     "cumulative models at the end of the last complete month over those a year earlier", "",
     [](const Claims& c) { return c.models_doubling(); }},
    {"top_0_01_pct_share", "0.01 % of models draw almost half of the downloads", "concentration",
     kOverall, "0.496", "share of the first ceil(n/10000) most downloaded of all n models", "all",
     [](const Claims& c) { return c.overall_of_models("top_0_01_pct"); }},
    {"below_200", "About half of the models have fewer than 200 downloads", "concentration",
     kOverall, "0.5", "models with fewer than 200 downloads in the window over all models", "all",
     [](const Claims& c) { return c.overall_of_models("below_200"); }},
    {"china_overtakes_us_monthly", "China passes the United States in monthly downloads",
     "country_share", "", "yes",
     "first complete month in which CN is strictly ahead of US behind it", "month",
     [](const Claims& c) { return c.china_overtakes("monthly"); }},
    {"china_overtakes_us_total", "China passes the United States in total downloads",
     "country_share", "", "yes",
     "first complete month by whose end CN's downloads since the first record exceed those of US",
     "all", [](const Claims& c) { return c.china_overtakes("cumulative"); }},
    {"china_share_2025", "China takes 41 % of the downloads of 2025", "country_share", "2025",
     "0.41", "downloads of models of accounts of CN over all downloads of the year", "year",
     [](const Claims& c) { return c.china_share(); }},
    {"industry_share_before_2022", "Industry has 70 % of the downloads before 2022", "kind_share",
     "before 2022", "0.7",
     "downloads of accounts annotated as industry over all, years before 2022", "year",
     [](const Claims& c) { return c.kind_share_in("industry", true); }},
    {"industry_share_2025", "Industry has 37 % of the downloads of 2025", "kind_share", "2025",
     "0.37", "downloads of accounts annotated as industry over all of the year", "year",
     [](const Claims& c) { return c.kind_share_in("industry", false); }},
    {"individual_share_before_2022",
     "Independent developers have 17 % of the downloads before 2022", "kind_share", "before 2022",
     "0.17", "downloads of accounts annotated as individual over all, years before 2022", "year",
     [](const Claims& c) { return c.kind_share_in("individual", true); }},
    {"individual_share_2025", "Independent developers have 39 % of the downloads of 2025",
     "kind_share", "2025", "0.39",
     "downloads of accounts annotated as individual over all of the year", "year",
     [](const Claims& c) { return c.kind_share_in("individual", false); }},
    {"individual_majority_months",
     "Independent developers at times have more than half of the downloads", "kind_share", "",
     "yes", "complete months in which accounts annotated as individual have more than half",
     "month", [](const Claims& c) { return c.individual_majority_months(); }},
    {"median_ratio_1_9B_to_100B",
     "The median top model of 1-9B has only four times the downloads of that above 100B",
     "size_classes", kOverall, "4", "median of the ten most downloaded of 1-9B over that of >=100B",
     "all", [](const Claims& c) { return c.median_ratio(); }},
    {"mean_parameters_2023", "The mean downloaded model of 2023 has 827 million parameters",
     "model_size_trend", "2023", "827000000", "mean of parameters weighted by the year's downloads",
     "year", [](const Claims& c) { return c.parameters_in("2023", true); }},
    {"mean_parameters_2025", "The mean downloaded model of 2025 has 20.8 billion parameters",
     "model_size_trend", "2025", "20800000000",
     "mean of parameters weighted by the year's downloads", "year",
     [](const Claims& c) { return c.parameters_in("2025", true); }},
    {"median_parameters_2023", "The median downloaded model of 2023 has 326 million parameters",
     "model_size_trend", "2023", "326000000",
     "median of parameters weighted by the year's downloads", "year",
     [](const Claims& c) { return c.parameters_in("2023", false); }},
    {"median_parameters_2025", "The median downloaded model of 2025 has 406 million parameters",
     "model_size_trend", "2025", "406000000",
     "median of parameters weighted by the year's downloads", "year",
     [](const Claims& c) { return c.parameters_in("2025", false); }},
}};

std::string definition_of(const Claim& claim, const Claims& cells) {
  const std::string definition = claim.definition;
  if (claim.grain.empty()) return definition;
  return definition + "; downloads: " + std::string(basis_name(cells.basis(claim.grain)));
}

Finding find_value(const Claim& claim, const Claims& cells, const Given& given) {
  if (cells.has(claim.table)) return claim.find(cells);
  for (const TableMaker& maker : table_makers()) {
    if (maker.name != claim.table) continue;
    const std::string_view missing = missing_input(maker, given);
    if (!missing.empty()) return {"", std::string(missing)};
  }
  return {"", "table " + std::string(claim.table) + ", which was not asked for"};
}

std::string status_of(const Finding& found, const Given& given) {
  if (found.needs.empty()) return "computed";
  // Without a record that counts there is no window of records.
  if (found.needs == kRecords && given.records) return "not computable: no record accepted";
  return "not computable: needs " + found.needs;
}

}  // namespace

std::vector<Table> claims(const Findings& findings, std::span<const Table> tables) {
  Table table(
      "claims", "Does the article hold on this dump?",
      "Each claim of the article with its value there and here, the window of the value and "
      "its definition. Published shares of one Hub differ by a factor of two with the "
      "definition, so compare only like with like.");
  TextColumn name = table.key("claim");
  TextColumn statement = table.text("statement");
  TextColumn source = table.text("table");
  TextColumn window = table.text("window");
  TextColumn article = table.text("article");
  TextColumn value = table.text("value");
  TextColumn definition = table.text("definition");
  TextColumn status = table.text("status");
  const auto or_null = [](const std::string& text) {
    return text.empty() ? std::nullopt : std::optional<std::string_view>(text);
  };
  const Claims cells(findings, tables);
  for (const Claim& claim : kClaims) {
    const Finding found = find_value(claim, cells, findings.given);
    const bool computed = found.needs.empty();
    name.add(claim.name);
    statement.add(claim.statement);
    source.add(claim.table);
    const std::string own = claim.window == kOverall ? cells.overall() : std::string(claim.window);
    window.add(or_null(found.window.empty() ? own : found.window));
    article.add(claim.article);
    value.add(computed ? or_null(found.value) : std::nullopt);
    definition.add(definition_of(claim, cells));
    status.add(status_of(found, findings.given));
  }
  std::vector<Table> made;
  made.push_back(std::move(table));
  return made;
}

}  // namespace hubcensus
