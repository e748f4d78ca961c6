#include <algorithm>

#include "kernels/check_sum.hpp"
#include "kernels/cpu/user_counter.hpp"
#include "kernels/cuda/cell_rows.hpp"
#include "kernels/cuda/fold.hpp"
#include "kernels/cuda/make_keys.hpp"
#include "kernels/planned_tally.hpp"
#include "kernels/processor_seconds.hpp"

namespace hubcensus::cuda {
namespace {

constexpr uint32_t kValueRows = ((2149 - kFirstYear + 1) << kClassBits);

template <typename T>
std::span<const T> plain_values(const EncodedColumn& column) {
  return {reinterpret_cast<const T*>(column.bytes.data()), static_cast<size_t>(column.values)};
}

bool all_zero(std::span<const uint64_t> cells) {
  return std::all_of(cells.begin(), cells.end(), [](uint64_t cell) { return cell == 0; });
}

void merge_tile(Cube& cube, int32_t period, uint32_t chunk, std::span<const uint64_t> cells) {
  if (all_zero(cells)) return;
  uint64_t* const values = cube.period(period).chunk(chunk);
  if (cube.merge_operator() == CubeMerge::sum) {
    for (uint32_t i = 0; i < kChunkValues; ++i) values[i] += cells[i];
  } else {
    for (uint32_t i = 0; i < kChunkValues; ++i) values[i] = std::max(values[i], cells[i]);
  }
}

// Several tiles at once may be of the same model, of different bands or weeks.
void merge_ages(AgeFacet& age, uint32_t band, uint32_t chunk, std::span<const uint64_t> cells) {
  for (uint32_t i = 0; i < kChunkValues; ++i) {
    if (cells[i] != 0) age.cell((chunk << kChunkBits) + i, band) += cells[i];
  }
}

void merge_weeks(WeekFacet& weeks, uint32_t week, uint32_t chunk, std::span<const uint64_t> cells) {
  for (uint32_t i = 0; i < kChunkValues; ++i) {
    if (cells[i] == 0) continue;
    const uint32_t model = (chunk << kChunkBits) + i;
    uint32_t& cell = weeks.cell(model, week);
    const uint64_t low = uint64_t{cell} + static_cast<uint32_t>(cells[i]);
    cell = static_cast<uint32_t>(low);
    const uint64_t above = (low >> 32) + (cells[i] >> 32);
    if (above != 0) weeks.carry(model, week, above);
  }
}

template <typename Downloads>
void check_samples(std::span<const uint16_t> days, std::span<const Downloads> values) {
  if (std::find(days.begin(), days.end(), 0) != days.end()) {
    throw Error(ErrorKind::internal, "a sample of 1970-01-01 cannot be kept");
  }
  const bool fit =
      std::all_of(values.begin(), values.end(), [](uint64_t value) { return value <= kMaxSample; });
  if (!fit) throw Error(ErrorKind::internal, "a sample beyond 2^48 - 1 cannot be kept");
}

template <typename Downloads>
void check_requests(std::span<const Downloads> downloads) {
  if (std::any_of(downloads.begin(), downloads.end(), [](auto n) { return n != 1; })) {
    throw Error(ErrorKind::internal, "facet users: a request is one download");
  }
}

std::vector<uint32_t> numbers_below(uint32_t n) {
  std::vector<uint32_t> numbers(n);
  for (uint32_t i = 0; i < n; ++i) numbers[i] = i;
  return numbers;
}

void sort_and_make_unique(std::vector<uint32_t>& numbers) {
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
}

}  // namespace

CudaFold::CudaFold(Device& device, const FoldPlan& plan, MemoryBudget& budget)
    : plan_(plan),
      device_(device),
      sizes_(plan_sizes(device.memory().free_bytes())),
      tally_(planned_tally(plan, budget)),
      days_(device.memory(), size_t{3} * kDays, "day totals"),
      tiles_(device, stream_, sizes_.tiles_bytes),
      stages_(device, sizes_, plan.users, budget) {
  fill_zero(days_.data(), days_.size(), stream_);
  add_cubes();
  if (plan.age || plan.weeks) add_lifetimes();
  if (plan.values) {
    add_values();
    large_values_.emplace(device, stream_, budget, kValueKeyBits, sizes_.keys_bytes, "facet values",
                          [this](std::span<const uint64_t> keys, std::span<const uint32_t> counts) {
                            for (size_t i = 0; i < keys.size();) {
                              const auto row = static_cast<uint32_t>(keys[i] >> kValueBits);
                              ValueCounts values;
                              for (; i < keys.size() && keys[i] >> kValueBits == row; ++i) {
                                values.values.push_back(keys[i] & kMaxDownloadsOfRecord);
                                values.counts.push_back(counts[i]);
                              }
                              merge_into(
                                  *tally_.values,
                                  {{{year_of_value_row(row), class_of_value_row(row)}, values}});
                            }
                          });
  }
  if (plan.users) add_users(budget);
}

// Nothing of the device or of pinned memory goes before who uses it has ended.
CudaFold::~CudaFold() { cudaStreamSynchronize(stream_.get()); }

void CudaFold::add_cubes() {
  const CellFacet facet = plan_.latest ? CellFacet::latest : CellFacet::downloads;
  for (Cube* cube :
       {tally_.month.get(), tally_.fine.get(), tally_.latest.get(), tally_.latest_fine.get()}) {
    if (cube != nullptr) add_cube(*cube, facet);
  }
}

void CudaFold::add_cube(Cube& cube, CellFacet facet) {
  const auto rows = static_cast<uint32_t>(cube.end_period() - cube.first_period());
  const uint32_t tiles = tiles_.add_facet(rows, [&cube](uint32_t row, uint32_t chunk, auto cells) {
    merge_tile(cube, cube.first_period() + static_cast<int32_t>(row), chunk, cells);
  });
  steps_.push_back({facet, cube.grain(), tiles});
}

void CudaFold::add_lifetimes() {
  born_ = DeviceBuffer<Day>(device_.memory(), plan_.born.size(), "the models' days of creation");
  copy_to_device<Day>(born_.data(), plan_.born, stream_);
  if (AgeFacet* age = tally_.age.get()) {
    const uint32_t tiles = tiles_.add_facet(
        kAgeBands,
        [age](uint32_t band, uint32_t chunk, auto cells) { merge_ages(*age, band, chunk, cells); });
    steps_.push_back({CellFacet::age, Grain::day, tiles});
  }
  if (WeekFacet* weeks = tally_.weeks.get()) {
    const uint32_t tiles =
        tiles_.add_facet(kLifeWeeks, [weeks](uint32_t week, uint32_t chunk, auto cells) {
          merge_weeks(*weeks, week, chunk, cells);
        });
    steps_.push_back({CellFacet::weeks, Grain::day, tiles});
  }
}

void CudaFold::add_values() {
  const uint32_t tiles = tiles_.add_facet(kValueRows, [this](uint32_t row, uint32_t, auto cells) {
    if (all_zero(cells)) return;
    const std::lock_guard lock(dense_mutex_);
    std::vector<uint64_t>& counts = dense_values_[row];
    counts.resize(kDenseValues);
    for (uint32_t value = 0; value < kDenseValues; ++value) counts[value] += cells[value];
  });
  steps_.push_back({CellFacet::dense_values, Grain::year, tiles});
}

void CudaFold::add_users(MemoryBudget& budget) {
  user_keys_.emplace(
      device_, stream_, budget, kUserKeyBits, sizes_.keys_bytes, "facet users",
      [this, &budget](std::span<const uint64_t> keys, std::span<const uint32_t> counts) {
        UserCounts users(budget);
        users.reserve(keys.size());
        users.values.assign(keys.begin(), keys.end());
        users.counts.assign(counts.begin(), counts.end());
        users_.push_back(std::move(users));
        // Parts of about the same size become one, so that each key moves a few times only.
        while (users_.size() > 1) {
          UserCounts& last = users_.back();
          UserCounts& before = users_[users_.size() - 2];
          if (before.values.size() > 2 * last.values.size()) break;
          before = merge(before, last);
          users_.pop_back();
        }
      });
}

void CudaFold::check_batch(const EncodedBatch& batch) const {
  const auto days = plain_values<uint16_t>(batch.day);
  const auto narrow = plain_values<uint32_t>(batch.downloads);
  const auto wide = plain_values<uint64_t>(batch.downloads);
  const bool is_wide = batch.downloads.bit_width == 64;
  if (plan_.users && batch.user_country.values != batch.rows) {
    throw Error(ErrorKind::internal, "facet users lacks the country of each user");
  }
  if (plan_.latest) is_wide ? check_samples(days, wide) : check_samples(days, narrow);
  if (plan_.users) is_wide ? check_requests(wide) : check_requests(narrow);
}

void CudaFold::do_add(const EncodedBatch& batch) {
  const double begin = processor_seconds();
  check_batch(batch);
  device_.use();
  const bool is_wide = batch.downloads.bit_width == 64;
  for (int64_t row = 0; row < batch.rows;) {
    Stage& stage = stages_.acquire();
    try {
      if (stage.rows() != 0 && stage.is_wide() != is_wide) submit(stage);
      stage.settle();
      const auto count = static_cast<uint32_t>(std::min<int64_t>(stage.room(), batch.rows - row));
      stage.append(batch, row, count);
      row += count;
      if (stage.room() == 0) submit(stage);
    } catch (...) {
      stages_.release(stage);
      throw;
    }
    stages_.release(stage);
  }
  host_nanoseconds_ += static_cast<int64_t>(1e9 * (processor_seconds() - begin));
}

void CudaFold::submit(Stage& stage) {
  const std::lock_guard lock(submit_mutex_);
  stage.send(stream_);
  if (plan_.values) learn_size_classes(stage.touched().end_model());
  if (stage.is_wide()) {
    add_rows<uint64_t>(stage);
  } else {
    add_rows<uint32_t>(stage);
  }
  stage.end(stream_);
}

template <typename Downloads>
void CudaFold::add_rows(const Stage& stage) {
  const RecordColumns<Downloads> columns = stage.columns<Downloads>();
  uint64_t* const days = days_.data();
  add_day_totals(columns, !plan_.latest, {days, days + kDays, days + 2 * kDays}, device_, stream_);
  const ModelColumns models{born_.data(), size_class_.data(), static_cast<uint32_t>(born_.size())};
  for (const CellStep& step : steps_) {
    tiles_.for_tiles(step.tiles, rows_of(step, stage), chunks_of(step, stage),
                     [&](const TileTable& table) {
                       add_cells(step.facet, step.grain, columns, models, table, device_, stream_);
                     });
  }
  if (large_values_) {
    uint64_t* const keys = large_values_->append(columns.rows);
    append_value_keys(columns, size_class_.data(), keys, large_values_->size(), device_, stream_);
  }
  if (user_keys_) make_user_keys(columns, user_keys_->add(columns.rows), device_, stream_);
}

std::vector<uint32_t> CudaFold::rows_of(const CellStep& step, const Stage& stage) const {
  if (step.facet == CellFacet::age) return numbers_below(kAgeBands);
  if (step.facet == CellFacet::weeks) return numbers_below(kLifeWeeks);
  std::vector<uint32_t> rows;
  for (const uint16_t day : stage.touched().days()) {
    const uint32_t row = period_row(step.grain, day);
    if (step.facet != CellFacet::dense_values) {
      rows.push_back(row);
      continue;
    }
    for (uint32_t i = 0; i < kMaxSizeClasses; ++i) rows.push_back(value_row(day, i));
  }
  sort_and_make_unique(rows);
  return rows;
}

std::vector<uint32_t> CudaFold::chunks_of(const CellStep& step, const Stage& stage) const {
  if (step.facet == CellFacet::dense_values) return {0};
  const auto touched = stage.touched().chunks();
  std::vector<uint32_t> chunks(touched.begin(), touched.end());
  if (step.facet == CellFacet::age || step.facet == CellFacet::weeks) {
    std::erase_if(
        chunks, [&](uint32_t chunk) { return uint64_t{chunk} << kChunkBits >= plan_.born.size(); });
  }
  std::sort(chunks.begin(), chunks.end());
  return chunks;
}

// Models get their numbers and classes one after the other: below the largest of a batch all are
// there for good.
void CudaFold::learn_size_classes(uint32_t end_model) {
  if (end_model <= size_class_models_) return;
  if (end_model > size_class_.size()) {
    DeviceBuffer<uint8_t> larger(device_.memory(), size_t{2} * end_model,
                                 "the models' size classes");
    if (size_class_models_ != 0) {
      check(cudaMemcpyAsync(larger.data(), size_class_.data(), size_class_models_,
                            cudaMemcpyDeviceToDevice, stream_.get()),
            "copy on the device");
      stream_.wait();
    }
    size_class_ = std::move(larger);
  }
  std::vector<uint8_t> fresh(end_model - size_class_models_);
  for (uint32_t i = 0; i < fresh.size(); ++i) {
    fresh[i] = plan_.size_class->get(size_class_models_ + i);
  }
  copy_to_device<uint8_t>(size_class_.data() + size_class_models_, fresh, stream_);
  stream_.wait();  // what is copied goes
  size_class_models_ = end_model;
}

void CudaFold::do_settle() {
  device_.use();
  for (Stage* stage : stages_.filled()) submit(*stage);
  stages_.settle();
}

Tally CudaFold::do_finish() {
  do_settle();
  read_day_totals();
  tiles_.drain_all();
  if (large_values_) large_values_->finish();
  if (tally_.values) finish_values();
  if (user_keys_) user_keys_->finish();
  if (!users_.empty()) tally_.users = cpu::merge_all(std::move(users_));
  stream_.wait();
  return std::move(tally_);
}

void CudaFold::read_day_totals() {
  std::vector<uint64_t> cells(days_.size());
  copy_to_host<uint64_t>(cells, days_.data(), stream_);
  stream_.wait();
  u128 total = 0;
  for (size_t day = 0; day < kDays; ++day) {
    const uint64_t low = cells[kDays + day];
    tally_.days.records[day] = cells[day];
    tally_.days.downloads[day] = low;
    total += (u128{cells[2 * kDays + day]} << 64) + low;
  }
  check_sum(total, kAcceptedDownloads);
}

void CudaFold::finish_values() {
  ValueDistribution dense;
  for (const auto& [row, counts] : dense_values_) {
    ValueCounts& values = dense[{year_of_value_row(row), class_of_value_row(row)}];
    for (uint32_t value = 0; value < kDenseValues; ++value) {
      if (counts[value] == 0) continue;
      values.values.push_back(value);
      values.counts.push_back(counts[value]);
    }
  }
  merge_into(*tally_.values, dense);
}

FoldSeconds CudaFold::do_thread_seconds() const {
  return {1e-9 * static_cast<double>(host_nanoseconds_.load()), 0, stages_.device_seconds(),
          stages_.copy_seconds()};
}

}  // namespace hubcensus::cuda
