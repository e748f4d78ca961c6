#include "host/generate/api_objects.hpp"

#include <cstdio>
#include <nlohmann/json.hpp>

#include "host/generate/api_rows.hpp"
#include "host/generate/draw.hpp"

namespace hubcensus::generate {
namespace {

constexpr int64_t kSecondsPerDay = 86400;

enum class List : uint64_t { datasets, spaces, papers, organizations };

class ApiObject {
 public:
  ApiObject(const Population& population, List list, uint64_t number)
      : population_(population),
        number_(number),
        bits_(draw(population.seed(), Stream::api_object,
                   number_ * 4 + static_cast<uint64_t>(list))) {}

  uint64_t next(uint64_t bound) {
    bits_ = scramble(bits_);
    return below(bits_, bound);
  }
  int64_t next_second() {
    return (int64_t{kFloorDay} + static_cast<int64_t>(next(kFirstDay + kDays - kFloorDay))) *
               kSecondsPerDay +
           static_cast<int64_t>(next(kSecondsPerDay));
  }
  uint32_t next_account() { return static_cast<uint32_t>(next(population_.accounts().size())); }
  // An account of the sample, or the invented one where the draw meets models without an account.
  std::string next_handle() {
    const uint32_t account = next_account();
    if (population_.accounts().is_canonical(account)) return "sample";
    return population_.accounts().handle_of(account);
  }
  std::string next_model() {
    return std::string(
        population_.id(static_cast<int64_t>(next(static_cast<uint64_t>(population_.size())))));
  }
  std::string name() const { return letters(number_); }

  Json repository(const std::string& prefix) {
    const std::string account = next_handle();
    const int64_t created = next_second();
    std::array<char, 32> object{};
    std::snprintf(object.data(), object.size(), "%08llx%016llx",
                  static_cast<unsigned long long>(created), static_cast<unsigned long long>(bits_));
    Json json = repository_json(account, prefix + name(), api_time(created));
    json["_id"] = object.data();
    json["likes"] = skewed_below(scramble(bits_), 1000);
    return json;
  }

 private:
  const Population& population_;
  uint64_t number_;
  uint64_t bits_;
};

}  // namespace

Json repository_json(const std::string& account, const std::string& name, const std::string& time) {
  Json json;
  json["_id"] = std::string(24, '0');
  json["id"] = account + "/" + name;
  json["author"] = account;
  json["createdAt"] = time;
  json["private"] = false;
  json["likes"] = 0;
  return json;
}

Json dataset_json(Json repository, std::string_view task, uint64_t downloads,
                  uint64_t downloads_all_time) {
  Json json = std::move(repository);
  json["lastModified"] = json["createdAt"];
  json["downloads"] = downloads;
  json["downloadsAllTime"] = downloads_all_time;
  json["tags"] = {"license:mit", "region:us"};
  if (!task.empty()) json["tags"].push_back("task_categories:" + std::string(task));
  json["description"] = "A sample of nothing in particular.";
  return json;
}

Json drawn_dataset(const Population& population, int64_t number, std::string_view& task) {
  ApiObject object(population, List::datasets, static_cast<uint64_t>(number));
  Json repository = object.repository("Corpus-");
  const uint64_t recent = object.next(1000);
  const uint64_t all_time = recent + object.next(100000);
  const bool has_task = object.next(2) == 1;
  task = has_task ? kDatasetTasks[object.next(kDatasetTasks.size())] : std::string_view();
  return dataset_json(std::move(repository), task, recent, all_time);
}

Json drawn_space(const Population& population, int64_t number) {
  ApiObject object(population, List::spaces, static_cast<uint64_t>(number));
  Json json = object.repository("Demo-");
  json["sdk"] = object.next(4) == 0 ? "docker" : "gradio";
  json["models"] = {object.next_model()};
  return json;
}

Json drawn_paper(const Population& population, int64_t number, std::string_view& country) {
  ApiObject object(population, List::papers, static_cast<uint64_t>(number));
  const std::string time = api_time(object.next_second());
  const std::string title = "A Sample Paper on " + object.name();
  std::array<char, 16> serial{};
  std::snprintf(serial.data(), serial.size(), "%05d", static_cast<int>(number % 100000));
  Json authors = Json::array();
  authors.push_back({{"name", "Author " + object.name()}});
  Json json;
  // Like "2405.00017": year and month of the day, then a number.
  json["paper"] = {{"id", time.substr(2, 2) + time.substr(5, 2) + "." + serial.data()},
                   {"title", title},
                   {"authors", authors},
                   {"publishedAt", time},
                   {"upvotes", object.next(200)}};
  json["publishedAt"] = time;
  json["title"] = title;
  json["numComments"] = object.next(20);
  const Accounts& accounts = population.accounts();
  country = kCountryNames[kUnknownCountry];
  const uint32_t account = object.next_account();
  if (is_organization(accounts, account)) {
    json["organization"] = {{"name", accounts.handle_of(account)}};
    country = kCountryNames[accounts.country_of(account)];
  }
  json["paper"]["linkedModels"] = Json::array();
  json["paper"]["linkedModels"].push_back({{"id", object.next_model()}});
  json["paper"]["linkedDatasets"] = Json::array();
  json["paper"]["linkedDatasets"].push_back({{"id", "sample/Corpus-" + object.name()}});
  return json;
}

bool is_organization(const Accounts& accounts, uint32_t account) {
  const Kind kind = accounts.kind_of(account);
  return kind != Kind::individual && kind != Kind::unknown;
}

Json drawn_organization(const Population& population, uint32_t account) {
  const std::string handle = population.accounts().handle_of(account);
  ApiObject object(population, List::organizations, account);
  Json json;
  json["name"] = handle;
  json["fullname"] = "The Sample Organisation " + handle;
  json["isVerified"] = population.accounts().is_verified(account);
  json["numUsers"] = 1 + object.next(object.next(200) + 1);
  json["plan"] = object.next(5) == 0 ? "enterprise" : "team";
  json["type"] = "org";
  return json;
}

}  // namespace hubcensus::generate
