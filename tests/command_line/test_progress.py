"""What a run says of itself: progress, -q, -v and the log file."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import time
from pathlib import Path

from . import program, small_hub
from .program import ProgramTest, generated_hub, run

KEYS = ["stage", "rows", "rows_total", "bytes", "bytes_total", "seconds", "rows_per_s",
        "bytes_per_s", "seconds_left"]


class ProgressTest(ProgramTest):
    def setUp(self) -> None:
        super().setUp()
        hub = generated_hub("--files", "one")
        self.models = hub / "models.parquet"
        self.records = hub / "downloads" / "downloads.parquet"
        self.arguments = ["report", "--models", self.models, "--downloads", self.records, "--out",
                          self.out]

    def on_a_terminal(self, *arguments: object, **variables: str) -> str:
        """stderr of a run whose list of records comes late: there is time to draw."""
        fifo = self.folder / "list"
        os.mkfifo(fifo)
        main, terminal = pty.openpty()
        with subprocess.Popen([program.binary, *map(str, arguments), "--files-from", str(fifo)],
                              stdout=subprocess.PIPE, stderr=terminal,
                              env={**os.environ, **variables}) as process:
            os.close(terminal)
            with open(fifo, "w", encoding="utf-8") as stream:
                time.sleep(1.1)
                stream.write(f"{self.records}\n")
            shown = b""
            try:
                while part := os.read(main, 4096):
                    shown += part
            except OSError:  # the terminal's other end is closed
                pass
            process.communicate(timeout=60)
        os.close(main)
        fifo.unlink()
        self.assertEqual(process.returncode, 0, shown)
        return shown.decode()

    def test_a_line_on_a_terminal_drawn_five_times_a_second_and_gone_at_the_end(self) -> None:
        arguments = ["report", "--models", self.models, "--out", self.out]
        shown = self.on_a_terminal(*arguments)
        drawn = [line for line in shown.split("\r") if "open records" in line]
        self.assertIn("open records", drawn[0])
        self.assertLessEqual(len(drawn), 7)
        self.assertEqual(shown.rsplit("\r", 1)[1].strip(), "")
        self.assertNotIn("\x1b", shown)

    def test_no_line_where_it_is_not_wanted(self) -> None:
        arguments = ["report", "--models", self.models]
        for flags in (["-q"], ["--progress", "off"]):
            with self.subTest(flags):
                shown = self.on_a_terminal(*arguments, "--out", self.folder / flags[0], *flags)
                self.assertNotIn("open records", shown)
        self.assertRegex(self.assert_done(*self.arguments).stderr,
                         r"\Ahubcensus: backend (cpu|cuda) \(.*\)\n\Z")

    def objects(self, *arguments: object) -> list[dict]:
        done = self.assert_done(*self.arguments, "--progress", "json", *arguments)
        lines = [line for line in done.stderr.splitlines() if line.startswith("{")]
        objects = [json.loads(line) for line in lines]
        for each in objects:
            self.assertEqual(list(each), KEYS)
        return objects

    def test_an_object_a_stage(self) -> None:
        stages = {each["stage"]: each for each in self.objects()}
        manifest = json.loads((self.out / "manifest.json").read_text())
        for stage in manifest["stages"]:
            if stage["path"] == "cpu":
                self.assertEqual(stages[stage["name"]]["rows"], stage["rows"], stage["name"])
        records = stages["read and fold records"]
        self.assertEqual((records["rows"], records["rows_total"]), (60000, 60000))
        self.assertEqual(records["bytes_total"], self.records.stat().st_size)
        self.assertEqual(records["seconds_left"], 0)

    def test_objects_while_records_are_read_rise_to_the_total(self) -> None:
        copies = self.folder / "copies"
        copies.mkdir()
        wide = small_hub.records_csv([(f"a/m{i % 997}", "2024-01-01", 1) for i in range(250000)])
        for i in range(24):
            small_hub.write_text(copies / f"{i}.csv", wide)
        done = self.assert_done("report", "--downloads", copies, "--out", self.out, "--progress",
                                "json", "--threads", 1, "--only", "concentration")
        seen = [json.loads(line) for line in done.stderr.splitlines() if line.startswith("{")]
        seen = [each for each in seen if each["stage"] == "read and fold records"]
        self.assertEqual(seen[-1]["rows"], 24 * 250000)
        self.assertEqual(seen[-1]["bytes"], 24 * len(wide))
        for name in ("rows", "bytes", "seconds"):
            values = [each[name] for each in seen]
            self.assertEqual(values, sorted(values))
        for each in seen[:-1]:
            self.assertIsNone(each["rows_total"])  # texts do not say
            self.assertLess(0, each["bytes"])
            self.assertLessEqual(each["bytes"], each["bytes_total"])
            self.assertIsNotNone(each["seconds_left"])

    def test_progress_that_is_none(self) -> None:
        self.assert_report_refused(2, ["--models", self.models, "--progress", "bar"], "--progress",
                                   "'bar'")

    def test_quiet_says_errors_alone(self) -> None:
        done = self.assert_done(*self.arguments, "-q", "-v")
        self.assertEqual((done.stdout, done.stderr), ("", ""))
        self.assert_refused(2, [*self.arguments, "--quiet"], "--out")

    def test_verbose_names_stages_with_seconds_and_rows(self) -> None:
        stderr = self.assert_done(*self.arguments, "-v").stderr
        self.assertRegex(stderr, r"\nhubcensus: read and fold records: [0-9.]+ s, 60,000 rows, ")
        self.assertRegex(stderr, r"\nhubcensus: read models: [0-9.]+ s, 3,000 rows, ")
        self.assertIn("\nhubcensus: write report.html: ", stderr)

    def test_log_file_holds_all_with_times(self) -> None:
        log = self.folder / "hub\x1b.log"
        done = self.assert_done(*self.arguments, "-q", "--log-file", log)
        self.assertEqual(done.stderr, "")
        self.assertEqual(run(*self.arguments, "--log-file", log).returncode, 2)  # is there already
        text = log.read_text()
        self.assert_no_control_characters(text)
        for line in text.splitlines():
            self.assertRegex(line, r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ \S")
        self.assertEqual(len(re.findall(r"Z hubcensus \d.*: report --models ", text)), 2)
        self.assertIn("Z read models: ", text)
        self.assertRegex(text.splitlines()[-1], r"Z error: --out")
        self.assert_refused(7, [*self.arguments, "--log-file", self.folder], "log file",
                            self.folder.name)
