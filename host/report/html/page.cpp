#include "host/report/html/page.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <system_error>
#include <vector>

#include "host/interrupt.hpp"
#include "host/report/html/cards.hpp"
#include "host/report/html/data_table.hpp"
#include "host/report/html/escape.hpp"
#include "host/report/html/page_assets.hpp"
#include "host/report/html/section.hpp"
#include "host/report/html/static_chart.hpp"
#include "host/report/output_file.hpp"

namespace hubcensus {
namespace {

struct Teller {
  const char* table;
  const char* heading;
  void (*tell)(const Census& census, Section& section);
};
// In the order in which a reader follows.
constexpr std::array kTellers = {
    Teller{"growth", "Growth", tell_growth},
    Teller{"concentration", "Concentration", tell_concentration},
    Teller{"country_share", "Countries", tell_country_share},
    Teller{"kind_share", "Kinds of developers", tell_kind_share},
    Teller{"size_classes", "Sizes", tell_size_classes},
    Teller{"adoption_by_age", "Adoption", tell_adoption_by_age},
    Teller{"model_size_trend", "Size trend", tell_model_size_trend},
    Teller{"record_distribution", "Records", tell_record_distribution},
    Teller{"organizations", "Organisations", tell_organizations},
    Teller{"verified_companies", "Companies", tell_verified_companies},
    Teller{"lineage", "Lineage", tell_lineage},
    Teller{"trending", "Trending", tell_trending},
    Teller{"likes", "Likes", tell_likes},
    Teller{"engagement", "Engagement", tell_engagement},
    Teller{"communities", "Communities", tell_communities},
    Teller{"dataset_tasks", "Datasets", tell_dataset_tasks},
    Teller{"licenses", "Licences", tell_licenses},
    Teller{"sovereignty", "Sovereignty", tell_sovereignty},
    Teller{"usage_matrix", "Home bias", tell_usage_matrix},
    Teller{"papers", "Papers", tell_papers},
    Teller{"outlook", "Outlook", tell_outlook},
    Teller{"claims", "The article's claims", tell_claims},
};

// The table of that name and its parts.
std::vector<const Table*> parts_of(std::span<const Table> tables, const std::string& name) {
  std::vector<const Table*> parts;
  for (const Table& table : tables) {
    if (table.name() == name || table.name().starts_with(name + "_")) parts.push_back(&table);
  }
  return parts;
}

std::vector<Section> told(const Census& census) {
  std::vector<Section> sections;
  for (const Teller& teller : kTellers) {
    if (!TableReader::find(census.tables, teller.table)) continue;
    Section& section = sections.emplace_back();
    section.table = teller.table;
    section.heading = teller.heading;
    check_interrupted();
    teller.tell(census, section);
    // A chart of nothing is a row of complaints in the browser.
    std::erase_if(section.charts,
                  [](const Chart& chart) { return chart.spec["data"]["values"].empty(); });
    if (section.finding.is_empty()) section.finding.text("The inputs do not tell.");
  }
  Section& run = sections.emplace_back();
  run.table = "run";
  run.heading = "This run";
  tell_run(census, run);
  return sections;
}

std::string head_html() {
  std::string policy = "default-src 'none'; script-src";
  for (const PageAsset* script : {&kChartLibrary, &kPageScript}) {
    policy.append(" ").append(script->hash);
  }
  policy.append("; style-src ").append(kPageStyle.hash);
  policy += "; base-uri 'none'; form-action 'none'";
  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
         "<meta http-equiv=\"Content-Security-Policy\" content=" +
         ('"' + policy + '"') +
         ">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
         "<meta name=\"referrer\" content=\"no-referrer\">\n"
         "<title>Census of the Hugging Face Hub</title>\n<style>" +
         std::string(kPageStyle.text) + "</style>\n</head>\n";
}

std::string opening_html(const Census& census, const std::vector<Section>& sections) {
  const RunManifest& manifest = census.manifest;
  std::string facts = "hubcensus " + manifest.version;
  if (manifest.as_of) facts += ", as of " + day_name(*manifest.as_of);
  if (manifest.record_range) {
    facts += ", download records from " + day_name(manifest.record_range->first) + " to " +
             day_name(manifest.record_range->last);
  }
  std::string html =
      "<body>\n<a class=\"skip\" href=\"#content\">Skip to the findings</a>\n"
      "<header>\n<h1>Census of the Hugging Face Hub</h1>\n<p class=\"soft\">" +
      html_text(facts) + ".</p>\n" + cards_html(census) + "</header>\n" +
      "<nav aria-label=\"Sections\"><ul>\n";
  for (const Section& section : sections) {
    html += "<li><a href=\"#" + section.table + "\">" + html_text(section.heading) + "</a></li>\n";
  }
  return html +
         "</ul></nav>\n<main id=\"content\">\n"
         "<noscript><p>Without scripts the charts are still pictures. The findings, the "
         "definitions and the tables are all there.</p></noscript>\n"
         "<p class=\"soft with-scripts\">A click in a chart's legend "
         "shows that series alone. In a chart over time, drag to move it, turn the wheel "
         "with Shift held to zoom, and click twice to go back.</p>\n";
}

std::string chart_html(const Chart& chart) {
  const std::string id = "spec-" + chart.name;
  const std::string still = static_svg(chart);
  return "<figure data-spec=\"" + id + "\">\n<figcaption>" + html_text(chart.caption) +
         "</figcaption>\n<div class=\"chart\"><noscript>" +
         (still.empty() ? "<p class=\"soft\">This chart needs scripts; its table is below.</p>"
                        : still) +
         "</noscript></div>\n<script type=\"application/json\" id=\"" + id + "\">" +
         script_json(chart.spec) + "</script>\n</figure>\n";
}

std::string section_html(const Census& census, const Section& section) {
  const auto parts = parts_of(census.tables, section.table);
  const std::string id = section.table;
  std::string html = "<section id=\"" + id + "\" aria-labelledby=\"" + id +
                     "-heading\">\n<h2 id=\"" + id + "-heading\">" + html_text(section.heading) +
                     "</h2>\n";
  if (!parts.empty()) {
    html += "<p class=\"question\">" + html_text(parts.front()->question()) + "</p>\n";
  }
  html += "<p class=\"finding\">" + section.finding.html() + "</p>\n";
  for (const Chart& chart : section.charts) html += chart_html(chart);
  html += section.body_html;
  if (parts.empty()) return html + "</section>\n";
  html += "<h3>Definition</h3>\n<p class=\"definition\">" + html_text(parts.front()->definition()) +
          "</p>\n<h3>Data</h3>\n";
  for (const Table* table : parts) html += data_table(*table, table != parts.front());
  return html + "</section>\n";
}

// Of a text of this program alone: in a name a line's end is shown as an escape.
std::string lines_html(std::string_view text) {
  std::string html;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    html += html_text(text.substr(0, end)) + "\n";
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return html;
}

std::string closing_html() {
  std::string html =
      "</main>\n<footer><p>All numbers: <a href=\"report.json\">report.json</a> and the folder "
      "<a href=\"tables\">tables</a>; the charts' specifications: the folder <a "
      "href=\"charts\">charts</a>; the run: <a href=\"manifest.json\">manifest.json</a>. Drawn "
      "with Vega, Vega-Lite and Vega-Embed (BSD 3-Clause).</p>\n<details><summary>Licences of "
      "the chart library</summary><pre>" +
      lines_html(kChartLicences.text) + "</pre></details></footer>\n";
  for (const PageAsset* script : {&kChartLibrary, &kPageScript}) {
    html.append("<script>").append(script->text).append("</script>\n");
  }
  return html + "</body>\n</html>\n";
}

void write_charts(const std::vector<Section>& sections, const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directory(folder, error);
  if (error) throw_output_error("cannot create", folder, error.value());
  for (const Section& section : sections) {
    for (const Chart& chart : section.charts) {
      OutputFile file(folder / (chart.name + ".vl.json"));
      file.write(chart.spec.dump(1) + "\n");
      file.close();
    }
  }
}

}  // namespace

void write_page(std::span<const Table> tables, const RunManifest& manifest,
                const std::filesystem::path& folder) {
  const Census census{tables, manifest};
  std::vector<Section> sections = told(census);
  for (Section& section : sections) {
    for (Chart& chart : section.charts) {
      chart.spec["description"] = chart.caption + ". " + section.finding.plain();
      chart.spec["usermeta"] = {{"caption", chart.caption}};  // the title of a picture
    }
  }
  OutputFile file(folder / "report.html");
  file.write(head_html());
  file.write(opening_html(census, sections));
  for (const Section& section : sections) {
    check_interrupted();
    file.write(section_html(census, section));
  }
  file.write(closing_html());
  file.close();
  write_charts(sections, folder / "charts");
}

}  // namespace hubcensus
