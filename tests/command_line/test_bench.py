"""The benchmark: small sizes, right before it is timed, and what it refuses."""

from __future__ import annotations

import json

from .program import ProgramTest, run

OPERATIONS = {"fold-sorted", "fold-uniform", "fold-zipf", "fold-latest", "fold-age",
              "fold-weeks", "fold-values", "fold-users", "differences", "last-samples", "sums",
              "sums-all", "quantiles", "lorenz", "ranking", "sort-pairs"}
SMALL = ["--rows", 2000, "--models", 300, "--repetitions", 2]


class BenchTest(ProgramTest):
    def test_every_operation_is_timed_cold_and_warm(self) -> None:
        file = self.folder / "bench.json"
        text = self.assert_done("bench", "--backend", "cpu", *SMALL, "--json", file).stdout
        results = json.loads(file.read_text())
        self.assertEqual([backend["name"] for backend in results["backends"]], ["cpu"])
        self.assertGreater(results["backends"][0]["copy_bytes_per_second"], 0)
        self.assertEqual({each["operation"] for each in results["measurements"]}, OPERATIONS)
        for each in results["measurements"]:
            with self.subTest(each["operation"]):
                self.assertIn(each["rows"], (2000, 2004))  # samples come in twelve months
                self.assertGreaterEqual(each["bytes"], 8 * each["rows"])
                self.assertEqual([timing["caches"] for timing in each["timings"]],
                                 ["cold", "warm"])
                for timing in each["timings"]:
                    self.assertGreater(timing["wall"]["median_seconds"], 0)
                    self.assertGreaterEqual(timing["wall"]["spread_seconds"], 0)
                    self.assertAlmostEqual(
                        timing["rows_per_second"] * timing["wall"]["median_seconds"],
                        each["rows"], places=3)
                self.assertEqual(text.count(f"\n{each['operation']} "), 2)

    def test_sizes_down_to_one_row_and_numbers_as_powers(self) -> None:
        for rows, told in (("1", 1), ("33", 33), ("1.025e3", 1025)):
            file = self.folder / f"{rows}.json"
            self.assert_done("bench", "--backend", "cpu", "--operation", "sums,fold-zipf",
                             "--rows", rows, "--models", 1, "--repetitions", 1, "--json", file)
            measurements = json.loads(file.read_text())["measurements"]
            self.assertEqual([(each["operation"], each["rows"]) for each in measurements],
                             [("sums", told), ("fold-zipf", told)])

    def test_backend_that_cannot_be_used_is_refused_or_said_to_be_left_out(self) -> None:
        one = [*SMALL, "--operation", "sums"]
        named = run("bench", "--backend", "cuda", *one)
        both = self.assert_done("bench", "--backend", "all", *one)
        if named.returncode == 0:  # there is a device
            self.assertIn("backend cuda: ", both.stdout)
            self.assertEqual(both.stderr, "")
            return
        self.assertEqual(named.returncode, 6)
        self.assertIn("backend 'cuda' cannot be used", named.stderr)
        self.assertIn("left out: backend 'cuda' cannot be used", both.stderr)
        self.assertIn("backend cpu: ", both.stdout)
        self.assertNotIn("backend cuda: ", both.stdout)

    def test_wrong_flags(self) -> None:
        for arguments, needles in (
                (["--operation", "sums,sort"], ["'sort'", "fold-zipf", "sort-pairs"]),
                (["--backend", "gpu"], ["--backend", "'gpu'"]),
                (["--rows", "0"], ["--rows"]),
                (["--rows", "1.5"], ["--rows", "'1.5'"]),
                (["--rows", "many"], ["--rows", "'many'"]),
                (["--rows", "1e12"], ["--rows", "4294967295"]),
                (["--repetitions", "0"], ["--repetitions"]),
                (["--models", "134217729"], ["--models"])):
            with self.subTest(arguments):
                self.assert_refused(2, ["bench", *arguments], *needles)

    def test_more_rows_than_memory_holds(self) -> None:
        self.assert_refused(5, ["bench", "--rows", "4.2e9"], "bytes a row", "a model", "--rows")

    def test_results_replace_no_file(self) -> None:
        file = self.folder / "bench.json"
        file.write_text("mine")
        done = run("bench", "--backend", "cpu", *SMALL, "--operation", "sums", "--json", file)
        self.assertEqual(done.returncode, 7)
        self.assertEqual(file.read_text(), "mine")
