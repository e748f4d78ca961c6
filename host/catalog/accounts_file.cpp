#include "host/catalog/accounts_file.hpp"

#include <array>
#include <span>
#include <utility>
#include <vector>

#include "host/ingest/column_map.hpp"
#include "host/ingest/identifier.hpp"
#include "host/ingest/text/csv_file.hpp"
#include "host/ingest/text/quoted_text.hpp"
#include "host/ingest/wanted_columns.hpp"
#include "kernels/error.hpp"

namespace hubcensus {
namespace {

bool is_letter(char letter) {
  return (letter >= 'A' && letter <= 'Z') || (letter >= 'a' && letter <= 'z');
}

std::optional<std::string> parse_country(std::string_view text) {
  if (text == kInternational || text == kNoCountry) return std::string(text);
  if (text.size() != 2 || !is_letter(text[0]) || !is_letter(text[1])) return std::nullopt;
  constexpr char kCaseBit = 0x20;
  return std::string{static_cast<char>(text[0] & ~kCaseBit),
                     static_cast<char>(text[1] & ~kCaseBit)};
}

std::optional<AccountKind> parse_kind(std::string_view name) {
  for (size_t i = 0; i < kAccountKindNames.size(); ++i) {
    if (kAccountKindNames[i] == name) return static_cast<AccountKind>(i);
  }
  return std::nullopt;
}

std::optional<bool> parse_verified(std::string_view text) {
  for (const std::string_view yes : {"true", "True", "TRUE", "yes", "1"}) {
    if (text == yes) return true;
  }
  for (const std::string_view no : {"false", "False", "FALSE", "no", "0"}) {
    if (text == no) return false;
  }
  return std::nullopt;
}

class AccountsReader {
 public:
  AccountsReader(const std::string& path, const TextLimits& limits)
      : path_(path),
        file_(path, limits),
        kind_(annotation_column(kAnnotationColumnNames[0])),
        country_(annotation_column(kAnnotationColumnNames[1])),
        parent_(annotation_column(kAnnotationColumnNames[2])),
        verified_(annotation_column(kAnnotationColumnNames[3])) {}

  AccountsFile read() {
    AccountsFile result;
    while (file_.next(fields_)) {
      ++result.rows_read;
      check_form();
      AccountAnnotation annotation = read_annotation();
      const auto known = result.annotations.find(fields_[0]);
      if (known == result.annotations.end()) {
        result.annotations.emplace(fields_[0], std::move(annotation));
        continue;
      }
      if (known->second != annotation) {
        refuse("repeated handle", fields_[0], "one row, or rows with the same values");
      }
      ++result.rows_repeated;
    }
    result.hash = file_.text().content_hash();
    result.bytes = file_.text().file_bytes();
    return result;
  }

 private:
  // The first column is the handle, even if it is called `country`.
  std::optional<size_t> annotation_column(std::string_view name) const {
    const std::span<const std::string> others = std::span(file_.names()).subspan(1);
    const std::optional<size_t> index = ColumnMap().find(name, others, path_);
    return index ? std::optional<size_t>(*index + 1) : std::nullopt;
  }

  void check_form() const {
    const std::string expected = std::to_string(file_.names().size()) + " fields, as the header";
    if (file_.malformed()) refuse("malformed row", "", expected + ", with closed quotes");
    if (fields_.size() != file_.names().size()) {
      refuse("wrong number of fields", std::to_string(fields_.size()), expected);
    }
    if (!valid_id(fields_[0])) {
      refuse("invalid handle", fields_[0], "1 to 512 bytes of UTF-8 without control characters");
    }
  }

  std::string_view cell(const std::optional<size_t>& column) const {
    return column ? fields_[*column] : std::string_view();
  }

  AccountAnnotation read_annotation() const {
    AccountAnnotation result;
    if (const std::string_view text = cell(kind_); !text.empty()) {
      const std::optional<AccountKind> kind = parse_kind(text);
      if (!kind) refuse("unknown kind", text, kind_names());
      result.kind = *kind;
    }
    if (const std::string_view text = cell(country_); !text.empty()) {
      std::optional<std::string> country = parse_country(text);
      if (!country) {
        refuse("unknown country", text,
               "two letters (ISO 3166 alpha-2), international, unknown or nothing");
      }
      result.country = std::move(*country);
    }
    if (const std::string_view text = cell(parent_); !text.empty()) {
      if (!valid_id(text)) refuse("invalid parent", text, "UTF-8 without control characters");
      result.parent = text;
    }
    if (const std::string_view text = cell(verified_); !text.empty()) {
      result.verified = parse_verified(text);
      if (!result.verified) refuse("unknown verified", text, "true, false, 1, 0 or nothing");
    }
    return result;
  }

  static std::string kind_names() {
    std::string names;
    for (const std::string_view name : kAccountKindNames) names += std::string(name) + ", ";
    return names + "or nothing";
  }

  [[noreturn]] void refuse(const char* fault, std::string_view value,
                           const std::string& allowed) const {
    throw Error(ErrorKind::invalid_input, std::string(fault) + " in " + path_ + ", line " +
                                              std::to_string(file_.line()) + ": " +
                                              quoted_text(value) + "; allowed: " + allowed);
  }

  std::string path_;
  CsvFile file_;
  std::optional<size_t> kind_;
  std::optional<size_t> country_;
  std::optional<size_t> parent_;
  std::optional<size_t> verified_;
  std::vector<std::string_view> fields_;
};

}  // namespace

AccountsFile read_accounts_file(const std::string& path, const TextLimits& limits) {
  return AccountsReader(path, limits).read();
}

}  // namespace hubcensus
