"""Runs that are stopped or die go on from their checkpoint and give the same bytes."""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
import signal
import subprocess
import time

import pyarrow.parquet as pq

from . import program, small_hub
from .program import digests
from .test_kinds import hub_of_all_kinds
from .test_tally import TallyTest, daily_files


class ResumeTest(TallyTest):
    """A run that dies anywhere goes on and gives the bytes of one that did not."""

    WAIT_S = 30.0

    @classmethod
    def setUpClass(cls) -> None:
        cls.hub = hub_of_all_kinds()
        cls.files = daily_files(30)
        cls.base = [*cls.inputs(cls.hub), "--downloads", *cls.files]
        out = program.scratch / "resume-base"
        shutil.rmtree(out, ignore_errors=True)
        done = program.run("report", *cls.base, "--out", out)
        if done.returncode != 0:
            raise AssertionError(done.stderr)
        cls.whole = digests(out)

    def arguments(self, *more: object) -> list[object]:
        return ["report", *self.base, "--out", self.out, "--checkpoint", self.folder / "saved",
                "--checkpoint-interval", 0, "--threads", 1, *more]

    def run_with(self, environment: dict[str, str],
                 *arguments: object) -> subprocess.CompletedProcess:
        return program.run(*arguments, env={**os.environ, **environment})

    def clear(self) -> None:
        shutil.rmtree(self.out, ignore_errors=True)
        shutil.rmtree(self.folder / "saved", ignore_errors=True)

    def assert_nothing_left(self) -> None:
        self.assertEqual([path.name for path in self.folder.rglob("*partial*")], [])
        self.assertEqual(list((self.folder / "saved").iterdir()), [])

    def test_killed_at_every_step(self) -> None:
        """A run dies before each write, fsync and rename of its first checkpoints; behind them at
        steps whose distance has no factor in common with the steps of a checkpoint."""
        step = 0
        resumed = 0
        while True:
            step += 1 if step < 16 else 13
            self.clear()
            done = self.run_with({"HUBCENSUS_KILL_AT_STEP": str(step)}, *self.arguments())
            if done.returncode == 0:
                break
            self.assertEqual(done.returncode, -signal.SIGKILL, done.stderr)
            self.assertFalse(self.out.exists() and not (self.out / "manifest.json").exists())
            done = program.run(*self.arguments("--resume", "--force"))
            self.assertEqual(done.returncode, 0, (step, done.stderr))
            resumed += "resumed: " in done.stderr
            self.assertEqual(digests(self.out), self.whole, step)
            self.assert_nothing_left()
        self.assertGreater(step, 100)
        self.assertGreater(resumed, 15)

    def test_killed_again_and_again(self) -> None:
        """Every life gets a little further."""
        lives = 0
        for lives in range(1, 200):
            done = self.run_with({"HUBCENSUS_KILL_AT_STEP": "16"},
                                 *self.arguments("--resume", "--force"))
            if done.returncode == 0:
                break
            self.assertEqual(done.returncode, -signal.SIGKILL, done.stderr)
            # The steps of the report itself do not fit into one life.
            held = self.folder / "saved/checkpoint.tally"
            if held.exists() and self.units(held) == len(self.files):
                program.run(*self.arguments("--resume", "--force"))
                break
        self.assertGreater(lives, 2)
        self.assertEqual(digests(self.out), self.whole)

    @staticmethod
    def units(tally: Path) -> int:
        facets = pq.read_table(tally, columns=["facet"])["facet"].to_pylist()
        return facets.count("unit")

    def test_a_tally_is_resumed_too(self) -> None:
        whole = self.tally(*self.base)
        out = self.folder / "shard.tally"
        arguments = ["tally", *self.base, "--out", out, "--checkpoint", self.folder / "saved",
                     "--checkpoint-interval", 0]
        for step in (1, 5, 17, 40, 60):
            self.run_with({"HUBCENSUS_KILL_AT_STEP": str(step)}, *arguments, "--resume", "--force")
        self.assert_done(*arguments, "--resume", "--force")
        self.assertEqual(out.read_bytes(), whole.read_bytes())
        self.assert_nothing_left()

    def stop(self, number: int, *flags: object) -> subprocess.CompletedProcess:
        """A run that is at the list of files when the signal comes."""
        fifo = self.new_name()
        os.mkfifo(fifo)
        process = subprocess.Popen(
            [program.binary, *map(str, ["report", *self.inputs(self.hub), "--files-from", fifo,
                                        "--out", self.out, *flags])],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        stream = os.open(fifo, os.O_WRONLY)
        process.send_signal(number)
        time.sleep(0.05)
        with contextlib.suppress(BrokenPipeError):  # it died at once
            os.write(stream, "".join(f"{file}\n" for file in self.files).encode())
        os.close(stream)
        _, stderr = process.communicate(timeout=self.WAIT_S)
        return subprocess.CompletedProcess([], process.returncode, "", stderr)

    def test_signals_before_the_records(self) -> None:
        saved = ["--checkpoint", self.folder / "saved"]
        for number in (signal.SIGTERM, signal.SIGUSR1):
            done = self.stop(number, *saved)
            self.assertEqual(done.returncode, 75, done.stderr)
            self.assertIn("--resume", done.stderr)
            self.assertFalse(self.out.exists())
        self.assertEqual(self.stop(signal.SIGINT, *saved).returncode, 130)
        self.assertEqual(self.stop(signal.SIGTERM).returncode, 143)
        self.assertEqual(self.stop(signal.SIGUSR1).returncode, -signal.SIGUSR1)

    def test_signals_while_records_are_folded(self) -> None:
        """Whenever one comes, the run saves and leaves, or is done; what follows is the same."""
        left = 0
        for number, delay_ms in itertools.product((signal.SIGTERM, signal.SIGUSR1),
                                                  (20, 40, 60, 90, 130)):
            self.clear()
            process = subprocess.Popen(
                [program.binary, *map(str, self.arguments())],
                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            saved = self.folder / "saved" / "checkpoint.tally"
            begin = time.monotonic()
            while not saved.exists() and time.monotonic() - begin < self.WAIT_S:
                time.sleep(0.001)
            time.sleep(delay_ms / 1000)
            process.send_signal(number)
            _, stderr = process.communicate(timeout=self.WAIT_S)
            self.assertIn(process.returncode, (0, 75), stderr)
            if process.returncode == 0:
                continue
            left += 1
            self.assertTrue(saved.exists())
            done = self.assert_done(*self.arguments("--resume"))
            self.assertIn("resumed: ", done.stderr)
            self.assertEqual(digests(self.out), self.whole)
            self.assert_nothing_left()
        self.assertGreater(left, 2)

    def interrupted(self, *more: object) -> None:
        """A checkpoint in the middle of the records."""
        self.clear()
        for step in range(40, 400, 10):
            done = self.run_with({"HUBCENSUS_KILL_AT_STEP": str(step)}, *self.arguments(*more))
            held = self.folder / "saved/checkpoint.tally"
            self.assertNotEqual(done.returncode, 0)
            if held.exists() and 1 < self.units(held) < len(self.files):
                return
            self.clear()
        self.fail("no checkpoint in the middle")

    def test_other_inputs_or_flags_are_refused_by_name(self) -> None:
        self.interrupted()
        other = self.folder / "models.parquet"
        pq.write_table(pq.read_table(self.hub / "models.parquet").slice(1), other)
        tally = self.tally(*self.inputs(self.hub), "--downloads",
                           daily_files(40)[0])
        saved = ["--checkpoint", self.folder / "saved", "--resume", "--out", self.out]
        for arguments, needle in (
                ([*self.inputs(self.hub), "--downloads", *self.files[1:]], "--downloads"),
                (["--models", other, *self.base[2:]], "--models"),
                ([*self.base, "--tally", tally], "--tally"),
                ([*self.base, "--skip", "record_distribution"], "--skip"),
                ([*self.base, "--grain", "week"], "facets"),
                ([*self.base, "--to", "2025-01-01"], "--to")):
            with self.subTest(needle=needle):
                message = self.assert_refused(4, ["report", *arguments, *saved], needle,
                                              "checkpoint.tally")
                self.assertIn("--from/--to" if needle == "--to" else "--resume", message)
        self.assert_refused(2, self.arguments(), "--resume", "checkpoint.tally")
        self.assert_done(*self.arguments("--resume"))
        self.assertEqual(digests(self.out), self.whole)

    def test_nothing_to_resume_is_said(self) -> None:
        done = self.assert_done(*self.arguments("--resume"))
        self.assertIn("found no checkpoint", done.stderr)
        self.assertEqual(digests(self.out), self.whole)

    def test_a_full_disk(self) -> None:
        """The run ends by name, what was saved before stays, and the next run goes on."""
        self.interrupted()
        held = (self.folder / "saved/checkpoint.tally").read_bytes()
        limited = ["bash", "-c", f'trap "" XFSZ; ulimit -f {max(1, len(held) // 2048)}; exec "$@"',
                   "bash", program.binary, *map(str, self.arguments("--resume", "--force"))]
        done = subprocess.run(limited, capture_output=True, text=True, timeout=60, check=False)
        self.assertIn(done.returncode, (5, 7), done.stderr)
        self.assertIn("checkpoint.tally", done.stderr)
        self.assertEqual((self.folder / "saved/checkpoint.tally").read_bytes(), held)
        self.assertEqual([path.name for path in self.folder.rglob("*partial*")], [])
        self.assert_done(*self.arguments("--resume", "--force"))
        self.assertEqual(digests(self.out), self.whole)

    def test_a_small_file_system(self) -> None:
        disk = self.folder / "disk"
        disk.mkdir()
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "none", disk],
                                 capture_output=True, check=False)
        if mounted.returncode != 0:
            self.skipTest("no file system can be mounted here")
        self.addCleanup(subprocess.run, ["umount", disk], check=False)
        (disk / "filler").write_bytes(bytes(60 << 10))
        arguments = ["report", *self.base, "--out", self.out, "--checkpoint", disk,
                     "--checkpoint-interval", 0, "--resume"]
        done = program.run(*arguments)
        self.assertEqual(done.returncode, 5, done.stderr)
        self.assertIn("No space left", done.stderr)
        self.assertEqual([path.name for path in disk.glob("*partial*")], [])
        (disk / "filler").unlink()
        subprocess.run(["mount", "-o", "remount,size=64m", disk], check=True)
        self.assert_done(*arguments)
        self.assertEqual(digests(self.out), self.whole)

    def test_a_sum_beyond_the_bound_is_refused_in_any_round(self) -> None:
        files = [small_hub.write_records(self.folder / f"{rows}.parquet",
                                         [("a/b", "2024-01-01", 2**48 - 1)] * rows)
                 for rows in range(16385, 16389)]
        done = program.run("report", "--downloads", *files, "--checkpoint",
                           self.folder / "saved sums", "--checkpoint-interval", 0, "--out",
                           self.folder / "sums")
        self.assertEqual(done.returncode, 4, done.stderr)
        self.assertIn("beyond 2^63 - 1", done.stderr)
        self.assertFalse((self.folder / "sums").exists())
