#include "host/generate/safetensors_column.hpp"

#include <parquet/exception.h>

#include <algorithm>
#include <array>

namespace hubcensus::generate {
namespace {

constexpr std::array<const char*, kAllDtypes> kDtypes = {
    "BF16", "F32", "F16", "I8", "U8", "I32", "I64", "F8_E4M3", "F8_E5M2", "BOOL"};
constexpr size_t kI64 = 6;

void check(const arrow::Status& status) { PARQUET_THROW_NOT_OK(status); }

void append_dtypes(uint64_t total, uint64_t bits, size_t dtypes, arrow::StructBuilder& parameters) {
  const size_t drawn = bits % 8 < 3 ? 0 : (bits % 8 < 7 ? 1 : bits / 8 % kDtypes.size());
  const size_t main = drawn % dtypes;  // a type that nobody has uploaded yet: another one
  const size_t second = dtypes > kI64 && bits / 128 % 5 == 0 ? kI64 : main;
  const uint64_t in_second = second == main ? 0 : std::min<uint64_t>(total / 10, 512);
  check(parameters.Append());
  for (size_t k = 0; k < dtypes; ++k) {
    auto& dtype = *static_cast<arrow::Int64Builder*>(parameters.field_builder(static_cast<int>(k)));
    if (k == main) {
      check(dtype.Append(static_cast<int64_t>(total - in_second)));
    } else {
      check(k == second ? dtype.Append(static_cast<int64_t>(in_second)) : dtype.AppendNull());
    }
  }
}

}  // namespace

std::shared_ptr<arrow::DataType> safetensors_type(size_t dtypes) {
  arrow::FieldVector fields;
  for (size_t k = 0; k < dtypes; ++k) fields.push_back(arrow::field(kDtypes[k], arrow::int64()));
  return arrow::struct_(
      {arrow::field("parameters", arrow::struct_(fields)), arrow::field("total", arrow::int64())});
}

void append_safetensors(uint64_t total, uint64_t bits, size_t dtypes,
                        arrow::StructBuilder& safetensors) {
  check(safetensors.Append());
  append_dtypes(total, bits, dtypes,
                *static_cast<arrow::StructBuilder*>(safetensors.field_builder(0)));
  check(static_cast<arrow::Int64Builder*>(safetensors.field_builder(1))
            ->Append(static_cast<int64_t>(total)));
}

}  // namespace hubcensus::generate
