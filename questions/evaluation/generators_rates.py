"""Seeded questions on confusion matrices from rates: counts, precision, another prevalence."""

from __future__ import annotations

from quizprep.content.generator import Draw, generator, t
from quizprep.content.model import Number, Question
from quizprep.content.shown import make_traps, num
from quizprep.content.shown import rounded as plain

SK = "scikit-learn User Guide: Metrics and scoring"
SKCM = "scikit-learn documentation: sklearn.metrics.confusion_matrix"
FORM = t("to three decimals (a share, not percent)", "保留三位小数（比例，不用百分数）")


@generator("evaluation.gen-confusion-cell", version=1, concept="confusion-matrix", levels=(1, 2, 3))
def confusion_cell(draw: Draw, level: int) -> Question:
    """A count of the 2×2 matrix from rates: TP, FP or FN from class sizes, recall, precision or FPR."""
    positives, recall = (
        draw.choice([50, 80, 100, 120, 150, 200, 250, 400]),
        draw.choice([0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.9, 0.95]),
    )
    negatives, fpr = draw.choice([200, 500, 1000, 2000, 5000]), draw.choice([0.01, 0.02, 0.05, 0.1, 0.2])
    tp, fp = round(positives * recall), round(negatives * fpr)
    if abs(tp - positives * recall) > 1e-9 or abs(fp - negatives * fpr) > 1e-9 or fp == tp:
        raise draw.again()
    fn = positives - tp
    if level == 1:
        answer: float = fn
        slips = [
            (tp, t("Those are the positives that are found.", "这是被找出来的正例数。")),
            (round(negatives * (1 - recall)), t("Recall is a share of the positives.", "召回率是正例中的比例。")),
        ]
        ask = t(
            f"A test set has {positives} positives and {negatives} negatives. Recall is {plain(recall)}. How many false negatives are there?",
            f"测试集有 {positives} 个正例和 {negatives} 个负例，召回率为 {plain(recall)}。有多少个假负例？",
        )
        why = t(
            f"TP = {plain(recall)} · {positives} = {tp}; FN = {positives} − {tp} = {fn}.",
            f"TP = {plain(recall)} · {positives} = {tp}；FN = {positives} − {tp} = {fn}。",
        )
    elif level == 2:
        answer = tp / (tp + fp)
        slips = [
            (recall, t("That is the recall.", "这是召回率。")),
            (
                recall / (recall + fpr),
                t("Rates of different bases can't be added; go to counts.", "基数不同的比率不能直接相加；要换成个数。"),
            ),
            (1 - fpr, t("That is the specificity.", "这是特异度。")),
            (
                tp / positives * positives / (positives + negatives),
                t("Divide by what was flagged, TP + FP.", "应除以被判为正的总数 TP + FP。"),
            ),
        ]
        ask = t(
            f"A test set has {positives} positives and {negatives} negatives. Recall (TPR) is {plain(recall)}, the false-positive rate is {plain(fpr)}. What is the precision?",
            f"测试集有 {positives} 个正例和 {negatives} 个负例。召回率（TPR）为 {plain(recall)}，假阳性率为 {plain(fpr)}。精确率是多少？",
        )
        why = t(
            f"TP = {plain(recall)} · {positives} = {tp}, FP = {plain(fpr)} · {negatives} = {fp}; precision = {tp}/({tp} + {fp}) = {num(answer)}.",
            f"TP = {plain(recall)} · {positives} = {tp}，FP = {plain(fpr)} · {negatives} = {fp}；精确率 = {tp}/({tp} + {fp}) = {num(answer)}。",
        )
    else:
        share = draw.choice([0.005, 0.01, 0.02, 0.05, 0.1])
        answer = recall * share / (recall * share + fpr * (1 - share))
        here = tp / (tp + fp)
        if abs(answer - here) < 0.02:
            raise draw.again()
        slips = [
            (
                here,
                t(
                    "That is the precision on the test set; the prevalence is another in use.",
                    "这是测试集上的精确率；实际使用时正例比例不同。",
                ),
            ),
            (recall, t("That is the recall.", "这是召回率。")),
            (recall / (recall + fpr), t("The prevalence must weight both rates.", "两个比率都要用正例比例加权。")),
        ]
        ask = t(
            f"On a test set of {positives} positives and {negatives} negatives a model has TPR {plain(recall)} and FPR {plain(fpr)}. In use only {plain(share * 100)} % are positive (same distributions within each class, same threshold). Which precision is to be expected?",
            f"某模型在 {positives} 个正例、{negatives} 个负例的测试集上 TPR 为 {plain(recall)}、FPR 为 {plain(fpr)}。实际使用时只有 {plain(share * 100)} % 为正（各类内部分布不变，阈值不变）。预期精确率是多少？",
        )
        a, b = recall * share, fpr * (1 - share)
        why = t(
            f"The rates within the classes stay. Of all, {plain(recall)} · {plain(share)} = {plain(a)} are true positives and {plain(fpr)} · {plain(1 - share)} = {plain(b)} false ones: {plain(a)}/({plain(a)} + {plain(b)}) = {num(answer)}.",
            f"类内比率不变。全体中真正例占 {plain(recall)} · {plain(share)} = {plain(a)}，假正例占 {plain(fpr)} · {plain(1 - share)} = {plain(b)}：{plain(a)}/({plain(a)} + {plain(b)}) = {num(answer)}。",
        )
        ask_share = share
    return Number(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        prompt=ask,
        form=t("a whole number", "整数") if level == 1 else FORM,
        answer=answer if level == 1 else round(answer, 6),
        absolute=0.0 if level == 1 else 0.0011,
        traps=make_traps(answer if level == 1 else round(answer, 4), slips, 0.003),
        explanation=why,
        sources=[SKCM, SK],
        parameters={
            "ask": level,
            "positives": positives,
            "negatives": negatives,
            "recall": recall,
            "fpr": fpr,
            "share": ask_share if level == 3 else None,
        },
    )
