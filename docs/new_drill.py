"""Begin a drill: ``python docs/new_drill.py TOPIC SLUG`` writes its nine files, which already pass lint and the judge.

What they hold is a placeholder (softsign); change one file after the other and have it judged in between. Nothing is overwritten.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent

DRILL = """slug = "SLUG"
framework = "numpy"
difficulty = 1
par_minutes = 5
entry = ["ENTRY"]
concepts = ["CONCEPT"]

[title]
en = "Softsign"
zh = "Softsign"

[[hint]]
en = "What is the function on either side of 0?"
zh = "在 0 的两侧，这个函数各是什么？"
[[hint]]
en = "Divide x by one plus its absolute value."
zh = "用 x 除以一加上它的绝对值。"
[[hint]]
en = "`x / (1 + np.abs(x))`"
zh = "`x / (1 + np.abs(x))`"

[[check]]
name = "test_values"
title = {en = "Values", zh = "数值"}
[[check]]
name = "test_input_unchanged"
title = {en = "The caller's x is left alone", zh = "不修改调用者的 x"}
"""

STARTER = '''import numpy as np


def ENTRY(x):
    """x / (1 + |x|), element by element."""
    raise NotImplementedError("ENTRY: return an array of the shape of x")
'''

STATEMENT = {
    "en": """# Softsign

Write `ENTRY(x) -> out`.

    out = x / (1 + |x|)

* `x`: a float64 NumPy array of any shape; `out` is a new one of the same shape. `x` is not changed.

Example (rounded): for `x = [-2, 0.5]`, `out` is `[-0.6667, 0.3333]`.
""",
    "zh": """# Softsign

请编写 `ENTRY(x) -> out`。

    out = x / (1 + |x|)

* `x`：任意形状的 float64 NumPy 数组；`out` 是形状相同的新数组。不得修改 `x`。

示例（四舍五入）：`x = [-2, 0.5]` 时，`out` 为 `[-0.6667, 0.3333]`。
""",
}

REFERENCE = '''"""Softsign.

    out = x / (1 + |x|)

x, out: arrays of one shape.

Source: Bergstra, Desjardins, Lamblin, Bengio, Quadratic Polynomials Learn Better Image Features (2009), section 3.
"""

import numpy as np


def ENTRY(x):
    """The output."""
    return x / (1.0 + np.abs(x))
'''

CHECKS = '''"""Hidden checks of SLUG."""

from quizprep.grading.checking import close, unchanged


def test_values(solution, reference, rng):
    for shape in ((4, 7), (5,)):
        x = rng.normal(scale=3.0, size=shape)
        close(solution.ENTRY(x), reference.ENTRY(x))


def test_input_unchanged(solution, rng):
    solution.ENTRY(rng.normal(scale=3.0, size=(3, 5)))
    unchanged(solution)
'''

MISTAKES = """[[mistake]]
name = "no-abs"
caught_by = ["test_values"]
title = {en = "x without the absolute value", zh = "x 漏了绝对值"}
explanation = {en = "With 1 + x the output explodes near x = −1. Take `np.abs(x)`.", zh = "写成 1 + x 时，x = −1 附近输出会爆炸。请用 `np.abs(x)`。"}
symptom = {en = "NaN as soon as a unit gets −1", zh = "某个单元的输入一到 −1 就出现 NaN"}
edit = [["np.abs(x)", "x"]]

[[mistake]]
name = "square"
caught_by = ["test_values"]
title = {en = "x² instead of the absolute value", zh = "用 x² 代替绝对值"}
explanation = {en = "x/(1 + x²) is another function: it falls again for large x.", zh = "x/(1 + x²) 是另一个函数：x 很大时它反而变小。"}
symptom = {en = "Outputs near 0 for large inputs", zh = "输入很大时输出接近 0"}
edit = [["np.abs(x)", "x**2"]]

[[mistake]]
name = "no-one"
caught_by = ["test_values"]
title = {en = "the one in the denominator is missing", zh = "分母漏了 1"}
explanation = {en = "x/|x| is the sign of x. The denominator is 1 + |x|.", zh = "x/|x| 只是 x 的符号。分母应为 1 + |x|。"}
symptom = {en = "All outputs are −1 or 1", zh = "所有输出都是 −1 或 1"}
edit = [["1.0 + np.abs(x)", "np.abs(x)"]]

[[mistake]]
name = "in-place"
caught_by = ["test_input_unchanged"]
title = {en = "x is overwritten", zh = "覆盖了 x"}
explanation = {en = "`x /= …` changes the caller's array. Make a new one.", zh = "`x /= …` 会修改调用者的数组。请新建数组。"}
symptom = {en = "Another layer that reads x gets other numbers", zh = "另一层读到的 x 变成了别的数"}
edit = [["return x / (1.0 + np.abs(x))", "x /= 1.0 + np.abs(x)\\n    return x"]]
"""

LOOP = """import numpy as np


def ENTRY(x):
    out = np.empty_like(x)
    for i, v in np.ndenumerate(x):
        out[i] = v / (1 + abs(v))
    return out
"""

WHERE = """import numpy as np


def ENTRY(x):
    return np.where(x > 0, x / (1 + np.maximum(x, 0)), x / (1 - np.minimum(x, 0)))
"""


def files(topic: str, slug: str) -> dict[str, str]:
    """Path -> text of each."""
    asked, judged = f"questions/{topic}/drills/{slug}", f"solutions/{topic}/{slug}"
    return {
        f"{asked}/drill.toml": DRILL, f"{asked}/starter.py": STARTER,
        f"{asked}/statement.en.md": STATEMENT["en"], f"{asked}/statement.zh.md": STATEMENT["zh"],
        f"{judged}/reference.py": REFERENCE, f"{judged}/checks.py": CHECKS, f"{judged}/mistakes.toml": MISTAKES,
        f"{judged}/alternatives/loop.py": LOOP, f"{judged}/alternatives/where.py": WHERE,
    }  # fmt: skip


def begin(topic: str, slug: str, root: Path = ROOT) -> list[Path]:
    """Write them, with the topic's first concept; returns the paths."""
    import tomllib

    concept = tomllib.loads((root / "questions" / topic / "topic.toml").read_text("utf-8"))["concept"][0]["slug"]
    written = []
    for name, text in files(topic, slug).items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        filled, words = text, {"SLUG": slug, "ENTRY": slug.replace("-", "_"), "CONCEPT": concept}
        for word, value in words.items():
            filled = filled.replace(word, value)
        with path.open("x", encoding="utf-8") as file:
            file.write(filled)
        written.append(path)
    return written


def main(words: list[str]) -> int:
    """Write, and say what comes next."""
    if len(words) != 2:
        sys.stderr.write("python docs/new_drill.py TOPIC SLUG\n")
        return 2
    topic, slug = words
    if not (ROOT / "questions" / topic / "topic.toml").exists():
        sys.stderr.write(f"there is no topic {topic}; see: quizprep topics\n")
        return 2
    try:
        written = begin(topic, slug)
    except FileExistsError as e:
        sys.stderr.write(f"{e.filename} is there already; nothing is overwritten\n")
        return 2
    for path in written:
        sys.stdout.write(f"{path.relative_to(ROOT)}\n")
    sys.stderr.write(f"Now change them, and: quizprep lint {topic}; quizprep lint --measure {slug}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
