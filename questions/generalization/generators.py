"""Seeded questions on folds, bias and variance, gaps between errors, leaderboards and learning curves as power laws."""

from __future__ import annotations

from math import sqrt

from quizprep.content.generator import Draw, generator, t
from quizprep.content.model import Blank, Choice, Cloze, Option, Question, Trap
from quizprep.content.shown import number, plain, sig, vector

ESL = "Hastie, Tibshirani, Friedman: The Elements of Statistical Learning (2nd ed., 2009)"
GOODFELLOW = "Goodfellow, Bengio, Courville: Deep Learning (2016)"
NG = "Ng: Machine Learning Yearning (2018)"
HESTNESS = "Hestness et al.: Deep Learning Scaling is Predictable, Empirically (2017), arXiv:1712.00409"
KFOLD = "scikit-learn documentation: sklearn.model_selection.KFold"


DIGITS = t("to three significant digits", "保留三位有效数字")


@generator("generalization.gen-kfold", version=1, concept="model-selection", levels=(1, 2, 3))
def kfold(draw: Draw, level: int) -> Question:
    """Sizes of folds, even and uneven, and the number of trainings of a search."""
    k = draw.choice([3, 4, 5, 6, 8, 10])
    common = {"id": draw.id, "concept": draw.concept, "difficulty": level, "sources": [f"{ESL}, §7.10", KFOLD]}
    if level == 1:
        n = k * draw.integer(12, 400)
        answer = n - n // k
        slips = [
            (n // k, t("That is the part used for validation.", "这是用于验证的部分。")),
            (n, t("One fold is left out each time.", "每次要留出一折。")),
        ]
        return number(
            draw,
            level,
            answer,
            slips,
            0,
            prompt=t(
                f"{k}-fold cross-validation on {n} examples. On how many is each model trained?",
                f"对 {n} 个样本做 {k} 折交叉验证。每个模型用多少个样本训练？",
            ),
            explanation=t(
                f"Each fold has {n}/{k} = {n // k} examples; training uses the other {k - 1} folds: {n} − {n // k} = {answer}.",
                f"每折有 {n}/{k} = {n // k} 个样本；训练用其余 {k - 1} 折：{n} − {n // k} = {answer}。",
            ),
            sources=common["sources"],
            parameters={"n": n, "k": k, "ask": "train"},
        )
    if level == 2:
        n = draw.integer(50, 999)
        small, rest = divmod(n, k)
        if rest in (0, k // 2) or rest == k - rest:
            raise draw.again()
        blanks = [
            Blank(
                [str(rest)],
                traps=[Trap(str(k - rest), t("That many folds are the smaller ones.", "这是较小的折的个数。"))],
            ),
            Blank(
                [str(small + 1)],
                traps=[Trap(str(small), t("The remainder makes some folds one larger.", "余数使若干折多一个样本。"))],
            ),
            Blank(
                [str(n - small - 1)],
                traps=[
                    Trap(
                        str(n - small), t("The largest fold leaves out one example more.", "最大的折要多留出一个样本。")
                    )
                ],
            ),
        ]
        return Cloze(
            **common,
            prompt=t(
                f"{k}-fold cross-validation on {n} examples; the sizes of the folds differ by at most one. Fill in.",
                f"对 {n} 个样本做 {k} 折交叉验证，各折大小至多相差 1。请填空。",
            ),
            body=t(
                "{{1}} folds are larger than the others and have {{2}} examples each; the smallest training set has {{3}} examples.",
                "有 {{1}} 折比其余的大，各含 {{2}} 个样本；最小的训练集有 {{3}} 个样本。",
            ),
            blanks=blanks,
            explanation=t(
                f"{n} = {k}·{small} + {rest}: folds of {small + 1}: {rest}, folds of {small}: {k - rest}. With a large fold left out {n} − {small + 1} = {n - small - 1} examples remain for training.",
                f"{n} = {k}·{small} + {rest}：{small + 1} 个样本的折有 {rest} 个，{small} 个样本的折有 {k - rest} 个。留出大的一折时，剩 {n} − {small + 1} = {n - small - 1} 个样本用于训练。",
            ),
            parameters={"n": n, "k": k},
        )
    configs, seeds = draw.integer(4, 24), draw.choice([2, 3, 5])
    answer = configs * k * seeds + 1
    slips = [
        (configs * k * seeds, t("The final training on all data is missing.", "漏了最后在全部数据上的训练。")),
        (
            configs * k + 1,
            t("Each configuration and fold is run with several seeds.", "每种配置的每一折都用多个种子运行。"),
        ),
        (
            configs + k * seeds + 1,
            t("Every configuration runs on every fold: the numbers multiply.", "每种配置都要跑每一折：应相乘。"),
        ),
    ]
    return number(
        draw,
        level,
        answer,
        slips,
        0,
        prompt=t(
            f"A search compares {configs} configurations by {k}-fold cross-validation, each fold with {seeds} seeds, and at the end trains the best configuration once on all data. How many trainings is that?",
            f"一次搜索用 {k} 折交叉验证比较 {configs} 种配置，每折用 {seeds} 个种子，最后用最佳配置在全部数据上训练一次。一共训练多少次？",
        ),
        explanation=t(
            f"{configs} configurations · {k} folds · {seeds} seeds = {answer - 1}, and 1 final training: {answer}.",
            f"{configs} 种配置 · {k} 折 · {seeds} 个种子 = {answer - 1}，加最后 1 次训练：{answer}。",
        ),
        sources=common["sources"],
        parameters={"k": k, "configs": configs, "seeds": seeds, "ask": "count"},
    )


@generator("generalization.gen-bias-variance", version=1, concept="bias-variance", levels=(1, 2, 3))
def bias_variance(draw: Draw, level: int) -> Question:
    """Squared bias, variance, or the whole error, from predictions of models of different training sets."""
    n = 4 if level == 1 else 5
    f = draw.integer(20, 60) / 10
    y = [round(f + draw.integer(-15, 25) / 10, 1) for _ in range(n)]
    mean = round(sum(y) / n, 4)
    bias = round(mean - f, 4)
    variance = round(sum((v - mean) ** 2 for v in y) / n, 6)
    noise = draw.integer(1, 9) / 10
    if abs(bias) < 0.2 or variance < 0.1 or abs(bias) > 0.98:
        raise draw.again()
    whole = round(bias**2 + variance + noise, 6)
    answer = (bias**2, variance, whole)[level - 1]
    spread = sum((v - f) ** 2 for v in y) / n
    slips = [
        (abs(bias), t("The bias enters squared.", "偏差要平方。")),
        (
            spread,
            t("That is measured from the truth: bias² and variance together.", "这是相对真值测的：偏差² 与方差之和。"),
        ),
    ]
    if level == 2:
        slips = [
            (
                spread,
                t(
                    "Variance is measured from the mean prediction, not from the truth.",
                    "方差相对平均预测计算，而不是相对真值。",
                ),
            ),
            (sqrt(variance), t("That is the standard deviation.", "这是标准差。")),
            (
                variance * n / (n - 1),
                t(
                    "Here the variance is taken over these models: divide by their number.",
                    "这里方差就是对这些模型取的：除以模型个数。",
                ),
            ),
        ]
    elif level == 3:
        slips = [
            (round(bias**2 + variance, 6), t("The noise of the target is missing.", "漏了目标的噪声。")),
            (abs(bias) + variance + noise, t("The bias enters squared.", "偏差要平方。")),
        ]
    asked = (
        t("the squared bias", "偏差的平方"),
        t("the variance (divide by the number of models)", "方差（除以模型个数）"),
        t("the expected squared error for a new target", "对新目标值的期望平方误差"),
    )[level - 1]
    extra = (
        t(
            f" A new target is that value plus noise of variance {plain(noise)}.",
            f"新的目标值等于该真值加方差为 {plain(noise)} 的噪声。",
        )
        if level == 3
        else t("", "")
    )
    steps = [
        f"({plain(mean)} − {plain(f)})² = {sig(bias**2, 4)}",
        f"Σ(ŷᵢ − {plain(mean)})²/{n} = {sig(variance, 4)}",
        f"{sig(bias**2, 4)} + {sig(variance, 4)} + {plain(noise)} = {sig(whole, 4)}",
    ]
    head = t("the mean prediction is", "平均预测为")
    return number(
        draw,
        level,
        answer,
        slips,
        0.008,
        prompt=t(
            f"At one x the true value is {plain(f)}. {n} models, trained on different samples, predict {vector(y)}; take them as all possible models, equally likely.{extra.en} What is {asked.en}?",
            f"在某个 x 处真值为 {plain(f)}。{n} 个用不同样本训练的模型预测 {vector(y)}，把它们视为全部可能的、等概率的模型。{extra.zh}{asked.zh}是多少？",
        ),
        form=DIGITS,
        explanation=t(
            f"{head.en[0].upper()}{head.en[1:]} {plain(mean)}. Bias² = {steps[0]}; variance = {steps[1]}"
            + (f"; in all bias² + variance + noise = {steps[2]}." if level == 3 else "."),
            f"{head.zh} {plain(mean)}。偏差² = {steps[0]}；方差 = {steps[1]}"
            + (f"；合计 偏差² + 方差 + 噪声 = {steps[2]}。" if level == 3 else "。"),
        ),
        sources=[f"{ESL}, §7.3", f"{GOODFELLOW}, §5.4.4"],
        parameters={"f": f, "y": y, "noise": noise, "ask": level},
    )


GAPS = {
    "bias": t("Fitting the training data", "拟合训练数据"),
    "variance": t("Generalizing to unseen data of the same kind", "泛化到同类的未见数据"),
    "mismatch": t("The step from the training kind to the target kind", "从训练来源的数据到目标数据"),
    "tuned": t("Overfitting of the validation set by tuning", "调参对验证集的过拟合"),
}
ROWS = {
    "human": t("human error", "人类误差"),
    "train": t("training error", "训练误差"),
    "kind": t("held-out data of the training kind", "与训练同来源的留出数据"),
    "val": t("validation data of the target kind", "目标类型的验证数据"),
    "test": t("test data of the target kind", "目标类型的测试数据"),
}


@generator("generalization.gen-largest-gap", version=1, concept="overfitting-or-mismatch", levels=(1, 2, 3))
def largest_gap(draw: Draw, level: int) -> Question:
    """A table of five errors: what is the largest problem?"""
    steps = [draw.integer(1, 14) for _ in range(4)]
    ordered = sorted(steps)
    if ordered[3] - ordered[2] < (6, 3, 2)[level - 1]:
        raise draw.again()
    errors = [draw.integer(1, 5)]
    for step in steps:
        errors.append(errors[-1] + step)
    names = list(GAPS)
    best = names[steps.index(max(steps))]
    shown = list(zip(ROWS.values(), errors, strict=True))
    if level == 3:
        shown = draw.shuffled(shown)
    width = max(len(row.en) for row in ROWS.values())
    fig_en = "\n".join(f"{row.en:{width}}  {e:3d} %" for row, e in shown)
    fig_zh = "\n".join(row.zh + "　" * (12 - len(row.zh)) + f"  {e:3d} %" for row, e in shown)
    pairs = [(a, b) for a, b in zip(errors, errors[1:], strict=False)]
    worked_en = ", ".join(f"{b} − {a} = {b - a}" for a, b in pairs)
    worked_zh = "，".join(f"{b} − {a} = {b - a}" for a, b in pairs)
    options = [
        Option(
            GAPS[n],
            n == best,
            None
            if n == best
            else t(
                f"That step costs {b} − {a} = {b - a}; another costs {max(steps)}.",
                f"这一步是 {b} − {a} = {b - a}；另有一步是 {max(steps)}。",
            ),
        )
        for n, (a, b) in zip(names, pairs, strict=True)
    ]
    return Choice(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        figure=t(fig_en, fig_zh),
        prompt=t("Which is the largest problem of this system?", "这个系统最大的问题是什么？"),
        options=draw.shuffled(options),
        explanation=t(
            f"In the order human, training, same kind, validation, test the steps are {worked_en}. The largest, {max(steps)} points: {GAPS[best].en[0].lower()}{GAPS[best].en[1:]}.",
            f"按人类、训练、同来源、验证、测试的次序，各步为 {worked_zh}。最大的一步是 {max(steps)} 个百分点：{GAPS[best].zh}。",
        ),
        sources=[NG],
        parameters={"errors": dict(zip(ROWS, errors, strict=True)), "texts": {n: x.en for n, x in GAPS.items()}},
    )
