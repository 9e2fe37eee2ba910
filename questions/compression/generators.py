"""Seeded questions on codebooks, low rank and group convolution."""

from __future__ import annotations

from math import ceil, floor

from quizprep.content.generator import Draw, generator, t
from quizprep.content.model import Question
from quizprep.content.shown import number, sig

HAN = "Han, Mao, Dally: Deep Compression (ICLR 2016), §3"
DENTON = (
    "Denton et al.: Exploiting Linear Structure Within Convolutional Networks for Efficient Evaluation (NeurIPS 2014)"
)
CONV2D = "PyTorch documentation: torch.nn.Conv2d (groups)"
SHUFFLENET = "Zhang, Zhou, Lin, Sun: ShuffleNet (CVPR 2018)"
WHOLE = t("a whole number", "整数")


DIGITS = t("to three significant digits", "保留三位有效数字")


@generator("compression.gen-codebook", version=1, concept="clustering-quantization", levels=(1, 2, 3))
def codebook(draw: Draw, level: int) -> Question:
    """Compression ratio of k-means weight sharing; level 2 prunes first, level 3 asks for the largest codebook."""
    n = draw.choice([1, 2, 3, 4, 5, 6, 8]) * draw.choice([100, 1000, 10000])
    k = 2 ** draw.integer(1, 8)
    bits = k.bit_length() - 1
    if level == 3:
        ratio = draw.choice([4, 5, 6, 8])
        best = 0
        for b in range(1, 12):
            if 32 * n >= ratio * (n * b + 32 * 2**b):
                best = b
        if best < 2 or 32 * n == ratio * (n * best + 32 * 2**best):
            raise draw.again()
        answer, nextup = 2**best, best + 1
        slips = [
            (
                2 * answer,
                t(f"With {nextup} bits the ratio falls below {ratio}.", f"用 {nextup} 位时压缩比就低于 {ratio}。"),
            ),
            (best, t("That is the number of bits of an index.", "这是索引的位数。")),
            (2 ** (32 // ratio), t("The codebook takes room as well.", "码本也占空间。")),
        ]
        slips = [s for s in slips if s[0] != answer and s[0] < 10**6]
        got, miss = 32 * n / (n * best + 32 * 2**best), 32 * n / (n * nextup + 32 * 2**nextup)
        en = f"{n} float32 weights share the values of a codebook (float32) whose size is a power of two; each index takes log₂ of that size in bits. What is the largest codebook for which the compression ratio, codebook included, is at least {ratio}?"
        zh = f"{n} 个 float32 权重共用一个码本（float32）中的值，码本大小为 2 的幂，每个索引占其以 2 为底的对数位。计入码本，压缩比至少为 {ratio} 时，码本最大是多少？"
        why_en = f"{best} bits, {answer} values: 32·{n}/({n}·{best} + 32·{answer}) = {sig(got, 4)}; {nextup} bits, {2**nextup} values: {sig(miss, 4)}."
        why_zh = f"{best} 位、{answer} 个值：32·{n}/({n}·{best} + 32·{answer}) = {sig(got, 4)}；{nextup} 位、{2**nextup} 个值：{sig(miss, 4)}。"
        return number(
            draw,
            3,
            answer,
            slips,
            0,
            prompt=t(en, zh),
            form=WHOLE,
            explanation=t(why_en, why_zh),
            sources=[HAN],
            parameters={"n": n, "ratio": ratio},
        )
    keep, position = (100, 0) if level == 1 else (draw.choice([5, 10, 20, 25, 40]), draw.choice([4, 5, 8]))
    kept = n * keep // 100
    size = kept * (bits + position) + 32 * k
    answer = 32 * n / size
    slips = [
        (32 * n / (kept * (bits + position)), t("The codebook is stored as well.", "码本也要存。")),
        (size / (32 * n), t("That is new size to old.", "这是新大小比原大小。")),
    ]
    if k != bits + position:
        slips.append(
            (
                32 * n / (kept * (k + position) + 32 * k),
                t(
                    f"An index into {k} values takes log₂ {k} = {bits} bits.",
                    f"{k} 个值的索引占 log₂ {k} = {bits} 位。",
                ),
            )
        )
    if level == 2:
        slips.append(
            (
                32 * n / (kept * bits + 32 * k),
                t("The positions of the kept weights are stored as well.", "保留权重的位置也要存。"),
            )
        )
    if kept < k or size > 32 * n * 0.8:
        raise draw.again()
    first_en = f"{n} float32 weights" if level == 1 else f"Of {n} float32 weights {keep} % ({kept}) are kept; they"
    first_zh = f"{n} 个 float32 权重" + ("全部" if level == 1 else f"中保留 {keep} %（{kept} 个），它们")
    which_en, which_zh = ("weight", "权重") if level == 1 else ("kept weight", "保留的权重")
    more_en = "" if level == 1 else f" and {position} bits for its position"
    more_zh = "" if level == 1 else f"和 {position} 位的位置"
    en = f"{first_en} share {k} values (float32 codebook). For each {which_en} an index of log₂ {k} bits{more_en} is stored. What is the compression ratio, codebook included?"
    zh = f"{first_zh}共用 {k} 个值（float32 码本）。每个{which_zh}存一个 log₂ {k} 位的索引{more_zh}。计入码本，压缩比是多少？"
    per = f"{bits}" if level == 1 else f"({bits} + {position})"
    why_en = f"Before: 32·{n} = {32 * n} bits. After: {kept}·{per} + 32·{k} = {size} bits. Ratio {sig(answer, 4)}."
    why_zh = f"之前：32·{n} = {32 * n} 位。之后：{kept}·{per} + 32·{k} = {size} 位。压缩比 {sig(answer, 4)}。"
    return number(
        draw,
        level,
        answer,
        slips,
        prompt=t(en, zh),
        form=DIGITS,
        explanation=t(why_en, why_zh),
        sources=[HAN],
        parameters={"n": n, "k": k, "kept": kept, "position": position},
    )


@generator("compression.gen-break-even-rank", version=1, concept="low-rank", levels=(1, 2, 3))
def break_even(draw: Draw, level: int) -> Question:
    """The largest rank that saves weights, or that saves a wanted factor; level 3 splits a convolution."""
    m, n = draw.integer(6, 60) * 16, draw.integer(6, 60) * 16
    factor = 1 if level == 1 else draw.choice([2, 3, 4, 5])
    if level < 3:
        whole, each = m * n, m + n
        shape_en, shape_zh = (
            f"A {m}×{n} weight matrix is replaced by {m}×r times r×{n}.",
            f"把 {m}×{n} 的权重矩阵换成 {m}×r 乘 r×{n}。",
        )
        sides = f"{m}·{n}/({m} + {n})"
        extra = [
            (
                whole // m,
                t(
                    "The rank isn't bounded by one side only: both factors are stored.",
                    "不能只看一边：两个因子都要存。",
                ),
            )
        ]
    else:
        c, k = draw.choice([32, 48, 64, 96, 128]), draw.choice([3, 5, 7])
        m, n = draw.choice([64, 96, 128, 192, 256]), c * k * k
        whole, each = m * n, m + n
        shape_en = f"A {k}×{k} convolution from {c} to {m} channels is replaced by a {k}×{k} convolution from {c} to r channels and a 1×1 from r to {m} (no biases)."
        shape_zh = (
            f"把 {c} 到 {m} 通道的 {k}×{k} 卷积换成 {c} 到 r 通道的 {k}×{k} 卷积加 r 到 {m} 的 1×1 卷积（无偏置）。"
        )
        sides = f"{k * k}·{c}·{m}/({k * k}·{c} + {m})"
        extra = [
            (
                floor(c * m / (factor * (c + m))),
                t(
                    f"The first layer has {k * k} weights for each pair of channels.",
                    f"第一层每对通道有 {k * k} 个权重。",
                ),
            )
        ]
    exact = whole / (factor * each)
    answer = ceil(exact) - 1 if level == 1 else floor(exact)
    if answer < 3 or abs(exact - round(exact)) < 1e-9:
        raise draw.again()
    slips = [(answer + 1, t("That is one too many: check by multiplying out.", "多了一个：乘出来验证。")), *extra]
    if factor > 1:
        slips.append(
            (
                floor(whole / each),
                t(f"That only breaks even; a factor of {factor} is asked.", f"这只是持平；题目要求 {factor} 倍。"),
            )
        )
    if level == 1:
        goal_en, goal_zh = "What is the largest r that saves weights?", "r 最大取多少仍能节省权重？"
    else:
        goal_en, goal_zh = (
            f"What is the largest r that leaves at most 1/{factor} of the weights?",
            f"要使权重不超过原来的 1/{factor}，r 最大取多少？",
        )
    over = f"/{factor}" if factor > 1 else ""
    why_en = f"r·({each}) against {whole}: r {'<' if level == 1 else '≤'} {sides}{over} = {sig(exact, 5)}, so {answer}."
    why_zh = (
        f"r·({each}) 与 {whole} 相比：r {'<' if level == 1 else '≤'} {sides}{over} = {sig(exact, 5)}，所以是 {answer}。"
    )
    slips = [s for s in slips if s[0] > 0]
    return number(
        draw,
        level,
        answer,
        slips,
        0,
        prompt=t(f"{shape_en} {goal_en}", f"{shape_zh}{goal_zh}"),
        form=WHOLE,
        explanation=t(why_en, why_zh),
        sources=[DENTON],
        parameters={"whole": whole, "each": each, "factor": factor},
    )


@generator("compression.gen-group-cost", version=1, concept="group-conv-shuffle", levels=(1, 2, 3))
def group_cost(draw: Draw, level: int) -> Question:
    """Weights, multiply-adds or the share saved by a group convolution."""
    g = draw.choice([2, 3, 4, 6, 8])
    cin, cout = g * draw.integer(4, 24), g * draw.integer(4, 24)
    k, size = draw.choice([1, 3, 5]), draw.choice([7, 14, 28, 56])
    weights = k * k * cin * cout // g
    dense = weights * g
    code = f"nn.Conv2d({cin}, {cout}, {k}, padding={k // 2}, groups={g}, bias=False)"
    parameters = {
        "cin": cin,
        "cout": cout,
        "k": k,
        "g": g,
        "size": size,
        "ask": ("weights", "macs", "saved")[level - 1],
    }
    too_small = t("1/g² holds for one group; there are g of them.", "1/g² 是一组的代价；共有 g 组。")
    plainly = t("That is the dense convolution.", "这是稠密卷积。")
    swapped = t(
        "A group convolution costs 1/g of the dense one; it saves 1 − 1/g.",
        "分组卷积的代价是稠密的 1/g，节省的是 1 − 1/g。",
    )
    if level == 1:
        slips = [(dense, plainly), (dense - weights, swapped), (weights // g, too_small)]
        en, zh = "How many weights does this layer have?", "这一层有多少个权重？"
        answer = weights
        why_en = f"Each output channel sees {cin}/{g} = {cin // g} inputs: {k}²·{cin // g}·{cout} = {weights}, 1/{g} of the dense {dense}."
        why_zh = f"每个输出通道只看 {cin}/{g} = {cin // g} 个输入通道：{k}²·{cin // g}·{cout} = {weights}，为稠密的 {dense} 的 1/{g}。"
    elif level == 2:
        positions = size * size
        answer = weights * positions
        slips = [
            (dense * positions, plainly),
            ((dense - weights) * positions, swapped),
            (weights, t("That is for one position; the output has several.", "这是一个位置的；输出有许多位置。")),
        ]
        en, zh = (
            f"The output is {size}×{size}. How many multiply-adds does the layer need for one image?",
            f"输出为 {size}×{size}。这一层处理一张图像需要多少次乘加？",
        )
        why_en = f"{k}²·{cin // g}·{cout} = {weights} for each of {size}·{size} = {positions} positions: {answer}, 1/{g} of the dense layer's."
        why_zh = f"每个位置 {k}²·{cin // g}·{cout} = {weights}，共 {size}·{size} = {positions} 个位置：{answer}，为稠密层的 1/{g}。"
    else:
        positions = size * size
        answer = (dense - weights) * positions
        slips = [
            (
                weights * positions,
                t("That is what it costs; asked is what it saves.", "这是它的代价；题目问节省多少。"),
            ),
            ((dense - weights // g) * positions, too_small),
            (dense - weights, t("That is for one position.", "这是一个位置的。")),
        ]
        en, zh = (
            f"The output is {size}×{size}. How many multiply-adds are saved for one image, compared with `groups=1`?",
            f"输出为 {size}×{size}。与 `groups=1` 相比，处理一张图像节省多少次乘加？",
        )
        why_en = f"Dense: {k}²·{cin}·{cout}·{positions} = {dense * positions}. With groups 1/{g} of it: {weights * positions}. Saved: {answer}, i.e. {g - 1}/{g}."
        why_zh = f"稠密：{k}²·{cin}·{cout}·{positions} = {dense * positions}。分组后为其 1/{g}：{weights * positions}。节省 {answer}，即 {g - 1}/{g}。"
    return number(
        draw,
        level,
        answer,
        slips,
        0,
        code=code,
        prompt=t(en, zh),
        form=WHOLE,
        explanation=t(why_en, why_zh),
        sources=[CONV2D, SHUFFLENET],
        parameters=parameters,
    )
