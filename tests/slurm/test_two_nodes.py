"""Arrays and MPI runs on two emulated nodes with two GPUs each."""

from __future__ import annotations

import hashlib
import shlex
from pathlib import Path

from . import submitting
from .submitting import SlurmTest, Submission

# Two nodes that are one host: MPI's shared memory does not work between them.
EMULATED_NODES = {"OMPI_MCA_btl": "self,tcp", "OMPI_MCA_btl_tcp_if_include": "lo",
                  "OMPI_MCA_pml": "ob1"}

# The real program, which dies by SIGKILL once shard 3 has saved its first checkpoint.
KILLED_ONCE = """#!/usr/bin/env bash
saved={job}/checkpoints/shard-3
if [[ " $* " != *" --shard 3/5 "* ]] || [ -e "$0.killed" ]; then exec {binary} "$@"; fi
{binary} "$@" --checkpoint-interval 0 &
until [ -e "$saved/checkpoint.tally" ]; do :; done
touch "$0.killed"
kill -KILL $!
kill -KILL $$
"""


def digests(report: Path) -> dict[str, str]:
    """Of all that must not depend on how a report was computed."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest()
            for path in [report / "report.json", *(report / "tables").iterdir()]}


class TwoNodesTest(SlurmTest):
    nodes = 2

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.cluster.environment |= EMULATED_NODES

    def submit_mpi(self, name: str, *options: object, **task: int) -> Submission:
        folder = self.folder(name)
        self.task(folder, **task)
        return self.submit(folder, "--mode", "mpi", *options)

    def test_array_with_a_shard_killed(self) -> None:
        folder = self.folder("array")
        self.task(folder, steps=40, step_s=0.1, kill_shard=3)
        submission = self.submit(folder, "--mode", "array", "--shards", 5, "--gpus", 1)
        self.wait(submission, "COMPLETED")
        self.assert_sum(submission, 40)
        log = submission.log()
        self.assertIn("shard-3 on ", log)
        self.assertIn("tally was killed from outside", log)
        self.assertEqual(log.count("begins at step 0\n"), 5, log)
        self.assertEqual(log.count("begins at step 1\n"), 1, log)
        self.assertEqual(sorted(path.name for path in (submission.folder / "status").iterdir()),
                         ["merge", *(f"shard-{number}" for number in range(1, 6))])
        self.assertEqual(list(submission.folder.glob("parts/*")), [])

    def test_array_of_the_real_program_is_the_same_bytes(self) -> None:
        folder = self.folder("real")
        self.done("generate", "--models", 3000, "--records", 60000, "--seed", 7, "--out",
                  folder / "hub")
        inputs = ["--models", folder / "hub/models.parquet", "--downloads", folder / "hub/downloads",
                  "--accounts", folder / "hub/accounts.csv"]
        self.done("report", *inputs, "--out", folder / "alone")
        self.program = folder / "hubcensus"
        self.program.write_text(KILLED_ONCE.format(
            job=shlex.quote(str(folder / "census.job")), binary=shlex.quote(str(submitting.binary))))
        self.program.chmod(0o755)
        submission = self.submit(folder, "--mode", "array", "--shards", 5, command=inputs)
        self.wait(submission, "COMPLETED")
        self.assertIn("hubcensus: resumed: ", submission.log())
        self.assertGreater(len(digests(folder / "alone")), 40)
        self.assertEqual(digests(submission.out), digests(folder / "alone"))

    def done(self, *command: object) -> None:
        done = self.cluster.run(submitting.binary, *command)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_array_with_a_shard_that_fails(self) -> None:
        folder = self.folder("array fails")
        submission = self.submit(folder, "--mode", "array", "--shards", 2, command=[
            "--models", folder / "missing.json"])
        self.wait(submission, "CANCELLED")
        self.assertIn("FAILED: tally ended with exit code 3", submission.status("shard-2"))
        self.assertEqual(self.cluster.job(submission.jobs[-1])["Reason"], "DependencyNeverSatisfied")
        self.assert_no_output(submission)

    def test_ranks_see_the_gpus_of_their_node(self) -> None:
        submission = self.submit_mpi("mpi", "--nodes", 2, "--gpus", 2, "--cpus", 2, "--mem", "800M")
        self.wait(submission, "COMPLETED")
        self.assert_sum(submission)
        log = submission.log()
        self.assertEqual(log.count("GPUs 0,1\n"), 4, log)
        self.assertEqual(log.count('"--threads", "2", "--memory-limit", "320M"'), 4, log)
        codes = [(submission.folder / f"status/rank-{rank}").read_text() for rank in range(4)]
        self.assertEqual(codes, ["0 n1\n", "0 n1\n", "0 n2\n", "0 n2\n"])

    def test_a_rank_that_fails(self) -> None:
        submission = self.submit_mpi("mpi fails", "--ranks", 2, fail_rank=3)
        self.wait(submission, "FAILED")
        log = submission.log()
        self.assertIn("hubcensus: input invalid on rank 3", log)
        self.assertIn("rank 3 on n2 ended with exit code 4", log)
        self.assertIn("FAILED: report ended with exit code 4", submission.status("report"))
        self.assert_no_output(submission)

    def test_ranks_out_of_time(self) -> None:
        submission = self.submit_mpi("mpi time", steps=60, step_s=0.1, slow_rank=1)
        self.wait_for_line(submission, "begins at step 0")
        self.cluster.run("scancel", "--batch", "--signal=USR1", submission.jobs[0])
        self.wait(submission, "COMPLETED")
        self.assert_sum(submission, 60)
        self.assertEqual(submission.log().count("saved at step"), 2)
        self.assertIn("report has saved; requeued", submission.log())
