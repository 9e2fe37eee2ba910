"""Hidden checks of minibatches."""

import numpy as np

from quizprep.grading.checking import Rng, close, fail, require, unchanged
from quizprep.grading.solution import Handle, Raised


def drained(generator):
    """The values that a generator of the submission yields."""
    values = []
    while len(values) < 1000:
        try:
            values.append(generator.send(None))
        except Raised as e:
            if e.kind != "StopIteration":
                raise
            return values
    fail("more than 1000 batches were yielded")


def epoch(solution, x, y, size, seed, untouched=False):
    """The batches of one epoch as pairs of arrays."""
    answer = solution.minibatches(x, y, size, Rng(seed))
    if untouched:
        unchanged(solution, 0, 1)
    if isinstance(answer, Handle) and "generator" in repr(answer):
        answer = drained(answer)
    require(isinstance(answer, (list, tuple)), "minibatches must return a list of pairs", answer)
    for k, pair in enumerate(answer, 1):
        arrays = isinstance(pair, (list, tuple)) and len(pair) == 2 and all(np.ndim(part) for part in pair)
        require(arrays, f"batch {k} must be a pair (X_batch, y_batch) of arrays")
    return [(np.asarray(xb), np.asarray(yb)) for xb, yb in answer]


def numbered(rng, n, d=3):
    """n samples that tell their own number: X[i, 0] = i, y[i] = 1000 + i."""
    x = rng.normal(size=(n, d))
    x[:, 0] = np.arange(n)
    return x, 1000 + np.arange(n)


def numbers(batches, n):
    """The sample numbers of every batch, by X."""
    found = []
    for k, (xb, _) in enumerate(batches, 1):
        require(xb.ndim == 2 and xb.shape[1] == 3, f"X of batch {k} has shape {xb.shape}, expected (samples, 3)")
        found.append(xb[:, 0].round().astype(int))
        inside = not len(xb) or 0 <= found[-1].min() <= found[-1].max() < n
        require(inside, f"X of batch {k} has rows that aren't rows of X")
    return found


def test_every_sample_once(solution, reference, rng):
    for n, size in ((23, 5), (12, 4), (40, 7)):
        x, y = numbered(rng, n)
        rows = numbers(epoch(solution, x, y, size, int(rng.integers(1 << 30))), n)
        seen = np.concatenate([np.zeros(0, dtype=int), *rows])
        missing, times = sorted(set(range(n)) - set(seen.tolist())), np.bincount(seen, minlength=n)
        require(not missing, f"N = {n}, size = {size}: samples are missing, {len(missing)} in all", missing)
        twice = np.flatnonzero(times > 1).tolist()
        require(not twice, f"N = {n}, size = {size}: samples come more than once, {len(twice)} in all", twice)


def test_rows_belong_together(solution, reference, rng):
    x, y = numbered(rng, 29)
    batches = epoch(solution, x, y, 6, int(rng.integers(1 << 30)))
    for k, (rows, (xb, yb)) in enumerate(zip(numbers(batches, 29), batches, strict=True), 1):
        close(xb, x[rows], what=f"X of batch {k}: rows of the caller's X")
        close(yb, y[rows], what=f"y of batch {k}: the labels of these rows of X")


def test_batch_sizes(solution, reference, rng):
    for n, size in ((23, 5), (12, 4), (10, 4), (3, 1), (5, 8), (7, 7), (1, 3)):
        x, y = numbered(rng, n)
        batches = epoch(solution, x, y, size, int(rng.integers(1 << 30)))
        want = [size] * (n // size) + [n % size] * (n % size > 0)
        for name, part in (("X", 0), ("y", 1)):
            got = [len(pair[part]) for pair in batches]
            require(got == want, f"N = {n}, size = {size}: samples per batch of {name}", got, want)


def test_shuffled(solution, reference, rng):
    n, size = 2000, 20
    x, y = numbered(rng, n)
    batch_of, distances = np.zeros(n), np.zeros(n)
    for k, rows in enumerate(numbers(epoch(solution, x, y, size, int(rng.integers(1 << 30))), n)):
        batch_of[rows] = k
        apart = np.abs(rows[:, None] - rows[None, :])[np.triu_indices(len(rows), 1)]
        distances += np.bincount(apart, minlength=n)
    # two samples share a batch with probability 19/1999, so about 19 of the pairs of any one distance do
    often = int(distances.argmax())
    together = f"samples {often} apart share a batch {distances[often]:.0f} times; by chance it would be about 19"
    require(distances[often] < 19 + 15 * 19**0.5, f"the batches aren't random: {together}")
    correlation = float(np.corrcoef(batch_of, np.arange(n))[0, 1]) if batch_of.std() else 1.0
    message = f"the batches aren't random: a sample's place in X and its batch have correlation {correlation:.2f}"
    require(abs(correlation) < 6 / (n - 1) ** 0.5, message)
    x, y = numbered(rng, 3)
    alone = {int(numbers(epoch(solution, x, y, 2, int(rng.integers(1 << 30))), 3)[-1][0]) for _ in range(60)}
    never = sorted({0, 1, 2} - alone)  # a right program leaves one out once in 10¹⁰ runs: 3 · (2/3)⁶⁰
    require(not never, "N = 3, size = 2: in 60 epochs these samples were never the one in the last batch", never)


def test_randomness_from_rng(solution, reference, rng):
    x, y = numbered(rng, 60)
    seed = int(rng.integers(1 << 30))
    first, again, other = (numbers(epoch(solution, x, y, 9, s), 60) for s in (seed, seed, seed + 1))
    require(len(again) == len(first), "the same seed once more: another number of batches", len(again), len(first))
    for k, (got, want) in enumerate(zip(again, first, strict=True), 1):
        close(got, want, what=f"the same seed once more: samples of batch {k}")
    same = len(first) == len(other) and all(np.array_equal(a, b) for a, b in zip(first, other, strict=True))
    require(not same, "two differently seeded generators gave the same batches: draw from the rng argument")
    rests = [set(batches[-1].tolist()) if batches else set() for batches in (first, other)]  # 6 of 60: equal once in 50 million
    require(rests[0] != rests[1], "two differently seeded generators left the same samples for the short last batch", rests[0])


def test_images_and_one_hot(solution, reference, rng):
    x = rng.integers(0, 256, size=(11, 2, 4, 3)).astype(np.uint8)
    x[:, 0, 0, 0] = np.arange(11)
    y = np.eye(5)[rng.integers(0, 5, size=11)] + np.arange(11)[:, None]
    for k, (xb, yb) in enumerate(epoch(solution, x, y, 4, int(rng.integers(1 << 30))), 1):
        require(xb.ndim == 4, f"batch {k} of X has shape {xb.shape}, expected (samples, 2, 4, 3)")
        rows = xb[:, 0, 0, 0].astype(int)
        require(rows.max(initial=0) < 11, f"batch {k} of X has rows that aren't rows of X")
        close(xb, x[rows], dtype=np.uint8, what=f"X of batch {k}")
        close(yb, y[rows], dtype=np.float64, what=f"y of batch {k}")


def test_inputs_unchanged(solution, reference, rng):
    x, y = numbered(rng, 17)
    batches = epoch(solution, x, y, 4, int(rng.integers(1 << 30)), untouched=True)
    for k, (rows, (_, yb)) in enumerate(zip(numbers(batches, 17), batches, strict=True), 1):
        close(yb, y[rows], what=f"y of batch {k}")
