"""A third opinion: some tables once more, in plain Python, by the shortest way there is.

It shares no code with hubcensus nor with the SQL twins, reads Parquet and CSV by itself, and knows
no shortcut: every window is a list of days, every ranking a sorted list, every size a fraction.
"""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import re
from collections import defaultdict
from fractions import Fraction
from functools import cache
from pathlib import Path

import pyarrow.parquet as pq

Rows = dict[tuple, dict[str, object]]
SIZE = re.compile(r"(?<![A-Za-z0-9.])(?:([0-9]+)x)?([0-9]+(?:\.[0-9]+)?)([bBmM])(?![A-Za-z0-9])")
FIRST_DAY, LAST_DAY = dt.date(1970, 1, 1), dt.date(2149, 6, 6)  # of a record
CLASSES = ("<1B", "1-9B", "10-99B", ">=100B", "unknown")
TOPS = {"top_1": 1, "top_10": 10, "top_25": 25, "top_100": 100, "top_200": 200, "top_1000": 1000}
TOP_PARTS = {"top_0_01_pct": 10000, "top_0_1_pct": 1000, "top_1_pct": 100, "top_10_pct": 10}


class Hub:
    """Models, records and windows as plain dictionaries and lists."""

    def __init__(self, models: Path | None, downloads: tuple[Path, ...], accounts: list[Path],
                 grain: str, first: str | None, last: str | None, kind: str = "daily") -> None:
        self.dump = _dump(models)
        self.names: dict[str, str | None] = {}  # of models whose key is not their id
        self.by_object = {row["_id"]: model for model, row in self.dump.items() if row.get("_id")}
        self.countries = {handle: country for path in accounts
                          for handle, country in _countries(path).items()}
        records = self._records(downloads, kind, first, last)
        self.kind = kind
        self.by_day: dict[str, dict[dt.date, int]] = defaultdict(lambda: defaultdict(int))
        for model, day, count in records:  # a day has one sample, but any number of records
            before = self.by_day[model][day]
            self.by_day[model][day] = before + count if kind == "daily" else max(before, count)
        self.ids = sorted(set(self.dump) | set(self.by_day))
        days = [day for _, day, _ in records]
        self.first_day = min(days, default=None)
        self.last_days = {day.strftime("%Y-%m"): day for day in sorted(days)}
        self.days = frozenset(days)
        if days:
            zero = dt.timedelta(days=1 if kind == "cumulative" else 0)
            self.covered = frozenset(_span(min(days) + zero, max(days)))
            self.windows = _windows(min(days), max(days), grain)
            self._add_last_12_months()
        else:
            self.windows = {} if downloads else self._dump_windows(models)
        self.values = cache(self._values)
        self.derived = self._derive()

    @staticmethod
    def _dump_windows(models: Path | None) -> dict[str, object]:
        names = set(pq.ParquetFile(models).schema_arrow.names) if models else set()
        counters = {"lifetime": "downloadsAllTime", "last-30-days": "downloads"}
        return {window: column for window, column in counters.items() if column in names}

    def _add_last_12_months(self) -> None:
        months = self.months()
        complete = [month for month in months if self.is_complete(month)]
        if complete:
            end = months.index(complete[-1]) + 1
            days = frozenset().union(*(self.windows[month] for month in months[:end][-12:]))
            if end >= 12 and days <= self.covered:
                self.windows["last-12-months"] = days

    def months(self) -> list[str]:
        return sorted(name for name in self.windows if re.fullmatch(r"\d{4}-\d\d", name))

    def is_complete(self, window: str) -> bool:
        extent = self.windows[window]
        if isinstance(extent, str):
            return True
        if window == "all":  # from one snapshot to another, whatever lies between them
            return self.kind != "cumulative" or len(self.days) > 1
        if self.kind == "daily":
            return extent <= self.covered
        # Every part has a record, and of snapshots the part before the first.
        first = min(extent)
        is_of_months = window == "last-12-months" or re.fullmatch(r"\d{4}(-\d\d)?", window)

        def part(day: dt.date) -> object:
            return day.strftime("%Y-%m") if is_of_months else (day - first).days // len(extent)

        parts = {part(day) for day in extent}
        if self.kind == "cumulative":
            parts.add(part(first - dt.timedelta(days=1)))
        return extent <= self.covered and parts <= {part(day) for day in self.days}

    def country(self, account: str) -> str:
        return self.countries.get(account, "unknown")

    def _values(self, window: str) -> dict[str, int]:
        """The downloads of each of the n models of a window."""
        extent = self.windows[window]
        if isinstance(extent, str):
            return {model: max(self.dump[model][extent] or 0, 0) for model in self.ids}
        found = {}
        for model in self.ids:
            total = self._downloads(model, window, extent)
            created = self.dump.get(model, {}).get("createdAt")
            if created is None or created.date() <= max(extent) or total > 0:
                found[model] = total
        return found

    def _downloads(self, model: str, window: str, extent: frozenset[dt.date]) -> int:
        samples = self.by_day.get(model, {})
        if self.kind == "cumulative":
            pattern = _pattern_of(window)
            return sum(n for day, n in self._rises(model, pattern) if day in extent)
        if self.kind == "rolling30":
            return sum(n for day, n in samples.items()
                       if day in extent and day == self.last_days[day.strftime("%Y-%m")])
        return sum(n for day, n in samples.items() if day in extent)

    @cache
    def _rises(self, model: str, pattern: str) -> list[tuple[dt.date, int]]:
        """How much the counter rose between the last days of periods, and its first value where
        the model was born within the series."""
        ends = {day.strftime(pattern): day for day in sorted(self.by_day.get(model, {}))}
        days = sorted(ends.values())
        counts = [self.by_day[model][day] for day in days]
        created = self.dump.get(model, {}).get("createdAt")
        is_new = created is not None and created.date() >= self.first_day
        before = [0 if is_new else counts[0], *counts[:-1]] if counts else []
        return [(day, max(n - base, 0)) for day, n, base in zip(days, counts, before)]

    def _records(self, paths: tuple[Path, ...], kind: str, first: str | None,
                 last: str | None) -> list[tuple[str, dt.date, int]]:
        if kind == "daily":
            return [row for path in paths for row in _daily(path, first, last)]
        files = [file for path in paths
                 for file in (sorted(path.rglob("*")) if path.is_dir() else [path])]
        read = {"cumulative": _snapshot, "rolling30": _rolling}[kind]
        low, high = first or "1970-01-02", last or str(LAST_DAY)
        rows = [row for file in files for row in read(file)
                if row[2] is not None and row[2] >= 0 and low <= str(row[1]) <= high]
        if kind == "cumulative":
            return self._identified(rows)
        return [row for row in rows if row[0]]

    def _identified(self, rows: list[tuple[tuple[str | None, str | None], dt.date, int]]
                    ) -> list[tuple[str, dt.date, int]]:
        """An id is of the `_id` that bore it last. An `_id` that the dump lacks is the model of its
        newest id there that has no other `_id`, else a model of its own with its newest id."""
        owners: dict[str, tuple[dt.date, str]] = {}  # of an id
        bore: dict[str, list[tuple[dt.date, str]]] = defaultdict(list)  # by an `_id`
        for (object_id, name), day, _ in rows:
            if object_id and name:
                owners[name] = max(owners.get(name, (day, object_id)), (day, object_id))
                bore[object_id].append((day, name))
        taken = set(self.by_object.values())
        models: dict[str, str] = {}
        for object_id in {key[0] for key, _, _ in rows if key[0]}:
            free = [(owners[name][0], name) for _, name in bore[object_id]
                    if owners[name][1] == object_id and name in self.dump and name not in taken]
            models[object_id] = self.by_object.get(object_id) or \
                (max(free)[1] if free else f"_id {object_id}")
            if models[object_id] not in self.dump:
                self.names[models[object_id]] = max(bore[object_id], default=(None, None))[1]
        found = []
        for (object_id, name), day, count in rows:
            owner = owners.get(name or "", (None, None))[1]
            if object_id:
                found.append((models[object_id], day, count))
            elif name:
                is_owned = owner and name not in self.dump
                found.append((models[owner] if is_owned else name, day, count))
        return found

    def account(self, model: str) -> str:
        name = self.names.get(model, model)
        return account_of(name) if name else "(unknown)"

    def _derive(self) -> dict[str, tuple[str, str]]:
        bases = {model: self._bases(row) - {model} for model, row in self.dump.items()}
        reach = {model: _reachable(model, bases) for model in bases}
        kept = {model: {base for base in bases[model] if model not in reach.get(base, set())}
                for model in bases}
        derived = {}
        for model in self.ids:
            roots = {node for node in {model} | _reachable(model, kept) if not kept.get(node)}
            owners = {self.account(root) for root in roots}
            places = {self.country(owner) for owner in owners}
            derived[model] = (owners.pop() if len(owners) == 1 else "several",
                              places.pop() if len(places) == 1 else "several")
        return derived

    def _bases(self, row: dict) -> set[str]:
        listed = (row.get("baseModels") or {}).get("models") or []
        if listed:
            found = {self.by_object.get(base["_id"] or "", base["id"]) for base in listed}
            return found - {None, ""}
        tags = [tag.removeprefix("base_model:") for tag in row.get("tags") or []
                if tag.startswith("base_model:")]
        relations = ("finetune:", "adapter:", "quantized:", "merge:")
        typed = [tag.split(":", 1)[1] for tag in tags if tag.startswith(relations)]
        return set(typed or tags) - {""}


def account_of(model: str) -> str:
    return model.split("/", 1)[0] if "/" in model else "(canonical)"


def parameters_of(model: str, row: dict | None) -> int | None:
    facts = row or {}
    for size in ((facts.get("safetensors") or {}).get("total"), _gguf_total(facts.get("gguf"))):
        if size is not None and 0 < size < 2**62:
            return size
    sizes = [int(Fraction(number) * int(times or 1) * (10**9 if unit in "bB" else 10**6))
             for times, number, unit in SIZE.findall(model.split("/", 1)[-1])]
    return max((size for size in sizes if 0 < size < 2**62), default=None)


def class_of(size: int | None) -> str:
    if size is None:
        return "unknown"
    return CLASSES[sum(size >= limit for limit in (10**9, 10**10, 10**11))]


def concentration(hub: Hub) -> Rows:
    rows: Rows = {}
    for window in hub.windows:
        values = hub.values(window)
        by_account: dict[str, int] = defaultdict(int)
        for model, count in values.items():
            by_account[hub.account(model)] += count
        rows[window, "models"] = _inequality(sorted(values.values()))
        rows[window, "accounts"] = _inequality(sorted(by_account.values()))
        for holder in ("models", "accounts"):
            rows[window, holder]["complete"] = hub.is_complete(window)
    return rows


def country_share(hub: Hub) -> Rows:
    place = {"account": lambda model: hub.country(hub.account(model)),
             "derived": lambda model: hub.derived[model][1]}
    rows: Rows = {}
    for attribution, country_of in place.items():
        countries = {country_of(model) for model in hub.ids} | {"unknown"}
        countries |= {"several"} if attribution == "derived" else set()
        for window in hub.windows:
            values = hub.values(window)
            sums = dict.fromkeys(countries, 0)
            for model, count in values.items():
                sums[country_of(model)] += count
            known = sum(n for country, n in sums.items() if _is_known(country))
            best = max((n for c, n in sums.items() if _is_known(c)), default=0)
            first = min((c for c, n in sums.items() if _is_known(c) and n == best), default=None)
            for country in countries:
                here = _is_known(country)
                rows[window, attribution, country] = {
                    "models": sum(country_of(model) == country for model in values),
                    "downloads": sums[country],
                    "share_num": sums[country],
                    "share_den": sum(values.values()),
                    "share_known_num": sums[country] if here else None,
                    "share_known_den": known if here else None,
                    "plurality": (country == first and best > 0) if here else None,
                }
    return rows


def country_share_overtakes(hub: Hub) -> Rows:
    shares = country_share(hub)
    months = hub.months()
    rows: Rows = {}
    for attribution in ("account", "derived"):
        countries = {c for _, kind, c in shares if kind == attribution and _is_known(c)}
        for measure in ("monthly", "cumulative"):
            ahead: dict[frozenset, str] = {}  # of each two countries the last strict leader
            sums = dict.fromkeys(countries, 0)
            for month in months:
                for c in countries:
                    before = sums[c] if measure == "cumulative" else 0
                    sums[c] = before + shares[month, attribution, c]["downloads"]
                if not hub.is_complete(month):
                    continue
                for one in countries:
                    for other in countries:
                        if sums[one] > sums[other]:
                            if ahead.get(frozenset((one, other)), one) == other:
                                rows[attribution, measure, month, one, other] = {
                                    "country_downloads": sums[one],
                                    "overtaken_downloads": sums[other]}
                            ahead[frozenset((one, other))] = one
    return rows


def size_classes(hub: Hub) -> Rows:
    size = {model: class_of(parameters_of(hub.names.get(model, model) or "", hub.dump.get(model)))
            for model in hub.ids}
    rows: Rows = {}
    for window in hub.windows:
        values = hub.values(window)
        for name in CLASSES:
            d = sorted(n for model, n in values.items() if size[model] == name)
            positive = [n for n in d if n > 0]
            row: dict[str, object] = {
                "models": len(d), "downloaded": len(positive), "downloads": sum(d)}
            for percent in (10, 25, 50, 75, 90, 99):
                row[f"q{percent}"] = _nearest_rank(d, Fraction(percent, 100))
                row[f"downloaded_q{percent}"] = _nearest_rank(positive, Fraction(percent, 100))
            row["top10_median"] = _nearest_rank(d[-10:], Fraction(1, 2))
            rows[window, name] = row
    return rows


def derived(hub: Hub) -> Rows:
    return {(model,): {"derived_account": account, "derived_country": country}
            for model, (account, country) in hub.derived.items()}


def _inequality(d: list[int]) -> dict[str, object]:
    """`d` ascending. The Gini coefficient by its other definition, the mean absolute difference."""
    n, total = len(d), sum(d)
    descending = d[::-1]
    row: dict[str, object] = {"n": n, "nonzero": sum(v > 0 for v in d), "total": total,
                              "below_200_num": sum(v < 200 for v in d), "below_200_den": n,
                              "hhi_num": sum(v * v for v in d), "hhi_den": total * total}
    row["gini_num"] = _sum_of_differences(d)
    row["gini_den"] = n * total
    row["gini_nonzero_num"] = _sum_of_differences([v for v in d if v > 0])
    for name, k in TOPS.items():
        row[f"{name}_num"] = sum(descending[:k])
    for name, part in TOP_PARTS.items():
        row[f"{name}_num"] = sum(descending[:-(-n // part)])
    return row


def _sum_of_differences(d: list[int]) -> int:
    """The sum over all pairs of the larger less the smaller; `d` ascending."""
    smaller, total = 0, 0
    for index, value in enumerate(d):
        total += index * value - smaller
        smaller += value
    return total


def _nearest_rank(d: list[int], q: Fraction) -> int | None:
    return d[-(-q.numerator * len(d) // q.denominator) - 1] if d else None


def _is_known(country: str) -> bool:
    return re.fullmatch("[A-Z][A-Z]", country) is not None


def _gguf_total(text: str | None) -> int | None:
    found = re.search(r'"total"\s*:\s*(-?\d+)\s*[,}]', text or "")
    return int(found[1]) if found else None


def _reachable(start: str, edges: dict[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    waiting = list(edges.get(start, ()))
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen.add(node)
            waiting += edges.get(node, ())
    return seen


def _dump(path: Path | None) -> dict[str, dict]:
    if path is None:
        return {}
    wanted = ["_id", "id", "createdAt", "lastModified", "downloads", "downloadsAllTime", "tags",
              "safetensors", "gguf", "baseModels"]
    present = pq.ParquetFile(path).schema_arrow.names
    table = pq.read_table(path, columns=[name for name in wanted if name in present])
    newest: dict[str, dict] = {}
    for row in table.to_pylist():
        before = newest.get(row["id"])
        if row["id"] and (before is None or _modified(row) >= _modified(before)):
            newest[row["id"]] = row
    return newest


def _modified(row: dict) -> dt.datetime:
    time = row.get("lastModified") or dt.datetime.min
    return time.astimezone(dt.timezone.utc).replace(tzinfo=None) if time.tzinfo else time


def _countries(path: Path) -> dict[str, str]:
    with path.open(newline="", encoding="utf-8") as file:
        rows = csv.DictReader(file)
        handle = rows.fieldnames[0]  # the first column, whatever its name
        return {row[handle]: row["country"] or "unknown" for row in rows}


def _snapshot(file: Path) -> list[tuple[tuple[str | None, str | None], dt.date, int | None]]:
    day = dt.date.fromisoformat(re.findall(r"\d{4}-\d{2}-\d{2}", str(file))[-1])
    table = pq.read_table(file, columns=["_id", "id", "downloadsAllTime"])
    return [((row["_id"], row["id"]), day, row["downloadsAllTime"]) for row in table.to_pylist()]


def _rolling(file: Path) -> list[tuple[str, dt.date, int]]:
    with (gzip.open if file.suffix == ".gz" else open)(file, "rt", newline="",
                                                       encoding="utf-8") as text:
        return [(row["model_id"], dt.date.fromisoformat(row["date"]), int(row["downloads_30d"]))
                for row in csv.DictReader(text)]


def _daily(path: Path, first: str | None, last: str | None) -> list[tuple[str, dt.date, int]]:
    low = dt.date.fromisoformat(first) if first else FIRST_DAY
    high = dt.date.fromisoformat(last) if last else LAST_DAY
    found = []
    for file in sorted(path.rglob("*.parquet")) if path.is_dir() else [path]:
        table = pq.read_table(file, columns=["model_id", "date", "downloads"])
        for model, day, count in zip(*table.to_pydict().values()):
            if model and day and count is not None and count >= 0 and \
                    max(low, FIRST_DAY) <= day <= min(high, LAST_DAY):
                found.append((model, day, count))
    return found


def _span(first: dt.date, last: dt.date) -> list[dt.date]:
    return [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]


def _pattern_of(window: str) -> str:
    """The periods from whose ends a window over a counter is made."""
    if re.fullmatch(r"\d{4}-W\d\d", window):
        return "%G-W%V"
    return "%Y-%m-%d" if re.fullmatch(r"\d{4}-\d\d-\d\d", window) else "%Y-%m"


def _windows(first: dt.date, last: dt.date, grain: str) -> dict[str, object]:
    """Each window as a set of days; a calendar period is whole, also where the records are not."""
    patterns = ["%Y", "%Y-%m"] + {"week": ["%G-W%V"], "day": ["%Y-%m-%d"]}.get(grain, [])
    inside = _span(first, last)
    around = _span(first - dt.timedelta(days=366), last + dt.timedelta(days=366))
    windows: dict[str, object] = {"all": frozenset(inside)}
    for pattern in patterns:
        labels = {day.strftime(pattern) for day in inside}
        groups: dict[str, set[dt.date]] = defaultdict(set)
        for day in around:
            if day.strftime(pattern) in labels:
                groups[day.strftime(pattern)].add(day)
        windows |= {label: frozenset(days) for label, days in groups.items()}
    return windows
