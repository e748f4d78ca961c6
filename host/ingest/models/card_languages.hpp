// The languages that a model's card names: cardData.language, a text or a list of texts. It refuses
// to judge them: a value that is no text, as YAML's `no` may become, is passed over.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "host/ingest/json/object_reader.hpp"

namespace hubcensus {

class CardLanguages {
 public:
  CardLanguages();

  // Reads the card out of its JSON text; false where that is no object.
  bool read(std::string_view json);
  // Reads it out of the cells of `language` and of its elements.
  void read(const JsonCell& language, std::span<const JsonCell> elements);
  // Views into the text or the cells read last.
  std::span<const std::string_view> values() const { return values_; }
  void clear() { values_.clear(); }

 private:
  ObjectReader reader_;
  std::vector<std::string_view> values_;
};

}  // namespace hubcensus
