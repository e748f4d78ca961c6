#include "host/job/planned_rates.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <nlohmann/json.hpp>

#include "host/ingest/text/quoted_text.hpp"
#include "host/report/text_safety.hpp"
#include "kernels/error.hpp"

namespace hubcensus {
namespace {

using Json = nlohmann::json;

constexpr const char* kSharedStorage = "storage_shared_bytes_per_s";
constexpr int64_t kMostFileBytes = 64 << 20;

[[noreturn]] void refuse(const std::string& path, const std::string& reason) {
  throw Error(ErrorKind::invalid_input, "no file of rates: " + quoted_text(path) + ": " + reason +
                                            "; scripts/scale_model.py --help tells its form");
}

// What `hubcensus bench` measured, as a file of rates: of the device where there is one.
Json rates_of_bench(const Json& bench) {
  const Json& backends = bench.at("backends");
  const auto has_device = [](const Json& one) { return one.at("device").get<std::string>() != ""; };
  auto backend = std::find_if(backends.begin(), backends.end(), has_device);
  if (backend == backends.end()) backend = backends.begin();
  if (backend == backends.end()) return {{"rates", Json::object()}};
  Json rates = Json::object();
  const double upload = backend->at("upload_bytes_per_second").get<double>();
  if (upload > 0) rates["pcie_bytes_per_s"] = upload;
  for (const Json& one : bench.at("measurements")) {
    if (one.at("operation") != "fold-zipf" || one.at("backend") != backend->at("name")) continue;
    for (const Json& timing : one.at("timings")) {
      if (timing.at("caches") != "cold") continue;
      rates["fold_bytes_per_s"] = timing.at("bytes_per_second");
      rates["folded_bytes_per_record"] =
          one.at("bytes").get<double>() / one.at("rows").get<double>();
    }
  }
  const Json& machine = has_device(*backend) ? backend->at("device") : bench.at("cpu_model");
  return {{"measured", true},
          {"source", "hubcensus bench on " + machine.get<std::string>()},
          {"rates", std::move(rates)}};
}

std::string text_of_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::error_code ignored;
  if (!file || std::filesystem::is_directory(path, ignored)) {
    throw Error(ErrorKind::missing_input,
                "cannot read " + quoted_text(path) + ", the file of rates");
  }
  const auto bytes = std::filesystem::file_size(path, ignored);
  if (!ignored && bytes > kMostFileBytes) refuse(path, "it is larger than 64 MiB");
  return {std::istreambuf_iterator<char>(file), {}};
}

double rate_of(const std::string& path, const std::string& name, const Json& entry) {
  const Json& value = entry.is_object() ? entry.at("value") : entry;
  const double rate = value.is_number() ? value.get<double>() : -1;
  const bool is_time = name.ends_with("_s") && name.find("_per_s") == std::string::npos;
  if (!std::isfinite(rate) || rate < 0 || (rate == 0 && !is_time)) {
    refuse(path, name + " wants a number above 0");
  }
  return rate;
}

}  // namespace

PlannedRates::PlannedRates() {
  const Json known = Json::parse(kAssumedRates);
  source_ = known.at("source");
  for (const auto& [name, entry] : known.at("rates").items()) {
    values_[name] = rate_of("assumed_rates.json", name, entry);
    assumed_.push_back(name);
  }
}

PlannedRates::PlannedRates(const std::string& path) : PlannedRates() {
  try {
    Json given = Json::parse(text_of_file(path));
    if (given.contains("measurements")) given = rates_of_bench(given);
    const bool is_measured = given.value("measured", false);
    source_ = given.value("source", path);
    const Json& rates = given.at("rates");
    if (!rates.is_object() || rates.empty()) refuse(path, "it tells no rate");
    for (const auto& [name, entry] : rates.items()) {
      if (!values_.contains(name) && name != kSharedStorage) {
        refuse(path, quoted_text(name) + " is no rate");
      }
      values_[name] = rate_of(path, name, entry);
      if (is_measured) std::erase(assumed_, name);
    }
  } catch (const Json::exception& error) {
    refuse(path, terminal_text(error.what()));
  }
}

double PlannedRates::shared_storage() const {
  const auto found = values_.find(kSharedStorage);
  return found == values_.end() ? std::numeric_limits<double>::infinity() : found->second;
}

std::string PlannedRates::label() const {
  const std::string source = terminal_text(source_);
  if (assumed_.empty()) return "measured: " + source;
  std::string label = "assumed, not measured: ";
  if (assumed_.size() >= values_.size()) return label + source;
  for (const std::string& name : assumed_) label += (name == assumed_.front() ? "" : ", ") + name;
  return label + "; the rest measured: " + source;
}

}  // namespace hubcensus
