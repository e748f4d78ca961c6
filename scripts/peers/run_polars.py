"""The core tables by Polars, lazily and with its streaming engine; writes one CSV a table.

A process of its own, so that all it needs is measured; it checks nothing."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator

from task import Task, task_of
from windows import windows_of


def main() -> None:
    begun = time.perf_counter()
    task = task_of(__doc__)
    os.environ["POLARS_MAX_THREADS"] = str(task.threads)  # read where polars is first imported
    for name, table in tables_of(task, begun):
        table.write_csv(task.out / f"{name}.csv")


def tables_of(task: Task, begun: float) -> Iterator[tuple[str, object]]:
    """Imports Polars here, behind the number of its threads."""
    import polars_distributions as distributions
    import polars_models as models
    from polars_growth import growth
    from polars_records import read_records
    from polars_shares import tables_of_countries, tables_of_kinds
    from polars_windows import census_of

    def tell(stage: str) -> None:
        print(f"{stage}: {time.perf_counter() - begun:.2f} s", file=sys.stderr)

    accounts = models.read_accounts(task.accounts)
    dump = models.read_dump(task.models, task.has_numbers)
    owners = models.owners_of(dump, accounts)
    facts = models.facts_of(dump, owners)
    derived = models.derived_countries(dump, facts, owners, accounts)
    tell("models")
    records = read_records(task, facts)
    tell("records")
    windows = windows_of(task.kind, records.by_month(), records.first, records.last)
    census = census_of(windows, records, facts, owners, derived)
    tell("windows")
    yield "growth", growth(dump, records.last)
    yield from distributions.concentration(census).items()
    yield from tables_of_countries(census, owners, derived).items()
    yield from tables_of_kinds(census, owners).items()
    yield from distributions.size_classes(census).items()
    yield "model_size_trend", distributions.model_size_trend(census)
    if task.kind == "daily":
        yield "record_distribution", distributions.record_distribution(census, records.values)
    tell("tables")


if __name__ == "__main__":
    main()
