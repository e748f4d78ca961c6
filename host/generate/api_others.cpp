#include "host/generate/api_others.hpp"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "host/generate/api_objects.hpp"
#include "host/generate/dataset_file.hpp"
#include "host/generate/planted_files.hpp"
#include "host/generate/text_file.hpp"

namespace hubcensus::generate {
namespace {

constexpr int64_t kModelsPerDataset = 10;
constexpr int64_t kModelsPerSpace = 5;
constexpr int64_t kModelsPerPaper = 100;
constexpr std::string_view kPlantedTask = "robotics";

using TaskCounts = std::map<std::string, std::map<std::string_view, uint64_t>>;  // by year

// The list of datasets, as JSON and, where facts are planted, as Parquet.
class DatasetList {
 public:
  DatasetList(const std::filesystem::path& folder, bool has_parquet)
      : lines_(folder / "datasets.jsonl") {
    if (has_parquet) parquet_.emplace(folder / "datasets.parquet");
  }

  void add(const Json& dataset, std::string_view task) {
    lines_.append(dataset.dump() + "\n");
    if (parquet_) parquet_->add(dataset);
    ++rows_;
    if (!task.empty()) {
      ++counts_[dataset["createdAt"].get_ref<const std::string&>().substr(0, 4)][task];
    }
  }

  void add_planted(std::string_view task, std::string_view day) {
    const std::string account = "xtimer-lab";
    Json json = repository_json(account, "Planted-" + letters(static_cast<uint64_t>(rows_)),
                                std::string(day) + "T08:00:00.000Z");
    add(dataset_json(std::move(json), task, 0, 0), task);
  }

  uint64_t datasets_of(const std::string& year, std::string_view task) {
    return counts_[year][task];
  }

  int64_t close() {
    lines_.close();
    if (parquet_) parquet_->close();
    return rows_;
  }

 private:
  TextFile lines_;
  std::optional<DatasetFile> parquet_;
  TaskCounts counts_;
  int64_t rows_ = 0;
};

// One dataset of the planted task in 2024, two of each other one at least; in 2025 one more than of
// the most frequent other one.
void plant_datasets(DatasetList& list, Json& facts) {
  uint64_t most = 0;
  for (const std::string_view task : kDatasetTasks) {
    for (int k = 0; k < 2; ++k) list.add_planted(task, "2024-06-14");
    most = std::max(most, list.datasets_of("2025", task));
  }
  list.add_planted(kPlantedTask, "2024-06-15");
  for (uint64_t k = 0; k <= most; ++k) list.add_planted(kPlantedTask, "2025-06-15");
  const auto add = [&](const char* year, const char* column, uint64_t value) {
    facts.push_back(planted_fact("all", "dataset_tasks", {{"year", year}, {"task", kPlantedTask}},
                                 column, value));
  };
  add("2024", "datasets", 1);
  add("2024", "rank", kDatasetTasks.size() + 1);
  add("2025", "datasets", most + 1);
  add("2025", "rank", 1);
}

int64_t write_datasets(const SampleHub& hub, const std::filesystem::path& folder, Json& facts) {
  DatasetList list(folder, !hub.planted.empty());
  for (int64_t number = 0; number <= hub.population.size() / kModelsPerDataset; ++number) {
    std::string_view task;
    const Json json = drawn_dataset(hub.population, number, task);
    list.add(json, task);
  }
  if (!hub.planted.empty()) plant_datasets(list, facts);
  return list.close();
}

int64_t write_spaces(const Population& population, const std::filesystem::path& path) {
  TextFile file(path);
  const int64_t count = population.size() / kModelsPerSpace + 1;
  for (int64_t number = 0; number < count; ++number) {
    file.append(drawn_space(population, number).dump() + "\n");
  }
  file.close();
  return count;
}

int64_t write_papers(const Population& population, const std::filesystem::path& path, Json& facts) {
  TextFile file(path);
  std::map<std::string_view, uint64_t> upvotes;  // by country
  const int64_t count = population.size() / kModelsPerPaper + 1;
  for (int64_t number = 0; number < count; ++number) {
    std::string_view country;
    const Json json = drawn_paper(population, number, country);
    upvotes[country] += json["paper"]["upvotes"].get<uint64_t>();
    file.append(json.dump() + "\n");
  }
  file.close();
  for (const auto& [country, sum] : upvotes) {
    facts.push_back(
        planted_fact("all", "papers_countries", {{"country", country}}, "upvotes", sum));
  }
  return count;
}

int64_t write_organizations(const SampleHub& hub, const std::filesystem::path& path) {
  const Accounts& accounts = hub.population.accounts();
  TextFile file(path);
  int64_t rows = 0;
  for (uint32_t account = 0; account < accounts.size(); ++account) {
    if (!is_organization(accounts, account)) continue;
    file.append(drawn_organization(hub.population, account).dump() + "\n");
    ++rows;
  }
  for (const Json& line : planted_organizations(hub.planted)) {
    file.append(line.dump() + "\n");
    ++rows;
  }
  file.close();
  return rows;
}

}  // namespace

ApiLists write_api_others(const SampleHub& hub, const std::filesystem::path& folder) {
  ApiLists lists;
  lists.rows["datasets"] = write_datasets(hub, folder, lists.facts);
  lists.rows["spaces"] = write_spaces(hub.population, folder / "spaces.jsonl");
  lists.rows["daily_papers"] =
      write_papers(hub.population, folder / "daily_papers.jsonl", lists.facts);
  lists.rows["organizations"] = write_organizations(hub, folder / "organizations.jsonl");
  return lists;
}

}  // namespace hubcensus::generate
