// A file of JSON objects, one sound object after the other: what cannot be read is counted by
// reason and named, and ends the run only beyond max_bad_lines. It refuses to know what the objects
// mean. Invariant: objects_read = objects given + the sum of rejected, as long as callers reject
// only what next() gave last.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "host/ingest/json/json_objects.hpp"
#include "host/ingest/json/object_reader.hpp"

namespace hubcensus {

class ObjectFile {
 public:
  // Throws what TextFile throws.
  ObjectFile(const std::string& path, std::span<const JsonPath> paths,
             const TextLimits& limits = {}, int64_t block_bytes = kTextBlockBytes);

  // The next sound object; false at the end. Throws Error(invalid_input) beyond max_bad_lines.
  bool next();
  const ObjectReader& object() const { return reader_; }
  // The object given last is no row. A bad one, which lacks what it must have, is named and counts
  // towards max_bad_lines.
  void reject(const std::string& reason) { ++rejected_[reason]; }
  void reject_bad(const std::string& reason);

  // Whether any object so far has a member there, be it null.
  bool has(size_t path) const { return has_[path]; }
  int64_t objects_read() const { return objects_read_; }
  const std::map<std::string, int64_t>& rejected() const { return rejected_; }
  // A line of text for each of the first bad ones.
  const std::vector<std::string>& bad_lines() const { return bad_lines_; }
  TextFile& text() { return objects_.text(); }

 private:
  JsonObjects objects_;
  ObjectReader reader_;
  int64_t max_bad_lines_;
  JsonItem item_;
  int64_t objects_read_ = 0;
  int64_t bad_ = 0;
  std::vector<bool> has_;
  std::map<std::string, int64_t> rejected_;
  std::vector<std::string> bad_lines_;
};

// Names of the top-level members of the first objects, each once, in order of appearance.
struct FirstObjects {
  int64_t items = 0;      // bad ones too, at most a thousand
  int64_t looked_at = 0;  // of them, sound objects
  std::vector<std::string> names;
  std::map<std::string, int64_t> objects_with;  // by name
};
FirstObjects look_at_objects(const std::string& path, const TextLimits& limits = {});

}  // namespace hubcensus
