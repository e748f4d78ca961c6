#include "host/statistics/tables.hpp"

#include <array>

namespace hubcensus {
namespace {

constexpr Needs kWindows{.windows = true};
constexpr Needs kDistributions{.windows = true, .distributions = true};
constexpr Needs kParameters{.windows = true, .parameters = true};
constexpr Needs kValues{.values = true};

const std::array<TableMaker, 7> kTableMakers = {{
    {"growth", "How fast does the Hub grow?", {}, {.models = true}, growth},
    {"concentration", "How unequal are downloads?", kDistributions, {}, concentration},
    {"country_share",
     "Which countries' models are downloaded?",
     kWindows,
     {.accounts = true},
     country_share},
    {"kind_share", "Industry against independents?", kWindows, {.accounts = true}, kind_share},
    {"size_classes", "Do small models win?", kDistributions, {}, size_classes},
    {"model_size_trend", "Are downloaded models growing?", kParameters, {}, model_size_trend},
    {"record_distribution",
     "How are single records distributed?",
     kValues,
     {.records = true},
     record_distribution},
}};

}  // namespace

std::span<const TableMaker> table_makers() { return kTableMakers; }

std::string_view missing_input(const TableMaker& maker, const Given& given) {
  if (maker.inputs.models && !given.models) return "--models";
  if (maker.inputs.accounts && !given.accounts) return "--accounts";
  if (maker.inputs.records && !given.records) return "--downloads";
  return {};
}

WindowColumns::WindowColumns(Table& table, bool with_records)
    : grain_(table.text("grain")), complete_(table.boolean("complete")) {
  if (with_records) records_.push_back(table.integer("records"));
}

void WindowColumns::add(const Window& window) {
  grain_.add(window.grain);
  complete_.add(window.complete);
  for (IntegerColumn& column : records_) column.add(window.records);
}

}  // namespace hubcensus
