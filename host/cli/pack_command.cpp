#include "host/cli/pack_command.hpp"

#include "host/cli/flag_numbers.hpp"
#include "host/cli/help_text.hpp"
#include "host/console/console.hpp"

namespace hubcensus {
namespace {

RecordKind kind_of_flag(const std::string& text) {
  const auto kind = parse_record_kind(text);
  if (kind == RecordKind::daily || kind == RecordKind::rolling30) return *kind;
  throw Error(ErrorKind::usage, "--downloads-kind wants daily or rolling30, not '" + text + "'");
}

PackedCodec codec_of_flag(const std::string& text) {
  if (text == "zstd") return PackedCodec::zstd;
  if (text == "none") return PackedCodec::none;
  throw Error(ErrorKind::usage, "--codec wants zstd or none, not '" + text + "'");
}

}  // namespace

PackCommand::PackCommand(CLI::App& app) {
  CLI::App* pack = app.add_subcommand(
      "pack", "Write download records as Parquet that is small and read fast, sorted by model");
  add_inputs(*pack);
  add_output(*pack);
  pack->footer(
      "A report of the packed records has the tables of a report of the records themselves. Rows\n"
      "that every report rejects are counted by reason and left out; a column beside model, day "
      "and\n"
      "downloads is not kept. Daily records and tables of rolling 30-day values are packed; "
      "requests\n"
      "and dated dumps are refused.\n"
      "\nExamples:\n"
      "  hubcensus pack --downloads downloads/ --out packed\n"
      "  hubcensus report --models models.parquet --downloads packed/ --out census\n"
      "  hubcensus pack --downloads 'export-*.csv.gz' --out packed --memory-limit 4G \\\n"
      "    --temp-dir /scratch --json");
}

void PackCommand::add_inputs(CLI::App& pack) {
  pack.option_defaults()->group("Inputs");
  pack.add_option("--downloads", options_.downloads,
                  "Download records: Parquet or CSV files, folders or globs")
      ->type_name("PATH");
  pack.add_option("--files-from", options_.files_from, "File with one record path a line")
      ->type_name("FILE");
  pack.add_option("--downloads-kind", kind_,
                  "What the records say, where their columns do not tell")
      ->type_name("daily|rolling30");
  pack.add_option("--column", options_.columns,
                  "Read column ACTUAL of the inputs where WANTED is asked for; repeatable")
      ->type_name("WANTED=ACTUAL")
      ->take_all();
  pack.add_option("--max-line-bytes", max_line_bytes_, "Longest line that is read from texts (64M)")
      ->type_name("BYTES");
  pack.add_option("--max-ratio", options_.limits.max_ratio,
                  "Highest compression ratio that is read from texts (1000)")
      ->type_name("N");
}

void PackCommand::add_output(CLI::App& pack) {
  pack.option_defaults()->group("Output");
  pack.add_option("--out", out_, "Folder of the packed files; new, or empty")
      ->type_name("DIR")
      ->required();
  pack.add_option("--codec", codec_, "Compression of the pages (zstd)")->type_name("zstd|none");
  pack.add_flag("--json", json_, "Print what was written as JSON");
  pack.option_defaults()->group(kRunGroup);
  pack.add_option("--temp-dir", options_.temp_dir,
                  "Folder for sorted records that memory has no room for (TMPDIR, or /tmp)")
      ->type_name("DIR");
  pack.add_option("--memory-limit", memory_limit_,
                  "Bytes that the large arrays may hold, as 4G (four fifths of the memory)")
      ->type_name("BYTES");
  pack.add_option("--threads", options_.threads, "Threads (all cores)")->type_name("N");
}

void PackCommand::run() {
  if (options_.downloads.empty() && options_.files_from.empty()) {
    throw Error(ErrorKind::usage, "nothing to pack: give --downloads or --files-from");
  }
  check_at_least(0, options_.threads, "--threads");
  check_at_least(1, options_.limits.max_ratio, "--max-ratio");
  if (!kind_.empty()) options_.kind = kind_of_flag(kind_);
  options_.out = out_;
  options_.codec = codec_of_flag(codec_);
  if (!memory_limit_.empty()) {
    options_.memory_limit = bytes_of_flag("--memory-limit", memory_limit_);
  }
  if (!max_line_bytes_.empty()) {
    options_.limits.max_line_bytes = line_bytes_of_flag(max_line_bytes_);
  }
  const PackedRecords packed = pack_records(options_);
  print_result(json_ ? to_json(packed) : to_text(packed));
}

}  // namespace hubcensus
