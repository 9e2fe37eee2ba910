"""A seeded picture: standard deviation per layer of a small network, computed live, to be diagnosed."""

from __future__ import annotations

from math import sqrt, tanh
from operator import mul
from struct import unpack

from quizprep.content.generator import Draw, generator, t
from quizprep.content.model import Choice, Option, Question
from quizprep.content.plot import bars

GLOROT = "Glorot, Bengio: Understanding the difficulty of training deep feedforward neural networks (AISTATS 2010)"
HE = "He, Zhang, Ren, Sun: Delving Deep into Rectifiers (ICCV 2015), §2.2"
WIDTH, BATCH = 40, 6
VERDICTS = {
    "small": t("The weights are too small: the signal dies out", "权重过小：信号逐层消失"),
    "right": t("The scale fits: the signal keeps its size", "尺度合适：信号保持大小"),
    "large": t("The weights are too large: the signal explodes", "权重过大：信号爆炸"),
    "saturated": t("The weights are too large: the units saturate", "权重过大：单元饱和"),
}  # fmt: skip


def spreads(draw: Draw, activation: str, std: float, depth: int) -> tuple[list[float], float]:
    """The standard deviation of the outputs of each layer, and the share of |h| > 0.95 in the last."""
    rows = [noise(draw) for _ in range(BATCH)]
    found = []
    for _ in range(depth):
        columns = [noise(draw) for _ in range(WIDTH)]
        rows = [[std * sum(map(mul, row, column)) for column in columns] for row in rows]
        rows = [[tanh(z) if activation == "tanh" else z if activation == "linear" or z > 0 else 0.0 for z in row] for row in rows]
        values = [h for row in rows for h in row]
        mean = sum(values) / len(values)
        found.append(sqrt(sum((h - mean) ** 2 for h in values) / len(values)))
    return found, sum(abs(h) > 0.95 for row in rows for h in row) / (WIDTH * BATCH)


def noise(draw: Draw) -> list[float]:
    """Numbers of mean 0 and variance 1, uniform on (−√3, √3) in steps of 2⁻¹⁵√3; one long integer is drawn, for speed."""
    words = unpack(f">{WIDTH}H", draw.integer(0, 2 ** (16 * WIDTH) - 1).to_bytes(2 * WIDTH, "big"))
    return [(word - 32767.5) * (1.7320508 / 32768) for word in words]


@generator("initialization.gen-layer-statistics", version=1, concept="activation-statistics", levels=(1, 2, 3))
def layer_statistics(draw: Draw, level: int) -> Question:
    """Read the standard deviations off and name the fault of the initial scale."""
    activation = draw.choice(("tanh", "linear") if level == 1 else ("tanh", "relu"))
    depth = draw.integer(8, 12)
    kind = draw.choice(["small", "right", "large"])
    base = sqrt((2 if activation == "relu" else 1) / WIDTH)
    if level == 3:
        times = {"small": draw.number(0.62, 0.74, 2), "right": draw.number(0.98, 1.02, 2), "large": draw.number(1.4, 1.6, 2)}[kind]
    else:
        times = {"small": draw.number(0.2, 0.55, 2), "right": draw.number(0.98, 1.04, 2), "large": draw.number(1.9, 4.0, 2)}[kind]
    if activation == "tanh" and kind == "large":
        times = draw.number(4.0, 9.0, 1) if level < 3 else draw.number(3.0, 4.5, 1)
    if activation == "tanh" and kind == "right":
        times = draw.number(1.05, 1.2, 2)  # tanh flattens a little: with exactly 1/√n the spread falls slowly
    std = round(base * times, 4)
    values, saturated = spreads(draw, activation, std, depth)
    first, last = values[0], values[-1]
    name = "saturated" if kind == "large" and activation == "tanh" else kind
    fits = {
        "small": last < 0.25 * first, "right": 0.6 * first < last < 1.5 * first and max(values) < 2 * min(values) and (activation != "tanh" or saturated < 0.1),
        "large": last > 6 * first, "saturated": min(values) > 0.75 and saturated > 0.4,
    }[name]  # fmt: skip
    if not fits:
        raise draw.again()
    picture = bars([(f"{i:>2}", v) for i, v in enumerate(values, 1)], width=48)
    choices = ["small", "right", "saturated", "large"]
    whys = {
        "small": t(f"Too small weights would show as a steady fall; from layer 1 to {depth} the numbers go from {first:.3g} to {last:.3g}.", f"权重过小会表现为持续下降；这里从第 1 层到第 {depth} 层是 {first:.3g} 到 {last:.3g}。"),
        "right": t(f"From layer 1 to {depth} the standard deviation goes from {first:.3g} to {last:.3g}" + (", at the ceiling of tanh." if name == "saturated" else ": not constant."), f"从第 1 层到第 {depth} 层，标准差由 {first:.3g} 变为 {last:.3g}" + ("，顶在 tanh 的上限。" if name == "saturated" else "，并非不变。")),
        "large": t("tanh can't explode: its outputs stay within ±1." if activation == "tanh" else f"An explosion would show as steady growth; here {first:.3g} becomes {last:.3g}.", "tanh 的输出在 ±1 之内，不会爆炸。" if activation == "tanh" else f"爆炸会表现为持续增长；这里由 {first:.3g} 变为 {last:.3g}。"),
        "saturated": t("Only a bounded activation saturates; this one is not bounded above." if activation != "tanh" else f"Saturated tanh units lie near ±1, a standard deviation near 1; here the last layer has {last:.3g}.", "只有有界的激活函数才会饱和；这里的激活没有上界。" if activation != "tanh" else f"饱和的 tanh 单元接近 ±1，标准差接近 1；这里最后一层为 {last:.3g}。"),
    }  # fmt: skip
    options = [Option(VERDICTS[c], correct=c == name, why=None if c == name else whys[c]) for c in draw.shuffled(choices)]
    label = {"tanh": "tanh", "relu": "ReLU", "linear": t("no activation (linear)", "无激活（线性）")}[activation]
    en, zh = (label.en, label.zh) if not isinstance(label, str) else (label, label)
    wanted = {"tanh": "1/√n", "linear": "1/√n", "relu": "√(2/n)"}[activation]
    rule = "He" if activation == "relu" else "Xavier"
    ratio = (last / first) ** (1 / (depth - 1))
    rest_en = f" {100 * saturated:.0f} % of the last layer's outputs lie beyond ±0.95." if activation == "tanh" else ""
    rest_zh = f"最后一层有 {100 * saturated:.0f} % 的输出超出 ±0.95。" if activation == "tanh" else ""
    return Choice(
        id=draw.id, concept=draw.concept, difficulty=level, options=options, figure=t(picture, picture),
        prompt=t(
            f"Standard deviation of the outputs of layers 1 to {depth} at initialization: width {WIDTH}, activation: {en}, inputs of standard deviation 1. What does it say about the initial weights?",
            f"初始化时第 1 到 {depth} 层输出的标准差：宽度 {WIDTH}，激活：{zh}，输入标准差为 1。这说明初始权重怎样？",
        ),
        explanation=t(
            f"The weights had the standard deviation {std:g}; for n = {WIDTH} {rule} gives {wanted} = {base:.3g}. Per layer the spread changes by about {ratio:.2f} here.{rest_en}",
            f"这里权重的标准差为 {std:g}；n = {WIDTH} 时，{rule} 给出 {wanted} = {base:.3g}。每层离散程度约乘 {ratio:.2f}。{rest_zh}",
        ),
        sources=[GLOROT, HE],
        parameters={"activation": activation, "depth": depth, "std": std, "width": WIDTH, "values": [float(f"{v:.4g}") for v in values]},
    )  # fmt: skip
