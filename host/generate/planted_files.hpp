// The files of the planted facts beside the dump: records, requests of a closed world, companies
// and champions.
#pragma once

#include <filesystem>
#include <string>

#include "host/generate/planted_hub.hpp"

namespace hubcensus::generate {

// In the shape of the drawn records. Throws Error(output), as all here do.
void write_planted_records(const PlantedHub& hub, const Population& population, bool integer_ids,
                           const std::filesystem::path& path);
// Requests between four countries, of as many users each: they use models of their own country two
// and a half times as often as by chance. Returns the facts.
Json write_home_bias(const std::filesystem::path& path);
// Twenty companies: eleven have an account in the list of organizations, seven of these a verified
// one. Returns the facts.
Json write_companies(const std::filesystem::path& path);
void write_champions(const std::filesystem::path& path);
// The organizations of the companies and of the planted accounts, as lines of the Hub's API.
Json planted_organizations(const PlantedHub& hub);
// Rows of accounts.csv.
std::string planted_annotations(const PlantedHub& hub);

}  // namespace hubcensus::generate
