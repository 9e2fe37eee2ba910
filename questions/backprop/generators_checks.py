"""Seeded questions on gradient checks: centred differences, relative errors and what they say."""

from __future__ import annotations

from quizprep.content.generator import Draw, generator, t
from quizprep.content.model import Choice, Number, Option, Question
from quizprep.content.shown import make_traps, num
from quizprep.content.shown import rounded as plain

CS3 = "Stanford CS231n course notes: Neural Networks Part 3 (gradient checks)"
PRML = "Bishop: Pattern Recognition and Machine Learning (2006), §5.3.3"


@generator("backprop.gen-centred-difference", version=2, concept="gradient-check", levels=(1, 2, 3))
def centred_difference(draw: Draw, level: int) -> Question:
    """The centred difference of a cubic; level 3 the one-sided one minus the true derivative, i.e. its error."""
    cubic, square, line = (
        draw.choice([1, 2, 3, -1, -2]),
        draw.choice([-3, -2, -1, 1, 2, 3]) if level > 1 else 0,
        draw.integer(-4, 4),
    )
    x, h = draw.choice([-3, -2, -1, 1, 2, 3]), draw.choice([0.1, 0.2] if level < 3 else [0.1, 0.2, 0.5])

    def f(v: float) -> float:
        return cubic * v**3 + square * v**2 + line * v

    above, here, below = round(f(x + h), 6), round(f(x), 6), round(f(x - h), 6)
    exact = 3 * cubic * x * x + 2 * square * x + line
    centred, forward = round((above - below) / (2 * h), 6), round((above - here) / h, 6)
    terms = "".join(
        f" {'+' if c > 0 else '−'} {'' if abs(c) == 1 else abs(c)}{v}"
        for c, v in [(cubic, "x³"), (square, "x²"), (line, "x")]
        if c
    )
    shown = terms[3:] if terms.startswith(" + ") else "−" + terms[3:]
    if level < 3:
        answer = centred
        slips = [
            (exact, t("That is the exact derivative; the difference has an error.", "这是精确导数；差分有误差。")),
            (forward, t("That is the one-sided difference (f(x + h) − f(x))/h.", "这是单边差分 (f(x + h) − f(x))/h。")),
            (2 * centred, t("The two points are 2h apart.", "两点相距 2h。")),
            (
                round((here - below) / h, 6),
                t("That is the backward difference (f(x) − f(x − h))/h.", "这是后向差分 (f(x) − f(x − h))/h。"),
            ),
        ]
        prompt = t(
            f"f(x) = {shown}. What does the centred difference of the points {plain(x)} ± h with h = {plain(h)} give for f′({plain(x)})?",
            f"f(x) = {shown}。取 h = {plain(h)}，用 {plain(x)} ± h 两点的中心差分求 f′({plain(x)}) 得到多少？",
        )
        why = t(
            f"(f(x + h) − f(x − h))/2h = ({plain(above)} − ({plain(below)}))/{plain(2 * h)} = {plain(centred)}. The exact derivative is {plain(exact)}; for a cubic the error is exactly {plain(cubic)}·h² = {plain(round(cubic * h * h, 6))}.",
            f"(f(x + h) − f(x − h))/2h = ({plain(above)} − ({plain(below)}))/{plain(2 * h)} = {plain(centred)}。精确导数为 {plain(exact)}；对三次函数，误差恰为 {plain(cubic)}·h² = {plain(round(cubic * h * h, 6))}。",
        )
    else:
        answer = round(forward - exact, 6)
        slips = [
            (round(centred - exact, 6), t("That is the error of the centred difference.", "这是中心差分的误差。")),
            (forward, t("That is the difference quotient itself.", "这是差商本身。")),
            (-answer, t("The sign: difference quotient minus exact derivative.", "符号错了：应为差商减精确导数。")),
        ]
        prompt = t(
            f"f(x) = {shown}, x = {plain(x)}, h = {plain(h)}. What is the error of the one-sided difference (f(x + h) − f(x))/h, that is, this quotient minus f′(x)?",
            f"f(x) = {shown}，x = {plain(x)}，h = {plain(h)}。单边差分 (f(x + h) − f(x))/h 的误差（该差商减去 f′(x)）是多少？",
        )
        why = t(
            f"({plain(above)} − ({plain(here)}))/{plain(h)} = {plain(forward)}; f′({plain(x)}) = {plain(exact)}; the error is {plain(answer)}, of order h. The centred difference would be off by only {plain(round(centred - exact, 6))}, of order h².",
            f"({plain(above)} − ({plain(here)}))/{plain(h)} = {plain(forward)}；f′({plain(x)}) = {plain(exact)}；误差为 {plain(answer)}，与 h 同阶。中心差分只差 {plain(round(centred - exact, 6))}，与 h² 同阶。",
        )
    if abs(answer) < 0.02 or (level == 3 and abs(centred - exact) * 2 > abs(answer)):
        raise draw.again()
    return Number(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        prompt=prompt,
        form=t("exactly, as a decimal", "精确的小数"),
        answer=answer,
        absolute=0.0005,
        traps=make_traps(answer, slips, 0.002),
        explanation=why,
        sources=[CS3, PRML],
        parameters={"coefficients": [cubic, square, line], "x": x, "h": h, "error": level == 3},
    )


def significant(value: float, digits: int) -> float:
    """Rounded to so many significant digits."""
    return float(f"{value:.{digits - 1}e}")


def shown(value: float) -> str:
    """As in a table: 4 significant digits, with an exponent where the number is small."""
    return f"{value:.4g}".replace("-", "−") if abs(value) >= 0.001 else f"{value:.3e}".replace("-", "−")


@generator("backprop.gen-relative-error", version=1, concept="relative-error", levels=(1, 2, 3))
def relative_error(draw: Draw, level: int) -> Question:
    """|a − n| / max(|a|, |n|), at level 3 with values of other signs or magnitudes."""
    scale = draw.choice([1.0, 0.1]) if level == 1 else 10.0 ** draw.integer(-5, 1)
    a = significant(draw.integer(120, 990) / 100 * scale, 3) * draw.choice([1, -1])
    a = significant(a, 3)
    share = draw.integer(5, 80) / 100 if level < 3 else draw.choice([-1, 1]) * draw.integer(10, 90) / 100
    n = (
        significant(a * (1 - share), 3)
        if level < 3 or draw.chance(0.6)
        else significant(-a * draw.integer(30, 95) / 100, 3)
    )
    big = max(abs(a), abs(n))
    answer = abs(a - n) / big
    if not 0.03 < answer < 1.99 or abs(answer - 1) < 0.02:
        raise draw.again()
    slips = [
        (
            abs(a - n) / (abs(a) + abs(n)),
            t("Divided by |a| + |n|, another convention.", "除以了 |a| + |n|，那是另一种约定。"),
        ),
        (abs(a - n) / min(abs(a), abs(n)), t("Divided by the smaller of the two.", "除以了两者中较小的。")),
        (abs(a - n), t("That is the absolute difference.", "这是绝对差。")),
    ]
    if a * n < 0:
        slips.append(
            (
                abs(abs(a) - abs(n)) / big,
                t("The signs differ, so the difference is larger than that.", "两者异号，差应更大。"),
            )
        )
    return Number(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        prompt=t(
            f"A gradient check finds the analytic gradient a = {shown(a)} and the numeric one n = {shown(n)}. What is the relative error |a − n| / max(|a|, |n|)?",
            f"梯度检验得到解析梯度 a = {shown(a)}，数值梯度 n = {shown(n)}。相对误差 |a − n| / max(|a|, |n|) 是多少？",
        ),
        form=t("to three decimals", "保留三位小数"),
        answer=round(answer, 6),
        absolute=0.0011,
        traps=make_traps(answer, slips, 0.003),
        explanation=t(
            f"|a − n| = {shown(significant(abs(a - n), 4))}, the larger of the two is {shown(big)}: {num(answer)}. A right gradient of a smooth function in float64 would be below about 10⁻⁶, so this one is wrong.",
            f"|a − n| = {shown(significant(abs(a - n), 4))}，两者中较大的是 {shown(big)}：{num(answer)}。光滑函数在 float64 下正确的梯度应低于约 10⁻⁶，所以这个梯度是错的。",
        ),
        sources=[CS3],
        parameters={"a": a, "n": n},
    )


@generator("backprop.gen-which-is-wrong", version=1, concept="relative-error", levels=(1, 2, 3))
def which_is_wrong(draw: Draw, level: int) -> Question:
    """A table of analytic and numeric gradients: the one that is wrong need not have the largest difference."""
    names = ["W1", "b1", "W2", "b2"]
    wrong = draw.integer(0, 3)
    small = {wrong, (wrong + draw.integer(1, 3)) % 4}  # a right one is small too
    rows: list[tuple[float, float]] = []
    for place in range(4):
        power = draw.integer(-1, 1) if level == 1 else draw.integer(-6, 3)
        if level > 1:
            power = draw.integer(-6, -4) if place in small else draw.integer(-1, 3)
        a = significant(draw.integer(1001, 9899) / 1000 * 10.0**power * draw.choice([1, -1]), 8)
        off = (
            draw.integer(11, 45) / 100 * draw.choice([1, -1])
            if place == wrong
            else draw.integer(1, 9) * 1e-7 * draw.choice([1, -1])
        )
        if place == wrong and level == 3:
            off = draw.integer(11, 45) / 1000 * draw.choice([1, -1])
        rows.append((a, significant(a * (1 + off), 8)))
    errors = [abs(a - n) / max(abs(a), abs(n)) for a, n in rows]
    gaps = [abs(a - n) for a, n in rows]
    if min(errors[:wrong] + errors[wrong + 1 :]) == 0 or max(errors[:wrong] + errors[wrong + 1 :]) > 1e-6:
        raise draw.again()
    if level > 1 and max(gaps) == gaps[wrong]:
        raise draw.again()  # the largest absolute difference belongs to a right one

    def cell(v: float) -> str:
        return f"{v:.7e}".replace("-", "−").rjust(16)

    table = "\n".join(f"  {name}  {cell(a)}  {cell(n)}" for name, (a, n) in zip(names, rows, strict=True))
    options = [
        Option(
            t(name, name),
            place == wrong,
            None
            if place == wrong
            else t(
                f"|a − n| = {gaps[place]:.1e}, but relative to the gradient only {errors[place]:.1e}: fine.".replace(
                    "-", "−"
                ),
                f"|a − n| = {gaps[place]:.1e}，但相对于梯度只有 {errors[place]:.1e}，没有问题。".replace("-", "−"),
            ),
        )
        for place, name in enumerate(names)
    ]
    work = ", ".join(f"{name} {e:.1e}" for name, e in zip(names, errors, strict=True)).replace("e-", "e−")
    return Choice(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        figure=t(
            "            analytic           numeric\n" + table, "                解析              数值\n" + table
        ),
        prompt=t(
            "A gradient check in float64 (centred differences, smooth network) prints one element of each parameter's gradient. Which parameter's backward pass is wrong?",
            "用 float64 做梯度检验（中心差分，网络光滑），打印了每个参数的一个梯度分量。哪个参数的反向传播有错？",
        ),
        options=options,
        fixed_order=True,
        explanation=t(
            f"What counts is the relative error |a − n| / max(|a|, |n|): {work}. Only {names[wrong]} is far above 10⁻⁶; the absolute differences say little, because the gradients differ in size.",
            f"要看相对误差 |a − n| / max(|a|, |n|)：{work}。只有 {names[wrong]} 远大于 10⁻⁶；绝对差说明不了什么，因为各梯度大小不同。",
        ),
        sources=[CS3],
        parameters={"rows": [list(r) for r in rows], "names": names},
    )
