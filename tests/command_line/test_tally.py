"""Tallies: shards, merges and increments give the same bytes as one run."""

from __future__ import annotations

import collections
import functools
import json
import random
import shutil
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
                              (["--to", "2024-01-31"], "--to"),
                              (["--as-of", "2024-01-31"], "--as-of"),
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
        self.assert_refused(2, ["tally", "--downloads", self.records, "--out", self.held],
                            "--force")
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

    def test_facets_that_are_lost_are_said(self) -> None:
        held = self.tally("--downloads", *daily_files(3))
        done = self.assert_done("report", "--tally", held, "--only", "concentration",
                                "--save-tally", self.new_name(), "--out", self.out)
        self.assertIn("--save-tally leaves out the facet 'values'", done.stderr)

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

    def test_a_grain_that_no_table_asks_for(self) -> None:
        first, second = (self.tally("--downloads", file, "--grain", "week", "--only",
                                    "record_distribution") for file in daily_files(2))
        self.merge(first, second)
