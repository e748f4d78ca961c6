// The subcommands of the program, each a class that adds its flags to the CLI::App in its
// constructor (one CLI::App::add_subcommand) and has run(). It knows nothing else of them.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

namespace hubcensus {

// To outlive the parsing of `app`, which writes into the commands.
class CommandList {
 public:
  explicit CommandList(CLI::App& app) : app_(app) {}

  // `arguments` are handed to the constructor, behind the App.
  template <typename Command, typename... Arguments>
  void add(Arguments&&... arguments) {
    auto command = std::make_shared<Command>(app_, std::forward<Arguments>(arguments)...);
    runs_.emplace_back(app_.get_subcommands({}).back(), [command] { command->run(); });
  }

  // The one that was asked for, once all is parsed.
  void run() const {
    for (const auto& [command, run] : runs_) {
      if (app_.got_subcommand(command)) return run();
    }
  }

 private:
  CLI::App& app_;
  std::vector<std::pair<CLI::App*, std::function<void()>>> runs_;
};

}  // namespace hubcensus
