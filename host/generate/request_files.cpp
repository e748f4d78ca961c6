#include "host/generate/request_files.hpp"

#include <arrow/api.h>
#include <parquet/exception.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <string>

#include "host/generate/output_error.hpp"
#include "host/generate/parallel.hpp"
#include "host/generate/request_rows.hpp"
#include "host/generate/table_file.hpp"
#include "host/generate/text_file.hpp"

namespace hubcensus::generate {
namespace {

void check(const arrow::Status& status) { PARQUET_THROW_NOT_OK(status); }

std::string hexadecimal(uint64_t value) {
  std::array<char, 20> text{};
  std::snprintf(text.data(), text.size(), "%016llx", static_cast<unsigned long long>(value));
  return text.data();
}

std::string_view country_text(const RequestRow& row) {
  return row.country == kUnknownCountry ? std::string_view() : kCountryNames[row.country];
}

std::string time_text(int64_t millisecond) {
  const int64_t of_day = millisecond % 86'400'000;
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "T%02d:%02d:%02d.%03dZ",
                static_cast<int>(of_day / 3'600'000), static_cast<int>(of_day / 60'000 % 60),
                static_cast<int>(of_day / 1000 % 60), static_cast<int>(of_day % 1000));
  return day_name(static_cast<Day>(millisecond / 86'400'000)) + text.data();
}

std::string csv_row(const Population& population, const RequestRow& row) {
  const std::string agent(kUserAgents[row.agent]);
  std::string text = time_text(row.millisecond) + "," + std::to_string(row.status);
  text.append(",").append(kMethods[row.method]).append(",").append(population.id(row.model));
  text.append(",").append(kRepoTypes[row.repo_type]).append(",").append(hexadecimal(row.user));
  text.append(",").append(hexadecimal(row.address)).append(",").append(country_text(row));
  text.append(",").append(kNetworkRegions[row.region]).append(",");
  const bool quoted = agent.find(',') != std::string::npos;
  return text + (quoted ? "\"" + agent + "\"\n" : agent + "\n");
}

std::shared_ptr<arrow::Schema> request_schema() {
  return arrow::schema(
      {arrow::field("timestamp", arrow::timestamp(arrow::TimeUnit::MILLI, "UTC")),
       arrow::field("status", arrow::int32()), arrow::field("method", arrow::utf8()),
       arrow::field("repoName", arrow::utf8()), arrow::field("repoType", arrow::utf8()),
       arrow::field("hashedUserId", arrow::utf8()), arrow::field("hashedIp", arrow::utf8()),
       arrow::field("country", arrow::utf8()), arrow::field("region", arrow::utf8()),
       arrow::field("userAgent", arrow::utf8())});
}

std::shared_ptr<arrow::Table> request_table(const Population& population,
                                            const std::vector<RequestRow>& rows) {
  PARQUET_ASSIGN_OR_THROW(const auto builder, arrow::RecordBatchBuilder::Make(
                                                  request_schema(), arrow::default_memory_pool()));
  const auto append = [&](int column, std::string_view text) {
    auto& texts = *builder->GetFieldAs<arrow::StringBuilder>(column);
    check(text.empty() ? texts.AppendNull() : texts.Append(text));
  };
  for (const RequestRow& row : rows) {
    check(builder->GetFieldAs<arrow::TimestampBuilder>(0)->Append(row.millisecond));
    check(builder->GetFieldAs<arrow::Int32Builder>(1)->Append(row.status));
    append(2, kMethods[row.method]);
    append(3, population.id(row.model));
    append(4, kRepoTypes[row.repo_type]);
    append(5, hexadecimal(row.user));
    append(6, hexadecimal(row.address));
    append(7, country_text(row));
    append(8, kNetworkRegions[row.region]);
    append(9, kUserAgents[row.agent]);
  }
  PARQUET_ASSIGN_OR_THROW(const auto batch, builder->Flush());
  PARQUET_ASSIGN_OR_THROW(auto table, arrow::Table::FromRecordBatches({batch}));
  return table;
}

struct RequestCounts {
  uint64_t rows = 0;
  std::array<uint64_t, kMonths> months{};
  std::array<uint64_t, kFaultNames.size()> faults{};
  std::array<uint64_t, kCountryNames.size()> countries{};

  void add(const RequestRow& row, int32_t day) {
    ++rows;
    ++faults[static_cast<size_t>(row.fault)];
    if (row.fault != Fault::none) return;
    ++months[static_cast<size_t>(month_of(day))];
    ++countries[row.country];
  }

  Json section() const {
    Json json;
    json["rows"] = rows;
    for (size_t k = 1; k < faults.size(); ++k) {
      json["rejected"][std::string(kFaultNames[k])] = faults[k];
    }
    for (size_t k = 0; k < countries.size(); ++k) {
      // A user is somewhere, or nobody knows.
      if (k != kInternational)
        json["by_user_country"][std::string(kCountryNames[k])] = countries[k];
    }
    for (int32_t month = 0; month < kMonths; ++month) {
      json["months"][month_name(month)] = months[static_cast<size_t>(month)];
    }
    return json;
  }
};

struct RequestDay {
  int32_t day = 0;
  std::vector<RequestRow> rows;
  std::shared_ptr<arrow::Table> table;
  std::string text;
};

RequestDay make_day(const SampleHub& hub, int32_t day) {
  RequestDay made{day, requests_of(hub, day), nullptr, {}};
  made.table = request_table(hub.population, made.rows);
  for (const RequestRow& row : made.rows) made.text += csv_row(hub.population, row);
  return made;
}

}  // namespace

void check_requests(const SampleHub& hub) {
  std::atomic<uint64_t> sum{0};
  for_each_index(hub.threads, kDays, [&](int64_t k) {
    if (sum > kMostRequests) return;
    // The last days have the most downloads.
    for (const Record& record : hub.activity.records_of(kDays - 1 - static_cast<int32_t>(k))) {
      sum += static_cast<uint64_t>(record.downloads);
    }
  });
  if (sum <= kMostRequests) return;
  // A tenth below the limit, as the sums are drawn.
  const uint64_t most = kMostRequests / 10 * 9;
  throw Error(ErrorKind::usage,
              "--kinds requests is a row for each download, and the records sum to more than " +
                  std::to_string(kMostRequests) + ": take --models " +
                  std::to_string(most / kMeanDownloads) + " or --records " +
                  std::to_string(most / kMostDownloadsPerRecord) + ", or fewer");
}

Json write_requests(const SampleHub& hub, const std::filesystem::path& folder) {
  const std::filesystem::path path = folder / "requests.parquet";
  TextFile csv(folder / "requests.csv");
  csv.append(
      "timestamp,status,method,repoName,repoType,hashedUserId,hashedIp,country,region,userAgent\n");
  RequestCounts counts;
  reported_as_output(path, [&] {
    const auto writer = open_table_file(path, *request_schema());
    for_each_in_order(
        hub.threads, kDays, [&](int64_t day) { return make_day(hub, static_cast<int32_t>(day)); },
        [&](const RequestDay& made) {
          if (made.rows.empty()) return;
          PARQUET_THROW_NOT_OK(writer->WriteTable(*made.table, made.table->num_rows()));
          csv.append(made.text);
          for (const RequestRow& row : made.rows) counts.add(row, made.day);
        });
    PARQUET_THROW_NOT_OK(writer->Close());
  });
  csv.close();
  return counts.section();
}

}  // namespace hubcensus::generate
