"""Seeded questions on the scale of initial weights: variances, bounds, fans, and how signals grow or shrink."""

from __future__ import annotations

from math import prod, sqrt

from quizprep.content.generator import Draw, generator, t
from quizprep.content.model import Blank, Cloze, Number, Question, Text, Trap
from quizprep.content.shown import short
from quizprep.content.shown import written as plain

GLOROT = "Glorot, Bengio: Understanding the difficulty of training deep feedforward neural networks (AISTATS 2010), §4.2.1"
HE = "He, Zhang, Ren, Sun: Delving Deep into Rectifiers (ICCV 2015), §2.2"
LECUN = "LeCun, Bottou, Orr, Müller: Efficient BackProp (1998), §4.6"
INIT = "PyTorch documentation: torch.nn.init"
THREE = t("three significant digits, e.g. 0.0123 or 1.23e-4", "三位有效数字，如 0.0123 或 1.23e-4")
NEAR = 0.006
"""Relative tolerance of three significant digits."""


def make_traps(draw: Draw, answer: float, slips: list[tuple[float, Text]]) -> list[Trap]:
    """The slips as traps: positive, and clearly different from the answer and one another."""
    seen, traps = [answer], []
    for value, why in slips:
        if value > 0 and all(abs(value - other) > 2.5 * NEAR * other for other in seen):
            seen.append(value)
            traps.append(Trap(f"{value:.3g}", why))
    if not traps:
        raise draw.again()
    return traps


VARIANCES = {
    "xavier": ("Xavier/Glorot", "2/(fan_in + fan_out)", lambda i, o, a: 2 / (i + o)),
    "he": ("He (fan_in)", "2/fan_in", lambda i, o, a: 2 / i),
    "lecun": ("LeCun", "1/fan_in", lambda i, o, a: 1 / i),
    "he-leaky": ("He (fan_in)", "2/((1 + a²)·fan_in)", lambda i, o, a: 2 / ((1 + a * a) * i)),
}


@generator("initialization.gen-std-or-bound", version=1, concept="normal-vs-uniform", levels=(1, 2, 3))
def std_or_bound(draw: Draw, level: int) -> Question:
    """The standard deviation or the uniform bound of a scheme for a linear or convolutional layer."""
    scheme = draw.choice(("xavier", "he") if level == 1 else ("xavier", "he", "lecun") if level == 2 else ("xavier", "he", "he-leaky"))
    a = draw.choice([0.1, 0.2, 0.25, 0.3, 0.5]) if scheme == "he-leaky" else 0.0
    uniform = draw.chance(0.5) if level > 1 else draw.chance(0.3)
    if level < 3:
        fan_in, fan_out = draw.integer(8, 200) * 4, draw.integer(4, 150) * 4
        layer = f"nn.Linear({fan_in}, {fan_out})"
        fans = t("", "")
        channels = (fan_in, fan_out)
    else:
        cin, cout, k = draw.choice([3, 16, 32, 48, 64, 96]), draw.choice([16, 24, 32, 64, 96, 128]), draw.choice([1, 3, 5, 7])
        if k == 1:
            raise draw.again()
        fan_in, fan_out, channels = cin * k * k, cout * k * k, (cin, cout)
        layer = f"nn.Conv2d({cin}, {cout}, kernel_size={k})"
        fans = t(f"fan_in = {cin}·{k}² = {fan_in}, fan_out = {cout}·{k}² = {fan_out}. ", f"fan_in = {cin}·{k}² = {fan_in}，fan_out = {cout}·{k}² = {fan_out}。")
    if fan_in == fan_out:
        raise draw.again()
    name, formula, rule = VARIANCES[scheme]
    variance = rule(fan_in, fan_out, a)
    std, bound = sqrt(variance), sqrt(3 * variance)
    answer = bound if uniform else std
    swap = std if uniform else bound
    scale = sqrt(3) if uniform else 1.0
    slips = [
        (swap, t("That is the standard deviation; the bound is √3 times as large.", "这是标准差；边界是它的 √3 倍。") if uniform
         else t("That is the bound of the uniform version; the standard deviation is 1/√3 of it.", "这是均匀版的边界；标准差是它的 1/√3。")),
        (variance, t("That is the variance; take its root.", "这是方差；还要开根号。")),
        (scale * sqrt(rule(fan_out, fan_in, a)) if scheme != "xavier" else scale * sqrt(2 / fan_in),
         t("fan_in and fan_out were swapped.", "把 fan_in 和 fan_out 弄反了。") if scheme != "xavier" else t("That is He's rule, 2/fan_in.", "这是 He 的规则 2/fan_in。")),
        (scale * sqrt(2 / (fan_in + fan_out)), t("That is Xavier's rule, 2/(fan_in + fan_out).", "这是 Xavier 的规则 2/(fan_in + fan_out)。")),
        (scale * sqrt(2 / fan_in), t("The negative slope was left out: 1 + a².", "漏了负斜率：1 + a²。")),
        (scale * sqrt(1 / fan_in), t("The factor 2 is missing, or only one of the fans was used.", "漏了因子 2，或只用了一个 fan。")),
        (scale * sqrt(rule(*channels, a)), t("The kernel's area belongs to both fans.", "两个 fan 都要乘卷积核面积。")),
    ]  # fmt: skip
    gain = t(f", leaky ReLU with slope {plain(a)}", f"，leaky ReLU 斜率 {plain(a)}") if a else t(", ReLU", "，ReLU") if scheme == "he" else t(", gain 1", "，增益 1") if scheme == "xavier" else t("", "")
    what = t("bound a of the uniform version on (−a, a)", "均匀版 (−a, a) 的边界 a ") if uniform else t("standard deviation of the normal version", "正态版的标准差")
    root = f"√(3·{short(variance)}) = {short(answer)}" if uniform else f"√{short(variance)} = {short(answer)}"
    tell = t("A uniform on (−a, a) has variance a²/3, so a = ", "(−a, a) 上均匀分布的方差为 a²/3，所以 a = ") if uniform else t("Its root: ", "开根号：")
    return Number(
        id=draw.id, concept=draw.concept, difficulty=level, code=layer, answer=float(f"{answer:.8g}"), tolerance=NEAR, form=THREE,
        prompt=t(f"{name} initialization{gain.en}: what is the {what.en} for this layer?", f"{name} 初始化{gain.zh}：这一层{what.zh}是多少？"),
        traps=make_traps(draw, answer, slips),
        explanation=t(f"{fans.en}Var = {formula} = {short(variance)}. {tell.en}{root}.", f"{fans.zh}Var = {formula} = {short(variance)}。{tell.zh}{root}。"),
        sources=[{"xavier": GLOROT, "lecun": LECUN}.get(scheme, HE), INIT],
        parameters={"scheme": scheme, "layer": layer, "a": a, "uniform": uniform},
    )  # fmt: skip


@generator("initialization.gen-signal-after", version=1, concept="too-small-too-large", levels=(1, 2, 3))
def signal_after(draw: Draw, level: int) -> Question:
    """The factor on the root mean square after n layers, linear or ReLU; level 3 asks for the weight scale or the depth."""
    n, depth = draw.choice([64, 100, 128, 200, 256, 400, 500, 512, 784, 1000]), draw.integer(3, 30)
    relu = level > 1 and draw.chance(0.7)
    half = 0.5 if relu else 1.0
    kind = t("ReLU layers", "ReLU 层") if relu else t("linear layers without activation", "无激活的线性层")
    lead = t(
        f"Wide {kind.en}, all of width {n}, no biases; independent weights of mean 0",
        f"{kind.zh}，宽度均为 {n}，无偏置；权重独立、均值为 0",
    )
    if level == 3:
        factor = draw.choice([0.001, 0.01, 0.1, 10, 100, 1000])
        std = sqrt(factor ** (2 / depth) / (n * half))
        slips = [
            (sqrt(1 / (n * half)), t("That keeps the size; a change was asked for.", "这会保持大小；题目要求改变。")),
            (std * sqrt(half), t("ReLU's factor ½ was left out.", "漏了 ReLU 的因子 ½。")),
            (std * std, t("That is the variance.", "这是方差。")),
            (factor ** (1 / depth), t("That is the factor per layer; divide by √(n·½) or √n.", "这是每层的倍数；还要除以 √(n·½) 或 √n。")),
            (sqrt(factor ** (1 / depth) / (n * half)), t("The mean square changes by the square of the factor.", "均方的倍数是它的平方。")),
        ]  # fmt: skip
        per = factor ** (1 / depth)
        inside = f"√({n}·½)" if relu else f"√{n}"
        return Number(
            id=draw.id, concept=draw.concept, difficulty=level, answer=float(f"{std:.8g}"), tolerance=NEAR, form=THREE,
            prompt=t(
                f"{lead.en}. Their standard deviation is the same in all layers, and the root mean square of the activations changes by the factor {plain(factor)} over {depth} layers (expected mean square). What is the standard deviation of the weights?",
                f"{lead.zh}。各层权重标准差相同，经过 {depth} 层，激活的均方根变为 {plain(factor)} 倍（按期望均方）。权重的标准差是多少？",
            ),
            traps=make_traps(draw, std, slips),
            explanation=t(
                f"Per layer the factor is {plain(factor)}^(1/{depth}) = {short(per)} = σ·{inside}, so σ = {short(per)}/{short(sqrt(n * half))} = {short(std)}.",
                f"每层倍数为 {plain(factor)}^(1/{depth}) = {short(per)} = σ·{inside}，所以 σ = {short(per)}/{short(sqrt(n * half))} = {short(std)}。",
            ),
            sources=[HE, GLOROT], parameters={"mode": "scale", "n": n, "depth": depth, "relu": relu, "factor": factor},
        )  # fmt: skip
    std = draw.choice([0.01, 0.02, 0.03, 0.05, 0.06, 0.08, 0.1])
    per = std * sqrt(n * half)
    answer = per**depth
    if abs(per - 1) < 0.03 or not 1e-12 < answer < 1e12:
        raise draw.again()
    slips = [
        (per * depth, t("Factors of successive layers are multiplied, not added.", "各层的倍数相乘，不是相加。")),
        (per, t("That is one layer.", "这是一层的倍数。")),
        (answer**2, t("That is the factor of the mean square (variance); take the root.", "这是均方（方差）的倍数；还要开根号。")),
        ((std * n) ** depth, t("Random signs cancel: √n terms count, not n.", "正负相消：是 √n 而不是 n。")),
        ((std * sqrt(n)) ** depth, t("ReLU halves the mean square in each layer.", "ReLU 每层使均方减半。")),
        ((std * sqrt(n) / 2) ** depth, t("ReLU halves the mean square, which is √½ in size, not ½.", "ReLU 使均方减半，大小是 √½ 倍而不是 ½。")),
        (std**depth, t("The width n was left out.", "漏了宽度 n。")),
    ]  # fmt: skip
    if not relu:
        slips.pop(5)
    inside = f"√({n}·½)" if relu else f"√{n}"
    return Number(
        id=draw.id, concept=draw.concept, difficulty=level, answer=float(f"{answer:.8g}"), tolerance=0.02,
        form=t("three significant digits, e.g. 3.12e-7 (2 % off is accepted)", "三位有效数字，如 3.12e-7（误差 2 % 以内算对）"),
        prompt=t(
            f"{lead.en} and standard deviation {plain(std)}. By which factor has the root mean square of the activations changed after {depth} layers (expected mean square)?",
            f"{lead.zh}，标准差 {plain(std)}。经过 {depth} 层，激活的均方根变为多少倍（按期望均方）？",
        ),
        traps=make_traps(draw, answer, [s for s in slips if 1e-30 < s[0] < 1e30]),
        explanation=t(
            f"One layer multiplies the root mean square by σ·{inside} = {plain(std)}·{short(sqrt(n * half))} = {short(per)}; {depth} layers by {short(per)}^{depth} = {short(answer, 3)}.",
            f"一层把均方根乘以 σ·{inside} = {plain(std)}·{short(sqrt(n * half))} = {short(per)}；{depth} 层乘以 {short(per)}^{depth} = {short(answer, 3)}。",
        ),
        sources=[HE, GLOROT], parameters={"mode": "after", "n": n, "depth": depth, "relu": relu, "std": std},
    )  # fmt: skip


@generator("initialization.gen-fans", version=1, concept="fan-in-fan-out", levels=(1, 2, 3))
def fans(draw: Draw, level: int) -> Question:
    """fan_in and fan_out of a linear, convolutional or grouped layer."""
    cin, cout = draw.choice([3, 8, 16, 32, 48, 64, 96, 128]), draw.choice([10, 16, 24, 32, 64, 96, 128, 256])
    if cin == cout:
        raise draw.again()
    kernel = [1, 1] if level == 1 and draw.chance(0.3) else [draw.choice([3, 5, 7])] * 2 if level < 3 or draw.chance(0.5) else draw.sample([1, 3, 5, 7], 2)
    groups = 1
    if level == 3:
        options = [g for g in (2, 4, 8, 16) if cin % g == 0 and cout % g == 0]
        if not options:
            raise draw.again()
        groups = draw.choice(options)
    area = prod(kernel)
    if level == 1 and area == 1:
        code, kind = f"nn.Linear({cin}, {cout})", "linear"
    elif level == 2 and draw.chance(0.3):
        kernel, area = kernel[:1], kernel[0]
        code, kind = f"nn.Conv1d({cin}, {cout}, kernel_size={kernel[0]})", "conv1d"
    else:
        shown = kernel[0] if kernel[0] == kernel[1] else f"({kernel[0]}, {kernel[1]})"
        code, kind = f"nn.Conv2d({cin}, {cout}, kernel_size={shown}{f', groups={groups}' if groups > 1 else ''})", "conv2d"
    fan_in, fan_out = cin // groups * area, cout * area
    times = "·".join(map(str, kernel))
    slips_in = [(fan_out, t("That is fan_out.", "这是 fan_out。")), (cin, t("The kernel's positions count too.", "卷积核的各位置也要算。")), (cout, t("fan_in counts inputs, not output channels.", "fan_in 数的是输入，不是输出通道。")),
                (cin * area, t("With groups an output sees only cin/groups channels.", "分组时一个输出只看 cin/groups 个通道。")), (cin * cout * area // groups, t("That is the number of weights.", "这是权重总数。"))]  # fmt: skip
    slips_out = [(fan_in, t("That is fan_in.", "这是 fan_in。")), (cout, t("The kernel's positions count too.", "卷积核的各位置也要算。")), (cin, t("fan_out counts outputs, not input channels.", "fan_out 数的是输出，不是输入通道。")),
                 (cout // groups * area, t("PyTorch reads fan_out off the weight's first axis, all output channels, whatever the groups.", "PyTorch 从权重第一维读取 fan_out，即全部输出通道，与分组无关。"))]  # fmt: skip

    def blank(value: int, slips: list[tuple[int, Text]]) -> Blank:
        kept = {str(v): why for v, why in reversed(slips) if v != value}
        return Blank([str(value)], traps=[Trap(v, why) for v, why in kept.items()])

    body = "fan_in = {{1}}, fan_out = {{2}}"
    first = "cin" if groups == 1 else "cin/groups"
    sum_in = f"{cin}" if groups == 1 else f"{cin}/{groups}"
    if kind == "linear":
        en, zh = f"A linear layer sums over its {cin} inputs; each input goes into {cout} outputs.", f"线性层对 {cin} 个输入求和；每个输入进入 {cout} 个输出。"
    else:
        en = f"fan_in = {first} · kernel = {sum_in}·{times} = {fan_in}: the terms of one output. fan_out = cout · kernel = {cout}·{times} = {fan_out}."
        zh = f"fan_in = {first} · 核 = {sum_in}·{times} = {fan_in}，即一个输出的求和项数。fan_out = cout · 核 = {cout}·{times} = {fan_out}。"
    if groups > 1:
        en += " (PyTorch doesn't divide fan_out by the groups.)"
        zh += "（PyTorch 计算 fan_out 时不除以组数。）"
    return Cloze(
        id=draw.id, concept=draw.concept, difficulty=level, code=code, body=t(body, body.replace(", ", "，")),
        prompt=t("What are fan_in and fan_out of this layer, as `torch.nn.init` computes them?", "按 `torch.nn.init` 的计算，这一层的 fan_in 和 fan_out 是多少？"),
        blanks=[blank(fan_in, slips_in), blank(fan_out, slips_out)], explanation=t(en, zh), sources=[INIT, HE],
        parameters={"code": code},
    )  # fmt: skip
