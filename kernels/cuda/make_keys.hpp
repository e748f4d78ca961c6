// Records into the keys that are counted by sorting: those of facet users, and the large values of
// single records.
#pragma once

#include <cstdint>

#include "kernels/cuda/cell_rows.hpp"
#include "kernels/cuda/device.hpp"
#include "kernels/cuda/record_columns.hpp"
#include "kernels/user_key.hpp"

namespace hubcensus::cuda {

inline constexpr int kUserKeyBits = 16 + kUserMonthBits + kUserModelBits;
inline constexpr int kValueKeyBits = kYearBits + kClassBits + kValueBits;

// keys [rows]: pack() of kernels/user_key.hpp.
template <typename Downloads>
void make_user_keys(const RecordColumns<Downloads>& columns, uint64_t* keys, const Device& device,
                    const Stream& stream);

// Appends value_row() and value, packed, of each record whose downloads are 2^16 or more.
// keys: room for `rows` from *size on; size: how many there are, on the device.
template <typename Downloads>
void append_value_keys(const RecordColumns<Downloads>& columns, const uint8_t* size_class,
                       uint64_t* keys, uint64_t* size, const Device& device, const Stream& stream);

}  // namespace hubcensus::cuda
