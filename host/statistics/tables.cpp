#include "host/statistics/tables.hpp"

#include <array>

namespace hubcensus {
namespace {

constexpr Needs kConcentration{.windows = true, .distributions = true};
constexpr Needs kCountries{.windows = true, .lineage = true};
constexpr Needs kKinds{.windows = true};
constexpr Needs kClasses{.windows = true, .distributions = true, .sizes = true};
constexpr Needs kSizeTrend{.windows = true, .parameters = true, .sizes = true};
constexpr Needs kLineage{.lineage = true, .lineage_graph = true};
constexpr Needs kRecords{.values = true, .sizes = true};

const std::array<TableMaker, 8> kTableMakers = {{
    {"growth", "How fast does the Hub grow?", {}, {.models = true}, growth},
    {"concentration", "How unequal are downloads?", kConcentration, {}, concentration},
    {"country_share",
     "Which countries' models are downloaded?",
     kCountries,
     {.accounts = true},
     country_share},
    {"kind_share", "Industry against independents?", kKinds, {.accounts = true}, kind_share},
    {"size_classes", "Do small models win?", kClasses, {}, size_classes},
    {"model_size_trend", "Are downloaded models growing?", kSizeTrend, {}, model_size_trend},
    {"lineage", "Which models are built upon?", kLineage, {.models = true}, lineage},
    {"record_distribution",
     "How are single records distributed?",
     kRecords,
     {.records = true, .daily_records = true},
     record_distribution},
}};

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

std::string_view missing_input(const TableMaker& maker, const Given& given) {
  for (const InputFlag& input : kInputFlags) {
    if (maker.inputs.*input.is_given && !(given.*input.is_given)) return input.name;
  }
  return {};
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
