"""Installs the build into a folder and uses the program there, with nothing of the build's Python.

    install.py --cmake CMAKE --build DIR [--prefix DIR]

--prefix: an installation that is there already, such as an unpacked package.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C"}  # no LD_LIBRARY_PATH
SYSTEM = ("/lib/", "/lib64/", "/usr/lib/")


def run(*command: object) -> str:
    return subprocess.run([*map(str, command)], env=ENVIRONMENT, check=True, text=True,
                          stdout=subprocess.PIPE).stdout


def check_libraries(prefix: Path) -> None:
    """Each library comes from the prefix or the system; what the prefix has, from the prefix."""
    program = prefix / "bin" / "hubcensus"
    own = {path.name for path in (prefix / "lib" / "hubcensus").glob("*.so*")}
    found = dict(re.findall(r"^\t(\S+) => (.+) \(", run("ldd", program), re.MULTILINE))
    assert "libarrow" in " ".join(found), found
    for name, path in found.items():
        resolved = Path(path).resolve()
        if name in own:
            assert resolved.parent == (prefix / "lib" / "hubcensus").resolve(), (name, path)
        else:
            assert str(resolved).startswith(SYSTEM), (name, path)
    print(f"{len(found)} libraries, of the installation: {', '.join(sorted(own))}")


def check_documents(prefix: Path) -> None:
    documents = prefix / "share" / "doc" / "hubcensus"
    for name, words in (("LICENSE", "Apache License"), ("NOTICE", "Vega"),
                        ("README.md", "# hubcensus"), ("CHANGELOG.md", "# Changelog"),
                        ("licences/charts.txt", "University of Washington")):
        assert words in (documents / name).read_text(encoding="utf-8"), name
    readme = (documents / "README.md").read_text(encoding="utf-8")
    pictures = re.findall(r"!\[[^]]*\]\(([^)]+)\)", readme)
    assert pictures, "README shows no picture"
    for picture in pictures:
        assert (documents / picture).read_bytes().startswith(b"\x89PNG"), picture
    if any((prefix / "lib" / "hubcensus").glob("libarrow*")):
        text = (documents / "licences" / "arrow" / "LICENSE.txt").read_text(encoding="utf-8")
        assert "Apache License" in text and "jemalloc" in text


def check_completions(prefix: Path) -> None:
    for name, words in (("bash-completion/completions/hubcensus", "complete -F _hubcensus"),
                        ("zsh/*/_hubcensus", "#compdef hubcensus"),
                        ("fish/vendor_completions.d/hubcensus.fish", "complete -c hubcensus")):
        files = list((prefix / "share").glob(name))
        assert len(files) == 1, (name, files)
        assert words in files[0].read_text(encoding="utf-8"), name


def check_man_pages(prefix: Path, build: Path | None) -> None:
    installed = {page.name for page in (prefix / "share" / "man" / "man1").glob("*")}
    made = installed if build is None else {page.name for page in (build / "man").glob("*")}
    assert installed == made, (installed, made)
    if not made:
        print("skipped: no man pages, which the whole build makes where help2man is")
        return
    assert {"hubcensus.1", "hubcensus-report.1"} <= installed, installed
    print(f"{len(installed)} man pages")


def check_use(prefix: Path, scratch: Path) -> None:
    program, hub, out = prefix / "bin" / "hubcensus", scratch / "hub", scratch / "report"
    run(program, "generate", "--models", 200, "--records", 2000, "--seed", 1, "--out", hub)
    run(program, "report", "--models", hub / "models.parquet", "--downloads", hub / "downloads",
        "--accounts", hub / "accounts.csv", "--out", out)
    print(run(program, "verify", out), end="")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cmake", default="cmake", metavar="CMAKE")
    parser.add_argument("--build", type=Path, metavar="DIR")
    parser.add_argument("--prefix", type=Path, metavar="DIR")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="hubcensus-install-") as folder:
        prefix = arguments.prefix
        if prefix is None:
            prefix = Path(folder) / "a prefix"
            run(arguments.cmake, "--install", arguments.build, "--prefix", prefix)
        check_libraries(prefix)
        check_documents(prefix)
        check_completions(prefix)
        check_man_pages(prefix, arguments.build)
        check_use(prefix, Path(folder))
    print("installed and used")
    return 0


if __name__ == "__main__":
    sys.exit(main())
