// Which accounts of the Hub belong to which company, where the account's name does not tell, or
// tells it too loosely: a built-in table of what is widely known, as of 2026-11. It is no register:
// what is in doubt is left out. A company may have several accounts, and several names.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace hubcensus {

struct CompanyAlias {
  std::string_view company;
  std::string_view handle;
};
std::span<const CompanyAlias> company_aliases();

// Names as they are compared: lower case (ASCII), the words joined without what is between them,
// without a leading "the" and the legal forms at the end ("Sony Group Corp." is "sony").
std::string company_key(std::string_view name);
// A handle, or a part of a domain: lower case (ASCII), without what is no letter or digit.
std::string handle_key(std::string_view handle);
// The label of a website's domain that names its owner: "example" of "https://www.example.co.uk/a";
// empty where there is none, or where the website is an IP address.
std::string website_label(std::string_view website);

}  // namespace hubcensus
