"""Hidden checks of Value. A program is a few steps, "u = a * b; u * u + u": the last one is the result, the others are watched too."""

from quizprep.grading.checking import Function, close, fail, require


def both(solution, reference):
    """(make a Value, call a function where it lives) of the submission and of the reference."""

    def here(function, *values):
        return function(*values)

    return (solution.Value, solution.apply), (reference.Value, here)


def run(side, program, leaves):
    """The leaves and every step of the program, by name; the result is called `result`."""
    make, apply = side
    values = {name: make(number) for name, number in leaves.items()}
    *named, last = program.split("; ")
    steps = [step.split(" = ") for step in named] + [["result", last]]
    source = ", ".join(f"({name} := {expression})" for name, expression in steps)
    try:
        answers = apply(Function(f"lambda {', '.join(values)}: [{source}]"), *values.values())
    except Exception as e:
        if type(e).__name__ != "Raised":  # no answer at all is the examiner's affair
            raise
        fail(f"{program[:60]} raises {e}")
    for (_, expression), answer in zip(steps, answers):
        plain = isinstance(answer, (bool, int, float, type(None)))
        require(not plain, f"{expression[:60]} must give a Value, not {answer!r}")
    return values | {name: answer for (name, _), answer in zip(steps, answers)}


def agree(solution, reference, program, shown="", **leaves):
    """Data and gradients of all leaves and steps are the reference's after result.backward()."""
    sides = both(solution, reference)
    got, want = (run(side, program, leaves) for side in sides)
    text = f"{shown or program}, {', '.join(f'{name} = {number}' for name, number in leaves.items())}"
    close(got["result"].data, want["result"].data, what=f"data of the result of {text}")
    got["result"].backward()
    want["result"].backward()
    for name in want:
        close(got[name].grad, want[name].grad, what=f"gradient of {name} in {text}")


def draw(rng, low=0.4, high=1.6):
    """A number that reads well."""
    return round(float(rng.uniform(low, high)), 3)


def test_values(solution, reference, rng):
    sides = both(solution, reference)
    for program in ("a + b", "a * b", "a ** 3", "a ** -2", "a.exp()", "a.relu()", "b.relu()", "(a * b + a).exp() + b"):
        leaves = {"a": draw(rng), "b": -draw(rng)}
        got, want = (run(side, program, leaves) for side in sides)
        close(got["result"].data, want["result"].data, what=f"data of {program}, a = {leaves['a']}, b = {leaves['b']}")


def test_sum_and_product(solution, reference, rng):
    for program in ("a + b", "a * b", "a * b + c", "u = a + b; v = b + c; u * v"):
        agree(solution, reference, program, a=draw(rng), b=-draw(rng), c=draw(rng, 1.7, 3.0))


def test_power(solution, reference, rng):
    for program in ("a ** 3", "a ** -1", "a ** 0.5", "u = a * b; u ** 2", "u = a + b; u ** -2 * a"):
        agree(solution, reference, program, a=draw(rng), b=draw(rng))


def test_exp_and_relu(solution, reference, rng):
    for program in ("a.exp()", "u = a * b; u.exp()", "a.relu() * b", "b.relu() * a", "u = a * b + c; u.relu() * a"):
        agree(solution, reference, program, a=draw(rng), b=-draw(rng), c=draw(rng, 3.0, 4.0))


def test_numbers(solution, reference, rng):
    for program in ("a + 2", "2 + a", "a * 3", "3 * a", "u = 1 + 2 * a; 0.5 * u * 3 + 4"):
        agree(solution, reference, program, a=draw(rng))


def test_reuse(solution, reference, rng):
    for program in ("a + a", "a * a", "a * b + a * c + a", "u = a * b; u * u + u", "u = a.exp(); u + u"):
        agree(solution, reference, program, a=draw(rng), b=-draw(rng), c=draw(rng))


def test_order(solution, reference, rng):
    early, late = "u = a * b; v = u * 3 + 1; w = v * v; u + w * 2", "u = a * b; v = u * 3 + 1; w = v * v; w * 2 + u"
    for program in (early, late, "u = a.exp(); v = u * b; w = v * v; w * u + v"):
        agree(solution, reference, program, a=draw(rng), b=-draw(rng))


def test_relu_at_zero(solution, reference, rng):
    agree(solution, reference, "a.relu() * b + a", a=0.0, b=draw(rng))
    agree(solution, reference, "u = a * b; u.relu() * c", a=0.0, b=draw(rng), c=draw(rng))


def test_many_uses(solution, reference, rng):
    reduce = "__import__('functools').reduce"
    doubled = f"{reduce}(lambda v, _: v + v, range(25), a)"
    agree(solution, reference, doubled, "v = a and 25 times v = v + v", a=draw(rng))
    forked = f"{reduce}(lambda v, _: v.relu() + v * 0.5, range(25), a)"
    agree(solution, reference, forked, "v = a and 25 times v = v.relu() + v * 0.5", a=draw(rng))
    chain = f"{reduce}(lambda v, _: v * a + b, range(100), b)"
    agree(solution, reference, chain, "v = b and 100 times v = v * a + b", a=draw(rng, 0.7, 0.95), b=draw(rng))


def test_two_expressions(solution, reference, rng):
    numbers = {"a": draw(rng), "b": -draw(rng)}
    results = []
    for make, apply in both(solution, reference):
        a, b = (make(number) for number in numbers.values())
        for program in ("lambda a, b: a * b + a", "lambda a, b: (a * a + b).exp()"):
            apply(Function(program), a, b).backward()
        results.append((a.grad, b.grad))
    text = f"after (a * b + a).backward() and (a * a + b).exp().backward(), a = {numbers['a']}, b = {numbers['b']}"
    for name, got, want in zip("ab", *results):
        close(got, want, what=f"gradient of {name} {text}")


def test_operands_unchanged(solution, reference, rng):
    side, _ = both(solution, reference)
    leaves = {"a": draw(rng), "b": -draw(rng), "c": draw(rng)}
    program = "u = a + b; v = a * u; w = v ** 2 + a.exp(); w * b.relu() + c"
    got = run(side, program, leaves)
    for name, number in leaves.items():
        close(got[name].data, number, what=f"data of {name} after {program}")
        close(got[name].grad, 0.0, what=f"gradient of {name} before any backward()")
    require(abs(got["u"].data - leaves["a"] - leaves["b"]) < 1e-9, f"data of u has changed in {program}", got["u"].data)
