#include "host/cli/bench_command.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <string_view>

#include "host/bench/bench.hpp"
#include "host/cli/flag_numbers.hpp"
#include "kernels/chunked_column.hpp"

namespace hubcensus {
namespace {

constexpr std::array<std::string_view, 3> kBackends = {"cpu", "cuda", "all"};

void check_at_most(int64_t most, int64_t value, const std::string& flag) {
  if (value <= most) return;
  throw Error(ErrorKind::usage, flag + " wants a number up to " + std::to_string(most) + ", not " +
                                    std::to_string(value));
}

}  // namespace

BenchCommand::BenchCommand(CLI::App& app) {
  CLI::App* bench =
      app.add_subcommand("bench", "Check and time the operations of the backends on this machine");
  bench->option_defaults()->group("Timing");
  bench->add_option("--rows", options_.rows, "Rows of each operation (1e6)")
      ->type_name("N")
      ->transform(CLI::Validator(
          [](std::string& text) {
            // 1e9 as well as 1000000000.
            size_t end = 0;
            double value = -1;
            try {
              value = std::stod(text, &end);
            } catch (const std::exception&) {
            }
            const bool is_whole =
                end == text.size() && value >= 0 && value < 1e15 && value == std::floor(value);
            if (!is_whole) return "wants a whole number such as 1e8, not '" + text + "'";
            text = std::to_string(static_cast<int64_t>(value));
            return std::string();
          },
          ""));
  bench->add_option("--models", options_.models, "Models of the records that are folded (3000000)")
      ->type_name("N");
  bench
      ->add_option("--backend", options_.backend,
                   "What is timed; all that can be used (default) says what it leaves out")
      ->type_name("cpu|cuda|all");
  bench->add_option("--device", options_.device, "Number of the CUDA device (0)")->type_name("N");
  bench->add_option("--operation", options_.operations, "Operations, by comma (all)")
      ->type_name("LIST")
      ->delimiter(',');
  bench->add_option("--repetitions", options_.repetitions, "Runs of each (9)")->type_name("N");
  bench->add_option("--threads", options_.threads, "Threads of the CPU (all cores)")
      ->type_name("N");
  bench->option_defaults()->group("Output");
  bench->add_option("--json", options_.json, "New file for the results")->type_name("FILE");
  bench->footer(
      "Each result is checked against a simple computation before it is timed, cold (caches lack\n"
      "its data) and warm. Rates are those of the device's work where a device has the data in "
      "its\n"
      "memory; differences and last-samples are timed from the host's memory.\n"
      "\nExamples:\n"
      "  hubcensus bench --rows 1e7\n"
      "  hubcensus bench --backend cuda --operation sums,quantiles --rows 1e8 --json bench.json");
}

void BenchCommand::run() {
  check_at_least(1, options_.rows, "--rows");
  check_at_most(std::numeric_limits<uint32_t>::max(), options_.rows, "--rows");
  check_at_least(1, options_.models, "--models");
  check_at_most(kMaxModels, options_.models, "--models");
  check_at_least(1, options_.repetitions, "--repetitions");
  check_at_least(0, options_.threads, "--threads");
  if (std::find(kBackends.begin(), kBackends.end(), options_.backend) == kBackends.end()) {
    throw Error(ErrorKind::usage,
                "--backend wants cpu, cuda or all, not '" + options_.backend + "'");
  }
  bench::run_bench(options_);
}

}  // namespace hubcensus
