// The planted models that are known by what happens to them: lifetimes in weeks, places in the
// lists of what trends, likes.
#include <nlohmann/json.hpp>

#include "host/generate/planted_hub.hpp"

namespace hubcensus::generate {
namespace {

constexpr Day kLastDay = kFirstDay + kDays - 1;
constexpr int kLongest = 12;
constexpr int kCensored = 30;

// Models that live so many weeks: 242 in sum, with a mean of six weeks exactly.
int models_that_live(int weeks) {
  if (weeks == 1) return 32;
  return weeks == kLongest ? 10 : 20;
}

Day day(std::string_view text) { return parse_day(text).value(); }

// One in twenty says in its name that it is large, for the tables of sizes.
std::string life_id(const char* name, int k) {
  const std::string id =
      std::string("xtimer-lab/") + name + "-" + letters(static_cast<uint64_t>(k));
  return k % 20 == 0 ? id + "-120B" : id;
}

// The second week is the peak; the last one has a tenth of it, and two later ones a little less.
void plant_life(PlantedHub& hub, const PlantedModel& model, int weeks) {
  const int peak = std::min(1, weeks - 1);
  const auto add = [&](int week, uint64_t downloads) {
    hub.records.push_back({hub.models.size(), *model.created + 7 * week + week % 7, downloads});
  };
  for (int week = 0; week < weeks; ++week) {
    add(week, week == peak ? 100 : week + 1 == weeks ? 10 : 40);
  }
  add(weeks, 9);
  add(weeks + 3, 9);
  hub.models.push_back(model);
}

// Lives on at the end of the records.
void plant_censored(PlantedHub& hub, const PlantedModel& model) {
  for (Day at = *model.created; at <= kLastDay; at += 7) {
    hub.records.push_back({hub.models.size(), at, 20});
  }
  hub.models.push_back(model);
}

// A hundred models that trend together, in the order of their places, until the next hundred does.
struct Cohort {
  std::string_view created;
  std::string_view first;
  std::string_view last;
};
constexpr std::array<Cohort, 3> kCohorts = {{{"2023-12-20", "2024-01-01", "2024-11-15"},
                                             {"2024-10-15", "2024-11-16", "2025-08-15"},
                                             {"2025-07-15", "2025-08-16", "2025-12-31"}}};
constexpr std::string_view kPeak = "2025-10-31";

// Places of an account in each cohort.
struct Places {
  std::string_view handle;
  int places;
};
constexpr std::array<Places, 7> kPlaces = {{{"yukora", 1},
                                            {"qorvex-cloud", 40},
                                            {"qodep-lab", 20},
                                            {"xmira-lab", 15},
                                            {"xolo-maker", 10},
                                            {"yfr-lab", 9},
                                            {"xde-lab", 5}}};

class Trends {
 public:
  explicit Trends(PlantedHub& hub) : hub_(hub) {}

  void plant(const Cohort& cohort) {
    cohort_ = &cohort;
    int place = 0;
    for (const auto& [handle, places] : kPlaces) {
      for (int k = 0; k < places; ++k) {
        PlantedModel& model = add(handle, place++);
        // What individuals make stands on a Chinese model.
        if (handle != "xolo-maker") continue;
        model.relation = Relation::finetune;
        model.bases = {std::string(kRootOfFamily)};
      }
    }
  }

  // On one day two more of Korea take places of Germany.
  void plant_peak() {
    const size_t end = hub_.models.size();
    for (size_t k = 1; k <= 2; ++k) hub_.models[end - k].trend.never = day(kPeak);
    for (const char* handle : {"qelgi-research", "xeskay-lab"}) {
      add(handle, 1).trend.only = day(kPeak);
    }
  }

 private:
  PlantedModel& add(std::string_view handle, int place) {
    const std::string id =
        std::string(handle) + "/Trend-" + letters(static_cast<uint64_t>(hub_.models.size()));
    hub_.models.push_back({id, day(cohort_->created)});
    hub_.models.back().trend = {day(cohort_->first), day(cohort_->last), {}, {}, place};
    return hub_.models.back();
  }

  PlantedHub& hub_;
  const Cohort* cohort_ = nullptr;
};

}  // namespace

void plant_lifetimes(PlantedHub& hub) {
  int number = 0;
  for (int weeks = 1; weeks <= kLongest; ++weeks) {
    for (int k = 0; k < models_that_live(weeks); ++k, ++number) {
      plant_life(hub, {life_id("Life", number), day("2023-03-06") + number}, weeks);
    }
  }
  for (int k = 0; k < kCensored; ++k) {
    plant_censored(hub, {life_id("Alive", k), day("2025-03-01") + k});
  }
}

void plant_trends(PlantedHub& hub) {
  Trends trends(hub);
  for (const Cohort& cohort : kCohorts) trends.plant(cohort);
  trends.plant_peak();
  hub.models.push_back({"yxume-social/Liked", day("2023-07-18")});
  hub.models.back().likes = 2'000'000'000;
  hub.models.push_back({"qodep-lab/Liked", day("2025-01-20")});
  hub.models.back().likes = 3'000'000'000;
}

}  // namespace hubcensus::generate
