"""Seeded questions on the places of a window: how many there are, and the padding that keeps the length."""

from __future__ import annotations

from quizprep.content.generator import Draw, generator, t
from quizprep.content.model import Number, Question
from quizprep.content.shown import unlike

CONV2D = "PyTorch documentation: torch.nn.Conv2d"
GUIDE = "Dumoulin, Visin: A guide to convolution arithmetic for deep learning (2016), arXiv:1603.07285"

NO_STRIDE = t("You ignored the stride.", "忽略了步幅。")
NO_DILATION = t(
    "You ignored the dilation. A kernel of size k with dilation d spans d(k − 1) + 1 inputs.",
    "忽略了空洞率。大小为 k、空洞率为 d 的卷积核横跨 d(k − 1) + 1 个输入。",
)


def span(k: int, d: int = 1) -> int:
    """How many inputs a kernel reaches over."""
    return d * (k - 1) + 1


def size(n: int, k: int, s: int = 1, p: int = 0) -> int:
    """How many places a window has along one axis."""
    return (n + 2 * p - k) // s + 1


def up(n: int, k: int, s: int = 1, p: int = 0) -> int:
    """The same, rounded up."""
    return -(-(n + 2 * p - k) // s) + 1


def division(n: int, k: int, s: int, p: int) -> str:
    """The number of places, worked."""
    return f"⌊({n} + 2·{p} − {k})/{s}⌋ + 1 = ⌊{n + 2 * p - k}/{s}⌋ + 1 = {size(n, k, s, p)}"


@generator("convolution.gen-same-padding", version=1, concept="same-padding", levels=(1, 2, 3))
def same_padding(draw: Draw, level: int) -> Question:
    """The padding that keeps the length; level 3: the total for ⌈n/s⌉ outputs."""
    common = {"id": draw.id, "concept": draw.concept, "difficulty": level}
    if level < 3:
        k = draw.choice([3, 5, 7, 9, 11] if level == 1 else [3, 5, 7])
        d, n = (1 if level == 1 else draw.integer(2, 6)), draw.integer(20, 99)
        answer = d * (k - 1) // 2
        slips = [
            (d * (k - 1), t("That is the total; it is split between the two sides.", "这是总量；要平分到两侧。")),
            (
                (k + 1) // 2 if d == 1 else d * k // 2,
                t("The window's own centre needs no padding: use k − 1.", "窗口中心不需要填充：用的是 k − 1。"),
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
            traps=unlike(draw, answer, slips),
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
        traps=unlike(draw, answer, slips),
        parameters={"n": n, "k": k, "s": s, "d": d, "ask": "total"},
    )


@generator("convolution.gen-sliding-window", version=2, concept="output-size", levels=(1, 2, 3))
def sliding_window(draw: Draw, level: int) -> Question:
    """A picture of a window: at how many places it stands."""
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
            t("The places along the two axes multiply; they do not add.", "两个轴上的位置数要相乘，而不是相加。"),
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
    top, left = (", ".join(str(i * s - p) for i in range(count)) for count, s in ((rows, sh), (cols, sw)))
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
            f"{top} and its left edge at {left}: {rows}·{cols} = {answer} positions, one output value each.",
            f"行：{division(H, kh, sh, p)}。列：{division(W, kw, sw, p)}。以输入坐标计，窗口上边缘位于 {top}，左边缘位于 {left}："
            f"{rows}·{cols} = {answer} 个位置，各产生一个输出值。",
        ),
        sources=[CONV2D, GUIDE],
        traps=unlike(draw, answer, slips),
        parameters={"input": [H, W], "kernel": [kh, kw], "stride": [sh, sw], "padding": p},
    )
