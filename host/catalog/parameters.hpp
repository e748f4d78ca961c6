// The number of parameters of a model, and the size class that follows from it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace hubcensus {

enum class SizeClass : uint8_t { below_1b, from_1b, from_10b, from_100b, unknown };
inline constexpr int kSizeClasses = 5;
inline constexpr std::array<std::string_view, kSizeClasses> kSizeClassNames = {
    "<1B", "1-9B", "10-99B", ">=100B", "unknown"};

// Counts at or above this are no model's and are ignored; below it a product with all downloads
// stays under 2^125.
inline constexpr uint64_t kParameterLimit = uint64_t{1} << 62;

// 0 parameters: unknown.
SizeClass size_class_of(uint64_t parameters);

// The finer classes of the ATOM project; a class holds its lower bound.
enum class AtomClass : uint8_t {
  below_1b,
  from_1b,
  from_5b,
  from_10b,
  from_50b,
  from_100b,
  from_250b,
  unknown
};
inline constexpr int kAtomClasses = 8;
inline constexpr std::array<std::string_view, kAtomClasses> kAtomClassNames = {
    "<1B", "1-5B", "5-10B", "10-50B", "50-100B", "100-250B", "250B+", "unknown"};

AtomClass atom_class_of(uint64_t parameters);

// The part of a model id after the first '/', or all of it.
std::string_view model_name(std::string_view id);

// The largest size that a model's name states: (\d+x)?\d+(\.\d+)?[bBmM] with no letter, digit or
// dot before it and no letter or digit after: "Llama-3.1-8B-Instruct" is 8e9, "8x7B" 56e9; "A3B"
// and "8bit" state none. A fraction of a parameter is cut off. 0: none stated.
uint64_t parameters_from_name(std::string_view name);

// The first known of safetensors' total, gguf's total and the name's; 0: unknown.
uint64_t choose_parameters(std::optional<uint64_t> safetensors, std::optional<uint64_t> gguf,
                           std::string_view id);

}  // namespace hubcensus
