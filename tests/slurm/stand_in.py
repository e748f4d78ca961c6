#!/usr/bin/env python3
"""Stands in for hubcensus where a test needs its moments: it counts slowly, saves and answers signals.

    stand_in.py report|tally --models FILE --out PATH [--shard i/n] [--tally FILE...]
                [--checkpoint DIR [--resume]] [--threads N] [--memory-limit BYTES]
    stand_in.py merge PART... --out FILE

FILE is JSON: "values" to add, "step_s" for each, "kill_shard" that dies by SIGKILL in its first run,
"fail_rank" that refuses, for which the other ranks wait. Exit codes are hubcensus's: 75 saved and
stopped, 3 no such input.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import time
from pathlib import Path

SAVED_AND_STOPPED = 75
stopped = False


def stop(*_: object) -> None:
    global stopped
    stopped = True


def write(path: Path, text: str) -> None:
    partial = path.with_name(path.name + ".partial")
    partial.write_text(text)
    partial.rename(path)


def count(task: dict, shard: str, saved: Path | None) -> int:
    """The sum of the shard's values; leaves the program where it is stopped or killed."""
    number, shards = map(int, shard.split("/"))
    values = task["values"][number - 1::shards]
    resumes = saved is not None and saved.exists()
    step, total = json.loads(saved.read_text()) if resumes else (0, 0)
    print(f"stand-in: begins at step {step}", flush=True)
    while step < len(values):
        time.sleep(task["step_s"])
        total += values[step]
        step += 1
        if saved:
            write(saved, json.dumps([step, total]))
        if number == task.get("kill_shard") and not resumes:
            os.kill(os.getpid(), signal.SIGKILL)
        if stopped:
            print(f"stand-in: saved at step {step}", flush=True)
            sys.exit(SAVED_AND_STOPPED if saved else 143)
    return total


def main() -> None:
    for number in (signal.SIGUSR1, signal.SIGTERM):
        signal.signal(number, stop)
    print("stand-in:", json.dumps(sys.argv[1:]), "GPUs", os.environ.get("CUDA_VISIBLE_DEVICES"),
          flush=True)
    parser = argparse.ArgumentParser(allow_abbrev=False)
    parser.add_argument("command", choices=["report", "tally", "merge"])
    parser.add_argument("parts", nargs="*", type=Path)
    for flag in ("--models", "--checkpoint", "--out"):
        parser.add_argument(flag, type=Path)
    parser.add_argument("--tally", nargs="*", type=Path, default=[])
    parser.add_argument("--shard", default="1/1")
    parser.add_argument("--resume", action="store_true")
    for flag in ("--threads", "--memory-limit", "--downloads"):
        parser.add_argument(flag)
    given = parser.parse_args()
    if given.command == "merge" or given.tally:
        total = sum(json.loads(path.read_text()) for path in given.parts + given.tally)
    else:
        if not given.models.exists():
            print(f"hubcensus: input missing: {given.models}", file=sys.stderr)
            sys.exit(3)
        task = json.loads(given.models.read_text())
        rank = os.environ.get("SLURM_PROCID", "0")
        if "fail_rank" in task:
            if task["fail_rank"] == int(rank):
                print(f"hubcensus: input invalid on rank {rank}", file=sys.stderr)
                sys.exit(4)
            time.sleep(600)
        if given.checkpoint:
            given.checkpoint.mkdir(parents=True, exist_ok=True)
        saved = given.checkpoint / f"rank-{rank}" if given.checkpoint else None
        total = count(task, given.shard, saved)
    if given.command != "report":
        write(given.out, json.dumps(total))
    elif os.environ.get("SLURM_PROCID", "0") == "0":
        given.out.mkdir()
        write(given.out / "sum.csv", f"sum\n{total}\n")


if __name__ == "__main__":
    main()
