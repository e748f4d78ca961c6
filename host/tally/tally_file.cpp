#include "host/tally/tally_file.hpp"

#include <arrow/util/key_value_metadata.h>

#include <algorithm>
#include <map>

#include "host/ingest/text/mapped_file.hpp"
#include "host/ingest/text/parse_integer.hpp"
#include "host/ingest/text/quoted_text.hpp"
#include "host/report/digest.hpp"
#include "host/tally/tally_cells.hpp"

namespace hubcensus {
namespace {

constexpr size_t kTailBytes = 8;  // of Parquet: the footer's length, and the magic bytes

std::vector<std::string> split(std::string_view text, char mark) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const size_t end = std::min(text.find(mark), text.size());
    parts.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

// The units of a file as its rows tell them.
class UnitRows {
 public:
  // False for a row of another kind, which says that those of units are over.
  bool add(const TallyRow& row) {
    if (row.facet == kFileFacet) {
      files_.push_back(
          {std::string(row.object_id), std::string(row.text), static_cast<int64_t>(row.value)});
    } else if (row.facet == kLacksFacet) {
      files_.at(row.model).missing_columns.emplace_back(row.text);
    } else if (row.facet == kUnitFacet) {
      units_.push_back({std::string(row.text), row.model, {}});
    } else {
      return add_count(row);
    }
    return true;
  }

  ConsumedUnits units() const {
    ConsumedUnits units;
    for (const ConsumedFile& file : files_) units.add_file(file);
    for (const auto& [key, file, counts] : units_) units.add(key, files_.at(file), counts);
    return units;
  }

 private:
  struct Unit {
    std::string key;
    size_t file;
    RecordCounts counts;
  };

  // No sum of counts overflows, whatever a file made by hand says.
  static constexpr uint64_t kMostRows = uint64_t{1} << 40;

  bool add_count(const TallyRow& row) {
    const auto of_unit = [&]() -> RecordCounts& {
      return units_.at(static_cast<size_t>(row.sub)).counts;
    };
    const auto rows = static_cast<int64_t>(std::min(row.value, kMostRows));
    if (row.facet == kReadFacet) {
      of_unit().read = rows;
    } else if (row.facet == kCountedFacet) {
      of_unit().counted = rows;
    } else if (row.facet == kRejectedFacet) {
      const auto reason = std::find(kRejectionNames.begin(), kRejectionNames.end(), row.text);
      of_unit().rejected.at(static_cast<size_t>(reason - kRejectionNames.begin())) = rows;
    } else if (row.facet == kTotalsCheckedFacet) {
      of_unit().totals_checked = rows;
    } else if (row.facet == kTotalsDifferingFacet) {
      of_unit().totals_differing = rows;
    } else if (row.facet == kBeforeRangeFacet) {
      of_unit().before_range = rows;
    } else {
      return false;
    }
    return true;
  }

  std::vector<ConsumedFile> files_;
  std::vector<Unit> units_;
};

}  // namespace

TallyFile::TallyFile(const std::string& path) : file_(path) {
  const std::string form = metadata("");
  if (form.empty()) refuse("it is no tally of hubcensus");
  const auto number = parse_integer<int>(form);
  if (!number || *number != kTallyFormat) {
    refuse("its form is " + quoted_text(form) + ", this program reads " +
           std::to_string(kTallyFormat) + "; a newer hubcensus reads it");
  }
  check_seal();
  read_settings();
  file_.guarded([&] { read_units(); });
}

std::string TallyFile::name() const { return quoted_text(file_.path()); }

void TallyFile::refuse(const std::string& reason) const {
  throw Error(ErrorKind::invalid_input, "cannot read the tally " + name() + ": " + reason);
}

std::string TallyFile::metadata(const std::string& key) const {
  const auto& all = file_.metadata().key_value_metadata();
  const std::string whole = std::string(kTallyKey) + (key.empty() ? "" : "." + key);
  const int at = all == nullptr ? -1 : all->FindKey(whole);
  return at < 0 ? std::string() : all->value(at);
}

void TallyFile::check_seal() {
  const MappedFile map(file_.path());
  const std::string_view bytes = map.bytes();
  const std::string damaged = "it is damaged: its bytes are not those that were sealed";
  if (bytes.size() < kTailBytes + kSealBytes) refuse(damaged);
  const auto byte = [&](size_t i) {
    return size_t{static_cast<unsigned char>(bytes[bytes.size() - kTailBytes + i])};
  };
  const size_t length = byte(0) | byte(1) << 8 | byte(2) << 16 | byte(3) << 24;
  if (length > bytes.size() - kTailBytes - kSealBytes) refuse(damaged);
  const size_t footer = bytes.size() - kTailBytes - length;
  const std::string_view seal = bytes.substr(footer - kSealBytes, kSealBytes);
  Digest digest;
  digest.add(bytes.substr(0, footer - kSealBytes));
  digest.add(bytes.substr(footer));
  hash_ = digest.hex();
  if (seal != std::string(kSealMark) + hash_) refuse(damaged);
}

void TallyFile::read_settings() {
  const auto kind = parse_record_kind(metadata("kind"));
  const std::string keys = metadata("keys");
  const auto from = parse_day(metadata("from"));
  const auto to = parse_day(metadata("to"));
  const std::string grain = metadata("grain");
  const auto models = parse_integer<int64_t>(metadata("models"));
  settings_.keys = parse_key_kind(keys);
  const bool is_sound = kind && from && to && models && *models >= 0 && *models <= kMaxModels &&
                        (keys.empty() || settings_.keys) &&
                        (grain == "month" || grain == "week" || grain == "day");
  if (!is_sound) refuse("its settings are none that this program knows");
  settings_.kind = *kind;
  settings_.range = {*from, *to};
  if (grain != "month") settings_.grain = grain == "week" ? Grain::week : Grain::day;
  settings_.strict = metadata("strict") == "yes";
  facets_ = split(metadata("facets"), ',');
  models_ = *models;
  const std::vector<std::string> days = split(metadata("days"), ' ');
  if (days.size() != 2) return;
  const auto first = parse_day(days[0]);
  const auto last = parse_day(days[1]);
  if (first && last) days_ = DayRange{*first, *last};
}

void TallyFile::read_units() {
  UnitRows rows;
  read_tally_rows(file_, [&](const TallyRow& row) { return rows.add(row); });
  units_ = rows.units();
}

void TallyFile::add_to(Tally& into, ModelNumbers& numbers, MemoryBudget& budget) const {
  for (const std::string& facet : facet_names(into)) {
    if (std::find(facets_.begin(), facets_.end(), facet) == facets_.end()) {
      refuse("it lacks the facet '" + facet + "'");
    }
  }
  file_.guarded([&] {
    TallyCells cells(into, numbers, models_, settings_.keys == KeyKind::snapshot, budget);
    read_tally_rows(file_, [&](const TallyRow& row) {
      if (!cells.add(row)) refuse("a row of its facet " + quoted_text(row.facet) + " is wrong");
      return true;
    });
    cells.finish();
  });
}

}  // namespace hubcensus
