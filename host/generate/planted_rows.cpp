#include "host/generate/planted_rows.hpp"

#include <parquet/exception.h>

#include <array>
#include <cstdio>
#include <string>

#include "host/generate/draw.hpp"

namespace hubcensus::generate {
namespace {

constexpr int64_t kMicrosecondsPerDay = 86'400'000'000;

void check(const arrow::Status& status) { PARQUET_THROW_NOT_OK(status); }

std::string object_id_of(size_t model, const PlantedModel& planted) {
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%08llx%016llx",
                static_cast<unsigned long long>(planted.created.value_or(kFloorDay)) * 86400,
                static_cast<unsigned long long>(scramble(model + 1)));
  return text.data();
}

class PlantedBuilder {
 public:
  PlantedBuilder(const PlantedHub& hub, const std::shared_ptr<arrow::Schema>& schema, Day day,
                 int64_t first_integer_id)
      : hub_(hub), schema_(schema), day_(day), first_integer_id_(first_integer_id) {
    PARQUET_ASSIGN_OR_THROW(builder_,
                            arrow::RecordBatchBuilder::Make(schema_, arrow::default_memory_pool()));
  }

  void add(size_t model) {
    for (int k = 0; k < schema_->num_fields(); ++k) {
      const std::string& name = schema_->field(k)->name();
      arrow::ArrayBuilder& column = *builder_->GetField(k);
      if (add_number(model, name, column) || add_text(model, name, column)) continue;
      if (name == "tags") {
        add_tags(hub_.models[model], static_cast<arrow::ListBuilder&>(column));
      } else if (name == "baseModels" && !hub_.models[model].bases.empty()) {
        add_bases(hub_.models[model], static_cast<arrow::StructBuilder&>(column));
      } else {
        check(column.AppendNull());
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
  bool add_number(size_t model, std::string_view name, arrow::ArrayBuilder& column) const;
  bool add_text(size_t model, std::string_view name, arrow::ArrayBuilder& column) const;
  void add_tags(const PlantedModel& planted, arrow::ListBuilder& tags) const;
  void add_bases(const PlantedModel& planted, arrow::StructBuilder& base_models) const;

  const PlantedHub& hub_;
  std::shared_ptr<arrow::Schema> schema_;
  Day day_;
  int64_t first_integer_id_;
  std::unique_ptr<arrow::RecordBatchBuilder> builder_;
};

bool PlantedBuilder::add_number(size_t model, std::string_view name,
                                arrow::ArrayBuilder& column) const {
  const PlantedModel& planted = hub_.models[model];
  const auto append = [&](uint64_t value) {
    check(static_cast<arrow::Int64Builder&>(column).Append(static_cast<int64_t>(value)));
    return true;
  };
  if (name == "model_id") return append(static_cast<uint64_t>(first_integer_id_) + model);
  if (name == "downloads") return append(hub_.downloads_of(model, day_ - 29, day_));
  if (name == "downloadsAllTime") return append(hub_.downloads_of(model, 0, day_));
  if (name == "likes") return append(planted.likes);
  if (name == "trendingScore") {
    const auto score = static_cast<double>(planted.trend.score_on(day_));
    check(static_cast<arrow::DoubleBuilder&>(column).Append(score));
    return true;
  }
  if (name != "createdAt" && name != "lastModified") return false;
  auto& time = static_cast<arrow::TimestampBuilder&>(column);
  if (name == "createdAt" && !planted.created) {
    check(time.AppendNull());
  } else {
    check(time.Append(planted.created.value_or(kFloorDay) * kMicrosecondsPerDay));
  }
  return true;
}

bool PlantedBuilder::add_text(size_t model, std::string_view name,
                              arrow::ArrayBuilder& column) const {
  const PlantedModel& planted = hub_.models[model];
  const auto append = [&](std::string_view text) {
    check(static_cast<arrow::StringBuilder&>(column).Append(text));
    return true;
  };
  if (name == "_id") return append(object_id_of(model, planted));
  if (name == "id") return append(planted.id);
  if (name == "author") return append(hub_.account_of(planted).handle);
  if (name == "pipeline_tag") return append("text-generation");
  return name == "library_name" && append("transformers");
}

void PlantedBuilder::add_tags(const PlantedModel& planted, arrow::ListBuilder& tags) const {
  auto& tag = *static_cast<arrow::StringBuilder*>(tags.value_builder());
  const std::string relation(kRelationNames[static_cast<size_t>(planted.relation)]);
  check(tags.Append());
  for (const char* text : {"transformers", "text-generation", "license:apache-2.0"}) {
    check(tag.Append(text));
  }
  for (const std::string& base : planted.bases) {
    check(tag.Append("base_model:" + base));
    check(tag.Append("base_model:" + relation + ":" + base));
  }
}

void PlantedBuilder::add_bases(const PlantedModel& planted,
                               arrow::StructBuilder& base_models) const {
  check(base_models.Append());
  check(static_cast<arrow::StringBuilder*>(base_models.field_builder(0))
            ->Append(kRelationNames[static_cast<size_t>(planted.relation)]));
  auto& list = *static_cast<arrow::ListBuilder*>(base_models.field_builder(1));
  auto& base = *static_cast<arrow::StructBuilder*>(list.value_builder());
  check(list.Append());
  for (const std::string& id : planted.bases) {
    check(base.Append());
    check(base.field_builder(0)->AppendNull());
    check(static_cast<arrow::StringBuilder*>(base.field_builder(1))->Append(id));
  }
}

}  // namespace

std::shared_ptr<arrow::Table> planted_rows(const PlantedHub& hub,
                                           const std::shared_ptr<arrow::Schema>& schema, Day day,
                                           int64_t first_integer_id) {
  PlantedBuilder builder(hub, schema, day, first_integer_id);
  for (size_t model = 0; model < hub.models.size(); ++model) {
    if (exists(hub.models[model], day)) builder.add(model);
  }
  return builder.finish();
}

int64_t first_planted_id(const Population& population) {
  return population.integer_id(population.size() - 1) + 1;
}

}  // namespace hubcensus::generate
