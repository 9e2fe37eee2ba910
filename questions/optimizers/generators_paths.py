"""Seeded pictures: the paths of two optimizers on one contour plot."""

from __future__ import annotations

from math import sqrt

from quizprep.content.generator import Draw, generator, t
from quizprep.content.model import Choice, Option, Question
from quizprep.content.plot import contour

NAMES = {"gd": t("gradient descent", "梯度下降"), "momentum": t("momentum", "动量"), "adaptive": t("Adagrad", "Adagrad")}
TELLS = {
    "gd": t("Gradient descent starts straight down the slope, mostly across the ravine, and then zig-zags or creeps along the floor.", "梯度下降先沿最陡方向下坡（主要是横穿峡谷），之后在谷底来回折返或缓慢爬行。"),
    "momentum": t("Momentum starts straight down the slope too, but in smaller steps, gains speed, overshoots and swings back in wide arcs.", "动量起步同样沿最陡方向，步子较小但越来越快，会冲过头，再以大弧线摆回来。"),
    "adaptive": t("Adagrad divides each coordinate by its own gradient sizes: its first step is a diagonal (equally long in x and y), then the steps shrink.", "Adagrad 把每个坐标除以各自的梯度大小：第一步是对角线（x、y 方向等长），之后步子越来越小。"),
}  # fmt: skip


def plain(x: float) -> str:
    """A given number as short as it is."""
    return f"{x:g}".replace("-", "−")


def path(kind: str, p: dict[str, float], steps: int) -> list[tuple[float, float]]:
    """The points of one optimizer on ½(x² + k·y²)."""
    x, y, vx, vy = p["x"], p["y"], 0.0, 0.0
    points = [(x, y)]
    for _ in range(steps):
        gx, gy = x, p["k"] * y
        if kind == "gd":
            x, y = x - p["gd"] * gx, y - p["gd"] * gy
        elif kind == "momentum":
            vx, vy = 0.9 * vx - p["momentum"] * gx, 0.9 * vy - p["momentum"] * gy
            x, y = x + vx, y + vy
        else:
            vx, vy = vx + gx * gx, vy + gy * gy
            x, y = x - p["adaptive"] * gx / sqrt(vx), y - p["adaptive"] * gy / sqrt(vy)
        points.append((x, y))
    return points


@generator("optimizers.gen-trajectories", version=1, concept="ravines", levels=(1, 2, 3))
def trajectories(draw: Draw, level: int) -> Question:
    """Which two optimizers drew the paths A and B?"""
    k = float(draw.choice([6, 8, 10, 12]))
    side_x, side_y = draw.choice([-1, 1]), draw.choice([-1, 1])
    p = {
        "k": k, "x": side_x * draw.integer(34, 42) / 10, "y": side_y * draw.integer(12, 17) / 10,
        "gd": round(draw.integer(150, 185) / 100 / k, 3), "momentum": round(draw.integer(20, 45) / 100 / k, 3), "adaptive": draw.choice([0.7, 0.8, 0.9, 1.0]),
    }  # fmt: skip
    kinds = draw.shuffled(["gd", "momentum"] if level == 1 else ["gd", "momentum", "adaptive"])[:2]
    if level == 3 and "adaptive" not in kinds:
        raise draw.again()
    steps = 10 if level == 3 else 14
    paths = [(letter, path(kind, p, steps)) for letter, kind in zip("AB", kinds, strict=True)]
    picture = contour(lambda x, y: (x * x + k * y * y) / 2, (-4.8, 4.8), (-2.0, 2.0), paths, width=64, height=21)

    def said(a: str, b: str) -> Option:
        right = [a, b] == kinds
        why = None if right else t(
            " ".join(f"{letter} is {NAMES[kind].en}." for letter, kind in zip("AB", kinds, strict=True) if kind != {"A": a, "B": b}[letter]) + " " + TELLS[next(kind for given, kind in zip((a, b), kinds, strict=True) if given != kind)].en,
            "".join(f"{letter} 是{NAMES[kind].zh}。" for letter, kind in zip("AB", kinds, strict=True) if kind != {"A": a, "B": b}[letter]) + TELLS[next(kind for given, kind in zip((a, b), kinds, strict=True) if given != kind)].zh,
        )  # fmt: skip
        return Option(t(f"A: {NAMES[a].en}, B: {NAMES[b].en}", f"A：{NAMES[a].zh}，B：{NAMES[b].zh}"), correct=right, why=why)

    pairs = [(a, b) for a in NAMES for b in NAMES if a != b]
    wrong = [(kinds[1], kinds[0]), *draw.sample([q for q in pairs if list(q) not in (kinds, kinds[::-1])], 2)]
    options = [said(*q) for q in draw.shuffled([tuple(kinds), *wrong])]
    first = "; ".join(
        f"{letter} ({NAMES[kind].en}): ({points[1][0] - points[0][0]:.2f}, {points[1][1] - points[0][1]:.2f})".replace("-", "−")
        for (letter, points), kind in zip(paths, kinds, strict=True)
    )
    first_zh = "；".join(
        f"{letter}（{NAMES[kind].zh}）：({points[1][0] - points[0][0]:.2f}, {points[1][1] - points[0][1]:.2f})".replace("-", "−")
        for (letter, points), kind in zip(paths, kinds, strict=True)
    )
    return Choice(
        id=draw.id, concept=draw.concept, difficulty=level, options=options, figure=t(picture, picture),
        prompt=t(
            f"Two optimizers on f(x, y) = ½(x² + {k:g}y²), {steps} steps from ({plain(p['x'])}, {plain(p['y'])}); x to the right, y upwards, not to scale. Blank is low. Which is which? (momentum: μ = 0.9)",
            f"两种优化器在 f(x, y) = ½(x² + {k:g}y²) 上从 ({plain(p['x'])}, {plain(p['y'])}) 出发走 {steps} 步；x 向右，y 向上，两轴比例不同。空白处函数值低。哪条是哪个？（动量：μ = 0.9）",
        ),
        explanation=t(
            f"{TELLS[kinds[0]].en} {TELLS[kinds[1]].en} First steps here: {first}.",
            f"{TELLS[kinds[0]].zh}{TELLS[kinds[1]].zh}这里的第一步：{first_zh}。",
        ),
        sources=["Goodfellow, Bengio, Courville: Deep Learning (2016), §8.3.2", "Goodfellow, Bengio, Courville: Deep Learning (2016), §8.5.1"],
        parameters={**p, "A": [list(q) for q in paths[0][1]], "B": [list(q) for q in paths[1][1]]},
    )  # fmt: skip
