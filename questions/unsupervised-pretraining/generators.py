"""Seeded questions on the RBM: energy, conditionals, one CD-1 update."""

from __future__ import annotations

from math import exp

from quizprep.content.generator import Draw, generator, t
from quizprep.content.model import Blank, Cloze, Number, Question, Text, Trap
from quizprep.content.shown import num

GUIDE = "Hinton: A Practical Guide to Training Restricted Boltzmann Machines (2010), UTML TR 2010-003"
BOOK = "Goodfellow, Bengio, Courville: Deep Learning (2016), §20.2"


def sigmoid(z: float) -> float:
    """The logistic function."""
    return 1 / (1 + exp(-z))


def plain(x: float) -> str:
    """A given number as short as it is: 0.25, 1.5, −2."""
    return f"{x + 0:.10g}".replace("-", "−")


def signed(x: float) -> str:
    """A given number in parentheses where it is negative."""
    return f"({plain(x)})" if x < 0 else plain(x)


def row(values: list[float]) -> str:
    """Given numbers as a tuple."""
    return "(" + ", ".join(plain(v) for v in values) + ")"


def matrix(w: list[list[float]]) -> str:
    """Rows separated by semicolons."""
    return "[" + "; ".join(" ".join(plain(v) for v in r) for r in w) + "]"


def traps_of(answer: float, slips: list[tuple[float, Text]], gap: float, decimals: int = 3) -> list[Trap]:
    """Slips as traps; those near the right answer or one already seen are left out."""
    traps, seen = [], [answer]
    for value, why in slips:
        if all(abs(value - other) >= gap for other in seen):
            seen.append(value)
            traps.append(Trap(num(value, decimals).replace("−", "-"), why))
    return traps


class Machine:
    """A small binary RBM with weights in halves."""

    def __init__(self, draw: Draw, visible: int, hidden: int) -> None:
        steps = [-2.0, -1.5, -1.0, -0.5, 0.5, 1.0, 1.5, 2.0]
        self.w = [[draw.choice(steps) for _ in range(hidden)] for _ in range(visible)]
        self.b = [draw.choice([-1.0, -0.5, 0.0, 0.5, 1.0]) for _ in range(visible)]
        self.c = [draw.choice([-1.0, -0.5, 0.0, 0.5, 1.0]) for _ in range(hidden)]

    def up(self, v: list[float], j: int) -> float:
        """Input of hidden unit j."""
        return self.c[j] + sum(v[i] * r[j] for i, r in enumerate(self.w))

    def down(self, h: list[float], i: int) -> float:
        """Input of visible unit i."""
        return self.b[i] + sum(x * y for x, y in zip(h, self.w[i], strict=True))

    def text(self) -> str:
        """All parameters; the same in both languages."""
        return f"W = {matrix(self.w)}, b = {row(self.b)}, c = {row(self.c)}"

    def parameters(self) -> dict[str, object]:
        """For the oracle."""
        return {"w": self.w, "b": self.b, "c": self.c}


INTRO = t(
    "A binary RBM with E(v, h) = −bᵀv − cᵀh − vᵀWh (rows of W belong to visible units, separated by semicolons)",
    "二值 RBM，E(v, h) = −bᵀv − cᵀh − vᵀWh（W 的行对应可见单元，以分号分隔）",
)


def bits(draw: Draw, size: int) -> list[float]:
    """A binary vector that is not all zeros."""
    while True:
        values = [float(draw.integer(0, 1)) for _ in range(size)]
        if any(values):
            return values


@generator("unsupervised-pretraining.gen-rbm-energy", version=1, concept="rbm-energy", levels=(1, 2, 3))
def rbm_energy(draw: Draw, level: int) -> Question:
    """The energy of a joint state; level 3 the ratio of two states' probabilities."""
    machine = Machine(draw, 2 if level == 1 else 3, 2)
    v, h = bits(draw, len(machine.b)), bits(draw, 2)

    def parts(v: list[float], h: list[float]) -> tuple[float, float, float]:
        bias_v = sum(x * y for x, y in zip(machine.b, v, strict=True))
        bias_h = sum(x * y for x, y in zip(machine.c, h, strict=True))
        return bias_v, bias_h, sum(v[i] * machine.w[i][j] * h[j] for i in range(len(v)) for j in range(2))

    bv, bh, vwh = parts(v, h)
    energy = -bv - bh - vwh
    if not vwh or (not bv and not bh) or abs(energy) < 0.4:
        raise draw.again()
    worked = f"bᵀv = {plain(bv)}, cᵀh = {plain(bh)}, vᵀWh = {plain(vwh)}; E = −{signed(bv)} − {signed(bh)} − {signed(vwh)} = {plain(energy)}"
    parameters = machine.parameters() | {"v": v, "h": h}
    if level < 3:
        return Number(
            id=draw.id,
            concept=draw.concept,
            difficulty=level,
            prompt=t(
                f"{INTRO.en}; {machine.text()}. What is the energy of v = {row(v)}, h = {row(h)}?",
                f"{INTRO.zh}；{machine.text()}。v = {row(v)}、h = {row(h)} 的能量是多少？",
            ),
            form=t("a number, with the sign", "一个数，带符号"),
            answer=energy,
            absolute=0.001,
            traps=traps_of(
                energy,
                [
                    (-energy, t("All three terms enter with a minus sign.", "三项都带负号。")),
                    (-vwh, t("The biases contribute too.", "偏置也有贡献。")),
                    (bv + bh - vwh, t("The biases enter with a minus sign as well.", "偏置项同样带负号。")),
                    (
                        -bv - bh - sum(map(sum, machine.w)),
                        t("Only weights between two units that are on count.", "只计两端都为 1 的权重。"),
                    ),
                ],
                0.01,
            ),
            explanation=t(f"Add up what is on, with a minus sign: {worked}.", f"把取 1 的项加起来，带负号：{worked}。"),
            sources=[BOOK, GUIDE],
            parameters=parameters,
        )
    place = draw.integer(0, 1)
    other = [1 - x if j == place else x for j, x in enumerate(h)]
    bv2, bh2, vwh2 = parts(v, other)
    energy2 = -bv2 - bh2 - vwh2
    ratio = exp(energy2 - energy)
    if abs(energy2 - energy) < 0.4 or abs(energy2 - energy) > 3 or abs(energy2) < 0.4:
        raise draw.again()
    return Number(
        id=draw.id,
        concept=draw.concept,
        difficulty=3,
        prompt=t(
            f"{INTRO.en}; {machine.text()}. How many times as likely is the state v = {row(v)}, h = {row(h)} as the state with the same v and h = {row(other)}?",
            f"{INTRO.zh}；{machine.text()}。状态 v = {row(v)}、h = {row(h)} 的概率是同一 v、h = {row(other)} 的多少倍？",
        ),
        form=t("to two decimals", "保留两位小数"),
        answer=round(ratio, 6),
        tolerance=0.006,
        absolute=0.006,
        traps=traps_of(
            ratio,
            [
                (1 / ratio, t("Turned over: the lower energy is the likelier.", "弄反了：能量低的更可能。")),
                (energy / energy2, t("Probabilities go with e^−E, not with E.", "概率正比于 e^−E，而不是 E。")),
                (
                    energy2 - energy,
                    t(
                        "That is the difference of the energies; the ratio is its exponential.",
                        "这是能量差；比值要取指数。",
                    ),
                ),
            ],
            0.06,
        ),
        explanation=t(
            f"p ∝ e^−E, and Z cancels in the ratio. {worked}; the other state has E = {plain(energy2)}. e^({plain(energy2)} − {signed(energy)}) = e^{plain(energy2 - energy)} = {num(ratio)}.",
            f"p ∝ e^−E，Z 在比值中约去。{worked}；另一状态 E = {plain(energy2)}。e^({plain(energy2)} − {signed(energy)}) = e^{plain(energy2 - energy)} = {num(ratio)}。",
        ),
        sources=[BOOK],
        parameters=parameters | {"other": other},
    )


@generator("unsupervised-pretraining.gen-rbm-conditional", version=2, concept="rbm-energy", levels=(1, 2, 3))
def rbm_conditional(draw: Draw, level: int) -> Question:
    """p(h_j = 1 | v), p(v_i = 1 | h), or the probability of a whole hidden vector."""
    machine = Machine(draw, 3, 2)
    v, h = bits(draw, 3), bits(draw, 2)
    up, j, i = level != 2, draw.integer(0, 1), draw.integer(0, 2)
    wanted = bits(draw, 2)
    if level == 3:
        inputs = [machine.up(v, k) for k in range(2)]
        on = [sigmoid(z) for z in inputs]
        each = [p if x else 1 - p for p, x in zip(on, wanted, strict=True)]
        answer = each[0] * each[1]
        en, zh = f"p(h = {row(wanted)} | v = {row(v)})", f"p(h = {row(wanted)} | v = {row(v)})"
        worked = (
            "; ".join(f"h_{k + 1}: σ({plain(inputs[k])}) = {num(on[k], 4)}" for k in range(2))
            + f"; {num(each[0], 4)}·{num(each[1], 4)} = {num(answer)}"
        )
        slips = [
            (on[0] * on[1], t("A unit that is to be 0 contributes 1 − σ.", "取 0 的单元贡献 1 − σ。")),
            (
                each[0],
                t("Both hidden units count; their probabilities are multiplied.", "两个隐藏单元都要算，概率相乘。"),
            ),
            (sum(each) / 2, t("The conditionals are multiplied, not averaged.", "条件概率相乘，不是平均。")),
        ]
    else:
        z = machine.up(v, j) if up else machine.down(h, i)
        bias = machine.c[j] if up else machine.b[i]
        answer = sigmoid(z)
        name = f"h_{j + 1}" if up else f"v_{i + 1}"
        given = f"v = {row(v)}" if up else f"h = {row(h)}"
        en = zh = f"p({name} = 1 | {given})"
        terms = [machine.w[k][j] for k in range(3) if v[k]] if up else [machine.w[i][k] for k in range(2) if h[k]]
        worked = (
            f"{signed(bias)} + "
            + " + ".join(signed(x) for x in terms)
            + f" = {plain(z)}, σ({plain(z)}) = {num(answer)}"
        )
        other = machine.b[min(j, 2)] if up else machine.c[min(i, 1)]
        slips = [
            (
                1 - answer,
                t(
                    "That is the probability of 0: a higher input makes 1 likelier.",
                    "这是取 0 的概率：输入越大，取 1 越可能。",
                ),
            ),
            (sigmoid(z - bias), t("The unit's own bias is missing.", "漏了该单元自己的偏置。")),
            (
                sigmoid(z - bias + other),
                t(
                    "The other layer's bias was taken: c belongs to the hidden units, b to the visible ones.",
                    "用了另一层的偏置：c 属于隐藏单元，b 属于可见单元。",
                ),
            ),
            (
                sigmoid(bias + sum(machine.w[k][j] for k in range(3)) if up else bias + sum(machine.w[i])),
                t("Only units that are on contribute their weights.", "只有取 1 的单元才贡献权重。"),
            ),
        ]
        if abs(z) < 0.4:
            raise draw.again()
    if not 0.03 < answer < 0.97:
        raise draw.again()
    from_en, from_zh = ("", "") if level == 3 else (" (units counted from 1)", "（单元从 1 数起）")
    return Number(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        prompt=t(
            f"{INTRO.en}; {machine.text()}. What is {en}{from_en}?",
            f"{INTRO.zh}；{machine.text()}。{zh} 是多少{from_zh}？",
        ),
        form=t("to three decimals", "保留三位小数"),
        answer=round(answer, 6),
        absolute=0.0011,
        traps=traps_of(answer, slips, 0.004),
        explanation=t(
            f"Given one layer, the units of the other are independent, each on with σ(bias + weights from units that are on). {worked}.",
            f"给定一层，另一层各单元相互独立，取 1 的概率为 σ(偏置 + 来自取 1 单元的权重)。{worked.replace('; ', '；')}。",
        ),
        sources=[BOOK, GUIDE],
        parameters=machine.parameters()
        | {"v": v, "h": h, "ask": ["h", "v", "all"][level - 1], "place": j if up else i, "wanted": wanted},
    )


@generator("unsupervised-pretraining.gen-cd1", version=2, concept="cd1", levels=(1, 2, 3))
def cd1(draw: Draw, level: int) -> Question:
    """One CD-1 update of a weight and of biases."""
    machine = Machine(draw, 2, 2)
    rate = draw.choice([0.1, 0.2, 0.5])
    i, j = draw.integer(0, 1), draw.integer(0, 1)
    v0, v1 = bits(draw, 2), [float(draw.integer(0, 1)) for _ in range(2)]
    if level == 1:
        p0, p1 = draw.choice([0.2, 0.3, 0.6, 0.8, 0.9]), draw.choice([0.1, 0.25, 0.4, 0.5, 0.7])
        x0, x1 = 1.0, draw.choice([0.0, 1.0])
        if p0 == p1:
            raise draw.again()
        delta = rate * (x0 * p0 - x1 * p1)
        given_en = f"On the data v_i = {plain(x0)} and p(h_j = 1 | v) = {plain(p0)}; on the reconstruction v_i = {plain(x1)} and p(h_j = 1 | v) = {plain(p1)}."
        given_zh = f"对数据：v_i = {plain(x0)}，p(h_j = 1 | v) = {plain(p0)}；对重构：v_i = {plain(x1)}，p(h_j = 1 | v) = {plain(p1)}。"
        if abs(delta) < 0.004:
            raise draw.again()
        return Number(
            id=draw.id,
            concept=draw.concept,
            difficulty=1,
            prompt=t(
                f"CD-1 with learning rate {plain(rate)}; probabilities are used for the hidden units in both terms. {given_en} What is Δw_ij?",
                f"CD-1，学习率 {plain(rate)}；两项中隐藏单元都用概率。{given_zh}Δw_ij 是多少？",
            ),
            form=t("to three decimals, with the sign", "保留三位小数，带符号"),
            answer=round(delta, 6),
            absolute=0.0006,
            traps=traps_of(
                delta,
                [
                    (-delta, t("Data minus reconstruction, not the other way round.", "是数据项减重构项，不要弄反。")),
                    (delta / rate, t("The learning rate is missing.", "漏了学习率。")),
                    (rate * p0 * x0, t("The reconstruction's term must be subtracted.", "要减去重构项。")),
                    (rate * (p0 - p1), t("Each term is a product with v_i.", "每一项都要乘 v_i。")),
                ],
                0.003,
            ),
            explanation=t(
                f"Δw = η(⟨v h⟩_data − ⟨v h⟩_recon) = {plain(rate)}·({plain(x0)}·{plain(p0)} − {plain(x1)}·{plain(p1)}) = {num(delta)}.",
                f"Δw = η(⟨v h⟩_data − ⟨v h⟩_recon) = {plain(rate)}·({plain(x0)}·{plain(p0)} − {plain(x1)}·{plain(p1)}) = {num(delta)}。",
            ),
            sources=[GUIDE],
            parameters={"rate": rate, "x0": x0, "p0": p0, "x1": x1, "p1": p1},
        )
    pos = [sigmoid(machine.up(v0, k)) for k in range(2)]
    neg = [sigmoid(machine.up(v1, k)) for k in range(2)]
    if v0 == v1:
        raise draw.again()
    dw = rate * (v0[i] * pos[j] - v1[i] * neg[j])
    db = rate * (v0[i] - v1[i])
    dc = rate * (pos[j] - neg[j])
    if level == 2:
        answers = [dw]
    else:
        answers = [machine.w[i][j] + dw, machine.b[i] + db, machine.c[j] + dc]
        if not db:
            raise draw.again()
    if any(abs(x) < 0.01 for x in (dw, dc)) or any(
        abs(x) < 0.02 or abs(abs(x) * 1000 % 1 - 0.5) < 1e-6 for x in answers
    ):
        raise draw.again()
    name = f"w_{i + 1}{j + 1}"
    worked = (
        f"p(h_{j + 1} = 1 | v⁰) = σ({plain(machine.up(v0, j))}) = {num(pos[j], 4)}, p(h_{j + 1} = 1 | v¹) = σ({plain(machine.up(v1, j))}) = {num(neg[j], 4)}; "
        f"Δ{name} = {plain(rate)}·({plain(v0[i])}·{num(pos[j], 4)} − {plain(v1[i])}·{num(neg[j], 4)}) = {num(dw, 4)}"
    )
    turned = t("Data minus reconstruction, not the other way round.", "是数据项减重构项，不要弄反。")
    lone = t("The old value must be added to the change.", "要把改变量加到旧值上。")
    olds = [0.0] if level == 2 else [machine.w[i][j], machine.b[i], machine.c[j]]
    changes = [dw] if level == 2 else [dw, db, dc]
    blanks = []
    for old, change, answer in zip(olds, changes, answers, strict=True):
        slips = [(old - change, turned), (old + change / rate, t("The learning rate is missing.", "漏了学习率。"))]
        if level == 3:
            slips.append((change, lone))
        blanks.append(
            Blank([f"{answer:.3f}"], tolerance=round(0.0011 / abs(answer), 5), traps=traps_of(answer, slips, 0.003))
        )
    body = (
        f"Δ{name} = {{{{1}}}}" if level == 2 else f"{name} = {{{{1}}}}   b_{i + 1} = {{{{2}}}}   c_{j + 1} = {{{{3}}}}"
    )
    if level == 3:
        worked += f"; Δb_{i + 1} = {plain(rate)}·({plain(v0[i])} − {plain(v1[i])}) = {num(db, 4)}, Δc_{j + 1} = {plain(rate)}·({num(pos[j], 4)} − {num(neg[j], 4)}) = {num(dc, 4)}, each added to the old value"
    worked_zh = worked.replace("; ", "；").replace(", each added to the old value", "，各加到旧值上")
    ask = t(f"What is Δ{name}", f"Δ{name} 是多少") if level == 2 else t("What are the new values", "更新后的值是多少")
    return Cloze(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        prompt=t(
            f"{INTRO.en}; {machine.text()}. CD-1 with learning rate {plain(rate)}: the data vector is v⁰ = {row(v0)}, its sampled reconstruction v¹ = {row(v1)}; for the hidden units "
            f"probabilities are used in both terms. {ask.en} (units counted from 1)? To three decimals.",
            f"{INTRO.zh}；{machine.text()}。CD-1，学习率 {plain(rate)}：数据向量 v⁰ = {row(v0)}，采样得到的重构 v¹ = {row(v1)}；两项中隐藏单元都用概率。{ask.zh}（单元从 1 数起）？保留三位小数。",
        ),
        body=t(body, body),
        blanks=blanks,
        explanation=t(
            f"ΔW = η(v⁰ p(h | v⁰)ᵀ − v¹ p(h | v¹)ᵀ), Δb = η(v⁰ − v¹), Δc = η(p(h | v⁰) − p(h | v¹)). {worked}.",
            f"ΔW = η(v⁰ p(h | v⁰)ᵀ − v¹ p(h | v¹)ᵀ)，Δb = η(v⁰ − v¹)，Δc = η(p(h | v⁰) − p(h | v¹))。{worked_zh}。",
        ),
        sources=[GUIDE],
        parameters=machine.parameters() | {"rate": rate, "v0": v0, "v1": v1, "i": i, "j": j, "all": level == 3},
    )
