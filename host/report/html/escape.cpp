#include "host/report/html/escape.hpp"

#include <array>
#include <cstdio>

#include "host/report/text_safety.hpp"

namespace hubcensus {
namespace {

constexpr size_t kLongestId = 256;

// < > & and both quotes, so that the text may stand in an attribute too.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char letter : terminal_text(text)) {
    switch (letter) {
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '&':
        out += "&amp;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += letter;
    }
  }
  return out;
}

bool is_unreserved(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
         (letter >= '0' && letter <= '9') || letter == '-' || letter == '.' || letter == '_';
}

std::string percent_encoded(std::string_view part) {
  std::string out;
  for (const char letter : part) {
    if (is_unreserved(letter)) {
      out += letter;
      continue;
    }
    std::array<char, 4> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "%%%02X", static_cast<unsigned char>(letter));
    out += buffer.data();
  }
  return out;
}

// A part of an id that a browser would neither drop nor take for a folder, and that shows as it is.
bool is_part(std::string_view part) {
  return !part.empty() && part != "." && part != ".." && part.front() != '(' &&
         part == terminal_text(part);
}

}  // namespace

std::string html_text(std::string_view text) { return escaped(text); }

std::string html_attribute(std::string_view text) { return '"' + escaped(text) + '"'; }

std::string html_name(std::string_view name) { return "<bdi>" + escaped(name) + "</bdi>"; }

std::string script_json(const Json& json) { return embeddable_json(json.dump()); }

std::optional<std::string> hub_url(std::string_view id) {
  if (id.size() > kLongestId) return std::nullopt;
  const size_t slash = id.find('/');
  if (!is_part(id.substr(0, slash))) return std::nullopt;
  std::string url = "https://huggingface.co/" + percent_encoded(id.substr(0, slash));
  if (slash == std::string_view::npos) return url;
  const std::string_view name = id.substr(slash + 1);
  if (!is_part(name) || name.find('/') != std::string_view::npos) return std::nullopt;
  return url + '/' + percent_encoded(name);
}

std::string hub_link(std::string_view id) {
  const auto url = hub_url(id);
  if (!url) return html_name(id);
  return "<a rel=\"noopener noreferrer\" href=" + html_attribute(*url) + ">" + html_name(id) +
         "</a>";
}

}  // namespace hubcensus
