// What the generator knows about its own output: sums taken while the records are made, not read
// back. Integer sums alone, so that the order of the days and threads changes nothing.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "host/generate/activity.hpp"
#include "host/generate/lineage.hpp"
#include "host/generate/sample_hub.hpp"

namespace hubcensus::generate {

struct Sums {
  uint64_t records = 0;
  uint64_t zero_records = 0;
  uint64_t downloads = 0;
  std::array<uint64_t, kKindNames.size()> by_kind{};
  std::array<uint64_t, kCountryNames.size()> by_country{};
  std::array<uint64_t, kSizeClasses> by_size_class{};
  void add(const Sums& other);
};

// Rows of the dump, counted while they are made.
struct DumpCounts {
  uint64_t with_safetensors = 0;
  uint64_t with_gguf = 0;
  uint64_t with_base_models = 0;
  uint64_t bases_in_tags_only = 0;
  uint64_t without_created = 0;
  uint64_t base_references = 0;
  uint64_t missing_references = 0;
  uint64_t downloads_30_days = 0;
  uint64_t downloads_all_time = 0;
  std::array<uint64_t, kRelationNames.size()> by_relation{};  // tags included
  void add(const DumpCounts& other);
};

class Totals {
 public:
  explicit Totals(const Population& population);

  // Adds the records of one day; any number of threads at a time.
  void add_day(int32_t day, std::span<const Record> records);
  // Adds records of others; days before the first one are a year and a month of their own.
  void add_sums(Day day, const Sums& sums);
  // The first month by whose downloads, or by those up to its end, China passes the United States;
  // null where it never does. All months are complete.
  Json china_overtakes_us(bool cumulative) const;
  uint64_t of_model(int64_t index) const { return all_[static_cast<size_t>(index)]; }
  // Downloads of the last 30 days of the range.
  uint64_t of_model_30_days(int64_t index) const { return last_30_[static_cast<size_t>(index)]; }

  // `sections`: what the writers of other kinds of input counted, by the name of the kind.
  void write_json(const std::filesystem::path& path, const DumpCounts& dump,
                  const Json& sections) const;

 private:
  void extend_to(Day day);
  std::map<std::string, Sums> by_month() const;

  const Population& population_;
  std::mutex mutex_;
  std::vector<Sums> months_;
  std::map<std::string, Sums> earlier_;    // by month
  std::optional<Day> first_record_day_;
  std::optional<Day> last_record_day_;
  std::vector<uint64_t> all_;
  std::vector<uint64_t> last_30_;
};

}  // namespace hubcensus::generate
