// Models by licence, country of their account and size class: how many were released in a window,
// how many there were, and what they drew. Invariant: the licences listed are those of the first
// window measured.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "host/catalog/catalog.hpp"
#include "host/statistics/listed_values.hpp"
#include "host/statistics/window.hpp"
#include "kernels/backend.hpp"

namespace hubcensus {

inline constexpr size_t kListedLicences = 50;  // beside `unknown` and the others

struct LicenceFacts {
  std::string licence;
  uint16_t country;
  SizeClass size_class;
  std::optional<uint64_t> releases;  // created within the window; none where it has no days
  uint64_t models = 0;               // members of the window, above 0
  uint64_t downloads = 0;
};

class LicenceModels {
 public:
  // `downloads` of the window that decides which licences are listed. The catalogue has attributes.
  LicenceModels(const Catalog& catalog, std::span<const uint64_t> downloads, Backend& backend);

  // What count() needs the sums by.
  const HeldCodes& codes() const { return *codes_; }
  std::vector<LicenceFacts> count(const Window& window, std::span<const Day> born,
                                  const CodeSums& sums) const;

 private:
  struct Combination {
    uint32_t place;  // of the licence
    uint16_t country;
    SizeClass size_class;
    auto operator<=>(const Combination&) const = default;
  };

  ListedValues licences_;
  std::vector<Combination> combinations_;
  std::vector<uint32_t> combination_;  // [model]
  std::unique_ptr<const HeldCodes> codes_;
};

}  // namespace hubcensus
