// Rows of the Hub's lists beside the models, as their readers hand them on, and what the readers
// count. Texts and lists of a row are views into the reader and live for the call alone; empty or
// none: unknown.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/calendar.hpp"

namespace hubcensus {

// A dataset or a space.
struct RepositoryRow {
  std::string_view id;  // "account/name"
  std::optional<Day> created;
  std::optional<int64_t> modified_us;
  std::optional<uint64_t> downloads_30_days;   // of datasets
  std::optional<uint64_t> downloads_all_time;  // of datasets
  std::string_view sdk;                        // of spaces
  std::span<const std::string_view> tags;
};

// The overview of an account: of an organization, or of a user.
struct OrganizationRow {
  std::string_view handle;  // `name`, of users `user`
  std::string_view full_name;
  std::string_view type;  // "org", "user"
  std::optional<bool> verified;
};

struct PaperRow {
  std::string_view id;  // of arXiv
  std::string_view title;
  std::string_view organization;  // handle
  std::optional<Day> published;
  std::optional<uint64_t> upvotes;
  std::span<const std::string_view> models;  // ids of those linked
  std::span<const std::string_view> datasets;
};

struct HubListReport {
  int64_t rows_read = 0;  // = accepted + rejected
  int64_t rows_accepted = 0;
  std::map<std::string, int64_t> rejected;       // rows by reason
  std::map<std::string, int64_t> invalid_cells;  // taken as unknown, by member
  std::vector<std::string> bad_lines;            // the first bad objects, a text each
  std::vector<std::string> missing_columns;      // of Parquet and CSV
  std::string hash;
  int64_t bytes = 0;
};

using RepositorySink = std::function<void(const RepositoryRow&)>;
using OrganizationSink = std::function<void(const OrganizationRow&)>;
using PaperSink = std::function<void(const PaperRow&)>;

}  // namespace hubcensus
