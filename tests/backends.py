"""Reports by two backends must be the same bytes.

    backends.py --cpu BINARY --cuda BINARY

The second may be the same binary on a machine with a device, or one with an emulated device.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from command_line.program import digests

# Of the generated Hub: what to report on, and how.
CASES = [
    ("daily", ["--downloads", "downloads", "--grain", "week"]),
    ("cumulative", ["--downloads", "snapshots/*/*.parquet", "--grain", "week"]),
    ("requests", ["--downloads", "requests/requests.parquet"]),
]


def run(binary: Path, arguments: list[object]) -> subprocess.CompletedProcess:
    done = subprocess.run([binary, *map(str, arguments)], capture_output=True, text=True,
                          timeout=600, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{binary} ended with {done.returncode}: {done.stderr}")
    return done


def compares(binary: Path, hub: Path) -> bool:
    """One process runs both backends, finds the same bytes, and tells the device's steps."""
    done = run(binary, ["compare", "--models", hub / "models.parquet", "--downloads",
                        hub / "downloads", "--threads", 2, "--repeat", 2, "--json"])
    result = json.loads(done.stdout)
    names = [entry["name"] for entry in result["runs"]]
    device = {step["name"]: step for step in result["runs"][-1]["steps"]}
    right = (names == ["cpu", "cuda"] and not result["left_out"]
             and result["first_difference"] is None and result["tables"] > 0
             and result["runs"][-1]["peak_device_bytes"] > 0
             and all(device[step]["seconds"] > 0 and device[step]["rows"] == 5000
                     for step in ("records", "decode", "stage", "copy", "fold"))
             and result["runs"][-1]["walls"]["upload_bytes_per_second"] > 0
             and set(result["ratios"][0]) > {"read", "fold", "all"})
    print("compare: " + ("the same" if right else f"WRONG: {done.stdout}"))
    return right


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cpu", type=Path, required=True, metavar="BINARY")
    parser.add_argument("--cuda", type=Path, required=True, metavar="BINARY")
    options = parser.parse_args()
    failed = 0
    with tempfile.TemporaryDirectory(prefix="hubcensus-backends-") as folder:
        hub = Path(folder) / "hub"
        run(options.cpu, ["generate", "--models", 300, "--records", 5000, "--seed", 3, "--out", hub,
                          "--kinds", "daily,cumulative,requests"])
        for number, (name, inputs) in enumerate(CASES):
            seen = {}
            for backend, binary in (("cpu", options.cpu), ("cuda", options.cuda)):
                out = Path(folder) / f"{number}-{backend}"
                paths = [hub / text if "/" in text or text == "downloads" else text
                         for text in inputs]
                run(binary, ["report", "--models", hub / "models.parquet", *paths, "--backend",
                             backend, "--threads", 3, "--out", out])
                seen[backend] = digests(out)
                path = json.loads((out / "manifest.json").read_text())["path"]
                if path != backend:
                    raise SystemExit(f"{name}: asked for {backend}, {path} ran")
            differing = sorted(file for file in seen["cpu"].keys() | seen["cuda"].keys()
                               if seen["cpu"].get(file) != seen["cuda"].get(file))
            print(f"{name}: {len(seen['cpu'])} files, " +
                  (f"DIFFERENT: {', '.join(differing)}" if differing else "the same"))
            failed += bool(differing or not seen["cpu"])
        failed += not compares(options.cuda, hub)
    print(f"{len(CASES) + 1 - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
