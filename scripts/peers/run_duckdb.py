"""The core tables by DuckDB: runs the queries of sql/ in order and writes one CSV a table.

A process of its own, so that all it needs is measured; it checks nothing."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import duckdb

from windows import windows_of

SQL = Path(__file__).parent / "sql"
# A table of several parts needs the part before.
TABLES = ["growth", "concentration", "concentration_lorenz", "country_share", "country_share_known",
          "country_share_overtakes", "kind_share", "kind_share_individual", "kind_share_known",
          "size_classes", "size_classes_ratios", "model_size_trend"]
OF_DAILY_RECORDS = ["record_distribution"]
NUMBERS = {"integer": "model_id"}  # of a model in the dump; else its row
KINDS = {"snapshots": "cumulative"}


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--format", required=True,
                        choices=("integer", "string", "publisher", "snapshots"))
    for name in ("--models", "--downloads", "--accounts", "--out"):
        parser.add_argument(name, type=Path, required=True)
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--memory-limit")
    return parser.parse_args()


def main() -> None:
    options = arguments()
    options.out.mkdir()
    connection = duckdb.connect()
    connection.execute("SET threads = ?", [options.threads])
    connection.execute("SET preserve_insertion_order = false")
    connection.execute("SET disabled_optimizers = 'compressed_materialization'")
    if options.memory_limit:
        connection.execute("SET memory_limit = ?", [options.memory_limit])
        connection.execute("SET temp_directory = ?", [str(options.out / "spilled")])
    for name in ("models", "accounts", "downloads"):
        connection.execute(f"SET VARIABLE {name} = '{getattr(options, name)}'")
    begun = time.monotonic()

    def run(name: str) -> None:
        text = (SQL / f"{name}.sql").read_text()
        for statement in text.replace("$m", NUMBERS.get(options.format, "file_row_number")).split(";\n"):
            since = time.monotonic()
            connection.execute(statement)
            if time.monotonic() - since > 0.15: print(f"   {time.monotonic()-since:.2f}", statement.split("--")[-1].strip()[:60].replace("\n", " "), file=sys.stderr)
        print(f"{name}: {time.monotonic() - begun:.2f} s", file=sys.stderr)

    run("models")
    run("lineage")
    run(f"monthly_{options.format}")
    make_windows(connection, KINDS.get(options.format, "daily"))
    run("cells")
    connection.execute("CREATE SCHEMA answer")
    for name in TABLES + OF_DAILY_RECORDS * (options.format != "snapshots"):
        query = (SQL / "tables" / f"{name}.sql").read_text().rstrip().rstrip(";")
        connection.execute(f"CREATE TABLE answer.{name} AS {query}")
        connection.execute(f"COPY answer.{name} TO '{options.out}/{name}.csv' (HEADER)")
        print(f"{name}: {time.monotonic() - begun:.2f} s", file=sys.stderr)


def make_windows(connection: duckdb.DuckDBPyConnection, kind: str) -> None:
    first, last = connection.execute("FROM bounds").fetchone()
    windows = windows_of(kind, dict(connection.execute("FROM months").fetchall()), first, last)
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


if __name__ == "__main__":
    main()
