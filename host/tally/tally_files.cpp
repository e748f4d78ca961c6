#include "host/tally/tally_files.hpp"

#include <algorithm>

#include "host/interrupt.hpp"

namespace hubcensus {

TallyFiles open_tallies(const std::vector<std::string>& paths) {
  TallyFiles files;
  for (const std::string& path : paths) {
    check_interrupted();
    files.push_back(std::make_unique<TallyFile>(path));
  }
  return files;
}

TallySettings united_settings(const TallyFiles& files) {
  const auto has_keys = [](const auto& file) { return file->settings().keys.has_value(); };
  const auto found = std::find_if(files.begin(), files.end(), has_keys);
  const TallyFile& first = found == files.end() ? *files.front() : **found;
  for (const auto& file : files) {
    check_same(first.settings(), first.name(), file->settings(), file->name());
  }
  return first.settings();
}

void check_facets_agree(const TallyFiles& files) {
  for (const auto& file : files) {
    const TallyFile& first = *files.front();
    if (file->facets() == first.facets()) continue;
    throw Error(ErrorKind::invalid_input,
                "tallies of other facets cannot be merged: " + first.name() + " has " +
                    first.metadata("facets") + ", " + file->name() + " has " +
                    file->metadata("facets") +
                    " (--models, --only and --skip of hubcensus tally "
                    "decide)");
  }
}

ConsumedUnits united_units(const TallyFiles& files) {
  ConsumedUnits units;
  const auto holder = [&](const std::string& key) {
    const auto found = std::find_if(files.begin(), files.end(),
                                    [&](const auto& file) { return file->units().holds(key); });
    return (*found)->name();
  };
  for (const auto& file : files) units.merge(file->units(), holder, file->name());
  return units;
}

}  // namespace hubcensus
