// Any bytes as rows of Publisher Analytics: the rows are those of the grammar letter by letter, the
// counts by reason those of a plain reading of each row, and both the same where the text is cut
// between rows.

#include <cstdio>
#include <cstdlib>

#include "host/ingest/identifier.hpp"
#include "host/ingest/records/csv_block_reader.hpp"
#include "host/ingest/text/csv.hpp"
#include "host/ingest/text/parse_integer.hpp"
#include "host/ingest/text/parse_utc_day.hpp"
#include "tests/unit/csv_reference.hpp"
#include "tests/unit/folded_records.hpp"

namespace hubcensus {
namespace {

using Row = std::vector<std::string>;

constexpr size_t kColumns = 5;

void expect(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "not so: %s\n", what);
  std::abort();
}

const RecordLayout& publisher_layout() {
  static const RecordLayout kLayout = [] {
    const std::vector<std::string> names = {"repoType", "repoName", "total", "timestamp",
                                            "downloads"};
    return find_record_layout(names, ColumnMap(std::vector<std::string>()), {}, "fuzz");
  }();
  return kLayout;
}

// Also compares the rows; those without a field are malformed.
std::vector<Row> rows_of(const std::string& text, std::vector<size_t>& begins) {
  std::vector<Row> rows;
  CsvRows reader(text);
  std::vector<std::string_view> fields;
  for (size_t position = 0; reader.next(fields);) {
    while (text.substr(position, 1) == "\n" || text.substr(position, 2) == "\r\n") {
      position += text[position] == '\r' ? 2 : 1;
    }
    expect(reader.consumed() == position, "a row begins behind the one before");
    const ReferenceRow row = reference_row(text, position);
    expect(row.valid != reader.malformed(), "malformed as the grammar says");
    expect(Row(fields.begin(), fields.end()) == row.fields, "the fields of the grammar");
    begins.push_back(position);
    rows.push_back(row.fields);
    position = row.valid ? row.end : std::min(text.find('\n', position), text.size() - 1) + 1;
  }
  return rows;
}

Rejection reason_of(const Row& row) {
  if (row.size() != kColumns) return Rejection::malformed_row;
  const std::string& value = row[4];
  if (row[1].empty() || row[3].empty() || value.empty()) return Rejection::null_value;
  if (row[0] != "model") return Rejection::other_repo_type;
  const auto day = parse_timestamp_day(row[3]);
  if (!day || *day < kFirstRecordDay || *day > kLastRecordDay) return Rejection::invalid_date;
  if (!is_integer_text(value)) return Rejection::invalid_downloads;
  const auto number = parse_integer<int64_t>(value);
  if (number ? *number < 0 : value[0] == '-') return Rejection::negative_downloads;
  constexpr int64_t kMost = (int64_t{1} << 48) - 1;
  if (!number || *number > kMost) return Rejection::excessive_downloads;
  return valid_id(row[1]) ? Rejection::none : Rejection::invalid_id;
}

RecordCounts expected_counts(const std::vector<Row>& rows) {
  RecordCounts counts;
  for (const Row& row : rows) {
    const Rejection reason = reason_of(row);
    ++counts.read;
    counts.counted += reason == Rejection::none ? 1 : 0;
    if (reason != Rejection::none) ++counts.rejected[static_cast<size_t>(reason)];
  }
  return counts;
}

RecordCounts read_parts(const std::vector<std::string>& parts) {
  static const AccountAnnotations kAnnotations;
  MemoryBudget budget(int64_t{1} << 30);
  Catalog catalog = small_catalog();
  ModelResolver resolver(catalog, kAnnotations, KeyKind::id, false, budget);
  const auto fold = make_cpu_backend()->start_fold({.month = false, .fine = Grain::year}, budget);
  const RecordContext context{resolver, *fold, {}, budget};
  CsvBlockReader reader(publisher_layout(), kColumns, {}, context);
  RunningTotal total;
  for (size_t i = 0; i < parts.size(); ++i) {
    RunningTotal of_part(i == 0);
    reader.read(parts[i], /*skip_header=*/false, of_part);
    if (i == 0) {
      total = of_part;
    } else {
      total.join(of_part);
    }
  }
  RecordCounts counts = reader.counts();
  counts.totals_checked = total.checked();
  counts.totals_differing = total.differing();
  return counts;
}

void run(const std::string& text) {
  std::vector<size_t> begins;
  const std::vector<Row> rows = rows_of(text, begins);
  const RecordCounts expected = expected_counts(rows);
  const RecordCounts whole = read_parts({text});
  expect(whole.read == expected.read, "rows read");
  expect(whole.counted == expected.counted, "rows counted");
  expect(whole.rejected == expected.rejected, "rows by reason");
  if (begins.empty()) return;
  const size_t cut = begins[text.size() % begins.size()];
  const RecordCounts parts = read_parts({text.substr(0, cut), text.substr(cut)});
  expect(parts.counted == whole.counted && parts.rejected == whole.rejected, "rows of the parts");
  expect(parts.totals_checked == whole.totals_checked, "totals checked");
  expect(parts.totals_differing == whole.totals_differing, "totals that differ");
}

}  // namespace
}  // namespace hubcensus

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  hubcensus::run({reinterpret_cast<const char*>(data), size});
  return 0;
}
