"""scripts/compare_peers.py: every kind of input in small, a false answer, and the table."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

from command_line import program
from command_line.program import ProgramTest

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "compare_peers.py"
HAS_POLARS = importlib.util.find_spec("polars") is not None

# Stands for hubcensus, and adds 1 to one cell of its report.
FALSE_REPORT = """#!{python}
import csv, pathlib, subprocess, sys
done = subprocess.run(["{binary}", *sys.argv[1:]])
file = pathlib.Path(sys.argv[-1]) / "tables" / "size_classes.csv"
if sys.argv[1] == "report" and file.exists():
    rows = list(csv.DictReader(file.open(newline="")))
    row = next(row for row in rows if (row["window"], row["class"]) == ("all", "<1B"))
    row["downloads"] = int(row["downloads"]) + 1
    with file.open("w", newline="") as out:
        writer = csv.DictWriter(out, list(row))
        writer.writeheader()
        writer.writerows(rows)
sys.exit(done.returncode)
"""


def compare_peers(*arguments: object) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, SCRIPT, *map(str, arguments)], capture_output=True,
                          text=True, timeout=120, check=False)


def runs(seconds: list[float], peak_mib: float) -> list[dict]:
    return [{"cache": "warm", "code": 0, "seconds": each, "user": each, "system": 0,
             "peak_mib": peak_mib} for each in seconds]


def ran(name: str, seconds: list[float], peak_mib: float, **more: object) -> dict:
    return {"program": name, "is_peer": name in ("duckdb", "polars"), "threads": 2, "command": [],
            "failure": "", "runs": runs(seconds, peak_mib), **more}


class ComparePeersTest(ProgramTest):
    def small(self, *arguments: object, binary: Path | None = None) -> subprocess.CompletedProcess:
        return compare_peers("--binary", binary or program.binary, "--work", self.folder / "work",
                             "--records", 2000, "--models", 200, "--rounds", 1, "--cache", "warm",
                             "--python", sys.executable, *arguments)

    def test_every_input(self) -> None:
        file = self.folder / "results.json"
        done = self.small("--json", file)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertEqual("polars is skipped" in done.stdout, not HAS_POLARS, done.stdout)
        found = json.loads(file.read_text())
        self.assertEqual([result["input"] for result in found["inputs"]], list("abcdef"))
        self.assertGreater(found["machine"]["cores"], 0)
        self.assertIn("duckdb", found["versions"])
        for result in found["inputs"]:
            self.assertEqual([program["failure"] for program in result["programs"]],
                             [""] * len(result["programs"]))
            self.assertGreater(result["equal_cells"], 10000)
            self.assertGreaterEqual(result["rows"], 2000)
            self.assertEqual(result["left_out"],
                             ["record_distribution"] if result["input"] == "e" else [])
            for ran_program in result["programs"]:
                (run,) = ran_program["runs"]
                self.assertGreater(run["seconds"], 0)
                self.assertGreater(run["peak_mib"], 10)
        self.assertEqual({ran_program["program"] for ran_program in found["inputs"][0]["programs"]},
                         {"hubcensus", "hubcensus, whole report", "duckdb"}
                         | ({"polars"} if HAS_POLARS else set()))

    def test_a_false_cell_is_found(self) -> None:
        binary = self.folder / "false-hubcensus"
        binary.write_text(FALSE_REPORT.format(python=sys.executable, binary=program.binary))
        binary.chmod(0o755)
        done = self.small("--inputs", "f", "--peers", "duckdb", binary=binary)
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertRegex(done.stderr, r"\(f\) answers differ: size_classes .*downloads: \d+, the"
                                      r" peer has \d+")

    def test_a_peer_that_fails_is_told(self) -> None:
        python = self.folder / "python"
        python.write_text(f'#!/bin/sh\ncase $1 in *run_duckdb.py) echo "out of memory"; exit 9;;'
                          f' esac\nexec "{sys.executable}" "$@"\n')
        python.chmod(0o755)
        done = self.small("--inputs", "f", "--peers", "duckdb", "--python", python)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("duckdb failed: out of memory", done.stdout)
        self.assertNotIn("best peer / hubcensus", done.stdout)

    def test_table(self) -> None:
        result = {"input": "a", "title": "daily files", "rows": 10**8, "threads": 2, "goal": 10,
                  "programs": [
                      ran("hubcensus", [1.0, 1.2, 9.0], 1024),
                      ran("duckdb", [2.4, 2.4, 2.5], 1536),
                      ran("polars", [0.1], 0, failure="killed",
                          runs=[{**runs([0.1], 0)[0], "code": -9}]),
                      ran("hubcensus, whole report", [2.0], 2048),
                      ran("hubcensus", [2.4], 512, threads=1)]}
        slower = {**result, "input": "b", "programs": [ran("hubcensus", [4.0], 512),
                                                       ran("duckdb", [2.0], 2048)]}
        file = self.folder / "results.json"
        file.write_text(json.dumps({
            "machine": {"cpu": "Some CPU", "cores": 2, "memory_gib": 23.5}, "rounds": 3,
            "versions": {"hubcensus": "0.1.0", "duckdb": "2.0.0"}, "date": "2026-01-02",
            "inputs": [slower, result]}))
        done = compare_peers("--table", file)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("| (a) daily files, 1e+08 rows | warm | 1.20 s | 2.40 s | - | 2.0 | 83.3 M |"
                      " 1.00, 1.50, - GiB | 2.00 s | 2.00 |", done.stdout)
        self.assertIn("- Not faster: (b), warm: 0.50 times", done.stdout)
        self.assertIn("- Below the goal: (a), warm: 2.0 of 10.", done.stdout)
        self.assertIn("- More than half of the best peer's memory: (a), warm: 1024 of 1536 MiB.",
                      done.stdout)
        self.assertIn("- (a): polars failed: killed.", done.stdout)
        self.assertIn("Some CPU, 2 cores, 23.5 GiB; hubcensus 0.1.0, duckdb 2.0.0; 2026-01-02",
                      done.stdout)
