"""Files that are absent, broken, compressed, named differently or given in other ways."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import time
import unittest

import pyarrow.parquet as pq

from . import program, small_hub
from .program import ProgramTest


class MissingTest(ProgramTest):
    def test_missing_files(self) -> None:
        models = small_hub.write_models(self.folder / "models.parquet")
        (self.folder / "empty").mkdir()
        for flags in (["--models", "none.parquet"], ["--models", "none.csv"],
                      ["--downloads", "none.parquet"], ["--models", models, "--accounts", "none"],
                      ["--files-from", "none.txt"], ["--downloads", "none-*.parquet"],
                      ["--downloads", self.folder / "empty"], ["--models", self.folder]):
            with self.subTest(flags):
                self.assert_report_refused(3, flags, str(flags[-1]))

    def test_a_list_with_a_missing_file(self) -> None:
        files = small_hub.write_text(self.folder / "files.txt", "# records\ngone.parquet\n")
        self.assert_report_refused(3, ["--files-from", files], "gone.parquet")


class StandardInputTest(ProgramTest):
    def test_a_pipe_that_does_not_block(self) -> None:
        """Empty for a while is no end and no fault."""
        reading, writing = os.pipe()
        os.set_blocking(reading, False)
        with subprocess.Popen([program.binary, "report", "--downloads", "-", "--out", self.out],
                              stdin=reading, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                              text=True) as process:
            os.close(reading)
            for part in ("model_id,date,downloads\n", "a/b,2024-01-01,5\n"):
                time.sleep(0.4)
                os.write(writing, part.encode())
            os.close(writing)
            _, message = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 0, message)
        manifest = json.loads((self.out / "manifest.json").read_text())
        self.assertEqual(manifest["records"]["counted"], 1)


class ManyCompressedTest(ProgramTest):
    def test_memory_follows_the_files_at_work(self) -> None:
        """A file that waits holds no text: 300 took over a gigabyte once."""
        for i in range(300):
            text = f"model_id,date,downloads\na/b,2024-01-{i % 31 + 1:02},1\n"
            (self.folder / f"{i}.csv.gz").write_bytes(gzip.compress(text.encode()))
        code, message, peak_kib = program.run_measured(
            "report", "--downloads", self.folder / "*.csv.gz", "--memory-limit", "64M", "--out",
            self.out)
        self.assertEqual(code, 0, message)
        manifest = json.loads((self.out / "manifest.json").read_text())
        self.assertEqual(manifest["records"]["counted"], 300)
        threads = manifest["hardware"]["threads_used"]
        self.assertLess(peak_kib, (200 + 20 * threads) << 10)


class BrokenTest(ProgramTest):
    def test_truncated_parquet(self) -> None:
        models = small_hub.write_models(self.folder / "models.parquet")
        records = small_hub.write_records(self.folder / "records.parquet")
        for flag, file in (("--models", models), ("--downloads", records)):
            whole = file.read_bytes()
            for cut in (1, 8, len(whole) // 2, len(whole) - 4):
                with self.subTest(f"{flag}, {cut} bytes cut"):
                    broken = small_hub.write_text(self.folder / f"cut{cut}{file.name}",
                                                  whole[:-cut])
                    self.assert_report_refused(4, [flag, broken], broken.name, "Parquet")

    def test_parquet_with_broken_pages(self) -> None:
        for flag, file in (("--models", small_hub.write_models(self.folder / "models.parquet")),
                           ("--downloads", small_hub.write_records(self.folder / "r.parquet"))):
            with self.subTest(flag):
                column = pq.ParquetFile(file).metadata.row_group(0).column(0)
                whole = bytearray(file.read_bytes())
                begin = column.dictionary_page_offset or column.data_page_offset
                whole[begin:begin + column.total_compressed_size] = (
                    b"\xff" * column.total_compressed_size)
                file.write_bytes(bytes(whole))
                self.assert_report_refused(4, [flag, file], file.name)

    def test_text_that_claims_to_be_parquet(self) -> None:
        for text, needle in ((b"PAR1 is not all there is to it", "Parquet"),
                             (b"garbage, nothing else\n", "missing column"),
                             (b"", "empty"), (b"\0\x01\x02\x03", "header")):
            garbage = small_hub.write_text(self.folder / "garbage.parquet", text)
            with self.subTest(text):
                self.assert_report_refused(4, ["--models", garbage], "garbage.parquet", needle)
                self.assert_report_refused(4, ["--downloads", garbage], "garbage.parquet")

    def test_truncated_gzip(self) -> None:
        whole = gzip.compress(small_hub.models_csv().encode() * 50)
        broken = small_hub.write_text(self.folder / "models.csv.gz", whole[:-9])
        self.assert_report_refused(4, ["--models", broken], "models.csv.gz")

    def test_column_of_a_wrong_type(self) -> None:
        table = small_hub.records_table()
        wrong = table.set_column(2, "downloads", table["date"])
        pq.write_table(wrong, self.folder / "records.parquet")
        self.assert_report_refused(4, ["--downloads", self.folder / "records.parquet"],
                                   "'downloads'", "records.parquet")

    def test_files_that_name_models_differently(self) -> None:
        table = small_hub.records_table()
        keys = table.set_column(0, "model_id", [list(range(table.num_rows))])
        pq.write_table(table, self.folder / "a.parquet")
        pq.write_table(keys, self.folder / "b.parquet")
        self.assert_report_refused(4, ["--downloads", self.folder], "a.parquet", "b.parquet")
        models = small_hub.write_models(self.folder / "m.parquet")
        self.assert_report_refused(
            4, ["--models", models, "--downloads", self.folder / "b.parquet"], "integer",
            "model_id")


    def test_a_file_without_rows_fits_any_key(self) -> None:
        small_hub.write_text(self.folder / "a.csv", "model_id,date,downloads\n")
        small_hub.write_text(self.folder / "b.csv", "model_id,date,downloads\n1,2024-01-01,2\n")
        empty = small_hub.records_table().slice(0, 0)
        pq.write_table(empty, self.folder / "c.parquet")
        manifest = self.report("--downloads", self.folder)
        self.assertEqual(manifest["records"], {"read": 1, "counted": 1, "rejected": {}})

    def test_records_keyed_by_object_ids(self) -> None:
        ids = [f"62bd1234567890abcdef123{i}" for i in range(5)]
        table = small_hub.models_table()
        models = self.folder / "models.parquet"
        pq.write_table(table.append_column("_id", [ids]), models)
        for name, flags in (("_id", []), ("oid", ["--column", "_id=oid"])):
            records = small_hub.write_text(self.folder / f"{name}.csv",
                                           f"{name},date,downloads\n{ids[4]},2024-01-01,2\n")
            manifest = self.report("--models", models, "--downloads", records, *flags,
                                   out=self.folder / name)
            self.assertEqual(manifest["records"]["counted"], 1)
            self.assertEqual(manifest["catalogue"]["joined"], 0)


class ColumnTest(ProgramTest):
    def setUp(self) -> None:
        super().setUp()
        self.models = small_hub.write_text(self.folder / "names.csv",
                                           small_hub.models_csv(id_name="idx"))

    def test_missing_column_names_file_column_nearest_and_flag(self) -> None:
        self.assert_report_refused(4, ["--models", self.models], "names.csv", "'id'", "'idx'",
                                   "--column id=")
        records = small_hub.write_text(self.folder / "records.csv", "model_id,dates,downloads\n")
        self.assert_report_refused(4, ["--downloads", records], "records.csv", "'date'", "'dates'",
                                   "--column date=")

    def test_mapping(self) -> None:
        manifest = self.report("--models", self.models, "--column", "id=idx")
        self.assertEqual(manifest["catalogue"]["models"], 5)

    def test_mapping_that_is_wrong(self) -> None:
        for flags, code, needles in ((["id"], 2, ["WANTED=ACTUAL", "'id'"]),
                                     (["=idx"], 2, ["WANTED=ACTUAL"]),
                                     (["id=idx", "id=idx"], 2, ["twice"]),
                                     (["ids=idx"], 2, ["'ids'", "'id'"]),
                                     (["id=idy"], 4, ["names.csv", "'idy'", "'idx'"])):
            with self.subTest(flags):
                columns = [word for flag in flags for word in ("--column", flag)]
                self.assert_report_refused(code, ["--models", self.models, *columns], *needles)

    def test_real_dump_of_2022(self) -> None:
        real = program.shared and program.shared / "data/real/hub_2022-07-02/models.csv.gz"
        if not real or not real.exists():
            raise unittest.SkipTest("no real files")
        self.assert_report_refused(4, ["--models", real], "models.csv.gz", "'id'", "nearest",
                                   "--column id=")
        manifest = self.report("--models", real, "--column", "id=model")
        self.assertEqual(manifest["catalogue"]["models"], 55524)


class FormTest(ProgramTest):
    def test_compressed_dumps_equal_the_plain_one(self) -> None:
        text = small_hub.models_csv()
        reports = {}
        for name, codec in (("models.csv", None), ("models.csv.gz", "gzip"),
                            ("models.csv.zst", "zstd")):
            path = self.folder / name
            if codec:
                small_hub.write_compressed(path, text, codec)
            else:
                small_hub.write_text(path, text)
            self.report("--models", path, out=self.folder / f"{name}.out")
            reports[name] = program.digests(self.folder / f"{name}.out")
        self.assertEqual(reports["models.csv.gz"], reports["models.csv"])
        self.assertEqual(reports["models.csv.zst"], reports["models.csv"])

    def test_ways_to_name_records(self) -> None:
        folder = self.folder / "records"
        folder.mkdir()
        first = small_hub.write_records(folder / "a.parquet", small_hub.RECORDS[:2])
        second = small_hub.write_text(folder / "b.csv",
                                      small_hub.records_csv(small_hub.RECORDS[2:4]))
        third = small_hub.write_compressed(
            folder / "c.csv.gz", small_hub.records_csv(small_hub.RECORDS[4:5]), "gzip")
        fourth = small_hub.write_compressed(
            folder / "d.csv.zst", small_hub.records_csv(small_hub.RECORDS[5:]), "zstd")
        small_hub.write_text(folder / "notes.txt", "no records")
        files = [first, second, third, fourth]
        listed = small_hub.write_text(
            self.folder / "files.txt", "# all\r\n" + "".join(f"{file}\r\n" for file in files))
        whole = small_hub.write_records(self.folder / "whole.parquet")
        reports = []
        for i, flags in enumerate((["--downloads", whole], ["--downloads", *files],
                                   ["--downloads", *reversed(files)], ["--downloads", folder],
                                   ["--downloads", folder / "[a-d].*"], ["--files-from", listed],
                                   ["--downloads", first, first, folder])):
            out = self.folder / str(i)
            manifest = self.report(*flags, out=out)
            self.assertEqual(manifest["records"]["counted"], 6, flags)
            reports.append(program.digests(out))
        for report in reports[1:]:
            self.assertEqual(report, reports[0])

    def test_accounts_of_a_wrong_kind_name_the_line(self) -> None:
        models = small_hub.write_models(self.folder / "models.parquet")
        for row, needles in (("x,industri,US", ["industri", "industry"]),
                             ("x,industry,USA", ["USA"]), ("x,industry", ["fields"]),
                             ("acme,academia,US", ["acme"])):
            with self.subTest(row):
                accounts = small_hub.write_text(self.folder / "accounts.csv",
                                                small_hub.ACCOUNTS + row + "\n")
                self.assert_report_refused(4, ["--models", models, "--accounts", accounts],
                                           "accounts.csv", "line 5", *needles)
