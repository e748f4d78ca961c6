"""What the tests share: a cluster for each class, a folder for each test, and scripts/submit.sh."""

from __future__ import annotations

import json
import re
import subprocess
import time
import unittest
from pathlib import Path

from .cluster import Cluster

ROOT = Path(__file__).resolve().parents[2]
STAND_IN = Path(__file__).resolve().parent / "stand_in.py"
WAIT_S = 100.0
RECORDS = ["--downloads", "records"]  # that the stand-in does not read

binary = Path()  # the real hubcensus


class Submission:
    """What submit.sh printed, and the folders that it speaks of."""

    def __init__(self, printed: str, out: Path) -> None:
        self.printed = printed
        self.jobs = re.search(r"^submit: jobs ([\d,]+):", printed, re.MULTILINE)[1].split(",")
        self.out = out
        self.folder = out.with_name(out.name + ".job")

    def log(self) -> str:
        return "".join(path.read_text() for path in sorted((self.folder / "logs").iterdir()))

    def status(self, task: str) -> str:
        return (self.folder / "status" / task).read_text()


class SlurmTest(unittest.TestCase):
    nodes = 1  # of the class's cluster

    @classmethod
    def setUpClass(cls) -> None:
        cls.cluster = Cluster(cls.nodes)
        cls.enterClassContext(cls.cluster)
        cls.program = STAND_IN

    def folder(self, name: str) -> Path:
        """A name that a shell, Slurm's patterns and printf would each read as something else."""
        folder = self.cluster.folder / f"{name} %j 'q' $(x)"
        folder.mkdir()
        return folder

    def task(self, folder: Path, steps: int = 20, step_s: float = 0.02, **more: int) -> Path:
        path = folder / "models.json"
        path.write_text(json.dumps({"values": list(range(1, steps + 1)), "step_s": step_s, **more}))
        return path

    def call_submit(self, options: list[object], *command: object) -> subprocess.CompletedProcess:
        return self.cluster.run(ROOT / "scripts/submit.sh", *options, "--", *command,
                                extra={"HUBCENSUS": str(self.program)}, cwd=self.cluster.folder)

    def submit(self, folder: Path, *options: object, command: list[object] | None = None
               ) -> Submission:
        out = folder / "census"
        command = command or ["--models", folder / "models.json", *RECORDS]
        done = self.call_submit(list(options), "report", *command, "--out", out)
        self.assertEqual(done.returncode, 0, done.stderr)
        return Submission(done.stdout, out)

    def wait(self, submission: Submission, *states: str) -> None:
        """Until its last job is in one of the states; it fails at once where that cannot be."""
        deadline = time.monotonic() + WAIT_S
        state = ""
        while (state := self.cluster.state(submission.jobs[-1])) not in states:
            if time.monotonic() > deadline or state in ("FAILED", "CANCELLED", "COMPLETED"):
                self.fail(f"{state}: {submission.log()}\n{self.cluster.logs()}")
            time.sleep(0.2)

    def wait_for_line(self, submission: Submission, words: str, times: int = 1) -> None:
        deadline = time.monotonic() + WAIT_S
        while submission.log().count(words) < times:
            self.assertLess(time.monotonic(), deadline, submission.log())
            time.sleep(0.1)

    def assert_sum(self, submission: Submission, steps: int = 20) -> None:
        self.assertEqual((submission.out / "sum.csv").read_text(),
                         f"sum\n{steps * (steps + 1) // 2}\n", submission.log())

    def assert_no_output(self, submission: Submission) -> None:
        self.assertEqual([path.name for path in submission.out.parent.iterdir()
                          if path.name.startswith("census") and path != submission.folder], [])

    def follow(self, submission: Submission, what: str) -> str:
        """Runs the command that submit.sh printed for it; what it says."""
        line = re.search(rf"^submit: {what} +(.*)$", submission.printed, re.MULTILINE)[1]
        done = self.cluster.run("bash", "-c", line)
        self.assertEqual(done.returncode, 0, f"{line}\n{done.stderr}")
        return done.stdout

