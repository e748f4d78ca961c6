#include "host/catalog/catalog.hpp"

#include <tbb/parallel_for.h>
#include <tbb/parallel_sort.h>

#include <algorithm>

#include "kernels/error.hpp"

namespace hubcensus {
namespace {

constexpr std::string_view kCanonicalAccount = "(canonical)";
constexpr std::string_view kUnknownAccount = "(unknown)";  // of a model known by number alone

template <typename T>
void permute(std::vector<T>& values, const std::vector<uint32_t>& original) {
  std::vector<T> permuted(original.size());
  for (size_t i = 0; i < original.size(); ++i) permuted[i] = values[original[i]];
  values = std::move(permuted);
}

}  // namespace

std::string_view account_of(std::string_view id) {
  const size_t slash = id.find('/');
  return slash == std::string_view::npos ? kCanonicalAccount : id.substr(0, slash);
}

void IntegerIndex::insert(int64_t integer, uint32_t model) {
  if (integer < 0 || integer >= kDirect) {
    others_.emplace(integer, model);
    return;
  }
  const auto at = static_cast<size_t>(integer);
  if (at >= direct_.size()) direct_.resize(std::max(at + 1, 2 * direct_.size()), kNotFound);
  if (direct_[at] == kNotFound) direct_[at] = model;
}

Catalog::Catalog() {
  country_number("unknown");
  country_number("several");
}

std::string_view Catalog::id(uint32_t model) const {
  const uint32_t number = original_.empty() ? model : original_[model];
  if (number < ids.size()) return ids[number];
  const uint32_t joined = number - ids.size();
  return joined_names_.size() > 0 ? joined_names_[joined] : joined_ids_[joined];
}

int64_t Catalog::bytes() const {
  const auto held = [](const auto& values) {
    return static_cast<int64_t>(values.capacity() * sizeof(values[0]));
  };
  return held(account) + held(derived_account) + held(born) + held(parameters) + held(group) +
         held(downloads_30_days) + held(downloads_all_time) + held(account_facts) + held(groups) +
         held(model_of_object_id) + accounts.bytes() + parents.bytes() + ids.bytes() +
         object_ids.bytes() + integer_ids.bytes() + (attributes ? attributes->bytes() : 0);
}

uint16_t Catalog::country_number(std::string_view name) {
  const uint32_t number = country_names_.insert(name);
  if (number == countries.size()) countries.emplace_back(name);
  return static_cast<uint16_t>(number);
}

void Catalog::add_account(const KnownAccount& known) {
  const bool has_parent = !known.parent.empty() && known.parent != "(none)";
  account_facts.push_back({known.kind, country_number(known.country),
                           has_parent ? parents.insert(known.parent) : kNotFound});
}

uint32_t Catalog::account_number(std::string_view name, const AccountAnnotations& annotations) {
  const uint32_t number = accounts.insert(name);
  if (number == account_facts.size()) add_account(annotations.of(name));
  return number;
}

void Catalog::number_accounts(std::span<const std::string_view> names, std::span<uint32_t> numbers,
                              const AccountAnnotations& annotations) {
  const uint32_t known = accounts.size();
  accounts.insert(names, numbers);
  std::vector<KnownAccount> added(accounts.size() - known);
  tbb::parallel_for(uint32_t{0}, static_cast<uint32_t>(added.size()),
                    [&](uint32_t i) { added[i] = annotations.of(accounts[known + i]); });
  for (const KnownAccount& each : added) add_account(each);
}

uint32_t Catalog::group_number(const Group& group_facts) {
  const uint64_t key = uint64_t{group_facts.country} << 32 |
                       uint64_t{group_facts.derived_country} << 16 |
                       static_cast<uint64_t>(group_facts.kind) << 8 |
                       static_cast<uint64_t>(group_facts.size_class);
  const auto [found, is_new] = group_numbers_.try_emplace(key, static_cast<uint32_t>(groups.size()));
  if (is_new) groups.push_back(group_facts);
  return found->second;
}

uint32_t Catalog::find_joined(std::string_view text) const {
  const uint32_t number = joined_ids_.find(text);
  return number == kNotFound ? kNotFound : ids.size() + number;
}

void Catalog::find_joined(std::span<const std::string_view> texts,
                          std::span<uint32_t> models) const {
  joined_ids_.find(texts, models);
  for (uint32_t& model : models) {
    if (model != kNotFound) model += ids.size();
  }
}

uint32_t Catalog::join(std::string_view text, KeyKind kind, const AccountAnnotations& annotations) {
  if (models() == kMaxModels) {
    throw Error(ErrorKind::limit,
                "more than " + std::to_string(kMaxModels) + " distinct models in the records");
  }
  joined_ids_.insert(text);
  joined_kinds_.push_back(kind);
  account.push_back(0);
  derived_account.push_back(0);
  born.push_back(kAlwaysBorn);
  parameters.push_back(0);
  group.push_back(0);
  downloads_30_days.push_back(0);
  downloads_all_time.push_back(0);
  if (attributes) attributes->add_unknown();
  ++counts.joined_models;
  const uint32_t model = models() - 1;
  if (kind == KeyKind::id) {
    describe_by_name(model, text, annotations);
  } else if (kind != KeyKind::snapshot) {
    describe_by_name(model, {}, annotations);
  }
  return model;
}

void Catalog::describe_by_name(uint32_t model, std::string_view name,
                               const AccountAnnotations& annotations) {
  const uint32_t number =
      account_number(name.empty() ? kUnknownAccount : account_of(name), annotations);
  const AccountFacts facts = account_facts[number];
  const uint64_t size = name.empty() ? 0 : parameters_from_name(model_name(name));
  account[model] = number;
  derived_account[model] = number;
  parameters[model] = size;
  group[model] = group_number({facts.country, facts.country, facts.kind, size_class_of(size)});
}

std::vector<uint32_t> Catalog::object_id_of_model() const {
  std::vector<uint32_t> numbers(ids.size(), kNotFound);
  for (uint32_t number = 0; number < model_of_object_id.size(); ++number) {
    numbers[model_of_object_id[number]] = number;
  }
  return numbers;
}

void Catalog::settle_joined(std::span<const std::string_view> names, std::vector<uint32_t> into,
                            const AccountAnnotations& annotations) {
  merged_into_ = std::move(into);
  for (uint32_t joined = 0; joined < names.size(); ++joined) {
    const uint32_t model = ids.size() + joined;
    if (!merged_into_.empty() && merged_into_[model] != model) {
      joined_names_.push_back({});
      --counts.joined_models;
      continue;
    }
    joined_names_.push_back(names[joined].empty() ? joined_ids_[joined] : names[joined]);
    describe_by_name(model, names[joined], annotations);
  }
}

std::vector<uint32_t> Catalog::ordered_models() const {
  std::vector<uint32_t> order;
  order.reserve(models());
  for (uint32_t model = 0; model < models(); ++model) {
    if (merged_into_.empty() || merged_into_[model] == model) order.push_back(model);
  }
  // Only repositories that were deleted and made anew share an id: few are compared by `_id`.
  const bool is_settled = joined_names_.size() > 0;
  const auto object_ids_of_dump = is_settled ? object_id_of_model() : std::vector<uint32_t>();
  const auto object_id = [&](uint32_t model) -> std::string_view {
    if (model >= ids.size()) return joined_text(model);
    const uint32_t number = object_ids_of_dump[model];
    return number == kNotFound ? std::string_view() : object_ids[number];
  };
  tbb::parallel_sort(order.begin(), order.end(), [&](uint32_t left, uint32_t right) {
    const int by_id = id(left).compare(id(right));
    if (by_id != 0) return by_id < 0;
    return is_settled ? object_id(left) < object_id(right) : left < right;
  });
  return order;
}

std::vector<uint32_t> Catalog::renumber() {
  if (models() == ids.size()) return {};  // none joined
  std::vector<uint32_t> original = ordered_models();
  std::vector<uint32_t> numbers(models());
  for (uint32_t model = 0; model < original.size(); ++model) numbers[original[model]] = model;
  for (uint32_t model = 0; model < merged_into_.size(); ++model) {
    numbers[model] = numbers[merged_into_[model]];
  }
  permute(account, original);
  permute(derived_account, original);
  permute(born, original);
  permute(parameters, original);
  permute(group, original);
  permute(downloads_30_days, original);
  permute(downloads_all_time, original);
  if (attributes) attributes->permute(original);
  original_ = std::move(original);
  return numbers;
}

}  // namespace hubcensus
