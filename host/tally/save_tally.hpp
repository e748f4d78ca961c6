// From a tally in memory to its file. It refuses to settle anything: what is saved is what the fold
// left, before samples become differences and before models that are one are merged, as only that
// can be merged with more.
#pragma once

#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "host/ingest/records/repository_names.hpp"
#include "host/tally/consumed_units.hpp"
#include "host/tally/held_model.hpp"
#include "host/tally/tally_settings.hpp"
#include "kernels/memory_charge.hpp"

namespace hubcensus {

// A tally with all that its file says. Models are numbered as in `tally`; those of the dump that
// have no cell are not saved.
struct TallyToSave {
  TallySettings settings;
  const ConsumedUnits& units;
  const Tally& tally;
  std::vector<HeldModel> models;
  std::vector<HeldName> names{};
  std::map<std::string, std::string> metadata{};  // beside the settings
};

// Written as host/report/durable_file.hpp says; `flag` is what named the file.
void save_tally(const TallyToSave& saved, const std::filesystem::path& path, const char* flag,
                bool replaces, MemoryBudget& budget);

// What the models of a catalogue are, in the numbers of the fold; the texts are the catalogue's.
std::vector<HeldModel> held_models(const Catalog& catalog);
// The texts are those of `names`; none where it is null.
std::vector<HeldName> held_names(const RepositoryNames* names, uint32_t models);

}  // namespace hubcensus
