"""Options that change what a report counts, holds or may use."""

from __future__ import annotations

import csv
import re

from . import small_hub
from .program import OF_DAILY_RECORDS, ProgramTest, generated_hub

OF_MODELS = {"communities", "communities_overlap", "growth", "likes", "likes_downloads",
             "likes_overlap", "lineage", "lineage_accounts", "lineage_bases", "lineage_companies",
             "lineage_depth", "lineage_families", "lineage_graph", "lineage_periods",
             "organizations", "organizations_releases", "organizations_sizes"}
WITHOUT_RECORDS = OF_MODELS | {"claims", "concentration", "concentration_lorenz",
                               "model_size_trend", "size_classes", "size_classes_ratios"}
OF_ACCOUNTS = {"country_share", "country_share_known", "country_share_overtakes", "kind_share",
               "kind_share_individual", "kind_share_known", "licenses", "sovereignty",
               "sovereignty_accounts"}
OF_RECORDS = {"outlook", "outlook_forecast", "record_distribution"}


class OptionsTest(ProgramTest):
    def setUp(self) -> None:
        super().setUp()
        self.models = small_hub.write_models(self.folder / "models.parquet")
        self.records = small_hub.write_records(self.folder / "records.parquet")
        self.accounts = small_hub.write_text(self.folder / "accounts.csv", small_hub.ACCOUNTS)
        self.full = ["--models", self.models, "--downloads", self.records, "--accounts",
                     self.accounts]

    def column(self, table: str, name: str) -> list[str]:
        with open(self.out / "tables" / f"{table}.csv", newline="", encoding="utf-8") as file:
            return [row[name] for row in csv.DictReader(file)]

    def test_all_inputs_give_all_tables(self) -> None:
        manifest = self.report(*self.full)
        self.assertEqual(self.tables(), WITHOUT_RECORDS | OF_ACCOUNTS | OF_RECORDS
                         | OF_DAILY_RECORDS)
        self.assertEqual(manifest["record_range"], {"first": "2023-12-30", "last": "2024-02-01"})
        self.assertEqual([entry["role"] for entry in manifest["inputs"]],
                         ["accounts", "accounts", "models", "downloads"])

    def test_dump_without_records(self) -> None:
        self.report("--models", self.models, "--no-builtin-accounts")
        self.assertEqual(self.tables(), WITHOUT_RECORDS)
        self.assertEqual(set(self.column("concentration", "window")), {"lifetime", "last-30-days"})

    def test_records_without_a_dump(self) -> None:
        manifest = self.report("--downloads", self.records, "--no-builtin-accounts")
        self.assertEqual(self.tables(), WITHOUT_RECORDS - OF_MODELS | OF_RECORDS)
        self.assertEqual(manifest["catalogue"]["joined"], 4)
        self.assertEqual(manifest["records"]["counted"], len(small_hub.RECORDS))

    def test_the_fold_tells_its_seconds_by_facet(self) -> None:
        for table, has_age in (("concentration", False), ("adoption_by_age", True),
                               ("engagement", True)):
            manifest = self.report(*self.full, "--only", table, "--force")
            stages = {stage["name"]: stage for stage in manifest["stages"]}
            core = stages["fold core facets"]
            self.assertEqual(core["path"], "cpu, processor seconds of all threads")
            self.assertEqual(core["rows"], len(small_hub.RECORDS))
            self.assertGreater(core["seconds"], 0)
            self.assertEqual("fold age and weeks" in stages, has_age, table)

    def test_only_and_skip(self) -> None:
        self.report(*self.full, "--only", "growth,kind_share", "--only", "claims")
        self.assertEqual(self.tables(),
                         {"growth", "kind_share", "kind_share_individual", "kind_share_known",
                          "claims"})
        self.report(*self.full, "--skip", "growth,claims", out=self.folder / "skipped")
        self.assertFalse({"growth", "claims"} & self.tables(self.folder / "skipped"))
        self.assertIn("concentration", self.tables(self.folder / "skipped"))
        self.report(*self.full, "--only", "growth,claims", "--skip", "claims",
                    out=self.folder / "both")
        self.assertEqual(self.tables(self.folder / "both"), {"growth"})

    def test_days_outside_the_range_are_counted_as_such(self) -> None:
        for flags, outside in ((["--from", "2024-01-01"], 1), (["--to", "2024-01-01"], 3),
                               (["--from", "2024-01-01", "--to", "2024-01-31"], 2),
                               (["--as-of", "2024-01-30"], 2),
                               (["--to", "2024-01-31", "--as-of", "2023-12-31"], 5)):
            with self.subTest(flags):
                out = self.folder / "-".join(flags)
                manifest = self.report(*self.full, *flags, out=out)
                self.assertEqual(manifest["records"]["rejected"], {"outside_range": outside})
                self.assert_rows_add_up(manifest)

    def test_as_of_bounds_growth(self) -> None:
        manifest = self.report(*self.full, "--as-of", "2023-02-28")
        self.assertEqual(manifest["as_of"], "2023-02-28")
        months = [period for period in self.column("growth", "period") if len(period) == 7]
        self.assertEqual(max(month for month in months if month != "unknown"), "2023-02")

    def test_no_record_left_is_a_report(self) -> None:
        manifest = self.report(*self.full, "--from", "2030-01-01")
        self.assertIsNone(manifest["record_range"])
        self.assertEqual(manifest["records"]["counted"], 0)

    def test_records_of_unknown_models_join(self) -> None:
        rows = [*small_hub.RECORDS, ("new/one", "2024-01-01", 1), ("new/two", "2024-01-01", 1),
                ("new/one", "2024-01-02", 1)]
        records = small_hub.write_records(self.folder / "more.parquet", rows)
        manifest = self.report("--models", self.models, "--downloads", records)
        self.assertEqual(manifest["catalogue"]["joined"], 2)
        self.assertEqual(manifest["records"], {"read": 9, "counted": 9, "rejected": {}})

    def test_strict_models_counts_them_as_unknown(self) -> None:
        rows = [*small_hub.RECORDS, ("new/one", "2024-01-01", 1), ("new/two", "2024-01-01", 1)]
        parquet = small_hub.write_records(self.folder / "more.parquet", rows)
        plain = small_hub.write_text(self.folder / "more.csv", small_hub.records_csv(rows))
        for records in (parquet, plain):
            with self.subTest(records.name):
                manifest = self.report("--models", self.models, "--downloads", records,
                                       "--strict-models", out=self.folder / f"{records.name}.out")
                self.assertEqual(manifest["catalogue"]["joined"], 0)
                self.assertEqual(manifest["records"],
                                 {"read": 8, "counted": 6, "rejected": {"unknown_model": 2}})

    def test_grain_adds_windows(self) -> None:
        self.report(*self.full, "--grain", "day")
        windows = self.column("concentration", "window")
        self.assertIn("2024-01-01", windows)
        self.assertIn("2024-01", windows)
        self.report(*self.full, "--grain", "week", out=self.folder / "week")

    def test_columns_of_other_names(self) -> None:
        text = small_hub.records_csv().replace("model_id,date,downloads", "repo,day,count")
        records = small_hub.write_text(self.folder / "named.csv", text)
        columns = ["--column", "model_id=repo", "--column", "date=day", "--column",
                   "downloads=count"]
        manifest = self.report("--downloads", records, *columns)
        self.assertEqual(manifest["records"]["counted"], 6)
        dump = small_hub.write_text(self.folder / "models.csv", small_hub.models_csv())
        for models in (self.models, dump):  # the dump has no `repo`: the flag is the records'
            manifest = self.report("--models", models, "--downloads", records, *columns,
                                   out=self.folder / f"{models.name}.out")
            self.assertEqual(manifest["catalogue"]["joined"], 0)
            self.assertEqual(manifest["records"]["counted"], 6)


class MemoryTest(ProgramTest):
    def setUp(self) -> None:
        super().setUp()
        hub = generated_hub("--files", "one")
        self.inputs = ["--models", hub / "models.parquet", "--downloads", hub / "downloads"]

    def test_plan_prints_bytes_and_writes_nothing(self) -> None:
        before = sorted(self.folder.rglob("*"))
        for out in ([], ["--out", self.out]):
            done = self.assert_done("report", *self.inputs, "--grain", "day", "--plan", *out)
            bytes_of = dict(re.findall(r"^(.{20})\s+([\d,]+)  ", done.stdout, re.MULTILINE))
            bytes_of = {name.strip(): int(text.replace(",", ""))
                        for name, text in bytes_of.items()}
            stages = [bytes_of[name] for name in ("catalogue", "facet month", "facet of --grain",
                                                  "facet age", "facet weeks", "days of creation",
                                                  "statistics", "communities", "licences")]
            self.assertIn(f"{sum(stages):,}", done.stdout)
            self.assertGreater(bytes_of["limit"], 0)
        self.assertEqual(sorted(self.folder.rglob("*")), before)

    def test_limit_names_days_that_fit(self) -> None:
        limit = ["--grain", "day", "--memory-limit", "400M"]
        message = self.assert_report_refused(5, [*self.inputs, *limit], "--memory-limit",
                                             "--from ", "--to ")
        first, last = re.search(r"--from (\S+) --to (\S+)", message).groups()
        self.assertLess(first, last)
        self.assert_done("report", *self.inputs, *limit, "--from", first, "--to", last, "--plan")
        manifest = self.report(*self.inputs, *limit, "--only", "concentration", "--from", first,
                               "--to", last)
        self.assertEqual(manifest["record_range"]["last"], last)

    def test_limit_below_the_catalogue(self) -> None:
        self.assert_report_refused(5, [*self.inputs, "--memory-limit", "4K"], "--memory-limit")
