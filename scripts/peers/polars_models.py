"""What the tables ask of models, by Polars: numbers, owners, sizes and derived countries.

Only what the inputs hold: ids and `_id`s are given and unique, so nothing is merged by name."""

from __future__ import annotations

from pathlib import Path

import polars as pl
from polars import col

SIZE = r"(?:^|[^A-Za-z0-9.])((?:[0-9]+x)?[0-9]+(?:\.[0-9]+)?[bBmM])(?:$|[^A-Za-z0-9])"
RELATION = "^(finetune|adapter|quantized|merge):"
CLASSES = ["<1B", "1-9B", "10-99B", ">=100B", "unknown"]


def account_of(name: str) -> pl.Expr:
    parts = col(name).str.splitn("/", 2)
    return (pl.when(parts.struct.field("field_1").is_null()).then(pl.lit("(canonical)"))
            .otherwise(parts.struct.field("field_0")))


def read_accounts(path: Path) -> pl.DataFrame:
    country = col("country").fill_null("")
    return pl.read_csv(path, infer_schema=False).select(
        "account",
        kind=pl.when(col("kind").fill_null("") == "").then(pl.lit("unknown")).otherwise("kind"),
        country=pl.when(country == "").then(pl.lit("unknown"))
        .when(country.str.len_bytes() == 2).then(country.str.to_uppercase()).otherwise(country))


def read_dump(path: Path, has_numbers: bool) -> pl.DataFrame:
    """A model's number is that of its records where these have some, else its row."""
    number = col("model_id") if has_numbers else pl.int_range(pl.len())
    bases = col("baseModels").struct.field("models")
    has_none = bases.list.len().fill_null(0) == 0
    tags = col("tags").list.eval(
        pl.element().filter(pl.element().str.starts_with("base_model:")).str.slice(11))
    return pl.scan_parquet(path).select(
        "id", "_id", bases=bases, tags=pl.when(has_none).then(tags),
        m=number.cast(pl.Int32), created=col("createdAt").cast(pl.Date),
        modified=col("lastModified").cast(pl.Date), account=account_of("id"),
        stored=pl.coalesce(col("safetensors").struct.field("total"),
                           col("gguf").str.json_path_match("$.total").cast(pl.Int64)),
    ).collect(engine="streaming")


def owners_of(dump: pl.DataFrame, accounts: pl.DataFrame) -> pl.DataFrame:
    return (dump.select(col("account").unique()).join(accounts, on="account", how="left")
            .with_columns(col("kind", "country").fill_null("unknown")).with_row_index("a")
            .with_columns(col("a").cast(pl.Int32),
                          g=pl.struct("kind", "country").rank("dense").cast(pl.Int16)))


def facts_of(dump: pl.DataFrame, owners: pl.DataFrame) -> pl.DataFrame:
    parameters = pl.coalesce("stored", "size")
    bounds = [10**9, 10**10, 10**11]
    return (dump.select("m", "id", "_id", "created", "account", "stored")
            .join(_name_sizes(dump), on="m", how="left")
            .join(owners.select("account", "a", "g"), on="account")
            .select("m", "id", "_id", "created", "a", "g", parameters=parameters,
                    label=pl.when(parameters.is_null()).then(4)
                    .otherwise(sum((parameters >= bound).cast(pl.Int32) for bound in bounds))
                    .cast(pl.UInt8)))


def _name_sizes(dump: pl.DataFrame) -> pl.DataFrame:
    """The largest size in a name: `8x7B`, `1.5b`, `350M`, between what are no letters or digits.
    Marks are doubled, as two sizes may share one."""
    names = dump.lazy().filter(col("stored").is_null()
                               & col("id").str.contains(r"[0-9][bBmM](?:$|[^A-Za-z0-9])"))
    size = col("size")
    fraction = size.str.extract(r"\.([0-9]+)").fill_null("")
    unit = pl.when(size.str.contains("[bB][^bBmM]*$")).then(10**9).otherwise(10**6)
    tens = pl.lit(10, pl.Int64).pow(fraction.str.len_bytes())
    found = (names.select(
        "m", size=col("id").str.split("/").list.last()
        .str.replace_all("([^A-Za-z0-9.])", "${1}${1}").str.extract_all(SIZE))
        .explode("size").drop_nulls()
        .select("m", size=size.str.extract("([0-9]+)x").cast(pl.Int64).fill_null(1)
                * (size.str.extract(r"([0-9]+)(?:\.[0-9]+)?[bBmM]").cast(pl.Int64) * unit
                   + fraction.cast(pl.Int64, strict=False).fill_null(0) * unit // tens)))
    return found.group_by("m").agg(col("size").max()).collect()


def derived_countries(dump: pl.DataFrame, facts: pl.DataFrame, owners: pl.DataFrame,
                      accounts: pl.DataFrame) -> pl.DataFrame:
    """m and country of models that have bases: that of all their roots, or `several`.

    Self-references and edges inside a cycle are dropped; bases that the dump lacks get numbers
    below 0."""
    referred = _referred(dump)
    by_object = dump.select("_id", found="m").filter(col("_id").is_not_null())
    referred = (referred.join(by_object, left_on="object", right_on="_id", how="left")
                .join(dump.select(base="id", named="m"), on="base", how="left")
                .with_columns(node=pl.coalesce("found", "named")))
    strangers = (referred.filter(col("node").is_null()).select(col("base").unique())
                 .with_row_index("row").select("base", stranger=-1 - col("row").cast(pl.Int32)))
    edges = (referred.join(strangers, on="base", how="left")
             .select(model="m", base=pl.coalesce("node", "stranger"))
             .filter(col("model") != col("base")).unique())
    reaches = _closure(edges, edges)
    cyclic = edges.join(reaches, left_on=["model", "base"], right_on=["base", "model"], how="semi")
    acyclic = edges.join(cyclic, on=["model", "base"], how="anti")
    if len(cyclic):  # models that reach a cycle have other ways without it
        models = cyclic.select("model")
        affected = pl.concat([models, reaches.join(models.rename({"model": "base"}), on="base",
                                                   how="semi").select("model")]).unique()
        start = affected.select("model", base="model")
        reaches = pl.concat([reaches.join(affected, on="model", how="anti"),
                             _closure(start, acyclic)])
    places = pl.concat([
        facts.select("m", "a").join(owners.select("a", "country"), on="a").select("m", "country"),
        strangers.select(m="stranger", account=account_of("base"))
        .join(accounts, on="account", how="left")
        .select("m", country=col("country").fill_null("unknown"))])
    roots = reaches.join(acyclic.select(base="model"), on="base", how="anti")
    return (roots.join(places, left_on="base", right_on="m").group_by(m="model")
            .agg(low=col("country").min(), high=col("country").max())
            .select("m", country=pl.when(col("low") == col("high")).then("low")
                    .otherwise(pl.lit("several"))))


def _referred(dump: pl.DataFrame) -> pl.DataFrame:
    """m, object and base: those of baseModels; else of tags that name a relation; else of tags."""
    listed = (dump.lazy().filter(col("bases").list.len() > 0).select("m", "bases").explode("bases")
              .select("m", object=col("bases").struct.field("_id"),
                      base=col("bases").struct.field("id")))
    tagged = (dump.lazy().filter(col("tags").list.len() > 0).select("m", "tags").explode("tags")
              .with_columns(typed=col("tags").str.contains(RELATION))
              .filter(col("typed") | ~col("typed").any().over("m"))
              .select("m", object=pl.lit(None, pl.String),
                      base=pl.when("typed").then(col("tags").str.replace("^[a-z]+:", ""))
                      .otherwise("tags")))
    return pl.concat([listed, tagged]).collect()


def _closure(start: pl.DataFrame, edges: pl.DataFrame) -> pl.DataFrame:
    """All pairs that ways from the pairs of `start` along edges join."""
    found = newest = start
    onward = edges.rename({"model": "base", "base": "next"})
    while len(newest):
        newest = (newest.join(onward, on="base").select("model", base="next").unique()
                  .join(found, on=["model", "base"], how="anti"))
        found = pl.concat([found, newest])
    return found
