#include "host/tally/tally_writer.hpp"

#include <arrow/array/builder_binary.h>
#include <arrow/array/builder_primitive.h>
#include <arrow/io/interfaces.h>
#include <arrow/table.h>
#include <arrow/util/compression.h>
#include <arrow/util/key_value_metadata.h>
#include <parquet/arrow/writer.h>
#include <parquet/properties.h>

#include <exception>

#include "host/report/digest.hpp"
#include "kernels/error.hpp"

namespace hubcensus {
namespace {

constexpr int64_t kRowGroupRows = int64_t{1} << 20;
constexpr size_t kTailBytes = 8;  // the footer's length, and the magic bytes

// Passes Arrow's bytes on and hashes them. What comes last, with the footer, is kept back, as the
// seal lies before it.
class SealingSink : public arrow::io::OutputStream {
 public:
  explicit SealingSink(OutputFile& file) : file_(file) {}

  using Writable::Write;
  arrow::Status Write(const void* data, int64_t bytes) override {
    const std::string_view part(static_cast<const char*>(data), static_cast<size_t>(bytes));
    position_ += bytes;
    if (keeps_) {
      kept_ += part;
      return arrow::Status::OK();
    }
    try {
      pass(part);
      return arrow::Status::OK();
    } catch (const std::exception& exception) {
      failure_ = std::current_exception();
      return arrow::Status::IOError(exception.what());
    }
  }
  arrow::Status Close() override { return arrow::Status::OK(); }
  arrow::Result<int64_t> Tell() const override { return position_; }
  bool closed() const override { return false; }

  void keep_back() { keeps_ = true; }
  void seal() {
    const auto byte = [&](size_t i) { return static_cast<unsigned char>(kept_[i]); };
    const size_t tail = kept_.size() - kTailBytes;
    const size_t length = byte(tail) | size_t{byte(tail + 1)} << 8 | size_t{byte(tail + 2)} << 16 |
                          size_t{byte(tail + 3)} << 24;
    const std::string_view rest(kept_);
    pass(rest.substr(0, tail - length));
    const std::string_view footer = rest.substr(tail - length);
    digest_.add(footer);
    file_.write(kSealMark);
    file_.write(digest_.hex());
    file_.write(footer);
  }
  void rethrow_if_failed() const {
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  void pass(std::string_view bytes) {
    digest_.add(bytes);
    file_.write(bytes);
  }

  OutputFile& file_;
  Digest digest_;
  std::exception_ptr failure_;
  int64_t position_ = 0;
  bool keeps_ = false;
  std::string kept_;
};

std::shared_ptr<arrow::Schema> tally_schema() {
  const auto field = [](const char* name, const std::shared_ptr<arrow::DataType>& type) {
    return arrow::field(name, type, /*nullable=*/false);
  };
  return arrow::schema({field("facet", arrow::utf8()), field("period", arrow::int32()),
                        field("model", arrow::int64()), field("sub", arrow::int64()),
                        field("value", arrow::uint64()), field("object_id", arrow::utf8()),
                        field("text", arrow::utf8())});
}

// Numbers that ascend take a few bits each; a dictionary of them would take more.
std::shared_ptr<parquet::WriterProperties> tally_properties() {
  using arrow::Compression;
  parquet::WriterProperties::Builder builder;
  builder.created_by("hubcensus version " HUBCENSUS_VERSION)
      ->max_row_group_length(kRowGroupRows)
      ->compression(arrow::util::Codec::IsAvailable(Compression::ZSTD) ? Compression::ZSTD
                                                                       : Compression::UNCOMPRESSED);
  for (const char* column : {"period", "model", "sub"}) {
    builder.disable_dictionary(column)->encoding(column, parquet::Encoding::DELTA_BINARY_PACKED);
  }
  return builder.build();
}

}  // namespace

struct TallyWriter::State {
  explicit State(OutputFile& file) : sink(std::make_shared<SealingSink>(file)) {}

  arrow::Status open() {
    const auto of_arrow = parquet::ArrowWriterProperties::Builder().set_use_threads(false)->build();
    ARROW_ASSIGN_OR_RAISE(
        writer, parquet::arrow::FileWriter::Open(*schema, arrow::default_memory_pool(), sink,
                                                 tally_properties(), of_arrow));
    return arrow::Status::OK();
  }

  arrow::Status append(const TallyRow& row) {
    ARROW_RETURN_NOT_OK(facets.Append(row.facet));
    ARROW_RETURN_NOT_OK(periods.Append(row.period));
    ARROW_RETURN_NOT_OK(models.Append(row.model));
    ARROW_RETURN_NOT_OK(subs.Append(row.sub));
    ARROW_RETURN_NOT_OK(values.Append(row.value));
    ARROW_RETURN_NOT_OK(object_ids.Append(row.object_id));
    ARROW_RETURN_NOT_OK(texts.Append(row.text));
    return facets.length() == kRowGroupRows ? flush() : arrow::Status::OK();
  }

  arrow::Status flush() {
    const int64_t rows = facets.length();
    if (rows == 0) return arrow::Status::OK();
    arrow::ArrayVector arrays;
    for (arrow::ArrayBuilder* builder : std::initializer_list<arrow::ArrayBuilder*>{
             &facets, &periods, &models, &subs, &values, &object_ids, &texts}) {
      ARROW_ASSIGN_OR_RAISE(auto array, builder->Finish());
      arrays.push_back(std::move(array));
    }
    return writer->WriteTable(*arrow::Table::Make(schema, arrays, rows), kRowGroupRows);
  }

  arrow::Status finish(const std::map<std::string, std::string>& metadata) {
    ARROW_RETURN_NOT_OK(flush());
    std::vector<std::string> keys = {std::string(kTallyKey)};
    std::vector<std::string> texts_of_keys = {std::to_string(kTallyFormat)};
    for (const auto& [key, text] : metadata) {
      keys.push_back(std::string(kTallyKey) + "." + key);
      texts_of_keys.push_back(text);
    }
    ARROW_RETURN_NOT_OK(
        writer->AddKeyValueMetadata(arrow::key_value_metadata(keys, texts_of_keys)));
    sink->keep_back();
    return writer->Close();
  }

  void check(const arrow::Status& status) const {
    sink->rethrow_if_failed();
    if (!status.ok()) {
      throw Error(ErrorKind::internal, "cannot write a tally: " + status.ToString());
    }
  }

  std::shared_ptr<arrow::Schema> schema = tally_schema();
  std::shared_ptr<SealingSink> sink;
  std::unique_ptr<parquet::arrow::FileWriter> writer;
  arrow::StringBuilder facets;
  arrow::Int32Builder periods;
  arrow::Int64Builder models;
  arrow::Int64Builder subs;
  arrow::UInt64Builder values;
  arrow::StringBuilder object_ids;
  arrow::StringBuilder texts;
};

TallyWriter::TallyWriter(OutputFile& file) : state_(std::make_unique<State>(file)) {
  state_->check(state_->open());
}

TallyWriter::~TallyWriter() = default;

void TallyWriter::add(const TallyRow& row) { state_->check(state_->append(row)); }

void TallyWriter::finish(const std::map<std::string, std::string>& metadata) {
  state_->check(state_->finish(metadata));
  state_->sink->seal();
}

}  // namespace hubcensus
