"""The examples of README, run as they stand there."""

from __future__ import annotations

import contextlib
import csv
import importlib.util
import io
import re
import shutil
import subprocess
from pathlib import Path

from . import program
from .program import ProgramTest, generated_hub

README = Path(__file__).resolve().parents[2] / "README.md"


class ReadmeTest(ProgramTest):
    BLOCKS = re.findall(r"```sh\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)

    def setUp(self) -> None:
        super().setUp()
        (self.folder / "build").mkdir()
        (self.folder / "build" / "hubcensus").symlink_to(program.binary)

    def run_block(self, block: str) -> subprocess.CompletedProcess:
        done = subprocess.run(["bash", "-euo", "pipefail", "-c", block], cwd=self.folder,
                              capture_output=True, text=True, timeout=300, check=False)
        self.assertEqual(done.returncode, 0, block + done.stderr)
        return done

    def test_every_kind_of_input(self) -> None:
        block = "".join(text for text in self.BLOCKS if "--kinds" in text)
        done = self.run_block(block)
        reports = re.findall(r"--out (from-\S+)", block)
        self.assertEqual(len(reports), 6)
        for report in reports:
            self.assertTrue((self.folder / report / "manifest.json").is_file(), report)
        self.assertTrue((self.folder / "full-hub" / "expected.json").is_file())
        self.assertIn("organizations (--organizations): objects of the Hub API", done.stdout)
        self.assertIn("daily download records", done.stdout)

    def test_commands_on_own_data_one_after_the_other(self) -> None:
        hub = generated_hub()
        for name in ("models.parquet", "accounts.csv"):
            shutil.copy(hub / name, self.folder)
        shutil.copytree(hub / "downloads", self.folder / "downloads")
        (self.folder / "new").mkdir()
        shutil.copy(hub / "downloads" / "2025-12-30.parquet",
                    self.folder / "new" / "2026-01-01.parquet")
        for name in ("census-of-the-node", "census-of-the-laptop"):
            self.report("--models", hub / "models.parquet", "--only", "growth",
                        out=self.folder / name)
        blocks = [text for text in self.BLOCKS if text.startswith("build/hubcensus ") and
                  "--models models.parquet" in text]
        self.assertEqual(len(blocks), 4)
        for block in blocks:
            self.run_block(block)
        reports = {path.parent.name for path in self.folder.glob("*/manifest.json")}
        self.assertLessEqual({"census", "census-of-a-dump", "census-growth", "census-of-parts",
                              "census-today", "census-at-last"}, reports)


class ReadTheTablesTest(ProgramTest):
    """The blocks of Python in README, each on a report in the folder `census`."""

    BLOCKS = {text.split()[1]: text for text in re.findall(
        r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)}

    def printed_by(self, library: str) -> str:
        if importlib.util.find_spec(library) is None:
            self.skipTest(f"{library} is not installed (scripts/setup.sh --readers)")
        hub = generated_hub()
        self.report("--models", hub / "models.parquet", "--downloads", hub / "downloads",
                    "--accounts", hub / "accounts.csv", "--only", "country_share",
                    out=self.folder / "census")
        printed = io.StringIO()
        with contextlib.chdir(self.folder), contextlib.redirect_stdout(printed):
            exec(self.BLOCKS[library], {})  # pylint: disable=exec-used
        return printed.getvalue()

    def assert_shows_the_leaders(self, library: str) -> None:
        printed = self.printed_by(library)
        path = self.folder / "census" / "tables" / "country_share.csv"
        with open(path, newline="", encoding="utf-8") as file:
            rows = [row for row in csv.DictReader(file)
                    if row["window"] == "all" and row["attribution"] == "account"]
        rows.sort(key=lambda row: -int(row["downloads"]))
        # Each library draws its own table; the numbers in it are the same.
        shown = re.findall(r"\b([A-Z]{2}|unknown|international)\b\W+(\d+)\W+(0\.\d{3})", printed)
        self.assertEqual(shown, [(row["country"], row["downloads"], row["share"][:5])
                                 for row in rows[:3]], printed)

    def test_every_block_is_of_three_lines_and_tested(self) -> None:
        self.assertEqual(list(self.BLOCKS), ["duckdb", "polars", "pandas"])
        for text in self.BLOCKS.values():
            self.assertEqual(len(text.splitlines()), 3, text)

    def test_duckdb(self) -> None:
        self.assert_shows_the_leaders("duckdb")

    def test_polars(self) -> None:
        self.assert_shows_the_leaders("polars")

    def test_pandas(self) -> None:
        self.assert_shows_the_leaders("pandas")
