"""Seeded questions on softmax: its probabilities, the gradient at the logits, temperature."""

from __future__ import annotations

from math import exp, log, log10

from quizprep.content.generator import Draw, generator, t
from quizprep.content.model import Blank, Cloze, Question, Text, Trap
from quizprep.content.shown import num, plain, thousandths, vector

GOODFELLOW = "Goodfellow, Bengio, Courville: Deep Learning (2016)"
BISHOP = "Bishop: Pattern Recognition and Machine Learning (2006)"
ORDINAL_EN = ("first", "second", "third", "fourth")
ORDINAL_ZH = ("第一", "第二", "第三", "第四")


def softmax(scores: list[float]) -> list[float]:
    """Softmax with the max shift."""
    top = max(scores)
    weights = [exp(s - top) for s in scores]
    return [w / sum(weights) for w in weights]


def sigmoid(z: float) -> float:
    """The logistic function."""
    return 1 / (1 + exp(-z)) if z > -700 else 0.0


def distribution(draw: Draw, step: int) -> list[float]:
    """Three probabilities in multiples of `step` percent that sum to exactly 1 as shown."""
    cuts = sorted(draw.sample(range(1, 100 // step), 2))
    parts = [b - a for a, b in zip([0, *cuts], [*cuts, 100 // step], strict=True)]
    return [part * step / 100 for part in draw.shuffled(parts)]


def blank(draw: Draw, value: float, slips: list[tuple[float, Text]], decimals: int = 3) -> Blank:
    """A blank whose answer is `value` to so many decimals; slips that hit it are left out."""
    unit = 10**-decimals
    fraction = abs(value) / unit % 1
    if abs(value) < 20 * unit or (decimals > 2 and abs(fraction - 0.5) < 1e-6):
        raise draw.again()
    traps: list[Trap] = []
    for slip, why in slips:
        text = num(slip, decimals).replace("−", "-")
        if abs(slip - value) > 3 * unit and text not in [trap.answer for trap in traps]:
            traps.append(Trap(text, why))
    return Blank([f"{value:.{decimals}f}"], tolerance=round(0.6 * unit / abs(value), 6), traps=traps)


def scores(draw: Draw, level: int) -> list[float]:
    """Three different scores; level 3: moved by a large offset."""
    if level == 1:
        return [float(z) for z in draw.sample([-2, -1, 0, 1, 2, 3], 3)]
    base = [round(draw.integer(-25, 25) / 10, 1) for _ in range(3)]
    if len(set(base)) < 3 or max(base) - min(base) > 4:
        raise draw.again()
    offset = float(draw.choice([100, 200, 500, 1000])) if level == 3 else 0.0
    return [round(z + offset, 1) for z in base]


def softmax_work(z: list[float]) -> tuple[list[float], Text]:
    """The probabilities, and the working: shift, exponentials, sum."""
    top = max(z)
    shift = top if top > 20 else 0.0
    moved = [round(s - shift, 1) for s in z]
    weights = [exp(s) for s in moved]
    p = softmax(z)
    terms = ", ".join(f"e^{plain(m)} = {num(w, 4)}" for m, w in zip(moved, weights, strict=True))
    terms_zh = terms.replace(", ", "，")
    en = f"Subtract the maximum {plain(top)} from each score, which changes nothing: {vector(moved)}. " if shift else ""
    zh = f"先让每个分数减去最大值 {plain(top)}（结果不变）：{vector(moved)}。" if shift else ""
    values = ", ".join(num(x) for x in p)
    return p, t(
        f"pᵢ = e^zᵢ / Σⱼ e^zⱼ. {en}{terms}, in all {num(sum(weights), 4)}. Dividing gives [{values}].",
        f"pᵢ = e^zᵢ / Σⱼ e^zⱼ。{zh}{terms_zh}，总和为 {num(sum(weights), 4)}。相除得 [{values}]。",
    )


NO_EXP = t("The scores were divided by their sum without the exponential.", "没有取指数，直接用分数除以总和。")
SIGMOID_EACH = t(
    "That is the sigmoid of this one score; softmax divides by the sum over all classes.",
    "这是单个分数的 sigmoid；softmax 要除以所有类别的指数之和。",
)
BASE_TWO = t("That uses powers of 2; softmax uses powers of e.", "这里用了 2 的幂；softmax 用的是 e 的幂。")
LOST_SIGN = t("A minus sign was lost: e^−z is not e^z.", "丢掉了负号：e^−z 不等于 e^z。")


@generator("softmax-and-losses.gen-softmax-one", version=1, concept="softmax-definition", levels=(1, 2, 3))
def softmax_one(draw: Draw, level: int) -> Question:
    """One probability of the softmax of three scores."""
    z = scores(draw, level)
    index = draw.integer(0, 2)
    p, work = softmax_work(z)
    answer = p[index]
    if not 0.02 < answer < 0.97:
        raise draw.again()
    slips = [(sigmoid(z[index]), SIGMOID_EACH)]
    if abs(sum(z)) > 0.05:
        slips.append((z[index] / sum(z), NO_EXP))
    powers = [2 ** (s - max(z)) for s in z]
    slips.append((powers[index] / sum(powers), BASE_TWO))
    if min(z) < 0:
        slips.append((softmax([abs(s) for s in z])[index], LOST_SIGN))
    slips = [(v, why) for v, why in slips if abs(v) < 10]
    return thousandths(
        draw,
        level,
        answer,
        slips,
        prompt=t(
            f"The scores of three classes are {vector(z)}. Which softmax probability does the "
            f"{ORDINAL_EN[index]} class get?",
            f"三个类别的分数为 {vector(z)}。{ORDINAL_ZH[index]}类的 softmax 概率是多少？",
        ),
        explanation=t(
            f"{work.en} The {ORDINAL_EN[index]} is {num(answer)}.", f"{work.zh}{ORDINAL_ZH[index]}类为 {num(answer)}。"
        ),
        sources=[f"{GOODFELLOW}, §6.2.2.3", "PyTorch documentation: torch.nn.Softmax"],
        parameters={"scores": z, "index": index},
    )


@generator("softmax-and-losses.gen-softmax-three", version=1, concept="softmax-definition", levels=(1, 2, 3))
def softmax_three(draw: Draw, level: int) -> Question:
    """All three probabilities, as a cloze."""
    z = scores(draw, level)
    p, work = softmax_work(z)
    if min(p) < 0.02:
        raise draw.again()
    blanks = []
    for s, value in zip(z, p, strict=True):
        slips = [(sigmoid(s), SIGMOID_EACH)]
        if abs(sum(z)) > 0.05 and abs(s / sum(z)) < 10:
            slips.append((s / sum(z), NO_EXP))
        blanks.append(blank(draw, value, slips))
    body = f"softmax({vector(z)}) = [{{{{1}}}}, {{{{2}}}}, {{{{3}}}}]"
    return Cloze(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        prompt=t(
            f"Compute the softmax of the scores {vector(z)}; type each probability to three decimals.",
            f"计算分数 {vector(z)} 的 softmax，每个概率保留三位小数。",
        ),
        body=t(body, body),
        blanks=blanks,
        explanation=work,
        sources=[f"{GOODFELLOW}, §6.2.2.3", "PyTorch documentation: torch.nn.Softmax"],
        parameters={"scores": z},
    )


@generator("softmax-and-losses.gen-gradient", version=1, concept="gradient", levels=(1, 2, 3))
def gradient(draw: Draw, level: int) -> Question:
    """Gradient of cross-entropy at three logits: from p; from the logits; with a soft target."""
    index = draw.integer(0, 2)
    y = [1.0 if i == index else 0.0 for i in range(3)]
    if level == 1:
        p, z, decimals = distribution(draw, 5), None, 2
        work = t("", "")
        given = t(f"Softmax outputs p = {vector(p)}", f"softmax 输出 p = {vector(p)}")
    else:
        z = scores(draw, draw.choice([1, 2]))
        decimals = 3
        p, work = softmax_work(z)
        work = t(work.en + " ", work.zh)
        given = t(f"The logits are z = {vector(z)}", f"logit 为 z = {vector(z)}")
    if level == 3:
        y = distribution(draw, 10)
        target = t(f"the target is the soft distribution y = {vector(y)}", f"目标为软分布 y = {vector(y)}")
    else:
        target = t(f"the true class is the {ORDINAL_EN[index]}", f"真实类别是{ORDINAL_ZH[index]}类")
    answer = [a - b for a, b in zip(p, y, strict=True)]
    if level == 1:
        answer = [round(a, 2) for a in answer]
    blanks = []
    for a, prob, goal in zip(answer, p, y, strict=True):
        slips = [
            (-a, t("The sign: that is y − p, the direction of the descent step.", "符号相反：这是 y − p，即下降方向。"))
        ]
        if goal:
            slips.append((prob, t("The target was not subtracted.", "没有减去目标值。")))
            slips.append(
                (
                    -goal / prob,
                    t(
                        "−y/p is the derivative with respect to the probability, not to the logit.",
                        "−y/p 是对概率的导数，而不是对 logit 的导数。",
                    ),
                )
            )
        else:
            slips.append(
                (
                    0.0,
                    t(
                        "A wrong class has a gradient too, pᵢ: its logit stands in the denominator.",
                        "错误类别也有梯度 pᵢ：它的 logit 在分母里。",
                    ),
                )
            )
        blanks.append(blank(draw, a, slips, decimals))
    steps = ", ".join(f"{num(prob, decimals)} − {plain(goal)}" for prob, goal in zip(p, y, strict=True))
    values = ", ".join(num(a, decimals) for a in answer)
    count, count_zh = ("two", "两") if decimals == 2 else ("three", "三")
    return Cloze(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        prompt=t(
            f"{given.en}; {target.en}. Give the gradient of the cross-entropy (natural logarithm) with "
            "respect to "
            f"the three logits, to {count} decimals, with signs.",
            f"{given.zh}；{target.zh}。写出交叉熵（自然对数）对三个 logit 的梯度，保留{count_zh}位小数，带符号。",
        ),
        body=t("∂L/∂z = [{{1}}, {{2}}, {{3}}]", "∂L/∂z = [{{1}}, {{2}}, {{3}}]"),
        blanks=blanks,
        explanation=t(
            f"{work.en}The gradient at the logits is p − y = [{steps}] = [{values}]. It sums to 0 (up to rounding).",
            f"{work.zh}对 logit 的梯度为 p − y = [{steps}] = [{values}]，其和为 0（不计舍入）。",
        ),
        sources=[f"{BISHOP}, §4.3.4"],
        parameters={"p": p if z is None else None, "scores": z, "target": y, "decimals": decimals},
    )


@generator("softmax-and-losses.gen-temperature", version=1, concept="temperature", levels=(1, 2, 3))
def temperature(draw: Draw, level: int) -> Question:
    """softmax(z/T) for two or three logits; level 3 asks for T."""
    if level == 3:
        return find_temperature(draw)
    z = scores(draw, level)[: level + 1]
    heat = draw.choice([0.5, 2.0, 4.0] if level == 1 else [0.25, 0.5, 1.5, 2.0, 2.5, 5.0])
    index = draw.integer(0, len(z) - 1)
    p = softmax([s / heat for s in z])
    answer = p[index]
    if not 0.02 < answer < 0.98 or abs(answer - 1 / len(z)) < 0.01:
        raise draw.again()
    plain_p = softmax(z)[index]
    slips = [
        (plain_p, t("That is T = 1: the temperature was left out.", "这是 T = 1 的结果：没有用上温度。")),
        (
            softmax([s * heat for s in z])[index],
            t("The logits were multiplied by T instead of divided.", "把 logit 乘了 T，而应除以 T。"),
        ),
        (
            plain_p / heat,
            t("The probability was divided by T; T acts on the logits.", "把概率除以了 T；T 作用在 logit 上。"),
        ),
    ]
    moved = [s / heat for s in z]
    weights = [exp(s) for s in moved]
    shown = "[" + ", ".join(plain(round(s, 4)) for s in moved) + "]"
    terms = " + ".join(num(w, 4) for w in weights)
    return thousandths(
        draw,
        level,
        answer,
        slips,
        prompt=t(
            f"The logits are {vector(z)} and the temperature is T = {plain(heat)}. Which probability does "
            "softmax(z / T) "
            f"give the {ORDINAL_EN[index]} class?",
            f"logit 为 {vector(z)}，温度 T = {plain(heat)}。softmax(z / T) 给{ORDINAL_ZH[index]}类的概率是多少？",
        ),
        explanation=t(
            f"Divide the logits by T first: {shown}. The exponentials sum to {terms} = "
            f"{num(sum(weights), 4)}, and "
            f"{num(weights[index], 4)} / {num(sum(weights), 4)} = {num(answer)}. At T = 1 it would be "
            f"{num(plain_p)}: "
            f"{'T > 1 flattens' if heat > 1 else 'T < 1 sharpens'} the distribution.",
            f"先把 logit 除以 T：{shown}。指数之和为 {terms} = {num(sum(weights), 4)}，"
            f"{num(weights[index], 4)} / {num(sum(weights), 4)} = {num(answer)}。T = 1 时为 {num(plain_p)}："
            f"{'T > 1 使分布变平缓' if heat > 1 else 'T < 1 使分布更尖锐'}。",
        ),
        sources=["Hinton, Vinyals, Dean: Distilling the Knowledge in a Neural Network (2015), §2"],
        parameters={"scores": z, "temperature": heat, "index": index},
    )


def find_temperature(draw: Draw) -> Question:
    """The temperature that gives the larger of two logits a wanted probability."""
    low = draw.integer(-20, 20) / 10
    gap = draw.integer(10, 60) / 10
    z = [round(low + gap, 1), low]
    wanted = draw.integer(55, 95) / 100
    answer = gap / log(wanted / (1 - wanted))
    if not 0.3 < answer < 12 or abs(answer - 1) < 0.05:
        raise draw.again()
    slips = [
        (
            1 / answer,
            t(
                "That is 1/T: the log-odds are (z₁ − z₂)/T, so T = (z₁ − z₂)/log-odds.",
                "这是 1/T：对数几率为 (z₁ − z₂)/T，所以 T = (z₁ − z₂)/对数几率。",
            ),
        ),
        (
            -gap / log(wanted),
            t("ln p was used for the log-odds ln(p/(1 − p)).", "用 ln p 代替了对数几率 ln(p/(1 − p))。"),
        ),
        (gap / log10(wanted / (1 - wanted)), t("The log-odds were taken to base 10.", "对数几率用了 10 为底。")),
        (
            sigmoid(gap) / wanted,
            t(
                "The probability at T = 1 was divided by the wanted one; T divides logits, not probabilities.",
                "用 T = 1 时的概率除以目标概率；T 除的是 logit，不是概率。",
            ),
        ),
    ]
    odds = log(wanted / (1 - wanted))
    return thousandths(
        draw,
        3,
        answer,
        slips,
        gap=0.01,
        prompt=t(
            f"Two classes have the logits {vector(z)}. Which temperature T makes softmax(z / T) give the "
            "first class the "
            f"probability {plain(wanted)}?",
            f"两个类别的 logit 为 {vector(z)}。温度 T 取多少时，softmax(z / T) 给第一类的概率为 {plain(wanted)}？",
        ),
        explanation=t(
            "For two classes ln(p₁/p₂) = (z₁ − z₂)/T. The wanted log-odds are "
            f"ln({plain(wanted)}/{plain(round(1 - wanted, 2))}) = "
            f"{num(odds, 4)}, the gap of the logits is {plain(gap)}, so T = {plain(gap)} / {num(odds, 4)} = "
            f"{num(answer)}.",
            "两个类别时 ln(p₁/p₂) = (z₁ − z₂)/T。目标对数几率为 "
            f"ln({plain(wanted)}/{plain(round(1 - wanted, 2))}) = "
            f"{num(odds, 4)}，logit 之差为 {plain(gap)}，所以 T = {plain(gap)} / {num(odds, 4)} = "
            f"{num(answer)}。",
        ),
        sources=["Hinton, Vinyals, Dean: Distilling the Knowledge in a Neural Network (2015), §2"],
        parameters={"scores": z, "wanted": wanted},
    )
