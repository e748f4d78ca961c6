#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "host/catalog/catalog_builder.hpp"
#include "tests/unit/error_message.hpp"

namespace hubcensus {
namespace {

AccountAnnotations some_annotations() {
  AccountAnnotations annotations;
  annotations["Qwen"] = {AccountKind::industry, "CN", "Alibaba", true};
  annotations["deepseek"] = {AccountKind::industry, "CN", "", {}};
  annotations["meta"] = {AccountKind::industry, "US", "", {}};
  annotations["joe"] = {AccountKind::individual, "unknown", "", {}};
  return annotations;
}

ModelRow row_of(std::string_view id) {
  ModelRow row;
  row.id = id;
  return row;
}

std::vector<std::string> ids_of(const Catalog& catalog) {
  std::vector<std::string> ids;
  for (uint32_t model = 0; model < catalog.models(); ++model) ids.emplace_back(catalog.id(model));
  return ids;
}

// A dump of models by id and bases.
class CatalogTest : public testing::Test {
 protected:
  void add(std::string_view id, const std::vector<BaseReference>& bases = {},
           std::string_view object_id = {}) {
    ModelRow row = row_of(id);
    row.object_id = object_id;
    row.bases = bases;
    builder_.add(row);
  }

  Catalog build() { return builder_.build(some_annotations()); }

  static uint32_t find(const Catalog& catalog, std::string_view id) {
    for (uint32_t model = 0; model < catalog.models(); ++model) {
      if (catalog.id(model) == id) return model;
    }
    ADD_FAILURE() << "no model " << id;
    return 0;
  }
  static std::string derived_account(const Catalog& catalog, std::string_view id) {
    const uint32_t number = catalog.derived_account[find(catalog, id)];
    return number == kSeveralAccounts ? "several" : std::string(catalog.accounts[number]);
  }
  static std::string country(const Catalog& catalog, std::string_view id) {
    return catalog.countries[catalog.groups[catalog.group[find(catalog, id)]].country];
  }
  static std::string derived_country(const Catalog& catalog, std::string_view id) {
    return catalog.countries[catalog.groups[catalog.group[find(catalog, id)]].derived_country];
  }

  CatalogBuilder builder_;
};

TEST_F(CatalogTest, NoRowsAreAnEmptyCatalogue) {
  Catalog catalog = build();
  EXPECT_EQ(catalog.models(), 0U);
  EXPECT_TRUE(catalog.renumber().empty());
  EXPECT_EQ(catalog.last_day_of_dump, kAlwaysBorn);
}

TEST_F(CatalogTest, ModelsStandInBytewiseOrder) {
  for (const char* id : {"b/x", "a/z", "B/x", "\xC3\xA9/x", "a", "a/z0", "a-b/y"}) add(id);
  const Catalog catalog = build();
  EXPECT_EQ(ids_of(catalog),
            (std::vector<std::string>{"B/x", "a", "a-b/y", "a/z", "a/z0", "b/x", "\xC3\xA9/x"}));
  for (uint32_t model = 0; model < catalog.models(); ++model) {
    EXPECT_EQ(catalog.ids.find(catalog.id(model)), model);
  }
}

TEST_F(CatalogTest, AccountsAreThePartBeforeTheFirstSlash) {
  for (const char* id : {"gpt2", "Qwen/Qwen-7B", "a/b/c"}) add(id);
  const Catalog catalog = build();
  EXPECT_EQ(derived_account(catalog, "gpt2"), "(canonical)");
  EXPECT_EQ(derived_account(catalog, "Qwen/Qwen-7B"), "Qwen");
  EXPECT_EQ(derived_account(catalog, "a/b/c"), "a");
  EXPECT_EQ(catalog.accounts.size(), 3U);
}

TEST_F(CatalogTest, TheLastModifiedRowOfAnIdWins) {
  const auto add_row = [&](std::string_view id, std::optional<int64_t> modified, uint64_t count) {
    ModelRow row = row_of(id);
    row.modified_us = modified;
    row.downloads_30_days = count;
    builder_.add(row);
  };
  add_row("a/later-first", 20, 1);
  add_row("a/later-first", 10, 2);
  add_row("a/later-last", 10, 3);
  add_row("a/later-last", 20, 4);
  add_row("a/tie", 10, 5);
  add_row("a/tie", 10, 6);
  add_row("a/null-is-earliest", -5, 7);
  add_row("a/null-is-earliest", {}, 8);
  add_row("a/two-nulls", {}, 9);
  add_row("a/two-nulls", {}, 10);
  const Catalog catalog = build();
  EXPECT_EQ(catalog.models(), 5U);
  EXPECT_EQ(catalog.counts.dump_models, 5);
  EXPECT_EQ(catalog.counts.duplicate_rows, 5);
  const auto count = [&](std::string_view id) {
    return catalog.downloads_30_days[find(catalog, id)];
  };
  EXPECT_EQ(count("a/later-first"), 1U);
  EXPECT_EQ(count("a/later-last"), 4U);
  EXPECT_EQ(count("a/tie"), 6U);
  EXPECT_EQ(count("a/null-is-earliest"), 7U);
  EXPECT_EQ(count("a/two-nulls"), 10U);
}

TEST_F(CatalogTest, PartsAreRowsOneBehindTheOther) {
  const auto add_rows = [](size_t parts) {
    CatalogBuilder builder(/*with_attributes=*/true);
    std::vector<DumpPart*> begun = builder.begin_parts(parts);
    for (size_t i = 0; i < 200; ++i) {
      const std::string id = "account" + std::to_string(i % 7) + "/model" + std::to_string(i % 90);
      const std::string base = "account1/model" + std::to_string(i % 50);
      const std::string tag = "language:l" + std::to_string(i % 11);
      const std::string_view tags[] = {"license:mit", tag};
      const BaseReference bases[] = {{{}, base}, {{}, "gone/" + std::string(1, 'a' + i % 5)}};
      ModelRow row = row_of(id);
      row.modified_us = static_cast<int64_t>(i * 37 % 64);
      row.downloads_30_days = i;
      row.integer_id = static_cast<int64_t>(i);
      row.bases = bases;
      row.tags = tags;
      begun[i * parts / 200]->add(row);
    }
    DumpLineage lineage;
    const Catalog catalog = builder.build(some_annotations(), &lineage);
    std::string text = std::to_string(catalog.counts.duplicate_rows);
    for (uint32_t model = 0; model < catalog.models(); ++model) {
      text += "\n" + std::string(catalog.id(model)) + " " +
              std::to_string(catalog.downloads_30_days[model]) + " " +
              std::to_string(catalog.derived_account[model]);
      for (const uint32_t base : lineage.graph.graph.bases(model)) {
        text += " " + std::to_string(base);
      }
      for (const uint32_t language : catalog.attributes->languages_of(model)) {
        text += " " + std::string(catalog.attributes->languages[language]);
      }
    }
    for (int64_t integer = 0; integer < 200; ++integer) {
      text += " " + std::to_string(catalog.integer_ids.find(integer));
    }
    return text;
  };
  const std::string one_part = add_rows(1);
  EXPECT_EQ(std::count(one_part.begin(), one_part.end(), '\n'), 200 - std::stoi(one_part));
  for (const size_t parts : {2, 9, 200}) EXPECT_EQ(add_rows(parts), one_part) << parts;
}

TEST_F(CatalogTest, ADuplicateBringsItsOwnBases) {
  const auto add_row = [&](int64_t modified, const std::vector<BaseReference>& bases) {
    ModelRow row = row_of("a/x");
    row.modified_us = modified;
    row.bases = bases;
    builder_.add(row);
  };
  add_row(1, {{"", "meta/a"}, {"", "Qwen/b"}});
  add_row(2, {{"", "Qwen/b"}});
  const Catalog catalog = build();
  EXPECT_EQ(catalog.counts.base_references, 1);
  EXPECT_EQ(derived_account(catalog, "a/x"), "Qwen");
}

TEST_F(CatalogTest, ABaseIsFoundByObjectIdBeforeItsText) {
  add("Qwen/renamed", {}, "0123");
  add("meta/old-name", {}, "4567");
  add("joe/by-object-id", {{"0123", "meta/old-name"}});
  add("joe/unknown-object-id", {{"ffff", "meta/old-name"}});
  add("joe/object-id-alone", {{"0123", ""}});
  add("joe/nothing-known", {{"ffff", ""}});
  const Catalog catalog = build();
  EXPECT_EQ(derived_account(catalog, "joe/by-object-id"), "Qwen");
  EXPECT_EQ(derived_account(catalog, "joe/unknown-object-id"), "meta");
  EXPECT_EQ(derived_account(catalog, "joe/object-id-alone"), "Qwen");
  EXPECT_EQ(derived_account(catalog, "joe/nothing-known"), "joe");
  EXPECT_EQ(catalog.counts.base_references, 3);
  EXPECT_EQ(catalog.counts.missing_base_references, 0);
}

TEST_F(CatalogTest, BasesNamedTwiceCountOnce) {
  add("Qwen/base", {}, "0123");
  add("joe/x", {{"", "Qwen/base"}, {"0123", "else/where"}, {"", "lost/y"}, {"", "lost/y"}});
  add("joe/self", {{"", "joe/self"}});
  const Catalog catalog = build();
  EXPECT_EQ(catalog.counts.base_references, 3);
  EXPECT_EQ(catalog.counts.missing_base_references, 1);
  EXPECT_EQ(catalog.counts.self_references, 1);
}

TEST_F(CatalogTest, DerivedCountryFollowsTheRoots) {
  add("Qwen/q");
  add("deepseek/d");
  add("meta/m");
  add("joe/merge-of-two-chinese", {{"", "Qwen/q"}, {"", "deepseek/d"}});
  add("joe/merge-of-two-countries", {{"", "Qwen/q"}, {"", "meta/m"}});
  add("meta/of-a-missing-base", {{"", "Qwen/gone"}});
  add("meta/of-a-stranger", {{"", "stranger/gone"}});
  const Catalog catalog = build();
  EXPECT_EQ(derived_account(catalog, "joe/merge-of-two-chinese"), "several");
  EXPECT_EQ(derived_country(catalog, "joe/merge-of-two-chinese"), "CN");
  EXPECT_EQ(country(catalog, "joe/merge-of-two-chinese"), "unknown");
  EXPECT_EQ(derived_country(catalog, "joe/merge-of-two-countries"), "several");
  EXPECT_EQ(derived_country(catalog, "meta/of-a-missing-base"), "CN");
  EXPECT_EQ(country(catalog, "meta/of-a-missing-base"), "US");
  EXPECT_EQ(derived_country(catalog, "meta/of-a-stranger"), "unknown");
  EXPECT_EQ(catalog.counts.missing_base_references, 2);
}

TEST_F(CatalogTest, GroupsTellKindAndSizeApart) {
  add("Qwen/Qwen-7B");
  add("deepseek/d-8B");
  add("Qwen/Qwen-72B");
  add("joe/x");
  const Catalog catalog = build();
  const auto group = [&](std::string_view id) {
    return catalog.groups[catalog.group[find(catalog, id)]];
  };
  EXPECT_EQ(catalog.groups.size(), 3U);
  EXPECT_EQ(group("Qwen/Qwen-7B"), group("deepseek/d-8B"));
  EXPECT_EQ(group("Qwen/Qwen-72B").size_class, SizeClass::from_10b);
  EXPECT_EQ(group("Qwen/Qwen-72B").kind, AccountKind::industry);
  EXPECT_EQ(group("joe/x").size_class, SizeClass::unknown);
  EXPECT_EQ(group("joe/x").kind, AccountKind::individual);
  EXPECT_EQ(group("joe/x").country, kUnknownCountry);
}

TEST_F(CatalogTest, DaysOfTheDump) {
  ModelRow row = row_of("a/1");
  row.created = 100;
  builder_.add(row);
  row.id = "a/2";
  row.modified_us = int64_t{150} * 86'400'000'000;
  builder_.add(row);
  add("a/3");
  const Catalog catalog = build();
  EXPECT_EQ(catalog.created_by_day, (std::map<Day, int64_t>{{100, 2}}));
  EXPECT_EQ(catalog.counts.models_without_created, 1);
  EXPECT_EQ(catalog.last_day_of_dump, 150);
  EXPECT_EQ(catalog.born, (std::vector<Day>{100, 100, kAlwaysBorn}));
}

TEST_F(CatalogTest, CountersEndAt63Bits) {
  const auto build_with = [](bool all_time, uint64_t last) {
    CatalogBuilder builder;
    for (const uint64_t count : {(uint64_t{1} << 63) - 10, last}) {
      ModelRow row = row_of(count == last ? "a/last" : "a/first");
      (all_time ? row.downloads_all_time : row.downloads_30_days) = count;
      builder.add(row);
    }
    return builder.build({}).models();
  };
  for (const bool all_time : {false, true}) {
    EXPECT_EQ(build_with(all_time, 9), 2U);
    const std::string message =
        error_message(ErrorKind::invalid_input, [&] { build_with(all_time, 10); });
    EXPECT_NE(message.find("9223372036854775808"), std::string::npos) << message;
    error_message(ErrorKind::invalid_input, [&] { build_with(all_time, ~uint64_t{0}); });
  }
}

TEST_F(CatalogTest, AttributesFollowTheirModels) {
  CatalogBuilder builder(/*with_attributes=*/true);
  const auto add_row = [&](std::string_view id, std::string_view task, uint64_t likes,
                           const std::vector<std::string_view>& tags) {
    ModelRow row = row_of(id);
    row.task = task;
    row.likes = likes;
    row.tags = tags;
    builder.add(row);
  };
  add_row("d/y", "translation", 4, {"fr", "en", "license:mit"});
  add_row("b/x", "replaced", 1, {"de"});
  add_row("b/x", "fill-mask", 2, {});  // of the same time: the later row counts
  Catalog catalog = builder.build({});
  catalog.join("c/new", KeyKind::id, {});
  catalog.join("a/new", KeyKind::id, {});
  catalog.renumber();
  ASSERT_EQ(ids_of(catalog), (std::vector<std::string>{"a/new", "b/x", "c/new", "d/y"}));
  const ModelAttributes& attributes = *catalog.attributes;
  std::vector<std::string> texts;
  for (uint32_t model = 0; model < catalog.models(); ++model) {
    std::string text(attributes.tasks[attributes.task[model]]);
    text += " " + std::string(attributes.licences[attributes.licence[model]]) + " " +
            std::to_string(attributes.likes[model]);
    for (const uint32_t language : attributes.languages_of(model)) {
      text += " " + std::string(attributes.languages[language]);
    }
    texts.push_back(text);
  }
  EXPECT_EQ(texts, (std::vector<std::string>{"unknown unknown 0", "fill-mask unknown 2",
                                             "unknown unknown 0", "translation mit 4 fr en"}));
}

TEST_F(CatalogTest, JoinedModelsFindTheirPlace) {
  add("b/x-7B");
  add("d/y");
  Catalog catalog = build();
  const AccountAnnotations annotations = some_annotations();
  EXPECT_EQ(catalog.find_joined("c/new"), kNotFound);
  EXPECT_EQ(catalog.join("e/late", KeyKind::id, annotations), 2U);
  EXPECT_EQ(catalog.join("Qwen/new-70B", KeyKind::id, annotations), 3U);
  EXPECT_EQ(catalog.join("c/new", KeyKind::id, annotations), 4U);
  EXPECT_EQ(catalog.find_joined("c/new"), 4U);
  EXPECT_EQ(catalog.id(3), "Qwen/new-70B");
  EXPECT_EQ(catalog.counts.joined_models, 3);
  EXPECT_EQ(catalog.counts.dump_models, 2);

  // In order: Qwen/new-70B, b/x-7B, c/new, d/y, e/late.
  EXPECT_EQ(catalog.renumber(), (std::vector<uint32_t>{1, 3, 4, 0, 2}));
  EXPECT_EQ(ids_of(catalog),
            (std::vector<std::string>{"Qwen/new-70B", "b/x-7B", "c/new", "d/y", "e/late"}));
  EXPECT_EQ(derived_account(catalog, "Qwen/new-70B"), "Qwen");
  EXPECT_EQ(derived_country(catalog, "Qwen/new-70B"), "CN");
  EXPECT_EQ(catalog.parameters, (std::vector<uint64_t>{70'000'000'000, 7'000'000'000, 0, 0, 0}));
  EXPECT_EQ(catalog.born, std::vector<Day>(5, kAlwaysBorn));
  EXPECT_TRUE(catalog.created_by_day.empty());
}

TEST_F(CatalogTest, RenumberingDropsMergedModels) {
  for (const std::string_view id : {"b/x", "d/y"}) builder_.add(row_of(id));
  Catalog catalog = build();
  for (const std::string_view text : {"02", "03", "01", "04"}) {
    catalog.join(text, KeyKind::snapshot, {});
  }
  const std::vector<std::string_view> names = {"c/new", "gone", "c/new", "a/one-7B"};
  catalog.settle_joined(names, {0, 1, 2, 1, 4, 5}, {});
  EXPECT_EQ(catalog.counts.joined_models, 3);
  EXPECT_EQ(catalog.renumber(), (std::vector<uint32_t>{1, 4, 3, 4, 2, 0}));
  ASSERT_EQ(catalog.models(), 5U);
  std::vector<std::string_view> ids;
  for (uint32_t model = 0; model < catalog.models(); ++model) ids.push_back(catalog.id(model));
  EXPECT_EQ(ids, (std::vector<std::string_view>{"a/one-7B", "b/x", "c/new", "c/new", "d/y"}));
  EXPECT_EQ(catalog.parameters, (std::vector<uint64_t>{7'000'000'000, 0, 0, 0, 0}));
  EXPECT_EQ(catalog.accounts.find("gone"), kNotFound);
  EXPECT_EQ(catalog.born.size(), 5U);
  EXPECT_EQ(catalog.group.size(), 5U);
}

TEST_F(CatalogTest, RenumberingMovesEveryColumn) {
  for (const std::string_view id : {"b/x", "d/y"}) {
    ModelRow row = row_of(id);
    row.created = id == "b/x" ? 1 : 2;
    row.downloads_30_days = id == "b/x" ? 10 : 20;
    row.downloads_all_time = id == "b/x" ? 100 : 200;
    row.safetensors_total = id == "b/x" ? 1000 : 2000;
    builder_.add(row);
  }
  Catalog catalog = build();
  catalog.join("a/new", KeyKind::id, {});
  EXPECT_EQ(catalog.renumber(), (std::vector<uint32_t>{1, 2, 0}));
  EXPECT_EQ(catalog.born, (std::vector<Day>{kAlwaysBorn, 1, 2}));
  EXPECT_EQ(catalog.downloads_30_days, (std::vector<uint64_t>{0, 10, 20}));
  EXPECT_EQ(catalog.downloads_all_time, (std::vector<uint64_t>{0, 100, 200}));
  EXPECT_EQ(catalog.parameters, (std::vector<uint64_t>{0, 1000, 2000}));
  EXPECT_EQ(catalog.accounts[catalog.account[0]], "a");
  EXPECT_EQ(catalog.accounts[catalog.account[1]], "b");
  EXPECT_EQ(catalog.accounts[catalog.account[2]], "d");
}

TEST_F(CatalogTest, ModelsKnownByNumberAloneHaveNoAccountOfTheirOwn) {
  Catalog catalog = build();
  catalog.join("77", KeyKind::integer, {});
  catalog.join("0123/abc-7B", KeyKind::object_id, {});
  EXPECT_EQ(derived_account(catalog, "77"), "(unknown)");
  EXPECT_EQ(derived_account(catalog, "0123/abc-7B"), "(unknown)");
  EXPECT_EQ(catalog.parameters, (std::vector<uint64_t>{0, 0}));
}

TEST(IntegerIndex, FindsSmallLargeAndNegativeIntegers) {
  IntegerIndex index;
  const std::vector<int64_t> integers = {0,
                                         1,
                                         5,
                                         1000,
                                         int64_t{1} << 28,
                                         -1,
                                         std::numeric_limits<int64_t>::min(),
                                         std::numeric_limits<int64_t>::max()};
  for (size_t i = 0; i < integers.size(); ++i) {
    index.insert(integers[i], static_cast<uint32_t>(i));
  }
  for (size_t i = 0; i < integers.size(); ++i) EXPECT_EQ(index.find(integers[i]), i);
  for (const int64_t absent :
       {int64_t{2}, int64_t{999}, int64_t{100'000}, int64_t{-2}, (int64_t{1} << 28) + 1}) {
    EXPECT_EQ(index.find(absent), kNotFound) << absent;
  }
}

TEST(IntegerIndex, TheFirstModelKeepsAnInteger) {
  for (const int64_t integer : {int64_t{5}, int64_t{-5}, int64_t{1} << 40}) {
    IntegerIndex index;
    index.insert(integer, 1);
    index.insert(integer, 2);
    EXPECT_EQ(index.find(integer), 1U) << integer;
  }
}

}  // namespace
}  // namespace hubcensus
