#!/usr/bin/env python3
"""Draws how long a report takes on 1 to 1,024 GPUs for 10^9 to 10^13 records, and what the wall is.

    scale_model.py [--rates FILE] [--models N] [--months N] [--json FILE] [--svg FILE]

A model, no measurement: the stages of the scan (storage, decode, PCIe, fold) overlap, so that the
slowest of them is its time; the merge is a binomial tree over the ranks, one for each GPU; the
report is one rank's. The wall is the longest term. FILE is what `hubcensus bench --json` wrote,
which tells pcie_, fold_ and folded_ (of the fold-zipf of its device, else of its processor), or
JSON as scripts/assumed_rates.json, with "measured": true and its "source" where it holds measured rates.
"rates" are

    gpus_per_node
    storage_bytes_per_s            of one node's storage
    storage_shared_bytes_per_s     of all nodes together, where they share a file system (none)
    decode_records_per_s           of a GPU, or of the cores beside it that decode for it
    pcie_bytes_per_s, fold_bytes_per_s    of a GPU
    stored_, transferred_, folded_bytes_per_record    that these three move
    merge_bytes_per_s, merge_latency_s    between two ranks; each month is a message
    report_s                       statistics and tables, once

each a number or {"value": number, "from": text}. A rate that the file lacks is assumed, and
so said.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from dataclasses import dataclass
from pathlib import Path

ASSUMED = Path(__file__).resolve().parent / "assumed_rates.json"
OPTIONAL = {"storage_shared_bytes_per_s"}
RECORDS = [10**power for power in range(9, 14)]
GPUS = [2**power for power in range(11)]
SCAN = ["storage", "decode", "PCIe", "fold"]
WALLS = SCAN + ["merge", "report"]
# Of a model beside its months: 8 bands of age of 8 bytes, 52 weeks of 4.
CELL_BYTES, OTHER_BYTES = 8, 8 * 8 + 52 * 4


class BadRates(Exception):
    """What is wrong with a file of rates."""


@dataclass(frozen=True)
class Rates:
    values: dict[str, float]
    origins: dict[str, str]
    assumed: list[str]  # the names of those that nobody measured
    source: str

    def label(self) -> str:
        if not self.assumed:
            return f"measured: {self.source}"
        if len(self.assumed) == len(self.values):
            return f"assumed, not measured: {self.source}"
        return f"assumed, not measured: {', '.join(self.assumed)}; the rest measured: {self.source}"


@dataclass(frozen=True)
class Point:
    """Seconds of each term at one size."""
    records: int
    gpus: int
    nodes: int
    seconds: dict[str, float]

    def scan_s(self) -> float:
        return max(self.seconds[stage] for stage in SCAN)

    def total_s(self) -> float:
        return self.scan_s() + self.seconds["merge"] + self.seconds["report"]

    def wall(self) -> str:
        return max(WALLS, key=self.seconds.__getitem__)


def number_of(name: str, entry: object) -> tuple[float, str]:
    value, origin = (entry.get("value"), entry.get("from", "")) if isinstance(entry, dict) else (
        entry, "")
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not is_number or not math.isfinite(value) or value < 0 or (
            value == 0 and not name.endswith("_s")) or (value == 0 and "_per_s" in name):
        raise BadRates(f"{name} wants a number above 0, not {json.dumps(value)}")
    return float(value), str(origin)


def rates_of_bench(bench: dict) -> dict:
    """What `hubcensus bench` measured, as a file of rates."""
    backend = max(bench["backends"], key=lambda one: bool(one["device"]))
    rates = {}
    if backend["upload_bytes_per_second"] > 0:
        rates["pcie_bytes_per_s"] = {"value": backend["upload_bytes_per_second"],
                                     "from": "bench: pinned memory to the device"}
    for one in bench["measurements"]:
        if one["operation"] != "fold-zipf" or one["backend"] != backend["name"]:
            continue
        cold = next(timing for timing in one["timings"] if timing["caches"] == "cold")
        rates["fold_bytes_per_s"] = {"value": cold["bytes_per_second"], "from": "bench: fold-zipf"}
        rates["folded_bytes_per_record"] = {"value": one["bytes"] / one["rows"],
                                            "from": "bench: fold-zipf"}
    if not rates:
        raise BadRates("the benchmark tells no rate: run it with the operation fold-zipf")
    return {"measured": True, "rates": rates,
            "source": f"hubcensus bench on {backend['device'] or bench['cpu_model']}"}


def read_rates(path: Path | None) -> Rates:
    """Of the file, and the assumed ones where it lacks any."""
    known = json.loads(ASSUMED.read_text(encoding="utf-8"))
    try:
        given = json.loads(path.read_text(encoding="utf-8")) if path else known
        if "measurements" in given:
            given = rates_of_bench(given)
        entries = given["rates"].items()
    except (OSError, ValueError, LookupError, TypeError, AttributeError,
            StopIteration, ZeroDivisionError) as error:
        raise BadRates(f"{path} holds no rates: {error!r}") from None
    unknown = [name for name, _ in entries if name not in known["rates"] | dict.fromkeys(OPTIONAL)]
    if unknown:
        raise BadRates(f"{unknown[0]} is no rate; --help lists them")
    merged = {**known["rates"], **dict(entries)}
    pairs = {name: number_of(name, entry) for name, entry in merged.items()}
    is_measured = given.get("measured") is True
    return Rates({name: value for name, (value, _) in pairs.items()},
                 {name: origin for name, (_, origin) in pairs.items()},
                 [name for name in merged if not is_measured or name not in given["rates"]],
                 str(given.get("source", path)))


def point(rates: Rates, records: int, gpus: int, models: int, months: int) -> Point:
    rate = rates.values
    nodes = math.ceil(gpus / rate["gpus_per_node"])
    storage = min(nodes * rate["storage_bytes_per_s"],
                  rate.get("storage_shared_bytes_per_s", math.inf))
    tally_bytes = models * (CELL_BYTES * months + OTHER_BYTES)
    rounds = math.ceil(math.log2(gpus))
    return Point(records, gpus, nodes, {
        "storage": records * rate["stored_bytes_per_record"] / storage,
        "decode": records / (gpus * rate["decode_records_per_s"]),
        "PCIe": records * rate["transferred_bytes_per_record"] / (gpus * rate["pcie_bytes_per_s"]),
        "fold": records * rate["folded_bytes_per_record"] / (gpus * rate["fold_bytes_per_s"]),
        "merge": rounds * (tally_bytes / rate["merge_bytes_per_s"] +
                           months * rate["merge_latency_s"]),
        "report": rate["report_s"],
    })


def curve(rates: Rates, models: int, months: int) -> list[Point]:
    return [point(rates, records, gpus, models, months) for records in RECORDS for gpus in GPUS]


def power_of_ten(number: int) -> str:
    return f"10^{len(str(number)) - 1}"


def to_text(points: list[Point], rates: Rates, scope: str) -> str:
    columns = "".join(f"{name:>11}" for name in WALLS)
    heading = f"{'records':>7}{'GPUs':>6}{'nodes':>6}{columns}{'total s':>11}  wall"
    lines = [rates.label(), scope, "", heading]
    for at in points:
        if at.gpus == 1 and at is not points[0]:
            lines.append("")
        seconds = "".join(f"{at.seconds[name]:11.3f}" for name in WALLS)
        lines.append(f"{power_of_ten(at.records):>7}{at.gpus:6}{at.nodes:6}{seconds}"
                     f"{at.total_s():11.3f}  {at.wall()}")
    lines += ["", "rate                                    value  from"]
    lines += [f"{name:<32}{value:>13.6g}  {rates.origins[name]}" +
              ("  (assumed, not measured)" if name in rates.assumed else "")
              for name, value in rates.values.items()]
    return "\n".join(lines) + "\n"


def to_json(points: list[Point], rates: Rates, models: int, months: int) -> str:
    return json.dumps({
        "label": rates.label(), "assumed": rates.assumed, "rates": rates.values,
        "models": models, "months": months,
        "points": [{"records": at.records, "gpus": at.gpus, "nodes": at.nodes,
                    "seconds": at.seconds, "scan_s": at.scan_s(), "total_s": at.total_s(),
                    "wall": at.wall()} for at in points]}, indent=1) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rates", type=Path, metavar="FILE")
    parser.add_argument("--models", type=int, default=3_000_000, metavar="N")
    parser.add_argument("--months", type=int, default=48, metavar="N")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--svg", type=Path, metavar="FILE")
    given = parser.parse_args()
    if given.models < 1 or given.months < 1:
        parser.error("--models and --months want whole numbers from 1")
    try:
        rates = read_rates(given.rates)
    except BadRates as error:
        parser.error(str(error))
    points = curve(rates, given.models, given.months)
    scope = f"{given.models:,} models, {given.months} months; seconds"
    sys.stdout.write(to_text(points, rates, scope))
    if given.json:
        given.json.write_text(to_json(points, rates, given.models, given.months), encoding="utf-8")
    if given.svg:
        from scale_model_svg import to_svg
        given.svg.write_text(to_svg(points, rates.label(), scope), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
