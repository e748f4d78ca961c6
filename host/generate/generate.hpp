// The sample generator: a synthetic Hub of the published shape, in the schemas that real users
// have.
//
//   DIR/models.parquet      a dump in the nested hub-stats schema, as of 2025-12-31
//   DIR/downloads/          daily records model_id, date, downloads: <day>.parquet for each of the
//                           1,461 days from 2022-01-01 to 2025-12-31, or one downloads.parquet
//   DIR/accounts.csv        account, kind, country, parent, verified
//   DIR/expected.json       totals, counted while the records were made
//
// Other kinds of input tell the same records, by model id, in the shapes that users have:
//
//   DIR/publisher/publisher-analytics.csv       the Hub's export for publishers
//   DIR/snapshots/YYYY-MM-DD/models.parquet     cumulative: a series of dated dumps
//   DIR/rolling30/rolling30.csv                 downloads of the last 30 days, dated
//   DIR/requests/requests.parquet, .csv         one row a request
//   DIR/api/*.jsonl, models.json                the lists of the Hub's API
//
// The kind full writes an input for every flag of report: daily, cumulative (the dumps of --dumps)
// and api, and beside them api/datasets.parquet, companies.csv, champions.csv and
// home-bias/requests.csv. It plants facts (planted_hub.hpp): more models, accounts and records, in
// downloads/planted.parquet, and in expected.json the cells of a report that tell of them. Sums of
// records count the planted ones too; models, top_model and the section dump are of the drawn
// models alone, and so are publisher, rolling30 and requests.
//
// The shape is meant for 50,000 models and more. With fewer the top 0.01 % is one model, which
// takes half of its own market alone, and the months of 2022 rest on a handful of models.
//
// All names are invented. It is no simulation: shares, skew and growth follow tables; nobody's
// behaviour is modelled. Invariant: a number depends on (seed, subject, index) alone, never on a
// state, so that models and days are made independently and the files are the same to the byte for
// every thread count.
//
// A record is one (model, day), each at most once, never before the model's creation (models that
// bear the Hub's floor, 2022-03-02, are older than that). A day's records are a share of the models
// that exist, the same share on every day: records / max_records(models), exactly `records` in sum.
#pragma once

#include <cstdint>
#include <filesystem>

#include "host/generate/record_kinds.hpp"

namespace hubcensus {

struct GenerateOptions {
  int64_t models = 0;
  int64_t records = 0;
  uint64_t seed = 0;
  std::filesystem::path out;
  bool one_file = false;     // downloads/downloads.parquet instead of a file a day
  bool shuffled = false;     // rows in pseudo-random order; in one file the days are mixed
  bool integer_ids = false;  // the dump gets an integer column model_id, which the records bear
  RecordKinds kinds{.daily = true};
  bool weekly_snapshots = false;  // the Sundays of 2025 instead of the ends of all months
  int threads = 0;                // 0: all cores
};

// The largest number of records that `models` models allow: the sum of their days of life.
int64_t max_records(int64_t models);

// Throws Error: usage for numbers out of range or an output folder that is not empty, output where
// a file cannot be written. expected.json is written last: a folder without it is incomplete.
void generate_hub(const GenerateOptions& options);

}  // namespace hubcensus
