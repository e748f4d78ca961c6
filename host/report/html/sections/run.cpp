#include <map>
#include <string>
#include <utility>

#include "host/report/html/section.hpp"
#include "host/report/run_steps.hpp"
#include "host/report/summary/number_text.hpp"

namespace hubcensus {
namespace {

// The files of one role.
struct RoleTotals {
  uint64_t files = 0;
  std::string path;  // of the first of them
  uint64_t bytes = 0;
  uint64_t read = 0;
  uint64_t accepted = 0;
  ReasonCounts rejected;
};

std::map<std::string, RoleTotals> totals_by_role(const RunManifest& manifest) {
  std::map<std::string, RoleTotals> roles;
  for (const ManifestInput& input : manifest.inputs) {
    RoleTotals& totals = roles[input.role];
    if (totals.files++ == 0) totals.path = input.path;
    totals.bytes += input.bytes;
    totals.read += input.rows_read;
    totals.accepted += input.rows_accepted;
    for (const auto& [reason, rows] : input.rejected) totals.rejected[reason] += rows;
  }
  return roles;
}

std::string number_cell(uint64_t value) {
  return "<td class=\"n\">" + with_separators(u128{value}) + "</td>";
}

std::string rejected_html(const ReasonCounts& rejected) {
  std::string html;
  for (const auto& [reason, rows] : rejected) {
    if (rows == 0) continue;
    html += (html.empty() ? "" : "<br>") + html_text(reason) + ": " + with_separators(u128{rows});
  }
  return html.empty() ? "none" : html;
}

std::string inputs_html(const std::map<std::string, RoleTotals>& roles) {
  std::string html =
      "<h3>Inputs</h3>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Inputs\">"
      "<table><caption>What was read, and the rows that were rejected, by reason</caption>"
      "<thead><tr>"
      "<th scope=\"col\">input</th><th scope=\"col\" class=\"n\">files</th>"
      "<th scope=\"col\">first file</th><th scope=\"col\" class=\"n\">bytes</th>"
      "<th scope=\"col\" class=\"n\">rows read</th><th scope=\"col\" class=\"n\">accepted</th>"
      "<th scope=\"col\">rejected</th></tr></thead><tbody>\n";
  for (const auto& [role, totals] : roles) {
    const std::string name = totals.path.substr(totals.path.rfind('/') + 1);
    html += "<tr><th scope=\"row\">" + html_text(role) + "</th>" + number_cell(totals.files) +
            "<td>" + html_name(name) + "</td>" + number_cell(totals.bytes) +
            number_cell(totals.read) + number_cell(totals.accepted) + "<td>" +
            rejected_html(totals.rejected) + "</td></tr>\n";
  }
  return html + "</tbody></table></div>\n";
}

// A step that no backend took is left out; a cell of a backend that did not take it is empty.
std::string step_row(const std::string& step, const std::vector<BackendTimes>& backends) {
  std::string cells;
  bool any = false;
  for (const BackendTimes& backend : backends) {
    const auto found = backend.seconds.find(step);
    const double seconds = found == backend.seconds.end() ? 0 : found->second;
    any = any || seconds > 0;
    cells += "<td class=\"n\">" + (seconds > 0 ? fixed_text(seconds, 3) : "") + "</td>";
  }
  return any ? "<tr><th scope=\"row\">" + step + "</th>" + cells + "</tr>\n" : "";
}

std::string backends_html(const std::vector<BackendTimes>& backends) {
  if (backends.empty()) return {};
  std::string html =
      "<h3>Backends</h3>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
      "aria-label=\"Backends\"><table><caption>Seconds by step of an earlier comparison of "
      "backends; decode, stage, copy and fold overlap and make up records</caption><thead><tr>"
      "<th scope=\"col\">step</th>";
  for (const BackendTimes& backend : backends) {
    html += "<th scope=\"col\" class=\"n\">" + html_name(backend.name) + "<br>" +
            html_name(backend.machine) + ", threads: " + std::to_string(backend.threads) + "</th>";
  }
  html += "</tr></thead><tbody>\n";
  for (size_t i = 0; i < kSteps; ++i) {
    html += step_row(std::string(step_name(static_cast<Step>(i))), backends);
  }
  return html + step_row("all", backends) + "</tbody></table></div>\n";
}

}  // namespace

void tell_run(const Census& census, Section& section) {
  const RunManifest& manifest = census.manifest;
  const std::map<std::string, RoleTotals> roles = totals_by_role(manifest);
  uint64_t rejected = 0;
  for (const auto& [role, totals] : roles) rejected += totals.read - totals.accepted;
  const uint64_t threads = manifest.hardware.threads_used;
  section.finding.text("The census took ")
      .number(seconds_text(manifest.wall_seconds))
      .text(" on " + std::to_string(threads) + (threads == 1 ? " thread" : " threads") + ", path " +
            manifest.path + "; it counted ")
      .number(with_separators(u128{manifest.records.counted}))
      .text(" download records and rejected ")
      .number(with_separators(u128{rejected}))
      .text(" rows of all inputs.");
  section.body_html = inputs_html(roles) + backends_html(manifest.compared);
  Json values = Json::array();
  double tables = 0;
  for (const StageTiming& stage : manifest.stages) {
    if (is_part_of_records(step_of(stage.name))) continue;  // of a stage that is shown
    if (stage.name.starts_with("table ")) {
      tables += stage.seconds;
    } else {
      values.push_back({{"label", stage.name}, {"x", stage.seconds}});
    }
  }
  if (tables > 0) values.push_back({{"label", "make the tables"}, {"x", tables}});
  if (values.empty()) return;
  section.charts.push_back(bars("run", "Seconds by stage, before this page was written",
                                std::move(values), {}, {"seconds"}));
}

}  // namespace hubcensus
