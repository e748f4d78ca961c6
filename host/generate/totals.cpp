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

Json record_day_json(const std::optional<Day>& day) {
  if (!day) return nullptr;
  return day_name(*day);
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
  if (!records.empty()) extend_to(kFirstDay + day);
}

void Totals::extend_to(Day day) {
  first_record_day_ = std::min(first_record_day_.value_or(day), day);
  last_record_day_ = std::max(last_record_day_.value_or(day), day);
}

void Totals::add_sums(Day day, const Sums& sums) {
  const std::lock_guard lock(mutex_);
  extend_to(day);
  if (day < kFirstDay) {
    earlier_[period_name(Grain::month, period_of(Grain::month, day))].add(sums);
  } else {
    months_[static_cast<size_t>(month_of(day - kFirstDay))].add(sums);
  }
}

std::map<std::string, Sums> Totals::by_month() const {
  std::map<std::string, Sums> months = earlier_;
  for (int32_t month = 0; month < kMonths; ++month) {
    months[month_name(month)] = months_[static_cast<size_t>(month)];
  }
  return months;
}

Json Totals::china_overtakes_us(bool cumulative) const {
  uint64_t china = 0;
  uint64_t united_states = 0;
  bool was_behind = false;
  for (const auto& [month, sums] : by_month()) {
    china = (cumulative ? china : 0) + sums.by_country[kChina];
    united_states = (cumulative ? united_states : 0) + sums.by_country[kUnitedStates];
    if (china > united_states && was_behind) return month;
    if (china != united_states) was_behind = china < united_states;
  }
  return nullptr;
}

void Totals::write_json(const std::filesystem::path& path, const DumpCounts& dump,
                        const Json& sections) const {
  Sums all;
  const std::map<std::string, Sums> months = by_month();
  std::map<std::string, Sums> years;
  for (const auto& [month, sums] : months) {
    all.add(sums);
    years[month.substr(0, 4)].add(sums);
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
  json["china_overtakes_us_monthly"] = china_overtakes_us(false);
  json["china_overtakes_us_cumulative"] = china_overtakes_us(true);
  json["dump"] = dump_json(dump, population_.size());
  for (const auto& [year, sums] : years) json["years"][year] = sums_json(sums);
  for (const auto& [month, sums] : months) json["months"][month] = sums_json(sums);
  json.update(sections);
  TextFile file(path);
  file.append(json.dump(1) + "\n");
  file.close();
}

}  // namespace hubcensus::generate
