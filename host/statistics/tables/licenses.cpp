#include "host/statistics/tables.hpp"

namespace hubcensus {

std::vector<Table> licenses(const Findings& findings) {
  Table table(
      "licenses", "How open are the models?",
      "By licence (the first tag license:*), country of the account and size class: models created "
      "within the window (releases; not of the dump's counters, which have no days), models that "
      "existed before its end or had a download in it, and downloads; share of all downloads of "
      "the window, and of those of known licence. The 50 licences with most downloads in all "
      "records (else by the dump's counter) have rows, the rest is '(others)'.");
  TextColumn window = table.key("window");
  TextColumn licence = table.key("licence");
  TextColumn country = table.key("country");
  TextColumn size_class = table.key("size_class");
  WindowColumns columns(table);
  IntegerColumn releases = table.integer("releases");
  IntegerColumn models = table.integer("models");
  IntegerColumn downloads = table.integer("downloads");
  RatioColumn share_of_all = table.ratio("share");
  RatioColumn share_known = table.ratio("share_known");
  for (const WindowFacts& facts : findings.windows) {
    const uint64_t total = facts.downloads();
    uint64_t known = total;
    for (const LicenceFacts& row : facts.licences) {
      if (row.licence == kUnknownName) known -= row.downloads;
    }
    for (const LicenceFacts& row : facts.licences) {
      const bool is_known = row.licence != kUnknownName;
      window.add(facts.window.name);
      licence.add(row.licence);
      country.add(findings.catalog->countries[row.country]);
      size_class.add(kSizeClassNames[static_cast<size_t>(row.size_class)]);
      columns.add(facts.window);
      releases.add(row.releases);
      models.add(row.models);
      downloads.add(row.downloads);
      share_of_all.add(share(row.downloads, total));
      share_known.add(is_known ? std::optional(share(row.downloads, known)) : std::nullopt);
    }
  }
  std::vector<Table> tables;
  tables.push_back(std::move(table));
  return tables;
}

}  // namespace hubcensus
