// What the table `lineage` and its parts say of a dump: counts of derivatives, in the names of
// models and accounts, so that no model's number is left in it.
//
// It is of the whole dump, whatever the day of the census and the records. A derivative is a model
// with a base left once self-references and edges in cycles are dropped.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "host/catalog/catalog.hpp"
#include "host/catalog/descendants.hpp"
#include "host/catalog/dump_lineage.hpp"
#include "host/catalog/families.hpp"
#include "kernels/memory_budget.hpp"

namespace hubcensus {

inline constexpr size_t kListedHolders = 1000;      // models, accounts and companies, each
inline constexpr size_t kListedBaseAccounts = 100;  // a year
inline constexpr uint32_t kDeepest = 1000;          // chains as long or longer
inline constexpr int32_t kUnknownYear = INT32_MAX;  // of models without a day of creation

struct Derivatives {
  RelationCounts direct;
  RelationCounts descendants;
};

struct BaseModel {
  std::string id;
  uint32_t account = 0;
  bool is_root = false;
  bool in_dump = false;
  Derivatives derivatives;
};

// An account or a company; derivatives of its own are in `derivatives` too.
struct BaseOwner {
  std::string name;
  uint32_t account = kNotFound;  // of an account
  Derivatives derivatives;
  uint32_t own_direct = 0;
  uint32_t own_descendants = 0;
};

struct FamilyFacts {
  uint64_t roots = 0;
  uint64_t roots_in_dump = 0;
  Derivatives derivatives;   // of the roots
  uint64_t named_only = 0;   // neither a root nor a descendant
  uint64_t tagged_only = 0;  // nor named
  uint64_t named_or_tagged = 0;
};

struct DayOfCreation {
  uint64_t models = 0;
  RelationCounts derivatives;
};

struct YearOfBases {
  struct Account {
    uint32_t account = 0;
    uint64_t derivatives = 0;
    uint64_t own = 0;  // of them, those of the account itself
  };
  uint64_t derivatives = 0;       // of the year
  std::vector<Account> accounts;  // those listed, by derivatives, then by name
  uint64_t others = 0;            // derivatives of no account listed
};

struct LineageFacts {
  uint64_t derivatives = 0;
  std::vector<BaseModel> models;    // the first kListedHolders
  std::vector<BaseOwner> accounts;  // by descendants, then by name
  std::vector<BaseOwner> companies;
  std::array<FamilyFacts, kFamilies.size()> families;
  std::map<Day, DayOfCreation> by_day;     // kAlwaysBorn: unknown
  std::map<int32_t, YearOfBases> by_year;  // of derivatives; kUnknownYear: unknown
  std::map<uint32_t, uint64_t> by_depth;   // models; at kDeepest those of it and deeper ones
  std::vector<std::pair<std::string, uint64_t>> graph;  // name and count
};

// Before any model joins the catalogue. Throws Error(limit) beyond kMaxLineageSteps.
LineageFacts lineage_facts(const Catalog& catalog, const DumpLineage& lineage,
                           MemoryBudget& budget);

}  // namespace hubcensus
