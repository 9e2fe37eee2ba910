"""Seeded questions on residual stages, blocks and the gradient of y = x + F(x)."""

from __future__ import annotations

from quizprep.content.generator import Draw, generator, t
from quizprep.content.model import Blank, Cloze, Number, Question, Shape, Text, Trap
from quizprep.content.shown import plain, signed

RESNET = "He, Zhang, Ren, Sun: Deep Residual Learning for Image Recognition (2016), Table 1 and §3.3, arXiv:1512.03385"
IDENTITY = "He, Zhang, Ren, Sun: Identity Mappings in Deep Residual Networks (2016), §2, arXiv:1603.05027"


def traps_of(answer, slips: list[tuple[object, Text]]) -> list[Trap]:
    """Slips as traps; those that give the right answer, or one already seen, are left out."""
    traps: dict[str, Trap] = {}
    for slip, why in slips:
        if slip == answer:
            continue
        value = slip if isinstance(slip, list) else slip + 0  # -0.0 becomes 0.0
        text = ", ".join(map(str, value)) if isinstance(value, list) else f"{value:.10g}"
        traps.setdefault(text, Trap(text, why))
    return list(traps.values())


def half(n: int) -> int:
    """Size after a stride of 2 with 'half' padding (7×7 pad 3, 3×3 pad 1, 1×1 pad 0): rounded up."""
    return (n + 1) // 2


@generator("residual-networks.gen-stage-shape", version=1, concept="projection-shortcut", levels=(1, 2, 3))
def stage_shape(draw: Draw, level: int) -> Question:
    """The shape that leaves a block, a stage, or several stages of a ResNet."""
    expansion = 1 if level == 1 else 4 if level == 3 else draw.choice([1, 4])
    width = draw.choice([16, 24, 32, 48, 64])
    h, w = draw.integer(19, 64), draw.integer(19, 64)
    if h == w or (level < 3 and h % 2 == 0 and w % 2 == 0):
        raise draw.again()
    if level == 3:
        h, w = 4 * h + draw.integer(0, 3), 4 * w + draw.integer(0, 3)
    count = (1, 1, draw.choice([2, 3]))[level - 1]
    stages = [
        (width * 2**i, draw.integer(2, 6) if level > 1 else 1, 1 if level == 3 and i == 0 else 2) for i in range(count)
    ]
    start = 3 if level == 3 else width // 2 * expansion
    size = [h, w]
    steps = []
    if level == 3:
        size = [half(half(n)) for n in size]
        steps.append(f"stem {half(h)}×{half(w)}, pool {size[0]}×{size[1]}")
    for i, (channels, _, stride) in enumerate(stages):
        if stride == 2:
            size = [half(n) for n in size]
        steps.append(f"{i + 1}: {channels * expansion}×{size[0]}×{size[1]}")
    answer = [stages[-1][0] * expansion, *size]
    every = [h, w] if level < 3 else [half(half(n)) for n in (h, w)]
    for _, blocks, stride in stages:
        for _ in range(blocks if stride == 2 else 0):
            every = [half(n) for n in every]
    floor = [h, w] if level < 3 else [h // 4, w // 4]
    for _, _, stride in stages:
        floor = [n // stride for n in floor]
    slips = [
        ([answer[0], *every], t("Only the first block of a stage has stride 2.", "每个阶段只有第一个块的步幅为 2。")),
        (
            [answer[0], *floor],
            t(
                "An odd size is rounded up here: ⌊(n + 2·1 − 3)/2⌋ + 1 = ⌈n/2⌉.",
                "这里奇数尺寸是向上取整：⌊(n + 2·1 − 3)/2⌋ + 1 = ⌈n/2⌉。",
            ),
        ),
        ([start, *size], t("A stage changes the number of channels too.", "一个阶段也会改变通道数。")),
    ]
    if expansion == 4:
        slips.insert(
            0,
            (
                [answer[0] // 4, *size],
                t("A bottleneck block puts out 4 times its inner width.", "瓶颈块的输出是内部宽度的 4 倍。"),
            ),
        )
    if level == 3:
        nostem = [h, w]
        for _, _, stride in stages:
            nostem = [half(n) if stride == 2 else n for n in nostem]
        slips.append(
            (
                [answer[0], *nostem],
                t(
                    "The stem and the max pooling halve the size twice before the first stage.",
                    "进入第一阶段之前，首层卷积和最大池化已两次减半。",
                ),
            )
        )
    name = "BasicBlock" if expansion == 1 else "Bottleneck"
    rows = [f"({c}, {b}, {s})" for c, b, s in stages]
    code = f"block = {name}            # expansion {expansion}\n" + (
        "stem = Conv2d(3, 64, 7, stride=2, padding=3), BN, ReLU, MaxPool2d(3, stride=2, padding=1)\n"
        if level == 3
        else ""
    )
    code += f"stages = [{', '.join(rows)}]   # inner width, blocks, stride of the first block"
    what = (
        t("one block", "一个块")
        if level == 1
        else t("this stage", "这个阶段")
        if level == 2
        else t("stem and stages", "首层与各阶段")
    )
    return Shape(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        code=code,
        axes="C, H, W",
        answer=answer,
        prompt=t(
            f"An input of shape ({start}, {h}, {w}) goes through {what.en} of a ResNet (3×3 convolutions with padding 1; the shortcut is projected "
            "where the shape changes). What shape comes out (C, H, W)?",
            f"形状为 ({start}, {h}, {w}) 的输入经过 ResNet 的{what.zh}（3×3 卷积填充为 1；形状变化处捷径用投影）。输出形状是什么（C, H, W）？",
        ),
        explanation=t(
            f"Only the first block of a stage strides; each stride of 2 takes ⌈n/2⌉, on the branch and on the 1×1 projection alike. The channels are the inner "
            f"width times {expansion}. Here: {'; '.join(steps)}.",
            f"每个阶段只有第一个块带步幅；步幅 2 时支路与 1×1 投影都得到 ⌈n/2⌉。通道数为内部宽度乘 {expansion}。这里：{'；'.join(steps)}。",
        ),
        sources=[RESNET, "PyTorch documentation: torchvision.models.resnet50"],
        traps=[x for x in traps_of(answer, slips) if "0" not in x.answer.split(", ")],
        parameters={
            "input": [start, h, w],
            "expansion": expansion,
            "stages": [list(s) for s in stages],
            "stem": level == 3,
        },
    )


@generator("residual-networks.gen-block-parameters", version=1, concept="basic-and-bottleneck", levels=(1, 2, 3))
def block_parameters(draw: Draw, level: int) -> Question:
    """Trainable parameters of a basic block, one with projection, or a bottleneck block."""
    w = draw.choice([16, 24, 32, 40, 48, 64, 80, 96, 128])
    if level == 1:
        cin, cout = w, w
        parts = [(f"2·9·{w}²", 18 * w * w), (f"BN 2·2·{w}", 4 * w)]
        shape = t(
            f"A basic block (two 3×3 convolutions) with {w} channels in and out, stride 1",
            f"一个输入输出均为 {w} 通道、步幅 1 的基本块（两个 3×3 卷积）",
        )
        slips = [
            (18 * w * w, t("Batch norm's γ and β are missing.", "漏了批归一化的 γ 和 β。")),
            (
                18 * w * w + 8 * w,
                t("Running statistics are buffers, not parameters.", "滑动统计量是缓冲区，不是参数。"),
            ),
            (
                18 * w * w + 6 * w,
                t("The convolutions have no bias before a batch norm.", "批归一化之前的卷积不带偏置。"),
            ),
            (
                19 * w * w + 6 * w,
                t(
                    "The shape stays, so the shortcut is the identity and has no weights.",
                    "形状不变，捷径是恒等映射，没有权重。",
                ),
            ),
        ]
    elif level == 2:
        cin, cout = w, 2 * w
        parts = [
            (f"9·{cin}·{cout}", 9 * cin * cout),
            (f"9·{cout}²", 9 * cout * cout),
            (f"1×1 {cin}·{cout}", cin * cout),
            (f"BN 3·2·{cout}", 6 * cout),
        ]
        total = sum(v for _, v in parts)
        shape = t(
            f"A basic block (two 3×3 convolutions) from {cin} to {cout} channels, stride 2, with a projection shortcut (1×1 convolution and batch norm)",
            f"一个从 {cin} 到 {cout} 通道、步幅 2 的基本块（两个 3×3 卷积），带投影捷径（1×1 卷积加批归一化）",
        )
        slips = [
            (total - cin * cout - 2 * cout, t("The projection shortcut is missing.", "漏了投影捷径。")),
            (total - 2 * cout, t("The projection has a batch norm of its own.", "投影后也有一个批归一化。")),
            (total - 6 * cout, t("Batch norm's γ and β are missing.", "漏了批归一化的 γ 和 β。")),
            (
                total + 9 * cout * (cout - cin),
                t(
                    "The first convolution has only the block's input channels to read.",
                    "第一个卷积的输入通道是块的输入通道。",
                ),
            ),
            (
                total + 9 * cin * cin - 9 * cout * cout,
                t("The second convolution already works on the new width.", "第二个卷积已经在新的宽度上工作。"),
            ),
        ]
    else:
        out = 4 * w
        cin = draw.choice([2 * w, w, out])
        cout = out
        project = cin != out
        parts = [(f"{cin}·{w}", cin * w), (f"9·{w}²", 9 * w * w), (f"{w}·{out}", w * out)]
        if project:
            parts.append((f"1×1 {cin}·{out}", cin * out))
        norm = 2 * (w + w + out + (out if project else 0))
        parts.append((f"BN 2·({w} + {w} + {out}{f' + {out}' if project else ''})", norm))
        total = sum(v for _, v in parts)
        shape = t(
            f"A bottleneck block (1×1, 3×3, 1×1) from {cin} to {out} channels with the inner width {w}"
            + (", with a projection shortcut (1×1 convolution and batch norm)" if project else ", identity shortcut"),
            f"一个从 {cin} 到 {out} 通道、内部宽度 {w} 的瓶颈块（1×1、3×3、1×1）"
            + ("，带投影捷径（1×1 卷积加批归一化）" if project else "，恒等捷径"),
        )
        slips = [
            (total - norm, t("Batch norm's γ and β are missing.", "漏了批归一化的 γ 和 β。")),
            (total + norm, t("Running statistics are buffers, not parameters.", "滑动统计量是缓冲区，不是参数。")),
            (
                total - 8 * w * w,
                t(
                    "The middle convolution is 3×3: 9 weights for each pair of channels.",
                    "中间的卷积是 3×3：每对通道 9 个权重。",
                ),
            ),
            (
                total + 9 * out * out - 9 * w * w,
                t("The 3×3 convolution works on the narrow channels.", "3×3 卷积在窄通道上工作。"),
            ),
        ]
        if project:
            slips.append((total - cin * out - 2 * out, t("The projection shortcut is missing.", "漏了投影捷径。")))
        else:
            slips.append(
                (
                    total + cin * out + 2 * out,
                    t("The shape stays, so the shortcut has no weights.", "形状不变，捷径没有权重。"),
                )
            )
    answer = sum(v for _, v in parts)
    worked = " + ".join(str(v) for _, v in parts)
    names = ", ".join(f"{n} = {v}" for n, v in parts)
    return Number(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        prompt=t(
            f"{shape.en}; each convolution is without bias and followed by a batch norm. How many trainable parameters does it have?",
            f"{shape.zh}；每个卷积都不带偏置，后接批归一化。它有多少个可训练参数？",
        ),
        answer=answer,
        traps=traps_of(answer, slips),
        explanation=t(
            f"A k×k convolution has k²·C_in·C_out weights, a batch norm 2·C. {names}. Together {worked} = {answer}.",
            f"k×k 卷积有 k²·C_in·C_out 个权重，批归一化有 2·C 个。{names}。合计 {worked} = {answer}。",
        ),
        sources=[RESNET],
        parameters={
            "kind": "bottleneck" if level == 3 else "basic",
            "cin": cin,
            "cout": cout,
            "width": w,
            "stride": 2 if level == 2 else 1,
        },
    )


@generator("residual-networks.gen-residual-gradient", version=1, concept="shortcut-gradient", levels=(1, 2, 3))
def residual_gradient(draw: Draw, level: int) -> Question:
    """The derivative of y = x + w₂·ReLU(w₁·x): one block, two blocks, or a vector's gradient."""
    if level == 3:
        return vector_gradient(draw)
    x = float(draw.choice([-3, -2, -1, 1, 2, 3]))
    weights = [
        [draw.choice([-1.5, -1.0, -0.5, 0.5, 1.0, 2.0]), draw.choice([-1.5, -0.6, -0.4, 0.2, 0.3, 0.8])]
        for _ in range(level)
    ]
    value, factors, lines_en, lines_zh = x, [], [], []
    for i, (a, b) in enumerate(weights):
        inner = a * value
        on = inner > 0
        factors.append((b * a if on else 0.0, on))
        fresh = value + b * max(inner, 0.0)
        lines_en.append(
            f"block{f' {i + 1}' if level > 1 else ''}: w₁·x = {plain(round(inner, 4))}, so the ReLU is {'open' if on else 'shut'} and F′ = {plain(round(factors[-1][0], 4))}"
        )
        lines_zh.append(
            f"{f'第 {i + 1} 块' if level > 1 else '该块'}：w₁·x = {plain(round(inner, 4))}，ReLU {'导通' if on else '截止'}，F′ = {plain(round(factors[-1][0], 4))}"
        )
        value = fresh
        if abs(inner) < 0.05:
            raise draw.again()
    slope, without, always = 1.0, 1.0, 1.0
    for (f, _), (a, b) in zip(factors, weights, strict=True):
        slope, without, always = slope * (1 + f), without * f, always * (1 + a * b)
    slope = round(slope, 6)
    if level == 2 and not any(f for f, _ in factors):
        raise draw.again()
    if abs(slope) < 0.01:
        raise draw.again()
    slips = [
        (
            round(without, 6),
            t("That is F′ alone: the shortcut adds 1 in each block.", "这只是 F′：每块的捷径还要加 1。"),
        ),
        (round(always, 6), t("Where the ReLU's input is negative, F′ is 0.", "ReLU 的输入为负时，F′ 为 0。")),
        (
            round(1 + without, 6),
            t("The 1 stands in each block's factor: (1 + F₁′)(1 + F₂′).", "每块的因子里都有 1：(1 + F₁′)(1 + F₂′)。"),
        ),
        (1.0, t("The 1 is the shortcut only; the branch contributes F′.", "1 只是捷径；支路还贡献 F′。")),
    ]
    traps = traps_of(slope, slips)
    shown = "; ".join(f"w₁ = {plain(a)}, w₂ = {plain(b)}" for a, b in weights)
    product = "·".join(f"(1 + {signed(round(f, 4))})" for f, _ in factors)
    one = level == 1
    return Number(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        prompt=t(
            f"{'A scalar residual block' if one else 'Two scalar residual blocks in a row, each'} y = x + w₂·ReLU(w₁·x), with {shown if one else 'first ' + shown.replace('; ', ', then ')}. "
            f"What is the derivative of the output with respect to the input at x = {plain(x)}?",
            f"{'一个标量残差块' if one else '两个相继的标量残差块，形式均为'} y = x + w₂·ReLU(w₁·x)，{'' if one else '依次为 '}{shown.replace('; ', '；')}。在 x = {plain(x)} 处，输出对输入的导数是多少？",
        ),
        form=t("to three decimals, with the sign", "保留三位小数，带符号"),
        answer=slope,
        absolute=0.0011,
        traps=[x for x in traps if abs(float(x.answer) - slope) > 0.004],
        explanation=t(
            f"dy/dx = 1 + F′(x), and F′ = w₂·w₁ where the ReLU is open, else 0. {'; '.join(lines_en)}. {product} = {plain(slope)}.",
            f"dy/dx = 1 + F′(x)，ReLU 导通时 F′ = w₂·w₁，否则为 0。{'；'.join(lines_zh)}。{product} = {plain(slope)}。",
        ),
        sources=[IDENTITY],
        parameters={"x": x, "weights": weights},
    )


def vector_gradient(draw: Draw) -> Question:
    """∂L/∂x of y = x + W·ReLU(x) for two components, given ∂L/∂y."""
    x = [float(draw.choice([-2, -1, 1, 2, 3])) for _ in range(2)]
    if x[0] * x[1] > 0:
        raise draw.again()
    w = [[float(draw.integer(-3, 3)) for _ in range(2)] for _ in range(2)]
    g = [float(draw.choice([-2, -1, 1, 2, 3])) for _ in range(2)]
    back = [sum(w[i][j] * g[i] for i in range(2)) for j in range(2)]
    on = [1.0 if v > 0 else 0.0 for v in x]
    answer = [g[j] + back[j] * on[j] for j in range(2)]
    wrong = [sum(w[j][i] * g[i] for i in range(2)) for j in range(2)]
    if any(b == 0 for b in back) or w[0][1] == w[1][0]:
        raise draw.again()
    blanks = []
    for j in range(2):
        slips = [
            (g[j] + wrong[j] * on[j], t("Backward the matrix is transposed: Wᵀg.", "反向时矩阵要转置：Wᵀg。")),
            (back[j] * on[j], t("The shortcut's share, g itself, is missing.", "漏了捷径的贡献，即 g 本身。")),
            (
                g[j] + back[j],
                t("The ReLU lets the gradient pass only where x > 0.", "只有 x > 0 处 ReLU 才让梯度通过。"),
            ),
            (g[j], t("The branch contributes as well where x > 0.", "x > 0 处支路也有贡献。")),
        ]
        blanks.append(Blank([f"{answer[j]:.10g}"], traps=traps_of(answer[j], slips)))
    rows = "; ".join(" ".join(plain(v) for v in r) for r in w)
    vec = "({}, {})"
    body = "∂L/∂x = ({{1}}, {{2}})"
    parts = ", ".join(f"{plain(g[j])} + {plain(on[j])}·{signed(back[j])} = {plain(answer[j])}" for j in range(2))
    return Cloze(
        id=draw.id,
        concept=draw.concept,
        difficulty=3,
        prompt=t(
            f"y = x + W·ReLU(x) with column vectors, W = [{rows}] (rows separated by semicolons), x = {vec.format(*map(plain, x))}. "
            f"The gradient that comes back is ∂L/∂y = {vec.format(*map(plain, g))}. What is ∂L/∂x?",
            f"y = x + W·ReLU(x)，均为列向量，W = [{rows}]（分号分隔各行），x = {vec.format(*map(plain, x))}。"
            f"传回的梯度为 ∂L/∂y = {vec.format(*map(plain, g))}。∂L/∂x 是多少？",
        ),
        body=t(body, body),
        blanks=blanks,
        explanation=t(
            f"∂L/∂x = g + ReLU′(x) ⊙ (Wᵀg): the shortcut hands g down unchanged, the branch adds its share where x > 0. Wᵀg = {vec.format(*map(plain, back))}; "
            f"by components: {parts}.",
            f"∂L/∂x = g + ReLU′(x) ⊙ (Wᵀg)：捷径原样传回 g，支路在 x > 0 处再加一份。Wᵀg = {vec.format(*map(plain, back))}；逐分量：{parts}。",
        ),
        sources=[IDENTITY],
        parameters={"x": x, "w": w, "g": g},
    )
