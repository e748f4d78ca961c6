"""The inputs of a report as raw DuckDB tables, and the SQL twins run on them.

Reads what the formats' documentation says and no more: it shares no code with hubcensus. A column
that a dump lacks becomes NULLs of its type, so that the SQL in tests/sql can name every column.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

SQL_DIR = Path(__file__).resolve().parent / "sql"
PRELUDE = ("models", "lineage", "descent", "windows", "attributes", "lists", "accounts", "dumps")
ALIASES = SQL_DIR.parents[1] / "host" / "catalog" / "company_aliases.cpp"

MODEL_COLUMNS = {
    "_id": "VARCHAR",
    "id": "VARCHAR",
    "createdAt": "TIMESTAMP",
    "lastModified": "TIMESTAMP",
    "downloads": "HUGEINT",
    "downloadsAllTime": "HUGEINT",
    "tags": "VARCHAR[]",
    "safetensors": "STRUCT(total HUGEINT)",
    "gguf": "VARCHAR",
    "baseModels": "STRUCT(relation VARCHAR, models STRUCT(_id VARCHAR, id VARCHAR)[])",
    "likes": "HUGEINT",
    "pipeline_tag": "VARCHAR",
    "library_name": "VARCHAR",
    "cardData": "VARCHAR",
}
# For each raw column of a record its type, and the names it has in the formats.
RECORD_COLUMNS = {
    "repo_type": ("VARCHAR", ("repoType",)),
    "object_id": ("VARCHAR", ()),
    "id": ("VARCHAR", ("model_id", "repoName")),
    "day": ("TIMESTAMP", ("date", "timestamp")),
    "downloads": ("HUGEINT", ("downloads",)),
    "status": ("INTEGER", ()),
    "method": ("VARCHAR", ()),
    "user_country": ("VARCHAR", ()),
}
# Of a kind of records: where its names are others.
KIND_COLUMNS = {
    "daily": {},
    "cumulative": {"object_id": ("VARCHAR", ("_id",)), "id": ("VARCHAR", ("id",)),
                   "downloads": ("HUGEINT", ("downloadsAllTime",))},
    "rolling30": {"downloads": ("HUGEINT", ("downloads_30d",))},
    "requests": {"status": ("INTEGER", ("status",)), "method": ("VARCHAR", ("method",)),
                 "user_country": ("VARCHAR", ("country",))},
}
OPTIONAL_COLUMNS = ("repo_type", "object_id", "status", "method", "user_country")
ACCOUNT_COLUMNS = {"handle": "VARCHAR", "kind": "VARCHAR", "country": "VARCHAR",
                   "parent": "VARCHAR", "verified": "VARCHAR"}
# Of the lists beside the models: for each raw column its type, and where it may stand, the fields
# of structs and objects behind dots; the first of these that has a value counts.
REPOSITORY_COLUMNS = {
    "id": ("VARCHAR", ("id",)),
    "createdAt": ("TIMESTAMP", ("createdAt",)),
    "lastModified": ("TIMESTAMP", ("lastModified",)),
    "tags": ("VARCHAR[]", ("tags",)),
}
LIST_COLUMNS = {
    "datasets": REPOSITORY_COLUMNS,
    "spaces": REPOSITORY_COLUMNS,
    "papers": {
        "id": ("VARCHAR", ("paper.id", "paper_id", "id")),
        "organization": ("VARCHAR", ("paper.organization.name", "organization.name",
                                     "paper_organization.name", "organization")),
        "upvotes": ("HUGEINT", ("paper.upvotes", "paper_upvotes", "upvotes")),
        "models": ("VARCHAR[]", ("paper.linkedModels", "linkedModels")),
        "datasets": ("VARCHAR[]", ("paper.linkedDatasets", "linkedDatasets")),
    },
    "organizations": {
        "handle": ("VARCHAR", ("name", "user")),
        "fullname": ("VARCHAR", ("fullname",)),
        "type": ("VARCHAR", ("type",)),
        "isVerified": ("BOOLEAN", ("isVerified",)),
    },
    "companies": {
        "company": ("VARCHAR", ("Company", "company", "name")),
        "website": ("VARCHAR", ("Website", "website", "url")),
        "rank": ("HUGEINT", ("Rank", "rank")),
    },
}


@dataclass(frozen=True)
class Inputs:
    """What a report was made from; the same options as those of `hubcensus report`."""

    models: Path | None = None
    downloads: tuple[Path, ...] = ()
    accounts: Path | None = None
    builtin_accounts: Path | None = None  # what `hubcensus accounts` prints; None: left out
    grain: str = "month"
    as_of: str | None = None
    first: str | None = None
    last: str | None = None
    columns: dict[str, str] = field(default_factory=dict)  # wanted -> actual
    downloads_kind: str = "daily"
    datasets: Path | None = None
    spaces: Path | None = None
    papers: Path | None = None
    organizations: Path | None = None
    all_organizations: bool = False
    companies: Path | None = None
    champions: Path | None = None
    dumps: tuple[Path, ...] = ()

    @property
    def requests(self) -> bool:
        return bool(self.downloads) and self.downloads_kind == "requests" and bool(self.annotations)

    @property
    def annotations(self) -> list[Path]:
        """The tables of accounts; a row of a later one replaces that of its handle."""
        return [path for path in (self.builtin_accounts, self.accounts) if path]


@dataclass(frozen=True)
class Twin:
    """The rows that the SQL of one table gives, and what the head of that file declares."""

    name: str
    columns: list[str]
    rows: list[tuple]
    key: list[str]
    prose: list[str]  # columns of wording, which no query can recompute


def run_twins(inputs: Inputs) -> dict[str, Twin]:
    """Runs every twin on `inputs`; `claims` last, as it reads the others."""
    connection = load(inputs)
    connection.execute("CREATE SCHEMA twin")
    names = sorted(path.stem for path in SQL_DIR.glob("*.sql") if path.stem != "claims")
    twins = {name: _run_twin(connection, name) for name in names}
    _make_claims(connection)
    return twins | {"claims": _run_twin(connection, "claims")}


def _make_claims(connection: duckdb.DuckDBPyConnection) -> None:
    """The table `found` from the claims of each subject."""
    subjects = [path.read_text().rstrip().rstrip(";")
                for path in sorted((SQL_DIR / "claims").glob("*.sql"))]
    united = " UNION ALL ".join(f"FROM ({subject})" for subject in subjects)
    connection.execute(f"CREATE TABLE found AS {united}")


def load(inputs: Inputs) -> duckdb.DuckDBPyConnection:
    """A connection that holds the raw tables and all that the prelude makes of them."""
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute("SET threads = 2")
    # DuckDB 2.0.0 gives a sum that it is about to sort the narrow type of its terms, and fails.
    connection.execute("SET disabled_optimizers = 'compressed_materialization'")
    given = _load_models(connection, inputs)
    _load_records(connection, inputs)
    _load_accounts(connection, inputs)
    _load_champions(connection, inputs)
    _load_dumps(connection, inputs)
    for name, columns in LIST_COLUMNS.items():
        _load_list(connection, name, getattr(inputs, name), columns)
    _load_aliases(connection)
    connection.execute(
        "CREATE TABLE parameters AS SELECT ?::VARCHAR AS grain, ?::DATE AS as_of,"
        " ?::DATE AS from_day, ?::DATE AS to_day, ?::VARCHAR AS downloads_kind,"
        " ?::BOOLEAN AS has_models, ?::BOOLEAN AS has_accounts, ?::BOOLEAN AS has_lifetime,"
        " ?::BOOLEAN AS has_last_30_days,"
        " ?::BOOLEAN AS has_downloads, ?::BOOLEAN AS has_datasets, ?::BOOLEAN AS has_spaces,"
        " ?::BOOLEAN AS has_papers, ?::BOOLEAN AS has_organizations, ?::BOOLEAN AS has_companies,"
        " ?::BOOLEAN AS has_champions, ?::BOOLEAN AS has_dumps, ?::BOOLEAN AS all_organizations",
        [
            inputs.grain, inputs.as_of, inputs.first, inputs.last, inputs.downloads_kind,
            inputs.models is not None, bool(inputs.annotations),
            "downloadsAllTime" in given, "downloads" in given, bool(inputs.downloads),
            inputs.datasets is not None, inputs.spaces is not None, inputs.papers is not None,
            inputs.organizations is not None, inputs.companies is not None,
            inputs.champions is not None, bool(inputs.dumps),
            inputs.all_organizations,
        ],
    )
    for name in PRELUDE:
        connection.execute((SQL_DIR / "prelude" / f"{name}.sql").read_text())
    return connection


def _run_twin(connection: duckdb.DuckDBPyConnection, name: str) -> Twin:
    sql = (SQL_DIR / f"{name}.sql").read_text().rstrip().rstrip(";")
    connection.execute(f"CREATE TABLE twin.{name} AS {sql}")
    result = connection.execute(sql)
    columns = [column[0] for column in result.description]
    return Twin(name, columns, result.fetchall(), _declared(sql, "Key"), _declared(sql, "Prose"))


def _declared(sql: str, label: str) -> list[str]:
    """The names in a head line such as `-- Key: window, over`; none where there is no such line."""
    for line in sql.splitlines():
        if line.startswith(f"-- {label}: "):
            return [name.strip() for name in line.split(": ", 1)[1].split(",")]
    return []


def _scan(path: Path) -> str:
    """The table function that reads `path`; text files as text, so that no type is guessed."""
    quoted = "'" + str(path).replace("'", "''") + "'"
    if path.suffix == ".parquet":
        return f"read_parquet({quoted})"
    return f"read_csv({quoted}, header = true, all_varchar = true, delim = ',', quote = '\"')"


def _columns_of(connection: duckdb.DuckDBPyConnection, scan: str) -> list[str]:
    return [row[0] for row in connection.execute(f"DESCRIBE SELECT * FROM {scan}").fetchall()]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _converted(source: str | None, target: str) -> str:
    """The expression of a column as `target`; NULL where absent or not convertible."""
    if source is None:
        return f"NULL::{target}"
    if target == "TIMESTAMP":  # naive times are UTC, offsets are applied
        return f"try_cast({_quoted(source)} AS TIMESTAMPTZ) AT TIME ZONE 'UTC'"
    if target.startswith("STRUCT(total"):  # the dtype counts beside it are not needed
        return f"CASE WHEN {_quoted(source)} IS NOT NULL THEN" \
               f" {{'total': try_cast({_quoted(source)}.total AS HUGEINT)}} END"
    return f"try_cast({_quoted(source)} AS {target})"


def _load_models(connection: duckdb.DuckDBPyConnection, inputs: Inputs) -> set[str]:
    """Creates raw_models; returns the names of the columns that the dump has."""
    if inputs.models is None:
        columns = ", ".join(f'"{name}" {kind}' for name, kind in MODEL_COLUMNS.items())
        connection.execute(f"CREATE TABLE raw_models (row_index BIGINT, {columns})")
        return set()
    scan = _scan(inputs.models)
    present = _columns_of(connection, scan)
    source = {name: inputs.columns.get(name, name) for name in MODEL_COLUMNS}
    given = {name for name in MODEL_COLUMNS if source[name] in present}
    columns = ", ".join(
        f'{_converted(source[name] if name in given else None, kind)} AS "{name}"'
        for name, kind in MODEL_COLUMNS.items()
    )
    connection.execute(
        "CREATE TABLE raw_models AS"
        f" SELECT row_number() OVER () AS row_index, {columns} FROM {scan}"
    )
    return given


def record_files(paths: tuple[Path, ...]) -> list[Path]:
    """The files among `paths` and in the folders among them."""
    found: list[Path] = []
    for path in paths:
        found += sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
    return found


def _load_records(connection: duckdb.DuckDBPyConnection, inputs: Inputs) -> None:
    columns = ", ".join(f"{name} {kind}" for name, (kind, _) in RECORD_COLUMNS.items())
    connection.execute(f"CREATE TABLE raw_records ({columns.replace('TIMESTAMP', 'DATE')})")
    formats = RECORD_COLUMNS | KIND_COLUMNS[inputs.downloads_kind]
    for path in record_files(inputs.downloads):
        scan = _scan(path)
        present = set(_columns_of(connection, scan))
        selected = []
        for name, (kind, aliases) in formats.items():
            wanted = [inputs.columns.get(alias, alias) for alias in aliases]
            source = next((column for column in wanted if column in present), None)
            if source is None and name == "day" and inputs.downloads_kind == "cumulative":
                selected.append(f"DATE '{day_of_path(path)}'")
                continue
            if name == "downloads" and inputs.downloads_kind == "requests":
                selected.append("1")  # each is one
                continue
            if source is None and name not in OPTIONAL_COLUMNS:
                raise SystemExit(f"no column for {name} among {sorted(present)} in {path}")
            selected.append(_converted(source, kind))
        connection.execute(f"INSERT INTO raw_records SELECT {', '.join(selected)} FROM {scan}")


def day_of_path(path: Path) -> str:
    """The last date in the path of a dump: the day on which it was taken."""
    days = re.findall(r"\d{4}-\d\d-\d\d", str(path))
    if not days:
        raise SystemExit(f"no date in the path {path}")
    return days[-1]


def _load_accounts(connection: duckdb.DuckDBPyConnection, inputs: Inputs) -> None:
    columns = ", ".join(f"{name} {kind}" for name, kind in ACCOUNT_COLUMNS.items())
    connection.execute(f"CREATE TABLE raw_accounts ({columns})")
    for path in inputs.annotations:
        scan = _scan(path)
        present = _columns_of(connection, scan)
        first = _quoted(present[0])  # the handle, whatever its name
        others = ", ".join(_converted(name if name in present else None, kind)
                           for name, kind in list(ACCOUNT_COLUMNS.items())[1:])
        connection.execute(
            f"DELETE FROM raw_accounts WHERE handle IN (SELECT {first} FROM {scan})")
        connection.execute(f"INSERT INTO raw_accounts SELECT {first}, {others} FROM {scan}")


def _load_champions(connection: duckdb.DuckDBPyConnection, inputs: Inputs) -> None:
    connection.execute("CREATE TABLE raw_champions (country VARCHAR, account VARCHAR)")
    if inputs.champions:
        connection.execute("INSERT INTO raw_champions SELECT DISTINCT country, account"
                           f" FROM {_scan(inputs.champions)}")


def _load_list(connection: duckdb.DuckDBPyConnection, name: str, path: Path | None,
               columns: dict[str, tuple[str, tuple[str, ...]]]) -> None:
    """Creates raw_<name> from JSON lines, Parquet or CSV; every cell by way of JSON, in which
    nested and flat forms look the same."""
    typed = ", ".join(f'"{column}" {kind}' for column, (kind, _) in columns.items())
    connection.execute(f"CREATE TABLE raw_{name} (row_index BIGINT, {typed})")
    if path is None:
        return
    if path.suffix == ".jsonl":
        scan = f"(SELECT json AS line FROM read_json_objects('{path}', format = 'nd'))"
    else:
        scan = f"(SELECT to_json(rows) AS line FROM {_scan(path)} AS rows)"
    cells = ", ".join(_json_cell(kind, places) for kind, places in columns.values())
    connection.execute(
        f"INSERT INTO raw_{name} SELECT row_number() OVER (), {cells} FROM {scan}")


def _json_cell(kind: str, places: tuple[str, ...]) -> str:
    """A cell of `kind` from the column `line`, a JSON object; NULL where it is of another type."""
    found = [f"nullif(json_extract(line, '$.{place}'), 'null'::JSON)" for place in places]
    if kind == "VARCHAR":
        found = [f"CASE WHEN json_type({cell}) = 'VARCHAR' THEN {cell} END" for cell in found]
    cell = f"coalesce({', '.join(found)}, NULL::JSON)"
    text = f"CASE WHEN json_type({cell}) = 'VARCHAR' THEN json_extract_string({cell}, '$') END"
    if kind == "VARCHAR":
        return text
    if kind == "TIMESTAMP":
        return f"try_cast({text} AS TIMESTAMPTZ) AT TIME ZONE 'UTC'"
    if kind == "BOOLEAN":
        return f"CASE WHEN json_type({cell}) = 'BOOLEAN' THEN {cell}::BOOLEAN END"
    if kind == "HUGEINT":  # of CSV a text
        return (f"CASE WHEN json_type({cell}) IN ('UBIGINT', 'BIGINT') THEN {cell}::HUGEINT END"
                if places[0] != "Rank" else f"try_cast({text} AS HUGEINT)")
    return (f"list_transform(try_cast({cell} AS JSON[]), lambda element:"
            f" CASE WHEN json_type(element) = 'OBJECT' THEN json_extract_string(element, '$.id')"
            f" WHEN json_type(element) = 'VARCHAR' THEN json_extract_string(element, '$') END)")


def _load_aliases(connection: duckdb.DuckDBPyConnection) -> None:
    """The built-in table of what belongs to which company, which no query could know."""
    pairs = re.findall(r'^    {"([^"]+)", "([^"]+)"},$', ALIASES.read_text(), re.MULTILINE)
    connection.execute("CREATE TABLE raw_aliases (company VARCHAR, handle VARCHAR)")
    connection.executemany("INSERT INTO raw_aliases VALUES (?, ?)", pairs)


DUMP_COLUMNS = {
    "_id": "VARCHAR",
    "id": "VARCHAR",
    "createdAt": "TIMESTAMP",
    "lastModified": "TIMESTAMP",
    "likes": "HUGEINT",
    "trendingScore": "DOUBLE",
    "downloadsAllTime": "HUGEINT",
}


def _load_dumps(connection: duckdb.DuckDBPyConnection, inputs: Inputs) -> None:
    columns = ", ".join(f'"{name}" {kind}' for name, kind in DUMP_COLUMNS.items())
    connection.execute(f"CREATE TABLE raw_dumps (row_index BIGINT, day DATE, {columns})")
    connection.execute("CREATE TABLE raw_dump_days (day DATE)")
    for path in record_files(inputs.dumps):
        scan = _scan(path)
        present = _columns_of(connection, scan)
        selected = ", ".join(_converted(name if name in present else None, kind)
                             for name, kind in DUMP_COLUMNS.items())
        day = day_of_path(path)
        connection.execute(f"INSERT INTO raw_dump_days VALUES (DATE '{day}')")
        connection.execute(f"INSERT INTO raw_dumps SELECT row_number() OVER (), DATE '{day}',"
                           f" {selected} FROM {scan}")
