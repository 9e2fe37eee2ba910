"""Seeded questions on effective step sizes, bias correction, memory and Newton's step."""

from __future__ import annotations

from math import sqrt

from quizprep.content.generator import Draw, generator, t
from quizprep.content.model import Number, Question, Text, Trap
from quizprep.content.shown import short
from quizprep.content.shown import written as plain

ADAM = "Kingma, Ba: Adam: A Method for Stochastic Optimization (ICLR 2015)"
G8 = "Goodfellow, Bengio, Courville: Deep Learning (2016), "
ZERO = "Rajbhandari, Rasley, Ruwase, He: ZeRO: Memory Optimizations Toward Training Trillion Parameter Models (SC 2020), arXiv:1910.02054, §3.1"
THREE = t("three significant digits, e.g. 0.0123 or 1.23e-4", "三位有效数字，如 0.0123 或 1.23e-4")
NEAR = 0.006


def make_traps(draw: Draw, answer: float, slips: list[tuple[float, Text]]) -> list[Trap]:
    """The slips as traps, clearly different from the answer and one another."""
    seen, traps = [answer], []
    for value, why in slips:
        if all(abs(value - other) > 2.5 * NEAR * max(abs(other), 1e-9) for other in seen):
            seen.append(value)
            traps.append(Trap(f"{value:.3g}" if abs(value) < 1000 else f"{value:.0f}", why))
    if not traps:
        raise draw.again()
    return traps


def relative(draw: Draw, level: int, answer: float, slips: list[tuple[float, Text]], **fields: object) -> Number:
    """A question for a number to three significant digits."""
    return Number(
        id=draw.id, concept=draw.concept, difficulty=level, answer=float(f"{answer:.8g}"), tolerance=NEAR,
        form=fields.pop("form", THREE), traps=make_traps(draw, answer, slips), **fields,
    )  # fmt: skip


@generator("optimizers.gen-effective-step", version=1, concept="adam", levels=(1, 2, 3))
def effective_step(draw: Draw, level: int) -> Question:
    """How long a step is under a constant gradient."""
    lr, g = draw.choice([0.1, 0.05, 0.02, 0.01, 0.001]), draw.integer(1, 60) / 10
    if level == 1:
        mu = draw.choice([0.5, 0.8, 0.9, 0.95, 0.98, 0.99])
        answer = lr * g / (1 - mu)
        slips = [
            (lr * g, t("That is the first step; the velocity builds up.", "这是第一步；速度还会积累。")),
            (lr * g / mu, t("The sum 1 + μ + μ² + … is 1/(1 − μ), not 1/μ.", "1 + μ + μ² + … 等于 1/(1 − μ)，不是 1/μ。")),
            (lr * g * (1 + mu), t("That is the second step.", "这是第二步。")),
            (lr / (1 - mu), t("The gradient was left out.", "漏了梯度。")),
        ]  # fmt: skip
        return relative(
            draw, level, answer, slips, sources=[G8 + "§8.3.2"], parameters={"mode": "momentum", "lr": lr, "g": g, "mu": mu},
            prompt=t(
                f"v ← μv − ηg, w ← w + v with η = {plain(lr)}, μ = {plain(mu)}; the gradient stays at g = {plain(g)}. How long is a step in the long run?",
                f"v ← μv − ηg，w ← w + v，η = {plain(lr)}，μ = {plain(mu)}；梯度始终为 g = {plain(g)}。长期来看每步多长？",
            ),
            explanation=t(
                f"|v| = μ|v| + ηg gives |v| = ηg/(1 − μ) = {plain(lr)}·{plain(g)}/{plain(round(1 - mu, 4))} = {short(answer)}.",
                f"由 |v| = μ|v| + ηg 得 |v| = ηg/(1 − μ) = {plain(lr)}·{plain(g)}/{plain(round(1 - mu, 4))} = {short(answer)}。",
            ),
        )  # fmt: skip
    steps = draw.integer(2, 40)
    if level == 2:
        adagrad = draw.chance(0.5)
        rho = draw.choice([0.9, 0.95, 0.99])
        total = steps if adagrad else 1 - rho**steps
        answer = lr / sqrt(total)
        rule = "r ← r + g²" if adagrad else f"r ← {plain(rho)}·r + {plain(round(1 - rho, 4))}·g²"
        slips = [
            (lr, t("That is the step with √r = |g|.", "这是 √r = |g| 时的步长。")),
            (lr / total, t("The root is missing.", "漏了根号。")),
            (lr * g / sqrt(total), t("The gradient cancels: √r is proportional to |g|.", "梯度会约掉：√r 与 |g| 成正比。")),
            (lr / sqrt(1 - rho) if not adagrad else lr / sqrt(steps - 1) if steps > 2 else lr / 2, t("Count the steps that have gone into r.", "数一数 r 里已累积了几步。")),
        ]  # fmt: skip
        inside = f"{steps}·g²" if adagrad else f"(1 − {plain(rho)}^{steps})·g² = {short(total)}·g²"
        return relative(
            draw, level, answer, slips, sources=[G8 + ("§8.5.1" if adagrad else "§8.5.2")],
            parameters={"mode": "adagrad" if adagrad else "rmsprop", "lr": lr, "g": g, "rho": rho, "steps": steps},
            prompt=t(
                f"{rule}, w ← w − ηg/√r, r₀ = 0, η = {plain(lr)}, ε negligible; the gradient is g = {plain(g)} at every step. How long is step number {steps}?",
                f"{rule}，w ← w − ηg/√r，r₀ = 0，η = {plain(lr)}，ε 可忽略；每一步梯度都是 g = {plain(g)}。第 {steps} 步多长？",
            ),
            explanation=t(
                f"After {steps} squares r = {inside}, so g cancels: η·g/√r = {plain(lr)}/{short(sqrt(total))} = {short(answer)}.",
                f"累积 {steps} 个平方后 r = {inside}，g 被约掉：η·g/√r = {plain(lr)}/{short(sqrt(total))} = {short(answer)}。",
            ),
        )  # fmt: skip
    b1, b2 = draw.choice([0.8, 0.9, 0.95]), draw.choice([0.98, 0.99, 0.999])
    if draw.chance(0.5):  # no correction, constant gradient
        answer = (1 - b1**steps) / sqrt(1 - b2**steps)
        slips = [
            (1.0, t("That is with bias correction.", "这是有偏差修正的结果。")),
            (1 - b1**steps, t("v is biased too: its root stands in the denominator.", "v 也有偏差：其平方根在分母上。")),
            ((1 - b1**steps) / (1 - b2**steps), t("The root is missing.", "漏了根号。")),
            (sqrt(1 - b2**steps) / (1 - b1**steps), t("That is the correction factor, the reciprocal.", "这是修正因子，恰为倒数。")),
        ]  # fmt: skip
        ask = t(
            f"Adam **without** bias correction, m₀ = v₀ = 0, β₁ = {plain(b1)}, β₂ = {plain(b2)}, ε negligible. The gradient is the same at every step. How many times η is step number {steps}?",
            f"**没有**偏差修正的 Adam，m₀ = v₀ = 0，β₁ = {plain(b1)}，β₂ = {plain(b2)}，ε 可忽略。每一步梯度都相同。第 {steps} 步的长度是 η 的多少倍？",
        )
        work = t(
            f"m = (1 − β₁ᵗ)g = {short(1 - b1**steps)}·g and v = (1 − β₂ᵗ)g² = {short(1 - b2**steps)}·g², so |m|/√v = {short(1 - b1**steps)}/{short(sqrt(1 - b2**steps))} = {short(answer)}. With correction it would be 1.",
            f"m = (1 − β₁ᵗ)g = {short(1 - b1**steps)}·g，v = (1 − β₂ᵗ)g² = {short(1 - b2**steps)}·g²，所以 |m|/√v = {short(1 - b1**steps)}/{short(sqrt(1 - b2**steps))} = {short(answer)}。有修正时为 1。",
        )
        mode = "raw"
    else:  # one gradient, then zeros
        steps = draw.integer(2, 12)
        m, v = (1 - b1) * b1 ** (steps - 1), (1 - b2) * b2 ** (steps - 1)
        mh, vh = m / (1 - b1**steps), v / (1 - b2**steps)
        answer = mh / sqrt(vh)
        slips = [
            (m / sqrt(v), t("The bias correction is missing.", "漏了偏差修正。")),
            (b1 ** (steps - 1), t("Only the fading of m was considered.", "只考虑了 m 的衰减。")),
            (mh / vh, t("The root is missing.", "漏了根号。")),
            (1.0, t("That is the first step.", "这是第一步。")),
        ]  # fmt: skip
        ask = t(
            f"Adam with bias correction, β₁ = {plain(b1)}, β₂ = {plain(b2)}, ε negligible. A weight (an embedding, say) has a gradient g ≠ 0 at step 1 and 0 at all later steps. How many times η is its step number {steps}?",
            f"带偏差修正的 Adam，β₁ = {plain(b1)}，β₂ = {plain(b2)}，ε 可忽略。某权重（如嵌入）第 1 步梯度为 g ≠ 0，之后各步都是 0。它第 {steps} 步的长度是 η 的多少倍？",
        )
        work = t(
            f"m = (1 − β₁)β₁^{steps - 1}·g = {short(m)}·g, m̂ = {short(mh)}·g; v = (1 − β₂)β₂^{steps - 1}·g² = {short(v)}·g², v̂ = {short(vh)}·g². m̂/√v̂ = {short(mh)}/{short(sqrt(vh))} = {short(answer)}: the weight moves on although its gradient is 0.",
            f"m = (1 − β₁)β₁^{steps - 1}·g = {short(m)}·g，m̂ = {short(mh)}·g；v = (1 − β₂)β₂^{steps - 1}·g² = {short(v)}·g²，v̂ = {short(vh)}·g²。m̂/√v̂ = {short(mh)}/{short(sqrt(vh))} = {short(answer)}：梯度已为 0，权重仍在移动。",
        )
        mode = "pulse"
    if abs(answer - 1) < 0.03:
        raise draw.again()
    return relative(draw, level, answer, slips, prompt=ask, explanation=work, sources=[ADAM + ", Algorithm 1", ADAM + ", §3"],
                    parameters={"mode": mode, "b1": b1, "b2": b2, "steps": steps})  # fmt: skip


STATE = {"SGD": 0, "SGD with momentum": 1, "RMSProp": 1, "Adagrad": 1, "Adam": 2, "AdamW": 2}
STATE_ZH = {"SGD": "SGD", "SGD with momentum": "带动量的 SGD", "RMSProp": "RMSProp", "Adagrad": "Adagrad", "Adam": "Adam", "AdamW": "AdamW"}


@generator("optimizers.gen-state-memory", version=1, concept="optimizer-memory", levels=(1, 2, 3))
def state_memory(draw: Draw, level: int) -> Question:
    """Gigabytes of optimizer state, or of everything but the activations."""
    millions = draw.choice([25, 60, 86, 110, 125, 138, 340, 355, 774, 1300, 1500, 2700, 6700, 7000, 13000])
    millions += draw.integer(0, 9)
    name = draw.choice(["SGD with momentum", "RMSProp", "Adam", "AdamW"] if level < 3 else ["SGD with momentum", "Adam", "AdamW"])
    slots = STATE[name]
    other = t("momentum buffer", "动量") if slots == 1 else t("m and v", "m 和 v")
    if name == "RMSProp":
        other = t("squared average", "平方平均")
    if level == 1:
        per, what = 4 * slots, t("the optimizer's state alone (float32)", "仅优化器状态（float32）")
        slips = [(4 * (3 - slots), t(f"{name} keeps {slots} number{'s' * (slots > 1)} per parameter.", f"{STATE_ZH[name]} 每个参数保存 {slots} 个数。")),
                 (slots, t("Each number has 4 bytes.", "每个数占 4 字节。")), (4 * (slots + 2), t("Weights and gradients are not part of the state.", "权重和梯度不属于状态。"))]  # fmt: skip
        work = t(f"{slots} float32 per parameter ({other.en}): {per} bytes.", f"每个参数 {slots} 个 float32（{other.zh}）：{per} 字节。")
    elif level == 2:
        per, what = 8 + 4 * slots, t("weights, gradients and optimizer state, all in float32", "权重、梯度和优化器状态，全部为 float32")
        slips = [(4 * slots, t("Weights and gradients were left out.", "漏了权重和梯度。")), (4 + 4 * slots, t("The gradients were left out.", "漏了梯度。")),
                 (8 + 4 * (3 - slots), t(f"{name} keeps {slots} number{'s' * (slots > 1)} per parameter.", f"{STATE_ZH[name]} 每个参数保存 {slots} 个数。"))]  # fmt: skip
        work = t(f"4 (weight) + 4 (gradient) + {4 * slots} ({other.en}) = {per} bytes per parameter.", f"4（权重）+ 4（梯度）+ {4 * slots}（{other.zh}）= 每个参数 {per} 字节。")
    else:
        per, what = 2 + 2 + 4 + 4 * slots, t("weights and gradients in bfloat16, a float32 copy of the weights, and the state in float32", "bfloat16 的权重和梯度、float32 的权重副本、float32 的状态")
        slips = [(4 + 4 * slots, t("The float32 copy of the weights was left out.", "漏了 float32 的权重副本。")), (4 + 2 + 2 * slots, t("The state is in float32 here, not in 16 bit.", "这里状态是 float32，不是 16 位。")),
                 (4 + 4 * slots + 8, t("Gradients are kept in bfloat16 only.", "梯度只以 bfloat16 保存。")), (4 * slots, t("That is the state alone.", "这只是状态。"))]  # fmt: skip
        work = t(f"2 + 2 (weight and gradient) + 4 (copy) + {4 * slots} ({other.en}) = {per} bytes per parameter.", f"2 + 2（权重与梯度）+ 4（副本）+ {4 * slots}（{other.zh}）= 每个参数 {per} 字节。")
    answer = millions * per / 1000
    return relative(
        draw, level, answer, [(millions * s / 1000, why) for s, why in slips], unit=t("GB", "GB"),
        form=t("in GB (10⁹ bytes), three significant digits", "单位 GB（10⁹ 字节），三位有效数字"),
        prompt=t(f"{name}, {millions} million parameters. How much memory do these take: {what.en}?", f"{STATE_ZH[name]}，{plain(millions / 100)} 亿个参数。{what.zh}，共占多少内存？"),
        explanation=t(f"{work.en} {millions} · 10⁶ · {per} = {plain(answer)} · 10⁹ bytes.", f"{work.zh}{millions} · 10⁶ · {per} = {plain(answer)} · 10⁹ 字节。"),
        sources=[ZERO, "PyTorch documentation: torch.optim"], parameters={"millions": millions, "name": name, "level": level},
    )  # fmt: skip


@generator("optimizers.gen-newton-step", version=1, concept="newton", levels=(1, 2))
def newton_step(draw: Draw, level: int) -> Question:
    """One Newton step on a polynomial."""
    c4 = 0 if level == 1 else draw.integer(1, 2)
    c3, c2, c1 = draw.integer(0 if level == 2 else 1, 2), draw.integer(-3, 4), draw.integer(-5, 5)
    x = draw.integer(-4, 4) / 2
    first = 4 * c4 * x**3 + 3 * c3 * x * x + 2 * c2 * x + c1
    second = 12 * c4 * x * x + 6 * c3 * x + 2 * c2
    if not c2 or not c1 or not x or abs(second) < 1 or abs(first) < 0.5:
        raise draw.again()
    answer = x - first / second
    value = c4 * x**4 + c3 * x**3 + c2 * x * x + c1 * x
    if abs(answer) > 20 or abs(answer) < 0.02:
        raise draw.again()
    slips = [(x - value / first, t("f/f′ finds a root of f; a minimum needs f′/f″.", "f/f′ 求的是 f 的零点；求极小值用 f′/f″。")), (x + first / second, t("The step is subtracted.", "步子是减去的。")),
             (x - first, t("That is gradient descent with rate 1.", "这是学习率为 1 的梯度下降。")), (first / second, t("That is the step; it is subtracted from x.", "这是步长；要从 x 中减去。")),
             (x - second / first, t("The quotient is upside down.", "商写反了。"))]  # fmt: skip
    terms = []
    for c, power in ((c4, "x⁴"), (c3, "x³"), (c2, "x²"), (c1, "x")):
        if c:
            sign = ("−" if c < 0 else "") if not terms else (" − " if c < 0 else " + ")
            terms.append(f"{sign}{'' if abs(c) == 1 else abs(c)}{power}")
    kind = t("", "") if second > 0 else t(" (f″ < 0 here: Newton goes towards a maximum.)", "（这里 f″ < 0：牛顿法会走向极大值。）")
    seen, traps = [answer], []
    for slip, why in slips:
        if all(abs(slip - other) > 0.01 for other in seen):
            seen.append(slip)
            traps.append(Trap(f"{slip:.3f}", why))
    return Number(
        id=draw.id, concept=draw.concept, difficulty=level, answer=round(answer, 6), absolute=0.0012, traps=traps,
        prompt=t(f"One Newton step x ← x − f′(x)/f″(x) for f(x) = {''.join(terms)} from x = {plain(x)}. Where does it land?", f"对 f(x) = {''.join(terms)}，从 x = {plain(x)} 做一步牛顿法 x ← x − f′(x)/f″(x)，到哪里？"),
        form=t("to three decimals", "保留三位小数"),
        explanation=t(f"f′({plain(x)}) = {plain(first)}, f″({plain(x)}) = {plain(second)}: {plain(x)} − ({plain(first)})/({plain(second)}) = {short(answer, 5)}.{kind.en}", f"f′({plain(x)}) = {plain(first)}，f″({plain(x)}) = {plain(second)}：{plain(x)} −（{plain(first)}）/（{plain(second)}）= {short(answer, 5)}。{kind.zh}"),
        sources=[G8 + "§8.6.1"], parameters={"coefficients": [c4, c3, c2, c1, 0], "x": x},
    )  # fmt: skip
