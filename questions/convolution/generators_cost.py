"""Seeded questions on what convolutions cost: parameters, multiply-adds, depthwise separable layers."""

from __future__ import annotations

from typing import NamedTuple

from quizprep.content.generator import Draw, generator, t
from quizprep.content.model import Number, Question, Text
from quizprep.content.shown import unlike

CONV2D = "PyTorch documentation: torch.nn.Conv2d"
MOBILENET = "Howard et al.: MobileNets (2017), §3.1, arXiv:1704.04861"

SCALE_AND_SHIFT = t(
    "Batch norm has a scale and a shift for each channel.", "批归一化每个通道有一个缩放和一个平移参数。"
)
FLIPPED = t("You turned the ratio upside down.", "把比值弄颠倒了。")
NO_DEPTHWISE = t(
    "1/k² is the share of the 1×1 convolution alone; the depthwise one adds 1/N.",
    "1/k² 只是 1×1 卷积的部分；逐深度卷积还要加上 1/N。",
)
NO_POINTWISE = t(
    "1/N is the share of the depthwise convolution alone; the 1×1 one adds 1/k².",
    "1/N 只是逐深度卷积的部分；1×1 卷积还要加上 1/k²。",
)
INPUTS = t("N is the number of output channels; the input channels M cancel.", "N 是输出通道数；输入通道数 M 会约掉。")


class Counted(NamedTuple):
    """Layers and the number of their parameters."""

    lines: list[str]
    answer: int
    worked: Text
    slips: list[tuple[int, Text]]


def single(a: int, b: int, k: int, side: int) -> Counted:
    """One convolution from `a` to `b` channels."""
    answer = a * b * k * k + b
    worked = f"{b}·{a}·{k}·{k} + {b} = {answer}"
    slips = [
        (answer - b, t("You left out the biases: one for each output channel.", "漏了偏置：每个输出通道一个。")),
        (
            b * k * k + b,
            t(
                "Each filter is as deep as its input: you left out the input channels.",
                "每个滤波器与输入同深：漏了输入通道数。",
            ),
        ),
        (a * b * k + b, t("You used k where the kernel has k² places.", "卷积核有 k² 个位置，这里只用了 k。")),
        (
            answer * side * side,
            t(
                "The weights are shared by all positions: the image size does not enter.",
                "权重在所有位置共享：与图像大小无关。",
            ),
        ),
    ]
    return Counted([f"nn.Conv2d({a}, {b}, {k})"], answer, t(worked, worked), slips)


def double(a: int, b: int, c: int, k: int, k2: int) -> Counted:
    """Two convolutions, the second without biases and with batch norm."""
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
    slips = [
        (answer - 2 * c, SCALE_AND_SHIFT),
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
    return Counted(lines, answer, t(worked, worked), slips)


def grouped(a: int, b: int, k: int, g: int) -> Counted:
    """A depthwise, a pointwise and a grouped convolution."""
    lines = [
        f"nn.Conv2d({a}, {a}, {k}, padding={k // 2}, groups={a}, bias=False)",
        f"nn.BatchNorm2d({a})",
        f"nn.Conv2d({a}, {b}, 1)",
        f"nn.Conv2d({b}, {b}, 3, padding=1, groups={g})",
    ]
    dw, pw, gr = a * k * k, a * b + b, b * (b // g) * 9 + b
    answer = dw + 2 * a + pw + gr
    worked = t(
        f"depthwise {a}·1·{k}² = {dw}; batch norm 2·{a} = {2 * a}; 1×1 {b}·{a} + {b} = {pw}; "
        f"grouped {b}·({b}/{g})·9 + {b} = {gr}; together {answer}",
        f"逐深度 {a}·1·{k}² = {dw}；批归一化 2·{a} = {2 * a}；1×1 卷积 {b}·{a} + {b} = {pw}；"
        f"分组 {b}·({b}/{g})·9 + {b} = {gr}；合计 {answer}",
    )
    slips = [
        (
            a * a * k * k + 2 * a + pw + gr,
            t("In the depthwise layer each filter sees one channel only.", "逐深度层的每个滤波器只看一个通道。"),
        ),
        (
            dw + 2 * a + pw + b * b * 9 + b,
            t("With g groups a filter sees C_in/g channels.", "分成 g 组后，每个滤波器只看 C_in/g 个通道。"),
        ),
        (
            dw + 2 * a + pw + b * b * 9 // (g * g) + b,
            t(
                "All C_out filters remain: groups divide the cost by g, not by g².",
                "C_out 个滤波器一个不少：分组使代价除以 g，而不是 g²。",
            ),
        ),
        (answer - 2 * b, t("You left out the biases of the last two layers.", "漏了最后两层的偏置。")),
        (answer - 2 * a, SCALE_AND_SHIFT),
    ]
    return Counted(lines, answer, worked, slips)


@generator("convolution.gen-parameters", version=1, concept="parameters-and-macs", levels=(1, 2, 3))
def parameters(draw: Draw, level: int) -> Question:
    """The parameters of one convolution, of two with batch norm, of a depthwise, a pointwise and a grouped one."""
    a, b, c = draw.choice([3, 8, 12, 16, 32]), draw.choice([10, 20, 24, 40, 64]), draw.choice([16, 30, 48, 60])
    k, side = draw.choice([3, 5, 7]), draw.choice([28, 32, 56])
    if level == 1:
        counted = single(a, b, k, side)
    elif level == 2:
        counted = double(a, b, c, k, draw.choice([1, 3, 5]))
    else:
        g = draw.choice([2, 4])
        counted = grouped(draw.choice([16, 24, 32, 48]), draw.choice([32, 40, 64]), k, g)
    lines, answer, worked, slips = counted
    code = lines[0] if level == 1 else "nn.Sequential(\n" + "".join(f"    {line},\n" for line in lines) + ")"
    seen_en = f" It is applied to {side}×{side} images." if level == 1 else ""
    seen_zh = f"它用于 {side}×{side} 的图像。" if level == 1 else ""
    return Number(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        code=code,
        answer=answer,
        prompt=t(f"How many trainable parameters does this have?{seen_en}", f"下面的代码有多少个可训练参数？{seen_zh}"),
        explanation=t(
            f"A convolution has C_out·(C_in/groups)·k·k weights and C_out biases, whatever the image size. {worked.en}.",
            f"卷积有 C_out·(C_in/groups)·k·k 个权重和 C_out 个偏置，与图像大小无关。{worked.zh}。",
        ),
        sources=[CONV2D] + (["PyTorch documentation: torch.nn.BatchNorm2d"] if level > 1 else []),
        traps=unlike(draw, answer, slips),
        parameters={"code": code},
    )


@generator("convolution.gen-macs", version=1, concept="parameters-and-macs", levels=(1, 2, 3))
def macs(draw: Draw, level: int) -> Question:
    """The multiply-adds of one layer, in millions; level 3: in groups."""
    a, b = draw.choice([16, 32, 48, 64]), draw.choice([32, 64, 96, 128])
    n, k = draw.choice([14, 20, 28, 32, 40, 56]), draw.choice([3, 5])
    s, p, g = (1 if level == 1 else 2), k // 2, (draw.choice([2, 4, 8]) if level == 3 else 1)
    out = (n + 2 * p - k) // s + 1
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
            (round(answer / g, 4), t("You divided by g twice: C_out is not divided.", "除了两次 g：C_out 不用除。")),
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
        traps=unlike(draw, answer, slips, 0.01),
        parameters={"code": code, "input": [a, n, n]},
    )


@generator("convolution.gen-separable-ratio", version=1, concept="depthwise-separable", levels=(1, 2, 3))
def separable_ratio(draw: Draw, level: int) -> Question:
    """What a depthwise separable convolution costs against a standard one; level 3: the share of its 1×1 part."""
    M, N = draw.choice([8, 16, 24, 32, 48, 64]), draw.choice([12, 16, 20, 32, 40, 64, 96, 128])
    k, n = draw.choice([3, 5, 7]), draw.choice([14, 28, 56])
    if M == N:
        raise draw.again()
    ratio = 1 / N + 1 / (k * k)
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
            (1 / k**2, NO_DEPTHWISE),
            (1 / N, NO_POINTWISE),
            (1 / M + 1 / k**2, INPUTS),
            (1 / N + 1 / k, t("The kernel has k² places, not k.", "卷积核有 k² 个位置，不是 k 个。")),
            (1 / ratio, FLIPPED),
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
            (1 / (1 / M + 1 / k**2), INPUTS),
            (ratio, FLIPPED),
        ]
    else:
        answer, unit, decimals = 100 * N / (k * k + N), t("percent", "百分比"), 3
        ask_en, ask_zh = (
            "What percentage of the separable layer's multiply-adds falls on the 1×1 convolution",
            "深度可分离层的乘加次数中，1×1 卷积占百分之几",
        )
        worked = f"MN/(k²M + MN) = {pw}/{dw + pw} = N/(k² + N) = {answer:.4g} %"
        slips = [
            (100 * k * k / (k * k + N), t("That is the share of the depthwise part.", "这是逐深度部分的占比。")),
            (
                100 * N / (M + N),
                t(
                    "The depthwise part costs k²M at each position, not M².",
                    "逐深度部分每个位置的代价是 k²M，不是 M²。",
                ),
            ),
            (100 * M / (k * k + M), INPUTS),
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
        traps=unlike(draw, answer, [(round(v, decimals), why) for v, why in slips], 0.006),
        parameters={"M": M, "N": N, "k": k, "n": n, "ask": ("ratio", "times", "pointwise share")[level - 1]},
    )
