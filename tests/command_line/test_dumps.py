"""The series of --dumps, --champions, and names that tables use themselves."""

from __future__ import annotations

import csv

import pyarrow as pa
import pyarrow.parquet as pq

from . import small_hub
from .program import ProgramTest


class DumpsTest(ProgramTest):
    def setUp(self) -> None:
        super().setUp()
        self.models = small_hub.write_models(self.folder / "models.parquet")

    def write_dump(self, day: str, likes: int, folder: str = "") -> str:
        path = self.folder / folder / f"{day}.csv"
        path.parent.mkdir(exist_ok=True)
        return small_hub.write_text(
            path, f"id,createdAt,likes,trendingScore\nacme/big-70B,{day},{likes},1.5\n")

    def rows(self, table: str) -> list[dict[str, str]]:
        with (self.out / "tables" / f"{table}.csv").open(newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    def test_dumps_behind_as_of_are_left_out(self) -> None:
        dumps = [self.write_dump("2025-01-01", 3), self.write_dump("2025-02-01", 5),
                 self.write_dump("2025-03-01", 7)]
        manifest = self.report("--models", self.models, "--dumps", *dumps, "--as-of", "2025-02-10")
        self.assertEqual([row["date"] for row in self.rows("likes")], ["2025-01-01", "2025-02-01"])
        self.assertEqual(sum(entry["role"] == "dumps" for entry in manifest["inputs"]), 2)

    def test_the_last_dump_may_be_the_day_of_the_census(self) -> None:
        dump = self.write_dump("2025-03-01", 7)
        manifest = self.report("--models", self.models, "--dumps", dump)
        self.assertEqual(manifest["as_of"], "2025-03-01")

    def test_two_dumps_of_a_day_are_refused(self) -> None:
        dumps = [self.write_dump("2025-01-01", 3), self.write_dump("2025-01-01", 3, "again")]
        self.assert_report_refused(4, ["--dumps", *dumps], "two dumps of 2025-01-01", "again")

    def test_a_dump_without_a_day_is_refused(self) -> None:
        dump = small_hub.write_text(self.folder / "dump.csv", "id,likes\na/b,1\n")
        self.assert_report_refused(4, ["--dumps", dump], "dump.csv", "has no day")
        self.report("--dumps", dump, "--snapshot-date", f"{dump}=2025-01-01")

    def test_likes_of_a_dump_without_a_day_have_none(self) -> None:
        models = small_hub.write_text(self.folder / "m.csv", "id,likes\na/b,1\n")
        self.assertIsNone(self.report("--models", models)["as_of"])
        self.assertEqual([row["date"] for row in self.rows("likes")], ["unknown"])

    def test_likes_beyond_what_can_be_told_are_refused(self) -> None:
        rows = "".join(f"a/m{i},{2 ** 63 - 1}\n" for i in range(3))
        models = small_hub.write_text(self.folder / "m.csv", "id,likes\n" + rows)
        self.assert_report_refused(4, ["--models", models], "likes sum to")

    def test_wrong_champions_are_refused_by_line(self) -> None:
        for text, fault in (("country,account\nKR,lab\nkr,lab\n", "unknown country 'kr'"),
                            ("country,account\nKR,\n", "invalid account"),
                            ("country,account\nKR\n", "malformed row"),
                            ("land,account\nKR,lab\n", "country")):
            with self.subTest(fault):
                path = small_hub.write_text(self.folder / "champions.csv", text)
                self.assert_report_refused(4, ["--models", self.models, "--champions", path],
                                           "champions.csv", fault)


class NamesTest(ProgramTest):
    def test_names_that_tables_use_themselves(self) -> None:
        """One more account than are listed; one is called as the rest, a company as none."""
        ids = ["(others)/m", *(f"a{number:04}/m" for number in range(1100))]
        models = self.folder / "models.parquet"
        pq.write_table(pa.table({"id": ids, "downloads": pa.array(range(1101), pa.int64())}),
                       models)
        accounts = small_hub.write_text(self.folder / "accounts.csv",
                                        "handle,parent\na0001,(none)\na0002,Company\n")
        self.report("--models", models, "--accounts", accounts)
        with (self.out / "tables" / "organizations.csv").open(newline="") as file:
            rows = {row["name"]: row for row in csv.DictReader(file)}
        self.assertEqual(rows["(none)"]["models"], "1100")
        self.assertEqual(rows["Company"]["models"], "1")
        self.assertIn("(others)", rows)

    def test_a_week_before_all_records_is_an_input(self) -> None:
        for day in ("1970-01-02", "1970-01-21"):
            small_hub.write_text(self.folder / f"{day}.csv", "_id,id,downloadsAllTime\naa,a/b,5\n")
        self.report("--downloads", self.folder / "1970-*.csv", "--grain", "week")
