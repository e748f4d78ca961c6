"""scale_model.py as an SVG: a line for a count of records, a dot's colour the wall."""

from __future__ import annotations

import math
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 900, 560
LEFT, RIGHT, TOP, BOTTOM = 80, 190, 70, 60
# Okabe and Ito's colours, told apart by colour-blind readers too; the legend names them.
COLOURS = {"storage": "#0072B2", "decode": "#E69F00", "PCIe": "#D55E00", "fold": "#CC79A7",
           "merge": "#009E73", "report": "#666666"}


class Axes:
    """Logarithmic, both: GPUs by powers of two, seconds by powers of ten."""

    def __init__(self, points: list) -> None:
        totals = [point.total_s() for point in points]
        self.low = math.floor(math.log10(min(totals)))
        self.high = max(math.ceil(math.log10(max(totals))), self.low + 1)
        self.gpus = sorted({point.gpus for point in points})

    def x(self, gpus: int) -> float:
        return LEFT + math.log2(gpus) / math.log2(self.gpus[-1]) * (WIDTH - LEFT - RIGHT)

    def y(self, seconds: float) -> float:
        share = (math.log10(seconds) - self.low) / (self.high - self.low)
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)


def text(x: float, y: float, words: str, extra: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" {extra}>{escape(words)}</text>'


def grid(axes: Axes) -> list[str]:
    parts = []
    for power in range(axes.low, axes.high + 1):
        y = axes.y(10.0**power)
        parts.append(f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="#ddd"/>')
        parts.append(text(LEFT - 8, y + 4, f"{10.0**power:,.10g} s", 'text-anchor="end"'))
    for gpus in axes.gpus:
        parts.append(text(axes.x(gpus), HEIGHT - BOTTOM + 18, f"{gpus:,}", 'text-anchor="middle"'))
    parts.append(text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 16, "GPUs", 'text-anchor="middle"'))
    return parts


def line(axes: Axes, points: list) -> list[str]:
    places = [(axes.x(point.gpus), axes.y(point.total_s())) for point in points]
    path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
    dots = [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" fill="{COLOURS[point.wall()]}">'
            f"<title>{point.gpus} GPUs: {point.total_s():.3g} s, wall {point.wall()}</title>"
            "</circle>"
            for point, (x, y) in zip(points, places)]
    power = len(str(points[0].records)) - 1
    # On the left, where the lines lie apart: many GPUs bring them together.
    name = text(places[0][0] + 10, places[0][1] - 8, f"10^{power} records")
    return [f'<path d="{path}" fill="none" stroke="#999" stroke-width="1.5"/>', *dots, name]


def legend() -> list[str]:
    parts = [text(WIDTH - RIGHT + 110, TOP, "wall", 'font-weight="bold"')]
    for row, (name, colour) in enumerate(COLOURS.items(), start=1):
        y = TOP + 18 * row
        parts.append(f'<circle cx="{WIDTH - RIGHT + 115}" cy="{y - 4}" r="4.5" fill="{colour}"/>')
        parts.append(text(WIDTH - RIGHT + 126, y, name))
    return parts


def to_svg(points: list, label: str, scope: str) -> str:
    axes = Axes(points)
    parts = [text(LEFT, 24, "Seconds of a report by GPUs and records", 'font-size="17"'),
             text(LEFT, 44, label, 'font-size="12"'), text(LEFT, 60, scope, 'font-size="12"'),
             *grid(axes)]
    for records in sorted({point.records for point in points}):
        parts += line(axes, [point for point in points if point.records == records])
    parts += legend()
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
            f'font-family="sans-serif" font-size="13" role="img">\n<rect width="{WIDTH}" '
            f'height="{HEIGHT}" fill="#fff"/>\n' + "\n".join(parts) + "\n</svg>\n")
