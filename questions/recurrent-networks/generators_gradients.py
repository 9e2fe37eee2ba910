"""Seeded questions on the GRU's update and on gradients through time."""

from __future__ import annotations

from math import exp, tanh

from quizprep.content.generator import Draw, generator, t
from quizprep.content.model import Number, Question, Text, Trap
from quizprep.content.shown import num, plain, signed

GRU = "PyTorch documentation: torch.nn.GRU"
CHO = "Cho et al.: Learning Phrase Representations using RNN Encoder–Decoder (2014), arXiv:1406.1078"
CHUNG = "Chung, Gulcehre, Cho, Bengio: Empirical Evaluation of Gated Recurrent Neural Networks on Sequence Modeling (2014), arXiv:1412.3555"


def sigmoid(z: float) -> float:
    """The logistic function."""
    return 1 / (1 + exp(-z))


def traps_of(draw: Draw, answer: float, slips: list[tuple[float, Text]], gap: float) -> list[Trap]:
    """Slips as traps; draws again where the first is right, leaves out others near something seen."""
    traps, seen = [], [answer]
    for place, (value, why) in enumerate(slips):
        if place == 0 and abs(value - answer) < gap:
            raise draw.again()
        if all(abs(value - other) >= gap for other in seen):
            seen.append(value)
            traps.append(Trap(num(value).replace("−", "-"), why))
    return traps


@generator("recurrent-networks.gen-gru-step", version=1, concept="gru", levels=(1, 2, 3))
def gru_step(draw: Draw, level: int) -> Question:
    """A GRU unit's new state, the convention named; level 3 from weights, as PyTorch computes it."""
    old = draw.choice([-0.8, -0.5, 0.4, 0.6, 0.9])
    parameters: dict[str, object] = {"old": old}
    if level < 3:
        z, n = draw.choice([0.1, 0.2, 0.25, 0.3, 0.7, 0.75, 0.9]), draw.choice([-0.9, -0.6, -0.2, 0.3, 0.7])
        torch_way = level == 1 or draw.chance(0.5)
        rule = "h = (1 − z)·n + z·h'" if torch_way else "h = (1 − z)·h' + z·n"
        new = (1 - z) * n + z * old
        other = (1 - z) * old + z * n
        answer, wrong = (new, other) if torch_way else (other, new)
        who = (
            t("As in PyTorch", "按 PyTorch 的写法")
            if torch_way
            else t("As in Chung et al. (2014)", "按 Chung 等（2014）的写法")
        )
        formula = t(f", {rule}", f"，{rule}") if level == 1 else t("", "")
        en = f"A GRU unit: old state h' = {plain(old)}, candidate n = {plain(n)}, update gate z = {plain(z)}. {who.en}{formula.en}: what is the new state?"
        zh = f"某 GRU 单元：旧状态 h' = {plain(old)}，候选值 n = {plain(n)}，更新门 z = {plain(z)}。{who.zh}{formula.zh}，新状态是多少？"
        first, second = (n, old) if torch_way else (old, n)
        worked = f"{rule} = {plain(round(1 - z, 2))}·{signed(first)} + {plain(z)}·{signed(second)} = {num(answer)}"
        slips = [
            (
                wrong,
                t(
                    "That is the other convention: z and 1 − z have changed places.",
                    "这是另一种约定：z 与 1 − z 互换了。",
                ),
            ),
            (
                old + z * n,
                t("The old state is weighed as well: the two weights sum to 1.", "旧状态也要加权：两个权重之和为 1。"),
            ),
            (
                z * old + n,
                t("The candidate is weighed as well: the two weights sum to 1.", "候选值也要加权：两个权重之和为 1。"),
            ),
        ]
        parameters |= {"z": z, "n": n, "torch": torch_way}
    else:
        pre_z, pre_r = draw.choice([-2.0, -1.0, 1.0, 2.0]), draw.choice([-2.0, -1.0, 0.0, 1.0])
        a, b = float(draw.choice([-1, 1, 2])), draw.choice([-1.5, -1.0, 1.0, 2.0])
        x = draw.choice([-0.5, 0.5, 1.0])
        z, r = sigmoid(pre_z), sigmoid(pre_r)
        inner = a * x + r * (b * old)
        n = tanh(inner)
        answer = (1 - z) * n + z * old
        en = (
            f"A GRU unit as in PyTorch, biases 0: input x = {plain(x)}, old state h' = {plain(old)}; the pre-activations of update and reset gate are {plain(pre_z)} and "
            f"{plain(pre_r)}; the candidate is n = tanh({plain(a)}·x + r·({plain(b)}·h')). What is the new state?"
        )
        zh = (
            f"PyTorch 式的 GRU 单元，偏置为 0：输入 x = {plain(x)}，旧状态 h' = {plain(old)}；更新门与重置门的预激活分别为 {plain(pre_z)} 与 {plain(pre_r)}；"
            f"候选值 n = tanh({plain(a)}·x + r·({plain(b)}·h'))。新状态是多少？"
        )
        worked = (
            f"z = σ({plain(pre_z)}) = {num(z)}, r = σ({plain(pre_r)}) = {num(r)}, n = tanh({num(inner)}) = {num(n)}; "
            f"h = (1 − z)·n + z·h' = {num(1 - z)}·({num(n)}) + {num(z)}·{signed(old)} = {num(answer)}"
        )
        slips = [
            ((1 - z) * old + z * n, t("In PyTorch z weighs the old state.", "PyTorch 中 z 是旧状态的权重。")),
            (
                (1 - z) * tanh(a * x + b * old) + z * old,
                t("The reset gate was left out of the candidate.", "候选值里漏了重置门。"),
            ),
            (
                (1 - r) * tanh(a * x + z * b * old) + r * old,
                t("Reset and update gate were swapped.", "重置门与更新门弄反了。"),
            ),
        ]
        parameters |= {"pre_z": pre_z, "pre_r": pre_r, "a": a, "b": b, "x": x}
    if abs(answer) < 0.05:
        raise draw.again()
    return Number(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        prompt=t(en, zh),
        form=t("to two decimals", "保留两位小数"),
        answer=round(answer, 6),
        absolute=0.011,
        traps=traps_of(draw, answer, slips, 0.035),
        explanation=t(
            f"The update gate mixes the old state and the candidate with weights that sum to 1; sources differ on which of the two z weighs. {worked}.",
            f"更新门以和为 1 的权重混合旧状态与候选值；z 加权哪一个，各文献不同。{worked}。",
        ),
        sources=[GRU, CHUNG, CHO],
        parameters=parameters,
    )


@generator("recurrent-networks.gen-bptt", version=1, concept="bptt", levels=(1, 2, 3))
def bptt(draw: Draw, level: int) -> Question:
    """∂L/∂w of a scalar linear RNN; level 3 truncated."""
    w = draw.choice([-0.5, 0.5, 2.0, -1.0, 1.5])
    length = (3, 3, 4)[level - 1]
    x = [float(draw.choice([-2, -1, 1, 2, 3])) for _ in range(length)]
    target = float(draw.integer(-2, 3)) if level > 1 else 0.0
    keep = length if level < 3 else draw.choice([1, 2])
    h = [0.0]
    for v in x:
        h.append(w * h[-1] + v)
    outer = h[-1] - target if level > 1 else 1.0
    parts = [w**back * h[length - 1 - back] for back in range(length)]
    kept = sum(parts[:keep])
    full = sum(parts)
    answer = outer * kept
    if (
        abs(outer) < 0.2
        or abs(kept) < 0.1
        or (level == 3 and abs(kept - full) < 0.05)
        or any(abs(v) < 0.05 for v in h[1:])
    ):
        raise draw.again()
    loss = t("L = h", "L = h") if level == 1 else t("L = ½(h − y)²", "L = ½(h − y)²")
    last = f"h_{length}"
    shown = ", ".join(plain(v) for v in x)
    y = f", y = {plain(target)}" if level > 1 else ""
    cut_en = (
        f" Backpropagation through time is truncated: h_{length - keep} is detached, so that the gradient passes only the last {'step' if keep == 1 else f'{keep} steps'}."
        if level == 3
        else ""
    )
    cut_zh = f"沿时间反向传播被截断：h_{length - keep} 已 detach，梯度只经过最后 {keep} 步。" if level == 3 else ""
    states = ", ".join(f"h_{i} = {plain(round(v, 5))}" for i, v in enumerate(h[1:], 1))
    terms = " + ".join(f"{signed(round(w**b, 5))}·{signed(round(h[length - 1 - b], 5))}" for b in range(keep))
    slips = [
        (
            outer * full,
            t(
                "That is the full gradient; here it stops at the detached state.",
                "这是完整梯度；这里梯度止于 detach 的状态。",
            ),
        )
        if level == 3
        else (outer * parts[0], t("Earlier states depend on w as well.", "更早的状态也依赖 w。")),
        (
            outer * kept / keep,
            t("The contributions of the steps are summed, not averaged.", "各步贡献相加，不是平均。"),
        ),
        (
            outer * sum(h[length - 1 - b] for b in range(keep)),
            t(
                "An earlier step's contribution passes w once for each step on its way.",
                "较早一步的贡献，每经过一步要乘一次 w。",
            ),
        ),
        (-answer, t("The sign is wrong.", "符号错了。")),
    ]
    if level > 1:
        slips.append((kept, t(f"The loss contributes the factor {last} − y.", f"损失还贡献因子 {last} − y。")))
    if keep == 1:
        del slips[1:3]
    factor = f"({last} − y)·[…] = {signed(round(outer, 5))}·[{terms}]" if level > 1 else terms
    return Number(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        prompt=t(
            f"h_t = w·h_(t−1) + x_t with h_0 = 0, w = {plain(w)}, x = ({shown}){y}. The loss is {loss.en.replace('h', last)}.{cut_en} What is ∂L/∂w?",
            f"h_t = w·h_(t−1) + x_t，h_0 = 0，w = {plain(w)}，x = ({shown}){y}。损失为 {loss.zh.replace('h', last)}。{cut_zh}∂L/∂w 是多少？",
        ),
        form=t("to three decimals, with the sign", "保留三位小数，带符号"),
        answer=round(answer, 6),
        absolute=0.0011,
        traps=traps_of(draw, answer, slips, 0.01),
        explanation=t(
            f"Forward: {states}. w is used at every step and the contributions are summed; one from k steps back passes w k times: {factor} = {num(answer)}.",
            f"前向：{states}。w 在每一步都用到，贡献相加；往回 k 步的贡献要乘 k 次 w：{factor} = {num(answer)}。",
        ),
        sources=["Goodfellow, Bengio, Courville: Deep Learning (2016), §10.2.2"],
        parameters={"w": w, "x": x, "target": target, "square": level > 1, "keep": keep},
    )
