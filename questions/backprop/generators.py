"""Seeded questions on back-propagation: gradients on small graphs, numeric gradients, relative errors."""

from __future__ import annotations

from math import exp, tanh

from quizprep.content.generator import Draw, generator, t
from quizprep.content.model import Blank, Cloze, Number, Question, Text
from quizprep.content.shown import make_traps, num
from quizprep.content.shown import rounded as plain

GBC = "Goodfellow, Bengio, Courville: Deep Learning (2016), §6.5"
CS = "Stanford CS231n course notes: Backpropagation, Intuitions"
CS3 = "Stanford CS231n course notes: Neural Networks Part 3 (gradient checks)"
FORWARD = t("That is the forward value.", "这是前向值。")
LOCAL = t("That is the local gradient; multiply it by the gradient from above.", "这是局部梯度；还要乘以上游梯度。")
SWAPPED = t("A product hands each input the value of the other one.", "乘法交给每个输入的是另一个输入的值。")


def apply(op: str, a: int, b: int) -> tuple[int, int, int]:
    """The value of a gate and its two local derivatives."""
    if op == "+":
        return a + b, 1, 1
    if op == "×":
        return a * b, b, a
    return max(a, b), int(a > b), int(b > a)


def blank(value: int, slips: list[tuple[int, Text]]) -> Blank:
    """A blank for a whole number."""
    return Blank([str(value)], traps=make_traps(value, slips))


def wide(text: str, width: int) -> str:
    """`text`, filled up with a line of the graph."""
    return text + " " + "─" * (width - len(text) - 1)


def gate(op: str) -> str:
    """A gate as drawn: seven columns."""
    return "( max )" if op == "max" else f"(  {op}  )"


@generator("backprop.gen-graph", version=1, concept="chain-rule", levels=(1, 2, 3))
def graph(draw: Draw, level: int) -> Question:
    """A graph with forward values above and gradients to fill in below; level 3 with an input used twice."""
    x, y, z = draw.sample([-6, -5, -4, -3, -2, 2, 3, 4, 5, 6, 7], 3)
    if level == 3:
        return shared_graph(draw, x, y, z)
    first, second = draw.choice(
        [("+", "×"), ("×", "+"), ("×", "×")] if level == 1 else [("max", "×"), ("×", "max"), ("max", "+")]
    )
    q, qx, qy = apply(first, x, y)
    f, fq, fz = apply(second, q, z)
    if q == z or abs(q) > 40 or fq == 0:
        raise draw.again()
    dx, dy = qx * fq, qy * fq
    swap = [(x * fq, SWAPPED)] if first == "×" else []
    swap_y = [(y * fq, SWAPPED)] if first == "×" else []
    body = "\n".join(
        [
            f"  x = {x}",
            "  {{1}} ────┐",
            "            ├" + wide(f"──{gate(first)}── q = {q}", 28) + "┐",
            wide_space(f"  y = {y}", 12) + "│" + " " * 14 + "{{3}}" + " " * 9 + "│",
            "  {{2}} ────┘" + " " * 28 + "├──" + gate(second) + f"── f = {f}",
            " " * 41 + "│" + " " * 14 + "1",
            wide_space(f"  z = {z}", 41) + "│",
            "  {{4}} " + "─" * 33 + "┘",
        ]
    )
    blanks = [
        blank(dx, [(qx, LOCAL), *swap, (x, FORWARD)]),
        blank(dy, [(qy, LOCAL), *swap_y, (y, FORWARD)]),
        blank(fq, [*([(q, SWAPPED)] if second == "×" else []), (q, FORWARD)]),
        blank(fz, [*([(z, SWAPPED)] if second == "×" else []), (z, FORWARD)]),
    ]
    names = {"+": ("sum", "加法"), "×": ("product", "乘法"), "max": ("max", "最大值门")}
    return Cloze(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        prompt=t(
            "Forward values stand above the edges. Fill in the gradients of f below them.",
            "边的上方是前向值。请在下方填上 f 的梯度。",
        ),
        body=t(body, body),
        monospace=True,
        blanks=blanks,
        explanation=t(
            f"From the right: the {names[second][0]} has the local derivatives {plain(fq)} (to q) and {plain(fz)} (to z), times 1. The {names[first][0]} has {plain(qx)} (to x) and {plain(qy)} (to y); times ∂f/∂q = {plain(fq)} that gives ∂f/∂x = {plain(dx)} and ∂f/∂y = {plain(dy)}.",
            f"从右往左：{names[second][1]}的局部导数为 {plain(fq)}（对 q）和 {plain(fz)}（对 z），乘以 1。{names[first][1]}的局部导数为 {plain(qx)}（对 x）和 {plain(qy)}（对 y）；乘以 ∂f/∂q = {plain(fq)} 得 ∂f/∂x = {plain(dx)}，∂f/∂y = {plain(dy)}。",
        ),
        sources=[CS, GBC],
        parameters={"x": x, "y": y, "z": z, "ops": [first, second]},
    )


def wide_space(text: str, width: int) -> str:
    """`text`, filled up with spaces."""
    return text.ljust(width)


def shared_graph(draw: Draw, x: int, y: int, z: int) -> Question:
    """(x ∘ y) ∘ (y ∘ z), where y is used twice."""
    upper, lower, last = draw.choice(
        [("×", "+", "×"), ("+", "×", "×"), ("×", "×", "+"), ("max", "+", "×"), ("×", "max", "×"), ("+", "max", "×")]
    )
    q, qx, qy = apply(upper, x, y)
    r, ry, rz = apply(lower, y, z)
    f, fq, fr = apply(last, q, r)
    dx, up, down, dz = qx * fq, qy * fq, ry * fr, rz * fr
    dy = up + down
    if q == r or 0 in (q, r, dy) or max(abs(dx), abs(dy), abs(dz)) > 200:
        raise draw.again()
    body = "\n".join(
        [
            f"  x = {x}",
            "  {{1}} ────┐",
            "            ├" + wide(f"──{gate(upper)}── q = {q}", 28) + "┐",
            "            │" + " " * 14 + "{{4}}" + " " * 9 + "│",
            wide(f"  y = {y}", 12) + "┤" + " " * 28 + "├──" + gate(last) + f"── f = {f}",
            "  {{2}}     │" + " " * 28 + "│" + " " * 14 + "1",
            "            ├" + wide(f"──{gate(lower)}── r = {r}", 28) + "┘",
            wide_space(f"  z = {z}", 12) + "│" + " " * 14 + "{{5}}",
            "  {{3}} ────┘",
        ]
    )
    one_way = t("y is used twice: the gradients of both ways are added.", "y 被使用了两次：两条路的梯度要相加。")
    blanks = [
        blank(dx, [(qx, LOCAL), (x, FORWARD)]),
        blank(
            dy,
            [
                (up, one_way),
                (down, one_way),
                (up * down, t("Gradients that meet are added, not multiplied.", "汇合的梯度相加，而不是相乘。")),
                (y, FORWARD),
            ],
        ),
        blank(dz, [(rz, LOCAL), (z, FORWARD)]),
        blank(fq, [*([(q, SWAPPED)] if last == "×" else []), (q, FORWARD)]),
        blank(fr, [*([(r, SWAPPED)] if last == "×" else []), (r, FORWARD)]),
    ]
    return Cloze(
        id=draw.id,
        concept=draw.concept,
        difficulty=3,
        prompt=t(
            "Forward values stand above the edges; y is used twice. Fill in the gradients of f below.",
            "边的上方是前向值；y 被使用了两次。请在下方填上 f 的梯度。",
        ),
        body=t(body, body),
        monospace=True,
        blanks=blanks,
        explanation=t(
            f"∂f/∂q = {plain(fq)}, ∂f/∂r = {plain(fr)}. ∂f/∂x = {plain(fq)}·({plain(qx)}) = {plain(dx)}; ∂f/∂z = {plain(fr)}·({plain(rz)}) = {plain(dz)}. y gets {plain(fq)}·({plain(qy)}) = {plain(up)} by q and {plain(fr)}·({plain(ry)}) = {plain(down)} by r, in all {plain(dy)}.",
            f"∂f/∂q = {plain(fq)}，∂f/∂r = {plain(fr)}。∂f/∂x = {plain(fq)}·({plain(qx)}) = {plain(dx)}；∂f/∂z = {plain(fr)}·({plain(rz)}) = {plain(dz)}。y 经 q 得 {plain(fq)}·({plain(qy)}) = {plain(up)}，经 r 得 {plain(fr)}·({plain(ry)}) = {plain(down)}，合计 {plain(dy)}。",
        ),
        sources=[CS, GBC],
        parameters={"x": x, "y": y, "z": z, "ops": [upper, lower, last]},
    )


@generator("backprop.gen-neuron", version=1, concept="local-gradients", levels=(1, 2, 3))
def neuron(draw: Draw, level: int) -> Question:
    """∂L/∂w of (g(wx + b) − t)², with no, a ReLU or tanh, or a sigmoid activation."""
    kind = "linear" if level == 1 else "relu" if level == 2 else draw.choice(["sigmoid", "tanh"])
    w, x = draw.integer(-30, 30) / 10, draw.choice([-3, -2, 2, 3, 4])
    b, target = draw.integer(-20, 20) / 10, draw.choice([0.0, 1.0]) if level == 3 else draw.integer(-3, 3) * 1.0
    z = round(w * x + b, 6)
    if kind == "linear":
        out, slope, name, rule = z, 1.0, "z", ""
    elif kind == "relu":
        out, slope, name, rule = max(0.0, z), float(z > 0), "ReLU(z)", ""
    elif kind == "sigmoid":
        out = 1 / (1 + exp(-z))
        slope, name, rule = out * (1 - out), "σ(z)", "y(1 − y)"
    else:
        out = tanh(z)
        slope, name, rule = 1 - out * out, "tanh(z)", "1 − y²"
    above = 2 * (out - target)
    answer = above * slope * x
    if (
        w == 0
        or b == 0
        or abs(z) > (1.5 if level == 3 else 12)
        or abs(z) < 0.2
        or slope == 0
        or abs(answer) < 0.05
        or abs(abs(answer) - 1) < 0.01
    ):
        raise draw.again()
    slips = [
        (above * slope, t("That is ∂L/∂b; for w it is multiplied by x.", "这是 ∂L/∂b；对 w 还要乘以 x。")),
        (above * slope * x / 2, t("The factor 2 of the square is missing.", "漏了平方求导的系数 2。")),
        (-answer, t("The sign: the derivative of (y − t)² is 2(y − t).", "符号错了：(y − t)² 的导数是 2(y − t)。")),
        (
            above * slope * w,
            t("That is ∂L/∂x: the product hands w the value of x.", "这是 ∂L/∂x：乘法交给 w 的是 x 的值。"),
        ),
    ]
    if level == 3:
        slips.append((above * x, t("The derivative of the activation is missing.", "漏了激活函数的导数。")))
    shown = 4 if level == 3 else 6
    value = f"{round(out, shown):.10g}".replace("-", "−")
    slope_shown = f"{round(slope, 4):.10g}"
    minus_t = f"{value} − ({plain(target)})" if target < 0 else f"{value} − {plain(target)}"
    rule += " = " if rule else ""
    return Number(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        prompt=t(
            f"z = wx + b, y = {name}, L = (y − t)², with w = {plain(w)}, x = {plain(x)}, b = {plain(b)}, t = {plain(target)}. What is ∂L/∂w?",
            f"z = wx + b，y = {name}，L = (y − t)²，其中 w = {plain(w)}，x = {plain(x)}，b = {plain(b)}，t = {plain(target)}。∂L/∂w 是多少？",
        ),
        form=t("to two decimals, with the sign; keep four on the way", "保留两位小数，带符号；中间步骤保留四位"),
        answer=round(answer, 6),
        absolute=0.0065,
        traps=make_traps(answer, slips, 0.015),
        explanation=t(
            f"Forward: z = {plain(z)}, y = {value}. Backward: ∂L/∂y = 2({minus_t}) = {plain(round(above, 4))}; dy/dz = {rule}{slope_shown}; dz/dw = x = {plain(x)}. The product is {num(answer)}.",
            f"前向：z = {plain(z)}，y = {value}。反向：∂L/∂y = 2({minus_t}) = {plain(round(above, 4))}；dy/dz = {rule}{slope_shown}；dz/dw = x = {plain(x)}。乘积为 {num(answer)}。",
        ),
        sources=[CS, GBC],
        parameters={"kind": kind, "w": w, "x": x, "b": b, "t": target},
    )
