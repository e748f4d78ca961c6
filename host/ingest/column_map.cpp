#include "host/ingest/column_map.hpp"

#include <algorithm>
#include <numeric>
#include <vector>

#include "host/ingest/text/ascii_lower.hpp"
#include "host/ingest/text/quoted_text.hpp"
#include "kernels/error.hpp"

namespace hubcensus {
namespace {

// The distance costs the product of both lengths: beyond this many bytes a name is cut.
constexpr size_t kComparedBytes = 128;

std::string compared_part(std::string_view name) {
  return ascii_lower(name.substr(0, kComparedBytes));
}

// Levenshtein: insertions, deletions and replacements of a byte.
size_t edit_distance(std::string_view left, std::string_view right) {
  std::vector<size_t> row(right.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 0; i < left.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i + 1;
    for (size_t j = 0; j < right.size(); ++j) {
      const size_t replaced = diagonal + (left[i] == right[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

std::optional<size_t> unique_index(std::string_view name, std::span<const std::string> names,
                                   std::string_view file) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  if (std::find(found + 1, names.end(), name) != names.end()) {
    throw Error(ErrorKind::invalid_input, "ambiguous column in " + std::string(file) + ": " +
                                              quoted_text(name) + " appears more than once");
  }
  return static_cast<size_t>(found - names.begin());
}

// "; it has 'id', 'downloads', ...": the nearest name alone helps little where `id` is `model`.
std::string first_names(std::span<const std::string> names) {
  constexpr size_t kShownNames = 12;
  std::string text;
  for (const std::string& name : names.first(std::min(names.size(), kShownNames))) {
    text += (text.empty() ? "; it has " : ", ") + quoted_text(name);
  }
  return names.size() > kShownNames ? text + ", ..." : text;
}

}  // namespace

std::string_view nearest_name(std::string_view wanted, std::span<const std::string> names) {
  const std::string goal = compared_part(wanted);
  std::string_view nearest;
  size_t least = 0;
  for (const std::string& name : names) {
    const size_t distance = edit_distance(goal, compared_part(name));
    if (nearest.data() != nullptr && distance >= least) continue;
    nearest = name;
    least = distance;
  }
  return nearest;
}

std::string nearest_hint(std::string_view wanted, std::span<const std::string> names) {
  if (names.empty()) return "";
  return "; the nearest is " + quoted_text(nearest_name(wanted, names));
}

std::string_view likely_meant(std::span<const std::string_view> wanted,
                              std::span<const std::string> names) {
  constexpr size_t kMisspelt = 2;
  std::string_view meant = wanted.front();
  size_t least = kMisspelt + 1;
  for (const std::string_view name : wanted) {
    const size_t distance =
        edit_distance(compared_part(name), compared_part(nearest_name(name, names)));
    if (distance >= least) continue;
    least = distance;
    meant = name;
  }
  return meant;
}

ColumnMap::ColumnMap(std::span<const std::string> flags) {
  for (const std::string& flag : flags) {
    const size_t equals = flag.find('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == flag.size()) {
      throw Error(ErrorKind::usage,
                  "malformed --column: " + quoted_text(flag) + " is not of the form WANTED=ACTUAL");
    }
    const std::string wanted = flag.substr(0, equals);
    if (!actual_.emplace(wanted, flag.substr(equals + 1)).second) {
      throw Error(ErrorKind::usage,
                  "repeated --column: " + quoted_text(wanted) + " is given twice");
    }
  }
}

void ColumnMap::check_wanted(std::span<const std::string> known) const {
  for (const auto& [wanted, actual] : actual_) {
    if (std::find(known.begin(), known.end(), wanted) != known.end()) continue;
    throw Error(ErrorKind::usage, "unknown column in --column: " + quoted_text(wanted) +
                                      " is read from no input" + nearest_hint(wanted, known));
  }
}

void ColumnMap::check_found() const {
  const std::lock_guard lock(found_->mutex);
  for (const auto& [wanted, actual] : actual_) {
    if (found_->wanted.contains(wanted)) continue;
    throw Error(ErrorKind::invalid_input, "missing column: no input has " + quoted_text(actual) +
                                              ", named by --column " + wanted + "=" +
                                              quoted_text(actual) +
                                              " (`hubcensus inspect` shows the columns of a file)");
  }
}

std::optional<size_t> ColumnMap::find_if_there(std::string_view wanted,
                                               std::span<const std::string> names,
                                               std::string_view file) const {
  if (const auto renamed = actual_.find(wanted); renamed != actual_.end()) {
    if (const auto index = unique_index(renamed->second, names, file)) {
      const std::lock_guard lock(found_->mutex);
      found_->wanted.emplace(wanted);
      return index;
    }
  }
  // The flag may speak of another input: the dump's id may be renamed and the records' not.
  return unique_index(wanted, names, file);
}

std::optional<size_t> ColumnMap::find(std::string_view wanted, std::span<const std::string> names,
                                      std::string_view file) const {
  const std::optional<size_t> index = find_if_there(wanted, names, file);
  const auto renamed = actual_.find(wanted);
  if (index || renamed == actual_.end()) return index;
  const std::string& actual = renamed->second;
  throw Error(ErrorKind::invalid_input, "missing column in " + std::string(file) + ": " +
                                            quoted_text(actual) + ", named by --column " +
                                            std::string(wanted) + "=" + quoted_text(actual) +
                                            ", does not exist" + nearest_hint(actual, names));
}

size_t ColumnMap::require(std::string_view wanted, std::span<const std::string> names,
                          std::string_view file) const {
  const std::optional<size_t> index = find(wanted, names, file);
  if (index) return *index;
  throw Error(ErrorKind::invalid_input, "missing column in " + std::string(file) + ": it has no " +
                                            quoted_text(wanted) + nearest_hint(wanted, names) +
                                            first_names(names) + "; --column " +
                                            std::string(wanted) + "=ACTUAL names another");
}

}  // namespace hubcensus
