#include "host/report/csv_writer.hpp"

#include <array>
#include <charconv>
#include <cmath>

#include "host/interrupt.hpp"
#include "host/report/digest.hpp"
#include "host/report/output_file.hpp"
#include "host/report/text_safety.hpp"
#include "kernels/error.hpp"

namespace hubcensus {
namespace {

constexpr size_t kPieceBytes = size_t{1} << 20;

void append_text(std::string& out, std::string_view text) {
  const std::string guarded = csv_text(text);
  const bool needs_quotes =
      guarded.empty() || guarded.find_first_of(",\"\r\n") != std::string::npos;
  if (!needs_quotes) {
    out += guarded;
    return;
  }
  out += '"';
  for (const char c : guarded) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

void append_cell(std::string& out, const Column& column, size_t row) {
  if (!column.valid[row]) return;
  switch (column.type) {
    case ColumnType::text:
      append_text(out, column.texts[row]);
      break;
    case ColumnType::integer:
      out += std::to_string(column.integers[row]);
      break;
    case ColumnType::wide:
      out += to_decimal(column.wides[row]);
      break;
    case ColumnType::real:
      out += real_text(column.reals[row]);
      break;
    case ColumnType::boolean:
      out += column.booleans[row] ? "true" : "false";
      break;
  }
}

// Hands the table's CSV to `sink`, in pieces of about kPieceBytes.
template <typename Sink>
void for_each_csv_piece(const Table& table, Sink sink) {
  table.check_lengths();
  std::string piece;
  const auto& columns = table.columns();
  for (size_t i = 0; i < columns.size(); ++i) {
    if (i > 0) piece += ',';
    append_text(piece, columns[i]->name);
  }
  piece += '\n';
  const auto rows = static_cast<size_t>(table.rows());
  for (size_t row = 0; row < rows; ++row) {
    for (size_t i = 0; i < columns.size(); ++i) {
      if (i > 0) piece += ',';
      append_cell(piece, *columns[i], row);
    }
    piece += '\n';
    if (piece.size() >= kPieceBytes) {
      check_interrupted();
      sink(std::string_view(piece));
      piece.clear();
    }
  }
  sink(std::string_view(piece));
}

}  // namespace

std::string real_text(double value) {
  if (!std::isfinite(value)) throw Error(ErrorKind::internal, "a real cell is not finite");
  std::array<char, 32> buffer{};
  const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  return {buffer.data(), result.ptr};
}

std::string to_csv(const Table& table) {
  std::string csv;
  for_each_csv_piece(table, [&csv](std::string_view piece) { csv += piece; });
  return csv;
}

std::string write_csv(const Table& table, const std::filesystem::path& path) {
  OutputFile file(path);
  Digest digest;
  for_each_csv_piece(table, [&](std::string_view piece) {
    digest.add(piece);
    file.write(piece);
  });
  file.close();
  return digest.hex();
}

}  // namespace hubcensus
