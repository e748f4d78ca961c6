#include <map>
#include <string>
#include <utility>

#include "host/report/html/section.hpp"
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
  section.body_html = inputs_html(roles);
  Json values = Json::array();
  double tables = 0;
  for (const StageTiming& stage : manifest.stages) {
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
