// Claims about what trends and what is liked.

#include <array>

#include "host/statistics/claims/claim.hpp"

namespace hubcensus {
namespace {

// Of the lists of trending: a hundred models younger than a year by trendingScore.
constexpr uint64_t kYear = 365;
constexpr uint64_t kTop = 100;

bool is_list(const ClaimReader& table, int64_t row) {
  return table.integer("younger_than_days", row) == kYear &&
         table.text("measure", row) == "trending_score";
}

ClaimValue chinese_share(const ClaimCells& cells) {
  const char* missing = "trending models in the last dump";
  if (cells.findings().dumps.empty()) return {"", missing};
  const ClaimReader table = cells.reader("trending_models");
  const std::string day = day_name(cells.findings().dumps.back().day);
  Ratio ratio;
  for (int64_t row = 0; row < table.rows(); ++row) {
    if (table.text("date", row) != day || !is_list(table, row)) continue;
    ++ratio.denominator;
    const bool is_chinese =
        table.text("country", row) == "CN" || table.text("derived_country", row) == "CN";
    ratio.numerator += is_chinese ? 1 : 0;
  }
  const auto value = nearest(ratio);
  if (!value) return {"", missing};
  return {shortest(*value), "", day};
}

ClaimValue rank_of_individuals(const ClaimCells& cells) {
  const ClaimReader table = cells.reader("trending_entities");
  for (int64_t row = 0; row < table.rows(); ++row) {
    if (is_list(table, row) && table.text("entity", row) == "(individuals)") {
      return {std::to_string(table.integer("rank", row))};
    }
  }
  return {"", "trending models of individuals"};
}

ClaimValue korean_peak(const ClaimCells& cells) {
  const ClaimReader table = cells.reader("trending_peaks");
  bool has_list = false;
  for (int64_t row = 0; row < table.rows(); ++row) {
    if (!is_list(table, row)) continue;
    has_list = true;
    const bool counts = table.integer("top", row) == kTop &&
                        table.text("attribution", row) == "account" &&
                        table.text("country", row) == "KR";
    if (counts) return {std::to_string(table.integer("models", row)), "", table.text("date", row)};
  }
  return {"0", has_list ? "" : "a dump with trending models"};
}

ClaimValue most_liked_model(const ClaimCells& cells) {
  const Findings& findings = cells.findings();
  const bool has_last = !findings.given.dumps || !findings.dumps.empty();
  const Day last = findings.dumps.empty() ? findings.as_of : findings.dumps.back().day;
  const ClaimReader table = cells.reader("likes");
  for (int64_t row = 0; has_last && row < table.rows(); ++row) {
    if (table.integer("rank", row) != 1 || table.text("date", row) != day_name(last)) continue;
    return {table.text("model", row), "", table.text("date", row)};
  }
  return {"", "likes in the last dump"};
}

const std::array<Claim, 4> kClaims = {{
    {"trending_chinese_share", "Most trending new models are Chinese or derived from Chinese ones",
     "trending", "", "0.5",
     "share of models of CN's accounts or of the derived country CN among the hundred younger than "
     "a year with the highest trendingScore in the last dump",
     "", chinese_share},
    {"trending_individuals_rank", "Independent developers are the fourth entity among what trends",
     "trending", "", "4",
     "rank of all individuals together by places among the hundred models younger than a year with "
     "the highest trendingScore, over all dumps",
     "", rank_of_individuals},
    {"trending_korean_peak", "Three Korean models trend at one time", "trending", "", "3",
     "the most models of KR's accounts at one date among the hundred younger than a year with the "
     "highest trendingScore",
     "", korean_peak},
    {"most_liked_model", "DeepSeek-R1 becomes the most liked model", "likes", "",
     "deepseek-ai/DeepSeek-R1", "the model with most likes in the last dump", "", most_liked_model},
}};

}  // namespace

std::span<const Claim> claims_of_dumps() { return kClaims; }

}  // namespace hubcensus
