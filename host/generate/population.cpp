#include "host/generate/population.hpp"

#include <algorithm>

#include "host/generate/draw.hpp"
#include "host/generate/parallel.hpp"

namespace hubcensus::generate {
namespace {

constexpr int64_t kModelsPerHead = 10000;  // the top 0.01 %
constexpr int64_t kChunk = 16384;          // models of one piece of parallel work

constexpr int64_t log2_q16(double log2) { return static_cast<int64_t>(log2 * 65536.0); }

// log2 of a tail model's rate by rank: entry k stands for the rank 2^-k of all (k = 0: the last
// one, k = 13: the 0.012th percent). In downloads over the whole time at the mean of the Hub these
// are 60, 1.1e3, 1.9e3, 3.5e3, 8e3, 25e3, 70e3, 160e3, 380e3, 800e3, 1.6e6, 4e6, 11e6, 28e6,
// times 16.
constexpr std::array<int64_t, 15> kRateByOctave = {
    log2_q16(9.9),  log2_q16(14.1), log2_q16(14.9), log2_q16(15.8), log2_q16(17.0),
    log2_q16(18.6), log2_q16(20.1), log2_q16(21.3), log2_q16(22.5), log2_q16(23.6),
    log2_q16(24.6), log2_q16(25.9), log2_q16(27.4), log2_q16(28.7), log2_q16(28.9)};

// Activity by rank: the part of all models, of 2^32, above which the class begins.
constexpr std::array<uint32_t, kActivityClasses - 2> kRankOfClass = {
    2748779069, 2147483648, 1546188226, 987842478, 472446402, 128849018};  // 64 50 36 23 11 3 %

uint8_t activity_of(uint32_t rank) {
  uint8_t activity = 0;
  while (activity < kRankOfClass.size() && rank < kRankOfClass[activity]) ++activity;
  return activity;
}

uint32_t tail_rate(uint32_t rank) {
  const int octave = std::min(rank == 0 ? 32 : __builtin_clz(rank), 13);
  const int64_t low = kRateByOctave[static_cast<size_t>(octave)];
  const int64_t high = kRateByOctave[static_cast<size_t>(octave) + 1];
  // 16 bits below the leading one: how far down the octave.
  const auto down = static_cast<int64_t>((rank << octave << 1) >> 16);
  return static_cast<uint32_t>(exp2_q16(high - (high - low) * down / 65536));
}

// Falls like rank^(-3/4) among the heads.
uint32_t head_rate(int64_t rank) {
  const uint64_t root = square_root(static_cast<uint64_t>(2 * rank + 1) << 20);
  return static_cast<uint32_t>((uint64_t{1} << 50) / (root * square_root(root << 10)));
}

// The cell that has the most downloads of 2024 for the heads it would have with one more.
int next_head_cell(const std::array<uint64_t, kCells>& heads) {
  int best = 0;
  const auto claim = [&](int cell) {
    return download_share(cell, 30) * 1000 / (2 * heads[static_cast<size_t>(cell)] + 1);
  };
  for (int cell = 1; cell < kUnknownCell; ++cell) {
    if (claim(cell) > claim(best)) best = cell;
  }
  return best;
}

uint8_t cell_by_models(uint64_t bits) {
  uint64_t rest = below(bits, 1000);
  uint8_t cell = 0;
  while (rest >= kMarket[cell].models) rest -= kMarket[cell++].models;
  return cell;
}

}  // namespace

Population::Population(int64_t models, uint64_t seed, const GrowthCurve& growth, int threads)
    : seed_(seed), accounts_(models, seed), models_(static_cast<size_t>(models)) {
  choose_heads();
  std::array<uint64_t, kCells> heads{};
  for (size_t head = 0; head < heads_.size(); ++head) {
    Model& model = models_[static_cast<size_t>(heads_[head])];
    const int cell = next_head_cell(heads);
    const uint32_t accounts = accounts_.begin(cell + 1) - accounts_.begin(cell);
    const uint64_t number = heads[static_cast<size_t>(cell)]++;
    model.cell = static_cast<uint8_t>(cell);
    model.activity = kHeadClass;
    model.account = accounts_.begin(cell) + static_cast<uint32_t>(number * number / 4 % accounts);
    model.rate =
        head_rate(static_cast<int64_t>(below(draw(seed_, Stream::head_rank, head), heads_.size())));
  }
  for_each_index(threads, (models + kChunk - 1) / kChunk, [&](int64_t chunk) {
    const int64_t end = std::min((chunk + 1) * kChunk, models);
    for (int64_t i = chunk * kChunk; i < end; ++i) {
      Model& model = models_[static_cast<size_t>(i)];
      if (model.activity != kHeadClass) model = make_tail(i);
      model.country = accounts_.country_of(model.account);
      model.first_day = static_cast<int16_t>(growth.first_day_of(i));
      if (model.activity != kHeadClass) give_size(seed_, i, models, model);
    }
  });
  for (size_t head = 0; head < heads_.size(); ++head) {
    give_head_size(static_cast<int64_t>(head), static_cast<int64_t>(heads_.size()),
                   models_[static_cast<size_t>(heads_[head])]);
  }
  make_names(threads);
}

void Population::choose_heads() {
  const int64_t count = (size() + kModelsPerHead - 1) / kModelsPerHead;
  int64_t previous = -1;
  for (int64_t head = 0; head < count; ++head) {
    // Cubic: half of the heads are older than seven eighths of the models.
    const u128 part = static_cast<u128>(2 * head + 1);
    const u128 whole = static_cast<u128>(2 * count);
    const u128 index = part * part * part * static_cast<u128>(size()) / (whole * whole * whole);
    previous = std::max(static_cast<int64_t>(index), previous + 1);
    heads_.push_back(previous);
  }
}

Model Population::make_tail(int64_t index) const {
  const auto i = static_cast<uint64_t>(index);
  Model model;
  model.cell = cell_by_models(draw(seed_, Stream::model_cell, i));
  const auto rank = static_cast<uint32_t>(draw(seed_, Stream::model_rank, i) >> 32);
  model.rate = tail_rate(rank);
  model.activity = activity_of(rank);
  const uint32_t begin = accounts_.begin(model.cell);
  const uint32_t end = accounts_.begin(model.cell + 1);
  const uint64_t bits = draw(seed_, Stream::model_account, i);
  model.account = begin + static_cast<uint32_t>(skewed_below(bits, end - begin));
  // Names without an account are old.
  if (accounts_.is_canonical(model.account) && index > size() / 20) ++model.account;
  return model;
}

void Population::make_names(int threads) {
  const int64_t chunks = (size() + kChunk - 1) / kChunk;
  std::vector<std::string> texts(static_cast<size_t>(chunks));
  name_begin_.resize(static_cast<size_t>(size()) + 1);
  for_each_index(threads, chunks, [&](int64_t chunk) {
    std::string& text = texts[static_cast<size_t>(chunk)];
    const int64_t end = std::min((chunk + 1) * kChunk, size());
    for (int64_t i = chunk * kChunk; i < end; ++i) {
      name_begin_[static_cast<size_t>(i)] = text.size();  // within the chunk, for now
      text += make_id(seed_, i, (*this)[i], accounts_);
    }
  });
  size_t bytes = 0;
  for (const std::string& text : texts) bytes += text.size();
  names_.reserve(bytes);
  for (int64_t chunk = 0; chunk < chunks; ++chunk) {
    const int64_t end = std::min((chunk + 1) * kChunk, size());
    for (int64_t i = chunk * kChunk; i < end; ++i) {
      name_begin_[static_cast<size_t>(i)] += names_.size();
    }
    names_ += texts[static_cast<size_t>(chunk)];
    std::string().swap(texts[static_cast<size_t>(chunk)]);
  }
  name_begin_.back() = names_.size();
}

std::string_view Population::id(int64_t index) const {
  const auto i = static_cast<size_t>(index);
  return std::string_view(names_).substr(name_begin_[i], name_begin_[i + 1] - name_begin_[i]);
}

int64_t Population::integer_id(int64_t index) const {
  const uint64_t bits = draw(seed_, Stream::model_name, static_cast<uint64_t>(index));
  return 1000 + 3 * index + static_cast<int64_t>(bits >> 63);
}

}  // namespace hubcensus::generate
