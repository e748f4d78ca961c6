#include "host/statistics/findings.hpp"

#include <tbb/parallel_for.h>

#include <algorithm>
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

ValueCounts count_accounts(const Catalog& catalog, const Population& models, Backend& backend) {
  const CodeSums sums = backend.sum_by_code(models, catalog.account, catalog.accounts.size());
  std::vector<Day> born(sums.sums.size());
  for (size_t account = 0; account < born.size(); ++account) {
    born[account] = sums.members[account] > 0 ? kAlwaysBorn : std::numeric_limits<Day>::max();
  }
  const std::vector<uint8_t> one_group(born.size());
  return backend.count_values({sums.sums, born, 0}, one_group, 1).front();
}

bool is_period(const Window& window) {
  return window.grain == "month" || window.grain == "week" || window.grain == "day";
}

WindowFacts facts_of(const Window& window, std::span<const uint64_t> values, const Catalog& catalog,
                     const Codes& codes, const Needs& needs, Backend& backend) {
  WindowFacts facts;
  facts.window = window;
  const Population models{values, catalog.born, window.end};
  facts.groups =
      backend.sum_by_code(models, catalog.group, static_cast<uint32_t>(catalog.groups.size()));
  if (needs.distributions) {
    auto by_class = backend.count_values(models, codes.size_class, kSizeClasses);
    std::move(by_class.begin(), by_class.end(), facts.models.begin());
    facts.accounts = count_accounts(catalog, models, backend);
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

Window dump_window(const char* name) {
  Window window{name, name, Basis::dump_counter};
  window.end = std::numeric_limits<Day>::max();
  return window;
}

}  // namespace

Needs Needs::operator|(const Needs& other) const {
  const auto& [other_windows, other_distributions, other_parameters, other_values, other_sizes,
               other_lineage, other_lineage_graph, other_users] = other;
  return {windows || other_windows,
          distributions || other_distributions,
          parameters || other_parameters,
          values || other_values,
          sizes || other_sizes,
          lineage || other_lineage,
          lineage_graph || other_lineage_graph,
          users || other_users};
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

std::vector<WindowFacts> measure(const Catalog& catalog, const Tally* tally, RecordKind kind,
                                 std::span<const uint32_t> renumbering, const Needs& needs,
                                 Backend& backend) {
  std::vector<WindowFacts> all;
  if (!needs.windows) return all;
  const Codes codes = make_codes(catalog, needs);
  const auto add = [&](const Window& window, std::span<const uint64_t> values) {
    all.push_back(facts_of(window, values, catalog, codes, needs, backend));
  };
  if (tally == nullptr) {
    if (catalog.has_downloads_all_time) add(dump_window("lifetime"), catalog.downloads_all_time);
    if (catalog.has_downloads_30_days) add(dump_window("last-30-days"), catalog.downloads_30_days);
    return all;
  }
  const std::optional<Grain> fine =
      tally->fine == nullptr ? std::nullopt : std::optional(tally->fine->grain());
  for (const Window& window : windows_of_records(tally->days, kind, fine)) {
    const bool is_fine = fine && window.grain == grain_name(*fine);
    const Cube& cube = is_fine ? *tally->fine : *tally->month;
    add(window, window_values(cube, window, catalog.models(), renumbering));
  }
  return all;
}

}  // namespace hubcensus
