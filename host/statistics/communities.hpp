// Communities: the models that share a language, library, licence, modality or task. What each
// draws in a window, and how far the most downloaded accounts of two tasks are the same. Invariant:
// the values listed are those of the first window measured, the same in all windows.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "host/catalog/catalog.hpp"
#include "host/statistics/listed_values.hpp"
#include "kernels/backend.hpp"

namespace hubcensus {

enum class Dimension : uint8_t { language, library, licence, modality, task };
inline constexpr size_t kDimensions = 5;
inline constexpr std::array<std::string_view, kDimensions> kDimensionNames = {
    "language", "library", "licence", "modality", "task"};

inline constexpr size_t kListedValues = 200;  // of a dimension, beside `unknown` and the others
inline constexpr size_t kOverlapTasks = 100;  // the most downloaded tasks, compared in pairs
inline constexpr size_t kTopAccounts = 1000;  // of a task

struct Community {
  Dimension dimension;
  std::string value;
  uint64_t downloads = 0;
  uint64_t models = 0;    // members of the window
  uint64_t accounts = 0;  // with a member
  u128 squares = 0;       // of the downloads of each account, summed
};

// Accounts among the kTopAccounts most downloaded of two tasks, with a download each.
struct TaskOverlap {
  std::string task;  // before `other` by byte
  std::string other;
  uint64_t common = 0;  // in both
  uint64_t united = 0;  // in one or both
};

struct CommunityFacts {
  std::vector<Community> communities;
  std::vector<TaskOverlap> overlaps;
};

// The models of each listed value, those of an account beside each other.
struct CommunityMembers {
  ListedValues values;
  std::vector<uint64_t> begins;  // [place], and the end
  std::vector<uint32_t> models;

  std::span<const uint32_t> of(uint32_t place) const {
    return std::span(models).subspan(begins[place], begins[place + 1] - begins[place]);
  }
};

class CommunityModels {
 public:
  // `downloads` of the window that decides which values are listed. The catalogue has attributes.
  CommunityModels(const Catalog& catalog, std::span<const uint64_t> downloads);

  CommunityFacts count(const Population& models) const;

 private:
  struct AccountDownloads {
    uint32_t account;
    uint64_t downloads;
  };

  Community count_place(Dimension dimension, uint32_t place, const Population& models,
                        std::vector<AccountDownloads>* accounts) const;
  // The numbers of the most downloaded accounts, ascending.
  std::vector<uint32_t> top_accounts(std::vector<AccountDownloads> accounts) const;

  const Catalog& catalog_;
  std::array<CommunityMembers, kDimensions> members_;
};

}  // namespace hubcensus
