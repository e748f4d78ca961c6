"""The growth of models and accounts by month and year of creation, by Polars."""

from __future__ import annotations

import datetime as dt

import polars as pl
from polars import col

from polars_windows import Frame

FLOOR = dt.date(2022, 3, 2)  # what is older has this day


def growth(dump: Frame, last_record: dt.date) -> Frame:
    days = dump.select(pl.col("created").max(), pl.col("modified").max()).row(0)
    as_of = max(day for day in (*days, last_record) if day is not None)
    accounts = dump.group_by("account").agg(col("created").min())
    parts = []
    for entity, created in (("models", dump["created"]), ("accounts", accounts["created"])):
        parts.append(pl.DataFrame({"entity": [entity], "grain": ["unknown"], "period": ["unknown"],
                                   "created": [created.null_count()]},
                                  schema_overrides={"created": pl.Int64}))
        counted = created.drop_nulls().filter(created.drop_nulls() <= as_of)
        if len(counted):
            parts += [_periods(entity, counted, grain, as_of) for grain in ("year", "month")]
    return pl.concat(parts, how="diagonal")


def _periods(entity: str, created: pl.Series, grain: str, as_of: dt.date) -> Frame:
    step, shape = {"year": ("1y", "%Y"), "month": ("1mo", "%Y-%m")}[grain]
    first = created.min()
    counts = created.dt.truncate(step).alias("start").value_counts(name="created")
    starts = pl.date_range(pl.lit(first).dt.truncate(step), as_of, step, eager=True).alias("start")
    end = col("start").dt.offset_by(step)
    periods = (starts.to_frame().join(counts, on="start", how="left").sort("start")
               .with_columns(col("created").fill_null(0).cast(pl.Int64))
               .with_columns(cumulative=col("created").cum_sum()))
    year = {"year": 1, "month": 12}[grain]

    def if_before(name: str) -> pl.Expr:
        return pl.when(col("created").shift(year).is_not_null()).then(name)

    return periods.select(
        pl.lit(entity).alias("entity"), pl.lit(grain).alias("grain"), "created", "cumulative",
        period=col("start").dt.strftime(shape),
        complete=(pl.lit(first) <= col("start")) & (end <= as_of + dt.timedelta(days=1)),
        or_earlier=(col("start") <= FLOOR) & (pl.lit(FLOOR) < end),
        created_ratio_num=if_before("created"), created_ratio_den=col("created").shift(year),
        cumulative_ratio_num=if_before("cumulative"),
        cumulative_ratio_den=col("cumulative").shift(year))
