// Pictures of the report's charts (charts/*.svg, *.png), drawn by Python: the program carries the
// text of scripts/render_charts.py and gives it to the Python that HUBCENSUS_PYTHON names, else to
// that of the project's .venv beside the build folder, else to python3.
//
// It draws nothing itself, and never goes on without pictures that were asked for.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace hubcensus {

class ChartPictures {
 public:
  ChartPictures() = default;  // none
  // Of "svg" and "png". Throws Error(backend) where Python cannot draw, before any work is done.
  explicit ChartPictures(std::vector<std::string> formats);

  bool is_empty() const { return formats_.empty(); }
  // Of the charts in <report>/charts, beside them. Throws Error where one cannot be drawn or
  // written, Interrupted where a signal comes.
  void draw(const std::filesystem::path& report) const;

 private:
  std::vector<std::string> formats_;
  std::string python_;
};

}  // namespace hubcensus
