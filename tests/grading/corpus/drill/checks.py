from quizprep.grading.checking import close, unchanged


def test_values(solution, reference, rng):
    x = rng.normal(size=(3, 5))
    close(solution.double(x), reference.double(x))
    unchanged(solution)


def test_other_shapes(solution, reference, rng):
    for shape in ((7,), (2, 3, 4), (40, 30)):
        x = 100.0 * rng.normal(size=shape)
        close(solution.double(x), reference.double(x), dtype="float64")
        unchanged(solution)
