#include "host/report/dataset_card.hpp"

#include <algorithm>

#include "host/report/summary/number_text.hpp"
#include "host/report/text_safety.hpp"

namespace hubcensus {
namespace {

std::string title_of(const RunManifest& manifest) {
  const std::string title = "Census of the Hugging Face Hub";
  return manifest.as_of ? title + ", " + day_name(*manifest.as_of) : title;
}

// A JSON string is a YAML one. The first table is the one that the Hub shows first.
std::string front_matter(std::span<const Table> tables, const RunManifest& manifest) {
  std::string yaml =
      "---\npretty_name: " + json_string(title_of(manifest)) + "\ntags:\n- hubcensus\n";
  if (!tables.empty()) yaml += "configs:\n";
  for (const Table& table : tables) {
    yaml += "- config_name: " + json_string(table.name()) +
            "\n  data_files: " + json_string("tables/" + table.name() + ".parquet") + "\n";
    if (&table == &tables.front()) yaml += "  default: true\n";
  }
  return yaml + "---\n";
}

std::string facts(const RunManifest& manifest) {
  std::string text = "Written by hubcensus " + markdown_text(manifest.version);
  if (manifest.as_of) text += ", as of " + day_name(*manifest.as_of);
  if (manifest.record_range) {
    text += ", from download records of " + day_name(manifest.record_range->first) + " to " +
            day_name(manifest.record_range->last);
  }
  return text + ".\n";
}

// The inputs of a role together: their order and their names are the run's.
struct Role {
  std::string name;
  uint64_t files = 0;
  uint64_t rows = 0;
  uint64_t accepted = 0;
  std::string hash;  // of the only file
};

std::vector<Role> roles_of(const RunManifest& manifest) {
  std::vector<Role> roles;
  for (const ManifestInput& input : manifest.inputs) {
    auto found = std::find_if(roles.begin(), roles.end(),
                              [&](const Role& role) { return role.name == input.role; });
    if (found == roles.end()) found = roles.insert(found, {input.role, 0, 0, 0, input.hash});
    if (++found->files > 1) found->hash.clear();
    found->rows += input.rows_read;
    found->accepted += input.rows_accepted;
  }
  return roles;
}

std::string inputs_text(const RunManifest& manifest) {
  std::string text = "| input | files | rows read | rows used | digest |\n|---|---|---|---|---|\n";
  for (const Role& role : roles_of(manifest)) {
    text += "| " + markdown_text(role.name) + " | " + with_separators(u128{role.files}) + " | " +
            with_separators(u128{role.rows}) + " | " + with_separators(u128{role.accepted}) +
            " | " + markdown_text(role.hash) + " |\n";
  }
  return text;
}

std::string reading_text(const std::string& table) {
  return "A table is a configuration of this dataset, named as below, and the file "
         "`tables/<name>.parquet` (or `.csv`):\n\n```python\n"
         "datasets.load_dataset(REPOSITORY, \"" +
         table + "\")\npandas.read_parquet(\"tables/" + table +
         ".parquet\")\npolars.read_parquet(\"tables/" + table +
         ".parquet\")\nduckdb.sql(\"from 'tables/" + table + ".parquet'\")\n```\n";
}

std::string table_text(const Table& table) {
  return "\n### " + markdown_text(table.name()) + "\n\n" + markdown_text(table.question()) + " " +
         with_separators(u128{static_cast<uint64_t>(table.rows())}) + " rows. " +
         markdown_text(table.definition()) + "\n";
}

}  // namespace

std::string dataset_card(std::span<const Table> tables, const RunManifest& manifest) {
  std::string text =
      front_matter(tables, manifest) + "\n# " + title_of(manifest) + "\n\n" +
      "An exact census of open models on the Hugging Face Hub, computed from dumps of "
      "its metadata and from download records. " +
      facts(manifest) +
      "\n`report.html` is the page to read, `manifest.json` tells the run, and "
      "`hubcensus verify` checks the files.\n\n## Inputs\n\n" +
      inputs_text(manifest) + "\n## Tables\n";
  if (tables.empty()) return text + "\nNone: the inputs gave none.\n";
  text += "\n" + reading_text(tables.front().name()) +
          "\nA ratio `x` stands beside its exact `x_num` and `x_den`.\n";
  for (const Table& table : tables) text += table_text(table);
  return text;
}

}  // namespace hubcensus
