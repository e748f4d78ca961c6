#include "host/cli/inspect_json.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "host/cli/inspect_file.hpp"
#include "host/ingest/hub/list_kind.hpp"
#include "host/ingest/json/object_file.hpp"
#include "host/ingest/wanted_columns.hpp"
#include "host/report/summary/number_text.hpp"

namespace hubcensus {
namespace {

// Kind, flag, and why.
std::array<std::string, 3> kind_of(HubList list) {
  const char* const objects = "objects of the Hub API";
  switch (list) {
    case HubList::models:
      return {"models dump", "--models", objects};
    case HubList::datasets:
      return {"datasets", "--datasets", objects};
    case HubList::spaces:
      return {"spaces", "--spaces", objects};
    case HubList::organizations:
      return {"organizations", "--organizations", objects};
    case HubList::papers:
      return {"daily papers", "--papers", objects};
    case HubList::unknown:
      break;
  }
  return {"unknown", "",
          "JSON that is no list of models, datasets, spaces, organizations or papers"};
}

// Top-level members that the reader of such a list uses.
std::span<const std::string_view> members_used(HubList list) {
  static constexpr std::array<std::string_view, 5> kRepository = {"id", "createdAt", "lastModified",
                                                                  "tags", "sdk"};
  static constexpr std::array<std::string_view, 5> kOrganization = {"name", "user", "fullname",
                                                                    "type", "isVerified"};
  static constexpr std::array<std::string_view, 6> kPaper = {
      "paper", "id", "upvotes", "organization", "linkedModels", "linkedDatasets"};
  switch (list) {
    case HubList::models:
      return kModelColumnNames;
    case HubList::datasets:
    case HubList::spaces:
      return kRepository;
    case HubList::organizations:
      return kOrganization;
    case HubList::papers:
      return kPaper;
    case HubList::unknown:
      break;
  }
  return {};
}

bool is_used(HubList list, const std::string& member) {
  if (list == HubList::models && member == "modelId") return true;
  const auto used = members_used(list);
  return std::find(used.begin(), used.end(), member) != used.end();
}

}  // namespace

Inspection inspect_json(const std::string& path) {
  const FirstObjects first = look_at_objects(path);
  const HubList list = hub_list_of(first.names);
  const MappedFile file(path);
  Inspection inspection;
  inspection.path = path;
  const auto [kind, flag, reason] = kind_of(list);
  inspection.kind = kind;
  inspection.flag = flag;
  inspection.reason = reason;
  inspection.format = "JSON";
  inspection.compression = compression_name(compression_of(file.bytes()));
  inspection.bytes = static_cast<int64_t>(file.bytes().size());
  inspection.has_rows = false;
  inspection.notes.push_back(
      {"looked at", "the first " + with_separators(static_cast<uint64_t>(first.looked_at)) +
                        " objects, of " + with_separators(static_cast<uint64_t>(first.items)) +
                        " read"});
  inspection.headers = {"member", "objects with it", "use"};
  for (const std::string& name : first.names) {
    inspection.columns.push_back(
        {name, with_separators(static_cast<uint64_t>(first.objects_with.at(name))),
         is_used(list, name) ? name : ""});
  }
  inspection.shown_columns = inspection.columns;
  return inspection;
}

}  // namespace hubcensus
