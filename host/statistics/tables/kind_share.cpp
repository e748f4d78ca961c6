#include "host/statistics/tables.hpp"
#include "host/statistics/tables/group_sums.hpp"
#include "host/statistics/tables/known_columns.hpp"

namespace hubcensus {
namespace {

class KindTable {
 public:
  void add(const WindowFacts& facts, const std::vector<Amount>& amounts) {
    const uint64_t total = facts.downloads();
    const uint64_t known = total - amounts[static_cast<size_t>(AccountKind::unknown)].downloads;
    const uint64_t members = facts.members();
    for (size_t kind = 0; kind < amounts.size(); ++kind) {
      const bool is_unknown = kind == static_cast<size_t>(AccountKind::unknown);
      window_.add(facts.window.name);
      kind_.add(kAccountKindNames[kind]);
      columns_.add(facts.window);
      models_.add(amounts[kind].models);
      downloads_.add(amounts[kind].downloads);
      share_.add(share(amounts[kind].downloads, total));
      share_known_.add(is_unknown ? std::nullopt
                                  : std::optional(share(amounts[kind].downloads, known)));
      model_share_.add(share(amounts[kind].models, members));
    }
  }

  Table take() { return std::move(table_); }

 private:
  Table table_{
      "kind_share", "Industry against independents?",
      "Downloads and models within the window by the annotated kind of the model's account; "
      "share of all downloads, and of those of accounts of known kind; share of the models "
      "that existed before the window's end or had a download in it."};
  TextColumn window_ = table_.key("window");
  TextColumn kind_ = table_.key("kind");
  WindowColumns columns_{table_};
  IntegerColumn models_ = table_.integer("models");
  IntegerColumn downloads_ = table_.integer("downloads");
  RatioColumn share_ = table_.ratio("share");
  RatioColumn share_known_ = table_.ratio("share_known");
  RatioColumn model_share_ = table_.ratio("model_share");
};

class IndividualTable {
 public:
  void add(const WindowFacts& facts, const std::vector<Amount>& amounts) {
    const uint64_t total = facts.downloads();
    const uint64_t lower = amounts[static_cast<size_t>(AccountKind::individual)].downloads;
    const uint64_t upper = lower + amounts[static_cast<size_t>(AccountKind::unknown)].downloads;
    window_.add(facts.window.name);
    columns_.add(facts.window);
    lower_.add(share(lower, total));
    upper_.add(share(upper, total));
    lower_majority_.add(u128{lower} * 2 > total);
    upper_majority_.add(u128{upper} * 2 > total);
  }

  Table take() { return std::move(table_); }

 private:
  Table table_{
      "kind_share_individual", "How much do independent developers have?",
      "Bounds of the share of individuals: accounts annotated so (lower), and all of unknown "
      "kind counted with them (upper); majority: more than half of the window's downloads."};
  TextColumn window_ = table_.key("window");
  WindowColumns columns_{table_};
  RatioColumn lower_ = table_.ratio("lower");
  RatioColumn upper_ = table_.ratio("upper");
  BooleanColumn lower_majority_ = table_.boolean("lower_majority");
  BooleanColumn upper_majority_ = table_.boolean("upper_majority");
};

class KnownTable {
 public:
  void add(const WindowFacts& facts, const std::vector<Amount>& amounts) {
    const Amount& unknown = amounts[static_cast<size_t>(AccountKind::unknown)];
    window_.add(facts.window.name);
    columns_.add(facts, {facts.downloads() - unknown.downloads, facts.members() - unknown.models});
  }

  Table take() { return std::move(table_); }

 private:
  Table table_{"kind_share_known", "For how much is the kind known?",
               "Models and downloads within the window whose account is annotated with a kind. "
               "Known: their downloads over all of the window."};
  TextColumn window_ = table_.key("window");
  KnownColumns columns_{table_};
};

}  // namespace

std::vector<Table> kind_share(const Findings& findings) {
  KindTable kind_table;
  IndividualTable individual_table;
  KnownTable known_table;
  for (const WindowFacts& facts : findings.windows) {
    const auto amounts = amounts_by(*findings.catalog, facts.groups, kAccountKinds,
                                    [](const Group& group) { return group.kind; });
    kind_table.add(facts, amounts);
    individual_table.add(facts, amounts);
    known_table.add(facts, amounts);
  }
  std::vector<Table> tables;
  tables.push_back(kind_table.take());
  tables.push_back(individual_table.take());
  tables.push_back(known_table.take());
  return tables;
}

}  // namespace hubcensus
