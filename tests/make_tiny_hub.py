"""Writes a tiny Hub full of edge cases: models.parquet, downloads/*.parquet, accounts.csv, and
the downloads in two other kinds: snapshots/<date>.parquet and rolling30/rolling30.csv.gz; the lists
datasets.jsonl, spaces.parquet, papers.jsonl (and other ones in papers.parquet, the flat form),
organizations.jsonl and companies.csv.

Cycles, self-references, missing and renamed bases, duplicated ids, ties, models without a date or
from the future, records of models that the dump lacks, empty months, refused records, and names
whose sizes are easy to misread. The same seed gives the same Hub.

    make_tiny_hub.py OUT [SEED]
"""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import json
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
    ("likes", pa.int64()),
    ("pipeline_tag", pa.string()),
    ("library_name", pa.string()),
    ("cardData", pa.string()),
])

SPACES = pa.schema([
    ("_id", pa.string()),
    ("id", pa.string()),
    ("author", pa.string()),
    ("createdAt", pa.timestamp("us")),
    ("lastModified", pa.timestamp("ms")),
    ("likes", pa.int64()),
    ("sdk", pa.string()),
    ("tags", pa.list_(pa.string())),
])
FLAT_PAPERS = pa.schema([
    ("paper_id", pa.string()),
    ("paper_title", pa.string()),
    ("paper_upvotes", pa.int32()),
    ("paper_publishedAt", pa.timestamp("us")),
    ("organization", pa.struct([("_id", pa.string()), ("name", pa.string())])),
    ("submittedBy", pa.struct([("name", pa.string())])),
    ("linkedModels", pa.list_(pa.struct([("id", pa.string())]))),
])
TASKS = ["robotics", "text-generation", "image-classification", "unknown", "", "émile's", "Zed"]
# Matched by alias, website, full name and handle, or nearly; some by several, some by none.
COMPANIES = """Rank,Company,Website
1,"Acme, Inc.",https://www.acme.com/about?x=1
2,Bolt Corp.,
3,The University Company,http://user@www.UNI.ac.uk:8080
4,Long Name Ltd,lab-institute.org
5,Found Group,
6,Alphabet,abc.xyz
7,NVIDIA,nvidia.com
8,IBM,ibm.com
9,Ann,ann.com
x,Nobody & Nobody,nobody-knows.example.co.uk
,Émile,
12,Crowd  Holdings  PLC,https://crowd
13,Acme,acme.example
14,State,state
14,Bolt Corp.,acme.com
15,  Qwen  , .
,,nothing.com
17,"Quoted ""Co"", Inc",www.com
18,Company,the.company
19,Group,co
20,Alibaba Group Holding,alibaba.com
21,Address,http://192.168.1.10/
22,Number,1
23,Second Level,https://www.uni.or.jp
24,Ministry,lab-institute.gouv.fr
"""
ORGANIZATIONS = [
    {"name": "acme", "fullname": "Acme", "type": "org", "isVerified": False},
    {"name": "bolt", "fullname": None, "type": "org", "isVerified": True},
    {"name": "bo-lt", "type": "org", "isVerified": "yes"},
    {"name": "uni", "fullname": "The University", "isVerified": False},
    {"name": "lab", "fullname": "The Lab Institute, Inc.", "type": "org", "isVerified": None},
    {"name": "found", "fullname": "Found", "type": "org", "isVerified": True},
    {"name": "found", "fullname": "Found", "type": "org", "isVerified": False},
    {"name": "google", "fullname": "Google", "type": "org", "isVerified": True},
    {"name": "abc", "fullname": "abc", "type": "org", "isVerified": True},
    {"name": "I-B-M", "fullname": "", "type": "org"},
    {"user": "ann", "fullname": "Ann", "type": "user", "isVerified": True},
    {"user": "émile", "fullname": "É", "type": "org", "isVerified": True},
    {"name": "crowd", "fullname": "Ann", "type": "org", "isVerified": False},
    {"name": "", "fullname": "nothing"},
    {"name": 5},
    {"name": "example", "fullname": "nobody knows", "type": "org"},
    {"name": "...", "fullname": "---", "type": "org", "isVerified": True},
    {"name": "company", "fullname": "Company"},
    {"name": "1", "fullname": "One", "isVerified": True},
    {"name": "or", "fullname": "Or"},
]

ACCOUNTS = """handle,kind,country,parent,verified
acme,industry,US,Acme Group,yes
bolt,industry,CN,Acme Group,no
uni,academia,CN,,no
lab,academia,FR,Lab,no
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
CHAMPIONS = """country,account
KR,state
KR,nobody-there
FR,lab
FR,lab
US,bolt
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
    _describe(models)
    rows = models + _duplicates(chance, models)
    lives, life_records = _lives()
    table = pa.Table.from_pylist(rows + lives + _families() + _makers(), schema=SCHEMA)
    pq.write_table(table, out / "models.parquet", row_group_size=100)
    (out / "accounts.csv").write_text(ACCOUNTS)
    _write_records(out / "downloads", _records(chance, [model["id"] for model in models])
                   + life_records)
    _write_snapshots(out / "snapshots", models)
    _write_rolling(out / "rolling30" / "rolling30.csv.gz", [model["id"] for model in models])
    _write_requests(out / "requests" / "requests.parquet", [model["id"] for model in models])
    (out / "champions.csv").write_text(CHAMPIONS)
    _write_dumps(out / "dumps", models)
    _write_lists(out, [model["id"] for model in models])


def make_empty(out: Path) -> None:
    """The same files without a row, the annotations aside."""
    out.mkdir(parents=True, exist_ok=True)
    pq.write_table(SCHEMA.empty_table(), out / "models.parquet")
    (out / "accounts.csv").write_text(ACCOUNTS)
    _write_records(out / "downloads", [])
    for name in ("datasets", "papers", "organizations"):
        (out / f"{name}.jsonl").write_text("")
    pq.write_table(SPACES.empty_table(), out / "spaces.parquet")
    pq.write_table(FLAT_PAPERS.empty_table(), out / "papers.parquet")
    (out / "companies.csv").write_text("Rank,Company,Website\n")


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


def _describe(models: list[dict]) -> None:
    """Tasks, libraries, licences and languages: more than tables list, odd ones, tags that only
    look like languages, cards that are none."""
    chance = random.Random(4)
    tasks = ["text-generation", "text-generation", "fill-mask", "image-classification", "robotics",
             "tabular-regression", "text-to-speech", "any-to-any", "other", "unknown", "made-up",
             "", "(others)", None, None]
    tags = [[], ["en"], ["en", "fr"], ["ml"], ["cv", "de"], ["trl"], ["EN"], ["sh"],
            ["language:De", "en"], ["language:", "it"], ["language:deu"]]
    cards = [None, None, "{}", "{", "[]", '"en"', '{"language": null}', '{"language": "ML"}',
             '{"language": ["zho", "ml", false, "", null, "zho"]}', '{"language": {"x": "it"}}',
             '{"x": {"language": "it"}, "language": ["unknown"]}', '{"language": ["unknown", "ja"]}']
    for number, model in enumerate(models):
        model["likes"] = chance.choice([None, 0, 1, chance.randrange(10**4)])
        model["pipeline_tag"] = chance.choice(tasks)
        model["library_name"] = f"library-{number}" if number % 2 else chance.choice(
            ["transformers", "peft", "", None])
        model["tags"] = model["tags"] + chance.choice(
            [[], ["license:"], ["license:unknown"], ["license:mit", "license:other"],
             ["license:", f"license:own-{number % 70}"], [f"license:own-{number % 70}"]])
        model["tags"] += chance.choice(tags)
        model["cardData"] = chance.choice(cards)
        if number % 5 == 0:
            model["cardData"] = f'{{"language": ["q{number}", "q{number}a", "q{number}b"]}}'


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
            "pipeline_tag": "of-a-duplicate", "cardData": '{"language": "la"}',
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


def _lives() -> tuple[list[dict], list[tuple]]:
    """Models created in the record range, some as long before its end as a week or an age lasts,
    and their records: early ones, equal peaks, weeks just at and below a tenth, a week of more
    than 2^32 downloads."""
    chance = random.Random(4)
    last = FIRST_RECORD + dt.timedelta(days=RECORD_DAYS - 1)
    ages = [0, 5, 6, 7, 12, 13, 28, 29, 88, 89, 179, 180, 181, 182, 187, 188, 189, 356, 357, 362,
            363, 364, 365, 371, 700, RECORD_DAYS - 1, RECORD_DAYS]
    models, records = [], []
    for number in range(4 * len(ages)):
        age = ages[number % len(ages)]
        created = last - dt.timedelta(days=age)
        size = ["7B", "120B", "3B", "300B", "0.5B", "30B", "70B", "new"][number % 8]
        handle = HANDLES[number % len(HANDLES)]
        models.append({"_id": None, "id": f"{handle}/life{number}-{size}", "downloads": number,
                       "downloadsAllTime": number,
                       "createdAt": dt.datetime.combine(created, dt.time(23, 59))})
        days = [-3, 0, 6, 7, *(7 * week for week in range(2, 57)), age // 7 * 7 - 1, age]
        for day in days if number % 3 else []:
            if not -3 <= day <= age or created + dt.timedelta(days=day) < FIRST_RECORD:
                continue
            fade = 100 if chance.random() < 0.02 * day / 7 else 1000
            count = chance.choice([0, 9, 10, 99, fade]) * (1 if day < 60 or number % 2 else 0)
            records.append((models[-1]["id"], created + dt.timedelta(days=day), count))
        if number in (40, 76):
            records += [(models[-1]["id"], created + dt.timedelta(days=8), 2**31 + 5)] * 3
    return models, records


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
        rows += _identities(day, models)
        objects, names, counts = zip(*rows)
        table = pa.table({"_id": pa.array(objects, pa.string()), "id": pa.array(names, pa.string()),
                          "downloadsAllTime": pa.array(counts, pa.int64())})
        pq.write_table(table, folder / f"{day}.parquet")


def _write_dumps(folder: Path, models: list[dict]) -> None:
    """A series with likes and trending scores: many ties, models that come and go, are renamed or
    unknown to the dump, repeated rows; the first dump lacks the likes."""
    chance = random.Random(6)
    folder.mkdir(parents=True, exist_ok=True)
    types = {"_id": pa.string(), "id": pa.string(), "createdAt": pa.timestamp("us"),
             "lastModified": pa.timestamp("us"), "likes": pa.int64(),
             "trendingScore": pa.float64(), "downloadsAllTime": pa.int64()}
    counters = {number: chance.randrange(10**4) for number in range(len(models))}
    for step, day in enumerate(SNAPSHOT_DAYS[5::3]):
        rows = []
        for number, model in enumerate(models):
            if chance.random() < 0.1:
                continue
            counters[number] = max(0, counters[number] + chance.choice([0, 1, 50, 50, 999, -7]))
            young = day - dt.timedelta(days=number % 11)
            created = dt.datetime.combine(young, dt.time(5)) if number % 4 == 0 \
                else model["createdAt"]
            rows.append({
                "_id": model["_id"],
                "id": f"old/name-{number}" if number % 5 == 0 and step % 2 else model["id"],
                "createdAt": created, "lastModified": model["lastModified"],
                "likes": chance.choice([None, 0, 1, 2, 2, chance.randrange(10**4)]),
                "trendingScore": chance.choice([None, 0.0, 0.5, 1.0, chance.random() * 50,
                                                float("nan"), -1.0]),
                "downloadsAllTime": chance.choice([None] + [counters[number]] * 9)})
        newest = dt.datetime.combine(day, dt.time(9))
        strange = {"_id": "9" * 24, "id": f"state/stranger-{step}", "createdAt": newest,
                   "lastModified": newest, "likes": 10**5, "trendingScore": 99.0,
                   "downloadsAllTime": 10**6 + step}
        rows += [strange, strange | {"id": "ghost/other", "_id": None, "likes": 3},
                 rows[7] | {"likes": 10**6}, rows[8] | {"lastModified": newest, "likes": 10**6},
                 rows[9] | {"lastModified": dt.datetime(1999, 1, 1), "likes": 10**7}]
        table = pa.table({name: pa.array([row[name] for row in rows], kind)
                          for name, kind in types.items()})
        pq.write_table(table if step else table.drop_columns(["likes"]), folder / f"{day}.parquet",
                       row_group_size=90)


def _identities(day: dt.date, models: list[dict]) -> list[tuple]:
    """Repositories whose `_id`s and ids are hard to bring together. Models 9, 18 and 27 have no
    `_id` in the dump; a refused counter and a day behind --to name nobody."""
    step = SNAPSHOT_DAYS.index(day)
    month = step * 10**7  # more than all others, so that a wrong model shows
    free, taken, shared = (models[number]["id"] for number in (9, 18, 27))
    lone = None
    early, late = step < 6, step > 10
    born_anew = "d1" * 12 if early else "d2" * 12
    return [
        (born_anew, "bolt/anew-7B", month + step),  # two models with one id
        (lone, "bolt/anew-7B", 3 * month),  # of the second
        (lone if early else models[10]["_id"], "uni/before-13B", 2 * month),  # of the dump, renamed
        (lone if late else "d3" * 12, "lab/was-3B" if early or late else "ann/is-3B", month),
        ("d4" * 12, "ann/is-3B" if late else "ann/other", 5 * month),  # the last bearer
        (lone, "ann/is-3B", 6 * month + 1),
        ("d5" * 12, free if early else "bob/later", 4 * month),  # the dump's, though renamed
        # A model of the dump bears the id later than this one, which is thus not model 18.
        ("d6" * 12, taken if step < 16 else "found/taken", 7 * month),
        (models[19]["_id"], taken if step == 16 else models[19]["id"], month),
        ("d7" * 12, shared if step % 2 else "found/odd", 8 * month),  # two claim it on one day
        ("d8" * 12, shared if step % 2 else "found/even", 9 * month),
        ("d9" * 12, "acme/behind" if step == 16 else "uni/within-70B", month),
        ("da" * 12, "lab/refused-1B", -1 if late else None),
        ("da" * 12, "acme/0-accepted" if not late else None, month),
        ("db" * 12, None, 2 * month),
    ]


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


def _write_requests(path: Path, ids: list[str]) -> None:
    """Requests of users of some countries, more of them to some models than to others; a few that
    do not count, and users whose country no letters tell."""
    chance = random.Random(4)
    path.parent.mkdir(parents=True, exist_ok=True)
    start = dt.datetime(2023, 11, 20)
    columns: dict[str, list] = {name: [] for name in (
        "timestamp", "status", "method", "repoName", "repoType", "country")}
    for _ in range(4000):
        row = (start + dt.timedelta(minutes=chance.randrange(450 * 1440)),
               chance.choice([200] * 12 + [302, 304, 404, 500, None]),
               chance.choice(["GET"] * 8 + ["HEAD", "POST"]),
               ids[int(len(ids) * chance.random() ** 2)] if chance.random() < 0.95 else "ghost/13B",
               chance.choice(["model"] * 9 + ["dataset"]),
               chance.choice(["US", "us", "CN", "FR", "FR", "KR", "ZZ", "DE", "", None, "U1", "USA"]))
        for values, value in zip(columns.values(), row):
            values.append(value)
    types = {"timestamp": pa.timestamp("us"), "status": pa.int32()}
    pq.write_table(pa.table({name: pa.array(values, types.get(name, pa.string()))
                             for name, values in columns.items()}), path, row_group_size=1000)


def _write_lists(out: Path, ids: list[str]) -> None:
    chance = random.Random(4)
    _write_lines(out / "datasets.jsonl", _datasets(chance))
    rows = [_repository(chance, f"demo{number}", number) for number in range(150)]
    rows += [{"id": "", "createdAt": FLOOR}, {"id": None, "createdAt": FLOOR}, rows[3] | {
        "lastModified": None, "createdAt": FLOOR}, rows[0] | {"createdAt": FLOOR}]
    pq.write_table(pa.Table.from_pylist(rows, schema=SPACES), out / "spaces.parquet",
                   row_group_size=40)
    _write_lines(out / "papers.jsonl", _papers(chance, ids))
    flat = [_flat_paper(chance, number, ids) for number in range(80)]
    pq.write_table(pa.Table.from_pylist(flat, schema=FLAT_PAPERS), out / "papers.parquet",
                   row_group_size=30)
    _write_lines(out / "organizations.jsonl", ORGANIZATIONS)
    (out / "companies.csv").write_text(COMPANIES)


def _write_lines(path: Path, rows: list[dict]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False, default=str) + "\n"
                            for row in rows))


def _repository(chance: random.Random, name: str, number: int) -> dict:
    """Some of an account that owns no model, some of no account, some of no known day."""
    handle = chance.choice(HANDLES + ["ghost", "only-data", "nvidia", "late"])
    created = FLOOR + dt.timedelta(days=int(chance.random() ** 0.5 * 1190), seconds=number)
    return {
        "_id": f"{number:024x}",
        "id": name if number % 19 == 0 else f"{handle}/{name}",
        "createdAt": None if number % 13 == 0 or handle == "late" and number % 2 else created,
        "lastModified": None if number % 11 == 0 else created + dt.timedelta(
            days=chance.randrange(40)),
        "tags": [],
    }


def _datasets(chance: random.Random) -> list[dict]:
    rows = []
    for number in range(400):
        row = _repository(chance, f"data{number}", number)
        tasks = chance.choices(TASKS, k=chance.choice([0, 0, 1, 1, 2, 3]))
        row["tags"] = ["license:mit", *(f"task_categories:{task}" for task in tasks)]
        if number % 29 == 0:
            row["tags"] = None
        rows.append(row)
    rows[5]["tags"] = [f"task_categories:many-{number}" for number in range(1010)]
    copies = [row | {"createdAt": FLOOR, "tags": ["task_categories:copied"]} for row in rows[50:70]]
    for number, row in enumerate(copies):  # older, newer, of the same time, or of no time
        if number % 4 == 0:
            row["lastModified"] = None
        elif row["lastModified"] is not None:
            row["lastModified"] += dt.timedelta(seconds=number % 4 - 2)
    rows += copies
    for number in range(40):  # accounts that come one by one, a fifth of them on no known day
        day = FLOOR + dt.timedelta(days=number * 29)
        rows += [{"id": f"new-{number}/late", "createdAt": day + dt.timedelta(days=9)},
                 {"id": f"new-{number}/first", "createdAt": day},
                 {"id": f"new-{number}/undated"}][2 * (number % 5 == 0):]
    rows += [{"id": ""}, {"id": None}, {"id": 7}, {"createdAt": FLOOR},
             {"id": "acme/texts", "createdAt": "soon", "lastModified": 5,
              "tags": "task_categories:x"},
             {"id": "acme/early", "createdAt": "1969-12-31T23:59:59Z", "tags": [1, None]},
             {"id": "acme/offset", "createdAt": "2024-01-01T01:00:00+02:00",
              "lastModified": "2200-01-01T00:00:00Z", "tags": ["task_categories:robotics"] * 2}]
    return rows


def _papers(chance: random.Random, ids: list[str]) -> list[dict]:
    """A thousand organizations and some, so that the last share a row."""
    rows = []
    for number in range(1700):
        handle = chance.choice(HANDLES[:11]) if number % 4 == 0 else f"org-{number}"
        paper = {"id": f"2401.{number:05d}", "title": "On", "upvotes": chance.choice(
            [0, 0, 1, 2, 3, chance.randrange(400)])}
        if number % 6:
            paper["organization"] = {"name": handle}
        if number % 5 == 0:
            paper["linkedModels"] = [{"id": model} for model in chance.choices(ids[:60], k=3)]
        if number % 7 == 0:
            paper["linkedDatasets"] = [{"id": f"acme/data{chance.randrange(9)}"}, {"id": "acme/x"}]
        rows.append({"paper": paper, "publishedAt": FLOOR})
    rows += [rows[8] | {"paper": rows[8]["paper"] | {"upvotes": 999}}, {"paper": {"upvotes": 50}},
             {"paper": {"id": "2401.9", "upvotes": -5}, "organization": {"name": "acme"}},
             {"paper": {"id": "2401.91", "upvotes": "7", "organization": {"name": "(others)"}}},
             {"paper": {"id": "2401.92", "upvotes": 4, "organization": {"name": "unknown"}}},
             {"paper": {"id": "2401.93", "upvotes": 2, "organization": None},
              "organization": {"name": "state"}, "submittedBy": {"name": "ann"}}]
    return rows


def _flat_paper(chance: random.Random, number: int, ids: list[str]) -> dict:
    return {
        "paper_id": None if number == 9 else f"2402.{number % 70:05d}",
        "paper_title": "On",
        "paper_upvotes": None if number % 8 == 0 else chance.randrange(90),
        "paper_publishedAt": FLOOR,
        "organization": None if number % 3 == 0 else {"_id": None, "name": chance.choice(
            [None, *HANDLES])},
        "submittedBy": {"name": "ann"},
        "linkedModels": None if number % 2 else [{"id": chance.choice(ids[:20])}, {"id": None}],
    }


if __name__ == "__main__":
    make(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1)
