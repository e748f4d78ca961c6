"""The man pages that scripts/make_man_pages.sh makes."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import unittest
from pathlib import Path

from . import program
from .program import ProgramTest, run
from .test_help import commands, flags_of

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "make_man_pages.sh"
DAY = 86400


@unittest.skipUnless(shutil.which("help2man"), "no help2man here")
class ManPagesTest(ProgramTest):
    def pages(self, name: str, date: int = 20000 * DAY) -> dict[str, str]:
        environment = {**os.environ, "SOURCE_DATE_EPOCH": str(date),
                       "HUBCENSUS_THREADS": "of nobody's business"}
        subprocess.run([SCRIPT, program.binary, self.folder / name], check=True, timeout=120,
                       env=environment)
        return {page.name: page.read_text() for page in (self.folder / name).iterdir()}

    def test_a_page_for_each_command_tells_all_that_its_help_tells(self) -> None:
        pages = self.pages("man")
        self.assertEqual(set(pages), {"hubcensus.1",
                                      *(f"hubcensus-{command}.1" for command in commands())})
        for command in ["", *commands()]:
            name = "hubcensus" + (f"-{command}" if command else "")
            text = pages[f"{name}.1"].replace("\\-", "-").replace("\\e", "\\").replace("\\(aq", "'")
            told = run("help", *command.split()).stdout
            self.assertIn(f'.TH {name.upper()} 1 2024-10-04 "hubcensus ', text)
            self.assertIn(f".SH NAME\n{name} - ", text)
            for flag in flags_of(told):
                self.assertIn(f"\\fB{flag}\\fR", text, name)
            for line in told.split("\nExamples:\n")[1].splitlines():
                self.assertIn("\n" + line[2:] + "\n", text)
            for heading in re.findall(r"^([A-Z][a-zA-Z ]+):$", told, re.MULTILINE):
                if heading != "Examples":
                    self.assertRegex(text, rf'\n\.SS "?{heading}"?\n')
        self.assertIn(".BR hubcensus-report (1)", pages["hubcensus.1"])

    def test_the_same_date_gives_the_same_bytes(self) -> None:
        self.assertEqual(self.pages("man"), self.pages("again"))
        later = self.pages("later", 20001 * DAY)["hubcensus.1"]
        self.assertEqual(later.replace("2024-10-05", "2024-10-04"),
                         self.pages("man")["hubcensus.1"])
        self.assertIn("2024-10-05", later)

    def test_readers_of_man_pages_warn_of_nothing(self) -> None:
        self.pages("man")
        readers = {"mandoc": ["-T", "lint", "-W", "warning"],
                   "man": ["--warnings", "-E", "UTF-8", "-l"]}
        found = [reader for reader in readers if shutil.which(reader)]
        if not found:
            self.skipTest("neither mandoc nor man here")
        for reader in found:
            for page in sorted((self.folder / "man").iterdir()):
                done = subprocess.run([reader, *readers[reader], page], capture_output=True,
                                      text=True, timeout=60, check=False)
                self.assertEqual((done.returncode, done.stderr), (0, ""), page.name)
                if reader == "mandoc":
                    self.assertEqual(done.stdout, "", page.name)
