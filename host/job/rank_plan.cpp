#include "host/job/rank_plan.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdio>

namespace hubcensus {
namespace {

constexpr size_t kOverlapping = 4;  // terms of a scan

// Of a rank: units are dealt by bytes, and none is split.
struct Share {
  double bytes = 0;
  double records = 0;
  double all_bytes = 0;
  bool estimates_rows = false;
};

Share largest_share(const RecordSources& sources, int64_t ranks, double bytes_per_record) {
  Share share;
  double largest_unit = 0;
  double rows = 0;
  for (const auto& source : sources) {
    const auto bytes = static_cast<double>(source->bytes());
    share.all_bytes += bytes;
    share.estimates_rows |= source->rows() < 0;
    rows += source->rows() < 0 ? bytes / bytes_per_record : static_cast<double>(source->rows());
    for (int64_t unit = 0; unit < source->units(); ++unit) {
      largest_unit = std::max(largest_unit, static_cast<double>(source->unit_bytes(unit)));
    }
  }
  share.bytes = std::max(share.all_bytes / static_cast<double>(ranks),
                         std::min(largest_unit, share.all_bytes));
  share.records = share.all_bytes > 0 ? rows * share.bytes / share.all_bytes : 0;
  return share;
}

// The cells that a rank sends.
double tally_bytes(const MemoryPlan& memory) {
  double bytes = 0;
  for (const PlannedStage& stage : memory.stages) {
    if (stage.name.starts_with("facet ")) bytes += static_cast<double>(stage.bytes);
  }
  return bytes;
}

double months_of(const MemoryPlan& memory) {
  if (!memory.knows_days) return 1;
  return period_of(Grain::month, memory.days.to) - period_of(Grain::month, memory.days.from) + 1;
}

template <typename... Values>
std::string formatted(const char* format, Values... values) {
  std::array<char, 256> text{};
  std::snprintf(text.data(), text.size(), format, values...);
  return text.data();
}

}  // namespace

double RankPlan::scan_seconds() const {
  double longest = 0;
  for (size_t i = 0; i < kOverlapping; ++i) longest = std::max(longest, terms[i].seconds);
  return longest;
}

double RankPlan::seconds() const {
  double sum = scan_seconds();
  for (size_t i = kOverlapping; i < terms.size(); ++i) sum += terms[i].seconds;
  return sum;
}

std::string_view RankPlan::wall() const {
  return std::max_element(
             terms.begin(), terms.end(),
             [](const auto& left, const auto& right) { return left.seconds < right.seconds; })
      ->name;
}

RankPlan plan_ranks(const RecordSources& sources, const MemoryPlan& memory, int64_t held_bytes,
                    int64_t ranks, const PlannedRates& rates) {
  const Share share = largest_share(sources, ranks, rates.at("stored_bytes_per_record"));
  const double on_a_node = std::min(static_cast<double>(ranks), rates.at("gpus_per_node"));
  const double moved = share.records * rates.at("transferred_bytes_per_record");
  const double folded = share.records * rates.at("folded_bytes_per_record");
  const double cells = tally_bytes(memory);
  const int rounds = std::bit_width(static_cast<uint64_t>(ranks) - 1);  // of a binomial tree
  RankPlan plan;
  plan.ranks = ranks;
  plan.records = share.records;
  plan.estimates_rows = share.estimates_rows;
  plan.memory_bytes = held_bytes + memory.bytes();
  plan.sent_bytes = ranks > 1 ? cells : 0;
  plan.received_bytes = rounds * cells;
  const double a_round =
      cells / rates.at("merge_bytes_per_s") + months_of(memory) * rates.at("merge_latency_s");
  plan.terms = {{{"storage",
                  std::max(share.bytes * on_a_node / rates.at("storage_bytes_per_s"),
                           share.all_bytes / rates.shared_storage()),
                  share.bytes},
                 {"decode", share.records / rates.at("decode_records_per_s"), 0},
                 {"PCIe", moved / rates.at("pcie_bytes_per_s"), moved},
                 {"fold", folded / rates.at("fold_bytes_per_s"), folded},
                 {"merge", rounds * a_round, plan.received_bytes},
                 {"report", rates.at("report_s"), 0}}};
  plan.label = rates.label();
  return plan;
}

std::string to_text(const RankPlan& plan) {
  std::string text = formatted("\nplan of %lld ranks, each on a GPU of its own: ",
                               static_cast<long long>(plan.ranks)) +
                     plan.label + "\nterm           seconds              bytes of a rank\n";
  for (const PlannedTerm& term : plan.terms) {
    text += formatted("%-8s %13.6f", std::string(term.name).c_str(), term.seconds);
    text += term.bytes > 0 ? formatted(" %20.0f\n", term.bytes) : "\n";
  }
  text += formatted("%-8s %13.6f", "in all", plan.seconds());
  text +=
      "  the longest of the first four, merge and report; the wall is " + std::string(plan.wall());
  text += formatted("\nrecords  %13.0f  of the largest share", plan.records);
  text += plan.estimates_rows ? ", estimated from bytes\n" : "\n";
  text +=
      formatted("memory   %13lld  bytes of each rank\n", static_cast<long long>(plan.memory_bytes));
  return text +
         formatted("traffic  %13.0f  bytes sent by each rank but the first; %.0f come to it\n",
                   plan.sent_bytes, plan.received_bytes);
}

}  // namespace hubcensus
