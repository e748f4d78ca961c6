#include "host/catalog/parameters.hpp"

#include <gtest/gtest.h>

namespace hubcensus {
namespace {

TEST(Parameters, NamesThatStateASize) {
  EXPECT_EQ(parameters_from_name("Llama-3.1-8B-Instruct"), 8'000'000'000);
  EXPECT_EQ(parameters_from_name("Mixtral-8x7B-v0.1"), 56'000'000'000);
  EXPECT_EQ(parameters_from_name("tiny-8x1.5m"), 12'000'000);
  EXPECT_EQ(parameters_from_name("bge_110M"), 110'000'000);
  EXPECT_EQ(parameters_from_name("0.5b"), 500'000'000);
  EXPECT_EQ(parameters_from_name("Qwen3-30B-A3B"), 30'000'000'000);
  EXPECT_EQ(parameters_from_name("7B-8B"), 8'000'000'000);           // the largest
  EXPECT_EQ(parameters_from_name("1.23456789012B"), 1'234'567'890);  // cut off
  EXPECT_EQ(parameters_from_name("13b.q4"), 13'000'000'000);
  EXPECT_EQ(parameters_from_name("8B\xC3\xA9"), 8'000'000'000);  // letters are ASCII
}

TEST(Parameters, NamesThatStateNone) {
  for (const char* name :
       {"", "A3B", "8bit", "v2", "gpt2", "8B4", "7Bx", "B7", "1.2.3", "x8B", "8X7B", ".5B",
        "3.1.8B", "0B", "7 B", "8x", "5000000000B", "1234567890123456789012345B", "123456x1B"}) {
    EXPECT_EQ(parameters_from_name(name), 0U) << name;
  }
}

TEST(Parameters, SourcesInOrder) {
  EXPECT_EQ(choose_parameters(5, 6, "a/b-7B"), 5U);
  EXPECT_EQ(choose_parameters(0, 6, "a/b-7B"), 6U);
  EXPECT_EQ(choose_parameters(std::nullopt, kParameterLimit, "a/b-7B"), 7'000'000'000);
  EXPECT_EQ(choose_parameters(std::nullopt, std::nullopt, "9B/model"), 0U);  // not the account
  EXPECT_EQ(choose_parameters(std::nullopt, std::nullopt, "canonical-9B"), 9'000'000'000);
}

TEST(Parameters, ClassesAtTheirBounds) {
  EXPECT_EQ(size_class_of(0), SizeClass::unknown);
  EXPECT_EQ(size_class_of(999'999'999), SizeClass::below_1b);
  EXPECT_EQ(size_class_of(1'000'000'000), SizeClass::from_1b);
  EXPECT_EQ(size_class_of(9'999'999'999), SizeClass::from_1b);
  EXPECT_EQ(size_class_of(10'000'000'000), SizeClass::from_10b);
  EXPECT_EQ(size_class_of(100'000'000'000), SizeClass::from_100b);
}

TEST(Parameters, ClassesOfAtomAtTheirBounds) {
  EXPECT_EQ(atom_class_of(0), AtomClass::unknown);
  EXPECT_EQ(atom_class_of(1), AtomClass::below_1b);
  EXPECT_EQ(atom_class_of(kParameterLimit - 1), AtomClass::from_250b);
  AtomClass below = AtomClass::below_1b;
  for (const auto& [billions, from] : {std::pair(1, AtomClass::from_1b),
                                       {5, AtomClass::from_5b},
                                       {10, AtomClass::from_10b},
                                       {50, AtomClass::from_50b},
                                       {100, AtomClass::from_100b},
                                       {250, AtomClass::from_250b}}) {
    const uint64_t bound = static_cast<uint64_t>(billions) * 1'000'000'000;
    EXPECT_EQ(atom_class_of(bound - 1), below) << billions;
    EXPECT_EQ(atom_class_of(bound), from) << billions;
    below = from;
  }
}

}  // namespace
}  // namespace hubcensus
