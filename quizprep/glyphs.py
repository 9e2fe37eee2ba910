"""Glyphs: ten classes of 28×28 stroke drawings, made from a seed; the data of the training tasks. NumPy only.

A glyph is one of ten shapes of lines and arcs, turned, sheared, scaled, bent, shifted, drawn with a pen of random width and strength, crossed by
an eraser and a stray stroke, under noise. The same (count, seed) gives the same bytes on every machine and with every NumPy: all is integer
arithmetic on numbers of our own counter-based generator, but for the distance tables, which use only + − × ÷ √ on float64, rounded to integers.

Sample i of a seed does not depend on `count`: ``draw(100, 7)`` begins as ``draw(10, 7)`` does. Different seeds give unrelated samples.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np

SIZE = 28
CLASSES = 10
NAMES = ("hook", "cross", "zigzag", "cup", "bolt", "triangle", "fork", "spiral", "ladder", "loop")
"""What the classes look like, by label."""

CHUNK = 128
"""Samples that are drawn at once: their arrays stay in the cache."""
UNIT = 16
"""Parts of a pixel that positions are counted in."""
FINE, HALF = 4, 80
"""The distance tables: cells per pixel, and cells from the middle to the edge."""
STEPS = 64
"""Rational rotations in the table, from −MOST_TURN to MOST_TURN (tan of half the angle: about ±28°)."""
MOST_TURN = 0.25

_ARC = ((1.0, 0.0), (0.924, 0.383), (0.707, 0.707), (0.383, 0.924), (0.0, 1.0))
"""A quarter circle."""


def _quarter(cx: float, cy: float, r: float, sx: int, sy: int, *, back: bool = False) -> list[tuple[float, float]]:
    """A quarter of the circle around (cx, cy), from the side to the top or bottom (`sx`, `sy`: which), or `back`."""
    points = [(cx + sx * r * a, cy + sy * r * b) for a, b in _ARC]
    return points[::-1] if back else points


_STROKES: tuple[tuple[list[tuple[float, float]], ...], ...] = (
    ([(2, -8), (2, 2), *_quarter(-3, 2, 5, 1, 1), *_quarter(-3, 2, 5, -1, 1, back=True)],),
    ([(0, -8), (0, 8)], [(-7, -1), (7, -1)]),
    ([(-6, -7), (6, -7), (-6, 7), (6, 7)],),
    ([(-6, -8), (-6, 1), *_quarter(0, 1, 6, -1, 1), *_quarter(0, 1, 6, 1, 1, back=True), (6, -8)],),
    ([(4, -8), (-4, 0), (4, 0), (-4, 8)],),
    ([(0, -8), (7, 6), (-7, 6), (0, -8)],),
    ([(-6, -8), (0, 0), (6, -8)], [(0, 0), (0, 8)]),
    (
        [
            *_quarter(0, 0, 7, 1, -1), *_quarter(0, 0, 7, -1, -1, back=True), *_quarter(1, 0, 8, -1, 1),
            *_quarter(1, 1, 6, 1, 1, back=True), (6, 0), (1, -2),
        ],
    ),
    ([(-5, -8), (-5, 8)], [(5, -8), (5, 8)], [(-5, 0), (5, 0)]),
    (
        [
            *_quarter(0, -3, 5, 1, -1), *_quarter(0, -3, 5, -1, -1, back=True), *_quarter(0, -3, 5, -1, 1),
            *_quarter(0, -3, 5, 1, 1, back=True), (5, -3), (4, 8),
        ],
    ),
)  # fmt: skip
"""Lines through points, in pixels from the middle; y points down."""


def draw(count: int, seed: int) -> tuple[Any, Any]:
    """`count` glyphs and their labels.

    Args:
        count: how many, ≥ 0.
        seed: any integer.

    Returns:
        x: uint8, (count, 28, 28), 0 is paper and 255 is ink.
        y: int64, (count,), from 0 to 9.

    Raises:
        ValueError: when `count` is negative.
    """
    if count < 0:
        raise ValueError(f"count must be at least 0, not {count}")
    x, y = np.empty((count, SIZE, SIZE), np.uint8), np.empty(count, np.int64)
    for start in range(0, count, CHUNK):
        stop = min(start + CHUNK, count)
        words = _Words(seed, np.arange(start, stop, dtype=np.uint64))
        y[start:stop] = labels = words.below(CLASSES)
        x[start:stop] = _drawn(labels, words).reshape(-1, SIZE, SIZE)
    return x, y


class _Words:
    """Random integers for some samples: a hash of seed, number of the sample and number of the word."""

    def __init__(self, seed: int, samples: Any) -> None:
        start = np.array([seed % (1 << 64)], np.uint64)
        self.key = _mixed(_mixed(start + np.uint64(0x9E3779B97F4A7C15)) ^ _mixed(samples + np.uint64(1)))
        self.used = 0

    def take(self, n: int = 1) -> Any:
        """uint64 (samples, n)."""
        counters = np.arange(self.used + 1, self.used + n + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        self.used += n
        return _mixed(self.key[:, None] + counters)

    def below(self, n: int) -> Any:
        """int64 (samples,) from 0 to n − 1."""
        return ((self.take()[:, 0] >> np.uint64(40)) * np.uint64(n) >> np.uint64(24)).astype(np.int64)

    def between(self, low: int, high: int) -> Any:
        """int32 (samples, 1) from low to high, both included."""
        return (self.below(high - low + 1) + low).astype(np.int32)[:, None]

    def noise(self, n: int) -> Any:
        """int32 (samples, n): the sum of two bytes less 255, a triangle from −255 to 255 (n divisible by 4)."""
        raw = self.take(n // 4).astype("<u8").view(np.uint8).reshape(len(self.key), n, 2)
        return raw[..., 0].astype(np.int32) + raw[..., 1] - 255


def _mixed(z: Any) -> Any:
    """The finalizer of splitmix64 (Steele, Lea, Flood 2014)."""
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


def _drawn(labels: Any, words: _Words) -> Any:
    """uint8 (samples, 784)."""
    # positions as seen from the middle of the picture, in 1/16 pixels
    line = (2 * np.arange(SIZE, dtype=np.int32) - SIZE + 1) * (UNIT // 2)
    across, down = np.tile(line, SIZE)[None], np.repeat(line, SIZE)[None]
    u, v = _source(across - words.between(-44, 44), down - words.between(-44, 44), words)
    place = (np.clip((v >> 2) + HALF, 0, 2 * HALF - 1) * (2 * HALF)) + np.clip((u >> 2) + HALF, 0, 2 * HALF - 1)
    distance = _tables().reshape(-1)[place + labels.astype(np.int32)[:, None] * (4 * HALF * HALF)]
    width, strength = words.between(11, 26), words.between(130, 255)
    ink = np.clip((width - distance) * 16 + 128, 0, 255)
    # a stray stroke, then an eraser: bands across the picture
    stray = _band(across, down, words)
    ink = np.maximum(ink, np.where(stray < words.between(4, 12), words.between(80, 255), 0))
    eraser = _band(across, down, words)
    ink = np.where(eraser < words.between(6, 22), 0, ink)
    grey = (ink * strength >> 8) + (words.noise(SIZE * SIZE) * words.between(16, 90) >> 8)
    return np.clip(grey, 0, 255).astype(np.uint8)


def _source(a: Any, b: Any, words: _Words) -> tuple[Any, Any]:
    """Where in the undistorted glyph each pixel lies, in 1/16 pixels: turned, sheared, scaled, bent."""
    cosine, sine = _rotations()
    turn = words.below(STEPS)
    c, s = cosine[turn][:, None], sine[turn][:, None]  # in 1/1024
    wide, high = words.between(830, 1330), words.between(830, 1330)
    shear = words.between(-280, 280)
    u, v = (c * a + s * b) >> 10, (c * b - s * a) >> 10
    u = (u * wide + v * shear) >> 10
    v = v * high >> 10
    bend, sag = words.between(-12, 12), words.between(-12, 12)
    return u + (v * v * bend >> 13), v + (u * u * sag >> 13)


def _band(across: Any, down: Any, words: _Words) -> Any:
    """The distance of each pixel from a random line, in 1/16 pixels."""
    cosine, sine = _rotations()
    turn, side = words.below(STEPS), words.below(2)[:, None] == 0
    c, s = cosine[turn][:, None], sine[turn][:, None]
    away = words.between(-160, 160)
    return np.abs((np.where(side, c, s) * across + np.where(side, s, -c) * down >> 10) - away)


@cache
def _rotations() -> tuple[Any, Any]:
    """Cosines and sines in 1/1024 of the rotations by 2·atan(t), t even between ±MOST_TURN: rational, so exact everywhere."""
    top = round(MOST_TURN * 1000)
    ts = [-top * 1000 + 2 * top * 1000 * k // (STEPS - 1) for k in range(STEPS)]
    million = 1_000_000
    below = [million * million + t * t for t in ts]
    cosine = [1024 * (million * million - t * t) // d for t, d in zip(ts, below, strict=True)]
    sine = [1024 * 2 * t * million // d for t, d in zip(ts, below, strict=True)]
    return np.array(cosine, np.int32), np.array(sine, np.int32)


@cache
def _tables() -> Any:
    """int32 (10, 160, 160): the distance to the strokes of each class, in 1/16 pixels."""
    line = (np.arange(2 * HALF) - HALF + 0.5) / FINE
    px, py = line[None, :], line[:, None]
    tables = []
    for strokes in _STROKES:
        squared = np.full((2 * HALF, 2 * HALF), 1e6)
        for points in strokes:
            for (ax, ay), (bx, by) in pairwise(points):
                dx, dy = bx - ax, by - ay
                length = dx * dx + dy * dy
                if length == 0:
                    continue
                t = np.minimum(np.maximum(((px - ax) * dx + (py - ay) * dy) / length, 0.0), 1.0)
                ex, ey = px - ax - t * dx, py - ay - t * dy
                squared = np.minimum(squared, ex * ex + ey * ey)
        tables.append(np.floor(np.sqrt(squared) * UNIT + 0.5).astype(np.int32))
    return np.stack(tables)


def braille(image: Any, level: int = 90) -> list[str]:
    """One glyph as seven lines of 14 braille characters; a dot where it is darker than `level`."""
    dots = np.asarray(image) > level
    weights = np.array([[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]])
    cells = dots.reshape(SIZE // 4, 4, SIZE // 2, 2) * weights[None, :, None, :]
    return ["".join(chr(0x2800 + int(c)) for c in row) for row in cells.sum(axis=(1, 3))]


def page(seed: int, columns: int = 80, rows: int = 4) -> list[str]:
    """The first samples of `seed` in braille, as many side by side as fit into `columns`, each above its label and name."""
    across = max(1, (columns + 2) // (SIZE // 2 + 2))
    x, y = draw(across * rows, seed)
    lines: list[str] = []
    for start in range(0, len(x), across):
        pictures = [braille(image) for image in x[start : start + across]]
        lines += ["  ".join(parts) for parts in zip(*pictures, strict=True)]
        names = [f"{label} {NAMES[label]}" for label in y[start : start + across]]
        lines += ["  ".join(f"{name:<{SIZE // 2}}" for name in names).rstrip(), ""]
    return lines[:-1]
