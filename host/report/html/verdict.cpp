#include "host/report/html/verdict.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>

#include "host/report/summary/number_text.hpp"
#include "kernels/error.hpp"

namespace hubcensus {
namespace {

enum class Rule { close, above, same, happens, unjudged };

struct ClaimRule {
  std::string_view claim;
  Rule rule;
  std::optional<double> bound = std::nullopt;  // of `above`, where the article has no number
};
// The others are close.
constexpr std::array kRules = {
    ClaimRule{"alibaba_derivatives", Rule::above},
    ClaimRule{"baidu_models_2024", Rule::same},
    ClaimRule{"baidu_models_2025", Rule::above},
    ClaimRule{"china_overtakes_us_monthly", Rule::happens},
    ClaimRule{"china_overtakes_us_total", Rule::happens},
    ClaimRule{"datasets_total", Rule::above},
    ClaimRule{"further_fragmentation", Rule::above, 1},
    ClaimRule{"home_bias", Rule::above, 1},
    ClaimRule{"individual_majority_months", Rule::above, 0},
    ClaimRule{"korean_champions", Rule::same},
    ClaimRule{"models_total", Rule::above},
    ClaimRule{"most_liked_model", Rule::same},
    ClaimRule{"nvidia_rank_2025", Rule::same},
    ClaimRule{"papers_upvotes_us_cn", Rule::above, 0.5},
    ClaimRule{"qwen_by_name_or_tag", Rule::above},
    ClaimRule{"qwen_derivatives", Rule::above},
    ClaimRule{"robotics_rank_2024", Rule::same},
    ClaimRule{"robotics_rank_2025", Rule::same},
    ClaimRule{"task_overlap_median", Rule::unjudged},
    ClaimRule{"trending_chinese_share", Rule::above},
    ClaimRule{"trending_individuals_rank", Rule::same},
    ClaimRule{"trending_korean_peak", Rule::same},
    ClaimRule{"verified_companies_share", Rule::above},
};

std::optional<double> number_in(std::string_view text) {
  double value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool is_whole = result.ec == std::errc{} && result.ptr == text.data() + text.size();
  return is_whole && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

std::string difference_text(double article, double value) {
  const double difference = value - article;
  if (difference == 0) return "0";
  const std::string sign = difference < 0 ? "-" : "+";
  std::array<char, 64> digits{};
  const auto end =
      std::to_chars(digits.data(), digits.data() + digits.size(), std::abs(difference)).ptr;
  std::string text = sign + claim_text({digits.data(), static_cast<size_t>(end - digits.data())});
  if (article == 0) return text;
  return text + " (" + sign + fixed_text(std::abs(difference / article) * 100, 1) + "\u00a0%)";
}

bool is_close(std::optional<double> article, std::optional<double> value) {
  constexpr double kPart = 0.1;
  return article && value && std::abs(*value - *article) <= kPart * std::abs(*article);
}

}  // namespace

Verdict verdict_of(std::string_view claim, std::string_view article, std::string_view value) {
  const auto* found = std::find_if(kRules.begin(), kRules.end(),
                                   [&](const ClaimRule& rule) { return rule.claim == claim; });
  const ClaimRule rule = found == kRules.end() ? ClaimRule{claim, Rule::close} : *found;
  const auto there = number_in(article);
  const auto here = number_in(value);
  Verdict verdict;
  verdict.difference = there && here ? difference_text(*there, *here) : kNoNumber;
  if (rule.rule == Rule::unjudged) return verdict;
  bool holds = false;
  if (rule.rule == Rule::close) holds = is_close(there, here);
  if (rule.rule == Rule::same) holds = there && here ? *there == *here : article == value;
  if (rule.rule == Rule::happens) holds = value != "no";
  if (rule.rule == Rule::above) {
    const auto bound = rule.bound ? rule.bound : there;
    holds = bound && here && *here > *bound;
  }
  verdict.judgement = holds ? Judgement::holds : Judgement::does_not_hold;
  return verdict;
}

std::string_view judgement_words(Judgement judgement) {
  switch (judgement) {
    case Judgement::holds:
      return "holds";
    case Judgement::does_not_hold:
      return "does not hold";
    case Judgement::left_to_the_reader:
      return "nothing to compare with";
  }
  throw Error(ErrorKind::internal, "unknown judgement of a claim");
}

}  // namespace hubcensus
