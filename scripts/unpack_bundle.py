"""Unpacks a bundle of scripts/bundle_deps.sh with nothing but Python: no root, no dpkg.

    unpack_bundle.py BUNDLE FOLDER

FOLDER gets usr/ (of the Debian packages), python/ (of the wheel), simdjson/, and bin/python, which
runs the python3 of the PATH with python/ added. What is there is replaced.
"""

from __future__ import annotations

import hashlib
import io
import posixpath
import shlex
import shutil
import sys
import tarfile
import zipfile
from pathlib import Path

AR_MAGIC = b"!<arch>\n"
AR_HEADER_BYTES = 60


def check_sums(bundle: Path) -> list[Path]:
    """The files that SHA256SUMS names, each as it says."""
    sums = bundle / "SHA256SUMS"
    if not sums.is_file():
        sys.exit(f"setup: '{bundle}' is no bundle: it has no SHA256SUMS (scripts/bundle_deps.sh "
                 "makes one)")
    files = []
    for line in sums.read_text(encoding="utf-8").splitlines():
        wanted, name = line.split("  ", 1)
        file = bundle / name
        if not file.is_file() or hashlib.sha256(file.read_bytes()).hexdigest() != wanted:
            sys.exit(f"setup: '{file}' is missing or not what SHA256SUMS says")
        files.append(file)
    return files


def deb_data(deb: Path) -> tarfile.TarFile:
    """The member data.tar.* of the ar archive that a Debian package is."""
    content = deb.read_bytes()
    position = len(AR_MAGIC)
    while content.startswith(AR_MAGIC) and position + AR_HEADER_BYTES <= len(content):
        header = content[position:position + AR_HEADER_BYTES]
        name = header[:16].decode().strip().rstrip("/")
        size = int(header[48:58])
        begin = position + AR_HEADER_BYTES
        if name.startswith("data.tar"):
            if not name.endswith((".xz", ".gz", ".tar")):
                sys.exit(f"setup: '{deb}' holds {name}, which Python cannot unpack")
            return tarfile.open(fileobj=io.BytesIO(content[begin:begin + size]))
        position = begin + size + size % 2
    sys.exit(f"setup: '{deb}' is no Debian package")


def merged(path: str) -> str:
    """Debian's /lib is /usr/lib, whatever path a package gives."""
    path = posixpath.normpath(path).lstrip("/")
    return f"usr/{path}" if path.startswith("lib") else path


def unpack_deb(deb: Path, folder: Path) -> None:
    with deb_data(deb) as archive:
        for member in archive.getmembers():
            member.name = merged(member.name)
            if member.issym() and member.linkname.startswith("/"):
                member.linkname = posixpath.relpath(merged(member.linkname),
                                                    posixpath.dirname(member.name))
            extract(archive, [member], folder)


def extract(archive: tarfile.TarFile, members: list[tarfile.TarInfo], folder: Path) -> None:
    """Nothing may lead out of the folder, where this Python can see to it."""
    if hasattr(tarfile, "data_filter"):
        archive.extractall(folder, members, filter="data")
    else:
        archive.extractall(folder, members)


def unpack(file: Path, folder: Path) -> None:
    if file.suffix == ".deb":
        unpack_deb(file, folder)
    elif file.suffix == ".whl":
        with zipfile.ZipFile(file) as wheel:
            wheel.extractall(folder / "python")
    elif file.name == "simdjson.tar.gz":
        with tarfile.open(file) as archive:
            extract(archive, archive.getmembers(), folder / "simdjson")
    else:
        sys.exit(f"setup: '{file}' is of no kind that a bundle holds")


def write_python(folder: Path, target: Path) -> None:
    program = folder / "bin" / "python"
    program.parent.mkdir()
    packages = shlex.quote(str(target / "python"))
    program.write_text(f"#!/bin/sh\nPYTHONPATH={packages}${{PYTHONPATH:+:$PYTHONPATH}} "
                       'exec python3 "$@"\n', encoding="utf-8")
    program.chmod(0o755)


def main() -> None:
    bundle, target = Path(sys.argv[1]), Path(sys.argv[2]).absolute()
    files = check_sums(bundle)
    folder = target.with_name(target.name + ".partial")  # the build must find all of it or nothing
    for old in (folder, target):
        shutil.rmtree(old, ignore_errors=True)
    (folder / "simdjson").mkdir(parents=True)
    for file in files:
        unpack(file, folder)
    write_python(folder, target)
    folder.rename(target)
    print(f"setup: unpacked {len(files)} files of '{bundle}' into {target}")


if __name__ == "__main__":
    main()
