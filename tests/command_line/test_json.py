"""Hub API objects as a models dump: arrays, lines, compressed, from standard input, and broken."""

from __future__ import annotations

import gzip
import json
import os
import pty
import random
import subprocess

from . import program, small_hub
from .program import ProgramTest, digests

GOOD = '{"id":"a/b","createdAt":"2024-01-05T00:00:00.000Z","downloadsAllTime":7}'


def objects() -> list[dict]:
    return [{"id": name, "createdAt": f"{created}T00:00:00.000Z",
             "lastModified": f"{created}T00:00:00.000Z", "downloads": last,
             "downloadsAllTime": ever, "private": 0, "siblings": [{"rfilename": "[{\"\\"}]}
            for name, created, last, ever in small_hub.MODELS]


def lines() -> str:
    return "".join(json.dumps(model) + "\n" for model in objects())


class JsonTest(ProgramTest):
    def run_with_input(self, stdin: object, *arguments: object) -> subprocess.CompletedProcess:
        return subprocess.run([program.binary, *map(str, arguments)], stdin=stdin,
                              capture_output=True, text=True, timeout=60, check=False)

    def test_every_form_gives_the_report_of_the_parquet_dump(self) -> None:
        parquet = small_hub.write_models(self.folder / "models.parquet")
        self.report("--models", parquet)
        expected = digests(self.out)
        array = json.dumps(objects(), indent=1)
        files = [small_hub.write_text(self.folder / "models.jsonl", lines()),
                 small_hub.write_text(self.folder / "models.json", array),
                 small_hub.write_text(self.folder / "bom.json", "\ufeff\r\n" + array),
                 small_hub.write_compressed(self.folder / "models.jsonl.gz", lines(), "gzip"),
                 small_hub.write_compressed(self.folder / "models.json.zst", array, "zstd")]
        for file in files:
            with self.subTest(file.name):
                out = self.folder / f"out-{file.name}"
                entry = self.report("--models", file, out=out)["inputs"][-1]
                self.assertEqual((entry["rows_read"], entry["rows_accepted"]), (5, 5))
                self.assertEqual(digests(out), expected)

    def test_standard_input(self) -> None:
        parquet = small_hub.write_models(self.folder / "models.parquet")
        self.report("--models", parquet)
        array = small_hub.write_compressed(self.folder / "models.gz", json.dumps(objects()), "gzip")
        table = small_hub.write_text(self.folder / "models.csv", small_hub.models_csv())
        for file in (array, table):
            with self.subTest(file.name):
                out = self.folder / f"out-{file.name}"
                with subprocess.Popen(["cat", file], stdout=subprocess.PIPE) as pipe:
                    done = self.run_with_input(pipe.stdout, "report", "--models", "-", "--out", out)
                self.assertEqual(done.returncode, 0, done.stderr)
                if file == array:
                    self.assertEqual(digests(out), digests(self.out))
                with file.open("rb") as stream:
                    inspected = self.run_with_input(stream, "inspect", "-").stdout
                self.assertIn("models dump", inspected)
        with parquet.open("rb") as stream:
            done = self.run_with_input(stream, "report", "--models", "-", "--out",
                                       self.folder / "p")
        self.assertEqual(done.returncode, 4)
        self.assertIn("Parquet", done.stderr)

    def test_a_terminal_is_no_input(self) -> None:
        master, terminal = pty.openpty()
        done = self.run_with_input(terminal, "report", "--models", "-", "--out", self.out)
        os.close(master)
        os.close(terminal)
        self.assertEqual(done.returncode, 2)
        self.assertIn("terminal", done.stderr)
        done = self.run_with_input(subprocess.DEVNULL, "report", "--models", "-", "--accounts", "-",
                                   "--out", self.out)
        self.assertEqual(done.returncode, 2)
        self.assertIn("one input only", done.stderr)

    def test_bad_lines_are_counted_and_named(self) -> None:
        bad = small_hub.write_text(self.folder / "bad.jsonl", "\n".join(
            ['{"id":"x"', GOOD, "[]", '{"downloads":1}', '{"id":"\x1b[2J"}', ""]))
        out = self.folder / "counted"
        done = self.assert_done("report", "--models", bad, "--out", out)
        self.assert_no_control_characters(done.stderr)
        named = [line for line in done.stderr.splitlines() if "left out" in line]
        self.assertEqual(len(named), 4)
        self.assertIn("bad.jsonl, line 1: bad_json: '{\"id\":\"x\"'", named[0])
        manifest = json.loads((out / "manifest.json").read_text())
        self.assertEqual(manifest["inputs"][-1]["rejected"],
                         {"bad_json": 2, "missing_id": 1, "not_an_object": 1})
        self.assert_rows_add_up(manifest)
        self.report("--models", bad, "--max-bad-lines", 4, out=self.folder / "four")
        self.assert_report_refused(4, ["--models", bad, "--max-bad-lines", 3], "bad.jsonl",
                                   "4 of the first 5", "line 5", "--max-bad-lines")

    def test_a_hundred_bad_lines_are_too_many_by_one(self) -> None:
        bad = small_hub.write_text(self.folder / "bad.jsonl", GOOD + "\n" + "{x}\n" * 100)
        self.report("--models", bad)
        bad = small_hub.write_text(self.folder / "worse.jsonl", GOOD + "\n" + "{x}\n" * 101)
        done = program.run("report", "--models", bad, "--out", self.folder / "worse")
        self.assertEqual(done.returncode, 4)
        self.assertIn("101 of the first 102", done.stderr)

    def test_a_line_of_a_gigabyte_is_refused(self) -> None:
        plain = small_hub.write_text(self.folder / "long.json", '[{"id":"')
        os.truncate(plain, 1 << 30)
        self.assertIn("--max-line-bytes", self.refused_within(400, "--models", plain))
        noise = "".join(random.Random(1).choices("abcdefgh", k=20_000))
        member = gzip.compress((noise * 50).encode())
        packed = self.folder / "long.json.gz"
        packed.write_bytes(gzip.compress(b'{"id":"') + member * 1000)
        self.assertIn("--max-line-bytes", self.refused_within(400, "--models", packed))

    def test_limits_have_flags(self) -> None:
        text = small_hub.write_text(self.folder / "models.jsonl", lines())
        self.assert_report_refused(5, ["--models", text, "--max-line-bytes", 100], "100 bytes")
        table = small_hub.write_text(self.folder / "models.csv", small_hub.models_csv())
        accounts = small_hub.write_text(self.folder / "accounts.csv", small_hub.ACCOUNTS)
        self.assert_report_refused(5, ["--models", table, "--max-line-bytes", 16], "16 bytes")
        self.assert_report_refused(5, ["--models", text, "--accounts", accounts,
                                       "--max-line-bytes", 16], "accounts.csv")
        self.report("--models", text, "--max-line-bytes", "1K")
        for flags in (["--max-line-bytes", "x"], ["--max-bad-lines", -1], ["--max-ratio", 0]):
            done = program.run("report", "--models", text, *flags, "--out", self.folder / "none")
            self.assertEqual(done.returncode, 2, flags)
        bomb = small_hub.write_compressed(self.folder / "bomb.gz", (GOOD + "\n") * 1_000_000,
                                          "gzip")
        self.assertIn("50 to 1", program.run("report", "--models", bomb, "--max-ratio", 50, "--out",
                                             self.folder / "bomb").stderr)

    def test_inspect(self) -> None:
        for name, value, kind in (
                ("models", objects(), "models dump (--models)"),
                ("datasets", [{"id": "a/b", "description": "x"}],
                 "datasets (--datasets): objects of the Hub API"),
                ("spaces", [{"id": "a/b", "sdk": "gradio"}], "spaces"),
                ("organizations", [{"name": "a", "isVerified": True}], "organizations"),
                ("papers", [{"paper": {"id": "1"}, "title": "x"}], "daily papers"),
                ("other", [{"x": 1}], "unknown")):
            with self.subTest(name):
                file = small_hub.write_text(self.folder / f"{name}.json", json.dumps(value))
                text = self.assert_done("inspect", file).stdout
                self.assertIn(f"kind        {kind}", text)
                self.assertIn(f"the first {len(value)} objects", text)
                self.assertEqual("used as" in text, name != "other")
        models = small_hub.write_compressed(self.folder / "m.gz", lines(), "gzip")
        text = self.assert_done("inspect", models).stdout
        self.assertIn("JSON, compression gzip", text)
        self.assertRegex(text, r"downloadsAllTime +5 +used as downloadsAllTime")
        self.assertRegex(text, r"siblings +5 +ignored")
