// The catalogue: every model as a dense number, with the facts that statistics group by.
//
// Models of the dump are numbered in bytewise order of their ids. Models that only records know
// join behind them while the fold runs; renumber() then brings all into bytewise order again.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "host/catalog/account.hpp"
#include "host/catalog/id_index.hpp"
#include "host/catalog/model_attributes.hpp"
#include "host/catalog/parameters.hpp"
#include "kernels/backend.hpp"

namespace hubcensus {

// Numbers of countries in Catalog::countries; others follow.
inline constexpr uint16_t kUnknownCountry = 0;
inline constexpr uint16_t kSeveralCountries = 1;
// Catalog::derived_account where the roots belong to several accounts.
inline constexpr uint32_t kSeveralAccounts = kNotFound;

// Models that share all that the tables of shares and sizes tell apart.
struct Group {
  uint16_t country;
  uint16_t derived_country;
  AccountKind kind;
  SizeClass size_class;
  auto operator<=>(const Group&) const = default;
};

struct AccountFacts {
  AccountKind kind = AccountKind::unknown;
  uint16_t country = kUnknownCountry;
  uint32_t parent = kNotFound;  // number in Catalog::parents
};

struct CatalogCounts {
  int64_t dump_models = 0;
  int64_t joined_models = 0;           // known from records alone
  int64_t duplicate_rows = 0;          // of an id seen before; the last lastModified won
  int64_t models_without_created = 0;  // of the dump
  int64_t base_references = 0;         // distinct bases of each model, summed
  int64_t missing_base_references = 0;
  int64_t self_references = 0;
  int64_t cycle_edges = 0;
};

// Which column of the records names the model: of `object_id` an id may stand beside it, a
// snapshot has both.
enum class KeyKind : uint8_t { id, object_id, integer, snapshot };

// Integers that a dump gives its models, and the model of each: the first where several share one.
class IntegerIndex {
 public:
  void insert(int64_t integer, uint32_t model);
  // kNotFound where unknown.
  uint32_t find(int64_t integer) const {
    if (integer >= 0 && integer < static_cast<int64_t>(direct_.size())) {
      return direct_[static_cast<size_t>(integer)];
    }
    const auto found = others_.find(integer);
    return found == others_.end() ? kNotFound : found->second;
  }
  // The models of the integers from 0 on; kNotFound where unknown, as of those behind its end that
  // find() does not know.
  std::span<const uint32_t> direct() const { return direct_; }
  int64_t bytes() const {
    return static_cast<int64_t>(direct_.capacity() * sizeof(uint32_t) + others_.size() * 48);
  }

 private:
  static constexpr int64_t kDirect = int64_t{1} << 28;
  HugeVector<uint32_t> direct_;  // [integer]
  std::map<int64_t, uint32_t> others_;
};

struct Catalog {
  // Indexed by model.
  std::vector<uint32_t> account;            // into `accounts`
  std::vector<uint32_t> derived_account;    // into `accounts`, or kSeveralAccounts
  std::vector<Day> born;                    // day of createdAt; kAlwaysBorn where unknown
  std::vector<uint64_t> parameters;         // 0: unknown
  std::vector<uint32_t> group;              // into `groups`
  std::vector<uint64_t> downloads_30_days;  // counters of the dump; 0 where null
  std::vector<uint64_t> downloads_all_time;
  std::optional<ModelAttributes> attributes;  // where a table needs them

  IdIndex accounts;
  std::vector<AccountFacts> account_facts;  // [account]
  IdIndex parents;                          // companies that accounts belong to
  std::vector<std::string> countries;
  std::vector<Group> groups;

  std::map<Day, int64_t> created_by_day;  // models of the dump
  Day last_day_of_dump = kAlwaysBorn;     // the last createdAt or lastModified
  bool has_created = false;
  bool has_downloads_30_days = false;
  bool has_downloads_all_time = false;
  CatalogCounts counts;

  // How records find a model of the dump.
  IdIndex ids;
  IdIndex object_ids;
  std::vector<uint32_t> model_of_object_id;  // [number in object_ids]
  IntegerIndex integer_ids;

  Catalog();
  uint32_t models() const { return static_cast<uint32_t>(account.size()); }
  std::string_view id(uint32_t model) const;
  int64_t bytes() const;  // held by all of it

  // The model that joined under that text, or kNotFound.
  uint32_t find_joined(std::string_view text) const;
  void find_joined(std::span<const std::string_view> texts, std::span<uint32_t> models) const;
  // Adds a model that only records know, under the text that names it there. Not thread-safe.
  // KeyKind::snapshot: account, group, parameters and id are placeholders until settle_joined().
  uint32_t join(std::string_view text, KeyKind kind, const AccountAnnotations& annotations);
  // The text under which a joined model joined.
  std::string_view joined_text(uint32_t model) const { return joined_ids_[model - ids.size()]; }
  // What that text is.
  KeyKind joined_kind(uint32_t model) const { return joined_kinds_[model - ids.size()]; }
  // [model of the dump] number in object_ids, or kNotFound.
  std::vector<uint32_t> object_id_of_model() const;
  // For models that joined from snapshots: names[i] is the id of the i-th that joined, empty where
  // only its `_id` is known. into[model] != model: the two are one, and `model` leaves the
  // catalogue when it is renumbered; an empty `into` merges none.
  void settle_joined(std::span<const std::string_view> names, std::vector<uint32_t> into,
                     const AccountAnnotations& annotations);
  // Numbers of models as the fold knew them -> numbers in bytewise order of ids, those of the same
  // id by `_id`; a merged model has the number of the other one. Empty where nothing moved. To be
  // called once, behind the fold.
  std::vector<uint32_t> renumber();

  uint32_t account_number(std::string_view name, const AccountAnnotations& annotations);
  // The same for many, in order; numbers[i] belongs to names[i].
  void number_accounts(std::span<const std::string_view> names, std::span<uint32_t> numbers,
                       const AccountAnnotations& annotations);
  uint32_t group_number(const Group& group);

 private:
  uint16_t country_number(std::string_view name);
  void add_account(const KnownAccount& known);
  // Account, parameters and group of a joined model; all unknown where its name is empty.
  void describe_by_name(uint32_t model, std::string_view name,
                        const AccountAnnotations& annotations);
  // The models that stay, in order of their ids.
  std::vector<uint32_t> ordered_models() const;

  IdIndex country_names_;  // those of `countries`, in their order
  std::unordered_map<uint64_t, uint32_t> group_numbers_;  // by its members, one beside the other
  IdIndex joined_ids_;
  std::vector<KeyKind> joined_kinds_;
  TextTable joined_names_;             // in their place, once models of snapshots are settled
  std::vector<uint32_t> merged_into_;  // [model]; empty where none is merged
  std::vector<uint32_t> original_;  // [model] number before renumber(); empty where nothing moved
};

// The account of a model id: the part before the first '/', "(canonical)" without one.
std::string_view account_of(std::string_view id);

}  // namespace hubcensus
