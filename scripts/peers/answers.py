"""Compares the tables of hubcensus with those of a peer: every cell by its parsed value.

A peer's file names the columns that are compared; quotients, which hubcensus derives from the
columns `<name>_num` and `<name>_den` beside them, are left to the SQL twins."""

from __future__ import annotations

import csv
from pathlib import Path


class Difference(Exception):
    """The first cell that is not the same."""


def compare_folders(tables: Path, answers: Path, wanted: list[str]) -> int:
    """Every wanted table; the number of equal cells."""
    return sum(_compare(tables / f"{name}.csv", answers / f"{name}.csv") for name in wanted)


def _compare(ours: Path, theirs: Path) -> int:
    (names, mine), (columns, peers) = _read(ours), _read(theirs)
    quotients = {name for name in names if {f"{name}_num", f"{name}_den"} <= set(names)}
    if set(names) - quotients != set(columns):
        raise Difference(f"{ours.stem}: columns {sorted(set(names) - quotients)}, the peer has"
                         f" {sorted(columns)}")
    places = [names.index(name) for name in columns]
    mine = sorted([row[place] for place in places] for row in mine)
    peers.sort()
    if mine != peers:
        raise Difference(_first_difference(ours.stem, columns, mine, peers))
    return len(mine) * len(columns)


def _read(path: Path) -> tuple[list[str], list[list[tuple]]]:
    with path.open(newline="") as file:
        names, *rows = csv.reader(file)
    return names, [[_value(cell) for cell in row] for row in rows]


def _value(text: str) -> tuple[int, object]:
    """Of one order for all kinds: nothing, numbers, texts."""
    if text == "":
        return (0, 0)
    try:
        return (1, int(text))
    except ValueError:
        return (2, text)


def _first_difference(table: str, columns: list[str], mine: list, peers: list) -> str:
    for one, other in zip(mine, peers):
        for name, own, theirs in zip(columns, one, other):
            if own != theirs:
                key = ", ".join(str(cell[1]) for cell in one[:3])
                return f"{table} ({key}), {name}: {own[1]!r}, the peer has {theirs[1]!r}"
    return f"{table}: {len(mine)} rows, the peer has {len(peers)}"
