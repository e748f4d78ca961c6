// The wanted members of one JSON object, read without building the rest: the one place that knows
// simdjson. The whole object is checked, unknown members too: it refuses what is no JSON (RFC
// 8259), invalid UTF-8, NUL bytes, nesting beyond kMaxJsonDepth and wanted lists beyond
// kMaxListElements. Of members of the same name in one object the first counts. Invariant: a sound
// object gives the same cells on every machine.
// Memory: about eight times the longest object.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hubcensus {

inline constexpr int kMaxJsonDepth = 128;
// Of a wanted list: each element takes more memory than its text.
inline constexpr size_t kMaxListElements = 1'000'000;

struct JsonCell {
  enum class Type : uint8_t { absent, null, boolean, number, text, broken_text, array, object };
  Type type = Type::absent;
  std::string_view text;  // of text: unescaped; of numbers and booleans: as it is written

  bool is_absent() const { return type == Type::absent; }
  // Neither there nor null.
  bool is_unknown() const { return type <= Type::null; }
  bool is_text() const { return type == Type::text; }
};

// A member: a name as it is, and the way on from there, as ".total", "[]" (each element of a list)
// or ".models[].id".
struct JsonPath {
  std::string name;
  std::string_view rest;
};

class ObjectReader {
 public:
  // A path is known by its index. Names below the top have no dot and no bracket.
  explicit ObjectReader(std::span<const JsonPath> paths);
  ~ObjectReader();
  ObjectReader(ObjectReader&&) noexcept;

  // Null where the object was read; else the reason: "embedded_nul", "invalid_utf8", "bad_json",
  // "not_an_object", "nested_too_deep" or "list_too_long". Throws Error(limit) where memory does
  // not suffice.
  const char* read(std::string_view text);

  // The cells are valid until the next read(). A path with [] has as many cells as its list has
  // elements, absent ones where an element lacks the member; any other path has one.
  const JsonCell& cell(size_t path) const { return cells_[path].front(); }
  std::span<const JsonCell> cells(size_t path) const { return cells_[path]; }
  // Names of the top-level members of the object read last, in order.
  std::span<const std::string_view> names() const { return names_; }

 private:
  struct Node;
  class Visit;
  struct Parser;

  std::unique_ptr<Node> root_;
  std::unique_ptr<Parser> parser_;
  std::vector<bool> is_list_;  // by path
  std::vector<std::vector<JsonCell>> cells_;
  std::vector<std::string_view> names_;
  uint64_t objects_ = 0;       // met so far, nested ones too
  std::vector<char> object_;   // with the padding that simdjson reads
  std::vector<char> strings_;  // unescaped
};

}  // namespace hubcensus
