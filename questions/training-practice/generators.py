"""Seeded questions on expected losses and update ratios."""

from __future__ import annotations

from math import log, log10, sqrt

from quizprep.content.generator import Draw, generator, t
from quizprep.content.model import Question
from quizprep.content.shown import number, plain, sig, vector

CS231N = "Stanford CS231n notes: Neural Networks Part 3"
KARPATHY = "Karpathy: A Recipe for Training Neural Networks (2019)"
MICIKEVICIUS = "Micikevicius et al.: Mixed Precision Training (ICLR 2018)"
WHOLE = t("a whole number", "整数")


DIGITS = t("to three significant digits", "保留三位有效数字")


@generator("training-practice.gen-expected-loss", version=1, concept="sanity-checks", levels=(1, 2, 3))
def expected_loss(draw: Draw, level: int) -> Question:
    """The loss before training: classes, independent labels, a penalty; level 3: rare positives and the bias."""
    if level == 1:
        C = draw.choice([4, 5, 6, 8, 12, 15, 20, 25, 37, 50, 100, 120, 200, 257, 365, 500, 1000])
        lam = draw.choice([0.0, 0.0, 0.001, 0.01])
        squares = draw.integer(20, 300) if lam else 0
        extra = lam / 2 * squares
        answer = log(C) + extra
        slips = [
            (log10(C) + extra, t("The loss uses the natural logarithm.", "损失用的是自然对数。")),
            (1 / C + extra, t("That is the probability; the loss is −ln of it.", "这是概率；损失是它的 −ln。")),
        ]
        if lam:
            slips += [
                (log(C), t("The penalty is missing.", "漏了惩罚项。")),
                (log(C) + 2 * extra, t("The ½ of the penalty is missing.", "惩罚项漏了 ½。")),
            ]
        with_en, with_zh = (
            (
                f", plus the penalty ({plain(lam)}/2)·‖w‖² with ‖w‖² = {squares}",
                f"，另加惩罚项 ({plain(lam)}/2)·‖w‖²，其中 ‖w‖² = {squares}",
            )
            if lam
            else ("", "")
        )
        en = f"A softmax classifier for {C} balanced classes, all initial logits about equal. Which loss do you expect before the first step (mean cross-entropy in nats{with_en})?"
        zh = f"一个 {C} 个均衡类别的 softmax 分类器，初始 logit 大致相等。第一步之前预期损失是多少（平均交叉熵，单位奈特{with_zh}）？"
        more = f" + {plain(extra)} = {sig(answer, 4)}" if lam else ""
        why_en = why_zh = f"ln {C} = {sig(log(C), 4)}{more}"
        why_en, why_zh = f"Each class gets 1/{C}, so the loss is {why_en}.", f"每类概率 1/{C}，损失为 {why_zh}。"
        parameters = {"C": C, "lambda": lam, "squares": squares}
    elif level == 2:
        m = draw.integer(3, 40)
        reduce = draw.choice(["sum", "mean"])
        answer = m * log(2) if reduce == "sum" else log(2)
        bias = draw.choice([-3.0, -2.0, -1.5, -1.0, 1.0, 1.5, 2.0])
        positives = draw.integer(1, m - 1) if m > 1 else 1
        each = [log(1 + 2.718281828459045**-bias), log(1 + 2.718281828459045**bias)]
        total = positives * each[0] + (m - positives) * each[1]
        answer = total if reduce == "sum" else total / m
        slips = [
            (
                m * log(2) if reduce == "sum" else log(2),
                t("That would be for logits 0, i.e. probabilities ½.", "那是 logit 为 0（概率 ½）的情形。"),
            ),
            (
                total / m if reduce == "sum" else total,
                t(
                    "The labels are summed, not averaged."
                    if reduce == "sum"
                    else "The labels are averaged, not summed.",
                    "对各标签是求和，不是平均。" if reduce == "sum" else "对各标签是平均，不是求和。",
                ),
            ),
            (
                log(m),
                t(
                    "The labels are independent: each has its own sigmoid, there is no softmax.",
                    "标签相互独立：各用自己的 sigmoid，没有 softmax。",
                ),
            ),
        ]
        if abs(positives / m - 0.5) > 0.01:
            other = (m - positives) * each[0] + positives * each[1]
            slips.append(
                (
                    other if reduce == "sum" else other / m,
                    t("Positives and negatives were swapped.", "正例与负例弄反了。"),
                )
            )
        en = f"A multi-label network has {m} independent sigmoid outputs; {positives} of the labels are 1. All initial logits are {plain(bias)} (the bias). Which binary cross-entropy do you expect, the {reduce} over the {m} labels, in nats?"
        zh = f"一个多标签网络有 {m} 个独立的 sigmoid 输出，其中 {positives} 个标签为 1。初始 logit 都等于 {plain(bias)}（偏置）。预期的二元交叉熵是多少（对 {m} 个标签{'求和' if reduce == 'sum' else '取平均'}，单位奈特）？"
        tail = "" if reduce == "sum" else f", divided by {m}: {sig(answer)}"
        tail_zh = "" if reduce == "sum" else f"，除以 {m} 得 {sig(answer)}"
        why_en = f"A positive costs ln(1 + e^({plain(-bias)})) = {sig(each[0], 4)}, a negative ln(1 + e^({plain(bias)})) = {sig(each[1], 4)}: {positives}·{sig(each[0], 4)} + {m - positives}·{sig(each[1], 4)} = {sig(total, 4)}{tail}."
        why_zh = f"正例的损失为 ln(1 + e^({plain(-bias)})) = {sig(each[0], 4)}，负例为 ln(1 + e^({plain(bias)})) = {sig(each[1], 4)}：{positives}·{sig(each[0], 4)} + {m - positives}·{sig(each[1], 4)} = {sig(total, 4)}{tail_zh}。"
        parameters = {"m": m, "positives": positives, "bias": bias, "reduce": reduce}
    else:
        rate = draw.choice([0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3])
        ask = draw.choice(["bias", "loss"])
        odds = log(rate / (1 - rate))
        entropy = -rate * log(rate) - (1 - rate) * log(1 - rate)
        parameters = {"rate": rate, "ask": ask}
        start_en = f"A binary classifier with one sigmoid output; {plain(100 * rate)} % of the examples are positive. The bias of the output is set so that the untrained network (weights about 0) predicts that rate."
        start_zh = f"一个单 sigmoid 输出的二分类器，正例占 {plain(100 * rate)} %。设定输出层偏置，使未训练的网络（权重约为 0）正好预测这一比例。"
        if ask == "bias":
            answer = odds
            slips = [
                (-odds, t("The sign: rare positives need a negative logit.", "符号：正例稀少时 logit 应为负。")),
                (log(rate), t("The logit is ln(p/(1 − p)), not ln p.", "logit 是 ln(p/(1 − p))，不是 ln p。")),
                (rate, t("That is the probability, not the logit.", "这是概率，不是 logit。")),
            ]
            en, zh = f"{start_en} To which value?", f"{start_zh}偏置应设为多少？"
            why_en = f"σ(b) = p means b = ln(p/(1 − p)) = ln({plain(rate)}/{plain(round(1 - rate, 2))}) = {sig(odds)}. Without it the first steps are spent on learning this one number."
            why_zh = f"σ(b) = p 即 b = ln(p/(1 − p)) = ln({plain(rate)}/{plain(round(1 - rate, 2))}) = {sig(odds)}。不这样做，开头的训练只是在学这一个数。"
        else:
            answer = entropy
            slips = [
                (log(2), t("ln 2 belongs to the bias 0 (p = ½).", "ln 2 对应偏置 0（p = ½）。")),
                (-log(1 - rate), t("That is the loss of the negatives alone.", "这只是负例的损失。")),
                (entropy / log(2), t("That is in bits; nats are asked.", "这是比特；题目要奈特。")),
            ]
            en, zh = f"{start_en} Which mean loss do you expect (nats)?", f"{start_zh}预期平均损失是多少（奈特）？"
            why_en = f"The entropy of the labels: −{plain(rate)}·ln {plain(rate)} − {plain(round(1 - rate, 2))}·ln {plain(round(1 - rate, 2))} = {sig(-rate * log(rate), 4)} + {sig(-(1 - rate) * log(1 - rate), 4)} = {sig(entropy)}. With bias 0 it would be ln 2 = 0.693."
            why_zh = f"即标签的熵：−{plain(rate)}·ln {plain(rate)} − {plain(round(1 - rate, 2))}·ln {plain(round(1 - rate, 2))} = {sig(-rate * log(rate), 4)} + {sig(-(1 - rate) * log(1 - rate), 4)} = {sig(entropy)}。偏置为 0 时则为 ln 2 = 0.693。"
    rest = {
        "prompt": t(en, zh),
        "form": DIGITS,
        "explanation": t(why_en, why_zh),
        "sources": [f"{CS231N}, Before learning: sanity checks", KARPATHY],
    }
    return number(draw, level, answer, slips, parameters=parameters, **rest)


@generator("training-practice.gen-update-ratio", version=1, concept="update-ratio", levels=(1, 2, 3))
def update_ratio(draw: Draw, level: int) -> Question:
    """Norm of the update over norm of the weights: from norms, from vectors with momentum, or the rate for a goal."""
    sources = [f"{CS231N}, Ratio of weights:updates"]
    lr = draw.choice([0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1])
    if level == 2:
        w = draw.choice([[3, 4], [6, 8], [5, 12], [8, 15], [2, 3, 6], [1, 4, 8], [4, 4, 7]])
        g = [
            x / 10
            for x in draw.choice(
                [[3, 4], [6, 8], [8, 6], [5, 12], [12, 5]]
                if len(w) == 2
                else [[2, 3, 6], [1, 2, 2], [6, 6, 7], [4, 4, 7]]
            )
        ]
        v = [round(x * draw.choice([2, 3, 4]), 1) for x in g] if draw.chance(0.5) else [round(x * 2, 1) for x in g]
        mu = 0.9
        step = [round(mu * a + b, 3) for a, b in zip(v, g, strict=True)]
        nw, ns, ng = sqrt(sum(x * x for x in w)), sqrt(sum(x * x for x in step)), sqrt(sum(x * x for x in g))
        answer = lr * ns / nw
        slips = [
            (
                lr * ng / nw,
                t(
                    "That is plain SGD: the step with momentum is lr·(μv + g).",
                    "这是普通 SGD：带动量的更新为 lr·(μv + g)。",
                ),
            ),
            (ns / nw, t("The learning rate is missing.", "漏了学习率。")),
            (nw / (lr * ns), t("That is weight over update.", "这是权重除以更新量，取反了。")),
        ]
        en = f"Weights w = {vector(w)}, gradient g = {vector(g)}, velocity v = {vector(v)}. PyTorch's SGD with lr = {plain(lr)}, momentum 0.9 sets v ← 0.9·v + g and w ← w − lr·v. What is the ratio of update to weight, ‖Δw‖/‖w‖, with w before the step?"
        zh = f"权重 w = {vector(w)}，梯度 g = {vector(g)}，速度 v = {vector(v)}。PyTorch 的 SGD（lr = {plain(lr)}，动量 0.9）令 v ← 0.9·v + g，w ← w − lr·v。更新量与权重之比 ‖Δw‖/‖w‖ 是多少（w 取更新前的值）？"
        why_en = f"v becomes {vector(step)}, its norm {sig(ns, 4)}; ‖w‖ = {sig(nw, 4)}. The ratio is {plain(lr)}·{sig(ns, 4)}/{sig(nw, 4)} = {sig(answer)}; the rule of thumb is about 1e-3."
        why_zh = f"v 变为 {vector(step)}，范数 {sig(ns, 4)}；‖w‖ = {sig(nw, 4)}。比值为 {plain(lr)}·{sig(ns, 4)}/{sig(nw, 4)} = {sig(answer)}；经验值约为 1e-3。"
        return number(
            draw,
            level,
            answer,
            slips,
            0.008,
            prompt=t(en, zh),
            form=DIGITS,
            explanation=t(why_en, why_zh),
            sources=sources,
            parameters={"w": w, "g": g, "v": v, "mu": mu, "lr": lr},
        )
    nw = draw.integer(11, 90) / 10 * draw.choice([1, 10])
    ng = draw.integer(11, 99) / draw.choice([10, 100, 1000])
    ratio = lr * ng / nw
    if level == 1:
        answer = ratio
        slips = [
            (ng / nw, t("The learning rate is missing.", "漏了学习率。")),
            (lr * ng, t("Divide by the norm of the weights.", "还要除以权重的范数。")),
            (nw / (lr * ng), t("That is weight over update.", "这是权重除以更新量，取反了。")),
        ]
        en = f"A layer's weights have the norm {plain(nw)}, their gradient {plain(ng)}. Plain SGD with learning rate {plain(lr)}: what is the ratio of update to weight?"
        zh = f"某层权重的范数为 {plain(nw)}，其梯度的范数为 {plain(ng)}。普通 SGD，学习率 {plain(lr)}：更新量与权重之比是多少？"
        why_en = f"{plain(lr)}·{plain(ng)}/{plain(nw)} = {sig(answer)}. The rule of thumb is about 1e-3."
        why_zh = f"{plain(lr)}·{plain(ng)}/{plain(nw)} = {sig(answer)}。经验值约为 1e-3。"
        parameters = {"nw": nw, "ng": ng, "lr": lr}
    else:
        answer = 1e-3 * nw / ng
        if not 1e-5 < answer < 5:
            raise draw.again()
        slips = [
            (1e-3 * ng / nw, t("Solve lr·‖g‖/‖w‖ = 1e-3 for lr.", "由 lr·‖g‖/‖w‖ = 1e-3 解出 lr。")),
            (1e-3 / ng, t("The norm of the weights is missing.", "漏了权重的范数。")),
            (1e-3 * nw, t("Divide by the norm of the gradient.", "还要除以梯度的范数。")),
        ]
        en = f"A layer's weights have the norm {plain(nw)}, their gradient {plain(ng)}. Which learning rate gives plain SGD the ratio 1e-3 of update to weight?"
        zh = f"某层权重的范数为 {plain(nw)}，其梯度的范数为 {plain(ng)}。普通 SGD 的学习率取多少，更新量与权重之比为 1e-3？"
        why_en = f"lr = 1e-3·‖w‖/‖g‖ = 0.001·{plain(nw)}/{plain(ng)} = {sig(answer)}."
        why_zh = f"lr = 1e-3·‖w‖/‖g‖ = 0.001·{plain(nw)}/{plain(ng)} = {sig(answer)}。"
        parameters = {"nw": nw, "ng": ng, "goal": 1e-3}
    return number(
        draw,
        level,
        answer,
        slips,
        prompt=t(en, zh),
        form=DIGITS,
        explanation=t(why_en, why_zh),
        sources=sources,
        parameters=parameters,
    )
