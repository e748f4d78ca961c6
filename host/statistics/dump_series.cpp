#include "host/statistics/dump_series.hpp"

#include <algorithm>

#include "kernels/largest.hpp"

namespace hubcensus {
namespace {

constexpr size_t kRowsAtATime = 256;

// Beyond 63 bits no table can tell a counter: it is none.
std::optional<uint64_t> usable(std::optional<uint64_t> counter) {
  constexpr auto kMost = static_cast<uint64_t>(std::numeric_limits<int64_t>::max());
  return counter && *counter <= kMost ? counter : std::nullopt;
}

}  // namespace

DumpSeries::DumpSeries(const Catalog& catalog, const AccountAnnotations& annotations,
                       MemoryBudget& budget)
    : catalog_(catalog),
      annotations_(annotations),
      budget_(budget),
      object_ids_(catalog.object_id_of_model()),
      pending_(kRowsAtATime) {
  grow();
}

DumpSeries::~DumpSeries() { budget_.give_back(held_bytes_); }

void DumpSeries::begin(Day day) {
  day_ = day;
  std::fill(rows_.begin(), rows_.end(), Row{kNoRow, 0, 0, 0, kNoCounter});
}

void DumpSeries::add(const ModelRow& row) {
  Pending& pending = pending_[pending_rows_++];
  pending.id = row.id;
  pending.object_id = row.object_id;
  pending.row = {row.created.value_or(kAlwaysBorn),
                 row.modified_us.value_or(std::numeric_limits<int64_t>::min()),
                 usable(row.likes).value_or(0), row.trending_score.value_or(0),
                 usable(row.downloads_all_time).value_or(kNoCounter)};
  if (pending_rows_ == kRowsAtATime) resolve_pending();
}

void DumpSeries::resolve_pending() {
  std::array<std::string_view, kRowsAtATime> texts;
  std::array<uint32_t, kRowsAtATime> objects;
  std::array<uint32_t, kRowsAtATime> models;
  const auto find = [&](const IdIndex& index, std::string Pending::* text, auto& numbers) {
    for (size_t i = 0; i < pending_rows_; ++i) texts[i] = pending_[i].*text;
    index.find(std::span(texts).first(pending_rows_), std::span(numbers).first(pending_rows_));
  };
  find(catalog_.object_ids, &Pending::object_id, objects);
  find(catalog_.ids, &Pending::id, models);
  for (size_t i = 0; i < pending_rows_; ++i) {
    const Pending& pending = pending_[i];
    const bool has_object_id = !pending.object_id.empty();
    uint32_t model = models[i];
    if (has_object_id && objects[i] != kNotFound) {
      model = catalog_.model_of_object_id[objects[i]];
    } else if (has_object_id && model != kNotFound && object_ids_[model] != kNotFound) {
      model = kNotFound;  // another repository, which bore the id before
    }
    keep(model == kNotFound ? stranger(pending) : model, pending.row);
  }
  pending_rows_ = 0;
}

void DumpSeries::keep(uint32_t model, const Row& row) {
  Row& kept = rows_[model];
  if (kept.created == kNoRow || row.modified_us >= kept.modified_us) kept = row;
}

uint32_t DumpSeries::stranger(const Pending& pending) {
  const uint32_t number =
      strangers_.insert(pending.object_id.empty() ? pending.id : pending.object_id);
  if (number == stranger_names_.size()) {
    // Both texts, their places, and the slots of the index.
    charge(static_cast<int64_t>(pending.id.size() + pending.object_id.size()) + kBytesOfStranger);
    stranger_names_.emplace_back();
  }
  stranger_names_[number] = pending.id;
  grow();
  return catalog_.models() + number;
}

void DumpSeries::charge(int64_t bytes) {
  budget_.take(bytes, "the series of dumps");
  held_bytes_ += bytes;
}

int64_t DumpSeries::bytes_of(int64_t models) {
  return models * static_cast<int64_t>(sizeof(Row) + sizeof(uint64_t) + sizeof(uint32_t));
}

void DumpSeries::grow() {
  const size_t models = catalog_.models() + stranger_names_.size();
  if (models <= rows_.size()) return;
  if (models > rows_.capacity()) {
    // Room for strangers once there are some.
    const size_t capacity = stranger_names_.empty() ? models : models + models / 2;
    charge(bytes_of(static_cast<int64_t>(capacity - rows_.capacity())));
    rows_.reserve(capacity);
    downloads_before_.reserve(capacity);
  }
  rows_.resize(models, Row{kNoRow, 0, 0, 0, kNoCounter});
  downloads_before_.resize(models, kNoCounter);
}

std::string_view DumpSeries::name(uint32_t model) const {
  if (model < catalog_.models()) return catalog_.id(model);
  return stranger_names_[model - catalog_.models()];
}

bool DumpSeries::is_younger(uint32_t model, int32_t days) const {
  const Day created = rows_[model].created;
  return created != kNoRow && created != kAlwaysBorn && created <= day_ && day_ - created < days;
}

std::string_view DumpSeries::key(uint32_t model) const {
  return model < catalog_.models() ? std::string_view() : strangers_[model - catalog_.models()];
}

std::optional<uint64_t> DumpSeries::downloads_since(uint32_t model) const {
  const Row& row = rows_[model];
  if (!day_before_ || row.downloads == kNoCounter) return std::nullopt;
  const uint64_t before = downloads_before_[model];
  if (before != kNoCounter) return row.downloads > before ? row.downloads - before : 0;
  const bool is_new = row.created != kAlwaysBorn && row.created > *day_before_;
  return is_new ? std::optional(row.downloads) : std::nullopt;
}

// The kRankedModels models of the dump with the largest value(model) above 0.
template <typename Value>
std::vector<uint32_t> DumpSeries::most(Value value) const {
  return largest(
      static_cast<uint32_t>(rows_.size()), kRankedModels,
      [&](uint32_t model) {
        return rows_[model].created == kNoRow ? decltype(value(model)){} : value(model);
      },
      [&](uint32_t left, uint32_t right) {
        const int by_name = name(left).compare(name(right));
        return by_name != 0 ? by_name < 0 : key(left) < key(right);
      });
}

RankedModel DumpSeries::describe(uint32_t model) const {
  RankedModel result;
  result.id = name(model);
  result.account = account_of(result.id);
  const KnownAccount annotation = annotations_.of(result.account);
  result.kind = annotation.kind;
  result.country = annotation.country;
  result.parent = annotation.parent;
  // A model that the catalogue lacks is its own root.
  result.derived_country =
      model < catalog_.models()
          ? catalog_.countries[catalog_.groups[catalog_.group[model]].derived_country]
          : result.country;
  return result;
}

std::vector<RankedModel> DumpSeries::trending(TrendMeasure measure, int32_t younger_than) const {
  const auto count = [&](uint32_t model) -> uint64_t {
    if (!is_younger(model, younger_than)) return 0;
    return measure == TrendMeasure::likes ? rows_[model].likes : downloads_since(model).value_or(0);
  };
  const auto score = [&](uint32_t model) {
    return is_younger(model, younger_than) ? rows_[model].score : 0.0;
  };
  std::vector<RankedModel> models;
  const bool is_score = measure == TrendMeasure::trending_score;
  for (const uint32_t model : is_score ? most(score) : most(count)) {
    models.push_back(describe(model));
    if (is_score) {
      models.back().score = score(model);
    } else {
      models.back().count = count(model);
    }
  }
  return models;
}

std::vector<RankedModel> DumpSeries::most_liked() {
  std::vector<uint32_t> liked = most([&](uint32_t model) { return rows_[model].likes; });
  std::vector<RankedModel> models;
  for (const uint32_t model : liked) {
    models.push_back(describe(model));
    models.back().count = rows_[model].likes;
    const auto before = std::find(liked_before_.begin(), liked_before_.end(), model);
    if (before == liked_before_.end()) continue;
    models.back().rank_before = static_cast<size_t>(before - liked_before_.begin()) + 1;
  }
  liked_before_ = std::move(liked);
  return models;
}

DumpFacts DumpSeries::end() {
  resolve_pending();
  DumpFacts facts;
  facts.day = day_;
  for (size_t age = 0; age < kTrendAges.size(); ++age) {
    for (size_t measure = 0; measure < kTrendMeasureNames.size(); ++measure) {
      facts.trends[age][measure] = trending(static_cast<TrendMeasure>(measure), kTrendAges[age]);
    }
  }
  facts.liked = most_liked();
  for (size_t model = 0; model < rows_.size(); ++model) {
    downloads_before_[model] = rows_[model].created == kNoRow ? kNoCounter : rows_[model].downloads;
  }
  day_before_ = day_;
  return facts;
}

}  // namespace hubcensus
