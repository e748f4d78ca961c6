// What a decoder throws where the bytes of a page are not what its counts say. The host knows the
// file, the column and the number of the page, and adds them.
#pragma once

#include <stdexcept>

namespace hubcensus {

enum class RecordColumn : unsigned char { model, day, downloads };

class BrokenPage : public std::runtime_error {
 public:
  BrokenPage(RecordColumn column, const char* reason)
      : std::runtime_error(reason), column_(column) {}
  RecordColumn column() const { return column_; }

 private:
  RecordColumn column_;
};

}  // namespace hubcensus
