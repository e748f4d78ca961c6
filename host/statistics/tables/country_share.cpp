#include <algorithm>
#include <map>

#include "host/catalog/country_code.hpp"
#include "host/statistics/tables.hpp"
#include "host/statistics/tables/group_sums.hpp"
#include "host/statistics/tables/known_columns.hpp"

namespace hubcensus {
namespace {

// How a model is attributed to a country: by its account, or by the accounts at its roots.
struct Attribution {
  const char* name;
  uint16_t Group::* country;
};
constexpr std::array<Attribution, 2> kAttributions = {
    {{"account", &Group::country}, {"derived", &Group::derived_country}}};

// Numbers of the countries that have a row: all that a model has, "unknown" always, "several"
// always among derived ones.
std::vector<uint16_t> listed_countries(const Catalog& catalog, const Attribution& attribution) {
  std::vector<uint16_t> listed = {kUnknownCountry};
  if (attribution.country == &Group::derived_country) listed.push_back(kSeveralCountries);
  for (const Group& group : catalog.groups) listed.push_back(group.*attribution.country);
  std::sort(listed.begin(), listed.end());
  listed.erase(std::unique(listed.begin(), listed.end()), listed.end());
  return listed;
}

std::vector<Amount> amounts_by_country(const Catalog& catalog, const WindowFacts& facts,
                                       const Attribution& attribution) {
  return amounts_by(catalog, facts.groups, catalog.countries.size(),
                    [&](const Group& group) { return group.*attribution.country; });
}

// The known country with most downloads, above none; ties: the first by byte.
std::optional<uint16_t> plurality(const Catalog& catalog, const std::vector<Amount>& amounts) {
  std::optional<uint16_t> best;
  for (uint16_t country = 0; country < amounts.size(); ++country) {
    const uint64_t downloads = amounts[country].downloads;
    if (downloads == 0 || !is_country_code(catalog.countries[country])) continue;
    const bool wins = !best || downloads > amounts[*best].downloads ||
                      (downloads == amounts[*best].downloads &&
                       catalog.countries[country] < catalog.countries[*best]);
    if (wins) best = country;
  }
  return best;
}

// Windows that follow one another, so that a running total means something.
bool has_running_total(const Window& window) {
  return window.grain == "year" || window.grain == "month" || window.grain == "week" ||
         window.grain == "day";
}

// Running totals of downloads by country, one for each grain.
class RunningTotals {
 public:
  const std::vector<uint64_t>& add(const std::string& grain, const std::vector<Amount>& amounts) {
    std::vector<uint64_t>& totals = totals_[grain];
    totals.resize(amounts.size());
    for (size_t i = 0; i < amounts.size(); ++i) totals[i] += amounts[i].downloads;
    return totals;
  }

 private:
  std::map<std::string, std::vector<uint64_t>> totals_;
};

class ShareTable {
 public:
  explicit ShareTable(const Catalog& catalog) : catalog_(catalog) {}

  void add(const WindowFacts& facts, const Attribution& attribution,
           const std::vector<uint16_t>& listed, const std::vector<Amount>& amounts,
           const std::vector<uint64_t>* running) {
    const uint64_t total = facts.downloads();
    uint64_t known = 0;
    for (uint16_t country = 0; country < amounts.size(); ++country) {
      if (is_country_code(catalog_.countries[country])) known += amounts[country].downloads;
    }
    uint64_t running_total = 0;
    if (running != nullptr) {
      for (const uint64_t downloads : *running) running_total += downloads;
    }
    const std::optional<uint16_t> first = plurality(catalog_, amounts);
    for (const uint16_t country : listed) {
      const bool counts = is_country_code(catalog_.countries[country]);
      window_.add(facts.window.name);
      attribution_.add(attribution.name);
      country_.add(catalog_.countries[country]);
      columns_.add(facts.window);
      models_.add(amounts[country].models);
      downloads_.add(amounts[country].downloads);
      share_.add(share(amounts[country].downloads, total));
      share_known_.add(counts ? std::optional(share(amounts[country].downloads, known))
                              : std::nullopt);
      plurality_.add(counts ? std::optional(first == country) : std::nullopt);
      const bool runs = running != nullptr;
      cumulative_.add(runs ? std::optional((*running)[country]) : std::nullopt);
      cumulative_share_.add(runs ? std::optional(share((*running)[country], running_total))
                                 : std::nullopt);
    }
  }

  Table take() { return std::move(table_); }

 private:
  const Catalog& catalog_;
  Table table_{
      "country_share", "Which countries' models are downloaded?",
      "Downloads within the window by the country of the model's account, and by its derived "
      "country: the one country of all roots of its chain of base models, else 'several'. Share of "
      "all downloads, and of those of known countries. Plurality: the known country with most "
      "downloads. Cumulative: from the first record to the end of the window."};
  TextColumn window_ = table_.key("window");
  TextColumn attribution_ = table_.key("attribution");
  TextColumn country_ = table_.key("country");
  WindowColumns columns_{table_};
  IntegerColumn models_ = table_.integer("models");
  IntegerColumn downloads_ = table_.integer("downloads");
  RatioColumn share_ = table_.ratio("share");
  RatioColumn share_known_ = table_.ratio("share_known");
  BooleanColumn plurality_ = table_.boolean("plurality");
  IntegerColumn cumulative_ = table_.integer("cumulative_downloads");
  RatioColumn cumulative_share_ = table_.ratio("cumulative_share");
};

class KnownTable {
 public:
  explicit KnownTable(const Catalog& catalog) : catalog_(catalog) {}

  void add(const WindowFacts& facts, const Attribution& attribution,
           const std::vector<Amount>& amounts) {
    Amount known;
    for (size_t country = 0; country < amounts.size(); ++country) {
      if (!is_country_code(catalog_.countries[country])) continue;
      known.models += amounts[country].models;
      known.downloads += amounts[country].downloads;
    }
    window_.add(facts.window.name);
    attribution_.add(attribution.name);
    columns_.add(facts, known);
  }

  Table take() { return std::move(table_); }

 private:
  const Catalog& catalog_;
  Table table_{"country_share_known", "For how much is the country known?",
               "Models and downloads within the window whose country is known, by the account or "
               "derived; 'international', 'several' and 'unknown' are no known country. Known: "
               "their downloads over all of the window."};
  TextColumn window_ = table_.key("window");
  TextColumn attribution_ = table_.key("attribution");
  KnownColumns columns_{table_};
};

// Who was last strictly ahead in each pair of known countries; a tie changes nothing.
class OvertakeTable {
 public:
  explicit OvertakeTable(const Catalog& catalog) : catalog_(catalog) {}

  // Downloads of one series, period after period.
  void begin_series() { leader_.clear(); }
  void add(const Attribution& attribution, const char* measure, const Window& window,
           const std::vector<uint16_t>& listed, const std::vector<uint64_t>& downloads) {
    for (const uint16_t country : listed) {
      for (const uint16_t other : listed) {
        if (!is_country_code(catalog_.countries[country]) ||
            !is_country_code(catalog_.countries[other]))
          continue;
        if (downloads[country] <= downloads[other]) continue;
        const auto pair = std::minmax(country, other);
        const auto [found, first_lead] = leader_.try_emplace(pair, country);
        if (first_lead || found->second == country) continue;
        found->second = country;
        attribution_.add(attribution.name);
        measure_.add(measure);
        period_.add(window.name);
        country_.add(catalog_.countries[country]);
        overtaken_.add(catalog_.countries[other]);
        country_downloads_.add(downloads[country]);
        overtaken_downloads_.add(downloads[other]);
      }
    }
  }

  Table take() { return std::move(table_); }

 private:
  const Catalog& catalog_;
  std::map<std::pair<uint16_t, uint16_t>, uint16_t> leader_;
  Table table_{"country_share_overtakes", "When did one country pass another?",
               "Complete months in which a known country is strictly ahead of another that was the "
               "last strictly ahead of it; a tie changes nothing. By downloads of the month and "
               "cumulative since the first record."};
  TextColumn attribution_ = table_.key("attribution");
  TextColumn measure_ = table_.key("measure");
  TextColumn period_ = table_.key("period");
  TextColumn country_ = table_.key("country");
  TextColumn overtaken_ = table_.key("overtaken");
  IntegerColumn country_downloads_ = table_.integer("country_downloads");
  IntegerColumn overtaken_downloads_ = table_.integer("overtaken_downloads");
};

void add_overtakes(const Findings& findings, const Attribution& attribution,
                   const std::vector<uint16_t>& listed, OvertakeTable& table) {
  const Catalog& catalog = *findings.catalog;
  for (const bool cumulative : {false, true}) {
    table.begin_series();
    std::vector<uint64_t> downloads(catalog.countries.size());
    for (const WindowFacts& facts : findings.windows) {
      if (facts.window.grain != "month") continue;
      const auto amounts = amounts_by_country(catalog, facts, attribution);
      for (size_t i = 0; i < amounts.size(); ++i) {
        downloads[i] = (cumulative ? downloads[i] : 0) + amounts[i].downloads;
      }
      if (!facts.window.complete) continue;
      table.add(attribution, cumulative ? "cumulative" : "monthly", facts.window, listed,
                downloads);
    }
  }
}

}  // namespace

std::vector<Table> country_share(const Findings& findings) {
  const Catalog& catalog = *findings.catalog;
  ShareTable share_table(catalog);
  OvertakeTable overtake_table(catalog);
  KnownTable known_table(catalog);
  for (const Attribution& attribution : kAttributions) {
    const std::vector<uint16_t> listed = listed_countries(catalog, attribution);
    RunningTotals running;
    for (const WindowFacts& facts : findings.windows) {
      const auto amounts = amounts_by_country(catalog, facts, attribution);
      const bool runs = has_running_total(facts.window);
      share_table.add(facts, attribution, listed, amounts,
                      runs ? &running.add(facts.window.grain, amounts) : nullptr);
      known_table.add(facts, attribution, amounts);
    }
    add_overtakes(findings, attribution, listed, overtake_table);
  }
  std::vector<Table> tables;
  tables.push_back(share_table.take());
  tables.push_back(known_table.take());
  tables.push_back(overtake_table.take());
  return tables;
}

}  // namespace hubcensus
