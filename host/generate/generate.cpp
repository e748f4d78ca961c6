#include "host/generate/generate.hpp"

#include <algorithm>
#include <string>
#include <thread>

#include "host/generate/activity.hpp"
#include "host/generate/dump_file.hpp"
#include "host/generate/growth_curve.hpp"
#include "host/generate/population.hpp"
#include "host/generate/record_files.hpp"
#include "host/generate/totals.hpp"
#include "kernels/error.hpp"

namespace hubcensus {
namespace {

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

void make_folders(const std::filesystem::path& out) {
  namespace fs = std::filesystem;
  std::error_code code;
  if (fs::exists(out, code) && !(fs::is_directory(out, code) && fs::is_empty(out, code))) {
    throw Error(ErrorKind::usage,
                "the output folder is not empty: " + out.string() + ": name a new or an empty one");
  }
  fs::create_directories(out / "downloads", code);
  if (code) {
    throw Error(ErrorKind::output, "cannot create " + out.string() + ": " + code.message());
  }
}

}  // namespace

int64_t max_records(int64_t models) { return generate::GrowthCurve(models, 0).most_records(); }

void generate_hub(const GenerateOptions& options) {
  check_numbers(options);
  make_folders(options.out);
  const int cores = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  const int threads = options.threads > 0 ? options.threads : cores;
  const generate::GrowthCurve growth(options.models, options.records);
  const generate::Population population(options.models, options.seed, growth, threads);
  generate::Totals totals(population);
  {
    const generate::Activity activity(population, growth, options.records, threads);
    generate::write_records(
        population, activity,
        {options.out / "downloads", options.one_file, options.shuffled, options.integer_ids},
        threads, totals);
  }
  const generate::DumpCounts dump = generate::write_dump(
      population, totals, {options.out / "models.parquet", options.shuffled, options.integer_ids},
      threads);
  population.accounts().write_csv(options.out / "accounts.csv");
  totals.write_json(options.out / "expected.json", dump);
}

}  // namespace hubcensus
