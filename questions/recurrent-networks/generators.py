"""Seeded questions on recurrent cells: one step by hand, parameters, what gates keep, gradients in time."""

from __future__ import annotations

from math import exp, log, prod, tanh

from quizprep.content.generator import Draw, generator, t
from quizprep.content.model import Blank, Cloze, Number, Question, Text, Trap
from quizprep.content.shown import num, plain, signed

GOODFELLOW = "Goodfellow, Bengio, Courville: Deep Learning (2016)"
LSTM = "PyTorch documentation: torch.nn.LSTM"
GRU = "PyTorch documentation: torch.nn.GRU"
CHUNG = "Chung, Gulcehre, Cho, Bengio: Empirical Evaluation of Gated Recurrent Neural Networks on Sequence Modeling (2014), arXiv:1412.3555"
CLOSE = 0.011
"""Absolute tolerance of answers asked to two decimals: one unit off by rounding on the way is right."""


def sigmoid(z: float) -> float:
    """The logistic function."""
    return 1 / (1 + exp(-z))


def typed(x: float, decimals: int = 3) -> str:
    """A number as a user would type it."""
    return num(x, decimals).replace("−", "-")


def traps_of(answer: float, slips: list[tuple[float, Text]], gap: float, decimals: int = 3) -> list[Trap]:
    """Slips as traps; those near the right answer or one already seen are left out."""
    traps, seen = [], [answer]
    for value, why in slips:
        if all(abs(value - other) >= gap for other in seen):
            seen.append(value)
            traps.append(Trap(typed(value, decimals), why))
    return traps


def blank(draw: Draw, value: float, slips: list[tuple[float, Text]]) -> Blank:
    """A blank for `value` to two decimals; draws again where it is near 0 or between two roundings."""
    if abs(value) < 0.1 or abs(abs(value) * 100 % 1 - 0.5) < 1e-6:
        raise draw.again()
    return Blank([f"{value:.2f}"], tolerance=round(CLOSE / abs(value), 5), traps=traps_of(value, slips, 0.035, 2))


def share(draw: Draw) -> float:
    """A gate's value that is neither 0, ½ nor 1."""
    return draw.choice([0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8, 0.9])


@generator("recurrent-networks.gen-lstm-step", version=1, concept="lstm-cell", levels=(1, 2, 3))
def lstm_step(draw: Draw, level: int) -> Question:
    """One step of an LSTM unit: gates given, pre-activations given, or all weights given."""
    old = float(draw.choice([-2, -1.5, -1, 0.5, 1, 1.5, 2, 3]))
    names = ("f", "i", "g", "o")
    parameters: dict[str, object] = {"level": level, "old": old}
    lines: list[str] = []
    if level == 1:
        f, i, o = share(draw), share(draw), share(draw)
        g = draw.choice([-0.9, -0.6, -0.5, 0.3, 0.5, 0.8])
        if f == i:
            raise draw.again()
        given_en = f"forget gate {plain(f)}, input gate {plain(i)}, candidate {plain(g)}, output gate {plain(o)}"
        given_zh = f"遗忘门 {plain(f)}，输入门 {plain(i)}，候选值 {plain(g)}，输出门 {plain(o)}"
        parameters |= {"f": f, "i": i, "g": g, "o": o}
        pre = {}
    else:
        if level == 2:
            pre = {k: draw.choice([-2.0, -1.0, -0.5, 0.5, 1.0, 2.0]) for k in names}
            given_en = (
                "pre-activations " + ", ".join(f"{k}: {plain(pre[k])}" for k in names) + " (before sigmoid or tanh)"
            )
            given_zh = "预激活（未过 sigmoid 或 tanh）" + "，".join(f"{k}：{plain(pre[k])}" for k in names)
        else:
            x, h = float(draw.choice([-2, -1, 1, 2])), draw.choice([-0.5, 0.5])
            w = {
                k: [
                    float(draw.choice([-1, 0.5, 1])),
                    float(draw.choice([-2, -1, 1, 2])),
                    float(draw.choice([0, 1, -1])),
                ]
                for k in names
            }
            pre = {k: round(a * x + b * h + c, 6) for k, (a, b, c) in w.items()}
            rows = ", ".join(f"{k}: ({', '.join(plain(v) for v in w[k])})" for k in names)
            given_en = f"input x = {plain(x)}, old hidden state {plain(h)}, weights (for x, for h, bias) {rows}"
            given_zh = f"输入 x = {plain(x)}，旧隐藏状态 {plain(h)}，权重（x 的、h 的、偏置）{rows}"
            lines += [
                f"{k}: {signed(w[k][0])}·{signed(x)} + {signed(w[k][1])}·{signed(h)} + {signed(w[k][2])} = {plain(pre[k])}"
                for k in names
            ]
            parameters |= {"x": x, "h": h, "w": w}
        if len(set(pre.values())) < 3 or pre["f"] == pre["i"] or 0.0 in pre.values() or max(map(abs, pre.values())) > 4:
            raise draw.again()
        f, i, g, o = sigmoid(pre["f"]), sigmoid(pre["i"]), tanh(pre["g"]), sigmoid(pre["o"])
        lines += [
            f"f = σ({plain(pre['f'])}) = {num(f)}, i = σ({plain(pre['i'])}) = {num(i)}, g = tanh({plain(pre['g'])}) = {num(g)}, o = σ({plain(pre['o'])}) = {num(o)}"
        ]
        parameters |= {"pre": pre}
    cell = f * old + i * g
    hidden = o * tanh(cell)
    slips_c = [
        (i * old + f * g, t("Forget and input gate were swapped.", "遗忘门与输入门弄反了。")),
        (f * old + g, t("The input gate was left out.", "漏了输入门。")),
        (old + i * g, t("The forget gate was left out.", "漏了遗忘门。")),
    ]
    if pre:
        slips_c.append(
            (
                f * old + i * sigmoid(pre["g"]),
                t("The candidate is a tanh, not a sigmoid.", "候选值用 tanh，不是 sigmoid。"),
            )
        )
        slips_c.append(
            (tanh(pre["f"]) * old + tanh(pre["i"]) * g, t("Gates are sigmoids, not tanh.", "门用 sigmoid，不是 tanh。"))
        )
    slips_h = [
        (o * cell, t("The cell state goes through a tanh before the output gate.", "细胞状态在输出门之前要过 tanh。")),
        (tanh(cell), t("The output gate was left out.", "漏了输出门。")),
        (o * sigmoid(cell), t("It is tanh(c), not σ(c).", "应为 tanh(c)，不是 σ(c)。")),
    ]
    blanks = [blank(draw, cell, slips_c), blank(draw, hidden, slips_h)]
    worked = f"c = f·c' + i·g = {num(f)}·{signed(old)} + {num(i)}·({num(g)}) = {num(cell)}, h = o·tanh(c) = {num(o)}·({num(tanh(cell))}) = {num(hidden)}"
    steps = "; ".join([*lines, worked])
    body = "c = {{1}}   h = {{2}}"
    return Cloze(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        prompt=t(
            f"One LSTM unit: old cell state {plain(old)}, {given_en}. What are the new cell state c and hidden state h? To two decimals.",
            f"单个 LSTM 单元：旧细胞状态 {plain(old)}，{given_zh}。新的细胞状态 c 与隐藏状态 h 是多少？保留两位小数。",
        ),
        body=t(body, body),
        blanks=blanks,
        explanation=t(
            f"f, i, o are sigmoids, the candidate g is a tanh. {steps}.",
            f"f、i、o 为 sigmoid，候选值 g 为 tanh。{steps.replace('; ', '；')}。",
        ),
        sources=[f"{GOODFELLOW}, §10.10.1", LSTM],
        parameters=parameters,
    )


@generator("recurrent-networks.gen-parameter-count", version=2, concept="shared-over-time", levels=(1, 2, 3))
def parameter_count(draw: Draw, level: int) -> Question:
    """Parameters of an RNN, LSTM or GRU: textbook, PyTorch's two biases, several layers or directions."""
    kind = draw.choice(["RNN", "LSTM", "GRU"])
    gates = {"RNN": 1, "LSTM": 4, "GRU": 3}[kind]
    d, h = draw.choice([8, 10, 12, 16, 24, 32, 50, 64]), draw.choice([16, 20, 32, 48, 64, 100, 128])
    steps = draw.choice([25, 40, 50, 80])
    if d == h:
        raise draw.again()
    layers, ways = 1, 1
    if level == 3:
        layers, ways = draw.choice([(2, 1), (3, 1), (1, 2), (2, 2)])

    def count(g: int, biases: int, ways: int = ways, joined: bool = True) -> int:
        total, size = 0, d
        for _ in range(layers):
            total += ways * g * h * (size + h + biases)
            size = h * (ways if joined else 1)
        return total

    biases = 1 if level == 1 else 2
    answer = count(gates, biases)
    name = {"RNN": t("simple RNN", "简单 RNN"), "LSTM": t("LSTM", "LSTM"), "GRU": t("GRU", "GRU")}[kind]
    slips: list[tuple[float, Text]] = [
        (count(gates, biases) * steps, t("The weights are shared by all steps.", "权重由所有时间步共享。")),
        (
            count(gates, 3 - biases),
            t("A gate has one bias vector here.", "这里每个门只有一个偏置向量。")
            if level == 1
            else t(
                "PyTorch keeps two bias vectors per gate, b_ih and b_hh.", "PyTorch 每个门有两个偏置向量 b_ih 与 b_hh。"
            ),
        ),
        (count(gates, 0), t("The biases are missing.", "漏了偏置。")),
        (ways * gates * h * (d + biases) * layers, t("The recurrent weights H×H are missing.", "漏了循环权重 H×H。")),
    ]
    if gates > 1:
        slips.insert(0, (count(1, biases), t(f"That is one block; it has {gates}.", f"这只是一块；它有 {gates} 块。")))
        slips.append(
            (
                count(7 - gates, biases),
                t(
                    "An LSTM has 4 blocks (3 gates and the candidate), a GRU 3 (2 gates and the candidate).",
                    "LSTM 有 4 块（3 个门加候选值），GRU 有 3 块（2 个门加候选值）。",
                ),
            )
        )
    if ways == 2 and layers == 2:
        slips.append(
            (
                count(gates, biases, joined=False),
                t("The second layer reads both directions: 2H inputs.", "第二层读取两个方向：2H 个输入。"),
            )
        )
    if level == 3:
        slips.append(
            (gates * h * (d + h + biases), t("That is a single layer in a single direction.", "这只是单层单向。"))
        )
    size, lines = d, []
    for i in range(layers):
        one = gates * h * (size + h + biases)
        lines.append(("2·" if ways == 2 else "") + f"{gates}·{h}·({size} + {h} + {biases}) = {ways * one}")
        size = h * ways
    extra = (f", num_layers={layers}" if layers > 1 else "") + (", bidirectional=True" if ways == 2 else "")
    code = f"nn.{kind}({d}, {h}{extra})"
    per = (
        t("one bias vector per block", "每块一个偏置向量")
        if level == 1
        else t("two bias vectors per block", "每块两个偏置向量")
    )
    article, gap = "An" if name.en[0] == "L" else "A", " " if name.zh.isascii() else ""
    return Number(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        code="" if level == 1 else code,
        prompt=t(
            f"{article} {name.en} layer with {d} inputs and {h} hidden units (each gate or candidate with one bias vector) runs over {steps} steps. How many parameters has it?"
            if level == 1
            else f"It runs over sequences of {steps} steps. How many parameters has it in PyTorch?",
            f"一个{gap}{name.zh} 层，{d} 个输入、{h} 个隐藏单元（每个门或候选值一个偏置向量），运行 {steps} 步。它有多少个参数？"
            if level == 1
            else f"它处理 {steps} 步的序列。在 PyTorch 中有多少个参数？",
        ),
        form=t("a whole number", "整数"),
        answer=answer,
        traps=[Trap(str(int(float(x.answer))), x.why) for x in traps_of(answer, slips, 0.5)],
        explanation=t(
            f"{article} {name.en} has {gates} block{'s' if gates > 1 else ''} of weights, each H×(D + H), with {per.en}; time steps and batch don't enter. "
            f"{', then '.join(lines)}{f'. Together {answer}' if layers > 1 else ''}.",
            f"{name.zh} 有 {gates} 块权重，每块 H×(D + H)，{per.zh}；与时间步数和批量无关。{'，再加 '.join(lines)}{f'。合计 {answer}' if layers > 1 else ''}。",
        ),
        sources=[LSTM, GRU],
        parameters={"code": code, "biases": biases},
    )


@generator("recurrent-networks.gen-what-is-kept", version=1, concept="gradient-highway", levels=(1, 2, 3))
def what_is_kept(draw: Draw, level: int) -> Question:
    """Which share of an old cell state is left after several forget gates, or which gate keeps a wanted share."""
    old = float(draw.choice([2, 4, 5, 8, 10]))
    if level == 1:
        f, n = draw.choice([0.5, 0.7, 0.8, 0.9, 0.95, 0.98]), draw.integer(3, 30)
        answer = f**n
        if not 0.05 < answer < 0.9:
            raise draw.again()
        en = f"An LSTM's forget gate stays at {plain(f)} for {n} steps. Which share of the old cell state is left in the new one?"
        zh = f"某 LSTM 的遗忘门连续 {n} 步保持 {plain(f)}。旧细胞状态在新状态中剩下多少比例？"
        worked = f"{plain(f)}^{n} = {num(answer, 4)}"
        slips = [
            (f, t("The gate multiplies at every step.", "每一步都要乘一次门。")),
            (1 - answer, t("That is the share that is lost.", "这是丢失的比例。")),
            (
                max(1 - n * (1 - f), 0),
                t(
                    "Each step takes its share of what is left, not of the beginning.",
                    "每步按剩余量的比例损失，而不是按初值。",
                ),
            ),
            (f ** (n - 1), t(f"There are {n} steps and so {n} factors.", f"共 {n} 步，因此有 {n} 个因子。")),
        ]
        parameters: dict[str, object] = {"old": 1.0, "f": [f] * n, "add": [0.0] * n}
    elif level == 2:
        f = [draw.choice([0.1, 0.5, 0.6, 0.8, 0.9, 1.0]) for _ in range(3)]
        i = [draw.choice([0.0, 0.2, 0.5, 1.0]) for _ in range(3)]
        g = [draw.choice([-0.8, -0.5, 0.4, 0.6, 0.9]) for _ in range(3)]
        if len(set(f)) < 3 or sum(v > 0 for v in i) < 2:
            raise draw.again()
        answer, lines = old, []
        for a, b, c in zip(f, i, g, strict=True):
            fresh = a * answer + b * c
            lines.append(f"{plain(a)}·{signed(round(answer, 5))} + {plain(b)}·{signed(c)} = {plain(round(fresh, 5))}")
            answer = fresh
        if abs(answer) < 0.1:
            raise draw.again()
        rows = ["(" + ", ".join(plain(v) for v in r) + ")" for r in (f, i, g)]
        en = f"An LSTM cell holds {plain(old)}. In the next three steps its forget gate is {rows[0]}, its input gate {rows[1]}, its candidate {rows[2]}. What does it hold then?"
        zh = f"某 LSTM 细胞状态为 {plain(old)}。接下来三步，遗忘门为 {rows[0]}，输入门为 {rows[1]}，候选值为 {rows[2]}。此后细胞状态是多少？"
        worked = "; ".join(lines)
        swapped = old
        for a, b, c in zip(f, i, g, strict=True):
            swapped = b * swapped + a * c
        slips = [
            (old * prod(f), t("What was written later is missing.", "漏了后来写入的内容。")),
            (
                old * prod(f) + sum(b * c for b, c in zip(i, g, strict=True)),
                t("What is written is faded by later forget gates as well.", "写入的内容也会被之后的遗忘门衰减。"),
            ),
            (swapped, t("Forget and input gate were swapped.", "遗忘门与输入门弄反了。")),
        ]
        parameters = {"old": old, "f": f, "add": [b * c for b, c in zip(i, g, strict=True)]}
    else:
        n, keep = draw.choice([10, 20, 25, 40, 50, 100]), draw.choice([0.05, 0.1, 0.2, 0.25, 0.5, 0.8])
        answer = keep ** (1 / n)
        en = f"At which constant forget gate is exactly {plain(keep)} of a cell state (and of the gradient along the cell, gates held fixed) left after {n} steps?"
        zh = f"遗忘门恒为多少时，{n} 步之后细胞状态（以及门视为固定时沿细胞状态的梯度）恰好剩下 {plain(keep)}？"
        worked = f"f = {plain(keep)}^(1/{n}) = e^({num(log(keep), 4)}/{n}) = {num(answer, 4)}"
        slips = [
            (
                keep,
                t(
                    "That is the share after all steps, not the factor of one.",
                    "这是全部步数之后的比例，不是单步的因子。",
                ),
            ),
            (
                1 - (1 - keep) / n,
                t("Losses multiply; they aren't spread evenly over the steps.", "损失是连乘的，不是平均分摊到各步。"),
            ),
            (keep**n, t("The root is wanted, not the power.", "要开方，不是乘方。")),
            (keep / n, t("The factors multiply: f^n = share.", "因子相乘：f^n = 比例。")),
        ]
        parameters = {"keep": keep, "n": n}
        if answer > 0.995:
            raise draw.again()
    return Number(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        prompt=t(en, zh),
        form=t("to three decimals", "保留三位小数"),
        answer=round(answer, 6),
        absolute=0.0011,
        traps=traps_of(answer, slips, 0.003, 4),
        explanation=t(
            f"c_t = f·c_(t−1) + i·g, so what was stored is multiplied by f at every step. {worked}.",
            f"c_t = f·c_(t−1) + i·g，所以存储的内容每步乘一次 f。{worked.replace('; ', '；')}。",
        ),
        sources=[f"{GOODFELLOW}, §10.10.1"],
        parameters=parameters,
    )
