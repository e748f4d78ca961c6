"""scripts/setup.sh where Python packages are not to be had."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from . import small_hub
from .program import ProgramTest

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"


class SetupTest(ProgramTest):
    def setUp(self) -> None:
        super().setUp()
        shutil.copytree(SCRIPTS, self.folder / "scripts")
        self.program("bin/dpkg-query", "echo 'install ok installed'")
        self.program("bin/apt-get", "exit 100")
        self.program("bin/sudo", 'exec "$@"')
        (self.folder / "deps" / "simdjson").mkdir(parents=True)
        small_hub.write_text(self.folder / "deps" / "simdjson" / "origin", self.simdjson())

    def simdjson(self) -> str:
        lines = (SCRIPTS / "setup.sh").read_text(encoding="utf-8").splitlines()
        return next(line for line in lines if line.startswith("simdjson=")).split("=")[1] + "\n"

    def program(self, name: str, does: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        small_hub.write_text(path, f"#!/bin/sh\n{does}\n").chmod(0o755)

    def setup_lacking(self, requirements: str, *arguments: str) -> subprocess.CompletedProcess:
        """Python's packages of the file cannot be installed, and those of Debian none."""
        self.program(".venv/bin/python", f"case $* in *{requirements}) exit 1;; esac")
        path = f"{self.folder / 'bin'}:{os.environ['PATH']}"
        return subprocess.run([self.folder / "scripts" / "setup.sh", *arguments], text=True,
                              env={**os.environ, "PATH": path}, capture_output=True, timeout=60,
                              check=False)

    def test_what_the_build_needs_ends_it(self) -> None:
        done = self.setup_lacking("scripts/requirements.txt", "--readers")
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertNotIn("ready", done.stdout)

    def test_what_tests_alone_need_does_not(self) -> None:
        done = self.setup_lacking("scripts/requirements-readers.txt", "--readers")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("the tests that use them will be skipped", done.stdout)
        self.assertTrue(done.stdout.endswith("setup: ready\n"), done.stdout)
        self.assertEqual(self.setup_lacking("none", "--readers").stdout, "setup: ready\n")

    def test_a_package_of_debian_that_is_not_to_be_had(self) -> None:
        removed = "echo 'deinstall ok config-files'"  # dpkg knows it still
        self.program("bin/dpkg-query", f"case $* in *chromium) {removed};; "
                                       "*) echo 'install ok installed';; esac")
        done = self.setup_lacking("none", "--browser")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("the tests in a browser will be skipped", done.stdout)
        self.program("bin/dpkg-query", f"case $* in *ninja-build) {removed};; "
                                       "*) echo 'install ok installed';; esac")
        done = self.setup_lacking("none")
        self.assertNotEqual(done.returncode, 0, done.stdout)
        self.assertNotIn("ready", done.stdout)
