"""Flags from a file and from the environment, and --print-config."""

from __future__ import annotations

import os
import subprocess
import tomllib
from pathlib import Path

from . import program, small_hub
from .program import ProgramTest, run

VALUE = {"typed": ["--threads", "1"], "variable": ("HUBCENSUS_THREADS", "2"), "file": "threads = 3",
         "key": "threads", "got": {"typed": 1, "variable": 2, "file": 3}}
LIST = {"typed": ["--only", "growth,likes"], "variable": ("HUBCENSUS_ONLY", "claims,papers"),
        "file": 'only = ["outlook", "likes", "trending"]', "key": "only",
        "got": {"typed": ["growth", "likes"], "variable": ["claims", "papers"],
                "file": ["outlook", "likes", "trending"]}}
PATHS = {"typed": ["--downloads", "a", "b"], "variable": ("HUBCENSUS_DOWNLOADS", "c,c\nd\n"),
         "file": 'downloads = ["e"]', "key": "downloads",
         "got": {"typed": ["a", "b"], "variable": ["c,c", "d"], "file": ["e"]}}
ON = {"typed": ["--force"], "variable": ("HUBCENSUS_FORCE", "on"), "file": "force = true",
      "key": "force", "got": {"typed": True, "variable": True, "file": True}}


class ConfigTest(ProgramTest):
    def setUp(self) -> None:
        super().setUp()
        self.file = self.folder / "settings.toml"

    def config(self, text: str) -> list[object]:
        small_hub.write_text(self.file, text)
        return ["--config", self.file]

    def printed(self, *arguments: object, **variables: str) -> dict:
        done = run("report", *arguments, "--print-config", env={**os.environ, **variables})
        self.assertEqual(done.returncode, 0, done.stderr)
        return tomllib.loads(done.stdout)

    def test_the_command_line_beats_the_environment_and_that_the_file(self) -> None:
        for case in (VALUE, LIST, PATHS, ON):
            config = self.config(f"[report]\n{case['file']}\n")
            name, value = case["variable"]
            with self.subTest(case["key"]):
                def got(*arguments: object, **variables: str) -> object:
                    return self.printed(*arguments, **variables)["report"].get(case["key"])
                everywhere = {"arguments": [*case["typed"], *config], "variables": {name: value}}
                self.assertEqual(got(*everywhere["arguments"], **everywhere["variables"]),
                                 case["got"]["typed"])
                self.assertEqual(got(*case["typed"], **{name: value}), case["got"]["typed"])
                self.assertEqual(got(*case["typed"], *config), case["got"]["typed"])
                self.assertEqual(got(*config, **{name: value}), case["got"]["variable"])
                self.assertEqual(got(*config), case["got"]["file"])
                self.assertEqual(got(*config, **{name: ""}), case["got"]["file"])
                self.assertIsNone(got())

    def test_a_switch_can_be_turned_off_again(self) -> None:
        config = self.config("[report]\nforce = true\n")
        self.assertNotIn("force", self.printed(*config, HUBCENSUS_FORCE="false")["report"])
        self.assertFalse(self.printed(*config, "--force=false")["report"]["force"])
        off = self.config("[report]\nforce = false\n")
        self.assertTrue(self.printed(*off, HUBCENSUS_FORCE="yes")["report"]["force"])
        self.assertNotIn("force", self.printed(*off)["report"])

    def test_a_variable_names_the_file_and_the_flag_another(self) -> None:
        self.config("[report]\nthreads = 3\n")
        other = small_hub.write_text(self.folder / "other.toml", "[report]\nthreads = 4\n")
        self.assertEqual(self.printed(HUBCENSUS_CONFIG=str(self.file))["report"]["threads"], 3)
        self.assertEqual(self.printed("--config", other, HUBCENSUS_CONFIG=str(self.file))
                         ["report"]["threads"], 4)

    def test_sections_of_other_commands_are_left_alone(self) -> None:
        config = self.config("[generate]\nthreads = 5\nmodels = 9\n[report]\nthreads = 3\n")
        self.assertEqual(self.printed(*config), {"report": {"threads": 3}})

    def refused(self, text: str, *needles: str) -> None:
        with self.subTest(text):
            self.assert_refused(2, ["report", "--models", "m", "--out", self.out,
                                    *self.config(text)], "settings.toml", *needles)

    def test_keys_that_are_no_flags(self) -> None:
        self.refused("[report]\n\nmodles = 'x'\n", "line 3", "'modles'", "'models'")
        self.refused("[reprot]\nmodels = 'x'\n", "line 2", "[reprot]", "'report'")
        self.refused("models = 'x'\n", "line 1", "'models'", "[report]")
        self.refused("[generate]\nmodles = 1\n", "line 2", "'modles'", "'models'")
        self.refused("[report]\nhelp = true\n", "line 2", "'help'")

    def test_values_that_are_none_of_the_flag(self) -> None:
        self.refused("[report]\n# few\nthreads = 'few'\n", "line 3", "--threads", "few")
        self.refused("[report]\nthreads = -1\n", "line 2", "--threads", "-1")
        self.refused("[report]\nthreads = [1]\n", "line 2", "'threads'", "not a list")
        self.refused("[report]\nforce = 'yes'\n", "line 2", "'force'", "true or false")
        self.refused("[report]\nfrom = true\n", "line 2", "'from'", "a value")
        self.refused("[report]\ngrain = ''\n", "line 2", "--grain")
        self.refused("[report]\nfrom = 2024-02-30\n", "line 2", "--from", "2024-02-30")
        self.refused("[report]\nonly = ['growht']\n", "line 2", "'growht'")
        for name, value in (("THREADS", "few"), ("FORCE", "maybe"), ("FROM", "never")):
            done = run("report", "--models", "m", "--out", self.out,
                       env={**os.environ, f"HUBCENSUS_{name}": value})
            self.assertEqual(done.returncode, 2)
            self.assertIn(f"the variable HUBCENSUS_{name}", done.stderr)
            self.assertIn(value, done.stderr)

    def test_texts_that_are_no_settings(self) -> None:
        for text in ("[report\n", "[report]\nthreads\n", "[report]\nthreads = \n",
                     "[report]\nthreads = few\n", "[report]\nthreads = 1 2\n",
                     "[report]\nmodels = 'a\n", "[report]\nonly = ['a' 'b']\n",
                     "[report]\nthreads = 1\nthreads = 2\n", "[[report]]\nthreads = 1\n"):
            self.refused(text, "line ")
        self.assert_refused(3, ["report", "--config", self.folder / "none.toml"], "none.toml")
        self.assert_refused(3, ["report", "--config", self.folder], self.folder.name)

    def test_printed_settings_make_the_same_run(self) -> None:
        models = small_hub.write_models(self.folder / "models \"a\"\\\tb.parquet")
        records = small_hub.write_records(self.folder / "records.parquet")
        arguments = ["--models", models, "--downloads", records, records, "--only",
                     "growth,concentration", "--only", "claims", "--as-of", "2024-03-01",
                     "--threads", 1, "--column", "likes=likes", "--no-builtin-accounts",
                     "--memory-limit", "1G"]
        printed = self.assert_done("report", *arguments, "--print-config").stdout
        small_hub.write_text(self.file, printed)
        again = self.assert_done("report", "--config", self.file, "--print-config").stdout
        self.assertEqual(again, printed)
        # The file's text through a reader of TOML that is not ours.
        self.assertEqual(tomllib.loads(printed)["report"]["models"], str(models))
        arguments.remove(records)  # two of one path would be counted twice
        arguments[arguments.index("likes=likes")] = "date=date"
        printed = self.assert_done("report", *arguments, "--print-config").stdout
        small_hub.write_text(self.file, printed)
        self.report(*arguments)
        other = self.folder / "other"
        self.report("--config", self.file, out=other)
        self.assertEqual(program.digests(other), program.digests(self.out))

    def test_every_flag_has_its_key_and_its_variable(self) -> None:
        for command in ("report", "generate", "accounts"):
            flags = [line.split()[0] for line in run("help", command).stdout.splitlines()
                     if line.startswith("  --")]
            self.assertTrue(flags)
            for flag in set(flags) - {"--version", "--config", "--print-config"}:
                key = flag.removeprefix("--")
                name = "HUBCENSUS_" + key.upper().replace("-", "_")
                done = self.print_with(command, name, "1")
                with self.subTest(flag):
                    self.assertIn(f"\n{key} = ", done.stdout, done.stderr)

    def print_with(self, command: str, name: str, value: str) -> subprocess.CompletedProcess:
        required = {"generate": ["--models", 1, "--records", 1, "--seed", 1, "--out", "x"]}
        words = {"HUBCENSUS_FILES": "one", "HUBCENSUS_ORDER": "day", "HUBCENSUS_IDS": "string",
                 "HUBCENSUS_SNAPSHOTS": "week", "HUBCENSUS_PROGRESS": "off"}
        return run(command, *required.get(command, []), "--print-config",
                   env={**os.environ, name: words.get(name, value)})
