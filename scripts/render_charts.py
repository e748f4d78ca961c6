"""Renders the charts of a report (OUT/charts/*.vl.json) as pictures beside them, for slides.

    render_charts.py OUT --format svg,png

It needs the wheel vl-convert-python, which scripts/setup.sh puts into .venv, and no network: a chart
that names an address is refused. The font is the wheel's own Liberation Sans, so that the pictures
are the same everywhere; names in scripts that it lacks, such as Chinese, take a font of the system.
`hubcensus report --charts svg,png` runs this text, which is compiled into it.

Exit codes: 0 done, 2 usage, 3 no charts, 4 not a chart, 5 disk full, 6 no vl_convert, 7 not writable,
130 interrupted.
"""

from __future__ import annotations

import sys

sys.path[:] = [folder for folder in sys.path if folder]  # nothing from the folder it runs in

import argparse
import errno
import json
import os
from pathlib import Path

WIDTH = 800  # of a chart that fills its place, in the pixels of a PNG half as wide
PNG_SCALE = 2
FONT = "Liberation Sans, Arial, sans-serif"
ENDING = ".vl.json"


class RenderError(Exception):
    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


def printable(text: object) -> str:
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in str(text))


def renderer():  # the module
    try:
        import vl_convert
    except ImportError:
        raise RenderError(6, f"{printable(sys.executable)} lacks vl_convert: run scripts/setup.sh and "
                             "take .venv/bin/python, or install vl-convert-python") from None
    return vl_convert


def names_an_address(part: object) -> bool:
    if isinstance(part, dict):
        return "url" in part or any(map(names_an_address, part.values()))
    return isinstance(part, list) and any(map(names_an_address, part))


def for_paper(path: Path) -> dict:
    """The chart of a file, with a title, a width and a white ground of its own."""
    try:
        chart = json.loads(path.read_text(encoding="utf-8"))
        if chart.get("width") == "container":
            chart["width"] = WIDTH
        if caption := chart.get("usermeta", {}).get("caption"):
            chart["title"] = {"text": caption, "anchor": "start", "offset": 12, "fontSize": 15}
        chart["config"] = {**chart.get("config", {}), "background": "white", "font": FONT}
        if names_an_address(chart):
            raise RenderError(4, f"names an address, whose data is not fetched: {printable(path)}")
    except (ValueError, AttributeError, TypeError, RecursionError):
        raise RenderError(4, f"not a chart: {printable(path)}") from None
    return chart


def write(path: Path, content: bytes) -> None:
    partial = path.with_name(path.name + ".partial")
    try:
        partial.unlink(missing_ok=True)
        with partial.open("xb") as file:  # a new file: where a link points, nothing is written
            file.write(content)
        os.replace(partial, path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        code = 5 if error.errno in (errno.ENOSPC, errno.EDQUOT) else 7
        raise RenderError(code, f"cannot write {printable(path)}: {error.strerror}") from None


def render(path: Path, formats: list[str], vl_convert) -> None:
    try:
        svg = vl_convert.vegalite_to_svg(for_paper(path), allowed_base_urls=[])
        pictures = {"svg": svg.encode()}
        if "png" in formats:
            pictures["png"] = vl_convert.svg_to_png(svg, scale=PNG_SCALE)
    except ValueError as error:
        reason = printable(str(error).strip().splitlines()[0])
        raise RenderError(4, f"cannot be drawn: {printable(path)}: {reason}") from None
    for name in formats:
        write(path.with_name(path.name.removesuffix(ENDING) + "." + name), pictures[name])


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="render_charts.py", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path, nargs="?", metavar="OUT", help="folder of a report")
    parser.add_argument("--format", default="svg,png", metavar="LIST", help="svg, png or both")
    parser.add_argument("--check", action="store_true",
                        help="only tell by the exit code whether this Python can render")
    arguments = parser.parse_args()
    arguments.formats = arguments.format.split(",")
    if not set(arguments.formats) <= {"svg", "png"}:
        parser.error(f"--format knows svg and png, not '{printable(arguments.format)}'")
    if arguments.out is None and not arguments.check:
        parser.error("name the folder of a report")
    return arguments


def main() -> int:
    try:
        arguments = parsed()
        vl_convert = renderer()
        if arguments.check:
            return 0
        charts = sorted((arguments.out / "charts").glob("*" + ENDING))
        if not charts:
            raise RenderError(3, f"there are no charts/*{ENDING} in {printable(arguments.out)}")
        for chart in charts:
            render(chart, arguments.formats, vl_convert)
    except RenderError as error:
        print(f"render_charts: {error}", file=sys.stderr)
        return error.code
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
