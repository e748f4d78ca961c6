// A tally file that is read: its settings and units when it is opened, its models and cells when
// they are added to a tally. It refuses, as Error(invalid_input) with its name, a file that is no
// tally, one of a newer form, and one of which any byte was changed or is missing; it looks at each
// number before it uses it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "host/ingest/parquet/parquet_file.hpp"
#include "host/tally/consumed_units.hpp"
#include "host/tally/held_model.hpp"
#include "host/tally/tally_format.hpp"
#include "host/tally/tally_settings.hpp"
#include "kernels/memory_budget.hpp"

namespace hubcensus {

// Where the models of a file go: the one who loads it numbers them.
class ModelNumbers {
 public:
  virtual ~ModelNumbers() = default;
  // The texts do not outlive the call.
  virtual uint32_t number(const HeldModel& model) = 0;
  // An id that the model, which has an `_id` and that number, bore.
  virtual void add_name(uint32_t number, std::string_view object_id, std::string_view id,
                        uint16_t day) = 0;
};

class TallyFile {
 public:
  explicit TallyFile(const std::string& path);

  // In single quotes, for messages.
  std::string name() const;
  const std::string& path() const { return file_.path(); }
  int64_t bytes() const { return file_.bytes(); }
  const std::string& hash() const { return hash_; }  // of the content, as the seal says
  const TallySettings& settings() const { return settings_; }
  const std::vector<std::string>& facets() const { return facets_; }
  const ConsumedUnits& units() const { return units_; }
  int64_t models() const { return models_; }
  // Of the accepted records; none where there is none.
  const std::optional<DayRange>& days() const { return days_; }
  // Metadata beside the settings; empty where it is not there.
  std::string metadata(const std::string& name) const;

  // Adds all cells of the facets that `into` has. Throws Error(invalid_input) where the file lacks
  // one of them.
  void add_to(Tally& into, ModelNumbers& numbers, MemoryBudget& budget) const;

 private:
  void read_settings();
  void read_units();
  void check_seal();
  [[noreturn]] void refuse(const std::string& reason) const;

  ParquetFile file_;
  std::string hash_;
  TallySettings settings_;
  std::vector<std::string> facets_;
  ConsumedUnits units_;
  int64_t models_ = 0;
  std::optional<DayRange> days_;
};

// Calls use(row) for the rows from the first on, until it says no.
void read_tally_rows(const ParquetFile& file, const std::function<bool(const TallyRow&)>& use);

}  // namespace hubcensus
