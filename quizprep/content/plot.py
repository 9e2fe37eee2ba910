"""Curves, contours and bars in plain Unicode, for the figures of questions.

Pure Python and deterministic; nothing is wider than `COLUMNS`. Colour is never needed: each curve has its own mark.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise, zip_longest
from math import floor, isfinite, log10
from unicodedata import combining, east_asian_width

COLUMNS = 72
MARKS = "*o+x#@%&"
BANDS = " ·:░▒"
_EIGHTHS = " ▏▎▍▌▋▊▉█"
_BRAILLE = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))

Point = tuple[float, float]
Path = Sequence[Point]
Series = Sequence[tuple[str, Path]]


def plot(
    series: Series,
    *,
    width: int = 60,
    height: int = 14,
    y: tuple[float, float] | None = None,
    xlabel: str = "",
    ylabel: str = "",
) -> str:
    """Curves on common axes.

    `series` holds pairs of name and points, x ascending; a point that is not finite breaks its curve. One curve is
    drawn in fine dots; of several, each has its own mark (its name, where that is one character), named in a legend;
    where curves meet, the marks alternate. `y` is the range shown (by default round numbers around all points), what is
    outside is left out. `width` and `height` are those of the drawing area.
    """
    points = [p for _, path in series for p in path if isfinite(p[0]) and isfinite(p[1])]
    if not points:
        raise ValueError("there is nothing to plot")
    xs, ys = _spread([p[0] for p in points]), y or _spread([p[1] for p in points])
    ticks = _ticks(*ys, count=max(2, min(5, height // 3)))
    ys = y or (ticks[0], ticks[-1])
    frame = _Frame(xs, ys, ticks, width, height)
    grid = (_fine if len(series) == 1 else _marked)(series, xs, ys, frame.width, height)
    if ys[0] < 0 < ys[1]:
        zero = _place(0.0, *ys, height - 1, down=True)
        grid[zero] = [c if c != " " else "·" for c in grid[zero]]
    legend = _legend(series, _marks(series, MARKS), frame.margin + 2) if len(series) > 1 else []
    return "\n".join([*filter(None, [ylabel]), *frame.lines(grid, xlabel), *legend])


def contour(
    f: Callable[[float, float], float],
    xs: tuple[float, float],
    ys: tuple[float, float],
    paths: Series,
    *,
    width: int = 60,
    height: int = 20,
) -> str:
    """Level bands of `f`, lightest where it is lowest, with `paths` on top.

    `xs` and `ys` are the ranges shown, as (low, high). The points of a path show its mark (a letter: its name, where
    that is one character); the way between them shows the same letter in lower case. Bands are of equal width in
    √(f − min f), so that a quadratic has even rings.
    """
    frame = _Frame(xs, ys, _ticks(*ys, count=4), width, height)
    width = frame.width
    values = [
        [f(_at(c, xs, width - 1), _at(height - 1 - r, ys, height - 1)) for c in range(width)] for r in range(height)
    ]
    low, high = min(map(min, values)), max(map(max, values))
    bands = 2 * len(BANDS)  # every other one is blank
    grid = []
    for line in values:
        levels = [min(bands - 1, int(bands * ((v - low) / (high - low or 1.0)) ** 0.5)) for v in line]
        grid.append([BANDS[level // 2] if level % 2 == 0 else " " for level in levels])
    marks = _marks(paths, "ABCDEFGH")
    spots = [[(_place(b, *ys, height - 1, down=True), _place(a, *xs, width - 1)) for a, b in path] for _, path in paths]
    for mark, places in zip(marks, spots, strict=True):
        for a, b in pairwise(places):
            _put(grid, _line(a, b), mark.lower())
    for mark, places in zip(marks, spots, strict=True):
        _put(grid, places, mark)
    plain = all(mark == name for mark, (name, _) in zip(marks, paths, strict=True))
    return "\n".join(frame.lines(grid, "") + ([] if plain else _legend(paths, marks, frame.margin + 2)))


def bars(rows: Sequence[tuple[str, float]], *, width: int = 40) -> str:
    """Horizontal bars with their numbers, to one scale that begins at 0; negative ones go to the left of the line."""
    label_width = max(cells(label) for label, _ in rows)
    numbers = [f"{value:.3g}".replace("-", "−") for _, value in rows]
    width = min(width, COLUMNS - label_width - max(map(len, numbers)) - 4)
    low, high = min(0.0, *(v for _, v in rows)), max(0.0, *(v for _, v in rows))
    left = round(width * -low / (high - low)) if low < 0 else 0
    unit = (high - low) / width or 1.0
    lines = []
    for (label, value), number in zip(rows, numbers, strict=True):
        full, part = divmod(round(8 * abs(value) / unit), 8)
        if value < 0:
            drawn = ("█" * max(1, round(abs(value) / unit))).rjust(left)[-left:] + "│"
        else:
            drawn = " " * left + "│" + "█" * full + (_EIGHTHS[part] if part else "")
        lines.append(f"{label}{' ' * (label_width - cells(label))} {drawn} {number}")
    return "\n".join(lines)


def beside(left: str, right: str, *, gap: int = 3) -> str:
    """Two pictures next to each other, aligned at the top."""
    a, b = left.splitlines(), right.splitlines()
    size = max(map(cells, a)) + gap
    return "\n".join(f"{x}{' ' * (size - cells(x))}{y}".rstrip() for x, y in zip_longest(a, b, fillvalue=""))


def cells(text: str) -> int:
    """Columns that `text` takes in a terminal."""
    return sum(0 if combining(c) else 1 + (east_asian_width(c) in "WF") for c in text)


class _Frame:
    """The axes around a grid of characters."""

    def __init__(self, xs: Point, ys: Point, ticks: Sequence[float], width: int, height: int) -> None:
        shown = [v for v in ticks if ys[0] <= v <= ys[1]]
        self.labels = {_place(v, *ys, height - 1, down=True): _number(v, ticks) for v in shown}
        self.margin = max(map(len, self.labels.values()), default=0)
        self.width = min(width, COLUMNS - self.margin - 2)
        self.xs = xs

    def lines(self, grid: list[list[str]], xlabel: str) -> list[str]:
        """The rows with their numbers, the x axis, its numbers and its label."""
        margin, width = self.margin, self.width
        starts = [f"{self.labels.get(r, ''):>{margin}} {'┤' if r in self.labels else '│'}" for r in range(len(grid))]
        found = [f"{start}{''.join(line)}".rstrip() for start, line in zip(starts, grid, strict=True)]
        ticks = _ticks(*self.xs, count=max(4, width // 10))
        axis, numbers, end = ["─"] * width, "", 0
        for value in (v for v in ticks if self.xs[0] - 1e-9 <= v <= self.xs[1] + 1e-9):
            column, text = _place(value, *self.xs, width - 1), _number(value, ticks)
            start = margin + 2 + min(column - len(text) // 2, width - len(text))
            if start >= end:
                axis[column] = "┬"
                numbers, end = f"{numbers:<{start}}{text}", start + len(text) + 1
        found += [f"{' ' * (margin + 1)}└{''.join(axis)}", numbers]
        return found + ([" " * (margin + 2 + (width - cells(xlabel)) // 2) + xlabel] if xlabel else [])


def _spread(values: Sequence[float]) -> Point:
    low, high = min(values), max(values)
    return (low, high) if high > low else (low - 0.5, high + 0.5)


def _ticks(low: float, high: float, count: int) -> list[float]:
    """Round numbers from at most `low` to at least `high`, about `count` of them."""
    raw = (high - low) / count
    unit = 10.0 ** floor(log10(raw))
    step = next(m * unit for m in (1, 2, 2.5, 5, 10) if m * unit >= raw * 0.999)
    first, last = floor(low / step + 1e-9), -floor(-high / step + 1e-9)
    return [round(i * step, 12) for i in range(first, last + 1)]


def _number(value: float, ticks: Sequence[float]) -> str:
    step = abs(ticks[1] - ticks[0]) if len(ticks) > 1 else abs(value) or 1.0
    if step < 1e-4 or abs(value) >= 1e6:
        return f"{value:.1e}".replace("-", "−") if value else "0"
    decimals = next((d for d in range(6) if abs(round(step, d) - step) < 1e-9 * step), 6)
    return f"{value:.{decimals}f}".replace("-", "−")


def _at(index: int, span: tuple[float, float], last: int) -> float:
    return span[0] + (span[1] - span[0]) * index / last


def _place(value: float, low: float, high: float, last: int, *, down: bool = False) -> int:
    share = (value - low) / (high - low)
    return floor(last * (1 - share if down else share) + 0.5)


def _put(grid: list[list[str]], places: Sequence[tuple[int, int]], mark: str) -> None:
    for row, column in places:
        if 0 <= row < len(grid) and 0 <= column < len(grid[0]):
            grid[row][column] = mark


def _line(a: tuple[int, int], b: tuple[int, int]) -> list[tuple[int, int]]:
    steps = min(max(abs(a[0] - b[0]), abs(a[1] - b[1]), 1), 2000)
    return [(round(a[0] + (b[0] - a[0]) * i / steps), round(a[1] + (b[1] - a[1]) * i / steps)) for i in range(steps)]


def _samples(path: Path, xs: Point, columns: int) -> list[float | None]:
    """The height of the curve in the middle of each column, None where it has none."""
    found: list[float | None] = []
    pairs = [(a, b) for a, b in pairwise(path) if isfinite(a[1]) and isfinite(b[1]) and a[0] < b[0]]
    for column in range(columns):
        x = _at(column, xs, columns - 1)
        (x0, y0), (x1, y1) = next((p for p in pairs if p[0][0] - 1e-9 <= x <= p[1][0] + 1e-9), ((0, 0), (0, 0)))
        found.append(y0 + (y1 - y0) * (x - x0) / (x1 - x0) if x1 > x0 else None)
    return found


def _drawn(path: Path, xs: Point, ys: Point, columns: int, rows: int) -> list[range]:
    """For each column, the rows that the curve covers: steep parts are filled up to the neighbours."""
    edge = (ys[1] - ys[0]) * 1e-9
    found, before, was_inside = [], None, False
    for value in _samples(path, xs, columns):
        inside = value is not None and ys[0] - edge <= value <= ys[1] + edge
        place = None if value is None else max(-1, min(rows, _place(value, *ys, rows - 1, down=True)))
        first, last = (0, -1) if place is None else (place, place)
        if place is not None and before is not None and abs(place - before) > 1:
            first, last = (before + 1, place) if place > before else (place, before - 1)
        seen = inside or (was_inside and before is not None)
        found.append(range(max(0, first), min(rows - 1, last) + 1) if seen else range(0))
        before, was_inside = place, inside
    return found


def _fine(series: Series, xs: Point, ys: Point, width: int, height: int) -> list[list[str]]:
    dots = [[0] * width for _ in range(height)]
    for column, covered in enumerate(_drawn(series[0][1], xs, ys, 2 * width, 4 * height)):
        for row in covered:
            dots[row // 4][column // 2] |= _BRAILLE[column % 2][row % 4]
    return [[chr(0x2800 + d) if d else " " for d in line] for line in dots]


def _marked(series: Series, xs: Point, ys: Point, width: int, height: int) -> list[list[str]]:
    found: list[list[str]] = [[""] * width for _ in range(height)]
    for mark, (_, path) in zip(_marks(series, MARKS), series, strict=True):
        for column, covered in enumerate(_drawn(path, xs, ys, width, height)):
            for row in covered:
                found[row][column] += mark
    return [[c[i // 2 % len(c)] if c else " " for i, c in enumerate(line)] for line in found]


def _marks(series: Series, letters: str) -> list[str]:
    named = [name if len(name) == 1 and name.isascii() else "" for name, _ in series]
    free = [m for m in letters if m not in named]
    return [name or free.pop(0) for name in named]


def _legend(series: Series, marks: list[str], indent: int) -> list[str]:
    lines = ["", " " * indent]
    for mark, (name, _) in zip(marks, series, strict=True):
        entry = f"{mark} {name}" if name != mark else mark * 3
        if cells(lines[-1]) + cells(entry) > COLUMNS and lines[-1].strip():
            lines.append(" " * indent)
        lines[-1] += entry + "    "
    return [line.rstrip() for line in lines]
