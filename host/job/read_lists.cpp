#include "host/job/read_lists.hpp"

#include <algorithm>
#include <limits>

#include "host/catalog/champions_file.hpp"
#include "host/catalog/companies_file.hpp"
#include "host/catalog/paper_list.hpp"
#include "host/catalog/repository_list.hpp"
#include "host/console/progress.hpp"
#include "host/ingest/hub/hub_json.hpp"
#include "host/ingest/hub/hub_list.hpp"
#include "host/job/run_inputs.hpp"
#include "kernels/error.hpp"

namespace hubcensus {
namespace {

// A list that was given as one of another kind would be counted as such in silence.
[[noreturn]] void refuse(const std::string& path, const std::string& reason) {
  throw Error(ErrorKind::invalid_input, "cannot read '" + path + "': " + reason +
                                            " (`hubcensus inspect` shows what it holds)");
}

class ListsReader {
 public:
  ListsReader(const ReportOptions& options, const ColumnMap& columns,
              const AccountAnnotations& annotations, Catalog& catalog, MemoryBudget& budget,
              const std::function<void()>& look)
      : options_(options),
        columns_(columns),
        annotations_(annotations),
        catalog_(catalog),
        budget_(budget),
        look_(look) {}

  ListReading read() {
    read_datasets();
    read_spaces();
    read_papers();
    read_organizations();
    read_companies();
    read_champions();
    count_accounts();
    budget_.give_back(charged_);
    return std::move(reading_);
  }

 private:
  HubLists& lists() { return reading_.lists; }

  // `held` tells the bytes of the list that is read, beside lists().
  template <typename Held>
  void look_now_and_then(Held held) {
    constexpr int64_t kRowsBetweenLooks = 1 << 14;
    if (++rows_ % kRowsBetweenLooks != 0) return;
    add_rows_done(kRowsBetweenLooks);
    look_();
    const int64_t bytes = lists().bytes() + held();
    budget_.take(bytes - charged_, "the lists beside the models");
    charged_ = bytes;
  }

  // Of rows with one id all but one are no rows of the list.
  void add_input(const char* role, const std::string& path, HubListReport report,
                 int64_t repeated) {
    report.rows_accepted -= repeated;
    if (repeated > 0) report.rejected["repeated_id"] += repeated;
    auto& bad_lines = reading_.bad_lines;
    bad_lines.insert(bad_lines.end(), report.bad_lines.begin(), report.bad_lines.end());
    reading_.inputs.push_back(list_input(role, path, report));
  }

  template <typename Check>
  RepositoryFacts read_repositories(HubList kind, const std::string& path, RepositoryList& list,
                                    Check check) {
    auto report = hubcensus::read_repositories(
        kind, path,
        [&](const RepositoryRow& row) {
          look_now_and_then([&] { return list.bytes(); });
          check(row);
          list.add(row);
        },
        options_.limits);
    add_input(kind == HubList::datasets ? "datasets" : "spaces", path, std::move(report),
              list.repeated());
    lists().last_day = std::max(lists().last_day, list.last_day());
    return list.facts(catalog_, annotations_);
  }

  void read_datasets() {
    if (!options_.datasets) return;
    RepositoryList list(&lists().tasks);
    lists().datasets = read_repositories(
        HubList::datasets, *options_.datasets, list, [&](const RepositoryRow& row) {
          if (!row.sdk.empty()) refuse(*options_.datasets, "it holds spaces, not datasets");
        });
    lists().dataset_tasks = list.task_lists();
  }

  void read_spaces() {
    if (!options_.spaces) return;
    RepositoryList list;
    lists().spaces =
        read_repositories(HubList::spaces, *options_.spaces, list, [&](const RepositoryRow& row) {
          const bool has_downloads = row.downloads_30_days || row.downloads_all_time;
          if (has_downloads) refuse(*options_.spaces, "spaces have no downloads, these have some");
        });
  }

  void read_papers() {
    if (!options_.papers) return;
    PaperList list;
    bool is_told_of = false;
    auto report = hubcensus::read_papers(
        *options_.papers,
        [&](const PaperRow& row) {
          look_now_and_then([&] { return list.bytes(); });
          is_told_of |= !row.title.empty() || row.upvotes || row.published;
          list.add(row);
        },
        options_.limits);
    if (report.rows_accepted > 0 && !is_told_of) {
      refuse(*options_.papers, "it holds no papers: none has a title, upvotes or a day");
    }
    add_input("papers", *options_.papers, std::move(report), list.repeated());
    lists().papers = list.take();
  }

  // Of rows with one handle the last one counts.
  void read_organizations() {
    if (!options_.organizations) return;
    OrganizationFacts& facts = lists().organizations;
    int64_t repeated = 0;
    auto report = read_organizations_json(
        *options_.organizations,
        [&](const OrganizationRow& row) {
          look_now_and_then([] { return 0; });
          if (row.type == "user") return;
          const uint32_t number = facts.handles.insert(row.handle);
          const bool is_new = number == facts.full_name.size();
          repeated += is_new ? 0 : 1;
          facts.full_name.resize(facts.handles.size());
          facts.verified.resize(facts.handles.size());
          facts.full_name[number] = row.full_name;
          facts.verified[number] = row.verified.value_or(false);
        },
        options_.limits);
    add_input("organizations", *options_.organizations, std::move(report), repeated);
  }

  void read_companies() {
    if (!options_.companies) return;
    add_input(
        "companies", *options_.companies,
        read_companies_file(*options_.companies, columns_, lists().companies, options_.limits), 0);
  }

  void read_champions() {
    if (!options_.champions) return;
    add_input("champions", *options_.champions,
              read_champions_file(*options_.champions, lists().champions, options_.limits), 0);
  }

  void count_accounts() {
    constexpr Day kNone = std::numeric_limits<Day>::max();  // owns nothing
    std::vector<Day> first(catalog_.accounts.size(), kNone);
    // An unknown day counts only where no other is known.
    const auto add = [&](const std::vector<uint32_t>& accounts, const std::vector<Day>& days) {
      for (size_t i = 0; i < accounts.size(); ++i) {
        Day& day = first[accounts[i]];
        const bool is_first = day == kNone || day == kAlwaysBorn;
        if (is_first || (days[i] != kAlwaysBorn && days[i] < day)) day = days[i];
      }
    };
    add(catalog_.account, catalog_.born);
    add(lists().datasets.account, lists().datasets.created);
    add(lists().spaces.account, lists().spaces.created);
    for (const Day day : first) {
      if (day == kNone) continue;
      if (day == kAlwaysBorn) {
        ++lists().accounts.unknown;
      } else {
        ++lists().accounts.by_day[day];
      }
    }
    lists().models_of_account.resize(catalog_.accounts.size());
    for (const uint32_t account : catalog_.account) ++lists().models_of_account[account];
  }

  const ReportOptions& options_;
  const ColumnMap& columns_;
  const AccountAnnotations& annotations_;
  Catalog& catalog_;
  MemoryBudget& budget_;
  const std::function<void()>& look_;
  ListReading reading_;
  int64_t rows_ = 0;
  int64_t charged_ = 0;
};

}  // namespace

ListReading read_lists(const ReportOptions& options, const ColumnMap& columns,
                       const AccountAnnotations& annotations, Catalog& catalog,
                       MemoryBudget& budget, const std::function<void()>& look) {
  return ListsReader(options, columns, annotations, catalog, budget, look).read();
}

std::vector<std::string> list_paths(const ReportOptions& options) {
  std::vector<std::string> paths;
  for (const auto* list : {&options.datasets, &options.spaces, &options.papers,
                           &options.organizations, &options.companies, &options.champions}) {
    if (*list) paths.push_back(**list);
  }
  return paths;
}

void note_all_organizations(const ReportOptions& options, AccountAnnotations& annotations) {
  if (!options.all_organizations) return;
  auto& handles = annotations.organizations.emplace();
  read_organizations_json(
      *options.organizations,
      [&](const OrganizationRow& row) {
        if (row.type != "user") handles.emplace(row.handle);
      },
      options.limits);
}

}  // namespace hubcensus
