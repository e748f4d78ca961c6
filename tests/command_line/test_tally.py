"""Tallies: shards, merges, increments and resumed runs give the same bytes as one run."""

from __future__ import annotations

import collections
import contextlib
import functools
import itertools
import json
import os
import random
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from . import program, small_hub
from .program import ProgramTest, digests
from .test_kinds import hub_of_all_kinds

# Records of each kind below the folder of the Hub, and flags.
VARIANTS = {
    "daily by week": ("downloads", ["--grain", "week"]),
    "daily": ("downloads", ["--to", "2025-12-30"]),
    "publisher": ("publisher", []),
    "requests": ("requests/requests.parquet", []),
    "requests (CSV)": ("requests/requests.csv", []),
    "cumulative by week": ("snapshots/*/models.parquet", ["--grain", "week"]),
    "cumulative": ("snapshots/*/models.parquet", []),
    "rolling30": ("rolling30", []),
}


@functools.cache
def daily_files(count: int) -> list[Path]:
    """The last days that have a record."""
    files = sorted((hub_of_all_kinds() / "downloads").iterdir())
    return [file for file in files if pq.read_metadata(file).num_rows > 0][-count:]


class TallyTest(ProgramTest):
    def setUp(self) -> None:
        super().setUp()
        self.number = 0

    def new_name(self, suffix: str = "") -> Path:
        self.number += 1
        return self.folder / f"{self.number:03}{suffix}"

    def report_digests(self, *arguments: object) -> dict[str, str]:
        out = self.new_name()
        self.assert_done("report", *arguments, "--out", out)
        return digests(out)

    def tally(self, *arguments: object) -> Path:
        out = self.new_name(".tally")
        self.assert_done("tally", *arguments, "--out", out)
        return out

    def merge(self, *tallies: Path) -> Path:
        out = self.new_name(".tally")
        self.assert_done("merge", *tallies, "--out", out)
        return out

    @staticmethod
    def inputs(hub: Path) -> list[object]:
        return ["--models", hub / "models.parquet", "--accounts", hub / "accounts.csv"]


class ShardTest(TallyTest):
    def test_any_number_of_shards_in_any_order_is_one_run(self) -> None:
        hub = hub_of_all_kinds()
        for name, (records, flags) in VARIANTS.items():
            base = [*self.inputs(hub), *flags]
            files = daily_files(60) if records == "downloads" else [hub / records]
            records_flag = ["--downloads", *files]
            whole = self.report_digests(*base, *records_flag)
            for n in (1, 2, 3, 5):
                with self.subTest(variant=name, shards=n):
                    parts = [self.tally(*base, *records_flag, "--shard", f"{i}/{n}")
                             for i in range(1, n + 1)]
                    random.Random(n).shuffle(parts)
                    self.assertEqual(self.report_digests(*base, "--tally", *parts), whole)
                    merged = self.merge(*parts)
                    self.assertEqual(self.report_digests(*base, "--tally", merged), whole)
                    self.assertEqual(merged.read_bytes(),
                                     self.merge(*reversed(parts)).read_bytes())

    def test_merges_are_associative_and_the_empty_tally_is_neutral(self) -> None:
        hub = hub_of_all_kinds()
        for records in ("downloads", "requests/requests.parquet", "snapshots/*/models.parquet"):
            with self.subTest(records=records):
                files = daily_files(60) if records == "downloads" else sorted(hub.glob(records))
                base = [*self.inputs(hub), "--downloads", *files]
                # More shards than a single row group has: some are empty.
                parts = [self.tally(*base, "--shard", f"{i}/4") for i in range(1, 5)]
                left = self.merge(self.merge(self.merge(*parts[:2]), parts[2]), parts[3])
                right = self.merge(parts[0], self.merge(parts[1], self.merge(*parts[2:])))
                crossed = self.merge(self.merge(parts[3], parts[1]),
                                     self.merge(parts[2], parts[0]))
                self.assertEqual(left.read_bytes(), right.read_bytes())
                self.assertEqual(left.read_bytes(), crossed.read_bytes())
                self.assertEqual(left.read_bytes(), self.tally(*base).read_bytes())

    def test_the_cube_sums_to_the_accepted_downloads(self) -> None:
        hub = hub_of_all_kinds()
        table = pq.read_table(self.tally(*self.inputs(hub), "--downloads", hub / "downloads",
                                         "--grain", "week"))
        expected = json.loads((hub / "expected.json").read_text())["all"]
        sums = collections.Counter()
        for row in table.to_pylist():
            sums[row["facet"]] += row["value"]
        for facet in ("month", "week", "downloads"):
            self.assertEqual(sums[facet], expected["downloads"])
        for facet in ("read", "counted", "records", "values"):
            self.assertEqual(sums[facet], expected["records"])
        self.assertEqual(set(sums), {"file", "unit", "read", "counted", "model", "records",
                                     "downloads", "month", "week", "values", "age", "weeks"})

    def test_the_models_are_in_bytewise_order(self) -> None:
        hub = hub_of_all_kinds()
        table = pq.read_table(self.tally(*self.inputs(hub), "--downloads", hub / "downloads"))
        models = [row for row in table.to_pylist() if row["facet"] == "model"]
        self.assertGreater(len(models), 10)
        names = [(row["text"].encode(), row["object_id"].encode()) for row in models]
        self.assertEqual(names, sorted(names))
        self.assertEqual([row["model"] for row in models], list(range(len(models))))

    def test_shards_do_not_depend_on_paths(self) -> None:
        other = self.folder / "renamed"
        other.mkdir()
        files = daily_files(60)
        for i, path in enumerate(reversed(files)):
            (other / f"{i:05}.parquet").symlink_to(path)
        shards = []
        for inputs in (files, [other]):
            table = pq.read_table(self.tally("--downloads", *inputs, "--shard", "2/3"))
            shards.append(sorted(row["text"] for row in table.to_pylist()
                                 if row["facet"] == "unit"))
        self.assertGreater(len(shards[0]), 2)
        self.assertEqual(shards[0], shards[1])

    def test_more_records_beside_a_tally(self) -> None:
        hub = hub_of_all_kinds()
        files = daily_files(60)
        base = self.inputs(hub)
        held = self.tally(*base, "--downloads", *files[::2])
        self.assertEqual(
            self.report_digests(*base, "--tally", held, "--downloads", *files[1::2]),
            self.report_digests(*base, "--downloads", *files))

    def test_a_catalogue_of_another_day(self) -> None:
        """Models that it lacks are strangers, new ones are known, and `_id` tells a renamed one."""
        def models(path: Path, rows: list[tuple[str, str]]) -> Path:
            pq.write_table(pa.table({
                "_id": [key for key, _ in rows], "id": [name for _, name in rows],
                "createdAt": pa.array([None] * len(rows), pa.timestamp("us")),
                "downloads": [1] * len(rows), "downloadsAllTime": [1] * len(rows)}), path)
            return path
        old = models(self.folder / "old.parquet",
                     [("0a", "acme/old-7B"), ("0b", "acme/gone-7B"), ("0c", "bolt/kept-7B")])
        new = models(self.folder / "new.parquet",
                     [("0a", "acme/new-7B"), ("0c", "bolt/kept-7B"), ("0d", "cara/late-7B")])
        rows = [("acme/old-7B", "2024-01-01", 3), ("acme/gone-7B", "2024-01-01", 5),
                ("bolt/kept-7B", "2024-01-02", 7), ("cara/late-7B", "2024-01-02", 11),
                ("dora/stranger-7B", "2024-01-02", 13)]
        records = small_hub.write_records(self.folder / "r.parquet", rows)
        renamed = [("acme/new-7B", *rows[0][1:]), *rows[1:]]
        as_renamed = small_hub.write_records(self.folder / "renamed.parquet", renamed)
        held = self.tally("--models", old, "--downloads", records)
        self.assertEqual(self.report_digests("--models", new, "--tally", held),
                         self.report_digests("--models", new, "--downloads", as_renamed))

    def test_another_dump_is_told_where_ages_follow_it(self) -> None:
        hub = hub_of_all_kinds()
        held = self.tally("--models", hub / "models.parquet", "--downloads", *daily_files(20))
        models = pq.read_table(hub / "models.parquet").slice(10)
        pq.write_table(models, self.folder / "models.parquet")
        done = self.assert_done("report", "--models", self.folder / "models.parquet", "--tally",
                                held, "--out", self.out)
        self.assertIn("was folded with another dump", done.stderr)


class RefusalTest(TallyTest):
    def setUp(self) -> None:
        super().setUp()
        self.models = small_hub.write_models(self.folder / "models.parquet")
        self.records = small_hub.write_records(self.folder / "records.parquet")
        self.base = ["--models", self.models]
        self.held = self.tally(*self.base, "--downloads", self.records)

    def assert_tally_refused(self, code: int, arguments: list[object], *needles: str) -> None:
        self.assert_report_refused(code, [*self.base, *arguments], *needles)

    def test_what_another_run_would_count_otherwise(self) -> None:
        other = small_hub.write_records(self.folder / "other.parquet",
                                        [("gpt2", "2024-03-01", 1)])
        rolling = small_hub.write_text(self.folder / "rolling.csv",
                                       small_hub.csv_text(small_hub.ROLLING30))
        for flags, needle in ((["--grain", "week"], "grain"), (["--from", "2024-01-01"], "--from"),
                              (["--to", "2024-01-31"], "--to"), (["--as-of", "2024-01-31"], "--as-of"),
                              (["--strict-models"], "--strict-models")):
            with self.subTest(flags=flags):
                self.assert_tally_refused(4, ["--tally", self.held, *flags], needle,
                                          self.held.name)
                self.assert_refused(
                    4, ["merge", self.held, self.tally(*self.base, "--downloads", other, *flags),
                        "--out", self.folder / "all.tally"], needle, self.held.name)
        self.assert_tally_refused(4, ["--tally", self.held, "--downloads", rolling],
                                  "record kind", "rolling30", "daily")
        keyed = self.folder / "keyed.csv"
        small_hub.write_text(keyed, "model_id,date,downloads\n7,2024-03-01,1\n")
        alone = self.tally("--downloads", keyed)
        self.assert_refused(4, ["merge", self.tally("--downloads", other), alone, "--out",
                                self.folder / "all.tally"], "key kind", "integer")

    def test_a_unit_that_is_held(self) -> None:
        copy = self.folder / "copy.parquet"
        shutil.copy(self.records, copy)
        again = self.tally(*self.base, "--downloads", copy)
        self.assert_refused(4, ["merge", self.held, again, "--out", self.folder / "all.tally"],
                            "held twice", self.held.name, again.name, "copy.parquet")
        self.assert_tally_refused(4, ["--tally", self.held, again], "held twice", again.name)
        self.assert_refused(4, ["tally", "--downloads", self.records, copy, "--out",
                                self.folder / "all.tally"], "given twice", "copy.parquet")

    def test_facets_that_are_missing(self) -> None:
        for flags, needles in ((["--skip", "record_distribution"], ["values"]),
                               (["--only", "concentration"], ["values"]),
                               (["--only", "adoption_by_age"], ["month"])):
            lean = self.tally(*self.base, "--downloads", self.records, *flags)
            self.assert_tally_refused(4, ["--tally", lean], lean.name, *needles)
            self.assert_refused(4, ["merge", self.held, lean, "--out", self.folder / "all.tally"],
                                "facets", lean.name)
        without_dump = self.tally("--downloads", self.records)
        self.assert_tally_refused(4, ["--tally", without_dump], "age", "--models")
        self.report(*self.base, "--tally", lean, "--only", "adoption_by_age")

    def test_files_that_are_no_sound_tally(self) -> None:
        self.assert_tally_refused(3, ["--tally", self.folder / "none"], "no such file")
        self.assert_tally_refused(4, ["--tally", self.records], "no tally")
        whole = self.held.read_bytes()
        broken = self.folder / "broken.tally"
        for length in (0, 10, len(whole) // 2, len(whole) - 1):
            broken.write_bytes(whole[:length])
            self.assert_tally_refused(4, ["--tally", broken], "broken.tally")
            self.assert_refused(4, ["merge", broken, self.held, "--out", self.folder / "all"],
                                "broken.tally")
        newer = whole.replace(b"hubcensus.tally\x18\x011", b"hubcensus.tally\x18\x012", 1)
        self.assertNotEqual(newer, whole)
        broken.write_bytes(newer)
        self.assert_tally_refused(4, ["--tally", broken], "broken.tally", "newer hubcensus")

    def test_any_byte_that_was_changed(self) -> None:
        whole = bytearray(self.held.read_bytes())
        broken = self.folder / "broken.tally"
        step = max(1, len(whole) // 300)
        for at in range(0, len(whole), step):
            for bit in (0, 7):
                changed = bytearray(whole)
                changed[at] ^= 1 << bit
                broken.write_bytes(changed)
                done = program.run("merge", broken, "--out", self.folder / "all")
                self.assertEqual(done.returncode, 4, (at, bit, done.stderr))
                self.assertIn("broken.tally", done.stderr)

    def test_flags(self) -> None:
        out = self.folder / "x.tally"
        for shard in ("0/2", "3/2", "1", "a/b", "1/0"):
            self.assert_refused(2, ["tally", "--downloads", self.records, "--shard", shard, "--out",
                                    out], "--shard")
        self.assert_refused(2, ["tally", "--models", self.models, "--out", out], "--downloads")
        self.assert_refused(2, ["tally", "--downloads", self.records], "--out")
        self.assert_refused(2, ["tally", "--downloads", self.records, "--out", self.held], "--force")
        self.assert_refused(2, ["merge", self.held, "--out", self.held], "--force")
        self.assert_tally_refused(2, ["--tally", self.held, "--save-tally", self.held], "--force")
        self.assert_tally_refused(2, ["--downloads", self.records, "--resume"], "--checkpoint")
        self.assert_done("tally", "--downloads", self.records, "--out", self.held, "--force",
                         "--datasets", self.folder / "not read")

    def test_the_plan_names_the_tally(self) -> None:
        done = self.assert_done("report", *self.base, "--tally", self.held, "--plan")
        self.assertIn("models of a tally", done.stdout)
        self.assertIn("3 months", done.stdout)

    def test_the_memory_of_a_tally_is_limited(self) -> None:
        names = [(f"a/m{i}", "2024-01-01", 1) for i in range(200000)]
        large = self.tally("--downloads", small_hub.write_records(self.folder / "l.parquet", names))
        self.assert_refused(5, ["merge", large, "--memory-limit", "8M", "--out",
                                self.folder / "all"], "memory limit")


class IncrementTest(TallyTest):
    def test_seven_increments_are_one_run(self) -> None:
        hub = hub_of_all_kinds()
        for records in ("downloads/*.parquet", "snapshots/*/models.parquet"):
            with self.subTest(records=records):
                files = daily_files(60) if "downloads" in records else sorted(hub.glob(records))
                days = [files[i::7] for i in range(7)]
                base = self.inputs(hub)
                tally = self.new_name(".tally")
                found = self.report_digests(*base, "--downloads", *days[0], "--save-tally", tally)
                for new in days[1:]:
                    following = self.new_name(".tally")
                    found = self.report_digests(*base, "--tally", tally, "--downloads", *new,
                                                "--save-tally", following)
                    tally = following
                self.assertEqual(found, self.report_digests(*base, "--downloads", *files))
                self.assertEqual(tally.read_bytes(),
                                 self.tally(*base, "--downloads", *files).read_bytes())

    def test_what_is_held_is_left_out_and_said(self) -> None:
        hub = hub_of_all_kinds()
        files = daily_files(20)
        base = self.inputs(hub)
        held = self.tally(*base, "--downloads", *files[:4])
        moved = self.folder / "moved.parquet"
        shutil.copy(files[0], moved)
        done = self.assert_done("report", *base, "--tally", held, "--downloads", moved, *files[1:],
                                "--out", self.out)
        self.assertIn("left out 4 units of input that a tally holds already", done.stderr)
        self.assertIn("moved.parquet", done.stderr)
        manifest = json.loads((self.out / "manifest.json").read_text())
        self.assert_rows_add_up(manifest)
        left_out = [entry for entry in manifest["inputs"] if entry.get("units_held")]
        self.assertEqual(len(left_out), 4)
        self.assertEqual([entry["role"] for entry in manifest["inputs"]
                          if "tally" in entry["role"]], ["tally"] + 4 * ["downloads of a tally"])
        self.assertEqual(digests(self.out), self.report_digests(*base, "--downloads", *files))


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
        self.assertGreater(lives, 4)
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
