#include "host/ingest/models/models_dump.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/error_message.hpp"
#include "tests/unit/parquet_columns.hpp"
#include "tests/unit/temporary_folder.hpp"

namespace hubcensus {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

std::shared_ptr<arrow::Array> list_cells(const std::vector<Texts>& lists) {
  const auto texts = std::make_shared<arrow::StringBuilder>();
  arrow::ListBuilder builder(arrow::default_memory_pool(), texts);
  for (const Texts& list : lists) {
    check_arrow(builder.Append());
    for (const auto& text : list) check_arrow(texts->Append(*text));
  }
  return builder.Finish().ValueOrDie();
}

// One column beside three ids, and what the reader makes of it: a text a model.
struct Reading {
  ModelsDumpReport report;
  std::vector<std::string> rows;
};

Reading read_column(const std::string& name, const std::shared_ptr<arrow::Array>& cells) {
  const TemporaryFolder folder;
  const auto path = write_parquet(folder.path() / "models.parquet",
                                  {{"id", text_cells({"a/a", "b/b", "c/c"})}, {name, cells}});
  Reading reading;
  reading.report = read_models(path, ColumnMap(), [&](const ModelRow& row) {
    std::string text = row.safetensors_total ? std::to_string(*row.safetensors_total) : "";
    if (row.gguf_total) text += "g" + std::to_string(*row.gguf_total);
    text += row.object_id;
    for (const BaseReference& base : row.bases) {
      text += std::string(base.object_id) + "=" + std::string(base.id) + ";";
    }
    reading.rows.push_back(text);
  });
  return reading;
}

std::string refusal(const std::string& path, const std::vector<std::string>& columns = {}) {
  return error_message(ErrorKind::invalid_input,
                       [&] { read_models(path, ColumnMap(columns), [](const ModelRow&) {}); });
}

TEST(ModelsDump, AFileOfWhichNoRowIsAModelIsRefused) {
  const TemporaryFolder folder;
  EXPECT_THAT(
      refusal(folder.write("named.jsonl", R"({"name":"x"}
{"id":null}
{"id":7})")),
      AllOf(HasSubstr("named.jsonl"), HasSubstr("none of its 3 rows has an 'id'"),
            HasSubstr("(missing_id 2, wrong_type_of_id 1)"),
            HasSubstr(R"(line 1: missing_id: '{"name":"x"}')"), HasSubstr("--column id=ACTUAL")));
  EXPECT_THAT(refusal(folder.write("pretty.json", "{\n \"id\": \"a/b\"\n}\n")),
              AllOf(HasSubstr("bad_json 1, not_an_object 2"), HasSubstr("or one a line")));
  EXPECT_THAT(refusal(folder.write("empty.csv", "id,downloads\n,1\n")), HasSubstr("empty.csv"));
  const std::string nulls =
      write_parquet(folder.path() / "nulls.parquet", {{"id", text_cells({std::nullopt, ""})}});
  EXPECT_THAT(refusal(nulls), HasSubstr("(invalid_id 1, missing_id 1)"));
}

TEST(ModelsDump, RowGroupsAreParts) {
  const TemporaryFolder folder;
  Texts ids;
  for (int i = 0; i < 100; ++i) ids.emplace_back("a/" + std::to_string(i));
  ids[7] = std::nullopt;
  ids[60] = "";
  ids[61] = std::nullopt;
  ParquetShape shape;
  shape.rows_per_group = 30;
  const auto path =
      write_parquet(folder.path() / "models.parquet", {{"id", text_cells(ids)}}, shape);
  std::vector<std::vector<std::string>> rows;
  const ModelSinks sinks = [&](size_t parts) {
    rows.resize(parts);
    std::vector<ModelSink> filled;
    for (auto& part : rows) {
      filled.emplace_back([&part](const ModelRow& row) { part.emplace_back(row.id); });
    }
    return filled;
  };
  const ModelsDumpReport report = read_models_in_parts(path, ColumnMap(), sinks);
  ASSERT_EQ(rows.size(), 4U);
  EXPECT_THAT(rows.back(), ElementsAre("a/90", "a/91", "a/92", "a/93", "a/94", "a/95", "a/96",
                                       "a/97", "a/98", "a/99"));
  EXPECT_EQ(rows[0].size() + rows[1].size() + rows[2].size(), 87U);
  EXPECT_EQ(rows[1].front(), "a/30");
  EXPECT_EQ(report.rows_read, 100);
  EXPECT_EQ(report.rows_accepted, 97);
  EXPECT_THAT(report.rejected, ElementsAre(Pair("invalid_id", 1), Pair("missing_id", 2)));
  // One sink for all parts gets them in file order.
  std::vector<std::string> in_order;
  read_models(path, ColumnMap(), [&](const ModelRow& row) { in_order.emplace_back(row.id); });
  std::vector<std::string> one_by_one;
  for (const auto& part : rows) one_by_one.insert(one_by_one.end(), part.begin(), part.end());
  EXPECT_EQ(in_order, one_by_one);
}

TEST(ModelsDump, NoRowsAndOneModelAmongBadRowsAreRead) {
  const TemporaryFolder folder;
  for (const char* text : {"[]", "id\n"}) {
    const auto path = folder.write("models", text);
    EXPECT_EQ(read_models(path, ColumnMap(), [](const ModelRow&) {}).rows_read, 0) << text;
  }
  const auto path = folder.write("some.jsonl", "{}\n{\"id\":\"a/b\"}\n{}");
  EXPECT_EQ(read_models(path, ColumnMap(), [](const ModelRow&) {}).rows_accepted, 1);
}

TEST(ModelsDump, SizesMayBeNumbersOrJson) {
  const Reading integers = read_column("safetensors", int64_cells({7'000'000'000, -1, {}}));
  EXPECT_THAT(integers.rows, ElementsAre("7000000000", "", ""));
  EXPECT_THAT(integers.report.invalid_cells, ElementsAre(Pair("safetensors", 1)));
  const auto doubles = arrow_cells<arrow::DoubleBuilder, double>(arrow::float64(), {5.0, 5.5, {}});
  EXPECT_THAT(read_column("gguf", doubles).rows, ElementsAre("g5", "", ""));
  const Reading texts = read_column("safetensors", text_cells({R"({"total":9})", "many", "{}"}));
  EXPECT_THAT(texts.rows, ElementsAre("9", "", ""));
  EXPECT_THAT(texts.report.invalid_cells, ElementsAre(Pair("safetensors", 1)));
  const auto totals = arrow::StructArray::Make({int64_cells({1, 2, {}})}, {std::string("total")});
  EXPECT_THAT(read_column("gguf", *totals).rows, ElementsAre("g1", "g2", ""));
}

TEST(ModelsDump, BasesMayBeTextsOrListsOfThem) {
  const Reading texts = read_column("baseModels", text_cells({"x/y", "x/y, x/z", std::nullopt}));
  EXPECT_THAT(texts.rows, ElementsAre("=x/y;", "", ""));
  EXPECT_THAT(texts.report.invalid_cells, ElementsAre(Pair("baseModels", 1)));
  const Reading lists = read_column("baseModels", list_cells({{"x/y", "x/z"}, {}, {"x\x01", "q"}}));
  EXPECT_THAT(lists.rows, ElementsAre("=x/y;=x/z;", "", "=q;"));
  EXPECT_THAT(lists.report.invalid_cells, ElementsAre(Pair("baseModels", 1)));
  const auto models =
      arrow::StructArray::Make({list_cells({{"x/y"}, {}, {"x/z"}})}, {std::string("models")});
  EXPECT_THAT(read_column("baseModels", *models).rows, ElementsAre("=x/y;", "", "=x/z;"));
  const auto ids = arrow::StructArray::Make({text_cells({"x/y", "", {}})}, {std::string("id")});
  EXPECT_THAT(read_column("baseModels", *ids).rows, ElementsAre("=x/y;", "", ""));
}

TEST(ModelsDump, TagsMayBeOneText) {
  const Reading tags =
      read_column("tags", text_cells({"base_model:x/y", "base_model:x/y,pytorch", "pytorch"}));
  EXPECT_THAT(tags.rows, ElementsAre("=x/y;", "", ""));
  EXPECT_THAT(tags.report.invalid_cells, ElementsAre(Pair("tags", 1)));
  EXPECT_THAT(read_column("tags", list_cells({{"base_model:x/y"}, {"x"}, {}})).rows,
              ElementsAre("=x/y;", "", ""));
}

TEST(ModelsDump, ColumnsThatAreNotUnderstoodAreSaidToBeMissing) {
  const auto missing_of = [](const char* name, const std::shared_ptr<arrow::Array>& cells) {
    const Reading reading = read_column(name, cells);
    EXPECT_THAT(reading.rows, ElementsAre("", "", "")) << name;
    return reading.report.missing_optional_columns;
  };
  const auto lists = list_cells({{"x"}, {}, {}});
  EXPECT_THAT(missing_of("safetensors", lists),
              Contains("safetensors (not understood: 'list<element: string>')"));
  EXPECT_THAT(missing_of("gguf", lists), Contains(HasSubstr("gguf (not understood")));
  const auto sizes = arrow::StructArray::Make({int64_cells({1, 2, 3})}, {std::string("F32")});
  EXPECT_THAT(missing_of("safetensors", *sizes),
              Contains("safetensors (not understood: 'struct<F32: int64>')"));
  const auto numbers = int64_cells({1, 2, 3});
  EXPECT_THAT(missing_of("baseModels", numbers), Contains("baseModels (not understood: 'int64')"));
  EXPECT_THAT(missing_of("tags", numbers), Contains("tags (not understood: 'int64')"));
}

TEST(ModelsDump, NamesOfAnyLengthAreNoKeys) {
  const std::string longest(512, 'x');
  const Reading keys = read_column("_id", text_cells({longest, longest + "x", "a\nb"}));
  EXPECT_THAT(keys.rows, ElementsAre(longest, "", ""));
  EXPECT_THAT(keys.report.invalid_cells, ElementsAre(Pair("_id", 2)));
  const Reading tags = read_column(
      "tags", list_cells({{"base_model:" + longest + "x"}, {"base_model:merge:x\x1b"}, {"x"}}));
  EXPECT_THAT(tags.rows, ElementsAre("", "", ""));
  EXPECT_THAT(tags.report.invalid_cells, ElementsAre(Pair("tags", 2)));
}

}  // namespace
}  // namespace hubcensus
