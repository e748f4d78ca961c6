#include "host/generate/accounts.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "host/generate/draw.hpp"
#include "host/generate/text_file.hpp"
#include "kernels/error.hpp"

namespace hubcensus::generate {
namespace {

constexpr std::array<std::string_view, 16> kSyllables = {
    "mo", "ra", "ve", "li", "no", "ta", "ki", "su", "pe", "do", "ba", "ze", "ru", "fi", "ga", "lo"};
constexpr std::array<std::string_view, 7> kHandleEndings = {
    "-ai", "-lab", "-foundation", "-gov", "-community", "", ""};

bool has_row(uint64_t bits, Kind kind) { return kind != Kind::unknown || bits % 10 == 0; }

}  // namespace

std::string letters(uint64_t number) {
  constexpr std::string_view kConsonants = "bcdfghjklmnpqrstvwxz";
  std::string text;
  do {
    text.push_back(kConsonants[number % kConsonants.size()]);
    number /= kConsonants.size();
  } while (number != 0);
  return text;
}

Accounts::Accounts(int64_t models, uint64_t seed) : seed_(seed) {
  for (int cell = 0; cell < kCells; ++cell) {
    const Cell& market = kMarket[static_cast<size_t>(cell)];
    const int64_t count = models / 1000 * market.models / market.models_per_account +
                          models % 1000 * market.models / market.models_per_account / 1000;
    const int64_t end = begin(cell) + std::max<int64_t>(count, 2);
    if (end > UINT32_MAX) {
      throw Error(ErrorKind::usage, "too many models: " + std::to_string(models));
    }
    begin_[static_cast<size_t>(cell) + 1] = static_cast<uint32_t>(end);
  }
}

int Accounts::cell_of(uint32_t account) const {
  return static_cast<int>(std::upper_bound(begin_.begin(), begin_.end(), account) -
                          begin_.begin()) -
         1;
}

Kind Accounts::kind_of(uint32_t account) const {
  return kMarket[static_cast<size_t>(cell_of(account))].kind;
}

uint8_t Accounts::country_of(uint32_t account) const {
  const Cell& cell = kMarket[static_cast<size_t>(cell_of(account))];
  const uint64_t bits = draw(seed_, Stream::account_country, account);
  switch (cell.region) {
    case Region::united_states:
      return kUnitedStates;
    case Region::china:
      return kChina;
    case Region::international:
      return kInternational;
    case Region::unknown:
      return kUnknownCountry;
    case Region::other:
      break;
  }
  // Individuals often do not say where they are.
  if (cell.kind == Kind::individual && bits % 3 == 0) return kUnknownCountry;
  return static_cast<uint8_t>(kFirstOther + skewed_below(bits, kOthers));
}

std::string Accounts::handle_of(uint32_t account) const {
  if (is_canonical(account)) return "(canonical)";
  uint64_t bits = draw(seed_, Stream::account_name, account);
  std::string handle;
  for (int i = 0; i < 3; ++i, bits >>= 4) handle += kSyllables[bits & 15];
  // Six characters and then the number: handles are distinct.
  return handle + letters(account) +
         std::string(kHandleEndings[static_cast<size_t>(kind_of(account))]);
}

bool Accounts::is_verified(uint32_t account) const {
  const uint64_t bits = draw(seed_, Stream::account_row, account) >> 32;
  return kind_of(account) == Kind::industry ? bits % 5 < 2 : bits % 25 == 0;
}

std::string Accounts::csv_row(uint32_t account) const {
  const uint64_t bits = draw(seed_, Stream::account_row, account);
  const Kind kind = kind_of(account);
  if (!has_row(bits, kind)) return {};
  std::string row = handle_of(account);
  if (kind == Kind::unknown) return row + ",,,,false\n";
  const uint8_t country = country_of(account);
  row.append(",").append(kKindNames[static_cast<size_t>(kind)]).append(",");
  if (country != kUnknownCountry) row += kCountryNames[country];
  row += ",";
  const uint32_t first = begin(cell_of(account));
  if (kind == Kind::industry && account != first && bits % 20 == 0) row += handle_of(first);
  return row + (is_verified(account) ? ",true\n" : ",false\n");
}

void Accounts::write_csv(const std::filesystem::path& path, std::string_view more) const {
  TextFile file(path);
  file.append("account,kind,country,parent,verified\n");
  for (uint32_t account = 0; account < size(); ++account) {
    if (!is_canonical(account)) file.append(csv_row(account));
  }
  file.append(more);
  file.close();
}

}  // namespace hubcensus::generate
