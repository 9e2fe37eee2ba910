"""Seeded pictures: curves of schedules, and four loss curves for four learning rates."""

from __future__ import annotations

from math import cos, exp, pi

from quizprep.content.generator import Draw, generator, t
from quizprep.content.model import Blank, Cloze, Question, Trap
from quizprep.content.plot import plot

CS231N = "Stanford CS231n course notes: Neural Networks Part 3, Annealing the learning rate"
CURVES = "Stanford CS231n course notes: Neural Networks Part 3, Loss function"
SGDR = "Loshchilov, Hutter: SGDR: Stochastic Gradient Descent with Warm Restarts (ICLR 2017)"
BOTTOU = "Bottou, Curtis, Nocedal: Optimization Methods for Large-Scale Machine Learning (SIAM Review, 2018)"
LETTERS = "ABCD"
NAMES = {
    "step": t("step decay", "阶梯衰减"), "exponential": t("exponential decay", "指数衰减"), "inverse": t("1/t decay", "1/t 衰减"),
    "cosine": t("cosine", "余弦"), "linear": t("linear decay", "线性衰减"), "warmup": t("warm-up, then cosine", "预热后余弦"),
}  # fmt: skip
TELLS = {
    "step": t("goes down in stairs", "呈阶梯状下降"),
    "exponential": t("loses the same share in equal times and gets close to 0", "相等时间内降低相同的比例，逐渐接近 0"),
    "inverse": t("falls fast at first and keeps a long tail above the exponential", "起初降得快，尾部长，比指数衰减高"),
    "cosine": t("is flat at both ends and steepest in the middle", "两端平缓，中间最陡"),
    "linear": t("is a straight line to 0", "是一条降到 0 的直线"),
    "warmup": t("rises from 0 first", "先从 0 上升"),
}  # fmt: skip


def schedule(kind: str, x: float, p: dict[str, float]) -> float:
    """The share of the largest rate at the time x in [0, 1]."""
    if kind == "step":
        return p["gamma"] ** min(int(x * p["stages"] + 1e-9), p["stages"] - 1)
    if kind == "warmup":
        w = p["warm"]
        return x / w if x < w else 0.5 * (1 + cos(pi * (x - w) / (1 - w)))
    return {
        "exponential": exp(-p["k"] * x), "inverse": 1 / (1 + p["k"] * x), "cosine": 0.5 * (1 + cos(pi * x)), "linear": 1 - x,
    }[kind]  # fmt: skip


@generator("schedules.gen-curves", version=1, concept="cosine", levels=(1, 2, 3))
def curves(draw: Draw, level: int) -> Question:
    """Name the curves of the schedules."""
    kinds = draw.sample(("step", "cosine", "warmup", "exponential", "linear"), 3) if level == 1 else draw.sample(list(NAMES), 4)
    if level == 3 and not {"exponential", "inverse"} <= set(kinds):
        raise draw.again()
    p = {"gamma": draw.choice([0.3, 0.4, 0.5, 0.6]), "stages": draw.integer(3, 5), "k": draw.choice([3.0, 3.5, 4.0, 5.0]), "warm": draw.choice([0.05, 0.1, 0.15, 0.2])}
    peak, epochs = draw.choice([0.1, 0.2, 0.4, 0.01]), draw.choice([60, 90, 100, 200, 300])
    series = []
    for letter, kind in zip(LETTERS, kinds, strict=False):
        series.append((letter, [(epochs * i / 240, peak * schedule(kind, i / 240, p)) for i in range(241)]))
    picture = plot(series, width=58, height=15, y=(0.0, peak))
    order = draw.shuffled(kinds)
    blanks = []
    for kind in order:
        traps = [
            Trap(LETTERS[kinds.index(k)], t(f"That curve is {NAMES[k].en}: it {TELLS[k].en}.", f"那条是{NAMES[k].zh}：{TELLS[k].zh}。"))
            for k in kinds if k != kind
        ]  # fmt: skip
        blanks.append(Blank([LETTERS[kinds.index(kind)]], traps=traps))
    ends = "; ".join(f"{letter}: {NAMES[k].en}, it {TELLS[k].en}" for letter, k in zip(LETTERS, kinds, strict=False))
    ends_zh = "；".join(f"{letter}（{NAMES[k].zh}）{TELLS[k].zh}" for letter, k in zip(LETTERS, kinds, strict=False))
    mid = ", ".join(f"{letter} {peak * schedule(k, 0.5, p):.3g}" for letter, k in zip(LETTERS, kinds, strict=False))
    return Cloze(
        id=draw.id, concept=draw.concept, difficulty=level,
        prompt=t(
            f"The picture shows the learning rate of {len(kinds)} schedules over the epochs. Type the letter of each.",
            f"图中是 {len(kinds)} 种学习率调度随 epoch 的变化。写出每种调度对应的字母。",
        ),
        figure=t(picture, picture),
        body=t(
            "   ".join(f"{NAMES[k].en}: {{{{{i}}}}}" for i, k in enumerate(order, 1)),
            "   ".join(f"{NAMES[k].zh}：{{{{{i}}}}}" for i, k in enumerate(order, 1)),
        ),
        blanks=blanks,
        explanation=t(f"{ends}. Half-way the rates are {mid}.", f"{ends_zh}。中点处的学习率：{mid.replace(', ', '，')}。"),
        sources=[CS231N, SGDR],
        parameters={"points": [[round(y, 6) for _, y in path[::4]] for _, path in series], "peak": peak, "epochs": epochs, "order": order},
    )  # fmt: skip


def expected_loss(rate: float, curvatures: list[float], start: float, noise: float, steps: int) -> list[float]:
    """E[½ Σ λx²] under SGD with gradient noise of that variance: m ← (1 − ηλ)²m + η²·noise in each direction."""
    moments, losses = [start] * len(curvatures), []
    for _ in range(steps + 1):
        losses.append(0.5 * sum(a * m for a, m in zip(curvatures, moments, strict=True)))
        moments = [min((1 - rate * a) ** 2 * m + rate * rate * noise, 1e12) for a, m in zip(curvatures, moments, strict=True)]
    return losses


@generator("schedules.gen-loss-curves", version=1, concept="reading-loss-curves", levels=(1, 2, 3))
def loss_curves(draw: Draw, level: int) -> Question:
    """Four training-loss curves to match with four learning rates."""
    steep = draw.choice([2.0, 4.0, 5.0, 8.0, 10.0])
    curvatures = [steep, steep / 5, steep / 10]
    limit = 2 / steep
    factors = {1: (0.003, 0.08, 0.5, 1.05), 2: (0.005, 0.06, 0.4, 0.8), 3: (0.002, 0.012, 0.08, 0.6)}[level]
    rates = [float(f"{f * limit * draw.integer(96, 105) / 100:.2g}") for f in factors]
    if (level == 1) != (rates[3] > limit * 1.005):
        raise draw.again()
    start = draw.integer(15, 40) / 10
    noise = round(draw.integer(40, 70) / 100 * start * steep, 3)
    steps = 80
    paths = [expected_loss(r, curvatures, start, noise, steps) for r in rates]
    top = paths[0][0] * 1.25
    ends = [min(p[-1], 2 * top) for p in paths]
    if any(abs(a - b) < 0.05 * top for i, a in enumerate(ends) for b in ends[:i]):
        raise draw.again()
    letters = draw.shuffled(LETTERS)
    series = sorted((letters[i], [(float(s), v) for s, v in enumerate(path)]) for i, path in enumerate(paths))
    picture = plot(series, width=58, height=16, y=(0.0, round(top, 1)))
    floor = [0.5 * sum(a * r * r * noise / (1 - (1 - r * a) ** 2) for a in curvatures) for r in rates]
    said = [
        t("above 2/λ, it diverges", "超过 2/λ，发散") if r > limit
        else t("still falling at the end", "结束时仍在下降") if p[-1] > 1.5 * f
        else t("has reached its floor", "已降到自己的平台")
        for r, p, f in zip(rates, paths, floor, strict=True)
    ]  # fmt: skip
    blanks = [
        Blank([letters[i]], traps=[
            Trap(letters[j], t(f"Curve {letters[j]} belongs to η = {rates[j]:g} ({said[j].en}).", f"曲线 {letters[j]} 属于 η = {rates[j]:g}（{said[j].zh}）。"))
            for j in range(4) if j != i
        ])
        for i in range(4)
    ]  # fmt: skip
    told = [f"{e:.3g}" if e < top else t("off the scale", "超出图外") for e in ends]
    floors = ", ".join(f"η = {r:g} → {letters[i]} (at the end {told[i] if isinstance(told[i], str) else told[i].en}; {said[i].en})" for i, r in enumerate(rates))
    floors_zh = "，".join(f"η = {r:g} → {letters[i]}（终值 {told[i] if isinstance(told[i], str) else told[i].zh}；{said[i].zh}）" for i, r in enumerate(rates))
    return Cloze(
        id=draw.id, concept=draw.concept, difficulty=level,
        prompt=t(
            f"The mean training loss of SGD with a constant rate on a noisy quadratic whose largest curvature is λ = {steep:g}, for four learning rates. Type the letter of the curve for each rate.",
            f"在最大曲率 λ = {steep:g} 的带噪声二次函数上，用四种恒定学习率做 SGD 的平均训练损失。写出每个学习率对应的曲线字母。",
        ),
        figure=t(picture, picture),
        body=t(
            "   ".join(f"η = {r:g}: {{{{{i}}}}}" for i, r in enumerate(rates, 1)),
            "   ".join(f"η = {r:g}：{{{{{i}}}}}" for i, r in enumerate(rates, 1)),
        ),
        blanks=blanks,
        explanation=t(
            f"A larger rate falls faster and stops on a higher noise floor; above 2/λ = {limit:g} it diverges. {floors}.",
            f"学习率越大，下降越快，但噪声平台越高；超过 2/λ = {limit:g} 就会发散。{floors_zh}。",
        ),
        sources=[CURVES, BOTTOU],
        parameters={"rates": rates, "curvatures": curvatures, "start": start, "noise": noise,
                    "curves": {letter: [float(f"{v:.8g}") for _, v in path[::10]] for letter, path in series}},
    )  # fmt: skip
