"""Seeded questions on the paths through a ResNet and the channels of a DenseNet."""

from __future__ import annotations

from math import comb

from quizprep.content.generator import Draw, generator, t
from quizprep.content.model import Number, Question, Text, Trap

VEIT = "Veit, Wilber, Belongie: Residual Networks Behave Like Ensembles of Relatively Shallow Networks (2016), arXiv:1605.06431"
DENSENET = (
    "Huang, Liu, van der Maaten, Weinberger: Densely Connected Convolutional Networks (2017), §3, arXiv:1608.06993"
)


def traps_of(answer: int, slips: list[tuple[int, Text]]) -> list[Trap]:
    """Slips as traps; those that give the right answer, or one already seen, are left out."""
    traps: dict[int, Trap] = {}
    for value, why in slips:
        if value != answer:
            traps.setdefault(value, Trap(str(value), why))
    return list(traps.values())


@generator("residual-networks.gen-paths", version=1, concept="ensemble-of-paths", levels=(1, 2, 3))
def paths(draw: Draw, level: int) -> Question:
    """How many paths there are, of a length, or after deleting blocks."""
    n = draw.integer(4, 12)
    k = draw.integer(2, n - 2)
    gone = draw.integer(1, 3)
    if level == 1:
        answer, worked = 2**n, f"2^{n} = {2**n}"
        asked = t("How many paths lead from the input to the output?", "从输入到输出共有多少条路径？")
        slips = [
            (2 * n, t("The choices multiply; they don't add.", "各块的选择相乘，不是相加。")),
            (n * n, t("n² isn't 2ⁿ.", "n² 不是 2ⁿ。")),
            (n + 1, t("That is the number of different lengths.", "那是不同长度的种数。")),
        ]
    elif level == 2:
        answer, worked = comb(n, k), f"C({n}, {k}) = {comb(n, k)}"
        asked = t(f"How many paths pass through exactly {k} branches?", f"恰好经过 {k} 个支路的路径有多少条？")
        slips = [
            (
                n * k,
                t(
                    "Choose which k of the n branches are passed: a binomial coefficient.",
                    "是从 n 个支路中选 k 个：二项式系数。",
                ),
            ),
            (2**k, t("That counts the paths of a net with k blocks.", "那是 k 个块的网络的路径数。")),
            (2**n, t("That is the number of all paths.", "那是全部路径数。")),
        ]
    else:
        if n - gone < k or gone == n - k:
            raise draw.again()
        m = n - gone
        answer, worked = comb(m, k), f"C({n} − {gone}, {k}) = C({m}, {k}) = {comb(m, k)}"
        asked = t(
            f"{gone} of the branches {'is' if gone == 1 else 'are'} deleted, the shortcuts stay. How many of the remaining paths pass through exactly {k} branches?",
            f"删掉其中 {gone} 个支路，捷径保留。剩余路径中恰好经过 {k} 个支路的有多少条？",
        )
        slips = [
            (comb(n, k), t("Deleted branches can't be passed any more.", "被删的支路不能再走。")),
            (2**m, t("That is the number of all remaining paths.", "那是剩余的全部路径数。")),
            (
                comb(n, k) - gone,
                t("A deleted branch lay on many paths, not on one.", "一个被删支路位于很多条路径上，不止一条。"),
            ),
        ]
    return Number(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        prompt=t(
            f"A signal passes {n} residual blocks in a row; at each it takes the branch or the shortcut. {asked.en}",
            f"信号依次通过 {n} 个残差块，在每块处走支路或捷径。{asked.zh}",
        ),
        form=t("a whole number", "整数"),
        answer=answer,
        traps=traps_of(answer, slips),
        explanation=t(
            f"n blocks give 2ⁿ paths, of which C(n, k) pass exactly k branches. Here {worked}.",
            f"n 个块有 2ⁿ 条路径，其中恰好经过 k 个支路的有 C(n, k) 条。这里 {worked}。",
        ),
        sources=[VEIT],
        parameters={"n": n, "k": k if level > 1 else None, "gone": gone if level == 3 else 0},
    )


@generator("residual-networks.gen-dense-channels", version=1, concept="densenet-contrast", levels=(1, 2, 3))
def dense_channels(draw: Draw, level: int) -> Question:
    """Channels out of a dense block, into one of its layers, or through two blocks with a transition."""
    k0, k = draw.choice([16, 24, 32, 48, 64]), draw.choice([12, 16, 24, 32, 40])
    depth = draw.integer(4, 12)
    out = k0 + depth * k
    layer = draw.integer(3, depth)
    if k == k0:
        raise draw.again()
    if level == 1:
        answer, worked = out, f"{k0} + {depth}·{k} = {out}"
        asked = t("How many channels leave the block (its input included)?", "该块输出多少个通道（包含其输入）？")
        slips = [
            (depth * k, t("The block's input is passed on as well.", "块的输入也会传下去。")),
            (k, t("That is the last layer alone.", "那只是最后一层。")),
            (k0, t("That is an addition, as in ResNet.", "那是 ResNet 式的相加。")),
            (k0 * depth + k, t("The growth rate counts per layer, the input once.", "增长率按层计，输入只算一次。")),
        ]
    elif level == 2:
        inside = k0 + (layer - 1) * k
        answer, worked = 9 * inside * k, f"9·({k0} + {layer - 1}·{k})·{k} = 9·{inside}·{k} = {9 * inside * k}"
        asked = t(
            f"Each layer is one 3×3 convolution without bias. How many weights has layer {layer}'s (counted from 1)?",
            f"每层是一个不带偏置的 3×3 卷积。第 {layer} 层（从 1 数起）的卷积有多少个权重？",
        )
        slips = [
            (
                9 * (inside + k) * k,
                t(f"Before layer {layer} there are {layer - 1} layers.", f"第 {layer} 层之前只有 {layer - 1} 层。"),
            ),
            (
                9 * k * k,
                t(
                    "A dense layer reads all earlier maps, not just the last.",
                    "稠密层读取之前的全部特征图，而不只是上一层。",
                ),
            ),
            (9 * (layer - 1) * k * k, t("The block's input is read too.", "块的输入也要读。")),
            (inside * k, t("A 3×3 kernel has 9 weights for each pair of channels.", "3×3 核对每对通道有 9 个权重。")),
        ]
    else:
        second = draw.integer(4, 10)
        mid = out // 2
        answer = mid + second * k
        worked = f"{k0} + {depth}·{k} = {out}, ⌊0.5·{out}⌋ = {mid}, {mid} + {second}·{k} = {answer}"
        asked = t(
            f"A transition layer with compression 0.5 follows (rounded down), then a second dense block of {second} layers with the same growth rate. How many channels leave that?",
            f"之后是压缩率 0.5 的过渡层（向下取整），再接一个 {second} 层、增长率相同的稠密块。最后输出多少个通道？",
        )
        slips = [
            (out + second * k, t("The transition halves the channels.", "过渡层使通道减半。")),
            (
                (out + second * k) // 2,
                t("The compression comes between the blocks, not at the end.", "压缩发生在两块之间，不在末尾。"),
            ),
            (k0 + second * k, t("The second block starts from what the first leaves.", "第二块的输入是第一块的输出。")),
        ]
    return Number(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        prompt=t(
            f"A dense block (DenseNet) gets {k0} channels and has {depth} layers with growth rate {k}. {asked.en}",
            f"一个稠密块（DenseNet）输入 {k0} 个通道，共 {depth} 层，增长率为 {k}。{asked.zh}",
        ),
        form=t("a whole number", "整数"),
        answer=answer,
        traps=traps_of(answer, slips),
        explanation=t(
            f"Each layer reads everything before it and appends k maps: after ℓ layers there are k₀ + ℓ·k channels. {worked}.",
            f"每层读取之前的全部特征图，再追加 k 张：ℓ 层后共有 k₀ + ℓ·k 个通道。{worked}。",
        ),
        sources=[DENSENET],
        parameters={
            "k0": k0,
            "k": k,
            "depth": depth,
            "layer": layer if level == 2 else None,
            "second": second if level == 3 else None,
        },
    )
