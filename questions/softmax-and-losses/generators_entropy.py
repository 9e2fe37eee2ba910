"""Seeded questions on entropy, cross-entropy and KL divergence, in bits and in nats."""

from __future__ import annotations

from math import log, log2, log10

from quizprep.content.generator import Draw, generator, t
from quizprep.content.model import Question, Text
from quizprep.content.shown import num, plain, thousandths, vector

GOODFELLOW = "Goodfellow, Bengio, Courville: Deep Learning (2016)"
ORDINAL_EN = ("first", "second", "third", "fourth")
ORDINAL_ZH = ("第一", "第二", "第三", "第四")


def distribution(draw: Draw, size: int, step: int, zeros: int = 0) -> list[float]:
    """Probabilities in multiples of `step` percent that sum to exactly 1 as shown; `zeros` of them are 0."""
    cuts = sorted(draw.sample(range(1, 100 // step), size - zeros - 1))
    parts = [b - a for a, b in zip([0, *cuts], [*cuts, 100 // step], strict=True)]
    return [part * step / 100 for part in draw.shuffled(parts + [0] * zeros)]


class Base:
    """A base of logarithms with its names."""

    def __init__(self, bits: bool) -> None:
        self.bits = bits
        self.log = log2 if bits else log
        self.other = log if bits else log2
        self.sign = "log₂" if bits else "ln"
        self.unit = t("bits", "比特") if bits else t("nats", "奈特")
        self.other_unit = (
            t("nats (natural logarithm)", "奈特（自然对数）") if bits else t("bits (base 2)", "比特（底为 2）")
        )
        self.form = (
            t("to three decimals, in bits (logarithm to base 2)", "保留三位小数，单位为比特（以 2 为底）")
            if bits
            else t("to three decimals, in nats (natural logarithm)", "保留三位小数，单位为奈特（自然对数）")
        )

    def slips(self, answer: float) -> list[tuple[float, Text]]:
        """The answer in the two wrong bases."""
        factor = self.other(2) / self.log(2)
        return [
            (
                answer * factor,
                t(
                    f"That is in {self.other_unit.en}; {self.unit.en} are asked.",
                    f"这是以{self.other_unit.zh}计的值；题目要求{self.unit.zh}。",
                ),
            ),
            (
                answer * log10(2) / self.log(2),
                t(
                    f"That uses log₁₀, the calculator's log key; {self.unit.en} need {self.sign}.",
                    f"这里用了 log₁₀（计算器的 log 键）；以{self.unit.zh}计要用 {self.sign}。",
                ),
            ),
        ]


@generator("softmax-and-losses.gen-entropy", version=1, concept="entropy", levels=(1, 2, 3))
def entropy(draw: Draw, level: int) -> Question:
    """Entropy of a small distribution; level 3 has four classes, perhaps one of them impossible."""
    size = level + 1
    zeros = 1 if level == 3 and draw.chance(0.4) else 0
    p = distribution(draw, size, 5 if level < 3 else draw.choice([1, 5]), zeros)
    base = Base(draw.chance(0.5))
    positive = [x for x in p if x]
    answer = -sum(x * base.log(x) for x in positive)
    slips = [
        *base.slips(answer),
        (
            -answer,
            t(
                "The minus sign in front of the sum was forgotten; an entropy is never negative.",
                "忘了求和号前的负号；熵不会为负。",
            ),
        ),
        (
            -sum(base.log(x) for x in positive),
            t("The logarithms were summed without their weights pᵢ.", "只把对数相加，没有乘权重 pᵢ。"),
        ),
        (
            1 - sum(x * x for x in p),
            t("1 − Σ pᵢ² is the Gini impurity, another measure of spread.", "1 − Σ pᵢ² 是基尼不纯度，是另一种度量。"),
        ),
    ]
    terms = " + ".join(num(-x * base.log(x), 4) for x in positive)
    factors = " − ".join(f"{plain(x)}·{base.sign} {plain(x)}" for x in positive)
    note = t(" The class with probability 0 contributes 0.", "概率为 0 的类别贡献为 0。") if zeros else t("", "")
    return thousandths(
        draw,
        level,
        answer,
        slips,
        prompt=t(
            f"What is the entropy of p = {vector(p)}, in {base.unit.en}?", f"p = {vector(p)} 的熵是多少{base.unit.zh}？"
        ),
        form=base.form,
        explanation=t(
            f"H(p) = −Σ pᵢ {base.sign} pᵢ = −{factors} = {terms} = {num(answer)} {base.unit.en}.{note.en}",
            f"H(p) = −Σ pᵢ {base.sign} pᵢ = −{factors} = {terms} = {num(answer)} {base.unit.zh}。{note.zh}",
        ),
        sources=[f"{GOODFELLOW}, §3.13", "Cover, Thomas: Elements of Information Theory (2nd ed., 2006), ch. 2"],
        parameters={"p": p, "base": 2 if base.bits else "e"},
    )


def pair(draw: Draw, level: int) -> tuple[list[float], list[float]]:
    """A true distribution and a model's, of two, three or three to four classes."""
    size = (2, 3, draw.choice([3, 4]))[level - 1]
    step = 10 if level == 1 else 5
    p = distribution(draw, size, step, 1 if level == 3 and draw.chance(0.5) else 0)
    q = distribution(draw, size, step)
    if sorted(p) == sorted(q) or p == q:
        raise draw.again()
    return p, q


@generator("softmax-and-losses.gen-cross-entropy", version=1, concept="cross-entropy", levels=(1, 2, 3))
def cross_entropy(draw: Draw, level: int) -> Question:
    """Cross-entropy H(p, q) of two small distributions."""
    p, q = pair(draw, level)
    base = Base(draw.chance(0.5))
    if len(set(q)) == 1:  # a uniform q gives log C whatever p is
        raise draw.again()
    both = [(a, b) for a, b in zip(p, q, strict=True) if a]
    answer = -sum(a * base.log(b) for a, b in both)
    own = -sum(a * base.log(a) for a, _ in both)
    slips = base.slips(answer)
    slips.append((-answer, t("The minus sign in front of the sum was forgotten.", "忘了求和号前的负号。")))
    if all(p):
        slips.append(
            (
                -sum(b * base.log(a) for a, b in both),
                t(
                    "That is H(q, p): the weights come from p, the logarithm is taken of q.",
                    "这是 H(q, p)：权重取自 p，对数取自 q。",
                ),
            )
        )
    slips.append(
        (own, t("That is the entropy H(p); the logarithm must be of the model's q.", "这是熵 H(p)；对数应取模型的 q。"))
    )
    slips.append(
        (
            answer - own,
            t(
                "That is KL(p‖q) = H(p, q) − H(p), not the cross-entropy.",
                "这是 KL(p‖q) = H(p, q) − H(p)，不是交叉熵。",
            ),
        )
    )
    factors = " − ".join(f"{plain(a)}·{base.sign} {plain(b)}" for a, b in both)
    terms = " + ".join(num(-a * base.log(b), 4) for a, b in both)
    note = t("", "") if all(p) else t(" Where pᵢ = 0 the term is 0, whatever qᵢ is.", "pᵢ = 0 的项为 0，与 qᵢ 无关。")
    return thousandths(
        draw,
        level,
        answer,
        slips,
        prompt=t(
            f"The true distribution is p = {vector(p)}, the model's q = {vector(q)}. What is the "
            "cross-entropy "
            f"H(p, q), in {base.unit.en}?",
            f"真实分布为 p = {vector(p)}，模型分布为 q = {vector(q)}。交叉熵 H(p, q) 是多少{base.unit.zh}？",
        ),
        form=base.form,
        explanation=t(
            f"H(p, q) = −Σ pᵢ {base.sign} qᵢ = −{factors} = {terms} = {num(answer)} {base.unit.en}.{note.en}",
            f"H(p, q) = −Σ pᵢ {base.sign} qᵢ = −{factors} = {terms} = {num(answer)} {base.unit.zh}。{note.zh}",
        ),
        sources=[f"{GOODFELLOW}, §3.13", "PyTorch documentation: torch.nn.CrossEntropyLoss"],
        parameters={"p": p, "q": q, "base": 2 if base.bits else "e"},
    )


@generator("softmax-and-losses.gen-kl", version=1, concept="kl-divergence", levels=(1, 2, 3))
def kl(draw: Draw, level: int) -> Question:
    """KL(p‖q) of two small distributions."""
    p, q = pair(draw, level)
    base = Base(draw.chance(0.5))
    both = [(a, b) for a, b in zip(p, q, strict=True) if a]
    answer = sum(a * base.log(a / b) for a, b in both)
    if answer < 0.02:
        raise draw.again()
    slips = base.slips(answer)
    slips.append(
        (-answer, t("The quotient was turned over, q/p: KL is never negative.", "把商写反成 q/p 了：KL 不会为负。"))
    )
    if all(p):
        slips.append(
            (
                sum(b * base.log(b / a) for a, b in both),
                t(
                    "That is KL(q‖p); the weights come from the distribution written first.",
                    "这是 KL(q‖p)；权重取自写在前面的分布。",
                ),
            )
        )
    slips.append(
        (
            -sum(a * base.log(b) for a, b in both),
            t(
                "That is the cross-entropy H(p, q); the entropy H(p) must be subtracted.",
                "这是交叉熵 H(p, q)；还要减去熵 H(p)。",
            ),
        )
    )
    factors = " + ".join(f"{plain(a)}·{base.sign}({plain(a)}/{plain(b)})" for a, b in both)
    parts = [num(a * base.log(a / b), 4) for a, b in both]
    terms = " + ".join(f"({x})" if x.startswith("−") else x for x in parts)
    note = t("", "") if all(p) else t(" Where pᵢ = 0 the term is 0.", "pᵢ = 0 的项为 0。")
    return thousandths(
        draw,
        level,
        answer,
        slips,
        prompt=t(
            f"p = {vector(p)}, q = {vector(q)}. What is KL(p‖q), in {base.unit.en}?",
            f"p = {vector(p)}，q = {vector(q)}。KL(p‖q) 是多少{base.unit.zh}？",
        ),
        form=base.form,
        explanation=t(
            f"KL(p‖q) = Σ pᵢ {base.sign}(pᵢ/qᵢ) = {factors} = {terms} = {num(answer)} {base.unit.en}.{note.en}",
            f"KL(p‖q) = Σ pᵢ {base.sign}(pᵢ/qᵢ) = {factors} = {terms} = {num(answer)} {base.unit.zh}。{note.zh}",
        ),
        sources=[f"{GOODFELLOW}, §3.13", "Cover, Thomas: Elements of Information Theory (2nd ed., 2006), ch. 2"],
        parameters={"p": p, "q": q, "base": 2 if base.bits else "e"},
    )


@generator("softmax-and-losses.gen-nll", version=1, concept="cross-entropy", levels=(1, 2, 3))
def nll(draw: Draw, level: int) -> Question:
    """−log p of the true class; level 3 takes the mean over a batch of three."""
    base = Base(level > 1 and draw.chance(0.5))
    if level == 3:
        return nll_batch(draw, base)
    q = distribution(draw, 3 if level == 1 else 4, 5)
    index = draw.integer(0, len(q) - 1)
    answer = -base.log(q[index])
    slips = [
        *base.slips(answer),
        (
            -answer,
            t(
                "The minus sign was forgotten: the logarithm of a probability is negative, the loss positive.",
                "忘了负号：概率的对数为负，损失为正。",
            ),
        ),
        (
            1 - q[index],
            t("1 − p is the missing probability, not its logarithmic loss.", "1 − p 是差额概率，不是对数损失。"),
        ),
        (
            -sum(x * base.log(x) for x in q),
            t(
                "That is the entropy of the prediction; the label picks one class.",
                "这是预测分布的熵；标签只选中一个类别。",
            ),
        ),
    ]
    return thousandths(
        draw,
        level,
        answer,
        slips,
        prompt=t(
            f"A classifier outputs the probabilities {vector(q)}; the true class is the {ORDINAL_EN[index]}. "
            f"What is the cross-entropy loss of this example, in {base.unit.en}?",
            f"分类器输出概率 {vector(q)}，真实类别是{ORDINAL_ZH[index]}类。该样本的交叉熵损失是多少{base.unit.zh}？",
        ),
        form=base.form,
        explanation=t(
            f"With a one-hot target only the true class counts: −{base.sign} p = −{base.sign} "
            f"{plain(q[index])} = "
            f"{num(answer)} {base.unit.en}. The other probabilities don't enter.",
            f"目标为独热时只有真实类别起作用：−{base.sign} p = −{base.sign} {plain(q[index])} = "
            f"{num(answer)} "
            f"{base.unit.zh}，与其余概率无关。",
        ),
        sources=[f"{GOODFELLOW}, §6.2.2.3", "PyTorch documentation: torch.nn.NLLLoss"],
        parameters={"rows": [q], "targets": [index], "base": 2 if base.bits else "e"},
    )


def nll_batch(draw: Draw, base: Base) -> Question:
    """The mean loss of three examples."""
    rows = [distribution(draw, 3, 5) for _ in range(3)]
    targets = [draw.integer(0, 2) for _ in range(3)]
    true = [row[i] for row, i in zip(rows, targets, strict=True)]
    losses = [-base.log(x) for x in true]
    answer = sum(losses) / 3
    slips = [
        *base.slips(answer),
        (sum(losses), t("That is the sum over the batch; the mean is asked.", "这是批次总和；题目问的是平均。")),
        (
            -base.log(sum(true) / 3),
            t(
                "The probabilities were averaged before the logarithm; average the losses.",
                "先对概率取平均再取对数了；应对损失取平均。",
            ),
        ),
        (1 - sum(true) / 3, t("1 − p on average is not a logarithmic loss.", "1 − p 的平均不是对数损失。")),
    ]
    shown = "; ".join(vector(row) for row in rows)
    classes_en = ", ".join(ORDINAL_EN[i] for i in targets)
    classes_zh = "、".join(ORDINAL_ZH[i] for i in targets)
    terms = " + ".join(num(x, 4) for x in losses)
    return thousandths(
        draw,
        3,
        answer,
        slips,
        prompt=t(
            f"A batch of three examples has the outputs {shown}; the true classes are, in this order: "
            f"{classes_en}. "
            f"What is the mean cross-entropy, in {base.unit.en}?",
            f"一个批次的三个样本输出为 {shown.replace('; ', '；')}；真实类别依次为：{classes_zh}类。平均交叉"
            f"熵是多少{base.unit.zh}？",
        ),
        form=base.form,
        explanation=t(
            f"Take −{base.sign} of each true class's probability, {vector(true)}, then average: ({terms}) / "
            "3 = "
            f"{num(answer)} {base.unit.en}.",
            f"对各真实类别的概率 {vector(true)} 分别取 −{base.sign}，再求平均：({terms}) / 3 = "
            f"{num(answer)} {base.unit.zh}。",
        ),
        sources=[f"{GOODFELLOW}, §6.2.2.3", "PyTorch documentation: torch.nn.CrossEntropyLoss"],
        parameters={"rows": rows, "targets": targets, "base": 2 if base.bits else "e"},
    )
