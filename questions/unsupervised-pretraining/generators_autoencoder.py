"""Seeded questions on the size of autoencoders."""

from __future__ import annotations

from quizprep.content.generator import Draw, generator, t
from quizprep.content.model import Number, Question, Trap


@generator("unsupervised-pretraining.gen-autoencoder-size", version=1, concept="autoencoders", levels=(1, 2, 3))
def autoencoder_size(draw: Draw, level: int) -> Question:
    """Parameters of an autoencoder with one or two encoder layers, tied or not."""
    d = draw.choice([64, 100, 256, 400, 784])
    sizes = (
        [d, draw.choice([20, 32, 48, 50])]
        if level < 3
        else [d, draw.choice([100, 128, 200]), draw.choice([10, 20, 32])]
    )
    tied = level == 2 or (level == 3 and draw.chance(0.5))
    if sizes != sorted(sizes, reverse=True) or len(set(sizes)) < len(sizes):
        raise draw.again()
    products = [a * b for a, b in zip(sizes, sizes[1:], strict=False)]
    weights = sum(products)
    biases = sum(sizes[1:]) + sum(sizes[:-1])
    answer = (1 if tied else 2) * weights + biases
    names = "-".join(map(str, sizes + sizes[-2::-1]))
    how = (
        t(
            "The decoder uses the encoder's transposed matrices; biases are not shared.",
            "解码器使用编码器矩阵的转置；偏置不共享。",
        )
        if tied
        else t("Encoder and decoder have weights of their own.", "编码器与解码器各有自己的权重。")
    )
    slips = [
        (
            (2 if tied else 1) * weights + biases,
            t(
                "With tied weights each matrix counts once." if tied else "The decoder has weights of its own.",
                "绑定时每个矩阵只算一次。" if tied else "解码器有自己的权重。",
            ),
        ),
        ((1 if tied else 2) * weights, t("The biases are missing.", "漏了偏置。")),
        ((1 if tied else 2) * weights + sum(sizes[1:]), t("The decoder has biases too.", "解码器也有偏置。")),
        (
            (2 * weights + biases) // 2,
            t(
                "Biases aren't shared, so half of the untied count is too small.",
                "偏置不共享，直接取不绑定时的一半偏小。",
            ),
        ),
    ]
    traps = [Trap(str(int(v)), why) for v, why in slips if v != answer]
    seen: dict[str, Trap] = {}
    for trap in traps:
        seen.setdefault(trap.answer, trap)
    each = " + ".join(f"{a}·{b}" for a, b in zip(sizes, sizes[1:], strict=False))
    return Number(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        prompt=t(
            f"A fully connected autoencoder {names}, each layer with biases. {how.en} How many parameters?",
            f"全连接自编码器 {names}，每层都有偏置。{how.zh}共有多少个参数？",
        ),
        form=t("a whole number", "整数"),
        answer=answer,
        traps=list(seen.values()),
        explanation=t(
            f"Matrices of the encoder: {each} = {weights}{', counted once' if tied else ', and as many in the decoder'}. Biases: one for each unit that is computed, {biases}. Together {answer}.",
            f"编码器的矩阵：{each} = {weights}{'，只算一次' if tied else '，解码器同样多'}。偏置：每个被计算的单元一个，共 {biases}。合计 {answer}。",
        ),
        sources=["Goodfellow, Bengio, Courville: Deep Learning (2016), ch. 14"],
        parameters={"sizes": sizes, "tied": tied},
    )
