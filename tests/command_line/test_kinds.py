"""The same Hub in every kind of input: the reports agree where the definitions do."""

from __future__ import annotations

import csv
import functools
import json
from pathlib import Path

from . import program
from .program import OF_DAILY_RECORDS, OF_REQUESTS, ProgramTest

KINDS = "daily,publisher,cumulative,rolling30,requests,api"
FILES = {  # the records of each kind, below the folder of the Hub
    "daily": "downloads",
    "publisher": "publisher",
    "cumulative": "snapshots/*/models.parquet",
    "rolling30": "rolling30",
    "requests (Parquet)": "requests/requests.parquet",
    "requests (CSV)": "requests/requests.csv",
}
EXPECTED = {"requests (Parquet)": "requests", "requests (CSV)": "requests"}
OF_RECORDS = {"basis", "records"}  # columns that tell how downloads were recorded


@functools.cache
def hub_of_all_kinds() -> Path:
    folder = program.scratch / "kinds"
    done = program.run("generate", "--models", 300, "--records", 800, "--seed", 3,
                       "--kinds", KINDS, "--out", folder)
    if done.returncode != 0:
        raise AssertionError(f"generate ended with {done.returncode}: {done.stderr}")
    return folder


class KindsTest(ProgramTest):
    def report_of(self, kind: str, *more: object) -> tuple[Path, dict]:
        hub = hub_of_all_kinds()
        out = self.folder / kind.replace(" ", "-")
        arguments = ["--models", hub / "models.parquet", "--accounts", hub / "accounts.csv",
                     "--downloads", hub / FILES[kind], *more, "--out", out]
        self.assert_done("report", *arguments)
        return out, json.loads((out / "manifest.json").read_text())

    @staticmethod
    def rows(out: Path, table: str) -> list[dict[str, str]]:
        with (out / "tables" / f"{table}.csv").open(newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    def months(self, out: Path) -> dict[str, int]:
        return {row["window"]: int(row["total"]) for row in self.rows(out, "concentration")
                if row["grain"] == "month" and row["over"] == "models" and row["total"] != "0"}

    def test_months_and_rejections_are_those_that_the_generator_counted(self) -> None:
        expected = json.loads((hub_of_all_kinds() / "expected.json").read_text())
        for kind in FILES:
            with self.subTest(kind=kind):
                out, manifest = self.report_of(kind)
                name = EXPECTED.get(kind, kind)
                wanted = expected[name] if name != "daily" else {
                    "rows": expected["all"]["records"],
                    "months": {month: sums["downloads"]
                               for month, sums in expected["months"].items()}}
                self.assert_rows_add_up(manifest)
                self.assertEqual(manifest["records"]["read"], wanted["rows"])
                self.assertEqual(manifest["records"]["rejected"], wanted.get("rejected", {}))
                months = {month: sum_ for month, sum_ in wanted["months"].items() if sum_}
                self.assertEqual(self.months(out), months)

    def test_kinds_of_single_downloads_give_the_same_tables(self) -> None:
        daily, _ = self.report_of("daily")
        for kind, basis in (("publisher", "daily records"), ("requests (Parquet)", "requests"),
                            ("requests (CSV)", "requests")):
            with self.subTest(kind=kind):
                out, _ = self.report_of(kind)
                tables = sorted(path.stem for path in (daily / "tables").glob("*.csv"))
                if basis == "requests":
                    tables = [table for table in tables if table not in OF_DAILY_RECORDS]
                written = {path.stem for path in (out / "tables").glob("*.csv")}
                self.assertEqual(written & OF_REQUESTS,
                                 OF_REQUESTS if basis == "requests" else set())
                self.assertEqual(sorted(written - OF_REQUESTS), tables)
                for table in tables:
                    if table == "claims":  # its definitions name the basis
                        continue
                    rows = self.rows(out, table)
                    self.assertEqual(without(rows, OF_RECORDS),
                                     without(self.rows(daily, table), OF_RECORDS), table)
                    bases = {row["basis"] for row in rows if "basis" in row}
                    self.assertLessEqual(bases, {basis}, table)

    def test_month_ends_of_counters_give_the_months_of_the_daily_records(self) -> None:
        """The series begins before all records, so that nothing is lost in a baseline."""
        daily, _ = self.report_of("daily")
        series, manifest = self.report_of("cumulative")
        self.assertEqual(manifest["corrections"]["falls_by_month"], 0)
        for table in ("concentration", "country_share", "kind_share", "size_classes"):
            with self.subTest(table=table):
                wanted = [row for row in self.rows(daily, table) if row["grain"] == "month"]
                months = {row["window"] for row in wanted}
                found = [row for row in self.rows(series, table) if row["window"] in months]
                ignored = OF_RECORDS | {"complete"}
                self.assertGreater(len(wanted), 0)
                self.assertEqual(without(found, ignored), without(wanted, ignored))
                self.assertEqual({row["basis"] for row in found}, {"differences of snapshots"})

    def test_rolling_values_name_their_basis(self) -> None:
        out, _ = self.report_of("rolling30")
        bases = {(row["grain"], row["basis"]) for row in self.rows(out, "concentration")}
        self.assertEqual(bases, {("month", "30-day sample"), ("year", "sum of 30-day samples"),
                                 ("all", "sum of 30-day samples"),
                                 ("last-12-months", "sum of 30-day samples")})
        self.assertFalse(OF_DAILY_RECORDS & {path.stem for path in (out / "tables").glob("*.csv")})

    def test_api_objects_are_the_same_dump(self) -> None:
        hub = hub_of_all_kinds()
        for file in ("models.jsonl", "models.json"):
            with self.subTest(file=file):
                outs = []
                for models in (hub / "models.parquet", hub / "api" / file):
                    out = self.folder / f"{file}-{models.suffix[1:]}"
                    self.assert_done("report", "--models", models, "--downloads",
                                     hub / "downloads", "--accounts", hub / "accounts.csv",
                                     "--out", out)
                    outs.append(out)
                tables = sorted(path.name for path in (outs[0] / "tables").glob("*.csv"))
                self.assertGreater(len(tables), 10)
                for table in tables:
                    self.assertEqual((outs[1] / "tables" / table).read_bytes(),
                                     (outs[0] / "tables" / table).read_bytes(), table)

    def test_inspect_tells_every_kind(self) -> None:
        for path, *needles in (
                ("downloads/2025-12-31.parquet", "daily download records"),
                ("publisher/publisher-analytics.csv", "daily download records", "used as total"),
                ("rolling30/rolling30.csv", "rolling30 download records", "used as downloads_30d"),
                ("requests/requests.csv", "requests download records", "used as status"),
                ("requests/requests.parquet", "requests download records", "used as country"),
                ("snapshots/2024-05-31/models.parquet", "models dump",
                 "a snapshot of 2024-05-31", "used as downloadsAllTime"),
                ("api/models.jsonl", "models dump", "objects of the Hub API"),
                ("api/datasets.jsonl", "datasets (--datasets): objects"),
                ("api/spaces.jsonl", "spaces (--spaces): objects"),
                ("api/organizations.jsonl", "organizations (--organizations): objects"),
                ("api/daily_papers.jsonl", "papers (--papers): objects")):
            with self.subTest(path=path):
                text = self.assert_done("inspect", hub_of_all_kinds() / path).stdout
                for needle in needles:
                    self.assertIn(needle, text)

    def test_lists_of_others_are_no_models_and_objects_no_records(self) -> None:
        hub = hub_of_all_kinds()
        for name, what in (("datasets", "datasets"), ("spaces", "spaces"),
                           ("organizations", "organizations"), ("daily_papers", "papers")):
            self.assert_report_refused(4, ["--models", hub / "api" / f"{name}.jsonl"],
                                       f"{name}.jsonl", f"it holds {what}, not models")
        self.assert_report_refused(4, ["--downloads", hub / "api/models.jsonl"], "models.jsonl",
                                   "it is JSON")

    def test_a_mix_of_kinds_is_refused_by_name(self) -> None:
        hub = hub_of_all_kinds()
        self.assert_report_refused(
            4, ["--downloads", hub / "publisher", hub / "requests/requests.csv"],
            "different kinds", "daily", "requests", "--downloads-kind")

    def test_no_grain_finer_than_months_of_rolling_values(self) -> None:
        for grain in ("week", "day"):
            self.assert_report_refused(
                2, ["--downloads", hub_of_all_kinds() / "rolling30", "--grain", grain],
                "--grain " + grain, "months")


def without(rows: list[dict[str, str]], names: set[str]) -> list[dict[str, str]]:
    return [{name: value for name, value in row.items() if name not in names} for row in rows]
