"""Seeded questions on which fix to choose and on label smoothing."""

from __future__ import annotations

from itertools import pairwise
from math import log, log10

from quizprep.content.generator import Draw, generator, t
from quizprep.content.model import Blank, Choice, Cloze, Option, Question, Trap
from quizprep.content.shown import number, plain, sig, vector

GOODFELLOW = "Goodfellow, Bengio, Courville: Deep Learning (2016)"
NG = "Ng: Machine Learning Yearning (2018)"
SZEGEDY = "Szegedy et al.: Rethinking the Inception Architecture for Computer Vision (2016), §7"


DIGITS = t("to three significant digits", "保留三位有效数字")

FIXES = {
    "bias": [
        t("A wider network with more layers", "更宽、层数更多的网络"),
        t("Training longer at a tuned learning rate", "调好学习率并训练更久"),
        t("A much weaker weight decay", "大幅减小权重衰减"),
        t("Input features that tell more", "加入信息量更大的输入特征"),
    ],
    "variance": [
        t("Stronger weight decay and dropout", "加强权重衰减和 dropout"),
        t("More training examples of the same kind", "更多同类训练样本"),
        t("Augmentation that keeps the labels", "不改变标签的数据增强"),
        t("Averaging several trained networks", "对多个训练好的网络取平均"),
    ],
    "mismatch": [
        t("Training data collected where the users are", "从用户实际环境采集训练数据"),
        t("Making training data look like the users'", "把训练数据处理得像用户的数据"),
    ],
    "none": [
        t("More validation examples", "更多验证样本"),
        t("Larger batches at validation", "验证时用更大的批量"),
        t("A higher softmax temperature at test", "测试时提高 softmax 温度"),
    ],
}
NOTE = {
    "bias": t(
        "attacks the avoidable bias (training error above the human level)",
        "针对可避免偏差（训练误差高于人类水平的部分）",
    ),
    "variance": t(
        "attacks the gap from training data to unseen data of the same kind", "针对训练数据与同类未见数据之间的差距"
    ),
    "mismatch": t(
        "attacks the gap between data of the training kind and the users' data",
        "针对训练来源的数据与用户数据之间的差距",
    ),
    "none": t("changes neither of the gaps: the network stays as it is", "两个差距都不会改变：网络还是原来的网络"),
}


@generator("regularization.gen-which-fix", version=1, concept="overfitting-fixes", levels=(1, 2, 3))
def which_fix(draw: Draw, level: int) -> Question:
    """Errors of a situation: the fix for the largest gap, or three fixes ranked by the gaps they attack."""
    human = draw.integer(1, 6)
    gaps = {"bias": draw.integer(1, 16), "variance": draw.integer(1, 16)}
    if level == 3:
        gaps["mismatch"] = draw.integer(1, 16)
    ranked = sorted(gaps, key=lambda k: -gaps[k])
    apart = 3 if level == 3 else 6 if level == 1 else 4
    if any(gaps[a] - gaps[b] < apart for a, b in pairwise(ranked)):
        raise draw.again()
    train = human + gaps["bias"]
    val = train + gaps["variance"]
    common = {"id": draw.id, "concept": draw.concept, "difficulty": level, "sources": [NG, f"{GOODFELLOW}, §11.3"]}
    if level < 3:
        best, other = ranked
        picked = [(best, draw.choice(FIXES[best]))]
        picked += [(other, fix) for fix in draw.sample(FIXES[other], 2)] + [("none", draw.choice(FIXES["none"]))]
        options = [
            Option(
                fix,
                kind == best,
                None
                if kind == best
                else t(
                    f"It {NOTE[kind].en}; the larger gap is the other one.", f"它{NOTE[kind].zh}；更大的差距在另一处。"
                )
                if kind != "none"
                else t(f"It {NOTE[kind].en}.", f"{NOTE[kind].zh}。"),
            )
            for kind, fix in draw.shuffled(picked)
        ]
        return Choice(
            **common,
            prompt=t(
                f"Human error {human} %, training error {train} %, validation error {val} % (same distribution). Which step attacks the larger problem?",
                f"人类误差 {human} %，训练误差 {train} %，验证误差 {val} %（分布相同）。哪项措施针对更大的问题？",
            ),
            options=options,
            explanation=t(
                f"Avoidable bias: {train} − {human} = {gaps['bias']} points. Variance: {val} − {train} = {gaps['variance']} points. The larger is the {'bias: fit the training set better first' if best == 'bias' else 'variance: fight overfitting first'}.",
                f"可避免偏差：{train} − {human} = {gaps['bias']} 个百分点。方差：{val} − {train} = {gaps['variance']} 个百分点。较大的是{'偏差：先把训练集拟合得更好' if best == 'bias' else '方差：先对付过拟合'}。",
            ),
            parameters={"human": human, "train": train, "val": val, "options": {fix.en: kind for kind, fix in picked}},
        )
    users = val + gaps["mismatch"]
    letters = dict(zip("ABC", draw.shuffled(list(gaps)), strict=True))
    fixes = {letter: draw.choice(FIXES[kind]) for letter, kind in letters.items()}
    place = {kind: letter for letter, kind in letters.items()}
    want = [place[kind] for kind in ranked]
    lines_en = "\n".join(f"{a}  {f.en}" for a, f in fixes.items())
    lines_zh = "\n".join(f"{a}  {f.zh}" for a, f in fixes.items())
    blanks = [
        Blank(
            [a],
            traps=[
                Trap(
                    b,
                    t(
                        f"{b} {NOTE[letters[b]].en}: {gaps[letters[b]]} %.",
                        f"{b} {NOTE[letters[b]].zh}：{gaps[letters[b]]} 个百分点。",
                    ),
                )
                for b in "ABC"
                if b != a
            ],
        )
        for a in want
    ]
    return Cloze(
        **common,
        figure=t(lines_en, lines_zh),
        prompt=t(
            f"Human error {human} %, training error {train} %, error on held-out data of the training kind {val} %, on the users' data {users} %. Rank the steps by the size of the gap that each attacks.",
            f"人类误差 {human} %，训练误差 {train} %，在与训练同来源的留出数据上误差 {val} %，在用户数据上误差 {users} %。按各措施所针对的差距从大到小排列。",
        ),
        body=t("largest: {{1}}   next: {{2}}   smallest: {{3}}", "最大：{{1}}   其次：{{2}}   最小：{{3}}"),
        blanks=blanks,
        explanation=t(
            f"Bias {train} − {human} = {gaps['bias']}, variance {val} − {train} = {gaps['variance']}, mismatch {users} − {val} = {gaps['mismatch']} points. {place['bias']} attacks the bias, {place['variance']} the variance, {place['mismatch']} the mismatch: {', '.join(want)}.",
            f"偏差 {train} − {human} = {gaps['bias']}，方差 {val} − {train} = {gaps['variance']}，分布不匹配 {users} − {val} = {gaps['mismatch']} 个百分点。{place['bias']} 针对偏差，{place['variance']} 针对方差，{place['mismatch']} 针对不匹配：{'、'.join(want)}。",
        ),
        parameters={"human": human, "train": train, "val": val, "users": users, "letters": letters},
    )


@generator("regularization.gen-label-smoothing", version=1, concept="label-smoothing", levels=(1, 2, 3))
def label_smoothing(draw: Draw, level: int) -> Question:
    """A smoothed target, the loss with it, or the gap of the logits at the optimum."""
    K = draw.choice([3, 4, 5, 8, 10, 20, 50, 100]) if level != 2 else 3
    eps = draw.choice([0.05, 0.1, 0.15, 0.2, 0.3])
    low, high = eps / K, 1 - eps + eps / K
    rule_en = f"q = (1 − ε)·one-hot + ε/K: the true class gets {plain(1 - eps)} + {plain(eps)}/{K} = {sig(high, 4)}, each other {sig(low, 4)}."
    rule_zh = f"q = (1 − ε)·独热 + ε/K：真实类别为 {plain(1 - eps)} + {plain(eps)}/{K} = {sig(high, 4)}，其余各类 {sig(low, 4)}。"
    parameters = {"K": K, "eps": eps}
    start_en = f"Label smoothing with ε = {plain(eps)} mixes the one-hot target with the uniform distribution over all K = {K} classes."
    start_zh = f"标签平滑取 ε = {plain(eps)}，把独热目标与全部 K = {K} 个类别上的均匀分布混合。"
    if level == 1:
        true = draw.chance(0.5)
        parameters["true"] = true
        answer = high if true else low
        spread = 1 - eps if true else eps / (K - 1)
        slips = [
            (
                spread,
                t(
                    "ε is spread over all K classes here, the true one included.",
                    "这里 ε 分给全部 K 个类别，包括真实类别。",
                ),
            )
        ]
        if not true:
            slips.append((eps, t("ε is shared among the K classes.", "ε 由 K 个类别平分。")))
        which_en, which_zh = ("the true class", "真实类别") if true else ("each wrong class", "每个错误类别")
        en, zh = f"{start_en} What is the target of {which_en}?", f"{start_zh}{which_zh}的目标值是多少？"
        why_en, why_zh, tol = rule_en, rule_zh, 0.003
    elif level == 2:
        cuts = sorted(draw.sample(range(1, 20), 2))
        p = [cuts[0] / 20, (cuts[1] - cuts[0]) / 20, (20 - cuts[1]) / 20]
        index = draw.integer(0, 2)
        parameters |= {"p": p, "index": index}
        answer = -sum((high if i == index else low) * log(x) for i, x in enumerate(p))
        slips = [
            (-log(p[index]), t("That is the loss without smoothing.", "这是不做平滑的损失。")),
            (-(1 - eps) * log(p[index]), t("The wrong classes have targets too.", "错误类别也有目标值。")),
        ]
        en = f"{start_en} The model gives p = {vector(p)}; class {index + 1} is the true one (counted from 1). What is the cross-entropy in nats?"
        zh = f"{start_zh}模型给出 p = {vector(p)}，真实类别是第 {index + 1} 类（从 1 数起）。交叉熵是多少奈特？"
        terms = " + ".join(f"{sig(high if i == index else low, 4)}·{sig(-log(x), 4)}" for i, x in enumerate(p))
        why_en = (
            f"{rule_en} −Σ qᵢ ln pᵢ = {terms} = {sig(answer)}. Without smoothing it would be {sig(-log(p[index]))}."
        )
        why_zh = f"{rule_zh}−Σ qᵢ ln pᵢ = {terms} = {sig(answer)}。不做平滑时是 {sig(-log(p[index]))}。"
        tol = 0.005
    else:
        answer = log(high / low)
        slips = [
            (log((1 - eps) / low), t("The true class also gets its share ε/K.", "真实类别还要加上 ε/K。")),
            (
                log((1 - eps) * (K - 1) / eps),
                t("That spreads ε over the wrong classes only.", "这是只把 ε 分给错误类别。"),
            ),
            (
                log10(high / low),
                t("Softmax is built on e: take the natural logarithm.", "softmax 以 e 为底：要用自然对数。"),
            ),
        ]
        slips = [s for s in slips if abs(s[0] - answer) > 0.006 * answer]
        en = f"{start_en} At the minimum of the cross-entropy for one example, by how much does the true class's logit exceed each of the others?"
        zh = f"{start_zh}对单个样本，交叉熵取最小值时，真实类别的 logit 比其余各类高多少？"
        why_en = f"{rule_en} At the minimum softmax equals q, so the logits differ by ln({sig(high, 4)}/{sig(low, 4)}) = {sig(answer, 4)}."
        why_zh = f"{rule_zh}最小处 softmax 等于 q，logit 之差为 ln({sig(high, 4)}/{sig(low, 4)}) = {sig(answer, 4)}。"
        tol = 0.002
    form = t("to three decimals", "保留三位小数") if level > 1 else DIGITS
    rest = {"prompt": t(en, zh), "form": form, "explanation": t(why_en, why_zh), "sources": [SZEGEDY]}
    return number(draw, level, answer, slips, tol, parameters=parameters, **rest)
