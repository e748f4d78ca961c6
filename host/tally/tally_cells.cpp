#include "host/tally/tally_cells.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "host/catalog/parameters.hpp"
#include "host/ingest/identifier.hpp"
#include "host/ingest/records/user_country.hpp"
#include "kernels/snapshots.hpp"
#include "kernels/user_key.hpp"

namespace hubcensus {
namespace {

constexpr size_t kLeastUsers = size_t{1} << 16;

bool is_day(int64_t day) { return day >= kFirstRecordDay && day <= kLastRecordDay; }

// An empty text is none.
bool is_name(std::string_view text) { return text.empty() || valid_id(text); }

}  // namespace

TallyCells::TallyCells(Tally& into, ModelNumbers& numbers, int64_t models, bool with_names,
                       MemoryBudget& budget)
    : into_(into),
      numbers_(numbers),
      models_(static_cast<size_t>(models)),
      with_names_(with_names),
      charge_(budget, "the models of a tally"),
      users_(budget) {
  charge_.set(models * static_cast<int64_t>(sizeof(uint32_t)));
  number_of_.reserve(models_);
}

bool TallyCells::add(const TallyRow& row) {
  if (add_ == nullptr || row.facet != facet_) {
    facet_ = row.facet;
    add_ = adder_of(row.facet);
  }
  return (this->*add_)(row);
}

TallyCells::Add TallyCells::adder_of(std::string_view facet) {
  if (facet == kModelFacet) return &TallyCells::add_model;
  if (facet == kNameFacet) return &TallyCells::add_name;
  if (facet == kRecordsFacet) return &TallyCells::add_records;
  if (facet == kDownloadsFacet) return &TallyCells::add_downloads;
  if (facet == kValuesFacet && into_.values) return &TallyCells::add_value;
  if (facet == kUsersFacet && into_.users) return &TallyCells::add_user;
  if (facet == kAgeFacet && into_.age) return &TallyCells::add_age;
  if (facet == kWeeksFacet && into_.weeks) return &TallyCells::add_week;
  for (const auto* cube : {&into_.month, &into_.fine, &into_.latest, &into_.latest_fine}) {
    if (*cube == nullptr || facet_of(**cube) != facet) continue;
    cube_ = cube->get();
    return &TallyCells::add_to_cube;
  }
  return &TallyCells::pass_over;
}

bool TallyCells::add_model(const TallyRow& row) {
  const bool is_sound = row.model == number_of_.size() && number_of_.size() < models_ &&
                        row.sub < static_cast<int64_t>(kHeldAs) && row.value < kSizeClasses &&
                        is_name(row.object_id) && is_name(row.text) &&
                        !(row.object_id.empty() && row.text.empty());
  if (!is_sound) return false;
  number_of_.push_back(numbers_.number({row.text, row.object_id, static_cast<HeldAs>(row.sub),
                                        row.period, static_cast<uint8_t>(row.value)}));
  if (with_names_) {
    charge_.add(2 * static_cast<int64_t>(row.object_id.size() + sizeof(uint64_t)));
    object_ids_.push_back(row.object_id);
  }
  return true;
}

bool TallyCells::add_name(const TallyRow& row) {
  if (row.model >= object_ids_.size() || object_ids_[row.model].empty() || !is_day(row.period) ||
      !valid_id(row.text)) {
    return false;
  }
  numbers_.add_name(number_of_[row.model], object_ids_[row.model], row.text,
                    static_cast<uint16_t>(row.period));
  return true;
}

bool TallyCells::add_records(const TallyRow& row) {
  if (!is_day(row.period)) return false;
  into_.days.records[static_cast<size_t>(row.period)] += row.value;
  return true;
}

bool TallyCells::add_downloads(const TallyRow& row) {
  if (!is_day(row.period)) return false;
  uint64_t& downloads = into_.days.downloads[static_cast<size_t>(row.period)];
  constexpr auto kMost = static_cast<uint64_t>(std::numeric_limits<int64_t>::max());
  if (row.value > kMost || downloads > kMost) return false;  // their sum does not wrap
  downloads += row.value;
  return true;
}

bool TallyCells::add_to_cube(const TallyRow& row) {
  const bool is_sampled = cube_->merge_operator() == CubeMerge::max;
  if (row.model >= number_of_.size() || row.period < cube_->first_period() ||
      row.period >= cube_->end_period()) {
    return false;
  }
  if (is_sampled && (!is_day(row.sub) || row.sub < kFirstSampleDay || row.value > kMaxSample)) {
    return false;
  }
  const uint32_t model = number_of_[row.model];
  uint64_t& cell = cube_->period(row.period).chunk(model >> kChunkBits)[model & kChunkMask];
  if (is_sampled) {
    cell = std::max(cell, pack_sample(static_cast<uint16_t>(row.sub), row.value));
  } else {
    cell += row.value;
  }
  return true;
}

bool TallyCells::add_value(const TallyRow& row) {
  const auto found = std::find(kSizeClassNames.begin(), kSizeClassNames.end(), row.text);
  if (found == kSizeClassNames.end() || row.value == 0) return false;
  ValueCounts& counts =
      values_[{row.period, static_cast<uint8_t>(found - kSizeClassNames.begin())}];
  const auto value = static_cast<uint64_t>(row.sub);
  if (!counts.values.empty() && counts.values.back() >= value) return false;
  counts.values.push_back(value);
  counts.counts.push_back(row.value);
  return true;
}

bool TallyCells::add_user(const TallyRow& row) {
  if (row.model >= number_of_.size() || row.period < 0 || row.period >= 1 << kUserMonthBits ||
      row.sub >= kUserCountryCodes) {
    return false;
  }
  if (users_.values.size() == users_.values.capacity()) {
    const size_t room = std::max(kLeastUsers, 2 * users_.values.size());
    UserCounts wider(users_.charge.budget());
    wider.reserve(room);
    wider.values.assign(users_.values.begin(), users_.values.end());
    wider.counts.assign(users_.counts.begin(), users_.counts.end());
    users_ = std::move(wider);
  }
  users_.values.push_back(
      pack({static_cast<uint16_t>(row.sub), static_cast<uint16_t>(row.period), row.model}));
  users_.counts.push_back(row.value);
  return true;
}

bool TallyCells::add_age(const TallyRow& row) {
  if (row.model >= number_of_.size() || row.sub >= static_cast<int64_t>(kAgeBands)) return false;
  into_.age->cell(number_of_[row.model], static_cast<size_t>(row.sub)) += row.value;
  return true;
}

bool TallyCells::add_week(const TallyRow& row) {
  if (row.model >= number_of_.size() || row.sub >= kLifeWeeks) return false;
  into_.weeks->add(number_of_[row.model], static_cast<uint32_t>(row.sub), row.value);
  return true;
}

void TallyCells::finish() {
  if (into_.values) merge_into(*into_.values, values_);
  if (!into_.users || users_.values.empty()) return;
  // The file's models are not in the order of their numbers here.
  into_.users = merge(*into_.users, renumber_users(std::move(users_), number_of_));
}

}  // namespace hubcensus
