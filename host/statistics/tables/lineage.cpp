#include "host/statistics/lineage_facts.hpp"
#include "host/statistics/tables.hpp"
#include "host/statistics/tables/lineage_periods.hpp"
#include "host/statistics/tables/relation_columns.hpp"

namespace hubcensus {
namespace {

std::string_view country_of(const Catalog& catalog, uint32_t account) {
  return catalog.countries[catalog.account_facts[account].country];
}

Table models_table(const Catalog& catalog, const LineageFacts& facts) {
  Table table(
      "lineage", "Which models are built upon?",
      "The 1,000 models with the most descendants, ties by id, of the whole dump; bases that the "
      "dump lacks are models too (in_dump false). direct: models of the dump that name it as a "
      "base. descendants: models that stand on it over any chain of bases, each once however many "
      "chains there are. Both by the relation of the descendant to its own bases; unknown: the "
      "dump names none. References of a model to itself, and those within a cycle, are left out. "
      "is_root: it has no base.");
  TextColumn model = table.key("model");
  TextColumn account = table.text("account");
  TextColumn country = table.text("country");
  BooleanColumn is_root = table.boolean("is_root");
  BooleanColumn in_dump = table.boolean("in_dump");
  RelationColumns direct(table, "direct");
  RelationColumns descendants(table, "descendants");
  for (const BaseModel& each : facts.models) {
    model.add(each.id);
    account.add(catalog.accounts[each.account]);
    country.add(country_of(catalog, each.account));
    is_root.add(each.is_root);
    in_dump.add(each.in_dump);
    direct.add(each.derivatives.direct);
    descendants.add(each.derivatives.descendants);
  }
  return table;
}

// The columns behind the keys of accounts and of companies.
class OwnerColumns {
 public:
  explicit OwnerColumns(Table& table) : direct_(table, "direct"), table_(table) {}

  void add(const BaseOwner& owner, uint64_t derivatives) {
    const uint32_t direct = owner.derivatives.direct.total();
    const uint32_t descendants = owner.derivatives.descendants.total();
    direct_.add(owner.derivatives.direct);
    direct_others_.add(direct - owner.own_direct);
    descendants_.add(owner.derivatives.descendants);
    descendants_others_.add(descendants - owner.own_descendants);
    share_.add(share(descendants, derivatives));
  }

 private:
  RelationColumns direct_;
  Table& table_;
  IntegerColumn direct_others_ = table_.integer("direct_others");
  RelationColumns descendants_{table_, "descendants"};
  IntegerColumn descendants_others_ = table_.integer("descendants_others");
  RatioColumn share_ = table_.ratio("share");
};

Table accounts_table(const Catalog& catalog, const LineageFacts& facts) {
  Table table(
      "lineage_accounts", "Which accounts are built upon?",
      "The 1,000 accounts with the most descendants, ties by name. direct: models with a base of "
      "the account; descendants: models with any ancestor of it; each model once for an account, "
      "however many of its models it stands on. others: of them those of other accounts. share: "
      "descendants over all derivatives of the dump (models with a base); a derivative counts for "
      "every account above it, so that shares add up to more than 1.");
  TextColumn account = table.key("account");
  TextColumn country = table.text("country");
  OwnerColumns columns(table);
  for (const BaseOwner& owner : facts.accounts) {
    account.add(owner.name);
    country.add(country_of(catalog, owner.account));
    columns.add(owner, facts.derivatives);
  }
  return table;
}

Table companies_table(const LineageFacts& facts) {
  Table table(
      "lineage_companies", "Which companies are built upon?",
      "As lineage_accounts, for all accounts together whose annotation names the same parent "
      "company; accounts without one are left out. others: models of accounts that are not the "
      "company's.");
  TextColumn company = table.key("company");
  OwnerColumns columns(table);
  for (const BaseOwner& owner : facts.companies) {
    company.add(owner.name);
    columns.add(owner, facts.derivatives);
  }
  return table;
}

std::string texts_of(const Family& family) {
  std::string texts(family.texts[0]);
  if (!family.texts[1].empty()) texts += " | " + std::string(family.texts[1]);
  return texts;
}

Table families_table(const LineageFacts& facts) {
  Table table(
      "lineage_families", "Which families of models are built upon?",
      "Well-known families by a text, letters of either case; is_word: only where no letter or "
      "digit stands before it. Families overlap. roots: models, and bases that the dump lacks, "
      "without a base whose name (the id behind the account) has the text. direct: models with a "
      "root as base; descendants: models that stand on a root over any chain, each once, by their "
      "relation. named_only: other models whose name has the text. tagged_only: models that are "
      "none of these with the text in a tag. by_name_or_tag: all models of the dump whose name or "
      "a tag has it. total: roots in the dump, descendants, named_only and tagged_only. share: "
      "descendants over all derivatives.");
  TextColumn family = table.key("family");
  TextColumn text = table.text("text");
  BooleanColumn is_word = table.boolean("is_word");
  IntegerColumn roots = table.integer("roots");
  IntegerColumn roots_in_dump = table.integer("roots_in_dump");
  RelationColumns direct(table, "direct");
  RelationColumns descendants(table, "descendants");
  RatioColumn share_of_all = table.ratio("share");
  IntegerColumn named_only = table.integer("named_only");
  IntegerColumn tagged_only = table.integer("tagged_only");
  IntegerColumn by_name_or_tag = table.integer("by_name_or_tag");
  IntegerColumn total = table.integer("total");
  for (size_t i = 0; i < kFamilies.size(); ++i) {
    const FamilyFacts& of_family = facts.families[i];
    const uint64_t below = of_family.derivatives.descendants.total();
    family.add(kFamilies[i].name);
    text.add(texts_of(kFamilies[i]));
    is_word.add(kFamilies[i].is_word);
    roots.add(of_family.roots);
    roots_in_dump.add(of_family.roots_in_dump);
    direct.add(of_family.derivatives.direct);
    descendants.add(of_family.derivatives.descendants);
    share_of_all.add(share(below, facts.derivatives));
    named_only.add(of_family.named_only);
    tagged_only.add(of_family.tagged_only);
    by_name_or_tag.add(of_family.named_or_tagged);
    total.add(of_family.roots_in_dump + below + of_family.named_only + of_family.tagged_only);
  }
  return table;
}

Table depth_table(const LineageFacts& facts) {
  Table table("lineage_depth", "How long are the chains of bases?",
              "Models of the dump by depth, the longest chain of bases above the model; 0: a model "
              "without a base. Depth 1,000 stands for that and more.");
  IntegerColumn depth = table.key_integer("depth");
  IntegerColumn models = table.integer("models");
  for (const auto& [edges, count] : facts.by_depth) {
    depth.add(edges);
    models.add(count);
  }
  return table;
}

Table graph_table(const LineageFacts& facts) {
  Table table(
      "lineage_graph", "What is the graph of bases made of?",
      "Counts over the dump. references: distinct bases of each model, summed; missing: those of "
      "bases that the dump lacks, and how many of these there are; edges_in_cycles_dropped: "
      "references between models of one cycle; derivatives: models with a base left; merges: "
      "derivatives of that relation; of several accounts: their roots belong to more than one. "
      "steps: bases looked at to find the distinct ancestors of models with several bases.");
  TextColumn name = table.key("name");
  IntegerColumn number = table.integer("count");
  for (const auto& [what, count] : facts.graph) {
    name.add(what);
    number.add(count);
  }
  return table;
}

}  // namespace

std::vector<Table> lineage(const Findings& findings) {
  const Catalog& catalog = *findings.catalog;
  const LineageFacts& facts = *findings.lineage;
  std::vector<Table> tables;
  tables.push_back(models_table(catalog, facts));
  tables.push_back(accounts_table(catalog, facts));
  tables.push_back(companies_table(facts));
  tables.push_back(families_table(facts));
  tables.push_back(lineage_periods(facts));
  tables.push_back(lineage_bases(catalog, facts));
  tables.push_back(depth_table(facts));
  tables.push_back(graph_table(facts));
  return tables;
}

}  // namespace hubcensus
