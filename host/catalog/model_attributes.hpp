// What a model is for, made with, licensed as and speaks: task, library, licence and languages, as
// numbers of names, and its likes. It refuses to guess: what a dump does not say is unknown, and so
// is a text that could not be a name. Invariant: number 0 of every table of names is "unknown".
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "host/catalog/id_index.hpp"
#include "host/catalog/model_row.hpp"

namespace hubcensus {

inline constexpr uint32_t kUnknownValue = 0;
inline constexpr std::string_view kUnknownName = "unknown";

// Names of values; kUnknownName and texts that are no names have number kUnknownValue.
class ValueNames {
 public:
  ValueNames() { names_.insert(kUnknownName); }
  uint32_t insert(std::string_view name);
  std::string_view operator[](uint32_t number) const { return names_[number]; }
  uint32_t size() const { return names_.size(); }
  int64_t bytes() const { return names_.bytes(); }

 private:
  IdIndex names_;
};

struct ModelAttributes {
  // Indexed by model.
  std::vector<uint32_t> task;     // pipeline_tag, into `tasks`
  std::vector<uint32_t> library;  // library_name, into `libraries`
  std::vector<uint32_t> licence;  // its first tag license:*, into `licences`
  std::vector<uint64_t> likes;    // 0 where null
  // Into `languages`, ascending and distinct: those of model m are language[language_begins[m]] ...
  // language[language_begins[m + 1]).
  std::vector<uint64_t> language_begins{0};
  std::vector<uint32_t> language;

  ValueNames tasks;
  ValueNames libraries;
  ValueNames licences;
  ValueNames languages;

  std::span<const uint32_t> languages_of(uint32_t model) const {
    return std::span(language).subspan(language_begins[model],
                                       language_begins[model + 1] - language_begins[model]);
  }
  void add(const ModelRow& row);
  // Behind the own models, those of another table of attributes.
  void append(const ModelAttributes& others);
  void add_unknown();  // a model of which nothing is known
  // Model i is what original[i] was; an original may be left out, or be there twice.
  void permute(std::span<const uint32_t> original);
  int64_t bytes() const;
};

// Appends the languages of a model: the values of its tags language:* and of its card; where there
// are none, its bare tags that are a two-letter code of ISO 639-1, but for `ml` (machine learning)
// and `cv` (computer vision). In lower case; may hold one twice.
void append_languages(const ModelRow& row, std::vector<std::string>& languages);

}  // namespace hubcensus
