"""Seeded questions on the loss that a classifier starts with."""

from __future__ import annotations

from math import log, log10

from quizprep.content.generator import Draw, generator, t
from quizprep.content.model import Question, Text
from quizprep.content.shown import num, plain, thousandths, vector

GOODFELLOW = "Goodfellow, Bengio, Courville: Deep Learning (2016)"
KARPATHY = "Karpathy: A Recipe for Training Neural Networks (2019)"
NATS = t("to three decimals, in nats (natural logarithm)", "保留三位小数，单位为奈特（自然对数）")


def other_bases(answer: float) -> list[tuple[float, Text]]:
    """The answer in bits and with log₁₀."""
    return [
        (
            answer * (1 / log(2)),
            t("That is in bits (base 2); nats are asked.", "这是以比特（底为 2）计的值；题目要求奈特。"),
        ),
        (
            answer * log10(2) / log(2),
            t(
                "That uses log₁₀, the calculator's log key; nats need ln.",
                "这里用了 log₁₀（计算器的 log 键）；以奈特计要用 ln。",
            ),
        ),
    ]


@generator("softmax-and-losses.gen-initial-loss", version=1, concept="initial-loss", levels=(1, 2, 3))
def initial_loss(draw: Draw, level: int) -> Question:
    """ln C; two heads; biases at the class frequencies."""
    if level == 3:
        return initial_prior(draw)
    count = draw.integer(3, 40) * draw.choice([1, 1, 5, 10, 25, 100])
    answer = log(count)
    if level == 1:
        slips = [
            *other_bases(answer),
            (-answer, t("ln(1/C) without the minus; the loss is −ln(1/C).", "ln(1/C) 漏了负号；损失是 −ln(1/C)。")),
            (1 - 1 / count, t("1 − 1/C is the error rate of guessing.", "1 − 1/C 是随机猜测的错误率。")),
            (
                answer / count,
                t(
                    "The loss is not divided by the number of classes: one class is the true one.",
                    "损失不除以类别数：真实类别只有一个。",
                ),
            ),
        ]
        prompt = t(
            f"A classifier for {count} classes is freshly initialized, so that all classes get nearly the "
            "same "
            "probability. Which cross-entropy loss do you expect at the first step?",
            f"一个 {count} 类分类器刚刚初始化，各类概率几乎相同。第一步的交叉熵损失应为多少？",
        )
        explanation = t(
            f"Each class gets 1/C, so the loss is −ln(1/C) = ln C = ln {count} = {num(answer)}, whatever the label.",
            f"每类概率为 1/C，损失为 −ln(1/C) = ln C = ln {count} = {num(answer)}，与标签无关。",
        )
        parameters = {"classes": [count], "weights": [1.0]}
    else:
        second = draw.integer(2, 30)
        weight = draw.choice([0.1, 0.2, 0.25, 0.5, 2.0])
        answer = log(count) + weight * log(second)
        slips = [
            *other_bases(answer),
            (
                log(count) + log(second),
                t(
                    f"The weight {plain(weight)} of the second loss was left out.",
                    f"漏掉了第二项损失的权重 {plain(weight)}。",
                ),
            ),
            (
                log(count + second),
                t(
                    "The two heads have a softmax each; the classes are not pooled.",
                    "两个输出头各有自己的 softmax，类别不能合在一起。",
                ),
            ),
            (
                log(count) + log(weight * second),
                t("The weight multiplies the loss, not the number of classes.", "权重乘的是损失，而不是类别数。"),
            ),
        ]
        if abs(weight * second - 1) < 1e-9:
            raise draw.again()
        prompt = t(
            f"A network has two softmax heads, one for {count} classes and one for {second}. The total loss "
            "is "
            f"L₁ + {plain(weight)} · L₂, both cross-entropies. At initialization each head is nearly "
            "uniform. "
            "Which total loss do you expect at the first step?",
            f"一个网络有两个 softmax 输出头，分别有 {count} 类和 {second} 类。总损失为 L₁ + {plain(weight)} "
            "· L₂，"
            "两项都是交叉熵。初始化时两个输出头都近似均匀。第一步的总损失应为多少？",
        )
        explanation = t(
            f"A uniform head of C classes loses ln C: ln {count} = {num(log(count), 4)} and ln {second} = "
            f"{num(log(second), 4)}. Together {num(log(count), 4)} + {plain(weight)} · "
            f"{num(log(second), 4)} = {num(answer)}.",
            f"C 类均匀输出的损失为 ln C：ln {count} = {num(log(count), 4)}，ln {second} = "
            f"{num(log(second), 4)}。"
            f"合计 {num(log(count), 4)} + {plain(weight)} · {num(log(second), 4)} = {num(answer)}。",
        )
        parameters = {"classes": [count, second], "weights": [1.0, weight]}
    return thousandths(
        draw,
        level,
        answer,
        slips,
        prompt=prompt,
        form=NATS,
        explanation=explanation,
        sources=[KARPATHY, "PyTorch documentation: torch.nn.CrossEntropyLoss"],
        parameters=parameters,
    )


def initial_prior(draw: Draw) -> Question:
    """The initial loss where the biases hold the class frequencies: their entropy."""
    cuts = sorted(draw.sample(range(1, 20), 2))
    parts = [b - a for a, b in zip([0, *cuts], [*cuts, 20], strict=True)]
    f = [part * 5 / 100 for part in draw.shuffled(parts)]
    answer = -sum(x * log(x) for x in f)
    slips = [
        *other_bases(answer),
        (
            log(3),
            t(
                "ln 3 is the start with equal biases, i.e. a uniform output.",
                "ln 3 是偏置相等（均匀输出）时的起始损失。",
            ),
        ),
        (
            -log(max(f)),
            t("That is the loss of an example of the most frequent class only.", "这只是最常见类别样本的损失。"),
        ),
        (
            -sum(log(x) for x in f) / 3,
            t(
                "The classes were averaged equally; the batch contains them with their frequencies.",
                "对各类做了等权平均；批次中各类应按频率加权。",
            ),
        ),
    ]
    factors = " − ".join(f"{plain(x)}·ln {plain(x)}" for x in f)
    return thousandths(
        draw,
        3,
        answer,
        slips,
        prompt=t(
            f"Three classes have the frequencies {vector(f)}. The last layer's weights start at 0 and its "
            "biases at the "
            "logarithms of these frequencies. Which mean cross-entropy do you expect at the first step?",
            f"三个类别的频率为 {vector(f)}。最后一层的权重初始化为 0，偏置初始化为这些频率的对数。第一步的平"
            "均交叉熵应为多少？",
        ),
        form=NATS,
        explanation=t(
            "softmax(ln f) = f, so every example gets the class frequencies as its output. A class of "
            "frequency f loses "
            f"−ln f and occurs with frequency f; the mean is the entropy −{factors} = {num(answer)}, below "
            "ln 3 = 1.099.",
            "softmax(ln f) = f，所以每个样本的输出都是类别频率。频率为 f 的类别损失为 −ln f，出现的频率也是"
            " f；"
            f"平均即熵 −{factors} = {num(answer)}，低于 ln 3 = 1.099。",
        ),
        sources=[KARPATHY, f"{GOODFELLOW}, §3.13"],
        parameters={"frequencies": f},
    )
