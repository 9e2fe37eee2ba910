"""Hidden checks of random_flip_crop."""

from functools import partial

import numpy as np

from quizprep.grading.checking import Rng, close, fail, require, statistic, unchanged


def seed(rng):
    """A fresh seed for the submission's rng."""
    return Rng(int(rng.integers(2**31)))


def pictures(rng, *shape):
    """Images without a zero, no two pixels alike."""
    return rng.uniform(1.0, 2.0, size=shape)


def draws(got, images, pad):
    """What was drawn for each image: (flipped, top, left); fails where an image is no crop at all."""
    n, _, h, w = images.shape
    close(np.shape(got), images.shape, what="the shape of the result")
    out = np.asarray(got)
    padded = np.pad(images, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    found = np.full((n, 3), -1)
    for top in range(2 * pad + 1):
        for left in range(2 * pad + 1):
            crop = padded[:, :, top : top + h, left : left + w]
            for flipped, made in enumerate((crop, crop[..., ::-1])):
                found[(out == made).all(axis=(1, 2, 3))] = flipped, top, left
    lost = np.flatnonzero(found[:, 0] < 0)
    if lost.size:
        i = int(lost[0])
        message = f"image {i} is no {h}×{w} crop of its original padded with {pad} zeros, flipped left-right or not"
        fail(f"{message} ({lost.size} of {n} images)", out[i], images[i])
    return found


def share(hits, want, what):
    """The share of True in `hits`."""
    require(np.size(hits) > 0, f"{what} can't be told: there are none such")
    statistic(np.mean(hits), want, np.sqrt(want * (1 - want) / np.size(hits)), what)


def test_shape_and_dtype(solution, reference, rng):
    for dtype in (np.float64, np.uint8, np.float32):
        images = rng.integers(1, 250, size=(6, 3, 5, 7)).astype(dtype)
        got = solution.random_flip_crop(images, 1, seed(rng))
        require(hasattr(got, "dtype"), "an array must come back", got)
        close(str(got.dtype), str(images.dtype), what="the dtype of the result")
        draws(got, images, 1)


def test_every_image_is_a_crop(solution, reference, rng):
    for shape, pad in [((40, 3, 6, 9), 2), ((30, 2, 8, 5), 3), ((5, 1, 4, 6), 1)]:
        images = pictures(rng, *shape)
        draws(solution.random_flip_crop(images, pad, seed(rng)), images, pad)


def test_offsets(solution, reference, rng):
    for pad in (1, 2):
        n, places = 1200, 2 * pad + 1
        images = pictures(rng, n, 1, 4, 5)
        _, top, left = draws(solution.random_flip_crop(images, pad, seed(rng)), images, pad).T
        for name, offset in (("row", top), ("column", left)):
            for k in range(places):
                what = f"the share of windows at {name} {k} of the padded image, pad = {pad},"
                share(offset == k, 1 / places, what)
        share(top == left, 1 / places, f"the share of windows whose row equals their column, pad = {pad},")
        share(top + left == 2 * pad, 1 / places, f"the share of windows on the other diagonal, pad = {pad},")


def test_flips(solution, reference, rng):
    images = pictures(rng, 1500, 1, 4, 5)
    flipped, top, left = draws(solution.random_flip_crop(images, 1, seed(rng)), images, 1).T
    share(flipped == 1, 0.5, "the share of flipped images")
    for k in range(3):
        share(flipped[top == k] == 1, 0.5, f"the share of flipped images among those with the window at row {k}")
        share(flipped[left == k] == 1, 0.5, f"the share of flipped images among those with the window at column {k}")


def test_images_independent(solution, reference, rng):
    images = pictures(rng, 1500, 1, 4, 5)
    flipped, top, left = draws(solution.random_flip_crop(images, 1, seed(rng)), images, 1).T
    for distance in (1, 2):
        for name, drawn, want in (("row", top, 1 / 3), ("column", left, 1 / 3), ("flip", flipped, 1 / 2)):
            what = f"the share of images that have the same {name} as the one {distance} before them"
            share(drawn[distance:] == drawn[:-distance], want, what)
    pair, runs = pictures(rng, 2, 1, 4, 5), 150
    batches = solution.in_turn(*(partial(solution.random_flip_crop, pair, 1, seed(rng)) for _ in range(runs)))
    both = np.array([draws(got, pair, 1)[:, 0] for got in batches])
    share(both[:, 0] == both[:, 1], 0.5, "the share of batches of two images that are flipped both or not at all")


def test_no_padding(solution, reference, rng):
    images = pictures(rng, 600, 2, 3, 4)
    found = draws(solution.random_flip_crop(images, 0, seed(rng)), images, 0)
    share(found[:, 0] == 1, 0.5, "the share of flipped images, pad = 0,")


def test_uses_rng(solution, reference, rng):
    images = pictures(rng, 60, 2, 5, 6)
    one, other = seed(rng), seed(rng)
    first = draws(solution.random_flip_crop(images, 2, one), images, 2)
    again = draws(solution.random_flip_crop(images, 2, one), images, 2)
    same = np.array_equal(first, again)
    require(same, "two calls with generators of the same seed give different results: draw everything from rng")
    second = draws(solution.random_flip_crop(images, 2, other), images, 2)
    require(not np.array_equal(first, second), "two different seeds give the same result: draw from rng")


def test_images_unchanged(solution, reference, rng):
    images = pictures(rng, 9, 2, 5, 6)
    got = solution.random_flip_crop(images, 2, seed(rng))
    unchanged(solution, 0)
    draws(got, images, 2)
