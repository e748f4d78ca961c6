// The column safetensors of a dump: {parameters: {one member for each type of numbers}, total}. The
// struct of the real dumps grows with every type that somebody uploads, so its width is a
// parameter.
#pragma once

#include <arrow/api.h>

#include <cstdint>
#include <memory>

namespace hubcensus::generate {

inline constexpr size_t kAllDtypes = 10;

std::shared_ptr<arrow::DataType> safetensors_type(size_t dtypes);
// Appends a model of `total` parameters: in one type, or, one in five where the struct has I64, in
// two. They sum to `total`.
void append_safetensors(uint64_t total, uint64_t bits, size_t dtypes,
                        arrow::StructBuilder& safetensors);

}  // namespace hubcensus::generate
