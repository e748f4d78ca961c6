"""Checks the tables of a report against their SQL twins (tests/sql/<table>.sql).

    twins.py --report DIR --models FILE [--downloads PATH...] [--accounts FILE]
             [--builtin-accounts FILE] [--grain G] [--as-of D] [--from D] [--to D]
             [--column WANTED=ACTUAL]... [--downloads-kind K] [--datasets FILE] [--spaces FILE]
             [--papers FILE] [--organizations FILE] [--companies FILE]
        one report, made from those inputs with those options

    twins.py --suite BINARY --shared DIR
        reports that BINARY makes: of a Hub that it generates, of a tiny Hub of edge cases and of
        the real files in DIR/data/real, there also against published values

    twins.py --self-test [--shared DIR]
        no report: the twins against a third computation in plain Python and the published values,
        and every comparison seen to fail on a changed cell

Prints a line for each table and ends with 'N passed, N failed, N skipped'; exit 1 if any failed.
"""

from __future__ import annotations

import argparse
import datetime as dt
import subprocess
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import brute_force
import make_tiny_hub
import twin_self_test
from twin_compare import Difference, compare, expected_rows
from twin_inputs import Inputs, Twin, load, run_twins

# The input without which a table is not written, or several, all of them (`+`) or one (`|`); the
# others need any window.
NEEDS = {
    "growth": "models|datasets|spaces",
    "dataset_tasks": "datasets",
    "papers": "papers",
    "papers_countries": "papers",
    "verified_companies": "companies+organizations",
    "verified_companies_summary": "companies+organizations",
    "record_distribution": "downloads",
    "adoption_by_age": "models",
    "adoption_by_age_models": "models",
    "engagement": "models",
    "engagement_curve": "models",
    "likes": "models",
    "likes_downloads": "models",
    "likes_overlap": "models",
    "lineage": "models",
    "lineage_accounts": "models",
    "lineage_bases": "models",
    "lineage_companies": "models",
    "lineage_depth": "models",
    "lineage_families": "models",
    "lineage_graph": "models",
    "lineage_periods": "models",
    "country_share": "annotations",
    "country_share_known": "annotations",
    "country_share_overtakes": "annotations",
    "kind_share": "annotations",
    "kind_share_individual": "annotations",
    "kind_share_known": "annotations",
    "organizations": "models",
    "organizations_releases": "models",
    "organizations_sizes": "models",
    "sovereignty": "annotations",
    "sovereignty_accounts": "annotations",
    "sovereignty_champions": "champions",
    "sovereignty_home": "requests",
    "trending": "dumps+annotations",
    "trending_entities": "dumps+annotations",
    "trending_models": "dumps+annotations",
    "trending_peaks": "dumps+annotations",
    "usage_matrix": "requests",
    "usage_matrix_home": "requests",
    "communities": "models",
    "communities_overlap": "models",
    "licenses": "annotations",  # and models
    "outlook": "downloads",
    "outlook_forecast": "downloads",
}
LISTS = ("datasets", "spaces", "papers", "organizations", "companies")  # beside the models
# Those that need daily records, too.
DAILY = {"record_distribution", "adoption_by_age", "adoption_by_age_models", "engagement",
         "engagement_curve"}
HUB_STATS = "hub_stats_2026-06-05/models.parquet"
FORTUNE_500 = "fortune500/fortune500_2025.csv"
HUB_2022 = "hub_2022-07-02/models.csv.gz"
# METRICS.md, "Real values to test against": ratios rounded to 6 decimals, then n and the median.
REAL_VALUES = {
    (HUB_2022, "last-30-days"):
        (0.995786, 0.900527, 0.337371, 0.966555, 0.997838, 0.925131, 0.308875, 55524, 2),
    (HUB_STATS, "lifetime"):
        (0.976392, 0.943893, 0.155398, 0.714030, 0.984611, 0.274058, 0.009359, 4167, 611),
    (HUB_STATS, "last-30-days"):
        (0.979174, 0.969751, 0.061603, 0.692901, 0.994182, 0.731461, 0.033357, 4167, 10),
}
ROLLING = "daily_2024-2026/rolling30.csv.gz"
# METRICS.md, of that file alone: by month the downloads and the models that have some.
ROLLING_MONTHS = {"2025-01": (12229910, 178), "2025-12": (8025468, 137), "2026-04": (35235994, 100)}
ROLLING_INCOMPLETE = ["2024-05", "2026-05"]
REAL_RATIOS = ("gini", "top_200", "top_0_01_pct", "top_1_pct", "top_10_pct", "below_200")


@dataclass
class Count:
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def passes(self, line: str) -> None:
        self.passed += 1
        print(line)

    def fails(self, line: str) -> None:
        self.failed += 1
        print(f"FAILED {line}")

    def skips(self, line: str) -> None:
        self.skipped += 1
        print(f"skipped {line}")

    def finish(self) -> int:
        print(f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped")
        return 1 if self.failed or not self.passed else 0


def check_report(report: Path, twins: dict[str, Twin], count: Count) -> None:
    """Every table of the report against its twin; a table that no twin knows is a failure."""
    written = sorted(path.stem for path in (report / "tables").glob("*.parquet"))
    for name in written:
        if name not in twins:
            count.fails(f"{name}: has no twin, tests/sql/{name}.sql")
            continue
        try:
            count.passes(f"{name}: {compare(report, twins[name])} rows equal")
        except Difference as difference:
            count.fails(f"{name}: {difference}")
    if not written:
        count.fails(f"{report}/tables holds no table")


def has_inputs(inputs: Inputs, needs: str) -> bool:
    if "+" in needs:
        return all(getattr(inputs, name) for name in needs.split("+"))
    return any(getattr(inputs, name) for name in needs.split("|"))


def check_presence(report: Path, inputs: Inputs, twins: dict[str, Twin], count: Count) -> None:
    """In the suite nothing is left out, so that exactly the tables with their inputs are there."""
    for name, twin in twins.items():
        is_written = (report / "tables" / f"{name}.parquet").exists()
        is_possible = name not in NEEDS or has_inputs(inputs, NEEDS[name])
        is_possible &= name not in DAILY or (
            bool(inputs.downloads) and inputs.downloads_kind == "daily")
        if is_written and not is_possible:
            count.fails(f"{name}: written without the inputs that it can be made of")
        if not is_written and is_possible and twin.rows:
            count.fails(f"{name}: not written, the twin has {len(twin.rows)} rows")


def check_brute_force(inputs: Inputs, twins: dict[str, Twin], count: Count) -> None:
    """The twins against brute_force.py, in the columns that it computes."""
    hub = brute_force.Hub(inputs.models, inputs.downloads, inputs.annotations, inputs.grain,
                          inputs.first, inputs.last, inputs.downloads_kind)
    lineage = load(inputs).execute("SELECT id, derived_account, derived_country FROM derived")
    derived = Twin("derived", [column[0] for column in lineage.description], lineage.fetchall(),
                   ["id"], [])
    names = ("concentration", "country_share", "country_share_overtakes", "size_classes")
    for twin in (*(twins[name] for name in names), derived):
        wanted = getattr(brute_force, twin.name)(hub)
        actual = {tuple(row[name] for name in twin.key): row for row in expected_rows(twin)}
        difference = _first_difference(actual, wanted)
        if difference:
            count.fails(f"brute force, {twin.name}: {difference}")
        else:
            count.passes(f"brute force, {twin.name}: {len(wanted)} rows equal")


def _first_difference(actual: brute_force.Rows, wanted: brute_force.Rows) -> str | None:
    if actual.keys() != wanted.keys():
        return f"rows on one side only: {sorted(actual.keys() ^ wanted.keys())[:3]}"
    for key, row in wanted.items():
        for name, value in row.items():
            if actual[key][name] != value:
                return f"{key}, column {name}: the twin has {actual[key][name]!r}, not {value!r}"
    return None


def check_real_values(inputs: Inputs, file: str, rows: list[dict], count: Count) -> None:
    """The published values against the rows of `concentration`; the median, which no table
    prints, against the twins' own values."""
    connection = load(inputs)
    for (name, window), wanted in REAL_VALUES.items():
        if name != file:
            continue
        row = next(row for row in rows if row["window"] == window and row["over"] == "models")
        median, = connection.execute(
            "SELECT nearest_rank(list(downloads ORDER BY downloads), 500) FROM window_values"
            " WHERE window_name = ?", [window]).fetchone()
        values = tuple(round(row[column], 6) for column in REAL_RATIOS)
        values += (round((row["n"] - row["nonzero"]) / row["n"], 6), row["n"], median)
        if values == wanted:
            count.passes(f"published values, {window}: {len(values)} values equal")
        else:
            count.fails(f"published values, {window}: {values}, published {wanted}")


def real_inputs(shared: Path | None, count: Count) -> dict[str, Inputs]:
    real = shared / "data" / "real" if shared else None
    if real is None or not real.is_dir():
        count.skips(f"real files: {real or 'no --shared folder'} is not there")
        return {}
    return {HUB_STATS: Inputs(models=real / HUB_STATS),
            HUB_2022: Inputs(models=real / HUB_2022,
                             columns={"id": "model", "pipeline_tag": "task"})}


def options_of(inputs: Inputs) -> list[str]:
    options = ["--grain", inputs.grain]
    for flag, value in (("--models", inputs.models), ("--accounts", inputs.accounts),
                        ("--datasets", inputs.datasets), ("--spaces", inputs.spaces),
                        ("--papers", inputs.papers), ("--organizations", inputs.organizations),
                        ("--companies", inputs.companies), ("--champions", inputs.champions),
                        ("--as-of", inputs.as_of), ("--from", inputs.first), ("--to", inputs.last)):
        options += [flag, str(value)] if value else []
    options += ["--dumps", *map(str, inputs.dumps)] if inputs.dumps else []
    options += [] if inputs.builtin_accounts else ["--no-builtin-accounts"]
    options += ["--all-organizations"] if inputs.all_organizations else []
    options += ["--downloads", *map(str, inputs.downloads)] if inputs.downloads else []
    options += ["--downloads-kind", inputs.downloads_kind] if inputs.downloads_kind != "daily" \
        else []
    for wanted, actual in inputs.columns.items():
        options += ["--column", f"{wanted}={actual}"]
    return options


def lists(hub: Path) -> dict[str, Path]:
    """The lists beside the models that a Hub has."""
    files = {"datasets": "datasets.jsonl", "spaces": "spaces.parquet", "papers": "papers.jsonl",
             "organizations": "organizations.jsonl", "companies": "companies.csv"}
    return {name: hub / file for name, file in files.items() if (hub / file).exists()}


def list_variants(hub: Path) -> dict[str, Inputs]:
    """The lists of a Hub with and without what they are joined with."""
    everything = Inputs(hub / "models.parquet", accounts=hub / "accounts.csv", **lists(hub))
    no_lists = dict.fromkeys(lists(hub))
    return {
        "lists until a day": replace(everything, as_of="2024-02-29", grain="week",
                                     papers=hub / "papers.parquet"),
        "all organizations": replace(everything, all_organizations=True),
        "lists only": replace(everything, models=None, accounts=None),
        "spaces only": replace(everything, **(no_lists | {"spaces": everything.spaces}),
                               models=None, accounts=None),
        "companies only": replace(everything, models=None, datasets=None, spaces=None, papers=None),
    }


def variants(hub: Path) -> dict[str, Inputs]:
    """The ways in which a Hub of models, downloads and accounts can be read."""
    full = Inputs(hub / "models.parquet", (hub / "downloads",), hub / "accounts.csv", **lists(hub))
    last, = load(replace(full, models=None)).execute("SELECT max(day) FROM records").fetchone()
    # Two months' worth of days that leave out the end.
    first = (last or dt.date(2024, 6, 30)) - dt.timedelta(days=100)
    return {
        "month": full,
        "week": replace(full, grain="week"),
        "day": replace(full, grain="day", first=str(first),
                       last=str(first + dt.timedelta(days=61))),
        "dump and accounts": replace(full, downloads=()),
        "dump only": Inputs(models=full.models, as_of="2024-02-29", grain="day"),
        "no accounts": replace(full, accounts=None),
        "records only": Inputs(downloads=full.downloads),
        "records and accounts": replace(full, models=None),
    }


def kind_variants(hub: Path) -> dict[str, Inputs]:
    """The same Hub with records of the kinds that are not daily."""
    snapshots = Inputs(hub / "models.parquet", (hub / "snapshots",), hub / "accounts.csv",
                       downloads_kind="cumulative")
    rolling = replace(snapshots, downloads=(hub / "rolling30",), downloads_kind="rolling30")
    return {
        "snapshots": snapshots,
        "snapshots by week": replace(snapshots, grain="week"),
        # Were the first month complete, there would be last-12-months.
        "snapshots from a first of a month": replace(snapshots, first="2023-12-01",
                                                     last="2024-11-30"),
        "snapshots only": replace(snapshots, models=None, accounts=None),
        "requests": replace(snapshots, downloads=(hub / "requests",), downloads_kind="requests",
                            champions=hub / "champions.csv"),
        "series of dumps": replace(rolling, downloads=(), downloads_kind="daily",
                                   dumps=(hub / "dumps",)),
        "series of dumps only": Inputs(dumps=(hub / "dumps",), accounts=hub / "accounts.csv"),
        "rolling sums": rolling,
        "rolling sums only": replace(rolling, models=None, accounts=None),
    }


def check_rolling(shared: Path | None, count: Count) -> None:
    """The twin of the real rolling series against what is published of its months."""
    path = shared / "data" / "real" / ROLLING if shared else None
    if path is None or not path.is_file():
        count.skips(f"{ROLLING}: {path or 'no --shared folder'} is not there")
        return
    twin = run_twins(Inputs(downloads=(path,), downloads_kind="rolling30"))["concentration"]
    months = {row["window"]: row for row in expected_rows(twin)
              if row["grain"] == "month" and row["over"] == "models"}
    values = {month: (months[month]["total"], months[month]["nonzero"]) for month in ROLLING_MONTHS}
    incomplete = [month for month, row in months.items() if not row["complete"]]
    if (values, incomplete) == (ROLLING_MONTHS, ROLLING_INCOMPLETE):
        count.passes(f"published values, {ROLLING}: {len(values)} months equal")
    else:
        count.fails(f"published values, {ROLLING}: {values}, incomplete {incomplete}")


def generated_kinds(binary: Path, hub: Path) -> dict[str, Inputs]:
    """A small generated Hub in every kind of download records."""
    subprocess.run([binary, "generate", "--models", "300", "--records", "800", "--seed", "3",
                    "--kinds", "api,publisher,cumulative,rolling30,requests", "--out", hub],
                   check=True)
    api = hub / "api"
    dump = Inputs(hub / "models.parquet", accounts=hub / "accounts.csv",
                  datasets=api / "datasets.jsonl", spaces=api / "spaces.jsonl",
                  papers=api / "daily_papers.jsonl", organizations=api / "organizations.jsonl")
    files = {"daily": ["publisher/publisher-analytics.csv"],
             "cumulative": sorted((hub / "snapshots").glob("*/models.parquet")),
             "rolling30": ["rolling30/rolling30.csv"],
             "requests": ["requests/requests.parquet"]}
    return {kind: replace(dump, downloads=tuple(hub / file for file in found),
                          downloads_kind=kind) for kind, found in files.items()}


def full_variants(binary: Path, hub: Path) -> dict[str, Inputs]:
    """A small generated Hub with an input for every flag, and the requests planted in it."""
    subprocess.run([binary, "generate", "--models", "300", "--records", "800", "--seed", "3",
                    "--kinds", "full", "--out", hub], check=True)
    api = hub / "api"
    full = Inputs(hub / "models.parquet", (hub / "downloads",), hub / "accounts.csv",
                  datasets=api / "datasets.parquet", spaces=api / "spaces.jsonl",
                  papers=api / "daily_papers.jsonl", organizations=api / "organizations.jsonl",
                  companies=hub / "companies.csv", champions=hub / "champions.csv",
                  dumps=tuple(sorted((hub / "snapshots").glob("*/models.parquet"))))
    return {"full": full,
            "full requests": replace(full, downloads=(hub / "home-bias" / "requests.csv",),
                                     downloads_kind="requests", dumps=())}


def builtin_variants(file: Path, root: Path) -> dict[str, Inputs]:
    """Built-in accounts alone, and below a user's file that corrects some and adds one."""
    known = Inputs(models=root / "known" / "models.parquet", builtin_accounts=file)
    corrected = root / "corrected.csv"
    corrected.write_text("handle,country,kind\nmistralai,DE,\nQwen,,academia\nnobody,IT,\n")
    return {"built-in accounts": known,
            "corrected accounts": replace(known, accounts=corrected),
            "no accounts": replace(known, builtin_accounts=None)}


def suite(binary: Path, shared: Path | None, count: Count) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        make_tiny_hub.make(root / "tiny")
        make_tiny_hub.make_empty(root / "empty")
        subprocess.run([binary, "generate", "--models", "3000", "--records", "60000", "--seed", "7",
                        "--out", root / "generated"], check=True)
        for hub in ("tiny", "empty", "generated"):
            others = kind_variants(root / hub) if hub == "tiny" else {}
            others |= list_variants(root / hub) if hub != "generated" else {}
            for name, inputs in (variants(root / hub) | others).items():
                out = root / f"{hub} {name}"
                twins = run_and_check(binary, inputs, out, count)
                if inputs.models is None and not inputs.downloads:
                    continue
                # The plain Python is slow, and reads no requests.
                if (inputs.grain != "week" and inputs.as_of is None
                        and inputs.downloads_kind != "requests"):
                    check_brute_force(inputs, twins, count)
        generated = generated_kinds(binary, root / "kinds") | full_variants(binary, root / "full")
        for kind, inputs in generated.items():
            run_and_check(binary, inputs, root / f"generated {kind}", count)
        make_tiny_hub.make_known(root / "known")
        builtin = root / "builtin.csv"
        subprocess.run([binary, "accounts", "--out", builtin], check=True)
        for name, inputs in builtin_variants(builtin, root).items():
            check_brute_force(inputs, run_and_check(binary, inputs, root / f"known {name}", count),
                              count)
        rolling = shared / "data" / "real" / ROLLING if shared else None
        if rolling and rolling.is_file():
            run_and_check(binary, Inputs(downloads=(rolling,), downloads_kind="rolling30"),
                          root / "real rolling30", count)
        else:
            count.skips(f"{ROLLING}: {rolling or 'no --shared folder'} is not there")
        for file, inputs in real_inputs(shared, count).items():
            out = root / file.split("/")[0]
            run_and_check(binary, replace(inputs, builtin_accounts=builtin),
                          root / f"{out.name} built-in accounts", count)
            companies = shared / "data" / "real" / FORTUNE_500
            listed = replace(inputs, organizations=root / "tiny" / "organizations.jsonl",
                             companies=companies, builtin_accounts=builtin)
            run_and_check(binary, listed, root / f"{out.name} companies", count)
            twins = run_and_check(binary, inputs, out, count)
            if (out / "tables" / "concentration.parquet").exists():
                rows = twin_self_test.read_rows(out, "concentration")
                check_real_values(inputs, file, rows, count)


def run_and_check(binary: Path, inputs: Inputs, out: Path, count: Count) -> dict[str, Twin]:
    print(f"-- {out.name}")
    twins = run_twins(inputs)
    run = subprocess.run([binary, "report", *options_of(inputs), "--out", out],
                         capture_output=True, text=True)
    if run.returncode != 0:
        count.fails(f"report ended with {run.returncode}: {run.stderr.strip()[-400:]}")
        return twins
    check_report(out, twins, count)
    check_presence(out, inputs, twins, count)
    return twins


def self_test(shared: Path | None, count: Count) -> None:
    seen: set[str] = set()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        make_tiny_hub.make(root / "tiny")
        make_tiny_hub.make_empty(root / "empty")
        for hub in ("tiny", "empty"):
            others = kind_variants(root / hub) if hub == "tiny" else {}
            for name, inputs in (variants(root / hub) | others).items():
                print(f"-- {hub} {name}")
                twins = run_twins(inputs)
                if inputs.as_of is None and inputs.downloads_kind != "requests":
                    check_brute_force(inputs, twins, count)
                if hub == "tiny":
                    unseen = {table: twin for table, twin in twins.items()
                              if table not in seen and len(twin.rows) > 1}
                    twin_self_test.see_every_comparison_fail(root / "report", unseen, count)
                    seen |= unseen.keys()
        for table in sorted(twins.keys() - seen):
            count.fails(f"{table}: has no two rows in any tiny Hub, so that no comparison was seen "
                        "to fail")
    for file, inputs in real_inputs(shared, count).items():
        print(f"-- {file}")
        twins = run_twins(inputs)
        check_real_values(inputs, file, expected_rows(twins["concentration"]), count)
    check_rolling(shared, count)


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    mode = parser.add_mutually_exclusive_group(required=True)
    mode.add_argument("--report", type=Path, metavar="DIR")
    mode.add_argument("--suite", type=Path, metavar="BINARY")
    mode.add_argument("--self-test", action="store_true")
    parser.add_argument("--shared", type=Path, metavar="DIR")
    parser.add_argument("--models", type=Path, metavar="FILE")
    parser.add_argument("--downloads", type=Path, nargs="+", default=[], metavar="PATH")
    parser.add_argument("--accounts", type=Path, metavar="FILE")
    parser.add_argument("--builtin-accounts", type=Path, metavar="FILE",
                        help="what `hubcensus accounts` printed; without it they are left out")
    for name in LISTS:
        parser.add_argument(f"--{name}", type=Path, metavar="FILE")
    parser.add_argument("--grain", choices=("month", "week", "day"), default="month")
    parser.add_argument("--as-of", metavar="DAY")
    parser.add_argument("--from", dest="first", metavar="DAY")
    parser.add_argument("--to", dest="last", metavar="DAY")
    parser.add_argument("--downloads-kind", choices=("daily", "cumulative", "rolling30", "requests"),
                        default="daily")
    parser.add_argument("--column", action="append", default=[], metavar="WANTED=ACTUAL")
    return parser.parse_args()


def main() -> int:
    arguments = parse_arguments()
    count = Count()
    if arguments.suite:
        suite(arguments.suite.resolve(), arguments.shared, count)
    elif arguments.self_test:
        self_test(arguments.shared, count)
    else:
        columns = dict(text.split("=", 1) for text in arguments.column)
        inputs = Inputs(arguments.models, tuple(arguments.downloads), arguments.accounts,
                        arguments.builtin_accounts, arguments.grain, arguments.as_of,
                        arguments.first, arguments.last, columns, arguments.downloads_kind,
                        **{name: getattr(arguments, name) for name in LISTS})
        check_report(arguments.report, run_twins(inputs), count)
    return count.finish()


if __name__ == "__main__":
    sys.exit(main())
