#include "host/ingest/models/json_member.hpp"

#include <nlohmann/json.hpp>
#include <string>

namespace hubcensus {
namespace {

// Each event says whether to go on; parsing ends at the first false.
class MemberFinder : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit MemberFinder(std::string_view name) : name_(name) {}

  std::optional<uint64_t> found() const { return found_; }

  bool key(string_t& name) override {
    at_member_ = depth_ == 1 && name == name_;
    return true;
  }
  bool number_unsigned(number_unsigned_t value) override {
    if (at_member_) found_ = value;
    return !at_member_;
  }
  bool null() override { return !at_member_; }
  bool boolean(bool) override { return !at_member_; }
  bool number_integer(number_integer_t) override { return !at_member_; }
  bool number_float(number_float_t, const string_t&) override { return !at_member_; }
  bool string(string_t&) override { return !at_member_; }
  bool binary(binary_t&) override { return !at_member_; }
  bool start_object(size_t) override { return begin_container(); }
  bool end_object() override { return end_container(); }
  // An outermost array has no members: its objects lie one deeper.
  bool start_array(size_t) override { return begin_container(); }
  bool end_array() override { return end_container(); }
  bool parse_error(size_t, const std::string&, const nlohmann::detail::exception&) override {
    return false;
  }

 private:
  bool begin_container() {
    ++depth_;
    return !at_member_;
  }
  bool end_container() {
    --depth_;
    return true;
  }

  std::string_view name_;
  int depth_ = 0;
  bool at_member_ = false;
  std::optional<uint64_t> found_;
};

}  // namespace

std::optional<uint64_t> top_level_integer(std::string_view json, std::string_view name) {
  MemberFinder finder(name);
  nlohmann::json::sax_parse(json.begin(), json.end(), &finder);
  return finder.found();
}

}  // namespace hubcensus
