"""What the windows hold, by Polars: of each the sums by owner, country and value.

Equal values of a window are one row with a count: quantiles, ranks and sums of ranks need no sort
of all models. born: the first end of a window behind a model's creation. A model is in a window by
its birth or, born later, by its downloads there."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl
from polars import col

from polars_records import Records
from windows import Window

Frame = pl.DataFrame


@dataclass(frozen=True)
class Census:
    """What the tables are made from; w numbers the windows."""

    windows: Frame
    values: Frame  # w, label, d, n: models of a size class with d downloads, zeros too
    holders: Frame  # w, over, d, n: the same of models, and of accounts
    groups: Frame  # w, g, models, downloads: of accounts of one kind and country
    countries: Frame  # w, country, models, downloads: derived countries
    sizes: Frame  # w, parameters, d: of windows that are no months


def census_of(windows: list[Window], records: Records, facts: Frame, owners: Frame,
              derived: Frame) -> Census:
    ends = sorted({window.end_day for window in windows})
    listed = pl.DataFrame([{**vars(window), "place": ends.index(window.end_day)}
                           for window in windows])
    listed = listed.with_columns(col("w").cast(pl.Int16), col("place").cast(pl.Int16))
    labels = _labels(facts, owners, derived, ends)
    wide = _wide(records.monthly, windows)
    months = listed.filter(col("grain") == "month").select(month=col("first_month").cast(pl.Int16),
                                                           w="w")
    narrow = records.monthly.lazy().join(months.lazy(), on="month").select("w", "m", "d")
    cells = (pl.concat([narrow, wide.lazy()])
             .join(labels.lazy(), on="m").collect(engine="streaming"))
    late = (cells.lazy().join(listed.lazy().select("w", "place"), on="w")
            .filter(col("born") > col("place")))
    births = labels.group_by("born", "g", "c", "label").agg(models=pl.len().cast(pl.Int64))
    members = pl.concat([
        births.join(listed.select("w", "place"), how="cross").filter(col("born") <= col("place"))
        .select("w", "g", "c", "label", "models"),
        late.group_by("w", "g", "c", "label").agg(models=pl.len().cast(pl.Int64)).collect()])
    positive, by_owner, by_country, sizes = pl.collect_all([
        cells.lazy().group_by("w", "label", "d").agg(n=pl.len().cast(pl.Int64)),
        cells.lazy().group_by("w", "a").agg(col("d").sum()),
        cells.lazy().group_by("w", "c").agg(downloads=col("d").sum()),
        wide.lazy().join(facts.lazy().select("m", "parameters"), on="m")
        .group_by("w", "parameters").agg(col("d").sum()),
    ], engine="streaming")
    values = _with_zeros(positive, members.group_by("w", "label").agg(col("models").sum()))
    holders = pl.concat([
        values.group_by("w", "d").agg(col("n").sum()).select("w", "d", "n", over=pl.lit("models")),
        _accounts(by_owner, labels, listed).select("w", "d", "n", over=pl.lit("accounts"))])
    by_group = (by_owner.join(owners.select("a", "g"), on="a").group_by("w", "g")
                .agg(downloads=col("d").sum()))
    names = _country_codes(owners, derived)
    return Census(listed, values, holders, _of_members(members, by_group, "g"),
                  _of_members(members, by_country, "c").join(names, on="c"), sizes)


def _country_codes(owners: Frame, derived: Frame) -> Frame:
    return (pl.concat([owners.select("country"), derived.select("country")]).unique()
            .sort("country").with_row_index("c").with_columns(col("c").cast(pl.Int16)))


def _labels(facts: Frame, owners: Frame, derived: Frame, ends: list) -> Frame:
    """m, born, a, g, c, label."""
    days = pl.DataFrame({"end_day": ends, "born": range(len(ends))},
                        schema={"end_day": pl.Date, "born": pl.Int16})
    dated = (facts.select("m", "created", "a", "g", "label").sort("created")
             .join_asof(days, left_on="created", right_on="end_day", strategy="forward",
                        allow_exact_matches=False))
    never = pl.when(col("created").is_null()).then(0).otherwise(10000).cast(pl.Int16)
    return (dated.with_columns(born=pl.coalesce("born", never))
            .join(owners.select("a", own="country"), on="a").join(derived, on="m", how="left")
            .with_columns(country=pl.coalesce("country", "own"))
            .join(_country_codes(owners, derived), on="country")
            .select("m", "born", "a", "g", "c", "label"))


def _wide(monthly: Frame, windows: list[Window]) -> Frame:
    """w, m, d of the windows that are no months."""
    yearly = (monthly.lazy().group_by("m", year=col("month") // 12).agg(col("d").sum())
              .collect(engine="streaming"))
    parts = []
    for window in windows:
        if window.grain == "year":
            part = yearly.lazy().filter(col("year") == window.first_month // 12).select("m", "d")
        elif window.grain == "all":
            part = yearly.lazy().group_by("m").agg(col("d").sum())
        elif window.grain == "last-12-months":
            part = (monthly.lazy()
                    .filter(col("month").is_between(window.first_month, window.last_month))
                    .group_by("m").agg(col("d").sum()))
        else:
            continue
        parts.append(part.select(pl.lit(window.w, pl.Int16).alias("w"), "m", "d"))
    return pl.concat(parts).collect(engine="streaming")


def _with_zeros(positive: Frame, models: Frame) -> Frame:
    zeros = (models.join(positive.group_by("w", "label").agg(col("n").sum()), on=["w", "label"],
                         how="left")
             .select("w", "label", d=pl.lit(0, pl.Int64), n=col("models") - col("n").fill_null(0)))
    return pl.concat([positive, zeros]).filter(col("n") > 0)


def _accounts(by_owner: Frame, labels: Frame, windows: Frame) -> Frame:
    """w, d, n of accounts: one is in a window from its first model's birth, or by downloads."""
    births = labels.group_by("a").agg(col("born").min())
    born = (births.group_by("born").len("n").join(windows.select("w", "place"), how="cross")
            .filter(col("born") <= col("place")).group_by("w").agg(there=col("n").sum()))
    late = (by_owner.join(births, on="a").join(windows.select("w", "place"), on="w")
            .filter(col("born") > col("place")).group_by("w").agg(late=pl.len()))
    downloaded = by_owner.group_by("w").agg(downloaded=pl.len())
    zeros = (windows.select("w").join(born, on="w", how="left").join(late, on="w", how="left")
             .join(downloaded, on="w", how="left").fill_null(0)
             .select("w", d=pl.lit(0, pl.Int64), n=col("there").cast(pl.Int64)
                     + col("late").cast(pl.Int64) - col("downloaded").cast(pl.Int64)))
    positive = by_owner.group_by("w", "d").agg(n=pl.len().cast(pl.Int64))
    return pl.concat([positive, zeros]).filter(col("n") > 0)


def _of_members(members: Frame, sums: Frame, name: str) -> Frame:
    return (members.group_by("w", name).agg(col("models").sum())
            .join(sums, on=["w", name], how="left").with_columns(col("downloads").fill_null(0)))
