"""The lists beside the models: datasets, spaces, papers, organizations and companies."""

from __future__ import annotations

import json

import pyarrow as pa
import pyarrow.parquet as pq

from . import small_hub
from .program import ProgramTest, digests

DATASETS = [
    {"id": "acme/one", "createdAt": "2024-01-05T00:00:00Z", "lastModified": "2024-02-05T00:00:00Z",
     "tags": ["task_categories:robotics"]},
    {"id": "acme/one", "createdAt": "2023-01-05T00:00:00Z", "lastModified": "2024-01-05T00:00:00Z",
     "tags": []},
    {"id": "bolt/two", "createdAt": "2024-03-05T00:00:00Z", "lastModified": "2024-03-05T00:00:00Z",
     "tags": ["license:mit"]},
    {"id": None},
]
ORGANIZATIONS = [{"name": "acme", "isVerified": True}, {"name": "bolt", "isVerified": False}]


class ListsTest(ProgramTest):
    def lines(self, name: str, rows: list[dict]) -> object:
        return small_hub.write_text(self.folder / name,
                                    "".join(json.dumps(row) + "\n" for row in rows))

    def rows(self, table: str) -> list[dict]:
        return pq.read_table(self.out / "tables" / f"{table}.parquet").to_pylist()

    def test_a_list_alone_is_a_report(self) -> None:
        entry = self.report("--datasets", self.lines("datasets.jsonl", DATASETS))["inputs"][-1]
        self.assertEqual(entry["role"], "datasets")
        self.assertEqual((entry["rows_read"], entry["rows_accepted"]), (4, 2))
        self.assertEqual(entry["rejected"], {"missing_id": 1, "repeated_id": 1})
        tasks = [(row["year"], row["task"], row["datasets"]) for row in self.rows("dataset_tasks")]
        self.assertEqual(tasks, [("2024", "robotics", 1), ("2024", "unknown", 1)])
        totals = {row["entity"]: row["cumulative"] for row in self.rows("growth")
                  if row["period"] == "2024"}
        self.assertEqual(totals, {"accounts": 2, "datasets": 2})

    def test_parquet_and_json_give_the_same_report(self) -> None:
        self.report("--datasets", self.lines("datasets.jsonl", DATASETS))
        parquet = self.folder / "datasets"  # told by content, not by name
        pq.write_table(pa.Table.from_pylist(DATASETS), parquet)
        other = self.folder / "other"
        self.report("--datasets", parquet, out=other)
        tables = [{name: digest for name, digest in digests(out).items() if "tables" in name}
                  for out in (self.out, other)]
        self.assertEqual(*tables)

    def test_companies_by_columns_of_other_names(self) -> None:
        companies = small_hub.write_text(self.folder / "companies.csv",
                                         "firm,site\n\"Acme, Inc.\",\nNobody,bolt.com\n,\n")
        inputs = self.report("--organizations", self.lines("organizations.jsonl", ORGANIZATIONS),
                             "--companies", companies, "--column", "company=firm",
                             "--column", "website=site")["inputs"]
        self.assertEqual([(entry["role"], entry["rows_accepted"]) for entry in inputs][-2:],
                         [("organizations", 2), ("companies", 2)])
        self.assertEqual(inputs[-1]["missing_columns"], ["rank"])
        found = [(row["company"], row["matched_by"], row["accounts"], row["verified"])
                 for row in self.rows("verified_companies")]
        self.assertEqual(found, [("Acme, Inc.", "handle", "acme", True),
                                 ("Nobody", "website", "bolt", False)])

    def test_lists_of_others_are_refused_by_name(self) -> None:
        datasets = self.lines("datasets.jsonl", [DATASETS[0] | {"downloads": 3}])
        spaces = self.lines("spaces.jsonl", [{"id": "a/b", "sdk": "gradio"}])
        for flag, file, needle in (("--datasets", spaces, "it holds spaces"),
                                   ("--spaces", datasets, "spaces have no downloads"),
                                   ("--papers", datasets, "it holds no papers")):
            with self.subTest(flag):
                self.assert_report_refused(4, [flag, file], needle)

    def test_columns_tell_lists_of_another_kind(self) -> None:
        lists = {"models": [{"id": "a/b", "pipeline_tag": "x", "tags": ["y"]}],
                 "datasets": [{"id": "a/b", "description": "x", "tags": ["y"]}],
                 "spaces": [{"id": "a/b", "sdk": "gradio", "tags": ["y"]}],
                 "papers": [{"paper_id": "1", "id": "a/b", "title": "x"}]}
        for kind, rows in lists.items():
            parquet = self.folder / f"{kind}.parquet"
            pq.write_table(pa.Table.from_pylist(rows), parquet)
            for flag in lists:
                for file in (parquet, self.lines(f"{kind}.jsonl", rows)):
                    with self.subTest(flag=flag, file=file.name):
                        if flag == kind:
                            self.report(f"--{flag}", file, out=self.folder / f"{file.name}.out")
                        else:
                            self.assert_report_refused(4, [f"--{flag}", file],
                                                       f"it holds {kind}, not {flag}")

    def test_a_column_that_is_there_twice_is_refused(self) -> None:
        table = pa.table([["a/b"], ["2024-01-05"], ["2024-01-06"]],
                         names=["id", "createdAt", "createdAt"])
        pq.write_table(table, self.folder / "datasets.parquet")
        self.assert_report_refused(4, ["--datasets", self.folder / "datasets.parquet"],
                                   "ambiguous column", "'createdAt' appears more than once")
