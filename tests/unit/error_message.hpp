// Runs an action that must throw Error of a kind, and hands its message to the test.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "kernels/error.hpp"

namespace hubcensus {

template <typename Action>
std::string error_message(ErrorKind kind, Action action) {
  try {
    action();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), kind) << error.what();
    return error.what();
  }
  ADD_FAILURE() << "no Error was thrown";
  return {};
}

}  // namespace hubcensus
