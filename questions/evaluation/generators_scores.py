"""Seeded questions on scores: thresholds that move, areas under curves, costs, calibration, top-k."""

from __future__ import annotations

from quizprep.content.generator import Draw, generator, t
from quizprep.content.model import Blank, Cloze, Number, Question, Text, Trap
from quizprep.content.shown import make_traps, num
from quizprep.content.shown import rounded as plain

FAW = "Fawcett: An Introduction to ROC Analysis, Pattern Recognition Letters 27 (2006)"
HM = "Hanley, McNeil: The Meaning and Use of the Area under a Receiver Operating Characteristic (ROC) Curve, Radiology 143 (1982)"
ELK = "Elkan: The Foundations of Cost-Sensitive Learning (IJCAI 2001)"
GUO = "Guo, Pleiss, Sun, Weinberger: On Calibration of Modern Neural Networks (ICML 2017), §2, arXiv:1706.04599"
IMG = "Russakovsky et al.: ImageNet Large Scale Visual Recognition Challenge, IJCV 115 (2015), arXiv:1409.0575"
SK = "scikit-learn User Guide: Metrics and scoring"


def scored(draw: Draw, count: int) -> list[tuple[float, int]]:
    """Distinct scores, falling, with labels that tend to be positive at the top."""
    scores = sorted(draw.sample(range(4, 97), count), reverse=True)
    labels = [int(draw.chance(0.15 + 0.7 * s / 100)) for s in scores]
    if not 3 <= sum(labels) <= count - 3:
        raise draw.again()
    return [(s / 100, y) for s, y in zip(scores, labels, strict=True)]


def table(rows: list[tuple[float, int]]) -> Text:
    """Scores and labels as a figure."""
    first, second = "".join(f"{s:>6.2f}" for s, _ in rows), "".join(f"{y:>6}" for _, y in rows)
    return t(f"score{first}\nlabel{second}", f"得分 {first}\n标签 {second}")


def share_blank(draw: Draw, value: float, slips: list[tuple[float, Text]]) -> Blank:
    """A blank of a share to two decimals."""
    if abs(value * 100 % 1 - 0.5) < 1e-6:
        raise draw.again()  # halfway between two roundings
    traps: dict[str, Trap] = {}
    for slip, why in slips:
        if abs(slip - value) > 0.012:
            traps.setdefault(f"{slip:.2f}", Trap(f"{slip:.2f}", why))
    return Blank([f"{value:.2f}"], tolerance=round(0.0061 / value, 6), traps=list(traps.values()))


def at(rows: list[tuple[float, int]], cut: float) -> tuple[int, int, int]:
    """TP, FP and FN where scores of at least `cut` are called positive."""
    tp = sum(y for s, y in rows if s >= cut)
    return tp, sum(1 - y for s, y in rows if s >= cut), sum(y for s, y in rows if s < cut)


@generator("evaluation.gen-threshold-moves", version=1, concept="thresholds", levels=(1, 2, 3))
def threshold_moves(draw: Draw, level: int) -> Question:
    """Precision and recall at one threshold, and at another; at level 3 F1 as well."""
    rows = scored(draw, 8 if level == 1 else 10)
    cuts = sorted(draw.sample([i / 20 for i in range(4, 17)], 1 if level == 1 else 2))
    if any(abs(s - c) < 0.015 for s, _ in rows for c in cuts):
        raise draw.again()
    found = [at(rows, c) for c in cuts]
    if any(tp == 0 or fp == 0 or fn == 0 for tp, fp, fn in found) or len(set(found)) < len(found):
        raise draw.again()
    blanks, lines_en, lines_zh, works = [], [], [], []
    for i, (c, (tp, fp, fn)) in enumerate(zip(cuts, found, strict=True)):
        p, r = tp / (tp + fp), tp / (tp + fn)
        right = len(rows) - fp - fn
        mixed = [(right / len(rows), t("That is the accuracy.", "这是准确率。"))]
        blanks.append(
            share_blank(
                draw,
                p,
                [
                    (
                        r,
                        t(
                            "That is the recall; precision divides by what was called positive.",
                            "这是召回率；精确率除以被判为正的个数。",
                        ),
                    ),
                    *mixed,
                ],
            )
        )
        blanks.append(
            share_blank(
                draw,
                r,
                [
                    (
                        p,
                        t(
                            "That is the precision; recall divides by all positives.",
                            "这是精确率；召回率除以全部正例数。",
                        ),
                    ),
                    *mixed,
                ],
            )
        )
        per = 2 + (level == 3)
        n = per * i
        line = f"{c:.2f}      {{{{{n + 1}}}}}        {{{{{n + 2}}}}}"
        work = f"{plain(c)}: TP {tp}, FP {fp}, FN {fn}, {tp}/{tp + fp} = {num(p, 2)}, {tp}/{tp + fn} = {num(r, 2)}"
        if level == 3:
            f1 = 2 * tp / (2 * tp + fp + fn)
            blanks.append(
                share_blank(draw, f1, [((p + r) / 2, t("That is the arithmetic mean.", "这是算术平均。")), *mixed])
            )
            line += f"     {{{{{n + 3}}}}}"
            work += f", F1 {2 * tp}/{2 * tp + fp + fn} = {num(f1, 2)}"
        lines_en.append(line)
        lines_zh.append(line)
        works.append(work)
    tail = "     F1" if level == 3 else ""
    body = t(
        f"from      precision    recall{tail}\n" + "\n".join(lines_en),
        f"阈值      精确率       召回率{tail}\n" + "\n".join(lines_zh),
    )
    return Cloze(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        figure=table(rows),
        prompt=t(
            "Scores and true labels of a test set. Scores from the threshold on are called positive. Fill in, to two decimals.",
            "某测试集的得分与真实标签。得分达到阈值即判为正。填空，保留两位小数。",
        ),
        body=body,
        monospace=True,
        blanks=blanks,
        explanation=t(
            f"Precision = TP/(TP + FP), recall = TP/(TP + FN). From {'; from '.join(works)}."
            + (" Raising the threshold never raises the recall." if level > 1 else ""),
            f"精确率 = TP/(TP + FP)，召回率 = TP/(TP + FN)。阈值 {'；阈值 '.join(works)}。"
            + ("提高阈值绝不会提高召回率。" if level > 1 else ""),
        ),
        sources=[SK, FAW],
        parameters={"rows": [list(r) for r in rows], "cuts": cuts, "f1": level == 3},
    )


@generator("evaluation.gen-auc", version=1, concept="roc-pr", levels=(1, 2, 3))
def auc(draw: Draw, level: int) -> Question:
    """The area under the ROC curve of a few scores; at level 3 with ties."""
    rows = scored(draw, 6 + level)
    if level == 3:
        place = draw.integer(0, len(rows) - 2)
        rows[place + 1] = (rows[place][0], rows[place + 1][1])
        if rows[place][1] == rows[place + 1][1]:
            raise draw.again()
    positive, negative = [s for s, y in rows if y], [s for s, y in rows if not y]
    wins = sum(p > n for p in positive for n in negative)
    ties = sum(p == n for p in positive for n in negative)
    pairs = len(positive) * len(negative)
    answer = (wins + ties / 2) / pairs
    if not 0.4 < answer < 0.99:
        raise draw.again()
    accuracy = sum((s >= 0.5) == bool(y) for s, y in rows) / len(rows)
    slips = [
        ((pairs - wins - ties / 2) / pairs, t("Those are the pairs in the wrong order.", "这是次序颠倒的对所占比例。")),
        (accuracy, t("That is the accuracy at the threshold 0.5.", "这是阈值 0.5 时的准确率。")),
    ]
    if ties:
        slips += [
            (wins / pairs, t("A tie counts one half.", "得分相等算一半。")),
            ((wins + ties) / pairs, t("A tie counts one half, not one.", "得分相等算一半，而不是一。")),
        ]
    each = "; ".join(f"{p:.2f}: {sum(p > n for n in negative)}" + (" + ½" if p in negative else "") for p in positive)
    return Number(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        figure=table(rows),
        prompt=t(
            "What is the area under the ROC curve for these scores and labels (1 = positive)?",
            "根据这些得分和标签（1 为正例），ROC 曲线下面积是多少？",
        ),
        form=t("to three decimals", "保留三位小数"),
        answer=round(answer, 6),
        absolute=0.0011,
        traps=make_traps(round(answer, 4), slips, 0.003),
        explanation=t(
            f"AUC is the share of (positive, negative) pairs in which the positive scores higher, ties counting ½. Negatives beaten by each positive: {each}. In all {plain(wins + ties / 2)} of {len(positive)}·{len(negative)} = {pairs}: {num(answer)}.",
            f"AUC 等于（正例, 负例）对中正例得分更高的比例，相等算 ½。每个正例胜过的负例数：{each}。合计 {plain(wins + ties / 2)}，总对数 {len(positive)}·{len(negative)} = {pairs}：{num(answer)}。",
        ),
        sources=[HM, FAW],
        parameters={"rows": [list(r) for r in rows]},
    )


@generator("evaluation.gen-cost-threshold", version=1, concept="thresholds", levels=(1, 2, 3))
def cost_threshold(draw: Draw, level: int) -> Question:
    """The best threshold for two costs; the number flagged by it; with costs of right decisions too."""
    fp, fn = draw.integer(1, 12), draw.integer(1, 60)
    hit = draw.integer(1, 10) if level == 3 else 0  # cost of treating a true positive
    if fp == fn or hit >= fn:
        raise draw.again()
    best = fp / (fp + fn - hit)
    costs_en = f"A false positive costs {fp}, a false negative {fn}" + (
        f", a true positive {hit} (the treatment), a true negative nothing" if hit else ", right decisions nothing"
    )
    costs_zh = f"假正例代价 {fp}，假负例代价 {fn}" + (
        f"，真正例代价 {hit}（治疗费），真负例无代价" if hit else "，判对无代价"
    )
    derivation = f"(1 − p)·{fp}" + (f" + p·{hit}" if hit else "") + f" < p·{fn}"
    rule = f"p > {fp}/({fp} + {fn}{f' − {hit}' if hit else ''}) = {num(best, 4)}"
    turned = t("Turned over: dear false negatives lower the threshold.", "取反了：假负例代价越高，阈值越低。")
    odds = t(
        "That is the odds p/(1 − p) at the threshold, not the probability.", "这是阈值处的几率 p/(1 − p)，不是概率。"
    )
    common = {"id": draw.id, "concept": draw.concept, "difficulty": level, "sources": [ELK]}
    if level == 2:
        shown = sorted((p / 100 for p in draw.sample(range(2, 99), 9)), reverse=True)
        answer = sum(p > best for p in shown)
        half, wrong = sum(p > 0.5 for p in shown), sum(p > fn / (fp + fn) for p in shown)
        if any(abs(p - best) < 0.008 for p in shown) or answer in (0, 9, half):
            raise draw.again()
        listed = ", ".join(f"{p:.2f}" for p in shown)
        return Number(
            **common,
            prompt=t(
                f"Calibrated probabilities of nine examples: {listed}. {costs_en}. How many should be called positive to keep the expected cost least?",
                f"九个样本的已校准概率：{listed}。{costs_zh}。为使期望代价最小，应把多少个判为正？",
            ),
            form=t("a whole number", "整数"),
            answer=answer,
            traps=make_traps(
                answer, [(half, t("0.5 is best for equal costs only.", "只有代价相等时 0.5 才最优。")), (wrong, turned)]
            ),
            explanation=t(
                f"Positive is cheaper where {derivation}, i.e. {rule}. {answer} of the nine lie above.",
                f"当 {derivation}，即 {rule} 时判正更划算。九个中有 {answer} 个在其上。",
            ),
            parameters={"fp": fp, "fn": fn, "hit": hit, "shown": shown},
        )
    slips = [
        (1 - best, turned),
        (fp / (fn - hit), odds),
        (0.5, t("That is for equal costs.", "那是代价相等时的阈值。")),
    ]
    if hit:
        slips.append((fp / (fp + fn), t("The cost of a true positive was left out.", "漏了真正例的代价。")))
    return Number(
        **common,
        prompt=t(
            f"{costs_en}. Above which calibrated probability p should one decide 'positive' to keep the expected cost least?",
            f"{costs_zh}。为使期望代价最小，已校准的概率 p 超过多少时应判为“正”？",
        ),
        form=t("to three decimals", "保留三位小数"),
        answer=round(best, 6),
        absolute=0.0011,
        traps=make_traps(round(best, 4), slips, 0.003),
        explanation=t(
            f"'Positive' is cheaper where {derivation}, i.e. {rule}.", f"当 {derivation}，即 {rule} 时判正更划算。"
        ),
        parameters={"fp": fp, "fn": fn, "hit": hit, "shown": []},
    )


@generator("evaluation.gen-ece", version=1, concept="calibration", levels=(1, 2, 3))
def ece(draw: Draw, level: int) -> Question:
    """The expected calibration error of two or three bins."""
    bins = 2 if level == 1 else 3
    counts = [20 * draw.integer(1, 12) for _ in range(bins)]
    confidence = sorted(draw.integer(50 + 15 * i, 64 + 15 * i) / 100 for i in range(bins))
    hits = [draw.integer(round(n * 0.3), n - 1) for n in counts]
    accuracy = [h / n for h, n in zip(hits, counts, strict=True)]
    if level < 3 and any(round(a * 100) != a * 100 for a in accuracy):
        raise draw.again()
    total = sum(counts)
    gaps = [a - c for a, c in zip(accuracy, confidence, strict=True)]
    answer = sum(n * abs(g) for n, g in zip(counts, gaps, strict=True)) / total
    if not 0.015 < answer < 0.4 or (level > 1 and (max(gaps) < 0.02 or min(gaps) > -0.02)) or len(set(counts)) < bins:
        raise draw.again()
    slips = [
        (
            abs(sum(n * g for n, g in zip(counts, gaps, strict=True)) / total),
            t(
                "Without absolute values over- and underconfidence cancel.",
                "没有取绝对值，过度自信与信心不足相互抵消。",
            ),
        ),
        (sum(map(abs, gaps)) / bins, t("The bins are weighted by their sizes.", "各区间要按样本数加权。")),
        (
            max(map(abs, gaps)),
            t("That is the largest gap (maximum calibration error).", "这是最大的差距（最大校准误差）。"),
        ),
    ]
    rows = "\n".join(
        f"{n:>8}{c:>14.2f}" + (f"{h:>12}" if level == 3 else f"{a:>12.2f}")
        for n, c, h, a in zip(counts, confidence, hits, accuracy, strict=True)
    )
    last_en, last_zh = ("correct", "    正确数") if level == 3 else ("accuracy", "    准确率")
    work = " + ".join(
        f"{n}/{total} · |{num(a, 4) if level == 3 else num(a, 2)} − {num(c, 2)}|"
        for n, c, a in zip(counts, confidence, accuracy, strict=True)
    )
    return Number(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        figure=t(f"{'examples':>8}{'mean conf.':>14}{last_en:>12}\n{rows}", f"  样本数    平均置信度{last_zh}\n{rows}"),
        prompt=t(
            f"Predictions in {bins} bins of confidence. What is the expected calibration error (ECE)?",
            f"预测按置信度分为 {bins} 个区间。期望校准误差（ECE）是多少？",
        ),
        form=t("to three decimals", "保留三位小数"),
        answer=round(answer, 6),
        absolute=0.0011,
        traps=make_traps(round(answer, 4), slips, 0.003),
        explanation=t(
            f"ECE = Σ (n_b/n)·|acc_b − conf_b| = {work} = {num(answer)}.",
            f"ECE = Σ (n_b/n)·|acc_b − conf_b| = {work} = {num(answer)}。",
        ),
        sources=[GUO],
        parameters={"counts": counts, "confidence": confidence, "hits": hits},
    )


@generator("evaluation.gen-top-k", version=1, concept="top-k", levels=(1, 2, 3))
def top_k(draw: Draw, level: int) -> Question:
    """Top-k accuracy of a table of logits; true classes are counted from 0."""
    count, classes, k = (
        (4, 4, 2) if level == 1 else (5, 5, draw.choice([2, 3])) if level == 2 else (8, 6, draw.choice([2, 3]))
    )
    rows = [draw.sample([i / 10 for i in range(-20, 41)], classes) for _ in range(count)]
    true = [draw.integer(0, classes - 1) for _ in range(count)]
    ranks = [sum(v > row[y] for v in row) for row, y in zip(rows, true, strict=True)]
    top, one = sum(r < k for r in ranks), sum(r == 0 for r in ranks)
    if not one < top < count:
        raise draw.again()
    answer = top / count
    slips = [
        (one / count, t("That is top-1.", "这是 top-1。")),
        (answer / k, t("Each example counts once; nothing is divided by k.", "每个样本计一次，不除以 k。")),
        (sum(r < k + 1 for r in ranks) / count, t(f"That is top-{k + 1}.", f"这是 top-{k + 1}。")),
    ]
    body = "\n".join(
        f"{i:<5}" + "".join(f"{plain(v):>7}" for v in row) + f"{y:>7}"
        for i, (row, y) in enumerate(zip(rows, true, strict=True))
    )
    head = " " * 5 + "".join(f"{j:>7}" for j in range(classes))
    listed = ", ".join(str(r + 1) for r in ranks)
    return Number(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        figure=t(f"{head}   true\n{body}", f"{head}   真实\n{body}"),
        prompt=t(
            f"Logits of {count} examples (rows) over {classes} classes, and the true class. What is the top-{k} accuracy?",
            f"{count} 个样本（行）在 {classes} 个类别上的 logit 及真实类别。top-{k} 准确率是多少？",
        ),
        form=t("as a share, to three decimals", "以比例表示，保留三位小数"),
        answer=round(answer, 6),
        absolute=0.0011,
        traps=make_traps(round(answer, 4), slips, 0.003),
        explanation=t(
            f"Rank of the true class, row by row: {listed}. {top} of {count} are at most {k}: {num(answer)}.",
            f"逐行列出真实类别的名次：{listed}。{count} 个中有 {top} 个不超过 {k}：{num(answer)}。",
        ),
        sources=[IMG, SK],
        parameters={"rows": rows, "true": true, "k": k},
    )
