"""What a result was measured on: the machine and the versions of the programs."""

from __future__ import annotations

import os
import platform
import subprocess
from pathlib import Path

VERSIONS = """
import importlib.metadata, platform
print("python", platform.python_version())
for name in ("duckdb", "polars"):
    try: print(name, importlib.metadata.version(name))
    except importlib.metadata.PackageNotFoundError: pass
"""


def machine() -> dict[str, object]:
    models = [line.split(":", 1)[1].strip() for line in _lines("/proc/cpuinfo")
              if line.startswith("model name")]
    kib = next(int(line.split()[1]) for line in _lines("/proc/meminfo")
               if line.startswith("MemTotal"))
    return {"cpu": models[0] if models else platform.machine(), "cores": os.cpu_count(),
            "memory_gib": round(kib / 2**20, 1),
            "system": f"{platform.system()} {platform.release()}"}


def versions(hubcensus: Path, python: Path) -> dict[str, str]:
    ours = subprocess.run([hubcensus, "--version"], capture_output=True, text=True, check=True)
    peers = subprocess.run([python, "-c", VERSIONS], capture_output=True, text=True, check=True)
    return {"hubcensus": ours.stdout.split()[-1],
            **dict(line.split() for line in peers.stdout.splitlines())}


def _lines(path: str) -> list[str]:
    return Path(path).read_text().splitlines()
