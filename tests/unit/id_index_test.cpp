#include "host/catalog/id_index.hpp"

#include <gtest/gtest.h>

#include <string>

namespace hubcensus {
namespace {

TEST(IdIndex, NumbersFollowInsertion) {
  IdIndex index;
  EXPECT_EQ(index.find("a"), kNotFound);
  EXPECT_EQ(index.insert("a/b"), 0U);
  EXPECT_EQ(index.insert(""), 1U);
  EXPECT_EQ(index.insert("a/b"), 0U);
  EXPECT_EQ(index.size(), 2U);
  EXPECT_EQ(index.find(""), 1U);
  EXPECT_EQ(index[0], "a/b");
}

TEST(IdIndex, ManyTextsOneByOneAndInBlocks) {
  constexpr uint32_t kTexts = 100'000;
  IdIndex index;
  std::vector<std::string> texts;
  for (uint32_t i = 0; i < kTexts; ++i) texts.push_back("account/model-" + std::to_string(i));
  for (uint32_t i = 0; i < kTexts; ++i) ASSERT_EQ(index.insert(texts[i]), i);

  std::vector<std::string> unknown;
  for (uint32_t i = 0; i < kTexts; ++i) unknown.push_back("stranger/" + std::to_string(i));
  std::vector<std::string_view> asked;
  for (uint32_t i = 0; i < kTexts; ++i) asked.push_back(i % 3 == 0 ? unknown[i] : texts[i]);
  std::vector<uint32_t> numbers(kTexts);
  index.find(asked, numbers);
  for (uint32_t i = 0; i < kTexts; ++i) {
    ASSERT_EQ(numbers[i], i % 3 == 0 ? kNotFound : i);
    ASSERT_EQ(index.find(asked[i]), numbers[i]);
  }
}

TEST(IdIndex, ManyAreInsertedAsOneByOne) {
  std::vector<std::string> names;
  for (int i = 0; i < 3'000; ++i) names.push_back("account/model-" + std::to_string(i % 2'000));
  const std::vector<std::string_view> texts(names.begin(), names.end());
  IdIndex one_by_one;
  std::vector<uint32_t> expected;
  for (const std::string_view text : texts) expected.push_back(one_by_one.insert(text));
  IdIndex index;
  std::vector<uint32_t> numbers(texts.size());
  index.insert(texts, numbers);
  EXPECT_EQ(numbers, expected);
  EXPECT_EQ(index.size(), 2'000U);
}

TEST(IdIndex, GatheredTextsAreFoundUnderTheirNumbers) {
  constexpr uint32_t kTexts = 50'000;
  std::vector<std::string> texts;
  for (uint32_t i = 0; i < kTexts; ++i) texts.push_back("model " + std::to_string(i * 7));
  const auto text_of = [&](uint32_t i) -> std::string_view { return texts[i]; };
  auto index = IdIndex::of_distinct(TextTable::gather(kTexts, text_of));
  ASSERT_TRUE(index.has_value());
  ASSERT_EQ(index->size(), kTexts);
  for (uint32_t i = 0; i < kTexts; ++i) {
    ASSERT_EQ((*index)[i], texts[i]);
    ASSERT_EQ(index->find(texts[i]), i);
  }
  EXPECT_EQ(index->find("model 1"), kNotFound);
  EXPECT_EQ(index->insert("another"), kTexts);
  texts.back() = texts[1];
  EXPECT_FALSE(IdIndex::of_distinct(TextTable::gather(kTexts, text_of)).has_value());
  EXPECT_EQ(IdIndex::of_distinct(TextTable())->size(), 0U);
}

}  // namespace
}  // namespace hubcensus
