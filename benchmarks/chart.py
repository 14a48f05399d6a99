"""A bar chart as SVG, for light and dark pages alike: only this module draws."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

import msgspec

WIDTH, LABEL, VALUE = 720, 130, 120
BAR, GAP, TITLE = 18, 4, 34

STYLE = """\
text { font: 13px system-ui, sans-serif; fill: #1f2328; }
.group { font-weight: 600; }
.bar { fill: #8c959f; } .own { fill: #0969da; } .spread { stroke: #1f2328; stroke-width: 1.5; }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3; }
  .bar { fill: #6e7681; } .own { fill: #4493f8; } .spread { stroke: #e6edf3; }
}
"""


class Bar(msgspec.Struct, frozen=True):
    """A bar as long as `middle`, with a line from the least to the most."""

    label: str
    least: float
    middle: float
    most: float
    text: str


def bar_chart(title: str, groups: Mapping[str, Sequence[Bar]]) -> str:
    """The groups below each other, all bars to one scale; the first bar of a group stands out."""
    longest = max(bar.most for bars in groups.values() for bar in bars) or 1
    scale = (WIDTH - LABEL - VALUE) / longest
    parts: list[str] = []
    top = 0
    for name, bars in groups.items():
        parts.append(f'<text class="group" x="0" y="{top + TITLE - 10}">{escape(name)}</text>')
        top += TITLE
        for at, bar in enumerate(bars):
            parts += _bar(bar, top, scale, "bar own" if at == 0 else "bar")
            top += BAR + GAP
    box = f"0 0 {WIDTH} {top + GAP}"
    begin = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" role="img">'
    head = [begin, f"<title>{escape(title)}</title>", f"<style>\n{STYLE}</style>"]
    return "\n".join([*head, *parts, "</svg>\n"])


def _bar(bar: Bar, top: float, scale: float, kind: str) -> list[str]:
    middle, text = top + BAR / 2, top + BAR - 5
    least, most = LABEL + bar.least * scale, LABEL + bar.most * scale
    return [
        f'<text x="{LABEL - 8}" y="{text:g}" text-anchor="end">{escape(bar.label)}</text>',
        f'<rect class="{kind}" x="{LABEL}" y="{top:g}" width="{bar.middle * scale:.1f}" '
        f'height="{BAR}"/>',
        f'<path class="spread" d="M{least:.1f} {middle:g}H{most:.1f}"/>',
        f'<text x="{most + 8:.1f}" y="{text:g}">{escape(bar.text)}</text>',
    ]
