"""Seeded questions on two classes: softmax as the sigmoid of a difference."""

from __future__ import annotations

from math import exp, log, log10

from quizprep.content.generator import Draw, generator, t
from quizprep.content.model import Question
from quizprep.content.shown import num, plain, signed, thousandths

GOODFELLOW = "Goodfellow, Bengio, Courville: Deep Learning (2016)"
BISHOP = "Bishop: Pattern Recognition and Machine Learning (2006)"


def sigmoid(z: float) -> float:
    """The logistic function."""
    return 1 / (1 + exp(-z))


@generator("softmax-and-losses.gen-two-class", version=1, concept="sigmoid-vs-softmax", levels=(1, 2, 3))
def two_class(draw: Draw, level: int) -> Question:
    """Two-class softmax as the sigmoid of the difference; level 3 goes back to the gap or uses ± logits."""
    if level == 3:
        return gap_of_probability(draw)
    top = 3 if level == 1 else 30
    scale = 1 if level == 1 else 10
    z = [draw.integer(-top, top) / scale for _ in range(2)]
    gap = round(z[0] - z[1], 1)
    index = 0 if level == 1 else draw.integer(0, 1)
    own = z[index]
    difference = gap if index == 0 else -gap
    answer = sigmoid(difference)
    if not z[1 - index] or not 0.4 < abs(gap) < 4:
        raise draw.again()
    slips = [
        (
            sigmoid(own),
            t(
                "That is the sigmoid of one logit; it must be taken of the difference.",
                "这是单个 logit 的 sigmoid；应对差值取 sigmoid。",
            ),
        ),
        (
            sigmoid(z[0] + z[1]),
            t(
                "The logits were added; the sigmoid acts on their difference.",
                "把两个 logit 相加了；sigmoid 作用于差值。",
            ),
        ),
        (1 - answer, t("That is the other class.", "这是另一类的概率。")),
    ]
    both = sigmoid(z[0]) + sigmoid(z[1])
    slips.append(
        (
            sigmoid(own) / both,
            t(
                "Two sigmoids were normalized to sum to 1; that is not the softmax.",
                "把两个 sigmoid 归一化了；这不是 softmax。",
            ),
        )
    )
    other = z[1 - index]
    name, name_other = (("z₁", "z₂"), ("z₂", "z₁"))[index]
    return thousandths(
        draw,
        level,
        answer,
        slips,
        prompt=t(
            f"A two-class softmax has the logits z₁ = {plain(z[0])} and z₂ = {plain(z[1])}. Which "
            "probability does class "
            f"{index + 1} get?",
            f"二分类 softmax 的 logit 为 z₁ = {plain(z[0])}、z₂ = {plain(z[1])}。第 {index + 1} 类的概率是多少？",
        ),
        explanation=t(
            f"A softmax of two is the sigmoid of the difference: p = 1 / (1 + e^−({name} − {name_other})). "
            f"Here {name} − {name_other} = "
            f"{plain(own)} − {signed(other)} = {plain(difference)}, so p = 1 / (1 + {num(exp(-difference), 4)}) = "
            f"{num(answer)}.",
            f"两类 softmax 就是差值的 sigmoid：p = 1 / (1 + e^−({name} − {name_other}))。这里 {name} − "
            f"{name_other} = {plain(own)} − "
            f"{signed(other)} = {plain(difference)}，所以 p = 1 / (1 + {num(exp(-difference), 4)}) = {num(answer)}。",
        ),
        sources=[f"{BISHOP}, §4.2"],
        parameters={"logits": z, "index": index},
    )


def gap_of_probability(draw: Draw) -> Question:
    """The missing logit that gives class 1 a wanted probability."""
    wanted = draw.integer(5, 95) / 100
    known = draw.integer(-30, 30) / 10
    odds = log(wanted / (1 - wanted))
    answer = known + odds
    if abs(odds) < 0.3 or abs(known) < 0.3 or abs(answer) < 0.05:
        raise draw.again()
    slips = [
        (odds, t("That is the difference z₁ − z₂; z₂ must be added.", "这是差值 z₁ − z₂；还要加上 z₂。")),
        (
            known - odds,
            t("The log-odds were subtracted: p₁/p₂ = e^(z₁ − z₂).", "把对数几率减去了：p₁/p₂ = e^(z₁ − z₂)。"),
        ),
        (
            known + log(wanted),
            t("ln p was used for the log-odds ln(p/(1 − p)).", "用 ln p 代替了对数几率 ln(p/(1 − p))。"),
        ),
        (known + log10(wanted / (1 - wanted)), t("The log-odds were taken to base 10.", "对数几率用了 10 为底。")),
    ]
    rest = plain(round(1 - wanted, 2))
    return thousandths(
        draw,
        3,
        answer,
        slips,
        prompt=t(
            f"In a two-class softmax z₂ = {plain(known)}. Which z₁ gives class 1 the probability {plain(wanted)}?",
            f"在二分类 softmax 中 z₂ = {plain(known)}。z₁ 取多少时，第 1 类的概率为 {plain(wanted)}？",
        ),
        form=t("to three decimals, with the sign", "保留三位小数，带符号"),
        explanation=t(
            f"p₁ = σ(z₁ − z₂), so z₁ − z₂ = ln(p₁/p₂) = ln({plain(wanted)}/{rest}) = {num(odds, 4)}, and z₁ "
            f"= {num(odds, 4)} + {signed(known)} = "
            f"{num(answer)}.",
            f"p₁ = σ(z₁ − z₂)，所以 z₁ − z₂ = ln(p₁/p₂) = ln({plain(wanted)}/{rest}) = {num(odds, 4)}，z₁ = "
            f"{num(odds, 4)} + {signed(known)} = "
            f"{num(answer)}。",
        ),
        sources=[f"{BISHOP}, §4.2", f"{GOODFELLOW}, §3.10"],
        parameters={"known": known, "wanted": wanted},
    )
