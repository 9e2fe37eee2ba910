"""Seeded questions on the output shape of one layer: convolutions, plain, transposed and dilated, and pooling."""

from __future__ import annotations

from quizprep.content.generator import Draw, generator, t
from quizprep.content.model import Number, Question, Shape
from quizprep.content.shown import unlike

CONV2D = "PyTorch documentation: torch.nn.Conv2d"
GUIDE = "Dumoulin, Visin: A guide to convolution arithmetic for deep learning (2016), arXiv:1603.07285"

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
    """How many inputs a kernel reaches over."""
    return d * (k - 1) + 1


def size(n: int, k: int, s: int = 1, p: int = 0, d: int = 1) -> int:
    """The output size of one axis."""
    return (n + 2 * p - span(k, d)) // s + 1


def up(n: int, k: int, s: int = 1, p: int = 0, d: int = 1) -> int:
    """The same, rounded up."""
    return -(-(n + 2 * p - span(k, d)) // s) + 1


def division(n: int, k: int, s: int, p: int, d: int = 1) -> str:
    """The output size of one axis, worked."""
    inside = f"{n} + 2·{p} − {d}·({k} − 1) − 1" if d > 1 else f"{n} + 2·{p} − {k}"
    return f"⌊({inside})/{s}⌋ + 1 = ⌊{n + 2 * p - span(k, d)}/{s}⌋ + 1 = {size(n, k, s, p, d)}"


@generator("convolution.gen-conv-output", version=1, concept="output-size", levels=(1, 2, 3))
def conv_output(draw: Draw, level: int) -> Question:
    """The shape behind one convolution; level 3: unequal axes."""
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
        kernel, stride = draw.sample([2, 3, 4, 5, 7], 2), draw.sample([1, 2, 3], 2)
        padding = draw.sample([0, 1, 2, 3], 2)
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
        swapped = [cout, *(size(n, k, s, p) for n, k, s, p in zip([W, H], kernel, stride, padding, strict=True))]
        slips.append(
            (swapped, t("You swapped the axes: pairs are (height, width).", "把轴弄反了：二元组的顺序是（高，宽）。"))
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
        traps=unlike(draw, answer, slips),
        parameters={"code": code, "input": [cin, H, W]},
    )


@generator("convolution.gen-pool-output", version=1, concept="pooling", levels=(1, 2, 3))
def pool_output(draw: Draw, level: int) -> Question:
    """The shape behind a pooling layer; level 3: with `ceil_mode`."""
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
        traps=unlike(draw, [C, answer, answer], slips),
        parameters={"code": code, "input": [C, n, n]},
    )


@generator("convolution.gen-transposed-output", version=1, concept="transposed", levels=(1, 2, 3))
def transposed_output(draw: Draw, level: int) -> Question:
    """The shape behind a transposed convolution; level 3: dilated too."""
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
        traps=unlike(draw, [cout, answer, answer], [([cout, v, v], why) for v, why in slips]),
        parameters={"code": code, "input": [cin, n, n]},
    )


@generator("convolution.gen-dilated-output", version=1, concept="dilated", levels=(1, 2, 3))
def dilated_output(draw: Draw, level: int) -> Question:
    """How far a dilated kernel reaches, or the shape behind a dilated convolution."""
    k, d = draw.choice([3, 4, 5, 7] if level == 1 else [3, 5]), draw.integer(2, 6 if level == 1 else 4)
    common = {"id": draw.id, "concept": draw.concept, "difficulty": level}
    sources = [CONV2D, "Yu, Koltun: Multi-Scale Context Aggregation by Dilated Convolutions (2016), arXiv:1511.07122"]
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
            traps=unlike(draw, span(k, d), slips),
            parameters={"ask": "span", "k": k, "d": d},
        )
    C, n = draw.choice([8, 16, 32]), draw.integer(28, 72)
    s, p = 1 if level == 2 else draw.choice([2, 3]), draw.integer(1, 4)
    out = size(n, k, s, p, d)
    slips = [
        (size(n, k, s, p), NO_DILATION),
        ((n + p - span(k, d)) // s + 1, PAD_ONCE),
        (out - 1, NO_PLUS_ONE),
        (size(n, k, s, p, d + 1), gaps),
    ]
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
        traps=unlike(draw, [2 * C, out, out], [([2 * C, v, v], why) for v, why in slips]),
        parameters={"ask": "shape", "code": code, "input": [C, n, n]},
    )
