"""Hidden checks of code_lengths."""

from fractions import Fraction

import numpy as np

from quizprep.grading.checking import require, unchanged


def judge(solution, reference, freqs, what):
    """The lengths are those of some optimal prefix code."""
    got = solution.code_lengths(freqs)
    require(isinstance(got, dict), "code_lengths must return a dict", got)
    want = reference.code_lengths(freqs)
    missing = [s for s in freqs if s not in got]
    require(not missing, f"{what}: the answer lacks {len(missing)} of {len(freqs)} symbols", got, want)
    extra = [s for s in got if s not in freqs]
    require(not extra, f"{what}: the answer has symbols that don't occur in freqs", got, want)
    lengths = {s: whole(n, what, got) for s, n in got.items()}
    kraft = sum(Fraction(1, 2**n) for n in lengths.values())
    message = f"{what}: no prefix code has these lengths, the sum of 2^(-length) is {float(kraft):.6g}, more than 1"
    require(kraft <= 1, message, got, want)
    total, least = (sum(freqs[s] * n[s] for s in freqs) for n in (lengths, want))
    message = f"{what}: the message takes {total} bits, the shortest {least} (several answers can be right)"
    require(total == least, message, got, want)


def whole(n, what, got):
    """A length as an int."""
    good = isinstance(n, (int, np.integer)) and 1 <= n <= 10_000
    require(good, f"{what}: every length must be an int from 1 up", got)
    return int(n)


def names(n):
    """n different strings."""
    return [chr(ord("a") + i % 26) + str(i // 26) for i in range(n)]


def test_total_length(solution, reference, rng):
    judge(solution, reference, {"a": 15, "b": 7, "c": 6, "d": 6, "e": 5}, "15, 7, 6, 6, 5")
    judge(solution, reference, {"u": 3, "v": 1}, "two symbols")
    judge(solution, reference, {"p": 2, "q": 9, "r": 4}, "three symbols")
    for n in (6, 11, 26):
        counts = rng.choice(900, size=n, replace=False) + 1
        freqs = {s: int(c) for s, c in zip(names(n), counts)}
        judge(solution, reference, freqs, f"{n} symbols of different frequencies")


def test_equal_frequencies(solution, reference, rng):
    for n in (2, 4, 5, 7, 12, 16):
        judge(solution, reference, dict.fromkeys(names(n), 3), f"{n} symbols of the same frequency")
    judge(solution, reference, {"a": 2, "b": 2, "c": 1, "d": 1, "e": 4, "f": 4, "g": 1}, "2, 2, 1, 1, 4, 4, 1")
    freqs = {s: int(c) for s, c in zip(names(30), rng.integers(1, 6, size=30))}
    judge(solution, reference, freqs, "30 symbols of frequencies 1 to 5")


def test_skewed(solution, reference, rng):
    judge(solution, reference, {s: 2**i for i, s in enumerate(names(20))}, "20 powers of two")
    fibonacci = [1, 1]
    while len(fibonacci) < 45:
        fibonacci.append(fibonacci[-1] + fibonacci[-2])
    order = rng.permutation(45)
    judge(solution, reference, {s: fibonacci[i] for s, i in zip(names(45), order)}, "45 Fibonacci numbers")
    judge(solution, reference, {"a": 1000, "b": 3, "c": 2, "d": 2, "e": 1}, "1000, 3, 2, 2, 1")


def test_one_symbol_or_none(solution, reference, rng):
    judge(solution, reference, {"x": 7}, "a single symbol")
    judge(solution, reference, {}, "no symbol")


def test_symbols_of_any_kind(solution, reference, rng):
    freqs = {"a": 4, 3: 4, (1, 2): 4, None: 2, b"b": 2, "c": 1, 0: 1, (0, "z"): 8, -5: 3}
    judge(solution, reference, freqs, "strings, ints, tuples, bytes and None together")
    order = [int(v) for v in rng.permutation(16)]
    judge(solution, reference, {s: 1 + s % 3 for s in order}, "ints (codebook indices) as symbols")


def test_many_symbols(solution, reference, rng):
    freqs = {i: int(f) for i, f in enumerate(rng.geometric(0.02, size=300))}
    judge(solution, reference, freqs, "300 symbols")
    freqs = {i: int(1e6 / (i + 1)) for i in range(256)}
    judge(solution, reference, freqs, "256 symbols, frequencies falling as 1/rank")


def test_input_unchanged(solution, reference, rng):
    freqs = {s: int(c) for s, c in zip("abcdefg", rng.choice(50, size=7, replace=False) + 1)}
    judge(solution, reference, freqs, "seven symbols")
    unchanged(solution)
