"""What a peer is asked: its files and limits, read from the command line by both peers."""

from __future__ import annotations

import argparse
import datetime as dt
import glob
import re
from dataclasses import dataclass
from pathlib import Path

FORMATS = ("integer", "sorted", "string", "publisher", "snapshots")


@dataclass(frozen=True)
class Task:
    format: str
    models: Path
    downloads: str  # a pattern
    accounts: Path
    out: Path
    threads: int
    memory_limit: str | None

    @property
    def kind(self) -> str:
        return "cumulative" if self.format == "snapshots" else "daily"

    @property
    def layout(self) -> str:
        """What the files look like, whatever their ids."""
        return "daily" if self.format in ("integer", "string") else self.format

    @property
    def has_numbers(self) -> bool:
        return self.format in ("integer", "sorted")

    @property
    def is_dated(self) -> bool:
        """Each file is of one day, which its path tells."""
        return self.layout in ("daily", "snapshots")

    def dated_files(self) -> list[tuple[dt.date, Path]]:
        paths = sorted(glob.glob(self.downloads))
        return [(dt.date.fromisoformat(re.findall(r"\d{4}-\d\d-\d\d", path)[-1]), Path(path))
                for path in paths]

    def files_by_month(self) -> dict[int, list[Path]]:
        months: dict[int, list[Path]] = {}
        for day, path in self.dated_files():
            months.setdefault(day.year * 12 + day.month - 1, []).append(path)
        return months

    def days(self) -> list[dt.date]:
        """The first and the last."""
        dates = [day for day, _ in self.dated_files()]
        return [min(dates), max(dates)]


def task_of(about: str | None) -> Task:
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--format", required=True, choices=FORMATS)
    parser.add_argument("--downloads", required=True)
    for name in ("--models", "--accounts", "--out"):
        parser.add_argument(name, type=Path, required=True)
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--memory-limit")
    task = Task(**vars(parser.parse_args()))
    task.out.mkdir()
    return task
