// `hubcensus accounts`: the flags of it.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace hubcensus {

class AccountsCommand {
 public:
  explicit AccountsCommand(CLI::App& app);
  AccountsCommand(const AccountsCommand&) = delete;
  AccountsCommand& operator=(const AccountsCommand&) = delete;

  void run();

 private:
  std::string out_;
  bool force_ = false;
  bool json_ = false;
};

}  // namespace hubcensus
