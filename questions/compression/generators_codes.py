"""Seeded questions on Huffman codes, int8 quantization and binary weights."""

from __future__ import annotations

from heapq import heapify, heappop, heappush
from math import floor, log2

from quizprep.content.generator import Draw, generator, t
from quizprep.content.model import Blank, Cloze, Question, Trap
from quizprep.content.shown import number, plain, sig, vector

COVER = "Cover, Thomas: Elements of Information Theory (2nd ed., 2006), ch. 5"
HAN = "Han, Mao, Dally: Deep Compression (ICLR 2016), §4"
JACOB = "Jacob et al.: Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference (CVPR 2018), §2.1"
XNOR = "Rastegari, Ordonez, Redmon, Farhadi: XNOR-Net (ECCV 2016), §3.1"


DIGITS = t("to three significant digits", "保留三位有效数字")


def num4(x: float) -> str:
    """To four decimals, with a true minus sign."""
    return f"{x:.4f}".replace("-", "−")


def code_lengths(draw: Draw, counts: list[int]) -> tuple[list[int], list[str]]:
    """Lengths of a Huffman code and the merges; draws again where a tie leaves the lengths open."""
    heap = [(c, [i]) for i, c in enumerate(counts)]
    heapify(heap)
    lengths, merges = [0] * len(counts), []
    while len(heap) > 1:
        a, b = heappop(heap), heappop(heap)
        if heap and heap[0][0] == b[0] and len(heap[0][1]) + len(b[1]) > 2:
            raise draw.again()  # another choice would give other lengths
        for i in a[1] + b[1]:
            lengths[i] += 1
        merges.append(f"{a[0]} + {b[0]} = {a[0] + b[0]}")
        heappush(heap, (a[0] + b[0], a[1] + b[1]))
    return lengths, merges


@generator("compression.gen-huffman", version=1, concept="huffman", levels=(1, 2, 3))
def huffman(draw: Draw, level: int) -> Question:
    """Code lengths, mean length, or bits saved against a code of fixed length."""
    size = (4, 5, 6)[level - 1]
    cuts = sorted(draw.sample(range(2, 99), size - 1))
    counts = sorted((b - a for a, b in zip([0, *cuts], [*cuts, 100], strict=True)), reverse=True)
    if len(set(counts)) < size or counts[-1] < 2:
        raise draw.again()
    lengths, merges = code_lengths(draw, counts)
    fixed = (size - 1).bit_length()
    if len(set(lengths)) == 1:
        raise draw.again()
    bits = sum(a * b for a, b in zip(counts, lengths, strict=True))
    shown = ", ".join(f"{name}: {c}" for name, c in zip("ABCDEF", counts, strict=False))
    given_en = f"100 quantized weights take the values {shown} (value: how often)."
    given_zh = f"100 个量化权重的取值次数为 {shown.replace(', ', '，')}。"
    work_en = f"Merge the two rarest each time: {', '.join(merges)}. The lengths are {', '.join(map(str, lengths))}"
    work_zh = f"每次合并最少的两个：{'，'.join(merges)}。码长依次为 {'、'.join(map(str, lengths))}"
    parameters = {"counts": counts, "ask": ("lengths", "bits", "ratio")[level - 1]}
    if level == 1:
        flat = t(f"That is the code of fixed length, {fixed} bits.", f"这是定长编码的 {fixed} 位。")
        blanks = [Blank([str(x)], traps=[Trap(str(fixed), flat)] if x != fixed else []) for x in lengths]
        body = "   ".join(f"{name}: {{{{{i}}}}}" for i, name in enumerate("ABCD", 1))
        return Cloze(
            id=draw.id, concept=draw.concept, difficulty=1, body=t(body, body), blanks=blanks, sources=[COVER, HAN], parameters=parameters,
            prompt=t(f"{given_en} How many bits has the Huffman codeword of each value?", f"{given_zh}各值的霍夫曼码字长多少位？"),
            explanation=t(f"{work_en}.", f"{work_zh}。"),
        )  # fmt: skip
    entropy = -sum(c / 100 * log2(c / 100) for c in counts)
    if level == 2:
        answer, tol = bits, 0.0
        slips = [
            (100 * fixed, t("That is the code of fixed length.", "这是定长编码。")),
            (sum(lengths), t("The lengths are weighted by how often each value occurs.", "码长要按出现次数加权。")),
        ]
        ask_en, ask_zh = (
            "How many bits does a Huffman code need for all 100 (without the code table)?",
            "霍夫曼编码共需多少位（不计码表）？",
        )
        form = t("a whole number", "整数")
        more_en, more_zh = (
            f": {' + '.join(f'{c}·{x}' for c, x in zip(counts, lengths, strict=True))} = {bits} bits.",
            f"：{' + '.join(f'{c}·{x}' for c, x in zip(counts, lengths, strict=True))} = {bits} 位。",
        )
    else:
        answer, tol = 3200 / bits, 0.006
        slips = [
            (
                fixed * 100 / bits,
                t(
                    f"That compares with {fixed}-bit indices; the weights were float32.",
                    f"这是与 {fixed} 位索引相比；原权重是 float32。",
                ),
            ),
            (
                32 / entropy,
                t(
                    "That is the bound by the entropy; a Huffman code needs whole bits.",
                    "这是熵给出的上限；霍夫曼码字长为整数位。",
                ),
            ),
            (32 / fixed, t("That is without Huffman coding.", "这没有用霍夫曼编码。")),
        ]
        ask_en, ask_zh = (
            "What is the compression ratio against float32 (32 bits each), without code table and codebook?",
            "与 float32（每个 32 位）相比，压缩比是多少（不计码表和码本）？",
        )
        form = DIGITS
        more_en, more_zh = (
            f": {bits} bits in all. 3200/{bits} = {sig(answer)}.",
            f"：共 {bits} 位。3200/{bits} = {sig(answer)}。",
        )
    return number(
        draw,
        level,
        answer,
        slips,
        tol,
        prompt=t(f"{given_en} {ask_en}", f"{given_zh}{ask_zh}"),
        form=form,
        explanation=t(work_en + more_en, work_zh + more_zh),
        sources=[COVER, HAN],
        parameters=parameters,
    )


@generator("compression.gen-int8", version=1, concept="int8-qat", levels=(1, 2, 3))
def int8(draw: Draw, level: int) -> Question:
    """Scale (symmetric), scale and zero point (affine), and a value there and back."""
    if level == 1:
        w = [draw.choice([-1, 1]) * draw.integer(5, 500) / 100 for _ in range(4)]
        top = max(map(abs, w))
        answer = top / 127
        slips = [
            (top / 128, t("The largest integer used is 127.", "用到的最大整数是 127。")),
            (
                2 * top / 256,
                t("Symmetric quantization maps ±max to ±127: 254 steps.", "对称量化把 ±max 映到 ±127：254 步。"),
            ),
            (
                (max(w) - min(w)) / 255,
                t("That is the affine scale of the range from min to max.", "这是从最小到最大的仿射缩放。"),
            ),
            (top / 255, t("255 steps would need the whole range 2·max.", "255 步对应整个范围 2·max。")),
        ]
        slips = [s for s in slips if abs(s[0] - answer) > 0.005 * answer]
        en = f"The weights {vector(w)} are quantized to int8 symmetrically: the largest absolute value goes to 127, zero to 0. What is the scale S (x ≈ S·q)?"
        zh = f"把权重 {vector(w)} 对称量化为 int8：绝对值最大者对应 127，零对应 0。缩放 S 是多少（x ≈ S·q）？"
        why = f"max|w|/127 = {plain(top)}/127 = {sig(answer, 4)}"
        return number(
            draw,
            1,
            answer,
            slips,
            0.002,
            prompt=t(en, zh),
            form=t("to four significant digits", "保留四位有效数字"),
            explanation=t(f"{why}.", f"{why}。"),
            sources=[JACOB],
            parameters={"w": w},
        )
    low, high = -draw.integer(1, 60) / 10, draw.integer(5, 90) / 10
    scale = round((high - low) / 255, 5)
    zero_exact = -low / scale
    zero = floor(zero_exact + 0.5)
    x = draw.number(low * 0.9, high * 0.9, 2)
    step = x / scale
    q = floor(step + 0.5) + zero
    back = (q - zero) * scale
    rough = (high - low) / 255
    if (
        any(abs(v % 1 - 0.5) < 0.06 for v in (zero_exact, step, -low / rough, x / rough))
        or abs(x) < 0.2
        or zero in (0, 127, 128)
        or not 0 <= q <= 255
    ):
        raise draw.again()
    start_en = f"Activations in [{plain(low)}, {plain(high)}] are quantized to uint8: q = round(x/S) + Z with S = (max − min)/255, Z = round(−min/S)."
    start_zh = f"把 [{plain(low)}, {plain(high)}] 内的激活量化为 uint8：q = round(x/S) + Z，S = (max − min)/255，Z = round(−min/S)。"
    why_en = f"S = {plain(round(high - low, 2))}/255 = {scale:.5f}; Z = round({plain(-low)}/{scale:.5f}) = round({sig(zero_exact, 5)}) = {zero}."
    why_zh = f"S = {plain(round(high - low, 2))}/255 = {scale:.5f}；Z = round({plain(-low)}/{scale:.5f}) = round({sig(zero_exact, 5)}) = {zero}。"
    parameters = {"low": low, "high": high, "x": x, "ask": level}
    wide = t("Between 256 levels there are 255 steps.", "256 个级之间有 255 步。")
    if level == 2:
        blanks = [
            Blank([f"{scale:.5f}"], tolerance=round(1e-5 / scale, 6), traps=[Trap(f"{(high - low) / 256:.5f}", wide)]),
            Blank(
                [str(zero)],
                traps=[
                    Trap("128", t("128 is right for a range symmetric about 0.", "范围关于 0 对称时才是 128。")),
                    Trap("0", t("Z = 0 needs a range that begins at 0.", "范围从 0 开始时 Z 才是 0。")),
                ],
            ),
            Blank([str(q)], traps=[Trap(str(q - zero), t("The zero point is missing.", "漏了零点。"))]),
        ]
        body = t(
            f"S = {{{{1}}}}, Z = {{{{2}}}}, q({plain(x)}) = {{{{3}}}}",
            f"S = {{{{1}}}}，Z = {{{{2}}}}，q({plain(x)}) = {{{{3}}}}",
        )
        return Cloze(
            id=draw.id, concept=draw.concept, difficulty=2, body=body, blanks=blanks, sources=[JACOB], parameters=parameters,
            prompt=t(f"{start_en} Give S (five decimals), Z, and q for x = {plain(x)}.", f"{start_zh}给出 S（五位小数）、Z，以及 x = {plain(x)} 的 q。"),
            explanation=t(f"{why_en} q = round({sig(step, 5)}) + {zero} = {q}.", f"{why_zh}q = round({sig(step, 5)}) + {zero} = {q}。"),
        )  # fmt: skip
    slips = [
        (x, t("It comes back rounded to a multiple of S.", "还原后是 S 的整数倍。")),
        (q * scale, t("Subtract the zero point before scaling.", "乘缩放之前要减去零点。")),
    ]
    if abs(back - x) < 0.0035 * abs(x):
        raise draw.again()
    ask_en, ask_zh = (
        f"To which value does x = {plain(x)} come back, S·(q − Z)?",
        f"x = {plain(x)} 量化再还原 S·(q − Z) 得到多少？",
    )
    return number(
        draw, 3, back, slips, 0.0012, prompt=t(f"{start_en} {ask_en}", f"{start_zh}{ask_zh}"), form=t("to four decimals, S rounded to five", "保留四位小数（S 取五位小数）"),
        explanation=t(f"{why_en} q = round({sig(step, 5)}) + {zero} = {q}; S·(q − Z) = {scale:.5f}·({plain(q - zero)}) = {num4(back)}. The error is less than S/2 = {scale / 2:.5f}.", f"{why_zh}q = round({sig(step, 5)}) + {zero} = {q}；S·(q − Z) = {scale:.5f}·({plain(q - zero)}) = {num4(back)}。误差小于 S/2 = {scale / 2:.5f}。"),
        sources=[JACOB], parameters=parameters,
    )  # fmt: skip


@generator("compression.gen-binary-filter", version=1, concept="binarization", levels=(1, 2, 3))
def binary_filter(draw: Draw, level: int) -> Question:
    """The scale of a binarized filter, its output on an input, or the error that is left."""
    w = [draw.choice([-1, 1]) * draw.integer(1, 30) / 10 for _ in range(draw.choice([4, 5]))]
    n = len(w)
    x = [draw.choice([-1, 1]) * draw.integer(1, 20) / 10 for _ in range(n)]
    total = round(sum(map(abs, w)), 1)
    alpha = total / n
    signs = [1 if v > 0 else -1 for v in w]
    if len(set(signs)) == 1 or len({abs(v) for v in w}) < 3:
        raise draw.again()
    start_en, start_zh = (
        f"A filter W = {vector(w)} is replaced by α·sign(W), α chosen to minimize the squared error.",
        f"滤波器 W = {vector(w)} 用 α·sign(W) 代替，α 使平方误差最小。",
    )
    why_en = why_zh = f"α = Σ|wᵢ|/n = {plain(total)}/{n} = {plain(round(alpha, 4))}"
    signed = (
        sum(w) / n,
        t("Absolute values are averaged, not the values with their signs.", "应对绝对值取平均，而不是带符号的值。"),
    )
    if level == 1:
        answer, slips = alpha, [signed, (total, t("Divide by the number of weights.", "要除以权重个数。"))]
        ask_en, ask_zh = "What is α?", "α 是多少？"
    elif level == 2:
        inner = round(sum(s * v for s, v in zip(signs, x, strict=True)), 2)
        answer = alpha * inner
        exact = sum(a * b for a, b in zip(w, x, strict=True))
        slips = [
            (inner, t("The scale α is missing.", "漏了缩放 α。")),
            (exact, t("That is the output of the real filter.", "这是原滤波器的输出。")),
        ]
        ask_en, ask_zh = (
            f"Which output does it give on the real-valued input {vector(x)}?",
            f"对实值输入 {vector(x)}，它的输出是多少？",
        )
        why_en += f"; sign(W)·x = {plain(inner)}; the output is {sig(answer)} (the real filter gives {sig(exact)})"
        why_zh += f"；sign(W)·x = {plain(inner)}；输出为 {sig(answer)}（原滤波器为 {sig(exact)}）"
        if abs(inner) < 0.3:
            raise draw.again()
    else:
        squares = round(sum(v * v for v in w), 2)
        answer = squares - n * alpha**2
        slips = [
            (squares, t("That is ‖W‖², the error of replacing W by 0.", "这是 ‖W‖²，即用 0 代替 W 的误差。")),
            (
                sum((v - s) ** 2 for v, s in zip(w, signs, strict=True)),
                t("That is without the scale (α = 1).", "这没有缩放（α = 1）。"),
            ),
        ]
        ask_en, ask_zh = (
            "How large is the squared error ‖W − α·sign(W)‖² then?",
            "此时平方误差 ‖W − α·sign(W)‖² 是多少？",
        )
        why_en += f"; the error is ‖W‖² − n·α² = {plain(squares)} − {n}·{plain(round(alpha**2, 4))} = {sig(answer)}"
        why_zh += f"；误差为 ‖W‖² − n·α² = {plain(squares)} − {n}·{plain(round(alpha**2, 4))} = {sig(answer)}"
        if answer < 0.3:
            raise draw.again()
    tol = 0.006 if level < 3 else 0.015
    return number(
        draw,
        level,
        answer,
        slips,
        tol,
        prompt=t(f"{start_en} {ask_en}", f"{start_zh}{ask_zh}"),
        form=DIGITS,
        explanation=t(f"{why_en}.", f"{why_zh}。"),
        sources=[XNOR],
        parameters={"w": w, "x": x, "ask": level},
    )
