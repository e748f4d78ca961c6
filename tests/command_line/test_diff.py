"""hubcensus diff: what moved between two reports."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from . import small_hub
from .program import ProgramTest, run


class DiffTest(ProgramTest):
    def setUp(self) -> None:
        super().setUp()
        models = small_hub.write_models(self.folder / "models.parquet")
        records = small_hub.write_records(self.folder / "records.parquet")
        self.inputs = ["--models", models, "--downloads", records]
        self.earlier = self.folder / "earlier"
        self.report(*self.inputs)
        self.report(*self.inputs, "--to", "2024-01-31", "--skip", "likes", out=self.earlier)

    def rows(self, report: Path, table: str) -> list[dict[str, str]]:
        with open(report / "tables" / f"{table}.csv", newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    def test_json_tells_every_cell_that_differs(self) -> None:
        told = json.loads(self.assert_done("diff", self.earlier, self.out, "--json").stdout)
        self.assertTrue(told["differs"])
        self.assertEqual(told["tables_added"], ["likes", "likes_overlap", "likes_downloads"])
        cells = 0
        for table in told["tables"]:
            columns = [[{name: text for name, text in row.items()} for row in
                        self.rows(report, table["name"])] for report in (self.earlier, self.out)]
            keys = list(table["rows"][0]["key"]) if table["rows"] else []
            before, after = ({tuple(row[key] for key in keys): row for row in rows}
                             for rows in columns)
            wanted = {(key, name) for key in before.keys() & after.keys() for name in before[key]
                      if before[key][name] != after[key][name]}
            found = {(tuple(str(value) for value in row["key"].values()), cell["column"])
                     for row in table["rows"] if row["change"] == "changed"
                     for cell in row["cells"]}
            if keys:
                self.assertEqual(found, wanted, table["name"])
            cells += len(found)
        self.assertGreater(cells, 50)
        equal = set(told["tables_equal"])
        self.assertIn("lineage", equal)
        for name in equal:
            self.assertEqual((self.earlier / "tables" / f"{name}.csv").read_bytes(),
                             (self.out / "tables" / f"{name}.csv").read_bytes(), name)

    def test_text_limits_rows_and_tables(self) -> None:
        text = self.assert_done("diff", self.earlier, self.out, "--limit", 1).stdout
        self.assertLess(text.index("\nclaims: "), text.index("\nconcentration: "))
        self.assertIn("more rows (--limit)", text)
        text = self.assert_done("diff", self.earlier, self.out, "--only",
                                "concentration").stdout
        self.assertIn("\nconcentration_lorenz: ", text)
        self.assertNotIn("\nclaims: ", text)
        self.assertIn("\n  window=all, over=models\n", text)

    def test_exit_codes(self) -> None:
        for arguments, code in ((["--exit-code"], 1), ([], 0),
                                (["--only", "lineage", "--exit-code"], 0)):
            done = run("diff", self.earlier, self.out, *arguments)
            self.assertEqual((done.returncode, done.stderr), (code, ""))
        again = self.folder / "again"
        self.report(*self.inputs, "--threads", 1, out=again)
        done = self.assert_done("diff", self.out, again, "--exit-code")
        self.assertIn(" tables in both are equal.\n", done.stdout)

    def test_refusals(self) -> None:
        self.assert_refused(3, ["diff", self.out, self.folder / "none"], "none")
        self.assert_refused(2, ["diff", self.out, self.earlier, "--only", "claim"], "'claims'")
        self.assert_refused(2, ["diff", self.out, self.earlier, "--limit", "-1"], "--limit")
        self.assert_refused(2, ["diff", self.out], "after")
        with open(self.out / "tables" / "claims.csv", "a", encoding="utf-8") as file:
            file.write("x\n")
        self.assertEqual(run("diff", self.earlier, self.out).returncode, 4)
