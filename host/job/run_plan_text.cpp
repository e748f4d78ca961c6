#include <map>

#include "host/job/run_plan.hpp"
#include "host/report/json_text.hpp"
#include "host/report/summary/number_text.hpp"
#include "host/report/summary/text_grid.hpp"

namespace hubcensus {
namespace {

std::string count_text(const std::optional<int64_t>& count) {
  return count ? with_separators(static_cast<uint64_t>(*count)) : "not known";
}

void add(std::optional<int64_t>& sum, const std::optional<int64_t>& part) {
  sum = sum && part ? std::optional(*sum + *part) : std::nullopt;
}

std::string inputs_text(const RunPlan& plan) {
  struct Sum {
    int64_t files = 0;
    StageTotals totals{0, 0};
  };
  std::vector<std::string> roles;  // in the order of the files
  std::map<std::string, Sum> sums;
  for (const PlannedFile& file : plan.files) {
    if (!sums.contains(file.role)) roles.push_back(file.role);
    Sum& sum = sums[file.role];
    ++sum.files;
    add(sum.totals.rows, file.totals.rows);
    add(sum.totals.bytes, file.totals.bytes);
  }
  TextGrid grid({"input", "files", "rows", "bytes"}, 1);
  for (const std::string& role : roles) {
    const Sum& sum = sums[role];
    grid.add(
        {role, count_text(sum.files), count_text(sum.totals.rows), count_text(sum.totals.bytes)});
  }
  return grid.text();
}

std::string paragraph(const std::string& text) {
  std::string out;
  for (const std::string& line : wrap_text(text, kTextColumns - 2)) {
    out += (out.empty() ? "" : "  ") + line + "\n";
  }
  return out;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

std::string records_text(const RunPlan& plan) {
  std::string text;
  if (plan.kind) {
    text = "Records: " + *plan.kind;
    if (plan.memory.knows_days) {
      text += ", " + day_name(plan.memory.days.from) + " to " + day_name(plan.memory.days.to);
    }
    text += "\n";
  }
  if (plan.models) return text;
  return text + paragraph("Models: not told before they are read; the memory is that of " +
                          with_separators(uint64_t{kAssumedModels}) + ".");
}

std::string outputs_text(const RunPlan& plan) {
  std::string text = "\n";
  if (!plan.tables.empty()) text += paragraph("Tables: " + joined(plan.tables) + ".");
  for (const std::string& path : plan.outputs) {
    text += fit_columns("Output: " + path, kTextColumns) + "\n";
  }
  return text == "\n" ? "" : text;
}

Json memory_json(const RunPlan& plan) {
  Json stages = Json::array();
  for (const PlannedStage& stage : plan.memory.stages) {
    stages.push_back({{"name", stage.name}, {"bytes", stage.bytes}, {"reason", stage.reason}});
  }
  const int64_t peak = plan.memory.bytes();
  return {{"stages", stages},
          {"peak_bytes", peak},
          {"limit_bytes", plan.limit_bytes},
          {"fits", peak <= plan.limit_bytes}};
}

Json ranks_json(const RunPlan& plan) {
  if (!plan.of_ranks) return {};
  const RankPlan& ranks = *plan.of_ranks;
  Json terms = Json::array();
  for (const PlannedTerm& term : ranks.terms) {
    terms.push_back({{"name", term.name}, {"seconds", term.seconds}, {"bytes", term.bytes}});
  }
  return {{"ranks", ranks.ranks},
          {"rates", ranks.label},
          {"terms", terms},
          {"seconds", ranks.seconds()},
          {"wall", ranks.wall()},
          {"memory_bytes", ranks.memory_bytes},
          {"sent_bytes", ranks.sent_bytes}};
}

}  // namespace

std::string to_text(const RunPlan& plan) {
  return inputs_text(plan) + records_text(plan) + "Backend: " + plan.backend + "\n\n" +
         to_text(plan.memory, plan.limit_bytes) + outputs_text(plan) +
         (plan.of_ranks ? to_text(*plan.of_ranks) : "");
}

std::string to_json(const RunPlan& plan) {
  Json files = Json::array();
  for (const PlannedFile& file : plan.files) {
    files.push_back({{"input", file.role},
                     {"path", file.path},
                     {"rows", json_or_null(file.totals.rows)},
                     {"bytes", json_or_null(file.totals.bytes)}});
  }
  Json days;
  if (plan.memory.knows_days) {
    days = {{"first", day_name(plan.memory.days.from)}, {"last", day_name(plan.memory.days.to)}};
  }
  return json_text({{"files", files},
                    {"models", json_or_null(plan.models)},
                    {"records", json_or_null(plan.kind)},
                    {"days", days},
                    {"backend", plan.backend},
                    {"memory", memory_json(plan)},
                    {"tables", plan.tables},
                    {"outputs", plan.outputs},
                    {"ranks", ranks_json(plan)}});
}

}  // namespace hubcensus
