#include "host/generate/planted_files.hpp"

#include <arrow/api.h>
#include <parquet/exception.h>

#include <array>
#include <nlohmann/json.hpp>
#include <string>

#include "host/generate/output_error.hpp"
#include "host/generate/planted_rows.hpp"
#include "host/generate/table_file.hpp"
#include "host/generate/text_file.hpp"
#include "kernels/calendar.hpp"

namespace hubcensus::generate {
namespace {

void check(const arrow::Status& status) { PARQUET_THROW_NOT_OK(status); }

struct Country {
  std::string_view code;
  std::string_view model;
};
constexpr std::array<Country, 4> kCountries = {{{"KR", "qelgi-research/Champion"},
                                                {"JP", "xjp-home/Home"},
                                                {"FR", "xfr-home/Home"},
                                                {"CA", "xca-home/Home"}}};
// Of 40 requests of a country 10 would go home by chance, as all countries have 40 both ways.
constexpr int kOfHome = 25;
constexpr int kOfEachOther = 5;

// What is known of a company by its place in the list.
constexpr int kCompanies = 20;
constexpr int kByWebsite = 4;
constexpr int kMatched = 11;
bool is_verified(int company) { return company < kMatched && company % 3 != 0; }
constexpr int kVerified = 7;

std::string company_name(int company) {
  return "Quvara" + letters(static_cast<uint64_t>(company)) +
         (company < kByWebsite ? " Trade and Sons" : "");
}

// Those that are found by their website have it as handle, the others their name.
std::string company_handle(int company) {
  return "quvara" + letters(static_cast<uint64_t>(company));
}

Json organization(std::string_view handle, bool verified) {
  Json json;
  json["name"] = handle;
  json["fullname"] = "The Planted Organisation " + std::string(handle);
  json["isVerified"] = verified;
  json["numUsers"] = 10;
  json["plan"] = "team";
  json["type"] = "org";
  return json;
}

std::shared_ptr<arrow::Table> record_table(const PlantedHub& hub, int64_t first_id,
                                           bool integer_ids) {
  const auto id = integer_ids ? arrow::int64() : arrow::utf8();
  const auto schema =
      arrow::schema({arrow::field("model_id", id), arrow::field("date", arrow::date32()),
                     arrow::field("downloads", arrow::int64())});
  PARQUET_ASSIGN_OR_THROW(const auto builder,
                          arrow::RecordBatchBuilder::Make(schema, arrow::default_memory_pool()));
  for (const auto& [model, day, downloads] : hub.records) {
    check(integer_ids ? builder->GetFieldAs<arrow::Int64Builder>(0)->Append(
                            first_id + static_cast<int64_t>(model))
                      : builder->GetFieldAs<arrow::StringBuilder>(0)->Append(hub.models[model].id));
    check(builder->GetFieldAs<arrow::Date32Builder>(1)->Append(day));
    check(builder->GetFieldAs<arrow::Int64Builder>(2)->Append(static_cast<int64_t>(downloads)));
  }
  PARQUET_ASSIGN_OR_THROW(const auto batch, builder->Flush());
  PARQUET_ASSIGN_OR_THROW(auto table, arrow::Table::FromRecordBatches({batch}));
  return table;
}

}  // namespace

void write_planted_records(const PlantedHub& hub, const Population& population, bool integer_ids,
                           const std::filesystem::path& path) {
  reported_as_output(path, [&] {
    const auto table = record_table(hub, first_planted_id(population), integer_ids);
    const auto writer = open_table_file(path, *table->schema());
    check(writer->WriteTable(*table, table->num_rows()));
    check(writer->Close());
  });
}

Json write_home_bias(const std::filesystem::path& path) {
  TextFile file(path);
  file.append("timestamp,status,method,repoName,repoType,hashedUserId,country\n");
  int user = 0;
  for (const Country& of_user : kCountries) {
    for (const Country& of_model : kCountries) {
      const bool is_home = of_user.code == of_model.code;
      for (int k = 0; k < (is_home ? kOfHome : kOfEachOther); ++k, ++user) {
        file.append(day_name(kFirstDay + kDays - 365 + user) + "T12:00:00.000Z,200,GET," +
                    std::string(of_model.model) + ",model,user" + std::to_string(user) + "," +
                    std::string(of_user.code) + "\n");
      }
    }
  }
  file.close();
  Json facts = Json::array();
  for (const char* country : {"KR", "(all)"}) {
    facts.push_back(planted_fact("requests", "usage_matrix_home",
                                 {{"window", "all"}, {"country", country}}, "excess", 2.5));
  }
  facts.push_back(planted_fact("requests", "claims", {{"claim", "home_bias"}}, "value", "2.5"));
  return facts;
}

Json write_companies(const std::filesystem::path& path) {
  TextFile file(path);
  file.append("name,website\n");
  for (int company = 0; company < kCompanies; ++company) {
    const std::string website = "https://www." + company_handle(company) + ".example";
    file.append(company_name(company) + "," + (company < kByWebsite ? website : "") + "\n");
  }
  file.close();
  Json facts = Json::array();
  for (const auto& [status, companies] :
       {std::pair("all", kCompanies), std::pair("matched by website", kByWebsite),
        std::pair("matched by handle", kMatched - kByWebsite), std::pair("verified", kVerified)}) {
    facts.push_back(planted_fact("all", "verified_companies_summary", {{"status", status}},
                                 "companies", companies));
  }
  facts.push_back(planted_fact("all", "claims", {{"claim", "verified_companies_share"}}, "value",
                               "0.35"));
  return facts;
}

void write_champions(const std::filesystem::path& path) {
  TextFile file(path);
  file.append("country,account\nKR,qelgi-research\nKR,xeskay-lab\nKR,yukora\n");
  file.close();
}

Json planted_organizations(const PlantedHub& hub) {
  Json lines = Json::array();
  for (int company = 0; company < kMatched && !hub.empty(); ++company) {
    lines.push_back(organization(company_handle(company), is_verified(company)));
  }
  for (const PlantedAccount& account : hub.accounts) {
    if (account.kind != Kind::individual) lines.push_back(organization(account.handle, false));
  }
  return lines;
}

std::string planted_annotations(const PlantedHub& hub) {
  std::string rows;
  for (const auto& [handle, kind, country, parent] : hub.accounts) {
    rows.append(handle).append(",").append(kKindNames[static_cast<size_t>(kind)]);
    rows.append(",").append(country).append(",").append(parent).append(",false\n");
  }
  return rows;
}

}  // namespace hubcensus::generate
