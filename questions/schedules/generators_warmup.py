"""Seeded questions on warm-up and on reducing on a plateau."""

from __future__ import annotations

from math import cos, pi, sqrt

from quizprep.content.generator import Draw, generator, t
from quizprep.content.model import Number, Question, Text, Trap
from quizprep.content.shown import short
from quizprep.content.shown import written as plain

GOYAL = "Goyal et al.: Accurate, Large Minibatch SGD: Training ImageNet in 1 Hour (2017), §2.2"
VASWANI = "Vaswani et al.: Attention Is All You Need (2017), §5.3, eq. 3"
SGDR = "Loshchilov, Hutter: SGDR: Stochastic Gradient Descent with Warm Restarts (ICLR 2017)"
THREE = t("three significant digits, e.g. 0.0123 or 1.23e-4", "三位有效数字，如 0.0123 或 1.23e-4")
NEAR = 0.006


def make_traps(draw: Draw, answer: float, slips: list[tuple[float, Text]]) -> list[Trap]:
    """The slips as traps: positive, and clearly different from the answer and one another."""
    seen, traps = [answer], []
    for value, why in slips:
        if value > 0 and all(abs(value - other) > 2.5 * NEAR * other for other in seen):
            seen.append(value)
            traps.append(Trap(f"{value:.3g}", why))
    if not traps:
        raise draw.again()
    return traps


@generator("schedules.gen-warm-up", version=1, concept="warm-up", levels=(1, 2, 3))
def warm_up(draw: Draw, level: int) -> Question:
    """Linear warm-up, warm-up with a cosine after it, or the inverse square root of the Transformer."""
    peak, warm = draw.choice([0.1, 0.4, 0.8, 0.001, 0.0003, 0.002, 0.0006]), draw.choice([100, 200, 400, 500, 1000, 2000, 4000])
    if level == 1:
        step = draw.integer(1, warm // 10 - 1) * 10 + draw.choice([0, 5])
        answer = peak * step / warm
        slips = [
            (peak * (1 - step / warm), t("That is what is still missing to the peak.", "这是离峰值还差的量。")),
            (peak, t("The peak is reached only at the end of warm-up.", "预热结束时才到峰值。")),
            (peak / warm, t("That is the rate of the first step, or the increase per step.", "这是第一步的学习率，即每步的增量。")),
            (peak * sqrt(step / warm), t("The rise is linear, not by the square root.", "上升是线性的，不是平方根。")),
        ]  # fmt: skip
        prompt = t(
            f"Linear warm-up: the rate at step s is η_peak·s/{warm} for s ≤ {warm}, with η_peak = {plain(peak)}. Which rate is used at step {step}?",
            f"线性预热：s ≤ {warm} 时第 s 步的学习率为 η_peak·s/{warm}，η_peak = {plain(peak)}。第 {step} 步的学习率是多少？",
        )
        work = t(
            f"{plain(peak)} · {step}/{warm} = {plain(peak)} · {short(step / warm)} = {short(answer)}.",
            f"{plain(peak)} · {step}/{warm} = {plain(peak)} · {short(step / warm)} = {short(answer)}。",
        )
        sources, parameters = [GOYAL], {"mode": "linear", "peak": peak, "warm": warm, "step": step}
    elif level == 2:
        total = warm * draw.choice([5, 6, 8, 10, 20])
        step = draw.integer(1, 19) * total // 20
        if step <= warm:
            raise draw.again()
        share = (step - warm) / (total - warm)
        wave = cos(pi * share)
        answer = 0.5 * peak * (1 + wave)
        if 1 + wave < 0.12 or abs(share - 0.5) < 0.01:
            raise draw.again()
        slips = [
            (0.5 * peak * (1 + cos(pi * step / total)), t("The cosine begins after the warm-up and lasts for the steps that remain.", "余弦在预热之后才开始，只覆盖剩余的步数。")),
            (0.5 * peak * (1 + cos(pi * (step - warm) / total)), t("The warm-up must be taken off the length of the cosine too.", "余弦的长度也要减去预热步数。")),
            (peak * (1 - share), t("That is linear decay.", "这是线性衰减。")),
            (peak * (1 + wave), t("The factor ½ is missing.", "漏了因子 ½。")),
        ]  # fmt: skip
        prompt = t(
            f"{warm} steps of linear warm-up to η_peak = {plain(peak)}, then a cosine to 0 that ends at step {total} (counted from the very beginning). Which rate is used at step {step}?",
            f"先用 {warm} 步线性预热到 η_peak = {plain(peak)}，再按余弦降到 0，在第 {total} 步结束（从最开头数起）。第 {step} 步的学习率是多少？",
        )
        work = t(
            f"Of the cosine's {total} − {warm} = {total - warm} steps, {step} − {warm} = {step - warm} are done, a share of {short(share)}. ½·{plain(peak)}·(1 + cos(π·{short(share)})) = ½·{plain(peak)}·{short(1 + wave)} = {short(answer)}.",
            f"余弦共 {total} − {warm} = {total - warm} 步，已走 {step} − {warm} = {step - warm} 步，占 {short(share)}。½·{plain(peak)}·(1 + cos(π·{short(share)})) = ½·{plain(peak)}·{short(1 + wave)} = {short(answer)}。",
        )
        sources, parameters = [GOYAL, SGDR], {"mode": "cosine", "peak": peak, "warm": warm, "total": total, "step": step}
    else:
        width, warm = draw.choice([256, 384, 512, 768, 1024]), draw.choice([2000, 4000, 8000])
        step = draw.integer(1, 9) * draw.choice([100, 1000, 10000])
        if step == warm:
            raise draw.again()
        rising = step < warm
        up, down = step * warm**-1.5, step**-0.5
        answer = width**-0.5 * min(up, down)
        slips = [
            (width**-0.5 * max(up, down), t("The smaller of the two branches counts.", "取两支中较小的一支。")),
            (min(up, down), t("The factor d_model^−0.5 is missing.", "漏了因子 d_model^−0.5。")),
            ((width * warm) ** -0.5, t("That is the peak, reached at the end of warm-up.", "这是峰值，在预热结束时达到。")),
            (width**-0.5 * step / warm, t("The rising branch is s·s_w^−1.5: it ends at s_w^−0.5, not at 1.", "上升支是 s·s_w^−1.5：终点是 s_w^−0.5，不是 1。")),
        ]  # fmt: skip
        prompt = t(
            f"η(s) = d_model^−0.5 · min(s^−0.5, s·s_w^−1.5) with d_model = {width} and s_w = {warm}. What is the rate at step s = {step}?",
            f"η(s) = d_model^−0.5 · min(s^−0.5, s·s_w^−1.5)，d_model = {width}，s_w = {warm}。第 s = {step} 步的学习率是多少？",
        )
        branch = f"{step}·{warm}^−1.5" if rising else f"{step}^−0.5"
        work = t(
            f"s {'<' if rising else '>'} s_w, so the {'rising' if rising else 'falling'} branch is the smaller: {branch} = {short(min(up, down))}; times {width}^−0.5 = {short(width**-0.5)}: {short(answer)}.",
            f"s {'<' if rising else '>'} s_w，较小的是{'上升' if rising else '下降'}支：{branch} = {short(min(up, down))}；乘 {width}^−0.5 = {short(width**-0.5)}，得 {short(answer)}。",
        )
        sources, parameters = [VASWANI], {"mode": "noam", "width": width, "warm": warm, "step": step}
    return Number(
        id=draw.id, concept=draw.concept, difficulty=level, prompt=prompt, form=THREE, answer=float(f"{answer:.8g}"),
        tolerance=NEAR, traps=make_traps(draw, answer, slips), explanation=work, sources=sources, parameters=parameters,
    )  # fmt: skip


def plateau_trace(losses: list[float], start: float, factor: float, patience: int) -> tuple[list[float], list[int]]:
    """The rate after each epoch as ReduceLROnPlateau sets it, and the bad-epoch count before a reduction."""
    best, bad, rate, rates, counts = float("inf"), 0, start, [], []
    for loss in losses:
        if loss < best * (1 - 1e-4):
            best, bad = loss, 0
        else:
            bad += 1
        counts.append(bad)
        if bad > patience:
            rate, bad = rate * factor, 0
        rates.append(rate)
    return rates, counts


@generator("schedules.gen-plateau", version=1, concept="on-plateau", levels=(2, 3))
def plateau(draw: Draw, level: int) -> Question:
    """What ReduceLROnPlateau has done after a list of validation losses."""
    start, factor, patience = draw.choice([0.1, 0.2, 0.01]), draw.choice([0.1, 0.5, 0.2]), draw.integer(1, 2 if level == 2 else 3)
    losses, loss = [], draw.integer(80, 99) / 100
    for _ in range(7 if level == 2 else 11):
        losses.append(round(loss, 2))
        loss = max(0.2, loss + draw.choice([-0.05, -0.03, -0.01, 0.0, 0.01, 0.02, 0.03]))
    rates, counts = plateau_trace(losses, start, factor, patience)
    answer = rates[-1]
    cuts = sum(c > patience for c in counts)
    if cuts == 0 or (level == 3 and cuts < 2):
        raise draw.again()
    early = plateau_trace(losses, start, factor, patience - 1)[0][-1]
    slips = [
        (early, t("patience epochs without improvement are tolerated; the one after them reduces.", "允许 patience 个没有改善的 epoch，再多一个才降低。")),
        (answer / factor, t("One reduction is missing.", "少降低了一次。")),
        (answer * factor, t("One reduction too many: after each the count starts again at 0.", "多降低了一次：每次降低后从 0 重新计数。")),
        (start, t("The loss did stall for long enough.", "损失停滞的时间已经够长。")),
    ]  # fmt: skip
    cut_epochs = [i + 1 for i, c in enumerate(counts) if c > patience]
    shown = ", ".join(f"{x:.2f}" for x in losses)
    counted = ", ".join(map(str, counts))
    return Number(
        id=draw.id, concept=draw.concept, difficulty=level,
        code=f"ReduceLROnPlateau(optimizer, mode='min', factor={factor}, patience={patience})   # lr = {start}",
        prompt=t(
            f"Other arguments are the defaults. After each epoch the scheduler gets the validation loss: {shown}. What is the rate after the last?",
            f"其余参数取默认。每个 epoch 后传入验证损失：{shown.replace(', ', '、')}。最后一次之后学习率是多少？",
        ),
        form=THREE, answer=float(f"{answer:.8g}"), tolerance=NEAR, traps=make_traps(draw, answer, slips),
        explanation=t(
            f"Epochs in a row without a new best (an equal loss is none): {counted}. When the count exceeds {patience}, the rate is multiplied by {plain(factor)} and the count restarts: after epoch {', '.join(map(str, cut_epochs))}. {plain(start)} · {plain(factor)}^{cuts} = {short(answer)}.",
            f"连续没有刷新最好值的 epoch 数（相等不算刷新）：{counted.replace(', ', '、')}。计数超过 {patience} 时学习率乘 {plain(factor)} 并重新计数：发生在第 {'、'.join(map(str, cut_epochs))} 个 epoch 之后。{plain(start)} · {plain(factor)}^{cuts} = {short(answer)}。",
        ),
        sources=["PyTorch documentation: torch.optim.lr_scheduler.ReduceLROnPlateau"],
        parameters={"losses": losses, "start": start, "factor": factor, "patience": patience},
    )  # fmt: skip
