"""Seeded questions on adaptive instance normalization."""

from __future__ import annotations

from math import sqrt

from quizprep.content.generator import Draw, generator, t
from quizprep.content.model import Number, Question, Text, Trap
from quizprep.content.shown import plain, signed

ADAIN = "Huang, Belongie: Arbitrary Style Transfer in Real-time with Adaptive Instance Normalization (2017), arXiv:1703.06868"


def moments(values: list[float]) -> tuple[float, float]:
    """Mean and (biased) standard deviation."""
    mean = sum(values) / len(values)
    return mean, sqrt(sum((v - mean) ** 2 for v in values) / len(values))


def channel(draw: Draw, size: int) -> list[float]:
    """Whole values whose mean and deviation are whole numbers."""
    for _ in range(500):
        values = [float(draw.integer(-4, 12)) for _ in range(size)]
        mean, dev = moments(values)
        if dev > 0.5 and mean == int(mean) and dev == int(dev):
            return values
    raise draw.again()


@generator("style-transfer.gen-adain", version=1, concept="feed-forward", levels=(1, 2, 3))
def adain(draw: Draw, level: int) -> Question:
    """One value of a channel after AdaIN; level 3 blended with the content by a factor."""
    content, style = channel(draw, 4), channel(draw, 4)
    (mc, sc), (ms, ss) = moments(content), moments(style)
    x = draw.choice(content)
    if sc == ss or mc == ms or x == mc:
        raise draw.again()
    full = ss * (x - mc) / sc + ms
    blend = draw.choice([0.25, 0.5, 0.75]) if level == 3 else 1.0
    answer = blend * full + (1 - blend) * x
    if level == 1:
        given_en = f"the content features have mean {plain(mc)} and standard deviation {plain(sc)}, the style features mean {plain(ms)} and standard deviation {plain(ss)}"
        given_zh = f"内容特征均值 {plain(mc)}、标准差 {plain(sc)}，风格特征均值 {plain(ms)}、标准差 {plain(ss)}"
    else:
        shown = ["(" + ", ".join(plain(v) for v in values) + ")" for values in (content, style)]
        given_en = (
            f"the content features are {shown[0]}, the style features {shown[1]} (biased deviations, ε negligible)"
        )
        given_zh = f"内容特征为 {shown[0]}，风格特征为 {shown[1]}（有偏标准差，ε 可忽略）"
    if level == 3:
        given_en += f"; the result is blended, {plain(blend)}·AdaIN + {plain(1 - blend)}·content"
        given_zh += f"；结果按 {plain(blend)}·AdaIN + {plain(1 - blend)}·内容混合"
    slips: list[tuple[float, Text]] = [
        (
            sc * (x - ms) / ss + mc,
            t(
                "Content and style were swapped: normalize the content, then give it the style's statistics.",
                "内容与风格弄反了：先归一化内容，再赋予风格的统计量。",
            ),
        ),
        (ss * (x - mc) / sc**2 + ms, t("Divide by the deviation, not by the variance.", "除以标准差，不是方差。")),
        ((x - mc) / sc + ms, t("The style's deviation was left out.", "漏了风格的标准差。")),
        (x - mc + ms, t("Only the mean was exchanged.", "只换了均值。")),
        (
            (x - mc) / sc,
            t(
                "That is plain instance norm; the style's statistics are missing.",
                "这只是实例归一化，还缺风格的统计量。",
            ),
        ),
    ]
    if level == 3:
        slips.insert(0, (full, t("That is AdaIN without the blending.", "这是未混合的 AdaIN。")))
    traps, seen = [], [answer]
    for value, why in slips:
        if all(abs(value - other) >= 0.04 for other in seen):
            seen.append(value)
            traps.append(Trap(f"{value + 0:.3f}", why))
    worked = f"{plain(ss)}·({plain(x)} − {signed(mc)})/{plain(sc)} + {signed(ms)} = {plain(round(full, 4))}"
    tail = (
        f"; {plain(blend)}·{signed(round(full, 4))} + {plain(1 - blend)}·{signed(x)} = {plain(round(answer, 4))}"
        if level == 3
        else ""
    )
    stats = "" if level == 1 else f"μ_c = {plain(mc)}, σ_c = {plain(sc)}, μ_s = {plain(ms)}, σ_s = {plain(ss)}; "
    return Number(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        prompt=t(
            f"AdaIN on one channel: {given_en}. What becomes of the content value {plain(x)}?",
            f"对一个通道做 AdaIN：{given_zh}。内容值 {plain(x)} 变成多少？",
        ),
        form=t("to two decimals", "保留两位小数"),
        answer=round(answer, 6),
        absolute=0.011,
        traps=traps,
        explanation=t(
            f"AdaIN(x) = σ_s·(x − μ_c)/σ_c + μ_s. {stats}{worked}{tail}.",
            f"AdaIN(x) = σ_s·(x − μ_c)/σ_c + μ_s。{(stats + worked + tail).replace('; ', '；')}。",
        ),
        sources=[ADAIN],
        parameters={"content": content, "style": style, "x": x, "blend": blend},
    )
