"""The facts that the generator plants in a full Hub, each against its cell of a report."""

from __future__ import annotations

import functools
import json
from pathlib import Path

import pyarrow.parquet as pq

from . import program
from .program import ProgramTest, generated_hub, run

# Who only downloads is in no list.
NEVER_COMPUTED = {"users_total"}
# Each fact names its report: more records would blur some of them.
REPORTS = ("all", "records", "requests")


def cell(rows: list[dict], where: dict, column: str) -> object:
    """Of the first row with those cells."""
    for row in rows:
        if all(row[name] == value for name, value in where.items()):
            return row[column]
    raise LookupError(f"no row with {where}")


class Report:
    """The tables of a report, each read once."""

    def __init__(self, out: Path) -> None:
        self.table = functools.cache(
            lambda name: pq.read_table(out / "tables" / f"{name}.parquet").to_pylist())

    def difference(self, fact: dict) -> str:
        """Empty where the cell has the value of the fact."""
        found = cell(self.table(fact["table"]), fact["row"], fact["column"])
        same = found == fact["value"] and isinstance(found, bool) == isinstance(fact["value"], bool)
        return "" if same else f"{found!r} instead of {fact['value']!r}"


@functools.cache
def reports() -> dict[str, Report]:
    """Of the full Hub, with all inputs; with its planted records alone; with its requests."""
    hub = generated_hub("--kinds", "full")
    lists = hub / "api"
    common = ["--models", hub / "models.parquet", "--accounts", hub / "accounts.csv"]
    others = ["--datasets", lists / "datasets.parquet", "--spaces", lists / "spaces.jsonl",
              "--papers", lists / "daily_papers.jsonl",
              "--organizations", lists / "organizations.jsonl",
              "--companies", hub / "companies.csv", "--champions", hub / "champions.csv",
              "--dumps", hub / "snapshots/*/*.parquet"]
    inputs = {"all": ["--downloads", hub / "downloads", *others],
              "records": ["--downloads", hub / "downloads" / "planted.parquet"],
              "requests": ["--downloads", hub / "home-bias" / "requests.csv"]}
    made = {}
    for name in REPORTS:
        out = program.scratch / f"planted-{name}"
        done = run("report", *common, *inputs[name], "--out", out)
        if done.returncode != 0:
            raise AssertionError(f"report {name} ended with {done.returncode}: {done.stderr}")
        made[name] = Report(out)
    return made


class PlantedTest(ProgramTest):
    def facts(self) -> list[dict]:
        expected = json.loads((generated_hub("--kinds", "full") / "expected.json").read_text())
        return expected["planted"]["facts"]

    def test_every_fact_is_in_its_cell(self) -> None:
        facts = self.facts()
        for fact in facts:
            with self.subTest(**fact):
                self.assertEqual(reports()[fact["report"]].difference(fact), "")
        self.assertEqual({fact["report"] for fact in facts}, set(REPORTS))
        tables = {"country_share_overtakes", "dataset_tasks", "engagement", "kind_share",
                  "lineage_companies", "lineage_families", "likes", "organizations_releases",
                  "papers_countries", "sovereignty_champions", "trending", "trending_entities",
                  "trending_peaks", "usage_matrix_home", "verified_companies_summary", "claims"}
        self.assertEqual({fact["table"] for fact in facts}, tables)

    def test_a_changed_cell_is_seen(self) -> None:
        for fact in self.facts():
            report = reports()[fact["report"]]
            rows = [dict(row) for row in report.table(fact["table"])]
            row = next(row for row in rows
                       if all(row[name] == value for name, value in fact["row"].items()))
            value = row[fact["column"]]
            row[fact["column"]] = value + "x" if isinstance(value, str) else value + 1
            changed = Report(Path())
            changed.table = lambda _, rows=rows: rows
            with self.subTest(**fact):
                self.assertNotEqual(changed.difference(fact), "")

    def test_every_claim_is_computed_in_a_report(self) -> None:
        claims: dict[str, set[str]] = {}
        for name in ("all", "requests"):
            for row in reports()[name].table("claims"):
                claims.setdefault(row["claim"], set()).add(row["status"])
        missing = {claim: status for claim, status in claims.items() if "computed" not in status}
        self.assertEqual(set(missing), NEVER_COMPUTED, missing)
        self.assertGreater(len(claims), 40)

    def test_the_totals_count_the_planted_records(self) -> None:
        expected = json.loads((generated_hub("--kinds", "full") / "expected.json").read_text())
        windows = {"all": expected["all"], **expected["years"], **expected["months"]}
        self.assertEqual(len(windows), 1 + 5 + 49)
        report = reports()["all"]
        totals = {(row["window"], row["over"]): (row["records"], row["total"])
                  for row in report.table("concentration")}
        for name, window in windows.items():
            with self.subTest(window=name):
                self.assertEqual(totals[name, "models"], (window["records"], window["downloads"]))
                for table, key, sums in (("kind_share", "kind", window["by_kind"]),
                                         ("size_classes", "class", window["by_size_class"])):
                    found = {row[key]: row["downloads"] for row in report.table(table)
                             if row["window"] == name and row["downloads"]}
                    self.assertEqual(found, {k: v for k, v in sums.items() if v})

    def test_a_cumulative_report_counts_the_rises(self) -> None:
        hub = generated_hub("--kinds", "full")
        expected = json.loads((hub / "expected.json").read_text())["cumulative"]
        manifest = self.report("--models", hub / "models.parquet",
                               "--downloads", hub / "snapshots/*/*.parquet")
        self.assertEqual(manifest["records"]["read"], expected["rows"])
        rows = pq.read_table(self.out / "tables" / "concentration.parquet").to_pylist()
        months = {row["window"]: row["total"] for row in rows
                  if row["grain"] == "month" and row["over"] == "models"}
        self.assertEqual(months, expected["months"])
