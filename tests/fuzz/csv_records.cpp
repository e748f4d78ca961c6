// Any bytes as rows of Publisher Analytics: the rows are those of the grammar letter by letter, the
// counts by reason those of a plain reading of each row, and both the same where the text is cut
// between rows.

#include <cstdio>
#include <cstdlib>
#include <numeric>

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

struct Sums {
  uint64_t days = 0;
  uint64_t downloads = 0;
  bool operator==(const Sums&) const = default;
};

// What comes to the fold, which is another's to test.
class SumFold final : public Fold {
 public:
  Sums sums;

 private:
  void do_add(const EncodedBatch& batch) override {
    sums.days += sum_of<uint16_t>(batch.day);
    sums.downloads += batch.downloads.bit_width == 32 ? sum_of<uint32_t>(batch.downloads)
                                                      : sum_of<uint64_t>(batch.downloads);
  }
  Tally do_finish() override { std::abort(); }
  FoldSeconds do_thread_seconds() const override { return {}; }

  template <typename Value>
  static uint64_t sum_of(const EncodedColumn& column) {
    const auto* const values = reinterpret_cast<const Value*>(column.bytes.data());
    return std::accumulate(values, values + column.values, uint64_t{0});
  }
};

struct Reading {
  RecordCounts counts;
  Sums sums;
};

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

Reading expected_reading(const std::vector<Row>& rows) {
  Reading expected;
  RecordCounts& counts = expected.counts;
  for (const Row& row : rows) {
    const Rejection reason = reason_of(row);
    ++counts.read;
    counts.counted += reason == Rejection::none ? 1 : 0;
    if (reason != Rejection::none) {
      ++counts.rejected[static_cast<size_t>(reason)];
    } else {
      expected.sums.days += static_cast<uint64_t>(*parse_timestamp_day(row[3]));
      expected.sums.downloads += static_cast<uint64_t>(*parse_integer<int64_t>(row[4]));
    }
  }
  return expected;
}

Reading read_parts(const std::vector<std::string>& parts) {
  static const AccountAnnotations kAnnotations;
  MemoryBudget budget(int64_t{1} << 30);
  Catalog catalog = small_catalog();
  ModelResolver resolver(catalog, kAnnotations, KeyKind::id, false, budget);
  SumFold fold;
  const RecordContext context{resolver, fold, {}, budget};
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
  return {counts, fold.sums};
}

void run(const std::string& text) {
  std::vector<size_t> begins;
  const std::vector<Row> rows = rows_of(text, begins);
  const auto [expected, expected_sums] = expected_reading(rows);
  const auto [whole, sums] = read_parts({text});
  expect(whole.read == expected.read, "rows read");
  expect(whole.counted == expected.counted, "rows counted");
  expect(whole.rejected == expected.rejected, "rows by reason");
  expect(sums == expected_sums, "sums of days and downloads");
  if (begins.empty()) return;
  const size_t cut = begins[text.size() % begins.size()];
  const auto [parts, sums_of_parts] = read_parts({text.substr(0, cut), text.substr(cut)});
  expect(parts.counted == whole.counted && parts.rejected == whole.rejected, "rows of the parts");
  expect(sums_of_parts == sums, "sums of the parts");
  expect(parts.totals_checked == whole.totals_checked, "totals checked");
  expect(parts.totals_differing == whole.totals_differing, "totals that differ");
}

}  // namespace
}  // namespace hubcensus

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  hubcensus::run({reinterpret_cast<const char*>(data), size});
  return 0;
}
