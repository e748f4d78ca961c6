"""Ctrl-C on a large Hub: whatever the run is doing, it ends within a second and leaves nothing."""

from __future__ import annotations

import functools
import signal
import subprocess
import time
from pathlib import Path

from . import program
from .program import ProgramTest

# Of a second's promise, and what a machine with other work may take beside it.
PROMISED_S = 1.0
SLACK_S = 1.5
WAIT_S = 120.0
INSIDE_S = 0.05  # so long behind its beginning a stage is at work

# Each stage that has begun once another has ended, as --verbose tells.
BEHIND = {"read models": "build catalogue", "build catalogue": "lineage",
          "lineage": "read and fold records", "merge and renumber": "statistics",
          "statistics": "tables", "table claims": "write tables",
          "write tables": "write report.json"}


@functools.cache
def large_hub() -> Path:
    """300,000 models and 3 million records, by day and one file each."""
    out = program.scratch / "large-hub"
    subprocess.run([program.binary, "generate", "--models", "300000", "--records", "3000000",
                    "--seed", "7", "--files", "one", "--out", out], check=True, timeout=WAIT_S)
    return out


class InterruptTest(ProgramTest):
    def start(self) -> subprocess.Popen:
        hub = large_hub()
        process = subprocess.Popen(
            [program.binary, "report", "--models", hub / "models.parquet", "--downloads",
             hub / "downloads", "--accounts", hub / "accounts.csv", "--grain", "week", "--backend",
             "cpu", "--verbose", "--out", self.out],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.stderr.close)
        return process

    def assert_ends_in_time(self, process: subprocess.Popen, number: int,
                            may_be_done: bool = False) -> float:
        begin = time.monotonic()
        process.send_signal(number)
        stdout, stderr = process.communicate(timeout=WAIT_S)
        seconds = time.monotonic() - begin
        self.assertLess(seconds, PROMISED_S + SLACK_S)
        if may_be_done and process.returncode == 0:
            self.assertTrue((self.out / "manifest.json").exists())
            self.out.rename(self.folder / f"done at {begin}")
            return seconds
        self.assertEqual(process.returncode, 128 + number, stderr)
        self.assertIn("no report was written", stderr)
        self.assertEqual(stdout, "")
        self.assertFalse(self.out.exists())
        self.assert_no_partial_folder()
        return seconds

    def test_inside_each_stage(self) -> None:
        for place, (ended, stage) in enumerate(BEHIND.items()):
            with self.subTest(stage):
                process = self.start()
                for line in process.stderr:
                    if line.startswith(f"hubcensus: {ended}"):
                        break
                else:
                    self.fail(f"no stage {ended}")
                time.sleep(INSIDE_S)
                number = (signal.SIGINT, signal.SIGTERM)[place % 2]
                seconds = self.assert_ends_in_time(process, number)
                print(f"{stage}: ended {seconds:.2f} s behind the signal")

    def test_at_moments_spread_over_the_run(self) -> None:
        begin = time.monotonic()
        process = self.start()
        process.communicate(timeout=WAIT_S)
        whole = time.monotonic() - begin
        self.assertEqual(process.returncode, 0)
        self.out.rename(self.folder / "done")
        for tenth in (1, 3, 5, 7):
            process = self.start()
            time.sleep(whole * tenth / 10)
            with self.subTest(tenth=tenth):
                # Where the machine has become free, the run may be done by then.
                seconds = self.assert_ends_in_time(process, signal.SIGINT, may_be_done=True)
                print(f"at {tenth} tenths: ended {seconds:.2f} s behind the signal")
