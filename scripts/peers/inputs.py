"""The inputs of the comparison: what each is, and how it is made in a folder of its own.

A folder that is there is used again; one that was half made is not, as it is renamed last."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path

CORE = ("growth", "concentration", "country_share", "kind_share", "size_classes",
        "model_size_trend", "record_distribution")
SORTED = """
import sys, duckdb
connection = duckdb.connect()
connection.execute("SET memory_limit = '4GB'")
connection.execute("SET enable_progress_bar = false")
connection.execute(f"SET temp_directory = '{sys.argv[2]}.spilled'")
connection.execute(f"COPY (FROM read_parquet('{sys.argv[1]}') ORDER BY model_id, date)"
                   f" TO '{sys.argv[2]}' (FORMAT parquet)")
"""


@dataclass(frozen=True)
class Input:
    letter: str
    title: str
    format: str  # integer, sorted, string, publisher or snapshots
    records: int
    models: int
    goal: float  # the best peer's time by that of hubcensus
    memory_limit: str = ""

    @property
    def tables(self) -> tuple[str, ...]:
        """Counters of snapshots are no single records, so these have no distribution."""
        return CORE[:-1] if self.format == "snapshots" else CORE

    def scaled(self, scale: float, records: int | None, models: int | None) -> Input:
        return replace(self, records=records or max(int(self.records * scale), 1),
                       models=models or max(int(self.models * scale), 1))


INPUTS = {given.letter: given for given in (
    Input("a", "daily files, integer ids", "integer", 10**8, 2 * 10**6, 10),
    Input("b", "daily files, string ids", "string", 10**8, 2 * 10**6, 5),
    Input("c", "one file sorted by model, integer ids", "sorted", 10**8, 2 * 10**6, 15),
    Input("d", "daily files, integer ids, 8 GB", "integer", 10**9, 3 * 10**6, 10, "8GB"),
    Input("e", "weekly dumps with counters", "snapshots", 6 * 10**7, 3 * 10**6, 5),
    Input("f", "Publisher Analytics, CSV", "publisher", 10**8, 2 * 10**6, 5),
)}
DOWNLOADS = {"publisher": "publisher/*.csv", "snapshots": "snapshots/*/models.parquet"}


@dataclass(frozen=True)
class Made:
    """An input that lies in files."""

    kind: Input
    models: Path
    accounts: Path
    downloads: Path  # a pattern

    @property
    def files(self) -> list[Path]:
        folder = self.models.parent
        records = sorted(folder.glob(str(self.downloads.relative_to(folder))))
        return [self.models, self.accounts, *records]

    @property
    def bytes(self) -> int:
        return sum(path.stat().st_size for path in self.files)


def make(kind: Input, work: Path, hubcensus: Path, python: Path) -> Made:
    folder = work / f"{kind.letter}-{kind.records}-{kind.models}"
    if not folder.exists():
        partial = folder.with_suffix(".partial")
        shutil.rmtree(partial, ignore_errors=True)
        if kind.format == "sorted":
            daily = replace(kind, letter="a", format="integer")
            _sort(make(daily, work, hubcensus, python), partial, python)
        else:
            _generate(kind, partial, hubcensus)
        partial.rename(folder)
    return Made(kind, folder / "models.parquet", folder / "accounts.csv",
                folder / DOWNLOADS.get(kind.format, "downloads/*.parquet"))


def _generate(kind: Input, out: Path, hubcensus: Path) -> None:
    """The same seed and size give the same Hub, whatever its ids."""
    shape = {
        "integer": ["--ids", "integer"],
        "string": ["--ids", "string"],
        "publisher": ["--kinds", "publisher"],
        "snapshots": ["--kinds", "cumulative", "--snapshots", "week"],
    }[kind.format]
    subprocess.run([hubcensus, "generate", "--models", str(kind.models), "--records",
                    str(kind.records), "--seed", "1", "--out", out, "-q", *shape], check=True)


def _sort(daily: Made, out: Path, python: Path) -> None:
    """Outside of the memory where it does not fit; `generate` writes by day alone."""
    (out / "downloads").mkdir(parents=True)
    shutil.copy(daily.models, out)
    shutil.copy(daily.accounts, out)
    subprocess.run([python, "-c", SORTED, daily.downloads, out / "downloads" / "sorted.parquet"],
                   check=True)
