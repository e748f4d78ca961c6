"""Invariant 1: how a report is computed does not change one byte of its tables or report.json.

report.json holds no time, path or machine, so it is compared whole; manifest.json holds all three.
"""

from __future__ import annotations

import random
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from . import program
from .program import ProgramTest, digests, generated_hub


class InvarianceTest(ProgramTest):
    base: dict[str, str] = {}

    @classmethod
    def setUpClass(cls) -> None:
        cls.hub = generated_hub()
        out = program.scratch / "base"
        done = program.run("report", *cls.inputs(cls.hub), "--threads", 1, "--out", out)
        if done.returncode != 0:
            raise AssertionError(done.stderr)
        cls.base = digests(out)

    @staticmethod
    def inputs(hub: Path, downloads: list[object] | None = None) -> list[object]:
        return ["--models", hub / "models.parquet", "--accounts", hub / "accounts.csv",
                *(downloads or ["--downloads", hub / "downloads"])]

    def assert_same(self, arguments: list[object]) -> None:
        manifest = self.report(*arguments)
        self.assertEqual(manifest["records"], {"read": 60000, "counted": 60000, "rejected": {}})
        self.assertEqual(digests(self.out), self.base)

    def records(self) -> list[Path]:
        return sorted((self.hub / "downloads").iterdir())

    def all_records(self) -> pa.Table:
        return pa.concat_tables(pq.read_table(path) for path in self.records())

    def test_the_base_holds_every_table(self) -> None:
        self.assertEqual(len(self.base), 1 + 2 * 39)

    def test_two_threads(self) -> None:
        self.assert_same([*self.inputs(self.hub), "--threads", 2])

    def test_four_threads(self) -> None:
        self.assert_same([*self.inputs(self.hub), "--threads", 4])

    def test_each_table_alone(self) -> None:
        """What the others need is not read then; it must not be missing here."""
        for table in ("growth", "concentration", "country_share", "kind_share", "size_classes",
                      "adoption_by_age", "model_size_trend", "engagement", "communities",
                      "licenses", "record_distribution", "outlook"):
            with self.subTest(table=table):
                self.report(*self.inputs(self.hub), "--only", table, "--force")
                alone = digests(self.out)
                del alone["report.json"]
                self.assertIn(f"tables/{table}.csv", alone)
                self.assertEqual(alone, {name: self.base[name] for name in alone})

    def test_files_in_reverse_order(self) -> None:
        self.assert_same(self.inputs(self.hub, ["--downloads", *reversed(self.records())]))

    def test_files_from_a_list(self) -> None:
        names = [f"{path}\n" for path in reversed(self.records())]
        half = len(names) // 2
        for name, part in (("one", names[:half]), ("two", names[half:])):
            (self.folder / name).write_text("".join(part))
        self.assert_same(self.inputs(self.hub, ["--files-from", self.folder / "one",
                                                "--files-from", self.folder / "two"]))

    def test_files_whose_names_reverse_the_days(self) -> None:
        (self.folder / "turned").mkdir()
        for i, path in enumerate(reversed(self.records())):
            (self.folder / "turned" / f"{i:05}.parquet").symlink_to(path)
        self.assert_same(self.inputs(self.hub, ["--downloads", self.folder / "turned"]))

    def test_one_file(self) -> None:
        self.assert_same(self.inputs(generated_hub("--files", "one")))

    def test_shuffled_rows(self) -> None:
        hub = generated_hub("--files", "one", "--order", "shuffled")
        self.assert_same([*self.inputs(hub), "--threads", 2])

    def test_integer_ids(self) -> None:
        self.assert_same(self.inputs(generated_hub("--files", "one", "--ids", "integer")))

    def test_small_row_groups_with_and_without_a_dictionary(self) -> None:
        for dictionary in (True, False):
            with self.subTest(dictionary=dictionary):
                path = self.folder / f"{dictionary}.parquet"
                pq.write_table(self.all_records(), path, row_group_size=100,
                               use_dictionary=dictionary)
                self.out = self.folder / f"report-{dictionary}"
                self.assert_same([*self.inputs(self.hub, ["--downloads", path]), "--threads", 2])

    def test_csv(self) -> None:
        path = self.folder / "records.csv"
        pyarrow.csv.write_csv(self.all_records(), path)
        self.assert_same(self.inputs(self.hub, ["--downloads", path]))

    def test_compressed_csv(self) -> None:
        path = self.folder / "records.csv.gz"
        with pa.CompressedOutputStream(pa.OSFile(str(path), "wb"), "gzip") as stream:
            pyarrow.csv.write_csv(self.all_records(), stream)
        self.assert_same(self.inputs(self.hub, ["--downloads", path]))

    def test_other_numbers_change_the_bytes(self) -> None:
        """The comparison sees one download more."""
        table = self.all_records()
        counts = table["downloads"].to_pylist()
        counts[-1] += 1
        path = self.folder / "more.parquet"
        pq.write_table(table.set_column(2, "downloads", [counts]), path)
        self.report(*self.inputs(self.hub, ["--downloads", path]))
        self.assertNotEqual(digests(self.out), self.base)

    def test_models_that_only_records_know(self) -> None:
        """Models join in the order in which threads meet them; the report does not show it."""
        dump = pq.read_table(self.hub / "models.parquet")
        third = dump.slice(0, dump.num_rows // 3)
        pq.write_table(third, self.folder / "third.parquet")
        turned = third.take(list(reversed(range(third.num_rows))))
        pq.write_table(turned, self.folder / "turned.parquet")
        pq.write_table(self.all_records().take(self.shuffled_rows()),
                       self.folder / "shuffled.parquet", row_group_size=1000)
        accounts = ["--accounts", self.hub / "accounts.csv"]
        first = self.report("--models", self.folder / "third.parquet", *accounts, "--downloads",
                            self.hub / "downloads", "--threads", 1)
        expected = digests(self.out)
        self.assertGreater(first["catalogue"]["joined"], 100)
        self.report("--models", self.folder / "turned.parquet", *accounts, "--downloads",
                    self.folder / "shuffled.parquet", "--threads", 4, "--force")
        self.assertEqual(digests(self.out), expected)

    def shuffled_rows(self) -> list[int]:
        rows = list(range(60000))
        random.Random(1).shuffle(rows)
        return rows
