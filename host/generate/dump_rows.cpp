#include "host/generate/dump_rows.hpp"

#include <parquet/exception.h>

#include <algorithm>
#include <string>
#include <vector>

#include "host/generate/counters.hpp"
#include "host/generate/draw.hpp"
#include "host/generate/dump_card.hpp"
#include "host/generate/safetensors_column.hpp"

namespace hubcensus::generate {
namespace {

constexpr int64_t kMicroseconds = 1'000'000;
constexpr int64_t kDumpSecond = (int64_t{kFirstDay} + kDays) * 86400 - 1;

void check(const arrow::Status& status) { PARQUET_THROW_NOT_OK(status); }

void append(arrow::StringBuilder& builder, std::string_view text) {
  check(text.empty() ? builder.AppendNull() : builder.Append(text));
}

std::shared_ptr<arrow::DataType> base_models_type() {
  const auto base =
      arrow::struct_({arrow::field("_id", arrow::utf8()), arrow::field("id", arrow::utf8())});
  return arrow::struct_({arrow::field("relation", arrow::utf8()),
                         arrow::field("models", arrow::list(arrow::field("element", base)))});
}

// The builders of one table, one method for each group of columns.
class DumpBuilder {
 public:
  DumpBuilder(const Population& population, const Totals& totals, bool integer_ids,
              DumpCounts& counts)
      : population_(population),
        totals_(totals),
        lineage_(population),
        counts_(counts),
        schema_(dump_schema(integer_ids)) {
    PARQUET_ASSIGN_OR_THROW(builder_,
                            arrow::RecordBatchBuilder::Make(schema_, arrow::default_memory_pool()));
  }

  void add(int64_t index);
  std::shared_ptr<arrow::Table> finish();

 private:
  template <typename Builder>
  Builder& column(const char* name) {
    return *builder_->GetFieldAs<Builder>(schema_->GetFieldIndex(name));
  }

  void add_identity(int64_t index);
  void add_times(int64_t index);
  void add_counters(int64_t index);
  void add_sizes(int64_t index);
  void add_base_models(Relation relation, const std::vector<Base>& bases, bool in_column);
  void add_tags(int64_t index, const Card& card, Relation relation,
                const std::vector<std::string>& bases);

  const Population& population_;
  const Totals& totals_;
  Lineage lineage_;
  DumpCounts& counts_;
  std::shared_ptr<arrow::Schema> schema_;
  std::unique_ptr<arrow::RecordBatchBuilder> builder_;
};

void DumpBuilder::add(int64_t index) {
  const Relation relation = relation_of(population_.seed(), index, population_.size());
  const std::vector<Base> bases = lineage_.bases_of(index, relation);
  std::vector<std::string> base_ids;
  for (const Base& base : bases) base_ids.push_back(lineage_.id_of(base));
  const bool in_column = relation != Relation::none && !lineage_.only_in_tags(index);
  const Card card = make_card(population_.seed(), index, relation);
  ++counts_.by_relation[static_cast<size_t>(relation)];
  counts_.base_references += bases.size();
  counts_.missing_references += static_cast<uint64_t>(
      std::count_if(bases.begin(), bases.end(), [](const Base& base) { return base.index < 0; }));
  if (in_column) ++counts_.with_base_models;
  if (relation != Relation::none && !in_column) ++counts_.bases_in_tags_only;

  add_identity(index);
  add_times(index);
  add_counters(index);
  add_sizes(index);
  add_base_models(relation, bases, in_column);
  add_tags(index, card, relation, base_ids);
  append(column<arrow::StringBuilder>("cardData"), card_data(card, base_ids));
  append(column<arrow::StringBuilder>("pipeline_tag"), card.task);
  append(column<arrow::StringBuilder>("library_name"), card.library);
}

void DumpBuilder::add_identity(int64_t index) {
  const std::string_view id = population_.id(index);
  const size_t slash = id.find('/');
  append(column<arrow::StringBuilder>("_id"), object_id(population_, index));
  append(column<arrow::StringBuilder>("id"), id);
  append(column<arrow::StringBuilder>("author"),
         slash == std::string_view::npos ? std::string_view() : id.substr(0, slash));
  if (schema_->GetFieldIndex("model_id") >= 0) {
    check(column<arrow::Int64Builder>("model_id").Append(population_.integer_id(index)));
  }
}

void DumpBuilder::add_times(int64_t index) {
  const int64_t created = created_second(population_, index);
  const uint64_t bits =
      draw(population_.seed(), Stream::model_modified, static_cast<uint64_t>(index));
  const auto later = skewed_below(bits, static_cast<uint64_t>(kDumpSecond - created) + 1);
  if (has_created(population_, index)) {
    check(column<arrow::TimestampBuilder>("createdAt").Append(created * kMicroseconds));
  } else {
    ++counts_.without_created;
    check(column<arrow::TimestampBuilder>("createdAt").AppendNull());
  }
  check(column<arrow::TimestampBuilder>("lastModified")
            .Append((created + static_cast<int64_t>(later)) * kMicroseconds));
}

void DumpBuilder::add_counters(int64_t index) {
  const uint64_t seed = population_.seed();
  const auto i = static_cast<uint64_t>(index);
  const uint64_t recent = totals_.of_model_30_days(index);
  uint64_t all_time = totals_.of_model(index);
  // Models that are older than the records were downloaded before them.
  if (population_[index].first_day == 0) {
    all_time += below(draw(seed, Stream::model_prior, i), all_time / 4 + 1);
  }
  const uint64_t likes = likes_of(seed, index, all_time);
  const uint64_t trending = trending_score(seed, index, recent);
  counts_.downloads_30_days += recent;
  counts_.downloads_all_time += all_time;
  check(column<arrow::Int64Builder>("downloads").Append(static_cast<int64_t>(recent)));
  check(column<arrow::Int64Builder>("downloadsAllTime").Append(static_cast<int64_t>(all_time)));
  check(column<arrow::Int64Builder>("likes").Append(static_cast<int64_t>(likes)));
  check(column<arrow::DoubleBuilder>("trendingScore").Append(static_cast<double>(trending)));
}

void DumpBuilder::add_sizes(int64_t index) {
  const Model& model = population_[index];
  auto& safetensors = column<arrow::StructBuilder>("safetensors");
  if (model.source == SizeSource::gguf) ++counts_.with_gguf;
  append(column<arrow::StringBuilder>("gguf"), gguf_text(model));
  if (model.source != SizeSource::safetensors) {
    check(safetensors.AppendNull());
    return;
  }
  ++counts_.with_safetensors;
  const uint64_t bits =
      draw(population_.seed(), Stream::model_source, static_cast<uint64_t>(index));
  append_safetensors(model.parameters, bits, kAllDtypes, safetensors);
}

void DumpBuilder::add_base_models(Relation relation, const std::vector<Base>& bases,
                                  bool in_column) {
  auto& base_models = column<arrow::StructBuilder>("baseModels");
  if (!in_column) {
    check(base_models.AppendNull());
    return;
  }
  check(base_models.Append());
  append(*static_cast<arrow::StringBuilder*>(base_models.field_builder(0)),
         kRelationNames[static_cast<size_t>(relation)]);
  auto& models = *static_cast<arrow::ListBuilder*>(base_models.field_builder(1));
  auto& model = *static_cast<arrow::StructBuilder*>(models.value_builder());
  check(models.Append());
  for (const Base& base : bases) {
    check(model.Append());
    append(*static_cast<arrow::StringBuilder*>(model.field_builder(0)),
           lineage_.object_id_of(base));
    append(*static_cast<arrow::StringBuilder*>(model.field_builder(1)), lineage_.id_of(base));
  }
}

void DumpBuilder::add_tags(int64_t index, const Card& card, Relation relation,
                           const std::vector<std::string>& bases) {
  auto& tags = column<arrow::ListBuilder>("tags");
  auto& tag = *static_cast<arrow::StringBuilder*>(tags.value_builder());
  const auto add = [&](const std::string& prefix, std::string_view value) {
    if (!value.empty()) check(tag.Append(prefix + std::string(value)));
  };
  const SizeSource source = population_[index].source;
  check(tags.Append());
  add("", card.library);
  if (source == SizeSource::safetensors) add("", "safetensors");
  if (source == SizeSource::gguf) add("", "gguf");
  add("", card.task);
  add("", card.language);
  for (const std::string& base : bases) {
    add("base_model:", base);
    add("base_model:" + std::string(kRelationNames[static_cast<size_t>(relation)]) + ":", base);
  }
  add("license:", card.license);
  add("region:", "us");
}

std::shared_ptr<arrow::Table> DumpBuilder::finish() {
  PARQUET_ASSIGN_OR_THROW(const auto batch, builder_->Flush());
  PARQUET_ASSIGN_OR_THROW(auto table, arrow::Table::FromRecordBatches({batch}));
  return table;
}

}  // namespace

std::shared_ptr<arrow::Schema> dump_schema(bool integer_ids) {
  const auto time = arrow::timestamp(arrow::TimeUnit::MICRO);
  arrow::FieldVector fields = {
      arrow::field("_id", arrow::utf8()),
      arrow::field("id", arrow::utf8()),
      arrow::field("author", arrow::utf8()),
      arrow::field("createdAt", time),
      arrow::field("lastModified", time),
      arrow::field("downloads", arrow::int64()),
      arrow::field("downloadsAllTime", arrow::int64()),
      arrow::field("likes", arrow::int64()),
      arrow::field("trendingScore", arrow::float64()),
      arrow::field("tags", arrow::list(arrow::field("element", arrow::utf8()))),
      arrow::field("cardData", arrow::utf8()),
      arrow::field("safetensors", safetensors_type(kAllDtypes)),
      arrow::field("gguf", arrow::utf8()),
      arrow::field("baseModels", base_models_type()),
      arrow::field("pipeline_tag", arrow::utf8()),
      arrow::field("library_name", arrow::utf8()),
  };
  if (integer_ids) fields.insert(fields.begin() + 2, arrow::field("model_id", arrow::int64()));
  return arrow::schema(fields);
}

std::shared_ptr<arrow::Table> dump_rows(const Population& population, const Totals& totals,
                                        std::span<const uint32_t> indices, bool integer_ids,
                                        DumpCounts& counts) {
  DumpBuilder builder(population, totals, integer_ids, counts);
  for (const uint32_t index : indices) builder.add(index);
  return builder.finish();
}

}  // namespace hubcensus::generate
