"""Tables of shares, by Polars: countries and what passes what, kinds of accounts."""

from __future__ import annotations

import polars as pl
from polars import col

from polars_windows import Census, Frame

KINDS = ["industry", "academia", "non-profit", "government", "community", "individual", "unknown"]
WINDOW = [col("name").alias("window"), "grain", "basis", "complete"]


def tables_of_countries(census: Census, owners: Frame, derived: Frame) -> dict[str, Frame]:
    places = owners.select("g", "country").unique()
    own = (census.groups.join(places, on="g").group_by("w", "country")
           .agg(col("models", "downloads").sum()).select(
               "w", "country", "models", "downloads", attribution=pl.lit("account")))
    other = census.countries.select("w", "country", "models", "downloads",
                                    attribution=pl.lit("derived"))
    labels = pl.concat([own, other])
    always = pl.DataFrame({"attribution": ["account", "derived", "derived"],
                           "country": ["unknown", "unknown", "several"]})
    given = pl.concat([labels.select("attribution", "country"), always,
                       owners.select(pl.lit("account").alias("attribution"), "country")]).unique()
    known, group = col("known"), ["w", "attribution"]
    filled = (census.windows.join(given, how="cross")
              .join(labels, on=["w", "attribution", "country"], how="left")
              .with_columns(col("models", "downloads").fill_null(0),
                            known=col("country").str.contains("^[A-Z][A-Z]$"))
              .sort("attribution", "country", "grain", "first_month")
              .with_columns(
                  total=col("downloads").sum().over(group),
                  known_total=pl.when("known").then("downloads").otherwise(0).sum().over(group),
                  cumulative=pl.when(col("grain").is_in(["year", "month"])).then(
                      col("downloads").cum_sum().over("attribution", "country", "grain"))))
    first = (filled.filter(known & (col("downloads") > 0))
             .sort("downloads", "country", descending=[True, False])
             .unique(group, keep="first", maintain_order=True)
             .select(*group, "country", plurality=pl.lit(True)))
    shares = filled.join(first, on=[*group, "country"], how="left").select(
        *WINDOW, "attribution", "country", "records", "models", "downloads",
        share_num="downloads", share_den="total", share_known_num=pl.when(known).then("downloads"),
        share_known_den=pl.when(known).then("known_total"),
        plurality=pl.when(known).then(col("plurality").fill_null(False)),
        cumulative_downloads="cumulative", cumulative_share_num="cumulative",
        cumulative_share_den=pl.when(col("cumulative").is_not_null())
        .then(col("cumulative").sum().over(group)))
    is_known = col("plurality").is_not_null()
    counts = shares.group_by("window", "attribution", "grain", "basis", "complete").agg(
        col("records").first(), col("models", "downloads").sum(),
        models_known=col("models").filter(is_known).sum(),
        downloads_known=col("downloads").filter(is_known).sum())
    return {"country_share": shares,
            "country_share_known": counts.with_columns(known_num="downloads_known",
                                                       known_den="downloads"),
            "country_share_overtakes": _overtakes(shares)}


def _overtakes(shares: Frame) -> Frame:
    months = shares.filter((col("grain") == "month") & col("complete")
                           & col("plurality").is_not_null())
    standings = pl.concat([
        months.select("attribution", "country", value=value, period="window",
                      measure=pl.lit(measure))
        for measure, value in (("monthly", "downloads"), ("cumulative", "cumulative_downloads"))])
    pair = ["attribution", "measure", "country", "overtaken"]
    one, other = standings.rename({"value": "country_downloads"}), standings.rename(
        {"country": "overtaken", "value": "overtaken_downloads"})
    ahead = col("country_downloads") > col("overtaken_downloads")
    return (one.join(other, on=["attribution", "measure", "period"])
            .filter(col("country_downloads") != col("overtaken_downloads")).sort("period")
            .with_columns(ahead=ahead).with_columns(before=col("ahead").shift(1).over(pair))
            .filter(col("ahead") & ~col("before")).drop("ahead", "before"))


def tables_of_kinds(census: Census, owners: Frame) -> dict[str, Frame]:
    kinds = owners.select("g", "kind").unique()
    sums = (census.groups.join(kinds, on="g").group_by("w", "kind")
            .agg(col("models", "downloads").sum()))
    known = col("kind") != "unknown"
    shares = (census.windows.join(pl.DataFrame({"kind": KINDS}), how="cross")
              .join(sums, on=["w", "kind"], how="left")
              .with_columns(col("models", "downloads").fill_null(0))
              .with_columns(
                  total=col("downloads").sum().over("w"), n=col("models").sum().over("w"),
                  known_total=pl.when(known).then("downloads").otherwise(0).sum().over("w"))
              .select(*WINDOW, "kind", "records", "models", "downloads", share_num="downloads",
                      share_den="total", share_known_num=pl.when(known).then("downloads"),
                      share_known_den=pl.when(known).then("known_total"),
                      model_share_num="models", model_share_den="n"))
    by_window = shares.group_by("window", "grain", "basis", "complete", "records")
    downloads = col("downloads")
    lower = downloads.filter(col("kind") == "individual").sum()
    upper = downloads.filter(col("kind").is_in(["individual", "unknown"])).sum()
    return {
        "kind_share": shares,
        "kind_share_individual": by_window.agg(
            lower_num=lower, lower_den=downloads.sum(), upper_num=upper, upper_den=downloads.sum(),
            lower_majority=2 * lower > downloads.sum(), upper_majority=2 * upper > downloads.sum()),
        "kind_share_known": by_window.agg(
            col("models").sum(), models_known=col("models").filter(known).sum(),
            downloads=downloads.sum(), downloads_known=downloads.filter(known).sum(),
            known_num=downloads.filter(known).sum(), known_den=downloads.sum()),
    }
