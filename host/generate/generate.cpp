#include "host/generate/generate.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>

#include "host/generate/api_models.hpp"
#include "host/generate/api_others.hpp"
#include "host/generate/output_error.hpp"
#include "host/generate/parallel.hpp"
#include "host/generate/planted_files.hpp"
#include "host/generate/publisher_file.hpp"
#include "host/generate/record_files.hpp"
#include "host/generate/request_files.hpp"
#include "host/generate/rolling_file.hpp"
#include "host/generate/snapshot_files.hpp"
#include "kernels/error.hpp"

namespace hubcensus {
namespace {

using generate::Json;
using generate::SampleHub;
using generate::Totals;

constexpr int64_t kMostModels = int64_t{1} << 31;  // an index fits 32 bits

void check_numbers(const GenerateOptions& options) {
  if (options.models < 1 || options.models > kMostModels) {
    throw Error(ErrorKind::usage, "--models must be from 1 to " + std::to_string(kMostModels) +
                                      ": " + std::to_string(options.models));
  }
  if (options.records < 0) {
    throw Error(ErrorKind::usage,
                "--records must not be negative: " + std::to_string(options.records));
  }
  const int64_t most = max_records(options.models);
  if (options.records > most) {
    throw Error(ErrorKind::usage, "--records is too large: " + std::to_string(options.records) +
                                      "; with --models " + std::to_string(options.models) +
                                      " the maximum is " + std::to_string(most));
  }
}

void check_free(const std::filesystem::path& out) {
  namespace fs = std::filesystem;
  if (out.empty()) throw Error(ErrorKind::usage, "--out names no folder: it is empty");
  std::error_code code;
  if (fs::exists(out, code) && !(fs::is_directory(out, code) && fs::is_empty(out, code))) {
    throw Error(ErrorKind::usage,
                "the output folder is not empty: " + out.string() + ": name a new or an empty one");
  }
}

std::filesystem::path made_folder(const std::filesystem::path& path) {
  generate::make_folder(path);
  return path;
}

// Counts the records, and writes them where they are asked for.
void tell_daily(const SampleHub& hub, const GenerateOptions& options, Totals& totals) {
  if (options.kinds.daily) {
    generate::write_records(hub.population, hub.activity,
                            {made_folder(options.out / "downloads"), options.one_file,
                             options.shuffled, options.integer_ids},
                            hub.threads, totals);
    return;
  }
  generate::for_each_index(hub.threads, generate::kDays, [&](int64_t k) {
    const auto day = static_cast<int32_t>(k);
    totals.add_day(day, hub.activity.records_of(day));
  });
}

// Counts the planted records, and writes them.
void tell_planted(const SampleHub& hub, const GenerateOptions& options, Totals& totals) {
  generate::write_planted_records(hub.planted, hub.population, options.integer_ids,
                                  options.out / "downloads" / "planted.parquet");
  for (const generate::PlantedRecord& record : hub.planted.records) {
    totals.add_sums(record.day, generate::sums_of(hub.planted, record));
  }
}

// Writes the inputs that only planted facts need; returns what expected.json says of all facts.
Json tell_facts(const SampleHub& hub, const GenerateOptions& options, const Totals& totals,
                const Json& facts_of_lists) {
  const std::filesystem::path& out = options.out;
  Json facts = generate::planted_facts(!options.weekly_snapshots);
  const auto add = [&](const Json& more) { facts.insert(facts.end(), more.begin(), more.end()); };
  add(facts_of_lists);
  add(generate::write_home_bias(made_folder(out / "home-bias") / "requests.csv"));
  add(generate::write_companies(out / "companies.csv"));
  generate::write_champions(out / "champions.csv");
  for (const bool cumulative : {false, true}) {
    const Json month = totals.china_overtakes_us(cumulative);
    const char* measure = cumulative ? "cumulative" : "monthly";
    if (month.is_null()) continue;
    facts.push_back(generate::planted_fact("all", "country_share_overtakes",
                                           {{"attribution", "account"},
                                            {"measure", measure},
                                            {"country", "CN"},
                                            {"overtaken", "US"}},
                                           "period", month));
  }
  return {{"models", hub.planted.models.size()},
          {"records", hub.planted.records.size()},
          {"facts", facts}};
}

// Writes the other kinds of records; returns their sections of expected.json.
Json tell_otherwise(const SampleHub& hub, const GenerateOptions& options) {
  Json sections = Json::object();
  const std::filesystem::path& out = options.out;
  if (options.kinds.publisher) {
    sections["publisher"] =
        generate::write_publisher(hub, made_folder(out / "publisher") / "publisher-analytics.csv");
  }
  if (options.kinds.cumulative) {
    sections["cumulative"] =
        generate::write_snapshots(hub, out / "snapshots", options.weekly_snapshots);
  }
  if (options.kinds.rolling30) {
    sections["rolling30"] =
        generate::write_rolling30(hub, made_folder(out / "rolling30") / "rolling30.csv");
  }
  if (options.kinds.requests) {
    sections["requests"] = generate::write_requests(hub, made_folder(out / "requests"));
  }
  return sections;
}

}  // namespace

int64_t max_records(int64_t models) { return generate::GrowthCurve(models, 0).most_records(); }

void generate_hub(const GenerateOptions& options) {
  check_numbers(options);
  check_free(options.out);
  const int cores = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  const int threads = options.threads > 0 ? options.threads : cores;
  const generate::GrowthCurve growth(options.models, options.records);
  const generate::Population population(options.models, options.seed, growth, threads);
  const generate::Activity activity(population, growth, options.records, threads);
  const generate::PlantedHub planted =
      options.kinds.full ? generate::plant_hub() : generate::PlantedHub{};
  const SampleHub hub{population, growth, activity, planted, threads};
  if (options.kinds.requests) generate::check_requests(hub);
  made_folder(options.out);
  Totals totals(population);
  tell_daily(hub, options, totals);
  if (options.kinds.full) tell_planted(hub, options, totals);
  Json sections = tell_otherwise(hub, options);
  const generate::DumpLayout layout{options.out / "models.parquet", options.shuffled,
                                    options.integer_ids};
  const generate::DumpCounts dump =
      generate::write_dump(population, totals, planted, layout, threads);
  if (options.kinds.api) {
    const std::filesystem::path folder = made_folder(options.out / "api");
    generate::write_api_models(hub, totals, layout, folder);
    const generate::ApiLists lists = generate::write_api_others(hub, folder);
    sections["api"] = {{"models", options.models + static_cast<int64_t>(planted.models.size())}};
    sections["api"].update(lists.rows);
    if (options.kinds.full) sections["planted"] = tell_facts(hub, options, totals, lists.facts);
  }
  population.accounts().write_csv(options.out / "accounts.csv",
                                  generate::planted_annotations(planted));
  totals.write_json(options.out / "expected.json", dump, sections);
}

}  // namespace hubcensus
