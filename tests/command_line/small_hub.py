"""Inputs of a few rows, made in the formats that hubcensus reads."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

# id, created, downloads of 30 days, of all time
MODELS = [
    ("acme/big-70B", "2023-01-05", 50, 900),
    ("acme/small-7B", "2023-02-06", 40, 800),
    ("bolt/tiny-1B", "2023-03-07", 30, 700),
    ("ann/chat-7B-q4", "2024-01-08", 20, 60),
    ("gpt2", "2022-03-02", 10, 5000),
]
RECORDS = [
    ("acme/big-70B", "2023-12-30", 3),
    ("acme/big-70B", "2024-01-01", 5),
    ("acme/small-7B", "2024-01-01", 7),
    ("bolt/tiny-1B", "2024-01-02", 11),
    ("gpt2", "2024-01-31", 13),
    ("gpt2", "2024-02-01", 17),
]
ACCOUNTS = "handle,kind,country\nacme,industry,US\nbolt,academia,CN\nann,individual,FR\n"
CREATED = pa.timestamp("us")


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def models_table(ids: list[object] | None = None) -> pa.Table:
    names = ids or [model[0] for model in MODELS]
    rows = [MODELS[i % len(MODELS)] for i in range(len(names))]
    instants = [dt.datetime.fromisoformat(row[1]) for row in rows]
    return pa.table({
        "id": pa.array(names, pa.binary() if isinstance(names[0], bytes) else pa.string()),
        "createdAt": pa.array(instants, CREATED),
        "lastModified": pa.array(instants, CREATED),
        "downloads": pa.array([row[2] for row in rows], pa.int64()),
        "downloadsAllTime": pa.array([row[3] for row in rows], pa.int64()),
    })


def write_models(path: Path) -> Path:
    pq.write_table(models_table(), path)
    return path


def models_csv(id_name: str = "id") -> str:
    rows = [f"{name},{created},{last},{ever}" for name, created, last, ever in MODELS]
    return "\n".join([f"{id_name},createdAt,downloads,downloadsAllTime", *rows]) + "\n"


def write_compressed(path: Path, text: str, codec: str) -> Path:
    with pa.CompressedOutputStream(pa.OSFile(str(path), "wb"), codec) as stream:
        stream.write(text.encode())
    return path


def records_table(rows: list[tuple] | None = None) -> pa.Table:
    keys, days, downloads = zip(*(RECORDS if rows is None else rows))
    kind = pa.binary() if any(isinstance(key, bytes) for key in keys) else pa.string()
    days = [day(text) if isinstance(text, str) else text for text in days]
    return pa.table({"model_id": pa.array(keys, kind), "date": pa.array(days, pa.date32()),
                     "downloads": pa.array(downloads, pa.int64())})


def write_records(path: Path, rows: list[tuple] | None = None) -> Path:
    pq.write_table(records_table(rows), path)
    return path


def records_csv(rows: list[tuple] | None = None) -> str:
    lines = [",".join(map(str, row)) for row in (RECORDS if rows is None else rows)]
    return "\n".join(["model_id,date,downloads", *lines]) + "\n"


def write_text(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


# The same downloads as rows of text, a header first, in each other kind of records.
PUBLISHER = [
    ("repoType", "repoName", "total", "timestamp", "downloads"),
    ("model", "acme/big-70B", 103, "2023-12-30T00:00:00.000Z", 3),
    ("model", "acme/big-70B", 108, "2024-01-01T00:00:00.000Z", 5),
    ("model", "acme/small-7B", 7, "2024-01-01T00:00:00.000Z", 7),
    ("model", "gpt2", 13, "2024-01-31T00:00:00.000Z", 13),
    ("model", "gpt2", 30, "2024-02-01T00:00:00.000Z", 17),
]
ROLLING30 = [("model_id", "date", "downloads_30d"),
             ("acme/big-70B", "2024-01-30", 5), ("acme/big-70B", "2024-01-31", 6),
             ("acme/small-7B", "2024-01-31", 7), ("gpt2", "2024-02-29", 17)]
REQUESTS = [
    ("timestamp", "status", "method", "repoName", "repoType", "hashedUserId", "hashedIp",
     "country", "region", "userAgent"),
    ("2024-01-01T00:00:01Z", 200, "GET", "acme/big-70B", "model", "u1", "i1", "FR", "", "a/1"),
    ("2024-01-01T00:00:02Z", 302, "HEAD", "acme/big-70B", "model", "u2", "i2", "US", "", "a/1"),
    ("2024-02-01T00:00:03Z", 200, "GET", "gpt2", "model", "", "i1", "", "", "a/1"),
]


def object_id(number: int) -> str:
    return f"{number:024x}"


def dump_rows(*counters: tuple[int, str, int]) -> list[tuple]:
    """A dump of a cumulative series: number of the `_id`, id and counter of all time."""
    return [("_id", "id", "downloadsAllTime"),
            *((object_id(number), name, ever) for number, name, ever in counters)]


def csv_text(rows: list[tuple]) -> str:
    return "".join(",".join(map(str, row)) + "\n" for row in rows)


def table_of(rows: list[tuple]) -> pa.Table:
    """Columns of whole numbers or of text, by the first row behind the header."""
    names, *values = rows
    return pa.table({name: pa.array(column, pa.int64() if isinstance(column[0], int) else None)
                     for name, column in zip(names, zip(*values))})
