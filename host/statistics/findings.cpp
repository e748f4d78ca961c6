#include "host/statistics/findings.hpp"

#include <tbb/parallel_for.h>

#include <algorithm>
#include <bit>
#include <numeric>

namespace hubcensus {
namespace {

// Sums the periods of a window into one value per model, in the final numbering.
std::vector<uint64_t> window_values(const Cube& cube, const Window& window, uint32_t models,
                                    std::span<const uint32_t> renumbering) {
  std::vector<uint64_t> values(models);
  const int32_t first = period_of(cube.grain(), window.first);
  const int32_t last = period_of(cube.grain(), window.end - 1);
  const auto cells = renumbering.empty() ? models : static_cast<uint32_t>(renumbering.size());
  const uint32_t chunks = (cells + kChunkMask) >> kChunkBits;
  tbb::parallel_for(0U, chunks, [&](uint32_t index) {
    const uint32_t begin = index << kChunkBits;
    const uint32_t count = std::min(kChunkValues, cells - begin);
    for (int32_t period = first; period <= last; ++period) {
      const ChunkedColumn<uint64_t>* column = cube.find(period);
      const uint64_t* chunk = column == nullptr ? nullptr : column->find(index);
      if (chunk == nullptr) continue;
      if (renumbering.empty()) {
        for (uint32_t i = 0; i < count; ++i) values[begin + i] += chunk[i];
        continue;
      }
      for (uint32_t i = 0; i < count; ++i) {
        // Models that became one share a number, but only one of them has cells: others are not
        // even added, as another thread may be at that sum.
        if (chunk[i] != 0) values[renumbering[begin + i]] += chunk[i];
      }
    }
  });
  return values;
}

// The codes by which values are grouped, made once for all windows.
struct Codes {
  std::vector<uint8_t> size_class;        // [model]
  std::vector<uint64_t> parameters;       // [code] ascending
  std::vector<uint32_t> parameters_code;  // [model]
};

Codes make_codes(const Catalog& catalog, const Needs& needs) {
  Codes codes;
  if (needs.distributions) {
    for (const uint32_t group : catalog.group) {
      codes.size_class.push_back(static_cast<uint8_t>(catalog.groups[group].size_class));
    }
  }
  if (needs.parameters) {
    codes.parameters = catalog.parameters;
    std::sort(codes.parameters.begin(), codes.parameters.end());
    codes.parameters.erase(std::unique(codes.parameters.begin(), codes.parameters.end()),
                           codes.parameters.end());
    for (const uint64_t parameters : catalog.parameters) {
      const auto found =
          std::lower_bound(codes.parameters.begin(), codes.parameters.end(), parameters);
      codes.parameters_code.push_back(static_cast<uint32_t>(found - codes.parameters.begin()));
    }
  }
  return codes;
}

ValueCounts count_accounts(const CodeSums& sums, Backend& backend) {
  std::vector<Day> born(sums.sums.size());
  for (size_t account = 0; account < born.size(); ++account) {
    born[account] = sums.members[account] > 0 ? kAlwaysBorn : std::numeric_limits<Day>::max();
  }
  const std::vector<uint8_t> one_group(born.size());
  return backend.count_values({sums.sums, born, 0}, one_group, 1).front();
}

WindowFacts facts_of(const Window& window, std::span<const uint64_t> values, const Catalog& catalog,
                     const Codes& codes, const Needs& needs, AccountSummer& account_summer,
                     Backend& backend) {
  WindowFacts facts;
  facts.window = window;
  const Population models{values, catalog.born, window.end};
  facts.groups =
      backend.sum_by_code(models, catalog.group, static_cast<uint32_t>(catalog.groups.size()));
  if (needs.distributions) {
    auto by_class = backend.count_values(models, codes.size_class, kSizeClasses);
    std::move(by_class.begin(), by_class.end(), facts.models.begin());
  }
  if (needs.distributions || needs.accounts) {
    CodeSums sums = backend.sum_by_code(models, catalog.account, catalog.accounts.size());
    if (needs.distributions) facts.accounts = count_accounts(sums, backend);
    if (needs.accounts) {
      facts.account_sums = account_summer.add(models, std::move(sums), is_period(window));
    }
  }
  if (needs.parameters && !is_period(window)) {
    const auto sums = backend.sum_by_code(models, codes.parameters_code,
                                          static_cast<uint32_t>(codes.parameters.size()));
    for (size_t code = 0; code < codes.parameters.size(); ++code) {
      if (codes.parameters[code] == 0) continue;
      facts.parameters.push_back({codes.parameters[code], sums.sums[code]});
    }
  }
  return facts;
}

// What is counted by the attributes of the models, as the first window lists their values.
class AttributeCounts {
 public:
  AttributeCounts(const Catalog& catalog, const Needs& needs) : catalog_(catalog), needs_(needs) {}

  void add_to(WindowFacts& facts, std::span<const uint64_t> values, Backend& backend) {
    if (needs_.communities && !communities_) communities_.emplace(catalog_, values);
    if (needs_.licences && !licences_) licences_.emplace(catalog_, values);
    const Population models{values, catalog_.born, facts.window.end};
    if (is_period(facts.window)) {
      if (needs_.spreads && facts.window.grain == "month") add_spreads(facts, models, backend);
      return;
    }
    if (communities_) facts.communities = communities_->count(models);
    if (licences_) facts.licences = licences_->count(facts.window, models, backend);
  }

 private:
  void add_spreads(WindowFacts& facts, const Population& models, Backend& backend) const {
    const ModelAttributes& attributes = *catalog_.attributes;
    const CodeSums tasks = backend.sum_by_code(models, attributes.task, attributes.tasks.size());
    facts.tasks = spread_of(tasks.sums);
    facts.languages = spread_over_languages(attributes, models.values);
  }

  const Catalog& catalog_;
  const Needs& needs_;
  std::optional<CommunityModels> communities_;
  std::optional<LicenceModels> licences_;
};

Window dump_window(const char* name) {
  Window window{name, name, Basis::dump_counter};
  window.end = std::numeric_limits<Day>::max();
  return window;
}

}  // namespace

bool is_period(const Window& window) {
  return window.grain == "month" || window.grain == "week" || window.grain == "day";
}

Needs Needs::operator|(const Needs& other) const {
  // So that a need that is added cannot be forgotten here.
  using Flags = std::array<uint8_t, sizeof(Needs)>;
  static_assert(sizeof(bool) == 1);
  const auto mine = std::bit_cast<Flags>(*this);
  auto all = std::bit_cast<Flags>(other);
  for (size_t i = 0; i < all.size(); ++i) all[i] |= mine[i];
  return std::bit_cast<Needs>(all);
}

uint64_t WindowFacts::downloads() const {
  return std::accumulate(groups.sums.begin(), groups.sums.end(), uint64_t{0});
}

uint64_t WindowFacts::members() const {
  return std::accumulate(groups.members.begin(), groups.members.end(), uint64_t{0});
}

const WindowFacts* Findings::find(std::string_view name) const {
  for (const WindowFacts& facts : windows) {
    if (facts.window.name == name) return &facts;
  }
  return nullptr;
}

const WindowFacts* Findings::overall() const {
  for (const char* name : {"all", "lifetime", "last-30-days"}) {
    if (const WindowFacts* facts = find(name)) return facts;
  }
  return nullptr;
}

const WindowFacts* Findings::year_before(const Window& window) const {
  if (!window.complete || (window.grain != "year" && window.grain != "month")) return nullptr;
  constexpr size_t kYearDigits = 4;
  const int year = std::stoi(window.name.substr(0, kYearDigits));
  const WindowFacts* before = find(std::to_string(year - 1) + window.name.substr(kYearDigits));
  return before != nullptr && before->window.complete ? before : nullptr;
}

Corrections settle_samples(Tally& tally, RecordKind kind, const Catalog& catalog,
                           Backend& backend) {
  Corrections by_month;
  const std::optional<RecordDays> days = record_days(tally.days);
  for (auto* const facet : {&tally.latest_fine, &tally.latest}) {
    if (*facet == nullptr) continue;
    if (kind == RecordKind::rolling30) {
      backend.keep_last_samples(**facet, tally.days);
    } else {
      by_month = backend.convert_to_differences(**facet, catalog.born, days ? days->first : 0,
                                                catalog.models());
    }
  }
  if (tally.latest) tally.month = std::move(tally.latest);
  if (tally.latest_fine) tally.fine = std::move(tally.latest_fine);
  return by_month;
}

Measured measure(const Catalog& catalog, const Tally* tally, RecordKind kind,
                 std::span<const uint32_t> renumbering, const Needs& needs, Backend& backend) {
  Measured measured;
  if (!needs.windows) return measured;
  const Codes codes = make_codes(catalog, needs);
  AccountSummer account_summer(catalog, backend);
  AttributeCounts attributes(catalog, needs);
  if (needs.likes) measured.liked = most_liked(catalog);
  const auto add = [&](const Window& window, std::span<const uint64_t> values) {
    measured.windows.push_back(
        facts_of(window, values, catalog, codes, needs, account_summer, backend));
    WindowFacts& facts = measured.windows.back();
    attributes.add_to(facts, values, backend);
    if (needs.likes) facts.liked = count_liked(measured.liked, {values, catalog.born, window.end});
  };
  if (tally != nullptr) {
    const std::optional<Grain> fine =
        tally->fine == nullptr ? std::nullopt : std::optional(tally->fine->grain());
    for (const Window& window : windows_of_records(tally->days, kind, fine)) {
      const bool is_fine = fine && window.grain == grain_name(*fine);
      const Cube& cube = is_fine ? *tally->fine : *tally->month;
      add(window, window_values(cube, window, catalog.models(), renumbering));
    }
  } else {
    if (catalog.has_downloads_all_time) add(dump_window("lifetime"), catalog.downloads_all_time);
    if (catalog.has_downloads_30_days) add(dump_window("last-30-days"), catalog.downloads_30_days);
  }
  if (needs.accounts) measured.listing = account_summer.take_listing();
  return measured;
}

}  // namespace hubcensus
