#include <gtest/gtest.h>

#include <map>
#include <random>
#include <thread>
#include <tuple>
#include <vector>

#include "kernels/backend.hpp"
#include "kernels/cpu/user_counter.hpp"
#include "kernels/user_key.hpp"
#include "tests/unit/error_message.hpp"

namespace hubcensus {
namespace {

struct Request {
  uint32_t model;
  uint16_t day;
  uint16_t country;
};
using Requests = std::vector<Request>;
using Counts =
    std::map<std::tuple<uint16_t, int32_t, uint32_t>, uint64_t>;  // country, month, model

Counts brute_force(const Requests& requests) {
  Counts counts;
  for (const auto& [model, day, country] : requests) {
    ++counts[{country, period_of(Grain::month, day), model}];
  }
  return counts;
}

// Refuses keys out of order, by failing.
Counts counts_of(const ValueCounts& users) {
  Counts counts;
  EXPECT_TRUE(std::is_sorted(users.values.begin(), users.values.end()));
  for (size_t i = 0; i < users.values.size(); ++i) {
    const UserKey key = unpack_user_key(users.values[i]);
    EXPECT_TRUE(counts.insert({{key.country, key.month, key.model}, users.counts[i]}).second);
  }
  return counts;
}

constexpr int64_t kBytesOfCount = 2 * sizeof(uint64_t);

int64_t bytes_of(const UserCounts& users) {
  return static_cast<int64_t>((users.values.capacity() + users.counts.capacity()) *
                              sizeof(uint64_t));
}

UserCounts charged(const ValueCounts& counts, MemoryBudget& budget) {
  UserCounts users(budget);
  users.reserve(counts.values.size());
  users.values.assign(counts.values.begin(), counts.values.end());
  users.counts.assign(counts.counts.begin(), counts.counts.end());
  return users;
}

void add(Fold& fold, std::span<const Request> requests, uint32_t downloads = 1,
         bool with_country = true) {
  std::vector<uint32_t> models;
  std::vector<uint16_t> days;
  std::vector<uint16_t> countries;
  for (const auto& [model, day, country] : requests) {
    models.push_back(model);
    days.push_back(day);
    countries.push_back(country);
  }
  const std::vector<uint32_t> ones(requests.size(), downloads);
  EncodedBatch batch;
  batch.rows = static_cast<int64_t>(requests.size());
  batch.model = plain_column<uint32_t>(models);
  batch.day = plain_column<uint16_t>(days);
  batch.downloads = plain_column<uint32_t>(ones);
  if (with_country) batch.user_country = plain_column<uint16_t>(countries);
  fold.add(batch);
}

class UsersTest : public testing::Test {
 protected:
  std::unique_ptr<Fold> start() {
    FoldPlan plan;
    plan.users = true;
    return backend_->start_fold(plan, budget_);
  }

  std::unique_ptr<Backend> backend_ = make_cpu_backend();
  MemoryBudget budget_{int64_t{1} << 30};
};

Requests some_requests(size_t n, uint64_t seed = 1) {
  std::mt19937_64 random(seed);
  Requests requests(n);
  for (Request& request : requests) {
    request.model = static_cast<uint32_t>(random() % 3 == 0 ? kMaxModels - 1 : random() % 40);
    request.day = static_cast<uint16_t>(random() % 5 == 0 ? kLastRecordDay : random() % 90);
    request.country = static_cast<uint16_t>(random() % 7 == 0 ? 0xFFFF : random() % 6);
  }
  return requests;
}

TEST(UserKey, OrdersByCountryThenMonthThenModel) {
  const std::vector<UserKey> ascending = {
      {0, 0, kMaxModels - 1}, {0, 1, 0}, {0, 4095, 7}, {1, 0, 0}, {2, 9, 10}, {0xFFFF, 4095, 1}};
  for (size_t i = 0; i < ascending.size(); ++i) {
    EXPECT_EQ(unpack_user_key(pack(ascending[i])), ascending[i]);
    if (i == 0) continue;
    EXPECT_LT(pack(ascending[i - 1]), pack(ascending[i]));
  }
}

TEST_F(UsersTest, ManyThreadsCountAsOne) {
  const Requests requests = some_requests(40'000);
  const Counts expected = brute_force(requests);
  for (const size_t threads : {1, 2, 7}) {
    const auto fold = start();
    std::vector<std::thread> workers;
    for (size_t worker = 0; worker < threads; ++worker) {
      workers.emplace_back([&, worker] {
        for (size_t at = 100 * worker; at < requests.size(); at += 100 * threads) {
          add(*fold, std::span(requests).subspan(at, 100));
        }
      });
    }
    for (std::thread& worker : workers) worker.join();
    EXPECT_EQ(counts_of(*fold->finish().users), expected) << threads;
  }
}

TEST_F(UsersTest, FoldsOfPartsMergeToTheWhole) {
  const Requests requests = some_requests(5'000);
  Tally whole = start()->finish();
  EXPECT_EQ(counts_of(*whole.users), Counts{});
  for (size_t at = 0; at < requests.size(); at += 1'000) {
    const auto fold = start();
    add(*fold, std::span(requests).subspan(at, 1'000));
    whole.merge(fold->finish());
  }
  EXPECT_EQ(counts_of(*whole.users), brute_force(requests));
  const Tally without = backend_->start_fold({}, budget_)->finish();
  EXPECT_EQ(without.users, std::nullopt);
  error_message(ErrorKind::internal, [&] { whole.merge(without); });
}

TEST_F(UsersTest, ManyMoreRowsThanKeysStayInBounds) {
  // Beyond the keys that gather before the first count.
  constexpr size_t kRounds = 60;
  const Requests requests = some_requests(10'000);
  Counts expected = brute_force(requests);
  for (auto& [key, count] : expected) count *= kRounds;
  const auto fold = start();
  for (size_t round = 0; round < kRounds; ++round) add(*fold, requests);
  const int64_t cubes = 3 * ChunkedColumn<uint64_t>::kChunkBytes * 2;
  EXPECT_LT(budget_.held_bytes(), cubes + (int64_t{4} << 20));
  EXPECT_GT(budget_.held_bytes(), int64_t{2} << 20);
  EXPECT_EQ(counts_of(*fold->finish().users), expected);
}

TEST(UserCounter, CountsManyDistinctKeys) {
  MemoryBudget budget(int64_t{1} << 30);
  constexpr uint32_t kDistinct = 700'000;
  {
    cpu::UserCounter counter(budget);
    std::vector<uint32_t> models(kDistinct);
    for (uint32_t i = 0; i < kDistinct; ++i) models[i] = kDistinct - 1 - i;
    const std::vector<uint16_t> days(kDistinct, 40);
    const std::vector<uint16_t> countries(kDistinct, 3);
    for (int round = 0; round < 3; ++round) counter.add(days, models, countries);
    EXPECT_GT(budget.held_bytes(), int64_t{24} * kDistinct);
    const UserCounts users = counter.take();
    ASSERT_EQ(users.values.size(), kDistinct);
    EXPECT_EQ(users.counts, std::vector<uint64_t>(kDistinct, 3));
    EXPECT_EQ(unpack_user_key(users.values[5]), (UserKey{3, 1, 5}));
    EXPECT_EQ(budget.held_bytes(), bytes_of(users));
  }
  EXPECT_EQ(budget.held_bytes(), 0);
}

TEST(UserCounter, WhatItTookIsChargedAsLongAsItLives) {
  MemoryBudget budget(int64_t{1} << 30);
  {
    std::vector<UserCounts> parts;
    int64_t bytes = 0;
    for (const uint32_t part : {0, 1, 2}) {
      cpu::UserCounter counter(budget);
      const size_t rows = 10 + part;
      counter.add(std::vector<uint16_t>(rows, 40), std::vector<uint32_t>(rows, part),
                  std::vector<uint16_t>(rows, 3));
      parts.push_back(counter.take());
      bytes += bytes_of(parts.back());
      counter.add(std::vector<uint16_t>{40}, std::vector<uint32_t>{1}, std::vector<uint16_t>{1});
      EXPECT_GE(budget.held_bytes(), bytes + (int64_t{2} << 20));
    }
    EXPECT_EQ(budget.held_bytes(), bytes);
    const UserCounts all = cpu::merge_all(std::move(parts));
    EXPECT_EQ(all.counts, (std::vector<uint64_t>{10, 11, 12}));
    EXPECT_EQ(budget.held_bytes(), bytes_of(all));
  }
  EXPECT_EQ(budget.held_bytes(), 0);
}

TEST(UserCounter, TheUnionOfTwoPartsIsChargedBesideThem) {
  MemoryBudget budget(4 * kBytesOfCount - 1);
  std::vector<UserCounts> parts;
  parts.push_back(count_users(std::vector<uint64_t>{1}, budget));
  parts.push_back(count_users(std::vector<uint64_t>{1, 1}, budget));
  EXPECT_EQ(budget.held_bytes(), 2 * kBytesOfCount);
  error_message(ErrorKind::limit, [&] { cpu::merge_all(std::move(parts)); });
}

TEST_F(UsersTest, ThreadsAndBatchesChangeNoByte) {
  const Requests requests = some_requests(20'000, 5);
  const auto whole = start();
  add(*whole, requests);
  const ValueCounts expected = *whole->finish().users;
  for (const size_t threads : {1, 4}) {
    for (const size_t rows : {1, 7, 4'096}) {
      const auto fold = start();
      std::vector<std::thread> workers;
      for (size_t worker = 0; worker < threads; ++worker) {
        workers.emplace_back([&, worker] {
          for (size_t at = rows * worker; at < requests.size(); at += rows * threads) {
            add(*fold, std::span(requests).subspan(at, std::min(rows, requests.size() - at)));
          }
        });
      }
      for (std::thread& worker : workers) worker.join();
      EXPECT_EQ(*fold->finish().users, expected) << threads << " threads, " << rows << " rows";
    }
  }
}

TEST_F(UsersTest, ASpentBudgetNamesTheFacet) {
  MemoryBudget little(int64_t{1} << 20);
  FoldPlan plan;
  plan.month = false;
  plan.users = true;
  const auto fold = backend_->start_fold(plan, little);
  const std::string message =
      error_message(ErrorKind::limit, [&] { add(*fold, some_requests(10)); });
  EXPECT_NE(message.find("facet users"), std::string::npos) << message;
}

TEST_F(UsersTest, ARequestHasACountryAndIsOneDownload) {
  const Requests requests = some_requests(10);
  const auto fold = start();
  error_message(ErrorKind::internal, [&] { add(*fold, requests, 1, false); });
  error_message(ErrorKind::internal, [&] { add(*fold, requests, 2); });
  const auto without = backend_->start_fold({}, budget_);
  add(*without, requests);  // a country that nobody asked for does no harm
  EXPECT_EQ(without->finish().users, std::nullopt);
}

TEST(RenumberUsers, MovesModelsAndAddsThoseThatMeet) {
  MemoryBudget budget(int64_t{1} << 30);
  const ValueCounts users{{pack({1, 5, 0}), pack({1, 5, 2}), pack({2, 5, 1}), pack({2, 6, 0})},
                          {10, 20, 30, 40}};
  const auto renumbered = [&](const std::vector<uint32_t>& numbers) -> ValueCounts {
    return renumber_users(charged(users, budget), numbers);
  };
  EXPECT_EQ(renumbered({}), users);
  EXPECT_EQ(renumbered({2, 0, 1}),
            (ValueCounts{{pack({1, 5, 1}), pack({1, 5, 2}), pack({2, 5, 0}), pack({2, 6, 2})},
                         {20, 10, 30, 40}}));
  EXPECT_EQ(renumbered({4, 4, 4}),
            (ValueCounts{{pack({1, 5, 4}), pack({2, 5, 4}), pack({2, 6, 4})}, {30, 30, 40}}));
  EXPECT_EQ(budget.held_bytes(), 0);
}

TEST(RenumberUsers, TheCopyIsChargedBesideTheFacet) {
  const ValueCounts users{{pack({1, 5, 0}), pack({1, 5, 2})}, {10, 20}};
  MemoryBudget enough(4 * kBytesOfCount);
  const UserCounts same = renumber_users(charged(users, enough), std::vector<uint32_t>{0, 1, 2});
  EXPECT_EQ(enough.held_bytes(), 2 * kBytesOfCount);
  MemoryBudget little(4 * kBytesOfCount - 1);
  error_message(ErrorKind::limit, [&] {
    renumber_users(charged(users, little), std::vector<uint32_t>{0, 1, 2});
  });
  EXPECT_EQ(little.held_bytes(), 0);
}

}  // namespace
}  // namespace hubcensus
