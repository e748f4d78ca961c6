// What the tables are made from: for each window, sums and distributions of exact integers.
//
// measure() is the one pass over the tally; behind it every table is a pure function of Findings,
// none of which holds a value per model.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "host/catalog/catalog.hpp"
#include "host/statistics/lineage_facts.hpp"
#include "host/statistics/window.hpp"
#include "kernels/backend.hpp"

namespace hubcensus {

// What the tables asked for need; what none needs is not computed.
struct Needs {
  bool windows = false;        // sums by group
  bool distributions = false;  // of models by size class, and of accounts
  bool parameters = false;     // downloads by number of parameters
  bool values = false;         // distribution of single records
  bool sizes = false;          // the dump's numbers of parameters
  bool lineage = false;        // the dump's base models
  bool lineage_graph = false;  // who descends from whom
  bool users = false;          // downloads by the country of the user; only requests tell

  Needs operator|(const Needs& other) const;
};

// Downloads of the models with one number of parameters.
struct ParameterDownloads {
  uint64_t parameters;  // above 0, ascending
  uint64_t downloads;
};

struct WindowFacts {
  Window window;
  CodeSums groups;                               // by Catalog::groups
  std::array<ValueCounts, kSizeClasses> models;  // downloads of the members, by size class
  ValueCounts accounts;                          // downloads of the accounts with a member
  std::vector<ParameterDownloads> parameters;    // not in months, weeks and days

  uint64_t downloads() const;  // all
  uint64_t members() const;    // n
};

// What was given, as the tables' definitions and the claims tell it.
struct Given {
  bool models = false;
  bool records = false;
  bool accounts = false;
  bool daily_records = false;  // the records are of kind daily
  bool requests = false;       // the records are of kind requests
  bool datasets = false;
  bool spaces = false;
  bool papers = false;
  bool organizations = false;
  bool companies = false;
  bool champions = false;
  bool dumps = false;  // a dated series of models dumps
};

struct Findings {
  const Catalog* catalog = nullptr;
  Given given;
  Day as_of = 0;
  std::optional<Grain> fine;
  std::optional<RecordDays> days;
  RecordKind kind = RecordKind::daily;  // of the records
  std::vector<WindowFacts> windows;
  ValueDistribution values;
  const LineageFacts* lineage = nullptr;  // null where no table needs it

  // The facts of the window with that name; null where there is none.
  const WindowFacts* find(std::string_view window) const;
  // "all" where there are records, else "lifetime" or "last-30-days"; null without any.
  const WindowFacts* overall() const;
};

// Makes month and fine, downloads by period, from the facets latest and latest_fine where the
// records are samples; of other kinds the tally is that already. In the numbering of the fold, so
// before Catalog::renumber(). The corrections are those by month.
Corrections settle_samples(Tally& tally, RecordKind kind, const Catalog& catalog, Backend& backend);

// Where `tally` is null the counters of the dump are the windows; a tally without a record has
// none. `renumbering` as Catalog::renumber() gave it.
std::vector<WindowFacts> measure(const Catalog& catalog, const Tally* tally, RecordKind kind,
                                 std::span<const uint32_t> renumbering, const Needs& needs,
                                 Backend& backend);

}  // namespace hubcensus
