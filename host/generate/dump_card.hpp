// What a model's card says: task, library, licence, language. Drawn once and told three times, in
// columns, tags and cardData.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "host/generate/lineage.hpp"

namespace hubcensus::generate {

struct Card {
  std::string_view task;      // empty: null
  std::string_view library;   // empty: null
  std::string_view license;   // empty: none
  std::string_view language;  // empty: none
  bool has_data = false;      // cardData is not null
};

Card make_card(uint64_t seed, int64_t index, Relation relation);
// The column cardData: a JSON object; empty where it is null.
std::string card_data(const Card& card, const std::vector<std::string>& bases);
// The column gguf: a JSON object; empty where the model is in another format.
std::string gguf_text(const Model& model);

}  // namespace hubcensus::generate
