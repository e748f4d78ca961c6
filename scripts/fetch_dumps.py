"""Fetches real dumps of the Hugging Face Hub for `hubcensus report`, as Parquet files.

    fetch_dumps.py --out DIR                     the newest dump (cfahlgren1/hub-stats)
    fetch_dumps.py --out DIR --date latest       the newest of the weekly archive, or one of a DAY
    fetch_dumps.py --out DIR --from DAY --to DAY [--monthly]      a series of the weekly archive

It says what it would fetch and how much that is, and asks before it does (--yes: it does not ask;
--dry-run: it stops there). Interrupted, it goes on where it stopped when it is run again. Every file
is checked by the size and the hash that the Hub tells; one that is right is not fetched again.
HF_ENDPOINT and HF_TOKEN are honoured.

Exit codes: 0 done, 1 not agreed to, 2 usage, 3 not to be had, 4 not what the Hub tells, 5 disk too
small, 6 no huggingface_hub, 7 DIR not writable, 130 interrupted.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import os
import re
import shlex
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NEWEST = "cfahlgren1/hub-stats"
ARCHIVE = "hfmlsoc/hub_weekly_snapshots"
# The lists of a dump, each with the flag of report that reads it.
FLAGS = {"models": "--models", "datasets": "--datasets", "spaces": "--spaces",
         "daily_papers": "--papers"}
# The only paths that are taken: models.parquet, and models/2026-09-30/models.parquet.
PATH = re.compile(rf"({'|'.join(FLAGS)})(?:/(\d{{4}}-\d\d-\d\d)/\1)?\.parquet")

DIGEST = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


class FetchError(Exception):
    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


try:
    from huggingface_hub import HfApi, constants, hf_hub_url
    from huggingface_hub import errors as hub_errors
    from huggingface_hub.file_download import http_get
    from huggingface_hub.utils import build_hf_headers
except ImportError:
    if not {"-h", "--help"} & set(sys.argv[1:]):
        print("fetch_dumps: this Python lacks huggingface_hub: run scripts/setup.sh --fetch and then "
              ".venv/bin/python scripts/fetch_dumps.py", file=sys.stderr)
        sys.exit(6)


@dataclass
class HubFile:
    path: str  # in the dataset, and in DIR
    kind: str
    date: str  # empty: of the newest dump
    size: int
    sha256: str  # of the content, or empty where the file is small enough to be in git itself
    git_sha1: str

    @property
    def digest(self) -> str:
        return self.sha256 or self.git_sha1

    def is_content_of(self, path: Path) -> bool:
        if path.stat().st_size != self.size:
            return False
        hashed = hashlib.sha256() if self.sha256 else hashlib.sha1(b"blob %d\0" % self.size)
        with path.open("rb") as stream:
            while block := stream.read(1 << 20):
                hashed.update(block)
        return hashed.hexdigest() == self.digest

    def place(self, out: Path) -> Path:
        return out / self.path

    def partial(self, out: Path) -> Path:
        """Of that very content: that of another revision is not continued."""
        return out / f"{self.path}.{self.digest[:12]}.partial"


def printable(text: object) -> str:
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in str(text))


def size_text(size: float) -> str:
    for unit in ("bytes", "KB", "MB", "GB"):
        if size < 1000 or unit == "GB":
            return f"{size:.0f} {unit}" if unit == "bytes" else f"{size:.2f} {unit}"
        size /= 1000
    raise AssertionError


def day_of(flag: str, text: str) -> str:
    try:
        return dt.date.fromisoformat(text).isoformat()
    except ValueError:
        raise FetchError(2, f"{flag} wants a day such as 2026-09-30, not '{printable(text)}'"
                         ) from None


def parsed(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="fetch_dumps.py", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True, metavar="DIR",
                        help="folder of the files, new or that of an earlier run")
    parser.add_argument("--only", metavar="LIST", help=f"of {','.join(FLAGS)} (all)")
    parser.add_argument("--date", metavar="DAY",
                        help="the archive's dump of that day, or 'latest'")
    parser.add_argument("--from", dest="first", metavar="DAY", help="first day of a series")
    parser.add_argument("--to", dest="last", metavar="DAY", help="last day of a series")
    parser.add_argument("--monthly", action="store_true",
                        help="of a series only the last dump of each month")
    parser.add_argument("--dataset", metavar="OWNER/NAME",
                        help=f"another dataset of that layout than {NEWEST} and {ARCHIVE}")
    parser.add_argument("--revision", default="main", metavar="REV",
                        help="branch, tag or commit of the dataset (main)")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.add_argument("--dry-run", action="store_true", help="say what would be fetched, and stop")
    wanted = parser.parse_args(arguments)
    wanted.is_series = bool(wanted.first or wanted.last)
    if wanted.is_series and not (wanted.first and wanted.last):
        raise FetchError(2, "--from and --to go together")
    if wanted.is_series and wanted.date:
        raise FetchError(2, "--date names one dump, --from and --to a series: choose")
    if wanted.monthly and not wanted.is_series:
        raise FetchError(2, "--monthly is about a series: give --from and --to")
    if wanted.is_series:
        wanted.first, wanted.last = day_of("--from", wanted.first), day_of("--to", wanted.last)
        if wanted.first > wanted.last:
            raise FetchError(2, "--from lies after --to")
    if wanted.date and wanted.date != "latest":
        wanted.date = day_of("--date", wanted.date)
    wanted.kinds = wanted.only.split(",") if wanted.only else list(FLAGS)
    for kind in wanted.kinds:
        if kind not in FLAGS:
            raise FetchError(2, f"--only knows {', '.join(FLAGS)}, not '{printable(kind)}'")
    if wanted.is_series and "models" not in wanted.kinds:
        raise FetchError(2, "a series is one of models: --only without models is for --date")
    wanted.dataset = wanted.dataset or (ARCHIVE if wanted.is_series or wanted.date else NEWEST)
    return wanted


def in_words(error: Exception, dataset: str) -> FetchError:
    """Of what the library raises, in one line."""
    where = f"{printable(dataset)} at {constants.ENDPOINT}"
    if isinstance(error, hub_errors.OfflineModeIsEnabled):
        return FetchError(3, "HF_HUB_OFFLINE is set: nothing can be fetched")
    if isinstance(error, hub_errors.HFValidationError):
        return FetchError(2, f"'{printable(dataset)}' is no name of a dataset: {printable(error)}")
    if isinstance(error, (ValueError, KeyError, TypeError)):
        return FetchError(3, f"{constants.ENDPOINT} does not answer as the Hub does: check "
                             "HF_ENDPOINT")
    status = getattr(getattr(error, "response", None), "status_code", None)
    if isinstance(error, hub_errors.GatedRepoError) or status in (401, 403):
        return FetchError(3, f"{where} is refused ({status}): it is private, gated or gone; check the "
                             "name, and set HF_TOKEN to a token of an account that may read it")
    if isinstance(error, hub_errors.RevisionNotFoundError):
        return FetchError(3, f"{where} has no such revision (404)")
    if status == 404:
        other = "; --date latest takes the weekly archive" if dataset == NEWEST else ""
        return FetchError(3, f"{where} is not there (404): check --dataset and HF_ENDPOINT{other}")
    if status is not None:
        return FetchError(3, f"{where} answers {status}: try again later")
    return FetchError(3, f"{constants.ENDPOINT} cannot be reached ({printable(error)}): check the "
                         "network and HF_ENDPOINT; run it again to go on")


def listing(dataset: str, revision: str) -> tuple[str, list[HubFile]]:
    """The commit that the revision names, and the files of dumps in it."""
    api = HfApi()
    commit = api.dataset_info(dataset, revision=revision).sha
    files = []
    for entry in api.list_repo_tree(dataset, recursive=True, revision=commit,
                                    repo_type="dataset"):
        match = PATH.fullmatch(entry.path)
        if match is None or not hasattr(entry, "size"):
            continue
        file = HubFile(entry.path, match[1], match[2] or "", entry.size,
                       entry.lfs.sha256 if entry.lfs else "", entry.blob_id)
        # The digest goes into the name of a file; a server that is no Hub may send anything.
        if DIGEST.fullmatch(file.digest) is None or not file.size >= 0:
            raise ValueError(f"no size and digest of {file.path}")
        files.append(file)
    return commit, sorted(files, key=lambda file: (file.date, list(FLAGS).index(file.kind)))


def dates_of(files: list[HubFile], wanted: argparse.Namespace) -> list[str]:
    dates = sorted({file.date for file in files if file.date and file.kind == wanted.kinds[0]})
    if not dates:
        raise FetchError(3, f"{wanted.dataset} holds no dated dump of {wanted.kinds[0]}")
    if wanted.date == "latest":
        return dates[-1:]
    if wanted.date:
        if wanted.date not in dates:
            before = [date for date in dates if date < wanted.date][-1:]
            after = [date for date in dates if date > wanted.date][:1]
            raise FetchError(3, f"{wanted.dataset} has no dump of {wanted.date}; the nearest: "
                                f"{' and '.join(before + after)}")
        return [wanted.date]
    chosen = [date for date in dates if wanted.first <= date <= wanted.last]
    if not chosen:
        raise FetchError(3, f"{wanted.dataset} has no dump from {wanted.first} to {wanted.last}; it "
                            f"has {len(dates)} from {dates[0]} to {dates[-1]}")
    if wanted.monthly:
        chosen = list({date[:7]: date for date in chosen}.values())
    return chosen


def chosen_files(files: list[HubFile], wanted: argparse.Namespace) -> list[HubFile]:
    """The models of every date; of the other lists a report takes one, that of the last date."""
    dates = dates_of(files, wanted) if wanted.is_series or wanted.date else [""]
    chosen = [file for file in files if file.kind in wanted.kinds and
              (file.date == dates[-1] or (file.kind == "models" and file.date in dates))]
    for kind in wanted.kinds:
        if any(file.kind == kind for file in chosen):
            continue
        where = f"{wanted.dataset} has no {kind}" + (f" of {dates[-1]}" if dates[-1] else "")
        if wanted.only or kind == "models":
            hint = "" if dates[-1] else "; a dump of the archive is had with --date"
            raise FetchError(3, where + hint)
        print(f"fetch_dumps: {where}: left out", file=sys.stderr)
    return chosen


def free_bytes(out: Path) -> int:
    folder = out.absolute()
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free


def say_plan(files: list[HubFile], out: Path) -> list[HubFile]:
    """What is to be fetched of the files; those that are there are hashed for it."""
    missing, rest = [], 0
    for file in files:
        place, partial = file.place(out), file.partial(out)
        if place.is_file() and file.is_content_of(place):
            state = "there"
        else:
            missing.append(file)
            began = min(partial.stat().st_size, file.size) if partial.is_file() else 0
            rest += file.size - began
            state = f"{size_text(began)} of it there" if began else "to fetch"
        print(f"  {file.path:36} {size_text(file.size):>10}  {state}")
    free = free_bytes(out)
    print(f"{len(missing)} of {len(files)} files to fetch, {size_text(rest)}; "
          f"{size_text(free)} free in {printable(out)}")
    if rest > free:
        raise FetchError(5, f"the disk is too small: {size_text(rest)} to fetch, {size_text(free)} "
                            f"free in {printable(out)}; fetch less (--only, --monthly), or elsewhere")
    return missing


def agreed(wanted: argparse.Namespace) -> bool:
    if wanted.yes:
        return True
    if not sys.stdin.isatty():
        raise FetchError(2, "nobody can be asked here: say --yes to fetch, or --dry-run")
    return input("Fetch them? [y/N] ").strip().lower() in ("y", "yes")


def fetch(file: HubFile, wanted: argparse.Namespace, commit: str) -> None:
    """Appends what is missing to the partial file, and gives it its name once it is right."""
    partial = file.partial(wanted.out)
    partial.parent.mkdir(parents=True, exist_ok=True)
    if partial.is_file() and partial.stat().st_size > file.size:
        partial.unlink()
    url = hf_hub_url(wanted.dataset, file.path, repo_type="dataset", revision=commit)
    with partial.open("ab") as stream:
        http_get(url, stream, resume_size=stream.tell(), headers=build_hf_headers(),
                 expected_size=file.size, displayed_filename=file.path)
    if not file.is_content_of(partial):
        partial.unlink()
        raise FetchError(4, f"{file.path} is not what the Hub tells (its hash differs) and was "
                            "deleted: run it again")
    os.replace(partial, file.place(wanted.out))
    print(f"  {file.path} is there and right")


def report_command(files: list[HubFile], wanted: argparse.Namespace) -> str:
    binary = ROOT / "build" / "hubcensus"
    words = [os.path.relpath(binary) if binary.exists() else "hubcensus", "report"]
    for kind, flag in FLAGS.items():
        of_kind = [file for file in files if file.kind == kind]
        if of_kind:
            words += [flag, str(of_kind[-1].place(wanted.out))]
    if wanted.is_series:
        series = str(wanted.out / "models" / "*" / "models.parquet")
        words += ["--downloads", series, "--dumps", series]
    return shlex.join([*words, "--out", "census"])


def run(arguments: list[str]) -> None:
    wanted = parsed(arguments)
    try:
        commit, files = listing(wanted.dataset, wanted.revision)
    except (hub_errors.HTTPError, OSError, ValueError, KeyError, TypeError) as error:
        raise in_words(error, wanted.dataset) from error
    chosen = chosen_files(files, wanted)
    print(f"{printable(wanted.dataset)} at revision {printable(commit)}:")
    missing = say_plan(chosen, wanted.out)
    if missing and not wanted.dry_run and not agreed(wanted):
        raise FetchError(1, "nothing was fetched")
    for file in [] if wanted.dry_run else missing:
        try:
            fetch(file, wanted, commit)
        except hub_errors.HTTPError as error:
            raise in_words(error, wanted.dataset) from error
        except OSError as error:
            code = 5 if error.errno == 28 else 7  # ENOSPC
            raise FetchError(code, f"cannot write {printable(file.place(wanted.out))}: "
                                   f"{printable(error.strerror or error)}") from error
    if not wanted.dry_run:
        print("\nNow report on it:\n  " + report_command(chosen, wanted))


def main() -> int:
    try:
        run(sys.argv[1:])
    except FetchError as error:
        print(f"fetch_dumps: {error}", file=sys.stderr)
        return error.code
    except KeyboardInterrupt:
        print("\nfetch_dumps: interrupted; run it again to go on", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
