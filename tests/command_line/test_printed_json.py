"""--json of the commands that say what they did: numbers that agree with the files."""

from __future__ import annotations

import json

from . import small_hub
from .program import ProgramTest, generated_hub, run


class PrintedJsonTest(ProgramTest):
    def printed(self, *arguments: object) -> object:
        done = self.assert_done(*arguments)
        self.assert_no_control_characters(done.stdout)
        return json.loads(done.stdout)

    def test_report(self) -> None:
        hub = generated_hub("--kinds", "full")
        printed = self.printed("report", "--models", hub / "models.parquet", "--downloads",
                               hub / "downloads", "--accounts", hub / "accounts.csv", "--json",
                               "--quiet", "--out", self.out)
        manifest = json.loads((self.out / "manifest.json").read_text())
        tables = {table["name"]: table for table in
                  json.loads((self.out / "report.json").read_text())["tables"]}
        self.assertEqual(printed["report"], str(self.out))
        self.assertEqual(printed["tables"], [{key: table[key] for key in ("name", "rows", "digest")}
                                             for table in manifest["tables"]])
        self.assertEqual(printed["models"], manifest["catalogue"]["models"])
        self.assertEqual(printed["as_of"], manifest["as_of"])
        self.assertEqual(printed["records"]["counted"], manifest["records"]["counted"])
        expected = json.loads((hub / "expected.json").read_text())
        self.assertEqual(printed["downloads"]["total"], expected["all"]["downloads"])
        self.assertEqual(len(printed["claims"]), len(tables["claims"]["rows"]))
        columns = [column["name"] for column in tables["country_share"]["columns"]]
        leading = [dict(zip(columns, row)) for row in tables["country_share"]["rows"]]
        leading = [row for row in leading if row["window"] == "all" and row["plurality"]
                   and row["attribution"] == "account"]
        self.assertEqual(printed["leading_country"]["share"], leading[0]["share"])
        self.assertLess(printed["individuals"]["lower"], printed["individuals"]["upper"])

    def test_report_without_most_tables(self) -> None:
        models = small_hub.write_models(self.folder / "models.parquet")
        printed = self.printed("report", "--models", models, "--only", "growth", "--json",
                               "--out", self.out)
        self.assertIsNone(printed["downloads"])
        self.assertIsNone(printed["leading_country"])
        self.assertEqual(printed["claims"], [])

    def test_tally_and_merge(self) -> None:
        records = small_hub.write_records(self.folder / "records.parquet")
        other = small_hub.write_records(self.folder / "other.parquet",
                                        [("a/b", "2024-03-01", 5), ("a/b", "2024-03-02", -5)])
        tallies = [self.folder / "1.tally", self.folder / "2.tally"]
        printed = [self.printed("tally", "--downloads", path, "--out", tally, "--json")
                   for path, tally in zip((records, other), tallies)]
        self.assertEqual(printed[0]["records"], {"read": 6, "counted": 6, "rejected": {}})
        self.assertEqual(printed[1]["records"]["read"], 2)
        self.assertEqual(sum(printed[1]["records"]["rejected"].values()), 1)
        merged = self.printed("merge", *tallies, "--out", self.folder / "all.tally", "--json")
        self.assertEqual(merged["records"]["read"], 8)
        self.assertEqual(merged["files"], 2)
        self.assertEqual(merged["merged"], [str(tally) for tally in tallies])
        for path, told in zip(tallies, printed):
            self.assertEqual((told["tally"], told["bytes"], told["merged"]),
                             (str(path), path.stat().st_size, []))
        self.assertEqual(self.assert_done("merge", *tallies, "--out", self.folder / "b").stdout, "")
        self.assertEqual((self.folder / "b").read_bytes(),
                         (self.folder / "all.tally").read_bytes())
        self.assertEqual(len({told["digest"] for told in [*printed, merged]}), 3)

    def test_inspect(self) -> None:
        hub = generated_hub("--files", "one")
        evil = small_hub.write_text(self.folder / "evil\x1b.csv", "idx,downloads,t\u202e\na/b,1,x\n")
        objects = small_hub.write_text(self.folder / "m.jsonl",
                                       '{"id":"a/b","downloadsAllTime":7}\n')
        models, records, unknown, listed = self.printed(
            "inspect", "--json", hub / "models.parquet", hub / "downloads" / "downloads.parquet",
            evil, objects)
        self.assertEqual((models["flag"], models["rows"], models["row_groups"]),
                         ("--models", 3000, 1))
        uses = {column["name"]: column["used_as"] for column in models["columns"]}
        self.assertEqual((uses["id"], uses["author"]), ("id", None))
        self.assertNotIn("*", "".join(uses))  # each leaf on its own
        self.assertEqual(records["flag"], "--downloads")
        self.assertIn({"about": "days", "text": "2022-01-01 to 2025-12-31"}, records["notes"])
        self.assertEqual((unknown["kind"], unknown["flag"]), ("unknown", None))
        self.assertEqual(unknown["other_kinds"][0]["missing"], [{"name": "id", "required": True}])
        self.assertEqual((listed["flag"], listed["format"]), ("--models", "JSON"))
        self.assertEqual(self.printed("inspect", "--json", objects), [listed])

    def test_generate(self) -> None:
        out = self.folder / "hub"
        printed = self.printed("generate", "--models", 300, "--records", 800, "--seed", 3, "--out",
                               out, "--files", "one", "--json")
        self.assertEqual((printed["folder"], printed["models"], printed["records"]),
                         (str(out), 300, 800))
        self.assertEqual({file["path"]: file["bytes"] for file in printed["files"]},
                         {str(path.relative_to(out)): path.stat().st_size
                          for path in out.rglob("*") if path.is_file()})
        quiet = run("generate", "--models", 300, "--records", 800, "--seed", 3, "--out",
                    self.folder / "other")
        self.assertEqual(quiet.stdout, "")

    def test_accounts(self) -> None:
        lines = self.assert_done("accounts").stdout.splitlines()
        printed = self.printed("accounts", "--json")
        rows = [",".join([row["account"], row["kind"], row["country"] or "unknown",
                          row["parent"] or "", row["source"]]) for row in printed]
        self.assertEqual(rows, lines[1:])
        file = self.folder / "a.json"
        self.assert_done("accounts", "--json", "--out", file)
        self.assertEqual(json.loads(file.read_text()), printed)
