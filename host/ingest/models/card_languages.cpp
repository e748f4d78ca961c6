#include "host/ingest/models/card_languages.hpp"

#include <array>

namespace hubcensus {
namespace {

enum CardPath : size_t { kLanguage, kElements, kCardPaths };

std::array<JsonPath, kCardPaths> card_paths() { return {{{"language", ""}, {"language", "[]"}}}; }

}  // namespace

CardLanguages::CardLanguages() : reader_(card_paths()) {}

bool CardLanguages::read(std::string_view json) {
  clear();
  if (json.size() > kMaxCardBytes || reader_.read(json) != nullptr) return false;
  read(reader_.cell(kLanguage), reader_.cells(kElements));
  return true;
}

void CardLanguages::read(const JsonCell& language, std::span<const JsonCell> elements) {
  clear();
  const auto add = [this](const JsonCell& cell) {
    if (cell.is_text() && !cell.text.empty()) values_.push_back(cell.text);
  };
  add(language);
  if (language.type != JsonCell::Type::array) return;
  for (const JsonCell& element : elements) add(element);
}

}  // namespace hubcensus
