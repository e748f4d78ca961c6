#include "host/statistics/tables.hpp"

#include <array>

namespace hubcensus {
namespace {

constexpr Needs kConcentration{.windows = true, .distributions = true};
constexpr Needs kCountries{.windows = true, .lineage = true};
constexpr Needs kKinds{.windows = true};
constexpr Needs kClasses{.windows = true, .distributions = true, .sizes = true};
constexpr Needs kSizeTrend{.windows = true, .parameters = true, .sizes = true};
constexpr Needs kOrganizations{.windows = true, .sizes = true, .accounts = true};
constexpr Needs kUsage{.windows = true, .users = true};
constexpr Needs kSovereignty{.windows = true, .users = true, .accounts = true};
constexpr Needs kCommunities{.windows = true, .attributes = true, .communities = true};
constexpr Needs kLicences{.windows = true, .sizes = true, .attributes = true, .licences = true};
constexpr Needs kSpreads{
    .windows = true, .distributions = true, .attributes = true, .spreads = true};
constexpr Needs kTrending{.lineage = true, .dumps = true};
constexpr Needs kLikes{.windows = true, .dumps = true, .likes = true, .attributes = true};
constexpr Needs kAdoption{.sizes = true, .age = true};
constexpr Needs kEngagement{.sizes = true, .weeks = true};
constexpr Needs kLineage{.lineage = true, .lineage_graph = true};
constexpr Needs kRecords{.values = true, .sizes = true};

const auto kTableMakers = std::to_array<TableMaker>({
    {"growth",
     "How fast does the Hub grow?",
     {},
     {},
     growth,
     {.models = true, .datasets = true, .spaces = true}},
    {"concentration", "How unequal are downloads?", kConcentration, {}, concentration},
    {"country_share",
     "Which countries' models are downloaded?",
     kCountries,
     {.accounts = true},
     country_share},
    {"kind_share", "Industry against independents?", kKinds, {.accounts = true}, kind_share},
    {"size_classes", "Do small models win?", kClasses, {}, size_classes},
    {"adoption_by_age",
     "How fast are the leading models of a size adopted?",
     kAdoption,
     {.models = true, .records = true, .daily_records = true},
     adoption_by_age},
    {"model_size_trend", "Are downloaded models growing?", kSizeTrend, {}, model_size_trend},
    {"organizations",
     "Who releases, and who is used?",
     kOrganizations,
     {.models = true},
     organizations},
    {"lineage", "Which models are built upon?", kLineage, {.models = true}, lineage},
    {"trending",
     "What trends, and whose is it?",
     kTrending,
     {.accounts = true, .dumps = true},
     trending},
    {"likes", "Are liked models downloaded?", kLikes, {.models = true}, likes},
    {"engagement",
     "How long does a model live?",
     kEngagement,
     {.models = true, .records = true, .daily_records = true},
     engagement},
    {"communities", "One market, or many?", kCommunities, {.models = true}, communities},
    {"dataset_tasks", "Which data grows?", {}, {.datasets = true}, dataset_tasks},
    {"verified_companies",
     "Which companies of a list are on the Hub?",
     {},
     {.organizations = true, .companies = true},
     verified_companies},
    {"usage_matrix",
     "Are models used where they are developed?",
     kUsage,
     {.records = true, .accounts = true, .requests = true},
     usage_matrix},
    {"licenses",
     "How open are the models?",
     kLicences,
     {.models = true, .accounts = true},
     licenses},
    {"sovereignty",
     "What does each country develop, and who leads there?",
     kSovereignty,
     {.accounts = true},
     sovereignty},
    {"papers", "Whose papers are upvoted?", {}, {.papers = true}, papers},
    {"record_distribution",
     "How are single records distributed?",
     kRecords,
     {.records = true, .daily_records = true},
     record_distribution},
    {"outlook", "Further fragmentation?", kSpreads, {.records = true}, outlook},
});

struct InputFlag {
  bool Given::* is_given;
  std::string_view name;
};

// In the order in which a missing one is named.
constexpr std::array<InputFlag, 12> kInputFlags = {{{&Given::models, "--models"},
                                                    {&Given::accounts, "--accounts"},
                                                    {&Given::datasets, "--datasets"},
                                                    {&Given::spaces, "--spaces"},
                                                    {&Given::papers, "--papers"},
                                                    {&Given::organizations, "--organizations"},
                                                    {&Given::companies, "--companies"},
                                                    {&Given::champions, "--champions"},
                                                    {&Given::dumps, "--dumps"},
                                                    {&Given::records, "--downloads"},
                                                    {&Given::daily_records, "daily records"},
                                                    {&Given::requests, "request records"}}};

}  // namespace

std::span<const TableMaker> table_makers() { return kTableMakers; }

std::string_view missing_input(const Given& needed, const Given& given) {
  for (const InputFlag& input : kInputFlags) {
    if (needed.*input.is_given && !(given.*input.is_given)) return input.name;
  }
  return {};
}

std::string_view missing_input(const TableMaker& maker, const Given& given) {
  std::string_view first = missing_input(maker.inputs, given);
  if (!first.empty()) return first;
  for (const InputFlag& input : kInputFlags) {
    if (!(maker.one_of.*input.is_given)) continue;
    if (given.*input.is_given) return {};
    if (first.empty()) first = input.name;
  }
  return first;
}

WindowColumns::WindowColumns(Table& table, bool with_records)
    : grain_(table.text("grain")),
      basis_(table.text("basis")),
      complete_(table.boolean("complete")) {
  if (with_records) records_.push_back(table.integer("records"));
}

void WindowColumns::add(const Window& window) {
  grain_.add(window.grain);
  basis_.add(basis_name(window.basis));
  complete_.add(window.complete);
  for (IntegerColumn& column : records_) column.add(window.records);
}

}  // namespace hubcensus
