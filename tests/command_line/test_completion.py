"""hubcensus completion: the scripts, in the shells that are here."""

from __future__ import annotations

import contextlib
import os
import pty
import re
import select
import shlex
import shutil
import subprocess
import time
import unittest
from collections.abc import Iterator
from pathlib import Path

from . import program
from .program import ProgramTest, run
from .test_help import commands, flags_of

SHELLS = ("bash", "zsh", "fish")


def has(shell: str) -> unittest.skipUnless:
    return unittest.skipUnless(shutil.which(shell), f"no {shell} here")


class Terminal:
    """A shell that a person types into."""

    def __init__(self, folder: Path, *command: str) -> None:
        self.process, self.terminal = pty.fork()
        if self.process == 0:
            os.chdir(folder)
            os.environ.update(PATH=f"{program.binary.parent}:/usr/bin:/bin", HOME=str(folder),
                              TERM="dumb", COLUMNS="200", LC_ALL="C.UTF-8")
            os.execvp(command[0], command)

    def shows(self, typed: str, wanted: str) -> str:
        """What is shown after that was typed, up to the wanted text."""
        os.write(self.terminal, typed.encode())
        shown, end = "", time.monotonic() + 30
        while not re.search(wanted, shown) and time.monotonic() < end:
            if select.select([self.terminal], [], [], 0.2)[0]:
                shown += os.read(self.terminal, 1 << 16).decode(errors="replace")
        if not re.search(wanted, shown):
            raise AssertionError(f"{wanted!r} is not shown behind {typed!r}: {shown!r}")
        return shown

    def close(self) -> None:
        os.close(self.terminal)  # which hangs up
        os.waitpid(self.process, 0)


@contextlib.contextmanager
def terminal(folder: Path, *command: str) -> Iterator[Terminal]:
    opened = Terminal(folder, *command)
    try:
        yield opened
    finally:
        opened.close()


class CompletionTest(ProgramTest):
    def setUp(self) -> None:
        super().setUp()
        for shell in SHELLS:
            self.script(shell).write_text(self.assert_done("completion", shell).stdout)
        (self.folder / "my models.parquet").touch()
        (self.folder / "a folder").mkdir()

    def script(self, shell: str) -> Path:
        return self.folder / f"completion.{shell}"

    def in_bash(self, *words: str) -> list[str]:
        """The words that bash offers for the last one; it cuts at = itself."""
        done = subprocess.run(
            ["bash", "--norc", "-uc", f"source {shlex.quote(str(self.script('bash')))}\n"
             'COMP_WORDS=(hubcensus "$@") COMP_CWORD=$#\n_hubcensus\n'
             'printf "%s\\n" "${COMPREPLY[@]}"', "bash", *words],
            capture_output=True, text=True, timeout=60, check=True)
        self.assertEqual(done.stderr, "")
        return done.stdout.split()

    def in_fish(self, line: str) -> dict[str, str]:
        """What fish offers, with its help."""
        done = subprocess.run(
            ["fish", "--no-config", "-c", "source $argv[1]; complete -C $argv[2]",
             str(self.script("fish")), line],
            capture_output=True, text=True, timeout=60, check=True, cwd=self.folder,
            env={"PATH": "/usr/bin:/bin", "HOME": str(self.folder), "LC_ALL": "C.UTF-8"})
        self.assertEqual(done.stderr, "")
        return dict((line + "\t").split("\t")[:2] for line in done.stdout.splitlines())

    def help_flags(self, command: str) -> list[str]:
        return flags_of(run("help", command).stdout.split("\nExamples:\n")[0])

    def test_every_command_and_flag_is_in_every_script(self) -> None:
        for shell in SHELLS:
            text = self.script(shell).read_text()
            for command in commands():
                self.assertRegex(text, rf"\b{command}\b", shell)
                for flag in self.help_flags(command):
                    wanted = f" -l {flag[2:]} " if shell == "fish" else flag
                    self.assertIn(wanted, text, (shell, command))

    def test_refused(self) -> None:
        self.assert_refused(2, ["completion", "tcsh"], "bash, zsh and fish", "'tcsh'")
        self.assert_refused(2, ["completion"], "shell is required")

    @has("bash")
    def test_bash_offers_what_the_help_tells(self) -> None:
        self.assertEqual(self.in_bash(""), commands())
        self.assertEqual(self.in_bash("--verbose", "re"), ["report"])
        self.assertEqual(self.in_bash("help", "gen"), ["generate"])
        for command in commands():
            offered = self.in_bash(command, "--")
            self.assertEqual(sorted(offered), sorted(self.help_flags(command)), command)
        self.assertEqual(self.in_bash("completion", ""), list(SHELLS))

    @has("bash")
    def test_bash_offers_values(self) -> None:
        self.assertEqual(self.in_bash("report", "--grain", ""), ["month", "week", "day"])
        self.assertEqual(self.in_bash("report", "--grain", "=", "w"), ["week"])
        self.assertEqual(self.in_bash("report", "--grain", "="), ["month", "week", "day"])
        self.assertEqual(self.in_bash("report", "--only", "growth,cla"), ["growth,claims"])
        self.assertIn("country_share", self.in_bash("diff", "--only", ""))
        self.assertEqual(self.in_bash("report", "--charts", "svg,"), ["svg,svg", "svg,png"])
        self.assertEqual(self.in_bash("report", "--progress", "j"), ["json"])
        self.assertEqual(self.in_bash("report", "--threads", ""), [])

    @has("bash")
    def test_bash_completes_files_as_typed(self) -> None:
        with terminal(self.folder, "bash", "--norc", "--noprofile", "-i") as shell:
            shell.shows(f"PS1=; source {self.script('bash').name}; echo re''ady\n", "\nready\r")
            shell.shows("hubcensus rep\t--mod\tm\t", r"hubcensus report --models my\\ models.parquet ")
            shell.shows("--out a\t", r"--out a\\ folder/")
            shell.shows("\x15hubcensus inspect m\t", r"inspect my\\ models.parquet ")

    @has("zsh")
    def test_zsh_completes_as_typed(self) -> None:
        with terminal(self.folder, "zsh", "-f", "-i") as shell:
            shell.shows("PS1=; autoload -Uz compinit; compinit -u -D; "
                        f"source {self.script('zsh').name}; echo re''ady\n", "\nready\r")
            shell.shows("hubcensus gen\t", "hubcensus generate ")
            shell.shows("\x15hubcensus report --grain=w\t", "--grain=week ")
            shell.shows("\x15hubcensus report --models m\t", r"my\\ models.parquet ")
            shell.shows("\x15hubcensus report --out \t", r"--out a\\ folder/")
            shell.shows("\x15hubcensus report --only growth,clai\t", "growth,claims")
            shell.shows("\x15hubcensus --quiet help verif\t", "help verify ")
            told = re.escape("standard input)")  # of --models, whose help has ( : ; and -
            shell.shows("\x15hubcensus report --m\t", told)
            shell.shows("\x15hubcensus di\t\x15hubcensus v\t", "hubcensus verify ")

    @has("zsh")
    def test_zsh_finds_the_script_in_fpath(self) -> None:
        self.script("zsh").rename(self.folder / "_hubcensus")
        with terminal(self.folder, "zsh", "-f", "-i") as shell:
            shell.shows("PS1=; fpath=($PWD $fpath); autoload -Uz compinit; compinit -u -D; "
                        "echo re''ady\n", "\nready\r")
            shell.shows("hubcensus gen\t", "hubcensus generate ")
            shell.shows("--fi\t", "--files=")

    @has("fish")
    def test_fish_offers_what_the_help_tells(self) -> None:
        self.assertEqual(sorted(self.in_fish("hubcensus ")), sorted(commands()))
        for command in commands():
            offered = self.in_fish(f"hubcensus -v {command} --")
            self.assertEqual(sorted(offered), sorted(self.help_flags(command)), command)
        self.assertEqual(self.in_fish("hubcensus report --strict")["--strict-models"],
                         "Reject records of models that the dump lacks, instead of counting them")

    @has("fish")
    def test_fish_offers_values(self) -> None:
        self.assertEqual(set(self.in_fish("hubcensus report --grain ")), {"month", "week", "day"})
        self.assertEqual(set(self.in_fish("hubcensus report --grain=")),
                         {"--grain=month", "--grain=week", "--grain=day"})
        self.assertEqual(set(self.in_fish("hubcensus report --only growth,cla")),
                         {"growth,claims"})
        self.assertEqual(self.in_fish("hubcensus report --threads "), {})
        self.assertEqual(set(self.in_fish("hubcensus report --out ")), {"a folder/"})
        self.assertIn("my models.parquet", self.in_fish("hubcensus inspect "))
        self.assertEqual(set(self.in_fish("hubcensus completion ")), set(SHELLS))
