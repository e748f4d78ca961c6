"""Wrong command lines, help, and the folder of the output."""

from __future__ import annotations

import json

from . import program, small_hub
from .program import ProgramTest, run


class UsageTest(ProgramTest):
    def setUp(self) -> None:
        super().setUp()
        self.models = small_hub.write_models(self.folder / "models.parquet")

    def test_unknown_command_names_the_nearest(self) -> None:
        self.assert_refused(2, ["reprot"], "'reprot'", "'report'")

    def test_unknown_flag_names_the_nearest(self) -> None:
        for flag in ("--acounts", "--acounts=x"):
            with self.subTest(flag):
                self.assert_report_refused(2, ["--models", self.models, flag, "x"], "'--acounts'",
                                           "'--accounts'")

    def test_unknown_flag_of_generate_and_inspect(self) -> None:
        self.assert_refused(2, ["generate", "--modles", 5], "'--modles'", "'--models'")
        self.assert_refused(2, ["inspect", "--hlep", self.models], "'--hlep'", "'--help'")

    def test_unknown_table_names_the_nearest(self) -> None:
        for flag in ("--only", "--skip"):
            with self.subTest(flag):
                self.assert_report_refused(2, ["--models", self.models, flag, "growht"],
                                           "'growht'", "'growth'")

    def test_missing_out(self) -> None:
        self.assert_refused(2, ["report", "--models", self.models], "--out")

    def test_nothing_to_report(self) -> None:
        self.assert_report_refused(2, [], "--models", "--downloads")

    def test_days_that_are_none(self) -> None:
        for flag in ("--from", "--to", "--as-of"):
            for day in ("2024-02-30", "yesterday", "1969-12-31", "2024-1-1"):
                with self.subTest(f"{flag} {day}"):
                    self.assert_report_refused(2, ["--models", self.models, flag, day], flag, day)

    def test_from_after_to(self) -> None:
        self.assert_report_refused(
            2, ["--models", self.models, "--from", "2024-02-01", "--to", "2024-01-01"], "--from")

    def test_grain_and_memory_limit(self) -> None:
        self.assert_report_refused(2, ["--models", self.models, "--grain", "hour"], "'hour'")
        for limit in ("0", "-5", "4X", "many", "99999999999G"):
            with self.subTest(limit):
                self.assert_report_refused(
                    2, ["--models", self.models, "--memory-limit", limit], "--memory-limit", limit)

    def test_least_line_bytes(self) -> None:
        table = small_hub.write_text(self.folder / "models.csv", "id,likes\na/b,1\n")
        for least in ("1", "15"):
            self.assert_report_refused(2, ["--models", table, "--max-line-bytes", least],
                                       "--max-line-bytes wants at least 16", f"'{least}'")
        self.assertIn("at least 16", self.assert_done("report", "--help").stdout)

    def test_backend_that_is_not_there(self) -> None:
        self.assert_report_refused(6, ["--models", self.models, "--backend", "gpu"], "'gpu'", "cpu")
        self.assert_report_refused(6, ["--models", self.models, "--backend", "cuda", "--device",
                                       999], "'cuda' cannot be used")

    def test_numbers_out_of_range(self) -> None:
        for flag, number, least in (("--threads", -1, 0), ("--max-bad-lines", -1, 0),
                                    ("--max-ratio", 0, 1)):
            with self.subTest(flag):
                self.assert_report_refused(2, ["--models", self.models, flag, number],
                                           f"{flag} wants a number from {least} on, not {number}")

    def test_generate_refuses_a_folder_without_a_name_and_threads_below_none(self) -> None:
        sample = ["generate", "--models", 3, "--records", 3, "--seed", 1, "--out"]
        self.assert_refused(2, [*sample, ""], "--out names no folder")
        self.assert_refused(2, [*sample, self.folder / "hub", "--threads", -1],
                            "--threads wants a number from 0 on, not -1")
        self.assert_refused(2, [*sample, self.folder / "hub", "--files", "few"], "--files", "many")

    def test_generate_refuses_numbers_and_a_folder_in_use(self) -> None:
        self.assert_refused(2, ["generate", "--models", 3, "--records", 10 ** 9, "--seed", 1,
                                "--out", self.folder / "hub"])
        self.assert_refused(2, ["generate", "--models", 3, "--records", 3, "--seed", 1, "--out",
                                self.folder], str(self.folder))


class OutputTest(ProgramTest):
    def setUp(self) -> None:
        super().setUp()
        self.models = small_hub.write_models(self.folder / "models.parquet")

    def test_folder_in_use_is_refused_even_with_force(self) -> None:
        used = self.folder / "used"
        used.mkdir()
        small_hub.write_text(used / "mine.txt", "mine")
        for force in ([], ["--force"]):
            with self.subTest(force):
                self.assert_refused(2, ["report", "--models", self.models, "--out", used, *force],
                                    str(used), "not empty")
        self.assertEqual((used / "mine.txt").read_text(), "mine")

    def test_force_replaces_a_report_and_nothing_else(self) -> None:
        self.report("--models", self.models)
        again = ["report", "--models", self.models, "--only", "growth", "--out", self.out]
        self.assert_refused(2, again, "--force", str(self.out))
        self.assertIn("concentration", self.tables())
        self.assert_done(*again, "--force")
        self.assertEqual(self.tables(), {"growth"})
        self.assert_no_partial_folder()

    def test_force_that_fails_keeps_the_report(self) -> None:
        self.report("--models", self.models)
        before = program.digests(self.out)
        self.assert_refused(3, ["report", "--models", self.folder / "none.parquet", "--out",
                                self.out, "--force"], "none.parquet")
        self.assertEqual(program.digests(self.out), before)

    def test_empty_folder_is_taken(self) -> None:
        self.out.mkdir()
        self.report("--models", self.models)
        self.assertIn("growth", self.tables())

    def test_output_that_cannot_be_written(self) -> None:
        self.assert_refused(7, ["report", "--models", self.models, "--out",
                                self.models / "report"], "models.parquet")
        self.assert_refused(2, ["report", "--models", self.models, "--out", self.models],
                            "--out")

    def test_stdout_holds_the_summary_and_stderr_the_backend(self) -> None:
        done = self.assert_done("report", "--models", self.models, "--out", self.out)
        self.assertIn(str(self.out), done.stdout)
        self.assertRegex(done.stderr, "^hubcensus: backend (cpu|cuda) [(].+[)]\n$")
        self.assertEqual([line for line in done.stdout.splitlines() if len(line) > 100], [])

    def test_manifest_holds_the_arguments_and_every_table(self) -> None:
        manifest = self.report("--models", self.models, "--threads", 1)
        self.assertEqual(manifest["arguments"][:3], ["report", "--models", str(self.models)])
        self.assertEqual({table["name"] for table in manifest["tables"]}, self.tables())
        report = json.loads((self.out / "report.json").read_text())
        self.assertEqual({table["name"] for table in report["tables"]}, self.tables())
        self.assertEqual(run("report", "--models", self.models, "--out", self.out).returncode, 2)
