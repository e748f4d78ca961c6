// Generated files of daily records, read by their pages and through Arrow's decoders: the same
// rows counted and rejected, the same tally. Every two choices below meet in some file.

#include <arrow/util/compression.h>
#include <gtest/gtest.h>

#include <random>

#include "host/ingest/records/parquet/pages/paged_row_group.hpp"
#include "host/ingest/records/parquet/row_group_reader.hpp"
#include "tests/unit/folded_records.hpp"
#include "tests/unit/parquet_columns.hpp"
#include "tests/unit/temporary_folder.hpp"

namespace hubcensus {
namespace {

using Random = std::mt19937_64;
using Pages = parquet::Encoding;

constexpr int64_t kFirstDay = 19'860;  // 2024-05-17
constexpr DayRange kRange{kFirstDay + 1, kFirstDay + 4};
constexpr int kModels = 200;
constexpr int kRounds = 700;

// Integers from 0 on, far ones and negative ones; `is_sparse`: none from 0 on.
int64_t integer_of_model(int64_t model, bool is_sparse) {
  if (is_sparse || model % 5 == 4) return (int64_t{1} << 28) + model;
  return model % 5 == 3 ? -model - 10 : 3 * model + 1;
}

std::string id_of_model(int64_t model) { return "acme/model-" + std::to_string(model * model); }

Catalog catalog_of(bool is_sparse) {
  CatalogBuilder builder;
  for (int model = 0; model < kModels; ++model) {
    const std::string id = id_of_model(model);
    ModelRow row;
    row.id = id;
    row.integer_id = integer_of_model(model, is_sparse);
    builder.add(row);
  }
  return builder.build({});
}

Catalog dense_catalog() { return catalog_of(false); }
Catalog sparse_catalog() { return catalog_of(true); }

enum Dimension {
  kKeyType,
  kKeyEncoding,
  kDayEncoding,
  kDownloadsType,
  kDownloadsEncoding,
  kKeyNulls,
  kDayNulls,
  kDownloadsNulls,
  kVersion,
  kCodec,
  kRows,
  kGroups,
  kPages,
  kBatch,
  kDictionaryBytes,
  kValues,
  kStrict,
  kDimensions
};
constexpr int kChoices[kDimensions] = {3, 4, 4, 4, 4, 5, 5, 5, 2, 6, 9, 3, 4, 3, 2, 3, 2};
using Choice = std::array<int, kDimensions>;

enum Nulls { required, optional_without, some, all, at_page_ends };

bool is_null(int nulls, int64_t row, Random& random) {
  switch (nulls) {
    case some:
      return random() % 7 == 0;
    case all:
      return true;
    case at_page_ends:
      return row % 100 == 0 || row % 100 == 99;
    default:
      return false;
  }
}

// A value is one that is wrong now and then, where `values` is 0; where it is 2 it stays for long.
struct Cells {
  Integers keys;  // of models; -1 to -4: unknown or invalid
  Integers days;
  Integers downloads;
};

Cells cells_of(const Choice& choice, int64_t rows, Random& random) {
  const int64_t odd_days[] = {-3, kFirstDay, kRange.to + 1, 65'536, 70'000, INT32_MIN};
  const int64_t odd_downloads[] = {-1,          INT32_MAX, (int64_t{1} << 48) - 1, int64_t{1} << 48,
                                   0xFFFF'FFFF, INT64_MIN, int64_t{1} << 33};
  const bool has_odd = choice[kValues] == 0;
  const auto odd = [&] { return has_odd && random() % 20 == 0; };
  Cells cells;
  int64_t key = 0;
  int64_t day = kRange.from;
  int64_t count = 0;
  for (int64_t row = 0; row < rows; ++row) {
    if (choice[kValues] != 2 || random() % 300 == 0) key = static_cast<int64_t>(random() % kModels);
    if (random() % 100 == 0) day = kRange.from + static_cast<int64_t>(random() % 4);
    if (choice[kValues] != 2 || random() % 50 == 0) count = static_cast<int64_t>(random() % 900);
    const auto cell = [&](int nulls, int64_t value) {
      return is_null(nulls, row, random) ? std::nullopt : std::optional(value);
    };
    cells.keys.push_back(
        cell(choice[kKeyNulls], odd() ? -1 - static_cast<int64_t>(random() % 6) : key));
    cells.days.push_back(cell(choice[kDayNulls], odd() ? odd_days[random() % 6] : day));
    cells.downloads.push_back(
        cell(choice[kDownloadsNulls], odd() ? odd_downloads[random() % 7] : count));
  }
  return cells;
}

std::shared_ptr<arrow::Array> key_array(const Choice& choice, const Integers& keys) {
  if (choice[kKeyType] == 2) {
    const std::string odd[] = {"",         "bad\xFF",  std::string(700, 'x'),
                               "lost/one", "lost/two", "a\nb"};
    Texts texts;
    for (const auto& key : keys) {
      texts.push_back(!key ? std::nullopt
                           : std::optional(*key < 0 ? odd[-1 - *key] : id_of_model(*key)));
    }
    return arrow_cells<arrow::BinaryBuilder>(arrow::binary(), texts);
  }
  Integers integers;
  for (const auto& key : keys) {
    integers.push_back(
        !key ? std::nullopt
             : std::optional(*key < 0 ? 5 * *key : integer_of_model(*key, choice[kValues] == 1)));
  }
  return choice[kKeyType] == 0 ? int32_cells(integers) : int64_cells(integers);
}

std::shared_ptr<arrow::Array> downloads_array(const Choice& choice, const Integers& cells) {
  switch (choice[kDownloadsType]) {
    case 0:
      return int32_cells(cells);
    case 1:
      return int64_cells(cells);
    case 2:
      return arrow_cells<arrow::UInt32Builder>(arrow::uint32(), cells);
    default:
      return arrow_cells<arrow::UInt64Builder>(arrow::uint64(), cells);
  }
}

void set_encoding(parquet::WriterProperties::Builder& properties, const std::string& column,
                  int encoding, bool is_text) {
  constexpr Pages::type kOfIntegers[] = {Pages::PLAIN, Pages::PLAIN, Pages::DELTA_BINARY_PACKED,
                                         Pages::BYTE_STREAM_SPLIT};
  constexpr Pages::type kOfTexts[] = {Pages::PLAIN, Pages::PLAIN, Pages::DELTA_LENGTH_BYTE_ARRAY,
                                      Pages::DELTA_BYTE_ARRAY};
  if (encoding == 1) {
    properties.enable_dictionary(column);
  } else {
    properties.disable_dictionary(column)->encoding(column,
                                                    (is_text ? kOfTexts : kOfIntegers)[encoding]);
  }
}

std::shared_ptr<parquet::WriterProperties> properties_of(const Choice& choice) {
  using arrow::Compression;
  constexpr Compression::type kCodecs[] = {Compression::UNCOMPRESSED, Compression::SNAPPY,
                                           Compression::GZIP,         Compression::ZSTD,
                                           Compression::LZ4,          Compression::BROTLI};
  constexpr int64_t kPageBytes[] = {1 << 20, 64, 300, 2'000};
  constexpr int64_t kBatchRows[] = {1, 7, 100};
  parquet::WriterProperties::Builder properties;
  set_encoding(properties, "model_id", choice[kKeyEncoding], choice[kKeyType] == 2);
  set_encoding(properties, "date", choice[kDayEncoding], false);
  set_encoding(properties, "downloads", choice[kDownloadsEncoding], false);
  const Compression::type codec = kCodecs[choice[kCodec]];
  if (arrow::util::Codec::IsAvailable(codec)) properties.compression(codec);
  properties.data_page_version(choice[kVersion] == 0 ? parquet::ParquetDataPageVersion::V1
                                                     : parquet::ParquetDataPageVersion::V2);
  properties.data_pagesize(kPageBytes[choice[kPages]]);
  if (choice[kPages] == 0) properties.max_rows_per_page(100);
  properties.write_batch_size(kBatchRows[choice[kBatch]]);
  // A dictionary that grows beyond it ends: the pages behind are plain ones.
  if (choice[kDictionaryBytes] == 1) properties.dictionary_pagesize_limit(500);
  return properties.build();
}

void write_file(const std::string& path, const Choice& choice, Random& random) {
  constexpr int64_t kSizes[] = {0, 1, 7, 8, 9, 503, 504, 505, 20'001};
  const int64_t rows = kSizes[choice[kRows]];
  const int64_t rows_of_group[] = {1 << 20, 6'000, 1 + rows / 2};
  const Cells cells = cells_of(choice, rows, random);
  const auto keys = key_array(choice, cells.keys);
  const auto days = date_cells(cells.days);
  const auto downloads = downloads_array(choice, cells.downloads);
  const auto field = [&](const char* name, const auto& array, Dimension nulls) {
    return arrow::field(name, array->type(), choice[nulls] != required);
  };
  const auto table = arrow::Table::Make(
      arrow::schema({field("date", days, kDayNulls), field("model_id", keys, kKeyNulls),
                     field("downloads", downloads, kDownloadsNulls)}),
      {days, keys, downloads});
  const auto file = arrow::io::FileOutputStream::Open(path).ValueOrDie();
  check_arrow(parquet::arrow::WriteTable(*table, arrow::default_memory_pool(), file,
                                         rows_of_group[choice[kGroups]], properties_of(choice)));
  check_arrow(file->Close());
}

// A file of records and its two readers.
class TwoReaders {
 public:
  explicit TwoReaders(const std::string& path)
      : file_(path),
        layout_(
            find_record_layout(file_.columns(), ColumnMap(std::vector<std::string>()), {}, path)),
        columns_(file_, file_.columns(), layout_) {}

  RecordCounts by_pages(const RecordContext& context, Random& random) const {
    EXPECT_TRUE(PagedRowGroup::takes(file_, columns_, layout_, context));
    RecordCounts counts;
    for_groups([&](parquet::RowGroupReader& group) {
      PagedRowGroup pages(file_, group, columns_, context);
      for (int64_t left = group.metadata()->num_rows(); left > 0;) {
        const int64_t most = random() % 4 == 0 ? 1 + static_cast<int64_t>(random() % 700) : left;
        left -= pages.read(std::min(left, most), counts);
      }
      EXPECT_TRUE(pages.at_end());
    });
    return counts;
  }

  RecordCounts by_values(const RecordContext& context) const {
    RecordCounts counts;
    for_groups([&](parquet::RowGroupReader& group) {
      RowGroupReader rows(file_, group, columns_, layout_, context);
      if (const int64_t of_group = group.metadata()->num_rows(); of_group > 0) {
        rows.read(static_cast<size_t>(of_group), counts);
      }
      rows.finish(file_.path(), counts);
    });
    return counts;
  }

 private:
  template <typename Read>
  void for_groups(Read read) const {
    const auto reader = file_.open();
    for (int i = 0; i < file_.metadata().num_row_groups(); ++i) read(*reader->RowGroup(i));
  }

  ParquetFile file_;
  RecordLayout layout_;
  RecordColumns columns_;
};

class PagedRecordsTest : public testing::Test {
 protected:
  // Returns the rows that the fold took from pages.
  int64_t expect_equal(const Choice& choice, uint64_t seed) {
    Random random(seed);
    const std::string path = folder_.file("records.parquet");
    write_file(path, choice, random);
    const TwoReaders readers(path);
    ReadOptions options{.range = kRange, .strict = choice[kStrict] == 1};
    options.catalog = choice[kValues] == 1 ? sparse_catalog : dense_catalog;
    const auto read = [&](bool by_pages) {
      return fold_sources(open_all_records({path}, ColumnMap(std::vector<std::string>()), {}),
                          options, [&](const RecordSources&, const RecordContext& context) {
                            return std::vector{by_pages ? readers.by_pages(context, random)
                                                        : readers.by_values(context)};
                          });
    };
    const FoldedRecords slow = read(false);
    const FoldedRecords fast = read(true);
    EXPECT_EQ(fast.counts.read, slow.counts.read);
    EXPECT_EQ(fast.counts.counted, slow.counts.counted);
    EXPECT_EQ(rejections(fast.counts), rejections(slow.counts));
    EXPECT_EQ(fast.counts.before_range, slow.counts.before_range);
    EXPECT_EQ(fast.downloads, slow.downloads);
    EXPECT_EQ(fast.joined, slow.joined);
    EXPECT_EQ(fast.records, slow.records);
    EXPECT_EQ(fast.total, slow.total);
    EXPECT_LE(fast.counts.work.rows_of_pages, fast.counts.counted);
    return fast.counts.work.rows_of_pages;
  }

  TemporaryFolder folder_;
};

TEST_F(PagedRecordsTest, AsThroughArrowsDecoders) {
  Random random(7);
  std::set<std::array<int, 4>> pairs;
  int64_t rows_of_pages = 0;
  for (uint64_t round = 0; round < kRounds && !HasFailure(); ++round) {
    Choice choice;
    std::string told;
    for (int i = 0; i < kDimensions; ++i) {
      choice[i] = static_cast<int>(random() % static_cast<uint64_t>(kChoices[i]));
      told += " " + std::to_string(choice[i]);
      for (int j = 0; j < i; ++j) pairs.insert({j, choice[j], i, choice[i]});
    }
    SCOPED_TRACE("round " + std::to_string(round) + ", choices" + told);
    rows_of_pages += expect_equal(choice, round);
  }
  size_t all_pairs = 0;
  for (int i = 0; i < kDimensions; ++i) {
    for (int j = 0; j < i; ++j) all_pairs += static_cast<size_t>(kChoices[i] * kChoices[j]);
  }
  EXPECT_EQ(pairs.size(), all_pairs);
  EXPECT_GT(rows_of_pages, 50'000);
}

}  // namespace
}  // namespace hubcensus
