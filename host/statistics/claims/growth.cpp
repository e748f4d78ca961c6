// Claims about the growth of the Hub.

#include <algorithm>
#include <array>

#include "host/statistics/claims/claim.hpp"

namespace hubcensus {
namespace {

bool is_of(const ClaimReader& table, int64_t row, std::string_view entity) {
  return table.text("entity", row) == entity;
}

uint64_t last_cumulative(const ClaimReader& table, std::string_view entity) {
  uint64_t last = 0;
  for (int64_t row = 0; row < table.rows(); ++row) {
    if (!is_of(table, row, entity) || table.text("grain", row) != "month") continue;
    last = std::max(last, table.integer("cumulative", row));
  }
  return last;
}

ClaimValue total_of(const ClaimCells& cells, std::string_view entity) {
  const ClaimReader table = cells.reader("growth");
  uint64_t total = 0;
  for (int64_t row = 0; row < table.rows(); ++row) {
    const bool is_unknown = is_of(table, row, entity) && table.text("grain", row) == "unknown";
    if (is_unknown) total += table.integer("created", row);
  }
  return {std::to_string(total + last_cumulative(table, entity))};
}

ClaimValue models_doubling(const ClaimCells& cells) {
  const ClaimReader table = cells.reader("growth");
  std::optional<int64_t> last;
  for (int64_t row = 0; row < table.rows(); ++row) {
    const bool is_month = is_of(table, row, "models") && table.text("grain", row) == "month";
    if (is_month && table.is_true("complete", row)) last = row;
  }
  if (!last) return {"", "a year of creation dates"};
  const std::string& month = table.text("period", *last);
  const auto ratio = table.real("cumulative_ratio", *last);
  if (!ratio) return {"", "a year of creation dates", month};
  return {shortest(*ratio), "", month};
}

const std::array<Claim, 4> kClaims = {{
    {"models_total", "The Hub hosts more than two million models", "growth", "", "2000000",
     "models of the dump created by the day of the census, or without a day of creation", "",
     [](const ClaimCells& cells) { return total_of(cells, "models"); }, {.models = true}},
    {"models_doubling", "The number of models close to doubled within a year", "growth", "", "2",
     "cumulative models at the end of the last complete month over those a year earlier", "",
     models_doubling, {.models = true}},
    {"datasets_total", "The Hub hosts more than half a million datasets", "growth", "", "500000",
     "datasets of the list created by the day of the census, or without a day of creation", "",
     [](const ClaimCells& cells) { return total_of(cells, "datasets"); }, {.datasets = true}},
    // Who only downloads owns nothing, and is in no list.
    {"users_total", "The Hub has eleven million users", "growth", "", "11000000",
     "accounts, those that own nothing too", "", nullptr, {},
     "a count of users, which no dump has"},
}};

}  // namespace

std::span<const Claim> claims_of_growth() { return kClaims; }

}  // namespace hubcensus
