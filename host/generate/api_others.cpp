#include "host/generate/api_others.hpp"

#include <cstdio>
#include <nlohmann/json.hpp>
#include <string>

#include "host/generate/api_rows.hpp"
#include "host/generate/draw.hpp"
#include "host/generate/text_file.hpp"

namespace hubcensus::generate {
namespace {

constexpr int64_t kModelsPerDataset = 10;
constexpr int64_t kModelsPerSpace = 5;
constexpr int64_t kModelsPerPaper = 100;
constexpr int64_t kSecondsPerDay = 86400;

// A dataset, a space or a paper of the sample; its number draws all that it says.
class ApiObject {
 public:
  ApiObject(const Population& population, uint64_t list, int64_t number)
      : population_(population),
        number_(static_cast<uint64_t>(number)),
        bits_(draw(population.seed(), Stream::api_object, number_ * 4 + list)) {}

  uint64_t next(uint64_t bound) {
    bits_ = scramble(bits_);
    return below(bits_, bound);
  }
  int64_t next_second() {
    return (int64_t{kFloorDay} + static_cast<int64_t>(next(kFirstDay + kDays - kFloorDay))) *
               kSecondsPerDay +
           static_cast<int64_t>(next(kSecondsPerDay));
  }
  // An account of the sample, or the invented one where the draw meets models without an account.
  std::string next_account() {
    const auto account = static_cast<uint32_t>(next(population_.accounts().size()));
    if (population_.accounts().is_canonical(account)) return "sample";
    return population_.accounts().handle_of(account);
  }
  std::string next_model() {
    return std::string(
        population_.id(static_cast<int64_t>(next(static_cast<uint64_t>(population_.size())))));
  }
  std::string name() const { return letters(number_); }

  Json repository(const std::string& prefix) {
    const std::string account = next_account();
    const int64_t created = next_second();
    std::array<char, 32> object{};
    std::snprintf(object.data(), object.size(), "%08llx%016llx",
                  static_cast<unsigned long long>(created), static_cast<unsigned long long>(bits_));
    Json json;
    json["_id"] = object.data();
    json["id"] = account + "/" + prefix + name();
    json["author"] = account;
    json["createdAt"] = api_time(created);
    json["private"] = false;
    json["likes"] = skewed_below(scramble(bits_), 1000);
    return json;
  }

 private:
  const Population& population_;
  uint64_t number_;
  uint64_t bits_;
};

Json dataset(ApiObject object) {
  Json json = object.repository("Corpus-");
  const uint64_t recent = object.next(1000);
  json["downloads"] = recent;
  json["downloadsAllTime"] = recent + object.next(100000);
  json["tags"] = {"license:mit", "region:us"};
  json["description"] = "A sample of nothing in particular.";
  return json;
}

Json space(ApiObject object) {
  Json json = object.repository("Demo-");
  json["sdk"] = object.next(4) == 0 ? "docker" : "gradio";
  json["models"] = {object.next_model()};
  return json;
}

Json paper(ApiObject object, int64_t number) {
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
  return json;
}

template <typename Make>
int64_t write_list(const std::filesystem::path& path, int64_t count, const Make& make) {
  TextFile file(path);
  for (int64_t number = 0; number < count; ++number) file.append(make(number).dump() + "\n");
  file.close();
  return count;
}

bool is_organization(const Accounts& accounts, uint32_t account) {
  const Kind kind = accounts.kind_of(account);
  return kind != Kind::individual && kind != Kind::unknown;
}

int64_t write_organizations(const Population& population, const std::filesystem::path& path) {
  const Accounts& accounts = population.accounts();
  TextFile file(path);
  int64_t rows = 0;
  for (uint32_t account = 0; account < accounts.size(); ++account) {
    if (!is_organization(accounts, account)) continue;
    const std::string handle = accounts.handle_of(account);
    ApiObject object(population, 3, account);
    Json json;
    json["name"] = handle;
    json["fullname"] = "The Sample Organisation " + handle;
    json["isVerified"] = accounts.is_verified(account);
    json["numUsers"] = 1 + object.next(object.next(200) + 1);
    json["plan"] = object.next(5) == 0 ? "enterprise" : "team";
    json["type"] = "org";
    file.append(json.dump() + "\n");
    ++rows;
  }
  file.close();
  return rows;
}

}  // namespace

Json write_api_others(const Population& population, const std::filesystem::path& folder) {
  const int64_t models = population.size();
  Json rows;
  rows["datasets"] =
      write_list(folder / "datasets.jsonl", models / kModelsPerDataset + 1,
                 [&](int64_t number) { return dataset(ApiObject(population, 0, number)); });
  rows["spaces"] =
      write_list(folder / "spaces.jsonl", models / kModelsPerSpace + 1,
                 [&](int64_t number) { return space(ApiObject(population, 1, number)); });
  rows["daily_papers"] =
      write_list(folder / "daily_papers.jsonl", models / kModelsPerPaper + 1,
                 [&](int64_t number) { return paper(ApiObject(population, 2, number), number); });
  rows["organizations"] = write_organizations(population, folder / "organizations.jsonl");
  return rows;
}

}  // namespace hubcensus::generate
