#include "host/statistics/findings.hpp"

#include <tbb/parallel_for.h>

#include <algorithm>
#include <bit>
#include <numeric>

#include "host/interrupt.hpp"

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

// What is counted by the attributes of the models, as the first window lists their values.
class AttributeCounts {
 public:
  AttributeCounts(const Catalog& catalog, const Needs& needs, Backend& backend)
      : catalog_(catalog), needs_(needs), backend_(backend) {
    if (!needs.spreads) return;
    tasks_ = backend.hold(catalog.attributes->task, catalog.attributes->tasks.size());
  }

  void list(std::span<const uint64_t> downloads) {
    if (needs_.communities) communities_.emplace(catalog_, downloads);
    if (needs_.licences) licences_.emplace(catalog_, downloads, backend_);
  }

  // Sums by the codes that add_to() will want.
  struct Sums {
    CodeSums licences;  // of windows that are no period
    CodeSums tasks;     // of months
  };
  void want(const Window& window, WantedSums& wanted, Sums& sums) const {
    if (is_period(window)) {
      if (tasks_ && window.grain == "month") wanted.add(*tasks_, sums.tasks);
    } else if (licences_) {
      wanted.add(licences_->codes(), sums.licences);
    }
  }

  void add_to(WindowFacts& facts, const Population& models, const Sums& sums) const {
    if (is_period(facts.window)) {
      if (!tasks_ || facts.window.grain != "month") return;
      facts.tasks = spread_of(sums.tasks.sums);
      facts.languages = spread_over_languages(*catalog_.attributes, models.values);
      return;
    }
    if (communities_) facts.communities = communities_->count(models);
    if (licences_) facts.licences = licences_->count(facts.window, models.born, sums.licences);
  }

 private:
  const Catalog& catalog_;
  const Needs& needs_;
  Backend& backend_;
  std::unique_ptr<const HeldCodes> tasks_;
  std::optional<CommunityModels> communities_;
  std::optional<LicenceModels> licences_;
};

// Makes the facts of one window after the other. All codes by which models are grouped are made
// once and held by the backend; each window is summed by all of them in one pass.
class WindowMeasurer {
 public:
  WindowMeasurer(const Catalog& catalog, const Needs& needs, Backend& backend)
      : catalog_(catalog),
        needs_(needs),
        backend_(backend),
        account_summer_(catalog, backend),
        attributes_(catalog, needs, backend),
        groups_(backend.hold(catalog.group, static_cast<uint32_t>(catalog.groups.size()))),
        accounts_(backend.hold(catalog.account, catalog.accounts.size())) {
    if (needs.distributions) hold_size_classes();
    if (needs.parameters) hold_parameters();
    if (needs.likes) liked_ = most_liked(catalog);
  }

  void add(const Window& window, std::span<const uint64_t> values) {
    check_interrupted();
    const auto models = backend_.hold({values, catalog_.born, window.end});
    if (windows_.empty()) list(*models);
    check_interrupted();
    WindowFacts facts;
    facts.window = window;
    add_sums(facts, *models);
    if (needs_.distributions) {
      auto by_class = backend_.count_values(*models, *size_class_codes_);
      std::move(by_class.begin(), by_class.end(), facts.models.begin());
    }
    if (needs_.likes) facts.liked = count_liked(liked_, *models, backend_);
    windows_.push_back(std::move(facts));
  }

  Measured take() {
    if (needs_.accounts && windows_.empty()) {
      account_summer_.list(std::vector<uint64_t>(catalog_.accounts.size()));
    }
    return {std::move(windows_), account_summer_.take_listing(), std::move(liked_)};
  }

 private:
  void hold_size_classes() {
    size_class_.reserve(catalog_.models());
    for (const uint32_t group : catalog_.group) {
      size_class_.push_back(static_cast<uint32_t>(catalog_.groups[group].size_class));
    }
    size_class_codes_ = backend_.hold(size_class_, kSizeClasses);
  }

  void hold_parameters() {
    parameters_ = catalog_.parameters;
    std::sort(parameters_.begin(), parameters_.end());
    parameters_.erase(std::unique(parameters_.begin(), parameters_.end()), parameters_.end());
    parameters_code_.reserve(catalog_.models());
    for (const uint64_t parameters : catalog_.parameters) {
      const auto found = std::lower_bound(parameters_.begin(), parameters_.end(), parameters);
      parameters_code_.push_back(static_cast<uint32_t>(found - parameters_.begin()));
    }
    parameters_codes_ = backend_.hold(parameters_code_, static_cast<uint32_t>(parameters_.size()));
  }

  // Which accounts and values have a row of their own is decided by the first window.
  void list(const HeldPopulation& models) {
    if (needs_.accounts) account_summer_.list(backend_.sum_by_code(models, *accounts_).sums);
    attributes_.list(models.population().values);
  }

  void add_sums(WindowFacts& facts, const HeldPopulation& models) const {
    SumsByAccount by_account;
    CodeSums by_parameters;
    AttributeCounts::Sums by_attribute;
    const bool of_period = is_period(facts.window);
    WantedSums wanted;
    wanted.add(*groups_, facts.groups);
    if (needs_.distributions || needs_.accounts) wanted.add(*accounts_, by_account.accounts);
    if (needs_.accounts && !of_period) account_summer_.want_classes(wanted, by_account);
    if (needs_.parameters && !of_period) wanted.add(*parameters_codes_, by_parameters);
    attributes_.want(facts.window, wanted, by_attribute);
    backend_.sum_by_codes(models, wanted);

    if (needs_.distributions) facts.accounts = count_accounts(by_account.accounts);
    if (needs_.accounts) {
      facts.account_sums = account_summer_.bring(std::move(by_account), of_period);
    }
    for (size_t code = 0; code < by_parameters.sums.size(); ++code) {
      if (parameters_[code] == 0) continue;
      facts.parameters.push_back({parameters_[code], by_parameters.sums[code]});
    }
    attributes_.add_to(facts, models.population(), by_attribute);
  }

  ValueCounts count_accounts(const CodeSums& sums) const {
    std::vector<Day> born(sums.sums.size());
    for (size_t account = 0; account < born.size(); ++account) {
      born[account] = sums.members[account] > 0 ? kAlwaysBorn : std::numeric_limits<Day>::max();
    }
    const std::vector<uint32_t> one_group(born.size());
    const auto accounts = backend_.hold({sums.sums, born, 0});
    return backend_.count_values(*accounts, *backend_.hold(one_group, 1)).front();
  }

  const Catalog& catalog_;
  const Needs& needs_;
  Backend& backend_;
  AccountSummer account_summer_;
  AttributeCounts attributes_;
  std::vector<uint32_t> size_class_;       // [model]
  std::vector<uint64_t> parameters_;       // [code] ascending
  std::vector<uint32_t> parameters_code_;  // [model]
  std::unique_ptr<const HeldCodes> groups_;
  std::unique_ptr<const HeldCodes> accounts_;
  std::unique_ptr<const HeldCodes> size_class_codes_;
  std::unique_ptr<const HeldCodes> parameters_codes_;
  std::vector<uint32_t> liked_;
  std::vector<WindowFacts> windows_;
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
  if (!needs.windows) return {};
  WindowMeasurer measurer(catalog, needs, backend);
  if (tally != nullptr) {
    const std::optional<Grain> fine =
        tally->fine == nullptr ? std::nullopt : std::optional(tally->fine->grain());
    for (const Window& window : windows_of_records(tally->days, kind, fine)) {
      const bool is_fine = fine && window.grain == grain_name(*fine);
      const Cube& cube = is_fine ? *tally->fine : *tally->month;
      measurer.add(window, window_values(cube, window, catalog.models(), renumbering));
    }
  } else {
    if (catalog.has_downloads_all_time) {
      measurer.add(dump_window("lifetime"), catalog.downloads_all_time);
    }
    if (catalog.has_downloads_30_days) {
      measurer.add(dump_window("last-30-days"), catalog.downloads_30_days);
    }
  }
  return measurer.take();
}

}  // namespace hubcensus
