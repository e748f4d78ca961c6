#include "host/tally/written_tally.hpp"

#include <filesystem>

#include "host/report/digest.hpp"
#include "host/report/json_text.hpp"
#include "host/report/text_safety.hpp"

namespace hubcensus {

std::string to_text(const WrittenTally& written) {
  return std::to_string(written.total.counted) + " records counted of " +
         std::to_string(written.total.read) + " read, " + std::to_string(written.files) +
         " files; tally: " + terminal_text(written.path) + "\n";
}

std::string to_json(const WrittenTally& written) {
  std::error_code error;
  const auto bytes = std::filesystem::file_size(written.path, error);
  Json rejected = Json::object();
  for (size_t i = 0; i < kRejections; ++i) {
    if (written.total.rejected[i] == 0) continue;
    rejected[std::string(kRejectionNames[i])] = written.total.rejected[i];
  }
  return json_text({{"tally", written.path},
                    {"bytes", error ? Json() : Json(bytes)},
                    {"digest", file_digest(written.path)},
                    {"merged", written.merged},
                    {"files", written.files},
                    {"records",
                     {{"read", written.total.read},
                      {"counted", written.total.counted},
                      {"rejected", rejected}}}});
}

}  // namespace hubcensus
