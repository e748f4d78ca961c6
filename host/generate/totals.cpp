#include "host/generate/totals.hpp"

#include <algorithm>
#include <atomic>
#include <nlohmann/json.hpp>
#include <string>

#include "host/generate/text_file.hpp"

namespace hubcensus::generate {
namespace {

template <size_t Size>
void add_all(std::array<uint64_t, Size>& to, const std::array<uint64_t, Size>& from) {
  for (size_t i = 0; i < Size; ++i) to[i] += from[i];
}

template <size_t Size>
Json by_name(const std::array<std::string_view, Size>& names,
             const std::array<uint64_t, Size>& values) {
  Json object = Json::object();
  for (size_t i = 0; i < Size; ++i) object[std::string(names[i])] = values[i];
  return object;
}

Json sums_json(const Sums& sums) {
  Json object;
  object["records"] = sums.records;
  object["zero_records"] = sums.zero_records;
  object["downloads"] = sums.downloads;
  object["by_kind"] = by_name(kKindNames, sums.by_kind);
  object["by_country"] = by_name(kCountryNames, sums.by_country);
  object["by_size_class"] = by_name(kSizeClassNames, sums.by_size_class);
  return object;
}

Json dump_json(const DumpCounts& dump, int64_t models) {
  Json object;
  object["with_safetensors"] = dump.with_safetensors;
  object["with_gguf"] = dump.with_gguf;
  object["with_base_models"] = dump.with_base_models;
  object["bases_in_tags_only"] = dump.bases_in_tags_only;
  object["without_created"] = dump.without_created;
  object["base_references"] = dump.base_references;
  object["missing_references"] = dump.missing_references;
  object["self_references"] = planted(models);
  object["two_cycles"] = planted(models);
  object["by_relation"] = by_name(kRelationNames, dump.by_relation);
  object["downloads_30_days"] = dump.downloads_30_days;
  object["downloads_all_time"] = dump.downloads_all_time;
  return object;
}

Json record_day_json(int32_t day) {
  if (day < 0 || day == kDays) return nullptr;
  return day_name(kFirstDay + day);
}

// The months in which China, last strictly behind the United States, is strictly ahead for the
// first time; null where it never is. All months of the range are complete.
Json overtake_month(const std::vector<Sums>& months, bool cumulative) {
  uint64_t china = 0;
  uint64_t united_states = 0;
  bool was_behind = false;
  for (int32_t month = 0; month < kMonths; ++month) {
    const Sums& sums = months[static_cast<size_t>(month)];
    china = (cumulative ? china : 0) + sums.by_country[kChina];
    united_states = (cumulative ? united_states : 0) + sums.by_country[kUnitedStates];
    if (china > united_states && was_behind) return month_name(month);
    if (china != united_states) was_behind = china < united_states;
  }
  return nullptr;
}

}  // namespace

void Sums::add(const Sums& other) {
  const auto& [other_records, other_zeros, other_downloads, kinds, countries, sizes] = other;
  records += other_records;
  zero_records += other_zeros;
  downloads += other_downloads;
  add_all(by_kind, kinds);
  add_all(by_country, countries);
  add_all(by_size_class, sizes);
}

void DumpCounts::add(const DumpCounts& other) {
  const auto& [safetensors, gguf, bases, tags, created, references, missing, days, all, relations] =
      other;
  with_safetensors += safetensors;
  with_gguf += gguf;
  with_base_models += bases;
  bases_in_tags_only += tags;
  without_created += created;
  base_references += references;
  missing_references += missing;
  downloads_30_days += days;
  downloads_all_time += all;
  add_all(by_relation, relations);
}

Totals::Totals(const Population& population)
    : population_(population),
      months_(kMonths),
      all_(static_cast<size_t>(population.size())),
      last_30_(static_cast<size_t>(population.size())) {}

void Totals::add_day(int32_t day, std::span<const Record> records) {
  Sums sums;
  sums.records = records.size();
  const bool is_last_30 = day >= kDays - 30;
  for (const Record& record : records) {
    const Model& model = population_[record.model];
    const auto downloads = static_cast<uint64_t>(record.downloads);
    sums.zero_records += downloads == 0 ? 1 : 0;
    sums.downloads += downloads;
    sums.by_kind[static_cast<size_t>(kMarket[model.cell].kind)] += downloads;
    sums.by_country[model.country] += downloads;
    sums.by_size_class[model.size_class] += downloads;
    std::atomic_ref(all_[record.model]).fetch_add(downloads, std::memory_order_relaxed);
    if (is_last_30) {
      std::atomic_ref(last_30_[record.model]).fetch_add(downloads, std::memory_order_relaxed);
    }
  }
  const std::lock_guard lock(mutex_);
  months_[static_cast<size_t>(month_of(day))].add(sums);
  if (records.empty()) return;
  first_record_day_ = std::min(first_record_day_, day);
  last_record_day_ = std::max(last_record_day_, day);
}

void Totals::write_json(const std::filesystem::path& path, const DumpCounts& dump,
                        const Json& sections) const {
  Sums all;
  std::array<Sums, kMonths / 12> years;
  for (size_t month = 0; month < kMonths; ++month) {
    all.add(months_[month]);
    years[month / 12].add(months_[month]);
  }
  uint64_t downloaded = 0;
  uint64_t below_200 = 0;
  int64_t top = 0;
  for (int64_t i = 0; i < population_.size(); ++i) {
    downloaded += of_model(i) > 0 ? 1 : 0;
    below_200 += of_model(i) < 200 ? 1 : 0;
    const bool is_tie = of_model(i) == of_model(top);
    if (of_model(i) > of_model(top) || (is_tie && population_.id(i) < population_.id(top))) top = i;
  }
  Json json;
  json["models"] = population_.size();
  json["seed"] = population_.seed();
  json["first_record_day"] = record_day_json(first_record_day_);
  json["last_record_day"] = record_day_json(last_record_day_);
  json["all"] = sums_json(all);
  json["models_with_downloads"] = downloaded;
  json["models_below_200"] = below_200;
  json["top_model"] = {{"id", population_.id(top)}, {"downloads", of_model(top)}};
  json["china_overtakes_us_monthly"] = overtake_month(months_, false);
  json["china_overtakes_us_cumulative"] = overtake_month(months_, true);
  json["dump"] = dump_json(dump, population_.size());
  for (size_t year = 0; year < years.size(); ++year) {
    json["years"][std::to_string(2022 + year)] = sums_json(years[year]);
  }
  for (int32_t month = 0; month < kMonths; ++month) {
    json["months"][month_name(month)] = sums_json(months_[static_cast<size_t>(month)]);
  }
  json.update(sections);
  TextFile file(path);
  file.append(json.dump(1) + "\n");
  file.close();
}

}  // namespace hubcensus::generate
