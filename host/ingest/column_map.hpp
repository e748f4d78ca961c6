// Columns by name: which column of a file is the one wanted, with the names that `--column
// WANTED=ACTUAL` gives. It refuses to guess: a near name is only named in the message. Invariant: a
// column that is found exists once in the file.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>

namespace hubcensus {

// The name of `names` nearest to `wanted` by edit distance without regard to case, the first of
// equally near ones; empty where there are none.
std::string_view nearest_name(std::string_view wanted, std::span<const std::string> names);
// The end of a message, "; the nearest is 'downloads'"; empty where there are no names.
std::string nearest_hint(std::string_view wanted, std::span<const std::string> names);

// Of several names that may be wanted, the one that a name of `names` looks like a misspelling of
// (up to two letters apart), the first of equally near ones; else the first of all.
std::string_view likely_meant(std::span<const std::string_view> wanted,
                              std::span<const std::string> names);

class ColumnMap {
 public:
  ColumnMap() = default;
  // Each flag is WANTED=ACTUAL; Error(usage) for one without '=', with an empty side, or for a
  // WANTED that is given twice.
  explicit ColumnMap(std::span<const std::string> flags);

  // Error(usage) for a WANTED that is none of `known`: a misspelt flag would have no effect.
  void check_wanted(std::span<const std::string> known) const;
  // Error(invalid_input) for an ACTUAL that find() met in no file: a misspelt one would otherwise
  // be read by WANTED in silence. To be called once all files were looked at.
  void check_found() const;

  // Index of the wanted column; none where the file has none. A --column is for all inputs: a file
  // that lacks ACTUAL is read by WANTED. Error(invalid_input) where it lacks both, or where the
  // name appears twice.
  std::optional<size_t> find(std::string_view wanted, std::span<const std::string> names,
                             std::string_view file = "the input") const;
  // The same, but none too where a --column for it names a column that `file` lacks: for columns
  // that inputs of several kinds may have, where the flag may speak of another.
  std::optional<size_t> find_if_there(std::string_view wanted, std::span<const std::string> names,
                                      std::string_view file = "the input") const;
  // As find(); Error(invalid_input) where the file has none.
  size_t require(std::string_view wanted, std::span<const std::string> names,
                 std::string_view file) const;

 private:
  struct Found {
    std::mutex mutex;  // files are opened by several threads
    std::set<std::string, std::less<>> wanted;
  };

  std::map<std::string, std::string, std::less<>> actual_;  // by wanted
  std::shared_ptr<Found> found_ = std::make_shared<Found>();
};

}  // namespace hubcensus
