"""Training and validation curves drawn from a seed, to diagnose."""

from __future__ import annotations

from math import exp

from quizprep.content.generator import Draw, generator, t
from quizprep.content.model import Choice, Option, Question
from quizprep.content.plot import plot

EPOCHS = 30
START = 2.3
"""ln 10, the loss of uniform guesses over ten classes."""
DIAGNOSES = {
    "overfitting": t("Overfitting: regularize, add data, or stop earlier", "过拟合：加正则化、加数据或更早停止"),
    "underfitting": t("Underfitting: the training set itself is fitted badly", "欠拟合：训练集本身就拟合得不好"),
    "short": t("Stopped too early: go on training", "停得太早：继续训练"),
    "good": t("A good fit: the gap is small and the loss near its goal", "拟合良好：差距小，损失接近目标"),
    "rate": t("The learning rate is far too high: lower it", "学习率过高：降低它"),
    "nothing": t("Nothing is learned: look for a bug before tuning", "什么都没学到：先找程序错误，再调参"),
    "mismatch": t("The users' data differ from the training data", "用户数据与训练数据分布不同"),
}
SIGNS = {
    "overfitting": t(
        "in overfitting the training loss goes on falling while the loss on unseen data turns and rises",
        "过拟合时，训练损失继续下降，而未见数据上的损失掉头上升",
    ),
    "underfitting": t(
        "in underfitting both curves settle close together and well above the goal",
        "欠拟合时，两条曲线靠得很近，并停在远高于目标处",
    ),
    "short": t(
        "stopped too early, both curves are still falling steeply at the end",
        "停得太早时，结束时两条曲线都还在明显下降",
    ),
    "good": t(
        "in a good fit both curves settle close together near the goal", "拟合良好时，两条曲线靠得很近，并停在目标附近"
    ),
    "rate": t(
        "with far too high a learning rate the training loss itself jumps up and down and doesn't settle",
        "学习率过高时，训练损失本身上下跳动，稳定不下来",
    ),
    "nothing": t(
        "where nothing is learned the loss stays at that of guessing, ln 10 ≈ 2.30",
        "什么都没学到时，损失停在随机猜测的水平 ln 10 ≈ 2.30",
    ),
    "mismatch": t(
        "in a mismatch held-out data of the training kind does well while the users' data does badly throughout",
        "分布不匹配时，与训练同来源的留出数据表现好，而用户数据自始至终表现差",
    ),
}
OTHERS = {
    "overfitting": ["underfitting", "short", "good", "rate"],
    "underfitting": ["overfitting", "short", "good"],
    "short": ["overfitting", "good", "rate", "nothing"],
    "good": ["overfitting", "underfitting", "short", "rate"],
    "rate": ["overfitting", "good", "short"],
    "nothing": ["overfitting", "good", "short"],
}


def decay(start: float, end: float, tau: float) -> list[float]:
    """An exponential fall from `start` to `end`."""
    return [end + (start - end) * exp(-e / tau) for e in range(EPOCHS + 1)]


def pair(draw: Draw, diagnosis: str, goal: float) -> tuple[list[float], list[float]]:
    """A training and a validation curve."""
    gap = draw.number(0.05, 0.09, 2)
    if diagnosis in ("overfitting", "good", "mismatch"):
        tau = draw.number(2.5, 4.5, 1)
        low = draw.number(0.02, 0.06, 2) if diagnosis == "overfitting" else goal - 0.02
        train = decay(START, low, tau)
        val = [x + gap * (1 - exp(-e / 3)) for e, x in enumerate(train)]
        if diagnosis == "overfitting":
            turn, slope = draw.integer(8, 12), draw.number(0.045, 0.06, 3)
            # from the turn on validation climbs away from what it had reached
            val = [v if e <= turn else val[turn] + slope * (e - turn) for e, v in enumerate(val)]
        return train, val
    if diagnosis == "underfitting":
        train = decay(START, goal + draw.number(0.85, 1.15, 2), draw.number(2.0, 3.5, 1))
    elif diagnosis == "short":
        slope = draw.number(0.04, 0.05, 3)
        train = [START - slope * e for e in range(EPOCHS + 1)]
    elif diagnosis == "rate":
        middle, sign, train = draw.number(1.4, 1.8, 1), 1, [START]
        for _ in range(EPOCHS):
            train.append(middle + sign * draw.number(0.3, 0.9, 2))
            sign = -sign
        val = [train[0]] + [x + draw.number(-0.15, 0.15, 2) for x in train[1:]]
        return train, val
    else:
        train = [START + draw.number(-0.02, 0.02, 3) for _ in range(EPOCHS + 1)]
        return train, [x + draw.number(-0.02, 0.02, 3) for x in train]
    return train, [x + gap * (1 - exp(-e / 3)) for e, x in enumerate(train)]


def rounded(values: list[float]) -> list[float]:
    """As shown: to two decimals."""
    return [round(v, 2) for v in values]


@generator("generalization.gen-curves", version=1, concept="learning-curves", levels=(1, 2, 3))
def curves(draw: Draw, level: int) -> Question:
    """Curves of the loss over the epochs, and four diagnoses; level 3 adds the users' data."""
    goal = draw.choice([0.2, 0.25, 0.3])
    if level == 1:
        diagnosis = draw.choice(["overfitting", "underfitting", "good"])
    elif level == 2:
        diagnosis = draw.choice(list(OTHERS))
    else:
        diagnosis = draw.choice(["mismatch", "mismatch", "overfitting", "underfitting", "good"])
    train, val = map(rounded, pair(draw, diagnosis, goal))
    users = None
    if level == 3:
        far = draw.number(0.85, 1.2, 2) if diagnosis == "mismatch" else 0.1
        users = rounded([v + far * (1 - exp(-e / 2)) for e, v in enumerate(val)])
        shown = [d for d in ("overfitting", "underfitting", "good", "mismatch") if d != diagnosis]
    else:
        shown = draw.sample(OTHERS[diagnosis], 3)
    series_en = [
        ("training", list(enumerate(train))),
        ("validation (held out from the same source)", list(enumerate(val))),
    ]
    series_zh = [("训练", list(enumerate(train))), ("验证（同来源的留出数据）", list(enumerate(val)))]
    if users:
        series_en.append(("the users' data", list(enumerate(users))))
        series_zh.append(("用户数据", list(enumerate(users))))
    size = {"width": 58, "height": 16, "y": (0.0, 3.0)}
    figure = t(
        plot(series_en, xlabel="epoch", ylabel="loss", **size), plot(series_zh, xlabel="epoch", ylabel="损失", **size)
    )
    options = [
        Option(
            DIAGNOSES[d], d == diagnosis, None if d == diagnosis else t(f"No: {SIGNS[d].en}.", f"不对：{SIGNS[d].zh}。")
        )
        for d in draw.shuffled([diagnosis, *shown])
    ]
    end_en = f"At the end: training {train[-1]:.2f}, validation {val[-1]:.2f}" + (
        f", users {users[-1]:.2f}" if users else ""
    )
    end_zh = f"结束时：训练 {train[-1]:.2f}，验证 {val[-1]:.2f}" + (f"，用户 {users[-1]:.2f}" if users else "")
    least = min(val)
    note = t("", "")
    if diagnosis == "overfitting":
        note = t(
            f" The validation loss was least at epoch {val.index(least)} ({least:.2f}).",
            f"验证损失在第 {val.index(least)} 个 epoch 最小（{least:.2f}）。",
        )
    sign = SIGNS[diagnosis]
    return Choice(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        figure=figure,
        prompt=t(
            f"Ten balanced classes (guessing gives ln 10 ≈ 2.30). Comparable models reach a validation loss of about {goal}: that is the goal. Losses are measured in eval mode after each epoch. What do the curves show?",
            f"十个均衡的类别（随机猜测的损失为 ln 10 ≈ 2.30）。同类模型的验证损失约为 {goal}，这是目标。损失在每个 epoch 之后以 eval 模式测量。曲线说明什么？",
        ),
        options=options,
        explanation=t(
            f"{end_en}; goal {goal}.{note.en} The sign: {sign.en}.",
            f"{end_zh}；目标 {goal}。{note.zh}标志：{sign.zh}。",
        ),
        sources=[
            "Goodfellow, Bengio, Courville: Deep Learning (2016), §5.2 and §11.3",
            "Ng: Machine Learning Yearning (2018)",
        ],
        parameters={
            "train": train,
            "val": val,
            "users": users,
            "goal": goal,
            "texts": {d: DIAGNOSES[d].en for d in [diagnosis, *shown]},
        },
    )
