"""Seeded questions on the noise of scores and on learning curves as power laws."""

from __future__ import annotations

from math import ceil, log, sqrt

from quizprep.content.generator import Draw, generator, t
from quizprep.content.model import Question
from quizprep.content.shown import number, plain, sig

GOODFELLOW = "Goodfellow, Bengio, Courville: Deep Learning (2016)"
HESTNESS = "Hestness et al.: Deep Learning Scaling is Predictable, Empirically (2017), arXiv:1712.00409"
LADDER = "Blum, Hardt: The Ladder: A Reliable Leaderboard for Machine Learning Competitions (ICML 2015)"


DIGITS = t("to three significant digits", "保留三位有效数字")


@generator("generalization.gen-leaderboard", version=2, concept="leaderboards", levels=(1, 2, 3))
def leaderboard(draw: Draw, level: int) -> Question:
    """The chance of a lucky submission, the standard error of a score, or the size of a test set."""
    if level == 1:
        p, m = draw.choice([0.01, 0.02, 0.05, 0.1]), draw.integer(5, 60)
        answer = 1 - (1 - p) ** m
        if not 0.1 < answer < 0.95:
            raise draw.again()
        slips = [
            (
                m * p,
                t(
                    "That is the expected number of lucky ones; probabilities of events that overlap don't add.",
                    "这是碰巧者个数的期望；可能同时发生的事件概率不能直接相加。",
                ),
            ),
            (1 - answer, t("That is the probability that none is lucky.", "这是一个碰巧都没有的概率。")),
        ]
        en = f"Each of {m} useless changes looks like a gain on the public leaderboard with probability {plain(p)}, independently. How likely is it that at least one does?"
        zh = f"{m} 个无用的改动，每个都独立地以概率 {plain(p)} 在公开榜上看起来像提升。至少有一个看起来像提升的概率是多少？"
        why_en = f"1 − P(none) = 1 − {plain(round(1 - p, 4))}^{m} = 1 − {sig(1 - answer, 4)} = {sig(answer)}."
        why_zh = f"1 − P(一个都没有) = 1 − {plain(round(1 - p, 4))}^{m} = 1 − {sig(1 - answer, 4)} = {sig(answer)}。"
        return number(
            draw,
            level,
            answer,
            slips,
            prompt=t(en, zh),
            form=DIGITS,
            explanation=t(why_en, why_zh),
            sources=[LADDER],
            parameters={"p": p, "m": m},
        )
    acc = draw.integer(60, 97)
    q = acc / 100
    if level == 2:
        n = draw.choice([200, 400, 500, 1000, 2000, 2500, 5000, 10000])
        answer = 100 * sqrt(q * (1 - q) / n)
        slips = [
            (
                100 * sqrt(q * (1 - q)),
                t(
                    "That is the deviation of one example; the mean of n divides it by √n.",
                    "这是单个样本的标准差；n 个的均值要除以 √n。",
                ),
            ),
            (
                100 * q * (1 - q) / n,
                t("That is the variance (in other units); take the root.", "这是方差（单位不同）；要开方。"),
            ),
            (100 * sqrt(q / n), t("The variance of a hit or miss is q(1 − q).", "一次对错的方差是 q(1 − q)。")),
        ]
        en = f"A model has {acc} % accuracy on {n} independent test examples. What is the standard error of that accuracy, in percentage points?"
        zh = f"某模型在 {n} 个独立测试样本上的准确率为 {acc} %。该准确率的标准误是多少个百分点？"
        why_en = f"√(q(1 − q)/n) = √({plain(q)}·{plain(round(1 - q, 2))}/{n}) = {sig(answer / 100)}, i.e. {sig(answer)} points. Differences much smaller than two of these are noise."
        why_zh = f"√(q(1 − q)/n) = √({plain(q)}·{plain(round(1 - q, 2))}/{n}) = {sig(answer / 100)}，即 {sig(answer)} 个百分点。远小于其两倍的差别都是噪声。"
        return number(
            draw,
            level,
            answer,
            slips,
            prompt=t(en, zh),
            form=t("in percentage points, to three significant digits", "以百分点计，保留三位有效数字"),
            explanation=t(why_en, why_zh),
            sources=[f"{GOODFELLOW}, §5.4.3"],
            parameters={"q": q, "n": n},
        )
    points = draw.choice([0.2, 0.25, 0.4, 0.5, 0.8, 1.0])
    exact = q * (1 - q) / (points / 100) ** 2
    answer = ceil(round(exact, 6))
    slips = [
        (
            ceil(round(sqrt(exact), 6)),
            t("The error falls with √n, so n grows with its square.", "标准误按 √n 下降，所以 n 与其平方成反比。"),
        ),
        (
            ceil(round(q / (points / 100) ** 2, 6)),
            t("The variance of a hit or miss is q(1 − q).", "一次对错的方差是 q(1 − q)。"),
        ),
    ]
    en = f"You expect about {acc} % accuracy. How many independent test examples are needed, at least, for a standard error of at most {plain(points)} point{'s' if points != 1 else ''} (in percent)?"
    zh = f"预计准确率约为 {acc} %。要使标准误不超过 {plain(points)} 个百分点，至少需要多少个独立测试样本？"
    why_en = f"√(q(1 − q)/n) ≤ {plain(points / 100)} means n ≥ {plain(q)}·{plain(round(1 - q, 2))}/{plain(points / 100)}² = {plain(round(exact, 2))}, so {answer}."
    why_zh = f"√(q(1 − q)/n) ≤ {plain(points / 100)} 即 n ≥ {plain(q)}·{plain(round(1 - q, 2))}/{plain(points / 100)}² = {plain(round(exact, 2))}，所以是 {answer}。"
    return number(
        draw,
        level,
        answer,
        slips,
        0.0005,
        prompt=t(en, zh),
        form=t("a whole number", "整数"),
        explanation=t(why_en, why_zh),
        sources=[f"{GOODFELLOW}, §5.4.3"],
        parameters={"q": q, "points": points},
    )


@generator("generalization.gen-power-law", version=1, concept="more-data-or-model", levels=(1, 2, 3))
def power_law(draw: Draw, level: int) -> Question:
    """Error as a power of the number of examples: predict it, or the number needed."""
    n1 = draw.choice([1000, 2000, 4000, 5000, 8000, 10000])
    e1 = draw.integer(100, 300) / 10
    sources = [HESTNESS]
    if level == 1:
        b = draw.choice([0.2, 0.25, 0.3, 0.35, 0.4, 0.5])
        factor = draw.choice([2, 3, 4, 5, 8, 10, 20])
        answer = e1 * factor**-b
        slips = [
            (e1 / factor, t("That would need the exponent 1.", "那需要指数为 1。")),
            (e1 * (1 - b), t("The exponent is no percentage: factor^(−b).", "指数不是百分比：应为 倍数^(−b)。")),
            (
                e1 * factor**b,
                t("The sign of the exponent: more data lowers the error.", "指数的符号：数据越多误差越低。"),
            ),
        ]
        en = f"The validation error falls as n^(−{plain(b)}) with the number n of training examples; at n = {n1} it is {plain(e1)} %. What is it with {factor} times the data?"
        zh = f"验证误差随训练样本数 n 按 n^(−{plain(b)}) 下降；n = {n1} 时为 {plain(e1)} %。数据增至 {factor} 倍时是多少？"
        why_en = f"{plain(e1)} · {factor}^(−{plain(b)}) = {plain(e1)} · {sig(factor**-b, 4)} = {sig(answer)} %."
        why_zh = f"{plain(e1)} · {factor}^(−{plain(b)}) = {plain(e1)} · {sig(factor**-b, 4)} = {sig(answer)} %。"
        unit = t("%", "%")
        return number(
            draw,
            level,
            answer,
            slips,
            unit=unit,
            prompt=t(en, zh),
            form=DIGITS,
            explanation=t(why_en, why_zh),
            sources=sources,
            parameters={"n1": n1, "e1": e1, "b": b, "factor": factor},
        )
    factor = draw.choice([2, 4, 8, 10])
    n2, e2 = n1 * factor, round(e1 * factor ** -(draw.integer(20, 50) / 100), 1)
    b = log(e1 / e2) / log(factor)
    given_en = f"The validation error was {plain(e1)} % with {n1} training examples and {plain(e2)} % with {n2}. Assume a power law a·n^(−b) without a floor."
    given_zh = f"训练样本为 {n1} 个时验证误差 {plain(e1)} %，{n2} 个时 {plain(e2)} %。假设服从幂律 a·n^(−b)，没有下限。"
    b_work = f"b = ln({plain(e1)}/{plain(e2)})/ln {factor} = {sig(b, 4)}"
    if level == 2:
        answer = e2 * factor**-b
        slips = [
            (
                2 * e2 - e1,
                t(
                    "That is a straight line; a power law multiplies by the same ratio again.",
                    "这是直线外推；幂律是再乘以同样的比值。",
                ),
            ),
            (e2 / factor, t("That would need the exponent 1.", "那需要指数为 1。")),
        ]
        if min(slips[0][0], answer) < 0.5:
            raise draw.again()
        en = f"{given_en} What error does it predict for {n2 * factor} examples?"
        zh = f"{given_zh}它预测 {n2 * factor} 个样本时误差是多少？"
        why_en = f"The same factor of data ({factor}) gives the same ratio of errors: {plain(e2)} · {plain(e2)}/{plain(e1)} = {sig(answer)} % ({b_work})."
        why_zh = f"数据增加同样的倍数（{factor}），误差乘以同样的比值：{plain(e2)} · {plain(e2)}/{plain(e1)} = {sig(answer)} %（{b_work}）。"
        return number(
            draw,
            level,
            answer,
            slips,
            unit=t("%", "%"),
            prompt=t(en, zh),
            form=DIGITS,
            explanation=t(why_en, why_zh),
            sources=sources,
            parameters={"n": [n1, n2], "e": [e1, e2], "at": n2 * factor},
        )
    goal = round(e2 * draw.choice([0.5, 0.6, 0.7, 0.8]), 1)
    times = (e2 / goal) ** (1 / b)
    answer = n2 * times / 1000
    if times > 60:
        raise draw.again()
    slips = [
        (n2 * e2 / goal / 1000, t("That would need the exponent 1.", "那需要指数为 1。")),
        (n2 * (e2 / goal) ** b / 1000, t("Solve for n: the exponent is 1/b.", "解出 n 时指数是 1/b。")),
        (
            n1 * times / 1000,
            t("The ratio is taken from the second point, so n is too.", "比值是相对第二个点的，n 也要从它算起。"),
        ),
    ]
    en = f"{given_en} How many thousand examples are needed for an error of {plain(goal)} %?"
    zh = f"{given_zh}误差要降到 {plain(goal)} %，需要多少千个样本？"
    why_en = f"{b_work}. Then n = {n2} · ({plain(e2)}/{plain(goal)})^(1/b) = {n2} · {sig(times, 4)} = {sig(answer, 4)} thousand."
    why_zh = f"{b_work}。于是 n = {n2} · ({plain(e2)}/{plain(goal)})^(1/b) = {n2} · {sig(times, 4)}，即 {sig(answer, 4)} 千。"
    return number(
        draw,
        level,
        answer,
        slips,
        0.02,
        prompt=t(en, zh),
        form=t("in thousands, to three significant digits", "以千计，保留三位有效数字"),
        explanation=t(why_en, why_zh),
        sources=sources,
        parameters={"n": [n1, n2], "e": [e1, e2], "goal": goal},
    )
