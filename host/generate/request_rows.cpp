#include "host/generate/request_rows.hpp"

#include <algorithm>

#include "host/generate/draw.hpp"

namespace hubcensus::generate {
namespace {

constexpr int64_t kMillisecondsPerDay = 86'400'000;
constexpr uint64_t kUsersPerCountry = 20000;
constexpr std::array<int16_t, 5> kGoodStatuses = {200, 200, 206, 302, 307};
constexpr std::array<int16_t, 4> kBadStatuses = {403, 404, 429, 500};

uint8_t user_country(uint64_t bits, uint8_t developer) {
  const uint64_t choice = bits % 100;
  if (choice < 2) return kUnknownCountry;
  if (choice < 40 && developer < kInternational) return developer;
  return static_cast<uint8_t>(skewed_below(bits, kInternational));
}

// The request that these bits draw, not yet with a fault.
RequestRow make_row(uint64_t bits, const Record& record, uint8_t developer) {
  RequestRow row;
  row.model = record.model;
  row.millisecond = (int64_t{kFirstDay} + record.day) * kMillisecondsPerDay +
                    static_cast<int64_t>(below(bits, kMillisecondsPerDay));
  row.country = user_country(scramble(bits), developer);
  bits = scramble(bits + 1);
  const uint64_t user = row.country * kUsersPerCountry + skewed_below(bits, kUsersPerCountry);
  row.user = scramble(user + 1);
  row.address = scramble(row.user + bits % 3);
  bits = scramble(bits);
  row.status = kGoodStatuses[bits % kGoodStatuses.size()];
  row.method = bits / 8 % 4 == 0 ? 1 : 0;
  row.agent = static_cast<uint8_t>(bits / 32 % kUserAgents.size());
  row.region = static_cast<uint8_t>(row.user % kNetworkRegions.size());
  return row;
}

void give_fault(uint64_t bits, RequestRow& row) {
  row.fault = static_cast<Fault>(1 + bits % 3);
  const uint64_t choice = bits / 3;
  switch (row.fault) {
    case Fault::other_repo_type:
      row.repo_type = static_cast<uint8_t>(1 + choice % 2);
      break;
    case Fault::other_method:
      row.method = static_cast<uint8_t>(2 + choice % 2);
      break;
    case Fault::failed_request:
      row.status = kBadStatuses[choice % kBadStatuses.size()];
      break;
    case Fault::none:
      break;
  }
}

}  // namespace

std::vector<RequestRow> requests_of(const SampleHub& hub, int32_t day) {
  std::vector<RequestRow> rows;
  for (const Record& record : hub.activity.records_of(day)) {
    const uint8_t developer = hub.population[record.model].country;
    const uint64_t subject = uint64_t{record.model} * kDays + static_cast<uint64_t>(day);
    uint64_t bits = draw(hub.population.seed(), Stream::request, subject);
    // One place more than downloads, so that days of none have rejected rows too.
    for (int64_t k = 0; k <= record.downloads; ++k, bits = scramble(bits + 2)) {
      if (k < record.downloads) rows.push_back(make_row(bits, record, developer));
      const uint64_t other = scramble(bits + 3);
      if (other % 40 != 0) continue;
      rows.push_back(make_row(other, record, developer));
      give_fault(other / 40, rows.back());
    }
  }
  std::stable_sort(rows.begin(), rows.end(), [](const RequestRow& a, const RequestRow& b) {
    return a.millisecond < b.millisecond;
  });
  return rows;
}

}  // namespace hubcensus::generate
