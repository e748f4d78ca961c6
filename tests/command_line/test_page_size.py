"""report.html: what it takes without its data, and that a larger Hub makes no larger page."""

from __future__ import annotations

import re

from .program import ProgramTest

MOST_BYTES = 2_000_000  # of the page without data: words, definitions, still pictures, chart library


class PageSizeTest(ProgramTest):
    def page_of(self, models: int) -> str:
        """Of a generated Hub with an input for every flag, which each section has something from."""
        hub, out = self.folder / f"hub-{models}", self.folder / f"report-{models}"
        self.assert_done("generate", "--models", models, "--records", 20 * models, "--seed", 1,
                         "--kinds", "full", "--out", hub)
        api = hub / "api"
        self.report("--models", hub / "models.parquet", "--downloads", hub / "downloads",
                    "--accounts", hub / "accounts.csv", "--datasets", api / "datasets.jsonl",
                    "--spaces", api / "spaces.jsonl", "--papers", api / "daily_papers.jsonl",
                    "--organizations", api / "organizations.jsonl",
                    "--companies", hub / "companies.csv", "--champions", hub / "champions.csv",
                    "--dumps", hub / "snapshots/*/*.parquet", out=out)
        return (out / "report.html").read_text(encoding="utf-8")

    def test_the_page_is_small_without_data_and_does_not_grow_with_the_hub(self) -> None:
        small, large = self.page_of(300), self.page_of(3000)
        without_specs, specs = re.subn(r'<script type="application/json".*?</script>', "", large,
                                       flags=re.DOTALL)
        without_data, bodies = re.subn(r"<tbody>.*?</tbody>", "", without_specs, flags=re.DOTALL)
        self.assertGreater(specs, 20)
        self.assertGreater(bodies, 30)
        self.assertLess(len(without_data.encode()), MOST_BYTES)
        self.assertGreater(large.index("<script>"), large.index("</main>"))  # what runs comes last
        # Ten times as many models fill some tables to the rows that the page shows, no more.
        self.assertLess(len(large.encode()), 1.15 * len(small.encode()))
