"""Seeded questions on confusion matrices: all metrics, averages over classes, top-k."""

from __future__ import annotations

from math import sqrt

from quizprep.content.generator import Draw, generator, t
from quizprep.content.model import Number, Question, Text
from quizprep.content.shown import make_traps, num
from quizprep.content.shown import rounded as plain

SK = "scikit-learn User Guide: Metrics and scoring"
MRS = "Manning, Raghavan, Schütze: Introduction to Information Retrieval (2008)"
FORM = t("to three decimals (a share, not percent)", "保留三位小数（比例，不用百分数）")


NAMES = {
    "accuracy": t("accuracy", "准确率"),
    "precision": t("precision", "精确率"),
    "recall": t("recall (sensitivity)", "召回率（灵敏度）"),
    "specificity": t("specificity (recall of the negatives)", "特异度（负类召回率）"),
    "fpr": t("false-positive rate", "假阳性率"),
    "f1": t("F1", "F1"),
    "balanced": t("balanced accuracy (mean recall of both classes)", "平衡准确率（两类召回率的平均）"),
    "f2": t("F2 (β = 2)", "F2（β = 2）"),
    "f0.5": t("F0.5 (β = 0.5)", "F0.5（β = 0.5）"),
    "mcc": t("Matthews correlation coefficient", "马修斯相关系数"),
}


def metrics_of(tp: int, fp: int, fn: int, tn: int) -> dict[str, float]:
    """All of `NAMES` for one binary confusion matrix."""
    p, r, s = tp / (tp + fp), tp / (tp + fn), tn / (tn + fp)
    return {
        "accuracy": (tp + tn) / (tp + fp + fn + tn),
        "precision": p,
        "recall": r,
        "specificity": s,
        "fpr": 1 - s,
        "f1": 2 * tp / (2 * tp + fp + fn),
        "balanced": (r + s) / 2,
        "f2": 5 * tp / (5 * tp + 4 * fn + fp),
        "f0.5": 1.25 * tp / (1.25 * tp + 0.25 * fn + fp),
        "mcc": (tp * tn - fp * fn) / sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)),
    }


def formula(name: str, tp: int, fp: int, fn: int, tn: int) -> str:
    """The formula with this matrix's numbers."""
    return {
        "accuracy": f"(TP + TN)/N = ({tp} + {tn})/{tp + fp + fn + tn}",
        "precision": f"TP/(TP + FP) = {tp}/({tp} + {fp})",
        "recall": f"TP/(TP + FN) = {tp}/({tp} + {fn})",
        "specificity": f"TN/(TN + FP) = {tn}/({tn} + {fp})",
        "fpr": f"FP/(FP + TN) = {fp}/({fp} + {tn})",
        "f1": f"2·TP/(2·TP + FP + FN) = {2 * tp}/({2 * tp} + {fp} + {fn})",
        "balanced": f"(TP/(TP + FN) + TN/(TN + FP))/2 = ({num(tp / (tp + fn), 4)} + {num(tn / (tn + fp), 4)})/2",
        "f2": f"5·TP/(5·TP + 4·FN + FP) = {5 * tp}/({5 * tp} + {4 * fn} + {fp})",
        "f0.5": f"1.25·TP/(1.25·TP + 0.25·FN + FP) = {plain(1.25 * tp)}/({plain(1.25 * tp)} + {plain(0.25 * fn)} + {fp})",
        "mcc": f"(TP·TN − FP·FN)/√((TP+FP)(TP+FN)(TN+FP)(TN+FN)) = {plain(tp * tn - fp * fn)}/√({tp + fp}·{tp + fn}·{tn + fp}·{tn + fn})",
    }[name]


@generator("evaluation.gen-binary-metric", version=1, concept="precision-recall-f1", levels=(1, 2, 3))
def binary_metric(draw: Draw, level: int) -> Question:
    """One metric of a 2×2 matrix, its rows and columns named (at level 3 in any order)."""
    tp, fp, fn = draw.integer(8, 90), draw.integer(3, 60), draw.integer(3, 60)
    tn = draw.integer(20, 900)
    wanted = draw.choice(
        {
            1: ["accuracy", "precision", "recall"],
            2: ["f1", "specificity", "fpr", "balanced", "precision"],
            3: ["f2", "f0.5", "mcc", "f1"],
        }[level]
    )
    every = metrics_of(tp, fp, fn, tn)
    answer = every[wanted]
    p, r = every["precision"], every["recall"]
    if abs(p - r) < 0.03 or answer < 0.02 or fp == fn:
        raise draw.again()
    by_rows = level < 3 or draw.chance(0.5)  # true classes in rows
    slips = []
    for name in ("precision", "recall", "accuracy", "specificity"):
        if name != wanted:
            slips.append(
                (
                    every[name],
                    t(
                        f"That is the {NAMES[name].en}: {formula(name, tp, fp, fn, tn)}.",
                        f"这是{NAMES[name].zh}：{formula(name, tp, fp, fn, tn)}。",
                    ),
                )
            )
    if wanted in ("f1", "f2", "f0.5"):
        slips.insert(
            0,
            ((p + r) / 2, t("That is the arithmetic mean of precision and recall.", "这是精确率与召回率的算术平均。")),
        )
    if wanted == "f2":
        slips.insert(
            0,
            (
                every["f0.5"],
                t("β the wrong way round: β > 1 gives weight to the recall.", "β 用反了：β > 1 时更看重召回率。"),
            ),
        )
    if wanted == "f0.5":
        slips.insert(
            0,
            (
                every["f2"],
                t("β the wrong way round: β < 1 gives weight to the precision.", "β 用反了：β < 1 时更看重精确率。"),
            ),
        )
    if wanted == "fpr":
        slips.insert(
            0,
            (
                fp / (tp + fp),
                t(
                    "That is the share of false ones among the flagged, 1 − precision; the rate is a share of the negatives.",
                    "这是被判为正者中的错误比例，即 1 − 精确率；假阳性率是负例中的比例。",
                ),
            ),
        )
    cells = [[tp, fn], [fp, tn]] if by_rows else [[tp, fp], [fn, tn]]
    rows_en, cols_en = ("true", "predicted") if by_rows else ("predicted", "true")
    names = {"true": "真实", "predicted": "预测"}
    body = f"{'':16}{'pos':>8}{'neg':>8}\n{'{0} pos':<16}{cells[0][0]:>8}{cells[0][1]:>8}\n{'{0} neg':<16}{cells[1][0]:>8}{cells[1][1]:>8}"
    figure_en = f"{'':16}{cols_en:>16}\n" + body.replace("{0} pos" + " " * 9, f"{rows_en} pos".ljust(16)).replace(
        "{0} neg" + " " * 9, f"{rows_en} neg".ljust(16)
    )
    zh_rows, zh_cols = names[rows_en], names[cols_en]
    figure_zh = f"{'':16}{'':12}{zh_cols}\n{'':16}{'正':>7}{'负':>7}\n{zh_rows}正{'':10}{cells[0][0]:>8}{cells[0][1]:>8}\n{zh_rows}负{'':10}{cells[1][0]:>8}{cells[1][1]:>8}"
    return Number(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        figure=t(figure_en, figure_zh),
        prompt=t(f"What is the {NAMES[wanted].en} of this classifier?", f"这个分类器的{NAMES[wanted].zh}是多少？"),
        form=FORM,
        answer=round(answer, 6),
        absolute=0.0011,
        traps=make_traps(round(answer, 4), slips, 0.003),
        explanation=t(
            f"TP = {tp}, FP = {fp}, FN = {fn}, TN = {tn}. {formula(wanted, tp, fp, fn, tn)} = {num(answer)}.",
            f"TP = {tp}，FP = {fp}，FN = {fn}，TN = {tn}。{formula(wanted, tp, fp, fn, tn)} = {num(answer)}。",
        ),
        sources=[SK, f"{MRS}, §8.3"],
        parameters={"cells": cells, "by_rows": by_rows, "metric": wanted},
    )


@generator("evaluation.gen-macro-micro", version=1, concept="macro-micro", levels=(1, 2, 3))
def macro_micro(draw: Draw, level: int) -> Question:
    """A macro or micro average from a 3×3 matrix with unequal classes."""
    sizes = draw.shuffled([draw.integer(40, 120), draw.integer(15, 35), draw.integer(5, 14)])
    cm = []
    for i, n in enumerate(sizes):
        hit = max(1, round(n * draw.integer(30, 95) / 100))
        rest = n - hit
        one = draw.integer(0, rest)
        row = [one, rest - one]
        row.insert(i, hit)
        cm.append(row)
    recalls = [cm[i][i] / sum(cm[i]) for i in range(3)]
    called = [sum(row[i] for row in cm) for i in range(3)]
    precisions = [cm[i][i] / called[i] for i in range(3)]
    f1s = [2 * cm[i][i] / (sizes[i] + called[i]) for i in range(3)]
    total = sum(sizes)
    micro = sum(cm[i][i] for i in range(3)) / total
    macros = {"recall": sum(recalls) / 3, "precision": sum(precisions) / 3, "f1": sum(f1s) / 3}
    wanted = draw.choice(
        {
            1: ["macro recall"],
            2: ["macro precision", "micro recall", "micro precision", "macro recall"],
            3: ["macro f1", "macro f1", "micro f1"],
        }[level]
    )
    way, what = wanted.split()
    answer = micro if way == "micro" else macros[what]
    parts = {"recall": recalls, "precision": precisions, "f1": f1s}[what]
    both = 2 * macros["precision"] * macros["recall"] / (macros["precision"] + macros["recall"])
    weighted = sum(n * v for n, v in zip(sizes, parts, strict=True)) / total
    slips: list[tuple[float, Text]] = []
    if way == "macro":
        slips.append(
            (
                micro,
                t(
                    "That is micro (all examples pooled), i.e. accuracy here.",
                    "这是微平均（所有样本合在一起），此处即准确率。",
                ),
            )
        )
        slips.append(
            (
                weighted,
                t(
                    "That weights the classes by their sizes; macro weights them alike.",
                    "这是按类别大小加权；宏平均对各类一视同仁。",
                ),
            )
        )
        if what == "f1":
            slips.append(
                (
                    both,
                    t(
                        "That is the F1 of mean precision and mean recall, the other definition in use; the mean of the classes' F1 is asked.",
                        "这是由平均精确率和平均召回率算出的 F1，即另一种定义；题目要求各类 F1 的平均。",
                    ),
                )
            )
        else:
            other = "precision" if what == "recall" else "recall"
            slips.append(
                (
                    macros[other],
                    t(
                        f"That is the macro {other}: rows and columns were swapped.",
                        f"这是宏{'精确率' if other == 'precision' else '召回率'}：行列弄反了。",
                    ),
                )
            )
    else:
        slips.append((macros[what], t("That is macro: the mean over classes.", "这是宏平均：对类别取平均。")))
    if any(abs(v - answer) < 0.004 for v, _ in slips[:1]):
        raise draw.again()
    zh_what = {"recall": "召回率", "precision": "精确率", "f1": "F1"}[what]
    en_what = {
        "recall": "recall",
        "precision": "precision",
        "f1": "F1 (mean of the classes' F1 scores)" if way == "macro" else "F1",
    }[what]
    zh_tail = "（各类 F1 的平均）" if what == "f1" and way == "macro" else ""
    rows = "\n".join(
        "{0} " + name + " " * 5 + "".join(f"{v:>7}" for v in row) for name, row in zip("ABC", cm, strict=True)
    )
    head = "".join(f"{name:>7}" for name in "ABC")
    figure = t(
        f"{'':11}predicted\n{'':11}{head}\n" + rows.replace("{0}", "true"),
        f"{'':11}预测\n{'':11}{head}\n" + rows.replace("{0}", "真实"),
    )
    if way == "micro":
        work_en = f"Pooled, each mistake is one FP and one FN, so micro precision, recall and F1 all equal accuracy: {sum(cm[i][i] for i in range(3))}/{total} = {num(answer)}."
        work_zh = f"合并之后，每个错误恰好是一个 FP 和一个 FN，所以微精确率、微召回率、微 F1 都等于准确率：{sum(cm[i][i] for i in range(3))}/{total} = {num(answer)}。"
    else:
        bases = {"recall": sizes, "precision": called}
        each = [
            f"{name}: {cm[i][i]}/{bases[what][i]} = {num(parts[i], 4)}"
            if what != "f1"
            else f"{name}: 2·{cm[i][i]}/({sizes[i]} + {called[i]}) = {num(parts[i], 4)}"
            for i, name in enumerate("ABC")
        ]
        work_en = f"{', '.join(each)}. The mean of the three is {num(answer)}."
        work_zh = f"{'，'.join(each)}。三者平均为 {num(answer)}。"
    rule_en = (
        {
            "recall": "Recall divides by the row, ",
            "precision": "Precision divides by the column, ",
            "f1": "F1 = 2·TP/(row + column), ",
        }[what]
        + "class by class. "
        if way == "macro"
        else ""
    )
    rule_zh = (
        {"recall": "召回率除以行和，", "precision": "精确率除以列和，", "f1": "F1 = 2·TP/(行和 + 列和)，"}[what]
        + "逐类计算。"
        if way == "macro"
        else ""
    )
    return Number(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        figure=figure,
        prompt=t(
            f"What is the {way}-averaged {en_what}?",
            f"{'宏' if way == 'macro' else '微'}平均{zh_what}{zh_tail}是多少？",
        ),
        form=FORM,
        answer=round(answer, 6),
        absolute=0.0011,
        traps=make_traps(round(answer, 4), slips, 0.003),
        explanation=t(rule_en + work_en, rule_zh + work_zh),
        sources=[SK, f"{MRS}, §13.6"],
        parameters={"cm": cm, "way": way, "what": what},
    )
