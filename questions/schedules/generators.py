"""Seeded questions on learning-rate schedules: the rate at a step, and solving for time or decay."""

from __future__ import annotations

from math import acos, ceil, cos, exp, log, pi

from quizprep.content.generator import Draw, generator, t
from quizprep.content.model import Number, Question, Text, Trap
from quizprep.content.shown import short
from quizprep.content.shown import written as plain

CS231N = "Stanford CS231n course notes: Neural Networks Part 3, Annealing the learning rate"
SGDR = "Loshchilov, Hutter: SGDR: Stochastic Gradient Descent with Warm Restarts (ICLR 2017)"
TORCH = "PyTorch documentation: torch.optim.lr_scheduler."
THREE = t("three significant digits, e.g. 0.0123 or 1.23e-4", "三位有效数字，如 0.0123 或 1.23e-4")
NEAR = 0.006
"""Relative tolerance of three significant digits."""


def make_traps(draw: Draw, answer: float, slips: list[tuple[float, Text]], gap: float = 2.5 * NEAR) -> list[Trap]:
    """The slips as traps: positive, and more than `gap` (relative) from the answer and one another."""
    seen, traps = [answer], []
    for value, why in slips:
        if value > 0 and all(abs(value - other) > gap * other for other in seen):
            seen.append(value)
            traps.append(Trap(f"{value:.3g}" if value < 1e5 else f"{value:.0f}", why))
    if not traps:
        raise draw.again()
    return traps


def rate(draw: Draw, level: int, **fields: object) -> Number:
    """A question for a rate (or another positive number) to three significant digits."""
    answer, slips = float(fields.pop("answer")), fields.pop("slips")  # type: ignore[arg-type]
    return Number(
        id=draw.id, concept=draw.concept, difficulty=level, answer=float(f"{answer:.8g}"), tolerance=NEAR,
        form=fields.pop("form", THREE), traps=make_traps(draw, answer, slips), **fields,
    )  # fmt: skip


START = (0.1, 0.05, 0.2, 0.4, 0.01, 0.02, 0.001, 0.003)


@generator("schedules.gen-step", version=1, concept="step-decay", levels=(1, 2, 3))
def step(draw: Draw, level: int) -> Question:
    """StepLR, MultiStepLR, or the epoch from which the rate is below a bound."""
    start, gamma = draw.choice(START), draw.choice([0.1, 0.2, 0.3, 0.5, 0.7])
    if level == 2:
        marks = sorted(draw.sample(range(10, 180), 3))
        epoch = draw.integer(5, 199)
        passed = sum(m <= epoch for m in marks)
        if passed == 0 or min(b - a for a, b in zip(marks, marks[1:], strict=False)) < 10:
            raise draw.again()
        answer = start * gamma**passed
        code = f"MultiStepLR(optimizer, milestones={marks}, gamma={gamma})   # lr = {start}"
        work = t(
            f"{passed} of the milestones {marks} are ≤ {epoch}: {plain(start)} · {plain(gamma)}^{passed} = {short(answer)}.",
            f"milestones {marks} 中有 {passed} 个不超过 {epoch}：{plain(start)} · {plain(gamma)}^{passed} = {short(answer)}。",
        )
        parameters: dict[str, object] = {"start": start, "gamma": gamma, "marks": marks, "epoch": epoch}
        slips = [
            (start * gamma ** (passed - 1), t("One milestone more has been passed.", "还漏了一个已经过去的里程碑。")),
            (start * gamma ** (passed + 1), t("One milestone too many was counted.", "多算了一个里程碑。")),
            (start * (1 - gamma) ** passed, t("γ is the factor that stays, not what is taken off.", "γ 是保留的倍数，不是减去的比例。")),
            (start * gamma, t("Each milestone multiplies once more.", "每个里程碑都要再乘一次。")),
        ]  # fmt: skip
    else:
        size = draw.choice([5, 7, 10, 15, 20, 25, 30, 40])
        epoch = draw.integer(size, 6 * size)
        passed = epoch // size
        answer = start * gamma**passed
        code = f"StepLR(optimizer, step_size={size}, gamma={gamma})   # lr = {start}"
        parameters = {"start": start, "gamma": gamma, "size": size, "epoch": epoch}
        if level == 3:
            bound = start / draw.choice([20, 30, 50, 70, 200, 300, 500])
            exact = log(bound / start) / log(gamma)
            if abs(exact - round(exact)) < 0.02:
                raise draw.again()
            count = ceil(exact)
            first = count * size
            parameters = {"start": start, "gamma": gamma, "size": size, "bound": bound}
            slips = [
                (count, t("That is the number of decays; each takes a whole stage.", "这是衰减次数；每次要经过一整级。")),
                (first - size, t("One stage earlier the rate is still above the bound.", "早一级时学习率仍高于该值。")),
                (first + size, t("The bound is passed one stage earlier.", "早一级就已低于该值。")),
                (ceil(exact * size), t("The rate doesn't fall smoothly: it waits for the end of the stage.", "学习率不是连续下降的，要等到一级结束。")),
            ]  # fmt: skip
            traps = [Trap(f"{v:.0f}", w) for v, w in slips if v > 0 and v != first]
            traps = [x for i, x in enumerate(traps) if x.answer not in [y.answer for y in traps[:i]]]
            return Number(
                id=draw.id, concept=draw.concept, difficulty=level, code=code, answer=first, traps=traps,
                prompt=t(
                    f"`scheduler.step()` runs at the end of each epoch; epochs count from 0. In which epoch is the rate below {plain(round(bound, 10))} for the first time?",
                    f"每个 epoch 结束时调用 `scheduler.step()`，epoch 从 0 数起。学习率首次低于 {plain(round(bound, 10))} 是在第几个 epoch？",
                ),
                form=t("the number of the epoch", "epoch 的编号"),
                explanation=t(
                    f"{plain(start)}·{plain(gamma)}ᵏ < {plain(round(bound, 10))} needs k > ln({plain(round(start / bound))})/ln(1/{plain(gamma)}) = {short(exact)}, so k = {count} decays. The k-th takes effect in epoch k·{size} = {first}.",
                    f"{plain(start)}·{plain(gamma)}ᵏ < {plain(round(bound, 10))} 要求 k > ln({plain(round(start / bound))})/ln(1/{plain(gamma)}) = {short(exact)}，即衰减 k = {count} 次。第 k 次在第 k·{size} = {first} 个 epoch 生效。",
                ),
                sources=[TORCH + "StepLR"], parameters=parameters,
            )  # fmt: skip
        work = t(
            f"η = η₀·γ^⌊t/s⌋: ⌊{epoch}/{size}⌋ = {passed}, so {plain(start)} · {plain(gamma)}^{passed} = {short(answer)}.",
            f"η = η₀·γ^⌊t/s⌋：⌊{epoch}/{size}⌋ = {passed}，所以 {plain(start)} · {plain(gamma)}^{passed} = {short(answer)}。",
        )
        slips = [
            (start * gamma ** (passed + 1), t("The division is rounded down: one decay too many.", "除法应向下取整：多衰减了一次。")),
            (start * gamma ** (passed - 1), t("One decay is missing.", "少衰减了一次。")),
            (start * gamma ** (epoch / size), t("The rate is constant within a stage; the exponent is a whole number.", "同一级内学习率不变；指数是整数。")),
            (start * (1 - gamma) ** passed, t("γ is the factor that stays, not what is taken off.", "γ 是保留的倍数，不是减去的比例。")),
        ]  # fmt: skip
    return rate(
        draw, level, answer=answer, slips=slips, code=code, explanation=work, parameters=parameters,
        prompt=t(
            f"`scheduler.step()` runs at the end of each epoch; epochs count from 0. Which rate is used in epoch {epoch}?",
            f"每个 epoch 结束时调用 `scheduler.step()`，epoch 从 0 数起。第 {epoch} 个 epoch 使用的学习率是多少？",
        ),
        sources=[TORCH + ("MultiStepLR" if level == 2 else "StepLR")],
    )  # fmt: skip


@generator("schedules.gen-exponential", version=1, concept="exponential-decay", levels=(1, 2, 3))
def exponential(draw: Draw, level: int) -> Question:
    """η₀e^(−kt), γᵗ, or the decay that reaches a given end."""
    start, epoch = draw.choice(START), draw.integer(3, 60)
    k, gamma = draw.integer(1, 40) / 200, draw.integer(85, 99) / 100
    if level == 1:
        answer = start * exp(-k * epoch)
        if not 0.005 < answer / start < 0.95:
            raise draw.again()
        slips = [
            (start * (1 - k * epoch), t("1 − kt is a straight line, the first-order approximation.", "1 − kt 是直线，只是一阶近似。")),
            (start / (1 + k * epoch), t("That is 1/t decay.", "这是 1/t 衰减。")),
            (start * exp(-k), t("The exponent is k times t.", "指数是 k 乘 t。")),
            (start * 2 ** (-k * epoch), t("The base is e, not 2.", "底是 e，不是 2。")),
        ]  # fmt: skip
        return rate(
            draw, level, answer=answer, slips=slips, sources=[CS231N],
            prompt=t(
                f"η(t) = η₀·e^(−kt) with η₀ = {plain(start)} and k = {plain(k)} per epoch. What is η({epoch})?",
                f"η(t) = η₀·e^(−kt)，η₀ = {plain(start)}，k = {plain(k)}（每 epoch）。η({epoch}) 是多少？",
            ),
            explanation=t(
                f"kt = {plain(k)}·{epoch} = {plain(round(k * epoch, 6))}, e^−{plain(round(k * epoch, 6))} = {short(exp(-k * epoch))}, times {plain(start)}: {short(answer)}.",
                f"kt = {plain(k)}·{epoch} = {plain(round(k * epoch, 6))}，e^−{plain(round(k * epoch, 6))} = {short(exp(-k * epoch))}，乘 {plain(start)} 得 {short(answer)}。",
            ),
            parameters={"mode": "rate", "start": start, "k": k, "epoch": epoch},
        )  # fmt: skip
    if level == 2:
        answer = start * gamma**epoch
        slips = [
            (start * gamma * epoch, t("γ is raised to the power t, not multiplied by t.", "γ 应取 t 次幂，不是乘 t。")),
            (start * gamma ** (epoch + 1), t("One factor too many: epoch 0 uses the full rate.", "多乘了一次：第 0 个 epoch 用的是初始学习率。")),
            (start * gamma ** (epoch - 1), t("One factor is missing: after epoch 0 the rate is multiplied once.", "少乘了一次：第 0 个 epoch 之后就要乘一次。")),
            (start * (1 - (1 - gamma) * epoch), t("That subtracts the same amount each time; the decay is by a factor.", "这是每次减同样的量；应是每次乘一个因子。")),
            (start * exp(-gamma * epoch), t("γ is not the k of e^(−kt); k = −ln γ.", "γ 不是 e^(−kt) 里的 k；k = −ln γ。")),
        ]  # fmt: skip
        return rate(
            draw, level, answer=answer, slips=slips, sources=[TORCH + "ExponentialLR"],
            code=f"ExponentialLR(optimizer, gamma={gamma})   # lr = {start}",
            prompt=t(
                f"`scheduler.step()` runs at the end of each epoch; epochs count from 0. Which rate is used in epoch {epoch}?",
                f"每个 epoch 结束时调用 `scheduler.step()`，epoch 从 0 数起。第 {epoch} 个 epoch 使用的学习率是多少？",
            ),
            explanation=t(
                f"Before epoch {epoch} the rate has been multiplied {epoch} times: {plain(start)} · {plain(gamma)}^{epoch} = {plain(start)} · {short(gamma**epoch)} = {short(answer)}.",
                f"第 {epoch} 个 epoch 之前乘了 {epoch} 次：{plain(start)} · {plain(gamma)}^{epoch} = {plain(start)} · {short(gamma**epoch)} = {short(answer)}。",
            ),
            parameters={"mode": "gamma", "start": start, "gamma": gamma, "epoch": epoch},
        )  # fmt: skip
    epochs, share = draw.choice([20, 30, 40, 50, 60, 80, 90, 100, 120, 150, 200]), draw.choice([0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.001])
    end = round(start * share, 10)
    answer = log(start / end) / epochs
    slips = [
        ((1 - share) / epochs, t("That is the slope of a straight line.", "这是直线的斜率。")),
        (answer / log(10), t("log₁₀ was used; e asks for ln.", "用了 log₁₀；底为 e 应取 ln。")),
        (share ** (1 / epochs), t("That is γ = e^−k, the factor per epoch.", "这是每个 epoch 的乘数 γ = e^−k。")),
        ((start / end - 1) / epochs, t("That is the k of 1/t decay.", "这是 1/t 衰减的 k。")),
    ]  # fmt: skip
    return rate(
        draw, level, answer=answer, slips=slips, sources=[CS231N],
        prompt=t(
            f"η(t) = η₀·e^(−kt) shall fall from {plain(start)} to {plain(end)} in {epochs} epochs. What must k be (per epoch)?",
            f"η(t) = η₀·e^(−kt) 要在 {epochs} 个 epoch 内从 {plain(start)} 降到 {plain(end)}。k 应取多少（每 epoch）？",
        ),
        explanation=t(
            f"k = ln(η₀/η_end)/T = ln({plain(start)}/{plain(end)})/{epochs} = {short(log(start / end))}/{epochs} = {short(answer)}. As a factor per epoch: γ = e^−k = {short(exp(-answer))}.",
            f"k = ln(η₀/η_end)/T = ln({plain(start)}/{plain(end)})/{epochs} = {short(log(start / end))}/{epochs} = {short(answer)}。换成每个 epoch 的乘数：γ = e^−k = {short(exp(-answer))}。",
        ),
        parameters={"mode": "solve", "start": start, "end": end, "epochs": epochs},
    )  # fmt: skip


@generator("schedules.gen-inverse-time", version=1, concept="inverse-time-decay", levels=(1, 2, 3))
def inverse_time(draw: Draw, level: int) -> Question:
    """η₀/(1 + kt), the time to a share, or the wait between two shares."""
    start, k, epoch = draw.choice(START), draw.integer(1, 40) / 200, draw.integer(3, 120)
    if level == 1:
        answer = start / (1 + k * epoch)
        slips = [
            (start / (k * epoch), t("The 1 in the denominator was forgotten.", "忘了分母里的 1。")),
            (start * exp(-k * epoch), t("That is exponential decay.", "这是指数衰减。")),
            (start * (1 - k * epoch), t("That is a straight line.", "这是直线。")),
            (start / (1 + k), t("k must be multiplied by t.", "k 要乘 t。")),
            (start / epoch, t("That is η₀/t; here it is η₀/(1 + kt).", "这是 η₀/t；题中是 η₀/(1 + kt)。")),
        ]  # fmt: skip
        return rate(
            draw, level, answer=answer, slips=slips, sources=[CS231N],
            prompt=t(
                f"η(t) = η₀/(1 + kt) with η₀ = {plain(start)} and k = {plain(k)} per epoch. What is η({epoch})?",
                f"η(t) = η₀/(1 + kt)，η₀ = {plain(start)}，k = {plain(k)}（每 epoch）。η({epoch}) 是多少？",
            ),
            explanation=t(
                f"1 + kt = 1 + {plain(k)}·{epoch} = {plain(round(1 + k * epoch, 6))}; {plain(start)}/{plain(round(1 + k * epoch, 6))} = {short(answer)}.",
                f"1 + kt = 1 + {plain(k)}·{epoch} = {plain(round(1 + k * epoch, 6))}；{plain(start)}/{plain(round(1 + k * epoch, 6))} = {short(answer)}。",
            ),
            parameters={"mode": "rate", "start": start, "k": k, "epoch": epoch},
        )  # fmt: skip
    factor = draw.choice([2, 3, 4, 5, 8, 10, 20])
    if level == 2:
        answer = (factor - 1) / k
        slips = [
            (factor / k, t("The 1 was forgotten: kt = factor − 1.", "忘了 1：kt = 倍数 − 1。")),
            (log(factor) / k, t("That is the time of exponential decay.", "这是指数衰减所需的时间。")),
            (1 / k, t("After 1/k the rate has halved.", "1/k 之后学习率减半。")),
        ]  # fmt: skip
        ask = t(
            f"After how many epochs is the rate 1/{factor} of η₀ (k = {plain(k)} per epoch)?",
            f"多少个 epoch 后学习率变为 η₀ 的 1/{factor}（k = {plain(k)}，每 epoch）？",
        )
        work = t(
            f"1 + kt = {factor} gives t = {factor - 1}/{plain(k)} = {short(answer)}.",
            f"由 1 + kt = {factor} 得 t = {factor - 1}/{plain(k)} = {short(answer)}。",
        )
    else:
        answer = factor / k
        slips = [
            ((2 * factor - 1) / k, t("That is counted from t = 0; the additional time is asked.", "这是从 t = 0 算起；题目问还要多久。")),
            ((factor - 1) / k, t("That is the time until now.", "这是到现在已经过去的时间。")),
            (1 / k, t("The first halving takes 1/k, later ones longer.", "第一次减半用 1/k，之后越来越久。")),
            (log(2) / k, t("That is the constant half-life of exponential decay.", "那是指数衰减固定的半衰期。")),
        ]  # fmt: skip
        ask = t(
            f"The rate has just reached 1/{factor} of η₀ (k = {plain(k)} per epoch). How many more epochs until it has halved again?",
            f"学习率刚降到 η₀ 的 1/{factor}（k = {plain(k)}，每 epoch）。再过多少个 epoch 才能再减半？",
        )
        work = t(
            f"1/{factor} is reached at t = {factor - 1}/{plain(k)} = {short((factor - 1) / k)}, 1/{2 * factor} at t = {2 * factor - 1}/{plain(k)} = {short((2 * factor - 1) / k)}. The difference is {factor}/{plain(k)} = {short(answer)}: each halving takes twice as long as the one before.",
            f"t = {factor - 1}/{plain(k)} = {short((factor - 1) / k)} 时为 1/{factor}，t = {2 * factor - 1}/{plain(k)} = {short((2 * factor - 1) / k)} 时为 1/{2 * factor}。相差 {factor}/{plain(k)} = {short(answer)}：每次减半所需时间是上一次的两倍。",
        )
    return rate(
        draw, level, answer=answer, slips=slips, sources=[CS231N], explanation=work,
        prompt=t(f"η(t) = η₀/(1 + kt). {ask.en}", f"η(t) = η₀/(1 + kt)。{ask.zh}"),
        form=t("epochs, three significant digits", "epoch 数，三位有效数字"),
        parameters={"mode": "time" if level == 2 else "halving", "k": k, "factor": factor},
    )  # fmt: skip


def cosine_rate(t_: float, total: float, top: float, low: float) -> float:
    """The cosine from `top` to `low`."""
    return low + 0.5 * (top - low) * (1 + cos(pi * t_ / total))


@generator("schedules.gen-cosine", version=1, concept="cosine", levels=(1, 2, 3))
def cosine(draw: Draw, level: int) -> Question:
    """A rate of the cosine (level 2 with a floor), or the time when a share is left."""
    top, total = draw.choice(START), draw.choice([20, 30, 40, 50, 60, 80, 90, 100, 120, 150, 200, 300])
    if level == 3:
        share = draw.choice([0.05, 0.1, 0.2, 0.25, 0.3, 0.4, 0.6, 0.7, 0.75, 0.8, 0.9, 0.95])
        answer = total * acos(2 * share - 1) / pi
        slips = [
            (total * (1 - share), t("That is linear decay.", "这是线性衰减。")),
            (total * acos(share) * 2 / pi, t("cos(πt/2T) is a quarter wave; the schedule is ½(1 + cos(πt/T)).", "cos(πt/2T) 是四分之一波；调度是 ½(1 + cos(πt/T))。")),
            (total * acos(share) / pi, t("½(1 + cos) equals the share, not the cosine itself.", "等于该比例的是 ½(1 + cos)，不是余弦本身。")),
            (total - answer, t("That is what is left of the run from there.", "这是从那时起剩下的 epoch。")),
        ]  # fmt: skip
        return rate(
            draw, level, answer=answer, slips=slips, sources=[SGDR],
            prompt=t(
                f"A cosine schedule falls from η_max to 0 in {total} epochs. At which t (epochs, fractions allowed) is the rate {plain(share)}·η_max?",
                f"余弦调度在 {total} 个 epoch 内从 η_max 降到 0。t 为多少（epoch，可为小数）时学习率为 {plain(share)}·η_max？",
            ),
            form=t("epochs, three significant digits; angles in radians", "epoch 数，三位有效数字；角度用弧度"),
            explanation=t(
                f"½(1 + cos(πt/T)) = {plain(share)} gives cos(πt/T) = {plain(round(2 * share - 1, 4))}, πt/T = {short(acos(2 * share - 1))}, t = {total}·{short(acos(2 * share - 1))}/π = {short(answer)}.",
                f"由 ½(1 + cos(πt/T)) = {plain(share)} 得 cos(πt/T) = {plain(round(2 * share - 1, 4))}，πt/T = {short(acos(2 * share - 1))}，t = {total}·{short(acos(2 * share - 1))}/π = {short(answer)}。",
            ),
            parameters={"mode": "time", "total": total, "share": share},
        )  # fmt: skip
    low = 0.0 if level == 1 else round(top / draw.choice([10, 20, 100]), 10)
    epoch = draw.integer(1, total - 1)
    answer, wave = cosine_rate(epoch, total, top, low), cos(pi * epoch / total)
    if 1 + wave < 0.12 or 2 * epoch == total:
        raise draw.again()
    base = f"{plain(low)} + " if low else ""
    slips = [
        (low + (top - low) * (1 - epoch / total), t("That is linear decay.", "这是线性衰减。")),
        (low + (top - low) * cos(pi * epoch / (2 * total)), t("That is a quarter wave; the schedule is half a wave.", "这是四分之一波；调度用半个波。")),
        (low + (top - low) * (1 + wave), t("The factor ½ is missing.", "漏了因子 ½。")),
        (low + 0.5 * (top + low) * (1 + wave), t("The difference η_max − η_min is scaled, not the sum.", "缩放的是差 η_max − η_min，不是和。")),
        (0.5 * (top - low) * (1 + wave), t("η_min must be added at the end.", "最后要加上 η_min。")),
        (top * abs(wave), t("The cosine is shifted and halved: ½(1 + cos).", "余弦要平移并减半：½(1 + cos)。")),
    ]  # fmt: skip
    return rate(
        draw, level, answer=answer, slips=slips, sources=[SGDR, TORCH + "CosineAnnealingLR"],
        prompt=t(
            f"Cosine annealing from η_max = {plain(top)} to η_min = {plain(low)} over {total} epochs, no restart. What is the rate at t = {epoch}?",
            f"余弦退火，从 η_max = {plain(top)} 降到 η_min = {plain(low)}，共 {total} 个 epoch，无重启。t = {epoch} 时学习率是多少？",
        ),
        explanation=t(
            f"η = η_min + ½(η_max − η_min)(1 + cos(πt/T)). cos(π·{epoch}/{total}) = {short(wave)}, so {base}½·{plain(round(top - low, 10))}·{short(1 + wave)} = {short(answer)}.",
            f"η = η_min + ½(η_max − η_min)(1 + cos(πt/T))。cos(π·{epoch}/{total}) = {short(wave)}，所以 {base}½·{plain(round(top - low, 10))}·{short(1 + wave)} = {short(answer)}。",
        ),
        parameters={"mode": "rate", "total": total, "top": top, "low": low, "epoch": epoch},
    )  # fmt: skip
