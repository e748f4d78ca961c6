#include "host/ingest/hub/list_kind.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>

#include "host/ingest/text/quoted_text.hpp"
#include "kernels/error.hpp"

namespace hubcensus {
namespace {

// Indexed by HubList.
constexpr std::array<const char*, 6> kListNames = {"unknown", "models",        "datasets",
                                                   "spaces",  "organizations", "papers"};

bool has_any(const std::vector<std::string>& names, std::initializer_list<const char*> wanted) {
  return std::any_of(wanted.begin(), wanted.end(), [&](const char* name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  });
}

// By what no other list has.
HubList clear_list_of(const std::vector<std::string>& names) {
  if (has_any(names, {"paper", "paper_id"})) return HubList::papers;
  if (!has_any(names, {"id", "modelId"})) {
    const bool is_account = has_any(names, {"name", "user"}) &&
                            has_any(names, {"fullname", "isVerified", "numUsers", "numFollowers"});
    return is_account ? HubList::organizations : HubList::unknown;
  }
  if (has_any(names, {"modelId", "pipeline_tag", "library_name", "safetensors", "gguf",
                      "baseModels", "config"})) {
    return HubList::models;
  }
  if (has_any(names, {"sdk", "subdomain", "runtime"})) return HubList::spaces;
  if (has_any(names, {"paperswithcode_id", "citation", "description", "datasets_server_info"})) {
    return HubList::datasets;
  }
  return has_any(names, {"upvotes"}) ? HubList::papers : HubList::unknown;
}

}  // namespace

HubList hub_list_of(const std::vector<std::string>& names) {
  const HubList list = clear_list_of(names);
  if (list != HubList::unknown || !has_any(names, {"id"})) return list;
  const bool more_than_id =
      has_any(names, {"createdAt", "lastModified", "downloads", "downloadsAllTime", "tags", "_id"});
  return more_than_id ? HubList::models : HubList::unknown;
}

void refuse_other_lists(HubList wanted, const std::vector<std::string>& names,
                        const std::string& path) {
  const HubList found = clear_list_of(names);
  if (found == HubList::unknown || found == wanted) return;
  throw Error(ErrorKind::invalid_input,
              "list of another kind: " + quoted_text(path) + ": it holds " +
                  kListNames[static_cast<size_t>(found)] + ", not " +
                  kListNames[static_cast<size_t>(wanted)] +
                  ", by the names of its columns (`hubcensus inspect` shows them)");
}

}  // namespace hubcensus
