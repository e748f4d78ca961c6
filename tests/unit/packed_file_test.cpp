// A packed file, as a reader of Parquet finds it page by page.

#include "host/pack/packed_file.hpp"

#include <gtest/gtest.h>
#include <parquet/api/reader.h>
#include <parquet/column_page.h>

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "tests/unit/error_message.hpp"
#include "tests/unit/temporary_folder.hpp"

namespace hubcensus {
namespace {

struct Pages {
  int64_t data = 0;
  int64_t rows = 0;
  int64_t most_rows = 0;
  std::set<parquet::Encoding::type> encodings;
};

class PackedFileTest : public testing::Test {
 protected:
  PackedFileTest() {
    for (uint32_t model = 0; model < kModels; ++model) {
      catalog_.join("account/model-" + std::to_string(1000 + model), KeyKind::id, {});
      places_->model_at.push_back(model);
      places_->place_of.push_back(model);
    }
  }

  // Each model of the same number of rows, a day each, of these downloads.
  static std::vector<PackedRow> rows_of(size_t count, uint64_t (*downloads)(size_t)) {
    std::vector<PackedRow> rows;
    const size_t days = count / kModels;
    for (size_t row = 0; row < count; ++row) {
      rows.push_back(PackedRow::of(static_cast<uint32_t>(row / days),
                                   static_cast<uint16_t>(18'000 + row % days), downloads(row)));
    }
    return rows;
  }

  std::string write(const std::vector<PackedRow>& rows, PackedCodec codec, int groups = 1) {
    const SortedRuns runs({}, places_);
    const PackedLayout layout{catalog_, runs, false, "downloads", codec};
    const std::string path = folder_.file("packed.parquet");
    std::filesystem::remove(path);
    PackedFile file(layout, path, budget_);
    for (int group = 0; group < groups; ++group) file.write(rows);
    file.close();
    return path;
  }

  static Pages pages_of(const std::string& path, int column) {
    const auto file = parquet::ParquetFileReader::OpenFile(path);
    Pages pages;
    const auto reader = file->RowGroup(0)->GetColumnPageReader(column);
    while (const auto page = reader->NextPage()) {
      if (page->type() == parquet::PageType::DICTIONARY_PAGE) continue;
      const auto& data = static_cast<const parquet::DataPage&>(*page);
      ++pages.data;
      pages.rows += data.num_values();
      pages.most_rows = std::max<int64_t>(pages.most_rows, data.num_values());
      pages.encodings.insert(data.encoding());
    }
    return pages;
  }

  static constexpr uint32_t kModels = 50;
  TemporaryFolder folder_;
  MemoryBudget budget_{int64_t{1} << 30};
  Catalog catalog_;
  std::shared_ptr<ModelPlaces> places_ = std::make_shared<ModelPlaces>();
};

using Encodings = std::set<parquet::Encoding::type>;
const Encodings kDelta = {parquet::Encoding::DELTA_BINARY_PACKED};
const Encodings kDictionary = {parquet::Encoding::RLE_DICTIONARY};

TEST_F(PackedFileTest, IsOfPagesOfTheAgreedEncodings) {
  constexpr size_t kRows = 200'000;
  for (const PackedCodec codec : {PackedCodec::zstd, PackedCodec::none}) {
    const auto path =
        write(rows_of(kRows, [](size_t row) { return uint64_t{row} * row % 9973; }), codec);
    for (const int column : {0, 1, 2}) {
      const Pages pages = pages_of(path, column);
      EXPECT_EQ(pages.rows, kRows);
      EXPECT_EQ(pages.data, 4) << column;  // of 2^16 rows
      EXPECT_EQ(pages.most_rows, kRowsPerPackedPage) << column;
      EXPECT_EQ(pages.encodings, column == 0 ? kDictionary : kDelta) << column;
    }
    const auto file = parquet::ParquetFileReader::OpenFile(path);
    const auto group = file->metadata()->RowGroup(0);
    const bool is_packed = codec == PackedCodec::zstd;
    EXPECT_EQ(group->ColumnChunk(0)->compression() == parquet::Compression::ZSTD, is_packed);
    EXPECT_EQ(group->ColumnChunk(1)->compression() == parquet::Compression::ZSTD, is_packed);
    EXPECT_EQ(group->ColumnChunk(2)->compression(), parquet::Compression::UNCOMPRESSED);
  }
}

TEST_F(PackedFileTest, FewValuesThatJumpAreADictionary) {
  const auto path =
      write(rows_of(100'000, [](size_t row) { return row % 3 == 0 ? uint64_t{1} << 40 : 5; }),
            PackedCodec::zstd);
  EXPECT_EQ(pages_of(path, 2).encodings, kDictionary);
}

TEST_F(PackedFileTest, OfNoRowIsAFile) {
  const auto path = write({}, PackedCodec::zstd, 0);
  const auto file = parquet::ParquetFileReader::OpenFile(path);
  EXPECT_EQ(file->metadata()->num_rows(), 0);
  EXPECT_EQ(file->metadata()->num_row_groups(), 0);
  EXPECT_EQ(file->metadata()->schema()->num_columns(), 3);
}

TEST_F(PackedFileTest, RefusesRowsOutOfOrder) {
  const std::vector<PackedRow> rows = {PackedRow::of(1, 5, 1), PackedRow::of(1, 4, 1)};
  const std::string message =
      error_message(ErrorKind::internal, [&] { write(rows, PackedCodec::none); });
  EXPECT_NE(message.find("not in order"), std::string::npos) << message;
}

TEST_F(PackedFileTest, KeysOfARowGroupAreCharged) {
  const auto rows = rows_of(50, [](size_t) { return uint64_t{1}; });
  const SortedRuns runs({}, places_);
  const PackedLayout layout{catalog_, runs};
  MemoryBudget budget(2 * 50 * 18 - 1);  // a byte less than two times the texts
  PackedFile file(layout, folder_.path() / "charged.parquet", budget);
  const std::string message = error_message(ErrorKind::limit, [&] { file.write(rows); });
  EXPECT_NE(message.find("keys of a row group"), std::string::npos) << message;
}

}  // namespace
}  // namespace hubcensus
