#include "host/ingest/json/object_file.hpp"

#include "host/ingest/text/quoted_text.hpp"
#include "kernels/error.hpp"

namespace hubcensus {
namespace {

constexpr size_t kNamedBadLines = 5;
constexpr int64_t kLookedAtObjects = 1000;
// A hostile file may name its members as it likes.
constexpr size_t kMostNames = 1000;

}  // namespace

ObjectFile::ObjectFile(const std::string& path, std::span<const JsonPath> paths,
                       const TextLimits& limits, int64_t block_bytes)
    : objects_(path, limits, block_bytes),
      reader_(paths),
      max_bad_lines_(limits.max_bad_lines),
      has_(paths.size()) {}

bool ObjectFile::next() {
  for (;;) {
    const std::optional<JsonItem> item = objects_.next();
    if (!item) return false;
    item_ = *item;
    ++objects_read_;
    const char* const fault = item_.fault != nullptr ? item_.fault : reader_.read(item_.text);
    if (fault == nullptr) break;
    reject_bad(fault);
  }
  for (size_t i = 0; i < has_.size(); ++i) {
    if (has_[i]) continue;
    for (const JsonCell& cell : reader_.cells(i)) has_[i] = has_[i] || !cell.is_absent();
  }
  return true;
}

void ObjectFile::reject_bad(const std::string& reason) {
  reject(reason);
  const std::string place =
      "line " + std::to_string(item_.line) + ": " + reason + ": " + quoted_text(item_.text);
  if (bad_lines_.size() < kNamedBadLines) bad_lines_.push_back(text().path() + ", " + place);
  if (++bad_ <= max_bad_lines_) return;
  throw Error(ErrorKind::invalid_input, "too many bad JSON objects in " + text().path() + ": " +
                                            std::to_string(bad_) + " of the first " +
                                            std::to_string(objects_read_) + ", the last in " +
                                            place + "; --max-bad-lines allows more");
}

FirstObjects look_at_objects(const std::string& path, const TextLimits& limits) {
  FirstObjects result;
  JsonObjects objects(path, limits);
  ObjectReader reader({});
  for (int64_t i = 0; i < kLookedAtObjects; ++i) {
    const std::optional<JsonItem> item = objects.next();
    if (!item) break;
    ++result.items;
    if (item->fault != nullptr || reader.read(item->text) != nullptr) continue;
    ++result.looked_at;
    for (const std::string_view name : reader.names()) {
      if (result.names.size() == kMostNames) break;
      if (++result.objects_with[std::string(name)] == 1) result.names.emplace_back(name);
    }
  }
  return result;
}

}  // namespace hubcensus
