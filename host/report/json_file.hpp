// A JSON file that this program wrote some time ago and anybody may have changed since: every
// member is asked for by name and type, and what is not there as asked is an error that names it.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace hubcensus {

// A value inside the file, which outlives it.
class JsonPart {
 public:
  JsonPart(const nlohmann::json& json, std::string place, const std::string& file)
      : json_(json), place_(std::move(place)), file_(file) {}

  // Each throws Error(invalid_input) where this is no object with such a member.
  std::string text(const char* member) const;
  uint64_t count(const char* member) const;  // from 0 to 2^63 - 1
  double number(const char* member) const;   // finite, from 0 on
  bool flag(const char* member) const;
  bool is_null(const char* member) const;
  JsonPart part(const char* member) const;  // an object
  std::vector<JsonPart> list(const char* member) const;

  [[noreturn]] void refuse(const std::string& member, const std::string& reason) const;

 private:
  const nlohmann::json& member(const char* name) const;

  const nlohmann::json& json_;
  std::string place_;  // such as "stages[2]."
  const std::string& file_;
};

class JsonFile {
 public:
  // Of the form kReportFormat, as its member `form` says. Throws Error(missing_input) where it
  // cannot be read, Error(invalid_input) where it is no JSON object, of another form or larger than
  // kMostBytes.
  JsonFile(const std::filesystem::path& path, const char* form);
  JsonFile(const JsonFile&) = delete;
  JsonFile& operator=(const JsonFile&) = delete;

  JsonPart root() const { return {json_, "", path_}; }

 private:
  static constexpr uint64_t kMostBytes = uint64_t{1} << 28;

  std::string path_;
  nlohmann::json json_;
};

}  // namespace hubcensus
