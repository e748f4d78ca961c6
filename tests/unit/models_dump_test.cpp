#include "host/ingest/models/models_dump.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/error_message.hpp"
#include "tests/unit/parquet_columns.hpp"
#include "tests/unit/temporary_folder.hpp"

namespace hubcensus {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

std::string refusal(const std::string& path, const std::vector<std::string>& columns = {}) {
  return error_message(ErrorKind::invalid_input,
                       [&] { read_models(path, ColumnMap(columns), [](const ModelRow&) {}); });
}

TEST(ModelsDump, AFileOfWhichNoRowIsAModelIsRefused) {
  const TemporaryFolder folder;
  EXPECT_THAT(refusal(folder.write("named.jsonl", R"({"name":"x"}
{"id":null}
{"id":7})")),
              AllOf(HasSubstr("named.jsonl"), HasSubstr("none of its 3 rows has an 'id'"),
                    HasSubstr("(missing_id 2, wrong_type_of_id 1)"),
                    HasSubstr(R"(line 1: missing_id: '{"name":"x"}')"),
                    HasSubstr("--column id=ACTUAL")));
  EXPECT_THAT(refusal(folder.write("pretty.json", "{\n \"id\": \"a/b\"\n}\n")),
              AllOf(HasSubstr("bad_json 1, not_an_object 2"), HasSubstr("or one a line")));
  EXPECT_THAT(refusal(folder.write("empty.csv", "id,downloads\n,1\n")), HasSubstr("empty.csv"));
  const std::string nulls = write_parquet(folder.path() / "nulls.parquet",
                                          {{"id", text_cells({std::nullopt, ""})}});
  EXPECT_THAT(refusal(nulls), HasSubstr("(invalid_id 1, null_value 1)"));
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

}  // namespace
}  // namespace hubcensus
