"""Seeded questions on dropout and on penalties."""

from __future__ import annotations

from math import sqrt

from quizprep.content.generator import Draw, generator, t
from quizprep.content.model import Blank, Cloze, Question, Trap
from quizprep.content.shown import number, plain, sig, vector

SRIVASTAVA = "Srivastava et al.: Dropout: A Simple Way to Prevent Neural Networks from Overfitting, JMLR 15 (2014)"
GOODFELLOW = "Goodfellow, Bengio, Courville: Deep Learning (2016)"
ESL = "Hastie, Tibshirani, Friedman: The Elements of Statistical Learning (2nd ed., 2009), §3.4"


DIGITS = t("to three significant digits", "保留三位有效数字")


@generator("regularization.gen-dropout-expectation", version=1, concept="dropout-train-test", levels=(1, 2, 3))
def dropout_expectation(draw: Draw, level: int) -> Question:
    """A weighted sum under dropout: its mean without scaling, its value for a mask, its standard deviation."""
    n = 3 if level < 3 else draw.integer(2, 3)
    h = [draw.integer(2, 30) / 10 for _ in range(n)]
    w = [draw.choice([-1, 1, 1]) * draw.integer(2, 20) / 10 for _ in range(n)]
    p = draw.choice([0.1, 0.2, 0.4, 0.5, 0.6, 0.8])
    keep = round(1 - p, 1)
    terms = [round(a * b, 4) for a, b in zip(h, w, strict=True)]
    full = round(sum(terms), 4)
    shown = " + ".join(f"({plain(x)})" if x < 0 else plain(x) for x in terms)
    start_en = f"A unit adds the activations h = {vector(h)} with the weights w = {vector(w)}."
    start_zh = f"某个单元以权重 w = {vector(w)} 对激活 h = {vector(h)} 加权求和。"
    parameters = {"h": h, "w": w, "p": p, "ask": ("mean", "mask", "std")[level - 1]}
    if level == 1:
        answer = round(keep * full, 5)
        slips = [
            (full, t("That is the sum with all units there.", "这是全部单元都在时的和。")),
            (p * full, t("p is the probability of dropping; kept are 1 − p.", "p 是丢弃概率；保留的概率是 1 − p。")),
            (
                full / keep,
                t(
                    "Dividing by 1 − p makes up for the loss; here nothing is scaled.",
                    "除以 1 − p 是用来补偿的；这里不做缩放。",
                ),
            ),
        ]
        en = f"{start_en} Each hᵢ is dropped with probability {plain(p)}, independently, and nothing is rescaled in training. What is the expected sum in training?"
        zh = f"{start_zh}每个 hᵢ 独立地以概率 {plain(p)} 被丢弃，训练时不做任何缩放。训练时这个和的期望是多少？"
        why_en = f"Expectation is linear: E[Σ mᵢwᵢhᵢ] = (1 − p)·Σ wᵢhᵢ. The full sum is {shown} = {plain(full)}, times {plain(keep)} is {plain(answer)}. At test all units are there, so the weights must be multiplied by {plain(keep)} to give the same mean."
        why_zh = f"期望是线性的：E[Σ mᵢwᵢhᵢ] = (1 − p)·Σ wᵢhᵢ。完整的和为 {shown} = {plain(full)}，乘以 {plain(keep)} 得 {plain(answer)}。测试时单元全在，所以要把权重乘以 {plain(keep)} 才能得到同样的均值。"
    elif level == 2:
        mask = [draw.integer(0, 1) for _ in range(n)]
        parameters["mask"] = mask
        kept = round(sum(m * x for m, x in zip(mask, terms, strict=True)), 4)
        answer = kept / keep
        if sum(mask) in (0, n) or abs(kept) < 0.1:
            raise draw.again()
        slips = [
            (kept, t("The division by 1 − p is missing.", "漏了除以 1 − p。")),
            (full / keep, t("The mask was left out.", "没有用掩码。")),
            (
                kept * n / sum(mask),
                t(
                    "The scale is 1/(1 − p), not the share that this mask happens to keep.",
                    "缩放系数是 1/(1 − p)，不是这一掩码碰巧保留的比例。",
                ),
            ),
            (kept / p, t("Divide by the probability of keeping, 1 − p.", "要除以保留概率 1 − p。")),
        ]
        if p == 0.5:
            slips.pop()
        en = f"{start_en} Inverted dropout with drop probability {plain(p)} acts on h; this step's mask (1 = kept) is {vector(mask)}. What is the sum in this training step?"
        zh = f"{start_zh}对 h 使用反向缩放的 dropout，丢弃概率 {plain(p)}；这一步的掩码（1 表示保留）为 {vector(mask)}。这一步训练中的和是多少？"
        why_en = f"The products wᵢhᵢ are {vector(terms)}; the mask keeps {plain(kept)} of them. Inverted dropout divides by 1 − p = {plain(keep)}: {plain(kept)}/{plain(keep)} = {sig(answer, 4)}. The expectation over masks is the full sum, {plain(full)}."
        why_zh = f"各乘积 wᵢhᵢ 为 {vector(terms)}；掩码保留下来的和是 {plain(kept)}。反向缩放要除以 1 − p = {plain(keep)}：{plain(kept)}/{plain(keep)} = {sig(answer, 4)}。对掩码取期望就是完整的和 {plain(full)}。"
    else:
        squares = round(sum(x * x for x in terms), 6)
        answer = sqrt(p / keep * squares)
        slips = [
            (p / keep * squares, t("That is the variance; the root is asked.", "这是方差；题目问的是标准差。")),
            (
                sqrt(p * keep * squares),
                t(
                    "That is the plain mask; dividing by 1 − p divides the variance by (1 − p)².",
                    "这是未缩放掩码的结果；除以 1 − p 会使方差除以 (1 − p)²。",
                ),
            ),
            (
                sqrt(p / keep) * abs(full),
                t(
                    "The masks are independent, so variances add: square each term, then add.",
                    "各掩码独立，相加的是方差：先逐项平方再求和。",
                ),
            ),
        ]
        en = f"{start_en} Inverted dropout with drop probability {plain(p)} acts on h. What is the standard deviation of the sum over random masks?"
        zh = f"{start_zh}对 h 使用反向缩放的 dropout，丢弃概率 {plain(p)}。随机掩码下这个和的标准差是多少？"
        why_en = f"A scaled mask is 1/(1 − p) with probability 1 − p, else 0: mean 1, variance p/(1 − p) = {sig(p / keep)}. Independent variances add: Σ(wᵢhᵢ)² = {plain(squares)}, so the variance is {sig(p / keep * squares, 4)} and its root {sig(answer)}."
        why_zh = f"缩放后的掩码以概率 1 − p 取 1/(1 − p)，否则为 0：均值 1，方差 p/(1 − p) = {sig(p / keep)}。独立时方差相加：Σ(wᵢhᵢ)² = {plain(squares)}，方差为 {sig(p / keep * squares, 4)}，开方得 {sig(answer)}。"
    if abs(full) < 0.2:
        raise draw.again()
    rest = {"prompt": t(en, zh), "explanation": t(why_en, why_zh), "form": DIGITS, "sources": [SRIVASTAVA]}
    return number(draw, level, answer, slips, parameters=parameters, **rest)


@generator("regularization.gen-penalty", version=1, concept="l1-l2", levels=(1, 2, 3))
def penalty(draw: Draw, level: int) -> Question:
    """The value of an L1, L2 or elastic-net penalty."""
    w = [draw.choice([-1, 1]) * draw.integer(1, 30) / 10 for _ in range(2 + level)]
    lam = draw.choice([0.01, 0.02, 0.05, 0.1, 0.2])
    kind = draw.choice(["L1", "L2"]) if level < 3 else "elastic"
    alpha = draw.choice([0.2, 0.4, 0.6, 0.8])
    ones, squares = round(sum(map(abs, w)), 1), round(sum(x * x for x in w), 2)
    half = squares / 2
    if kind == "L1":
        answer, formula = lam * ones, "λ·‖w‖₁"
        slips = [
            (lam * abs(sum(w)), t("The signs: L1 adds absolute values.", "符号：L1 是绝对值相加。")),
            (lam * half, t("That is the L2 penalty with ½.", "这是带 ½ 的 L2 惩罚。")),
        ]
        worked = f"‖w‖₁ = {plain(ones)}, {plain(lam)} · {plain(ones)} = {plain(round(answer, 6))}"
        if all(x > 0 for x in w):
            raise draw.again()
    elif kind == "L2":
        answer, formula = lam * half, "(λ/2)·‖w‖₂²"
        slips = [
            (lam * squares, t("The ½ of this convention is missing.", "漏了这一约定中的 ½。")),
            (
                lam / 2 * sqrt(squares),
                t("That uses the norm; the penalty uses its square.", "这里用了范数；惩罚用的是范数的平方。"),
            ),
            (lam * ones, t("That is the L1 penalty.", "这是 L1 惩罚。")),
        ]
        worked = f"‖w‖₂² = {plain(squares)}, ({plain(lam)}/2) · {plain(squares)} = {plain(round(answer, 6))}"
    else:
        answer, formula = lam * (alpha * ones + (1 - alpha) * half), "λ·(α·‖w‖₁ + (1 − α)/2·‖w‖₂²)"
        slips = [
            (lam * (alpha * ones + (1 - alpha) * squares), t("The ½ of the L2 part is missing.", "L2 部分漏了 ½。")),
            (
                lam * ((1 - alpha) * ones + alpha * half),
                t("α weighs the L1 part here, 1 − α the L2 part.", "这里 α 是 L1 部分的权重，1 − α 是 L2 部分的。"),
            ),
            (lam * (ones + half), t("The mixing weights α and 1 − α are missing.", "漏了混合权重 α 与 1 − α。")),
        ]
        worked = f"‖w‖₁ = {plain(ones)}, ‖w‖₂² = {plain(squares)}, {plain(lam)}·({plain(alpha)}·{plain(ones)} + {plain(round((1 - alpha) / 2, 2))}·{plain(squares)}) = {plain(round(answer, 6))}"
    mix_en, mix_zh = (f", α = {plain(alpha)}", f"，α = {plain(alpha)}") if level == 3 else ("", "")
    return number(
        draw,
        level,
        round(answer, 8),
        slips,
        prompt=t(
            f"w = {vector(w)}, λ = {plain(lam)}{mix_en}. How large is the penalty {formula}?",
            f"w = {vector(w)}，λ = {plain(lam)}{mix_zh}。惩罚项 {formula} 是多少？",
        ),
        form=DIGITS,
        explanation=t(
            f"‖w‖₁ = Σ|wᵢ| and ‖w‖₂² = Σwᵢ². Here {worked}.",
            f"‖w‖₁ = Σ|wᵢ|，‖w‖₂² = Σwᵢ²。这里 {worked.replace(', ', '，')}。",
        ),
        sources=[f"{GOODFELLOW}, §7.1", ESL],
        parameters={"w": w, "lambda": lam, "kind": kind, "alpha": alpha},
    )


@generator("regularization.gen-penalized-step", version=1, concept="l1-l2", levels=(1, 2, 3))
def penalized_step(draw: Draw, level: int) -> Question:
    """Gradient with the penalty, or the weights after one step of gradient descent."""
    w = [draw.choice([-1, 1]) * draw.integer(2, 25) / 10 for _ in range(3)]
    g = [draw.choice([-1, 1]) * draw.integer(1, 20) / 10 for _ in range(3)]
    lam = draw.choice([0.1, 0.2, 0.5])
    lr = draw.choice([0.1, 0.2, 0.5])
    kind = draw.choice(["L1", "L2"])
    one, two = (lam, 0.0) if kind == "L1" else (0.0, lam)
    if level == 3:
        one, two = draw.sample([0.1, 0.2, 0.3, 0.5], 2)
    signs = [1 if x > 0 else -1 for x in w]
    pulls = [round(one * s + two * x, 4) for s, x in zip(signs, w, strict=True)]
    total = [round(a + b, 4) for a, b in zip(g, pulls, strict=True)]
    after = [round(x - lr * d, 4) for x, d in zip(w, total, strict=True)]
    values = total if level == 1 else after
    if min(map(abs, values)) < 0.02 or len({abs(v) for v in values}) < 3:
        raise draw.again()
    blanks = []
    for x, s, d, v in zip(w, signs, g, values, strict=True):
        wrong_pull = one * x if kind == "L1" and level < 3 else one * s + 2 * two * x
        why_wrong = (
            t("The gradient of λ|w| is λ·sign(w), of any size of w.", "λ|w| 的梯度是 λ·sign(w)，与 w 的大小无关。")
            if kind == "L1" and level < 3
            else t("The ½ cancels the 2: the gradient of (λ/2)w² is λw.", "½ 与 2 抵消：(λ/2)w² 的梯度是 λw。")
        )
        flipped = -(one * s + two * x)
        slips = [
            (d, t("The penalty is missing.", "漏了惩罚项。")),
            (d + wrong_pull, why_wrong),
            (d + flipped, t("The penalty's sign: it pulls towards 0.", "惩罚的符号：它把权重拉向 0。")),
        ]
        if level > 1:
            slips = [(x - lr * slip, why) for slip, why in slips]
        traps = {plain(round(a, 4)).replace("−", "-"): why for a, why in slips if abs(a - v) > 0.004 * abs(v) + 1e-4}
        blanks.append(Blank([f"{v:.10g}"], tolerance=0.001, traps=[Trap(a, why) for a, why in traps.items()]))
    shown = {"L1": f"{plain(lam)}·‖w‖₁", "L2": f"({plain(lam)}/2)·‖w‖₂²"}[kind]
    if level == 3:
        shown = f"{plain(one)}·‖w‖₁ + ({plain(two)}/2)·‖w‖₂²"
    rule = {"L1": "λ·sign(w)", "L2": "λ·w"}[kind] if level < 3 else "λ₁·sign(w) + λ₂·w"
    given_en = f"The weights are w = {vector(w)}, the gradient of the data loss L is g = {vector(g)}."
    given_zh = f"权重 w = {vector(w)}，数据损失 L 的梯度 g = {vector(g)}。"
    if level == 1:
        ask = t(f"{given_en} What is the gradient of L + {shown}?", f"{given_zh}L + {shown} 的梯度是多少？")
        name, last_en, last_zh = "∇", "", ""
    else:
        ask = t(
            f"{given_en} Take one step of gradient descent with learning rate {plain(lr)} on L + {shown}. What are the new weights?",
            f"{given_zh}对 L + {shown} 以学习率 {plain(lr)} 做一步梯度下降，新的权重是多少？",
        )
        name = "w"
        last_en = f" The step subtracts {plain(lr)} times that: {vector(after)}."
        last_zh = f"再减去它的 {plain(lr)} 倍：{vector(after)}。"
    body = f"{name} = [{{{{1}}}}, {{{{2}}}}, {{{{3}}}}]"
    return Cloze(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        prompt=t(f"{ask.en} (Up to four decimals.)", f"{ask.zh}（至多四位小数。）"),
        body=t(body, body),
        blanks=blanks,
        explanation=t(
            f"The penalty adds {rule} to the gradient: {vector(pulls)}. With g that makes {vector(total)}.{last_en}",
            f"惩罚给梯度加上 {rule}：{vector(pulls)}。与 g 相加得 {vector(total)}。{last_zh}",
        ),
        sources=[f"{GOODFELLOW}, §7.1"],
        parameters={"w": w, "g": g, "l1": one, "l2": two, "lr": None if level == 1 else lr},
    )


@generator("regularization.gen-soft-threshold", version=1, concept="l1-geometry", levels=(1, 2, 3))
def soft_threshold(draw: Draw, level: int) -> Question:
    """The minimizer of ½(w − a)² + λ|w|, the L1 norm of several, or the λ that zeroes a number of them."""
    lam = draw.integer(2, 15) / 10
    a = [draw.choice([-1, 1]) * x / 10 for x in draw.sample(range(2, 40), (1, 4, 5)[level - 1])]
    shrunk = [(1 if x > 0 else -1) * max(0.0, round(abs(x) - lam, 1)) for x in a]
    sources = [ESL, f"{GOODFELLOW}, §7.1.2"]
    if level == 1:
        answer = shrunk[0]
        slips = [
            (round(a[0] / (1 + lam), 4), t("Dividing by 1 + λ is what L2 does.", "除以 1 + λ 是 L2 的做法。")),
            (round(a[0] + (lam if a[0] > 0 else -lam), 1), t("The penalty pulls towards 0.", "惩罚把 w 拉向 0。")),
            (a[0], t("That is the minimum without the penalty.", "这是没有惩罚时的最小点。")),
        ]
        en = f"Which w minimizes ½(w − a)² + λ|w| for a = {plain(a[0])}, λ = {plain(lam)}?"
        zh = f"a = {plain(a[0])}、λ = {plain(lam)} 时，使 ½(w − a)² + λ|w| 最小的 w 是多少？"
        why_en = f"w* = sign(a)·max(|a| − λ, 0) = {'−' if a[0] < 0 else ''}max({plain(abs(a[0]))} − {plain(lam)}, 0) = {plain(answer)}. L2, ½λw², would give a/(1 + λ) = {sig(a[0] / (1 + lam))}."
        why_zh = f"w* = sign(a)·max(|a| − λ, 0) = {'−' if a[0] < 0 else ''}max({plain(abs(a[0]))} − {plain(lam)}, 0) = {plain(answer)}。换成 L2 惩罚 ½λw² 则为 a/(1 + λ) = {sig(a[0] / (1 + lam))}。"
    elif level == 2:
        answer = round(sum(map(abs, shrunk)), 1)
        zeros = sum(x == 0 for x in shrunk)
        if not 1 <= zeros <= 2:
            raise draw.again()
        slips = [
            (
                round(sum(abs(x) for x in a) - 4 * lam, 1),
                t("Where |a| < λ the weight stops at 0; it doesn't go past.", "|a| < λ 时权重停在 0，不会越过去。"),
            ),
            (
                round(sum(abs(x) for x in a) / (1 + lam), 4),
                t("Dividing by 1 + λ is what L2 does.", "除以 1 + λ 是 L2 的做法。"),
            ),
            (
                round(sum(abs(x) for x in a if abs(x) > lam), 1),
                t(
                    "What survives is shrunk by λ too (that would be hard thresholding).",
                    "留下来的也要减去 λ（否则就是硬阈值）。",
                ),
            ),
        ]
        en = f"Each wᵢ minimizes ½(wᵢ − aᵢ)² + λ|wᵢ| with a = {vector(a)}, λ = {plain(lam)}. What is ‖w‖₁ at the minimum?"
        zh = f"每个 wᵢ 使 ½(wᵢ − aᵢ)² + λ|wᵢ| 最小，a = {vector(a)}，λ = {plain(lam)}。最小点处 ‖w‖₁ 是多少？"
        why_en = f"Soft thresholding by {plain(lam)}: w = {vector(shrunk)}, {zeros} of them exactly 0. The absolute values sum to {plain(answer)}."
        why_zh = (
            f"以 {plain(lam)} 做软阈值：w = {vector(shrunk)}，其中 {zeros} 个恰为 0。绝对值之和为 {plain(answer)}。"
        )
    else:
        count = draw.integer(2, 4)
        order = sorted(abs(x) for x in a)
        answer = order[count - 1]
        slips = [
            (order[-count], t("The small |a| vanish first, not the large ones.", "先变为零的是 |a| 小的，不是大的。")),
            (order[count - 2], t("At that λ one weight too few is 0.", "这个 λ 下变为 0 的权重还少一个。")),
        ]
        if count == 3:
            slips.pop(0)
        en = f"Each wᵢ minimizes ½(wᵢ − aᵢ)² + λ|wᵢ| with a = {vector(a)}. What is the smallest λ for which at least {count} of the five weights are exactly 0?"
        zh = f"每个 wᵢ 使 ½(wᵢ − aᵢ)² + λ|wᵢ| 最小，a = {vector(a)}。要使五个权重中至少有 {count} 个恰好为 0，λ 最小取多少？"
        why_en = f"wᵢ = 0 exactly where |aᵢ| ≤ λ. The absolute values in order are {vector(order)}; the {count}{'nd' if count == 2 else 'rd' if count == 3 else 'th'} is {plain(answer)}."
        why_zh = f"当且仅当 |aᵢ| ≤ λ 时 wᵢ = 0。绝对值从小到大为 {vector(order)}，第 {count} 个是 {plain(answer)}。"
    rest = {"form": t("to one decimal", "保留一位小数"), "sources": sources, "prompt": t(en, zh)}
    parameters = {"a": a, "lambda": lam, "count": count if level == 3 else None}
    return number(draw, level, answer, slips, 0.003, explanation=t(why_en, why_zh), parameters=parameters, **rest)
