"""Arrays and MPI runs on two emulated nodes with two GPUs each."""

from __future__ import annotations

from .submitting import RECORDS, SlurmTest, Submission

class TwoNodesTest(SlurmTest):
    nodes = 2

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

    def test_array_with_a_shard_that_fails(self) -> None:
        folder = self.folder("array fails")
        submission = self.submit(folder, "--mode", "array", "--shards", 2, command=[
            "--models", folder / "missing.json", *RECORDS])
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
        submission = self.submit_mpi("mpi time", steps=60, step_s=0.1)
        self.wait_for_line(submission, "begins at step 0", times=2)
        self.cluster.run("scancel", "--batch", "--signal=USR1", submission.jobs[0])
        self.wait(submission, "COMPLETED")
        self.assert_sum(submission, 60)
        self.assertEqual(submission.log().count("saved at step"), 2)
        self.assertIn("report has saved; requeued", submission.log())
