#include "host/generate/dump_card.hpp"

#include <array>

#include "host/generate/draw.hpp"

namespace hubcensus::generate {
namespace {

constexpr std::array<std::string_view, 10> kTasks = {"text-generation",
                                                     "text-classification",
                                                     "text-to-image",
                                                     "sentence-similarity",
                                                     "token-classification",
                                                     "feature-extraction",
                                                     "image-classification",
                                                     "fill-mask",
                                                     "automatic-speech-recognition",
                                                     "reinforcement-learning"};
constexpr std::array<std::string_view, 6> kLibraries = {
    "transformers", "diffusers", "peft", "sentence-transformers", "stable-baselines3", "timm"};
constexpr std::array<std::string_view, 5> kLicenses = {"apache-2.0", "mit", "other", "cc-by-nc-4.0",
                                                       "openrail"};
constexpr std::array<std::string_view, 8> kLanguages = {"en", "zh", "fr", "ko",
                                                        "ja", "de", "es", "ar"};

}  // namespace

Card make_card(uint64_t seed, int64_t index, Relation relation) {
  uint64_t bits = draw(seed, Stream::model_card, static_cast<uint64_t>(index));
  Card card;
  const auto next = [&](uint64_t bound) {
    const uint64_t value = bits % bound;
    bits = scramble(bits);
    return value;
  };
  if (next(100) < 55) card.task = kTasks[next(next(kTasks.size()) + 1)];
  if (next(100) < 65) card.library = kLibraries[next(next(kLibraries.size()) + 1)];
  if (relation == Relation::adapter) card.library = "peft";
  if (next(100) < 50) card.license = kLicenses[next(next(kLicenses.size()) + 1)];
  if (next(100) < 30) card.language = kLanguages[next(next(kLanguages.size()) + 1)];
  card.has_data = next(100) < 70;
  return card;
}

std::string card_data(const Card& card, const std::vector<std::string>& bases) {
  if (!card.has_data) return {};
  std::string text;
  const auto add = [&](std::string_view name, const std::string& value) {
    text.append(text.empty() ? "{\"" : ", \"").append(name).append("\": ").append(value);
  };
  const auto quoted = [](std::string_view value) { return "\"" + std::string(value) + "\""; };
  if (!card.license.empty()) add("license", quoted(card.license));
  if (!card.language.empty()) add("language", "[" + quoted(card.language) + "]");
  if (!card.library.empty()) add("library_name", quoted(card.library));
  if (!card.task.empty()) add("pipeline_tag", quoted(card.task));
  if (bases.size() == 1) add("base_model", quoted(bases.front()));
  return text.empty() ? "{}" : text + "}";
}

std::string gguf_text(const Model& model) {
  if (model.source != SizeSource::gguf) return {};
  return "{\"total\": " + std::to_string(model.parameters) +
         ", \"architecture\": \"llama\", \"context_length\": 32768}";
}

}  // namespace hubcensus::generate
