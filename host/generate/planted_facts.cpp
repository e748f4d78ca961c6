// The cells of a report that are known before there is one.
#include <nlohmann/json.hpp>

#include "host/generate/planted_hub.hpp"

namespace hubcensus::generate {
namespace {

constexpr const char* kTrendKey = "measure";  // the column that tells the lists of trending apart

void add_lineage(Json& facts) {
  const auto add = [&](std::string_view column, uint64_t value) {
    facts.push_back(
        planted_fact("all", "lineage_families", {{"family", "qwen"}}, column, value));
  };
  // 30 finetunes, 10 and 5 merges, 4 quantized, and the 3 * 10 of individuals that trend.
  add("descendants", 79);
  add("descendants_merge", 15);
  add("direct", 60);
  add("named_only", 3);
  add("by_name_or_tag", 64);
  for (const auto& [company, descendants] :
       {std::pair("Alibaba", 79), std::pair("Alphabet", 23), std::pair("Meta", 24)}) {
    facts.push_back(planted_fact("all", "lineage_companies", {{"company", company}},
                                 "descendants", descendants));
  }
}

void add_releases(Json& facts) {
  const auto add = [&](const char* parent, const char* year, uint64_t models) {
    facts.push_back(planted_fact(
        "all", "organizations_releases",
        {{"grain", "year"}, {"period", year}, {"level", "parent"}, {"name", parent}}, "models",
        models));
  };
  add("NVIDIA", "2025", 60);
  add("Baidu", "2025", 101);
  add("ByteDance", "2024", 2);
  add("ByteDance", "2025", 16);
  add("Tencent", "2024", 2);
  add("Tencent", "2025", 18);
}

void add_records(Json& facts) {
  for (const auto& [account, downloads] :
       {std::pair("qelgi-research", 5000), std::pair("xeskay-lab", 3000), std::pair("yukora", 0)}) {
    facts.push_back(planted_fact("all", "sovereignty_champions",
                                 {{"window", "all"}, {"country", "KR"}, {"account", account}},
                                 "downloads", downloads));
  }
  for (const auto& [kind, downloads] :
       {std::pair("industry", 70), std::pair("individual", 17), std::pair("academia", 13)}) {
    facts.push_back(planted_fact("all", "kind_share", {{"window", "2021"}, {"kind", kind}},
                                 "downloads", downloads));
  }
  const auto add_lives = [&](std::string_view column, Json value) {
    facts.push_back(planted_fact("records", "engagement", {{"by", "all"}, {"group", "all"}},
                                 column, std::move(value)));
  };
  add_lives("models", 272);
  add_lives("censored", 30);
  add_lives("mean_lifetime", 6.0);
  add_lives("lifetime_q50", 6);
  add_lives("lifetime_q90", 11);
  add_lives("mean_weeks_to_peak_num", 210);
}

void add_trends(Json& facts) {
  const auto peak = [&](const char* column, Json value) {
    facts.push_back(planted_fact("all", "trending_peaks",
                                 {{"younger_than_days", 365},
                                  {kTrendKey, "trending_score"},
                                  {"top", 100},
                                  {"attribution", "account"},
                                  {"country", "KR"}},
                                 column, std::move(value)));
  };
  peak("models", 3);
  peak("date", "2025-10-31");
  for (const auto& [attribution, models] : {std::pair("account", 60), std::pair("derived", 70)}) {
    facts.push_back(planted_fact("all", "trending",
                                 {{"date", "2025-12-31"},
                                  {"younger_than_days", 365},
                                  {kTrendKey, "trending_score"},
                                  {"top", 100},
                                  {"attribution", attribution},
                                  {"country", "CN"}},
                                 "models", models));
  }
  // 24 dumps from January 2024 on have scores.
  for (const auto& [column, value] : {std::pair("rank", 4), std::pair("places", 24 * 10)}) {
    facts.push_back(planted_fact("all", "trending_entities",
                                 {{"younger_than_days", 365},
                                  {kTrendKey, "trending_score"},
                                  {"entity", "(individuals)"}},
                                 column, value));
  }
  for (const auto& [date, model] : {std::pair("2024-12-31", "yxume-social/Liked"),
                                    std::pair("2025-12-31", "qodep-lab/Liked")}) {
    facts.push_back(planted_fact("all", "likes", {{"date", date}, {"rank", 1}}, "model", model));
  }
}

}  // namespace

Json planted_fact(std::string_view report, std::string_view table, Json row,
                  std::string_view column, Json value) {
  return {{"report", report},
          {"table", table},
          {"row", std::move(row)},
          {"column", column},
          {"value", std::move(value)}};
}

Json planted_facts(bool has_trends) {
  Json facts = Json::array();
  add_lineage(facts);
  add_releases(facts);
  add_records(facts);
  if (has_trends) add_trends(facts);
  return facts;
}

}  // namespace hubcensus::generate
