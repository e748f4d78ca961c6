"""Sees every comparison of twin_compare.py fail: writes a report from the twins' own rows, which
must pass, then changes one thing at a time, which must be found.
"""

from __future__ import annotations

import math
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from twin_compare import Difference, compare, csv_of, expected_rows
from twin_inputs import Twin

if TYPE_CHECKING:
    from twins import Count


def read_rows(report: Path, name: str) -> list[dict]:
    return pq.read_table(report / "tables" / f"{name}.parquet").to_pylist()


def see_every_comparison_fail(report: Path, twins: dict[str, Twin], count: Count) -> None:
    for twin in twins.values():
        table = _table_of(twin)
        _write(report, twin.name, table)
        rows = compare(report, twin)
        changes = _changes(table)
        for what, changed in changes.items():
            _write(report, twin.name, changed)
            _must_differ(report, twin, what, count)
        _write(report, twin.name, table, csv=csv_of(table).replace("1", "7", 1))
        _must_differ(report, twin, "one digit of the CSV", count)
        _write(report, twin.name, table, csv=csv_of(table)[:-1])
        _must_differ(report, twin, "no newline at the end of the CSV", count)
        count.passes(f"{twin.name}: {rows} rows equal, {len(changes) + 2} changes found")


def _must_differ(report: Path, twin: Twin, what: str, count: Count) -> None:
    try:
        compare(report, twin)
    except Difference:
        return
    count.fails(f"{twin.name}: not found: {what}")


def _table_of(twin: Twin) -> pa.Table:
    rows = [row | {name: "words" for name in twin.prose} for row in expected_rows(twin)]
    columns = {}
    for name in rows[0]:
        values = [row[name] for row in rows]
        if twin.name == "claims" and name == "value":
            values = [str(value) if isinstance(value, float) else value for value in values]
        integers = [value for value in values if isinstance(value, int)]
        is_wide = integers and max(integers) >= 2**63
        columns[name] = pa.array([Decimal(v) if is_wide and v is not None else v for v in values],
                                 pa.decimal128(38, 0) if is_wide else None)
    return pa.table(columns)


def _changes(table: pa.Table) -> dict[str, pa.Table]:
    """One cell of each column (the last that is not null), then rows and columns."""
    changes = {}
    for index, name in enumerate(table.column_names):
        values = table.column(name).to_pylist()
        place = max((i for i, value in enumerate(values) if value is not None), default=None)
        if place is None:
            continue
        for what, cell in (("changed", _other(values[place])), ("null", None)):
            column = pa.array(values[:place] + [cell] + values[place + 1:], table.column(name).type)
            changes[f"{name} {what}"] = table.set_column(index, name, column)
    order = list(range(table.num_rows))
    changes["a row less"] = table.slice(1)
    changes["a row twice"] = pa.concat_tables([table.slice(0, 1), table])
    changes["two rows swapped"] = table.take([order[1], order[0], *order[2:]])
    changes["a column less"] = table.drop_columns(table.column_names[-1:])
    changes["two columns swapped"] = table.select(table.column_names[::-1])
    return changes


def _other(value: object) -> object:
    """A cell that differs by as little as its type allows; an empty text, since prose is free."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, float):
        return math.nextafter(value, math.inf)
    return "" if isinstance(value, str) else value + 1


def _write(report: Path, name: str, table: pa.Table, csv: str | None = None) -> None:
    folder = report / "tables"
    folder.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, folder / f"{name}.parquet")
    (folder / f"{name}.csv").write_text(csv if csv is not None else csv_of(table), newline="")
