"""A report of the real program by four ranks on two emulated nodes."""

from __future__ import annotations

import hashlib
import os
import subprocess
import unittest
from pathlib import Path

from . import submitting
from .submitting import SlurmTest


def built_with_mpi() -> bool:
    done = subprocess.run([submitting.binary, "report", "--models", "none", "--plan"],
                          capture_output=True, text=True, check=False,
                          env={**os.environ, "OMPI_COMM_WORLD_SIZE": "2"})
    return "without MPI" not in done.stderr


class MpiTest(SlurmTest):
    nodes = 2

    @classmethod
    def setUpClass(cls) -> None:
        if not built_with_mpi():
            raise unittest.SkipTest("the program was built without MPI (-DHUBCENSUS_MPI=ON)")
        super().setUpClass()
        cls.program = submitting.binary
        cls.hub = cls.cluster.folder / "hub"
        cls.run_program("generate", "--models", 300, "--records", 5000, "--seed", 3, "--out",
                        cls.hub)

    @classmethod
    def run_program(cls, *arguments: object) -> None:
        subprocess.run([submitting.binary, *map(str, arguments)], check=True, capture_output=True)

    def inputs(self) -> list[object]:
        return ["--models", self.hub / "models.parquet", "--accounts", self.hub / "accounts.csv",
                "--downloads", self.hub / "downloads"]

    @staticmethod
    def digests(out: Path) -> dict[str, str]:
        return {path.name: hashlib.sha256(path.read_bytes()).hexdigest()
                for path in [out / "report.json", *(out / "tables").iterdir()]}

    def test_the_bytes_of_one_process(self) -> None:
        folder = self.folder("mpi real")
        self.run_program("report", *self.inputs(), "--out", folder / "alone")
        submission = self.submit(folder, "--mode", "mpi", "--nodes", 2, "--ranks", 2,
                                 command=self.inputs())
        self.wait(submission, "COMPLETED")
        self.assertEqual(self.digests(submission.out), self.digests(folder / "alone"))
        self.assertIn('"4 ranks"', (submission.out / "manifest.json").read_text())

    def test_a_rank_that_fails(self) -> None:
        folder = self.folder("mpi real fails")
        files = sorted((self.hub / "downloads").iterdir())
        broken = folder / "broken.parquet"
        content = bytearray(files[-1].read_bytes())
        content[4:len(content) // 3] = bytes(len(content) // 3 - 4)
        broken.write_bytes(content)
        submission = self.submit(folder, "--mode", "mpi", "--nodes", 2, "--ranks", 2,
                                 command=[*self.inputs()[:-1], broken, *files[-9:-1]])
        self.wait(submission, "FAILED")
        self.assertRegex(submission.log(), r"hubcensus: rank [0-3] on .*broken\.parquet")
        self.assertIn("FAILED: report ended with exit code 4", submission.status("report"))
        self.assertFalse(submission.out.exists())
