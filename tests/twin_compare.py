"""Compares a table of a report with the rows of its SQL twin, cell by cell, with ==.

Integers, texts and booleans must be equal; a quotient must be the double nearest to its numerator
by its denominator (Python's int / int is correctly rounded); rows must be in the order of the twin,
which sorts by key; the .csv must hold the same cells, byte for byte, in the documented CSV form.
"""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from twin_inputs import Twin

Row = dict[str, object]


class Difference(Exception):
    """The first difference found in a table."""


def compare(report: Path, twin: Twin) -> int:
    """Compares the files of one table with its twin; returns the number of equal rows."""
    table = pq.read_table(report / "tables" / f"{twin.name}.parquet")
    expected = expected_rows(twin)
    _compare_columns(table, twin)
    actual = [_plain(row) for row in table.to_pylist()]
    _compare_order(actual, twin.key)
    _compare_keys(actual, expected, twin.key)
    for got, wanted in zip(actual, expected):
        _compare_row(got, wanted, twin)
    _compare_csv(report / "tables" / f"{twin.name}.csv", table)
    return len(actual)


def expected_rows(twin: Twin) -> list[Row]:
    """The twin's rows with every quotient added after its numerator and denominator."""
    return [_with_quotients(dict(zip(twin.columns, row))) for row in twin.rows]


def _with_quotients(row: Row) -> Row:
    full: Row = {}
    for name, value in row.items():
        full[name] = _integer(value)
        if name.endswith("_den"):
            base = name.removesuffix("_den")
            full[base] = nearest(full[f"{base}_num"], full[name])
    if "value_text" in full:  # `claims` prints either a text or a quotient, as one text
        if full["value"] is None:
            full["value"] = full["value_text"]
        for part in ("value_text", "value_num", "value_den"):
            del full[part]
    return full


def nearest(numerator: object, denominator: object) -> float | None:
    if numerator is None or denominator is None or denominator == 0:
        return None
    assert isinstance(numerator, int) and isinstance(denominator, int)
    return numerator / denominator


def _integer(value: object) -> object:
    return int(value) if isinstance(value, Decimal) else value


def _plain(row: Row) -> Row:
    return {name: _integer(value) for name, value in row.items()}


def _compare_columns(table: pa.Table, twin: Twin) -> None:
    empty = dict.fromkeys(twin.columns)
    wanted = list(_with_quotients(empty))
    if table.column_names != wanted:
        raise Difference(f"columns are {table.column_names}, the twin has {wanted}")
    for name in twin.prose:
        if any(not text for text in table.column(name).to_pylist()):
            raise Difference(f"column {name} has an empty cell")


def _key_of(row: Row, key: list[str]) -> tuple:
    return tuple(row[name] for name in key)


def _sortable(key: tuple) -> tuple:
    """Null first, text by byte."""
    return tuple((value is not None, value.encode() if isinstance(value, str) else value or 0)
                 for value in key)


def _compare_order(rows: list[Row], key: list[str]) -> None:
    keys = [_key_of(row, key) for row in rows]
    for before, after in zip(keys, keys[1:]):
        if _sortable(before) >= _sortable(after):
            raise Difference(f"row {before} is not before row {after} in the order of the key")


def _compare_keys(actual: list[Row], expected: list[Row], key: list[str]) -> None:
    keys = {_key_of(row, key) for row in actual}
    wanted = {_key_of(row, key) for row in expected}
    for extra in sorted(keys - wanted, key=_sortable)[:1]:
        raise Difference(f"row {extra} is not in the twin ({len(keys - wanted)} such rows)")
    for missing in sorted(wanted - keys, key=_sortable)[:1]:
        raise Difference(f"row {missing} of the twin is missing ({len(wanted - keys)} such rows)")


def _compare_row(got: Row, wanted: Row, twin: Twin) -> None:
    for name, value in wanted.items():
        if name not in twin.prose and not same_cell(got[name], value):
            raise Difference(
                f"{_key_of(wanted, twin.key)}, column {name}: {got[name]!r}, the twin has"
                f" {value!r}")


def same_cell(got: object, wanted: object) -> bool:
    """Equal in value and type; a text may stand for a number if it has that number's digits."""
    if isinstance(wanted, str) and isinstance(got, str):
        return got == wanted or (_is_number(wanted) and _is_number(got)
                                 and Decimal(got) == Decimal(wanted))
    if isinstance(wanted, float) and isinstance(got, str):
        return _is_number(got) and Decimal(got) == Decimal(repr(wanted))
    return type(got) is type(wanted) and got == wanted


def _is_number(text: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?(e[+-]\d+)?", text) is not None


def _compare_csv(path: Path, table: pa.Table) -> None:
    if not path.exists():
        raise Difference(f"{path.name} is missing")
    actual = path.read_bytes().split(b"\n")
    wanted = csv_of(table).encode().split(b"\n")
    for number, (got, line) in enumerate(zip(actual, wanted), start=1):
        if got != line:
            raise Difference(f"{path.name}, line {number}: {got!r}, the .parquet gives {line!r}")
    if len(actual) != len(wanted):
        raise Difference(f"{path.name} does not end where the .parquet does: {len(actual)} parts"
                         f" between newlines instead of {len(wanted)}")


def csv_of(table: pa.Table) -> str:
    lines = [",".join(csv_cell(name) for name in table.column_names)]
    columns = [column.to_pylist() for column in table.columns]
    lines += [",".join(csv_cell(value) for value in row) for row in zip(*columns)]
    return "\n".join(lines) + "\n"


def csv_cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return shortest(value)
    if not isinstance(value, str):
        return str(value)
    guard = "'" if value[:1] in ("=", "+", "-", "@") or _is_control(value[:1]) else ""
    text = guard + "".join(f"\\x{ord(c):02x}" if _is_control(c) else c for c in value)
    return '"' + text.replace('"', '""') + '"' if re.search('[,"]', text) else text


def _is_control(character: str) -> bool:
    return character != "" and (ord(character) < 0x20 or ord(character) == 0x7F)


def shortest(value: float) -> str:
    """As C++'s std::to_chars: the fewest digits that read back, fixed unless longer than with e."""
    if value == 0:
        return "-0" if str(value).startswith("-") else "0"
    sign, digits, exponent = Decimal(repr(value)).normalize().as_tuple()
    text = "".join(map(str, digits))
    power = len(text) - 1 + exponent
    point = f".{text[1:]}" if len(text) > 1 else ""
    scientific = f"{text[0]}{point}e{'-' if power < 0 else '+'}{abs(power):02d}"
    fixed = format(Decimal((0, digits, exponent)), "f")
    return ("-" if sign else "") + (fixed if len(fixed) <= len(scientific) else scientific)
