"""The glyphs are the same everywhere, ten distinct classes, and too hard for a linear model."""

import hashlib
import os
import subprocess
import sys

import numpy as np
import pytest

from quizprep import glyphs

GOLDEN = "c076348946dd4c034a68d9c99724597e"
LINEAR_MOST = 0.75


def digest(x, y):
    return hashlib.sha256(x.tobytes() + y.astype("<i8").tobytes()).hexdigest()[:32]


def test_the_same_bytes_on_every_machine():
    assert digest(*glyphs.draw(500, 2026)) == GOLDEN


def test_form_and_range():
    x, y = glyphs.draw(300, 1)
    assert (x.shape, x.dtype, y.shape, y.dtype) == ((300, 28, 28), np.uint8, (300,), np.int64)
    assert set(y.tolist()) == set(range(10))
    assert x.min() == 0 and x.max() > 240


def test_a_longer_draw_begins_as_a_shorter_one():
    """Across the borders of the chunks in which they are drawn, too."""
    x, y = glyphs.draw(300, 7)
    for n in (0, 1, 127, 129):
        a, b = glyphs.draw(n, 7)
        assert (a == x[:n]).all() and (b == y[:n]).all()


def test_seeds_have_nothing_in_common():
    """No sample of one seed comes back in another, neighbours and negative ones included."""
    seen = [x.tobytes() for s in (-1, 0, 1, 2, 1 << 63) for x in glyphs.draw(200, s)[0]]
    assert len(set(seen)) == len(seen)


def test_labels_are_even():
    """Each class 1/10 of 20,000, within six standard errors."""
    words = glyphs._Words(3, np.arange(20_000, dtype=np.uint64))
    counts = np.bincount(words.below(10), minlength=10)
    assert (np.abs(counts - 2000) < 6 * (20_000 * 0.09) ** 0.5).all()


def test_the_generator_is_splitmix64():
    """The first outputs of the published generator for the seed 1234567: its finalizer on multiples of the golden ratio."""
    golden = 0x9E3779B97F4A7C15
    states = np.array([(1234567 + k * golden) % (1 << 64) for k in (1, 2, 3)], np.uint64)
    assert glyphs._mixed(states).tolist() == [6457827717110365317, 3203168211198807973, 9817491932198370423]


def test_nothing_is_asked_of_numpy_random():
    """Drawing leaves the global generator alone and does not depend on it."""
    np.random.seed(1)
    before = digest(*glyphs.draw(20, 5))
    np.random.seed(2)
    state = np.random.get_state()[1].copy()
    assert digest(*glyphs.draw(20, 5)) == before
    assert (np.random.get_state()[1] == state).all()


def test_a_negative_count_is_refused():
    with pytest.raises(ValueError, match="at least 0, not -3"):
        glyphs.draw(-3, 1)


def features(x):
    return np.concatenate([x.reshape(len(x), -1) / 255.0 - 0.15, np.ones((len(x), 1))], 1).astype(np.float32)


def test_a_linear_model_stays_below_three_quarters():
    """Softmax regression by Adam in NumPy, the best it ever does on new samples: 500 steps of 200 on 6,000 samples."""
    x, y = glyphs.draw(6000, 11)
    test, labels = glyphs.draw(2000, 12)
    x, test = features(x), features(test)
    w, m, v = (np.zeros((785, 10), np.float32) for _ in range(3))
    rng, best = np.random.default_rng(0), 0.0
    for t in range(1, 501):
        rows = rng.integers(0, len(x), 200)
        scores = x[rows] @ w
        p = np.exp(scores - scores.max(1, keepdims=True))
        p /= p.sum(1, keepdims=True)
        p[np.arange(200), y[rows]] -= 1
        g = x[rows].T @ p / 200 + 1e-4 * w
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
        w -= 3e-3 * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
        if t % 50 == 0:
            best = max(best, float(((test @ w).argmax(1) == labels).mean()))
    assert 0.5 < best < LINEAR_MOST


def test_braille_has_a_dot_for_each_dark_pixel():
    image = np.zeros((28, 28), np.uint8)
    image[0, 0] = image[3, 1] = image[27, 27] = 255
    lines = glyphs.braille(image)
    assert len(lines) == 7 and all(len(line) == 14 for line in lines)
    assert (lines[0][0], lines[6][13]) == (chr(0x2800 + 0x01 + 0x80), chr(0x2800 + 0x80))
    assert "".join(lines).count(chr(0x2800)) == 7 * 14 - 2


@pytest.mark.parametrize("columns", [20, 80, 120])
def test_a_page_fits(columns):
    assert max(map(len, glyphs.page(3, columns))) <= columns


def test_the_command_draws_without_numpy_of_its_own():
    code = (
        "import sys; from quizprep.cli import run; code = run(['glyphs', '--seed', '3']); "
        "print(code, 'numpy' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | {"COLUMNS": "80"}, capture_output=True, text=True, check=True
    )
    *picture, last = done.stdout.splitlines()
    assert last == "0 False"
    assert picture == glyphs.page(3, 80)
