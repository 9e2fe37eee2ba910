"""Seeded questions on ReLU units: dead ones, the step that kills one, and curves to recognise."""

from __future__ import annotations

from math import erf, exp, log, sqrt, tanh

from quizprep.content.generator import Draw, generator, t
from quizprep.content.model import Choice, Number, Option, Question, Text, Trap
from quizprep.content.plot import beside, plot
from quizprep.content.shown import num, plain

GOODFELLOW = "Goodfellow, Bengio, Courville: Deep Learning (2016), §6.3"
MAAS = "Maas, Hannun, Ng: Rectifier Nonlinearities Improve Neural Network Acoustic Models (2013)"
LU = "Lu, Shin, Su, Karniadakis: Dying ReLU and Initialization (2019), arXiv:1903.06733"


def make_traps(answer: float, slips: list[tuple[float, Text]], gap: float, decimals: int) -> list[Trap]:
    """The slips as traps, without those that give the answer or repeat an earlier one."""
    seen, traps = [answer], []
    for value, why in slips:
        if all(abs(value - other) > gap for other in seen):
            seen.append(value)
            traps.append(Trap(f"{value:.{decimals}f}", why))
    return traps


@generator("activations.gen-dead-share", version=1, concept="dead-units", levels=(1, 2))
def dead_share(draw: Draw, level: int) -> Question:
    """Dead units in a table of pre-activations: their number, or their share against that of zeros."""
    examples, units = (4, 6) if level == 1 else (5, 8)
    table = []
    dead = draw.sample(range(units), draw.integer(1, units // 2))
    for _ in range(examples):
        row = [draw.integer(-24, 24) / 10 for _ in range(units)]
        table.append([-abs(z) if j in dead else z for j, z in enumerate(row)])
    columns = list(zip(*table, strict=True))
    alive_always = sum(min(c) > 0 for c in columns)
    count = sum(max(c) <= 0 for c in columns)
    zeros = sum(z <= 0 for row in table for z in row)
    if count != len(dead) or any(z == 0 for row in table for z in row) or zeros == count * examples:
        raise draw.again()
    ask_zeros = level == 2 and draw.chance(0.3)
    lines = {"en": [f"{'example':<9}" + "".join(f"{f'u{j + 1}':>7}" for j in range(units))],
             "zh": [f"{'样本':<7}" + "".join(f"{f'u{j + 1}':>7}" for j in range(units))]}  # fmt: skip
    for i, row in enumerate(table):
        numbers = "".join(f"{num(z, 1):>7}" for z in row)
        lines["en"].append(f"{i + 1:<9}{numbers}")
        lines["zh"].append(f"{i + 1:<9}{numbers}")
    figure = t("\n".join(lines["en"]), "\n".join(lines["zh"]))
    names = ", ".join(f"u{j + 1}" for j, c in enumerate(columns) if max(c) <= 0)
    share, total = 100 * count / units, examples * units
    zero_share, any_off = 100 * zeros / total, sum(min(c) <= 0 for c in columns)
    if level == 1:
        answer: float = count
        slips = [
            (any_off, t("These units are off for at least one example; a dead one is off for all.", "这些单元至少对一个样本关闭；死亡是对所有样本关闭。")),
            (zeros, t("That counts zeros in the table; a dead unit is a whole column.", "这是表中零输出的个数；死亡单元是整列。")),
            (units - count, t("That is the number of living units.", "这是存活单元的个数。")),
            (alive_always, t("These are on for every example.", "这些单元对所有样本都激活。")),
        ]  # fmt: skip
        prompt = t(
            "The table shows the pre-activations of ReLU units for all training examples. How many units are dead?",
            "表中是若干 ReLU 单元在全部训练样本上的预激活值。有多少个单元是死亡的？",
        )
        form, unit = t("a whole number", "整数"), None
    else:
        answer = zero_share if ask_zeros else share
        slips = [
            (share if ask_zeros else zero_share,
             t("That is the share of dead units; all zero outputs are asked.", "这是死亡单元的比例；题目问的是所有零输出的比例。") if ask_zeros
             else t("That is the share of zero outputs, the sparsity; a dead unit is zero for all examples.", "这是零输出的比例（稀疏度）；死亡单元对所有样本都为零。")),
            (100 - (zero_share if ask_zeros else share), t("That is the complement.", "这是它的补数。")),
            (100 * any_off / units, t("Off for some example is not dead.", "对某个样本关闭不等于死亡。")),
        ]  # fmt: skip
        prompt = (
            t(
                "The table shows the pre-activations of ReLU units for all training examples. What percentage of the layer's outputs is 0?",
                "表中是若干 ReLU 单元在全部训练样本上的预激活值。该层的输出中，零占百分之几？",
            )
            if ask_zeros
            else t(
                "The table shows the pre-activations of ReLU units for all training examples. What percentage of the units is dead?",
                "表中是若干 ReLU 单元在全部训练样本上的预激活值。死亡单元占百分之几？",
            )
        )
        form, unit = t("in percent, to one decimal", "以百分数表示，保留一位小数"), t("%", "%")
    work = t(
        f"A unit is dead when its whole column is ≤ 0: {names}, that is {count} of {units} ({num(share, 1)} %). Zero outputs there are {zeros} of {total} ({num(zero_share, 1)} %), most of them in living units: that is sparsity.",
        f"整列都 ≤ 0 的单元才是死亡的：{names.replace(', ', '、')}，即 {units} 个中有 {count} 个（{num(share, 1)} %）。零输出共有 {total} 个中的 {zeros} 个（{num(zero_share, 1)} %），活着的单元也会输出零，那是稀疏。",
    )
    if zeros - count * examples <= count * examples:
        work = t(work.en.replace(", most of them in living units: that is sparsity", "; those in living units are sparsity"), work.zh)
    return Number(
        id=draw.id, concept=draw.concept, difficulty=level, prompt=prompt, figure=figure, form=form, unit=unit,
        answer=answer if level == 1 else round(answer, 4), absolute=0.0 if level == 1 else 0.06,
        traps=make_traps(answer, slips, 0.5, 0 if level == 1 else 1),
        explanation=work, sources=[MAAS, "PyTorch documentation: torch.nn.ReLU"],
        parameters={"table": table, "ask": "zeros" if ask_zeros else "count" if level == 1 else "share"},
    )  # fmt: skip


@generator("activations.gen-killing-rate", version=1, concept="lr-and-dying-relu", levels=(2, 3))
def killing_rate(draw: Draw, level: int) -> Question:
    """The smallest learning rate at which one SGD step switches a unit off for all inputs."""
    top = draw.integer(1, 5)
    w, b = draw.integer(2, 15) / 10, draw.integer(1, 12) / 10
    gw, gb = draw.integer(1, 50) / 10, draw.integer(1, 50) / 10
    if level == 2:  # b is not trained: only the far end matters
        b, gb = -b, 0.0
        if w * top + b < 0.2:
            raise draw.again()
    at_zero = b / gb if gb else 0.0
    end, fall = round(top * w + b, 4), round(top * gw + gb, 4)
    at_end = end / fall
    answer = max(at_zero, at_end)
    if abs(at_zero - at_end) < 0.01 or not 0.01 < answer < 5:
        raise draw.again()
    slips = [
        (min(at_zero, at_end), t("At this rate the unit is off at one end of the interval only.", "这个学习率只使单元在区间一端关闭。")),
        (w / gw, t("This makes the weight 0, but the bias counts too.", "这只是使权重变为 0，偏置也要考虑。")),
        ((top * w + b) / (top * gw) if gb else (top * w) / (top * gw), t("A term with the bias was left out.", "漏了含偏置的一项。")),
        ((w + b) / (gw + gb), t(f"That is for x = 1; the inputs reach up to {top}.", f"这只对应 x = 1；输入可达 {top}。")),
    ]  # fmt: skip
    slips = [s for s in slips if s[0] > 0]
    if level == 2:
        prompt = t(
            f"A ReLU unit has one input x, always in [0, {top}], the weight w = {plain(w)} and the fixed bias b = {plain(b)} (not trained). The next SGD step has ∂L/∂w = {plain(gw)}. What is the smallest learning rate at which w·x + b ≤ 0 for all inputs after this step?",
            f"某 ReLU 单元只有一个输入 x，总在 [0, {top}] 内；权重 w = {plain(w)}，偏置固定为 b = {plain(b)}（不训练）。下一步 SGD 的 ∂L/∂w = {plain(gw)}。学习率至少为多大时，这一步之后对所有输入都有 w·x + b ≤ 0？",
        )
        work = t(
            f"At x = 0 the unit is off already (b < 0). At x = {top}: {top}·({plain(w)} − {plain(gw)}η) − {plain(-b)} ≤ 0 gives η ≥ {plain(end)}/{plain(fall)} = {num(answer, 4)}. In between the line is below its ends' maximum.",
            f"x = 0 处单元本已关闭（b < 0）。x = {top} 处：{top}·({plain(w)} − {plain(gw)}η) − {plain(-b)} ≤ 0，得 η ≥ {plain(end)}/{plain(fall)} = {num(answer, 4)}。区间内部的直线不会高于两端的最大值。",
        )
    else:
        prompt = t(
            f"A ReLU unit has one input x, always in [0, {top}], with w = {plain(w)} and b = {plain(b)}. The next SGD step has ∂L/∂w = {plain(gw)} and ∂L/∂b = {plain(gb)}. What is the smallest learning rate at which w·x + b ≤ 0 for all inputs after this step?",
            f"某 ReLU 单元只有一个输入 x，总在 [0, {top}] 内；w = {plain(w)}，b = {plain(b)}。下一步 SGD 的梯度为 ∂L/∂w = {plain(gw)}、∂L/∂b = {plain(gb)}。学习率至少为多大时，这一步之后对所有输入都有 w·x + b ≤ 0？",
        )
        work = t(
            f"A line is ≤ 0 on the interval when it is so at both ends. x = 0: {plain(b)} − {plain(gb)}η ≤ 0, η ≥ {num(at_zero, 4)}. x = {top}: {plain(end)} − {plain(fall)}η ≤ 0, η ≥ {num(at_end, 4)}. Both: η ≥ {num(answer, 4)}.",
            f"直线在区间上 ≤ 0，只需两端都 ≤ 0。x = 0：{plain(b)} − {plain(gb)}η ≤ 0，η ≥ {num(at_zero, 4)}。x = {top}：{plain(end)} − {plain(fall)}η ≤ 0，η ≥ {num(at_end, 4)}。同时满足：η ≥ {num(answer, 4)}。",
        )
    return Number(
        id=draw.id, concept=draw.concept, difficulty=level, prompt=prompt, form=t("to three decimals", "保留三位小数"),
        answer=round(answer, 6), absolute=0.0006, traps=make_traps(answer, slips, 0.002, 3), explanation=work,
        sources=[MAAS, LU], parameters={"top": top, "w": w, "b": b, "gw": gw, "gb": gb},
    )  # fmt: skip


def sigmoid(x: float) -> float:
    """The logistic function."""
    return 1 / (1 + exp(-x))


CURVES = {
    "sigmoid": ("Sigmoid", "sigmoid", lambda x, a: sigmoid(x)),
    "tanh": ("tanh", "tanh", lambda x, a: tanh(x)),
    "relu": ("ReLU", "ReLU", lambda x, a: max(x, 0.0)),
    "leaky": ("Leaky ReLU", "Leaky ReLU", lambda x, a: x if x > 0 else a * x),
    "elu": ("ELU", "ELU", lambda x, a: x if x > 0 else a * (exp(x) - 1)),
    "softplus": ("Softplus", "Softplus", lambda x, a: log(1 + exp(x))),
    "silu": ("SiLU", "SiLU", lambda x, a: x * sigmoid(x)),
    "gelu": ("GELU", "GELU", lambda x, a: x * (1 + erf(x / sqrt(2))) / 2),
}
TELLS = {
    "sigmoid": t("rises from 0 to 1 with slope ¼ at 0", "从 0 升到 1，0 处斜率为 ¼"),
    "tanh": t("rises from −1 to 1 with slope 1 at 0", "从 −1 升到 1，0 处斜率为 1"),
    "relu": t("is exactly 0 on the left and has a jump of the slope from 0 to 1", "左侧恰为 0，斜率从 0 跳到 1"),
    "leaky": t("is a straight line below 0 on the left: its slope there is a small constant, not 0", "左侧是 0 以下的一条直线，斜率是不为 0 的小常数"),
    "elu": t("flattens out at −α on the left, its slope falling smoothly to 0", "左侧在 −α 处变平，斜率平滑地降到 0"),
    "softplus": t("is positive and rising everywhere, its slope is the sigmoid", "处处为正且递增，斜率就是 sigmoid"),
    "silu": t("dips to −0.28 at x ≈ −1.3; its slope peaks at 1.10 at x ≈ 2.4", "在 x ≈ −1.3 处降到 −0.28；斜率在 x ≈ 2.4 处达到峰值 1.10"),
    "gelu": t("dips to −0.17 at x ≈ −0.75; its slope peaks at 1.13 at x ≈ 1.4", "在 x ≈ −0.75 处降到 −0.17；斜率在 x ≈ 1.4 处达到峰值 1.13"),
}  # fmt: skip
GROUPS = (
    ("sigmoid", "tanh", "relu", "leaky", "softplus"),
    ("relu", "leaky", "elu", "softplus", "silu"),
    ("elu", "leaky", "silu", "gelu", "softplus", "sigmoid"),
)


def slope_of(kind: str, a: float, x: float) -> float:
    """Derivative by centred differences: exact enough for a picture, and right at every x but a kink."""
    f = CURVES[kind][2]
    return (f(x + 1e-5, a) - f(x - 1e-5, a)) / 2e-5


@generator("activations.gen-recognise", version=1, concept="choosing", levels=(1, 2, 3))
def recognise(draw: Draw, level: int) -> Question:
    """A curve and its derivative (level 3: the derivative alone): which activation is it?"""
    kinds = draw.sample(GROUPS[level - 1], 4)
    kind = kinds[0]
    if level == 3 and kind not in ("elu", "silu", "gelu", "leaky", "softplus"):
        raise draw.again()
    a = draw.choice([0.1, 0.15, 0.2, 0.25]) if kind == "leaky" else draw.choice([0.6, 0.8, 1.0]) if kind == "elu" else 0.0
    reach = draw.choice([3.0, 3.5, 4.0, 4.5, 5.0])
    f = CURVES[kind][2]
    places = [round(reach * i / 160, 6) for i in range(-161, 162, 2)]  # 0, where kinks are, is not among them
    values = [(x, f(x, a)) for x in places]
    slopes = [(x, slope_of(kind, a, x)) for x in places]
    right = plot([("f′", slopes)], width=56 if level == 3 else 26, height=10, ylabel="f′(x)", xlabel="x")
    picture = right if level == 3 else beside(plot([("f", values)], width=26, height=10, ylabel="f(x)", xlabel="x"), right)
    options = []
    for k in draw.shuffled(kinds):
        text = t(CURVES[k][0], CURVES[k][1])
        why = None if k == kind else t(f"{CURVES[k][0]} {TELLS[k].en}.", f"{CURVES[k][1]} {TELLS[k].zh}。")
        options.append(Option(text, correct=k == kind, why=why))
    shown_a = {"leaky": t(f" (Here the slope is {plain(a)}.)", f"（这里斜率为 {plain(a)}。）"), "elu": t(f" (Here α = {plain(a)}.)", f"（这里 α = {plain(a)}。）")}.get(kind, t("", ""))
    low, high = min(v for _, v in values), max(v for _, v in slopes)
    return Choice(
        id=draw.id, concept=draw.concept, difficulty=level, options=options, figure=t(picture, picture),
        prompt=t("This is the derivative of an activation. Which one?", "这是某个激活函数的导数。是哪一个？") if level == 3
        else t("Left an activation, right its derivative. Which one is it?", "左图是一个激活函数，右图是它的导数。是哪一个？"),
        explanation=t(
            f"{CURVES[kind][0]} {TELLS[kind].en}.{shown_a.en} On this interval its lowest value is {num(low, 2)}, its largest slope {num(high, 2)}.",
            f"{CURVES[kind][1]} {TELLS[kind].zh}。{shown_a.zh}在这个区间上，它的最小值为 {num(low, 2)}，最大斜率为 {num(high, 2)}。",
        ),
        sources=[GOODFELLOW, "PyTorch documentation: torch.nn, Non-linear Activations"],
        parameters={"points": [[x, round(y, 5)] for x, y in values[::8]], "slopes": [[x, round(y, 4)] for x, y in slopes[::8]],
                    "options": kinds, "reach": reach},
    )  # fmt: skip
