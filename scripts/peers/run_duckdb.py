"""The core tables by DuckDB: runs the queries of sql/ in order and writes one CSV a table.

A process of its own, so that all it needs is measured; it checks nothing."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import duckdb

from task import Task, task_of
from windows import windows_of

SQL = Path(__file__).parent / "sql"
# A table of several parts needs the part before.
TABLES = ["growth", "concentration", "concentration_lorenz", "country_share", "country_share_known",
          "country_share_overtakes", "kind_share", "kind_share_individual", "kind_share_known",
          "size_classes", "size_classes_ratios", "model_size_trend"]


def main() -> None:
    task = task_of(__doc__)
    connection = duckdb.connect()
    connection.execute("SET threads = ?", [task.threads])
    connection.execute("SET preserve_insertion_order = false")
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute("SET enable_progress_bar = false")
    if task.memory_limit:
        connection.execute("SET memory_limit = ?", [task.memory_limit])
        connection.execute("SET temp_directory = ?", [str(task.out / "spilled")])
    for name in ("models", "accounts", "downloads"):
        connection.execute(f"SET VARIABLE {name} = '{getattr(task, name)}'")
    for name in ("models", "lineage"):
        run(connection, name, task)
    read_records(connection, task)
    make_windows(connection, task)
    run(connection, "cells", task)
    connection.execute("CREATE SCHEMA answer")
    for name in TABLES + ["record_distribution"] * (task.kind == "daily"):
        query = (SQL / "tables" / f"{name}.sql").read_text().rstrip().rstrip(";")
        connection.execute(f"CREATE TABLE answer.{name} AS {query}")
        connection.execute(f"COPY answer.{name} TO '{task.out}/{name}.csv' (HEADER)")
    tell("tables")


def run(connection: duckdb.DuckDBPyConnection, name: str, task: Task) -> None:
    """Ids of records that are numbers are those of the models; else a model's number is its row."""
    text = (SQL / f"{name}.sql").read_text()
    number, key = ("model_id", "m") if task.has_numbers else ("file_row_number", "id")
    connection.execute(text.replace("$number", number).replace("$key", key))
    tell(name)


def tell(stage: str) -> None:
    """For the log: where the time goes."""
    print(f"{stage}: {time.perf_counter() - BEGUN:.2f} s", file=sys.stderr)


def read_records(connection: duckdb.DuckDBPyConnection, task: Task) -> None:
    name = f"records_{task.layout}"
    if not task.is_dated:
        run(connection, name, task)
        return
    for month, files in task.files_by_month().items():
        connection.execute("SET VARIABLE files = ?", [[str(path) for path in files]])
        connection.execute("SET VARIABLE month = ?", [month])
        run(connection, name, task)
    if task.kind == "cumulative":
        connection.execute("CREATE TABLE bounds AS SELECT ?::DATE AS first_day,"
                           " ?::DATE AS last_day", task.days())
        run(connection, "increments", task)
        return
    # Files may be empty: the days are those of records, in the first and the last month with any.
    ends = connection.execute("SELECT min(month), max(month) FROM values_of_records").fetchone()
    paths = [str(path) for month in set(ends) for path in task.files_by_month()[month]]
    connection.execute("CREATE TABLE bounds AS SELECT min(date) AS first_day, max(date) AS last_day"
                       " FROM read_parquet(?)", [paths])


def make_windows(connection: duckdb.DuckDBPyConnection, task: Task) -> None:
    first, last = connection.execute("FROM bounds").fetchone()
    records = connection.execute(
        "SELECT month, sum(n)::BIGINT FROM values_of_records GROUP BY month").fetchall()
    windows = windows_of(task.kind, dict(records), first, last)
    ends = sorted({window.end_day for window in windows})
    connection.execute("CREATE TABLE ends (place SMALLINT, end_day DATE)")
    connection.executemany("INSERT INTO ends VALUES (?, ?)", list(enumerate(ends)))
    connection.execute(
        "CREATE TABLE windows (w SMALLINT, name VARCHAR, grain VARCHAR, basis VARCHAR,"
        " complete BOOLEAN, records BIGINT, first_month SMALLINT, last_month SMALLINT,"
        " place SMALLINT)")
    connection.executemany(
        f"INSERT INTO windows VALUES ({', '.join('?' * 9)})",
        [(window.w, window.name, window.grain, window.basis, window.complete, window.records,
          window.first_month, window.last_month, ends.index(window.end_day))
         for window in windows])


BEGUN = time.perf_counter()
if __name__ == "__main__":
    main()
