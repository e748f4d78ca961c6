"""The examples of README, run as they stand there."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from . import program
from .program import ProgramTest

README = Path(__file__).resolve().parents[2] / "README.md"


class ReadmeTest(ProgramTest):
    def test_every_kind_of_input(self) -> None:
        blocks = re.findall(r"```sh\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
        block = "".join(text for text in blocks if "--kinds" in text)
        (self.folder / "build").mkdir()
        (self.folder / "build" / "hubcensus").symlink_to(program.binary)
        done = subprocess.run(["bash", "-euo", "pipefail", "-c", block], cwd=self.folder,
                              capture_output=True, text=True, timeout=120, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        reports = re.findall(r"--out (from-\S+)", block)
        self.assertEqual(len(reports), 6)
        for report in reports:
            self.assertTrue((self.folder / report / "manifest.json").is_file(), report)
        self.assertTrue((self.folder / "full-hub" / "expected.json").is_file())
        self.assertIn("organizations (--organizations): objects of the Hub API", done.stdout)
        self.assertIn("daily download records", done.stdout)
