"""`hubcensus compare`: backends of this machine, and two finished reports."""

from __future__ import annotations

import json
import os
import re
import shutil

from command_line import small_hub
from command_line.program import ProgramTest, generated_hub, run

STEPS = ["read", "records", "decode", "stage", "copy", "fold", "statistics", "write", "other"]


class CompareBackendsTest(ProgramTest):
    def setUp(self) -> None:
        super().setUp()
        hub = generated_hub()
        self.job = ["--models", hub / "models.parquet", "--downloads", hub / "downloads",
                    "--accounts", hub / "accounts.csv"]

    def comparison(self, *arguments: object) -> dict:
        return json.loads(self.assert_done("compare", *arguments, "--json").stdout)

    def test_every_backend_is_run_or_left_out_with_its_reason(self) -> None:
        done = self.assert_done("compare", *self.job, "--json", "--threads", 2)
        result = json.loads(done.stdout)
        ran = {entry["name"] for entry in result["runs"]}
        left_out = {entry["name"]: entry["reason"] for entry in result["left_out"]}
        self.assertEqual(ran | set(left_out), {"cpu", "cuda"})
        self.assertIn("cpu", ran)
        self.assertFalse(ran & set(left_out))
        self.assertIsNone(result["first_difference"])
        self.assertGreater(result["tables"], 20)
        lines = done.stderr.splitlines()
        self.assertEqual(len(lines), len(left_out))
        for name, reason in left_out.items():
            self.assertIn(f"hubcensus: left out backend {name}: {reason}", lines)

    def test_steps_tell_rows_bytes_and_shares(self) -> None:
        cpu = self.comparison(*self.job, "--threads", 2)["runs"][0]
        steps = {step["name"]: step for step in cpu["steps"]}
        self.assertEqual(list(steps), STEPS)
        self.assertEqual((cpu["name"], cpu["backend"], cpu["threads"]), ("cpu", "cpu", 2))
        for name in ("read", "records", "decode", "fold", "statistics", "write"):
            self.assertGreater(steps[name]["seconds"], 0, name)
        self.assertEqual({steps[name]["rows"] for name in ("records", "decode", "fold")}, {60000})
        self.assertGreater(steps["fold"]["bytes"], 60000)  # pages, as they stand in the files
        self.assertLess(steps["fold"]["bytes"], 60000 * 20)
        self.assertEqual(steps["other"]["seconds"], 0)
        for name in ("decode", "fold"):
            step = steps[name]
            self.assertAlmostEqual(step["thread_seconds"], 2 * step["seconds"])
            self.assertAlmostEqual(step["rows_per_second"], step["rows"] / step["seconds"],
                                   delta=1)
        walls = cpu["walls"]
        for step, wall in (("decode", "page_cache"), ("fold", "copy")):
            self.assertGreater(walls[f"{wall}_bytes_per_second"], 0)
            self.assertAlmostEqual(
                steps[step]["share_of_wall"] * walls[f"{wall}_bytes_per_second"],
                steps[step]["bytes_per_second"], delta=1)
        self.assertEqual(walls["upload_bytes_per_second"], 0)
        self.assertGreater(cpu["peak_memory_bytes"], 1 << 20)
        within = sum(steps[name]["seconds"] for name in ("read", "records", "statistics", "write"))
        self.assertLess(within, cpu["wall_seconds"])

    def test_text_tells_the_same_steps(self) -> None:
        done = self.assert_done("compare", *self.job, "--repeat", 3)
        for step in ("read", "records", "  decode", "  fold", "statistics", "write", "all"):
            self.assertRegex(done.stdout, rf"(?m)^  {step} +[0-9.]+ ")
        self.assertIn("Medians of 3 runs.", done.stdout)
        self.assertRegex(done.stdout, "measured walls, GB/s: page cache .*, memory copy ")
        self.assertEqual([line for line in done.stdout.splitlines() if len(line) > 100], [])

    def test_out_keeps_the_reports_and_nothing_else_stays(self) -> None:
        temporary = self.folder / "temporary"
        temporary.mkdir()
        environment = os.environ | {"TMPDIR": str(temporary)}
        done = run("compare", *self.job, "--only", "growth", env=environment)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(list(temporary.iterdir()), [])
        self.assert_done("compare", *self.job, "--only", "growth", "--out", self.out,
                         "--repeat", 2)
        self.assertEqual(self.tables(self.out / "cpu"), {"growth"})
        self.assert_refused(2, ["compare", *self.job, "--out", self.out], "not empty")

    def test_runtimes_are_shown_on_the_page(self) -> None:
        compared = self.folder / "compare.json"
        compared.write_text(json.dumps(self.comparison(*self.job)))
        self.report(*self.job, "--only", "growth", "--runtimes", compared)
        page = (self.out / "report.html").read_text().split("<h3>Backends</h3>")[1]
        rows = re.findall('<tr><th scope="row">([a-z]+)</th><td class="n">([0-9.]+)</td>', page)
        self.assertEqual([name for name, _ in rows],
                         ["read", "records", "decode", "fold", "statistics", "write", "all"])
        compared.write_text("{}")
        self.assert_refused(4, ["report", *self.job, "--out", self.folder / "other",
                                "--runtimes", compared], "'hubcensus_compare' is missing")
        self.assert_refused(3, ["report", *self.job, "--out", self.folder / "other",
                                "--runtimes", self.folder / "none"], "no such file")

    def test_what_cannot_be_compared(self) -> None:
        self.assert_refused(2, ["compare"], "nothing to report")
        self.assert_refused(2, ["compare", "--models", "-"], "none can be '-'")
        self.assert_refused(2, ["compare", *self.job, "--repeat", 0], "--repeat")
        self.assert_refused(2, ["compare", *self.job, "--backend", "cpu"], "--backend")
        self.assert_refused(3, ["compare", "--downloads", self.folder / "none"], "none")


class CompareReportsTest(ProgramTest):
    def setUp(self) -> None:
        super().setUp()
        models = small_hub.write_models(self.folder / "models.parquet")
        records = small_hub.write_records(self.folder / "records.parquet")
        self.job = ["--models", models, "--downloads", records]
        self.left, self.right = self.folder / "left", self.folder / "right"

    def both(self, *more: object) -> None:
        self.report(*self.job, out=self.left)
        self.report(*self.job, *more, out=self.right)

    def assert_differ(self, *needles: str) -> str:
        done = run("compare", self.left, self.right, "--json")
        self.assertEqual(done.returncode, 1, done.stderr)
        for needle in ("hubcensus: tables differ: ", *needles):
            self.assertIn(needle, done.stderr)
        return json.loads(done.stdout)["first_difference"]

    def test_equal_reports(self) -> None:
        self.both("--threads", 1)
        done = self.assert_done("compare", self.left, self.right)
        self.assertIn("the same bytes", done.stdout)
        self.assertRegex(done.stdout, "(?m)^  times as fast as the first  right$")
        result = json.loads(self.assert_done("compare", self.left, self.right, "--json").stdout)
        self.assertEqual([entry["name"] for entry in result["runs"]],
                         [str(self.left), str(self.right)])
        self.assertEqual(result["runs"][1]["threads"], 1)
        manifest = json.loads((self.right / "manifest.json").read_text())
        self.assertEqual(result["runs"][1]["wall_seconds"], manifest["wall_seconds"])
        self.assertEqual(result["runs"][1]["machine"], manifest["hardware"]["cpu_model"])

    def test_the_first_differing_cell(self) -> None:
        self.both("--to", "2024-01-31", "--as-of", "2024-02-01")
        difference = self.assert_differ(", not ")
        table = difference.split(",")[0]
        expected = difference.rsplit(" not '", 1)[1].rstrip("'")
        self.assertIn(expected, (self.left / "tables" / f"{table}.csv").read_text())
        shutil.rmtree(self.right / "tables")
        self.assertIn("the digests differ", self.assert_differ("digests"))

    def test_other_tables(self) -> None:
        self.both("--skip", "growth")
        self.assertEqual(self.assert_differ("growth: "), "growth: the table is missing")

    def test_broken_reports_are_named(self) -> None:
        self.both()
        self.assert_refused(3, ["compare", self.left, self.folder / "none"],
                            "none/manifest.json': no such file")
        manifest = json.loads((self.right / "manifest.json").read_text())
        del manifest["stages"][0]["seconds"]
        (self.right / "manifest.json").write_text(json.dumps(manifest))
        self.assert_refused(4, ["compare", self.left, self.right], "'stages[0].seconds' is missing")
        (self.right / "manifest.json").write_text("{")
        self.assert_refused(4, ["compare", self.left, self.right], "no JSON object")

    def test_wrong_arguments(self) -> None:
        self.both()
        self.assert_refused(2, ["compare", self.left], "two finished reports, not 1")
        self.assert_refused(2, ["compare", self.left, self.right, "--repeat", 2], "--repeat")
