"""The report of a generated Hub against the totals that the generator counted while it wrote."""

from __future__ import annotations

import json

import pyarrow.parquet as pq

from .program import ProgramTest, generated_hub


class ExpectedTest(ProgramTest):
    def test_totals_of_every_window(self) -> None:
        hub = generated_hub()
        self.report("--models", hub / "models.parquet", "--accounts", hub / "accounts.csv",
                    "--downloads", hub / "downloads")
        expected = json.loads((hub / "expected.json").read_text())
        windows = {"all": expected["all"], **expected["years"], **expected["months"]}
        self.assertEqual(len(windows), 1 + 4 + 48)
        kinds = self.sums("kind_share", "kind")
        countries = self.sums("country_share", "country")
        classes = self.sums("size_classes", "class")
        totals = {(row["window"], row["over"]): (row["records"], row["total"])
                  for row in self.rows("concentration")}
        for name, window in windows.items():
            with self.subTest(window=name):
                self.assertEqual(totals[name, "models"], (window["records"], window["downloads"]))
                self.assertEqual(kinds[name], self.nonzero(window["by_kind"]))
                self.assertEqual(countries[name], self.nonzero(window["by_country"]))
                self.assertEqual(classes[name], self.nonzero(window["by_size_class"]))

    def rows(self, table: str) -> list[dict]:
        return pq.read_table(self.out / "tables" / f"{table}.parquet").to_pylist()

    @staticmethod
    def nonzero(sums: dict[str, int]) -> dict[str, int]:
        return {name: downloads for name, downloads in sums.items() if downloads}

    def sums(self, table: str, key: str) -> dict[str, dict[str, int]]:
        """Downloads above 0 by window and key; countries by the account's."""
        found: dict[str, dict[str, int]] = {}
        for row in self.rows(table):
            if row["downloads"] and row.get("attribution", "account") == "account":
                found.setdefault(row["window"], {})[row[key]] = row["downloads"]
        return found
