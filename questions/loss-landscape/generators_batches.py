"""Seeded questions on batch sizes: updates, gradient noise, scaled learning rates."""

from __future__ import annotations

from math import sqrt

from quizprep.content.generator import Draw, generator, t
from quizprep.content.model import Number, Question
from quizprep.content.shown import make_traps, num
from quizprep.content.shown import rounded as plain

LOADER = "PyTorch documentation: torch.utils.data.DataLoader"
BATCHES = "Goodfellow, Bengio, Courville: Deep Learning (2016), §8.1.3"
GOYAL = "Goyal et al.: Accurate, Large Minibatch SGD: Training ImageNet in 1 Hour (2017), §2.1, arXiv:1706.02677"


@generator("loss-landscape.gen-updates", version=2, concept="batch-size-speed", levels=(1, 2, 3))
def updates(draw: Draw, level: int) -> Question:
    """Updates per epoch; over several epochs; with accumulation and several devices."""
    examples = draw.integer(1000, 99_999)
    batch = draw.choice([16, 20, 24, 32, 48, 50, 64, 96, 100, 128, 256])
    drop = level > 1 and draw.chance(0.5)
    epochs = 1 if level == 1 else draw.integer(3, 60)
    devices, steps = (1, 1) if level < 3 else (draw.choice([2, 4, 8]), draw.choice([2, 3, 4]))
    effective = batch * devices * steps
    if examples % effective == 0 or examples < 8 * effective:
        raise draw.again()
    if level == 3:
        drop = True
    per_epoch = examples // effective if drop else -(-examples // effective)
    answer = per_epoch * epochs
    other = (per_epoch + 1 if drop else per_epoch - 1) * epochs
    dropped = (
        t("The last, incomplete batch is dropped here.", "这里丢弃最后不完整的批。")
        if drop
        else t("The last, smaller batch counts too.", "最后那个较小的批也算。")
    )
    slips = [(other, dropped)]
    if epochs > 1:
        slips += [
            (per_epoch, t("That is one epoch.", "这是一个 epoch 的次数。")),
            (
                (examples * epochs) // effective if drop else -(-(examples * epochs) // effective),
                t(
                    "Rounding takes place in each epoch, not once at the end.",
                    "取整在每个 epoch 进行，而不是最后一次。",
                ),
            ),
        ]
    if level == 3:
        slips += [
            (
                examples // (batch * steps) * epochs,
                t("The devices work on one update together.", "各设备共同完成一次更新。"),
            ),
            (
                examples // (batch * devices) * epochs,
                t(f"Only every {steps} batches make an update.", f"每 {steps} 个批才更新一次。"),
            ),
        ]
    more_en = (
        ""
        if level < 3
        else f" on {devices} devices (each with its own batches of {batch}), each device accumulating the gradients of {steps} batches for each update"
    )
    more_zh = (
        ""
        if level < 3
        else f"，{devices} 个设备数据并行（每个设备各有大小为 {batch} 的批），每个设备累积 {steps} 个批的梯度后更新一次"
    )
    rest_en = (
        "the incomplete last update of each epoch is dropped"
        if level == 3
        else "`drop_last=True`"
        if drop
        else "`drop_last=False`"
    )
    rest_zh = (
        "丢弃每个 epoch 最后不完整的一次更新" if level == 3 else "`drop_last=True`" if drop else "`drop_last=False`"
    )
    sign = ("⌊", "⌋") if drop else ("⌈", "⌉")
    product = f"{batch} · {devices} · {steps} = {effective}" if level == 3 else str(batch)
    work = f"{sign[0]}{examples}/{effective}{sign[1]} = {per_epoch}"
    return Number(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        prompt=t(
            f"{examples} training examples, batch size {batch}{more_en}; {rest_en}. How many updates are made in {'one epoch' if epochs == 1 else f'{epochs} epochs'}?",
            f"{examples} 个训练样本，批大小 {batch}{more_zh}；{rest_zh}。{'一个 epoch' if epochs == 1 else f'{epochs} 个 epoch'} 更新多少次？",
        ),
        form=t("a whole number", "整数"),
        answer=answer,
        traps=make_traps(answer, slips),
        explanation=t(
            f"Examples for each update: {product}. In one epoch {work}"
            + (f", in {epochs} epochs {per_epoch} · {epochs} = {answer}." if epochs > 1 else "."),
            f"每次更新用的样本数：{product}。一个 epoch {work}"
            + (f"，{epochs} 个 epoch 共 {per_epoch} · {epochs} = {answer}。" if epochs > 1 else "。"),
        ),
        sources=[LOADER],
        parameters={
            "examples": examples,
            "batch": batch,
            "devices": devices,
            "steps": steps,
            "drop": drop,
            "epochs": epochs,
        },
    )


@generator("loss-landscape.gen-gradient-noise", version=1, concept="batch-size-noise", levels=(1, 2, 3))
def gradient_noise(draw: Draw, level: int) -> Question:
    """σ/√B; from one batch size to another; the batch size that a noise level needs."""
    if level == 1:
        sigma, batch = draw.integer(2, 60) / 10, draw.choice([4, 9, 16, 25, 36, 49, 64, 100, 144, 256, 400])
        answer = round(sigma / sqrt(batch), 6)
        slips = [
            (sigma / batch, t("Divided by B; the standard deviation shrinks with √B.", "除以了 B；标准差按 √B 缩小。")),
            (sigma**2 / batch, t("That is the variance of the mean.", "这是平均值的方差。")),
            (
                sigma * sqrt(batch),
                t("That belongs to the sum; the mean gets less noisy.", "这是求和的标准差；平均会降低噪声。"),
            ),
        ]
        ask = t(
            f"One component of the per-example gradient has the standard deviation {plain(sigma)}. What is that of its mean over {batch} independent examples?",
            f"单样本梯度的某个分量标准差为 {plain(sigma)}。对 {batch} 个独立样本取平均，标准差是多少？",
        )
        why = t(
            f"σ/√B = {plain(sigma)}/{round(sqrt(batch))} = {num(answer, 4)}.",
            f"σ/√B = {plain(sigma)}/{round(sqrt(batch))} = {num(answer, 4)}。",
        )
        given: dict[str, object] = {"ask": "std", "sigma": sigma, "batch": batch}
        absolute, form = 0.00006, t("to four decimals", "保留四位小数")
    elif level == 2:
        batch, factor = draw.choice([16, 20, 25, 32, 50, 64]), draw.choice([4, 9, 16, 25])
        noise = draw.integer(5, 95) / 100
        answer = round(noise / sqrt(factor), 6)
        slips = [
            (
                noise / factor,
                t(
                    "That is how the variance shrinks; the standard deviation goes with √B.",
                    "缩小这么多的是方差；标准差按 √B 变化。",
                ),
            ),
            (noise * sqrt(factor), t("A larger batch is less noisy.", "批越大噪声越小。")),
            (noise, t("The noise of the mean does depend on the batch size.", "平均值的噪声确实与批大小有关。")),
        ]
        ask = t(
            f"At batch size {batch} a component of the mini-batch gradient (a mean) has the standard error {plain(noise)}. What is it at batch size {batch * factor}?",
            f"批大小为 {batch} 时，小批梯度（取平均）某分量的标准误为 {plain(noise)}。批大小为 {batch * factor} 时是多少？",
        )
        root = round(sqrt(factor))
        why = t(
            f"It goes with 1/√B. The batch grew by {factor}, so the error shrinks by {root}: {plain(noise)}/{root} = {num(answer, 4)}.",
            f"它按 1/√B 变化。批变为 {factor} 倍，标准误缩小 {root} 倍：{plain(noise)}/{root} = {num(answer, 4)}。",
        )
        given = {"ask": "moved", "noise": noise, "batch": batch, "to": batch * factor}
        absolute, form = 0.00006, t("to four decimals", "保留四位小数")
    else:
        batch, factor = draw.choice([8, 12, 16, 24, 32, 48, 64, 96, 128]), draw.choice([2, 3, 4, 5, 10])
        answer = batch * factor * factor
        slips = [
            (
                batch * factor,
                t("The standard error falls with the root of the batch size.", "标准误按批大小的平方根下降。"),
            ),
            (
                round(batch * sqrt(factor), 4),
                t("The root acts the other way: B must grow by the square.", "方向反了：B 要按平方增大。"),
            ),
            (
                factor * factor,
                t("That is the factor; multiply by the old batch size.", "这是倍数；还要乘以原来的批大小。"),
            ),
        ]
        ask = t(
            f"At batch size {batch} the gradient is too noisy. Which batch size makes the standard error of the mini-batch mean {factor} times smaller?",
            f"批大小为 {batch} 时梯度噪声太大。批大小取多少，小批平均的标准误缩小到 1/{factor}？",
        )
        why = t(
            f"The error goes with 1/√B, so B must grow by {factor}² = {factor * factor}: {batch} · {factor * factor} = {answer}.",
            f"标准误按 1/√B 变化，所以 B 要变为 {factor}² = {factor * factor} 倍：{batch} · {factor * factor} = {answer}。",
        )
        given = {"ask": "batch", "batch": batch, "factor": factor}
        absolute, form = 0.0, t("a whole number", "整数")
    return Number(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        prompt=ask,
        form=form,
        answer=answer,
        absolute=absolute,
        traps=make_traps(answer, slips, 0.0002),
        explanation=why,
        sources=[BATCHES],
        parameters=given,
    )


@generator("loss-landscape.gen-linear-scaling", version=1, concept="linear-scaling", levels=(1, 2, 3))
def linear_scaling(draw: Draw, level: int) -> Question:
    """The scaled rate; with devices; during a linear warm-up."""
    base, base_batch = draw.choice([0.01, 0.02, 0.05, 0.1, 0.2]), draw.choice([32, 64, 128, 256])
    devices = 1 if level == 1 else draw.choice([2, 4, 8, 16])
    own = draw.choice([16, 32, 64, 96, 128, 192, 256, 512, 1024, 2048])
    batch = own * devices
    target = base * batch / base_batch
    if batch == base_batch or not 0.125 <= batch / base_batch <= 128:
        raise draw.again()
    root = t("That is square-root scaling; the linear rule is asked.", "这是平方根缩放；题目要求线性规则。")
    turned = t("Turned over: the rate grows with the batch.", "取反了：学习率随批增大。")
    if level < 3:
        answer = target
        slips = [(base * sqrt(batch / base_batch), root), (base * base_batch / batch, turned)]
        if devices > 1:
            slips.append(
                (
                    base * own / base_batch,
                    t("The batch of all devices together counts.", "应以所有设备合起来的批大小计。"),
                )
            )
        tail_en = tail_zh = ""
        work = f"{plain(base)} · {batch}/{base_batch} = {plain(answer)}"
    else:
        warm = draw.choice([100, 200, 500, 1000])
        step = draw.integer(1, 9) * warm // 10
        answer = base + (target - base) * step / warm
        slips = [
            (target, t("That is the rate after the warm-up.", "这是预热结束后的学习率。")),
            (
                target * step / warm,
                t("The warm-up starts at the base rate, not at 0.", "预热从基础学习率开始，而不是从 0 开始。"),
            ),
            (base + (base * sqrt(batch / base_batch) - base) * step / warm, root),
        ]
        tail_en = f" The rate is warmed up linearly from the base rate (step 0) to the scaled one (step {warm}). What is it at step {step}?"
        tail_zh = f"学习率从基础值（第 0 步）线性预热到缩放后的值（第 {warm} 步）。第 {step} 步时是多少？"
        work = f"{plain(base)} · {batch}/{base_batch} = {plain(target)}; {plain(base)} + ({plain(target)} − {plain(base)}) · {step}/{warm} = {plain(answer)}"
    many_en = f"batch size {own}" if devices == 1 else f"{devices} devices with a batch of {own} each"
    many_zh = f"批大小 {own}" if devices == 1 else f" {devices} 个设备、每个设备批大小 {own}"
    close = "" if level == 3 else " Which learning rate follows?"
    close_zh = "" if level == 3 else "学习率应为多少？"
    return Number(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        prompt=t(
            f"SGD (loss averaged over the batch) works well at batch size {base_batch} with learning rate {plain(base)}. You train with {many_en}, by the linear scaling rule.{close}{tail_en}",
            f"SGD（损失对批取平均）在批大小 {base_batch}、学习率 {plain(base)} 时效果良好。现改用{many_zh}，并采用线性缩放规则。{close_zh}{tail_zh}",
        ),
        form=t("exactly, or to four significant digits", "精确值，或四位有效数字"),
        answer=round(answer, 9),
        tolerance=0.0015,
        traps=make_traps(answer, slips, 0.004 * answer),
        explanation=t(
            f"The rate is multiplied by the same factor as the batch size: {work}.",
            f"学习率与批大小乘以同一个因子：{work}。",
        ),
        sources=[GOYAL],
        parameters={
            "base": base,
            "base_batch": base_batch,
            "own": own,
            "devices": devices,
            **({"warm": warm, "step": step} if level == 3 else {}),
        },
    )
