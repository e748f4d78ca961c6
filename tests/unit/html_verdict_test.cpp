#include <gtest/gtest.h>

#include "host/report/html/verdict.hpp"

namespace hubcensus {
namespace {

std::string verdict(std::string_view claim, std::string_view article, std::string_view value) {
  const Verdict found = verdict_of(claim, article, value);
  return std::string(judgement_words(found.judgement)) + "; " + found.difference;
}

TEST(Verdict, OfANumberIsWithinATenth) {
  EXPECT_EQ(verdict("china_share_2025", "0.41", "0.45"), "holds; +0.04 (+9.8\u00a0%)");
  EXPECT_EQ(verdict("china_share_2025", "0.41", "0.46"), "does not hold; +0.05 (+12.2\u00a0%)");
  EXPECT_EQ(verdict("china_share_2025", "0.41", "0.3"), "does not hold; -0.11 (-26.8\u00a0%)");
  EXPECT_EQ(verdict("mean_parameters_2023", "827000000", "827000000"), "holds; 0");
}

TEST(Verdict, OfMoreThanANumberIsAboveIt) {
  EXPECT_EQ(verdict("models_total", "2000000", "2963204"), "holds; +963,204 (+48.2\u00a0%)");
  EXPECT_EQ(verdict("models_total", "2000000", "2000000"), "does not hold; 0");
  EXPECT_EQ(verdict("papers_upvotes_us_cn", "more than 0.5", "0.65"), "holds; -");
  EXPECT_EQ(verdict("further_fragmentation", "yes", "0.99"), "does not hold; -");
  EXPECT_EQ(verdict("individual_majority_months", "yes", "2"), "holds; -");
}

TEST(Verdict, OfARankCountOrNameIsTheSame) {
  EXPECT_EQ(verdict("robotics_rank_2024", "44", "43"), "does not hold; -1 (-2.3\u00a0%)");
  EXPECT_EQ(verdict("baidu_models_2024", "0", "3"), "does not hold; +3");
  EXPECT_EQ(verdict("most_liked_model", "a/b", "a/b"), "holds; -");
  EXPECT_EQ(verdict("most_liked_model", "a/b", "a/c"), "does not hold; -");
}

TEST(Verdict, OfAnEventIsThatItHappened) {
  EXPECT_EQ(verdict("china_overtakes_us_total", "yes", "2025-08"), "holds; -");
  EXPECT_EQ(verdict("china_overtakes_us_total", "yes", "no"), "does not hold; -");
}

TEST(Verdict, IsLeftToTheReaderWhereTheArticleHasNoNumber) {
  EXPECT_EQ(verdict("task_overlap_median", "overlapping", "0.09"), "nothing to compare with; -");
}

}  // namespace
}  // namespace hubcensus
