#include "host/catalog/model_attributes.hpp"

#include <gtest/gtest.h>

#include <set>

#include "host/catalog/modality.hpp"

namespace hubcensus {
namespace {

using Texts = std::vector<std::string_view>;

std::vector<std::string> languages(const Texts& tags, const Texts& card = {}) {
  ModelRow row;
  row.tags = tags;
  row.card_languages = card;
  std::vector<std::string> found;
  append_languages(row, found);
  return found;
}

using Found = std::vector<std::string>;

TEST(ModelAttributes, BareTagsAreLanguagesWhereNothingElseNamesOne) {
  EXPECT_EQ(languages({"en", "pytorch", "zh"}), (Found{"en", "zh"}));
  EXPECT_EQ(languages({"aa", "zu", "sh", "EN", "e", "", "  "}), (Found{"aa", "zu"}));
  EXPECT_EQ(languages({"ml", "cv", "trl", "sft", "dpo"}), Found{});
  EXPECT_EQ(languages({"en", "language:De"}), Found{"de"});
  EXPECT_EQ(languages({"en", "language:"}), Found{"en"});
  EXPECT_EQ(languages({"en", "ml"}, {"ml", "ZHO"}), (Found{"ml", "zho"}));
}

TEST(ModelAttributes, TheFirstLicenceCounts) {
  ModelAttributes attributes;
  for (const Texts& tags : {Texts{"license:", "license:mit", "license:other"}, Texts{"x"}}) {
    ModelRow row;
    row.tags = tags;
    attributes.add(row);
  }
  EXPECT_EQ(attributes.licences[attributes.licence[0]], "mit");
  EXPECT_EQ(attributes.licence[1], kUnknownValue);
}

TEST(ModelAttributes, TextsThatAreNoNamesAreUnknown) {
  ModelAttributes attributes;
  ModelRow row;
  row.task = "unknown";
  row.library = "a\nb";
  const Texts card = {"unknown", "\xff", "fr", "FR"};
  row.card_languages = card;
  attributes.add(row);
  EXPECT_EQ(attributes.task, std::vector<uint32_t>{kUnknownValue});
  EXPECT_EQ(attributes.library, std::vector<uint32_t>{kUnknownValue});
  ASSERT_EQ(attributes.languages_of(0).size(), 1U);
  EXPECT_EQ(attributes.languages[attributes.language[0]], "fr");
}

TEST(Modality, FollowsTheHubsGroups) {
  EXPECT_EQ(modality_of("unknown"), Modality::unknown);
  EXPECT_EQ(modality_of("text-generation"), Modality::text);
  EXPECT_EQ(modality_of("image-to-text"), Modality::vision);
  EXPECT_EQ(modality_of("image-text-to-text"), Modality::multimodal);
  EXPECT_EQ(modality_of("robotics"), Modality::reinforcement_learning);
  EXPECT_EQ(modality_of("graph-ml"), Modality::other);
  EXPECT_EQ(modality_of("made-up"), Modality::other);
  EXPECT_EQ(modality_of(""), Modality::other);
}

}  // namespace
}  // namespace hubcensus
