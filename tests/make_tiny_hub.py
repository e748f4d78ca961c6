"""Writes a tiny Hub full of edge cases: models.parquet, downloads/*.parquet, accounts.csv, and
the downloads in two other kinds: snapshots/<date>.parquet and rolling30/rolling30.csv.gz.

Cycles, self-references, missing and renamed bases, duplicated ids, ties, models without a date or
from the future, records of models that the dump lacks, empty months, refused records, and names
whose sizes are easy to misread. The same seed gives the same Hub.

    make_tiny_hub.py OUT [SEED]
"""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import random
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

BASE = pa.struct([("_id", pa.string()), ("id", pa.string())])
SAFETENSORS = pa.struct([("parameters", pa.struct([("BF16", pa.int64())])), ("total", pa.int64())])
SCHEMA = pa.schema([
    ("_id", pa.string()),
    ("id", pa.string()),
    ("createdAt", pa.timestamp("us")),
    ("lastModified", pa.timestamp("us")),
    ("downloads", pa.int64()),
    ("downloadsAllTime", pa.int64()),
    ("tags", pa.list_(pa.string())),
    ("safetensors", SAFETENSORS),
    ("gguf", pa.string()),
    ("baseModels", pa.struct([("relation", pa.string()), ("models", pa.list_(BASE))])),
])

ACCOUNTS = """handle,kind,country,parent,verified
acme,industry,US,,yes
bolt,industry,CN,,no
uni,academia,CN,,no
lab,academia,FR,,no
found,non-profit,international,,no
state,government,KR,,no
crowd,community,,,no
ann,individual,US,,no
bob,individual,unknown,,no
"(canonical)",industry,US,,yes
ghost,individual,DE,,no
Qwen,industry,CN,Alibaba,yes
damo,industry,CN,Alibaba,
google,industry,US,Alphabet,
facebook,industry,US,Meta,
meta-llama,industry,US,Meta,
"""
HANDLES = ["acme", "bolt", "uni", "lab", "found", "state", "crowd", "ann", "bob", "nobody", "Zed",
           "émile"]
NAMES = ["7B", "7B-8B", "7b_8B.9B", "v1.5B", "8x7B", "8x1.5M-x", "A3B", "8bit", "70B-Instruct",
         "1.5b", "100B", "0B", "0.5M.", "5.5.7B", "999.9999999999M", "4611686018427387904B", "2X7B",
         "x7b", "é7B", "10b", "10B2", "-1B", "99999M", "1000000m", "0.0000000001B", "base", "tiny",
         "chat", "12345678901234567890123456789012345678901234567890B",
         "3B 4B", "3.B", "8x0.1234567895B"]
FLOOR = dt.datetime(2022, 3, 2, 23, 29, 4)  # the Hub's creation time of all that is older
FIRST_RECORD = dt.date(2021, 11, 17)
RECORD_DAYS = 1250  # to 2025-04-19
GAP = (300, 372)  # no records at all between these days
SNAPSHOT_DAYS = [dt.date.fromisoformat(day) for day in (
    "2023-10-31", "2023-11-06", "2023-11-29", "2023-12-01", "2023-12-31", "2024-01-31",
    "2024-02-29", "2024-03-31", "2024-05-31", "2024-06-30", "2024-07-15", "2024-07-31",
    "2024-08-31", "2024-09-30", "2024-11-30", "2024-12-01", "2025-01-20")]


def make(out: Path, seed: int = 1) -> None:
    chance = random.Random(seed)
    out.mkdir(parents=True, exist_ok=True)
    models = [_model(chance, number) for number in range(420)]
    for number in (301, 302, 303):  # born on the day of the first snapshot
        models[number]["createdAt"] = dt.datetime.combine(SNAPSHOT_DAYS[0], dt.time(12))
    _link(chance, models)
    rows = models + _duplicates(chance, models) + _families() + _makers()
    table = pa.Table.from_pylist(rows, schema=SCHEMA)
    pq.write_table(table, out / "models.parquet", row_group_size=100)
    (out / "accounts.csv").write_text(ACCOUNTS)
    _write_records(out / "downloads", _records(chance, [model["id"] for model in models]))
    _write_snapshots(out / "snapshots", models)
    _write_rolling(out / "rolling30" / "rolling30.csv.gz", [model["id"] for model in models])


def make_empty(out: Path) -> None:
    """The same files without a row, the annotations aside."""
    out.mkdir(parents=True, exist_ok=True)
    pq.write_table(SCHEMA.empty_table(), out / "models.parquet")
    (out / "accounts.csv").write_text(ACCOUNTS)
    _write_records(out / "downloads", [])


def make_known(out: Path) -> None:
    """A dump of accounts that the built-in table knows, or nearly, with bases in between."""
    out.mkdir(parents=True, exist_ok=True)
    ids = ["Qwen/a-7B", "mistralai/b-8x7B", "google/c", "intfloat/d", "EleutherAI/e-20b",
           "bigscience/f", "qwen/g", "nobody/h", "nobody/i", "j", "Qwen/k"]
    bases = {"nobody/h": ["Qwen/a-7B"], "nobody/i": ["google/c", "mistralai/b-8x7B"],
             "Qwen/k": ["meta-llama/gone"]}
    rows = [{"id": model, "createdAt": FLOOR, "downloads": 3 ** number, "downloadsAllTime": number,
             "baseModels": {"relation": "merge",
                            "models": [{"_id": None, "id": base} for base in bases[model]]}
             if model in bases else None}
            for number, model in enumerate(ids)]
    pq.write_table(pa.Table.from_pylist(rows, schema=SCHEMA), out / "models.parquet")


def _model(chance: random.Random, number: int) -> dict:
    name = NAMES[number % len(NAMES)]
    handle = chance.choice(HANDLES)
    created = FLOOR
    if number % 17:
        created += dt.timedelta(days=int(chance.random() ** 0.5 * 1190))
    shape = {5: "{name}-{number}", 6: "{handle}/{name}/{number}"}.get(
        number % 40, "{handle}/m{number}-{name}")
    modified = created + dt.timedelta(days=chance.randrange(60))
    return {
        "_id": f"{number:024x}" if number % 9 else None,
        "id": shape.format(handle=handle, name=name, number=number),
        "createdAt": None if number % 23 == 0 else created,
        "lastModified": None if number % 31 == 0 else modified,
        "downloads": chance.choice([None, 0, 0, 1, 5, 199, 200, chance.randrange(10**6)]),
        "downloadsAllTime": chance.choice([None, 0, 3, 199, 200, 200, chance.randrange(10**9)]),
        "tags": [],
        "safetensors": {"parameters": None, "total": chance.choice(
            [0, -1, 1, 10**9 - 1, 10**9, 10**10, 10**11, 2**62, chance.randrange(10**12)])}
        if chance.random() < 0.4 else None,
        "gguf": chance.choice(
            ["{", "{}", '{"total": 7000000000}', '{"total": null}', '{"total": 0}'])
        if chance.random() < 0.2 else None,
        "baseModels": None,
    }


def _link(chance: random.Random, models: list[dict]) -> None:
    """Bases: mostly earlier models, then cycles, self-references and strangers on purpose."""
    for number, model in enumerate(models[1:], start=1):
        draw = chance.random()
        if draw < 0.25:
            bases = chance.sample(models[:number], min(number, chance.choice([1, 1, 1, 2, 3])))
            model["baseModels"] = {"relation": "merge", "models": [
                {"_id": base["_id"], "id": base["id"]} for base in bases + bases[:1]]}
        elif draw < 0.35:
            base = chance.choice(models[:number])["id"]
            model["tags"] = [f"base_model:{base}", f"base_model:quantized:{base}", "license:mit"]
        elif draw < 0.40:
            base = chance.choice(models[:number])["id"]
            model["tags"] = [f"base_model:{base}", "base_model:", "en"]
        elif draw < 0.45:
            stranger = {"_id": "f" * 24, "id": f"{chance.choice(HANDLES + ['ghost'])}/gone{number}"}
            model["baseModels"] = {"relation": "finetune", "models": [stranger]}
    for first, length in ((20, 2), (30, 3), (60, 5)):  # cycles; the models after them hang on them
        for step in range(length):
            base = models[first + (step + 1) % length]
            known = {"_id": None, "id": base["id"]}
            outside = {"_id": None, "id": models[first - 5]["id"]}
            models[first + step]["baseModels"] = {
                "relation": "merge", "models": [known] + ([outside] if step == 1 else [])}
            models[first + length + step]["baseModels"] = {
                "relation": "finetune", "models": [known]}
    for number in (11, 77):
        models[number]["baseModels"] = {
            "relation": "finetune", "models": [{"_id": None, "id": models[number]["id"]}]}
    for number, base in ((90, 50), (91, 51)):  # the base was renamed: found by `_id` alone
        models[number]["baseModels"] = {
            "relation": "adapter", "models": [{"_id": models[base]["_id"], "id": "old/name"}]}
    models[92]["baseModels"] = {"relation": "adapter", "models": []}


def _families() -> list[dict]:
    """Derivatives of each relation, and models that belong to a family by lineage, name or tag."""
    lineage = {  # relation and bases, or tags
        "Qwen/Qwen2-7B": (),
        "damo/QWEN2-tuned": ("finetune", "Qwen/Qwen2-7B"),
        "bob/quant": ("quantized", "damo/QWEN2-tuned"),
        "bob/adapter": ("adapter", "damo/QWEN2-tuned"),
        "bob/distilled": ("distill", "damo/QWEN2-tuned"),  # no relation of the Hub's
        "bob/silent": (None, "Qwen/Qwen2-7B"),
        "meta-llama/Llama-2-7b": (),
        "facebook/llama-tuned": ("finetune", "meta-llama/Llama-2-7b"),
        "ann/merge": ("merge", "damo/QWEN2-tuned", "facebook/llama-tuned", "google/gone-gemma"),
        "ann/merge-of-merges": ("merge", "ann/merge", "Qwen/Qwen2-7B", "bob/quant"),
        "ann/below": ("quantized", "ann/merge-of-merges"),
        "Qwen/own": ("finetune", "ann/below"),
        "crowd/from-gone": ("finetune", "google/gone-gemma"),
        "crowd/bare": ["base_model:google/gone-gemma", "x"],
        "crowd/typed": ["base_model:ann/merge", "base_model:finetune:ann/merge",
                        "base_model:merge:Qwen/Qwen2-7B", "qwen"],
        "crowd/empty-list": ("adapter", ["base_model:quantized:Qwen/Qwen2-7B"]),
        "crowd/qwen-by-name": ["chat"],
        "crowd/dolphin-mt5": ["not-a-qwen2", "T5", "license:llama3"],
        "crowd/Phi_t5": ["en"],
        "nobody/itself-only": ("merge", "nobody/itself-only"),
        "stable-diffusion-XL-gpt-2": (),
    }
    rows = []
    for number, (model, facts) in enumerate(lineage.items()):
        row = _plain_row(model, None if number % 6 == 5 else dt.datetime(2020 + number % 3, 7, 1))
        tags = facts if isinstance(facts, list) else [x for f in facts if isinstance(f, list)
                                                      for x in f]
        bases = [base for base in facts[1:] if isinstance(base, str)]
        if isinstance(facts, tuple) and facts:
            row["baseModels"] = {"relation": facts[0],
                                 "models": [{"_id": None, "id": base} for base in bases]}
        rows.append(row | {"tags": tags})
    return rows


def _makers() -> list[dict]:
    """More accounts with a derivative in one year than a table lists, and merges of some."""
    rows = []
    for number in range(120):
        bases = [f"maker{other:03}/x" for other in
                 ([number] if number < 110 else [number, number + 1, 205 - number])]
        rows.append(_plain_row(f"user/of-maker{number}", dt.datetime(2019, 5, 1)) | {
            "baseModels": {"relation": "merge" if len(bases) > 1 else "finetune",
                           "models": [{"_id": None, "id": base} for base in bases]}})
    return rows


def _plain_row(model: str, created: dt.datetime | None) -> dict:
    return {"id": model, "createdAt": created, "tags": [], "baseModels": None}


def _duplicates(chance: random.Random, models: list[dict]) -> list[dict]:
    """A second row for some ids: older, newer, of the same time, or of no time."""
    copies = []
    for number in range(100, 130):
        original = models[number]
        time = original["lastModified"]
        if number % 4 == 0:
            time = None
        elif time is not None:
            time += dt.timedelta(seconds=number % 4 - 2)
        copies.append(original | {
            "lastModified": time, "downloads": 7, "downloadsAllTime": chance.randrange(1000),
            "safetensors": {"parameters": None, "total": 3 * 10**9}, "tags": [], "baseModels": None,
            "createdAt": dt.datetime(2023, 1, 31, 23, 59, 59)})
    return copies


def _records(chance: random.Random, ids: list[str]) -> list[tuple]:
    strangers = ["ghost/13B", "newcomer", "state/3b-late", "acme/unheard-of"]
    last = FIRST_RECORD + dt.timedelta(days=RECORD_DAYS - 1)
    rows: list[tuple] = [_record(chance, ids + strangers) for _ in range(9000)]
    rows = [row for row in rows if not GAP[0] <= (row[1] - FIRST_RECORD).days < GAP[1]]
    rows += [(ids[0], FIRST_RECORD, 0), (ids[1], last, 1)]
    rows += [(ids[2], last, -5), (None, last, 5), ("", last, 9), (ids[3], None, 5),  # refused
             (ids[4], last, None), (ids[5], dt.date(1969, 12, 31), 9),
             (ids[6], dt.date(2149, 6, 7), 9)]
    chance.shuffle(rows)
    return rows


def _write_records(folder: Path, rows: list[tuple]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for part in range(3):
        names, days, counts = zip(*rows[part::3]) if rows else ((), (), ())
        table = pa.table({"model_id": pa.array(names, pa.string()),
                          "date": pa.array(days, pa.date32()),
                          "downloads": pa.array(counts, pa.int64())})
        pq.write_table(table, folder / f"part-{part}.parquet", row_group_size=1000)


def _record(chance: random.Random, ids: list[str]) -> tuple[str, dt.date, int]:
    """Few models and few counts draw most rows, so that leads change hands and ties occur."""
    model = ids[int(len(ids) * chance.random() ** 2)]
    day = FIRST_RECORD + dt.timedelta(days=chance.randrange(RECORD_DAYS))
    return model, day, chance.choice([0, 1, 1, 2, 100, 199, 200, chance.randrange(10**5)])


def _write_snapshots(folder: Path, models: list[dict]) -> None:
    """Dumps of counters that mostly rise: some fall, some models are absent now and then, some are
    born within the series, some renamed and found by `_id` alone, some unknown to the dump."""
    chance = random.Random(2)
    folder.mkdir(parents=True, exist_ok=True)
    counters = {number: chance.randrange(10**4) for number in range(len(models))}
    for day in SNAPSHOT_DAYS:
        rows = []
        for number, model in enumerate(models):
            created = model["createdAt"]
            if created is not None and created.date() > day or chance.random() < 0.1:
                continue
            counters[number] += chance.choice([0, 1, 199, chance.randrange(10**4)])
            if chance.random() < 0.08:
                counters[number] = counters[number] // 2
            renamed = number % 5 == 0 and day.year > 2023
            rows.append((model["_id"], f"old/name-{number}" if renamed else model["id"],
                         None if number % 60 == 7 else counters[number]))
        rows += [("e" * 24, "ghost/13B", 5 + day.year), (None, "newcomer", day.toordinal()),
                 (None, "state/refused", -1), rows[3][:2] + (counters[3] // 3,)]
        objects, names, counts = zip(*rows)
        table = pa.table({"_id": pa.array(objects, pa.string()), "id": pa.array(names, pa.string()),
                          "downloadsAllTime": pa.array(counts, pa.int64())})
        pq.write_table(table, folder / f"{day}.parquet")


def _write_rolling(path: Path, ids: list[str]) -> None:
    """Sums of 30 days on some days of most months; of other models on other days."""
    chance = random.Random(3)
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", newline="", encoding="utf-8") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["date", "model_id", "downloads_30d", "likes"])
        for step in range(0, 500, 4):
            day = dt.date(2023, 11, 1) + dt.timedelta(days=step)
            if day.month == 4:
                continue
            for model in chance.sample(ids, 40) + ["ghost/13B"]:
                rows.writerow([day, model, chance.choice([0, 1, 200, chance.randrange(10**6)]), 3])
            rows.writerow([day, ids[step % 300], 7, 3])
            rows.writerow([day, ids[step % 300], 9, 3])


if __name__ == "__main__":
    make(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1)
