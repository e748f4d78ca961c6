"""The charts as pictures: report --charts, and scripts/render_charts.py on a report that is there."""

from __future__ import annotations

import html
import json
import os
import re
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
import zlib
from pathlib import Path

from . import program, small_hub
from .program import ProgramTest, generated_hub

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "scripts" / "render_charts.py"
LICENCES = ROOT / "licences" / "charts.txt"
HOSTILE = ["evil/<script>alert(1)</script>", "evil/]]>&amp;\"'", "evil/\u05d0\u05d1"]
SVG = "{http://www.w3.org/2000/svg}"


def png_size(png: bytes) -> tuple[int, int]:
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")


def png_bytes(png: bytes) -> bytes:
    """The pixels' bytes, filtered as they are in the file."""
    at, packed = 8, b""
    while at < len(png):
        length, kind = int.from_bytes(png[at:at + 4], "big"), png[at + 4:at + 8]
        if kind == b"IDAT":
            packed += png[at + 8:at + 8 + length]
        at += 12 + length
    return zlib.decompress(packed)


class ChartsTest(ProgramTest):
    def setUp(self) -> None:
        super().setUp()
        self.models = small_hub.write_models(self.folder / "models.parquet")
        self.python = {**os.environ, "HUBCENSUS_PYTHON": sys.executable}

    def run_report(self, *arguments: object, **environment: str) -> subprocess.CompletedProcess:
        return program.run("report", "--models", self.models, "--out", self.out, *arguments,
                           env={**self.python, **environment})

    def render(self, *arguments: object) -> subprocess.CompletedProcess:
        return subprocess.run([sys.executable, SCRIPT, *map(str, arguments)], capture_output=True,
                              text=True, timeout=120, check=False)

    def names(self, ending: str) -> set[str]:
        return {path.name.removesuffix(ending) for path in (self.out / "charts").glob("*" + ending)}

    def assert_picture(self, svg: Path) -> ET.Element:
        root = ET.parse(svg).getroot()
        self.assertEqual(root.tag, SVG + "svg")
        marks = [path for group in root.iter(SVG + "g") if "mark-" in group.get("class", "") and
                 "role-mark" in group.get("class", "") for path in group]
        self.assertGreater(len(marks), 0, svg)
        png = svg.with_suffix(".png").read_bytes()
        self.assertEqual(png[:8], b"\x89PNG\r\n\x1a\n")
        width, height = png_size(png)
        self.assertEqual((width, height), (round(2 * float(root.get("width"))),
                                           round(2 * float(root.get("height")))), svg)
        self.assertGreaterEqual(width, 1600)
        self.assertGreater(len(set(png_bytes(png))), 16, svg)  # not one colour alone
        return root

    def test_every_chart_is_a_picture_beside_its_file(self) -> None:
        hub = generated_hub()
        self.models = hub / "models.parquet"
        done = self.run_report("--downloads", hub / "downloads", "--charts", "svg,png", "--only",
                               "country_share,size_classes,communities,likes,outlook")
        self.assertEqual(done.returncode, 0, done.stderr)
        names = self.names(".vl.json")
        self.assertGreater(len(names), 8)
        self.assertEqual(self.names(".svg"), names)
        self.assertEqual(self.names(".png"), names)
        for name in names:
            with self.subTest(name):
                root = self.assert_picture(self.out / "charts" / f"{name}.svg")
                chart = json.loads((self.out / "charts" / f"{name}.vl.json").read_text())
                texts = [text.text for text in root.iter(SVG + "text")]
                self.assertIn(chart["usermeta"]["caption"], texts)
        stages = [stage["name"] for stage in
                  json.loads((self.out / "manifest.json").read_text())["stages"]]
        self.assertIn("draw pictures", stages)

    def test_the_script_draws_a_report_that_is_there_and_always_the_same(self) -> None:
        few = ["--only", "growth,concentration"]
        done = self.run_report(*few)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.names(".svg"), set())
        done = self.render(self.out, "--format", "svg")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.names(".svg"), self.names(".vl.json"))
        self.assertEqual(self.names(".png"), set())
        verified = self.assert_done("verify", self.out).stdout
        self.assertIn(f"drawn later, not checked: {len(self.names('.svg'))}\n", verified)
        told = json.loads(self.assert_done("verify", self.out, "--json").stdout)
        self.assertEqual(told["later_pictures"],
                         sorted(f"charts/{name}.svg" for name in self.names(".vl.json")))
        first = self.pictures()
        self.assertEqual(self.render(self.out).returncode, 0)
        both = self.pictures()
        self.assertEqual({name: both[name] for name in first}, first)
        again = self.run_report("--force", "--charts", "png,svg", *few)
        self.assertEqual(again.returncode, 0, again.stderr)
        for name, picture in self.pictures().items():
            if not name.startswith("run."):  # of the time that it took
                self.assertTrue(picture == both[name], name)
        self.assertEqual(self.names(".png"), self.names(".vl.json"))
        self.assertNotIn("later", self.assert_done("verify", self.out).stdout)

    def pictures(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in (self.out / "charts").iterdir()
                if path.suffix in (".svg", ".png")}

    def test_hostile_names_stay_text(self) -> None:
        self.models = self.folder / "models.json"
        self.models.write_text(json.dumps(
            [{"id": name, "createdAt": "2024-03-05T00:00:00.000Z", "downloads": 9 - i,
              "downloadsAllTime": 90 - i, "library_name": name, "pipeline_tag": "<b>task</b>"}
             for i, name in enumerate(HOSTILE)]))
        done = self.run_report("--charts", "svg,png", "--only", "communities")
        self.assertEqual(done.returncode, 0, done.stderr)
        texts = set()
        for svg in (self.out / "charts").glob("*.svg"):
            root = self.assert_picture(svg)
            tags = {element.tag.removeprefix(SVG) for element in root.iter()}
            self.assertLessEqual(tags, {"svg", "g", "path", "rect", "line", "text", "tspan", "title",
                                        "defs", "clipPath", "linearGradient", "stop"})
            texts |= {element.text for element in root.iter(SVG + "text")}
        self.assertIn("<b>task</b>", texts)

    def test_a_chart_reaches_for_nothing(self) -> None:
        self.assertEqual(self.run_report("--only", "growth").returncode, 0)
        chart = self.out / "charts" / "growth.vl.json"
        secret = small_hub.write_text(self.folder / "secret.csv", "x,y\n1,2\n")
        for url in (secret.as_uri(), "http://127.0.0.1:9/x.csv"):
            chart.write_text(json.dumps({"data": {"url": url}, "mark": "bar", "encoding": {
                "x": {"field": "x"}, "y": {"field": "y"}}}))
            done = self.render(self.out, "--format", "svg")
            self.assertEqual(done.returncode, 4, done.stderr)
            self.assertIn("names an address", done.stderr)
        for text in ("[1]", '{"mark": ' + "[" * 900 + "]" * 900 + "}"):
            chart.write_text(text)
            done = self.render(self.out, "--format", "svg")
            self.assertEqual((done.returncode, done.stderr.count("\n")), (4, 1), done.stderr)

    def test_a_link_in_the_folder_leads_no_picture_elsewhere(self) -> None:
        self.assertEqual(self.run_report("--only", "growth").returncode, 0)
        mine = small_hub.write_text(self.folder / "mine.txt", "mine")
        for name in ("growth.svg", "growth.svg.partial"):
            (self.out / "charts" / name).symlink_to(mine)
        done = self.render(self.out, "--format", "svg")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(mine.read_text(), "mine")
        self.assertFalse((self.out / "charts" / "growth.svg").is_symlink())

    def test_the_page_carries_the_licences_of_the_library(self) -> None:
        self.assertEqual(self.run_report("--only", "growth").returncode, 0)
        page = (self.out / "report.html").read_text(encoding="utf-8")
        carried = re.search(r"<summary>Licences of .*?<pre>(.*?)</pre>", page, re.DOTALL).group(1)
        self.assertEqual(html.unescape(carried), LICENCES.read_text(encoding="utf-8"))

    def test_what_cannot_be_drawn_is_said_before_the_work(self) -> None:
        missing = self.folder / "missing.parquet"  # it would be found out later
        bare = small_hub.write_text(self.folder / "bare-python", "#!/bin/sh\nexit 6\n")
        bare.chmod(0o755)
        for python, needle in [("/nonexistent/python", "cannot be run"), (bare, "has it not")]:
            os.environ["HUBCENSUS_PYTHON"] = str(python)
            self.addCleanup(os.environ.pop, "HUBCENSUS_PYTHON", None)
            self.assert_report_refused(6, ["--models", missing, "--charts", "svg"], needle,
                                       "vl-convert-python")
        self.assert_report_refused(2, ["--models", missing, "--charts", "svg,pdf"], "'pdf'")
        self.assertEqual(self.render(self.folder).returncode, 3)
        self.assertEqual(self.render(self.folder, "--format", "gif").returncode, 2)

    def test_a_picture_that_fails_leaves_no_report(self) -> None:
        done = self.run_report("--charts", "svg", HUBCENSUS_PYTHON=self.python_that("exit 7"))
        self.assertEqual(done.returncode, 7, done.stderr)
        self.assertIn("could not be made", done.stderr)
        self.assertFalse(self.out.exists())
        self.assert_no_partial_folder()

    def python_that(self, does: str) -> str:
        """In place of drawing; it says that it can draw."""
        path = small_hub.write_text(
            self.folder / "python", f"#!/bin/sh\ncase $3 in --check) exit 0;; *) {does};; esac\n")
        path.chmod(0o755)
        return str(path)

    def test_a_signal_ends_the_drawing_too(self) -> None:
        drawing = self.folder / "drawing"
        python = self.python_that(f"echo $$ > {drawing}.new; mv {drawing}.new {drawing}; "
                                  "exec sleep 60")
        with subprocess.Popen([program.binary, "report", "--models", self.models, "--out", self.out,
                               "--charts", "svg"], stderr=subprocess.PIPE, text=True,
                              env={**self.python, "HUBCENSUS_PYTHON": python}) as process:
            deadline = time.monotonic() + 30
            while not drawing.exists() and time.monotonic() < deadline:
                time.sleep(0.02)
            process.send_signal(signal.SIGTERM)
            began = time.monotonic()
            _, stderr = process.communicate(timeout=30)
        self.assertLess(time.monotonic() - began, 5)
        self.assertEqual(process.returncode, 143, stderr)
        self.assertFalse(Path(f"/proc/{drawing.read_text().strip()}").exists())
        self.assertFalse(self.out.exists())
        self.assert_no_partial_folder()

    def test_nothing_of_the_folder_it_runs_in_is_imported(self) -> None:
        small_hub.write_text(self.folder / "json.py", "raise SystemExit('imported')\n")
        small_hub.write_text(self.folder / "vl_convert.py", "raise SystemExit('imported')\n")
        done = program.run("report", "--models", self.models, "--out", self.out, "--charts", "svg",
                           "--only", "growth", env=self.python, cwd=self.folder)
        self.assertEqual(done.returncode, 0, done.stderr)
