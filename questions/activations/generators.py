"""Seeded questions on activations: values, derivatives, products of derivatives, dead units."""

from __future__ import annotations

from math import ceil, erf, exp, log, pi, sqrt, tanh

from quizprep.content.generator import Draw, generator, t
from quizprep.content.model import Number, Question, Text, Trap
from quizprep.content.shown import num, plain

GOODFELLOW = "Goodfellow, Bengio, Courville: Deep Learning (2016), §6.3"
GLOROT = "Glorot, Bengio: Understanding the difficulty of training deep feedforward neural networks (AISTATS 2010)"
MAAS = "Maas, Hannun, Ng: Rectifier Nonlinearities Improve Neural Network Acoustic Models (2013)"
ELU_PAPER = "Clevert, Unterthiner, Hochreiter: Fast and Accurate Deep Network Learning by Exponential Linear Units (ICLR 2016), arXiv:1511.07289"
GELU_PAPER = "Hendrycks, Gimpel: Gaussian Error Linear Units (2016), arXiv:1606.08415"
SWISH_PAPER = "Ramachandran, Zoph, Le: Searching for Activation Functions (2017), arXiv:1710.05941"
SOURCES = {
    "sigmoid": [GOODFELLOW, "PyTorch documentation: torch.nn.Sigmoid"],
    "tanh": [GOODFELLOW, "PyTorch documentation: torch.nn.Tanh"],
    "relu": [GOODFELLOW, "PyTorch documentation: torch.nn.ReLU"],
    "leaky": [MAAS, "PyTorch documentation: torch.nn.LeakyReLU"],
    "elu": [ELU_PAPER, "PyTorch documentation: torch.nn.ELU"],
    "silu": [SWISH_PAPER, "PyTorch documentation: torch.nn.SiLU"],
    "gelu": [GELU_PAPER, "PyTorch documentation: torch.nn.GELU"],
}
CLOSE = 0.0016
"""Absolute tolerance of answers asked to three decimals whose steps may be rounded on the way."""


def bracket(x: float) -> str:
    """A given number inside a product: negative ones in parentheses."""
    return f"({plain(x)})" if x < 0 else plain(x)


def make_traps(answer: float, slips: list[tuple[float, Text]], gap: float, decimals: int = 3) -> list[Trap]:
    """The slips as traps, without those that give the answer or repeat an earlier one."""
    seen, traps = [answer], []
    for value, why in slips:
        if all(abs(value - other) > gap for other in seen):
            seen.append(value)
            traps.append(Trap(f"{value:.{decimals}f}", why))
    return traps


def sigmoid(x: float) -> float:
    """The logistic function."""
    return 1 / (1 + exp(-x))


def density(x: float) -> float:
    """Density of the standard normal distribution."""
    return exp(-x * x / 2) / sqrt(2 * pi)


def normal(x: float) -> float:
    """Distribution function of the standard normal distribution."""
    return 0.5 * (1 + erf(x / sqrt(2)))


class Function:
    """One activation: its name, formula and values."""

    def __init__(self, kind: str, a: float = 0.0) -> None:
        self.kind, self.a = kind, a
        self.name = {
            "sigmoid": "sigmoid", "tanh": "tanh", "relu": "ReLU", "leaky": f"Leaky ReLU (slope {plain(a)})",
            "elu": f"ELU (α = {plain(a)})", "silu": "SiLU", "gelu": "GELU",
        }[kind]  # fmt: skip
        self.english = "the sigmoid" if kind == "sigmoid" else self.name
        self.formula = {
            "sigmoid": "1/(1 + e^−x)", "tanh": "(e^x − e^−x)/(e^x + e^−x)", "relu": "max(x, 0)",
            "leaky": f"max(x, {plain(a)}·x)", "elu": f"x if x > 0, else {plain(a)}·(e^x − 1)", "silu": "x·σ(x)",
            "gelu": "x·Φ(x)",
        }[kind]  # fmt: skip

    def value(self, x: float) -> float:
        """f(x)."""
        a = self.a
        return {
            "sigmoid": sigmoid(x), "tanh": tanh(x), "relu": max(x, 0.0), "leaky": x if x > 0 else a * x,
            "elu": x if x > 0 else a * (exp(x) - 1), "silu": x * sigmoid(x), "gelu": x * normal(x),
        }[self.kind]  # fmt: skip

    def slope(self, x: float) -> float:
        """f′(x), for x ≠ 0 where there is a kink."""
        a, s = self.a, sigmoid(x)
        return {
            "sigmoid": s * (1 - s), "tanh": 1 - tanh(x) ** 2, "relu": float(x > 0), "leaky": 1.0 if x > 0 else a,
            "elu": 1.0 if x > 0 else a * exp(x), "silu": s + x * s * (1 - s), "gelu": normal(x) + x * density(x),
        }[self.kind]  # fmt: skip

    def worked_value(self, x: float) -> str:
        """The value, step by step."""
        a, y = plain(self.a), num(self.value(x))
        s, e = num(sigmoid(x), 4), num(exp(-x), 4)
        if self.kind == "tanh":
            return f"({num(exp(x), 4)} − {e})/({num(exp(x), 4)} + {e}) = {y}"
        if x > 0 and self.kind in ("relu", "leaky", "elu"):
            return y
        return {
            "sigmoid": f"1/(1 + {e}) = {y}", "relu": f"max({plain(x)}, 0) = {y}", "leaky": f"{a}·({plain(x)}) = {y}",
            "elu": f"{a}·({num(exp(x), 4)} − 1) = {y}", "silu": f"{plain(x)}·{s} = {y}",
            "gelu": f"{plain(x)}·{num(normal(x), 4)} = {y}",
        }[self.kind]  # fmt: skip

    def worked_slope(self, x: float) -> str:
        """The derivative, step by step, its formula first."""
        a, y, s = plain(self.a), num(self.slope(x)), num(sigmoid(x), 4)
        if self.kind in ("relu", "leaky") or (self.kind == "elu" and x > 0):
            return y
        return {
            "sigmoid": f"σ(x)(1 − σ(x)) = {s}·(1 − {s}) = {y}",
            "tanh": f"1 − tanh²(x) = 1 − ({num(tanh(x), 4)})² = {y}",
            "elu": f"α·e^x = {a}·{num(exp(x), 4)} = {y}",
            "silu": f"σ(x)·(1 + x(1 − σ(x))) = {s}·(1 + {bracket(x)}·{num(1 - sigmoid(x), 4)}) = {y}",
            "gelu": f"Φ(x) + x·φ(x) = {num(normal(x), 4)} + {bracket(x)}·{num(density(x), 4)} = {y}",
        }[self.kind]  # fmt: skip


def draw_function(draw: Draw, level: int) -> tuple[Function, float]:
    """A function of the level and a point x."""
    kind = draw.choice((("leaky", "sigmoid", "elu"), ("tanh", "sigmoid", "elu", "leaky"), ("silu", "gelu", "elu"))[level - 1])
    a = draw.choice([0.01, 0.1, 0.2]) if kind == "leaky" else draw.choice([0.5, 1.0, 1.5]) if kind == "elu" else 0.0
    x = draw.integer(-30, 30) / 10 if level > 1 else draw.integer(-8, 8) / 2
    f = Function(kind, a)
    if abs(x) < 0.3 or (kind in ("elu", "leaky") and x > 0 and draw.chance(0.9)):
        raise draw.again()
    if abs(f.value(x)) < 0.01 or abs(f.slope(x)) < 0.01:
        raise draw.again()
    return f, x


def given(function: Function, x: float, slope: bool) -> Text:
    """What must be told beside x: values of the normal distribution."""
    if function.kind != "gelu":
        return t("", "")
    values = f"Φ({plain(x)}) = {num(normal(x), 4)}"
    if slope:
        values += f", φ({plain(x)}) = {num(density(x), 4)}"
    return t(f" Given: {values}.", f"已知：{values.replace(', ', '，')}。")


def others(function: Function, x: float, slope: bool) -> list[tuple[float, Text]]:
    """What other activations would give at the same place."""
    found = []
    for kind in ("sigmoid", "tanh", "relu"):
        other = Function(kind)
        value = other.slope(x) if slope else other.value(x)
        if kind != function.kind:
            found.append((value, t(f"That belongs to {other.english}, not {function.english}.", f"这是 {other.name} 的结果，不是 {function.name} 的。")))
    return found


@generator("activations.gen-value", version=1, concept="choosing", levels=(1, 2, 3))
def value(draw: Draw, level: int) -> Question:
    """f(x) of one activation."""
    f, x = draw_function(draw, level)
    answer = f.value(x)
    slips = [(f.slope(x), t("That is the derivative at this point, not the value.", "这是该点的导数，不是函数值。"))]
    slips.append((f.value(-x), t("The sign of x was lost.", "丢了 x 的符号。")))
    if f.kind == "elu" and x < 0:
        slips.append((f.a * exp(x), t("1 must be subtracted from e^x.", "e^x 还要减 1。")))
    if f.kind == "sigmoid":
        slips.append((1 / (1 + exp(x)), t("e^x was used in the denominator; it is e^−x.", "分母里用了 e^x；应为 e^−x。")))
    extra = given(f, x, slope=False)
    return Number(
        id=draw.id, concept=draw.concept, difficulty=level,
        prompt=t(f"What is {f.english} at x = {plain(x)}?{extra.en}", f"{f.name} 在 x = {plain(x)} 处的值是多少？{extra.zh}"),
        form=t("to three decimals, with its sign", "保留三位小数，带符号"),
        answer=round(answer, 6), absolute=CLOSE, traps=make_traps(answer, slips + others(f, x, slope=False), 2.5 * CLOSE),
        explanation=t(
            f"f(x) = {f.formula}. At x = {plain(x)}: {f.worked_value(x)}.",
            f"f(x) = {f.formula.replace('x if x > 0, else', 'x > 0 时为 x，否则为')}。代入 x = {plain(x)}：{f.worked_value(x)}。",
        ),
        sources=SOURCES[f.kind], parameters={"kind": f.kind, "a": f.a, "x": x},
    )  # fmt: skip


@generator("activations.gen-derivative", version=1, concept="saturation", levels=(1, 2, 3))
def derivative(draw: Draw, level: int) -> Question:
    """f′(x) of one activation."""
    f, x = draw_function(draw, level)
    answer = f.slope(x)
    slips = [(f.value(x), t("That is the value at this point; the derivative is asked.", "这是该点的函数值；题目问的是导数。"))]
    if f.kind == "sigmoid":
        slips.append((x * (1 - x), t("σ(1 − σ) takes the output σ(x), not x itself.", "σ(1 − σ) 里代入的是输出 σ(x)，不是 x。")))
    if f.kind == "tanh":
        slips += [
            (1 - x * x, t("1 − y² takes the output y = tanh x, not x itself.", "1 − y² 里代入的是输出 y = tanh x，不是 x。")),
            (tanh(x) * (1 - tanh(x)), t("y(1 − y) is the sigmoid's formula.", "y(1 − y) 是 sigmoid 的公式。")),
        ]
    if f.kind == "elu" and x < 0:
        slips.append((f.value(x) + 1 if f.a != 1 else exp(-x), t("The derivative on the left is α·e^x = f(x) + α.", "左侧导数为 α·e^x = f(x) + α。")))
    if f.kind in ("silu", "gelu"):
        gate = sigmoid(x) if f.kind == "silu" else normal(x)
        rest = f.slope(x) - gate
        slips += [
            (gate, t("Only the gate was kept; the product rule adds x times its derivative.", "只留下了门；乘积法则还要加上 x 乘门的导数。")),
            (rest, t("The product rule has two terms; the gate itself is missing.", "乘积法则有两项；漏了门本身。")),
        ]
    slips += others(f, x, slope=True)
    extra = given(f, x, slope=True)
    normal_note = t(" (φ is the density, Φ the distribution function of N(0, 1).)", "（φ、Φ 为 N(0, 1) 的密度与分布函数。）")
    note = normal_note if f.kind == "gelu" else t("", "")
    return Number(
        id=draw.id, concept=draw.concept, difficulty=level,
        prompt=t(
            f"What is the derivative of {f.english} at x = {plain(x)}?{extra.en}",
            f"{f.name} 在 x = {plain(x)} 处的导数是多少？{extra.zh}",
        ),
        form=t("to three decimals, with its sign", "保留三位小数，带符号"),
        answer=round(answer, 6), absolute=CLOSE, traps=make_traps(answer, slips, 2.5 * CLOSE),
        explanation=t(
            f"f(x) = {f.formula}, and at x = {plain(x)} f′(x) = {f.worked_slope(x)}.{note.en}",
            f"f(x) = {f.formula.replace('x if x > 0, else', 'x > 0 时为 x，否则为')}；在 x = {plain(x)} 处，f′(x) = {f.worked_slope(x)}。{note.zh}",
        ),
        sources=SOURCES[f.kind], parameters={"kind": f.kind, "a": f.a, "x": x},
    )  # fmt: skip


@generator("activations.gen-slope-from-output", version=1, concept="tanh", levels=(1, 2, 3))
def slope_from_output(draw: Draw, level: int) -> Question:
    """The derivative from the cached output alone."""
    kind = ("sigmoid", "tanh", "elu")[level - 1]
    a = draw.choice([0.5, 1.0, 1.5, 2.0]) if kind == "elu" else 0.0
    y = draw.integer(4, 96) / 100 if kind == "sigmoid" else draw.integer(-96, 96) / 100 if kind == "tanh" else -draw.integer(5, int(100 * a) - 4) / 100
    if abs(y) < 0.04 or y == 0.5:
        raise draw.again()
    answer = {"sigmoid": y * (1 - y), "tanh": 1 - y * y, "elu": y + a}[kind]
    f = Function(kind, a)
    slips = [
        (f.slope(y), t("The output was taken for the input: f′ was evaluated at x = y.", "把输出当成了输入：在 x = y 处求了 f′。")),
        (1 - y * y, t("1 − y² is the rule for tanh.", "1 − y² 是 tanh 的公式。")),
        (y * (1 - y), t("y(1 − y) is the rule for the sigmoid.", "y(1 − y) 是 sigmoid 的公式。")),
        (1 - abs(y), t("The square is missing.", "漏了平方。")),
    ]  # fmt: skip
    rule = {"sigmoid": "f′ = y(1 − y)", "tanh": "f′ = 1 − y²", "elu": "f′ = α·e^x = y + α"}[kind]
    worked = {
        "sigmoid": f"{plain(y)}·(1 − {plain(y)})", "tanh": f"1 − ({plain(y)})²", "elu": f"{plain(y)} + {plain(a)}",
    }[kind]  # fmt: skip
    return Number(
        id=draw.id, concept=draw.concept, difficulty=level,
        prompt=t(
            f"A unit with the activation {f.name} outputs y = {plain(y)}. What is dy/dx, x being its pre-activation?",
            f"某单元的激活函数为 {f.name}，输出 y = {plain(y)}。dy/dx 是多少（x 为预激活值）？",
        ),
        form=t("to four decimals", "保留四位小数"), answer=round(answer, 6), absolute=0.0002,
        traps=make_traps(answer, slips, 0.001, 4),
        explanation=t(
            f"The derivative follows from the output alone: {rule}. Here {worked} = {num(answer, 4)}. So the backward pass may cache y instead of x.",
            f"仅由输出就能得到导数：{rule}。这里 {worked} = {num(answer, 4)}。所以反向传播缓存 y 即可，不必缓存 x。",
        ),
        sources=SOURCES[kind], parameters={"kind": kind, "a": a, "y": y},
    )  # fmt: skip


def scientific(x: float) -> str:
    """Three significant digits as a person writes them."""
    mantissa, power = f"{x:.2e}".split("e")
    digits = str(int(power)).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"{mantissa.replace('-', '−')} · 10{digits}"


def relative_traps(answer: float, slips: list[tuple[float, Text]]) -> list[Trap]:
    """Traps that differ from the answer and one another by more than 5 percent."""
    seen, traps = [answer], []
    for slip, why in slips:
        if slip and all(abs(slip - other) > 0.05 * abs(other) for other in seen):
            seen.append(slip)
            traps.append(Trap(f"{slip:.3g}", why))
    return traps


@generator("activations.gen-gradient-factor", version=1, concept="sigmoid", levels=(1, 2, 3))
def gradient_factor(draw: Draw, level: int) -> Question:
    """The bound 0.25ⁿ, the product along a chain, or how many layers a threshold allows."""
    if level == 1:
        n = draw.integer(2, 24)
        answer = 0.25**n
        slips = [
            (0.5**n, t("0.5 is the value σ(0); the largest slope is 0.25.", "0.5 是 σ(0) 的值；最大斜率是 0.25。")),
            (0.25 * n, t("Factors along a chain are multiplied, not added.", "链上的因子是相乘，不是相加。")),
            (0.25 ** (n - 1), t(f"One factor is missing: there are {n} sigmoids.", f"少乘了一个因子：共有 {n} 个 sigmoid。")),
            (1.0, t("That bound holds for tanh, whose slope reaches 1.", "那是 tanh 的上界，它的斜率可达 1。")),
        ]  # fmt: skip
        prompt = t(
            f"A gradient passes back through {n} sigmoid layers. What is the largest factor that the {n} activation derivatives alone can contribute (weights left out)?",
            f"梯度反向穿过 {n} 个 sigmoid 层。仅 {n} 个激活函数的导数（不计权重）最多能贡献多大的因子？",
        )
        work = t(
            f"σ′ = σ(1 − σ) is at most 0.25, at x = 0. Along the chain derivatives multiply: 0.25^{n} = {scientific(answer)}.",
            f"σ′ = σ(1 − σ) 最大为 0.25（x = 0 处）。沿链相乘：0.25^{n} = {scientific(answer)}。",
        )
        parameters: dict[str, object] = {"mode": "bound", "n": n}
    elif level == 2:
        n = draw.integer(2, 4)
        outputs = [draw.integer(5, 95) / 100 for _ in range(n)]
        weights = [draw.choice([-1, 1]) * draw.integer(5, 40) / 10 for _ in range(n)]
        if 0.5 in outputs or 1.0 in map(abs, weights):
            raise draw.again()
        slopes = [s * (1 - s) for s in outputs]
        answer = 1.0
        for w, s in zip(weights, slopes, strict=True):
            answer *= w * s
        product = 1.0
        for s in slopes:
            product *= s
        raw = 1.0
        for w, s in zip(weights, outputs, strict=True):
            raw *= w * s
        slips = [
            (-answer, t("Count the negative weights: the sign is wrong.", "数一数负权重：符号错了。")),
            (product, t("The weights were left out.", "漏了权重。")),
            (raw, t("The outputs were multiplied instead of the slopes s(1 − s).", "乘的是输出，而不是斜率 s(1 − s)。")),
        ]  # fmt: skip
        shown_w, shown_s = ", ".join(map(plain, weights)), ", ".join(map(plain, outputs))
        prompt = t(
            f"A chain of {n} units hᵢ = σ(wᵢ·hᵢ₋₁ + bᵢ) has the weights w = ({shown_w}) and, for an input h₀, the outputs h₁…h{'₂₃₄'[n - 2]} = ({shown_s}). What is ∂h{'₂₃₄'[n - 2]}/∂h₀?",
            f"由 {n} 个单元 hᵢ = σ(wᵢ·hᵢ₋₁ + bᵢ) 组成的链，权重为 w = ({shown_w})；对某个输入 h₀，输出 h₁…h{'₂₃₄'[n - 2]} = ({shown_s})。∂h{'₂₃₄'[n - 2]}/∂h₀ 是多少？",
        )
        factors = " · ".join(f"{bracket(w)}·{plain(s)}·{plain(round(1 - s, 2))}" for w, s in zip(weights, outputs, strict=True))
        work = t(
            f"Each unit contributes wᵢ·hᵢ(1 − hᵢ): {factors} = {scientific(answer)}.",
            f"每个单元贡献 wᵢ·hᵢ(1 − hᵢ)：{factors} = {scientific(answer)}。",
        )
        parameters = {"mode": "chain", "weights": weights, "outputs": outputs}
    else:
        top, power = draw.integer(10, 35) / 10, draw.integer(2, 9)
        rate = 0.25 * top
        exact = power * log(10) / -log(rate)
        answer = ceil(exact)
        if not 3 <= answer <= 80 or abs(exact - round(exact)) < 0.02 or top == 1.0:
            raise draw.again()
        plain_bound = ceil(power * log(10) / log(4))
        slips = [
            (plain_bound, t("The weights were left out: the factor per layer is 0.25 times the largest weight.", "漏了权重：每层的因子是 0.25 乘最大权重。")),
            (answer - 1, t("One layer fewer is still above the threshold.", "少一层时仍高于阈值。")),
            (answer + 1, t("The threshold is passed one layer earlier.", "早一层就已低于阈值。")),
            (ceil(power / -log(rate)), t("10 to this power needs the factor ln 10.", "换算 10 的幂要乘 ln 10。")),
        ]  # fmt: skip
        traps = make_traps(answer, [s for s in slips if s[0] > 0], 0.5, 0)
        sup = f"10⁻{'⁰¹²³⁴⁵⁶⁷⁸⁹'[power]}"
        return Number(
            id=draw.id, concept=draw.concept, difficulty=level, answer=int(answer), traps=traps,
            prompt=t(
                f"A chain of one-unit sigmoid layers has weights with |w| ≤ {plain(top)}. From how many layers on is |∂hₙ/∂h₀| certainly below {sup}, whatever the inputs?",
                f"由单个 sigmoid 单元逐层相连的链，权重满足 |w| ≤ {plain(top)}。至少多少层时，无论输入为何，|∂hₙ/∂h₀| 必定小于 {sup}？",
            ),
            form=t("the smallest whole number of layers", "最小的整数层数"),
            explanation=t(
                f"Each layer contributes |w|·σ′ ≤ {plain(top)}·0.25 = {plain(rate)}. {plain(rate)}ⁿ < {sup} needs n > {power}·ln 10 / −ln {plain(rate)} = {num(exact, 2)}, so n = {answer}.",
                f"每层贡献 |w|·σ′ ≤ {plain(top)}·0.25 = {plain(rate)}。{plain(rate)}ⁿ < {sup} 要求 n > {power}·ln 10 / −ln {plain(rate)} = {num(exact, 2)}，所以 n = {answer}。",
            ),
            sources=[GLOROT, GOODFELLOW], parameters={"mode": "depth", "top": top, "power": power},
        )  # fmt: skip
    return Number(
        id=draw.id, concept=draw.concept, difficulty=level, prompt=prompt, answer=float(f"{answer:.8g}"), tolerance=0.01,
        form=t("three significant digits, e.g. 9.77e-4", "三位有效数字，如 9.77e-4"), traps=relative_traps(answer, slips),
        explanation=work, sources=[GLOROT, GOODFELLOW], parameters=parameters,
    )  # fmt: skip
