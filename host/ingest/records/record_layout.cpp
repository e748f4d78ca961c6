#include "host/ingest/records/record_layout.hpp"

#include <array>

#include "host/ingest/text/quoted_text.hpp"
#include "kernels/error.hpp"

namespace hubcensus {
namespace {

using Index = std::optional<size_t>;

constexpr std::array<std::string_view, 14> kNames = {
    "_id",           "model_id",         "repoName", "id",     "date",     "timestamp", "downloads",
    "downloads_30d", "downloadsAllTime", "status",   "method", "repoType", "country",   "total"};

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

class LayoutFinder {
 public:
  LayoutFinder(std::span<const std::string> names, const ColumnMap& columns,
               const RecordOptions& options, const std::string& path)
      : names_(names), columns_(columns), options_(options), path_(path) {}

  RecordLayout find() {
    RecordLayout layout;
    layout.date = first_of({"date", "timestamp"});
    layout.kind = options_.kind.value_or(kind_by_names(layout));
    find_key(layout);
    const bool needs_date = layout.kind == RecordKind::daily || layout.kind == RecordKind::requests;
    if (needs_date) layout.date = require_one({"date", "timestamp"});
    find_value(layout);
    if (layout.kind == RecordKind::daily) {
      layout.repo_type = first_of({"repoType"});
      if (layout.repo_type) layout.total = first_of({"total"});
    }
    if (layout.kind == RecordKind::requests) {
      layout.repo_type = require("repoType");
      layout.status = require("status");
      layout.method = require("method");
      layout.country = first_of({"country"});
    }
    if (layout.is_dump()) {
      layout.snapshot_day = snapshot_day();
    } else {
      check_no_snapshot_date(names_[*layout.date]);
    }
    return layout;
  }

 private:
  RecordKind kind_by_names(const RecordLayout& layout) const {
    if (!has("downloads") && (has("status") || has("method"))) return RecordKind::requests;
    if (has("downloadsAllTime")) return RecordKind::cumulative;
    if (layout.date && has("downloads_30d")) return RecordKind::rolling30;
    // A dump of the years before the counter of all downloads; alone, it is no series.
    const bool is_early_dump = !layout.date && has("_id") && has("id");
    return is_early_dump ? RecordKind::cumulative : RecordKind::daily;
  }

  void find_key(RecordLayout& layout) {
    if (layout.is_of_snapshots()) {
      layout.object_id = first_of({"_id"});
      layout.id = first_of({"id", "model_id", "repoName"});
      if (!layout.object_id && !layout.id) require("id");  // throws
      return;
    }
    if (options_.with_object_id) layout.object_id = first_of({"_id"});
    // Beside `_id`, a text goes before what may be the integer of the dump.
    layout.id = layout.object_id ? first_of({"id", "repoName", "model_id"})
                                 : require_one({"model_id", "repoName", "id"});
  }

  void find_value(RecordLayout& layout) {
    switch (layout.kind) {
      case RecordKind::daily:
        layout.value = require("downloads");
        break;
      case RecordKind::requests:
        break;
      case RecordKind::rolling30:
        layout.value = require_one({"downloads_30d", "downloads"});
        break;
      case RecordKind::cumulative:
        layout.value = first_of({"downloadsAllTime"});
        // In a dump, `downloads` is of 30 days; in a forced series of another form it is what
        // there is.
        if (!layout.value && layout.date) layout.value = require("downloads");
        break;
    }
  }

  Day snapshot_day() const {
    if (const auto given = options_.snapshot_dates.find(path_);
        given != options_.snapshot_dates.end()) {
      return given->second;
    }
    if (const auto day = day_in_path(path_)) return *day;
    throw Error(
        ErrorKind::invalid_input,
        "no date of " + quoted_text(path_) +
            ": it has no column 'date', so it is read as a "
            "dump of one day, and its path has none as 2026-06-05; --snapshot-date FILE=DATE "
            "gives it");
  }

  void check_no_snapshot_date(const std::string& date_column) const {
    if (!options_.snapshot_dates.contains(path_)) return;
    throw Error(ErrorKind::usage, "wrong --snapshot-date: " + quoted_text(path_) +
                                      " is no dump of one day, its column " +
                                      quoted_text(date_column) + " tells the day of each row");
  }

  bool has(std::string_view wanted) const {
    return columns_.find_if_there(wanted, names_, path_).has_value();
  }
  Index first_of(std::initializer_list<std::string_view> wanted) const {
    for (const std::string_view name : wanted) {
      if (const Index index = columns_.find_if_there(name, names_, path_)) return index;
    }
    return std::nullopt;
  }
  // The first that is there; else throws, naming what was likely meant.
  size_t require_one(std::initializer_list<std::string_view> wanted) const {
    if (const Index index = first_of(wanted)) return *index;
    return require(likely_meant({wanted.begin(), wanted.size()}, names_));
  }
  size_t require(std::string_view wanted) const { return columns_.require(wanted, names_, path_); }

  std::span<const std::string> names_;
  const ColumnMap& columns_;
  const RecordOptions& options_;
  const std::string& path_;
};

}  // namespace

RecordLayout find_record_layout(std::span<const std::string> names, const ColumnMap& columns,
                                const RecordOptions& options, const std::string& path) {
  return LayoutFinder(names, columns, options, path).find();
}

std::optional<Day> day_in_path(std::string_view path) {
  constexpr size_t kLength = std::string_view("2026-06-05").size();
  for (size_t begin = path.size(); begin-- > 0;) {
    if (path.size() - begin < kLength) continue;
    const bool is_cut = (begin > 0 && is_digit(path[begin - 1])) ||
                        (begin + kLength < path.size() && is_digit(path[begin + kLength]));
    const auto day = parse_day(path.substr(begin, kLength));
    if (!is_cut && day && *day >= kFirstRecordDay && *day <= kLastRecordDay) return day;
  }
  return std::nullopt;
}

std::span<const std::string_view> record_column_names() { return kNames; }

}  // namespace hubcensus
