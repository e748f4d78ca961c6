"""The help of the program and of every command."""

from __future__ import annotations

import re
import subprocess

from . import program
from .program import ProgramTest, run


def commands() -> list[str]:
    listed = run("help").stdout.split("Commands:\n")[1].split("\n\n")[0]
    return re.findall(r"^  ([a-z]+) ", listed, re.MULTILINE)


def flags_of(text: str) -> list[str]:
    return re.findall(r"^  (?:-[a-z], )?(--[a-z0-9-]+)", text, re.MULTILINE)


class HelpTest(ProgramTest):
    def test_version(self) -> None:
        self.assertRegex(self.assert_done("--version").stdout, r"^hubcensus \d+\.\d+\.\d+\n$")

    def test_help_of_the_program_names_every_command(self) -> None:
        text = self.assert_done("--help").stdout
        self.assertEqual(text, self.assert_done("help").stdout)
        self.assertEqual(text, self.assert_done("-h").stdout)
        for command in ("report", "generate", "inspect", "accounts", "help"):
            self.assertIn(command, commands())

    def test_help_of_each_command_is_grouped_and_has_examples(self) -> None:
        for command in ["", *commands()]:
            with self.subTest(command):
                text = self.assert_done("help", *command.split()).stdout
                self.assertEqual(text, self.assert_done(*command.split(), "--help").stdout)
                self.assertEqual([line for line in text.splitlines() if len(line) > 100], [])
                self.assertIn(f"Usage: hubcensus {command or 'COMMAND'} ", text)
                examples = text.split("\nExamples:\n")[1]
                self.assertGreaterEqual(examples.count(f"hubcensus {command}"), 2)
                flags = flags_of(text.split("\nExamples:\n")[0])
                self.assertEqual(len(flags), len(set(flags)))
                self.assertEqual(flags[-1], "--help")
                self.assertNotRegex(text, r"[{}]|[a-z]:[a-zA-Z]|\x1b|Options:|\n\n\n")

    def test_groups_of_report(self) -> None:
        text = self.assert_done("report", "--help").stdout
        groups = re.findall(r"^([A-Z][a-zA-Z ]+):$", text, re.MULTILINE)
        self.assertEqual(groups, ["Inputs", "Tallies", "Other lists of the Hub", "Output",
                                  "Selection", "Limits", "Run", "Tables", "Examples"])
        for needle in ("concentration", "country_share", "claims", "Exit codes"):
            self.assertIn(needle, text)

    def test_help_of_an_unknown_command(self) -> None:
        self.assert_refused(2, ["help", "reprot"], "'reprot'", "'report'")

    def test_no_command(self) -> None:
        done = run()
        self.assertEqual(done.returncode, 2)
        self.assertEqual(done.stdout, "")
        self.assertIn("hubcensus help report", done.stderr)
        self.assertEqual(done.stderr.splitlines()[-1], "hubcensus: no command was given")

    def test_headings_are_bold_on_a_terminal_alone(self) -> None:
        def on_a_terminal(**environment: str) -> str:
            shown = subprocess.run(["script", "-qec", f"{program.binary} help", "/dev/null"],
                                   capture_output=True, text=True, timeout=60, check=True,
                                   env={"PATH": "/usr/bin:/bin", **environment})
            self.assertIn("Commands:", shown.stdout)
            return shown.stdout
        self.assertIn("\x1b[1mCommands:", on_a_terminal(TERM="xterm"))
        self.assertNotIn("\x1b", on_a_terminal(TERM="xterm", NO_COLOR="1"))
        self.assertNotIn("\x1b", on_a_terminal(TERM="dumb"))
        self.assertNotIn("\x1b", run("help").stdout)
