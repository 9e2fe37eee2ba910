"""Seeded questions on critical points and Hessian eigenvalues."""

from __future__ import annotations

from math import isqrt

from quizprep.content.generator import Draw, generator, t
from quizprep.content.model import Blank, Choice, Cloze, Number, Option, Question, Text, Trap
from quizprep.content.shown import make_traps, num
from quizprep.content.shown import rounded as plain

HESSIAN = "Goodfellow, Bengio, Courville: Deep Learning (2016), §4.3.1"
KINDS = {
    "minimum": t("a minimum", "极小值"),
    "maximum": t("a maximum", "极大值"),
    "saddle": t("a saddle", "鞍点"),
}
ACCEPT = {
    "minimum": ["minimum", "a minimum", "local minimum", "min", "极小值", "局部极小值", "极小值点"],
    "maximum": ["maximum", "a maximum", "local maximum", "max", "极大值", "局部极大值", "极大值点"],
    "saddle": ["saddle", "saddle point", "a saddle", "a saddle point", "鞍点"],
}


def polynomial(terms: list[tuple[int, str]]) -> str:
    """`terms` written out: 3x² − xy + 2y."""
    shown = ""
    for c, name in terms:
        if c:
            sign = (" + " if c > 0 else " − ") if shown else ("" if c > 0 else "−")
            shown += sign + ("" if abs(c) == 1 else str(abs(c))) + name
    return shown


def eigenvalues(p: int, q: int, r: int) -> tuple[int, int] | None:
    """Those of [[p, q], [q, r]], where they are whole numbers."""
    square = (p - r) ** 2 + 4 * q * q
    root = isqrt(square)
    if root * root != square or (p + r - root) % 2:
        return None
    return (p + r - root) // 2, (p + r + root) // 2


def kind(low: int, high: int) -> str:
    """What a critical point with these (non-zero) eigenvalues is."""
    return "minimum" if low > 0 else "maximum" if high < 0 else "saddle"


def whole(value: int, slips: list[tuple[int, Text]]) -> Blank:
    """A blank for a whole number."""
    return Blank([str(value)], traps=make_traps(value, slips))


HALF = t(
    "That belongs to the matrix of the quadratic form; the Hessian's second derivatives are twice that.",
    "那是二次型矩阵的特征值；Hessian 的二阶导数是它的两倍。",
)
DIAGONAL = t("That is a diagonal element; the cross term shifts the eigenvalues.", "这是对角元；交叉项会改变特征值。")


@generator("loss-landscape.gen-hessian", version=1, concept="hessian-eigenvalues", levels=(1, 2, 3))
def hessian(draw: Draw, level: int) -> Question:
    """Eigenvalues of a 2×2 Hessian and the verdict; level 3 a cubic at a critical point away from the origin."""
    if level == 3:
        return cubic(draw)
    a, c = (draw.choice([-5, -4, -3, -2, -1, 1, 2, 3, 4, 5]) for _ in range(2))
    b = 0 if level == 1 else draw.choice([-8, -6, -4, -3, -2, 2, 3, 4, 6, 8])
    if level == 1 and a == c:
        raise draw.again()
    found = eigenvalues(2 * a, b, 2 * c)
    if found is None or 0 in found:
        raise draw.again()
    low, high = found
    verdict = kind(low, high)
    if level == 2 and verdict != "saddle" and draw.chance(0.5):
        raise draw.again()
    wrong = [
        Trap(ACCEPT[k][0], t("Look at the signs of both eigenvalues.", "看两个特征值的符号。"))
        for k in KINDS
        if k != verdict
    ]
    shown = polynomial([(a, "x²"), (b, "xy"), (c, "y²")])
    slips_low, slips_high = (
        [(high, t("The smaller one is asked first.", "先填较小的。"))],
        [(low, t("The larger one is asked second.", "后填较大的。"))],
    )
    if level == 1:
        slips_low.append((low // 2, HALF))
        slips_high.append((high // 2, HALF))
    else:
        slips_low += [(min(2 * a, 2 * c), DIAGONAL)]
        slips_high += [(max(2 * a, 2 * c), DIAGONAL)]
    root = high - low
    work = (
        "H is diagonal, its elements are the eigenvalues"
        if b == 0
        else f"λ = ({plain(2 * a)} + ({plain(2 * c)}) ± √(({plain(2 * a)} − ({plain(2 * c)}))² + 4·({plain(b)})²))/2 = ({plain(2 * a + 2 * c)} ± {root})/2"
    )
    return Cloze(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        prompt=t(
            f"f(x, y) = {shown}. Which eigenvalues has its Hessian (smaller first), and what is the origin: a minimum, a maximum or a saddle?",
            f"f(x, y) = {shown}。它的 Hessian 的特征值是多少（小的在前）？原点是极小值、极大值还是鞍点？",
        ),
        body=t("λ₁ = {{1}}, λ₂ = {{2}}, the origin is: {{3}}", "λ₁ = {{1}}，λ₂ = {{2}}，原点是：{{3}}"),
        blanks=[whole(low, slips_low), whole(high, slips_high), Blank(ACCEPT[verdict], traps=wrong)],
        explanation=t(
            f"H = [[f_xx, f_xy], [f_xy, f_yy]] = [[{plain(2 * a)}, {plain(b)}], [{plain(b)}, {plain(2 * c)}]]. {work}: {plain(low)} and {plain(high)}. {sign_rule(verdict).en}",
            f"H = [[f_xx, f_xy], [f_xy, f_yy]] = [[{plain(2 * a)}, {plain(b)}], [{plain(b)}, {plain(2 * c)}]]。{work.replace('H is diagonal, its elements are the eigenvalues', '对角阵，特征值即对角元')}：{plain(low)} 和 {plain(high)}。{sign_rule(verdict).zh}",
        ),
        sources=[HESSIAN],
        parameters={"terms": [[a, 2, 0], [b, 1, 1], [c, 0, 2]], "at": [0, 0]},
    )


def sign_rule(verdict: str) -> Text:
    """Why these signs make that kind of point."""
    return {
        "minimum": t("Both are positive: a minimum.", "两者都为正：极小值。"),
        "maximum": t("Both are negative: a maximum.", "两者都为负：极大值。"),
        "saddle": t("One is negative and one positive: a saddle.", "一负一正：鞍点。"),
    }[verdict]


def cubic(draw: Draw) -> Question:
    """f = x³ − 3k²x + b(x − s)y + c y², at its critical point x = s = ±k, y = 0."""
    k, c = draw.integer(1, 3), draw.choice([-6, -4, -3, -2, -1, 1, 2, 3, 4, 6])
    s = draw.choice([k, -k])
    b = draw.choice([-8, -6, -4, 4, 6, 8, 0])
    found = eigenvalues(6 * s, b, 2 * c)
    if found is None or 0 in found or found[0] == found[1]:
        raise draw.again()
    low, high = found
    verdict = kind(low, high)
    if b == 0 and draw.chance(0.7):
        raise draw.again()
    other = eigenvalues(-6 * s, b, 2 * c)
    slip = t("f_xx = 6x depends on the place: insert this point's x.", "f_xx = 6x 随位置变化：要代入该点的 x。")
    slips_low = [(high, t("The smaller one is asked first.", "先填较小的。"))] + ([(other[0], slip)] if other else [])
    slips_high = [(low, t("The larger one is asked second.", "后填较大的。"))] + ([(other[1], slip)] if other else [])
    wrong = [
        Trap(ACCEPT[name][0], t("Look at the signs of both eigenvalues.", "看两个特征值的符号。"))
        for name in KINDS
        if name != verdict
    ]
    shown = polynomial([(1, "x³"), (-3 * k * k, "x"), (b, "xy"), (-b * s, "y"), (c, "y²")])
    return Cloze(
        id=draw.id,
        concept=draw.concept,
        difficulty=3,
        prompt=t(
            f"f(x, y) = {shown} has a critical point at ({plain(s)}, 0). Which eigenvalues has the Hessian there (smaller first), and is it a minimum, a maximum or a saddle?",
            f"f(x, y) = {shown} 在 ({plain(s)}, 0) 处有临界点。该处 Hessian 的特征值是多少（小的在前）？它是极小值、极大值还是鞍点？",
        ),
        body=t("λ₁ = {{1}}, λ₂ = {{2}}, the point is: {{3}}", "λ₁ = {{1}}，λ₂ = {{2}}，该点是：{{3}}"),
        blanks=[whole(low, slips_low), whole(high, slips_high), Blank(ACCEPT[verdict], traps=wrong)],
        explanation=t(
            f"f_xx = 6x = {plain(6 * s)}, f_xy = {plain(b)}, f_yy = {plain(2 * c)}. λ = ({plain(6 * s)} + ({plain(2 * c)}) ± √(({plain(6 * s)} − ({plain(2 * c)}))² + 4·({plain(b)})²))/2 = ({plain(6 * s + 2 * c)} ± {high - low})/2: {plain(low)} and {plain(high)}. {sign_rule(verdict).en}",
            f"f_xx = 6x = {plain(6 * s)}，f_xy = {plain(b)}，f_yy = {plain(2 * c)}。λ = ({plain(6 * s)} + ({plain(2 * c)}) ± √(({plain(6 * s)} − ({plain(2 * c)}))² + 4·({plain(b)})²))/2 = ({plain(6 * s + 2 * c)} ± {high - low})/2：{plain(low)} 和 {plain(high)}。{sign_rule(verdict).zh}",
        ),
        sources=[HESSIAN],
        parameters={"terms": [[1, 3, 0], [-3 * k * k, 1, 0], [b, 1, 1], [-b * s, 0, 1], [c, 0, 2]], "at": [s, 0]},
    )


@generator("loss-landscape.gen-escape", version=1, concept="escape-direction", levels=(1, 2, 3))
def escape(draw: Draw, level: int) -> Question:
    """The change of a quadratic loss along a direction from its saddle at the origin."""
    a, c = draw.integer(1, 6), -draw.integer(1, 6)
    b = 0 if level == 1 else draw.choice([-6, -4, -3, 3, 4, 6])
    direction = draw.choice(
        [(1, 0), (0, 1)] if level == 1 else [(1, 1), (1, -1)] if level == 2 else [(3, 4), (4, -3), (4, 3), (3, -4)]
    )
    step = draw.choice([0.1, 0.2, 0.5])
    u, v = direction
    length = {1: 1, 2: 2, 3: 25}[level]
    form_value = (a * u * u + b * u * v + c * v * v) / length
    answer = round(form_value * step * step, 6)
    if abs(form_value) < 0.2:
        raise draw.again()
    slips = [
        (2 * answer, t("½·uᵀHu is wanted: the Taylor expansion has a ½.", "应为 ½·uᵀHu：泰勒展开有系数 ½。")),
        (form_value * step, t("The length of the step enters squared.", "步长以平方出现。")),
        (answer * length, t("The direction must be scaled to length 1.", "方向要归一化为单位长度。")),
        (-answer, t("The sign.", "符号错了。")),
    ]
    if b:
        slips.append(
            ((a * u * u + c * v * v) / length * step * step, t("The cross term was left out.", "漏了交叉项。"))
        )
    shown = polynomial([(a, "x²"), (b, "xy"), (c, "y²")])
    unit = f"({plain(u)}, {plain(v)})" + ("" if length == 1 else f"/√{length}" if length == 2 else "/5")
    return Number(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        prompt=t(
            f"L(x, y) = {shown} has a saddle at the origin. From there you walk the distance {plain(step)} in the direction u = {unit} (length 1). By how much does L change?",
            f"L(x, y) = {shown} 在原点处有鞍点。从原点沿方向 u = {unit}（单位长度）走 {plain(step)} 的距离，L 变化多少？",
        ),
        form=t("to four decimals, with the sign", "保留四位小数，带符号"),
        answer=answer,
        absolute=0.00006,
        traps=make_traps(answer, slips, 0.0002),
        explanation=t(
            f"ΔL = ½ ε² uᵀHu with H = [[{2 * a}, {plain(b)}], [{plain(b)}, {plain(2 * c)}]]; ½ uᵀHu = ({a}·{u * u} + ({plain(b)})·({plain(u * v)}) + ({plain(c)})·{v * v})/{length} = {plain(form_value)}, times ε² = {plain(step * step)}: {num(answer, 4)}. {'Downhill: this direction escapes.' if answer < 0 else 'Uphill: this is no way out.'}",
            f"ΔL = ½ ε² uᵀHu，H = [[{2 * a}, {plain(b)}], [{plain(b)}, {plain(2 * c)}]]；½ uᵀHu = ({a}·{u * u} + ({plain(b)})·({plain(u * v)}) + ({plain(c)})·{v * v})/{length} = {plain(form_value)}，乘以 ε² = {plain(step * step)}：{num(answer, 4)}。{'下降：沿这个方向可以逃离。' if answer < 0 else '上升：这个方向走不出去。'}",
        ),
        sources=[HESSIAN],
        parameters={"terms": [[a, 2, 0], [b, 1, 1], [c, 0, 2]], "direction": [u, v], "step": step},
    )


@generator("loss-landscape.gen-verdict", version=1, concept="critical-points", levels=(1, 2, 3))
def verdict_of(draw: Draw, level: int) -> Question:
    """What a point is, from its Hessian's eigenvalues; a zero one or a gradient that isn't 0 may spoil it."""
    n = draw.integer(3, 4 if level == 1 else 6)
    case = draw.choice(
        ["minimum", "maximum", "saddle"]
        if level == 1
        else ["minimum", "saddle", "open", "open"]
        if level == 2
        else ["minimum", "saddle", "open", "none"]
    )
    sizes = [round(draw.integer(1, 999) / 10 ** draw.integer(0, 2), 2) for _ in range(n)]
    if case == "minimum":
        values = sizes
    elif case == "maximum":
        values = [-s for s in sizes]
    elif case == "saddle":
        down = draw.integer(1, 1 if level > 1 else n - 1)
        values = [-s if i < down else s for i, s in enumerate(sizes)]
        if level == 3 and draw.chance(0.5):
            values[-1 if n > down + 1 else 0] = 0.0 if n > down + 1 else values[0]  # both signs still decide
    elif case == "open":
        values = [0.0, *sizes[1:]]
    else:
        values = sizes if draw.chance(0.5) else [-sizes[0], *sizes[1:]]
    values = sorted(values)
    gradient = 0.0 if case != "none" else draw.choice([0.3, 0.8, 1.5, 4.0, 12.0])
    if 0.0 in sizes:
        raise draw.again()
    right = {
        "minimum": "a local minimum",
        "maximum": "a local maximum",
        "saddle": "a saddle point",
        "open": "second order doesn't tell",
        "none": "no critical point",
    }[case]
    zh = {
        "a local minimum": "局部极小值",
        "a local maximum": "局部极大值",
        "a saddle point": "鞍点",
        "second order doesn't tell": "二阶信息无法判定",
        "no critical point": "不是临界点",
    }
    negative, zero = sum(v < 0 for v in values), sum(v == 0 for v in values)
    count_en = f"{negative} of {n} eigenvalues are negative and {zero} are 0"
    count_zh = f"{n} 个特征值中 {negative} 个为负、{zero} 个为 0"
    if case == "none":
        count_en, count_zh = (
            f"the gradient's norm is {plain(gradient)}, not 0, so curvature is not the question; {count_en}",
            f"梯度范数为 {plain(gradient)} 而不是 0，谈不上临界点的类型；{count_zh}",
        )
    whys = {
        "a local minimum": t(
            f"That takes a zero gradient and only positive eigenvalues; {count_en}.",
            f"这需要梯度为零且特征值全为正；{count_zh}。",
        ),
        "a local maximum": t(
            f"That takes a zero gradient and only negative eigenvalues; {count_en}.",
            f"这需要梯度为零且特征值全为负；{count_zh}。",
        ),
        "a saddle point": t(
            f"That takes a zero gradient and eigenvalues of both signs; {count_en}.",
            f"这需要梯度为零且特征值有正有负；{count_zh}。",
        ),
        "second order doesn't tell": t(
            f"That is so where an eigenvalue is 0 and the others don't differ in sign; {count_en}.",
            f"只有当某个特征值为 0 而其余不异号时才如此；{count_zh}。",
        ),
        "no critical point": t(
            f"A critical point has the gradient 0, whatever the curvature; {count_en}.",
            f"只要梯度为 0 就是临界点，与曲率无关；{count_zh}。",
        ),
    }
    shown = ", ".join(plain(v) for v in values)
    return Choice(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        prompt=t(
            f"At some point of a smooth loss the gradient has the norm {plain(gradient)}, and the Hessian has the eigenvalues {shown}. What is the point?",
            f"光滑损失在某点处的梯度范数为 {plain(gradient)}，Hessian 的特征值为 {shown}。该点是什么？",
        ),
        options=[Option(t(name, zh[name]), name == right, None if name == right else whys[name]) for name in zh],
        fixed_order=True,
        explanation=t(
            f"Gradient 0 makes a critical point; only positive eigenvalues a minimum, only negative ones a maximum, both signs a saddle; a 0 among others of one sign leaves it open. Here {count_en}: {right}.",
            f"梯度为 0 才是临界点；特征值全正为极小值，全负为极大值，有正有负为鞍点；其余同号而有 0 时无法判定。这里 {count_zh}：{zh[right]}。",
        ),
        sources=[HESSIAN],
        parameters={"eigenvalues": values, "gradient": gradient},
    )
