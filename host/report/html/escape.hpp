// Text of unknown origin, made fit for one place of the page: one function for each place.
//
// All of them show control characters, bytes that are no UTF-8, and invisible or direction-changing
// characters as escapes (terminal_text). No name can end an element, an attribute or a script, turn
// the direction of what follows, or lead to a place outside the Hub.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace hubcensus {

using Json = nlohmann::ordered_json;

// Between tags.
std::string html_text(std::string_view text);

// The value of an attribute, with its quotes.
std::string html_attribute(std::string_view text);

// A stranger's name between tags, its direction kept to itself.
std::string html_name(std::string_view name);

// Inside a script element of a type that the browser does not run. Strings must be valid UTF-8.
std::string script_json(const Json& json);

// Page of a model or account on the Hub; none where the id cannot be one.
std::optional<std::string> hub_url(std::string_view id);

// The name, as a link where it has a page.
std::string hub_link(std::string_view id);

}  // namespace hubcensus
