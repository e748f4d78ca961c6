"use strict";
// Draws the charts one after the other, so that the page answers while it draws. The state of each
// is on its figure (data-state): drawn, or failed with the reason in its place.
(() => {
  const isNarrow = window.matchMedia("(max-width: 40rem)").matches;
  const options = {
    ast: true,
    actions: false,
    defaultStyle: false,
    renderer: "svg",
    tooltip: {disableDefaultStyle: true},
  };

  async function draw(figure) {
    const place = figure.querySelector(".chart");
    try {
      const spec = JSON.parse(document.getElementById(figure.dataset.spec).textContent);
      if (isNarrow) {
        const names = spec.data.values.map((row) => (row.series || "").length);
        spec.config.legend.columns = Math.max(...names) > 16 ? 1 : 2;
        spec.config.axis.titleLimit = 240;
        spec.config.axisY = {labelLimit: 90};
      }
      place.textContent = "";
      await window.vegaEmbed(place, spec, options);
      figure.dataset.state = "drawn";
    } catch (error) {
      place.textContent = "This chart could not be drawn: " + error.message;
      figure.dataset.state = "failed";
    }
  }

  async function drawAll() {
    for (const figure of document.querySelectorAll("figure[data-spec]")) {
      await draw(figure);
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
    document.documentElement.dataset.charts = "done";
  }

  setTimeout(drawAll, 0);
})();
