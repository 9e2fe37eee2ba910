"""Hidden checks of receptive_field."""

import numpy as np

from quizprep.grading.checking import close, require, unchanged


def agree(solution, reference, layers):
    """The submission's answer is the reference's."""
    got = solution.receptive_field(layers)
    close(got, reference.receptive_field(layers), what=f"receptive_field({layers})")
    require(np.asarray(got).dtype.kind in "iu", f"receptive_field({layers}) must be an int", got)


def draw(rng, n, strides=(1, 4), dilations=None):
    """n random layers; dilations are left out when None."""
    bounds = [(2, 8), strides] + ([dilations] if dilations else [])
    return [tuple(int(rng.integers(*b)) for b in bounds) for _ in range(n)]


def test_one_layer(solution, reference, rng):
    for layers in ([(5, 1)], [(4, 3)], [(1, 2)], [(6, 1, 1)]):
        agree(solution, reference, layers)


def test_stride_one(solution, reference, rng):
    agree(solution, reference, [(3, 1), (3, 1), (3, 1)])
    agree(solution, reference, draw(rng, 5, strides=(1, 2)))


def test_strides_multiply(solution, reference, rng):
    agree(solution, reference, [(7, 2), (3, 2), (3, 1), (5, 3), (2, 1)])
    agree(solution, reference, draw(rng, 6, strides=(2, 5)))


def test_order(solution, reference, rng):
    agree(solution, reference, [(2, 4), (9, 1)])
    agree(solution, reference, [(9, 1), (2, 4)])
    agree(solution, reference, [(3, 1), (11, 4), (5, 2), (2, 3)])


def test_dilation(solution, reference, rng):
    agree(solution, reference, [(3, 1, 1), (3, 1, 2), (3, 1, 4), (3, 1, 8)])
    agree(solution, reference, draw(rng, 4, strides=(1, 2), dilations=(2, 6)))


def test_dilation_and_stride(solution, reference, rng):
    agree(solution, reference, [(3, 2), (4, 3, 5), (2, 2), (3, 1, 2), (5, 2)])
    agree(solution, reference, draw(rng, 6, strides=(2, 4), dilations=(2, 5)))


def test_no_layers(solution, reference, rng):
    agree(solution, reference, [])


def test_one_by_one(solution, reference, rng):
    agree(solution, reference, [(1, 1), (1, 3), (4, 1), (1, 2), (1, 1, 5), (3, 2)])


def test_layers_unchanged(solution, reference, rng):
    agree(solution, reference, draw(rng, 4, strides=(2, 4), dilations=(2, 5)))
    unchanged(solution)
