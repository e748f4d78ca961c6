"""hubcensus pack: a report of packed records is the report of the records, byte for byte."""

from __future__ import annotations

import functools
import hashlib
import json
import os
import random
import signal
import subprocess
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from . import program, small_hub
from .program import ProgramTest, generated_hub
from .test_kinds import hub_of_all_kinds

ROWS_PER_GROUP = 1 << 20
# Memory in which the large records below do not fit; a buffer takes 24 bytes a row.
TIGHT = "40M"
WAIT_S = 120.0


@functools.cache
def large_records() -> Path:
    """1.2 million rows of 20,000 models in no order, as one file of several row groups."""
    out = program.scratch / "large-records"
    subprocess.run([program.binary, "generate", "--models", "20000", "--records", "1200000",
                    "--seed", "5", "--files", "one", "--order", "shuffled", "--out", out],
                   check=True, timeout=WAIT_S)
    return out


def file_digests(folder: Path) -> dict[str, str]:
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest()
            for file in sorted(folder.iterdir())}


class PackTest(ProgramTest):
    def setUp(self) -> None:
        super().setUp()
        self.temp = self.folder / "temp"
        self.temp.mkdir()
        self.number = 0

    def new_folder(self, name: str) -> Path:
        self.number += 1
        return self.folder / f"{self.number:02} {name}"

    def pack(self, *arguments: object) -> tuple[Path, dict]:
        """The folder of packed files, and what --json said."""
        out = self.new_folder("packed")
        done = self.assert_done("pack", *arguments, "--temp-dir", self.temp, "--json", "--out", out)
        told = json.loads(done.stdout)
        self.assertEqual(told["folder"], str(out))
        files = sorted(out.iterdir())
        self.assertEqual([file.name for file in files],
                         [f"part-{i:05}.parquet" for i in range(len(files))])
        self.assertEqual(told["after"]["files"], len(files))
        self.assertEqual(told["after"]["bytes"], sum(file.stat().st_size for file in files))
        records = told["records"]
        self.assertEqual(records["read"], records["packed"] + sum(records["rejected"].values()))
        self.assertEqual(pq.ParquetDataset(out).read().num_rows, records["packed"])
        self.assertEqual(list(self.temp.iterdir()), [])
        self.assert_no_partial_folder()
        return out, told

    def tables_of(self, *arguments: object) -> dict[str, str]:
        out = self.new_folder("report")
        self.report(*arguments, out=out)
        return file_digests(out / "tables")

    def assert_same_tables(self, inputs: list[object], records: list[object],
                           flags: list[object]) -> dict:
        """Packs the records and compares the reports; what pack said."""
        packed, told = self.pack("--downloads", *records, *flags)
        tables = self.tables_of(*inputs, "--downloads", *records, *flags)
        self.assertGreater(len(tables), 2)
        self.assertEqual(self.tables_of(*inputs, "--downloads", packed), tables)
        return told

    @staticmethod
    def inputs(hub: Path) -> list[object]:
        return ["--models", hub / "models.parquet", "--accounts", hub / "accounts.csv"]


class TablesTest(PackTest):
    def test_of_generated_records(self) -> None:
        for options in ([], ["--ids", "integer"], ["--files", "one", "--order", "shuffled"]):
            with self.subTest(options):
                hub = generated_hub(*options)
                told = self.assert_same_tables(self.inputs(hub), [hub / "downloads"], [])
                self.assertEqual(told["records"], {"read": 60000, "packed": 60000, "rejected": {}})
                self.assertEqual(told["keys"], "integer" if "integer" in options else "text")
                self.assertEqual(told["spilled_bytes"], 0)

    def test_of_publisher_records_and_rolling_values(self) -> None:
        hub = hub_of_all_kinds()
        told = self.assert_same_tables(self.inputs(hub), [hub / "publisher"], [])
        self.assertGreater(told["records"]["packed"], 0)
        told = self.assert_same_tables(self.inputs(hub), [hub / "rolling30"], [])
        self.assertGreater(told["records"]["packed"], 0)

    def test_without_a_dump(self) -> None:
        for options in ([], ["--ids", "integer"]):
            with self.subTest(options):
                self.assert_same_tables([], [generated_hub(*options) / "downloads"], [])

    def test_of_csv(self) -> None:
        models = small_hub.write_models(self.folder / "models.parquet")
        text = small_hub.records_csv()
        plain = small_hub.write_text(self.folder / "records.csv", text)
        told = self.assert_same_tables(["--models", models], [plain], [])
        self.assertEqual(told["models"], 4)
        for codec in ("gzip", "zstd"):
            path = self.folder / f"records.csv.{'gz' if codec == 'gzip' else 'zst'}"
            self.assert_same_tables(["--models", models],
                                    [small_hub.write_compressed(path, text, codec)], [])
        renamed = small_hub.write_text(self.folder / "renamed.csv",
                                       text.replace("model_id,", "repository,"))
        packed, _ = self.pack("--downloads", renamed, "--column", "model_id=repository")
        self.assertEqual(file_digests(packed),
                         file_digests(self.pack("--downloads", plain)[0]))

    def test_rejected_rows_are_counted_and_left_out(self) -> None:
        models = small_hub.write_models(self.folder / "models.parquet")
        wrong = ["acme/big-70B,2024-01-01,-1", "acme/big-70B,2024-13-01,1", ",2024-01-01,1",
                 "acme/big-70B,2024-01-01,many", "acme/big-70B,2024-01-01",
                 f"acme/big-70B,2024-01-01,{1 << 48}", "bad\u0001id,2024-01-01,1"]
        path = small_hub.write_text(self.folder / "records.csv",
                                    small_hub.records_csv() + "\n".join(wrong) + "\n")
        told = self.assert_same_tables(["--models", models], [path], [])
        manifest = self.report("--models", models, "--downloads", path)
        self.assertEqual(told["records"]["rejected"], manifest["records"]["rejected"])
        self.assertEqual(sum(told["records"]["rejected"].values()), len(wrong))
        self.assertEqual(told["records"]["packed"], len(small_hub.RECORDS))
        done = self.assert_done("pack", "--downloads", path, "--out", self.folder / "as text")
        self.assertIn("left out: 1 negative_downloads\n", done.stdout)

    def test_of_nothing_and_of_one_row(self) -> None:
        models = small_hub.write_models(self.folder / "models.parquet")
        none = pq.read_table(small_hub.write_records(self.folder / "one.parquet")).slice(0, 0)
        pq.write_table(none, self.folder / "none.parquet")
        header = small_hub.write_text(self.folder / "header.csv", "model_id,date,downloads\n")
        wrong = small_hub.write_text(self.folder / "wrong.csv",
                                     "model_id,date,downloads\na/b,x,1\n")
        for path in (self.folder / "none.parquet", header, wrong):
            with self.subTest(path.name):
                told = self.assert_same_tables(["--models", models], [path], [])
                self.assertEqual(told["records"]["packed"], 0)
                self.assertIsNone(told["after"]["bytes_per_record"])
        one = small_hub.write_records(self.folder / "one.parquet", small_hub.RECORDS[:1])
        told = self.assert_same_tables(["--models", models], [one], [])
        self.assertEqual(told["records"]["packed"], 1)

    def test_largest_values(self) -> None:
        rows = [("a/b", "2149-06-06", (1 << 48) - 1), ("a/b", "1970-01-01", 1 << 33),
                ("a/b", "1970-01-01", 0), ("a/b", "1970-01-01", (1 << 32) - 1)]
        packed, _ = self.pack("--downloads",
                              small_hub.write_records(self.folder / "edge.parquet", rows))
        self.assertEqual(pq.ParquetDataset(packed).read().to_pylist(),
                         sorted(small_hub.records_table(rows).to_pylist(),
                                key=lambda row: tuple(row.values())))


class FilesTest(PackTest):
    def test_peers_read_the_same_records_in_order(self) -> None:
        for options in ([], ["--ids", "integer"]):
            hub = generated_hub(*options)
            packed, told = self.pack("--downloads", hub / "downloads")
            wanted = duckdb.sql(f"SELECT model_id, date, downloads FROM '{hub}/downloads/*.parquet'"
                                " ORDER BY ALL").fetchall()
            self.assertEqual(
                duckdb.sql(f"SELECT * FROM '{packed}/*.parquet' ORDER BY ALL").fetchall(), wanted)
            table = pq.ParquetDataset(packed).read()
            self.assertEqual(table.column_names, ["model_id", "date", "downloads"])
            self.assertEqual(table.schema.types,
                             [pa.int64() if options else pa.string(), pa.date32(), pa.int64()])
            self.assertEqual(list(zip(*table.to_pydict().values())), wanted)
            self.assertEqual(told["models"], len(set(table["model_id"].to_pylist())))

    def test_layout(self) -> None:
        packed, told = self.pack("--downloads", large_records() / "downloads")
        file = pq.ParquetFile(packed / "part-00000.parquet").metadata
        self.assertEqual([file.row_group(i).num_rows for i in range(file.num_row_groups)],
                         [ROWS_PER_GROUP, 1_200_000 - ROWS_PER_GROUP])
        for number in range(file.num_row_groups):
            group = file.row_group(number)
            self.assertEqual([(column.column_index, column.descending)
                              for column in group.sorting_columns], [(0, False), (1, False)])
            model, day, downloads = (group.column(i) for i in range(3))
            self.assertIn("RLE_DICTIONARY", model.encodings)
            self.assertIn("DELTA_BINARY_PACKED", day.encodings)
            self.assertIn("DELTA_BINARY_PACKED", downloads.encodings)
            self.assertEqual([column.compression for column in (model, day, downloads)],
                             ["ZSTD", "ZSTD", "UNCOMPRESSED"])
            self.assertEqual([column.statistics.null_count for column in (model, day, downloads)],
                             [0, 0, 0])
        self.assertLess(told["after"]["bytes_per_record"], 2.5)
        unpacked, told_none = self.pack("--downloads", packed, "--codec", "none")
        group = pq.read_metadata(unpacked / "part-00000.parquet").row_group(0)
        codecs = {group.column(i).compression for i in range(3)}
        self.assertEqual(codecs, {"UNCOMPRESSED"})
        self.assertGreater(told_none["after"]["bytes"], told["after"]["bytes"])

    def test_bytes_do_not_depend_on_threads_memory_or_order(self) -> None:
        records = large_records() / "downloads" / "downloads.parquet"
        packed, told = self.pack("--downloads", records)
        self.assertEqual(told["spilled_bytes"], 0)
        wanted = file_digests(packed)
        for flags in (["--threads", 1], ["--threads", 3], ["--threads", 1, "--memory-limit", TIGHT],
                      ["--threads", 3, "--memory-limit", TIGHT]):
            with self.subTest(flags):
                again, told = self.pack("--downloads", records, *flags)
                self.assertEqual(file_digests(again), wanted)
                if TIGHT in flags:
                    self.assertEqual(told["spilled_bytes"], 12 * 1_200_000)
        self.assertEqual(file_digests(self.pack("--downloads", packed)[0]), wanted)
        table = pq.read_table(records)
        order = list(range(table.num_rows))
        random.Random(3).shuffle(order)
        for part in range(3):
            pq.write_table(table.take(order[part::3]), self.folder / f"{part}.parquet")
        parts = [self.folder / f"{part}.parquet" for part in (2, 0, 1)]
        self.assertEqual(file_digests(self.pack("--downloads", *parts)[0]), wanted)

    def test_many_files(self) -> None:
        """Rows of few models and days, so that equal ones lie across the ends of files."""
        rows = (4 << 20) + 5
        table = pa.table({"model_id": pa.array([i % 3 for i in range(rows)], pa.int64()),
                          "date": pa.array([19000 + i % 2 for i in range(rows)], pa.int32()
                                           ).cast(pa.date32()),
                          "downloads": pa.array([i % 5 for i in range(rows)], pa.int64())})
        pq.write_table(table, self.folder / "many.parquet")
        packed, told = self.pack("--downloads", self.folder / "many.parquet")
        self.assertEqual([pq.read_metadata(file).num_rows for file in sorted(packed.iterdir())],
                         [4 << 20, 5])
        self.assertEqual(told["after"]["files"], 2)
        wanted = table.sort_by([(name, "ascending") for name in table.column_names])
        self.assertTrue(pq.ParquetDataset(packed).read().equals(wanted.cast(
            pq.read_schema(packed / "part-00000.parquet"))))


class RefusalTest(PackTest):
    def refuse(self, code: int, *arguments: object, needles: tuple[str, ...]) -> None:
        self.assert_refused(code, ["pack", *arguments, "--out", self.out], *needles)
        self.assertFalse(self.out.exists())

    def test_kinds_that_it_does_not_pack(self) -> None:
        hub = hub_of_all_kinds()
        self.refuse(4, "--downloads", hub / "requests" / "requests.csv", needles=("requests",))
        self.refuse(4, "--downloads", hub / "snapshots" / "*" / "models.parquet",
                    needles=("cannot pack", "dump"))
        both = small_hub.write_text(self.folder / "both.csv",
                                    "_id,model_id,date,downloads\n"
                                    f"{small_hub.object_id(0xabc)},a/b,2024-01-01,1\n")
        self.refuse(4, "--downloads", both, needles=("'_id'", "one key"))

    def test_flags(self) -> None:
        records = small_hub.write_records(self.folder / "records.parquet")
        self.refuse(2, needles=("--downloads",))
        self.refuse(2, "--downloads", records, "--codec", "gzip", needles=("--codec",))
        self.refuse(2, "--downloads", records, "--downloads-kind", "requests",
                    needles=("--downloads-kind",))
        self.refuse(2, "--downloads", records, "--max-line-bytes", 3, needles=("--max-line-bytes",))
        self.refuse(3, "--downloads", self.folder / "absent", needles=("absent",))
        self.refuse(4, "--downloads", records, "--column", "model_id=absent", needles=("absent",))
        self.refuse(5, "--downloads", large_records() / "downloads", "--memory-limit", "12M",
                    needles=("--memory-limit",))

    def test_a_folder_with_something_in_it_stays(self) -> None:
        records = small_hub.write_records(self.folder / "records.parquet")
        self.report("--downloads", records)
        before = file_digests(self.out / "tables")
        self.assert_refused(2, ["pack", "--downloads", records, "--out", self.out], "not empty")
        self.assertEqual(file_digests(self.out / "tables"), before)

    def test_a_full_disk_leaves_nothing(self) -> None:
        records = large_records() / "downloads"
        for blocks, flags, needle in ((200, [], "part-00000.parquet"),
                                      (2000, ["--memory-limit", TIGHT], "--temp-dir")):
            with self.subTest(needle):
                limited = ["bash", "-c", f'trap "" XFSZ; ulimit -f {blocks}; exec "$@"', "bash",
                           program.binary, "pack", "--downloads", records, "--temp-dir", self.temp,
                           "--out", self.out, *flags]
                done = subprocess.run(list(map(str, limited)), capture_output=True, text=True,
                                      check=False, timeout=WAIT_S)
                self.assertEqual(done.returncode, 7, done.stderr)
                self.assertIn(needle, done.stderr)
                self.assertFalse(self.out.exists())
                self.assertEqual(list(self.temp.iterdir()), [])
                self.assert_no_partial_folder()


class StopTest(PackTest):
    # A stage is at work once the one before it has ended, as --verbose tells.
    BEHIND = ("read records", "sort records")

    def start(self) -> subprocess.Popen:
        process = subprocess.Popen(
            [program.binary, "pack", "--downloads", large_records() / "downloads", "--memory-limit",
             TIGHT, "--temp-dir", self.temp, "--threads", "1", "--verbose", "--out", self.out],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.stderr.close)
        return process

    def test_a_signal_leaves_nothing(self) -> None:
        for ended, number in zip(self.BEHIND, (signal.SIGTERM, signal.SIGINT)):
            with self.subTest(ended):
                process = self.start()
                for line in process.stderr:
                    if line.startswith(f"hubcensus: {ended}"):
                        break
                else:
                    self.fail(f"no stage {ended}")
                self.assertEqual(len(list(self.folder.glob("*.partial-*"))), 1)
                process.send_signal(number)
                stderr = process.communicate(timeout=WAIT_S)[1]
                self.assertEqual(process.returncode, 128 + number, stderr)
                self.assertFalse(self.out.exists())
                self.assertEqual(list(self.temp.iterdir()), [])
                self.assert_no_partial_folder()

    def test_a_run_that_dies_leaves_no_output_and_no_scratch(self) -> None:
        records = large_records() / "downloads"
        arguments = ["pack", "--downloads", records, "--memory-limit", TIGHT, "--temp-dir",
                     self.temp, "--out", self.out]
        for step in (1, 3):
            done = program.run(*arguments, env={**os.environ, "HUBCENSUS_KILL_AT_STEP": str(step)})
            self.assertEqual(done.returncode, -signal.SIGKILL)
            self.assertFalse(self.out.exists())
            self.assertEqual(list(self.temp.iterdir()), [])
        self.assert_done(*arguments)
        self.assert_no_partial_folder()
