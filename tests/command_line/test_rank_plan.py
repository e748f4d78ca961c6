"""--plan --ranks: what is predicted for each rank, from which rates, and what is refused."""

from __future__ import annotations

import json
import re

from .program import ProgramTest, generated_hub


class RankPlanTest(ProgramTest):
    def plan(self, *flags: object) -> str:
        hub = generated_hub()
        return self.assert_done("report", "--models", hub / "models.parquet", "--downloads",
                                hub / "downloads", "--plan", *flags).stdout

    @staticmethod
    def numbers(text: str) -> dict[str, float]:
        """The first number of each line, by its first word."""
        return {name: float(value)
                for name, value in re.findall(r"^(\w+) +([\d.]+)", text.split("\nplan of ")[1],
                                              re.MULTILINE)}

    def test_follows_the_memory_plan(self) -> None:
        alone = self.plan()
        text = self.plan("--ranks", 4)
        self.assertTrue(text.startswith(alone))
        self.assertIn("plan of 4 ranks, each on a GPU of its own: assumed, not measured: ", text)
        total = int(re.search(r"^peak +([\d,]+)", text, re.MULTILINE)[1].replace(",", ""))
        self.assertEqual(self.numbers(text)["memory"], total)
        self.assertGreater(self.numbers(text)["traffic"], 0)
        self.assertEqual(self.numbers(self.plan("--ranks", 1))["traffic"], 0)

    def test_records_are_shared_out(self) -> None:
        one, four = (self.numbers(self.plan("--ranks", ranks)) for ranks in (1, 4))
        self.assertEqual(one["records"], 60000)
        self.assertAlmostEqual(four["records"], 15000, delta=1)
        self.assertLess(four["decode"], one["decode"])

    def test_rates_of_a_file(self) -> None:
        file = self.folder / "rates.json"
        file.write_text(json.dumps({"measured": True, "source": "a test",
                                    "rates": {"decode_records_per_s": 1000}}))
        text = self.plan("--ranks", 2, "--rates", file)
        self.assertAlmostEqual(self.numbers(text)["decode"], 30, delta=0.01)
        self.assertIn("the wall is decode", text)
        self.assertIn("; the rest measured: a test", text)

    def test_rates_of_a_benchmark(self) -> None:
        file = self.folder / "bench.json"
        self.assert_done("bench", "--backend", "cpu", "--operation", "fold-zipf", "--rows", 5000,
                         "--models", 100, "--repetitions", 1, "--json", file)
        one = json.loads(file.read_text())["measurements"][0]
        seconds = 60000 * one["bytes"] / one["rows"] / one["timings"][0]["bytes_per_second"]
        text = self.plan("--ranks", 1, "--rates", file)
        self.assertAlmostEqual(self.numbers(text)["fold"], seconds, places=5)
        self.assertIn("; the rest measured: hubcensus bench on ", text)

    def test_refused(self) -> None:
        hub = generated_hub()
        report = ["report", "--models", hub / "models.parquet", "--out", self.out]
        self.assert_refused(2, [*report, "--ranks", 2], "--plan")
        self.assert_refused(2, [*report, "--plan", "--rates", "x"], "--ranks")
        self.assert_refused(2, [*report, "--plan", "--ranks", 0], "--ranks")
        self.assert_refused(3, [*report, "--plan", "--ranks", 2, "--rates", self.folder / "none"],
                            "none", "rates")
        file = self.folder / "rates.json"
        file.write_text('{"rates": {"speed": 1}}')
        self.assert_refused(4, [*report, "--plan", "--ranks", 2, "--rates", file], "speed")
