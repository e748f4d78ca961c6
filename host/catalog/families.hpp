// Well-known families of models and the texts by which names and tags give them away.
//
// A text is looked for byte by byte, ASCII letters of either case; that of a word only where no
// ASCII letter or digit stands before it ("phi" is not in "dolphin"). Families overlap: RoBERTa is
// a BERT by name. A set of families is a mask, bit i for kFamilies[i].
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace hubcensus {

struct Family {
  std::string_view name;
  std::array<std::string_view, 2> texts;  // lower case; the second may be empty
  bool is_word = false;
};

inline constexpr std::array<Family, 27> kFamilies = {{
    {"bert", {"bert"}},
    {"bloom", {"bloom"}, true},
    {"clip", {"clip"}, true},
    {"deepseek", {"deepseek"}},
    {"falcon", {"falcon"}, true},
    {"flux", {"flux"}, true},
    {"gemma", {"gemma"}},
    {"glm", {"glm"}},
    {"gpt-oss", {"gpt-oss"}},
    {"gpt2", {"gpt2", "gpt-2"}},
    {"granite", {"granite"}, true},
    {"llama", {"llama"}},
    {"mistral", {"mistral"}},
    {"mixtral", {"mixtral"}},
    {"olmo", {"olmo"}, true},
    {"phi", {"phi"}, true},
    {"pythia", {"pythia"}},
    {"qwen", {"qwen"}},
    {"roberta", {"roberta"}},
    {"sdxl", {"sdxl", "stable-diffusion-xl"}},
    {"smollm", {"smollm"}},
    {"stable-diffusion", {"stable-diffusion"}},
    {"t5", {"t5"}, true},
    {"vit", {"vit"}, true},
    {"wav2vec2", {"wav2vec2"}},
    {"whisper", {"whisper"}},
    {"yolo", {"yolo"}, true},
}};
static_assert(kFamilies.size() <= 64, "a mask has 64 bits");

// The families whose text is in `text`.
uint64_t families_in(std::string_view text);
// The families that a model's id names: in its name, the part behind the account.
uint64_t families_of_id(std::string_view id);

}  // namespace hubcensus
