"""Makes files cold or warm in the page cache.

Only these files: dropping all would make the programs cold too, and whatever else runs here."""

from __future__ import annotations

import os
from pathlib import Path


def drop(files: list[Path]) -> None:
    for path in files:
        with path.open("rb") as file:
            os.fsync(file.fileno())  # only what is written can be dropped
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def fill(files: list[Path]) -> None:
    for path in files:
        with path.open("rb", buffering=0) as file:
            while file.read(1 << 22):
                pass
