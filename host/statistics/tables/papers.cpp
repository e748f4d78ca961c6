#include <algorithm>
#include <map>
#include <numeric>

#include "host/catalog/country_code.hpp"
#include "host/statistics/listed_values.hpp"
#include "host/statistics/tables.hpp"

namespace hubcensus {
namespace {

constexpr uint32_t kListedOrganizations = 1000;

struct Sums {
  uint64_t organizations = 0;
  uint64_t papers = 0;
  uint64_t upvotes = 0;
  uint64_t models = 0;  // distinct linked ones
  uint64_t datasets = 0;
};

// The number of distinct values of each group.
std::vector<uint64_t> distinct_in(const std::vector<uint32_t>& group_of_paper,
                                  const NumberLists& linked, size_t groups) {
  std::vector<std::pair<uint32_t, uint32_t>> pairs;
  for (size_t paper = 0; paper < group_of_paper.size(); ++paper) {
    for (const uint32_t number : linked[paper]) pairs.emplace_back(group_of_paper[paper], number);
  }
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  std::vector<uint64_t> counts(groups);
  for (const auto& [group, number] : pairs) ++counts[group];
  return counts;
}

std::vector<Sums> sums_by(const PaperFacts& papers, const std::vector<uint32_t>& group_of_paper,
                          size_t groups) {
  std::vector<Sums> sums(groups);
  for (size_t paper = 0; paper < papers.size(); ++paper) {
    ++sums[group_of_paper[paper]].papers;
    sums[group_of_paper[paper]].upvotes += papers.upvotes[paper];
  }
  const auto models = distinct_in(group_of_paper, papers.models, groups);
  const auto datasets = distinct_in(group_of_paper, papers.datasets, groups);
  for (size_t group = 0; group < groups; ++group) {
    sums[group].models = models[group];
    sums[group].datasets = datasets[group];
  }
  return sums;
}

uint64_t upvotes_of(const PaperFacts& papers) {
  return std::accumulate(papers.upvotes.begin(), papers.upvotes.end(), uint64_t{0});
}

// Organizations that have a paper, most upvotes first, equals by handle: [rank - 1]. One whose
// papers were all replaced by later rows has none.
std::vector<uint32_t> ranked_organizations(const PaperFacts& papers) {
  const uint32_t count = papers.organizations.size();
  std::vector<uint64_t> upvotes(count);
  std::vector<uint64_t> written(count);
  for (size_t paper = 0; paper < papers.size(); ++paper) {
    const uint32_t organization = papers.organization[paper];
    if (organization == kNotFound) continue;
    upvotes[organization] += papers.upvotes[paper];
    ++written[organization];
  }
  std::vector<uint32_t> ranked;
  for (uint32_t i = 0; i < count; ++i) {
    if (written[i] > 0) ranked.push_back(i);
  }
  std::sort(ranked.begin(), ranked.end(), [&](uint32_t left, uint32_t right) {
    if (upvotes[left] != upvotes[right]) return upvotes[left] > upvotes[right];
    return papers.organizations[left] < papers.organizations[right];
  });
  return ranked;
}

class OrganizationTable {
 public:
  explicit OrganizationTable(uint64_t all_upvotes) : all_upvotes_(all_upvotes) {}

  void add(std::string_view organization, const KnownAccount& annotation, uint64_t rank,
           const Sums& sums) {
    add_row(organization, kAccountKindNames[static_cast<size_t>(annotation.kind)],
            annotation.country, rank, sums);
  }
  void add_unknown(const Sums& sums) {
    add_row(kNoCountry, kNoCountry, kNoCountry, std::nullopt, sums);
  }
  void add_others(const Sums& sums) {
    add_row(kOthersName, std::nullopt, std::nullopt, std::nullopt, sums);
  }

  Table take() { return std::move(table_); }

 private:
  void add_row(std::string_view organization, std::optional<std::string_view> kind,
               std::optional<std::string_view> country, std::optional<uint64_t> rank,
               const Sums& sums) {
    organization_.add(organization);
    kind_.add(kind);
    country_.add(country);
    rank_.add(rank);
    papers_.add(sums.papers);
    upvotes_.add(sums.upvotes);
    upvote_share_.add(share(sums.upvotes, all_upvotes_));
    models_.add(sums.models);
    datasets_.add(sums.datasets);
  }

  uint64_t all_upvotes_;
  Table table_{
      "papers", "Whose papers are upvoted?",
      "Daily papers by the organization that the list names, with kind and country of its account "
      "where annotated: papers, upvotes as of the list (a paper without a count has none), share "
      "of all upvotes, distinct models and datasets that its papers link. rank: by upvotes, equals "
      "by name. unknown: papers without an organization. (others): those behind the first 1,000."};
  TextColumn organization_ = table_.key("organization");
  TextColumn kind_ = table_.text("kind");
  TextColumn country_ = table_.text("country");
  IntegerColumn rank_ = table_.integer("rank");
  IntegerColumn papers_ = table_.integer("papers");
  IntegerColumn upvotes_ = table_.integer("upvotes");
  RatioColumn upvote_share_ = table_.ratio("upvote_share");
  IntegerColumn models_ = table_.integer("models");
  IntegerColumn datasets_ = table_.integer("datasets");
};

class CountryTable {
 public:
  CountryTable(uint64_t all_upvotes, uint64_t known_upvotes)
      : all_upvotes_(all_upvotes), known_upvotes_(known_upvotes) {}

  void add(const std::string& country, bool is_known, const Sums& sums) {
    country_.add(country);
    organizations_.add(sums.organizations);
    papers_.add(sums.papers);
    upvotes_.add(sums.upvotes);
    upvote_share_.add(share(sums.upvotes, all_upvotes_));
    upvote_share_known_.add(is_known ? std::optional(share(sums.upvotes, known_upvotes_))
                                     : std::nullopt);
    models_.add(sums.models);
    datasets_.add(sums.datasets);
  }

  Table take() { return std::move(table_); }

 private:
  uint64_t all_upvotes_;
  uint64_t known_upvotes_;
  Table table_{
      "papers_countries", "Which countries' papers are upvoted?",
      "Daily papers by the country of their organization's account: organizations, papers, "
      "upvotes (a paper without a count has none), share of all upvotes and of those of known "
      "countries, distinct models and datasets linked. unknown: papers without an organization, or "
      "of one without a country."};
  TextColumn country_ = table_.key("country");
  IntegerColumn organizations_ = table_.integer("organizations");
  IntegerColumn papers_ = table_.integer("papers");
  IntegerColumn upvotes_ = table_.integer("upvotes");
  RatioColumn upvote_share_ = table_.ratio("upvote_share");
  RatioColumn upvote_share_known_ = table_.ratio("upvote_share_known");
  IntegerColumn models_ = table_.integer("models");
  IntegerColumn datasets_ = table_.integer("datasets");
};

Table organizations_table(const Findings& findings, const std::vector<uint32_t>& ranked) {
  const PaperFacts& papers = findings.lists->papers;
  const auto listed =
      std::min<uint32_t>(static_cast<uint32_t>(ranked.size()), kListedOrganizations);
  const uint32_t others = listed;
  const uint32_t unknown = listed + 1;
  std::vector<uint32_t> group_of(papers.organizations.size(), others);
  for (uint32_t i = 0; i < listed; ++i) group_of[ranked[i]] = i;
  std::vector<uint32_t> group_of_paper;
  for (const uint32_t organization : papers.organization) {
    group_of_paper.push_back(organization == kNotFound ? unknown : group_of[organization]);
  }
  const auto sums = sums_by(papers, group_of_paper, listed + 2);
  OrganizationTable table(upvotes_of(papers));
  for (uint32_t i = 0; i < listed; ++i) {
    const std::string_view handle = papers.organizations[ranked[i]];
    table.add(handle, findings.annotations->of(handle), i + 1, sums[i]);
  }
  if (ranked.size() > listed) table.add_others(sums[others]);
  table.add_unknown(sums[unknown]);
  return table.take();
}

Table countries_table(const Findings& findings, const std::vector<uint32_t>& ranked) {
  const PaperFacts& papers = findings.lists->papers;
  std::map<std::string, uint32_t> groups = {{std::string(kNoCountry), 0}};
  std::vector<uint32_t> group_of(papers.organizations.size());
  for (const uint32_t organization : ranked) {
    const std::string country(
        findings.annotations->of(papers.organizations[organization]).country);
    group_of[organization] =
        groups.try_emplace(country, static_cast<uint32_t>(groups.size())).first->second;
  }
  std::vector<uint32_t> group_of_paper;
  for (const uint32_t organization : papers.organization) {
    group_of_paper.push_back(organization == kNotFound ? 0 : group_of[organization]);
  }
  auto sums = sums_by(papers, group_of_paper, groups.size());
  for (const uint32_t organization : ranked) ++sums[group_of[organization]].organizations;
  uint64_t known = 0;
  for (const auto& [country, group] : groups) {
    if (is_country_code(country)) known += sums[group].upvotes;
  }
  CountryTable table(upvotes_of(papers), known);
  for (const auto& [country, group] : groups)
    table.add(country, is_country_code(country), sums[group]);
  return table.take();
}

}  // namespace

std::vector<Table> papers(const Findings& findings) {
  const std::vector<uint32_t> ranked = ranked_organizations(findings.lists->papers);
  std::vector<Table> tables;
  tables.push_back(organizations_table(findings, ranked));
  tables.push_back(countries_table(findings, ranked));
  return tables;
}

}  // namespace hubcensus
