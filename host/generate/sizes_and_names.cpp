// Sizes of models and the names that tell them. Sizes grow with the years; a size is published in
// safetensors, in gguf, in the name alone, or nowhere.
#include <algorithm>
#include <array>

#include "host/generate/draw.hpp"
#include "host/generate/lineage.hpp"
#include "host/generate/population.hpp"

namespace hubcensus::generate {
namespace {

constexpr int64_t log2_q16(double log2) { return static_cast<int64_t>(log2 * 65536.0); }

struct SizeQuantile {
  uint32_t rank;  // of 10,000
  int64_t log2;   // of the parameters
};

// The published quartiles with safetensors are 124M, 765M and 6.74B, the largest has 684.5B.
constexpr std::array<SizeQuantile, 10> kSizes = {{{0, log2_q16(16.0)},
                                                  {500, log2_q16(22.5)},
                                                  {2126, log2_q16(26.885)},
                                                  {4260, log2_q16(29.511)},
                                                  {6750, log2_q16(32.650)},
                                                  {8700, log2_q16(33.0)},
                                                  {9500, log2_q16(34.9)},
                                                  {9900, log2_q16(36.1)},
                                                  {9990, log2_q16(37.9)},
                                                  {10000, log2_q16(39.31615)}}};

constexpr std::array<SizeLabel, 19> kLabels = {{{"", 0},
                                                {"60M", 60'000'000},
                                                {"110M", 110'000'000},
                                                {"350M", 350'000'000},
                                                {"0.5B", 500'000'000},
                                                {"770m", 770'000'000},
                                                {"1B", 1'000'000'000},
                                                {"1.5B", 1'500'000'000},
                                                {"3B", 3'000'000'000},
                                                {"4b", 4'000'000'000},
                                                {"7B", 7'000'000'000},
                                                {"8B", 8'000'000'000},
                                                {"13b", 13'000'000'000},
                                                {"14B", 14'000'000'000},
                                                {"32B", 32'000'000'000},
                                                {"8x7B", 56'000'000'000},
                                                {"70B", 70'000'000'000},
                                                {"235B", 235'000'000'000},
                                                {"671B", 671'000'000'000}}};

constexpr std::array<std::string_view, 16> kFamilies = {
    "Alder", "Birch", "Cedar", "Dogwood", "Elm",    "Fir",   "Ginkgo", "Hazel",
    "Ivy",   "Larch", "Maple", "Oak",     "Poplar", "Rowan", "Spruce", "Willow"};
constexpr std::array<std::string_view, 6> kVariants = {"",         "-Instruct", "-Base",
                                                       "-Chat-v2", "-small",    "-4bit"};

// In turn, from the oldest head of the age group (late ones: from the newest). They carry half of
// the downloads, so they bring the mean size from 0.8B (2023) to 20B (2025) with the median near
// 0.4B.
constexpr std::array<uint64_t, 5> kEarlyHeads = {335'141'888, 405'998'592, 109'482'240,
                                                 2'779'683'840, 326'109'184};
constexpr std::array<uint64_t, 5> kMiddleHeads = {405'998'592, 7'241'732'096, 1'543'714'304,
                                                  435'305'576, 8'030'261'248};
constexpr std::array<uint64_t, 6> kLateHeads = {235'093'634'560, 494'032'768, 32'763'876'352,
                                                4'022'468'096,   595'776'512, 684'531'386'000};

uint64_t size_at(uint64_t rank) {  // of 10,000 << 16
  size_t k = 1;
  while (k + 1 < kSizes.size() && rank >= uint64_t{kSizes[k].rank} << 16) ++k;
  const auto [low_rank, low] = kSizes[k - 1];
  const auto [high_rank, high] = kSizes[k];
  const auto offset = static_cast<int64_t>(rank - (uint64_t{low_rank} << 16));
  return exp2_q16(low + (high - low) * offset / (int64_t{high_rank - low_rank} << 16));
}

uint8_t nearest_label(uint64_t parameters) {
  size_t best = 1;
  for (size_t k = 1; k < kLabels.size(); ++k) {
    if (kLabels[k].parameters <= parameters + parameters / 5) best = k;
  }
  return static_cast<uint8_t>(best);
}

SizeSource choose_source(uint64_t bits, Relation relation) {
  const uint64_t u = below(bits, 1000);
  if (relation == Relation::quantized && u < 700) return SizeSource::gguf;
  if (u < 15) return SizeSource::gguf;
  if (u < 258) return SizeSource::safetensors;
  return u < 360 ? SizeSource::name : SizeSource::none;
}

}  // namespace

uint8_t size_class_of(uint64_t parameters) {
  if (parameters == 0) return 4;  // unknown
  if (parameters < 1'000'000'000) return 0;
  if (parameters < 10'000'000'000) return 1;
  return parameters < 100'000'000'000 ? 2 : 3;
}

const SizeLabel& size_label(uint8_t label) { return kLabels[label]; }

std::string_view family_of(uint64_t seed, int64_t index) {
  const uint64_t bits = draw(seed, Stream::model_name, static_cast<uint64_t>(index));
  return kFamilies[bits % kFamilies.size()];
}

void give_size(uint64_t seed, int64_t index, int64_t models, Model& model) {
  const auto i = static_cast<uint64_t>(index);
  model.source =
      choose_source(draw(seed, Stream::model_source, i), relation_of(seed, index, models));
  if (model.source == SizeSource::none) return;
  // The first third of the models is smaller: their ranks are a part of all, from 0.4 up.
  const auto third = static_cast<uint64_t>(std::max<int64_t>(models / 3, 1));
  const uint64_t part = i >= third ? 1000 : 400 + i * 600 / third;
  const uint64_t rank = below(draw(seed, Stream::model_size, i), uint64_t{10000} << 16);
  const uint64_t parameters = size_at(rank * part / 1000);
  const uint64_t bits = draw(seed, Stream::model_label, i);
  if (model.source == SizeSource::name) {
    model.label = nearest_label(parameters);
    model.parameters = kLabels[model.label].parameters;
  } else {
    model.label = bits % 2 == 0 ? nearest_label(parameters) : uint8_t{0};
    model.parameters = parameters;
  }
  model.size_class = size_class_of(model.parameters);
}

void give_head_size(int64_t head, int64_t heads, Model& model) {
  const int64_t tenth = (2 * head + 1) * 5 / heads;  // 0 the oldest, 9 the newest
  const auto k = static_cast<size_t>(head);
  const auto newer = static_cast<size_t>(heads - 1 - head);
  model.source = SizeSource::safetensors;
  if (tenth < 5) {
    model.parameters = kEarlyHeads[k % kEarlyHeads.size()];
  } else if (tenth < 8) {
    model.parameters = kMiddleHeads[k % kMiddleHeads.size()];
  } else {
    model.parameters = kLateHeads[newer % kLateHeads.size()];
  }
  model.label = nearest_label(model.parameters);
  model.size_class = size_class_of(model.parameters);
}

std::string make_id(uint64_t seed, int64_t index, const Model& model, const Accounts& accounts) {
  const auto i = static_cast<uint64_t>(index);
  std::string id;
  if (!accounts.is_canonical(model.account)) id = accounts.handle_of(model.account) + "/";
  id += family_of(seed, index);
  if (model.label != 0) id.append("-").append(kLabels[model.label].text);
  const uint64_t bits = draw(seed, Stream::model_name, i) >> 8;
  id += kVariants[bits % kVariants.size()];
  // The number of the model makes the name distinct; consonants alone are no size.
  id.append("-").append(letters(i));
  if (model.source == SizeSource::gguf) id += "-GGUF";
  return id;
}

}  // namespace hubcensus::generate
