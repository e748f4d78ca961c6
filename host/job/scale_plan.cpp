#include "host/job/scale_plan.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>

#include "host/job/assumed_rates.hpp"

namespace hubcensus {
namespace {

using Json = nlohmann::json;

constexpr const char* kSharedStorage = "storage_shared_bytes_per_s";
constexpr size_t kScanTerms = 4;  // storage, decode, PCIe, fold come first

Json read_json(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw Error(ErrorKind::missing_input, "cannot read the rates of " + path);
  const Json given = Json::parse(file, nullptr, false);
  if (!given.is_object() || !given.contains("rates") || !given["rates"].is_object()) {
    throw Error(ErrorKind::invalid_input,
                "no rates in " + path + "; scripts/scale_model.py --help shows the format");
  }
  return given;
}

double rate_of(const std::string& name, const Json& entry) {
  const Json value = entry.is_object() ? entry.value("value", Json()) : entry;
  const bool may_be_0 = name == "merge_latency_s" || name == "report_s";
  const double rate = value.is_number() ? value.get<double>() : -1;
  if (std::isfinite(rate) && (rate > 0 || (rate == 0 && may_be_0))) return rate;
  throw Error(ErrorKind::invalid_input,
              "rate " + name + " wants a number above 0, not " +
                  value.dump(-1, ' ', true, Json::error_handler_t::replace));
}

std::string label_of(const Json& given, const Json& all) {
  const std::string source = given.value("source", Json("unnamed")).dump();
  const bool is_measured = given.value("measured", Json()) == true;
  if (!is_measured) return "assumed, not measured: " + source;
  std::string assumed;
  for (const auto& [name, entry] : all.items()) {
    if (!given["rates"].contains(name)) assumed += (assumed.empty() ? "" : ", ") + name;
  }
  return assumed.empty() ? "measured: " + source
                         : "assumed, not measured: " + assumed + "; the rest measured: " + source;
}

// What the ranks add up: the facets of the plan.
int64_t tally_bytes(const MemoryPlan& memory) {
  int64_t bytes = 0;
  for (const PlannedStage& stage : memory.stages) {
    if (stage.name.starts_with("facet")) bytes += stage.bytes;
  }
  return bytes;
}

int64_t months_of(const MemoryPlan& memory) {
  if (!memory.knows_days) return 1;
  return period_of(Grain::month, memory.days.to) - period_of(Grain::month, memory.days.from) + 1;
}

ScaleTerm merge_term(const ScaleRates& rates, int64_t ranks, const MemoryPlan& memory) {
  const auto rounds = static_cast<int64_t>(std::bit_width(static_cast<uint64_t>(ranks - 1)));
  const int64_t bytes = ranks > 1 ? tally_bytes(memory) : 0;
  const double a_round =
      static_cast<double>(bytes) / rates.values.at("merge_bytes_per_s") +
      static_cast<double>(months_of(memory)) * rates.values.at("merge_latency_s");
  return {"merge", static_cast<double>(rounds) * a_round, bytes};
}

}  // namespace

ScaleRates read_scale_rates(const std::string& path) {
  const Json known = Json::parse(kAssumedRates);
  const Json given = path.empty() ? known : read_json(path);
  Json all = known["rates"];
  for (const auto& [name, entry] : given["rates"].items()) {
    if (!all.contains(name) && name != kSharedStorage) {
      throw Error(ErrorKind::invalid_input,
                  "no rate is called '" + name + "'; scripts/scale_model.py --help lists them");
    }
    all[name] = entry;
  }
  ScaleRates rates;
  rates.label = label_of(given, all);
  for (const auto& [name, entry] : all.items()) rates.values[name] = rate_of(name, entry);
  return rates;
}

double ScalePlan::total_s() const {
  double scan_s = 0;
  double after_s = 0;
  for (size_t i = 0; i < terms.size(); ++i) {
    if (i < kScanTerms)
      scan_s = std::max(scan_s, terms[i].seconds);
    else
      after_s += terms[i].seconds;
  }
  return scan_s + after_s;
}

const ScaleTerm& ScalePlan::wall() const {
  return *std::max_element(terms.begin(), terms.end(), [](const ScaleTerm& a, const ScaleTerm& b) {
    return a.seconds < b.seconds;
  });
}

ScalePlan plan_scale(const ScaleRates& rates, int64_t ranks, const StageTotals& records,
                     const MemoryPlan& memory) {
  const auto rate = [&](const char* name) { return rates.values.at(name); };
  const int64_t bytes = records.bytes.value_or(0);
  const double share =
      static_cast<double>(records.rows.value_or(0)) / static_cast<double>(ranks);
  ScalePlan plan;
  plan.ranks = ranks;
  plan.nodes = static_cast<int64_t>(std::ceil(static_cast<double>(ranks) / rate("gpus_per_node")));
  plan.memory_bytes = memory.bytes();
  plan.knows_rows = records.rows.has_value();
  double storage = static_cast<double>(plan.nodes) * rate("storage_bytes_per_s");
  const auto shared = rates.values.find(kSharedStorage);
  if (shared != rates.values.end()) storage = std::min(storage, shared->second);
  const auto moved = [&](const char* name, const char* each, const char* speed) {
    const double all = share * rate(each);
    return ScaleTerm{name, all / rate(speed), static_cast<int64_t>(all)};
  };
  plan.terms = {{"storage", static_cast<double>(bytes) / storage, bytes / ranks},
                {"decode", share / rate("decode_records_per_s"), 0},
                moved("PCIe", "transferred_bytes_per_record", "pcie_bytes_per_s"),
                moved("fold", "folded_bytes_per_record", "fold_bytes_per_s"),
                merge_term(rates, ranks, memory),
                {"report", rate("report_s"), 0}};
  return plan;
}

std::string to_text(const ScalePlan& plan, const ScaleRates& rates) {
  std::array<char, 128> line{};
  const auto add = [&](std::string& text, const auto&... values) {
    std::snprintf(line.data(), line.size(), values...);
    text += line.data();
  };
  std::string text = "\nRates: " + rates.label + "\n";
  add(text, "%lld ranks on %lld nodes, each with %lld bytes of memory\n",
      static_cast<long long>(plan.ranks), static_cast<long long>(plan.nodes),
      static_cast<long long>(plan.memory_bytes));
  text += "term          seconds        bytes of a rank\n";
  for (const ScaleTerm& term : plan.terms) {
    add(text, "%-8s %12.3f %22lld\n", term.name.c_str(), term.seconds,
        static_cast<long long>(term.bytes));
  }
  add(text, "%-8s %12.3f   the wall is %s\n", "total", plan.total_s(), plan.wall().name.c_str());
  if (!plan.knows_rows) {
    text += "Texts do not tell their records: decode, PCIe and fold are left out.\n";
  }
  return text;
}

}  // namespace hubcensus
