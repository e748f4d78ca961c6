// The requests behind the daily records: one counted row for each download, and some that no count
// may hold.
//
// A user has one country and a few addresses, and prefers the models of developers at home. A row
// that does not count has one fault alone, so that the reasons do not depend on an order of checks.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "host/generate/sample_hub.hpp"

namespace hubcensus::generate {

inline constexpr std::array<std::string_view, 4> kMethods = {"GET", "HEAD", "POST", "PUT"};
inline constexpr std::array<std::string_view, 3> kRepoTypes = {"model", "dataset", "space"};
inline constexpr std::array<std::string_view, 6> kNetworkRegions = {
    "us-east-1", "us-west-2", "eu-west-1", "eu-central-1", "ap-northeast-1", "ap-southeast-1"};
inline constexpr std::array<std::string_view, 5> kUserAgents = {
    "transformers/4.46.3; python/3.11.9; torch/2.5.1", "huggingface_hub/0.26.2; python/3.10.12",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)", "vllm/0.6.4",
    "curl/8.5.0"};

enum class Fault : uint8_t { none, other_repo_type, other_method, failed_request };
inline constexpr std::array<std::string_view, 4> kFaultNames = {"none", "other_repo_type",
                                                                "other_method", "failed_request"};

struct RequestRow {
  int64_t millisecond = 0;  // since 1970
  uint64_t user = 0;        // hashed
  uint64_t address = 0;     // hashed
  uint32_t model = 0;
  int16_t status = 200;
  Fault fault = Fault::none;
  uint8_t method = 0;  // of kMethods, as the next ones are of their tables
  uint8_t repo_type = 0;
  uint8_t country = 0;  // of kCountryNames; kUnknownCountry: no text
  uint8_t region = 0;
  uint8_t agent = 0;
};

// The requests of one day by time.
std::vector<RequestRow> requests_of(const SampleHub& hub, int32_t day);

}  // namespace hubcensus::generate
