"""Tables of how downloads are distributed, by Polars, from counts of equal values."""

from __future__ import annotations

import polars as pl
from polars import col

from polars_models import CLASSES
from polars_shares import WINDOW
from polars_windows import Census, Frame

WIDE = pl.Int128  # squares, and sums of ranks by downloads
TOPS = {"1": 1, "10": 10, "25": 25, "100": 100, "200": 200, "1000": 1000}
TOP_PARTS = {"0_01_pct": 10000, "0_1_pct": 1000, "1_pct": 100, "10_pct": 10}
QUANTILES = {"q10": 100, "q25": 250, "q50": 500, "q75": 750, "q90": 900, "q99": 990}
RECORD_QUANTILES = {"q01": 10, **QUANTILES, "q999": 999}


def _running(values: Frame, group: list[str]) -> Frame:
    """The values of each group in order, with the models up to each and of all."""
    return values.sort(*group, "d").with_columns(
        up_to=col("n").cum_sum().over(group), all_n=col("n").sum().over(group))


def _quantile(permille: int) -> pl.Expr:
    return col("d").filter(col("up_to") >= (col("all_n") * permille + 999) // 1000).min()


def concentration(census: Census) -> dict[str, Frame]:
    """A run of n equal values behind `below` smaller ones has the ranks below + 1 to below + n."""
    runs = _running(census.holders, ["w", "over"]).with_columns(
        below=col("up_to") - col("n"), above=col("all_n") - col("up_to"))
    n, d = col("n").cast(WIDE), col("d").cast(WIDE)
    tops = {**{name: pl.lit(k, pl.Int64) for name, k in TOPS.items()},
            **{name: -(-col("all_n") // part) for name, part in TOP_PARTS.items()}}
    sums = runs.group_by("w", "over").agg(
        col("n").sum(),
        nonzero=col("n").filter(col("d") > 0).sum(),
        total=(n * d).sum(),
        squares=(n * d * d).sum(),
        weighted=(d * (n * col("below").cast(WIDE) + n * (n + 1) // 2)).sum(),
        below_200=col("n").filter(col("d") < 200).sum(),
        **{f"top_{name}": (d * pl.min_horizontal("n", k - col("above")).clip(0)).sum()
           for name, k in tops.items()})
    count, nonzero, total = col("n").cast(WIDE), col("nonzero").cast(WIDE), col("total")
    table = census.windows.join(sums, on="w").select(
        *WINDOW, "over", "records", "n", "nonzero", "total",
        gini_num=2 * col("weighted") - (count + 1) * total, gini_den=count * total,
        gini_nonzero_num=2 * (col("weighted") - (count - nonzero) * total) - (nonzero + 1) * total,
        gini_nonzero_den=nonzero * total,
        hhi_num="squares", hhi_den=total * total, effective_number_num=total * total,
        effective_number_den="squares", below_200_num="below_200", below_200_den="n",
        **{f"top_{name}_num": col(f"top_{name}") for name in tops},
        **{f"top_{name}_den": total for name in tops})
    return {"concentration": table, "concentration_lorenz": _lorenz(census, runs)}


def _lorenz(census: Census, runs: Frame) -> Frame:
    group = ["w", "over"]
    runs = runs.with_columns(sum_below=(col("n") * col("d")).cum_sum().over(group)
                             - col("n") * col("d"))
    totals = runs.group_by(group).agg(col("all_n").first(), total=(col("n") * col("d")).sum())
    points = (totals.join(pl.DataFrame({"point": range(101)}), how="cross")
              .with_columns(wanted=-(-col("point") * col("all_n") // 100)).sort("wanted"))
    found = points.join_asof(runs.select(*group, "below", "d", "sum_below").sort("below"),
                             left_on="wanted", right_on="below", by=group, strategy="backward",
                             allow_exact_matches=False, check_sortedness=False)
    share = col("sum_below") + (col("wanted") - col("below")) * col("d")
    return census.windows.join(found, on="w").select(
        *WINDOW, "over", "point", share_num=share.fill_null(0), share_den="total")


def size_classes(census: Census) -> dict[str, Frame]:
    group = ["w", "label"]
    every, positive = _running(census.values, group), _running(
        census.values.filter(col("d") > 0), group)
    ten = pl.min_horizontal(pl.lit(10, pl.Int64), "all_n")
    sums = every.group_by(group).agg(
        models=col("n").sum(), downloads=(col("n") * col("d")).sum(),
        downloaded=col("n").filter(col("d") > 0).sum(),
        top10_median=col("d").filter(col("up_to") >= col("all_n") - ten + (ten + 1) // 2).min(),
        **{name: _quantile(permille) for name, permille in QUANTILES.items()})
    downloaded = positive.group_by(group).agg(
        **{f"downloaded_{name}": _quantile(permille) for name, permille in QUANTILES.items()})
    classes = pl.DataFrame({"class": CLASSES, "label": range(5)},
                           schema={"class": pl.String, "label": pl.UInt8})
    table = (census.windows.join(classes, how="cross").join(sums, on=group, how="left")
             .join(downloaded, on=group, how="left")
             .with_columns(col("models", "downloads", "downloaded").fill_null(0))
             .select(*WINDOW, "class", "records", "models", "downloaded", "downloads",
                     *QUANTILES, *(f"downloaded_{name}" for name in QUANTILES), "top10_median",
                     mean_num="downloads", mean_den="models", mean_downloaded_num="downloads",
                     mean_downloaded_den="downloaded"))
    return {"size_classes": table, "size_classes_ratios": _ratios(table)}


def _ratios(table: Frame) -> Frame:
    known = table.filter(col("class") != "unknown")
    measures = {"median": "q50", "median_downloaded": "downloaded_q50",
                "top10_median": "top10_median"}
    one = known.select("window", "class", "grain", "basis", "complete", "models", "downloads",
                       *measures.values())
    other = known.select("window", "models", "downloads", *measures.values(), against="class")
    pairs = one.join(other, on="window", suffix="_other").filter(col("class") != col("against"))

    def given(name: str, beside: str) -> pl.Expr:
        return pl.when(col(beside).is_not_null()).then(name)

    return pairs.select(
        "window", "class", "against", "grain", "basis", "complete",
        mean_num=col("downloads").cast(WIDE) * col("models_other"),
        mean_den=col("models").cast(WIDE) * col("downloads_other"),
        **{f"{name}_num": given(value, f"{value}_other") for name, value in measures.items()},
        **{f"{name}_den": given(f"{value}_other", value) for name, value in measures.items()})


def model_size_trend(census: Census) -> Frame:
    known = (census.sizes.filter(col("parameters").is_not_null()).sort("w", "parameters")
             .with_columns(reached=col("d").cum_sum().over("w"), all_d=col("d").sum().over("w")))
    medians = known.group_by("w").agg(
        known=col("d").sum(), weighted=(col("parameters").cast(WIDE) * col("d")).sum(),
        median_parameters=col("parameters")
        .filter(col("reached") >= (col("all_d") + 1) // 2).min())
    totals = census.sizes.group_by("w").agg(downloads=col("d").sum())
    return (census.windows.filter(col("grain") != "month").join(totals, on="w", how="left")
            .join(medians, on="w", how="left")
            .with_columns(col("downloads", "known", "weighted").fill_null(0))
            .select(*WINDOW, "records", "downloads", "median_parameters", known_num="known",
                    known_den="downloads", mean_parameters_num="weighted",
                    mean_parameters_den="known"))


def record_distribution(census: Census, values: Frame) -> Frame:
    """`values`: month, label, d, n of single records."""
    names = {label: name for label, name in enumerate(CLASSES)}
    by_year = (values.group_by("label", "d", year=col("month") // 12).agg(col("n").sum())
               .with_columns(col("year").cast(pl.String).str.zfill(4), **{
                   "class": col("label").replace_strict(names, return_dtype=pl.String)}))
    every = [by_year.group_by(year=year, d="d", **{"class": name}).agg(col("n").sum())
             for year in (col("year"), pl.lit("all")) for name in (col("class"), pl.lit("all"))]
    group = ["year", "class"]
    sums = _running(pl.concat(every), group).group_by(group).agg(
        records=col("n").sum(), downloads=(col("n") * col("d")).sum(), min=col("d").min(),
        max=col("d").max(),
        **{name: _quantile(permille) for name, permille in RECORD_QUANTILES.items()})
    years = census.windows.filter(col("grain").is_in(["year", "all"])).select(year="name")
    return (years.join(pl.DataFrame({"class": [*CLASSES, "all"]}), how="cross")
            .join(sums, on=group, how="left")
            .with_columns(col("records", "downloads").fill_null(0)))
