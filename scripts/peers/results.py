"""Results of a comparison as printed text, and the table of README from files of results."""

from __future__ import annotations

import statistics
from dataclasses import dataclass

Result = dict  # of one input, as compare_peers.py writes it


@dataclass(frozen=True)
class Summary:
    seconds: float  # the median
    spread: float  # the largest less the smallest, by the median
    processor: float  # seconds of it, of all threads
    peak_mib: float


def summary(result: Result, name: str, cache: str, threads: int | None = None) -> Summary | None:
    """None where the program was not run, or failed."""
    runs = [run for program in result["programs"]
            if program["program"] == name and program["threads"] == (threads or result["threads"])
            for run in program["runs"] if run["cache"] == cache]
    if not runs or any(run["code"] != 0 for run in runs):
        return None
    seconds = [run["seconds"] for run in runs]
    median = statistics.median(seconds)
    return Summary(median, (max(seconds) - min(seconds)) / median,
                   statistics.median(run["user"] + run["system"] for run in runs),
                   statistics.median(run["peak_mib"] for run in runs))


def peers_of(result: Result, cache: str) -> dict[str, Summary]:
    names = [program["program"] for program in result["programs"] if program["is_peer"]]
    found = {name: summary(result, name, cache) for name in names}
    return {name: each for name, each in found.items() if each}


def ratio(result: Result, cache: str) -> float | None:
    """Best peer by hubcensus."""
    ours, peers = summary(result, "hubcensus", cache), peers_of(result, cache)
    if ours is None or not peers:
        return None
    return min(peer.seconds for peer in peers.values()) / ours.seconds


def caches_of(result: Result) -> list[str]:
    found = {run["cache"] for program in result["programs"] for run in program["runs"]}
    return [cache for cache in ("warm", "cold") if cache in found]


def print_result(result: Result) -> None:
    print(f"({result['input']}) {result['title']}: {result['rows']:,} rows, {result['models']:,}"
          f" models, {result['bytes'] / 1e9:.2f} GB, {result['threads']} threads;"
          f" {result['equal_cells']:,} cells equal")
    for name in result["left_out"]:
        print(f"    without {name}, which such records do not give")
    for cache in caches_of(result):
        for program in result["programs"]:
            name, threads = program["program"], program["threads"]
            got = summary(result, name, cache, threads)
            if got:
                print(f"    {cache}  {name + f' ({threads} threads)':34}"
                      f"{got.seconds:9.2f} s  +-{got.spread / 2:5.0%}  cpu {got.processor:8.2f} s"
                      f"  {got.peak_mib:8.0f} MiB"
                      f"  {result['rows'] / got.seconds / 1e6:8.2f} M rows/s")
        best = ratio(result, cache)
        if best is not None:
            print(f"    {cache}  best peer / hubcensus: {best:.2f} (goal {result['goal']:g})")
    for program in result["programs"]:
        if program["failure"]:
            print(f"    {program['program']} failed: {program['failure']}")


def readme_table(files: list[dict]) -> str:
    """One table of all inputs of the files, then where each file was measured."""
    lines = ["| input | cache | hubcensus | DuckDB | Polars | best peer / hubcensus | rows/s |"
             " peak memory (hubcensus, DuckDB, Polars) | whole report | 1 thread / 2 |",
             "|---|---|---|---|---|---|---|---|---|---|"]
    results = sorted((result for file in files for result in file["inputs"]),
                     key=lambda result: result["input"])
    for result in results:
        lines += [_row(result, cache) for cache in caches_of(result)]
    lines += ["", *(f"- {text}" for text in _misses(results))]
    for file in files:
        machine, versions = file["machine"], file["versions"]
        peers = ", ".join(f"{name} {version}" for name, version in versions.items())
        letters = ", ".join(result["input"] for result in file["inputs"])
        lines.append(f"- ({letters}): {machine['cpu']},"
                     f" {machine['cores']} cores, {machine['memory_gib']} GiB; {peers};"
                     f" {file['date']}; medians of {file['rounds']} alternating runs of whole"
                     " processes.")
    return "\n".join(lines)


def _row(result: Result, cache: str) -> str:
    threads = result["threads"]
    ours, duckdb, polars = (summary(result, name, cache)
                            for name in ("hubcensus", "duckdb", "polars"))
    whole = summary(result, "hubcensus, whole report", cache)
    one = summary(result, "hubcensus", cache, 1)
    best = ratio(result, cache)
    speed_up = f"{one.seconds / ours.seconds:.2f}" if one and ours and threads == 2 else "-"
    rate = f"{result['rows'] / ours.seconds / 1e6:.1f} M" if ours else "-"
    peaks = ", ".join(f"{each.peak_mib / 1024:.2f}" if each else "-"
                      for each in (ours, duckdb, polars))
    cells = [f"({result['input']}) {result['title']}, {result['rows']:.3g} rows", cache,
             *(_seconds(each) for each in (ours, duckdb, polars)), f"{best:.1f}" if best else "-",
             rate, f"{peaks} GiB", _seconds(whole), speed_up]
    return "| " + " | ".join(cells) + " |"


def _seconds(got: Summary | None) -> str:
    return f"{got.seconds:.2f} s" if got else "-"


def _misses(results: list[Result]) -> list[str]:
    """What is not faster, below its goal, or failed."""
    found = []
    for result in results:
        for cache in caches_of(result):
            got, label = ratio(result, cache), f"({result['input']}), {cache}"
            if got is not None and got <= 1:
                found.append(f"Not faster: {label}: {got:.2f} times the best peer's speed.")
            elif got is not None and got < result["goal"]:
                found.append(f"Below the goal: {label}: {got:.1f} of {result['goal']:g}.")
            ours, peers = summary(result, "hubcensus", cache), peers_of(result, cache)
            if ours and peers:
                best = min(peers.values(), key=lambda peer: peer.seconds)
                if 2 * ours.peak_mib > best.peak_mib:
                    found.append(f"More than half of the best peer's memory: {label}:"
                                 f" {ours.peak_mib:.0f} of {best.peak_mib:.0f} MiB.")
        found += [f"({result['input']}): {program['program']} failed: {program['failure']}."
                  for program in result["programs"] if program["failure"]]
    return found or ["Faster than its goal everywhere."]
