"""Seeded questions on fully connected networks: parameters, shapes, and what a tiny one separates."""

from __future__ import annotations

from collections.abc import Sequence

from quizprep.content.generator import Draw, generator, t
from quizprep.content.model import Choices, Number, Option, Question, Shape, Text, Trap
from quizprep.content.shown import make_traps
from quizprep.content.shown import rounded as plain

LINEAR = "PyTorch documentation: torch.nn.Linear"
PRML = "Bishop: Pattern Recognition and Machine Learning (2006), §5.1"
GBC = "Goodfellow, Bengio, Courville: Deep Learning (2016), §6.1"


def vector(values: Sequence[float]) -> str:
    """Given numbers in parentheses."""
    return "(" + ", ".join(plain(v) for v in values) + ")"


@generator("mlp.gen-parameters", version=1, concept="fully-connected", levels=(1, 2, 3))
def parameters(draw: Draw, level: int) -> Question:
    """Weights and biases of a network of one to three hidden layers."""
    sizes = [draw.integer(10, 800), *(draw.integer(8, 300) for _ in range(level)), draw.integer(2, 20)]
    biases = [True] * (level + 1)
    if level == 3:
        biases[draw.integer(0, level)] = False
    pairs = list(zip(sizes[:-1], sizes[1:], strict=True))
    parts = [a * b + b * on for (a, b), on in zip(pairs, biases, strict=True)]
    answer = sum(parts)
    weights = sum(a * b for a, b in pairs)
    slips = [
        (weights, t("The biases are missing, one for each output of a layer.", "漏了偏置，每层每个输出一个。")),
        (weights + sum(sizes), t("The inputs have no bias.", "输入单元没有偏置。")),
        (
            weights + len(pairs),
            t("A layer has one bias for each output, not one in all.", "偏置是每个输出一个，而不是每层一个。"),
        ),
        (
            weights + sum(a for a, _ in pairs),
            t("A layer has one bias for each output, not for each input.", "偏置对应每个输出，而不是每个输入。"),
        ),
    ]
    if level == 3:
        slips.append(
            (
                weights + sum(b for _, b in pairs),
                t("One layer was made with `bias=False`.", "其中一层设了 `bias=False`。"),
            )
        )
    layers = [f"nn.Linear({a}, {b}{'' if on else ', bias=False'})" for (a, b), on in zip(pairs, biases, strict=True)]
    work = ", ".join(
        f"{a}·{b}{f' + {b}' if on else ''} = {part}" for (a, b), on, part in zip(pairs, biases, parts, strict=True)
    )
    return Number(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        code="model = nn.Sequential(\n    " + ", nn.ReLU(),\n    ".join(layers) + ",\n)",
        prompt=t("How many trainable parameters has this network?", "这个网络有多少个可训练参数？"),
        form=t("a whole number", "整数"),
        answer=answer,
        traps=make_traps(answer, slips),
        explanation=t(
            f"A layer has inputs · outputs weights and, unless `bias=False`, one bias for each output; ReLU has none. {work}; in all {answer}.",
            f"每层有 输入数 · 输出数 个权重；若没有设 `bias=False`，每个输出还有一个偏置；ReLU 没有参数。{work}；共 {answer}。",
        ),
        sources=[LINEAR, PRML],
        parameters={"sizes": sizes, "biases": biases},
    )


def shape_traps(answer: list[int], slips: list[tuple[list[int], Text]]) -> list[Trap]:
    """The slips as traps of a shape, without those that hit the answer."""
    traps: dict[str, Trap] = {}
    for value, why in slips:
        if value != answer and min(value) > 0:
            text = ", ".join(map(str, value))
            traps.setdefault(text, Trap(text, why))
    return list(traps.values())


@generator("mlp.gen-shapes", version=1, concept="fully-connected", levels=(1, 2, 3))
def shapes(draw: Draw, level: int) -> Question:
    """The shape of a weight, of an output, or of an output after a partial flatten."""
    a, b, c = draw.sample(range(11, 400), 3)
    n = draw.integer(2, 64)
    common = {
        "id": draw.id,
        "concept": draw.concept,
        "difficulty": level,
        "sources": [LINEAR, "PyTorch documentation: torch.nn.Flatten"],
    }
    if level == 1:
        answer, which = ([b, a], 0) if draw.chance(0.5) else ([c, b], 2)
        return Shape(
            **common,
            code=f"model = nn.Sequential(nn.Linear({a}, {b}), nn.ReLU(), nn.Linear({b}, {c}))",
            prompt=t(f"What is the shape of `model[{which}].weight`?", f"`model[{which}].weight` 的形状是什么？"),
            axes="dim 0, dim 1, …",
            answer=answer,
            traps=shape_traps(
                answer,
                [
                    (
                        answer[::-1],
                        t(
                            "PyTorch stores the weight as (out_features, in_features).",
                            "PyTorch 把权重存为 (out_features, in_features)。",
                        ),
                    )
                ],
            ),
            explanation=t(
                f"y = x Aᵀ + b with A of shape (out_features, in_features): ({answer[0]}, {answer[1]}). `model[1]` is the ReLU.",
                f"y = x Aᵀ + b，其中 A 的形状为 (out_features, in_features)：({answer[0]}, {answer[1]})。`model[1]` 是 ReLU。",
            ),
            parameters={"ask": "weight", "sizes": [a, b, c], "which": which},
        )
    h, w, m = draw.sample(range(3, 17), 3)
    if level == 2:
        given, answer, start = [n, h, w], [n, h, b], None
        code = f"model = nn.Sequential(nn.Linear({w}, {a}), nn.ReLU(), nn.Linear({a}, {b}))"
        slips = [
            ([n, b], t("Nothing is flattened: all axes but the last are kept.", "没有展平：除最后一个轴外都保留。")),
            (
                [n, h, w, b],
                t("The last axis is replaced, not joined by another.", "最后一个轴被替换，而不是再添一个。"),
            ),
            ([n, h, a], t("That is the hidden layer.", "这是隐藏层的形状。")),
        ]
        why_en = f"`nn.Linear` acts on the last axis and keeps the others: ({n}, {h}, {w}) → ({n}, {h}, {a}) → ({n}, {h}, {b})."
        why_zh = f"`nn.Linear` 作用于最后一个轴，其余保持不变：({n}, {h}, {w}) → ({n}, {h}, {a}) → ({n}, {h}, {b})。"
    else:
        start = draw.choice([1, 2])
        flat = w * m if start == 2 else h * w * m
        given, answer = [n, h, w, m], [n, h, b] if start == 2 else [n, b]
        code = f"model = nn.Sequential(nn.Flatten(start_dim={start}), nn.Linear({flat}, {a}), nn.ReLU(), nn.Linear({a}, {b}))"
        slips = [
            (
                [n, b] if start == 2 else [n, h, b],
                t("Mind `start_dim`: axes before it are kept.", "注意 `start_dim`：它之前的轴保留。"),
            ),
            (
                [n, h, w, b],
                t("`nn.Flatten` joins the axes from `start_dim` on.", "`nn.Flatten` 把 `start_dim` 起的轴合并。"),
            ),
            ([n * h, b], t("The leading axes are kept apart.", "前面的轴不会合并。")),
        ]
        kept = f"({n}, {h}, {flat})" if start == 2 else f"({n}, {flat})"
        end = ", ".join(map(str, answer))
        why_en = f"`nn.Flatten(start_dim={start})` joins all axes from number {start} on: {kept}. The linear layers act on the last axis: ({end})."
        why_zh = f"`nn.Flatten(start_dim={start})` 合并第 {start} 轴（从 0 数起）及其后的所有轴：{kept}。线性层作用于最后一个轴：({end})。"
    shown = ", ".join(map(str, given))
    return Shape(
        **common,
        code=code,
        prompt=t(
            f"An input of shape ({shown}) goes through this model. What shape comes out?",
            f"形状为 ({shown}) 的输入通过这个模型，输出形状是什么？",
        ),
        axes="dim 0, dim 1, …",
        answer=answer,
        traps=shape_traps(answer, slips),
        explanation=t(why_en, why_zh),
        parameters={"ask": "output", "input": given, "start": start, "sizes": [a, b]},
    )


@generator("mlp.gen-separates", version=1, concept="two-layer-formula", levels=(1, 2, 3))
def separates(draw: Draw, level: int) -> Question:
    """Which points a 2-2-1 ReLU network (level 3: 2-3-1) puts on the positive side."""
    units = 3 if level == 3 else 2
    top = 2 if level == 1 else 3
    w1 = [[draw.integer(-top, top) for _ in range(2)] for _ in range(units)]
    b1 = [0 if level == 1 else draw.integer(-2, 2) for _ in range(units)]
    w2 = [draw.choice([-3, -2, -1, 1, 2, 3]) for _ in range(units)]
    b2 = draw.choice([-2, -1, 1])
    if any(row == [0, 0] for row in w1) or min(w2) > 0 or max(w2) < 0 or len({tuple(r) for r in w1}) < units:
        raise draw.again()
    points = draw.sample([(x, y) for x in range(-3, 4) for y in range(-3, 4) if (x, y) != (0, 0)], 4)
    options, cut, changed = [], 0, False
    for x, y in sorted(points):
        pre = [r[0] * x + r[1] * y + c for r, c in zip(w1, b1, strict=True)]
        hidden = [max(0, v) for v in pre]
        out = sum(v * u for v, u in zip(hidden, w2, strict=True)) + b2
        bare = sum(v * u for v, u in zip(pre, w2, strict=True)) + b2
        if out == 0:
            raise draw.again()
        cut += any(v < 0 for v in pre)
        changed |= (out > 0) != (bare > 0)
        work_en = f"h = ReLU{vector(pre)} = {vector(hidden)}, output {plain(out)}"
        work_zh = f"h = ReLU{vector(pre)} = {vector(hidden)}，输出 {plain(out)}"
        options.append((vector((x, y)), out > 0, work_en, work_zh, out, bare))
    positive = sum(o[1] for o in options)
    if not 0 < positive < 4 or cut < 2 or not changed:
        raise draw.again()  # the ReLU must decide somewhere

    def why(o: tuple) -> Text:
        if o[5] > 0:
            return t(
                f"{o[2]}. Without the ReLU it would be {plain(o[5])}.", f"{o[3]}。不经过 ReLU 才会得到 {plain(o[5])}。"
            )
        return t(f"{o[2]}.", f"{o[3]}。")

    rows = "\n".join(
        f"  h{i + 1} = ReLU( {plain(r[0])}·x1 + {plain(r[1])}·x2 + {plain(c)} )".replace("+ −", "− ").replace(
            " + 0 )", " )"
        )
        for i, (r, c) in enumerate(zip(w1, b1, strict=True))
    )
    last = "  y  = " + " + ".join(f"{plain(u)}·h{i + 1}" for i, u in enumerate(w2)) + f" + {plain(b2)}"
    figure = rows + "\n" + last.replace("+ −", "− ")
    return Choices(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        figure=t(figure, figure),
        prompt=t(
            "A tiny ReLU network assigns a point (x1, x2) to class A when y > 0. Which of these points does it assign to class A?",
            "一个很小的 ReLU 网络在 y > 0 时把点 (x1, x2) 归为 A 类。下列哪些点被归为 A 类？",
        ),
        options=[Option(t(o[0], o[0]), o[1], None if o[1] else why(o)) for o in options],
        fixed_order=True,
        explanation=t(
            "Hidden values first, cut at 0, then the output. " + "; ".join(f"{o[0]}: {o[2]}" for o in options) + ".",
            "先算隐藏层并在 0 处截断，再算输出。" + "；".join(f"{o[0]}：{o[3]}" for o in options) + "。",
        ),
        sources=[GBC, PRML],
        parameters={"w1": w1, "b1": b1, "w2": w2, "b2": b2, "points": sorted(points)},
    )


@generator("mlp.gen-collapse", version=1, concept="nonlinearity", levels=(1, 2, 3))
def collapse(draw: Draw, level: int) -> Question:
    """One number of the affine map that two (level 3: three) linear layers amount to."""
    pick = [-3, -2, -1, 1, 2, 3]
    w1 = [[draw.choice(pick) for _ in range(2)] for _ in range(2)]
    b1 = [0, 0] if level == 1 else [draw.choice(pick) for _ in range(2)]
    w2 = [[draw.choice(pick) for _ in range(2)] for _ in range(2 if level == 3 else 1)]
    b2 = [0 if level == 1 else draw.choice(pick) for _ in w2]
    w3 = [draw.choice(pick) for _ in range(2)] if level == 3 else None
    x = [draw.choice(pick) for _ in range(2)]

    def layer(w: list[list[int]], v: list[int], c: list[int]) -> list[int]:
        return [sum(p * q for p, q in zip(row, v, strict=True)) + k for row, k in zip(w, c, strict=True)]

    h = layer(w1, x, b1)
    g = layer(w2, h, b2)
    answer = g[0] if w3 is None else layer([w3], g, [0])[0]
    cut = layer(w2, [max(0, v) for v in h], b2)
    relu = cut[0] if w3 is None else layer([w3], [max(0, v) for v in cut], [0])[0]
    bare = layer(w2, layer(w1, x, [0, 0]), [0] * len(w2))
    unbiased = bare[0] if w3 is None else layer([w3], bare, [0])[0]
    turned = layer(w2, layer([list(r) for r in zip(*w1, strict=True)], x, b1), b2)
    swapped = turned[0] if w3 is None else layer([w3], turned, [0])[0]
    if abs(answer) < 2 or answer == relu:
        raise draw.again()
    slips = [
        (relu, t("There is no ReLU here: negative values are kept.", "这里没有 ReLU：负值要保留。")),
        (
            swapped,
            t(
                "The rows of W₁ belong to the hidden units, its columns to the inputs.",
                "W₁ 的行对应隐藏单元，列对应输入。",
            ),
        ),
    ]
    if level > 1:
        slips.append(
            (
                unbiased,
                t(
                    "The biases were left out; those of the first layers go through the later ones.",
                    "漏了偏置；前面各层的偏置也要经过后面的层。",
                ),
            )
        )
    named = f"W₁ = [{', '.join(vector(r) for r in w1)}]"
    named += f", W₂ = [{', '.join(vector(r) for r in w2)}]"
    named += f", W₃ = [{vector(w3)}]" if w3 else ""
    named += "" if level == 1 else f", b₁ = {vector(b1)}, b₂ = {vector(b2)}"
    none_en, none_zh = (
        ("no biases", "无偏置")
        if level == 1
        else ("biases as given", "偏置如所示")
        if level == 2
        else ("no third bias", "第三层无偏置")
    )
    steps = f"W₁x{' + b₁' if level > 1 else ''} = {vector(h)}; W₂h{' + b₂' if level > 1 else ''} = {vector(g)}" + (
        f"; W₃g = {plain(answer)}" if w3 else ""
    )
    return Number(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        prompt=t(
            f"{'Three' if w3 else 'Two'} linear layers follow each other with no activation between (column vectors, rows of W in parentheses, {none_en}): {named}. What comes out for x = {vector(x)}?",
            f"{'三' if w3 else '两'}个线性层依次相连，中间没有激活函数（列向量约定，括号内为 W 的行，{none_zh}）：{named}。输入 x = {vector(x)} 时输出是多少？",
        ),
        form=t("a whole number", "整数"),
        answer=answer,
        traps=make_traps(answer, slips),
        explanation=t(
            f"{steps}. One affine map would do the same: a stack of linear layers is one linear layer.",
            f"{steps}。用一个仿射映射就能得到同样的结果：线性层叠起来还是一个线性层。",
        ),
        sources=[PRML],
        parameters={"w1": w1, "b1": b1, "w2": w2, "b2": b2, "w3": w3, "x": x},
    )
