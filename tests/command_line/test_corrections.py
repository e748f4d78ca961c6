"""What a report corrects, checks and asks for in records that are no plain daily ones."""

from __future__ import annotations

import csv
import itertools
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from . import small_hub
from .program import ProgramTest, digests
from .small_hub import csv_text, dump_rows, object_id, write_text

# A fall (1), a rename (2), a model made in the time of the series (3), one that was there before
# it and came late (4). The middle of February is no end of a month.
SERIES = {
    "2024-01-31": dump_rows((1, "acme/big-70B", 100), (2, "bolt/old", 10)),
    "2024-02-14": dump_rows((1, "acme/big-70B", 120), (2, "bolt/old", 11), (3, "ann/new", 20)),
    "2024-02-29": dump_rows((1, "acme/big-70B", 80), (2, "bolt/new", 17), (3, "ann/new", 50),
                            (4, "acme/late", 30)),
    "2024-03-31": dump_rows((1, "acme/big-70B", 95), (2, "bolt/new", 20), (3, "ann/new", 60),
                            (4, "acme/late", 33)),
}
CORRECTIONS = {"falls_by_month": 1, "fallen_downloads_by_month": 20, "baselines": 3}
MONTHS = {"2024-01": (0, "false"), "2024-02": (57, "true"), "2024-03": (31, "true")}


class CorrectionsTest(ProgramTest):
    def windows(self, out: Path | None = None) -> dict[str, dict[str, str]]:
        """The rows of concentration over models, by their window."""
        path = (out or self.out) / "tables" / "concentration.csv"
        with path.open(newline="", encoding="utf-8") as file:
            return {row["window"]: row for row in csv.DictReader(file) if row["over"] == "models"}

    def totals(self, out: Path | None = None) -> dict[str, int]:
        return {name: int(row["total"]) for name, row in self.windows(out).items()}


class PublisherTest(CorrectionsTest):
    def test_running_totals(self) -> None:
        """Anchors are not checked; a wrong total differs once, a missing row to the run's end."""
        header = small_hub.PUBLISHER[0]
        sound = [("model", "acme/a", 10 * i, f"2024-01-0{i}T00:00:00.000Z", 10)
                 for i in range(1, 6)]
        other = [("dataset", "acme/a", 7, "2024-01-01T00:00:00.000Z", 7),
                 ("dataset", "acme/a", 9, "2024-01-02T00:00:00.000Z", 2)]
        wrong = list(sound)
        wrong[2] = (*wrong[2][:2], 31, *wrong[2][3:])
        gap = sound[:1] + sound[2:]
        for name, rows, counted, checked, differing in (
                ("sound", sound, 5, 4, 0), ("wrong", wrong, 5, 4, 1), ("gap", gap, 4, 3, 3),
                ("two", [*wrong, *other], 5, 5, 1)):
            for threads in (1, 2):
                with self.subTest(f"{name}, {threads} threads"):
                    path = write_text(self.folder / f"{name}.csv", csv_text([header, *rows]))
                    out = self.folder / f"{name}-{threads}"
                    manifest = self.report("--downloads", path, "--threads", threads, out=out)
                    self.assert_rows_add_up(manifest)
                    self.assertEqual(manifest["corrections"], {"totals_checked": checked,
                                                               "totals_differing": differing})
                    self.assertEqual(manifest["records"]["counted"], counted)
                    self.assertEqual(self.totals(out)["2024-01"], 10 * counted)


class SeriesTest(CorrectionsTest):
    def setUp(self) -> None:
        super().setUp()
        created = {1: "2023-01-05", 2: "2023-03-07", 3: "2024-02-10", 4: "2022-05-01"}
        names = {1: "acme/big-70B", 2: "bolt/new", 3: "ann/new", 4: "acme/late"}
        self.models = write_text(self.folder / "models.csv", csv_text(
            [("_id", "id", "createdAt"),
             *((object_id(n), names[n], created[n]) for n in names)]))

    def write_series(self, codec: str) -> list[Path]:
        paths = []
        for day, rows in SERIES.items():
            folder = self.folder / codec / day
            folder.mkdir(parents=True)
            paths.append(folder / f"dump.{codec}")
            if codec == "csv":
                write_text(paths[-1], csv_text(rows))
            else:
                pq.write_table(small_hub.table_of(rows), paths[-1])
        return paths

    def test_every_order_of_the_files(self) -> None:
        reports = []
        for codec in ("csv", "parquet"):
            paths = self.write_series(codec)
            orders = list(itertools.permutations(paths))
            for i, order in enumerate(orders if codec == "csv" else orders[::7]):
                with self.subTest(order=[path.parent.name for path in order]):
                    out = self.folder / f"{codec}-{i}"
                    manifest = self.report("--models", self.models, "--downloads", *order,
                                           "--threads", 1 + i % 2, out=out)
                    self.assert_rows_add_up(manifest)
                    self.assertEqual(manifest["records"],
                                     {"read": 13, "counted": 13, "rejected": {}})
                    self.assertEqual(manifest["corrections"], CORRECTIONS)
                    reports.append(digests(out))
        windows = self.windows(self.folder / "csv-0")
        self.assertEqual({name: (int(windows[name]["total"]), windows[name]["complete"])
                          for name in MONTHS}, MONTHS)
        self.assertEqual(int(windows["all"]["total"]), 88)
        self.assertEqual({row["basis"] for row in windows.values()}, {"differences of snapshots"})
        for i, report in enumerate(reports):
            self.assertEqual(report, reports[0], i)

    def test_a_month_without_a_dump_is_incomplete(self) -> None:
        paths = self.write_series("csv")
        self.report("--models", self.models, "--downloads", paths[0], paths[3])
        complete = {name: row["complete"] for name, row in self.windows().items()}
        self.assertEqual(complete, {"2024": "false", "2024-01": "false", "2024-02": "false",
                                    "2024-03": "false", "all": "true"})

    def test_dumps_before_from_are_no_base_and_that_is_said(self) -> None:
        paths = self.write_series("csv")
        for day, base, is_said in (("2024-02-01", "2024-02-14", True),
                                   ("2024-01-31", "2024-01-31", False)):
            with self.subTest(day):
                out = self.folder / day
                run = self.assert_done("report", "--models", self.models, "--downloads", *paths,
                                       "--from", day, "--out", out)
                self.assertEqual(f"left out snapshots before --from {day}" in run.stderr, is_said)
                manifest = json.loads((out / "manifest.json").read_text())
                self.assertEqual(manifest["record_range"]["first"], base)
        help_text = " ".join(self.assert_done("report", "--help").stdout.split())
        self.assertIn("of dated dumps the first on or after it is the base", help_text)

    def test_falls_are_those_by_month_whatever_the_grain(self) -> None:
        rows = {"2024-01-31": 100, "2024-02-07": 200, "2024-02-14": 150, "2024-02-29": 180}
        paths = [write_text(self.folder / f"{day}.csv", csv_text(dump_rows((1, "a/b", count))))
                 for day, count in rows.items()]
        manifest = self.report("--downloads", *paths, "--grain", "week")
        self.assertEqual(manifest["corrections"], {
            "falls_by_month": 0, "fallen_downloads_by_month": 0, "baselines": 1})
        totals = self.totals()
        weeks = sum(total for name, total in totals.items() if "-W" in name)
        self.assertEqual((totals["2024-02"], weeks), (80, 130))

    def test_without_an_object_id_a_renamed_model_is_another(self) -> None:
        paths = []
        for day, rows in SERIES.items():
            paths.append(write_text(self.folder / f"{day}.csv",
                                    csv_text([row[1:] for row in rows])))
        manifest = self.report("--models", self.models, "--downloads", *paths)
        # bolt/old and bolt/new both begin with a baseline: 11 - 10 are seen of the 17 - 10.
        self.assertEqual(manifest["corrections"], CORRECTIONS | {"baselines": 4})
        self.assertEqual(self.totals()["2024-02"], MONTHS["2024-02"][0] - 7 + 1)


class SnapshotDateTest(CorrectionsTest):
    def setUp(self) -> None:
        super().setUp()
        self.first = write_text(self.folder / "2024-01-31.csv", csv_text(SERIES["2024-01-31"]))
        self.undated = write_text(self.folder / "dump.csv", csv_text(SERIES["2024-03-31"]))

    def test_gives_a_date_and_goes_before_that_of_the_path(self) -> None:
        for file, day, months in ((self.undated, "2024-03-30", {"2024-03": 10}),
                                  (self.first, "2023-12-31", {})):
            with self.subTest(file.name):
                out = self.folder / day
                dates = [f"{self.undated}=2024-02-28", f"{file}={day}"][file == self.undated:]
                flags = [word for date in dates for word in ("--snapshot-date", date)]
                manifest = self.report("--downloads", self.first, self.undated, *flags, out=out)
                first = "2024-01-31" if file == self.undated else day
                last = day if file == self.undated else "2024-02-28"
                self.assertEqual(manifest["record_range"], {"first": first, "last": last})
                found = {name: total for name, total in self.totals(out).items()
                         if len(name) == 7 and total > 0}
                self.assertEqual(found, months or {"2024-02": 10})

    def test_absent(self) -> None:
        self.assert_report_refused(4, ["--downloads", self.first, self.undated], "dump.csv",
                                   "--snapshot-date FILE=DATE")

    def test_a_file_with_dates_of_its_own_takes_none(self) -> None:
        text = write_text(self.folder / "dated.csv", "model_id,date,downloads\na/b,2024-01-05,5\n")
        table = self.folder / "dated.parquet"
        pq.write_table(pa.table({"id": ["a/b"], "date": ["2024-01-05"], "downloads": [5]}), table)
        for path in (text, table):
            with self.subTest(path.name):
                self.assert_report_refused(
                    2, ["--downloads", path, "--snapshot-date", f"{path}=2024-01-31"],
                    "--snapshot-date", path.name, "'date'")

    def test_wrong(self) -> None:
        for flag, needle in ((str(self.undated), "FILE=DATE"), ("=2024-01-01", "FILE=DATE"),
                             (f"{self.undated}=2024-02-30", "2024-02-30"),
                             (f"{self.undated}=", "wants a day"),
                             (f"{self.undated}=1970-01-01", "1970-01-01"),
                             (f"{self.folder}/none.csv=2024-02-01", "names no input")):
            with self.subTest(flag):
                self.assert_report_refused(2, ["--downloads", self.first, self.undated,
                                               "--snapshot-date", flag], "--snapshot-date", needle)
        twice = ["--snapshot-date", f"{self.undated}=2024-02-01"] * 2
        self.assert_report_refused(2, ["--downloads", self.first, self.undated, *twice],
                                   "second date")


class ForcedKindTest(CorrectionsTest):
    ROWS = [("model_id", "date", "downloads"), ("a/b", "2024-01-30", 5), ("a/b", "2024-01-31", 7),
            ("a/b", "2024-02-29", 4), ("a/b", "2024-03-31", 9)]

    def test_dumps_beside_tables(self) -> None:
        dump = write_text(self.folder / "2024-01-31.csv", csv_text(SERIES["2024-01-31"]))
        table = write_text(self.folder / "table.csv", csv_text(self.ROWS))
        forms = ["2024-01-31.csv' is {0} (a dump of 2024-01-31)",
                 "table.csv' is {1} (a table with a column of dates)",
                 "report them one after the other"]
        rolling = write_text(self.folder / "30.csv", "_id,id,downloads\n1,a/b,5\n")
        for paths, kind, words in (([dump, table], [], ("cumulative", "daily")),
                                   ([rolling, table], ["--downloads-kind", "rolling30"],
                                    ("rolling30", "rolling30"))):
            with self.subTest(kind):
                dates = ["--snapshot-date", f"{rolling}=2024-01-31"] if kind else []
                needles = [form.format(*words) for form in forms]
                if kind:
                    needles[0] = needles[0].replace("2024-01-31.csv", "30.csv")
                self.assert_report_refused(4, ["--downloads", *paths, *kind, *dates], *needles)

    def test_the_same_columns_as_each_kind(self) -> None:
        path = write_text(self.folder / "values.csv", csv_text(self.ROWS))
        for kind, basis, months in (
                ("daily", "daily records", [12, 4, 9]), ("rolling30", "30-day sample", [7, 4, 9]),
                ("cumulative", "differences of snapshots", [0, 0, 5])):
            with self.subTest(kind):
                out = self.folder / kind
                self.report("--downloads", path, "--downloads-kind", kind, out=out)
                windows = self.windows(out)
                self.assertEqual([int(windows[f"2024-0{m}"]["total"]) for m in (1, 2, 3)], months)
                self.assertEqual(windows["2024-01"]["basis"], basis)

    def test_a_kind_that_the_columns_cannot_be(self) -> None:
        daily = write_text(self.folder / "daily.csv", csv_text(self.ROWS))
        rolling = write_text(self.folder / "rolling.csv", csv_text(small_hub.ROLLING30))
        for path, kind, needles in ((daily, "requests", ["'repoType'"]),
                                    (rolling, "daily", ["'downloads'", "'downloads_30d'"])):
            with self.subTest(kind):
                self.assert_report_refused(4, ["--downloads", path, "--downloads-kind", kind],
                                           path.name, "missing column", *needles)
        self.assert_report_refused(2, ["--downloads", daily, "--downloads-kind", "weekly"],
                                   "--downloads-kind", "weekly")


class RequestsTest(CorrectionsTest):
    HEADER = ("timestamp", "status", "method", "repoName", "repoType", "country")
    DAY = "2024-01-05T10:00:00Z"
    ROWS = [  # a request, and why it is no download
        ((DAY, 200, "GET", "acme/big-70B", "model", "FR"), None),
        ((DAY, 399, "HEAD", "acme/big-70B", "model", ""), None),
        (("2024-02-01", 304, "GET", "gpt2", "model", "nowhere"), None),
        ((DAY, 200, "GET", "acme/data", "dataset", "FR"), "other_repo_type"),
        ((DAY, 200, "GET", "acme/app", "space", "FR"), "other_repo_type"),
        ((DAY, 200, "POST", "acme/big-70B", "model", "FR"), "other_method"),
        ((DAY, 200, "get", "acme/big-70B", "model", "FR"), "other_method"),
        ((DAY, 199, "GET", "acme/big-70B", "model", "FR"), "failed_request"),
        ((DAY, 400, "GET", "acme/big-70B", "model", "FR"), "failed_request"),
        ((DAY, 500, "HEAD", "acme/big-70B", "model", "FR"), "failed_request"),
        (("yesterday", 200, "GET", "acme/big-70B", "model", "FR"), "invalid_date"),
        (("1969-12-31T00:00:00Z", 200, "GET", "acme/big-70B", "model", "FR"), "invalid_date"),
        (("2024-03-01", 200, "GET", "acme/big-70B", "model", "FR"), "outside_range"),
        ((DAY, 200, "GET", "acme/none", "model", "FR"), "unknown_model"),
        ((DAY, 200, "GET", "acme/\x1b[2J", "model", "FR"), "invalid_id"),
        # The repository type is looked at before the method, the method before the status.
        ((DAY, 404, "POST", "acme/data", "dataset", "FR"), "other_repo_type"),
        ((DAY, 404, "POST", "acme/big-70B", "model", "FR"), "other_method"),
    ]
    NULLS = [((None, 200, "GET", "acme/big-70B", "model", "FR"), "null_value"),
             ((DAY, 200, "GET", None, "model", "FR"), "null_value")]

    def test_each_reason(self) -> None:
        rows = [row for row, _ in [*self.ROWS, *self.NULLS]]
        reasons = [reason for _, reason in [*self.ROWS, *self.NULLS]]
        rejected = {name: reasons.count(name) for name in sorted(set(reasons) - {None})}
        models = small_hub.write_models(self.folder / "models.parquet")
        texts = csv_text([self.HEADER, *rows]).replace("None", "")
        plain = write_text(self.folder / "requests.csv", texts + f"{self.DAY},200,GET\n")
        whole = small_hub.table_of([self.HEADER, *rows])
        parquet = self.folder / "requests.parquet"
        status = self.folder / "status.parquet"
        pq.write_table(whole, parquet, row_group_size=4)
        pq.write_table(whole.set_column(1, "status", whole["status"].cast(pa.string())), status)
        reports = []
        for path in (plain, parquet, status):
            malformed = {"malformed_row": 1} if path == plain else {}
            with self.subTest(path.name):
                out = self.folder / f"{path.name}.out"
                manifest = self.report("--models", models, "--downloads", path, "--strict-models",
                                       "--to", "2024-02-29", out=out)
                self.assert_rows_add_up(manifest)
                self.assertEqual(manifest["records"],
                                 {"read": len(rows) + len(malformed), "counted": 3,
                                  "rejected": rejected | malformed})
                totals = self.totals(out)
                self.assertEqual((totals["2024-01"], totals["2024-02"]), (2, 1))
                reports.append({name: digest for name, digest in digests(out).items()
                                if name.startswith("tables/")})
        self.assertEqual(reports[1:], reports[:1] * 2)
