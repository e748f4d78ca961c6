#!/usr/bin/env python3
"""Runs hubcensus, DuckDB and Polars on the same files for the same tables, and compares them.

    scripts/compare_peers.py --binary build/hubcensus --work /big/disk --inputs a,b --scale 0.1
    scripts/compare_peers.py ... --json tests/bench/results/two-cores.json
    scripts/compare_peers.py --table tests/bench/results/*.json

Makes the inputs (a to f, see peers/inputs.py), then runs all programs in turn, each in a process of
its own with the same number of threads, in an order that moves on every round. A cold run is one of
which the page cache holds no input; the warm one follows that of the same program. Every answer of
every run is compared: the first cell that differs ends it with exit code 1. A peer that fails, by
its memory say, is told and left out."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from peers import answers, inputs, machine, page_cache, programs, results


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", type=Path, default=Path("build/hubcensus"))
    parser.add_argument("--work", type=Path, default=Path("build/peers"),
                        help="folder of inputs, answers and the peers' Python (build/peers)")
    parser.add_argument("--inputs", default=",".join(inputs.INPUTS), help="of them, as a,c")
    parser.add_argument("--scale", type=float, default=1, help="times the records and models (1)")
    parser.add_argument("--records", type=int, help="instead of the input's own")
    parser.add_argument("--models", type=int, help="instead of the input's own")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--cache", default="warm,cold")
    parser.add_argument("--peers", default="duckdb,polars")
    parser.add_argument("--python", type=Path, help="that has the peers; else one of its own gets"
                        " their newest releases by pip")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the results here")
    parser.add_argument("--table", type=Path, nargs="+", metavar="FILE",
                        help="print the table of such files, and stop")
    options = parser.parse_args()
    unknown = set(options.inputs.split(",")) - set(inputs.INPUTS)
    if unknown or set(options.cache.split(",")) - {"warm", "cold"}:
        parser.error("--inputs are of a to f, --cache of warm and cold")
    return options


def main() -> int:
    options = arguments()
    if options.table:
        print(results.readme_table([json.loads(path.read_text()) for path in options.table]))
        return 0
    options.work.mkdir(parents=True, exist_ok=True)
    options.binary, options.work = options.binary.resolve(), options.work.resolve()
    python = options.python.absolute() if options.python else own_python(options.work)
    versions = machine.versions(options.binary, python)
    peers = [name for name in options.peers.split(",") if name in versions]
    for name in set(options.peers.split(",")) - set(peers):
        print(f"{name} is skipped: {python} does not have it")
    found = {"machine": machine.machine(), "versions": versions, "rounds": options.rounds,
             "date": dt.datetime.now(dt.timezone.utc).strftime("%Y-%m-%d"), "inputs": []}
    for letter in options.inputs.split(","):
        kind = inputs.INPUTS[letter].scaled(options.scale, options.records, options.models)
        made = inputs.make(kind, options.work, options.binary, python)
        try:
            result = compare(made, peers, python, options)
        except answers.Difference as difference:
            print(f"({letter}) answers differ: {difference}", file=sys.stderr)
            return 1
        results.print_result(result)
        found["inputs"].append(result)
        if options.json:  # after each, as the next may take hours
            options.json.write_text(json.dumps(found, indent=1) + "\n")
    return 0


def own_python(work: Path) -> Path:
    python = work / "venv" / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", work / "venv"], check=True)
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--upgrade", "duckdb", "polars"],
                   check=True)
    return python


def compare(made: inputs.Made, peers: list[str], python: Path,
            options: argparse.Namespace) -> dict:
    """All rounds on one input."""
    ours = programs.hubcensus(options.binary, made, options.threads)
    raced = [ours, *(programs.peer(name, python, made, options.threads) for name in peers)]
    beside = [programs.hubcensus(options.binary, made, options.threads, whole=True)]
    if options.threads > 1:
        beside.append(programs.hubcensus(options.binary, made, 1))
    runs: dict[programs.Program, list[dict]] = {program: [] for program in raced + beside}
    failures: dict[programs.Program, str] = {}
    caches = [cache for cache in ("cold", "warm") if cache in options.cache.split(",")]
    cells, rows = 0, 0
    with tempfile.TemporaryDirectory(dir=options.work, prefix="answers-") as folder:
        place = {program: Path(folder) / str(number) for number, program in enumerate(runs)}
        for number in range(options.rounds):
            turn = number % len(raced)
            order = [ours] if number == 0 else []  # its answers are what others are compared with
            order += [each for each in raced[turn:] + raced[:turn] if each not in order]
            for program in [each for each in order + beside if each not in failures]:
                for cache in caches:
                    if cache == "cold":
                        page_cache.drop(made.files)
                    elif number == 0 and "cold" not in caches:
                        page_cache.fill(made.files)
                    run = programs.run(program, place[program])
                    runs[program].append({"cache": cache, **run})
                    if run["code"] != 0:
                        failures[program] = programs.last_words(place[program])
                        break
                    cells = max(cells, check(program, place, ours, made))
                if ours in failures:
                    raise SystemExit(f"hubcensus failed: {failures[ours]}")
        manifest = json.loads((place[ours] / "manifest.json").read_text())
        rows = manifest["records"]["read"]
    return {
        "input": made.kind.letter, "title": made.kind.title, "format": made.kind.format,
        "rows": rows, "models": made.kind.models, "bytes": made.bytes, "files": len(made.files),
        "tables": list(made.kind.tables), "threads": options.threads, "goal": made.kind.goal,
        "left_out": [name for name in inputs.CORE if name not in made.kind.tables],
        "memory_limit": made.kind.memory_limit,
        "equal_cells": cells,
        "programs": [{"program": program.name, "is_peer": program.is_peer,
                      "threads": program.threads, "command": [*program.command, "OUT"],
                      "failure": failures.get(program, ""), "runs": runs[program]}
                     for program in runs],
    }


def check(program: programs.Program, place: dict[programs.Program, Path],
          ours: programs.Program, made: inputs.Made) -> int:
    """Of a peer all cells of all tables; of hubcensus beside it nothing new."""
    tables = sorted(path.stem for path in (place[ours] / "tables").glob("*.csv"))
    if not program.is_peer:
        return 0
    return answers.compare_folders(place[ours] / "tables", place[program], tables)


if __name__ == "__main__":
    sys.exit(main())
