"""Reports by several processes under mpirun: the bytes of one, or a message and no report."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from . import program, small_hub
from .program import ProgramTest, digests
from .test_kinds import hub_of_all_kinds
from .test_tally import daily_files

WAIT_S = 60.0
# A loopback is all that these ranks have in common; time to clean up behind a signal.
ENVIRONMENT = {"OMPI_MCA_btl": "self,tcp", "OMPI_MCA_btl_tcp_if_include": "lo",
               "OMPI_MCA_pml": "ob1", "OMPI_MCA_odls_base_sigkill_timeout": "3",
               "OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1"}


def mpirun(ranks: int, *arguments: object) -> list[str]:
    return ["mpirun", "--oversubscribe", "--bind-to", "none", "-n", str(ranks),
            str(program.binary), *map(str, arguments)]


def built_with_mpi() -> bool:
    """A build without one refuses by name what a launcher started."""
    done = program.run("report", "--models", "none", "--plan",
                       env={**os.environ, "OMPI_COMM_WORLD_SIZE": "2"})
    return "without MPI" not in done.stderr


class MpiTest(ProgramTest):
    def setUp(self) -> None:
        super().setUp()
        if shutil.which("mpirun") is None:
            self.skipTest("there is no mpirun (scripts/setup.sh --slurm installs it)")
        if not built_with_mpi():
            self.skipTest("the program was built without MPI (-DHUBCENSUS_MPI=ON)")
        self.environment = {**os.environ, **ENVIRONMENT}

    def start(self, ranks: int, *arguments: object) -> subprocess.Popen:
        process = subprocess.Popen(mpirun(ranks, *arguments), stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True, env=self.environment)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.stderr.close)
        return process

    def end(self, process: subprocess.Popen) -> subprocess.CompletedProcess:
        stdout, stderr = process.communicate(timeout=WAIT_S)
        return subprocess.CompletedProcess(process.args, process.returncode, stdout, stderr)

    def run_ranks(self, ranks: int, *arguments: object) -> subprocess.CompletedProcess:
        return self.end(self.start(ranks, *arguments))

    def report_by(self, ranks: int, *arguments: object) -> Path:
        out = self.folder / f"{ranks} {len(list(self.folder.iterdir()))}"
        done = self.run_ranks(ranks, "report", *arguments, "--threads", 1, "--out", out)
        self.assertEqual(done.returncode, 0, done.stderr)
        return out

    def assert_same_by_ranks(self, *arguments: object) -> list[dict]:
        """The manifests of one process, and of 1, 2 and 4 ranks."""
        self.assert_done("report", *arguments, "--out", self.out)
        outs = [self.out, *(self.report_by(ranks, *arguments) for ranks in (1, 2, 4))]
        manifests = [json.loads((out / "manifest.json").read_text()) for out in outs]
        for out, manifest in zip(outs, manifests):
            self.assertEqual(digests(out), digests(self.out), out)
            self.assertEqual(manifest["records"], manifests[0]["records"])
            self.assertEqual([entry["rows_accepted"] for entry in manifest["inputs"]],
                             [entry["rows_accepted"] for entry in manifests[0]["inputs"]])
            self.assert_rows_add_up(manifest)
        shutil.rmtree(self.out)
        return manifests

    def assert_no_report(self) -> None:
        self.assertFalse(self.out.exists())
        self.assert_no_partial_folder()


class SameBytesTest(MpiTest):
    """With half of the dump, so that each rank meets strangers of its own."""

    def setUp(self) -> None:
        super().setUp()
        self.hub = hub_of_all_kinds()
        self.models = self.folder / "models.parquet"
        models = pq.read_table(self.hub / "models.parquet")
        half = pa.array(i % 2 == 0 for i in range(models.num_rows))
        pq.write_table(models.filter(half), self.models)
        self.base = ["--models", self.models, "--accounts", self.hub / "accounts.csv"]

    def test_daily_records(self) -> None:
        manifests = self.assert_same_by_ranks(*self.base, "--grain", "week", "--downloads",
                                              *daily_files(60))
        self.assertGreater(manifests[0]["catalogue"]["joined"], 10)
        stages = [[stage["name"] for stage in manifest["stages"]] for manifest in manifests]
        self.assertEqual(["unite ranks" in names for names in stages],
                         [False, False, True, True])

    def test_requests_with_users(self) -> None:
        self.assert_same_by_ranks(*self.base, "--downloads",
                                  self.hub / "requests" / "requests.csv")
        self.assert_same_by_ranks(*self.base, "--downloads",
                                  self.hub / "requests" / "requests.parquet")

    def test_a_series_of_dumps(self) -> None:
        for flags in ([], ["--grain", "week", "--strict-models"]):
            self.assert_same_by_ranks(*self.base, "--downloads",
                                      self.hub / "snapshots/*/models.parquet", *flags)

    def test_several_dumps_of_a_month(self) -> None:
        """Two ranks have a sample of the same model and month: the later one counts."""
        series = self.folder / "series"
        series.mkdir()
        days = ["2025-05-01", "2025-06-03", "2025-06-10", "2025-06-20", "2025-07-02", "2025-07-30"]
        for day, path in zip(days, sorted(self.hub.glob("snapshots/*/models.parquet"))):
            (series / f"{day}.parquet").symlink_to(path)
        self.assertEqual(len(list(series.iterdir())), len(days))
        self.assert_same_by_ranks(*self.base, "--downloads", series)

    def test_rolling_sums_and_no_dump(self) -> None:
        self.assert_same_by_ranks("--downloads", self.hub / "rolling30")
        self.assert_same_by_ranks(*self.base, "--downloads", self.hub / "publisher")

    def test_no_records(self) -> None:
        self.assert_same_by_ranks(*self.base)

    def test_tallies(self) -> None:
        """Of before, whose units are left out, and of all, which is one run's to the byte."""
        files = daily_files(20)
        held = self.folder / "held.tally"
        self.assert_done("tally", *self.base, "--downloads", *files[:5], "--out", held)
        arguments = [*self.base, "--tally", held, "--downloads", *files]
        alone, saved = self.folder / "alone.tally", self.folder / "saved.tally"
        self.assert_done("report", *arguments, "--save-tally", alone, "--out", self.out)
        out = self.report_by(3, *arguments, "--save-tally", saved)
        self.assertEqual(digests(out), digests(self.out))
        self.assertEqual(saved.read_bytes(), alone.read_bytes())


class FailingRankTest(MpiTest):
    def setUp(self) -> None:
        super().setUp()
        self.hub = hub_of_all_kinds()
        self.base = ["report", "--models", self.hub / "models.parquet", "--threads", 1, "--out",
                     self.out]

    def broken_copy(self, path: Path) -> Path:
        """Its footer is sound, so that all ranks open it; only the one that folds it sees more."""
        content = bytearray(path.read_bytes())
        content[4:len(content) // 3] = bytes(len(content) // 3 - 4)
        broken = self.folder / "broken.parquet"
        broken.write_bytes(content)
        return broken

    def test_a_broken_file(self) -> None:
        files = daily_files(8)
        broken = self.broken_copy(files[3])
        done = self.run_ranks(4, *self.base, "--downloads", *files[:3], broken, *files[4:])
        self.assertEqual(done.returncode, 4, done.stderr)
        causes = [line for line in done.stderr.splitlines()
                  if line.startswith("hubcensus: rank ") and "broken.parquet" in line]
        self.assertEqual(len(causes), 1, done.stderr)
        self.assertRegex(causes[0], rf"rank [0-3] on {socket.gethostname()}: ")
        self.assertEqual(done.stdout, "")
        self.assert_no_report()

    def test_each_rank_alone(self) -> None:
        """Whichever fails, the first too."""
        shards = daily_files(4)
        ranks = set()
        for i, path in enumerate(shards):
            files = [*shards[:i], self.broken_copy(path), *shards[i + 1:]]
            done = self.run_ranks(2, *self.base, "--downloads", *files)
            self.assertEqual(done.returncode, 4, done.stderr)
            cause = next(line for line in done.stderr.splitlines() if "broken.parquet" in line)
            ranks.add(cause.split()[2])
            self.assert_no_report()
        self.assertEqual(ranks, {"0", "1"})

    def test_other_inputs_than_the_first(self) -> None:
        """As where a folder is one of the host's own."""
        script = self.folder / "rank.sh"
        script.write_text('#!/bin/sh\nfile=$1/$OMPI_COMM_WORLD_RANK.parquet\nshift\n'
                          'exec "$@" --downloads "$file"\n')
        script.chmod(0o755)
        for rank, path in enumerate(daily_files(2)):
            shutil.copy(path, self.folder / f"{rank}.parquet")
        command = mpirun(2, *self.base)
        at = command.index(str(program.binary))
        command[at:at] = [str(script), str(self.folder)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=WAIT_S,
                              env=self.environment, check=False)
        self.assertEqual(done.returncode, 4, done.stderr)
        self.assertIn("rank 1 on", done.stderr)
        self.assertIn("--downloads is another than the first's", done.stderr)
        self.assert_no_report()

    def test_what_one_process_alone_can_read(self) -> None:
        done = self.run_ranks(2, *self.base, "--downloads", "-")
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertIn("standard input", done.stderr)
        self.assert_no_report()

    def test_a_rank_that_dies(self) -> None:
        """Nobody can say why; the launcher ends the others."""
        script = self.folder / "rank.sh"
        script.write_text('#!/bin/sh\n[ "$OMPI_COMM_WORLD_RANK" != 1 ] || kill -KILL $$\n'
                          'exec "$@"\n')
        script.chmod(0o755)
        command = mpirun(2, *self.base, "--downloads", *daily_files(4))
        command.insert(command.index(str(program.binary)), str(script))
        done = subprocess.run(command, capture_output=True, text=True, timeout=WAIT_S,
                              env=self.environment, check=False)
        self.assertNotEqual(done.returncode, 0, done.stderr)
        self.assertFalse(self.out.exists())


class SignalTest(MpiTest):
    def setUp(self) -> None:
        super().setUp()
        self.hub = hub_of_all_kinds()
        # The ranks stop at the list of files until the test writes it: a moment without a race.
        self.list = self.folder / "list"
        os.mkfifo(self.list)
        self.arguments = ["report", "--models", self.hub / "models.parquet", "--threads", 1,
                          "--out", self.out]

    @staticmethod
    def is_told(rank: str) -> bool:
        """A rank catches SIGTERM once only."""
        status = Path(f"/proc/{rank}/status")
        if not status.exists():
            return True
        caught = next(line for line in status.read_text().splitlines()
                      if line.startswith("SigCgt:"))
        return not int(caught.split()[1], 16) & 1 << signal.SIGTERM - 1

    def test_terminated(self) -> None:
        process = self.start(2, *self.arguments, "--files-from", self.list)
        stream = os.open(self.list, os.O_WRONLY)  # returns when a rank has opened it
        ranks = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        self.assertEqual(len(ranks), 2)
        process.send_signal(signal.SIGTERM)  # which mpirun passes on after a while
        limit = time.monotonic() + WAIT_S
        while not all(map(self.is_told, ranks)) and time.monotonic() < limit:
            time.sleep(0.01)
        os.close(stream)
        done = self.end(process)
        self.assertNotEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stdout, "")
        self.assert_no_report()


class ResumeTest(MpiTest):
    def test_each_rank_goes_on_with_its_shard(self) -> None:
        hub = hub_of_all_kinds()
        saved = self.folder / "saved"
        base = ["report", "--models", hub / "models.parquet", "--threads", 1, "--downloads",
                *daily_files(30)]
        self.assert_done(*base, "--out", self.out)
        whole = digests(self.out)
        shutil.rmtree(self.out)
        arguments = [*base, "--out", self.out, "--checkpoint", saved, "--checkpoint-interval", 0]
        process = self.start(2, *arguments)
        files = [saved / f"rank-{rank}" / "checkpoint.tally" for rank in range(2)]
        limit = time.monotonic() + WAIT_S
        while not all(file.exists() for file in files) and time.monotonic() < limit:
            time.sleep(0.001)
        process.send_signal(signal.SIGUSR1)  # mpirun passes it on to all
        done = self.end(process)
        self.assertEqual(done.returncode, 75, done.stderr)
        self.assertIn("--resume goes on from --checkpoint", done.stderr)
        self.assert_no_report()
        self.assertTrue(all(file.exists() for file in files))
        other = self.run_ranks(3, *arguments, "--resume")
        self.assertEqual(other.returncode, 4, other.stderr)
        self.assertIn("of another --shard", other.stderr)
        done = self.run_ranks(2, *arguments, "--resume")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("units of input are done", done.stderr)
        self.assertEqual(digests(self.out), whole)
        self.assertEqual([file for file in files if file.exists()], [])

    def test_a_sum_beyond_the_bound_is_refused(self) -> None:
        """Each rank's sum is below 2^63; those of all wrap 64 bits."""
        files = [small_hub.write_records(self.folder / f"{rows}.parquet",
                                         [("a/b", "2024-01-01", 2**48 - 1)] * rows)
                 for rows in range(16385, 16389)]
        for arguments in ([], ["--save-tally", self.folder / "sum.tally"]):
            done = self.run_ranks(4, "report", "--downloads", *files, *arguments, "--out", self.out)
            self.assertEqual(done.returncode, 4, done.stderr)
            self.assertIn("beyond 2^63 - 1", done.stderr)
            self.assertFalse(self.out.exists())

    def test_empty_files_that_are_alike(self) -> None:
        files = [small_hub.write_text(self.folder / f"{name}.csv", small_hub.records_csv([]))
                 for name in "ab"]
        files.append(small_hub.write_records(self.folder / "records.parquet"))
        self.report_by(3, "--downloads", *files, "--save-tally", self.folder / "all.tally")

    def test_a_column_of_a_list_that_the_first_rank_reads(self) -> None:
        companies = small_hub.write_text(self.folder / "companies.csv",
                                         "name,url\nAcme,https://acme.example\n")
        records = small_hub.write_records(self.folder / "records.parquet")
        self.report_by(2, "--downloads", records, "--companies", companies, "--column",
                       "website=url")
