"""Seeded questions on softmax, entropies and the losses built on them."""

from __future__ import annotations

from math import exp, log, log2, log10

from quizprep.content.generator import Draw, generator, t
from quizprep.content.model import Blank, Cloze, Number, Question, Text, Trap
from quizprep.content.shown import num, plain, vector

GOODFELLOW = "Goodfellow, Bengio, Courville: Deep Learning (2016)"
BISHOP = "Bishop: Pattern Recognition and Machine Learning (2006)"
ORDINAL_EN = ("first", "second", "third", "fourth")
ORDINAL_ZH = ("第一", "第二", "第三", "第四")
CLOSE = 0.0006
"""Absolute tolerance of answers asked to three decimals."""


def softmax(scores: list[float]) -> list[float]:
    """Softmax with the max shift."""
    top = max(scores)
    weights = [exp(s - top) for s in scores]
    return [w / sum(weights) for w in weights]


def sigmoid(z: float) -> float:
    """The logistic function."""
    return 1 / (1 + exp(-z)) if z > -700 else 0.0


def typed(x: float, decimals: int = 3) -> str:
    """A number as a user would type it."""
    return num(x, decimals).replace("−", "-")


def distribution(draw: Draw, size: int, step: int, zeros: int = 0) -> list[float]:
    """Probabilities in multiples of `step` percent that sum to exactly 1 as shown; `zeros` of them are 0."""
    cuts = sorted(draw.sample(range(1, 100 // step), size - zeros - 1))
    parts = [b - a for a, b in zip([0, *cuts], [*cuts, 100 // step], strict=True)]
    return [part * step / 100 for part in draw.shuffled(parts + [0] * zeros)]


def checked(draw: Draw, answer: float, slips: list[tuple[float, Text]], gap: float = 0.003) -> list[Trap]:
    """Traps of `slips`; draws again where one is (nearly) the answer or another slip, or the answer is 0 "
    "or ±1."""
    if min(abs(abs(answer) - 1), abs(answer)) < CLOSE:
        raise draw.again()
    seen = [answer]
    for value, _ in slips:
        if any(abs(value - other) < gap for other in seen):
            raise draw.again()
        seen.append(value)
    return [Trap(typed(value), why) for value, why in slips]


def blank(draw: Draw, value: float, slips: list[tuple[float, Text]], decimals: int = 3) -> Blank:
    """A blank whose answer is `value` to so many decimals; slips that hit it are left out."""
    unit = 10**-decimals
    fraction = abs(value) / unit % 1
    if abs(value) < 20 * unit or (decimals > 2 and abs(fraction - 0.5) < 1e-6):
        raise draw.again()
    traps: list[Trap] = []
    for slip, why in slips:
        text = typed(slip, decimals)
        if abs(slip - value) > 3 * unit and text not in [trap.answer for trap in traps]:
            traps.append(Trap(text, why))
    return Blank([f"{value:.{decimals}f}"], tolerance=round(0.6 * unit / abs(value), 6), traps=traps)


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


def scores(draw: Draw, level: int) -> tuple[list[float], float]:
    """Three different scores for the level, and the offset they were moved by."""
    if level == 1:
        return [float(z) for z in draw.sample([-2, -1, 0, 1, 2, 3], 3)], 0.0
    base = [round(draw.integer(-25, 25) / 10, 1) for _ in range(3)]
    if len(set(base)) < 3 or max(base) - min(base) > 4:
        raise draw.again()
    offset = float(draw.choice([100, 200, 500, 1000])) if level == 3 else 0.0
    return [round(z + offset, 1) for z in base], offset


def softmax_work(z: list[float]) -> tuple[list[float], Text]:
    """The probabilities, and the working: shift, exponentials, sum."""
    top = max(z)
    shift = top if top > 20 else 0.0
    moved = [round(s - shift, 1) for s in z]
    weights = [exp(s) for s in moved]
    p = softmax(z)
    terms = ", ".join(f"e^{plain(m)} = {num(w, 4)}" for m, w in zip(moved, weights, strict=True))
    terms_zh = terms.replace(", ", "，")
    en = f"Subtract the maximum {plain(top)} from each score, which changes nothing: {vector(moved)}. " if shift else ""
    zh = f"先让每个分数减去最大值 {plain(top)}（结果不变）：{vector(moved)}。" if shift else ""
    values = ", ".join(num(x) for x in p)
    return p, t(
        f"pᵢ = e^zᵢ / Σⱼ e^zⱼ. {en}{terms}, in all {num(sum(weights), 4)}. Dividing gives [{values}].",
        f"pᵢ = e^zᵢ / Σⱼ e^zⱼ。{zh}{terms_zh}，总和为 {num(sum(weights), 4)}。相除得 [{values}]。",
    )


NO_EXP = t(
    "The scores were divided by their sum without the exponential.",
    "没有取指数，直接用分数除以总和。",
)
SIGMOID_EACH = t(
    "That is the sigmoid of this one score; softmax divides by the sum over all classes.",
    "这是单个分数的 sigmoid；softmax 要除以所有类别的指数之和。",
)
BASE_TWO = t("That uses powers of 2; softmax uses powers of e.", "这里用了 2 的幂；softmax 用的是 e 的幂。")
LOST_SIGN = t("A minus sign was lost: e^−z is not e^z.", "丢掉了负号：e^−z 不等于 e^z。")


@generator("softmax-and-losses.gen-softmax-one", version=1, concept="softmax-definition", levels=(1, 2, 3))
def softmax_one(draw: Draw, level: int) -> Question:
    """One probability of the softmax of three scores."""
    z, _ = scores(draw, level)
    index = draw.integer(0, 2)
    p, work = softmax_work(z)
    answer = p[index]
    if not 0.02 < answer < 0.97:
        raise draw.again()
    slips = [(sigmoid(z[index]), SIGMOID_EACH)]
    if abs(sum(z)) > 0.05:
        slips.append((z[index] / sum(z), NO_EXP))
    powers = [2 ** (s - max(z)) for s in z]
    slips.append((powers[index] / sum(powers), BASE_TWO))
    if min(z) < 0:
        slips.append((softmax([abs(s) for s in z])[index], LOST_SIGN))
    slips = [(v, why) for v, why in slips if abs(v) < 10]
    return Number(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        prompt=t(
            f"The scores of three classes are {vector(z)}. Which softmax probability does the "
            f"{ORDINAL_EN[index]} class get?",
            f"三个类别的分数为 {vector(z)}。{ORDINAL_ZH[index]}类的 softmax 概率是多少？",
        ),
        form=t("to three decimals", "保留三位小数"),
        answer=round(answer, 6),
        absolute=CLOSE,
        traps=checked(draw, answer, slips),
        explanation=t(
            f"{work.en} The {ORDINAL_EN[index]} is {num(answer)}.",
            f"{work.zh}{ORDINAL_ZH[index]}类为 {num(answer)}。",
        ),
        sources=[f"{GOODFELLOW}, §6.2.2.3", "PyTorch documentation: torch.nn.Softmax"],
        parameters={"scores": z, "index": index},
    )


@generator("softmax-and-losses.gen-softmax-three", version=1, concept="softmax-definition", levels=(1, 2, 3))
def softmax_three(draw: Draw, level: int) -> Question:
    """All three probabilities, as a cloze."""
    z, _ = scores(draw, level)
    p, work = softmax_work(z)
    if min(p) < 0.02:
        raise draw.again()
    blanks = []
    for s, value in zip(z, p, strict=True):
        slips = [(sigmoid(s), SIGMOID_EACH)]
        if abs(sum(z)) > 0.05 and abs(s / sum(z)) < 10:
            slips.append((s / sum(z), NO_EXP))
        blanks.append(blank(draw, value, slips))
    body = f"softmax({vector(z)}) = [{{{{1}}}}, {{{{2}}}}, {{{{3}}}}]"
    return Cloze(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        prompt=t(
            f"Compute the softmax of the scores {vector(z)}; type each probability to three decimals.",
            f"计算分数 {vector(z)} 的 softmax，每个概率保留三位小数。",
        ),
        body=t(body, body),
        blanks=blanks,
        explanation=work,
        sources=[f"{GOODFELLOW}, §6.2.2.3", "PyTorch documentation: torch.nn.Softmax"],
        parameters={"scores": z},
    )


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
            t(
                "1 − Σ pᵢ² is the Gini impurity, another measure of spread.",
                "1 − Σ pᵢ² 是基尼不纯度，是另一种度量。",
            ),
        ),
    ]
    terms = " + ".join(num(-x * base.log(x), 4) for x in positive)
    factors = " − ".join(f"{plain(x)}·{base.sign} {plain(x)}" for x in positive)
    note = t(" The class with probability 0 contributes 0.", "概率为 0 的类别贡献为 0。") if zeros else t("", "")
    return Number(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        prompt=t(
            f"What is the entropy of p = {vector(p)}, in {base.unit.en}?",
            f"p = {vector(p)} 的熵是多少{base.unit.zh}？",
        ),
        form=base.form,
        answer=round(answer, 6),
        absolute=CLOSE,
        traps=checked(draw, answer, slips),
        explanation=t(
            f"H(p) = −Σ pᵢ {base.sign} pᵢ = −{factors} = {terms} = {num(answer)} {base.unit.en}.{note.en}",
            f"H(p) = −Σ pᵢ {base.sign} pᵢ = −{factors} = {terms} = {num(answer)} {base.unit.zh}。{note.zh}",
        ),
        sources=[
            f"{GOODFELLOW}, §3.13",
            "Cover, Thomas: Elements of Information Theory (2nd ed., 2006), ch. 2",
        ],
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
        (
            own,
            t(
                "That is the entropy H(p); the logarithm must be of the model's q.",
                "这是熵 H(p)；对数应取模型的 q。",
            ),
        )
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
    return Number(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        prompt=t(
            f"The true distribution is p = {vector(p)}, the model's q = {vector(q)}. What is the "
            "cross-entropy "
            f"H(p, q), in {base.unit.en}?",
            f"真实分布为 p = {vector(p)}，模型分布为 q = {vector(q)}。交叉熵 H(p, q) 是多少{base.unit.zh}？",
        ),
        form=base.form,
        answer=round(answer, 6),
        absolute=CLOSE,
        traps=checked(draw, answer, slips),
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
        (
            -answer,
            t("The quotient was turned over, q/p: KL is never negative.", "把商写反成 q/p 了：KL 不会为负。"),
        )
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
    return Number(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        prompt=t(
            f"p = {vector(p)}, q = {vector(q)}. What is KL(p‖q), in {base.unit.en}?",
            f"p = {vector(p)}，q = {vector(q)}。KL(p‖q) 是多少{base.unit.zh}？",
        ),
        form=base.form,
        answer=round(answer, 6),
        absolute=CLOSE,
        traps=checked(draw, answer, slips),
        explanation=t(
            f"KL(p‖q) = Σ pᵢ {base.sign}(pᵢ/qᵢ) = {factors} = {terms} = {num(answer)} {base.unit.en}.{note.en}",
            f"KL(p‖q) = Σ pᵢ {base.sign}(pᵢ/qᵢ) = {factors} = {terms} = {num(answer)} {base.unit.zh}。{note.zh}",
        ),
        sources=[
            f"{GOODFELLOW}, §3.13",
            "Cover, Thomas: Elements of Information Theory (2nd ed., 2006), ch. 2",
        ],
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
            t(
                "1 − p is the missing probability, not its logarithmic loss.",
                "1 − p 是差额概率，不是对数损失。",
            ),
        ),
        (
            -sum(x * base.log(x) for x in q),
            t(
                "That is the entropy of the prediction; the label picks one class.",
                "这是预测分布的熵；标签只选中一个类别。",
            ),
        ),
    ]
    return Number(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        prompt=t(
            f"A classifier outputs the probabilities {vector(q)}; the true class is the {ORDINAL_EN[index]}. "
            f"What is the cross-entropy loss of this example, in {base.unit.en}?",
            f"分类器输出概率 {vector(q)}，真实类别是{ORDINAL_ZH[index]}类。该样本的交叉熵损失是多少{base.unit.zh}？",
        ),
        form=base.form,
        answer=round(answer, 6),
        absolute=CLOSE,
        traps=checked(draw, answer, slips),
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
        (
            sum(losses),
            t("That is the sum over the batch; the mean is asked.", "这是批次总和；题目问的是平均。"),
        ),
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
    return Number(
        id=draw.id,
        concept=draw.concept,
        difficulty=3,
        prompt=t(
            f"A batch of three examples has the outputs {shown}; the true classes are, in this order: "
            f"{classes_en}. "
            f"What is the mean cross-entropy, in {base.unit.en}?",
            f"一个批次的三个样本输出为 {shown.replace('; ', '；')}；真实类别依次为：{classes_zh}类。平均交叉"
            f"熵是多少{base.unit.zh}？",
        ),
        form=base.form,
        answer=round(answer, 6),
        absolute=CLOSE,
        traps=checked(draw, answer, slips),
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


@generator("softmax-and-losses.gen-gradient", version=1, concept="gradient", levels=(1, 2, 3))
def gradient(draw: Draw, level: int) -> Question:
    """Gradient of cross-entropy at three logits: from p; from the logits; with a soft target."""
    index = draw.integer(0, 2)
    y = [1.0 if i == index else 0.0 for i in range(3)]
    if level == 1:
        p, z, decimals = distribution(draw, 3, 5), None, 2
        work = t("", "")
        given = t(f"Softmax outputs p = {vector(p)}", f"softmax 输出 p = {vector(p)}")
    else:
        z, _ = scores(draw, draw.choice([1, 2]))
        decimals = 3
        p, work = softmax_work(z)
        work = t(work.en + " ", work.zh)
        given = t(f"The logits are z = {vector(z)}", f"logit 为 z = {vector(z)}")
    if level == 3:
        y = distribution(draw, 3, 10)
        target = t(f"the target is the soft distribution y = {vector(y)}", f"目标为软分布 y = {vector(y)}")
    else:
        target = t(f"the true class is the {ORDINAL_EN[index]}", f"真实类别是{ORDINAL_ZH[index]}类")
    answer = [a - b for a, b in zip(p, y, strict=True)]
    if level == 1:
        answer = [round(a, 2) for a in answer]
    blanks = []
    for a, prob, goal in zip(answer, p, y, strict=True):
        slips = [
            (
                -a,
                t(
                    "The sign: that is y − p, the direction of the descent step.",
                    "符号相反：这是 y − p，即下降方向。",
                ),
            ),
        ]
        if goal:
            slips.append((prob, t("The target was not subtracted.", "没有减去目标值。")))
            slips.append(
                (
                    -goal / prob,
                    t(
                        "−y/p is the derivative with respect to the probability, not to the logit.",
                        "−y/p 是对概率的导数，而不是对 logit 的导数。",
                    ),
                )
            )
        else:
            slips.append(
                (
                    0.0,
                    t(
                        "A wrong class has a gradient too, pᵢ: its logit stands in the denominator.",
                        "错误类别也有梯度 pᵢ：它的 logit 在分母里。",
                    ),
                )
            )
        blanks.append(blank(draw, a, slips, decimals))
    steps = ", ".join(f"{num(prob, decimals)} − {plain(goal)}" for prob, goal in zip(p, y, strict=True))
    values = ", ".join(num(a, decimals) for a in answer)
    count, count_zh = ("two", "两") if decimals == 2 else ("three", "三")
    return Cloze(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        prompt=t(
            f"{given.en}; {target.en}. Give the gradient of the cross-entropy (natural logarithm) with "
            "respect to "
            f"the three logits, to {count} decimals, with signs.",
            f"{given.zh}；{target.zh}。写出交叉熵（自然对数）对三个 logit 的梯度，保留{count_zh}位小数，带符号。",
        ),
        body=t("∂L/∂z = [{{1}}, {{2}}, {{3}}]", "∂L/∂z = [{{1}}, {{2}}, {{3}}]"),
        blanks=blanks,
        explanation=t(
            f"{work.en}The gradient at the logits is p − y = [{steps}] = [{values}]. It sums to 0 (up to rounding).",
            f"{work.zh}对 logit 的梯度为 p − y = [{steps}] = [{values}]，其和为 0（不计舍入）。",
        ),
        sources=[f"{BISHOP}, §4.3.4"],
        parameters={"p": p if z is None else None, "scores": z, "target": y, "decimals": decimals},
    )


@generator("softmax-and-losses.gen-initial-loss", version=1, concept="initial-loss", levels=(1, 2, 3))
def initial_loss(draw: Draw, level: int) -> Question:
    """ln C; two heads; biases at the class frequencies."""
    sources = [
        "Karpathy: A Recipe for Training Neural Networks (2019)",
        "PyTorch documentation: torch.nn.CrossEntropyLoss",
    ]
    nats = Base(False)
    if level == 3:
        return initial_prior(draw)
    count = draw.integer(3, 40) * draw.choice([1, 1, 5, 10, 25, 100])
    answer = log(count)
    slips = [*nats.slips(answer)]
    if level == 1:
        slips += [
            (
                -answer,
                t("ln(1/C) without the minus; the loss is −ln(1/C).", "ln(1/C) 漏了负号；损失是 −ln(1/C)。"),
            ),
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
            *nats.slips(answer),
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
                t(
                    "The weight multiplies the loss, not the number of classes.",
                    "权重乘的是损失，而不是类别数。",
                ),
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
    return Number(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        prompt=prompt,
        form=nats.form,
        answer=round(answer, 6),
        absolute=CLOSE,
        traps=checked(draw, answer, slips),
        explanation=explanation,
        sources=sources,
        parameters=parameters,
    )


def initial_prior(draw: Draw) -> Question:
    """The initial loss where the biases hold the class frequencies: their entropy."""
    f = distribution(draw, 3, 5)
    answer = -sum(x * log(x) for x in f)
    slips = [
        *Base(False).slips(answer),
        (
            log(3),
            t(
                "ln 3 is the start with equal biases, i.e. a uniform output.",
                "ln 3 是偏置相等（均匀输出）时的起始损失。",
            ),
        ),
        (
            -log(max(f)),
            t(
                "That is the loss of an example of the most frequent class only.",
                "这只是最常见类别样本的损失。",
            ),
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
    return Number(
        id=draw.id,
        concept=draw.concept,
        difficulty=3,
        prompt=t(
            f"Three classes have the frequencies {vector(f)}. The last layer's weights start at 0 and its "
            "biases at the "
            "logarithms of these frequencies. Which mean cross-entropy do you expect at the first step?",
            f"三个类别的频率为 {vector(f)}。最后一层的权重初始化为 0，偏置初始化为这些频率的对数。第一步的平"
            "均交叉熵应为多少？",
        ),
        form=Base(False).form,
        answer=round(answer, 6),
        absolute=CLOSE,
        traps=checked(draw, answer, slips),
        explanation=t(
            "softmax(ln f) = f, so every example gets the class frequencies as its output. A class of "
            "frequency f loses "
            f"−ln f and occurs with frequency f; the mean is the entropy −{factors} = {num(answer)}, below "
            "ln 3 = 1.099.",
            "softmax(ln f) = f，所以每个样本的输出都是类别频率。频率为 f 的类别损失为 −ln f，出现的频率也是"
            " f；"
            f"平均即熵 −{factors} = {num(answer)}，低于 ln 3 = 1.099。",
        ),
        sources=["Karpathy: A Recipe for Training Neural Networks (2019)", f"{GOODFELLOW}, §3.13"],
        parameters={"frequencies": f},
    )


@generator("softmax-and-losses.gen-temperature", version=1, concept="temperature", levels=(1, 2, 3))
def temperature(draw: Draw, level: int) -> Question:
    """softmax(z/T) for two or three logits; level 3 asks for T."""
    if level == 3:
        return find_temperature(draw)
    z, _ = scores(draw, level)
    z = z[: level + 1]
    heat = draw.choice([0.5, 2.0, 4.0] if level == 1 else [0.25, 0.5, 1.5, 2.0, 2.5, 5.0])
    index = draw.integer(0, len(z) - 1)
    p = softmax([s / heat for s in z])
    answer = p[index]
    if not 0.02 < answer < 0.98 or abs(answer - 1 / len(z)) < 0.01:
        raise draw.again()
    plain_p = softmax(z)[index]
    slips = [
        (plain_p, t("That is T = 1: the temperature was left out.", "这是 T = 1 的结果：没有用上温度。")),
        (
            softmax([s * heat for s in z])[index],
            t("The logits were multiplied by T instead of divided.", "把 logit 乘了 T，而应除以 T。"),
        ),
        (
            plain_p / heat,
            t(
                "The probability was divided by T; T acts on the logits.",
                "把概率除以了 T；T 作用在 logit 上。",
            ),
        ),
    ]
    moved = [s / heat for s in z]
    weights = [exp(s) for s in moved]
    shown = "[" + ", ".join(plain(round(s, 4)) for s in moved) + "]"
    terms = " + ".join(num(w, 4) for w in weights)
    return Number(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        prompt=t(
            f"The logits are {vector(z)} and the temperature is T = {plain(heat)}. Which probability does "
            "softmax(z / T) "
            f"give the {ORDINAL_EN[index]} class?",
            f"logit 为 {vector(z)}，温度 T = {plain(heat)}。softmax(z / T) 给{ORDINAL_ZH[index]}类的概率是多少？",
        ),
        form=t("to three decimals", "保留三位小数"),
        answer=round(answer, 6),
        absolute=CLOSE,
        traps=checked(draw, answer, slips),
        explanation=t(
            f"Divide the logits by T first: {shown}. The exponentials sum to {terms} = "
            f"{num(sum(weights), 4)}, and "
            f"{num(weights[index], 4)} / {num(sum(weights), 4)} = {num(answer)}. At T = 1 it would be "
            f"{num(plain_p)}: "
            f"{'T > 1 flattens' if heat > 1 else 'T < 1 sharpens'} the distribution.",
            f"先把 logit 除以 T：{shown}。指数之和为 {terms} = {num(sum(weights), 4)}，"
            f"{num(weights[index], 4)} / {num(sum(weights), 4)} = {num(answer)}。T = 1 时为 {num(plain_p)}："
            f"{'T > 1 使分布变平缓' if heat > 1 else 'T < 1 使分布更尖锐'}。",
        ),
        sources=["Hinton, Vinyals, Dean: Distilling the Knowledge in a Neural Network (2015), §2"],
        parameters={"scores": z, "temperature": heat, "index": index},
    )


def find_temperature(draw: Draw) -> Question:
    """The temperature that gives the larger of two logits a wanted probability."""
    low = draw.integer(-20, 20) / 10
    gap = draw.integer(10, 60) / 10
    z = [round(low + gap, 1), low]
    wanted = draw.integer(55, 95) / 100
    answer = gap / log(wanted / (1 - wanted))
    if not 0.3 < answer < 12 or abs(answer - 1) < 0.05:
        raise draw.again()
    slips = [
        (
            1 / answer,
            t(
                "That is 1/T: the log-odds are (z₁ − z₂)/T, so T = (z₁ − z₂)/log-odds.",
                "这是 1/T：对数几率为 (z₁ − z₂)/T，所以 T = (z₁ − z₂)/对数几率。",
            ),
        ),
        (
            -gap / log(wanted),
            t("ln p was used for the log-odds ln(p/(1 − p)).", "用 ln p 代替了对数几率 ln(p/(1 − p))。"),
        ),
        (
            gap / log10(wanted / (1 - wanted)),
            t("The log-odds were taken to base 10.", "对数几率用了 10 为底。"),
        ),
        (
            sigmoid(gap) / wanted,
            t(
                "The probability at T = 1 was divided by the wanted one; T divides logits, not probabilities.",
                "用 T = 1 时的概率除以目标概率；T 除的是 logit，不是概率。",
            ),
        ),
    ]
    odds = log(wanted / (1 - wanted))
    return Number(
        id=draw.id,
        concept=draw.concept,
        difficulty=3,
        prompt=t(
            f"Two classes have the logits {vector(z)}. Which temperature T makes softmax(z / T) give the "
            "first class the "
            f"probability {plain(wanted)}?",
            f"两个类别的 logit 为 {vector(z)}。温度 T 取多少时，softmax(z / T) 给第一类的概率为 {plain(wanted)}？",
        ),
        form=t("to three decimals", "保留三位小数"),
        answer=round(answer, 6),
        absolute=CLOSE,
        traps=checked(draw, answer, slips, gap=0.01),
        explanation=t(
            "For two classes ln(p₁/p₂) = (z₁ − z₂)/T. The wanted log-odds are "
            f"ln({plain(wanted)}/{plain(round(1 - wanted, 2))}) = "
            f"{num(odds, 4)}, the gap of the logits is {plain(gap)}, so T = {plain(gap)} / {num(odds, 4)} = "
            f"{num(answer)}.",
            "两个类别时 ln(p₁/p₂) = (z₁ − z₂)/T。目标对数几率为 "
            f"ln({plain(wanted)}/{plain(round(1 - wanted, 2))}) = "
            f"{num(odds, 4)}，logit 之差为 {plain(gap)}，所以 T = {plain(gap)} / {num(odds, 4)} = "
            f"{num(answer)}。",
        ),
        sources=["Hinton, Vinyals, Dean: Distilling the Knowledge in a Neural Network (2015), §2"],
        parameters={"scores": z, "wanted": wanted},
    )


@generator("softmax-and-losses.gen-two-class", version=1, concept="sigmoid-vs-softmax", levels=(1, 2, 3))
def two_class(draw: Draw, level: int) -> Question:
    """Two-class softmax as the sigmoid of the difference; level 3 goes back to the gap or uses ± logits."""
    if level == 3:
        return gap_of_probability(draw)
    top = 3 if level == 1 else 30
    scale = 1 if level == 1 else 10
    z = [draw.integer(-top, top) / scale for _ in range(2)]
    gap = round(z[0] - z[1], 1)
    index = 0 if level == 1 else draw.integer(0, 1)
    own = z[index]
    signed = gap if index == 0 else -gap
    answer = sigmoid(signed)
    if not z[1 - index] or not 0.4 < abs(gap) < 4:
        raise draw.again()
    slips = [
        (
            sigmoid(own),
            t(
                "That is the sigmoid of one logit; it must be taken of the difference.",
                "这是单个 logit 的 sigmoid；应对差值取 sigmoid。",
            ),
        ),
        (
            sigmoid(z[0] + z[1]),
            t(
                "The logits were added; the sigmoid acts on their difference.",
                "把两个 logit 相加了；sigmoid 作用于差值。",
            ),
        ),
        (1 - answer, t("That is the other class.", "这是另一类的概率。")),
    ]
    both = sigmoid(z[0]) + sigmoid(z[1])
    slips.append(
        (
            sigmoid(own) / both,
            t(
                "Two sigmoids were normalized to sum to 1; that is not the softmax.",
                "把两个 sigmoid 归一化了；这不是 softmax。",
            ),
        )
    )
    other = z[1 - index]
    name, name_other = (("z₁", "z₂"), ("z₂", "z₁"))[index]
    shown_other = f"({plain(other)})" if other < 0 else plain(other)
    return Number(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        prompt=t(
            f"A two-class softmax has the logits z₁ = {plain(z[0])} and z₂ = {plain(z[1])}. Which "
            "probability does class "
            f"{index + 1} get?",
            f"二分类 softmax 的 logit 为 z₁ = {plain(z[0])}、z₂ = {plain(z[1])}。第 {index + 1} 类的概率是多少？",
        ),
        form=t("to three decimals", "保留三位小数"),
        answer=round(answer, 6),
        absolute=CLOSE,
        traps=checked(draw, answer, slips),
        explanation=t(
            f"A softmax of two is the sigmoid of the difference: p = 1 / (1 + e^−({name} − {name_other})). "
            f"Here {name} − {name_other} = "
            f"{plain(own)} − {shown_other} = {plain(signed)}, so p = 1 / (1 + {num(exp(-signed), 4)}) = "
            f"{num(answer)}.",
            f"两类 softmax 就是差值的 sigmoid：p = 1 / (1 + e^−({name} − {name_other}))。这里 {name} − "
            f"{name_other} = {plain(own)} − "
            f"{shown_other} = {plain(signed)}，所以 p = 1 / (1 + {num(exp(-signed), 4)}) = {num(answer)}。",
        ),
        sources=[f"{BISHOP}, §4.2"],
        parameters={"logits": z, "index": index},
    )


def gap_of_probability(draw: Draw) -> Question:
    """The missing logit that gives class 1 a wanted probability."""
    wanted = draw.integer(5, 95) / 100
    known = draw.integer(-30, 30) / 10
    odds = log(wanted / (1 - wanted))
    answer = known + odds
    if abs(odds) < 0.3 or abs(known) < 0.3 or abs(answer) < 0.05:
        raise draw.again()
    slips = [
        (odds, t("That is the difference z₁ − z₂; z₂ must be added.", "这是差值 z₁ − z₂；还要加上 z₂。")),
        (
            known - odds,
            t(
                "The log-odds were subtracted: p₁/p₂ = e^(z₁ − z₂).",
                "把对数几率减去了：p₁/p₂ = e^(z₁ − z₂)。",
            ),
        ),
        (
            known + log(wanted),
            t("ln p was used for the log-odds ln(p/(1 − p)).", "用 ln p 代替了对数几率 ln(p/(1 − p))。"),
        ),
        (
            known + log10(wanted / (1 - wanted)),
            t("The log-odds were taken to base 10.", "对数几率用了 10 为底。"),
        ),
    ]
    rest = plain(round(1 - wanted, 2))
    shown = f"({plain(known)})" if known < 0 else plain(known)
    return Number(
        id=draw.id,
        concept=draw.concept,
        difficulty=3,
        prompt=t(
            f"In a two-class softmax z₂ = {plain(known)}. Which z₁ gives class 1 the probability {plain(wanted)}?",
            f"在二分类 softmax 中 z₂ = {plain(known)}。z₁ 取多少时，第 1 类的概率为 {plain(wanted)}？",
        ),
        form=t("to three decimals, with the sign", "保留三位小数，带符号"),
        answer=round(answer, 6),
        absolute=CLOSE,
        traps=checked(draw, answer, slips),
        explanation=t(
            f"p₁ = σ(z₁ − z₂), so z₁ − z₂ = ln(p₁/p₂) = ln({plain(wanted)}/{rest}) = {num(odds, 4)}, and z₁ "
            f"= {num(odds, 4)} + {shown} = "
            f"{num(answer)}.",
            f"p₁ = σ(z₁ − z₂)，所以 z₁ − z₂ = ln(p₁/p₂) = ln({plain(wanted)}/{rest}) = {num(odds, 4)}，z₁ = "
            f"{num(odds, 4)} + {shown} = "
            f"{num(answer)}。",
        ),
        sources=[f"{BISHOP}, §4.2", f"{GOODFELLOW}, §3.10"],
        parameters={"known": known, "wanted": wanted},
    )
