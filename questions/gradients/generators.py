"""Seeded questions on gradients through many layers and on clipping."""

from __future__ import annotations

from collections.abc import Sequence
from math import log, sqrt

from quizprep.content.generator import Draw, generator, t
from quizprep.content.model import Blank, Cloze, Number, Question, Text, Trap
from quizprep.content.shown import make_traps, num, typed
from quizprep.content.shown import rounded as plain

GBC = "Goodfellow, Bengio, Courville: Deep Learning (2016), §8.2.5"
PAS = "Pascanu, Mikolov, Bengio: On the Difficulty of Training Recurrent Neural Networks (ICML 2013), arXiv:1211.5063"
HE = "He, Zhang, Ren, Sun: Delving Deep into Rectifiers (2015), §2.2, arXiv:1502.01852"
NORM = "PyTorch documentation: torch.nn.utils.clip_grad_norm_"
VAL = "PyTorch documentation: torch.nn.utils.clip_grad_value_"


def vector(values: Sequence[float]) -> str:
    """Given numbers in parentheses."""
    return "(" + ", ".join(plain(v) for v in values) + ")"


def digits(value: float, count: int = 3) -> str:
    """So many significant digits: 0.00515, 3.7 · 10⁶, 1.2 · 10⁻⁹."""
    if 1e-4 <= abs(value) < 1e5:
        return f"{float(f'{value:.{count - 1}e}'):.10g}".replace("-", "−")
    mantissa, power = f"{value:.{count - 1}e}".split("e")
    return f"{mantissa} · 10{str(int(power)).translate(str.maketrans('-0123456789', '⁻⁰¹²³⁴⁵⁶⁷⁸⁹'))}"


def relative_traps(answer: float, slips: list[tuple[float, Text]]) -> list[Trap]:
    """Traps that differ from the answer and from each other by more than 5 %."""
    seen, traps = [answer], []
    for value, why in slips:
        if value > 0 and all(abs(value - other) > 0.05 * max(value, other) for other in seen):
            seen.append(value)
            traps.append(Trap(f"{value:.4g}", why))
    return traps


@generator("gradients.gen-norm-after-layers", version=2, concept="jacobian-product", levels=(1, 2, 3))
def norm_after_layers(draw: Draw, level: int) -> Question:
    """The factor of the gradient's size after n layers: given, as slope · weight, or from the variance of weights."""
    layers = draw.integer(8, 60)
    added = t("The factors are multiplied, not added.", "因子应相乘，而不是相加。")
    if level == 1:
        factor = draw.choice([0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1.05, 1.1, 1.15, 1.2, 1.3, 1.5])
        slips = [
            (factor * layers, added),
            (factor ** (layers - 1), t("That is one layer too few.", "少算了一层。")),
            (factor ** (layers + 1), t("That is one layer too many.", "多算了一层。")),
        ]
        ask = t(
            f"Each of {layers} layers multiplies the norm of the gradient by {plain(factor)} on the way back. By what factor does the norm change in all?",
            f"反向经过 {layers} 层，每层把梯度范数乘以 {plain(factor)}。范数总共变为多少倍？",
        )
        rule = t(f"Equal factors make a power: {plain(factor)}^{layers}", f"相等的因子构成幂：{plain(factor)}^{layers}")
        given = {"kind": "given", "factor": factor}
    elif level == 2:
        slope, weight = draw.choice([0.25, 0.2, 0.15, 0.1]), draw.choice([0.5, 0.8, 1.5, 2.0, 3.0, 5.0, 6.0, 8.0])
        factor, layers = slope * weight, draw.integer(4, 20)
        slips = [
            (
                slope**layers,
                t("Only the slopes were multiplied; each layer has its weight too.", "只乘了斜率；每层还有权重。"),
            ),
            (
                weight**layers,
                t("Only the weights were multiplied; each layer has its slope too.", "只乘了权重；每层还有斜率。"),
            ),
            (factor * layers, added),
        ]
        ask = t(
            f"A chain of {layers} sigmoid units, h_l = σ(w·h_(l−1) + b_l). Every weight is w = {plain(weight)}, and every unit works where σ′ = {plain(slope)}. What is ∂h_{layers}/∂h_0?",
            f"{layers} 个 sigmoid 单元串联，h_l = σ(w·h_(l−1) + b_l)。每个权重都是 w = {plain(weight)}，每个单元都处在 σ′ = {plain(slope)} 的位置。∂h_{layers}/∂h_0 是多少？",
        )
        rule = t(
            f"Each unit contributes σ′·w = {plain(slope)} · {plain(weight)} = {plain(factor)}; so {plain(factor)}^{layers}",
            f"每个单元贡献 σ′·w = {plain(slope)} · {plain(weight)} = {plain(factor)}；所以是 {plain(factor)}^{layers}",
        )
        given = {"kind": "chain", "slope": slope, "weight": weight}
    else:
        width, std = (
            draw.choice([64, 100, 128, 200, 256, 400, 512]),
            draw.choice([0.02, 0.03, 0.04, 0.05, 0.06, 0.08, 0.1, 0.12, 0.15, 0.2]),
        )
        gain = width * std * std / 2
        factor = sqrt(gain)
        slips = [
            (
                gain**layers,
                t(
                    "That is the factor of the variance; the standard deviation takes the root.",
                    "这是方差的倍数；标准差要取平方根。",
                ),
            ),
            (
                (2 * gain) ** (layers / 2),
                t("The ½ for inactive ReLU units is missing.", "漏了 ReLU 未激活单元带来的 ½。"),
            ),
            (std**layers, t("The width is missing: n independent terms add up.", "漏了宽度：有 n 个独立项相加。")),
        ]
        ask = t(
            f"A ReLU network of {layers} layers of width {width}, weights with mean 0 and standard deviation {plain(std)}. By what factor does the standard deviation of the gradient change on the way back through these layers, in He et al.'s approximation (half of the units active, everything independent)?",
            f"某 ReLU 网络有 {layers} 层，宽度为 {width}，权重均值 0、标准差 {plain(std)}。按 He 等人的近似（一半单元激活，各量独立），梯度反向经过这些层后，标准差变为多少倍？",
        )
        rule = t(
            f"Each layer multiplies the variance by ½·n·Var(w) = ½ · {width} · {plain(round(std * std, 8))} = {digits(gain, 4)}, so the standard deviation by √{digits(gain, 4)} = {digits(factor, 4)}. After {layers} layers: {digits(gain, 4)}^({layers}/2)",
            f"每层把方差乘以 ½·n·Var(w) = ½ · {width} · {plain(round(std * std, 8))} = {digits(gain, 4)}，标准差乘以 √{digits(gain, 4)} = {digits(factor, 4)}。{layers} 层之后：{digits(gain, 4)}^({layers}/2)",
        )
        given = {"kind": "relu", "width": width, "std": std}
    answer = factor**layers
    if not 1e-12 < answer < 1e9 or 0.6 < answer < 1.7:
        raise draw.again()
    word = t("it vanishes", "正在消失") if answer < 1 else t("it explodes", "正在爆炸")
    return Number(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        prompt=ask,
        form=t("three significant digits, e.g. 3.14e-7", "三位有效数字，例如 3.14e-7"),
        answer=float(f"{answer:.8e}"),
        tolerance=0.012 if level < 3 else 0.03,
        traps=relative_traps(answer, slips),
        explanation=t(f"{rule.en} = {digits(answer)}: {word.en}.", f"{rule.zh} = {digits(answer)}：梯度{word.zh}。"),
        sources=[HE] if level == 3 else [GBC, PAS],
        parameters={"layers": layers, **given},
    )


@generator("gradients.gen-steps-until", version=1, concept="role-of-recurrence", levels=(1, 2, 3))
def steps_until(draw: Draw, level: int) -> Question:
    """After how many steps w^k first falls below (level 3: passes above) a bound."""
    grows = level == 3
    w = (
        draw.integer(105, 150) / 100
        if grows
        else draw.integer(50, 80) / 100
        if level == 1
        else draw.integer(81, 97) / 100
    )
    bound = draw.choice([10.0, 100.0, 1000.0]) if grows else draw.choice([0.1, 0.01, 0.001])
    exact = log(bound) / log(w)
    answer = int(exact) + 1
    if abs(exact - round(exact)) < 0.03 or not 3 < answer < 250:
        raise draw.again()
    linear = int((bound - 1) / (w - 1)) + 1
    slips = [
        (
            answer - 1,
            t(
                f"After {answer - 1} steps it is {plain(w)}^{answer - 1} = {num(w ** (answer - 1), 5)}: not yet.",
                f"{answer - 1} 步后为 {plain(w)}^{answer - 1} = {num(w ** (answer - 1), 5)}：还没到。",
            ),
        ),
        (linear, t("That is linear; the factor is multiplied at each step.", "这是线性变化；每一步都是乘以该因子。")),
    ]
    verb = t("above", "大于") if grows else t("below", "小于")
    return Number(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        prompt=t(
            f"h_t = {plain(w)}·h_(t−1) + x_t (one unit, no activation). For which smallest k is ∂h_(t+k)/∂h_t {verb.en} {plain(bound)}?",
            f"h_t = {plain(w)}·h_(t−1) + x_t（单个单元，无激活）。使 ∂h_(t+k)/∂h_t {verb.zh} {plain(bound)} 的最小 k 是多少？",
        ),
        form=t("a whole number", "整数"),
        answer=answer,
        traps=make_traps(answer, slips),
        explanation=t(
            f"∂h_(t+k)/∂h_t = {plain(w)}^k. ln {plain(bound)} / ln {plain(w)} = {num(log(bound), 4)} / {num(log(w), 4)} = {num(exact, 2)}, so k = {answer}.",
            f"∂h_(t+k)/∂h_t = {plain(w)}^k。ln {plain(bound)} / ln {plain(w)} = {num(log(bound), 4)} / {num(log(w), 4)} = {num(exact, 2)}，所以 k = {answer}。",
        ),
        sources=[PAS],
        parameters={"w": w, "bound": bound},
    )


def blank(value: float, slips: list[tuple[float, Text]], decimals: int = 3) -> Blank:
    """A blank of a rounded number; slips near the answer are left out."""
    unit = 10**-decimals
    traps: dict[str, Trap] = {}
    for slip, why in slips:
        if abs(slip - value) > 4 * unit:
            traps.setdefault(typed(slip, decimals), Trap(typed(slip, decimals), why))
    return Blank([f"{value:.{decimals}f}"], tolerance=round(1.1 * unit / abs(value), 6), traps=list(traps.values()))


BY_VALUE = t("That is clipping by value.", "这是按值裁剪。")
UNCLIPPED = t("The norm is above the threshold, so every element shrinks.", "范数超过阈值，每个分量都要缩小。")
KEPT = t("The norm is below the threshold, so nothing changes.", "范数低于阈值，保持不变。")
INSIDE = t("It lies within the limits and stays.", "它在界内，保持不变。")


def cut(value: float, limit: float) -> float:
    return max(-limit, min(limit, value))


@generator("gradients.gen-clip-value", version=1, concept="clip-by-value", levels=(1, 2))
def clip_value(draw: Draw, level: int) -> Question:
    """Three (level 2: four) elements clipped by value."""
    limit = draw.choice([0.5, 1.0, 2.0, 5.0])
    g = [draw.integer(-40, 40) / 10 * (1 if limit < 3 else 3) for _ in range(2 + level)]
    g = [round(v, 1) for v in g]
    beyond = sum(abs(v) > limit for v in g)
    if (
        min(abs(v) for v in g) < 0.2
        or len(set(map(abs, g))) < len(g)
        or not 0 < beyond < len(g)
        or limit in map(abs, g)
    ):
        raise draw.again()
    norm = sqrt(sum(v * v for v in g))
    set_all = t("Elements within the limits are not raised to the threshold.", "界内的元素不会被提到阈值。")
    sign = t("The sign is kept.", "符号保留。")
    scaled = t("That is clipping by norm.", "这是按范数裁剪。")
    blanks = [
        blank(
            cut(v, limit),
            [
                (limit if v > 0 else -limit, set_all),
                (-cut(v, limit), sign),
                (v, t("It lies beyond the limit.", "它超出了界限。")),
                (v * limit / norm, scaled),
            ],
        )
        for v in g
    ]
    body = "( " + ", ".join(f"{{{{{i}}}}}" for i in range(1, len(g) + 1)) + " )"
    done = vector([cut(v, limit) for v in g])
    return Cloze(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        prompt=t(
            f"The gradient {vector(g)} is clipped by value with the threshold {plain(limit)}. What is left?",
            f"把梯度 {vector(g)} 按值裁剪，阈值为 {plain(limit)}。结果是什么？",
        ),
        body=t(body, body),
        blanks=blanks,
        explanation=t(
            f"Each element is limited to [−{plain(limit)}, {plain(limit)}] by itself, the others stay as they are: {done}. The direction changes.",
            f"每个元素各自限制在 [−{plain(limit)}, {plain(limit)}]，界内的不变：{done}。方向会改变。",
        ),
        sources=[VAL],
        parameters={"g": g, "limit": limit},
    )


@generator("gradients.gen-clip-norm", version=1, concept="clip-by-norm", levels=(1, 2, 3))
def clip_norm(draw: Draw, level: int) -> Question:
    """A vector clipped by its L2 norm; at level 3 the threshold may lie above the norm."""
    if level == 1:
        a, b, norm = draw.choice([(3, 4, 5), (6, 8, 10), (5, 12, 13), (8, 15, 17), (9, 12, 15), (7, 24, 25)])
        g: list[float] = [float(v * draw.choice([1, -1])) for v in draw.shuffled([a, b])]
        limit = float(draw.choice([1, 2, 3, 4]))
    else:
        g = [draw.integer(-60, 60) / 10 for _ in range(3)]
        limit = draw.choice([0.5, 1.0, 2.0, 3.0, 5.0, 8.0])
    norm = sqrt(sum(v * v for v in g))
    if min(abs(v) for v in g) < 0.3 or abs(norm - limit) < 0.3 or len(set(map(abs, g))) < len(g):
        raise draw.again()
    idle = norm < limit
    if idle != (level == 3 and draw.chance(0.5)):
        raise draw.again()
    scale = 1.0 if idle else limit / norm
    done = [v * scale for v in g]
    if min(map(abs, done)) < 0.05:
        raise draw.again()
    total = sum(map(abs, g))
    blanks = [
        blank(
            new,
            [
                (v * limit / norm, KEPT),
                (cut(v, limit), BY_VALUE),
                (v, UNCLIPPED),
                (
                    v * limit / total,
                    t(
                        "Divided by the sum of absolute values; the norm is Euclidean.",
                        "除以了绝对值之和；这里是欧氏范数。",
                    ),
                ),
                (
                    v / norm,
                    t("That has the length 1; it must have the threshold's length.", "这样长度为 1；应等于阈值。"),
                ),
            ],
        )
        for v, new in zip(g, done, strict=True)
    ]
    body = "( " + ", ".join(f"{{{{{i}}}}}" for i in range(1, len(g) + 1)) + " )"
    squares = " + ".join(f"{plain(abs(v))}²" for v in g)
    shown = "(" + ", ".join(num(v) for v in done) + ")"
    work_en = (
        f"it is at most {plain(limit)}, so nothing changes"
        if idle
        else f"all elements are multiplied by {plain(limit)}/{num(norm)} = {num(scale, 4)}: {shown}"
    )
    work_zh = (
        f"不超过 {plain(limit)}，因此保持不变"
        if idle
        else f"所有分量乘以 {plain(limit)}/{num(norm)} = {num(scale, 4)}：{shown}"
    )
    return Cloze(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        prompt=t(
            f"The gradient {vector(g)} is clipped by its L2 norm with the threshold {plain(limit)}. What is left? (three decimals; ignore eps)",
            f"把梯度 {vector(g)} 按 L2 范数裁剪，阈值为 {plain(limit)}。结果是什么？（三位小数，忽略 eps）",
        ),
        body=t(body, body),
        blanks=blanks,
        explanation=t(
            f"‖g‖ = √({squares}) = {num(norm)}; {work_en}. The direction is kept.",
            f"‖g‖ = √({squares}) = {num(norm)}；{work_zh}。方向保持不变。",
        ),
        sources=[NORM, PAS],
        parameters={"g": g, "limit": limit},
    )


@generator("gradients.gen-global-norm", version=1, concept="global-norm", levels=(2, 3))
def global_norm(draw: Draw, level: int) -> Question:
    """Several parameters under one global norm: an element of the first after clipping."""
    sizes = [2, 2] if level == 2 else [2, 3, 1]
    groups = [[draw.integer(-40, 40) / 10 for _ in range(n)] for n in sizes]
    limit = draw.choice([0.5, 1.0, 2.0, 3.0])
    flat = [v for g in groups for v in g]
    norm = sqrt(sum(v * v for v in flat))
    own = sqrt(sum(v * v for v in groups[0]))
    added = sum(sqrt(sum(v * v for v in g)) for g in groups)
    value = groups[0][0]
    answer = value * limit / norm
    if min(map(abs, flat)) < 0.3 or own < limit + 0.3 or abs(answer) < 0.05 or norm - own < 0.5:
        raise draw.again()
    slips = [
        (value * limit / own, t("That is by the norm of this parameter alone.", "这是只按该参数自己的范数。")),
        (
            value * limit / added,
            t("The norms of the parts were added; the squares add.", "把各部分范数直接相加了；应平方后相加。"),
        ),
        (cut(value, limit), BY_VALUE),
        (value, UNCLIPPED),
    ]
    named = ", ".join(f"g{i} = {vector(g)}" for i, g in enumerate(groups, 1))
    squares = " + ".join(f"{plain(abs(v))}²" for v in flat)
    return Number(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        prompt=t(
            f"The parameters' gradients are {named}. They are clipped by their global norm, with the threshold {plain(limit)}. What becomes of the first element of g1, {plain(value)}? (ignore eps)",
            f"各参数的梯度为 {named}。按全局范数裁剪，阈值为 {plain(limit)}。g1 的第一个元素 {plain(value)} 变成多少？（忽略 eps）",
        ),
        form=t("to three decimals", "保留三位小数"),
        answer=round(answer, 6),
        absolute=0.0011,
        traps=make_traps(round(answer, 4), slips, 0.003),
        explanation=t(
            f"One norm over all elements: √({squares}) = {num(norm)} > {plain(limit)}. Every element is multiplied by {plain(limit)}/{num(norm)} = {num(limit / norm, 4)}: {plain(value)} → {num(answer)}.",
            f"对所有元素取一个范数：√({squares}) = {num(norm)} > {plain(limit)}。每个元素乘以 {plain(limit)}/{num(norm)} = {num(limit / norm, 4)}：{plain(value)} → {num(answer)}。",
        ),
        sources=[NORM],
        parameters={"groups": groups, "limit": limit},
    )
