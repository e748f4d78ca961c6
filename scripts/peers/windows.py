"""The windows that hubcensus writes, from the months that hold records: a small plain list.

It reads no file. Both peers take their windows from here, as these are a few dates and not what is
measured. Months are numbers: year * 12 + month - 1."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

BASES = {"daily": "daily records", "cumulative": "differences of snapshots"}


@dataclass(frozen=True)
class Window:
    w: int
    name: str
    grain: str
    basis: str
    complete: bool
    records: int
    first_month: int
    last_month: int
    end_day: dt.date  # exclusive


def first_of(month: int) -> dt.date:
    return dt.date(month // 12, month % 12 + 1, 1)


def windows_of(kind: str, records: dict[int, int], first: dt.date, last: dt.date) -> list[Window]:
    """`records` counts by month; first and last are the days of records."""
    covered_from = first + dt.timedelta(days=kind == "cumulative")
    behind_last = last + dt.timedelta(days=1)
    found: list[Window] = []

    def add(name: str, grain: str, complete: bool, months: range, end: dt.date) -> None:
        count = sum(records.get(month, 0) for month in months)
        found.append(Window(len(found), name, grain, BASES[kind], complete, count, months.start,
                            months.stop - 1, end))

    def is_complete(months: range) -> bool:
        told = kind == "daily" or all(records.get(m) for m in range(months.start - 1, months.stop))
        return (told and covered_from <= first_of(months.start)
                and first_of(months.stop) <= behind_last)

    def add_period(name: str, grain: str, months: range) -> None:
        add(name, grain, is_complete(months), months, first_of(months.stop))

    first_month = first.year * 12 + first.month - 1
    last_month = last.year * 12 + last.month - 1
    add("all", "all", covered_from <= last, range(first_month, last_month + 1), behind_last)
    for year in range(first.year, last.year + 1):
        add_period(f"{year:04}", "year", range(year * 12, year * 12 + 12))
    for month in range(first_month, last_month + 1):
        add_period(f"{month // 12:04}-{month % 12 + 1:02}", "month", range(month, month + 1))
    whole = [window for window in found if window.grain == "month" and window.complete]
    if whole:
        twelve = range(whole[-1].last_month - 11, whole[-1].last_month + 1)
        if twelve.start >= first_month and first_of(twelve.start) >= covered_from:
            complete = all(is_complete(range(month, month + 1)) for month in twelve)
            add("last-12-months", "last-12-months", complete, twelve, first_of(twelve.stop))
    return found
