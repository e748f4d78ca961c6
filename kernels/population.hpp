// What the statistics of a window are made from: a value for each model (or account), who counts as
// a member, and the codes by which they are grouped.
//
// A backend holds them where it works on them, so that what several operations or windows share is
// handed over once. A held thing belongs to the backend that made it, and what it was made from
// outlives it.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "kernels/calendar.hpp"

namespace hubcensus {

// A member of the window is whoever has a value above 0, or existed before its end.
struct Population {
  std::span<const uint64_t> values;           // [n]
  std::span<const Day> born;                  // [n] day of creation; kAlwaysBorn where unknown
  Day end = std::numeric_limits<Day>::max();  // first day after the window
};

inline constexpr Day kAlwaysBorn = std::numeric_limits<Day>::min();

constexpr bool is_member(uint64_t value, Day born, Day end) { return value > 0 || born < end; }

class HeldPopulation {
 public:
  explicit HeldPopulation(const Population& population) : population_(population) {}
  virtual ~HeldPopulation() = default;

  const Population& population() const { return population_; }
  size_t size() const { return population_.values.size(); }

 private:
  Population population_;
};

// One dimension: codes()[i] < n_codes() is the group of value i.
class HeldCodes {
 public:
  HeldCodes(std::span<const uint32_t> codes, uint32_t n_codes) : codes_(codes), n_codes_(n_codes) {}
  virtual ~HeldCodes() = default;

  std::span<const uint32_t> codes() const { return codes_; }
  uint32_t n_codes() const { return n_codes_; }

 private:
  std::span<const uint32_t> codes_;
  uint32_t n_codes_;
};

// Sum of values and number of members by code.
struct CodeSums {
  std::vector<uint64_t> sums;     // [n_codes]
  std::vector<uint64_t> members;  // [n_codes]

  bool operator==(const CodeSums&) const = default;
};

// Sums by code that are wanted, each with the place where it goes.
struct WantedSums {
  std::vector<const HeldCodes*> codes;
  std::vector<CodeSums*> places;

  void add(const HeldCodes& wanted, CodeSums& place) {
    codes.push_back(&wanted);
    places.push_back(&place);
  }
};

}  // namespace hubcensus
