#include <array>

#include "host/statistics/tables.hpp"

namespace hubcensus {
namespace {

class CommunityTable {
 public:
  void add(const WindowFacts& facts) {
    const uint64_t total = facts.downloads();
    std::array<uint64_t, kDimensions> known{};
    known.fill(total);
    for (const Community& community : facts.communities.communities) {
      if (is_unknown(community)) known[at(community)] -= community.downloads;
    }
    for (const Community& community : facts.communities.communities) {
      dimension_.add(kDimensionNames[at(community)]);
      value_.add(community.value);
      window_.add(facts.window.name);
      columns_.add(facts.window);
      models_.add(community.models);
      accounts_.add(community.accounts);
      downloads_.add(community.downloads);
      share_.add(share(community.downloads, total));
      share_known_.add(is_unknown(community)
                           ? std::nullopt
                           : std::optional(share(community.downloads, known[at(community)])));
      hhi_.add(Ratio{community.squares, u128{community.downloads} * community.downloads});
    }
  }

  Table take() { return std::move(table_); }

 private:
  static size_t at(const Community& community) { return static_cast<size_t>(community.dimension); }
  static bool is_unknown(const Community& community) { return community.value == kUnknownName; }

  Table table_{
      "communities", "One market, or many?",
      "Models, accounts with one and downloads within the window by task (pipeline_tag), modality "
      "(the Hub's group of the task; a task that it does not list is 'other'), library "
      "(library_name), licence (the first tag license:*) and language (tags language:* and the "
      "card's languages, else two-letter tags of ISO 639-1 but ml and cv). A model of several "
      "languages counts in each. Share of all downloads of the window, and of those of known "
      "value. HHI: sum of the squared shares of the accounts in the community's downloads. The "
      "200 values with most downloads in all records (else by the dump's counter) have rows, the "
      "rest is '(others)'."};
  TextColumn dimension_ = table_.key("dimension");
  TextColumn value_ = table_.key("value");
  TextColumn window_ = table_.key("window");
  WindowColumns columns_{table_};
  IntegerColumn models_ = table_.integer("models");
  IntegerColumn accounts_ = table_.integer("accounts");
  IntegerColumn downloads_ = table_.integer("downloads");
  RatioColumn share_ = table_.ratio("share");
  RatioColumn share_known_ = table_.ratio("share_known");
  RatioColumn hhi_ = table_.wide_ratio("hhi");
};

class OverlapTable {
 public:
  void add(const WindowFacts& facts) {
    for (const TaskOverlap& overlap : facts.communities.overlaps) {
      window_.add(facts.window.name);
      task_.add(overlap.task);
      other_.add(overlap.other);
      columns_.add(facts.window);
      jaccard_.add(share(overlap.common, overlap.united));
    }
  }

  Table take() { return std::move(table_); }

 private:
  Table table_{
      "communities_overlap", "Do tasks share their accounts?",
      "For each two of the 100 tasks with most downloads: of the 1,000 accounts most downloaded in "
      "each (with a download in the window; ties by name), those in both over those in either "
      "(Jaccard)."};
  TextColumn window_ = table_.key("window");
  TextColumn task_ = table_.key("task");
  TextColumn other_ = table_.key("other");
  WindowColumns columns_{table_, /*with_records=*/false};
  RatioColumn jaccard_ = table_.ratio("jaccard");
};

}  // namespace

std::vector<Table> communities(const Findings& findings) {
  CommunityTable community_table;
  OverlapTable overlap_table;
  for (const WindowFacts& facts : findings.windows) {
    community_table.add(facts);
    overlap_table.add(facts);
  }
  std::vector<Table> tables;
  tables.push_back(community_table.take());
  tables.push_back(overlap_table.take());
  return tables;
}

}  // namespace hubcensus
