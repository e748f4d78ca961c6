"""Rows that are wrong: counted by reason, never lost, never fatal."""

from __future__ import annotations

import csv

import pyarrow as pa
import pyarrow.parquet as pq

from . import small_hub
from .program import ProgramTest

GOOD = "acme/small-7B,2024-01-01,10"
# A row of CSV, and the reason for which it is rejected.
ROWS = [
    (b"acme/small-7B,2024-01-02,-1", "negative_downloads"),
    (b"acme/small-7B,2024-01-02,-99999999999999999999", "negative_downloads"),
    (b"acme/small-7B,2024-01-02,281474976710656", "excessive_downloads"),
    (b"acme/small-7B,2024-01-02,99999999999999999999999", "excessive_downloads"),
    (b"acme/small-7B,2024-01-02,9223372036854775808", "excessive_downloads"),
    (b"acme/small-7B,2024-01-02,1.5", "invalid_downloads"),
    (b"acme/small-7B,2024-01-02,many", "invalid_downloads"),
    (b"acme/small-7B,2024-02-30,1", "invalid_date"),
    (b"acme/small-7B,2023-02-29,1", "invalid_date"),
    (b"acme/small-7B,2024-13-01,1", "invalid_date"),
    (b"acme/small-7B,1969-12-31,1", "invalid_date"),
    (b"acme/small-7B,2149-06-07,1", "invalid_date"),
    (b"acme/small-7B,someday,1", "invalid_date"),
    (b"acme/small-7B,,1", "null_value"),
    (b",2024-01-01,1", "null_value"),
    (b"acme/small-7B,2024-01-01,", "null_value"),
    (b"acme/\xff\xfe,2024-01-01,1", "invalid_id"),
    (b"acme/\xc0\xaf,2024-01-01,1", "invalid_id"),
    (b"acme/\x1b[31m,2024-01-01,1", "invalid_id"),
    (b"acme/a\x7f,2024-01-01,1", "invalid_id"),
    (b"a" * 513 + b",2024-01-01,1", "invalid_id"),
    (b"acme/small-7B,2024-01-01", "malformed_row"),
    (b"acme/small-7B,2024-01-01,1,1", "malformed_row"),
    (b'"acme"x,2024-01-01,1', "malformed_row"),
]


def reasons(rows: list[tuple[bytes, str]]) -> dict[str, int]:
    names = [reason for _, reason in rows]
    return {name: names.count(name) for name in sorted(set(names))}


class RejectedRecordsTest(ProgramTest):
    def report_of_csv(self, name: str, text: bytes, codec: str | None = None) -> dict:
        path = self.folder / name
        if codec:
            with pa.CompressedOutputStream(pa.OSFile(str(path), "wb"), codec) as stream:
                stream.write(text)
        else:
            path.write_bytes(text)
        manifest = self.report("--downloads", path, out=self.folder / f"{name}.out")
        self.assert_rows_add_up(manifest)
        return manifest

    def test_csv_counts_each_reason(self) -> None:
        for row, reason in ROWS:
            with self.subTest(row):
                text = b"\n".join([b"model_id,date,downloads", GOOD.encode(), row,
                                   GOOD.encode(), b""])
                manifest = self.report_of_csv("row.csv", text)
                self.assertEqual(manifest["records"],
                                 {"read": 3, "counted": 2, "rejected": {reason: 1}})
                self.assertEqual(manifest["catalogue"]["joined"], 1)
                for path in sorted((self.folder / "row.csv.out").rglob("*"), reverse=True):
                    path.unlink() if path.is_file() else path.rmdir()

    def test_all_reasons_together_plain_and_compressed(self) -> None:
        lines = [b"model_id,date,downloads"]
        for row, _ in ROWS:
            lines += [row, GOOD.encode()]
        text = b"\r\n".join([*lines, b""])
        for name, codec in (("all.csv", None), ("all.csv.gz", "gzip"), ("all.csv.zst", "zstd")):
            with self.subTest(name):
                records = self.report_of_csv(name, text, codec)["records"]
                self.assertEqual(records, {"read": 2 * len(ROWS), "counted": len(ROWS),
                                           "rejected": reasons(ROWS)})

    def test_an_open_quote_costs_one_row(self) -> None:
        text = f'model_id,date,downloads\n"acme/a,2024-01-01,1\n{GOOD}\n{GOOD}'.encode()
        records = self.report_of_csv("open.csv", text)["records"]
        self.assertEqual(records, {"read": 3, "counted": 2, "rejected": {"malformed_row": 1}})

    def test_quotes_byte_order_mark_and_other_columns(self) -> None:
        text = ("\ufeff\"note\",date,downloads,model_id\n\"a \"\"b\"\", c\n d\",2024-01-01,10,"
                "\"acme/small-7B\"\n").encode()
        records = self.report_of_csv("quoted.csv", text)["records"]
        self.assertEqual(records, {"read": 1, "counted": 1, "rejected": {}})

    def test_where_none_is_accepted_no_window_is_known(self) -> None:
        path = self.folder / "wrong.csv"
        path.write_text("model_id,date,downloads\na/b,2024-01-32,5\n")
        manifest = self.report("--downloads", path)
        self.assertIsNone(manifest["as_of"])
        with (self.out / "tables" / "claims.csv").open(newline="", encoding="utf-8") as file:
            status = {row["claim"]: row["status"] for row in csv.DictReader(file)}
        for claim in ("below_200", "china_overtakes_us_monthly", "individual_majority_months",
                      "median_ratio_1_9B_to_100B"):
            self.assertEqual(status[claim], "not computable: no record accepted", claim)
        self.assertEqual(status["models_total"], "not computable: needs --models")
        dump = small_hub.write_models(self.folder / "models.parquet")
        out = self.folder / "dump"
        alone = self.report("--models", dump, out=out)["as_of"]
        self.assertEqual(self.report("--models", dump, "--downloads", path,
                                     out=self.folder / "both")["as_of"], alone)

    def test_header_alone_is_an_input(self) -> None:
        records = self.report_of_csv("header.csv", b"model_id,date,downloads\n")["records"]
        self.assertEqual(records, {"read": 0, "counted": 0, "rejected": {}})

    def test_a_large_text_is_not_held_in_memory(self) -> None:
        """400 MB of text, of which two ranges of 64 MB are at work, and what the program needs."""
        rows = b"a/b,2024-05-17,1\n" * (1 << 16)
        path = self.folder / "large.csv"
        with path.open("wb") as file:
            file.write(b"model_id,date,downloads\n")
            for _ in range(400):
                file.write(rows)
        manifest = self.report("--downloads", path, "--only", "concentration", "--threads", 2)
        self.assertEqual(manifest["records"]["counted"], 400 << 16)
        self.assertLess(manifest["peak_memory_bytes"], 250 << 20)
        self.assertGreater(path.stat().st_size, 400 << 20)
        path.unlink()

    def test_parquet_counts_each_reason(self) -> None:
        rows = [("a/b", 19000, 10, None), ("a/b", 19000, 2 ** 48 - 1, None),
                ("a/b", 65535, 0, None), ("a/b", 19000, -1, "negative_downloads"),
                ("a/b", 19000, 2 ** 48, "excessive_downloads"),
                ("a/b", 19000, 2 ** 63 - 1, "excessive_downloads"),
                ("a/b", -1, 1, "invalid_date"), ("a/b", 65536, 1, "invalid_date"),
                ("a/b", None, 1, "null_value"), (None, 19000, 1, "null_value"),
                ("a/b", 19000, None, "null_value"), (b"\xff", 19000, 1, "invalid_id"),
                ("a\x1bb", 19000, 1, "invalid_id"), ("", 19000, 1, "invalid_id")]
        keys, days, downloads, names = zip(*rows)
        keys = [key.encode() if isinstance(key, str) else key for key in keys]
        table = pa.table({
            "model_id": pa.array(keys, pa.binary()),
            "date": pa.array(days, pa.int32()).cast(pa.date32()),
            "downloads": pa.array(downloads, pa.int64()),
        })
        wanted = {name: names.count(name) for name in sorted(set(names) - {None})}
        for dictionary in (True, False):
            with self.subTest(dictionary=dictionary):
                path = self.folder / "records.parquet"
                pq.write_table(table, path, use_dictionary=dictionary)
                manifest = self.report("--downloads", path, out=self.folder / str(dictionary))
                self.assert_rows_add_up(manifest)
                self.assertEqual(manifest["records"],
                                 {"read": len(rows), "counted": 3, "rejected": wanted})

    def test_the_first_and_the_last_day_of_all(self) -> None:
        text = b"model_id,date,downloads\na/b,1970-01-01,1\na/b,2149-06-06,2\n"
        path = small_hub.write_text(self.folder / "days.csv", text)
        manifest = self.report("--downloads", path, "--only", "concentration")
        self.assertEqual(manifest["record_range"], {"first": "1970-01-01", "last": "2149-06-06"})
        table = pq.read_table(self.out / "tables" / "concentration.parquet")
        totals = {row["window"]: row["total"] for row in table.to_pylist()
                  if row["over"] == "models"}
        self.assertEqual([totals[name] for name in ("all", "1970", "2149", "2149-06")],
                         [3, 1, 2, 2])

    def test_dates_as_text_and_instants(self) -> None:
        keys = ["a/b"] * 4
        texts = ["2024-01-01", "2024-01-02T03:04:05Z", "2024-02-30", "x"]
        instants = pa.array([0, 1_700_000_000_000_000, -1, None], pa.timestamp("us"))
        for name, dates, rejected in (("text", pa.array(texts), {"invalid_date": 2}),
                                      ("instant", instants,
                                       {"invalid_date": 1, "null_value": 1})):
            with self.subTest(name):
                path = self.folder / f"{name}.parquet"
                pq.write_table(pa.table({"model_id": keys, "date": dates,
                                         "downloads": [1, 2, 3, 4]}), path)
                manifest = self.report("--downloads", path, out=self.folder / name)
                self.assertEqual(manifest["records"],
                                 {"read": 4, "counted": 2, "rejected": rejected})


class RejectedModelsTest(ProgramTest):
    def models_input(self, path: object) -> dict:
        manifest = self.report("--models", path)
        self.assert_rows_add_up(manifest)
        entry, = (entry for entry in manifest["inputs"] if entry["role"] == "models")
        return entry

    def test_csv(self) -> None:
        text = b"\n".join([b"id,createdAt,downloads", b"a/b,2024-01-01,5", b"a/c,2024-02-30,5",
                           b"a/d,2024-01-01,-5", b"a/e,,99999999999999999999999", b"a/\xff,,1",
                           b"a/\x1b,,1", b"a/f", b""])
        entry = self.models_input(small_hub.write_text(self.folder / "models.csv", text))
        self.assertEqual(entry["rows_read"], 7)
        self.assertEqual(entry["rejected"], {"invalid_id": 2, "wrong_field_count": 1})
        self.assertEqual(entry["invalid_cells"], {"createdAt": 1, "downloads": 2})

    def test_parquet(self) -> None:
        table = small_hub.models_table([b"a/b", b"a/\xff", b"a/\x1b", b"", None, b"a/c"])
        table = table.set_column(3, "downloads", [[1, 2, 3, 4, 5, -6]])
        pq.write_table(table, self.folder / "models.parquet")
        entry = self.models_input(self.folder / "models.parquet")
        self.assertEqual(entry["rows_read"], 6)
        self.assertEqual(entry["rejected"], {"invalid_id": 3, "missing_id": 1})
        self.assertEqual(entry["invalid_cells"], {"downloads": 1})

    def test_names_cannot_write_to_the_terminal(self) -> None:
        name = "evil\x1b[31m.csv"
        path = small_hub.write_text(self.folder / name, "a\x1b[2J,b\nc,d\n")
        self.assert_report_refused(4, ["--models", path])
        self.assert_report_refused(4, ["--downloads", path])
        missing = self.folder / "none\x1b[31m.csv"
        self.assert_report_refused(3, ["--models", missing])
