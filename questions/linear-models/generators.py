"""Seeded questions on linear classifiers: hinge losses, violated margins, parameters."""

from __future__ import annotations

from collections.abc import Sequence

from quizprep.content.generator import Draw, generator, t
from quizprep.content.model import Number, Question
from quizprep.content.shown import make_traps, num
from quizprep.content.shown import rounded as plain

CS = "Stanford CS231n course notes: Linear Classification"
WW = "Weston, Watkins: Support Vector Machines for Multi-Class Pattern Recognition (ESANN 1999)"
PRML = "Bishop: Pattern Recognition and Machine Learning (2006)"


def vector(values: Sequence[float]) -> str:
    """Given numbers in parentheses."""
    return "(" + ", ".join(plain(v) for v in values) + ")"


def terms_of(scores: list[float], true: int, margin: float) -> list[float]:
    """s_j − s_y + margin for each wrong class, not yet clipped."""
    return [round(s - scores[true] + margin, 6) for j, s in enumerate(scores) if j != true]


def example(draw: Draw, classes: int, level: int) -> tuple[list[float], int]:
    """Scores of one example, all different, and its true class."""
    scale = 1 if level == 1 else 10
    pool = range(-3, 7) if level == 1 else range(-30, 61)
    return [s / scale for s in draw.sample(pool, classes)], draw.integer(0, classes - 1)


def worked(scores: list[float], true: int, margin: float) -> str:
    """The terms of one example, each written out."""
    own = scores[true]
    shown = []
    for j, s in enumerate(scores):
        if j != true:
            value = round(s - own + margin, 6)
            minus = f"({plain(own)})" if own < 0 else plain(own)
            kept = plain(value) if value > 0 else f"{plain(value)} → 0"
            shown.append(f"{plain(s)} − {minus} + {plain(margin)} = {kept}")
    return "; ".join(shown)


@generator("linear-models.gen-hinge-loss", version=1, concept="hinge-loss", levels=(1, 2, 3))
def hinge_loss(draw: Draw, level: int) -> Question:
    classes, count = (3, 1) if level == 1 else (4, 1) if level == 2 else (3, 2)
    margin = 1.0 if level == 1 else draw.choice([0.5, 1.0, 1.5, 2.0])
    batch = [example(draw, classes, level) for _ in range(count)]
    terms = [terms_of(s, y, margin) for s, y in batch]
    if any(abs(v) < 0.05 for part in terms for v in part):
        raise draw.again()  # a term on the kink
    losses = [round(sum(max(0.0, v) for v in part), 6) for part in terms]
    if min(losses) == 0 or all(v > 0 for part in terms for v in part):
        raise draw.again()  # clipping must matter, and something must be left
    answer = round(sum(losses) / count, 6)
    unclipped = sum(map(sum, terms)) / count
    bare = sum(max(0.0, v - margin) for part in terms for v in part) / count
    worst = sum(max(0.0, *part) for part in terms) / count
    slips = [
        (
            answer + margin,
            t(
                "The true class was counted too; its term is always the margin.",
                "把真实类别也算进去了；它那一项恒等于间隔。",
            ),
        ),
        (unclipped, t("Negative terms must be clipped at 0 before they are summed.", "求和之前，负的项要截为 0。")),
        (bare, t(f"The margin of {plain(margin)} was left out.", f"漏了间隔 {plain(margin)}。")),
        (
            worst,
            t(
                "Only the worst wrong class was taken (Crammer–Singer); the sum over all wrong classes is asked.",
                "只取了最差的错误类别（Crammer–Singer 形式）；题目要求对所有错误类别求和。",
            ),
        ),
    ]
    if count > 1:
        slips.append(
            (
                answer * count,
                t("That is the sum over the examples; the mean is asked.", "这是各样本之和；题目要求平均值。"),
            )
        )
    rows_en = "; ".join(f"{vector(s)} with true class {y}" for s, y in batch)
    rows_zh = "；".join(f"{vector(s)}，真实类别 {y}" for s, y in batch)
    work = " | ".join(f"{worked(s, y, margin)} ⇒ {plain(loss)}" for (s, y), loss in zip(batch, losses, strict=True))
    mean_en = "" if count == 1 else f" The mean is ({' + '.join(map(plain, losses))})/{count} = {plain(answer)}."
    mean_zh = "" if count == 1 else f"平均值为 ({' + '.join(map(plain, losses))})/{count} = {plain(answer)}。"
    asked_en = "What is the loss?" if count == 1 else "What is the mean loss of these examples?"
    asked_zh = "损失是多少？" if count == 1 else "这些样本的平均损失是多少？"
    return Number(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        prompt=t(
            f"Multiclass hinge loss with margin {plain(margin)}, summed over the wrong classes. Scores (classes counted from 0): {rows_en}. {asked_en}",
            f"多类 hinge 损失，间隔为 {plain(margin)}，对错误类别求和。得分（类别从 0 编号）：{rows_zh}。{asked_zh}",
        ),
        form=t("exactly, as a decimal", "精确的小数"),
        answer=answer,
        absolute=0.0011,
        traps=make_traps(answer, slips, 0.01),
        explanation=t(
            f"Each wrong class j gives max(0, s_j − s_y + {plain(margin)}). Here: {work}.{mean_en}",
            f"每个错误类别 j 贡献 max(0, s_j − s_y + {plain(margin)})。这里：{work}。{mean_zh}",
        ),
        sources=[WW, CS],
        parameters={"scores": [s for s, _ in batch], "true": [y for _, y in batch], "margin": margin},
    )


@generator("linear-models.gen-margin-violations", version=1, concept="hinge-loss", levels=(1, 2, 3))
def margin_violations(draw: Draw, level: int) -> Question:
    count, classes = (1, 5) if level == 1 else (2, 5) if level == 2 else (4, 4)
    margin = 1.0 if level == 1 else draw.choice([0.5, 1.0, 2.0])
    batch = [example(draw, classes, 2) for _ in range(count)]
    terms = [terms_of(s, y, margin) for s, y in batch]
    if any(v == 0 or abs(round(v - margin, 6)) == 0 for part in terms for v in part):
        raise draw.again()
    answer = sum(v > 0 for part in terms for v in part)
    higher = sum(v > margin for part in terms for v in part)
    if not 1 < answer < count * (classes - 1) or higher == answer:
        raise draw.again()
    slips = [
        (
            higher,
            t(
                "Only classes that score above the true one were counted; those less than the margin below it violate it too.",
                "只数了得分高于真实类别的；低于它但差距不到间隔的也算违反。",
            ),
        ),
        (answer + count, t("The true class has no margin to itself.", "真实类别与自己之间谈不上间隔。")),
        (count * (classes - 1) - answer, t("That counts the classes that keep the margin.", "这是满足间隔的类别数。")),
    ]
    if count > 1:
        slips.append(
            (
                sum(any(v > 0 for v in part) for part in terms),
                t(
                    "That counts examples; an example may hold several violations.",
                    "这是样本数；一个样本可以有多处违反。",
                ),
            )
        )
    rows = "\n".join(f"  {i}     {y}    " + "".join(f"{plain(v):>7}" for v in s) for i, (s, y) in enumerate(batch))
    figure_en = "row   true" + "".join(f"{'s' + str(j):>7}" for j in range(classes)) + "\n" + rows
    figure_zh = "行    真实" + "".join(f"{'s' + str(j):>7}" for j in range(classes)) + "\n" + rows
    work = "; ".join(
        f"{plain(s[y])} − {plain(margin)} = {plain(s[y] - margin)}: "
        + (", ".join(plain(v) for j, v in enumerate(s) if j != y and v > s[y] - margin) or "–")
        for s, y in batch
    )
    return Number(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        figure=t(figure_en, figure_zh),
        prompt=t(
            f"Scores of a linear classifier, one row for each example, classes counted from 0. How many wrong classes violate the margin {plain(margin)} (their hinge term is positive)"
            + ("?" if count == 1 else ", over all rows together?"),
            f"线性分类器的得分，每行一个样本，类别从 0 编号。有多少个错误类别违反间隔 {plain(margin)}（即其 hinge 项为正）？"
            + ("" if count == 1 else "请对所有行合计。"),
        ),
        form=t("a whole number", "整数"),
        answer=answer,
        traps=make_traps(answer, slips),
        explanation=t(
            f"A wrong class violates the margin when s_j > s_y − {plain(margin)}. Row by row, the bar and the wrong classes above it: {work}. In all {answer}.",
            f"当 s_j > s_y − {plain(margin)} 时，错误类别违反间隔。逐行列出门槛和超过门槛的错误类别得分：{work}。共 {answer} 个。",
        ),
        sources=[WW, CS],
        parameters={"scores": [s for s, _ in batch], "true": [y for _, y in batch], "margin": margin},
    )


@generator("linear-models.gen-parameters", version=1, concept="bias", levels=(1, 2, 3))
def parameters(draw: Draw, level: int) -> Question:
    classes = draw.integer(3, 40)
    height, width, channels = draw.integer(12, 64), draw.integer(12, 64), draw.choice([1, 3, 4])
    inputs = draw.integer(20, 900) if level == 1 else height * width * channels
    total = inputs * classes + classes
    if level > 1 and height == width:
        raise draw.again()
    image_en = f"{height}×{width} images with {channels} channel" + ("s" if channels > 1 else "")
    image_zh = f"{height}×{width}、{channels} 通道的图像"
    given_en = f"{inputs} features" if level == 1 else image_en
    given_zh = f"{inputs} 个特征" if level == 1 else image_zh
    flat = "" if level == 1 else f"D = {height}·{width}·{channels} = {inputs}; "
    common = {"id": draw.id, "concept": draw.concept, "difficulty": level, "sources": [CS, f"{PRML}, §4.1.2"]}
    if level == 3:
        slips = [
            (
                round(total / inputs, 4),
                t("Each class also has a bias: divide by D + 1.", "每个类别还有一个偏置：应除以 D + 1。"),
            ),
            (round(total / (height * width + 1), 4), t("The channels belong to the input too.", "通道也属于输入。")),
        ]
        return Number(
            **common,
            prompt=t(
                f"A linear classifier on flattened {given_en}, with a bias for each class, has {total} parameters. How many classes has it?",
                f"某线性分类器以展平的 {given_zh} 为输入，每个类别有一个偏置，共 {total} 个参数。它有多少个类别？",
            ),
            form=t("a whole number", "整数"),
            answer=classes,
            traps=make_traps(classes, slips, 0.02),
            explanation=t(
                f"{flat}each class has D weights and a bias, {inputs + 1} in all. {total} / {inputs + 1} = {classes}.",
                f"{flat}每个类别有 D 个权重和一个偏置，共 {inputs + 1} 个。{total} / {inputs + 1} = {classes}。",
            ),
            parameters={"ask": "classes", "inputs": inputs, "total": total},
        )
    slips = [
        (inputs * classes, t("The biases are missing, one for each class.", "漏了偏置，每个类别一个。")),
        (
            inputs * classes + 1,
            t("There is one bias for each class, not one in all.", "每个类别一个偏置，而不是总共一个。"),
        ),
        (
            (classes + 1) * inputs,
            t(
                "The bias is one number for each class, not for each input.",
                "偏置是每个类别一个数，而不是每个输入一个。",
            ),
        ),
    ]
    if channels > 1 and level == 2:
        slips.append(
            (height * width * classes + classes, t("The channels belong to the input too.", "通道也属于输入。"))
        )
    return Number(
        **common,
        prompt=t(
            f"A linear classifier maps {given_en}{' (flattened)' if level == 2 else ''} to {classes} classes, with a bias for each class. How many parameters has it?",
            f"某线性分类器把 {given_zh}{'（展平）' if level == 2 else ''}映射到 {classes} 个类别，每个类别有一个偏置。共有多少个参数？",
        ),
        form=t("a whole number", "整数"),
        answer=total,
        traps=make_traps(total, slips),
        explanation=t(
            f"{flat}W is C × D and b has C entries: {classes}·{inputs} + {classes} = {total}, that is {classes}·({inputs} + 1).",
            f"{flat}W 为 C × D，b 有 C 个元素：{classes}·{inputs} + {classes} = {total}，即 {classes}·({inputs} + 1)。",
        ),
        parameters={"ask": "total", "inputs": inputs, "classes": classes},
    )


@generator("linear-models.gen-boundary-distance", version=1, concept="decision-boundary", levels=(1, 2, 3))
def boundary_distance(draw: Draw, level: int) -> Question:
    w = draw.choice(
        [[3, 4], [4, 3], [6, 8], [5, 12], [8, 6]] if level < 3 else [[1, 2, 2], [2, 3, 6], [4, 4, 7], [1, 4, 8]]
    )
    if level > 1:
        w = [v * draw.choice([1, -1]) for v in w]
    norm = round(sum(v * v for v in w) ** 0.5)
    x, b = [draw.integer(-6, 9) for _ in w], draw.integer(-20, 20)
    score = sum(a * c for a, c in zip(w, x, strict=True)) + b
    if b == 0 or 0 in x or abs(score) < 2 or abs(score) == norm or score == b:
        raise draw.again()
    answer = round(score / norm, 6)
    slips = [
        (float(score), t("That is the score; it must be divided by ‖w‖.", "这是得分；还要除以 ‖w‖。")),
        (
            -answer,
            t(
                "The sign is that of the score: positive on the side that w points to.",
                "符号与得分一致：在 w 所指的一侧为正。",
            ),
        ),
        (round((score - b) / norm, 6), t("The bias was left out.", "漏了偏置。")),
        (round(score / norm**2, 6), t("The score was divided by ‖w‖² instead of ‖w‖.", "除以了 ‖w‖²，而应除以 ‖w‖。")),
        (
            round(score / sum(map(abs, w)), 6),
            t("‖w‖ is the Euclidean norm, not the sum of absolute values.", "‖w‖ 是欧氏范数，不是绝对值之和。"),
        ),
    ]
    products = " + ".join(f"({plain(a)})·({plain(c)})" for a, c in zip(w, x, strict=True))
    squares = " + ".join(f"{abs(a)}²" for a in w)
    return Number(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        prompt=t(
            f"A classifier decides by the sign of w·x + b with w = {vector(w)} and b = {plain(b)}. What is the signed Euclidean distance of x = {vector(x)} from the boundary (positive on the side that w points to)?",
            f"某分类器按 w·x + b 的符号判别，w = {vector(w)}，b = {plain(b)}。点 x = {vector(x)} 到边界的带符号欧氏距离是多少（w 所指的一侧为正）？",
        ),
        form=t("to three decimals, with the sign", "保留三位小数，带符号"),
        answer=answer,
        absolute=0.0006,
        traps=make_traps(answer, slips, 0.002),
        explanation=t(
            f"Distance = (w·x + b)/‖w‖. w·x + b = {products} + ({plain(b)}) = {plain(score)}; ‖w‖ = √({squares}) = {norm}; {plain(score)}/{norm} = {num(answer)}.",
            f"距离 = (w·x + b)/‖w‖。w·x + b = {products} + ({plain(b)}) = {plain(score)}；‖w‖ = √({squares}) = {norm}；{plain(score)}/{norm} = {num(answer)}。",
        ),
        sources=[f"{PRML}, §4.1.1"],
        parameters={"w": w, "b": b, "x": x},
    )
