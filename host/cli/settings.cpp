#include "host/cli/settings.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>
#include <set>

#include "host/cli/toml_file.hpp"
#include "host/ingest/column_map.hpp"
#include "host/ingest/text/quoted_text.hpp"
#include "kernels/error.hpp"

namespace hubcensus {
namespace {

constexpr const char* kConfig = "config";

bool is_settable(const CLI::App& app, const CLI::Option* option) {
  if (!option->nonpositional() || option->get_lnames().empty()) return false;
  const std::string& name = option->get_lnames().front();
  return option != app.get_help_ptr() && option != app.get_version_ptr() && name != kConfig &&
         name != "print-config";
}

std::vector<const CLI::Option*> settable(const CLI::App& app) {
  return app.get_options([&](const CLI::Option* option) { return is_settable(app, option); });
}

const std::string& key_of(const CLI::Option& option) { return option.get_lnames().front(); }

bool is_switch(const CLI::Option& option) { return option.get_items_expected_max() == 0; }
bool is_list(const CLI::Option& option) { return option.get_items_expected_max() > 1; }

std::string variable_of(const std::string& key) {
  std::string name = "HUBCENSUS_";
  for (const char letter : key) {
    const bool is_small = letter >= 'a' && letter <= 'z';
    name += letter == '-' ? '_' : static_cast<char>(is_small ? letter - 'a' + 'A' : letter);
  }
  return name;
}

// An empty variable is none.
std::optional<std::string> value_of(const std::string& variable) {
  const char* const value = std::getenv(variable.c_str());
  return value == nullptr || *value == '\0' ? std::nullopt : std::optional<std::string>(value);
}

Setting setting_of(const CLI::Option& option, const std::vector<std::string>& values,
                   const std::string& origin) {
  Setting setting{"--" + key_of(option), {}, origin};
  for (const std::string& value : values) {
    if (value.empty()) {
      throw Error(ErrorKind::usage, "an empty value for " + setting.flag + ", from " + origin);
    }
    setting.arguments.push_back(setting.flag + "=" + value);
  }
  return setting;
}

Setting switch_of(const CLI::Option& option, const std::string& word, const std::string& origin) {
  constexpr std::array<std::string_view, 4> kOn = {"true", "1", "yes", "on"};
  constexpr std::array<std::string_view, 4> kOff = {"false", "0", "no", "off"};
  Setting setting{"--" + key_of(option), {}, origin};
  if (std::find(kOn.begin(), kOn.end(), word) != kOn.end()) {
    setting.arguments.push_back(setting.flag);
  } else if (std::find(kOff.begin(), kOff.end(), word) == kOff.end()) {
    throw Error(ErrorKind::usage, setting.flag + " wants true or false, not " + quoted_text(word) +
                                      ", from " + origin);
  }
  return setting;
}

// Lists of paths hold one a line; those of words have their commas, which the flag itself cuts at.
Setting of_variable(const CLI::Option& option, const std::string& variable,
                    const std::string& value) {
  const std::string origin = "the variable " + variable;
  if (is_switch(option)) return switch_of(option, value, origin);
  std::vector<std::string> values = {""};
  for (const char letter : value) {
    if (letter != '\n' || !is_list(option)) {
      values.back() += letter;
    } else if (!values.back().empty()) {
      values.emplace_back();
    }
  }
  if (values.size() > 1 && values.back().empty()) values.pop_back();
  return setting_of(option, values, origin);
}

class ConfigFile {
 public:
  ConfigFile(const CLI::App& program, std::string path)
      : program_(program), path_(std::move(path)), entries_(read_toml_file(path_)) {}

  // Those of the program and of the command; all others are checked to be flags of theirs.
  std::vector<Setting> settings(const CLI::App& command, const std::set<std::string>& set) const {
    std::vector<Setting> settings;
    for (const TomlEntry& entry : entries_) {
      const CLI::App& app = entry.section.empty() ? program_ : command_of(entry);
      const Setting setting = of_entry(option_of(app, entry), entry);
      const bool is_ours = &app == &program_ || &app == &command;
      if (is_ours && !set.contains(entry.key)) settings.push_back(setting);
    }
    return settings;
  }

 private:
  std::string place(const TomlEntry& entry) const {
    return quoted_text(path_) + ", line " + std::to_string(entry.line);
  }

  const CLI::App& command_of(const TomlEntry& entry) const {
    std::vector<std::string> names;
    for (const CLI::App* command : program_.get_subcommands({})) {
      if (command->get_name() == entry.section) return *command;
      names.push_back(command->get_name());
    }
    throw Error(ErrorKind::usage, "unknown section [" + entry.section + "] in " + place(entry) +
                                      nearest_hint(entry.section, names));
  }

  const CLI::Option& option_of(const CLI::App& app, const TomlEntry& entry) const {
    std::vector<std::string> keys;
    for (const CLI::Option* option : settable(app)) {
      if (key_of(*option) == entry.key) return *option;
      keys.push_back(key_of(*option));
    }
    std::string hint = nearest_hint(entry.key, keys);
    if (&app == &program_) hint += "; flags of a command stand below its name, such as [report]";
    throw Error(ErrorKind::usage,
                "unknown key " + quoted_text(entry.key) + " in " + place(entry) + hint);
  }

  Setting of_entry(const CLI::Option& option, const TomlEntry& entry) const {
    const auto refuse = [&](const char* wanted) {
      throw Error(ErrorKind::usage,
                  "key " + quoted_text(entry.key) + " wants " + wanted + ", in " + place(entry));
    };
    if (is_switch(option)) {
      if (!entry.is_boolean) refuse("true or false");
      return switch_of(option, entry.values.front(), place(entry));
    }
    if (entry.is_boolean) refuse("a value");
    if (entry.is_list && !is_list(option)) refuse("one value, not a list");
    return setting_of(option, entry.values, place(entry));
  }

  const CLI::App& program_;
  std::string path_;
  std::vector<TomlEntry> entries_;
};

std::optional<std::string> config_path(const CLI::App& program) {
  const CLI::Option* const option = program.get_option_no_throw(std::string("--") + kConfig);
  if (option != nullptr && option->count() > 0) return option->as<std::string>();
  return value_of(variable_of(kConfig));
}

// Whether the text names the flag, and not one that only begins with it, or quotes a value of it.
bool speaks_of(const std::string& text, const Setting& setting) {
  for (size_t at = text.find(setting.flag); at != std::string::npos;
       at = text.find(setting.flag, at + 1)) {
    const size_t end = at + setting.flag.size();
    const char next = end < text.size() ? text[end] : ' ';
    if (next != '-' && (next < 'a' || next > 'z')) return true;
  }
  return std::any_of(setting.arguments.begin(), setting.arguments.end(), [&](const auto& argument) {
    const size_t equals = argument.find('=');
    return equals != std::string::npos &&
           text.find("'" + argument.substr(equals + 1) + "'") != std::string::npos;
  });
}

bool is_number(const std::string& text) {
  const bool has_digits = !text.empty() && std::all_of(text.begin(), text.end(), [](char letter) {
    return letter >= '0' && letter <= '9';
  });
  return has_digits && (text.front() != '0' || text.size() == 1);
}

std::string toml_value(const std::string& text) {
  return is_number(text) ? text : toml_string(text);
}

std::string entry_text(const CLI::Option& option) {
  const std::string begin = key_of(option) + " = ";
  if (is_switch(option)) return begin + (option.as<bool>() ? "true\n" : "false\n");
  const auto values = option.as<std::vector<std::string>>();
  if (!is_list(option)) return begin + toml_value(values.back()) + "\n";
  std::string text = begin + "[";
  for (const std::string& value : values) {
    text += (&value == &values.front() ? "" : ", ") + toml_value(value);
  }
  return text + "]\n";
}

std::string entries_text(const CLI::App& app) {
  std::string text;
  for (const CLI::Option* option : settable(app)) {
    if (option->count() > 0) text += entry_text(*option);
  }
  return text;
}

}  // namespace

std::vector<Setting> settings_beside(const CLI::App& program) {
  const CLI::App& command = *program.get_subcommands().front();
  std::vector<Setting> settings;
  std::set<std::string> set;
  for (const CLI::App* app : {&program, &command}) {
    for (const CLI::Option* option : settable(*app)) {
      const std::string variable = variable_of(key_of(*option));
      if (option->count() == 0) {
        const auto value = value_of(variable);
        if (!value) continue;
        settings.push_back(of_variable(*option, variable, *value));
      }
      set.insert(key_of(*option));
    }
  }
  if (const auto path = config_path(program)) {
    for (Setting& setting : ConfigFile(program, *path).settings(command, set)) {
      settings.push_back(std::move(setting));
    }
  }
  return settings;
}

std::vector<std::string> with_settings(std::vector<std::string> arguments,
                                       const std::vector<Setting>& settings) {
  // Behind "--" all is positional.
  const auto end = std::find(arguments.begin(), arguments.end(), "--") - arguments.begin();
  std::vector<std::string> all(arguments.begin(), arguments.begin() + end);
  for (const Setting& setting : settings) {
    all.insert(all.end(), setting.arguments.begin(), setting.arguments.end());
  }
  all.insert(all.end(), arguments.begin() + end, arguments.end());
  return all;
}

std::string with_origins(const std::string& message, const std::vector<Setting>& settings) {
  std::string text = message;
  for (const Setting& setting : settings) {
    if (speaks_of(message, setting))
      text += " (" + setting.flag + " is from " + setting.origin + ")";
  }
  return text;
}

std::string settings_text(const CLI::App& program) {
  const CLI::App& command = *program.get_subcommands().front();
  std::string text = "# Given back with --config, it makes the same run.\n" + entries_text(program);
  text += "\n[" + command.get_name() + "]\n" + entries_text(command);
  for (const CLI::Option* option : command.get_options()) {
    if (option->nonpositional() || option->count() == 0) continue;
    text += "# Beside it, as arguments:";
    for (const std::string& value : option->results()) text += " " + toml_string(value);
    text += "\n";
  }
  return text;
}

}  // namespace hubcensus
