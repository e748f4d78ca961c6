#include "host/catalog/model_attributes.hpp"

#include <algorithm>

#include "host/ingest/identifier.hpp"
#include "host/ingest/text/ascii_lower.hpp"

namespace hubcensus {
namespace {

// The codes of ISO 639-1, each with a blank behind it.
constexpr std::string_view kLanguageCodes =
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy "
    "da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu "
    "hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb "
    "lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om "
    "or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw "
    "ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu ";

bool is_bare_language(std::string_view tag) {
  if (tag.size() != 2 || tag == "ml" || tag == "cv") return false;
  for (size_t at = 0; at < kLanguageCodes.size(); at += 3) {
    if (kLanguageCodes.substr(at, 2) == tag) return true;
  }
  return false;
}

// What stands behind the prefix in the first tag that has it and something behind it.
std::string_view first_value(std::span<const std::string_view> tags, std::string_view prefix) {
  for (const std::string_view tag : tags) {
    if (tag.size() > prefix.size() && tag.starts_with(prefix)) return tag.substr(prefix.size());
  }
  return {};
}

// [number of a name in `others`] its number in `names`.
std::vector<uint32_t> numbers_in(ValueNames& names, const ValueNames& others) {
  std::vector<uint32_t> numbers;
  numbers.reserve(others.size());
  for (uint32_t other = 0; other < others.size(); ++other) {
    numbers.push_back(names.insert(others[other]));
  }
  return numbers;
}

void append_values(std::vector<uint32_t>& values, const std::vector<uint32_t>& others,
                   const std::vector<uint32_t>& numbers) {
  for (const uint32_t other : others) values.push_back(numbers[other]);
}

template <typename T>
void permute_values(std::vector<T>& values, std::span<const uint32_t> original) {
  std::vector<T> permuted(original.size());
  for (size_t i = 0; i < original.size(); ++i) permuted[i] = values[original[i]];
  values = std::move(permuted);
}

}  // namespace

uint32_t ValueNames::insert(std::string_view name) {
  return valid_id(name) ? names_.insert(name) : kUnknownValue;
}

void append_languages(const ModelRow& row, std::vector<std::string>& languages) {
  constexpr std::string_view kPrefix = "language:";
  const size_t before = languages.size();
  for (const std::string_view tag : row.tags) {
    if (tag.size() > kPrefix.size() && tag.starts_with(kPrefix)) {
      languages.push_back(ascii_lower(tag.substr(kPrefix.size())));
    }
  }
  for (const std::string_view code : row.card_languages) {
    languages.push_back(ascii_lower(code));
  }
  if (languages.size() > before) return;
  for (const std::string_view tag : row.tags) {
    if (is_bare_language(tag)) languages.emplace_back(tag);
  }
}

void ModelAttributes::add(const ModelRow& row) {
  task.push_back(tasks.insert(row.task));
  library.push_back(libraries.insert(row.library));
  licence.push_back(licences.insert(first_value(row.tags, "license:")));
  likes.push_back(row.likes.value_or(0));
  std::vector<std::string> names;
  append_languages(row, names);
  const auto first = static_cast<std::ptrdiff_t>(language.size());
  for (const std::string& name : names) {
    const uint32_t number = languages.insert(name);
    if (number != kUnknownValue) language.push_back(number);
  }
  std::sort(language.begin() + first, language.end());
  language.erase(std::unique(language.begin() + first, language.end()), language.end());
  language_begins.push_back(language.size());
}

void ModelAttributes::append(const ModelAttributes& others) {
  append_values(task, others.task, numbers_in(tasks, others.tasks));
  append_values(library, others.library, numbers_in(libraries, others.libraries));
  append_values(licence, others.licence, numbers_in(licences, others.licences));
  likes.insert(likes.end(), others.likes.begin(), others.likes.end());
  append_values(language, others.language, numbers_in(languages, others.languages));
  const uint64_t before = language.size() - others.language.size();
  for (uint32_t model = 0; model < others.likes.size(); ++model) {
    const auto begin = language.begin() + static_cast<std::ptrdiff_t>(language_begins.back());
    const uint64_t end = before + others.language_begins[model + 1];
    std::sort(begin, language.begin() + static_cast<std::ptrdiff_t>(end));
    language_begins.push_back(end);
  }
}

void ModelAttributes::add_unknown() {
  task.push_back(kUnknownValue);
  library.push_back(kUnknownValue);
  licence.push_back(kUnknownValue);
  likes.push_back(0);
  language_begins.push_back(language.size());
}

void ModelAttributes::permute(std::span<const uint32_t> original) {
  permute_values(task, original);
  permute_values(library, original);
  permute_values(licence, original);
  permute_values(likes, original);
  std::vector<uint64_t> begins{0};
  std::vector<uint32_t> permuted;
  begins.reserve(original.size() + 1);
  permuted.reserve(language.size());
  for (const uint32_t model : original) {
    const auto own = languages_of(model);
    permuted.insert(permuted.end(), own.begin(), own.end());
    begins.push_back(permuted.size());
  }
  language_begins = std::move(begins);
  language = std::move(permuted);
}

int64_t ModelAttributes::bytes() const {
  const auto held = [](const auto& values) {
    return static_cast<int64_t>(values.capacity() * sizeof(values[0]));
  };
  return held(task) + held(library) + held(licence) + held(likes) + held(language_begins) +
         held(language) + tasks.bytes() + libraries.bytes() + licences.bytes() + languages.bytes();
}

}  // namespace hubcensus
