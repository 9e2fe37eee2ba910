"""Seeded questions on Gram matrices, style and total loss, total variation and AdaIN."""

from __future__ import annotations

from quizprep.content.generator import Draw, generator, t
from quizprep.content.model import Blank, Cloze, Number, Question, Text, Trap
from quizprep.content.shown import num

GATYS = "Gatys, Ecker, Bethge: Image Style Transfer Using Convolutional Neural Networks (2016), §2"
JOHNSON = "Johnson, Alahi, Fei-Fei: Perceptual Losses for Real-Time Style Transfer and Super-Resolution (2016), §3.2, arXiv:1603.08155"
ADAIN = "Huang, Belongie: Arbitrary Style Transfer in Real-time with Adaptive Instance Normalization (2017), arXiv:1703.06868"
Matrix = list[list[float]]


def plain(x: float) -> str:
    """A given number as short as it is: 0.25, 1.5, −2."""
    return f"{x + 0:.10g}".replace("-", "−")


def signed(x: float) -> str:
    """A given number in parentheses where it is negative."""
    return f"({plain(x)})" if x < 0 else plain(x)


def show(m: Matrix) -> str:
    """Rows separated by semicolons."""
    return "[" + "; ".join(" ".join(plain(v) for v in r) for r in m) + "]"


def gram(f: Matrix) -> Matrix:
    """Products of channels summed over places."""
    return [[sum(a * b for a, b in zip(r, s, strict=True)) for s in f] for r in f]


def minus(a: Matrix, b: Matrix) -> Matrix:
    """Entry by entry."""
    return [[x - y for x, y in zip(r, s, strict=True)] for r, s in zip(a, b, strict=True)]


def square_sum(m: Matrix) -> float:
    """Sum of squared entries."""
    return sum(v * v for r in m for v in r)


def features(draw: Draw, channels: int, places: int, low: int = 0) -> Matrix:
    """A small feature map, no channel silent and no two alike."""
    f = [[float(draw.integer(low, 3)) for _ in range(places)] for _ in range(channels)]
    if any(not any(r) for r in f) or any(f[i] == f[j] for i in range(channels) for j in range(i)):
        raise draw.again()
    return f


def traps_of(answer: float, slips: list[tuple[float, Text]], gap: float, decimals: int = 4) -> list[Trap]:
    """Slips as traps; those near the right answer or one already seen are left out."""
    traps, seen = [], [answer]
    for value, why in slips:
        if all(abs(value - other) >= gap for other in seen):
            seen.append(value)
            text = f"{value + 0:.10g}" if value == int(value) else num(value, decimals).replace("−", "-")
            traps.append(Trap(text, why))
    return traps


@generator("style-transfer.gen-gram", version=1, concept="gram-style-loss", levels=(1, 2, 3))
def gram_matrix(draw: Draw, level: int) -> Question:
    """The entries of a Gram matrix, raw or divided by C·H·W."""
    channels, places = (2, 3) if level == 1 else (2, 4) if level == 2 else (3, 4)
    f = features(draw, channels, places, 0 if level == 1 else -2)
    scale = channels * places if level == 3 else 1
    g = gram(f)
    wanted = [(i, j) for i in range(channels) for j in range(i, channels)] if level < 3 else [(0, 0), (0, 1), (1, 2)]
    blanks = []
    for i, j in wanted:
        value = g[i][j] / scale
        if level == 3 and (abs(value) < 0.05 or abs(abs(value) * 1000 % 1 - 0.5) < 1e-6):
            raise draw.again()
        slips = [
            (
                sum(f[i]) * sum(f[j]) / scale,
                t("Multiply place by place and then sum; not sum times sum.", "应逐位置相乘再求和，而不是和乘和。"),
            ),
            (
                sum(f[k][i] * f[k][j] for k in range(channels)) / scale,
                t(
                    "That is Fᵀ·F, which compares places; the Gram matrix compares channels.",
                    "那是 Fᵀ·F，比较的是位置；Gram 矩阵比较的是通道。",
                ),
            ),
            (
                sum(abs(a * b) for a, b in zip(f[i], f[j], strict=True)) / scale,
                t("Products of opposite sign count as negative.", "符号相反的乘积为负。"),
            ),
        ]
        if level == 3:
            slips.append((g[i][j], t("The division by C·H·W is missing.", "漏了除以 C·H·W。")))
        accept = f"{value + 0:.10g}" if level < 3 else f"{value:.3f}"
        blanks.append(
            Blank(
                [accept],
                tolerance=0.0 if level < 3 else round(0.0011 / abs(value), 5),
                traps=traps_of(value, slips, 0.004 if level == 3 else 0.5),
            )
        )
    body = "   ".join(f"G_{i + 1}{j + 1} = {{{{{k}}}}}" for k, (i, j) in enumerate(wanted, 1))
    lines = "; ".join(
        f"G_{i + 1}{j + 1} = "
        + " + ".join(f"{signed(a)}·{signed(b)}" for a, b in zip(f[i], f[j], strict=True))
        + f" = {plain(g[i][j])}"
        + (f", /{scale} = {num(g[i][j] / scale)}" if level == 3 else "")
        for i, j in wanted
    )
    norm = (
        t(
            f" divided by C·H·W = {channels}·{places} = {scale}, to three decimals",
            f"再除以 C·H·W = {channels}·{places} = {scale}，保留三位小数",
        )
        if level == 3
        else t(", without normalization", "（不做归一化）")
    )
    return Cloze(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        prompt=t(
            f"A layer has {channels} channels and {places} places: F = {show(f)} (one row per channel, separated by semicolons). Give these entries of the Gram matrix G = F·Fᵀ{norm.en}.",
            f"某层有 {channels} 个通道、{places} 个位置：F = {show(f)}（每行一个通道，以分号分隔）。求 Gram 矩阵 G = F·Fᵀ 的下列元素{norm.zh}。",
        ),
        body=t(body, body),
        blanks=blanks,
        explanation=t(
            f"G_ij = Σ_k F_ik·F_jk sums over the places k. {lines}.",
            f"G_ij = Σ_k F_ik·F_jk，对位置 k 求和。{lines.replace('; ', '；')}。",
        ),
        sources=[GATYS, JOHNSON],
        parameters={"f": f, "wanted": [list(w) for w in wanted], "scale": scale},
    )


@generator("style-transfer.gen-style-loss", version=1, concept="gram-style-loss", levels=(1, 2, 3))
def style_loss(draw: Draw, level: int) -> Question:
    """E = Σ (G − A)² / (4N²M²) from Gram matrices or from the features themselves."""
    places = 3 if level < 3 else draw.choice([3, 4])
    f, p = features(draw, 2, places), features(draw, 2, places)
    g, a = gram(f), gram(p)
    gap = minus(g, a)
    total = square_sum(gap)
    if not gap[0][1] or total < 4 or total > 900:
        raise draw.again()
    below = 4 * 4 * places**2
    answer = total / below
    if level == 1:
        given_en = f"The Gram matrices are G = {show(g)} for the generated image and A = {show(a)} for the painting."
        given_zh = f"生成图像的 Gram 矩阵为 G = {show(g)}，画作的为 A = {show(a)}。"
    else:
        given_en = f"The features (one row per channel) are F = {show(f)} for the generated image and P = {show(p)} for the painting."
        given_zh = f"特征（每行一个通道）：生成图像 F = {show(f)}，画作 P = {show(p)}。"
    weight = 1.0
    if level == 3:
        weight = draw.choice([0.2, 0.25, 0.5])
        given_en += f" The layer's weight is w = {plain(weight)}."
        given_zh += f"该层权重 w = {plain(weight)}。"
    answer *= weight
    once = gap[0][0] ** 2 + gap[0][1] ** 2 + gap[1][1] ** 2
    slips = [
        (weight * once / below, t("Both off-diagonal entries count.", "两个非对角元素都要算。")),
        (weight * total / (4 * 2 * places), t("N and M are squared in the denominator.", "分母中 N 与 M 要平方。")),
        (weight * total, t("The division by 4N²M² is missing.", "漏了除以 4N²M²。")),
        (weight * total / (4 * places**2), t("The factor N² is missing in the denominator.", "分母漏了 N²。")),
        (
            weight * square_sum(minus(f, p)) / below,
            t("Compare Gram matrices, not the features place by place.", "应比较 Gram 矩阵，而不是逐位置比较特征。"),
        ),
    ]
    if level == 1:
        slips.pop()
    if level == 3:
        slips.append((answer / weight, t("The layer's weight was left out.", "漏了该层的权重。")))
    worked = f"G = {show(g)}, A = {show(a)}, G − A = {show(gap)}, Σ (G − A)² = {plain(total)}; 4·2²·{places}² = {below}"
    last = (
        f"{plain(weight)}·{plain(total)}/{below} = {num(answer, 4)}"
        if level == 3
        else f"{plain(total)}/{below} = {num(answer, 4)}"
    )
    return Number(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        prompt=t(
            f"A style layer has N = 2 channels and M = {places} places. {given_en} What does the layer contribute to the style loss, with E = Σ (G − A)² / (4N²M²) and raw Gram matrices?",
            f"某风格层有 N = 2 个通道、M = {places} 个位置。{given_zh}按 E = Σ (G − A)² / (4N²M²)、Gram 矩阵不归一化计算，该层对风格损失的贡献是多少？",
        ),
        form=t("to three decimals", "保留三位小数"),
        answer=round(answer, 6),
        absolute=0.0011,
        traps=traps_of(answer, slips, 0.005),
        explanation=t(
            f"All entries of the difference are squared and summed. {worked}; {last}.",
            f"差矩阵的所有元素平方后求和。{worked.replace('; 4·2²', '；4·2²')}；{last}。",
        ),
        sources=[GATYS],
        parameters={"f": f, "p": p, "weight": weight},
    )


@generator("style-transfer.gen-total-loss", version=1, concept="loss-weights", levels=(1, 2, 3))
def total_loss(draw: Draw, level: int) -> Question:
    """α·content + β·style (+ TV), or the style weight that balances the two."""
    content = draw.choice([1.5, 2.5, 4.0, 6.0, 8.0, 12.0])
    layers = [draw.choice([0.01, 0.02, 0.03, 0.05, 0.06, 0.08]) for _ in range(2 if level == 1 else 3)]
    alpha, beta = draw.choice([1.0, 2.0, 5.0]), draw.choice([100.0, 200.0, 500.0, 1000.0])
    share = 1 / len(layers)
    style = sum(layers) * share
    if len(set(layers)) < len(layers) or abs(style * 1e4 - round(style * 1e4)) > 1e-6:
        raise draw.again()
    shown = ", ".join(plain(v) for v in layers)
    mean = t(f"({' + '.join(plain(v) for v in layers)})/{len(layers)} = {plain(round(style, 6))}", "")
    base_en = (
        f"Content loss {plain(content)}; style losses of {len(layers)} layers {shown}, each weighted 1/{len(layers)}"
    )
    base_zh = f"内容损失 {plain(content)}；{len(layers)} 层的风格损失为 {shown}，权重各 1/{len(layers)}"
    parameters = {"content": content, "layers": layers, "alpha": alpha, "beta": beta, "level": level}
    if level == 3:
        times = draw.choice([2.0, 5.0, 10.0])
        answer = times * alpha * content / style
        slips = [
            (
                alpha * content / style,
                t(
                    f"That makes the two parts equal; style is to be {plain(times)} times as large.",
                    f"这使两部分相等；风格应为 {plain(times)} 倍。",
                ),
            ),
            (
                alpha * content / style / times,
                t("Turned round: the style part is to be the larger one.", "弄反了：风格部分应更大。"),
            ),
            (times * alpha * content / sum(layers), t("The layers' weights were left out.", "漏了各层权重。")),
            (times * content / style, t("α was left out.", "漏了 α。")),
        ]
        return Number(
            id=draw.id,
            concept=draw.concept,
            difficulty=3,
            prompt=t(
                f"{base_en}; α = {plain(alpha)} for content. Which β makes the style part of the total loss {plain(times)} times as large as the content part?",
                f"{base_zh}；内容权重 α = {plain(alpha)}。β 取多少时，总损失中风格部分是内容部分的 {plain(times)} 倍？",
            ),
            form=t("to a whole number", "保留到整数"),
            answer=round(answer, 6),
            absolute=0.6,
            tolerance=0.002,
            traps=traps_of(answer, slips, max(2.0, 0.01 * answer), 1),
            explanation=t(
                f"Style: {mean.en}. β·{plain(round(style, 6))} = {plain(times)}·{plain(alpha)}·{plain(content)} = {plain(times * alpha * content)}, so β = {num(answer, 1)}.",
                f"风格：{mean.en}。β·{plain(round(style, 6))} = {plain(times)}·{plain(alpha)}·{plain(content)} = {plain(times * alpha * content)}，所以 β = {num(answer, 1)}。",
            ),
            sources=[GATYS],
            parameters=parameters | {"times": times},
        )
    tv, gamma = (0.0, 0.0) if level == 1 else (float(draw.choice([20, 40, 50, 80])), draw.choice([0.01, 0.02, 0.1]))
    answer = alpha * content + beta * style + gamma * tv
    more_en = f", γ = {plain(gamma)} for total variation, which is {plain(tv)}" if level == 2 else ""
    more_zh = f"，全变差权重 γ = {plain(gamma)}、全变差为 {plain(tv)}" if level == 2 else ""
    slips = [
        (alpha * content + beta * sum(layers) + gamma * tv, t("The layers' weights were left out.", "漏了各层权重。")),
        (beta * content + alpha * style + gamma * tv, t("α and β were swapped.", "α 与 β 弄反了。")),
        (content + style + tv, t("The weights were left out.", "漏了各项权重。")),
        (alpha * content + beta * style + tv, t("γ was left out.", "漏了 γ。")),
    ]
    tail = f" + {plain(gamma)}·{plain(tv)}" if level == 2 else ""
    return Number(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        prompt=t(
            f"{base_en}; α = {plain(alpha)} for content, β = {plain(beta)} for style{more_en}. What is the total loss?",
            f"{base_zh}；内容权重 α = {plain(alpha)}，风格权重 β = {plain(beta)}{more_zh}。总损失是多少？",
        ),
        form=t("to one decimal", "保留一位小数"),
        answer=round(answer, 6),
        absolute=0.06,
        traps=traps_of(answer, slips, 0.3, 2),
        explanation=t(
            f"Style: {mean.en}. Total: {plain(alpha)}·{plain(content)} + {plain(beta)}·{plain(round(style, 6))}{tail} = {num(answer, 2)}.",
            f"风格：{mean.en}。总损失：{plain(alpha)}·{plain(content)} + {plain(beta)}·{plain(round(style, 6))}{tail} = {num(answer, 2)}。",
        ),
        sources=[GATYS, JOHNSON],
        parameters=parameters | {"tv": tv, "gamma": gamma},
    )


@generator("style-transfer.gen-total-variation", version=1, concept="total-variation", levels=(1, 2, 3))
def total_variation(draw: Draw, level: int) -> Question:
    """Total variation of a small grey image, absolute or squared."""
    rows, cols = (2, 3) if level == 1 else (3, 3)
    image = [[float(draw.integer(0, 9)) for _ in range(cols)] for _ in range(rows)]
    squared = level == 3
    across = [image[i][j + 1] - image[i][j] for i in range(rows) for j in range(cols - 1)]
    down = [image[i + 1][j] - image[i][j] for i in range(rows - 1) for j in range(cols)]

    def cost(d: float) -> float:
        return d * d if squared else abs(d)

    h, v = sum(map(cost, across)), sum(map(cost, down))
    answer = h + v
    if h < 2 or v < 2 or h == v:
        raise draw.again()
    other = sum(abs(d) if squared else d * d for d in across + down)
    slips = [
        (h, t("The vertical neighbours count too.", "竖直方向也要算。")),
        (v, t("The horizontal neighbours count too.", "水平方向也要算。")),
        (abs(sum(across) + sum(down)), t("Differences of opposite sign must not cancel.", "符号相反的差不能抵消。")),
        (
            other,
            t(
                "Squares and absolute values were mixed up; the question says which.",
                "平方与绝对值弄混了；题目已说明用哪一种。",
            ),
        ),
    ]
    what = t("squared differences", "差的平方和") if squared else t("absolute differences", "差的绝对值之和")
    parts_h = " + ".join(plain(cost(d)) for d in across)
    parts_v = " + ".join(plain(cost(d)) for d in down)
    return Number(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        prompt=t(
            f"Total variation as the sum of the {what.en} of horizontal and vertical neighbours. What is it for the grey image {show(image)} (rows separated by semicolons)?",
            f"全变差取水平与竖直相邻像素之{what.zh}。灰度图 {show(image)}（分号分隔各行）的全变差是多少？",
        ),
        form=t("a whole number", "整数"),
        answer=answer,
        absolute=0.001,
        traps=traps_of(answer, slips, 0.5),
        explanation=t(
            f"Horizontal, row by row: {parts_h} = {plain(h)}. Vertical: {parts_v} = {plain(v)}. Together {plain(answer)}.",
            f"水平（逐行）：{parts_h} = {plain(h)}。竖直：{parts_v} = {plain(v)}。合计 {plain(answer)}。",
        ),
        sources=[JOHNSON, "TensorFlow documentation: tf.image.total_variation"],
        parameters={"image": image, "squared": squared},
    )
