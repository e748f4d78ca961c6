#include "host/catalog/paper_list.hpp"

#include <algorithm>

#include "kernels/check_sum.hpp"

namespace hubcensus {
namespace {

// What may be a handle of the Hub: so that no organization is called as a row of the table is.
bool is_handle(std::string_view text) {
  constexpr std::string_view kMarks = "-_.";
  return !text.empty() && text != kNoCountry &&
         std::all_of(text.begin(), text.end(), [&](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  kMarks.find(c) != std::string_view::npos;
         });
}

std::vector<uint32_t> numbers_of(std::span<const std::string_view> ids, IdIndex& index) {
  std::vector<uint32_t> numbers;
  for (const std::string_view id : ids) numbers.push_back(index.insert(id));
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  return numbers;
}

}  // namespace

void PaperList::add(const PaperRow& row) {
  const uint32_t number = ids_.insert(row.id);
  if (number < rows_.size()) {
    ++repeated_;
  } else {
    rows_.emplace_back();
  }
  Row& kept = rows_[number];
  linked_ -= kept.linked();
  kept.organization =
      is_handle(row.organization) ? organizations_.insert(row.organization) : kNotFound;
  kept.upvotes = row.upvotes.value_or(0);
  kept.models = numbers_of(row.models, models_);
  kept.datasets = numbers_of(row.datasets, datasets_);
  linked_ += kept.linked();
}

int64_t PaperList::bytes() const {
  return ids_.bytes() + organizations_.bytes() + models_.bytes() + datasets_.bytes() +
         static_cast<int64_t>(rows_.capacity() * sizeof(Row) + linked_ * sizeof(uint32_t));
}

PaperFacts PaperList::take() {
  PaperFacts facts;
  u128 total = 0;
  for (const Row& row : rows_) {
    facts.organization.push_back(row.organization);
    facts.upvotes.push_back(row.upvotes);
    facts.models.push_back(row.models);
    facts.datasets.push_back(row.datasets);
    total += row.upvotes;
  }
  check_sum(total, "the papers' upvotes");
  facts.organizations = std::move(organizations_);
  *this = PaperList{};
  return facts;
}

}  // namespace hubcensus
