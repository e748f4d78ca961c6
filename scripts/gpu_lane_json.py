"""Writes gpu_lane.json of scripts/gpu_lane.sh out of what its steps left in their folder.

    gpu_lane_json.py FOLDER FILE DEVICE DRIVER COMPUTE_CAPABILITY
"""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
import sys
from pathlib import Path


def first_cpu() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def output_of(step: Path) -> object:
    """The JSON that a step printed; none where it did not come so far."""
    try:
        return json.loads(step.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def steps_in(folder: Path) -> list[dict]:
    steps = []
    for line in (folder / "steps.tsv").read_text(encoding="utf-8").splitlines():
        name, result, seconds, code = line.split("\t")
        steps.append({"name": name, "result": result, "seconds": float(seconds),
                      "exit_code": int(code)})
    return steps


def main() -> None:
    folder, file = map(Path, sys.argv[1:3])
    device, driver, capability = sys.argv[3:]
    steps = steps_in(folder)
    failed = any(step["result"] == "failed" for step in steps)
    refused = [step["name"] for step in steps if step["result"] == "refused"]
    lane = {"hubcensus_gpu_lane": "0.1",
            "date": dt.datetime.now(dt.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "result": "failed" if failed else "passed",
            "refused": refused,
            "device": device, "driver": driver, "compute_capability": capability,
            "machine": {"cpu": first_cpu(), "cores": os.cpu_count(),
                        "kernel": platform.release()},
            "steps": steps,
            "compare": output_of(folder / "compare.json"),
            "bench": output_of(folder / "bench.json")}
    file.write_text(json.dumps(lane, indent=2) + "\n", encoding="utf-8")
    print(f"gpu_lane: {lane['result']}, {len(steps)} steps, {len(refused)} refused"
          f"{': ' + ', '.join(refused) if refused else ''}; {file}")


if __name__ == "__main__":
    main()
