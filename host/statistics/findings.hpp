// What the tables are made from: for each window, sums and distributions of exact integers.
//
// measure() is the one pass over the tally; behind it every table is a pure function of Findings,
// none of which holds a value per model.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "host/catalog/catalog.hpp"
#include "host/catalog/hub_lists.hpp"
#include "host/statistics/account_sums.hpp"
#include "host/statistics/communities.hpp"
#include "host/statistics/dump_series.hpp"
#include "host/statistics/licences.hpp"
#include "host/statistics/lifetimes.hpp"
#include "host/statistics/liked_models.hpp"
#include "host/statistics/lineage_facts.hpp"
#include "host/statistics/spread.hpp"
#include "host/statistics/user_downloads.hpp"
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
  bool accounts = false;       // sums by account and by parent company
  bool dumps = false;          // the lists of each dump of a dated series
  bool likes = false;          // the most liked models, with attributes
  bool attributes = false;     // the dump's tasks, libraries, licences, languages and likes
  bool communities = false;    // downloads by attribute, with attributes
  bool licences = false;       // by licence, country and size class, with attributes
  bool spreads = false;        // over tasks and languages, with attributes
  bool age = false;            // downloads by model and age in days; only daily records tell
  bool weeks = false;          // the same by age in weeks

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
  AccountSums account_sums;
  LikedFacts liked;
  // Not in months, weeks and days:
  std::vector<ParameterDownloads> parameters;
  CommunityFacts communities;
  std::vector<LicenceFacts> licences;
  // In months alone:
  Spread tasks;
  Spread languages;

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
  const HubLists* lists = nullptr;                  // datasets, spaces, ...; empty if not given
  const AccountAnnotations* annotations = nullptr;  // by handle
  Given given;
  Day as_of = 0;         // the day of the census
  bool is_dated = true;  // else nothing tells that day
  std::optional<Grain> fine;
  std::optional<RecordDays> days;
  RecordKind kind = RecordKind::daily;  // of the records
  std::vector<WindowFacts> windows;
  AccountListing listing;       // the accounts that tables name
  std::vector<uint32_t> liked;  // the most liked models of the dump
  ValueDistribution values;
  std::span<const DumpFacts> dumps;       // of --dumps, ascending by day
  std::vector<UserDownloads> users;       // of requests
  AdoptionFacts adoption;                 // where facet age was folded
  EngagementFacts engagement;             // where facet weeks was folded
  const LineageFacts* lineage = nullptr;  // null where no table needs it

  // The facts of the window with that name; null where there is none.
  const WindowFacts* find(std::string_view window) const;
  // "all" where there are records, else "lifetime" or "last-30-days"; null without any.
  const WindowFacts* overall() const;
  // The same year, or month, a year before; null where there is none, or one of the two is not
  // complete.
  const WindowFacts* year_before(const Window& window) const;
};

// Months, weeks and days: facts that are large are kept of other windows alone.
bool is_period(const Window& window);

// Makes month and fine, downloads by period, from the facets latest and latest_fine where the
// records are samples; of other kinds the tally is that already. In the numbering of the fold, so
// before Catalog::renumber(). The corrections are those by month.
Corrections settle_samples(Tally& tally, RecordKind kind, const Catalog& catalog, Backend& backend);

struct Measured {
  std::vector<WindowFacts> windows;
  AccountListing listing;
  std::vector<uint32_t> liked;
};

// Where `tally` is null the counters of the dump are the windows; a tally without a record has
// none. `renumbering` as Catalog::renumber() gave it.
Measured measure(const Catalog& catalog, const Tally* tally, RecordKind kind,
                 std::span<const uint32_t> renumbering, const Needs& needs, Backend& backend);

}  // namespace hubcensus
