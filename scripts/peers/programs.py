"""What is run: the command of each program, and one measured run of it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from peers.inputs import Made

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Program:
    name: str
    command: tuple[str, ...]  # all but the folder of its answers, which follows --out
    is_peer: bool = False
    whole: bool = False  # hubcensus with all tables
    threads: int = 0
    data_bytes: int = 0  # that the system lets it hold; 0: it holds to a limit by itself


def hubcensus(binary: Path, made: Made, threads: int, whole: bool = False) -> Program:
    only = [] if whole else ["--only", ",".join(made.kind.tables)]
    given = made.kind.memory_limit.removesuffix("B")
    limit = ["--memory-limit", given] if given else []
    command = [binary, "report", "--models", made.models, "--downloads", made.downloads,
               "--accounts", made.accounts, "--no-builtin-accounts", "--backend", "cpu",
               "--threads", threads, "-q", *only, *limit, "--out"]
    name = "hubcensus, whole report" if whole else "hubcensus"
    return Program(name, tuple(map(str, command)), whole=whole, threads=threads)


def peer(name: str, python: Path, made: Made, threads: int) -> Program:
    """Polars has no limit of memory of its own, so the system sets one."""
    limit = made.kind.memory_limit
    command = [python, HERE / f"run_{name}.py", "--format", made.kind.format, "--models",
               made.models, "--downloads", made.downloads, "--accounts", made.accounts,
               "--threads", threads, *(["--memory-limit", limit] if limit else []), "--out"]
    held = int(float(limit.removesuffix("GB")) * 10**9) if limit and name == "polars" else 0
    return Program(name, tuple(map(str, command)), is_peer=True, threads=threads, data_bytes=held)


def run(program: Program, out: Path) -> dict[str, float]:
    """Into `out`, a folder that is made anew; a program that fails says so by its code."""
    shutil.rmtree(out, ignore_errors=True)
    log = out.with_suffix(".log")
    log.unlink(missing_ok=True)
    done = subprocess.run(
        [sys.executable, "-S", "-I", HERE / "measure.py", str(program.data_bytes), log,
         *program.command, out], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def last_words(out: Path) -> str:
    """The last line that names an error, else the last line."""
    lines = [line for line in out.with_suffix(".log").read_text(errors="replace").splitlines()
             if line.strip()]
    errors = [line for line in lines if "Error" in line or "Exception" in line]
    return (errors or lines or ["no message"])[-1]
