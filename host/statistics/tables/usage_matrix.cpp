#include <algorithm>

#include "host/catalog/country_code.hpp"
#include "host/ingest/records/user_country.hpp"
#include "host/statistics/tables.hpp"

namespace hubcensus {
namespace {

// Downloads of one window by [country of the user][country of the developer], with sums of both.
struct Matrix {
  size_t countries = 0;  // of developers
  std::vector<uint64_t> cells;
  std::vector<uint64_t> users = std::vector<uint64_t>(kUserCountryCodes);
  std::vector<uint64_t> developers;
  uint64_t total = 0;

  uint64_t at(size_t user, size_t developer) const { return cells[user * countries + developer]; }
};

// Of all pairs, or of those of two known countries.
Matrix matrix_of(const Findings& findings, const Window& window, bool known_alone) {
  const auto& names = findings.catalog->countries;
  Matrix matrix;
  matrix.countries = names.size();
  matrix.cells.resize(kUserCountryCodes * names.size());
  matrix.developers.resize(names.size());
  const int32_t first = period_of(Grain::month, window.first);
  const int32_t last = period_of(Grain::month, window.end - 1);
  for (const auto& [user, month, developer, downloads] : findings.users) {
    if (month < first || month > last) continue;
    if (known_alone && (user == kUnknownUserCountry || !is_country_code(names[developer])))
      continue;
    matrix.cells[user * names.size() + developer] += downloads;
    matrix.users[user] += downloads;
    matrix.developers[developer] += downloads;
    matrix.total += downloads;
  }
  return matrix;
}

class MatrixTable {
 public:
  void add(const Findings& findings, const Window& window, const Matrix& matrix) {
    for (uint16_t user = 0; user < kUserCountryCodes; ++user) {
      for (size_t developer = 0; developer < matrix.countries; ++developer) {
        const uint64_t downloads = matrix.at(user, developer);
        if (downloads == 0) continue;
        const uint64_t of_users = matrix.users[user];
        const uint64_t of_developers = matrix.developers[developer];
        window_.add(window.name);
        user_.add(user_country_name(user));
        developer_.add(findings.catalog->countries[developer]);
        columns_.add(window);
        downloads_.add(downloads);
        row_share_.add(share(downloads, of_users));
        share_.add(share(of_developers, matrix.total));
        excess_.add(Ratio{u128{downloads} * matrix.total, u128{of_users} * of_developers});
      }
    }
  }

  Table take() { return std::move(table_); }

 private:
  Table table_{"usage_matrix", "Are models used where they are developed?",
               "Requests of the window by the country of the user and of the model's account. "
               "row_share: of the requests of these users; developer_share: of all requests to "
               "models of that country; excess: the first over the second, 1 where use knows no "
               "borders. Pairs without a request have no row."};
  TextColumn window_ = table_.key("window");
  TextColumn user_ = table_.key("user_country");
  TextColumn developer_ = table_.key("developer_country");
  WindowColumns columns_{table_};
  IntegerColumn downloads_ = table_.integer("downloads");
  RatioColumn row_share_ = table_.ratio("row_share");
  RatioColumn share_ = table_.ratio("developer_share");
  RatioColumn excess_ = table_.wide_ratio("excess");
};

class HomeTable {
 public:
  // `matrix`: of known countries alone.
  void add(const Findings& findings, const Window& window, const Matrix& matrix) {
    const auto& names = findings.catalog->countries;
    uint64_t home = 0;
    u128 expected = 0;  // times the total
    for (uint16_t user = 0; user < kUserCountryCodes; ++user) {
      const uint64_t of_users = matrix.users[user];
      if (of_users == 0) continue;
      const std::string country = user_country_name(user);
      const auto found = std::find(names.begin(), names.end(), country);
      const auto developer = static_cast<size_t>(found - names.begin());
      const bool develops = found != names.end();
      const uint64_t own = develops ? matrix.at(user, developer) : 0;
      const u128 chance = develops ? u128{of_users} * matrix.developers[developer] : 0;
      add_row(window, country, own, of_users, matrix.total, chance);
      home += own;
      expected += chance;
    }
    if (matrix.total > 0) add_row(window, "(all)", home, matrix.total, matrix.total, expected);
  }

  Table take() { return std::move(table_); }

 private:
  void add_row(const Window& window, const std::string& country, uint64_t own, uint64_t users,
               uint64_t total, u128 expected) {
    window_.add(window.name);
    country_.add(country);
    columns_.add(window);
    own_.add(own);
    home_share_.add(share(own, users));
    expected_share_.add(Ratio{expected, u128{users} * total});
    excess_.add(Ratio{u128{own} * total, expected});
  }

  Table table_{"usage_matrix_home", "How strong is home bias?",
               "Requests of users of a country to models of accounts of that country, of requests "
               "where both countries are known: home_share of the users' requests; "
               "expected_share: were use independent of the country; excess: the first over the "
               "second. (all): over all countries, the diagonal of the matrix."};
  TextColumn window_ = table_.key("window");
  TextColumn country_ = table_.key("country");
  WindowColumns columns_{table_};
  IntegerColumn own_ = table_.integer("own_downloads");
  RatioColumn home_share_ = table_.ratio("home_share");
  RatioColumn expected_share_ = table_.wide_ratio("expected_share");
  RatioColumn excess_ = table_.wide_ratio("excess");
};

}  // namespace

std::vector<Table> usage_matrix(const Findings& findings) {
  MatrixTable matrix_table;
  HomeTable home_table;
  for (const WindowFacts& facts : findings.windows) {
    if (is_period(facts.window)) continue;
    matrix_table.add(findings, facts.window,
                     matrix_of(findings, facts.window, /*known_alone=*/false));
    home_table.add(findings, facts.window, matrix_of(findings, facts.window, /*known_alone=*/true));
  }
  std::vector<Table> tables;
  tables.push_back(matrix_table.take());
  tables.push_back(home_table.take());
  return tables;
}

}  // namespace hubcensus
