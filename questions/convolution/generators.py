# ruff: noqa: E501 - texts of two languages
"""Seeded questions on convolution arithmetic: shapes, costs, receptive fields."""

from __future__ import annotations

from quizprep.content.generator import Draw, generator, t
from quizprep.content.model import Number, Question, Shape, Text, Trap

CONV2D = "PyTorch documentation: torch.nn.Conv2d"
GUIDE = "Dumoulin, Visin: A guide to convolution arithmetic for deep learning (2016), arXiv:1603.07285"
MOBILENET = "Howard et al.: MobileNets (2017), §3.1, arXiv:1704.04861"

NO_FLOOR = t(
    "You rounded the division up. A window that does not fit completely is dropped: PyTorch takes the floor.",
    "这里把除法向上取整了。放不下的窗口会被丢弃：PyTorch 取的是下整。",
)
PAD_ONCE = t(
    "You counted the padding once. It is added at both ends of the axis, so it enters as 2p.",
    "填充只算了一次。轴的两端都要填充，所以公式里是 2p。",
)
NO_PLUS_ONE = t(
    "You left out the + 1. The division counts the steps of the window; its first place counts too.",
    "漏了 +1。除法得到的是窗口移动的次数，起始位置也要算一个。",
)
NO_STRIDE = t("You ignored the stride.", "忽略了步幅。")
NO_DILATION = t(
    "You ignored the dilation. A kernel of size k with dilation d spans d(k − 1) + 1 inputs.",
    "忽略了空洞率。大小为 k、空洞率为 d 的卷积核横跨 d(k − 1) + 1 个输入。",
)


def span(k: int, d: int = 1) -> int:
    return d * (k - 1) + 1


def size(n: int, k: int, s: int = 1, p: int = 0, d: int = 1) -> int:
    return (n + 2 * p - span(k, d)) // s + 1


def up(n: int, k: int, s: int = 1, p: int = 0, d: int = 1) -> int:
    return -(-(n + 2 * p - span(k, d)) // s) + 1


def typed(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def make_traps(draw: Draw, answer, slips: list[tuple[object, Text]], tolerance: float = 0.0) -> list[Trap]:
    """The slips as traps; draws again where one gives the right answer, and keeps the first of two alike."""
    traps: dict[str, Trap] = {}
    for value, why in slips:
        first, second = (value, answer) if isinstance(value, list) else ([value], [answer])
        if all(abs(a - b) <= 2 * tolerance * abs(b) for a, b in zip(first, second, strict=True)):
            raise draw.again()
        if all(a > 0 for a in first):
            traps.setdefault(typed(value), Trap(typed(value), why))
    return list(traps.values())


def division(n: int, k: int, s: int, p: int, d: int = 1) -> str:
    """The output size of one axis, worked."""
    inside = f"{n} + 2·{p} − {d}·({k} − 1) − 1" if d > 1 else f"{n} + 2·{p} − {k}"
    return f"⌊({inside})/{s}⌋ + 1 = ⌊{n + 2 * p - span(k, d)}/{s}⌋ + 1 = {size(n, k, s, p, d)}"


@generator("convolution.gen-conv-output", version=1, concept="output-size", levels=(1, 2, 3))
def conv_output(draw: Draw, level: int) -> Question:
    cin, cout = draw.choice([1, 3, 4, 8, 16]), draw.choice([12, 20, 24, 32, 48, 64])
    if level == 1:
        H = W = draw.integer(17, 64)
        kernel, stride, padding = [draw.choice([3, 5, 7])] * 2, [1, 1], [draw.choice([0, 1])] * 2
    elif level == 2:
        H = W = draw.integer(24, 128)
        kernel, stride = [draw.choice([3, 4, 5, 7])] * 2, [draw.choice([2, 3])] * 2
        padding = [draw.integer(1, 3)] * 2
    else:
        H, W = draw.integer(24, 96), draw.integer(24, 96)
        kernel, stride, padding = (
            draw.sample([2, 3, 4, 5, 7], 2),
            draw.sample([1, 2, 3], 2),
            draw.sample([0, 1, 2, 3], 2),
        )
        if H == W:
            raise draw.again()
    axes = list(zip([H, W], kernel, stride, padding, strict=True))

    def shape(f):
        return [cout, *(f(n, k, s, p) for n, k, s, p in axes)]

    answer = shape(size)
    slips = [(shape(lambda n, k, s, p: size(n, k, s, p) - 1), NO_PLUS_ONE)]
    if any(padding):
        slips.append((shape(lambda n, k, s, p: (n + p - k) // s + 1), PAD_ONCE))
    if max(stride) > 1:
        slips += [(shape(up), NO_FLOOR), (shape(lambda n, k, s, p: size(n, k, 1, p)), NO_STRIDE)]
    if level == 3:
        swapped = [
            cout,
            *(size(n, k, s, p) for n, k, s, p in zip([W, H], kernel, stride, padding, strict=True)),
        ]
        slips.append(
            (
                swapped,
                t(
                    "You swapped the axes: pairs are (height, width).",
                    "把轴弄反了：二元组的顺序是（高，宽）。",
                ),
            )
        )
    slips.append(
        (
            [cin, *answer[1:]],
            t(
                "The channels of the output are `out_channels`: one map for each filter.",
                "输出通道数是 `out_channels`：每个滤波器产生一张特征图。",
            ),
        )
    )

    def arg(pair):
        return pair[0] if pair[0] == pair[1] else tuple(pair)

    code = f"nn.Conv2d({cin}, {cout}, kernel_size={arg(kernel)}, stride={arg(stride)}, padding={arg(padding)})"
    worked = [division(*axis) for axis in axes]
    return Shape(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        code=code,
        axes="C, H, W",
        answer=answer,
        prompt=t(
            f"One image of shape ({cin}, {H}, {W}) goes through this layer. What shape comes out (C, H, W)?",
            f"一张形状为 ({cin}, {H}, {W}) 的图像通过这一层，输出形状是什么（C, H, W）？",
        ),
        explanation=t(
            f"Each axis: ⌊(n + 2p − k)/s⌋ + 1. Height: {worked[0]}. Width: {worked[1]}. "
            f"The number of filters gives the channels: {cout}.",
            f"每个轴：⌊(n + 2p − k)/s⌋ + 1。高：{worked[0]}。宽：{worked[1]}。通道数等于滤波器个数：{cout}。",
        ),
        sources=[CONV2D, GUIDE],
        traps=make_traps(draw, answer, slips),
        parameters={"code": code, "input": [cin, H, W]},
    )


@generator("convolution.gen-pool-output", version=1, concept="pooling", levels=(1, 2, 3))
def pool_output(draw: Draw, level: int) -> Question:
    C, n = draw.choice([8, 16, 24, 32, 64, 96]), draw.integer(13, 80)
    name = draw.choice(["MaxPool2d", "AvgPool2d"])
    k = s = draw.choice([2, 3, 4])
    p, ceil = 0, level == 3
    if level > 1:
        k, s = draw.choice([(2, 2), (3, 2), (3, 3), (4, 2), (4, 3), (5, 2), (5, 3)])
        p = draw.integer(1 if ceil else 0, k // 2)
    floor, rounded = size(n, k, s, p), up(n, k, s, p)
    answer, dropped = floor, False
    if floor == rounded:
        raise draw.again()  # rounding must matter
    if ceil:
        dropped = (rounded - 1) * s >= n + p
        answer = rounded - 1 if dropped else rounded
    slips = [
        (
            [C, size(n, k, 1, p)] + [size(n, k, 1, p)],
            t(
                "With no `stride` argument, PyTorch's pooling moves by the kernel size.",
                "不给 `stride` 时，PyTorch 的池化步幅等于核大小。",
            )
            if k == s
            else NO_STRIDE,
        )
    ]
    if not ceil:
        slips.append(([C, rounded, rounded], NO_FLOOR))
    elif dropped:
        slips.append(
            (
                [C, rounded, rounded],
                t(
                    "You kept a window that would start in the padding on the right; PyTorch drops it even with `ceil_mode=True`.",
                    "你保留了一个起点落在右侧填充区的窗口；即使 `ceil_mode=True`，PyTorch 也会丢弃它。",
                ),
            )
        )
    else:
        slips.append(
            (
                [C, floor, floor],
                t(
                    "You took the floor, but `ceil_mode=True` keeps the last, partial window.",
                    "你取了下整，但 `ceil_mode=True` 会保留最后那个不完整的窗口。",
                ),
            )
        )
    if p and (once := (n + p - k) // s + 1) != answer:
        slips.append(([C, once, once], PAD_ONCE))
    slips.append(
        (
            [1, answer, answer],
            t(
                "Pooling works on each channel by itself and keeps their number.",
                "池化在每个通道上独立进行，通道数不变。",
            ),
        )
    )
    args = [str(k)] + ([f"stride={s}"] if s != k else []) + ([f"padding={p}"] if p else [])
    code = f"nn.{name}({', '.join(args + (['ceil_mode=True'] if ceil else []))})"
    inside = f"({n} + 2·{p} − {k})/{s} = {n + 2 * p - k}/{s}"
    if not ceil:
        en = zh = f"⌊{inside}⌋ + 1 → {floor}"
    else:
        en = zh = f"⌈{inside}⌉ + 1 → {rounded}"
        start = (rounded - 1) * s
        if dropped:
            en += f", but the last window would start at {start} ≥ {n} + {p}, inside the right padding, so it is dropped: {answer}"
            zh += f"，但最后一个窗口的起点 {start} ≥ {n} + {p}，落在右侧填充区，因此被丢弃：{answer}"
        else:
            en += f"; the last window starts at {start} < {n} + {p}, so it stays"
            zh += f"；最后一个窗口起点 {start} < {n} + {p}，予以保留"
    rule = "⌈(n + 2p − k)/s⌉ + 1" if ceil else "⌊(n + 2p − k)/s⌋ + 1"
    return Shape(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        code=code,
        axes="C, H, W",
        answer=[C, answer, answer],
        prompt=t(
            f"An input of shape ({C}, {n}, {n}) is pooled. What shape comes out (C, H, W)?",
            f"对形状为 ({C}, {n}, {n}) 的输入做池化，输出形状是什么（C, H, W）？",
        ),
        explanation=t(
            f"Rule: {rule} on each axis, stride {s}. Here {en}. The {C} channels stay.",
            f"规则：每个轴 {rule}，步幅为 {s}。这里 {zh}。{C} 个通道保持不变。",
        ),
        sources=[f"PyTorch documentation: torch.nn.{name}"],
        traps=make_traps(draw, [C, answer, answer], slips),
        parameters={"code": code, "input": [C, n, n]},
    )


@generator("convolution.gen-transposed-output", version=1, concept="transposed", levels=(1, 2, 3))
def transposed_output(draw: Draw, level: int) -> Question:
    cin, cout, n = draw.choice([16, 32, 64, 128]), draw.choice([3, 8, 12, 24]), draw.integer(4, 24)
    k, s = draw.integer(2, 5), draw.choice([2, 3] if level < 3 else [2, 3, 4])
    p = 0 if level == 1 else draw.integer(1, 2)
    op = draw.integer(1, s - 1) if level > 1 and (level == 3 or draw.chance(0.5)) else 0
    d = draw.choice([1, 2]) if level == 3 else 1
    answer = (n - 1) * s - 2 * p + span(k, d) + op
    if p >= span(k, d) or answer < 4:
        raise draw.again()
    slips = [
        (
            n * s,
            t(
                "n·s is right only where the kernel, padding and output padding happen to balance: d(k − 1) + 1 + op − 2p = s.",
                "只有当核、填充与输出填充恰好抵消（d(k − 1) + 1 + op − 2p = s）时才是 n·s。",
            ),
        ),
        (
            size(n, k, s, p, d),
            t(
                "This is the formula of an ordinary convolution; a transposed one runs it backwards and grows the map.",
                "这是普通卷积的公式；转置卷积把它反过来，特征图会变大。",
            ),
        ),
        (
            n * s - 2 * p + span(k, d) + op,
            t(
                "n inputs are n − 1 steps apart from first to last, not n.",
                "n 个输入从头到尾只隔 n − 1 步，不是 n 步。",
            ),
        ),
    ]
    if p:
        slips.append(
            (
                (n - 1) * s + 2 * p + span(k, d) + op,
                t(
                    "Padding of a transposed convolution cuts 2p off the result; it does not add.",
                    "转置卷积的填充是从结果中裁掉 2p，而不是增加。",
                ),
            )
        )
        slips.append(
            (
                answer + p,
                t(
                    "You cut the padding off once. It goes at both ends, so 2p is subtracted.",
                    "填充只减了一次。两端都要裁，所以减 2p。",
                ),
            )
        )
    if op:
        slips.append((answer - op, t("You left out `output_padding`.", "漏了 `output_padding`。")))
    if d > 1:
        slips.append(((n - 1) * s - 2 * p + k + op, NO_DILATION))
    extra = "".join(
        f", {name}={v}"
        for name, v, off in [("padding", p, 0), ("output_padding", op, 0), ("dilation", d, 1)]
        if v != off
    )
    code = f"nn.ConvTranspose2d({cin}, {cout}, kernel_size={k}, stride={s}{extra})"
    worked = f"({n} − 1)·{s} − 2·{p} + {d}·({k} − 1) + {op} + 1 = {answer}"
    return Shape(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        code=code,
        axes="C, H, W",
        answer=[cout, answer, answer],
        prompt=t(
            f"An input of shape ({cin}, {n}, {n}) goes through this layer. What shape comes out (C, H, W)?",
            f"形状为 ({cin}, {n}, {n}) 的输入通过这一层，输出形状是什么（C, H, W）？",
        ),
        explanation=t(
            f"Each axis: (n − 1)s − 2p + d(k − 1) + output_padding + 1. Here {worked}, with {cout} channels.",
            f"每个轴：(n − 1)s − 2p + d(k − 1) + output_padding + 1。这里 {worked}，通道数为 {cout}。",
        ),
        sources=["PyTorch documentation: torch.nn.ConvTranspose2d", GUIDE],
        traps=make_traps(draw, [cout, answer, answer], [([cout, v, v], why) for v, why in slips]),
        parameters={"code": code, "input": [cin, n, n]},
    )


@generator("convolution.gen-dilated-output", version=1, concept="dilated", levels=(1, 2, 3))
def dilated_output(draw: Draw, level: int) -> Question:
    k, d = draw.choice([3, 4, 5, 7] if level == 1 else [3, 5]), draw.integer(2, 6 if level == 1 else 4)
    common = {"id": draw.id, "concept": draw.concept, "difficulty": level}
    sources = [
        CONV2D,
        "Yu, Koltun: Multi-Scale Context Aggregation by Dilated Convolutions (2016), arXiv:1511.07122",
    ]
    gaps = t(
        "You inserted d zeros between neighbouring taps; dilation d puts them d apart, with d − 1 zeros between.",
        "你在相邻权重之间插了 d 个零；空洞率 d 表示相距 d，中间只有 d − 1 个零。",
    )
    if level == 1:
        slips = [
            (
                k * d,
                t(
                    "k taps have k − 1 gaps: the span is d(k − 1) + 1, not kd.",
                    "k 个权重之间只有 k − 1 个间隔：跨度是 d(k − 1) + 1，而不是 kd。",
                ),
            ),
            (d * (k - 1), t("You left out the + 1: the first tap itself.", "漏了 +1：第一个权重本身。")),
            (span(k, d + 1), gaps),
            (k, t("k is the number of taps; dilation spreads them out.", "k 是权重个数；空洞把它们拉开了。")),
        ]
        return Number(
            **common,
            answer=span(k, d),
            unit=t("inputs", "个输入"),
            prompt=t(
                f"A one-dimensional convolution has `kernel_size={k}` and `dilation={d}`. How many consecutive input positions "
                "does the kernel span, from its first tap to its last, both included?",
                f"一个一维卷积 `kernel_size={k}`、`dilation={d}`。从第一个权重到最后一个权重（含两端），卷积核横跨多少个连续的输入位置？",
            ),
            explanation=t(
                f"The taps lie d apart, so the span is d(k − 1) + 1 = {d}·{k - 1} + 1 = {span(k, d)}; the weights stay {k}.",
                f"相邻权重相距 d，所以跨度为 d(k − 1) + 1 = {d}·{k - 1} + 1 = {span(k, d)}；权重仍是 {k} 个。",
            ),
            sources=sources,
            traps=make_traps(draw, span(k, d), slips),
            parameters={"ask": "span", "k": k, "d": d},
        )
    C, n, s, p = (
        draw.choice([8, 16, 32]),
        draw.integer(28, 72),
        1 if level == 2 else draw.choice([2, 3]),
        draw.integer(1, 4),
    )
    out = size(n, k, s, p, d)
    slips = [
        (size(n, k, s, p), NO_DILATION),
        ((n + p - span(k, d)) // s + 1, PAD_ONCE),
        (out - 1, NO_PLUS_ONE),
    ]
    slips.append(((n + 2 * p - span(k, d + 1)) // s + 1, gaps))
    if s > 1:
        slips.append((up(n, k, s, p, d), NO_FLOOR))
    code = f"nn.Conv2d({C}, {2 * C}, {k}, stride={s}, padding={p}, dilation={d})"
    return Shape(
        **common,
        code=code,
        axes="C, H, W",
        answer=[2 * C, out, out],
        prompt=t(
            f"An input of shape ({C}, {n}, {n}) goes through this dilated layer. What shape comes out (C, H, W)?",
            f"形状为 ({C}, {n}, {n}) 的输入通过这个空洞卷积层，输出形状是什么（C, H, W）？",
        ),
        explanation=t(
            f"The kernel spans d(k − 1) + 1 = {span(k, d)} inputs. Each axis: {division(n, k, s, p, d)}. Channels: {2 * C}.",
            f"卷积核横跨 d(k − 1) + 1 = {span(k, d)} 个输入。每个轴：{division(n, k, s, p, d)}。通道数：{2 * C}。",
        ),
        sources=sources,
        traps=make_traps(draw, [2 * C, out, out], [([2 * C, v, v], why) for v, why in slips]),
        parameters={"ask": "shape", "code": code, "input": [C, n, n]},
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
            ceil = kind == "ceil"
            code = f"nn.MaxPool2d({k}, stride={s}{', ceil_mode=True' if ceil else ''})"
            layers.append({"code": code, "f": "pool", "k": k, "s": s, "p": 0, "d": 1, "ceil": ceil})
            continue
        wide = draw.choice([c for c in (8, 16, 24, 32, 48, 64) if c != channels])
        if kind == "up":
            k, s, p = draw.choice([(2, 2, 0), (4, 2, 1), (3, 2, 1), (3, 3, 0)])
            code = f"nn.ConvTranspose2d({channels}, {wide}, {k}, stride={s}" + (f", padding={p})" if p else ")")
            layers.append({"code": code, "f": "up", "k": k, "s": s, "p": p, "d": 1, "ceil": False})
        else:
            k, p = draw.choice([(3, 0), (3, 1), (5, 2), (5, 1), (7, 3)])
            s = 2 if level > 1 and kind == "conv" and not layers else draw.choice([1, 1, 2]) if level == 2 else 1
            d = draw.choice([2, 3]) if kind == "dilated" else 1
            extra = "".join(
                f", {a}={v}" for a, v, off in [("stride", s, 1), ("padding", p, 0), ("dilation", d, 1)] if v != off
            )
            layers.append(
                {
                    "code": f"nn.Conv2d({channels}, {wide}, {k}{extra})",
                    "f": "conv",
                    "k": k,
                    "s": s,
                    "p": p,
                    "d": d,
                    "ceil": False,
                }
            )
        channels = wide
    return layers, channels


def trace(
    n: int, layers: list[dict], rounding: str = "", padding: int = 2, dilation: bool = True, up: bool = True
) -> list[int]:
    """The sizes along a stack; the arguments make the usual slips."""
    sizes = [n]
    for a in layers:
        wide = span(a["k"], a["d"] if dilation else 1)
        if a["f"] == "up" and up:
            n = (n - 1) * a["s"] - padding * a["p"] + wide
        else:
            rest = n + padding * a["p"] - wide
            ceil = a["ceil"] if not rounding else rounding == "up"
            n = (-(-rest // a["s"]) if ceil else rest // a["s"]) + 1
        sizes.append(n)
    return sizes


@generator("convolution.gen-stack-shape", version=1, concept="output-size", levels=(1, 2, 3))
def stack_shape(draw: Draw, level: int) -> Question:
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
        t(
            "; `ceil_mode` rounds up; transposed: (n − 1)s − 2p + k",
            "；`ceil_mode` 取上整；转置：(n − 1)s − 2p + k",
        )
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
        traps=make_traps(draw, answer, [([cout, v, v], why) for v, why in slips]),
        parameters={"code": code, "input": [channels, n, n]},
    )


@generator("convolution.gen-parameters", version=1, concept="parameters-and-macs", levels=(1, 2, 3))
def parameters(draw: Draw, level: int) -> Question:
    a, b, c = (
        draw.choice([3, 8, 12, 16, 32]),
        draw.choice([10, 20, 24, 40, 64]),
        draw.choice([16, 30, 48, 60]),
    )
    k, side = draw.choice([3, 5, 7]), draw.choice([28, 32, 56])
    bias_why = t("You left out the biases: one for each output channel.", "漏了偏置：每个输出通道一个。")
    slips: list[tuple[object, Text]]
    if level == 1:
        lines = [f"nn.Conv2d({a}, {b}, {k})"]
        answer = a * b * k * k + b
        worked = f"{b}·{a}·{k}·{k} + {b} = {answer}"
        zh = worked
        slips = [
            (answer - b, bias_why),
            (
                b * k * k + b,
                t(
                    "Each filter is as deep as its input: you left out the input channels.",
                    "每个滤波器与输入同深：漏了输入通道数。",
                ),
            ),
            (
                a * b * k + b,
                t("You used k where the kernel has k² places.", "卷积核有 k² 个位置，这里只用了 k。"),
            ),
            (
                answer * side * side,
                t(
                    "The weights are shared by all positions: the image size does not enter.",
                    "权重在所有位置共享：与图像大小无关。",
                ),
            ),
        ]
    elif level == 2:
        k2 = draw.choice([1, 3, 5])
        lines = [
            f"nn.Conv2d({a}, {b}, {k}, padding={k // 2})",
            "nn.ReLU()",
            "nn.MaxPool2d(2)",
            f"nn.Conv2d({b}, {c}, {k2}, bias=False)",
            f"nn.BatchNorm2d({c})",
        ]
        first, second = a * b * k * k + b, b * c * k2 * k2
        answer = first + second + 2 * c
        worked = f"({b}·{a}·{k}² + {b}) + {c}·{b}·{k2}² + 2·{c} = {first} + {second} + {2 * c} = {answer}"
        zh = worked
        slips = [
            (
                answer - 2 * c,
                t(
                    "Batch norm has a scale and a shift for each channel.",
                    "批归一化每个通道有一个缩放和一个平移参数。",
                ),
            ),
            (
                answer + 2 * c,
                t(
                    "The running mean and variance are buffers, not trainable parameters.",
                    "滑动均值和方差是缓冲区，不是可训练参数。",
                ),
            ),
            (answer + c, t("The second convolution has `bias=False`.", "第二个卷积设了 `bias=False`。")),
            (answer - b, t("You left out the biases of the first convolution.", "漏了第一个卷积的偏置。")),
        ]
    else:
        g = draw.choice([2, 4])
        a, b = draw.choice([16, 24, 32, 48]), draw.choice([32, 40, 64])
        lines = [
            f"nn.Conv2d({a}, {a}, {k}, padding={k // 2}, groups={a}, bias=False)",
            f"nn.BatchNorm2d({a})",
            f"nn.Conv2d({a}, {b}, 1)",
            f"nn.Conv2d({b}, {b}, 3, padding=1, groups={g})",
        ]
        dw, pw, gr = a * k * k, a * b + b, b * (b // g) * 9 + b
        answer = dw + 2 * a + pw + gr
        worked = f"depthwise {a}·1·{k}² = {dw}; batch norm 2·{a} = {2 * a}; 1×1 {b}·{a} + {b} = {pw}; grouped {b}·({b}/{g})·9 + {b} = {gr}; together {answer}"
        zh = f"逐深度 {a}·1·{k}² = {dw}；批归一化 2·{a} = {2 * a}；1×1 卷积 {b}·{a} + {b} = {pw}；分组 {b}·({b}/{g})·9 + {b} = {gr}；合计 {answer}"
        slips = [
            (
                a * a * k * k + 2 * a + pw + gr,
                t(
                    "In the depthwise layer each filter sees one channel only.",
                    "逐深度层的每个滤波器只看一个通道。",
                ),
            ),
            (
                dw + 2 * a + pw + b * b * 9 + b,
                t(
                    "With g groups a filter sees C_in/g channels.",
                    "分成 g 组后，每个滤波器只看 C_in/g 个通道。",
                ),
            ),
            (
                dw + 2 * a + pw + b * b * 9 // (g * g) + b,
                t(
                    "All C_out filters remain: groups divide the cost by g, not by g².",
                    "C_out 个滤波器一个不少：分组使代价除以 g，而不是 g²。",
                ),
            ),
            (answer - 2 * b, t("You left out the biases of the last two layers.", "漏了最后两层的偏置。")),
            (
                answer - 2 * a,
                t(
                    "Batch norm has a scale and a shift for each channel.",
                    "批归一化每个通道有一个缩放和一个平移参数。",
                ),
            ),
        ]
    code = lines[0] if level == 1 else "nn.Sequential(\n" + "".join(f"    {line},\n" for line in lines) + ")"
    seen_en = f" It is applied to {side}×{side} images." if level == 1 else ""
    seen_zh = f"它用于 {side}×{side} 的图像。" if level == 1 else ""
    return Number(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        code=code,
        answer=answer,
        prompt=t(
            f"How many trainable parameters does this have?{seen_en}",
            f"下面的代码有多少个可训练参数？{seen_zh}",
        ),
        explanation=t(
            f"A convolution has C_out·(C_in/groups)·k·k weights and C_out biases, whatever the image size. {worked}.",
            f"卷积有 C_out·(C_in/groups)·k·k 个权重和 C_out 个偏置，与图像大小无关。{zh}。",
        ),
        sources=[CONV2D] + (["PyTorch documentation: torch.nn.BatchNorm2d"] if level > 1 else []),
        traps=make_traps(draw, answer, slips),
        parameters={"code": code},
    )


@generator("convolution.gen-macs", version=1, concept="parameters-and-macs", levels=(1, 2, 3))
def macs(draw: Draw, level: int) -> Question:
    a, b = draw.choice([16, 32, 48, 64]), draw.choice([32, 64, 96, 128])
    n, k = draw.choice([14, 20, 28, 32, 40, 56]), draw.choice([3, 5])
    s, p, g = (1 if level == 1 else 2), k // 2, (draw.choice([2, 4, 8]) if level == 3 else 1)
    out = size(n, k, s, p)
    exact = out * out * b * (a // g) * k * k
    answer = exact / 1e6
    slips = [
        (
            round(2 * answer, 4),
            t(
                "That counts floating-point operations: a multiply-add is two of them.",
                "这是浮点运算次数：一次乘加算两次浮点运算。",
            ),
        ),
        (
            round(answer / a * g, 4),
            t(
                "You left out the input channels: each output sums over all that its filter sees.",
                "漏了输入通道：每个输出要对滤波器看到的所有通道求和。",
            ),
        ),
        (
            round(answer / (out * out), 4),
            t(
                "These are the weights; each is used once at every output position.",
                "这是权重个数；每个权重在每个输出位置都要用一次。",
            ),
        ),
    ]
    if level > 1:
        slips.append(
            (
                round(n * n * b * (a // g) * k * k / 1e6, 4),
                t(
                    "Multiply-adds count output positions, not input positions: the stride saves work.",
                    "乘加次数按输出位置算，而不是输入位置：步幅会省计算。",
                ),
            )
        )
    if level == 3:
        slips += [
            (
                round(answer * g, 4),
                t(
                    "You ignored the groups: each filter sees C_in/g channels.",
                    "忽略了分组：每个滤波器只看 C_in/g 个通道。",
                ),
            ),
            (
                round(answer / g, 4),
                t("You divided by g twice: C_out is not divided.", "除了两次 g：C_out 不用除。"),
            ),
        ]
    extra = (f", stride={s}" if s > 1 else "") + f", padding={p}" + (f", groups={g}" if g > 1 else "") + ", bias=False"
    code = f"nn.Conv2d({a}, {b}, {k}{extra})"
    depth = f"({a}/{g})" if g > 1 else str(a)
    return Number(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        code=code,
        answer=answer,
        tolerance=0.01,
        unit=t("million MACs", "百万次乘加"),
        form=t("in millions (10⁶), within 1 %", "以百万（10⁶）为单位，误差 1 % 以内"),
        prompt=t(
            f"One image of shape ({a}, {n}, {n}) goes through this layer. How many million multiply-adds does it take "
            "(one multiply-add counts once)?",
            f"一张形状为 ({a}, {n}, {n}) 的图像通过这一层，需要多少百万次乘加（一次乘加算一次）？",
        ),
        explanation=t(
            f"H_out·W_out·C_out·(C_in/groups)·k². The output is {out}×{out}: {out}·{out}·{b}·{depth}·{k}² = {exact:,} ≈ {answer:.4g} million.",
            f"H_out·W_out·C_out·(C_in/groups)·k²。输出为 {out}×{out}：{out}·{out}·{b}·{depth}·{k}² = {exact:,} ≈ {answer:.4g} 百万。",
        ),
        sources=[MOBILENET, CONV2D],
        traps=make_traps(draw, answer, slips, 0.01),
        parameters={"code": code, "input": [a, n, n]},
    )


@generator("convolution.gen-receptive-field", version=1, concept="receptive-field", levels=(1, 2, 3))
def receptive_field(draw: Draw, level: int) -> Question:
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
            (
                max(k for _, k, _, _ in layers),
                t("Receptive fields add up through the layers.", "感受野会逐层累加。"),
            )
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
        traps=make_traps(draw, answer, slips),
        parameters={"layers": layers},
    )


@generator("convolution.gen-separable-ratio", version=1, concept="depthwise-separable", levels=(1, 2, 3))
def separable_ratio(draw: Draw, level: int) -> Question:
    M, N = draw.choice([8, 16, 24, 32, 48, 64]), draw.choice([12, 16, 20, 32, 40, 64, 96, 128])
    k, n = draw.choice([3, 5, 7]), draw.choice([14, 28, 56])
    if M == N:
        raise draw.again()
    ratio = 1 / N + 1 / (k * k)
    flipped = t("You turned the ratio upside down.", "把比值弄颠倒了。")
    no_dw = t(
        "1/k² is the share of the 1×1 convolution alone; the depthwise one adds 1/N.",
        "1/k² 只是 1×1 卷积的部分；逐深度卷积还要加上 1/N。",
    )
    no_pw = t(
        "1/N is the share of the depthwise convolution alone; the 1×1 one adds 1/k².",
        "1/N 只是逐深度卷积的部分；1×1 卷积还要加上 1/k²。",
    )
    inputs = t(
        "N is the number of output channels; the input channels M cancel.",
        "N 是输出通道数；输入通道数 M 会约掉。",
    )
    dw, pw, std = M * k * k, M * N, M * N * k * k
    per = f"k²M = {dw}, MN = {pw}, k²MN = {std}"
    if level == 1:
        answer, unit, decimals = ratio, None, 5
        ask_en, ask_zh = (
            "What fraction of the multiply-adds of the standard convolution does the separable one need",
            "深度可分离卷积的乘加次数是标准卷积的几分之几（写成小数）",
        )
        worked = f"({dw} + {pw})/{std} = 1/{N} + 1/{k * k} = {ratio:.4g}"
        slips = [
            (1 / k**2, no_dw),
            (1 / N, no_pw),
            (1 / M + 1 / k**2, inputs),
            (1 / N + 1 / k, t("The kernel has k² places, not k.", "卷积核有 k² 个位置，不是 k 个。")),
            (1 / ratio, flipped),
        ]
    elif level == 2:
        answer, unit, decimals = 1 / ratio, t("times", "倍"), 4
        ask_en, ask_zh = (
            "How many times fewer multiply-adds does the separable one need than the standard convolution",
            "标准卷积的乘加次数是深度可分离卷积的多少倍",
        )
        worked = f"{std}/({dw} + {pw}) = 1/(1/{N} + 1/{k * k}) = {answer:.4g}"
        slips = [
            (
                k * k,
                t(
                    "k² is only the limit for very many output channels; it leaves out the depthwise part, 1/N of the standard cost.",
                    "k² 只是输出通道极多时的极限；它漏了逐深度部分，即标准代价的 1/N。",
                ),
            ),
            (
                k * k + N,
                t(
                    "Reciprocals do not add: 1/(1/N + 1/k²) is not N + k².",
                    "倒数不能直接相加：1/(1/N + 1/k²) 不等于 N + k²。",
                ),
            ),
            (1 / (1 / M + 1 / k**2), inputs),
            (ratio, flipped),
        ]
    else:
        answer, unit, decimals = 100 * N / (k * k + N), t("percent", "百分比"), 3
        ask_en, ask_zh = (
            "What percentage of the separable layer's multiply-adds falls on the 1×1 convolution",
            "深度可分离层的乘加次数中，1×1 卷积占百分之几",
        )
        worked = f"MN/(k²M + MN) = {pw}/{dw + pw} = N/(k² + N) = {answer:.4g} %"
        slips = [
            (
                100 * k * k / (k * k + N),
                t("That is the share of the depthwise part.", "这是逐深度部分的占比。"),
            ),
            (
                100 * N / (M + N),
                t(
                    "The depthwise part costs k²M at each position, not M².",
                    "逐深度部分每个位置的代价是 k²M，不是 M²。",
                ),
            ),
            (100 * M / (k * k + M), inputs),
            (100 * ratio, t("That is the cost against a standard convolution.", "这是相对标准卷积的代价。")),
        ]
    return Number(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        answer=answer,
        tolerance=0.006,
        unit=unit,
        form=t("to three significant digits", "保留三位有效数字"),
        prompt=t(
            f"A {k}×{k} convolution from M = {M} to N = {N} channels (stride 1, output {n}×{n}) is replaced by a depthwise {k}×{k} "
            f"and a pointwise 1×1 convolution. {ask_en}? Count no biases.",
            f"一个从 M = {M} 到 N = {N} 通道的 {k}×{k} 卷积（步幅 1，输出 {n}×{n}）换成逐深度 {k}×{k} 加逐点 1×1 卷积。{ask_zh}？不计偏置。",
        ),
        explanation=t(
            f"At each output position: depthwise k²M, pointwise MN, standard k²MN; here {per}. So {worked}. The {n}×{n} positions cancel.",
            f"每个输出位置：逐深度 k²M，逐点 MN，标准 k²MN；这里 {per}。因此 {worked}。{n}×{n} 个位置会约掉。",
        ),
        sources=[MOBILENET],
        traps=make_traps(draw, answer, [(round(v, decimals), why) for v, why in slips], 0.006),
        parameters={"M": M, "N": N, "k": k, "n": n, "ask": ("ratio", "times", "pointwise share")[level - 1]},
    )


@generator("convolution.gen-same-padding", version=1, concept="same-padding", levels=(1, 2, 3))
def same_padding(draw: Draw, level: int) -> Question:
    common = {"id": draw.id, "concept": draw.concept, "difficulty": level}
    if level < 3:
        k = draw.choice([3, 5, 7, 9, 11] if level == 1 else [3, 5, 7])
        d, n = (1 if level == 1 else draw.integer(2, 6)), draw.integer(20, 99)
        answer = d * (k - 1) // 2
        slips = [
            (
                d * (k - 1),
                t("That is the total; it is split between the two sides.", "这是总量；要平分到两侧。"),
            ),
            (
                (k + 1) // 2 if d == 1 else d * k // 2,
                t(
                    "The window's own centre needs no padding: use k − 1.",
                    "窗口中心不需要填充：用的是 k − 1。",
                ),
            ),
        ]
        if d > 1:
            slips.append(((k - 1) // 2, NO_DILATION))
        return Number(
            **common,
            answer=answer,
            unit=t("on each side", "每侧"),
            prompt=t(
                f"A one-dimensional input has {n} positions. With `kernel_size={k}`, `stride=1`, `dilation={d}`, how much `padding` (on each side) "
                "keeps the length?",
                f"一维输入有 {n} 个位置。`kernel_size={k}`、`stride=1`、`dilation={d}` 时，`padding`（每侧）取多少能保持长度不变？",
            ),
            explanation=t(
                f"Stride 1 keeps n where 2p = d(k − 1): p = {d}·({k} − 1)/2 = {answer}. The length {n} does not matter.",
                f"步幅为 1 时，2p = d(k − 1) 则长度不变：p = {d}·({k} − 1)/2 = {answer}。与长度 {n} 无关。",
            ),
            sources=[CONV2D],
            traps=make_traps(draw, answer, slips),
            parameters={"n": n, "k": k, "s": 1, "d": d, "ask": "side"},
        )
    n, k, s, d = draw.integer(20, 99), draw.choice([4, 5, 6, 7]), draw.choice([2, 3]), draw.choice([1, 1, 2])
    out = -(-n // s)
    answer = (out - 1) * s + span(k, d) - n
    if answer < 2 or n % s == 0 and draw.chance(0.5):
        raise draw.again()
    slips = [
        (
            span(k, d) - 1,
            t(
                "d(k − 1) is the total for stride 1; with a stride less may do.",
                "d(k − 1) 是步幅为 1 时的总量；步幅更大时可以更少。",
            ),
        ),
        (
            out * s + span(k, d) - n,
            t(
                "The last of the windows starts at (out − 1)·s, not at out·s.",
                "最后一个窗口的起点是 (out − 1)·s，不是 out·s。",
            ),
        ),
    ]
    if answer % 2 == 0:
        slips.append((answer // 2, t("That is one side; the total was asked.", "这是一侧的量；题目问的是总量。")))
    if d > 1:
        slips.append(((out - 1) * s + k - n, NO_DILATION))
    return Number(
        **common,
        answer=answer,
        unit=t("in total", "总量"),
        prompt=t(
            f"'Same' padding in TensorFlow's sense gives ⌈n/s⌉ outputs. For n = {n}, kernel {k}, stride {s}, dilation {d}: what is the smallest "
            "total padding (left plus right) that reaches it?",
            f"TensorFlow 意义上的 “same” 填充给出 ⌈n/s⌉ 个输出。n = {n}、卷积核 {k}、步幅 {s}、空洞率 {d} 时，最少需要多少填充（左右合计）？",
        ),
        explanation=t(
            f"{out} = ⌈{n}/{s}⌉ windows reach from 0 to (out − 1)s + d(k − 1) + 1 = {(out - 1) * s} + {span(k, d)} = {(out - 1) * s + span(k, d)}; "
            f"minus the {n} inputs leaves {answer}. An odd total puts the extra one on the right.",
            f"{out} = ⌈{n}/{s}⌉ 个窗口覆盖的长度为 (out − 1)s + d(k − 1) + 1 = {(out - 1) * s} + {span(k, d)} = {(out - 1) * s + span(k, d)}；"
            f"减去 {n} 个输入得 {answer}。总量为奇数时，多出的一个放在右边。",
        ),
        sources=["TensorFlow documentation: tf.nn (notes on padding)"],
        traps=make_traps(draw, answer, slips),
        parameters={"n": n, "k": k, "s": s, "d": d, "ask": "total"},
    )


@generator("convolution.gen-sliding-window", version=2, concept="output-size", levels=(1, 2, 3))
def sliding_window(draw: Draw, level: int) -> Question:
    H, W = draw.integer(4, 8), draw.integer(5, 11)
    kh, kw = draw.choice([2, 3]), draw.choice([2, 3, 4])
    sh = sw = 1 if level == 1 else draw.choice([2, 3])
    p = 0
    if level == 3:
        p, (sh, sw) = 1, draw.sample([1, 2, 3], 2)
    rows, cols = size(H, kh, sh, p), size(W, kw, sw, p)
    answer = rows * cols
    if H == W or min(rows, cols) < 2:
        raise draw.again()
    slips = [
        (
            (rows - 1) * (cols - 1),
            t(
                "You counted the steps along each axis and left out the first place.",
                "数的是每个轴上移动的次数，漏了起始位置。",
            ),
        ),
        (
            rows + cols,
            t(
                "The places along the two axes multiply; they do not add.",
                "两个轴上的位置数要相乘，而不是相加。",
            ),
        ),
    ]
    if level == 1:
        slips.append(
            (
                (H // kh) * (W // kw),
                t(
                    "That lays windows side by side; with stride 1 they overlap.",
                    "这是把窗口并排铺开；步幅为 1 时窗口有重叠。",
                ),
            )
        )
    else:
        slips += [
            (
                up(H, kh, sh, p) * up(W, kw, sw, p),
                t(
                    "You counted windows that stick out of the grid; those are dropped.",
                    "你把伸出网格的窗口也算上了；它们会被丢弃。",
                ),
            ),
            (size(H, kh, 1, p) * size(W, kw, 1, p), NO_STRIDE),
        ]
    if p:
        slips.append((size(H, kh, sh) * size(W, kw, sw), t("You left out the border of padding.", "漏了填充的边框。")))
    grid = []
    for y in range(H + 2 * p):
        row = ""
        for x in range(W + 2 * p):
            inside = p <= y < H + p and p <= x < W + p
            row += ("[#]" if inside else "[0]") if y < kh and x < kw else (" . " if inside else " 0 ")
        grid.append(row.rstrip())
    zero_en, zero_zh = (", 0 padding", "，0 填充") if p else ("", "")
    figure = "\n".join(grid)
    top, left = [i * sh - p for i in range(rows)], [i * sw - p for i in range(cols)]
    return Number(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        answer=answer,
        unit=t("positions", "个位置"),
        figure=t(
            f"{figure}\n\n. input{zero_en}, [ ] the window at its first place",
            f"{figure}\n\n. 输入{zero_zh}，[ ] 起始位置的窗口",
        ),
        prompt=t(
            f"The window moves {sw} to the right at a time; when it can go no further, it starts again at the left, {sh} lower. It never leaves the grid shown. At how many positions does it stand in all?",
            f"窗口每次向右移动 {sw} 格；不能再右移时回到最左边，下移 {sh} 格继续，且不超出图中的网格。它一共有多少个位置？",
        ),
        explanation=t(
            f"Rows: {division(H, kh, sh, p)}. Columns: {division(W, kw, sw, p)}. Counted on the input, the window's top edge stands at "
            f"{typed(top)} and its left edge at {typed(left)}: {rows}·{cols} = {answer} positions, one output value each.",
            f"行：{division(H, kh, sh, p)}。列：{division(W, kw, sw, p)}。以输入坐标计，窗口上边缘位于 {typed(top)}，左边缘位于 {typed(left)}："
            f"{rows}·{cols} = {answer} 个位置，各产生一个输出值。",
        ),
        sources=[CONV2D, GUIDE],
        traps=make_traps(draw, answer, slips),
        parameters={"input": [H, W], "kernel": [kh, kw], "stride": [sh, sw], "padding": p},
    )
