"""Each kind of input, broken in each way: what is refused, what is counted, what is equal.

A broken file is refused in one line that names it, and leaves nothing; a broken row is counted by
its reason; what changes no value changes no byte of the report.
"""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from . import small_hub
from .input_kinds import (ACCOUNTS, API, CSV, DAILY, DUMP, MODELS, PARQUET, RECORDS, Kind, Rows,
                          api_objects, api_text, parquet_table)
from .program import ProgramTest, digests


def turned(rows: Rows) -> Rows:
    return [tuple(reversed(row)) for row in rows]


class BadInputTest(ProgramTest):
    def setUp(self) -> None:
        super().setUp()
        self.models = small_hub.write_models(self.folder / "models.parquet")
        self.before = small_hub.write_text(
            self.folder / "2024-01-31.csv",
            small_hub.csv_text(small_hub.dump_rows((1, "acme/big-70B", 100), (2, "gpt2", 5))))

    def write(self, folder: str, file: str, text: str | bytes) -> Path:
        (self.folder / folder).mkdir(exist_ok=True)
        return small_hub.write_text(self.folder / folder / file, text)

    def write_table(self, folder: str, kind: Kind, table: pa.Table) -> Path:
        (self.folder / folder).mkdir(exist_ok=True)
        path = self.folder / folder / kind.file.replace(".csv", ".parquet")
        pq.write_table(table, path)
        return path

    def arguments(self, flag: str, path: Path) -> list[object]:
        """With the inputs that a report on it needs: the dump before, the models of accounts."""
        also = [self.before] if "2024" in path.name else []
        models = ["--models", self.models] if flag == "--accounts" else []
        return [*models, flag, *also, path]

    def report_on(self, flag: str, path: Path) -> tuple[Path, dict]:
        """The report, and the entry of the file among the manifest's inputs."""
        out = path.parent / f"{path.name}.out"
        manifest = self.report(*self.arguments(flag, path), out=out)
        self.assert_rows_add_up(manifest)
        entry, = (entry for entry in manifest["inputs"] if entry["path"] == str(path))
        return out, entry

    def assert_counted(self, flag: str, path: Path, read: int, rejected: dict[str, int],
                       invalid_cells: dict[str, int] | None = None) -> None:
        _, entry = self.report_on(flag, path)
        self.assertEqual((entry["rows_read"], entry["rejected"], entry["invalid_cells"]),
                         (read, rejected, invalid_cells or {}))

    def assert_file_refused(self, code: int, flag: str, path: Path, *needles: str) -> None:
        self.assert_report_refused(code, self.arguments(flag, path), path.name, *needles)


class EqualTest(BadInputTest):
    """The same values in another form: the same bytes of the report."""

    def assert_all_equal(self, flag: str, paths: list[Path], rows: int) -> None:
        outs = []
        for path in paths:
            out, entry = self.report_on(flag, path)
            self.assertEqual((entry["rows_read"], entry["rejected"]), (rows, {}), path)
            outs.append(digests(out))
        for path, out in zip(paths[1:], outs[1:]):
            self.assertEqual(out, outs[0], path)

    def test_csv(self) -> None:
        for kind in CSV:
            lines = kind.text.splitlines()
            mixed = "".join(line + "\r\n"[i % 2:] for i, line in enumerate(lines))
            # The handle of an account is the first column, whatever its name.
            columns = turned(kind.rows) if kind != ACCOUNTS else [
                (row[0], *reversed(row[1:])) for row in kind.rows]
            with self.subTest(kind.file):
                self.assertNotEqual(columns, kind.rows)
                forms = {"sound": kind.text, "shuffled": small_hub.csv_text(columns),
                         "crlf": kind.text.replace("\n", "\r\n"), "mixed": mixed,
                         "bom": "\ufeff" + kind.text, "open": kind.text.removesuffix("\n")}
                paths = [self.write(name, kind.file, text) for name, text in forms.items()]
                self.assert_all_equal(kind.flag, paths, len(kind.rows) - 1)

    def test_parquet(self) -> None:
        for kind in [*PARQUET, MODELS]:
            table = parquet_table(kind)
            with self.subTest(kind.file):
                paths = [self.write(".", kind.file, kind.text),
                         self.write_table("sound", kind, table),
                         self.write_table("shuffled", kind,
                                          table.select(table.column_names[::-1]))]
                paths = paths if kind != MODELS else paths[1:]  # that CSV lacks lastModified
                self.assert_all_equal(kind.flag, paths, len(kind.rows) - 1)

    def test_api_objects(self) -> None:
        for file in API:
            sound = api_text(file)
            mixed = "".join(line + "\r\n"[i % 2:] for i, line in enumerate(sound.splitlines()))
            shuffled = [dict(reversed(model.items())) for model in api_objects()]
            with self.subTest(file):
                forms = {"sound": sound, "shuffled": api_text(file, shuffled),
                         "crlf": sound.replace("\n", "\r\n"), "mixed": mixed,
                         "bom": "\ufeff" + sound, "open": sound.removesuffix("\n")}
                paths = [self.write(name, file, text) for name, text in forms.items()]
                self.assert_all_equal("--models", paths, len(small_hub.MODELS))


class CountedTest(BadInputTest):
    """A broken row is counted by its reason, and the report is made."""

    def broken(self, kind: Kind) -> dict[str, str]:
        """The last row cut, and with a NUL byte in its first field."""
        head, last = kind.text[:-1].rsplit("\n", 1)
        return {"cut": f"{head}\n{last[:last.index(',') + 1]}", "nul": f"{head}\n\0{last}\n"}

    def test_csv_row_cut_or_with_a_nul(self) -> None:
        for kind in [*RECORDS, MODELS]:
            for name, text in self.broken(kind).items():
                with self.subTest(f"{kind.file}, {name}"):
                    reason = kind.cut if name == "cut" else "malformed_row"
                    self.assert_counted(kind.flag, self.write(name, kind.file, text),
                                        len(kind.rows) - 1, {reason: 1})

    def test_accounts_are_the_users_own_and_stop_at_a_wrong_row(self) -> None:
        texts = self.broken(ACCOUNTS) | {"text": ACCOUNTS.text.replace("individual", "5")}
        for name, needle in (("cut", "fields"), ("nul", "malformed"), ("text", "'5'")):
            with self.subTest(name):
                self.assert_file_refused(4, "--accounts",
                                         self.write(name, ACCOUNTS.file, texts[name]), "line 4",
                                         needle)

    def test_csv_with_a_word_for_a_value(self) -> None:
        for kind in RECORDS:
            for column, reason in kind.texts.items():
                with self.subTest(f"{kind.file}, {column}"):
                    last = list(kind.rows[-1])
                    last[kind.rows[0].index(column)] = "word"
                    text = small_hub.csv_text([*kind.rows[:-1], tuple(last)])
                    self.assert_counted(kind.flag, self.write(column, kind.file, text),
                                        len(kind.rows) - 1, {reason: 1})

    def test_words_for_the_values_of_models(self) -> None:
        rows = [*MODELS.rows, ("x/y", "someday", "ten", "many")]
        cells = {"createdAt": 1, "downloads": 1, "downloadsAllTime": 1}
        self.assert_counted("--models", self.write("w", "models.csv", small_hub.csv_text(rows)),
                            len(rows) - 1, {}, cells)
        odd = dict(zip(rows[0], rows[-1]))
        for file in API:
            with self.subTest(file):
                text = api_text(file, [*api_objects(), odd])
                self.assert_counted("--models", self.write("w", file, text), 6, {}, cells)

    def test_api_objects(self) -> None:
        cut = {"models.jsonl": "bad_json", "models.json": "truncated_array"}
        for file in API:
            text = api_text(file)
            nul = text.replace("gpt2", "gp\0t2")
            named = api_text(file, [*api_objects(), {"idx": "a/b"}])
            behind = text[:text.rindex("{")]  # the cut is between two objects
            ends = {"truncated_array": 1} if file == "models.json" else {}
            for name, broken, read, rejected in (
                    ("cut", text[:-12], 5, {cut[file]: 1}), ("behind", behind, 4 + len(ends), ends),
                    ("nul", nul, 5, {"embedded_nul": 1}), ("named", named, 6, {"missing_id": 1})):
                with self.subTest(f"{file}, {name}"):
                    self.assert_counted("--models", self.write(name, file, broken), read, rejected)

    def test_names_with_a_nul_in_parquet(self) -> None:
        for kind in [*PARQUET, MODELS]:
            table = parquet_table(kind)
            name = next(name for name in ("model_id", "repoName", "id")
                        if name in table.column_names)
            names = table[name].to_pylist()
            table = table.set_column(table.column_names.index(name), name,
                                     pa.array([*names[:-1], names[-1] + "\0"]))
            with self.subTest(kind.file):
                self.assert_counted(kind.flag, self.write_table("nul", kind, table), len(names),
                                    {"invalid_id": 1})

    def test_header_alone(self) -> None:
        for kind in CSV:
            with self.subTest(kind.file):
                self.assert_counted(kind.flag, self.write(
                    "header", kind.file, small_hub.csv_text(kind.rows[:1])), 0, {})
        for kind in [*PARQUET, MODELS]:
            with self.subTest(f"{kind.file} as Parquet"):
                self.assert_counted(kind.flag, self.write_table(
                    "header", kind, parquet_table(kind).slice(0, 0)), 0, {})
        self.assert_counted("--models", self.write("header", "models.json", "[]"), 0, {})


class RefusedTest(BadInputTest):
    """A broken file stops the report in one line that names it."""

    def test_compressed_and_cut(self) -> None:
        texts = [*((kind.flag, kind.file, kind.text) for kind in CSV),
                 *(("--models", file, api_text(file)) for file in API)]
        for flag, file, text in texts:
            for suffix, codec in ((".gz", "gzip"), (".zst", "zstd")):
                with self.subTest(file + suffix):
                    path = small_hub.write_compressed(self.folder / (file + suffix), text, codec)
                    whole = path.read_bytes()
                    self.report_on(flag, path)
                    path = self.write("cut", file + suffix, whole[:len(whole) // 2])
                    self.assert_file_refused(4, flag, path, "cannot decompress", "at byte")

    def test_parquet_cut(self) -> None:
        for kind in [*PARQUET, MODELS]:
            with self.subTest(kind.file):
                path = self.write_table("cut", kind, parquet_table(kind))
                whole = path.read_bytes()
                path.write_bytes(whole[:len(whole) // 2])
                self.assert_file_refused(4, kind.flag, path, "as Parquet", "truncated")

    def test_parquet_column_of_a_wrong_type(self) -> None:
        unread = {"hashedUserId", "hashedIp", "region", "userAgent"}
        for kind in [*PARQUET, MODELS]:
            table = parquet_table(kind)
            for i, name in enumerate(table.column_names):
                for value, needle in ((True, "BOOLEAN"), ([1], "nested")):
                    wrong = table.set_column(i, name, pa.array([value] * table.num_rows))
                    path = self.write_table(f"{name}-{needle}", kind, wrong)
                    with self.subTest(f"{kind.file}, {name}, {value}"):
                        if name in unread:
                            self.assert_counted(kind.flag, path, table.num_rows, {})
                        else:
                            self.assert_file_refused(4, kind.flag, path, f"'{name}'", needle)

    def test_missing_column(self) -> None:
        for kind in CSV:
            for given, wanted in kind.required.items():
                # "datex" stands for "date", "downloads_30x" for "downloads_30d".
                header = tuple(given if name.startswith(given[:-1]) else name
                               for name in kind.rows[0])
                with self.subTest(f"{kind.file}, {wanted}"):
                    self.assertEqual(header.count(given), 1)
                    rows = [header, *kind.rows[1:]]
                    needles = ["missing column", f"no '{wanted}'", "the nearest is '",
                               f"'{given}'", f"--column {wanted}="]
                    self.assert_file_refused(4, kind.flag, self.write(
                        "missing", kind.file, small_hub.csv_text(rows)), *needles)
                    table = small_hub.table_of(rows)
                    self.assert_file_refused(4, kind.flag, self.write_table(
                        "missing", kind, table), *needles)

    def test_a_series_without_a_counter_or_a_name(self) -> None:
        for names, needles in ((("_id", "id", "ever"), ("no counter", "downloadsAllTime")),
                               (("_idx", "idx", "downloadsAllTime"),
                                ("'id'", "the nearest is 'idx'"))):
            with self.subTest(names):
                rows = [names, *DUMP.rows[1:]]
                path = self.write("missing", DUMP.file, small_hub.csv_text(rows))
                self.assert_report_refused(4, ["--downloads", path], DUMP.file, *needles)

    def test_empty(self) -> None:
        files = [(kind.flag, kind.file) for kind in CSV]
        files += [(kind.flag, kind.file.replace(".csv", ".parquet")) for kind in PARQUET]
        for flag, file in [*files, *(("--models", file) for file in API)]:
            with self.subTest(file):
                self.assert_file_refused(4, flag, self.write("empty", file, ""), "no header")

    def test_a_named_pipe_is_refused_at_once(self) -> None:
        pipe = self.folder / "pipe.parquet"
        os.mkfifo(pipe)
        models = small_hub.write_models(self.folder / "models.parquet")
        for arguments in (["--models", pipe], ["--downloads", pipe],
                          ["--models", models, "--accounts", pipe]):
            with self.subTest(arguments[-2]):
                self.assert_report_refused(3, arguments, "pipe.parquet", "it is a pipe", "'-'")
        self.assert_refused(3, ["inspect", pipe], "pipe.parquet", "it is a pipe")

    def test_a_folder_for_a_file(self) -> None:
        for kind in CSV:
            for suffix in (".csv", ".parquet"):
                path = self.folder / "folders" / kind.file.replace(".csv", suffix)
                path.mkdir(parents=True, exist_ok=True)
                with self.subTest(path.name):
                    self.assert_file_refused(3, kind.flag, path)


class EndlessLineTest(BadInputTest):
    """A line of a gigabyte is refused by a limit that has a flag, in little memory."""

    def test_plain(self) -> None:
        for flag, file, begin in (("--downloads", "daily.csv", DAILY.text),
                                  ("--downloads", "2024-02-29.csv", DUMP.text),
                                  ("--models", "models.csv", MODELS.text),
                                  ("--models", "models.jsonl", api_text("models.jsonl")),
                                  ("--accounts", "accounts.csv", ACCOUNTS.text)):
            with self.subTest(file):
                path = self.write("long", file, begin)
                os.truncate(path, 1 << 30)
                message = self.refused_within(600, *self.arguments(flag, path))
                self.assertRegex(message, f"{file}[:,] .*--max-line-bytes allows more")

    def test_compressed(self) -> None:
        member = gzip.compress(b"x" * (1 << 20), mtime=0)
        for flag, file, begin in (("--downloads", "daily.csv.gz", DAILY.text),
                                  ("--models", "models.csv.gz", MODELS.text)):
            with self.subTest(file):
                path = self.write("long", file, gzip.compress(begin.encode()) + member * 1024)
                message = self.refused_within(600, *self.arguments(flag, path))
                self.assertRegex(message, f"{file}[:,] .*--max-line-bytes allows more")
