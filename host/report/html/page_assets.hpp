// What every report.html carries, and the script that draws its charts as pictures, compiled in:
// made at build time by scripts/embed_page.py.
#pragma once

#include <string_view>

namespace hubcensus {

struct PageAsset {
  std::string_view text;
  std::string_view hash;  // as the Content-Security-Policy names it: 'sha256-...'
};

extern const PageAsset kChartLibrary;  // Vega, Vega-Lite and Vega-Embed
extern const PageAsset kChartLicences;  // licences/charts.txt; the library itself holds none
extern const PageAsset kPageScript;
extern const PageAsset kPageStyle;
extern const PageAsset kChartScript;  // scripts/render_charts.py

}  // namespace hubcensus
