"""Reports of hubcensus itself: however a job ends in between, the bytes are those of one process."""

from __future__ import annotations

import os
import shlex
import signal
import time
from pathlib import Path

from command_line.program import digests

from . import submitting
from .submitting import WAIT_S, SlurmTest, Submission

FILES = 100  # of records, each a unit of input: with an interval of 0 saved one by one


class RealReportTest(SlurmTest):
    nodes = 2

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.hub = cls.cluster.folder / "hub"
        cls.call("generate", "--models", 500, "--records", 30000, "--seed", 11, "--out", cls.hub)
        files = sorted((cls.hub / "downloads").iterdir(), key=lambda file: -file.stat().st_size)
        cls.inputs = ["--models", cls.hub / "models.parquet", "--accounts",
                      cls.hub / "accounts.csv", "--downloads", *files[:FILES]]
        cls.call("report", *cls.inputs, "--out", cls.cluster.folder / "one")
        cls.whole = digests(cls.cluster.folder / "one")

    @classmethod
    def call(cls, *arguments: object) -> None:
        done = cls.cluster.run(submitting.binary, *arguments)
        if done.returncode != 0:
            raise AssertionError(done.stderr)

    def setUp(self) -> None:
        self.work = self.folder(self._testMethodName)
        self.program = self.work / "hubcensus"

    def write_program(self, *before: str) -> None:
        """hubcensus, and what a shell does before it."""
        lines = ["#!/usr/bin/env bash", f"here={shlex.quote(str(self.work))}", *before,
                 f'exec {shlex.quote(str(submitting.binary))} "$@"']
        self.program.write_text("\n".join(lines) + "\n")
        self.program.chmod(0o755)

    def write_killed_program(self, condition: str) -> None:
        self.write_program(f'if {condition} && mkdir "$here/killed"; then',
                           "  export HUBCENSUS_KILL_AT_STEP=40", "fi 2>/dev/null")

    def skip_without_mpi(self) -> None:
        if b"MPI_Init" not in submitting.binary.read_bytes():
            self.skipTest("hubcensus was built without MPI")

    def submit_real(self, *options: object) -> Submission:
        return self.submit(self.work, *options,
                           command=[*self.inputs, "--checkpoint-interval", 0])

    def assert_whole(self, submission: Submission) -> None:
        self.wait(submission, "COMPLETED")
        self.assertEqual(digests(submission.out), self.whole, submission.log())
        self.assertEqual([path for kind in ("parts", "checkpoints")
                          for path in (submission.folder / kind).rglob("*") if path.is_file()], [])

    def test_array_with_a_shard_killed(self) -> None:
        """The third of five dies by SIGKILL at its 40th write, fsync or rename, once."""
        self.write_killed_program('[[ " $* " == *" --shard 3/5 "* ]]')
        submission = self.submit_real("--mode", "array", "--shards", 5)
        self.assert_whole(submission)
        log = submission.log()
        self.assertEqual(log.count("tally was killed from outside"), 1, log)
        self.assertEqual(log.count("hubcensus: resumed: "), 1, log)
        self.assertEqual(log.count(" files; tally: "), 5, log)

    def test_out_of_time_saves_comes_back_and_goes_on(self) -> None:
        self.write_program('echo $$ >"$here/process"')
        submission = self.submit_real()
        saved = submission.folder / "checkpoints/report/checkpoint.tally"
        self.wait_for(saved)
        process = int((self.work / "process").read_text())
        os.kill(process, signal.SIGSTOP)  # so that it is in the middle when the signal comes
        self.cluster.run("scancel", "--batch", "--signal=USR1", submission.jobs[0])
        self.wait_for_line(submission, "time is nearly up")
        os.kill(process, signal.SIGCONT)
        self.assert_whole(submission)
        log = submission.log()
        self.assertEqual(log.count("report has saved; requeued"), 1, log)
        self.assertEqual(log.count("hubcensus: resumed: "), 1, log)
        self.assertFalse(saved.exists())

    def test_ranks_out_of_time(self) -> None:
        self.skip_without_mpi()
        self.write_program('echo $$ >"$here/process-$SLURM_PROCID"')
        submission = self.submit_real("--mode", "mpi", "--ranks", 2)
        for rank in range(4):
            self.wait_for(submission.folder / f"checkpoints/report/rank-{rank}/checkpoint.tally")
        process = int((self.work / "process-1").read_text())
        os.kill(process, signal.SIGSTOP)
        self.cluster.run("scancel", "--batch", "--signal=USR1", submission.jobs[0])
        self.wait_for_line(submission, "time is nearly up")
        os.kill(process, signal.SIGCONT)
        self.assert_whole(submission)
        log = submission.log()
        self.assertEqual(log.count("report has saved; requeued"), 1, log)
        self.assertIn("hubcensus: resumed: ", log)

    def test_a_rank_killed(self) -> None:
        self.skip_without_mpi()
        self.write_killed_program('[ "$SLURM_PROCID" = 2 ]')
        submission = self.submit_real("--mode", "mpi", "--ranks", 2)
        self.assert_whole(submission)
        log = submission.log()
        self.assertIn("rank 2 on n2 ended with exit code 137", log)
        self.assertIn("hubcensus: resumed: ", log)

    def test_a_dump_alone(self) -> None:
        self.write_program()
        submission = self.submit(self.work, command=self.inputs[:4])
        self.wait(submission, "COMPLETED")
        self.assertTrue((submission.out / "manifest.json").exists())

    def test_failure(self) -> None:
        self.write_program()
        submission = self.submit(self.work, "--mode", "array", "--shards", 2, command=[
            *self.inputs, "--grain", "year"])
        self.wait(submission, "CANCELLED")
        self.assertIn("--grain wants month, week or day", submission.log())
        self.assertIn("FAILED: tally ended with exit code 2", submission.status("shard-1"))
        self.assert_no_output(submission)

    def wait_for(self, path: Path) -> None:
        deadline = time.monotonic() + WAIT_S
        while not path.exists():
            self.assertLess(time.monotonic(), deadline, self.cluster.logs())
            time.sleep(0.001)
