"""Seeded questions on batch norm by hand, its running statistics, and the axes of its relatives."""

from __future__ import annotations

from math import sqrt

from quizprep.content.generator import Draw, generator, t
from quizprep.content.model import Blank, Cloze, Number, Question, Text, Trap
from quizprep.content.shown import num, plain, signed

IOFFE = "Ioffe, Szegedy: Batch Normalization (2015), Algorithms 1 and 2, arXiv:1502.03167"
TORCH = "PyTorch documentation: torch.nn.BatchNorm1d"
TWO = t("to two decimals", "保留两位小数")
CLOSE = 0.011
"""Absolute tolerance of answers asked to two decimals: one unit off by rounding on the way is right."""


def typed(x: float, decimals: int = 3) -> str:
    """A number as a user would type it."""
    return (num(x, decimals) if x != int(x) else plain(x)).replace("−", "-")


def row(values: list[float]) -> str:
    """Given numbers as a tuple."""
    return "(" + ", ".join(plain(v) for v in values) + ")"


def traps_of(draw: Draw, answer: float, slips: list[tuple[float, Text]], gap: float) -> list[Trap]:
    """Slips as traps, the first of two alike; draws again where one of the first two gives the right answer."""
    traps: list[Trap] = []
    seen: list[float] = []
    for place, (value, why) in enumerate(slips):
        if abs(value - answer) < gap:
            if place < 2:  # the first two are what the question is about
                raise draw.again()
            continue
        if all(abs(value - other) >= gap for other in seen):
            seen.append(value)
            traps.append(Trap(typed(value), why))
    return traps


def moments(values: list[float]) -> tuple[float, float]:
    """Mean and biased variance."""
    mean = sum(values) / len(values)
    return mean, sum((v - mean) ** 2 for v in values) / len(values)


def batch(draw: Draw, size: int, low: int, high: int, square: bool) -> list[float]:
    """Whole numbers, not all near each other, whose mean is whole and (perhaps) whose deviation is too."""
    for _ in range(300):
        values = [float(draw.integer(low, high)) for _ in range(size)]
        mean, var = moments(values)
        if var >= 1.5 and mean == int(mean) and (not square or sqrt(var) == int(sqrt(var))):
            return values
    raise draw.again()


def work(values: list[float]) -> str:
    """Mean and biased variance, worked; the same in both languages."""
    mean, var = moments(values)
    squares = " + ".join(plain(round((v - mean) ** 2, 4)) for v in values)
    return f"μ = {plain(mean)}, σ² = ({squares})/{len(values)} = {plain(round(var, 4))}"


@generator("normalization.gen-bn-output", version=1, concept="batchnorm-steps", levels=(1, 2, 3))
def bn_output(draw: Draw, level: int) -> Question:
    """Batch norm of one value in a batch, in training mode."""
    size = draw.choice([3, 4] if level == 1 else [4, 5])
    x = batch(draw, size, *((0, 12) if level == 1 else (-6, 12)), level == 1)
    index = draw.integer(0, size - 1)
    gamma, beta = (1.0, 0.0) if level == 1 else (draw.choice([0.5, 1.5, 2.0, 3.0]), float(draw.choice([-2, -1, 1, 2])))
    eps = draw.choice([0.5, 1.0, 2.0]) if level == 3 else 0.0
    mean, var = moments(x)
    centred = x[index] - mean
    if abs(centred) < 0.5:
        raise draw.again()
    root = sqrt(var + eps)
    answer = gamma * centred / root + beta
    unbiased = sqrt(var * size / (size - 1) + eps)
    slips = [
        (
            gamma * centred / (var + eps) + beta,
            t("You divided by the variance; it is its square root.", "除以了方差；应除以方差的平方根。"),
        ),
        (
            gamma * centred / unbiased + beta,
            t(
                "You took the unbiased variance (divisor m − 1); the batch is normalized with the biased one.",
                "用了无偏方差（除以 m − 1）；对批次归一化时用有偏方差。",
            ),
        ),
        (
            gamma * x[index] / root + beta,
            t("The mean was not subtracted.", "没有减均值。"),
        ),
        (
            (x[index] - min(x)) / (max(x) - min(x)),
            t(
                "That is min-max scaling to [0, 1], not batch norm.",
                "这是缩放到 [0, 1] 的最小-最大归一化，不是批归一化。",
            ),
        ),
    ]
    if level > 1:
        slips.append((centred / root, t("That is x̂; γ and β are missing.", "这是 x̂，还没有乘 γ、加 β。")))
        slips.append(
            (gamma * (centred / root + beta), t("β is added after the scaling by γ.", "β 应在乘 γ 之后再加。"))
        )
    if level == 3:
        slips.append(
            (
                gamma * centred / sqrt(var) + beta,
                t("ε was left out; here it is large enough to matter.", "漏了 ε；这里它大到不可忽略。"),
            )
        )
        slips.append((gamma * centred / (sqrt(var) + eps) + beta, t("ε belongs under the root.", "ε 应加在根号里面。")))
    shown = f"γ = {plain(gamma)}, β = {plain(beta)}, ε = {plain(eps)}"
    under = f"√({plain(round(var, 4))} + {plain(eps)})" if eps else f"√{plain(round(var, 4))}"
    hat = f"({plain(x[index])} − {signed(mean)})/{under} = {plain(centred)}/{num(root, 4)} = {num(centred / root, 4)}"
    last = f"{plain(gamma)}·{num(centred / root, 4).join('()') if centred < 0 else num(centred / root, 4)} + {signed(beta)} = {num(answer)}"
    return Number(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        prompt=t(
            f"In training mode a unit has the values {row(x)} in the batch; {shown}. What does batch norm make of "
            f"the value at place {index + 1}, the {plain(x[index])}?",
            f"训练模式下，某单元在批次中的值为 {row(x)}；{shown}。第 {index + 1} 个值 {plain(x[index])} 经批归一化后是多少？",
        ),
        form=TWO,
        answer=round(answer, 6),
        absolute=CLOSE,
        traps=traps_of(draw, answer, slips, 0.04),
        explanation=t(
            f"Mean and biased variance of the batch: {work(x)}. x̂ = (x − μ)/√(σ² + ε) = {hat}. y = γ·x̂ + β = {last}.",
            f"批次的均值与有偏方差：{work(x)}。x̂ = (x − μ)/√(σ² + ε) = {hat}。y = γ·x̂ + β = {last}。",
        ),
        sources=[IOFFE, TORCH],
        parameters={"x": x, "index": index, "gamma": gamma, "beta": beta, "eps": eps},
    )


@generator("normalization.gen-train-and-eval", version=1, concept="train-vs-inference", levels=(1, 2, 3))
def train_and_eval(draw: Draw, level: int) -> Question:
    """The same value through batch norm in training and in eval mode."""
    x = batch(draw, 4, -4 if level > 1 else 0, 12, True)
    mean, var = moments(x)
    index = draw.integer(0, 3)
    old_mean, old_dev = float(draw.integer(-3, 9)), draw.choice([2, 4, 5] if level < 3 else [1.5, 2.5, 4, 5])
    gamma, beta = (1.0, 0.0) if level == 1 else (draw.choice([0.5, 2.0, 3.0]), float(draw.choice([-3, -1, 1, 2])))
    old_var = old_dev**2
    both = [(mean, sqrt(var)), (old_mean, old_dev)]
    values = [gamma * (x[index] - m) / d + beta for m, d in both]
    by_variance = [gamma * (x[index] - m) / d**2 + beta for m, d in both]
    if abs(values[0] - values[1]) < 0.1 or min(abs(v) for v in values) < 0.3:
        raise draw.again()
    if any(abs(abs(v) * 100 % 1 - 0.5) < 1e-6 for v in values):  # either rounding would be natural
        raise draw.again()
    other = (
        t(
            "That uses the running statistics; training normalizes with the batch.",
            "这用了滑动统计量；训练模式用批次统计量归一化。",
        ),
        t(
            "That uses the batch; eval mode normalizes with the running statistics.",
            "这用了批次统计量；eval 模式用滑动统计量归一化。",
        ),
    )
    blanks = []
    for place, value in enumerate(values):
        traps = [Trap(typed(values[1 - place], 2), other[place])]
        if abs(by_variance[place] - value) > 0.05 and abs(by_variance[place] - values[1 - place]) > 0.05:
            traps.append(
                Trap(
                    typed(by_variance[place], 2),
                    t("You divided by the variance; it is its square root.", "除以了方差；应除以方差的平方根。"),
                )
            )
        blanks.append(Blank([f"{value:.2f}"], tolerance=round(CLOSE / abs(value), 5), traps=traps))
    steps = [
        f"{plain(gamma)}·({plain(x[index])} − {signed(m)})/{plain(d)} + {signed(beta)} = {num(v, 2)}"
        for (m, d), v in zip(both, values, strict=True)
    ]
    body = "train: {{1}}   eval: {{2}}"
    return Cloze(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        prompt=t(
            f"A batch norm has running mean {plain(old_mean)}, running variance {plain(old_var)}, γ = {plain(gamma)}, "
            f"β = {plain(beta)}; ε is negligible. The batch {row(x)} comes in. What becomes of the {plain(x[index])} in training "
            "mode, and what in eval mode (before any update)? To two decimals.",
            f"某批归一化的滑动均值为 {plain(old_mean)}，滑动方差为 {plain(old_var)}，γ = {plain(gamma)}，β = {plain(beta)}，ε 可忽略。"
            f"输入批次 {row(x)}。其中的 {plain(x[index])} 在训练模式下、在 eval 模式下（尚未更新）各变成多少？保留两位小数。",
        ),
        body=t(body, body),
        blanks=blanks,
        explanation=t(
            f"Training uses the batch: {work(x)}, σ = {plain(sqrt(var))}: {steps[0]}. Eval uses the running statistics, "
            f"deviation √{plain(old_var)} = {plain(old_dev)}: {steps[1]}.",
            f"训练用批次统计量：{work(x)}，σ = {plain(sqrt(var))}：{steps[0]}。eval 用滑动统计量，"
            f"标准差 √{plain(old_var)} = {plain(old_dev)}：{steps[1]}。",
        ),
        sources=[IOFFE, TORCH],
        parameters={"x": x, "index": index, "mean": old_mean, "var": old_var, "gamma": gamma, "beta": beta},
    )


@generator("normalization.gen-running-mean", version=1, concept="running-statistics", levels=(1, 2, 3))
def running_mean(draw: Draw, level: int) -> Question:
    """The running mean after one to three batches, in a named convention."""
    keras = level > 1 and draw.chance(0.5)
    new = draw.choice([0.1, 0.2, 0.05] if level > 1 else [0.1, 0.2])
    momentum = round(1 - new, 2) if keras else new
    start = 0.0 if level == 1 else float(draw.integer(-4, 4))
    means = [float(draw.integer(-9, 9)) for _ in range(level)]
    if len({start, *means}) < level + 1:
        raise draw.again()

    def after(weight: float) -> float:
        value = start
        for m in means:
            value = (1 - weight) * value + weight * m
        return value

    answer = after(new)
    if abs(answer) < 0.1:
        raise draw.again()
    slips = [
        (
            after(1 - new),
            t(
                "The weights are swapped: in PyTorch `momentum` weighs the new batch, in Keras the old average.",
                "权重弄反了：PyTorch 的 `momentum` 是新批次的权重，Keras 的是旧平均的权重。",
            ),
        ),
        (
            sum(means) / level if level > 1 else means[0],
            t(
                "That is the plain mean of the batches; the running one moves there slowly.",
                "这是各批次均值的普通平均；滑动平均只是缓慢靠近。",
            ),
        ),
        (
            start + new * sum(means),
            t("The old value must be multiplied by its weight each time.", "每次更新时旧值都要乘以它的权重。"),
        ),
    ]
    if level == 1:
        slips = slips[:2]
    elif not start:
        slips[2:] = []
    name = "Keras" if keras else "PyTorch"
    lines, value = [], start
    for m in means:
        fresh = (1 - new) * value + new * m
        lines.append(
            f"{plain(round(1 - new, 2))}·{signed(round(value, 5))} + {plain(new)}·{signed(m)} = {plain(round(fresh, 5))}"
        )
        value = fresh
    formula = "m·running + (1 − m)·batch" if keras else "(1 − m)·running + m·batch"
    shown = ", ".join(plain(m) for m in means)
    plural = level > 1
    return Number(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        prompt=t(
            f"A batch norm in {name} has momentum {plain(momentum)} and the running mean {plain(start)}. "
            f"{'Training batches arrive in this order with the means' if plural else 'A training batch arrives with the mean'} {shown}. "
            "What is the running mean then?",
            f"{name} 的批归一化，momentum 为 {plain(momentum)}，当前滑动均值为 {plain(start)}。"
            f"{'训练批次依次到来，均值为' if plural else '来了一个训练批次，均值为'} {shown}。此后滑动均值是多少？",
        ),
        form=t("to three decimals", "保留三位小数"),
        answer=round(answer, 6),
        absolute=0.0012,
        traps=traps_of(draw, answer, slips, 0.01),
        explanation=t(
            f"{name}: running ← {formula}, so the new batch weighs {plain(new)}. {'; '.join(lines)}.",
            f"{name}：running ← {formula}，新批次的权重为 {plain(new)}。{'；'.join(lines)}。",
        ),
        sources=["PyTorch documentation: torch.nn.BatchNorm1d", "Keras documentation: BatchNormalization layer"],
        parameters={"framework": name, "momentum": momentum, "start": start, "means": means},
    )


@generator("normalization.gen-running-var", version=1, concept="biased-unbiased-variance", levels=(1, 2, 3))
def running_var(draw: Draw, level: int) -> Question:
    """PyTorch's running variance after a batch: the unbiased variance enters."""
    size = (3, 4, 5)[level - 1]
    x = batch(draw, size, 0 if level < 3 else -5, 10, False)
    momentum = draw.choice([0.1] if level == 1 else [0.1, 0.2, 0.25])
    start = 1.0 if level < 3 else float(draw.integer(2, 9))
    mean, var = moments(x)
    unbiased = var * size / (size - 1)
    answer = (1 - momentum) * start + momentum * unbiased
    if abs(unbiased - start) < 1:
        raise draw.again()
    slips = [
        (
            (1 - momentum) * start + momentum * var,
            t(
                "That stores the biased variance; PyTorch normalizes with it, but stores the unbiased one.",
                "这里存的是有偏方差；PyTorch 归一化用有偏方差，存的却是无偏方差。",
            ),
        ),
        (
            momentum * start + (1 - momentum) * unbiased,
            t("In PyTorch momentum weighs the new batch.", "PyTorch 的 momentum 是新批次的权重。"),
        ),
        (
            momentum * unbiased,
            t(
                "The old running variance was left out; it starts at 1, not at 0.",
                "漏了原来的滑动方差；它的初值是 1，不是 0。",
            ),
        ),
        (unbiased, t("The batch enters with weight momentum only.", "批次方差只以 momentum 的权重计入。")),
        (
            (1 - momentum) * start + momentum * sqrt(unbiased),
            t("The variance is stored, not the deviation.", "存的是方差，不是标准差。"),
        ),
    ]
    squares = " + ".join(plain(round((v - mean) ** 2, 4)) for v in x)
    en = "Fresh, so that the running variance is 1" if level < 3 else f"The running variance is {plain(start)} so far"
    zh = "刚刚新建，滑动方差为 1" if level < 3 else f"目前滑动方差为 {plain(start)}"
    return Number(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        prompt=t(
            f"A PyTorch `BatchNorm1d(1, momentum={plain(momentum)})`. {en}. One forward pass in training mode on the values "
            f"{row(x)}: what is `running_var` afterwards?",
            f"PyTorch 的 `BatchNorm1d(1, momentum={plain(momentum)})`，{zh}。在训练模式下对 {row(x)} 做一次前向，之后 `running_var` 是多少？",
        ),
        form=TWO,
        answer=round(answer, 6),
        absolute=CLOSE,
        traps=traps_of(draw, answer, slips, 0.04),
        explanation=t(
            f"The mean is {plain(mean)}, the unbiased variance ({squares})/({size} − 1) = {num(unbiased, 4)}. The new batch weighs {plain(momentum)}: "
            f"{plain(round(1 - momentum, 2))}·{plain(start)} + {plain(momentum)}·{num(unbiased, 4)} = {num(answer)}.",
            f"均值为 {plain(mean)}，无偏方差为 ({squares})/({size} − 1) = {num(unbiased, 4)}。新批次的权重为 {plain(momentum)}："
            f"{plain(round(1 - momentum, 2))}·{plain(start)} + {plain(momentum)}·{num(unbiased, 4)} = {num(answer)}。",
        ),
        sources=[TORCH, IOFFE],
        parameters={"x": x, "momentum": momentum, "start": start},
    )
