// Writes the request-level export twice, requests.parquet and requests.csv with the same rows:
// timestamp, status, method, repoName, repoType, hashedUserId, hashedIp, country, region,
// userAgent.
//
// A row a download: the files are meant for small Hubs. Memory: two waves of days.
#pragma once

#include <cstdint>
#include <filesystem>

#include "host/generate/sample_hub.hpp"

namespace hubcensus::generate {

inline constexpr uint64_t kMostRequests = 50'000'000;

// Throws Error(usage) where the records sum to more than kMostRequests.
void check_requests(const SampleHub& hub);
// Throws Error(output).
Json write_requests(const SampleHub& hub, const std::filesystem::path& folder);

}  // namespace hubcensus::generate
