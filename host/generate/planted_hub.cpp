#include "host/generate/planted_hub.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "kernels/calendar.hpp"
#include "kernels/error.hpp"

namespace hubcensus::generate {
namespace {

constexpr std::string_view kRootOfAlphabet = "yxala-search/Xem-2B";
constexpr std::string_view kRootOfMeta = "yxume-social/Xam-8B";

const std::vector<PlantedAccount> kAccounts = {
    {"qorvex-cloud", Kind::industry, "CN", "Alibaba"},
    {"yxala-search", Kind::industry, "US", "Alphabet"},
    {"yxume-social", Kind::industry, "US", "Meta"},
    {"xunvi-chips", Kind::industry, "US", "NVIDIA"},
    {"xicros-lab", Kind::industry, "US", "Microsoft"},
    {"xamaz-lab", Kind::industry, "US", "Amazon"},
    {"xappel-lab", Kind::industry, "US", "Apple"},
    {"qibadu-lab", Kind::industry, "CN", "Baidu"},
    {"qytedo-lab", Kind::industry, "CN", "ByteDance"},
    {"xencent-lab", Kind::industry, "CN", "Tencent"},
    {"qelgi-research", Kind::industry, "KR", "LG"},
    {"xeskay-lab", Kind::industry, "KR", "SK Telecom"},
    {"yukora", Kind::industry, "KR"},
    {"qodep-lab", Kind::industry, "CN"},
    {"xmira-lab", Kind::industry, "US"},
    {"yfr-lab", Kind::industry, "FR"},
    {"xde-lab", Kind::industry, "DE"},
    {"xjp-home", Kind::academia, "JP"},
    {"xfr-home", Kind::academia, "FR"},
    {"xca-home", Kind::academia, "CA"},
    {"xtimer-lab", Kind::non_profit, "DE"},
    {"xolo-maker", Kind::individual, "US"},
};

Day day(std::string_view text) { return parse_day(text).value(); }

// Models of a company that were created in a year.
struct Releases {
  std::string_view handle;
  std::string_view day;
  int models;
};
constexpr std::array<Releases, 11> kReleases = {{{"xunvi-chips", "2025-03-03", 60},
                                                 {"yxala-search", "2025-03-04", 12},
                                                 {"yxume-social", "2025-03-05", 10},
                                                 {"xicros-lab", "2025-03-06", 8},
                                                 {"xamaz-lab", "2025-03-07", 5},
                                                 {"xappel-lab", "2025-03-08", 4},
                                                 {"qibadu-lab", "2025-03-09", 101},
                                                 {"qytedo-lab", "2024-03-10", 2},
                                                 {"qytedo-lab", "2025-03-10", 16},
                                                 {"xencent-lab", "2024-03-11", 2},
                                                 {"xencent-lab", "2025-03-11", 18}}};

void plant_releases(PlantedHub& hub) {
  for (const Releases& each : kReleases) {
    const std::string prefix =
        std::string(each.handle) + "/Release-of-" + std::string(each.day.substr(0, 4)) + "-";
    for (int k = 0; k < each.models; ++k) {
      hub.models.push_back({prefix + letters(static_cast<uint64_t>(k)), day(each.day)});
    }
  }
}

// A family whose models meet again in merges, so that there are more chains than descendants:
// 30 finetunes, merges of two of them each, merges of these with a model of somebody else,
// and quantized ones of the last. Beside it two smaller families.
void plant_lineage(PlantedHub& hub) {
  const auto add = [&](const std::string& name, Relation relation, std::vector<std::string> bases) {
    hub.models.push_back({"xolo-maker/" + name, day("2024-05-01"), relation, std::move(bases)});
    return hub.models.back().id;
  };
  const std::string root(kRootOfFamily);
  const std::string alphabet(kRootOfAlphabet);
  const std::string meta(kRootOfMeta);
  for (const auto& id : {root, alphabet, meta}) hub.models.push_back({id, day("2023-05-01")});
  std::vector<std::string> tunes, merges;
  const auto named = [](const char* name, int k) {
    return name + letters(static_cast<uint64_t>(k));
  };
  for (int k = 0; k < 30; ++k) {
    tunes.push_back(add(named("Tune-", k), Relation::finetune, {root}));
  }
  for (size_t k = 0; k < 10; ++k) {
    merges.push_back(add(named("Merge-", static_cast<int>(k)), Relation::merge,
                         {tunes[2 * k], tunes[2 * k + 1]}));
  }
  for (size_t k = 0; k < 5; ++k) {
    const auto id = add(named("Merge-of-merges-", static_cast<int>(k)), Relation::merge,
                        {merges[k], merges[k + 5], meta});
    if (k < 4) add(named("Small-", static_cast<int>(k)), Relation::quantized, {id});
  }
  for (int k = 0; k < 20; ++k) add(named("Search-tune-", k), Relation::finetune, {alphabet});
  for (int k = 0; k < 15; ++k) add(named("Social-tune-", k), Relation::finetune, {meta});
  // Of the family by name, and not by descent.
  for (int k = 0; k < 3; ++k) add(named("Qwen-style-", k), Relation::finetune, {alphabet});
}

void plant_record(PlantedHub& hub, std::string id, std::string_view when, uint64_t downloads) {
  const auto found = std::find_if(hub.models.begin(), hub.models.end(),
                                  [&](const PlantedModel& model) { return model.id == id; });
  const auto model = static_cast<size_t>(found - hub.models.begin());
  if (found == hub.models.end()) hub.models.push_back({std::move(id), std::nullopt});
  hub.records.push_back({model, day(when), downloads});
}

// A month before the drawn records, the champions of a country, and the models of home bias. None
// says when it was created, so that none is younger than its records.
void plant_others(PlantedHub& hub) {
  plant_record(hub, "xunvi-chips/Before", "2021-12-01", 70);
  plant_record(hub, "xolo-maker/Before", "2021-12-01", 17);
  plant_record(hub, "xjp-home/Before", "2021-12-31", 13);
  plant_record(hub, "qelgi-research/Champion", "2025-06-30", 3000);
  plant_record(hub, "qelgi-research/Champion", "2025-12-31", 2000);
  plant_record(hub, "xeskay-lab/Champion", "2025-12-31", 3000);
  for (const char* handle : {"xjp-home", "xfr-home", "xca-home"}) {
    hub.models.push_back({std::string(handle) + "/Home", std::nullopt});
  }
}

}  // namespace

uint64_t PlantedTrend::score_on(Day day) const {
  constexpr uint64_t kAboveAllDrawn = 1'000'000'000;
  if (day < first || day > last || (only && day != *only) || (never && day == *never)) return 0;
  return kAboveAllDrawn - static_cast<uint64_t>(place);
}

const PlantedAccount& PlantedHub::account_of(const PlantedModel& model) const {
  const std::string_view handle = std::string_view(model.id).substr(0, model.id.find('/'));
  const auto found =
      std::find_if(accounts.begin(), accounts.end(),
                   [&](const PlantedAccount& account) { return account.handle == handle; });
  if (found == accounts.end()) {
    throw Error(ErrorKind::internal, "a planted model of nobody: " + model.id);
  }
  return *found;
}

uint64_t PlantedHub::downloads_of(size_t model, Day first, Day last) const {
  const auto range = std::equal_range(
      records.begin(), records.end(), PlantedRecord{model, 0, 0},
      [](const PlantedRecord& a, const PlantedRecord& b) { return a.model < b.model; });
  uint64_t sum = 0;
  for (auto record = range.first; record != range.second; ++record) {
    if (record->day >= first && record->day <= last) sum += record->downloads;
  }
  return sum;
}

uint64_t PlantedHub::downloads(Day first, Day last) const {
  uint64_t sum = 0;
  for (const PlantedRecord& record : records) {
    if (record.day >= first && record.day <= last) sum += record.downloads;
  }
  return sum;
}

int64_t PlantedHub::models_on(Day day) const {
  return std::count_if(models.begin(), models.end(),
                       [&](const PlantedModel& model) { return exists(model, day); });
}

Sums sums_of(const PlantedHub& hub, const PlantedRecord& record) {
  const PlantedModel& model = hub.models[record.model];
  const PlantedAccount& account = hub.account_of(model);
  const auto country = std::find(kCountryNames.begin(), kCountryNames.end(), account.country);
  const uint64_t parameters = model.id.ends_with("-120B") ? 120'000'000'000 : 0;
  Sums sums;
  sums.records = 1;
  sums.downloads = record.downloads;
  sums.by_kind[static_cast<size_t>(account.kind)] = record.downloads;
  sums.by_country[static_cast<size_t>(country - kCountryNames.begin())] = record.downloads;
  sums.by_size_class[size_class_of(parameters)] = record.downloads;
  return sums;
}

PlantedHub plant_hub() {
  PlantedHub hub;
  hub.accounts = kAccounts;
  plant_releases(hub);
  plant_lineage(hub);
  plant_others(hub);
  plant_lifetimes(hub);
  plant_trends(hub);
  return hub;
}

}  // namespace hubcensus::generate
