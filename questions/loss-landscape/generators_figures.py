"""Seeded pictures of a loss around a critical point."""

from __future__ import annotations

from quizprep.content.generator import Draw, generator, t
from quizprep.content.model import Choice, Option, Question, Text
from quizprep.content.plot import contour

HESSIAN = "Goodfellow, Bengio, Courville: Deep Learning (2016), §4.3.1"
PLATEAUS = "Goodfellow, Bengio, Courville: Deep Learning (2016), §8.2.3"
AXES = {(1, 0): (0, 1), (0, 1): (1, 0), (1, 1): (1, -1), (1, -1): (1, 1)}
"""Four directions, each with the one at right angles to it."""


def surface(draw: Draw, kind: str, tilted: bool) -> tuple[list[int], tuple[int, int]]:
    """Coefficients of x², xy and y² for that kind of critical point, and its special direction."""
    d = draw.choice([(1, 1), (1, -1)] if tilted else [(1, 0), (0, 1)])
    e = AXES[d]
    p, q = draw.integer(2, 6), draw.integer(2, 6)
    if max(p, q) > 2.5 * min(p, q):
        raise draw.again()  # too drawn out to read
    along, across = {"minimum": (p, q), "maximum": (-p, -q), "saddle": (-p, q), "valley": (0, q)}[kind]
    a = along * d[0] ** 2 + across * e[0] ** 2
    b = 2 * along * d[0] * d[1] + 2 * across * e[0] * e[1]
    c = along * d[1] ** 2 + across * e[1] ** 2
    return [a, b, c], d


def picture(coefficients: list[int]) -> Text:
    """The contour plot with P in the middle."""
    a, b, c = coefficients
    drawn = contour(
        lambda x, y: a * x * x + b * x * y + c * y * y, (-2, 2), (-2, 2), [("P", [(0.0, 0.0)])], width=48, height=15
    )
    return t(drawn, drawn)


SCALE = t(
    "Contour bands of a loss, from low to high: · : ░ ▒, with blank strips between.",
    "损失的等值带，由低到高依次为 · : ░ ▒，其间以空白相隔。",
)


@generator("loss-landscape.gen-contour", version=1, concept="critical-points", levels=(1, 2))
def which_point(draw: Draw, level: int) -> Question:
    """What kind of critical point the picture shows."""
    kind = draw.choice(["minimum", "maximum", "saddle", "valley"])
    coefficients, _ = surface(draw, kind, level == 2)
    names = {
        "minimum": t("an isolated minimum", "孤立的极小值点"),
        "maximum": t("an isolated maximum", "孤立的极大值点"),
        "saddle": t("a saddle point", "鞍点"),
        "valley": t("a point of a flat valley", "平坦谷底上的一点"),
    }
    looks = {
        "minimum": t("closed rings that get darker outwards", "闭合的环，越往外越深"),
        "maximum": t("closed rings that get lighter outwards", "闭合的环，越往外越浅"),
        "saddle": t(
            "bands that open to four sides, lighter on two opposite ones and darker on the other two",
            "向四面张开的带，一对相对方向变浅，另一对变深",
        ),
        "valley": t("parallel bands, lowest along a whole line through P", "平行的带，过 P 的整条直线都最低"),
    }
    return Choice(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        figure=picture(coefficients),
        prompt=t(f"{SCALE.en} The gradient at P is 0. What is P?", f"{SCALE.zh}P 处梯度为 0。P 是什么？"),
        options=[
            Option(
                names[k],
                k == kind,
                None if k == kind else t(f"That would show {looks[k].en}.", f"那样会看到{looks[k].zh}。"),
            )
            for k in names
        ],
        fixed_order=True,
        explanation=t(
            f"The picture shows {looks[kind].en}: {names[kind].en}.", f"图中是{looks[kind].zh}：{names[kind].zh}。"
        ),
        sources=[PLATEAUS],
        parameters={"coefficients": coefficients},
    )


@generator("loss-landscape.gen-contour-escape", version=1, concept="escape-direction", levels=(1, 2))
def which_way(draw: Draw, level: int) -> Question:
    """The direction of escape read off the picture of a saddle."""
    coefficients, way = surface(draw, "saddle", level == 2 or draw.chance(0.3))
    a, b, c = coefficients

    def slope(d: tuple[int, int]) -> float:
        return (a * d[0] ** 2 + b * d[0] * d[1] + c * d[1] ** 2) / (d[0] ** 2 + d[1] ** 2)

    def name(d: tuple[int, int]) -> str:
        return f"±({d[0]}, {d[1]})".replace("-", "−")

    def why(d: tuple[int, int]) -> Text:
        value = f"{slope(d):.10g}".replace("-", "−")
        if slope(d) > 0:
            return t(
                f"The loss rises that way, {value}·s² at the distance s.", f"沿该方向损失上升，距离 s 处为 {value}·s²。"
            )
        best = f"{slope(way):.10g}".replace("-", "−")
        return t(
            f"At the distance s the loss changes by {value}·s² that way; along {name(way)} by {best}·s².",
            f"沿该方向距离 s 处损失变化 {value}·s²；而沿 {name(way)} 为 {best}·s²。",
        )

    best = f"{slope(way):.10g}".replace("-", "−")
    return Choice(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        figure=picture(coefficients),
        prompt=t(
            f"{SCALE.en} P is a saddle point. Along which of these directions (x, y), in the units of the axes, does the loss fall fastest for the same distance from P?",
            f"{SCALE.zh}P 是鞍点。按坐标轴的单位，离 P 同样的距离，沿下列哪个方向 (x, y) 损失下降最多？",
        ),
        options=[Option(t(name(d), name(d)), d == way, None if d == way else why(d)) for d in AXES],
        fixed_order=True,
        explanation=t(
            f"The lightest regions lie along {name(way)}: that is the eigenvector of the negative eigenvalue, where the loss changes by {best}·s² at the distance s. At right angles to it the loss rises.",
            f"最浅的区域沿 {name(way)} 方向：这是负特征值的特征向量，距离 s 处损失变化 {best}·s²。与之垂直的方向损失上升。",
        ),
        sources=[HESSIAN],
        parameters={"coefficients": coefficients},
    )
