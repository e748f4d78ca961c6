#include "host/report/json_file.hpp"

#include <cmath>
#include <fstream>
#include <limits>
#include <system_error>

#include "host/report/manifest.hpp"
#include "kernels/error.hpp"

namespace hubcensus {

void JsonPart::refuse(const std::string& member, const std::string& reason) const {
  throw Error(ErrorKind::invalid_input,
              "cannot use '" + file_ + "': '" + place_ + member + "' " + reason);
}

const nlohmann::json& JsonPart::member(const char* name) const {
  if (!json_.is_object()) refuse("", "is no object");
  const auto found = json_.find(name);
  if (found == json_.end()) refuse(name, "is missing");
  return *found;
}

std::string JsonPart::text(const char* name) const {
  const nlohmann::json& value = member(name);
  if (!value.is_string()) refuse(name, "is no text");
  return value.get<std::string>();
}

uint64_t JsonPart::count(const char* name) const {
  const nlohmann::json& value = member(name);
  if (!value.is_number_unsigned() || value.get<uint64_t>() >> 63 != 0) refuse(name, "is no count");
  return value.get<uint64_t>();
}

double JsonPart::number(const char* name) const {
  const nlohmann::json& value = member(name);
  const double number = value.is_number() ? value.get<double>() : -1;
  if (!std::isfinite(number) || number < 0) refuse(name, "is no number from 0 on");
  return number;
}

bool JsonPart::flag(const char* name) const {
  const nlohmann::json& value = member(name);
  if (!value.is_boolean()) refuse(name, "is neither true nor false");
  return value.get<bool>();
}

bool JsonPart::is_null(const char* name) const { return member(name).is_null(); }

JsonPart JsonPart::part(const char* name) const {
  const nlohmann::json& value = member(name);
  if (!value.is_object()) refuse(name, "is no object");
  return {value, place_ + name + ".", file_};
}

std::vector<JsonPart> JsonPart::list(const char* name) const {
  const nlohmann::json& value = member(name);
  if (!value.is_array()) refuse(name, "is no list");
  std::vector<JsonPart> parts;
  for (size_t i = 0; i < value.size(); ++i) {
    parts.emplace_back(value[i], place_ + name + "[" + std::to_string(i) + "].", file_);
  }
  return parts;
}

JsonFile::JsonFile(const std::filesystem::path& path, const char* form) : path_(path.string()) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) {
    const char* why = std::filesystem::exists(path, error) ? "it is no file" : "no such file";
    throw Error(ErrorKind::missing_input, "cannot open '" + path_ + "': " + why);
  }
  const uint64_t bytes = std::filesystem::file_size(path, error);
  std::ifstream file(path, std::ios::binary);
  if (error || !file) throw Error(ErrorKind::missing_input, "cannot read '" + path_ + "'");
  if (bytes > kMostBytes) {
    throw Error(ErrorKind::invalid_input,
                "cannot use '" + path_ + "': it has " + std::to_string(bytes) + " bytes");
  }
  json_ = nlohmann::json::parse(file, nullptr, /*allow_exceptions=*/false);
  if (!json_.is_object()) {
    throw Error(ErrorKind::invalid_input, "cannot use '" + path_ + "': it is no JSON object");
  }
  if (const std::string found = root().text(form); found != kReportFormat) {
    root().refuse(form,
                  "is '" + found + "'; this program reads '" + std::string(kReportFormat) + "'");
  }
}

}  // namespace hubcensus
