"""scripts/fetch_dumps.py against a Hub on this machine."""

from __future__ import annotations

import importlib.util
import os
import shlex
import signal
import subprocess
import sys
import time
import unittest
from pathlib import Path

from . import program
from .hub_server import COMMIT, Hub, serve
from .program import ProgramTest, generated_hub

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "fetch_dumps.py"
NEWEST = "cfahlgren1/hub-stats"
ARCHIVE = "hfmlsoc/hub_weekly_snapshots"
PIECE = 10 << 20  # in which the library writes what comes
CONTENT = bytes(range(256)) * 100_000  # 25.6 MB: some pieces


def newest(**options: object) -> Hub:
    return Hub(NEWEST, {"models.parquet": CONTENT, "datasets.parquet": CONTENT[1:],
                        "spaces.parquet": b"spaces", "daily_papers.parquet": b"papers",
                        "README.md": b"no dump", "../models.parquet": b"outside"},
               in_git={"spaces.parquet"}, **options)


def archive(dates: list[str]) -> Hub:
    return Hub(ARCHIVE, {f"{kind}/{date}/{kind}.parquet": f"{kind} of {date}".encode()
                         for date in dates for kind in ("models", "datasets")})


class WithoutTheLibraryTest(unittest.TestCase):
    def fetch(self, *arguments: str) -> subprocess.CompletedProcess:
        return subprocess.run([sys.executable, "-I", "-S", SCRIPT, *arguments],
                              capture_output=True, text=True, timeout=60, check=False)

    def test_help_needs_none_and_all_else_says_how_to_have_it(self) -> None:
        done = self.fetch("--help")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn("--monthly", done.stdout)
        done = self.fetch("--out", "dumps")
        self.assertEqual((done.returncode, done.stdout), (6, ""))
        self.assertIn("scripts/setup.sh --fetch", done.stderr)


@unittest.skipIf(importlib.util.find_spec("huggingface_hub") is None,
                 "no huggingface_hub: scripts/setup.sh --fetch installs it")
class FetchTest(ProgramTest):
    def setUp(self) -> None:
        super().setUp()
        self.dumps = self.folder / "dumps"

    def environment(self, endpoint: str, **variables: str) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("HF_")}
        return {**kept, "HF_ENDPOINT": endpoint, "HF_HOME": str(self.folder / "home"),
                "HF_HUB_DISABLE_TELEMETRY": "1", **variables}

    def fetch(self, hub: Hub, *arguments: object, **variables: str
              ) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, SCRIPT, "--out", self.dumps, *map(str, arguments)],
            capture_output=True, text=True, timeout=120, check=False, stdin=subprocess.DEVNULL,
            env=self.environment(hub.endpoint, **variables))

    def assert_fetched(self, done: subprocess.CompletedProcess, hub: Hub, *paths: str) -> None:
        self.assertEqual(done.returncode, 0, done.stderr)
        there = {str(path.relative_to(self.dumps)) for path in self.dumps.rglob("*")
                 if path.is_file()}
        self.assertEqual(there, set(paths))
        for path in paths:
            self.assertEqual((self.dumps / path).read_bytes(), hub.files[path], path)

    def assert_failed(self, done: subprocess.CompletedProcess, code: int, *needles: str) -> None:
        self.assertEqual(done.returncode, code, done.stderr)
        message = done.stderr.splitlines()[-1]
        self.assertTrue(message.startswith("fetch_dumps: "), done.stderr)
        for needle in needles:
            self.assertIn(needle, message)
        self.assertNotIn("Traceback", done.stderr)

    def test_fetches_the_newest_dump_once(self) -> None:
        lists = ["models.parquet", "datasets.parquet", "spaces.parquet", "daily_papers.parquet"]
        with serve(newest()) as hub:
            done = self.fetch(hub, "--yes")
            self.assert_fetched(done, hub, *lists)
            self.assertIn(f"{NEWEST} at revision {COMMIT}", done.stdout)
            self.assertIn("4 of 4 files to fetch, 51.20 MB", done.stdout)
            for flag, name in zip(("--models", "--datasets", "--spaces", "--papers"), lists):
                self.assertIn(f"{flag} {self.dumps / name}", done.stdout)
            self.assertFalse((self.folder / "models.parquet").exists())
            asked = len(hub.asked)
            again = self.fetch(hub)  # nothing to agree to
            self.assert_fetched(again, hub, *lists)
            self.assertIn("0 of 4 files to fetch", again.stdout)
            self.assertEqual(len(hub.asked), asked)
            # What was damaged, or is of another revision, is fetched again: that alone.
            (self.dumps / "models.parquet").write_bytes(CONTENT[::-1])
            (self.dumps / "spaces.parquet").write_bytes(b"sPaces")
            self.assert_fetched(self.fetch(hub, "--yes"), hub, *lists)
            self.assertEqual([path for path, _ in hub.asked[asked:]],
                             ["models.parquet", "spaces.parquet"])

    def test_says_the_size_before_and_asks(self) -> None:
        with serve(newest()) as hub:
            dry = self.fetch(hub, "--dry-run", "--only", "models")
            self.assertEqual(dry.returncode, 0, dry.stderr)
            self.assertIn("1 of 1 files to fetch, 25.60 MB", dry.stdout)
            self.assertNotIn("report", dry.stdout)
            self.assert_failed(self.fetch(hub), 2, "--yes")
            self.assertFalse(self.dumps.exists())
            self.assertEqual(hub.asked, [])

    def test_a_connection_that_is_cut_goes_on(self) -> None:
        with serve(newest(cut_after=PIECE + 7)) as hub:
            self.assert_fetched(self.fetch(hub, "--yes", "--only", "models"), hub,
                                "models.parquet")
            self.assertEqual(hub.asked, [("models.parquet", ""),
                                         ("models.parquet", f"bytes={PIECE}-")])

    def test_an_interrupted_run_goes_on(self) -> None:
        with serve(newest(hang_after=PIECE + 7)) as hub:
            command = [sys.executable, SCRIPT, "--out", self.dumps, "--yes", "--only", "models"]
            with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                  env=self.environment(hub.endpoint)) as process:
                deadline = time.monotonic() + 60
                while not hub.asked and time.monotonic() < deadline:
                    time.sleep(0.05)
                time.sleep(1)
                process.send_signal(signal.SIGINT)
                _, stderr = process.communicate(timeout=30)
            self.assertEqual(process.returncode, 130, stderr)
            self.assertIn("run it again", stderr)
            self.assertFalse((self.dumps / "models.parquet").exists())
            [partial] = self.dumps.glob("*.partial")
            self.assertEqual(partial.stat().st_size, PIECE)
            hub.hang_after = 0
            done = self.fetch(hub, "--yes", "--only", "models")
            self.assert_fetched(done, hub, "models.parquet")
            self.assertIn("of it there", done.stdout)
            self.assertEqual(hub.asked[1:], [("models.parquet", f"bytes={PIECE}-")])

    def test_a_wrong_content_is_not_kept(self) -> None:
        with serve(newest()) as hub:
            self.dumps.mkdir()
            self.assertEqual(self.fetch(hub, "--dry-run").returncode, 0)
            digest = hub.entry("models.parquet")["lfs"]["oid"]
            partial = self.dumps / f"models.parquet.{digest[:12]}.partial"
            partial.write_bytes(b"other")  # its length counts as had
            self.assert_failed(self.fetch(hub, "--yes", "--only", "models"), 4, "models.parquet",
                               "hash")
            self.assertEqual(list(self.dumps.rglob("*.p*")), [])
            self.assert_fetched(self.fetch(hub, "--yes", "--only", "models"), hub,
                                "models.parquet")

    def test_the_archive_by_date_and_as_a_series(self) -> None:
        dates = ["2025-11-26", "2025-12-03", "2025-12-31", "2026-01-07"]
        with serve(archive(dates)) as hub:
            done = self.fetch(hub, "--yes", "--date", "2025-12-03", "--only", "models")
            self.assert_fetched(done, hub, "models/2025-12-03/models.parquet")
            latest = self.fetch(hub, "--dry-run", "--date", "latest")
            self.assertIn("models/2026-01-07/models.parquet", latest.stdout)
            self.assertIn("has no spaces of 2026-01-07: left out", latest.stderr)
            self.assert_failed(self.fetch(hub, "--yes", "--date", "2025-12-04"), 3,
                               "the nearest: 2025-12-03 and 2025-12-31")
            self.assert_failed(self.fetch(hub, "--yes", "--from", "2024-01-01", "--to",
                                          "2024-12-31"), 3, "4 from 2025-11-26 to 2026-01-07")
            series = ["--from", "2025-11-01", "--to", "2025-12-31", "--monthly"]
            done = self.fetch(hub, "--yes", *series)
            self.assert_fetched(done, hub, "models/2025-11-26/models.parquet",
                                "models/2025-12-03/models.parquet",
                                "models/2025-12-31/models.parquet",
                                "datasets/2025-12-31/datasets.parquet")
            self.assertNotIn("2025-12-03", done.stdout)
            self.assertIn(f"--dumps '{self.dumps}/models/*/models.parquet'", done.stdout)

    def test_the_printed_command_reports_on_the_files(self) -> None:
        snapshots = generated_hub("--kinds", "full") / "snapshots"
        files = {f"models/{folder.name}/models.parquet":
                     (folder / "models.parquet").read_bytes() for folder in snapshots.iterdir()}
        with serve(Hub(ARCHIVE, files)) as hub:
            done = self.fetch(hub, "--yes", "--from", "2025-07-01", "--to", "2025-12-31", "--only",
                              "models")
            self.assertEqual(done.returncode, 0, done.stderr)
        words = shlex.split(done.stdout.splitlines()[-1])
        self.assertEqual(words[1], "report")
        report = program.run(*words[1:], cwd=self.folder)
        self.assertEqual(report.returncode, 0, report.stderr)
        self.assertIn("trending", {path.stem for path in (self.folder / "census" / "tables")
                                   .glob("*.csv")})

    def test_a_token_is_sent_to_the_hub_alone(self) -> None:
        with serve(newest(token="secret")) as hub:
            self.assert_failed(self.fetch(hub, "--yes"), 3, "(401)", "HF_TOKEN")
            done = self.fetch(hub, "--yes", "--only", "models", HF_TOKEN="secret")
            self.assert_fetched(done, hub, "models.parquet")
            self.assertNotIn("secret", done.stdout + done.stderr)
            self.assertNotIn("authorization", [name.lower() for name in hub.headers_at_cdn])

    def test_what_is_not_to_be_had(self) -> None:
        with serve(newest()) as hub:
            self.assert_failed(self.fetch(hub, "--dataset", "nobody/nothing"), 3, "(404)",
                               "nobody/nothing")
            self.assert_failed(self.fetch(hub, "--revision", "no-such"), 3, "revision")
            self.assert_failed(self.fetch(hub, "--dataset", "a b"), 2, "'a b'")
            self.assert_failed(self.fetch(hub, HF_HUB_OFFLINE="1"), 3, "HF_HUB_OFFLINE")
            self.assert_failed(self.fetch(hub, "--date", "latest", "--dataset", NEWEST), 3,
                               "no dated dump")
            for says, needle in [((404, b""), "--date latest"), ((403, b""), "(403)"),
                                 ((200, b"<html>"), "does not answer as the Hub does"),
                                 ((200, b"[]"), "does not answer as the Hub does")]:
                hub.says = says
                self.assert_failed(self.fetch(hub), 3, needle)
            hub.says = None
            hub.told_sizes["models.parquet"] = 10 ** 18
            self.assert_failed(self.fetch(hub, "--yes"), 5, "disk is too small")
            del hub.files["daily_papers.parquet"], hub.told_sizes["models.parquet"]
            self.assert_failed(self.fetch(hub, "--only", "models,daily_papers"), 3,
                               "no daily_papers")
            self.dumps.write_text("a file where the folder should be")
            self.assert_failed(self.fetch(hub, "--yes", "--only", "models"), 7, "cannot write")
        self.assert_failed(self.fetch(hub), 3, hub.endpoint, "cannot be reached")
        self.assertEqual(hub.asked, [])

    def test_a_digest_names_no_file_elsewhere(self) -> None:
        with serve(newest()) as hub:
            hub.told_digests["models.parquet"] = "/../../mine0" + "0" * 52
            self.assert_failed(self.fetch(hub, "--yes", "--only", "models"), 3,
                               "does not answer as the Hub does")
            del hub.told_digests["models.parquet"]
            hub.told_sizes["models.parquet"] = -1
            self.assert_failed(self.fetch(hub, "--yes", "--only", "models"), 3,
                               "does not answer as the Hub does")
        self.assertEqual(hub.asked, [])
        self.assertEqual({path.name for path in self.folder.iterdir()} - {"home"}, set())

    def test_nonsense_is_refused(self) -> None:
        with serve(newest()) as hub:
            for arguments, needle in [
                    (["--only", "modles"], "'modles'"), (["--date", "yesterday"], "yesterday"),
                    (["--from", "2025-01-01"], "go together"), (["--monthly"], "--from and --to"),
                    (["--from", "2025-02-01", "--to", "2025-01-01"], "after"),
                    (["--from", "2025-01-01", "--to", "2025-02-01", "--date", "latest"], "choose"),
                    (["--from", "2025-01-01", "--to", "2025-02-01", "--only", "spaces"], "models")]:
                with self.subTest(arguments=arguments):
                    self.assert_failed(self.fetch(hub, *arguments), 2, needle)
