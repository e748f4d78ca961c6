"""Each kind of input as a small sound file, and what becomes of it when it is broken."""

from __future__ import annotations

import dataclasses
import json

import pyarrow as pa

from . import small_hub

Rows = list[tuple]


@dataclasses.dataclass(frozen=True)
class Kind:
    file: str
    flag: str
    rows: Rows  # a header first
    required: dict[str, str]  # a misspelt column: the column that the message misses
    texts: dict[str, str]  # a column with a word in its last row: reason, or name of the cells
    cut: str = "malformed_row"  # reason of a row that ends early

    @property
    def text(self) -> str:
        return small_hub.csv_text(self.rows)


DAILY = Kind("daily.csv", "--downloads", [("model_id", "date", "downloads"), *small_hub.RECORDS],
             {"model_idx": "model_id", "datex": "date", "downloadsx": "downloads"},
             {"date": "invalid_date", "downloads": "invalid_downloads"})
PUBLISHER = Kind("publisher.csv", "--downloads", small_hub.PUBLISHER,
                 {"repoNamex": "repoName", "timestampx": "timestamp", "downloadsx": "downloads"},
                 {"repoType": "other_repo_type", "timestamp": "invalid_date",
                  "downloads": "invalid_downloads"})
ROLLING30 = Kind("rolling30.csv", "--downloads", small_hub.ROLLING30,
                 {"model_idx": "model_id", "datex": "date", "downloads_30x": "downloads"},
                 {"date": "invalid_date", "downloads_30d": "invalid_downloads"})
DUMP = Kind("2024-02-29.csv", "--downloads",
            small_hub.dump_rows((1, "acme/big-70B", 130), (2, "gpt2", 9), (3, "ann/new", 4)),
            {}, {"downloadsAllTime": "invalid_downloads"})
REQUESTS = Kind("requests.csv", "--downloads", small_hub.REQUESTS,
                {"timestampx": "timestamp", "repoNamex": "repoName", "repoTypex": "repoType"},
                {"timestamp": "invalid_date", "status": "failed_request",
                 "method": "other_method", "repoType": "other_repo_type"})
MODELS = Kind("models.csv", "--models",
              [("id", "createdAt", "downloads", "downloadsAllTime"), *small_hub.MODELS],
              {"idx": "id"}, {}, "wrong_field_count")
ACCOUNTS = Kind("accounts.csv", "--accounts",
                [tuple(line.split(",")) for line in small_hub.ACCOUNTS.splitlines()], {}, {})
RECORDS = [DAILY, PUBLISHER, ROLLING30, DUMP, REQUESTS]
CSV = [*RECORDS, MODELS, ACCOUNTS]
PARQUET = [DAILY, ROLLING30, DUMP, REQUESTS]
API = ("models.jsonl", "models.json")


def api_objects() -> list[dict]:
    return [{"id": name, "createdAt": f"{created}T00:00:00.000Z", "downloads": last,
             "downloadsAllTime": ever} for name, created, last, ever in small_hub.MODELS]


def api_text(file: str, objects: list[dict] | None = None) -> str:
    objects = api_objects() if objects is None else objects
    if file.endswith(".json"):
        return json.dumps(objects, indent=1) + "\n"
    return "".join(json.dumps(model) + "\n" for model in objects)


def parquet_table(kind: Kind) -> pa.Table:
    if kind == MODELS:
        return small_hub.models_table()
    return small_hub.records_table() if kind == DAILY else small_hub.table_of(kind.rows)
