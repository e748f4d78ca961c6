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


def run(binary: Path, arguments: list[object]) -> None:
    done = subprocess.run([binary, *map(str, arguments)], capture_output=True, text=True,
                          timeout=600, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{binary} ended with {done.returncode}: {done.stderr}")


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
    print(f"{len(CASES) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
