"""README.md of a report: with it the folder is a dataset of the Hub."""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from .program import ProgramTest, generated_hub


def front_matter(text: str) -> dict:
    """The YAML of a card, read by PyYAML where it is installed, else by the few forms it takes."""
    head = re.match(r"---\n(.*?)\n---\n", text, re.DOTALL).group(1)
    if importlib.util.find_spec("yaml"):
        import yaml
        return yaml.safe_load(head)
    card: dict = {}
    for line in head.splitlines():
        indent, name, value = re.fullmatch(r"(- |  )?(?:([a-z_]+):)? ?(.*)", line).groups()
        value = json.loads(value) if value.startswith('"') or value == "true" else value
        if indent is None:
            items = card[name] = value or []
        elif name is None:
            items.append(value)
        elif indent == "- ":
            items.append({name: value})
        else:
            items[-1][name] = value
    return card


class DatasetCardTest(ProgramTest):
    def setUp(self) -> None:
        super().setUp()
        self.hub = generated_hub("--kinds", "full")

    def inputs(self, hub: Path) -> list[object]:
        return ["--models", hub / "models.parquet", "--downloads", hub / "downloads",
                "--accounts", hub / "accounts.csv", "--datasets", hub / "api" / "datasets.jsonl"]

    def test_every_table_loads_as_a_configuration(self) -> None:
        manifest = self.report(*self.inputs(self.hub))
        text = (self.out / "README.md").read_text(encoding="utf-8")
        card = front_matter(text)
        self.assertEqual(card["pretty_name"], "Census of the Hugging Face Hub, 2025-12-31")
        names = [config["config_name"] for config in card["configs"]]
        self.assertEqual(names, [table["name"] for table in manifest["tables"]])
        self.assertEqual(set(names), self.tables())
        self.assertEqual([config.get("default") for config in card["configs"]],
                         [True] + [None] * (len(names) - 1))
        for config, table in zip(card["configs"], manifest["tables"]):
            path = self.out / config["data_files"]
            self.assertEqual(pq.read_table(path).num_rows, table["rows"])
            (rows,), = duckdb.sql(f"select count(*) from '{path}'").fetchall()
            self.assertEqual(rows, table["rows"])
            self.assertEqual(text.count("\n### " + table["name"].replace("_", r"\_") + "\n"), 1)

    def test_it_tells_nothing_of_the_run(self) -> None:
        self.report(*self.inputs(self.hub))
        elsewhere = self.folder / "else" / "where"
        shutil.copytree(self.hub, elsewhere)
        (elsewhere / "models.parquet").rename(elsewhere / "<b>.parquet")
        other = self.inputs(elsewhere)
        other[1] = elsewhere / "<b>.parquet"
        self.report(*other, "--threads", 1, out=self.folder / "other")
        cards = [(out / "README.md").read_bytes() for out in (self.out, self.folder / "other")]
        self.assertEqual(*cards)
        self.assertNotIn(str(self.folder).encode(), cards[0])
