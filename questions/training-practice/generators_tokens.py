"""Seeded questions on a loss that is averaged over tokens, in mini-batches of unequal length."""

from __future__ import annotations

from quizprep.content.generator import Draw, generator, t
from quizprep.content.model import Question
from quizprep.content.shown import number, plain, sig

SOURCE = "Hugging Face blog: Fixing Gradient Accumulation (October 2024)"
DIGITS = t("to three significant digits", "保留三位有效数字")


@generator("training-practice.gen-accumulate-tokens", version=1, concept="gradient-accumulation", levels=(2, 3))
def accumulate_tokens(draw: Draw, level: int) -> Question:
    """The loss of the large batch; level 3: how unequally the mean of the means weighs two tokens."""
    k = draw.integer(2, 3)
    tokens = [10 * n for n in draw.sample(range(5, 61), k)]
    total, few, many = sum(tokens), min(tokens), max(tokens)
    counts_en, counts_zh = ", ".join(map(str, tokens[:-1])) + f" and {tokens[-1]}", "、".join(map(str, tokens))
    if level == 2:
        losses = [draw.number(1.2, 6.0, 1) for _ in tokens]
        answer = sum(n * loss for n, loss in zip(tokens, losses, strict=True)) / total
        terms = " + ".join(f"{n}·{plain(loss)}" for n, loss in zip(tokens, losses, strict=True))
        mean = sum(losses) / k
        slips = [
            (mean, t("That is the mean of the means: it ignores how many tokens each has.", "这是各均值的平均，没有考虑各有多少 token。")),
            (answer * total, t("That is the sum over all tokens; divide by their number.", "这是所有 token 的损失之和，还要除以 token 总数。")),
            (sum(losses), t("The means are added; what is wanted is a mean over all tokens.", "这是把各均值相加；要的是对所有 token 的平均。")),
        ]  # fmt: skip
        listed_en = "; ".join(f"{n} tokens, mean loss {plain(loss)}" for n, loss in zip(tokens, losses, strict=True))
        listed_zh = "；".join(f"{n} 个 token，平均损失 {plain(loss)}" for n, loss in zip(tokens, losses, strict=True))
        en = f"Gradients of {k} mini-batches of text are accumulated for one step (tokens without padding: {listed_en}). What is the mean loss per token of the one large batch they stand for?"
        zh = f"每次更新累积 {k} 个文本小批量的梯度（token 数不含填充：{listed_zh}）。把它们合成一个大批次，每个 token 的平均损失是多少？"
        why_en = f"The sum over all tokens divided by their number: ({terms})/{total} = {sig(answer)}. The mean of the {k} means would be {sig(mean)}. So add up the losses and divide by {total}."
        why_zh = f"所有 token 的损失之和除以 token 总数：({terms})/{total} = {sig(answer)}。{k} 个均值再平均则得 {sig(mean)}。所以应把损失求和，再除以 {total}。"
        parameters = {"tokens": tokens, "losses": losses}
    else:
        answer = many / few
        slips = [
            (few / many, t("The other way round: in the shorter mini-batch each token weighs more.", "反了：小批量越短，其中每个 token 的权重越大。")),
            (1, t("That needs one divisor for all: the tokens of all mini-batches together.", "那需要所有小批量共用一个除数，即 token 总数。")),
        ]  # fmt: skip
        en = f"For one step, {k} mini-batches of {counts_en} tokens (padding not counted) are accumulated, each with the mean loss of its own tokens divided by {k}. How many times as much does a token of the shortest mini-batch weigh as one of the longest?"
        zh = f"一次更新累积 {k} 个小批量，分别有 {counts_zh} 个 token（不含填充）；每个小批量的损失先对自己的 token 取平均，再除以 {k}。最短的小批量里一个 token 的权重是最长的里一个 token 的几倍？"
        why_en = f"The weights are 1/({k}·{few}) and 1/({k}·{many}): {many}/{few} = {sig(answer)} times. In one batch of {total} tokens each weighs 1/{total}. So add up the losses and divide by the tokens of all {k}."
        why_zh = f"权重分别为 1/({k}·{few}) 和 1/({k}·{many})，相差 {many}/{few} = {sig(answer)} 倍。合成 {total} 个 token 的大批次时，每个都是 1/{total}。所以应把损失求和，再除以全部 {k} 个小批量的 token 总数。"
        parameters = {"tokens": tokens}
    rest = {"prompt": t(en, zh), "form": DIGITS, "explanation": t(why_en, why_zh)}
    return number(draw, level, answer, slips, sources=[SOURCE], parameters=parameters, **rest)
