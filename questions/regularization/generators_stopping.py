"""Seeded questions on early stopping, ensembles and decoupled weight decay."""

from __future__ import annotations

from math import ceil

from quizprep.content.generator import Draw, generator, t
from quizprep.content.model import Question
from quizprep.content.shown import number, plain, sig

GOODFELLOW = "Goodfellow, Bengio, Courville: Deep Learning (2016)"
ADAMW = "Loshchilov, Hutter: Decoupled Weight Decay Regularization (ICLR 2019)"


DIGITS = t("to three significant digits", "保留三位有效数字")


@generator("regularization.gen-patience", version=2, concept="early-stopping", levels=(1, 2, 3))
def patience(draw: Draw, level: int) -> Question:
    """Which epoch's weights early stopping keeps, or after which epoch it stops; level 3 with a least improvement."""
    n, wait = 12, draw.choice([2, 3] if level < 3 else [2, 3, 4])
    delta = draw.choice([0.01, 0.02]) if level == 3 else 0.0
    losses = [draw.integer(80, 99)]
    for i in range(1, n):
        losses.append(max(20, losses[-1] + draw.integer(-9, 2 if i < 4 else 6)))
    best, kept, stop = losses[0], 1, None
    for epoch, loss in enumerate(losses[1:], 2):
        if loss < best - round(100 * delta):
            best, kept = loss, epoch
        elif epoch - kept >= wait:
            stop = epoch
            break
    least = losses.index(min(losses)) + 1
    if stop is None or stop > 10 or kept < 3 or len(set(losses)) < n or (least <= stop and level == 1):
        raise draw.again()
    plain_best = min(range(stop), key=lambda i: losses[i]) + 1
    if level == 3 and plain_best == kept:
        raise draw.again()
    answer = kept if level == 1 else stop
    slips = (
        [
            (
                least,
                t(
                    "The run has stopped before that epoch, so it is never seen.",
                    "训练在此之前已停止，看不到这个 epoch。",
                ),
            )
        ]
        if least > stop
        else []
    )
    slips.append(
        (stop, t("That is where training stops; kept are the best weights.", "这是停止的时刻；保留的是最好的权重。"))
        if level == 1
        else (
            kept,
            t("That is the best epoch; training goes on for the patience.", "这是最好的 epoch；还要再等满耐心值。"),
        )
    )
    if level > 1:
        slips.append(
            (
                stop + 1,
                t(
                    "The run stops at the end of the last bad epoch, not one later.",
                    "最后一个无改善的 epoch 结束时就停，不会再多一个。",
                ),
            )
        )
    rise = next((i + 1 for i in range(1, n) if losses[i] > losses[i - 1]), answer)
    if rise not in (answer, *(s for s, _ in slips)):
        slips.append((rise, t("That is the first rise; patience forgives a few.", "这是第一次上升；耐心值允许几次。")))
    if any(s == answer for s, _ in slips):
        raise draw.again()
    head = "epoch " + " ".join(f"{i:4d}" for i in range(1, n + 1))
    row = "loss  " + " ".join(f"{x / 100:.2f}" for x in losses)
    figure = t(f"{head}\n{row}", f"{head}\n{row}")
    rule_en = f"Early stopping with patience {wait}: training ends after {wait} epochs in a row without improvement"
    rule_zh = f"早停的耐心值为 {wait}：连续 {wait} 个 epoch 没有改善就结束训练"
    less_en, less_zh = (
        (
            f"; an improvement is a loss more than {plain(delta)} below that of the last improvement (at first, of epoch 1)",
            f"；与上一次改善时的损失（起初为第 1 个 epoch 的损失）相比，降低超过 {plain(delta)} 才算改善",
        )
        if delta
        else ("; any loss below the best so far is an improvement", "；低于此前最佳损失就算改善")
    )
    ask_en, ask_zh = (
        ("Which epoch's weights are kept (the best ones)?", "保留的是第几个 epoch 的权重（最好的那个）？")
        if level == 1
        else ("After which epoch does training end?", "训练在第几个 epoch 之后结束？")
    )
    after_en = f"The last improvement is epoch {kept} ({best / 100:.2f}); the next {wait} epochs bring none, so training ends after epoch {stop}."
    after_zh = f"最后一次改善在第 {kept} 个 epoch（{best / 100:.2f}）；其后 {wait} 个 epoch 都没有改善，所以在第 {stop} 个之后结束。"
    if level == 3:
        after_en += f" Epoch {plain_best} is lower ({losses[plain_best - 1] / 100:.2f}), but not by more than {plain(delta)}, so it doesn't count."
        after_zh += (
            f"第 {plain_best} 个虽更低（{losses[plain_best - 1] / 100:.2f}），但降幅不超过 {plain(delta)}，不算改善。"
        )
    if level == 1:
        after_en += f" The lower loss of epoch {least} is never reached."
        after_zh += f"第 {least} 个 epoch 更低的损失永远看不到。"
    return number(
        draw,
        level,
        answer,
        slips,
        0,
        figure=figure,
        prompt=t(
            f"{rule_en}{less_en}. The validation losses would be those shown. {ask_en}",
            f"{rule_zh}{less_zh}。若一直训练，验证损失如图所示。{ask_zh}",
        ),
        explanation=t(after_en, after_zh),
        sources=[f"{GOODFELLOW}, §7.8", "Keras documentation: EarlyStopping (patience, min_delta)"],
        parameters={
            "losses": [x / 100 for x in losses],
            "patience": wait,
            "delta": delta,
            "ask": "kept" if level == 1 else "stop",
        },
    )


@generator("regularization.gen-ensemble", version=1, concept="ensembles-and-data", levels=(1, 2, 3))
def ensemble(draw: Draw, level: int) -> Question:
    """Expected squared error of an average of models; level 3 asks how many are needed."""
    k = draw.integer(2, 9)
    v = draw.integer(20, 90) / 10
    c = 0.0 if level == 1 else round(v * draw.choice([0.1, 0.2, 0.3, 0.4, 0.5, 0.6]), 2)
    error = v / k + (k - 1) / k * c
    start_en = f"The errors of the models have mean 0 and variance {plain(v)} each" + (
        ", and are uncorrelated." if level == 1 else f"; any two have covariance {plain(c)}."
    )
    start_zh = f"各模型的误差均值为 0、方差为 {plain(v)}" + (
        "，互不相关。" if level == 1 else f"，任意两个的协方差为 {plain(c)}。"
    )
    sources = [f"{GOODFELLOW}, §7.11"]
    if level < 3:
        slips = [
            (v, t("That is a single model's error.", "这是单个模型的误差。")),
            (v / k**2, t("The squares 1/k² are summed over k models: v/k.", "1/k² 要对 k 个模型求和：v/k。")),
        ]
        if c:
            slips += [
                (v / k, t("The covariances add (k − 1)c/k.", "协方差还要加上 (k − 1)c/k。")),
                (v / k + c, t("The factor of c is (k − 1)/k.", "c 的系数是 (k − 1)/k。")),
            ]
        worked = f"{plain(v)}/{k}" + (f" + {k - 1}/{k}·{plain(c)}" if c else "")
        return number(
            draw,
            level,
            error,
            slips,
            prompt=t(
                f"{start_en} What is the expected squared error of the average of {k} such models?",
                f"{start_zh}{k} 个这样的模型取平均，期望平方误差是多少？",
            ),
            form=DIGITS,
            explanation=t(
                f"v/k + (k − 1)c/k = {worked} = {sig(error)}."
                + (f" It never falls below c = {plain(c)}." if c else ""),
                f"v/k + (k − 1)c/k = {worked} = {sig(error)}。" + (f"它永远不会低于 c = {plain(c)}。" if c else ""),
            ),
            sources=sources,
            parameters={"v": v, "c": c, "k": k},
        )
    goal = round(c + (v - c) * draw.choice([0.08, 0.12, 0.15, 0.23, 0.3]), 2)
    exact = (v - c) / (goal - c)
    needed = ceil(exact)
    if needed < 3 or needed - exact < 0.05 or needed - exact > 0.95:
        raise draw.again()
    alone = ceil(v / goal)
    slips = [(needed - 1, t("With one fewer the error is still above the goal.", "少一个时误差仍高于目标。"))]
    if alone not in (needed, needed - 1):
        slips.append((alone, t("That treats the errors as uncorrelated.", "这是当作误差互不相关。")))
    return number(
        draw,
        3,
        needed,
        slips,
        0,
        prompt=t(
            f"{start_en} How many such models must be averaged, at least, for an expected squared error of at most {plain(goal)}?",
            f"{start_zh}至少要对多少个这样的模型取平均，期望平方误差才不超过 {plain(goal)}？",
        ),
        explanation=t(
            f"c + (v − c)/k ≤ {plain(goal)} means k ≥ (v − c)/({plain(goal)} − c) = {plain(round(v - c, 2))}/{plain(round(goal - c, 2))} = {sig(exact, 4)}, so {needed}.",
            f"c + (v − c)/k ≤ {plain(goal)} 即 k ≥ (v − c)/({plain(goal)} − c) = {plain(round(v - c, 2))}/{plain(round(goal - c, 2))} = {sig(exact, 4)}，所以是 {needed}。",
        ),
        sources=sources,
        parameters={"v": v, "c": c, "goal": goal},
    )


@generator("regularization.gen-decay-steps", version=1, concept="weight-decay-vs-l2", levels=(1, 2, 3))
def decay_steps(draw: Draw, level: int) -> Question:
    """A weight without loss gradient under AdamW, after one or many steps; level 3: the first step of Adam with L2."""
    w = draw.choice([-1, 1]) * draw.integer(5, 40) / 10
    lr = draw.choice([0.01, 0.02, 0.05]) if level != 2 else draw.choice([0.001, 0.005, 0.01])
    wd = draw.choice([0.1, 0.2, 0.5])
    n = draw.choice([20, 50, 100, 200]) if level == 2 else 1
    coupled = w - lr if w > 0 else w + lr
    decayed = w * (1 - lr * wd) ** n
    product = plain(round(lr * wd, 6))
    if level < 3:
        answer, optimizer = decayed, "AdamW"
        slips = [
            (
                w,
                t(
                    "Decoupled decay needs no gradient: it acts on the weight itself.",
                    "解耦衰减不需要梯度：直接作用在权重上。",
                ),
            ),
            (
                w * (1 - (wd if n == 1 else lr)) ** n,
                t("PyTorch's AdamW decays by lr·wd in each step.", "PyTorch 的 AdamW 每步衰减 lr·wd。"),
            ),
        ]
        if n == 1:
            slips.append(
                (
                    coupled,
                    t(
                        "That is Adam with an L2 penalty, whose first step has the size lr.",
                        "这是带 L2 惩罚的 Adam，它的第一步大小为 lr。",
                    ),
                )
            )
        power = f"^{n}" if n > 1 else ""
        why_en = f"With g = 0 Adam's own part of the step is 0. AdamW multiplies w by 1 − lr·wd = 1 − {product} in each step: {plain(w)} · (1 − {product}){power} = {sig(answer, 5)}."
        why_zh = f"g = 0 时 Adam 自己的更新为 0。AdamW 每步把 w 乘以 1 − lr·wd = 1 − {product}：{plain(w)} · (1 − {product}){power} = {sig(answer, 5)}。"
        sources = [ADAMW, "PyTorch documentation: torch.optim.AdamW"]
    else:
        answer, optimizer = coupled, "Adam"
        slips = [
            (
                decayed,
                t(
                    "That is AdamW. In Adam the penalty's gradient is divided by its own size.",
                    "这是 AdamW。在 Adam 中惩罚的梯度会除以自身的大小。",
                ),
            ),
            (w, t("The L2 penalty's gradient wd·w isn't 0.", "L2 惩罚的梯度 wd·w 不为 0。")),
        ]
        why_en = f"The gradient is wd·w = {plain(round(wd * w, 4))}. After bias correction m̂/√v̂ = g/|g| = {'1' if w > 0 else '−1'}, so w moves by lr towards 0 whatever wd is: {plain(w)} {'−' if w > 0 else '+'} {plain(lr)} = {plain(round(answer, 4))}. AdamW would give {sig(decayed, 5)}."
        why_zh = f"梯度为 wd·w = {plain(round(wd * w, 4))}。偏差校正后 m̂/√v̂ = g/|g| = {'1' if w > 0 else '−1'}，所以无论 wd 多大，w 都向 0 移动 lr：{plain(w)} {'−' if w > 0 else '+'} {plain(lr)} = {plain(round(answer, 4))}。AdamW 则为 {sig(decayed, 5)}。"
        sources = [ADAMW, "PyTorch documentation: torch.optim.Adam (weight_decay)"]
    steps_en, steps_zh = (f"{n} steps", f"{n} 步") if n > 1 else ("the first step", "第一步")
    en = f"A weight w = {plain(w)} gets no gradient from the loss (g = 0). PyTorch's `{optimizer}` runs with lr = {plain(lr)} and weight_decay = {plain(wd)}. What is w after {steps_en}?"
    zh = f"权重 w = {plain(w)} 得不到损失的梯度（g = 0）。用 PyTorch 的 `{optimizer}`，lr = {plain(lr)}，weight_decay = {plain(wd)}。{steps_zh}之后 w 是多少？"
    form = t("to four decimals (ignore ε)", "保留四位小数（忽略 ε）")
    parameters = {"w": w, "lr": lr, "wd": wd, "n": n, "optimizer": optimizer}
    rest = {"prompt": t(en, zh), "form": form, "explanation": t(why_en, why_zh), "sources": sources}
    tol = 0.0005
    return number(draw, level, round(answer, 8), slips, tol, parameters=parameters, **rest)
