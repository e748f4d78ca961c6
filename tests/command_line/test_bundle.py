"""scripts/unpack_bundle.py: what scripts/setup.sh --offline does, on a bundle of small files."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
import tarfile
import tempfile
import unittest
import zipfile
from pathlib import Path

from command_line import program

UNPACK = Path(__file__).resolve().parents[2] / "scripts" / "unpack_bundle.py"


def tar_of(files: dict[str, str], links: dict[str, str], codec: str) -> bytes:
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode=f"w:{codec}") as archive:
        for name, text in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(text)
            archive.addfile(member, io.BytesIO(text.encode()))
        for name, target in links.items():
            link = tarfile.TarInfo(name)
            link.type, link.linkname = tarfile.SYMTYPE, target
            archive.addfile(link)
    return content.getvalue()


def ar_of(members: dict[str, bytes]) -> bytes:
    content = b"!<arch>\n"
    for name, data in members.items():
        content += f"{name:<16}{0:<12}{0:<6}{0:<6}{'100644':<8}{len(data):<10}`\n".encode() + data
        content += b"\n" * (len(data) % 2)
    return content


class Bundle(unittest.TestCase):
    def setUp(self) -> None:
        self.folder = Path(tempfile.mkdtemp(dir=program.scratch))
        self.bundle = self.folder / "bundle"
        self.bundle.mkdir()
        self.target = self.folder / "deps" / "offline"
        data = tar_of({"./lib/x86/libx.so.1": "library"},
                      {"./usr/lib/x86/libx.so": "/lib/x86/libx.so.1", "./usr/lib/y": "x86/libx.so"},
                      "xz")
        self.write("libx_1_amd64.deb", ar_of({"debian-binary": b"2.0\nx", "control.tar.xz": b"odd",
                                              "data.tar.xz": data}))
        wheel = io.BytesIO()
        with zipfile.ZipFile(wheel, "w") as archive:
            archive.writestr("of_the_bundle.py", "NAME = 'wheel'\n")
        self.write("of_the_bundle-1-py3-none-any.whl", wheel.getvalue())
        self.write("simdjson.tar.gz", tar_of({"simdjson.h": "header"}, {}, "gz"))

    def write(self, name: str, content: bytes) -> None:
        (self.bundle / name).write_bytes(content)
        lines = [f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n"
                 for file in sorted(self.bundle.iterdir()) if file.name != "SHA256SUMS"]
        (self.bundle / "SHA256SUMS").write_text("".join(lines))

    def unpack(self) -> subprocess.CompletedProcess:
        return subprocess.run([sys.executable, UNPACK, self.bundle, self.target],
                              capture_output=True, text=True, timeout=60, check=False)

    def assert_refused(self, *needles: str) -> None:
        done = self.unpack()
        self.assertEqual(done.returncode, 1, done.stdout)
        for needle in needles:
            self.assertIn(needle, done.stderr)

    def test_all_kinds_are_unpacked_and_what_was_there_goes(self) -> None:
        for _ in range(2):
            done = self.unpack()
            self.assertEqual(done.returncode, 0, done.stderr)
            for name in ("usr/lib/x86/libx.so", "usr/lib/y"):
                self.assertEqual((self.target / name).read_text(), "library")
                self.assertFalse(os.readlink(self.target / name).startswith("/"))
            self.assertEqual((self.target / "simdjson/simdjson.h").read_text(), "header")
            shown = subprocess.run([self.target / "bin/python", "-c",
                                    "import of_the_bundle; print(of_the_bundle.NAME)"],
                                   capture_output=True, text=True, timeout=60, check=True)
            self.assertEqual(shown.stdout, "wheel\n")
            self.assertFalse((self.target / "left").exists())
            (self.target / "left").write_text("of before")

    def test_a_changed_file_is_refused(self) -> None:
        with (self.bundle / "simdjson.tar.gz").open("ab") as file:
            file.write(b"x")
        self.assert_refused("simdjson.tar.gz", "SHA256SUMS")
        self.assertFalse(self.target.exists())

    def test_a_missing_file_and_no_bundle_are_refused(self) -> None:
        (self.bundle / "simdjson.tar.gz").unlink()
        self.assert_refused("simdjson.tar.gz", "missing")
        (self.bundle / "SHA256SUMS").unlink()
        self.assert_refused("no bundle")

    def test_a_package_that_leads_outside_is_refused(self) -> None:
        if not hasattr(tarfile, "data_filter"):
            self.skipTest("this Python cannot see to it")
        for data in (tar_of({"../../out": "x"}, {}, "xz"), tar_of({}, {"./a": "../../b"}, "xz")):
            self.write("libz_1_amd64.deb", ar_of({"data.tar.xz": data}))
            self.assert_refused("outside")
            self.assertFalse(self.target.exists())

    def test_broken_and_strange_files_are_refused(self) -> None:
        self.write("liby_1_amd64.deb", b"!<arch>\n")
        self.assert_refused("liby_1_amd64.deb", "no Debian package")
        self.write("liby_1_amd64.deb", ar_of({"data.tar.zst": b"zst"}))
        self.assert_refused("data.tar.zst")
        (self.bundle / "liby_1_amd64.deb").unlink()
        self.write("notes.txt", b"x")
        self.assert_refused("notes.txt", "no kind")
