// The models of the sample Hub, in the order of their creation: a few bytes of state for each.
//
// A model's popularity is a rate: the heads (the top 0.01 %) take half of every month, the others
// follow a table by rank. Its activity class says how often a day has a record of it. Invariant:
// every member depends on (seed, index, number of models) alone.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "host/generate/accounts.hpp"
#include "host/generate/growth_curve.hpp"

namespace hubcensus::generate {

inline constexpr int kActivityClasses = 8;  // 0: never, unless all must be; 7: the heads, every day
inline constexpr uint8_t kHeadClass = 7;

enum class SizeSource : uint8_t { none, safetensors, gguf, name };
inline constexpr int kSizeClasses = 5;
inline constexpr std::array<std::string_view, kSizeClasses> kSizeClassNames = {
    "<1B", "1-9B", "10-99B", ">=100B", "unknown"};
uint8_t size_class_of(uint64_t parameters);  // 0: unknown

struct SizeLabel {
  std::string_view text;
  uint64_t parameters;
};

struct Model {
  uint64_t parameters = 0;  // as the published data tell; 0: they do not
  uint32_t rate = 1;        // relative popularity per day
  uint32_t account = 0;
  int16_t first_day = 0;
  uint8_t cell = 0;
  uint8_t country = 0;
  uint8_t activity = 0;
  uint8_t size_class = 4;  // of kSizeClassNames
  SizeSource source = SizeSource::none;
  uint8_t label = 0;  // of the size in the name; 0: none
};

class Population {
 public:
  Population(int64_t models, uint64_t seed, const GrowthCurve& growth, int threads);

  int64_t size() const { return static_cast<int64_t>(models_.size()); }
  uint64_t seed() const { return seed_; }
  const Accounts& accounts() const { return accounts_; }
  const Model& operator[](int64_t index) const { return models_[static_cast<size_t>(index)]; }
  // "account/Name-7B-Instruct-bcd", or without the account for canonical models. Distinct.
  std::string_view id(int64_t index) const;
  // The integer column model_id: rises with the index, with gaps.
  int64_t integer_id(int64_t index) const;
  // Indices of the heads, ascending.
  const std::vector<int64_t>& heads() const { return heads_; }

 private:
  void choose_heads();
  Model make_tail(int64_t index) const;
  void make_names(int threads);

  uint64_t seed_;
  Accounts accounts_;
  std::vector<int64_t> heads_;
  std::vector<Model> models_;
  std::string names_;
  std::vector<uint64_t> name_begin_;
};

// The family that a model's name begins with, the size label in it ("7B", or empty).
std::string_view family_of(uint64_t seed, int64_t index);
const SizeLabel& size_label(uint8_t label);
std::string make_id(uint64_t seed, int64_t index, const Model& model, const Accounts& accounts);
// Gives a model its parameters, their source and its label.
void give_size(uint64_t seed, int64_t index, int64_t models, Model& model);
// The head at this place among all heads by age: early ones are small, late ones may be huge.
void give_head_size(int64_t head, int64_t heads, Model& model);

}  // namespace hubcensus::generate
