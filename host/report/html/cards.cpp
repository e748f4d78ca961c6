#include "host/report/html/cards.hpp"

#include "host/report/html/escape.hpp"
#include "host/report/summary/number_text.hpp"

namespace hubcensus {
namespace {

// `note` says of what the value is.
std::string card(const std::string& label, const std::string& value, const std::string& note) {
  return "<li><span class=\"label\">" + html_text(label) + "</span> <span class=\"value\">" +
         html_text(value) + "</span> <span class=\"note\">" + html_text(note) + "</span></li>\n";
}

// To three digits where it is long; the note has them all.
std::string count_card(const std::string& label, uint64_t count, const std::string& note) {
  const std::string exact = with_separators(u128{count});
  if (count < 1'000'000) return card(label, exact, note);
  return card(label, parameters_text(static_cast<double>(count)), exact + " " + note);
}

std::string concentration_cards(const Census& census) {
  const auto from = find_window(census, "concentration");
  if (!from) return {};
  const auto row = from->reader.row({{"window", from->window}, {"over", "models"}});
  if (!row) return {};
  const std::string window = window_words(from->window);
  return count_card("Downloads", from->reader.integer("total", *row).value_or(0), window) +
         card("Top 0.01 % of models", percent_text(from->reader.real("top_0_01_pct", *row)),
              "of downloads, " + window);
}

std::string country_card(const Census& census) {
  const auto from = find_window(census, "country_share");
  if (!from) return {};
  for (const size_t row :
       from->reader.rows({{"window", from->window}, {"attribution", "account"}})) {
    if (!from->reader.boolean("plurality", row).value_or(false)) continue;
    return card("Leading country", country_name(text_of(from->reader, "country", row)),
                percent_text(from->reader.real("share", row)) + " of downloads, by account");
  }
  return {};
}

std::string independents_card(const Census& census) {
  const auto from = find_window(census, "kind_share_individual");
  if (!from) return {};
  const auto row = from->reader.row({{"window", from->window}});
  if (!row) return {};
  return card("Independents", percent_text(from->reader.real("lower", *row)),
              "of downloads; with the unknown up to " +
                  percent_text(from->reader.real("upper", *row)));
}

}  // namespace

std::string cards_html(const Census& census) {
  const CatalogTotals& totals = census.manifest.catalog;
  std::string note = "in the dump";
  if (totals.joined > 0) {
    note += ", and " + with_separators(u128{totals.joined}) + " known from records alone";
  }
  return "<ul class=\"cards\">\n" + count_card("Models", totals.models, note) +
         concentration_cards(census) + country_card(census) + independents_card(census) +
         "</ul>\n";
}

}  // namespace hubcensus
