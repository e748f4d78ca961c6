#include "host/generate/renaming.hpp"

#include "host/generate/draw.hpp"

namespace hubcensus::generate {
namespace {

uint64_t renaming_bits(const Population& population, int64_t index) {
  return draw(population.seed(), Stream::renaming, static_cast<uint64_t>(index));
}

}  // namespace

std::optional<int32_t> renaming_day(const Population& population, int64_t index) {
  const uint64_t bits = renaming_bits(population, index);
  const int32_t later_days = kDays - 1 - population[index].first_day;
  if (bits % 100 != 0 || later_days == 0) return std::nullopt;
  const uint64_t later = below(scramble(bits), static_cast<uint64_t>(later_days));
  return population[index].first_day + 1 + static_cast<int32_t>(later);
}

std::string old_id(const Population& population, int64_t index) {
  const std::string id(population.id(index));
  const uint64_t bits = scramble(scramble(renaming_bits(population, index)));
  // No newest name ends so.
  if (bits % 2 == 0) return id + "-preview";
  const Accounts& accounts = population.accounts();
  auto account = static_cast<uint32_t>(below(bits, accounts.size()));
  while (account == population[index].account || accounts.is_canonical(account)) {
    account = (account + 1) % accounts.size();
  }
  const size_t slash = id.find('/');
  return accounts.handle_of(account) + "/" +
         (slash == std::string::npos ? id : id.substr(slash + 1));
}

std::string id_on(const Population& population, int64_t index, int32_t day) {
  const std::optional<int32_t> renamed = renaming_day(population, index);
  if (renamed && day < *renamed) return old_id(population, index);
  return std::string(population.id(index));
}

}  // namespace hubcensus::generate
