"""Seeded questions on stacks of layers: the shape that comes out, and the receptive field."""

from __future__ import annotations

from quizprep.content.generator import Draw, generator, t
from quizprep.content.model import Number, Question, Shape
from quizprep.content.shown import unlike

CONV2D = "PyTorch documentation: torch.nn.Conv2d"

NO_FLOOR = t(
    "You rounded the division up. A window that does not fit completely is dropped: PyTorch takes the floor.",
    "这里把除法向上取整了。放不下的窗口会被丢弃：PyTorch 取的是下整。",
)
PAD_ONCE = t(
    "You counted the padding once. It is added at both ends of the axis, so it enters as 2p.",
    "填充只算了一次。轴的两端都要填充，所以公式里是 2p。",
)
NO_DILATION = t(
    "You ignored the dilation. A kernel of size k with dilation d spans d(k − 1) + 1 inputs.",
    "忽略了空洞率。大小为 k、空洞率为 d 的卷积核横跨 d(k − 1) + 1 个输入。",
)


def stack_layers(draw: Draw, level: int, channels: int) -> tuple[list[dict], int]:
    """Random layers: conv and pool alternate roughly; level 3 adds dilation, ceil_mode and a transposed layer."""
    layers: list[dict] = []
    kinds = {
        1: ["conv", "pool", "conv"],
        2: ["conv", "pool", "conv", "conv", "pool"],
        3: ["conv", "dilated", "ceil", "conv", "up"],
    }[level]
    for kind in kinds:
        if kind in ("pool", "ceil"):
            k, s = draw.choice([(2, 2), (3, 2), (3, 3)])
            code = f"nn.MaxPool2d({k}, stride={s}{', ceil_mode=True' if kind == 'ceil' else ''})"
            layers.append({"code": code, "kind": kind, "k": k, "s": s, "p": 0, "d": 1})
            continue
        d = 1
        wide = draw.choice([c for c in (8, 16, 24, 32, 48, 64) if c != channels])
        if kind == "up":
            k, s, p = draw.choice([(2, 2, 0), (4, 2, 1), (3, 2, 1), (3, 3, 0)])
            code = f"nn.ConvTranspose2d({channels}, {wide}, {k}, stride={s}" + (f", padding={p})" if p else ")")
        else:
            k, p = draw.choice([(3, 0), (3, 1), (5, 2), (5, 1), (7, 3)])
            s = 2 if level > 1 and kind == "conv" and not layers else draw.choice([1, 1, 2]) if level == 2 else 1
            d = draw.choice([2, 3]) if kind == "dilated" else 1
            extra = "".join(
                f", {a}={v}" for a, v, off in [("stride", s, 1), ("padding", p, 0), ("dilation", d, 1)] if v != off
            )
            code = f"nn.Conv2d({channels}, {wide}, {k}{extra})"
        layers.append({"code": code, "kind": kind, "k": k, "s": s, "p": p, "d": d})
        channels = wide
    return layers, channels


def trace(
    n: int, layers: list[dict], rounding: str = "", padding: int = 2, dilation: bool = True, up: bool = True
) -> list[int]:
    """The sizes along a stack; the arguments make the usual slips."""
    sizes = [n]
    for a in layers:
        wide = (a["d"] if dilation else 1) * (a["k"] - 1) + 1
        if a["kind"] == "up" and up:
            n = (n - 1) * a["s"] - padding * a["p"] + wide
        else:
            rest = n + padding * a["p"] - wide
            ceil = a["kind"] == "ceil" if not rounding else rounding == "up"
            n = (-(-rest // a["s"]) if ceil else rest // a["s"]) + 1
        sizes.append(n)
    return sizes


@generator("convolution.gen-stack-shape", version=1, concept="output-size", levels=(1, 2, 3))
def stack_shape(draw: Draw, level: int) -> Question:
    """The shape behind a stack of layers."""
    channels, n = draw.choice([1, 3]), draw.integer(*{1: (20, 48), 2: (48, 128), 3: (48, 112)}[level])
    layers, cout = stack_layers(draw, level, channels)
    sizes = trace(n, layers)
    if min(sizes) < 4:
        raise draw.again()
    slips = [] if level == 3 else [(trace(n, layers, rounding="up")[-1], NO_FLOOR)]
    if any(a["p"] for a in layers):
        slips.append((trace(n, layers, padding=1)[-1], PAD_ONCE))
        slips.append((trace(n, layers, padding=0)[-1], t("You left the padding out.", "漏了填充。")))
    if level == 3:
        slips += [
            (trace(n, layers, dilation=False)[-1], NO_DILATION),
            (
                trace(n, layers, rounding="down")[-1],
                t(
                    "You ignored `ceil_mode=True`, which rounds up in that layer.",
                    "忽略了 `ceil_mode=True`，那一层要向上取整。",
                ),
            ),
            (
                trace(n, layers, up=False)[-1],
                t(
                    "You treated the transposed layer as an ordinary one; it enlarges the map.",
                    "把转置卷积当成了普通卷积；它会放大特征图。",
                ),
            ),
        ]
    answer = [cout, sizes[-1], sizes[-1]]
    code = "nn.Sequential(\n" + "".join(f"    {a['code']},\n" for a in layers) + ")"
    path = " → ".join(map(str, sizes))
    more = (
        t("; `ceil_mode` rounds up; transposed: (n − 1)s − 2p + k", "；`ceil_mode` 取上整；转置：(n − 1)s − 2p + k")
        if level == 3
        else t("", "")
    )
    return Shape(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        code=code,
        axes="C, H, W",
        answer=answer,
        prompt=t(
            f"One image of shape ({channels}, {n}, {n}) goes through the whole stack. What shape comes out (C, H, W)?",
            f"一张形状为 ({channels}, {n}, {n}) 的图像通过整个网络，输出形状是什么（C, H, W）？",
        ),
        explanation=t(
            f"Layer by layer with ⌊(n + 2p − d(k − 1) − 1)/s⌋ + 1{more.en}: {path}. The last convolution has {cout} filters.",
            f"逐层使用 ⌊(n + 2p − d(k − 1) − 1)/s⌋ + 1{more.zh}：{path}。最后一个卷积有 {cout} 个滤波器。",
        ),
        sources=[CONV2D, "PyTorch documentation: torch.nn.MaxPool2d"]
        + (["PyTorch documentation: torch.nn.ConvTranspose2d"] if level == 3 else []),
        traps=unlike(draw, answer, [([cout, v, v], why) for v, why in slips]),
        parameters={"code": code, "input": [channels, n, n]},
    )


@generator("convolution.gen-receptive-field", version=1, concept="receptive-field", levels=(1, 2, 3))
def receptive_field(draw: Draw, level: int) -> Question:
    """How many pixels a unit behind some layers sees; level 3: with dilation."""
    layers = []
    for i in range({1: draw.integer(2, 4), 2: 4, 3: 5}[level]):
        if level > 1 and i in (1, 3) and draw.chance(0.7):
            layers.append(["pool", *draw.choice([(2, 2), (3, 2)]), 1])
        else:
            s = 1 if level == 1 else draw.choice([1, 1, 2])
            layers.append(
                [
                    "conv",
                    draw.choice([3, 3, 5, 7] if i == 0 else [3, 3, 5]),
                    s,
                    draw.choice([1, 2, 3]) if level == 3 and i > 1 else 1,
                ]
            )
    if layers[0][0] == "pool" or (level > 1 and max(a[2] for a in layers[:-1]) == 1):
        raise draw.again()
    if level == 3 and max(a[3] for a in layers) == 1:
        raise draw.again()

    def field(dilation=True, stride=True, own=False):
        r, jump = 1, 1
        for _, k, s, d in layers:
            here = jump * (s if own else 1)
            r += (k - 1) * (d if dilation else 1) * (here if stride else 1)
            jump *= s
        return r

    answer = field()
    if answer > 220:
        raise draw.again()
    slips = [
        (
            sum(k for _, k, _, _ in layers),
            t(
                "Neighbouring windows overlap: a layer adds k − 1 steps, not k.",
                "相邻窗口有重叠：每层增加 k − 1 步，而不是 k。",
            ),
        ),
        (answer - 1, t("Start from 1: a single unit sees itself.", "要从 1 开始：一个单元至少看到自己。")),
    ]
    if level == 1:
        slips.append(
            (max(k for _, k, _, _ in layers), t("Receptive fields add up through the layers.", "感受野会逐层累加。"))
        )
    else:
        slips += [
            (
                field(stride=False),
                t(
                    "A layer behind stride steps over several input pixels at a time: multiply by the product of the earlier strides.",
                    "步幅之后的层，每一步跨过多个输入像素：要乘以前面各层步幅之积。",
                ),
            ),
            (
                field(own=True),
                t(
                    "A layer's own stride does not widen what its own window sees; only earlier strides count.",
                    "一层自己的步幅不会扩大它自己窗口的视野；只计前面各层的步幅。",
                ),
            ),
        ]
    if level == 3:
        slips.append((field(dilation=False), NO_DILATION))
    figure = "\n".join(
        f"{i}  {kind}  {k}×{k}  stride {s}" + (f"  dilation {d}" if d > 1 else "")
        for i, (kind, k, s, d) in enumerate(layers, 1)
    )
    steps, r, jump = ["1"], 1, 1
    for _, k, s, d in layers:
        r += (k - 1) * d * jump
        steps.append(f"+ ({k} − 1)·{d}·{jump} = {r}" if d > 1 else f"+ {k - 1}·{jump} = {r}")
        jump *= s
    worked = ", ".join(steps)
    return Number(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        answer=answer,
        figure=t(figure, figure),
        unit=t("pixels", "像素"),
        prompt=t(
            "The layers below follow one another. How many input pixels wide is the receptive field of one unit of the last layer?",
            "下列各层依次相连。最后一层的一个单元，其感受野在输入上有多少像素宽？",
        ),
        explanation=t(
            f"Each layer adds (k − 1)·d·(product of the strides before it) to a start of 1: {worked}.",
            f"从 1 开始，每层增加 (k − 1)·d·（之前各层步幅之积）：{worked}。",
        ),
        sources=[
            "Araujo, Norris, Sim: Computing Receptive Fields of Convolutional Neural Networks, Distill (2019), doi:10.23915/distill.00021"
        ],
        traps=unlike(draw, answer, slips),
        parameters={"layers": layers},
    )
