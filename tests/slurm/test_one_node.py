"""Reports on a cluster of one node."""

from __future__ import annotations

import json

from .submitting import RECORDS, ROOT, STAND_IN, SlurmTest


class OneNodeTest(SlurmTest):
    def test_dry_run_submits_nothing(self) -> None:
        folder = self.folder("dry")
        out = folder / "census"
        command = ["report", "--models", self.task(folder), *RECORDS, "--out", out]
        done = self.call_submit(["--mode", "array", "--dry-run", "--time", "5"], *command)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stdout.count(" to start at "), 2, done.stdout)
        self.assertIn("--array=1-4 ", done.stdout)
        self.assertEqual(self.cluster.run("squeue", "--noheader").stdout, "")
        self.assertEqual([path.name for path in folder.iterdir()], ["models.json"])
        refused = self.call_submit(["--dry-run", "--gpus", "9"], *command)
        self.assertEqual(refused.returncode, 2)
        self.assertIn("Slurm would not take this job", refused.stderr)

    def test_report(self) -> None:
        folder = self.folder("node")
        self.task(folder)
        submission = self.submit(folder, "--cpus", 2, "--mem", "500M", "--time", "5")
        self.wait(submission, "COMPLETED")
        self.assert_sum(submission)
        first = submission.log().split("stand-in: ")[1]
        given = json.JSONDecoder().raw_decode(first)[0]
        self.assertEqual(given[:7], ["report", "--models", str(folder / "models.json"), *RECORDS,
                                     "--out", str(submission.out)])
        self.assertEqual(given[7:11], ["--threads", "2", "--memory-limit", "400M"])
        self.assertIn(": done", self.follow(submission, "status"))

    def test_flags_of_the_user_win(self) -> None:
        folder = self.folder("flags")
        submission = self.submit(folder, "--mem", "500M", command=[
            "--models", self.task(folder), "--threads", 1, "--memory-limit=9M"])
        self.wait(submission, "COMPLETED")
        self.assertNotIn("400M", submission.log())
        self.assertEqual(submission.log().count("--threads"), 1)
        self.assertNotIn("--checkpoint", submission.log())  # it has no records to save

    def test_out_of_time_saves_comes_back_and_goes_on(self) -> None:
        folder = self.folder("time")
        self.task(folder, steps=60, step_s=0.1)
        # Slurm sends USR1 a minute before the end: of one minute, at its next look at the clock.
        submission = self.submit(folder, "--time", "1")
        self.wait_for_line(submission, "begins at step 0")
        self.cluster.run("scancel", "--batch", "--signal=USR1", submission.jobs[0])
        self.wait(submission, "COMPLETED")
        self.assert_sum(submission, 60)
        log = submission.log()
        saved = log.split("saved at step ")[1].split()[0]
        self.assertIn("report has saved; requeued", log)
        self.assertIn(f"begins at step {saved}\n", log)
        self.assertFalse((submission.folder / "checkpoints/report").exists())

    def test_no_program_begins_behind_a_signal(self) -> None:
        script = ('source "$room/job.sh"; kill -USR1 $$; run sleep 60; echo "code $code"')
        done = self.cluster.run("bash", "-c", script, extra={
            "room": str(ROOT / "scripts/slurm"), "SLURM_JOB_ID": "1"})
        self.assertTrue(done.stdout.endswith("code 138\n"), done)

    def test_failure(self) -> None:
        folder = self.folder("fails")
        submission = self.submit(folder, command=["--models", folder / "missing.json"])
        self.wait(submission, "FAILED")
        self.assertIn("hubcensus: input missing", submission.log())
        self.assertIn("FAILED: report ended with exit code 3", submission.status("report"))
        self.assertEqual(self.cluster.job(submission.jobs[0])["ExitCode"], "3:0")
        self.assert_no_output(submission)

    def test_cancelled_and_continued(self) -> None:
        folder = self.folder("cancel")
        self.task(folder, steps=50, step_s=0.1)
        submission = self.submit(folder)
        self.wait_for_line(submission, "begins at step 0")
        self.refused(folder, "its jobs still run", "--continue")
        self.follow(submission, "cancel")
        self.wait(submission, "CANCELLED")
        self.wait_for_line(submission, "was stopped by Slurm")
        self.assert_no_output(submission)
        self.refused(folder, "has not ended well")
        self.refused(folder, "is of another command", "--continue", "--mode", "array")
        again = self.submit(folder, "--continue")
        self.wait(again, "COMPLETED")
        self.assert_sum(again, 50)
        self.assertEqual(again.log().count("begins at step 0\n"), 1)

    def refused(self, folder: object, words: str, *options: str) -> None:
        done = self.call_submit(list(options), "report", "--models", folder / "models.json",
                                *RECORDS, "--out", folder / "census")
        self.assertEqual(done.returncode, 2, done.stdout)
        self.assertIn(words, done.stderr)

    def test_usage(self) -> None:
        for options, command, words in (
                (["--shards", "0"], ["report", "--out", "x"], "--shards wants a whole number"),
                (["--mode", "cloud"], ["report", "--out", "x"], "node, array or mpi"),
                (["--speed", "9"], ["report", "--out", "x"], "unknown option '--speed'"),
                (["--time"], ["report", "--out", "x"], "--time wants a value"),
                ([], ["pack"], "only report is submitted"),
                ([], ["report"], "report wants --out"),
                ([], ["report", "--out", "x", "--resume"], "--resume is no flag of a job"),
                (["--mode", "mpi"], ["report", "--out", "x"], "give --downloads"),
                (["--mode", "array"], ["report", "--out", "x", *RECORDS, "--tally", "y"],
                 "--tally goes with --mode node"),
                ([], ["report", "--out", str(STAND_IN.parent)], "is not empty")):
            done = self.call_submit(options, *command)
            self.assertEqual(done.returncode, 2, done.stdout)
            self.assertIn(words, done.stderr)
