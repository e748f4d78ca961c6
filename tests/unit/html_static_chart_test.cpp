#include <gmock/gmock.h>

#include "host/report/html/static_chart.hpp"

namespace hubcensus {
namespace {

using testing::HasSubstr;
using testing::Not;

Json time_rows() {
  return Json::array({{{"x", "2024-01-01"}, {"period", "2024-01"}, {"series", "a"}, {"y", 50}},
                      {{"x", "2024-02-01"}, {"period", "2024-02"}, {"series", "a"}, {"y", 100}},
                      {{"x", "2024-02-01"}, {"period", "2024-02"}, {"series", "b"}, {"y", 300}}});
}

TEST(StaticChart, DrawsALineForEachSeries) {
  const std::string svg = static_svg(time_lines("n", "How", time_rows(), {"a", "b"}, {"y"}));
  EXPECT_THAT(svg, HasSubstr("aria-label=\"How\""));
  // From a sixth of the height to a third, from the left to the right.
  EXPECT_THAT(svg, HasSubstr("d=\"M130.0 206.7L716.0 173.3\" fill=\"none\""));
  EXPECT_THAT(svg, HasSubstr(">300</text>"));
  EXPECT_THAT(svg, HasSubstr(">2024-01</text>"));
  EXPECT_THAT(svg, HasSubstr(">b</text>"));
}

TEST(StaticChart, StacksBars) {
  const std::string svg = static_svg(time_bars("n", "How", time_rows(), {"a", "b"}, {"y"}));
  // 300 of 400 upon 100 of them.
  EXPECT_THAT(svg, HasSubstr("y=\"190.0\" width=\"294.0\" height=\"50.0\" fill=\"#0072b2\""));
  EXPECT_THAT(svg, HasSubstr("y=\"40.0\" width=\"294.0\" height=\"150.0\" fill=\"#e69f00\""));
}

TEST(StaticChart, DrawsMarkedAndForecastChartsToo) {
  Chart marked = time_bars("n", "How", time_rows(), {"a", "b"}, {"y"});
  mark_events(marked, Json::array({{{"x", "2024-02-01"}, {"text", "b passes a"}}}));
  EXPECT_THAT(static_svg(marked), HasSubstr("height=\"150.0\""));
  EXPECT_THAT(static_svg(forecast_lines("n", "How", time_rows(), {"a", "b"}, {"y"})),
              HasSubstr("d=\"M130.0 206.7L716.0 173.3\""));
}

TEST(StaticChart, DrawsNamesAsTextAndCutsLongOnes) {
  const Json rows = Json::array({{{"label", "<b>\"&"}, {"x", 10}},
                                 {{"label",
                                   "\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9"
                                   "a\u00e9\u00e9"},
                                  {"x", 5}}});
  const std::string svg = static_svg(bars("n", "<how>", rows, {}, {"x"}));
  EXPECT_THAT(svg, HasSubstr("&lt;b&gt;"));
  EXPECT_THAT(svg, Not(HasSubstr("<b>")));
  EXPECT_THAT(svg, HasSubstr("aria-label=\"&lt;how&gt;\""));
  EXPECT_THAT(svg, HasSubstr("\u00e9a\u2026</text>"));  // not in the middle of a letter
  EXPECT_THAT(svg, HasSubstr("width=\"586.0\" height=\"16.0\""));
  EXPECT_THAT(svg, HasSubstr("width=\"293.0\" height=\"16.0\""));
}

TEST(StaticChart, DrawsBandsOnALogarithmicAxis) {
  const Json rows = Json::array(
      {{{"label", "<1B"}, {"low", 1}, {"q25", 10}, {"q50", 100}, {"q75", 1000}, {"high", 10000}}});
  const std::string svg = static_svg(bands("n", "How", rows, {"x", false, true}, "1 in 10"));
  EXPECT_THAT(svg, HasSubstr("x=\"276.5\" y=\"44.0\" width=\"293.0\""));  // the middle half
}

TEST(StaticChart, GivesNothingOfOtherForms) {
  EXPECT_EQ(static_svg(points("n", "How",
                              Json::array({{{"label", "a"}, {"series", "s"}, {"x", 1}, {"y", 2}}}),
                              {"s"}, {"x"}, {"y"})),
            "");
  EXPECT_EQ(
      static_svg(heat_map("n", "How", Json::array({{{"row", "a"}, {"column", "b"}, {"value", 1}}}),
                          "r", "c", {"v"})),
      "");
  EXPECT_EQ(static_svg(time_lines(
                "n", "How", Json::array({{{"x", "2024-01-01"}, {"series", "a"}, {"y", nullptr}}}),
                {"a"}, {"y"})),
            "");
}

}  // namespace
}  // namespace hubcensus
