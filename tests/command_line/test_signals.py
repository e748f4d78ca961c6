"""A run that is stopped leaves its target as it was, and no partial folder where it can help it."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

from . import program, small_hub
from .program import ProgramTest, generated_hub

WAIT_S = 20.0


class SignalTest(ProgramTest):
    def setUp(self) -> None:
        super().setUp()
        hub = generated_hub("--files", "one")
        self.records = hub / "downloads" / "downloads.parquet"
        # The run stops at the list of files until the test writes it: a moment without a race.
        self.list = self.folder / "list"
        os.mkfifo(self.list)
        self.arguments = ["report", "--models", hub / "models.parquet", "--accounts",
                          hub / "accounts.csv", "--files-from", self.list, "--out", self.out]

    def start(self, *extra: str) -> subprocess.Popen:
        process = subprocess.Popen([program.binary, *map(str, self.arguments), *extra],
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.stderr.close)
        return process

    def write_list(self, *files: Path) -> None:
        with open(self.list, "w", encoding="utf-8") as stream:  # waits for the reader
            stream.writelines(f"{file}\n" for file in files)

    def assert_stopped(self, process: subprocess.Popen, number: int) -> None:
        stderr = process.communicate(timeout=WAIT_S)[1]
        self.assertEqual(process.returncode, 128 + number, stderr)
        self.assertIn("no report was written", stderr)
        self.assertFalse(self.out.exists())
        self.assert_no_partial_folder()

    def stop_at_the_list(self, number: int) -> None:
        process = self.start()
        stream = os.open(self.list, os.O_WRONLY)  # returns when the run has opened it
        self.assertEqual(len(list(self.folder.glob("*.partial-*"))), 1)
        process.send_signal(number)
        time.sleep(0.05)
        os.write(stream, f"{self.records}\n".encode())
        os.close(stream)
        self.assert_stopped(process, number)

    def test_terminated(self) -> None:
        self.stop_at_the_list(signal.SIGTERM)

    def test_interrupted(self) -> None:
        self.stop_at_the_list(signal.SIGINT)

    def test_stopped_while_records_are_read(self) -> None:
        """The signal ends the reading: no run reads all its files first."""
        copies = [self.folder / f"{i}.parquet" for i in range(400)]
        for copy in copies:
            os.link(self.records, copy)
        begin = time.monotonic()
        process = self.start("--only", "concentration", "--threads", "1")
        self.write_list(*copies)
        process.communicate(timeout=WAIT_S)
        whole = time.monotonic() - begin
        self.assertEqual(process.returncode, 0)
        os.rename(self.out, self.folder / "done")
        process = self.start("--only", "concentration", "--threads", "1")
        self.write_list(*copies)
        time.sleep(whole / 3)
        begin = time.monotonic()
        process.send_signal(signal.SIGTERM)
        self.assert_stopped(process, signal.SIGTERM)
        self.assertLess(time.monotonic() - begin, whole / 3)

    def test_stopped_at_any_time(self) -> None:
        """Whenever the signal comes, there is the whole report or none."""
        stopped = 0
        for delay_ms in (0, 5, 10, 20, 40, 80, 160):
            process = self.start()
            self.write_list(self.records)
            time.sleep(delay_ms / 1000)
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=WAIT_S)
            self.assertIn(process.returncode, (0, 128 + signal.SIGTERM))
            self.assert_no_partial_folder()
            self.assertEqual(self.out.exists(), process.returncode == 0)
            if process.returncode == 0:
                self.assertTrue((self.out / "manifest.json").exists())
                os.rename(self.out, self.folder / f"done{delay_ms}")
            else:
                stopped += 1
        self.assertGreater(stopped, 0)

    def test_killed(self) -> None:
        process = self.start()
        stream = os.open(self.list, os.O_WRONLY)
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=WAIT_S)
        os.close(stream)
        self.assertEqual(process.returncode, -signal.SIGKILL)
        self.assertFalse(self.out.exists())
        self.assertEqual(len(list(self.folder.glob("*.partial-*"))), 1)
        models = small_hub.write_models(self.folder / "models.parquet")
        self.report("--models", models)  # the next run with that target clears the remains
        self.assert_no_partial_folder()
