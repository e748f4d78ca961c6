// What `hubcensus pack` says of what it wrote.

#include "host/pack/pack_records.hpp"
#include "host/report/json_text.hpp"
#include "host/report/summary/number_text.hpp"
#include "host/report/text_safety.hpp"

namespace hubcensus {
namespace {

std::optional<double> bytes_per_record(int64_t bytes, int64_t records) {
  if (records == 0) return std::nullopt;
  return static_cast<double>(bytes) / static_cast<double>(records);
}

std::string number(int64_t value) { return with_separators(static_cast<u128>(value)); }

}  // namespace

std::string to_text(const PackedRecords& packed) {
  const RecordCounts& counts = packed.counts;
  std::string text = number(counts.counted) + " records packed of " + number(counts.read) +
                     " read, " + number(packed.models) + " models (" +
                     (packed.has_integer_keys ? "integers" : "texts") + ")\n";
  for (size_t i = 0; i < kRejections; ++i) {
    if (counts.rejected[i] == 0) continue;
    text +=
        "left out: " + number(counts.rejected[i]) + " " + std::string(kRejectionNames[i]) + "\n";
  }
  text += "from " + number(packed.files_read) + " files, " + number(packed.bytes_read) +
          " bytes, to " + number(packed.files) + " files, " + number(packed.bytes) +
          " bytes: " + terminal_text(packed.folder.string()) + "\n";
  text += "bytes per record: " + fixed_text(bytes_per_record(packed.bytes_read, counts.read), 2) +
          " before, " + fixed_text(bytes_per_record(packed.bytes, counts.counted), 2) + " after\n";
  text += "read " + seconds_text(packed.seconds.read) + ", sort " +
          seconds_text(packed.seconds.sort) + ", write " + seconds_text(packed.seconds.write);
  if (packed.spilled_bytes > 0) text += "; " + number(packed.spilled_bytes) + " bytes on disk";
  return text + "\n";
}

std::string to_json(const PackedRecords& packed) {
  const RecordCounts& counts = packed.counts;
  Json rejected = Json::object();
  for (size_t i = 0; i < kRejections; ++i) {
    if (counts.rejected[i] == 0) continue;
    rejected[std::string(kRejectionNames[i])] = counts.rejected[i];
  }
  const auto side = [](int64_t files, int64_t bytes, int64_t records) {
    return Json{{"files", files},
                {"bytes", bytes},
                {"bytes_per_record", json_or_null(bytes_per_record(bytes, records))}};
  };
  return json_text(
      {{"folder", packed.folder.string()},
       {"keys", packed.has_integer_keys ? "integer" : "text"},
       {"models", packed.models},
       {"records", {{"read", counts.read}, {"packed", counts.counted}, {"rejected", rejected}}},
       {"before", side(packed.files_read, packed.bytes_read, counts.read)},
       {"after", side(packed.files, packed.bytes, counts.counted)},
       {"spilled_bytes", packed.spilled_bytes},
       {"seconds",
        {{"read", packed.seconds.read},
         {"sort", packed.seconds.sort},
         {"write", packed.seconds.write}}}});
}

}  // namespace hubcensus
