#include "host/catalog/catalog.hpp"

#include <tbb/parallel_sort.h>

#include <algorithm>
#include <numeric>

#include "kernels/error.hpp"

namespace hubcensus {
namespace {

constexpr std::string_view kCanonicalAccount = "(canonical)";
constexpr std::string_view kUnknownAccount = "(unknown)";  // of a model known by number alone

template <typename T>
void permute(std::vector<T>& values, const std::vector<uint32_t>& original) {
  std::vector<T> permuted(values.size());
  for (size_t i = 0; i < values.size(); ++i) permuted[i] = values[original[i]];
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

uint32_t IntegerIndex::find(int64_t integer) const {
  if (integer >= 0 && integer < static_cast<int64_t>(direct_.size())) {
    return direct_[static_cast<size_t>(integer)];
  }
  const auto found = others_.find(integer);
  return found == others_.end() ? kNotFound : found->second;
}

std::string_view Catalog::id(uint32_t model) const {
  const uint32_t number = original_.empty() ? model : original_[model];
  return number < ids.size() ? ids[number] : joined_ids_[number - ids.size()];
}

int64_t Catalog::bytes() const {
  const auto held = [](const auto& values) {
    return static_cast<int64_t>(values.capacity() * sizeof(values[0]));
  };
  return held(account) + held(derived_account) + held(born) + held(parameters) + held(group) +
         held(downloads_30_days) + held(downloads_all_time) + held(account_facts) + held(groups) +
         held(model_of_object_id) + accounts.bytes() + ids.bytes() + object_ids.bytes() +
         integer_ids.bytes();
}

uint16_t Catalog::country_number(const std::string& name) {
  const auto [found, is_new] =
      country_numbers_.try_emplace(name, static_cast<uint16_t>(countries.size()));
  if (is_new) countries.push_back(name);
  return found->second;
}

uint32_t Catalog::account_number(std::string_view name, const AccountAnnotations& annotations) {
  const uint32_t number = accounts.insert(name);
  if (number < account_facts.size()) return number;
  AccountFacts facts;
  const auto annotated = annotations.find(name);
  if (annotated != annotations.end()) {
    facts = {annotated->second.kind, country_number(annotated->second.country)};
  }
  account_facts.push_back(facts);
  return number;
}

uint32_t Catalog::group_number(const Group& group_facts) {
  const auto [found, is_new] =
      group_numbers_.try_emplace(group_facts, static_cast<uint32_t>(groups.size()));
  if (is_new) groups.push_back(group_facts);
  return found->second;
}

uint32_t Catalog::find_joined(std::string_view text) const {
  const uint32_t number = joined_ids_.find(text);
  return number == kNotFound ? kNotFound : ids.size() + number;
}

uint32_t Catalog::join(std::string_view text, KeyKind kind, const AccountAnnotations& annotations) {
  if (models() == kMaxModels) {
    throw Error(ErrorKind::limit,
                "more than " + std::to_string(kMaxModels) + " distinct models in the records");
  }
  joined_ids_.insert(text);
  const std::string_view name = kind == KeyKind::id ? account_of(text) : kUnknownAccount;
  const uint32_t number = account_number(name, annotations);
  const AccountFacts facts = account_facts[number];
  const uint64_t size = kind == KeyKind::id ? parameters_from_name(model_name(text)) : 0;
  account.push_back(number);
  derived_account.push_back(number);
  born.push_back(kAlwaysBorn);
  parameters.push_back(size);
  group.push_back(group_number({facts.country, facts.country, facts.kind, size_class_of(size)}));
  downloads_30_days.push_back(0);
  downloads_all_time.push_back(0);
  ++counts.joined_models;
  return models() - 1;
}

std::vector<uint32_t> Catalog::renumber() {
  if (counts.joined_models == 0) return {};
  std::vector<uint32_t> original(models());
  std::iota(original.begin(), original.end(), 0U);
  tbb::parallel_sort(original.begin(), original.end(), [this](uint32_t left, uint32_t right) {
    const int order = id(left).compare(id(right));
    return order != 0 ? order < 0 : left < right;
  });
  std::vector<uint32_t> numbers(models());
  for (uint32_t model = 0; model < models(); ++model) numbers[original[model]] = model;
  permute(account, original);
  permute(derived_account, original);
  permute(born, original);
  permute(parameters, original);
  permute(group, original);
  permute(downloads_30_days, original);
  permute(downloads_all_time, original);
  original_ = std::move(original);
  return numbers;
}

}  // namespace hubcensus
