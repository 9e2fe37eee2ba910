"""Seeded questions on averages of weights and accumulated gradients."""

from __future__ import annotations

from math import ceil, floor, log

from quizprep.content.generator import Draw, generator, t
from quizprep.content.model import Question
from quizprep.content.shown import number, plain, sig, vector

EMA = "TensorFlow documentation: tf.train.ExponentialMovingAverage"
LOADER = "PyTorch documentation: torch.utils.data.DataLoader"
GOYAL = "Goyal et al.: Accurate, Large Minibatch SGD: Training ImageNet in 1 Hour (2017), §2.1"
WHOLE = t("a whole number", "整数")


DIGITS = t("to three significant digits", "保留三位有效数字")


@generator("training-practice.gen-ema", version=1, concept="ema", levels=(1, 2, 3))
def ema(draw: Draw, level: int) -> Question:
    """An average of a weight over a few given values, over many equal ones, or the steps until the start has faded."""
    start = draw.integer(-20, 20) / 10
    if level == 1:
        beta = draw.choice([0.5, 0.6, 0.8, 0.9])
        values = [draw.integer(-20, 40) / 10 for _ in range(draw.choice([2, 3]))]
        states = [start]
        for v in values:
            states.append(round(beta * states[-1] + (1 - beta) * v, 6))
        answer = states[-1]
        swapped = start
        for v in values:
            swapped = (1 - beta) * swapped + beta * v
        slips = [
            (
                swapped,
                t(
                    "β is the share of the old average, 1 − β that of the new weight.",
                    "β 是旧平均的占比，1 − β 是新权重的占比。",
                ),
            ),
            (sum([start, *values]) / (len(values) + 1), t("That is the plain mean.", "这是普通平均。")),
        ]
        if abs(answer) < 0.1:
            raise draw.again()
        en = f"ema ← {plain(beta)}·ema + {plain(round(1 - beta, 4))}·w starts at ema = {plain(start)}. The weight takes the values {vector(values)} in turn. What is ema after them?"
        zh = f"ema ← {plain(beta)}·ema + {plain(round(1 - beta, 4))}·w，初值 ema = {plain(start)}。权重依次取 {vector(values)}。此后 ema 是多少？"
        chain = " → ".join(plain(s) for s in states)
        why_en, why_zh = f"Step by step: {chain}.", f"逐步计算：{chain}。"
        return number(
            draw,
            level,
            answer,
            slips,
            prompt=t(en, zh),
            form=DIGITS,
            explanation=t(why_en, why_zh),
            sources=[EMA],
            parameters={"beta": beta, "start": start, "values": values},
        )
    beta = draw.choice([0.9, 0.95, 0.98, 0.99, 0.995, 0.999])
    if level == 2:
        n = draw.integer(2, 30) * draw.choice([1, 10]) if beta < 0.99 else draw.integer(5, 90) * 10
        target = round(start + draw.choice([-1, 1]) * draw.integer(10, 40) / 10, 1)
        left = beta**n
        answer = left * start + (1 - left) * target
        if not 0.03 < left < 0.95 or abs(answer) < 0.15 or not start or not target:
            raise draw.again()
        slips = [
            (
                left * target + (1 - left) * start,
                t(
                    "βⁿ is the share of the start, 1 − βⁿ that of the new value.",
                    "βⁿ 是初值的占比，1 − βⁿ 是新值的占比。",
                ),
            ),
            (target, t("The start fades, but isn't gone: its share is βⁿ.", "初值在消退但还没消失：占比为 βⁿ。")),
            (beta * start + (1 - beta) * target, t("That is one step.", "这只是一步。")),
        ]
        en = f"ema ← {plain(beta)}·ema + {plain(round(1 - beta, 4))}·w starts at {plain(start)}; from then on the weight stays at {plain(target)}. What is ema after {n} steps?"
        zh = f"ema ← {plain(beta)}·ema + {plain(round(1 - beta, 4))}·w，初值 {plain(start)}；此后权重一直为 {plain(target)}。{n} 步之后 ema 是多少？"
        why_en = f"The distance shrinks by β each step: βⁿ = {plain(beta)}^{n} = {sig(left, 4)} of the start is left. ema = {sig(left, 4)}·({plain(start)}) + {sig(1 - left, 4)}·({plain(target)}) = {sig(answer)}."
        why_zh = f"每一步距离乘以 β：初值还剩 βⁿ = {plain(beta)}^{n} = {sig(left, 4)}。ema = {sig(left, 4)}·({plain(start)}) + {sig(1 - left, 4)}·({plain(target)}) = {sig(answer)}。"
        return number(
            draw,
            level,
            answer,
            slips,
            prompt=t(en, zh),
            form=DIGITS,
            explanation=t(why_en, why_zh),
            sources=[EMA],
            parameters={"beta": beta, "start": start, "target": target, "n": n},
        )
    share = draw.choice([0.5, 0.25, 0.2, 0.1, 0.05, 0.02, 0.01])
    exact = log(share) / log(beta)
    answer = ceil(exact)
    if min(answer - exact, exact - floor(exact)) < 0.03:
        raise draw.again()
    slips = [
        (answer - 1, t("One step earlier the share is still above.", "早一步时占比还在其上。")),
        (
            ceil(round((1 - share) / (1 - beta), 6)),
            t("The share falls geometrically, not by 1 − β each step.", "占比按几何级数下降，不是每步减少 1 − β。"),
        ),
    ]
    time = round(1 / (1 - beta))
    if time not in (answer, answer - 1):
        slips.append((time, t("1/(1 − β) steps leave e⁻¹ ≈ 37 %.", "1/(1 − β) 步之后还剩 e⁻¹ ≈ 37 %。")))
    en = f"ema ← {plain(beta)}·ema + {plain(round(1 - beta, 4))}·w starts at the initial weights. After how many steps, at the earliest, is their share in it {plain(100 * share)} % or less?"
    zh = f"ema ← {plain(beta)}·ema + {plain(round(1 - beta, 4))}·w 从初始权重开始。最早在多少步之后，初始权重在其中的占比不超过 {plain(100 * share)} %？"
    why_en = (
        f"{plain(beta)}ⁿ ≤ {plain(share)} means n ≥ ln {plain(share)}/ln {plain(beta)} = {sig(exact, 5)}, so {answer}."
    )
    why_zh = f"{plain(beta)}ⁿ ≤ {plain(share)} 即 n ≥ ln {plain(share)}/ln {plain(beta)} = {sig(exact, 5)}，所以是 {answer}。"
    return number(
        draw,
        level,
        answer,
        slips,
        0,
        prompt=t(en, zh),
        form=WHOLE,
        explanation=t(why_en, why_zh),
        sources=[EMA],
        parameters={"beta": beta, "share": share},
    )


@generator("training-practice.gen-effective-batch", version=2, concept="gradient-accumulation", levels=(1, 2, 3))
def effective_batch(draw: Draw, level: int) -> Question:
    """Effective batch, updates per epoch, or the accumulation needed for a wanted batch and its learning rate."""
    b, k, d = (
        draw.choice([4, 6, 8, 12, 16, 24, 32]),
        draw.integer(2, 16),
        draw.choice([1, 2, 4, 8] if level == 1 else [2, 4, 8]),
    )
    batch = b * k * d
    common = {"sources": [GOYAL, LOADER]}
    if level == 1:
        slips = [
            (
                b * d,
                t(
                    "Accumulation multiplies as well: the optimizer steps once for all of it.",
                    "累积也要相乘：这么多才更新一次。",
                ),
            ),
            (b + k + d, t("The numbers multiply.", "应当相乘。")),
        ]
        if d > 1:
            slips.append((b * k, t("Every GPU has a mini-batch of its own.", "每块 GPU 都有自己的小批量。")))
        gpus_en, gpus_zh = ("1 GPU", "1 块 GPU") if d == 1 else (f"{d} GPUs (data parallel)", f"{d} 块 GPU（数据并行）")
        each_en, each_zh = (" of each GPU", "各") if d > 1 else ("", "")
        en = f"{gpus_en}, {b} examples for each forward pass on a GPU, gradients accumulated over {k} passes{each_en} before a step. How many examples enter one update?"
        zh = f"{gpus_zh}，每块 GPU 每次前向 {b} 个样本，{each_zh}累积 {k} 次后更新一次。一次更新用到多少个样本？"
        why_en, why_zh = f"{b}·{k}·{d} = {batch}.", f"{b}·{k}·{d} = {batch}。"
        return number(
            draw,
            level,
            batch,
            slips,
            0,
            prompt=t(en, zh),
            form=WHOLE,
            explanation=t(why_en, why_zh),
            parameters={"b": b, "k": k, "d": d},
            **common,
        )
    if level == 2:
        n = draw.integer(5000, 200000)
        answer = n // batch
        if answer < 5 or n % batch == 0:
            raise draw.again()
        slips = [
            (n // (b * d), t("One update needs all accumulated passes.", "一次更新要等累积完成。")),
            (answer + 1, t("The incomplete rest is dropped here.", "这里丢弃最后不满的部分。")),
            (n // b, t("That counts forward passes of one GPU.", "这是一块 GPU 的前向次数。")),
        ]
        en = f"{n} training examples, {d} GPUs (data parallel), {b} examples for each forward pass on a GPU, {k} passes of each GPU accumulated for each step; an incomplete rest is dropped. How many updates make an epoch?"
        zh = f"{n} 个训练样本，{d} 块 GPU（数据并行），每块 GPU 每次前向 {b} 个样本，各累积 {k} 次更新一次；最后不满一次更新的部分丢弃。一个 epoch 有多少次更新？"
        why_en = f"An update uses {b}·{k}·{d} = {batch} examples: ⌊{n}/{batch}⌋ = {answer}."
        why_zh = f"一次更新用 {b}·{k}·{d} = {batch} 个样本：⌊{n}/{batch}⌋ = {answer}。"
        return number(
            draw,
            level,
            answer,
            slips,
            0,
            prompt=t(en, zh),
            form=WHOLE,
            explanation=t(why_en, why_zh),
            parameters={"b": b, "k": k, "d": d, "n": n},
            **common,
        )
    base, rate = draw.choice([64, 128, 256]), draw.choice([0.025, 0.05, 0.1, 0.2])
    if batch == base:
        raise draw.again()
    answer = rate * batch / base
    slips = [
        (rate * b * d / base, t("The accumulated passes count too.", "累积的次数也要算。")),
        (
            rate * (batch / base) ** 0.5,
            t("That is the square-root rule; asked is the linear one.", "这是平方根规则；题目要线性规则。"),
        ),
        (rate * base / batch, t("A larger batch gets a larger rate.", "批量越大，学习率越大。")),
    ]
    en = f"A learning rate of {plain(rate)} was tuned for batch {base}. Now {d} GPUs run {b} examples each per pass and accumulate (average) {k} passes each. Which rate does the linear scaling rule give?"
    zh = f"批量 {base} 时调好的学习率为 {plain(rate)}。现在 {d} 块 GPU 每次前向各 {b} 个样本，各累积（平均）{k} 次。线性缩放规则给出的学习率是多少？"
    why_en = f"The effective batch is {b}·{k}·{d} = {batch}; {plain(rate)}·{batch}/{base} = {sig(answer)}. It is a rule of thumb (with warm-up, and not for any size)."
    why_zh = f"有效批量为 {b}·{k}·{d} = {batch}；{plain(rate)}·{batch}/{base} = {sig(answer)}。这是经验规则（需配合预热，且并非任意大小都成立）。"
    return number(
        draw,
        level,
        answer,
        slips,
        prompt=t(en, zh),
        form=DIGITS,
        explanation=t(why_en, why_zh),
        parameters={"b": b, "k": k, "d": d, "base": base, "rate": rate},
        **common,
    )
