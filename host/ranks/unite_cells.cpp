#include "host/ranks/unite_cells.hpp"

#include <algorithm>

#include "host/catalog/id_index.hpp"

namespace hubcensus {
namespace {

constexpr size_t kValuesAtOnce = size_t{1} << 22;  // a month of four million models

// Which chunks, in the first's numbers, any rank has.
std::vector<uint32_t> chunks_of_all(const Ranks& ranks, const OwnNumbers& numbers,
                                    const ModelCells& cells) {
  std::vector<uint64_t> flags(kMaxChunks);
  for (uint32_t first = 0; first < numbers.end(); first += kChunkValues) {
    const uint32_t chunk = first >> kChunkBits;
    if (first < numbers.dump_models()) flags[chunk] = cells.has(chunk) ? 1 : 0;
    const uint32_t last = std::min(numbers.end(), first + kChunkValues);
    for (uint32_t number = std::max(first, numbers.dump_models()); number < last; ++number) {
      const uint32_t own = numbers.own(number);
      if (own != kNotFound && cells.has(own >> kChunkBits)) flags[chunk] = 1;
    }
  }
  ranks.reduce_for_all(flags, Ranks::Operator::max);
  std::vector<uint32_t> chunks;
  for (uint32_t chunk = 0; chunk < kMaxChunks; ++chunk) {
    if (flags[chunk] != 0) chunks.push_back(chunk);
  }
  return chunks;
}

// Calls use(own model, its cells) for the models of the chunks that this rank knows.
template <typename Use>
void for_each_model(const OwnNumbers& numbers, std::span<const uint32_t> chunks, size_t width,
                    std::span<uint64_t> values, Use use) {
  for (size_t i = 0; i < chunks.size(); ++i) {
    const uint32_t first = chunks[i] << kChunkBits;
    const uint32_t models = std::min(kChunkValues, std::max(numbers.end(), first) - first);
    for (uint32_t at = 0; at < models; ++at) {
      const uint32_t own = numbers.own(first + at);
      if (own != kNotFound) use(own, values.subspan((i * kChunkValues + at) * width, width));
    }
  }
}

}  // namespace

OwnNumbers::OwnNumbers(uint32_t dump_models, std::span<const uint32_t> of_first)
    : dump_models_(dump_models) {
  uint32_t end = dump_models;
  for (const uint32_t number : of_first) end = std::max(end, number + 1);
  joined_.assign(end - dump_models, kNotFound);
  for (uint32_t i = 0; i < of_first.size(); ++i) {
    joined_[of_first[i] - dump_models] = dump_models + i;
  }
}

uint32_t OwnNumbers::own(uint32_t number) const {
  if (number < dump_models_) return number;
  return number < end() ? joined_[number - dump_models_] : kNotFound;
}

void unite_cells(const Ranks& ranks, const OwnNumbers& numbers, const ModelCells& cells,
                 MemoryBudget& budget) {
  const std::vector<uint32_t> chunks = chunks_of_all(ranks, numbers, cells);
  const size_t chunk_values = kChunkValues * cells.width;
  const size_t at_once = std::max<size_t>(1, kValuesAtOnce / chunk_values);
  MemoryCharge charge(budget, "what the ranks add up");
  charge.set(
      static_cast<int64_t>(std::min(at_once, chunks.size()) * chunk_values * sizeof(uint64_t)));
  std::vector<uint64_t> values;
  for (size_t first = 0; first < chunks.size(); first += at_once) {
    const auto part = std::span(chunks).subspan(first, std::min(at_once, chunks.size() - first));
    values.assign(part.size() * chunk_values, 0);
    for_each_model(numbers, part, cells.width, values,
                   [&](uint32_t model, std::span<uint64_t> found) {
                     if (cells.has(model >> kChunkBits)) cells.read(model, found);
                   });
    ranks.reduce(values, cells.op);
    if (!ranks.is_first()) continue;
    for_each_model(
        numbers, part, cells.width, values, [&](uint32_t model, std::span<const uint64_t> all) {
          const bool is_empty =
              std::all_of(all.begin(), all.end(), [](uint64_t cell) { return cell == 0; });
          if (!is_empty) cells.write(model, all);
        });
  }
}

void unite_cube(const Ranks& ranks, const OwnNumbers& numbers, Cube& cube, MemoryBudget& budget) {
  std::vector<uint64_t> flags(static_cast<size_t>(cube.end_period() - cube.first_period()));
  for (size_t i = 0; i < flags.size(); ++i) {
    flags[i] = cube.find(cube.first_period() + static_cast<int32_t>(i)) != nullptr ? 1 : 0;
  }
  ranks.reduce_for_all(flags, Ranks::Operator::max);
  for (size_t i = 0; i < flags.size(); ++i) {
    if (flags[i] == 0) continue;
    ChunkedColumn<uint64_t>& column = cube.period(cube.first_period() + static_cast<int32_t>(i));
    ModelCells cells;
    cells.op =
        cube.merge_operator() == CubeMerge::sum ? Ranks::Operator::sum : Ranks::Operator::max;
    cells.has = [&](uint32_t chunk) { return column.find(chunk) != nullptr; };
    cells.read = [&](uint32_t model, std::span<uint64_t> cell) { cell[0] = column.get(model); };
    cells.write = [&](uint32_t model, std::span<const uint64_t> all) { column.set(model, all[0]); };
    unite_cells(ranks, numbers, cells, budget);
  }
}

void unite_ages(const Ranks& ranks, const OwnNumbers& numbers, AgeFacet& ages,
                MemoryBudget& budget) {
  ModelCells cells;
  cells.width = kAgeBands;
  cells.has = [&](uint32_t chunk) { return ages.has_chunk(chunk); };
  cells.read = [&](uint32_t model, std::span<uint64_t> bands) {
    const AgeBands own = ages.of_model(model);
    std::copy(own.begin(), own.end(), bands.begin());
  };
  cells.write = [&](uint32_t model, std::span<const uint64_t> all) {
    for (size_t band = 0; band < kAgeBands; ++band) ages.cell(model, band) = all[band];
  };
  unite_cells(ranks, numbers, cells, budget);
}

void unite_weeks(const Ranks& ranks, const OwnNumbers& numbers, WeekFacet& weeks,
                 MemoryBudget& budget) {
  ModelCells cells;
  cells.width = kLifeWeeks;
  cells.has = [&](uint32_t chunk) { return weeks.has_chunk(chunk); };
  cells.read = [&](uint32_t model, std::span<uint64_t> found) {
    const LifeWeeks own = weeks.of_model(model);
    std::copy(own.begin(), own.end(), found.begin());
  };
  cells.write = [&](uint32_t model, std::span<const uint64_t> all) {
    const LifeWeeks own = weeks.of_model(model);
    for (uint32_t week = 0; week < kLifeWeeks; ++week) {
      if (all[week] != own[week]) weeks.add(model, week, all[week] - own[week]);
    }
  };
  unite_cells(ranks, numbers, cells, budget);
}

}  // namespace hubcensus
