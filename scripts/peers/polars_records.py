"""The sums by model and month, and the counts of equal values of records, by Polars.

Files of days are read a month at a time: its sums stay in the processor's caches, and the memory is
that of a month."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import polars as pl
from polars import col

from task import Task


@dataclass(frozen=True)
class Records:
    monthly: pl.DataFrame  # m, month, d > 0
    values: pl.DataFrame  # month, label, d, n; of counters all records are counted as one value
    first: dt.date
    last: dt.date

    def by_month(self) -> dict[int, int]:
        return dict(self.values.group_by("month").agg(col("n").sum()).iter_rows())


def month_of(name: str) -> pl.Expr:
    return (col(name).dt.year() * 12 + col(name).dt.month().cast(pl.Int32) - 1).cast(pl.Int16)


def read_records(task: Task, facts: pl.DataFrame) -> Records:
    if task.kind == "cumulative":
        return _snapshots(task, facts)
    if task.is_dated:
        parts = [_sums(pl.scan_parquet(files), facts, task, pl.lit(month, pl.Int16))
                 for month, files in task.files_by_month().items()]
        monthly, values = (pl.concat(part) for part in zip(*parts))
        return Records(monthly, values, *_days(task, values))
    if task.format == "publisher":
        schema = {"repoType": pl.String, "repoName": pl.String, "total": pl.Int64,
                  "timestamp": pl.String, "downloads": pl.Int64}
        read = (pl.scan_csv(task.downloads, schema=schema).filter(col("repoType") == "model")
                .select("downloads", model_id="repoName",
                        date=col("timestamp").str.slice(0, 10).str.to_date("%Y-%m-%d")))
    else:
        read = pl.scan_parquet(task.downloads)
    days = read.select(first=col("date").min(), last=col("date").max())
    monthly, values, bounds = _sums(read, facts, task, month_of("date"), days)
    return Records(monthly, values, *bounds.row(0))


def _days(task: Task, values: pl.DataFrame) -> tuple[dt.date, dt.date]:
    """Of records, as files may be empty: in the first and the last month with any."""
    months = task.files_by_month()
    ends = {values["month"].min(), values["month"].max()}
    return (pl.scan_parquet([path for month in ends for path in months[month]])
            .select(first=col("date").min(), last=col("date").max()).collect().row(0))


def _sums(read: pl.LazyFrame, facts: pl.DataFrame, task: Task, month: pl.Expr,
          *more: pl.LazyFrame) -> list[pl.DataFrame]:
    """One pass: both, and `more`, share what they read."""
    key = "m" if task.has_numbers else "id"
    models = facts.lazy().select(col("m", "label"), model_id=col(key).cast(
        pl.Int64 if task.has_numbers else pl.String))
    records = read.join(models, on="model_id").select("m", "label", d="downloads", month=month)
    monthly = (records.group_by("m", "month").agg(col("d").sum()).filter(col("d") > 0))
    values = records.group_by("month", "label", "d").agg(n=pl.len().cast(pl.Int64))
    return pl.collect_all([monthly, values, *more], engine="streaming")


def _snapshots(task: Task, facts: pl.DataFrame) -> Records:
    """Of each model and month the counter on its last day there; downloads are differences of
    these. A first value adds nothing, unless the model was created on or after the first day."""
    counters, counts = [], []
    keys = facts.lazy().select("_id", "m")
    for month, files in task.files_by_month().items():
        read = pl.concat([pl.scan_parquet(path).select(
            "_id", value="downloadsAllTime", place=pl.lit(place, pl.Int8))
            for place, path in enumerate(files)])
        last, rows = pl.collect_all(
            [read.join(keys, on="_id").group_by("m").agg(col("value").sort_by("place").last()),
             read.select(n=pl.len().cast(pl.Int64))], engine="streaming")
        counters.append(last.with_columns(month=pl.lit(month, pl.Int16)))
        counts.append(rows.with_columns(month=pl.lit(month, pl.Int16)))
    first, last_day = task.days()
    before = col("value").shift(1).over("m")
    value = (pl.when(before.is_not_null()).then(col("value") - before)
             .when(col("created") >= first).then("value"))
    monthly = (pl.concat(counters).join(facts.select("m", "created"), on="m").sort("m", "month")
               .select("m", "month", d=value).filter(col("d") > 0))
    return Records(monthly, pl.concat(counts), first, last_day)
