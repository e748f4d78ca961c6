#include "host/ingest/json/object_reader.hpp"

#include <simdjson.h>

#include <algorithm>
#include <cstring>

#include "kernels/error.hpp"

namespace hubcensus {
namespace {

namespace ondemand = ::simdjson::ondemand;

constexpr size_t kNoPath = SIZE_MAX;

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

// Takes digits off `text`; whether there was one.
bool take_digits(std::string_view& text) {
  const size_t before = text.size();
  while (!text.empty() && is_digit(text[0])) text.remove_prefix(1);
  return text.size() < before;
}

// By the grammar alone: numbers of any size are numbers.
bool is_number(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  if (text.starts_with('0')) {
    text.remove_prefix(1);
  } else if (!take_digits(text)) {
    return false;
  }
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    if (!take_digits(text)) return false;
  }
  if (text.starts_with('e') || text.starts_with('E')) {
    text.remove_prefix(1);
    if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
    if (!take_digits(text)) return false;
  }
  return text.empty();
}

// A literal or number, as it is written.
JsonCell scalar(std::string_view token) {
  if (token == "null") return {JsonCell::Type::null, token};
  if (token == "true" || token == "false") return {JsonCell::Type::boolean, token};
  return is_number(token) ? JsonCell{JsonCell::Type::number, token} : JsonCell{};
}

}  // namespace

// A member on the way to wanted ones.
struct ObjectReader::Node {
  std::string name;
  size_t path = kNoPath;           // that ends here
  std::vector<Node> members;       // of the object that it is
  std::unique_ptr<Node> element;   // of the list that it is
  std::vector<size_t> list_paths;  // of an element: all that end in it or below
  uint64_t seen_in = 0;            // the object, by its number in objects_

  Node* member(std::string_view wanted) {
    const auto found = std::find_if(members.begin(), members.end(),
                                    [&](const Node& node) { return node.name == wanted; });
    return found == members.end() ? nullptr : &*found;
  }

  Node& add_member(std::string_view wanted) {
    if (Node* known = member(wanted)) return *known;
    members.emplace_back().name = wanted;
    return members.back();
  }

  void add(std::string_view rest, size_t added) {
    if (rest.empty()) {
      path = added;
    } else if (rest.starts_with("[]")) {
      if (!element) element = std::make_unique<Node>();
      element->list_paths.push_back(added);
      element->add(rest.substr(2), added);
    } else {
      const size_t end = rest.find_first_of(".[", 1);
      add_member(rest.substr(1, end - 1))
          .add(end == std::string_view::npos ? std::string_view() : rest.substr(end), added);
    }
  }
};

struct ObjectReader::Parser {
  ondemand::parser simd;
};

// One walk over an object. `node` is null where nothing below is wanted.
class ObjectReader::Visit {
 public:
  explicit Visit(ObjectReader& reader)
      : reader_(reader), strings_(reinterpret_cast<uint8_t*>(reader.strings_.data())) {}

  // Why the object was not read to its end.
  const char* fault() const { return fault_; }

  bool object(ondemand::object object, Node* node, int depth) {
    const uint64_t number = ++reader_.objects_;
    for (auto next : object) {
      ondemand::field field;
      std::string_view name;
      if (std::move(next).get(field)) return false;
      if (!text(field.key(), name)) return false;
      if (depth == 1) reader_.names_.push_back(name);
      Node* member = node == nullptr ? nullptr : node->member(name);
      if (member != nullptr && member->seen_in == number) member = nullptr;
      if (member != nullptr) member->seen_in = number;
      if (!value(field.value(), member, depth)) return false;
    }
    return true;
  }

 private:
  using Type = JsonCell::Type;

  bool value(ondemand::value value, Node* node, int depth) {
    ondemand::json_type type;
    if (value.type().get(type)) return false;
    if (type == ondemand::json_type::object || type == ondemand::json_type::array) {
      if (depth == kMaxJsonDepth) return stop("nested_too_deep");
    }
    if (type == ondemand::json_type::object) {
      ondemand::object members;
      set(node, {Type::object, {}});
      return !value.get_object().get(members) && object(members, node, depth + 1);
    }
    if (type == ondemand::json_type::array) {
      ondemand::array elements;
      set(node, {Type::array, {}});
      return !value.get_array().get(elements) && array(elements, node, depth + 1);
    }
    if (type == ondemand::json_type::string) {
      ondemand::raw_json_string raw;
      return !value.get_raw_json_string().get(raw) && string(raw, node);
    }
    std::string_view token = value.raw_json_token();
    token = token.substr(0, token.find_last_not_of(" \t\r\n") + 1);
    const JsonCell cell = scalar(token);
    set(node, cell);
    return !cell.is_absent();
  }

  bool array(ondemand::array array, Node* node, int depth) {
    Node* element = node == nullptr ? nullptr : node->element.get();
    for (auto next : array) {
      ondemand::value item;
      if (std::move(next).get(item)) return false;
      if (element != nullptr) {
        for (const size_t path : element->list_paths) {
          if (reader_.cells_[path].size() == kMaxListElements) return stop("list_too_long");
          reader_.cells_[path].emplace_back();
        }
      }
      if (!value(item, element, depth)) return false;
    }
    return true;
  }

  bool stop(const char* fault) {
    fault_ = fault;
    return false;
  }

  // A lone surrogate is JSON, and no text.
  bool string(ondemand::raw_json_string raw, Node* node) {
    uint8_t* const begin = strings_;
    std::string_view unescaped;
    if (text(raw, unescaped, /*allow_replacement=*/false)) {
      set(node, {Type::text, unescaped});
    } else if (text(raw, unescaped)) {
      set(node, {Type::broken_text, {}});
    } else {
      return false;
    }
    if (node == nullptr) strings_ = begin;
    return true;
  }

  bool text(ondemand::raw_json_string raw, std::string_view& out, bool allow_replacement = true) {
    return !reader_.parser_->simd.unescape(raw, strings_, allow_replacement).get(out);
  }

  void set(Node* node, const JsonCell& cell) {
    if (node != nullptr && node->path != kNoPath) reader_.cells_[node->path].back() = cell;
  }

  ObjectReader& reader_;
  uint8_t* strings_;
  const char* fault_ = "bad_json";
};

ObjectReader::ObjectReader(std::span<const JsonPath> paths)
    : root_(std::make_unique<Node>()), parser_(std::make_unique<Parser>()) {
  for (size_t i = 0; i < paths.size(); ++i) {
    root_->add_member(paths[i].name).add(paths[i].rest, i);
    is_list_.push_back(paths[i].rest.find("[]") != std::string_view::npos);
  }
  cells_.resize(paths.size());
}

ObjectReader::~ObjectReader() = default;
ObjectReader::ObjectReader(ObjectReader&&) noexcept = default;

const char* ObjectReader::read(std::string_view text) {
  names_.clear();
  for (size_t i = 0; i < cells_.size(); ++i) cells_[i].assign(is_list_[i] ? 0 : 1, JsonCell());
  if (text.find('\0') != std::string_view::npos) return "embedded_nul";
  if (!::simdjson::validate_utf8(text.data(), text.size())) return "invalid_utf8";
  if (!text.starts_with('{')) return "not_an_object";
  const size_t padded = text.size() + ::simdjson::SIMDJSON_PADDING;
  if (object_.size() < padded) {
    object_.resize(padded);
    strings_.resize(padded);
  }
  std::memcpy(object_.data(), text.data(), text.size());
  std::memset(object_.data() + text.size(), ' ', ::simdjson::SIMDJSON_PADDING);
  ondemand::document document;
  const auto error =
      parser_->simd.iterate(object_.data(), text.size(), object_.size()).get(document);
  if (error == ::simdjson::MEMALLOC || error == ::simdjson::CAPACITY) {
    throw Error(ErrorKind::limit, "no memory for a JSON object of " + std::to_string(text.size()) +
                                      " bytes; --max-line-bytes allows less");
  }
  ondemand::object object;
  if (error || document.get_object().get(object)) return "bad_json";
  Visit visit(*this);
  if (!visit.object(object, root_.get(), 1)) return visit.fault();
  return document.at_end() ? nullptr : "bad_json";
}

}  // namespace hubcensus
