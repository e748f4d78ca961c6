"""--plan: what a run would read, hold and write, from headers and footers alone."""

from __future__ import annotations

import json
from pathlib import Path

from . import small_hub
from .program import ProgramTest, generated_hub, run


def break_body(source: Path, target: Path) -> Path:
    """A Parquet file whose footer is sound and whose pages are not."""
    whole = source.read_bytes()
    footer = int.from_bytes(whole[-8:-4], "little") + 8
    target.write_bytes(whole[:4] + b"\xff" * (len(whole) - 4 - footer) + whole[-footer:])
    return target


class PlanTest(ProgramTest):
    def plan(self, *arguments: object, command: str = "report") -> dict:
        return json.loads(self.assert_done(command, *arguments, "--plan", "--json").stdout)

    def sound_inputs(self) -> list[object]:
        hub = generated_hub("--kinds", "full")
        return ["--models", hub / "models.parquet", "--downloads", hub / "downloads",
                "--datasets", hub / "api" / "datasets.parquet",
                "--accounts", hub / "accounts.csv"]

    def broken_inputs(self) -> list[object]:
        hub = generated_hub("--files", "one")
        return ["--models", break_body(hub / "models.parquet", self.folder / "models.parquet"),
                "--downloads", break_body(hub / "downloads" / "downloads.parquet",
                                          self.folder / "downloads.parquet")]

    def test_nothing_is_read_beyond_footers(self) -> None:
        inputs = self.broken_inputs()
        self.assert_report_refused(4, inputs)
        plan = self.plan(*inputs)
        self.assertEqual(plan["models"], 3000)
        self.assertEqual([(file["input"], file["rows"]) for file in plan["files"]],
                         [("models", 3000), ("downloads", 60000)])
        for file in plan["files"]:
            self.assertEqual(file["bytes"], Path(file["path"]).stat().st_size)
        tally = self.plan(*inputs, command="tally")
        self.assertEqual((tally["models"], tally["tables"]), (3000, []))
        self.assertFalse(self.out.exists())

    def test_texts_are_read_to_their_header(self) -> None:
        models = small_hub.write_text(self.folder / "m.csv", "id,createdAt\n" + "\xff\"\"x\n" * 9)
        records = small_hub.write_compressed(self.folder / "r.csv.gz",
                                             small_hub.records_csv(), "gzip")
        plan = self.plan("--models", models, "--downloads", records)
        self.assertIsNone(plan["models"])
        self.assertEqual({file["rows"] for file in plan["files"]}, {None})
        stages = {stage["name"]: stage for stage in plan["memory"]["stages"]}
        self.assertGreater(stages["compressed texts"]["bytes"], 0)
        self.assertIn("1,000,000", stages["catalogue"]["reason"])
        done = self.assert_done("report", "--models", models, "--downloads", records, "--plan")
        self.assertIn("that of 1,000,000", done.stdout)

    def test_all_that_is_planned(self) -> None:
        plan = self.plan(*self.sound_inputs(), "--backend", "cpu", "--memory-limit", "2G",
                         "--out", self.out, "--save-tally", self.folder / "t", "--skip", "lineage")
        self.assertEqual(plan["backend"], "cpu")
        self.assertEqual(plan["outputs"], [str(self.out), str(self.folder / "t")])
        self.assertEqual(plan["records"], "daily")
        self.assertEqual(plan["days"], {"first": "2021-12-01", "last": "2025-12-31"})
        self.assertEqual(plan["memory"]["limit_bytes"], 2 << 30)
        self.assertTrue(plan["memory"]["fits"])
        self.assertIn("dataset_tasks", plan["tables"])
        self.assertNotIn("lineage", plan["tables"])
        names = {stage["name"] for stage in plan["memory"]["stages"]}
        self.assertLessEqual({"catalogue", "other lists", "facet month", "statistics"}, names)
        self.assertNotIn("lineage", names)
        self.assertEqual({file["input"] for file in plan["files"]},
                         {"models", "accounts", "datasets", "downloads"})

    def test_the_text_says_the_same(self) -> None:
        plan = self.plan(*self.sound_inputs())
        text = self.assert_done("report", *self.sound_inputs(), "--plan", "--out",
                                self.out).stdout
        self.assertEqual([line for line in text.splitlines() if len(line) > 100], [])
        for stage in plan["memory"]["stages"]:
            self.assertRegex(text, rf"(?m)^{stage['name']} +{stage['bytes']:,}  .")
        self.assertRegex(text, rf"(?m)^peak +{plan['memory']['peak_bytes']:,}  ")
        rows = sum(file["rows"] for file in plan["files"] if file["input"] == "downloads")
        files = sum(file["input"] == "downloads" for file in plan["files"])
        self.assertRegex(text, rf"downloads +{files:,} +{rows:,} ")
        self.assertIn(f"Output: {self.out}", text)
        self.assertFalse(self.out.exists())

    def test_a_plan_that_does_not_fit_says_so(self) -> None:
        plan = self.plan(*self.sound_inputs(), "--memory-limit", "1M")
        self.assertFalse(plan["memory"]["fits"])

    def test_missing_inputs_and_no_records(self) -> None:
        models = small_hub.write_models(self.folder / "models.parquet")
        gone = self.folder / "gone.parquet"
        self.assert_refused(3, ["report", "--models", gone, "--plan"], "gone.parquet")
        self.assert_refused(3, ["report", "--models", models, "--papers", gone, "--plan"],
                            "gone.parquet")
        self.assert_refused(4, ["report", "--models", models, "--downloads", models, "--plan"])
        self.assertEqual(run("report", "--plan").returncode, 2)
