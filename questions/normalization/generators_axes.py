"""Seeded questions on which values share a mean: counts, pictures and parameters."""

from __future__ import annotations

from quizprep.content.generator import Draw, generator, t
from quizprep.content.model import Number, Question, Text
from quizprep.content.shown import unlike

WU_HE = "Wu, He: Group Normalization (2018), §3.1 and Figure 2, arXiv:1803.08494"
NAMES = {
    "batch": t("batch norm", "批归一化"),
    "layer": t("layer norm over (C, H, W)", "层归一化（沿 C、H、W）"),
    "instance": t("instance norm", "实例归一化"),
    "group": t("group norm", "组归一化"),
}


def means(kind: str, n: int, c: int, g: int) -> int:
    """How many means a norm of (N, C, H, W) computes."""
    return {"batch": c, "layer": n, "instance": n * c, "group": n * g}[kind]


def rule(kind: str) -> Text:
    """What one mean belongs to."""
    return {
        "batch": t("one mean for each channel", "每个通道一个均值"),
        "layer": t("one mean for each example", "每个样本一个均值"),
        "instance": t("one mean for each channel of each example", "每个样本的每个通道一个均值"),
        "group": t("one mean for each group of each example", "每个样本的每个组一个均值"),
    }[kind]


def formula(kind: str, n: int, c: int, g: int) -> str:
    """The number of means, worked."""
    return {
        "batch": f"C = {c}",
        "layer": f"N = {n}",
        "instance": f"N·C = {n}·{c} = {n * c}",
        "group": f"N·G = {n}·{g} = {n * g}",
    }[kind]


@generator("normalization.gen-number-of-means", version=1, concept="normalization-axes", levels=(1, 2, 3))
def number_of_means(draw: Draw, level: int) -> Question:
    """How many means a norm computes, or over how many values each."""
    n, c, h, w = draw.choice([4, 6, 8, 10]), draw.choice([12, 24, 32, 48]), draw.integer(5, 14), draw.integer(5, 14)
    g = draw.choice([2, 3, 4, 6]) if c % 3 == 0 else draw.choice([2, 4, 8])
    kind = draw.choice(["batch", "layer"] if level == 1 else ["instance", "group"] if level == 2 else list(NAMES))
    each = level == 3
    if h == w or len({n, c, g, h, w}) < 5:
        raise draw.again()
    count = {k: means(k, n, c, g) for k in NAMES}
    total = n * c * h * w
    value = {k: total // v if each else v for k, v in count.items()}
    answer = value[kind]
    slips = [
        (value[k], t(f"That would be {NAMES[k].en}: {rule(k).en}.", f"那是{NAMES[k].zh}：{rule(k).zh}。"))
        for k in NAMES
        if k != kind
    ]
    slips.append(
        (
            count[kind],
            t(
                "That is the number of means, not the number of values behind each.",
                "这是均值的个数，不是每个均值包含的值的个数。",
            ),
        )
        if each
        else (total // count[kind], t("That is how many values go into one mean.", "这是一个均值所包含的值的个数。"))
    )
    groups = t(f" with {g} groups", f"（{g} 组）") if kind == "group" else t("", "")
    asked = (
        t("Over how many values is each mean taken?", "每个均值由多少个值求得？")
        if each
        else t("How many means are computed in one forward pass?", "一次前向要计算多少个均值？")
    )
    more = f" {total}/{count[kind]} = {answer}" if each else ""
    return Number(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        prompt=t(
            f"A map of shape (N, C, H, W) = ({n}, {c}, {h}, {w}) goes through {NAMES[kind].en}{groups.en}, in training mode. {asked.en}",
            f"形状为 (N, C, H, W) = ({n}, {c}, {h}, {w}) 的特征图经过{NAMES[kind].zh}{groups.zh}，处于训练模式。{asked.zh}",
        ),
        answer=answer,
        traps=unlike(draw, answer, slips),
        explanation=t(
            f"{NAMES[kind].en[0].upper()}{NAMES[kind].en[1:]} has {rule(kind).en}: {formula(kind, n, c, g)}."
            + (f" There are {n}·{c}·{h}·{w} = {total} values, so each mean is taken over{more}." if each else ""),
            f"{NAMES[kind].zh}是{rule(kind).zh}：{formula(kind, n, c, g)}。"
            + (f"总共 {n}·{c}·{h}·{w} = {total} 个值，每个均值由{more} 个值求得。" if each else ""),
        ),
        sources=[WU_HE],
        parameters={"kind": kind, "shape": [n, c, h, w], "groups": g, "each": each},
    )


def cube(marked: set[tuple[int, int]], n: int, c: int, hw: int = 4, cell: int = 5) -> str:
    """The N×C×HW cube seen from the front, with the columns of `marked` = {(n, c)} filled."""
    wide, top = (cell + 1) * c, n + 1
    grid = [[" "] * (wide + n + 2) for _ in range(hw + 2 + top)]
    for j in range(c):  # the front: example 0
        for y in range(hw + 2):
            for x in range(cell + 2):
                edge, side = y in (0, hw + 1), x in (0, cell + 1)
                mark = "#" if (0, j) in marked else " "
                grid[top + y][(cell + 1) * j + x] = "+" if edge and side else "-" if edge else "|" if side else mark
    for i in range(n):  # the top and the right side
        y = top - 1 - i
        for j in range(c + 1):
            x = (cell + 1) * j + i + 1
            grid[y][x] = "/"
            if j < c and (i, j) in marked:
                grid[y][x + 1 : x + 1 + cell] = "#" * cell
        for k in range(hw):
            grid[top - i + k][wide + i + 1] = "#" if (i, c - 1) in marked else " "
        grid[top + hw - i][wide + i + 1] = "/"
    grid[0][n + 1 : wide + n + 2] = "+" + "-" * (wide - 1) + "+"
    for k in range(hw):
        grid[top - n + k][wide + n + 1] = "|"
    grid[top - n + hw][wide + n + 1] = "+"
    return "\n".join("".join(line).rstrip() for line in grid)


@generator("normalization.gen-cube", version=1, concept="normalization-axes", levels=(1, 2, 3))
def marked_cube(draw: Draw, level: int) -> Question:
    """A cube with the values of one mean marked: how many values, how many means, how many learned numbers."""
    n, c, h, w = draw.integer(2, 5), draw.choice([4, 6, 8]), draw.integer(4, 12), draw.integer(4, 12)
    kind = draw.choice(list(NAMES) if level < 3 else ["batch", "instance", "group"])
    g = draw.choice([k for k in (2, 3, 4) if c % k == 0 and k < c])
    pick = draw.integer(0, c - 1)
    marked = {
        "batch": {(i, pick) for i in range(n)},
        "layer": {(0, j) for j in range(c)},
        "instance": {(0, pick)},
        "group": {(0, j) for j in range(c) if j // (c // g) == pick // (c // g)},
    }[kind]
    if h == w or n == c or n == g:
        raise draw.again()
    total = n * c * h * w
    count = {k: means(k, n, c, g) for k in NAMES}
    inside = {k: total // v for k, v in count.items()}
    value = inside if level == 1 else count
    answer = value[kind] if level < 3 else 2 * c
    asked = (
        t("How many values share the marked mean?", "标出的均值由多少个值共用？"),
        t(
            "How many means does this normalization compute for the whole map?",
            "这种归一化对整个特征图共计算多少个均值？",
        ),
        t(
            "How many learned numbers (γ and β; PyTorch with affine=True) does the layer have?",
            "这一层有多少个可学习的数（γ 和 β；PyTorch，affine=True）？",
        ),
    )[level - 1]
    others = [
        (value[k], t(f"That would be {NAMES[k].en}.", f"那是{NAMES[k].zh}的结果。"))
        for k in NAMES
        if k != kind and value[k] != answer
    ]
    if level == 1:
        others.append((count[kind], t("That is the number of means.", "这是均值的个数。")))
        others.append((len(marked), t("Each marked column holds H·W values.", "每个标出的小柱含 H·W 个值。")))
    elif level == 2:
        others.append((inside[kind], t("That is the number of values behind one mean.", "这是一个均值所含值的个数。")))
    else:
        others = [
            (c, t("γ and β: two numbers for each channel.", "γ 和 β：每个通道两个数。")),
            (
                4 * c,
                t(
                    "Running statistics, where there are any, are not learned by gradient.",
                    "滑动统计量即使有，也不是由梯度学习的。",
                ),
            ),
            (
                2 * count[kind],
                t("γ and β belong to channels, whatever shares a mean.", "无论哪些值共用均值，γ 和 β 都属于通道。"),
            ),
        ]
        others = [(v, why) for v, why in others if v != answer]
    worked = {
        1: t(
            f"Each mean is taken over {total}/{count[kind]} = {inside[kind]} values.",
            f"每个均值由 {total}/{count[kind]} = {inside[kind]} 个值求得。",
        ),
        2: t("", ""),
        3: t(f"γ and β are kept per channel: 2·{c} = {2 * c}.", f"γ 和 β 按通道保存：2·{c} = {2 * c}。"),
    }[level]
    figure = cube(marked, n, c)
    groups = t(f" with G = {g}", f"（G = {g}）") if kind == "group" else t("", "")
    return Number(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        figure=t(figure, figure),
        prompt=t(
            f"A map of shape (N, C, H, W) = ({n}, {c}, {h}, {w}) as a cube: examples run into the depth, channels to the right, each small "
            f"column holds H·W values. Those marked # share one mean. {asked.en}",
            f"把形状为 (N, C, H, W) = ({n}, {c}, {h}, {w}) 的特征图画成立方体：样本向纵深，通道向右，每个小柱含 H·W 个值。标 # 的值共用一个均值。{asked.zh}",
        ),
        answer=answer,
        traps=unlike(draw, answer, others),
        explanation=t(
            f"The marks show {NAMES[kind].en}{groups.en}: {rule(kind).en}, {formula(kind, n, c, g)} in all. {worked.en}".strip(),
            f"标记表示{NAMES[kind].zh}{groups.zh}：{rule(kind).zh}，共 {formula(kind, n, c, g)} 个。{worked.zh}",
        ),
        sources=[WU_HE, "PyTorch documentation: torch.nn.GroupNorm"],
        parameters={"kind": kind, "shape": [n, c, h, w], "groups": g, "ask": ("inside", "means", "learned")[level - 1]},
    )


@generator("normalization.gen-parameter-count", version=1, concept="gamma-beta", levels=(1, 2, 3))
def parameter_count(draw: Draw, level: int) -> Question:
    """Trainable numbers of a norm layer, or of a stack with convolutions."""
    c = draw.choice([24, 32, 48, 64, 96, 128])
    if level == 1:
        code, answer = f"nn.BatchNorm2d({c})", 2 * c
        work = t(f"One γ and one β per channel: 2·{c} = {answer}.", f"每个通道一个 γ、一个 β：2·{c} = {answer}。")
        slips = [
            (
                4 * c,
                t(
                    "Running mean and variance are buffers: saved, but not trained.",
                    "滑动均值和方差是缓冲区：会保存，但不参与训练。",
                ),
            ),
            (c, t("There are two for each channel, γ and β.", "每个通道有 γ、β 两个。")),
            (2, t("γ and β are kept per channel, not per layer.", "γ、β 每个通道各一对，不是整层一对。")),
        ]
    elif level == 2:
        h, w, g = draw.integer(5, 14), draw.integer(5, 14), draw.choice([4, 8])
        code, answer, work = draw.choice(
            [
                (
                    f"nn.LayerNorm([{c}, {h}, {w}])",
                    2 * c * h * w,
                    t(
                        f"PyTorch keeps γ and β of the normalized shape: 2·{c}·{h}·{w}",
                        f"PyTorch 的 γ、β 与被归一化的形状相同：2·{c}·{h}·{w}",
                    ),
                ),
                (
                    f"nn.LayerNorm({c})",
                    2 * c,
                    t(f"γ and β for each of the {c} features: 2·{c}", f"{c} 个特征各一对 γ、β：2·{c}"),
                ),
                (
                    f"nn.GroupNorm({g}, {c})",
                    2 * c,
                    t(
                        f"Groups share statistics, but γ and β are per channel: 2·{c}",
                        f"组内共用统计量，但 γ、β 按通道：2·{c}",
                    ),
                ),
                (f"nn.RMSNorm({c})", c, t("A gain for each feature and no shift", "每个特征一个增益，没有平移")),
            ]
        )
        work = t(
            f"{work.en} = {answer}." if "·" in work.en else f"{work.en}: {c}.",
            f"{work.zh} = {answer}。" if "·" in work.zh else f"{work.zh}：{c}。",
        )
        slips = [
            (2 * c, t("That would be a gain and a shift for each channel.", "那是每个通道一个增益加一个平移。")),
            (2 * g, t("γ and β are per channel, not per group.", "γ、β 按通道，不按组。")),
            (c, t("A shift β belongs to each gain γ.", "每个增益 γ 还配一个平移 β。")),
            (
                4 * c,
                t(
                    "There are no running statistics here, and they wouldn't be trained.",
                    "这里没有滑动统计量，即使有也不参与训练。",
                ),
            ),
        ]
        slips = [(v, why) for v, why in slips if v != answer]
    else:
        cin, k = draw.choice([3, 8, 16]), draw.choice([3, 5])
        code = f"nn.Sequential(nn.Conv2d({cin}, {c}, {k}, bias=False), nn.BatchNorm2d({c}), nn.ReLU())"
        weights = cin * c * k * k
        answer = weights + 2 * c
        work = t(
            f"Convolution without bias: {c}·{cin}·{k}² = {weights}. Batch norm: 2·{c} = {2 * c}. Together {answer}.",
            f"不带偏置的卷积：{c}·{cin}·{k}² = {weights}。批归一化：2·{c} = {2 * c}。合计 {answer}。",
        )
        slips = [
            (
                weights + 3 * c,
                t("The convolution has no bias here; β takes its part.", "这里卷积没有偏置；由 β 代替。"),
            ),
            (
                weights + 4 * c,
                t("The running statistics are buffers, not parameters.", "滑动统计量是缓冲区，不是参数。"),
            ),
            (weights, t("Batch norm has γ and β.", "批归一化还有 γ 和 β。")),
            (weights + c, t("Batch norm has two numbers for each channel.", "批归一化每个通道有两个参数。")),
        ]
    return Number(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        code=code,
        prompt=t(
            "How many trainable parameters does this have (PyTorch defaults)?",
            "它有多少个可训练参数（PyTorch 默认设置）？",
        ),
        answer=answer,
        traps=unlike(draw, answer, slips),
        explanation=work,
        sources=[
            "PyTorch documentation: torch.nn.BatchNorm2d",
            "PyTorch documentation: torch.nn (normalization layers)",
        ],
        parameters={"code": code},
    )
