#include <algorithm>
#include <numeric>

#include "host/statistics/tables.hpp"

namespace hubcensus {
namespace {

class LikesTable {
 public:
  void add(std::optional<Day> day, std::span<const RankedModel> liked) {
    for (size_t i = 0; i < liked.size(); ++i) {
      const RankedModel& model = liked[i];
      date_.add(day ? day_name(*day) : "unknown");
      rank_.add(i + 1);
      model_.add(model.id);
      kind_.add(kAccountKindNames[static_cast<size_t>(model.kind)]);
      country_.add(model.country);
      likes_.add(model.count);
      rank_before_.add(model.rank_before ? std::optional<uint64_t>(*model.rank_before)
                                         : std::nullopt);
    }
  }

  Table take() { return std::move(table_); }

 private:
  Table table_{"likes", "Which models are most liked?",
               "The 100 models with most likes, above none, in each dump of the series (without "
               "one, in the models dump, on the day of the census); ties in order of the ids. "
               "rank_before: among the 100 of the dump before."};
  TextColumn date_ = table_.key("date");
  IntegerColumn rank_ = table_.key_integer("rank");
  TextColumn model_ = table_.text("model");
  TextColumn kind_ = table_.text("kind");
  TextColumn country_ = table_.text("country");
  IntegerColumn likes_ = table_.integer("likes");
  IntegerColumn rank_before_ = table_.integer("rank_before");
};

// How many of the first kComparedModels most liked are among the most downloaded.
uint64_t common_models(std::span<const uint32_t> liked, const LikedFacts& facts) {
  const auto& downloaded = facts.most_downloaded;
  return static_cast<uint64_t>(std::count_if(liked.begin(), liked.end(), [&](uint32_t model) {
    return std::find(downloaded.begin(), downloaded.end(), model) != downloaded.end();
  }));
}

class OverlapTable {
 public:
  explicit OverlapTable(uint64_t all_likes) : all_likes_(all_likes) {}

  void add(const Findings& findings, const WindowFacts& facts) {
    const auto liked = std::span<const uint32_t>(findings.liked)
                           .first(std::min(kComparedModels, findings.liked.size()));
    const uint64_t common = common_models(liked, facts.liked);
    window_.add(facts.window.name);
    columns_.add(facts.window);
    liked_.add(liked.size());
    downloaded_.add(facts.liked.most_downloaded.size());
    overlap_.add(share(common, liked.size() + facts.liked.most_downloaded.size() - common));
    per_like_.add(share(facts.downloads(), all_likes_));
  }

  Table take() { return std::move(table_); }

 private:
  uint64_t all_likes_;
  Table table_{"likes_overlap", "Are the liked models the downloaded ones?",
               "The 25 most liked models of the dump and the 25 most downloaded of the window, "
               "above none: overlap is those in both lists over those in either. "
               "downloads_per_like: all downloads of the window over all likes of the dump."};
  TextColumn window_ = table_.key("window");
  WindowColumns columns_{table_};
  IntegerColumn liked_ = table_.integer("liked");
  IntegerColumn downloaded_ = table_.integer("downloaded");
  RatioColumn overlap_ = table_.ratio("overlap");
  RatioColumn per_like_ = table_.ratio("downloads_per_like");
};

class DownloadsTable {
 public:
  void add(const Findings& findings, const WindowFacts& facts) {
    const auto& downloaded = facts.liked.most_downloaded;
    for (size_t i = 0; i < findings.liked.size(); ++i) {
      const uint32_t model = findings.liked[i];
      const uint64_t likes = findings.catalog->attributes->likes[model];
      window_.add(facts.window.name);
      rank_.add(i + 1);
      columns_.add(facts.window);
      model_.add(findings.catalog->id(model));
      likes_.add(likes);
      downloads_.add(facts.liked.downloads[i]);
      per_like_.add(share(facts.liked.downloads[i], likes));
      is_top_.add(std::find(downloaded.begin(), downloaded.end(), model) != downloaded.end());
    }
  }

  Table take() { return std::move(table_); }

 private:
  Table table_{"likes_downloads", "How much are the liked models downloaded?",
               "The 100 most liked models of the dump: their downloads in the window, downloads "
               "over likes, and whether they are among the 25 most downloaded. Windows but months, "
               "weeks and days."};
  TextColumn window_ = table_.key("window");
  IntegerColumn rank_ = table_.key_integer("rank");
  WindowColumns columns_{table_, /*with_records=*/false};
  TextColumn model_ = table_.text("model");
  IntegerColumn likes_ = table_.integer("likes");
  IntegerColumn downloads_ = table_.integer("downloads");
  RatioColumn per_like_ = table_.ratio("downloads_per_like");
  BooleanColumn is_top_ = table_.boolean("is_most_downloaded");
};

// The list of the models dump, where there is no series.
std::vector<RankedModel> liked_of_dump(const Findings& findings) {
  const Catalog& catalog = *findings.catalog;
  std::vector<RankedModel> models;
  for (const uint32_t number : findings.liked) {
    const AccountFacts account = catalog.account_facts[catalog.account[number]];
    RankedModel model;
    model.id = catalog.id(number);
    model.kind = account.kind;
    model.country = catalog.countries[account.country];
    model.count = catalog.attributes->likes[number];
    models.push_back(std::move(model));
  }
  return models;
}

}  // namespace

std::vector<Table> likes(const Findings& findings) {
  LikesTable likes_table;
  const auto& of_models = findings.catalog->attributes->likes;
  OverlapTable overlap_table(std::accumulate(of_models.begin(), of_models.end(), uint64_t{0}));
  DownloadsTable downloads_table;
  for (const DumpFacts& dump : findings.dumps) likes_table.add(dump.day, dump.liked);
  if (!findings.given.dumps) {
    likes_table.add(findings.is_dated ? std::optional(findings.as_of) : std::nullopt,
                    liked_of_dump(findings));
  }
  for (const WindowFacts& facts : findings.windows) {
    overlap_table.add(findings, facts);
    if (!is_period(facts.window)) downloads_table.add(findings, facts);
  }
  std::vector<Table> tables;
  tables.push_back(likes_table.take());
  tables.push_back(overlap_table.take());
  tables.push_back(downloads_table.take());
  return tables;
}

}  // namespace hubcensus
