"""The binary under test, a folder for each test, and what every run must hold."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import unittest
from collections.abc import Iterator
from pathlib import Path

binary = Path()
shared: Path | None = None
scratch = Path()

# The tables that only daily records give.
OF_REQUESTS = {"sovereignty_home", "usage_matrix", "usage_matrix_home"}
OF_DAILY_RECORDS = {"adoption_by_age", "adoption_by_age_models", "engagement", "engagement_curve",
                    "record_distribution"}


@contextlib.contextmanager
def use(program: Path, shared_folder: Path | None) -> Iterator[None]:
    global binary, shared, scratch
    with tempfile.TemporaryDirectory(prefix="hubcensus-command-line-") as folder:
        binary, shared, scratch = program, shared_folder, Path(folder)
        yield


def run(*arguments: object, **options: object) -> subprocess.CompletedProcess:
    """stdout and stderr as text; bytes that are no UTF-8 come as surrogates."""
    return subprocess.run([binary, *map(str, arguments)], capture_output=True, text=True,
                          errors="surrogateescape", timeout=60, check=False, **options)


@functools.cache
def generated_hub(*options: str) -> Path:
    """A Hub of 3000 models and 60000 records, made once for all tests."""
    out = scratch / ("hub" + "".join(options))
    done = run("generate", "--models", 3000, "--records", 60000, "--seed", 7, "--out", out,
               *options)
    if done.returncode != 0:
        raise AssertionError(f"generate ended with {done.returncode}: {done.stderr}")
    return out


def digests(report: Path) -> dict[str, str]:
    """Of all that must not depend on how a report was computed."""
    files = [report / "report.json", *(report / "tables").iterdir()]
    return {str(file.relative_to(report)): hashlib.sha256(file.read_bytes()).hexdigest()
            for file in files}


# A process begins with the peak of the one that started it, so a small one starts and measures it.
MEASURING = """
import os, sys
null = [(os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0)]
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=null)
_, status, usage = os.wait4(child, 0)
print(os.waitstatus_to_exitcode(status), usage.ru_maxrss)
"""


def run_measured(*arguments: object) -> tuple[int, str, int]:
    """Exit code, standard error, and the peak of its memory in KiB."""
    done = subprocess.run([sys.executable, "-S", "-c", MEASURING, binary, *map(str, arguments)],
                          capture_output=True, text=True, check=True)
    code, peak_kib = map(int, done.stdout.split())
    return code, done.stderr, peak_kib


class ProgramTest(unittest.TestCase):
    """One folder a test; reports go to `out` in it."""

    def setUp(self) -> None:
        self.folder = Path(tempfile.mkdtemp(dir=scratch))
        self.out = self.folder / "report"

    def assert_done(self, *arguments: object) -> subprocess.CompletedProcess:
        done = run(*arguments)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done

    def report(self, *arguments: object, out: Path | None = None) -> dict:
        """A report that must succeed; its manifest."""
        out = out or self.out
        self.assert_done("report", *arguments, "--out", out)
        return json.loads((out / "manifest.json").read_text())

    def assert_refused(self, code: int, arguments: list[object], *needles: str) -> str:
        """One line of message with all needles, no output, nothing left beside it."""
        before = {path: path.stat().st_mtime_ns for path in self.folder.rglob("*")
                  if path.is_file()}
        done = run(*arguments)
        self.assertEqual(done.returncode, code, done.stderr)
        lines = [line for line in done.stderr.splitlines()
                 if not line.startswith(("hubcensus: backend cpu (", "hubcensus: backend cuda ("))]
        self.assertEqual(len(lines), 1, done.stderr)
        self.assertTrue(lines[0].startswith("hubcensus: "), done.stderr)
        for needle in needles:
            self.assertIn(needle, lines[0])
        self.assert_no_control_characters(done.stderr)
        self.assertEqual(done.stdout, "")
        after = {path: path.stat().st_mtime_ns for path in self.folder.rglob("*")
                 if path.is_file()}
        self.assertEqual(after, before)
        self.assert_no_partial_folder()
        return lines[0]

    def assert_report_refused(self, code: int, arguments: list[object], *needles: str) -> str:
        message = self.assert_refused(code, ["report", *arguments, "--out", self.out], *needles)
        self.assertFalse(self.out.exists())
        return message

    def refused_within(self, megabytes: int, *arguments: object) -> str:
        """A report that the limit ends (5); its message. The process stays below the megabytes."""
        code, message, peak_kib = run_measured("report", *arguments, "--out", self.out)
        self.assertEqual(code, 5, message)
        self.assertFalse(self.out.exists())
        self.assert_no_partial_folder()
        self.assertLess(peak_kib, megabytes << 10)
        return message

    def assert_no_partial_folder(self) -> None:
        self.assertEqual([str(path) for path in self.folder.glob("*.partial-*")], [])

    def assert_no_control_characters(self, text: str) -> None:
        bad = {letter for letter in text if letter != "\n" and (ord(letter) < 32 or
                                                                0x7f <= ord(letter) < 0xa0 or
                                                                0xdc80 <= ord(letter) < 0xdd00)}
        self.assertEqual(bad, set(), text)

    def assert_rows_add_up(self, manifest: dict) -> None:
        """Rows read = rows counted + rows rejected, for all records and for each input."""
        records = manifest["records"]
        self.assertEqual(records["read"], records["counted"] + sum(records["rejected"].values()))
        for entry in manifest["inputs"]:
            self.assertEqual(entry["rows_read"],
                             entry["rows_accepted"] + sum(entry["rejected"].values()), entry)

    def tables(self, out: Path | None = None) -> set[str]:
        return {path.stem for path in ((out or self.out) / "tables").glob("*.csv")}
