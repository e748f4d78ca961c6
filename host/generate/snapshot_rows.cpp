#include "host/generate/snapshot_rows.hpp"

#include <parquet/exception.h>

#include <string>
#include <string_view>

#include "host/generate/counters.hpp"
#include "host/generate/dump_card.hpp"
#include "host/generate/renaming.hpp"
#include "host/generate/safetensors_column.hpp"

namespace hubcensus::generate {
namespace {

void check(const arrow::Status& status) { PARQUET_THROW_NOT_OK(status); }

int32_t year_of(int32_t day) { return period_of(Grain::year, kFirstDay + day); }

size_t dtypes_of(int32_t year) {
  if (year < 2024) return 3;
  return year == 2024 ? 7 : kAllDtypes;
}

class SnapshotBuilder {
 public:
  SnapshotBuilder(const Population& population, const Snapshot& snapshot)
      : population_(population),
        snapshot_(snapshot),
        schema_(snapshot_schema(snapshot.day, snapshot.only_counters)) {
    PARQUET_ASSIGN_OR_THROW(builder_,
                            arrow::RecordBatchBuilder::Make(schema_, arrow::default_memory_pool()));
    for (int k = 0; k < schema_->num_fields(); ++k) {
      columns_.emplace_back(schema_->field(k)->name(), builder_->GetField(k));
    }
  }

  void add(int64_t index) {
    for (const auto& [name, column] : columns_) {
      if (!add_counter(index, name, *column) && !add_text(index, name, *column)) {
        add_safetensors(index, *column);
      }
    }
  }

  std::shared_ptr<arrow::Table> finish() {
    PARQUET_ASSIGN_OR_THROW(const auto batch, builder_->Flush());
    PARQUET_ASSIGN_OR_THROW(auto table, arrow::Table::FromRecordBatches({batch}));
    return table;
  }

 private:
  // Whether the column is one of theirs.
  bool add_counter(int64_t index, std::string_view name, arrow::ArrayBuilder& column) const;
  bool add_text(int64_t index, std::string_view name, arrow::ArrayBuilder& column) const;
  void add_safetensors(int64_t index, arrow::ArrayBuilder& column) const;

  const Population& population_;
  const Snapshot& snapshot_;
  std::shared_ptr<arrow::Schema> schema_;
  std::unique_ptr<arrow::RecordBatchBuilder> builder_;
  std::vector<std::pair<std::string_view, arrow::ArrayBuilder*>> columns_;
};

bool SnapshotBuilder::add_counter(int64_t index, std::string_view name,
                                  arrow::ArrayBuilder& column) const {
  const auto append = [&](uint64_t value) {
    check(static_cast<arrow::Int64Builder&>(column).Append(static_cast<int64_t>(value)));
    return true;
  };
  const uint64_t seed = population_.seed();
  const auto i = static_cast<size_t>(index);
  if (name == "downloadsAllTime") return append(snapshot_.all_time[i]);
  if (name == "downloads") return append(snapshot_.of_30_days[i]);
  if (name == "likes") return append(likes_of(seed, index, snapshot_.all_time[i]));
  if (name == "trendingScore") {
    const uint64_t score = trending_score(seed, index, snapshot_.of_30_days[i]);
    check(static_cast<arrow::DoubleBuilder&>(column).Append(static_cast<double>(score)));
    return true;
  }
  if (name != "createdAt") return false;
  auto& created = static_cast<arrow::TimestampBuilder&>(column);
  constexpr int64_t kMicroseconds = 1'000'000;
  check(has_created(population_, index)
            ? created.Append(created_second(population_, index) * kMicroseconds)
            : created.AppendNull());
  return true;
}

bool SnapshotBuilder::add_text(int64_t index, std::string_view name,
                               arrow::ArrayBuilder& column) const {
  const auto append = [&](std::string_view text) {
    auto& texts = static_cast<arrow::StringBuilder&>(column);
    check(text.empty() ? texts.AppendNull() : texts.Append(text));
    return true;
  };
  if (name == "_id") return append(object_id(population_, index));
  if (name == "id") return append(id_on(population_, index, snapshot_.day));
  if (name == "gguf") return append(gguf_text(population_[index]));
  if (name != "pipeline_tag" && name != "library_name") return false;
  const uint64_t seed = population_.seed();
  const Card card = make_card(seed, index, relation_of(seed, index, population_.size()));
  return append(name == "pipeline_tag" ? card.task : card.library);
}

void SnapshotBuilder::add_safetensors(int64_t index, arrow::ArrayBuilder& column) const {
  auto& safetensors = static_cast<arrow::StructBuilder&>(column);
  const Model& model = population_[index];
  if (model.source != SizeSource::safetensors) {
    check(safetensors.AppendNull());
    return;
  }
  const uint64_t bits =
      draw(population_.seed(), Stream::model_source, static_cast<uint64_t>(index));
  append_safetensors(model.parameters, bits, dtypes_of(year_of(snapshot_.day)), safetensors);
}

}  // namespace

std::shared_ptr<arrow::Schema> snapshot_schema(int32_t day, bool only_counters) {
  const int32_t year = year_of(day);
  arrow::FieldVector fields = {arrow::field("_id", arrow::utf8()),
                               arrow::field("id", arrow::utf8()),
                               arrow::field("createdAt", arrow::timestamp(arrow::TimeUnit::MICRO)),
                               arrow::field("downloadsAllTime", arrow::int64())};
  if (only_counters) return arrow::schema(fields);
  fields.push_back(arrow::field("downloads", arrow::int64()));
  fields.push_back(arrow::field("likes", arrow::int64()));
  fields.push_back(arrow::field("pipeline_tag", arrow::utf8()));
  if (year >= 2023) {
    fields.push_back(arrow::field("library_name", arrow::utf8()));
    fields.push_back(arrow::field("safetensors", safetensors_type(dtypes_of(year))));
  }
  if (year >= 2024) fields.push_back(arrow::field("trendingScore", arrow::float64()));
  if (year >= 2025) fields.push_back(arrow::field("gguf", arrow::utf8()));
  return arrow::schema(fields);
}

std::shared_ptr<arrow::Table> snapshot_rows(const Population& population, const Snapshot& snapshot,
                                            int64_t begin, int64_t end) {
  SnapshotBuilder builder(population, snapshot);
  for (int64_t index = begin; index < end; ++index) builder.add(index);
  return builder.finish();
}

}  // namespace hubcensus::generate
