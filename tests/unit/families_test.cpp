#include "host/catalog/families.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace hubcensus {
namespace {

using Names = std::vector<std::string>;

Names names_of(uint64_t mask) {
  Names names;
  for (size_t i = 0; i < kFamilies.size(); ++i) {
    if ((mask >> i & 1) != 0) names.emplace_back(kFamilies[i].name);
  }
  return names;
}

TEST(Families, AreFoundInEitherCase) {
  EXPECT_EQ(names_of(families_in("unsloth-QwEn3")), Names{"qwen"});
  EXPECT_EQ(names_of(families_in("Meta-LLaMA-3-on-Qwen")), (Names{"llama", "qwen"}));
  EXPECT_EQ(names_of(families_in("xlm-roberta-base")), (Names{"bert", "roberta"}));
}

TEST(Families, OfWordsBeginThere) {
  EXPECT_EQ(names_of(families_in("dolphin-mt5")), Names{});
  EXPECT_EQ(names_of(families_in("flan-t5_Phi3")), (Names{"phi", "t5"}));
  EXPECT_EQ(names_of(families_in("T5")), Names{"t5"});
}

TEST(Families, HaveASecondText) {
  EXPECT_EQ(names_of(families_in("gpt-2")), Names{"gpt2"});
  EXPECT_EQ(names_of(families_in("stable-diffusion-xl-base")),
            (Names{"sdxl", "stable-diffusion"}));
}

TEST(Families, StandAtTheEndOrNowhere) {
  EXPECT_EQ(names_of(families_in("x-qwen")), Names{"qwen"});
  for (const char* text : {"", "q", "qwe", "x-qwe", "1wen", "\xF1wen"}) {
    EXPECT_EQ(families_in(text), 0U) << text;
  }
}

TEST(Families, OfAnIdAreThoseOfItsName) {
  EXPECT_EQ(names_of(families_of_id("Qwen/QwQ-32B")), Names{});
  EXPECT_EQ(names_of(families_of_id("joe/llama/qwen")), (Names{"llama", "qwen"}));
  EXPECT_EQ(names_of(families_of_id("gpt2")), Names{"gpt2"});
}

TEST(Families, AreInOrderOfTheirNames) {
  for (size_t i = 1; i < kFamilies.size(); ++i) {
    EXPECT_LT(kFamilies[i - 1].name, kFamilies[i].name);
  }
}

}  // namespace
}  // namespace hubcensus
