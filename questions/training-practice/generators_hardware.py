"""Seeded questions on loss scaling and data loaders."""

from __future__ import annotations

from math import ceil, floor, log, log10

from quizprep.content.generator import Draw, generator, t
from quizprep.content.model import Question
from quizprep.content.shown import number, plain, sig

MICIKEVICIUS = "Micikevicius et al.: Mixed Precision Training (ICLR 2018)"
AMP = "PyTorch documentation: Automatic Mixed Precision package (torch.amp)"
LOADER = "PyTorch documentation: torch.utils.data.DataLoader"
WHOLE = t("a whole number", "整数")


DIGITS = t("to three significant digits", "保留三位有效数字")


@generator("training-practice.gen-loss-scale", version=1, concept="mixed-precision", levels=(1, 2, 3))
def loss_scale(draw: Draw, level: int) -> Question:
    """A power of two as loss scale for the smallest or largest gradient, or dynamic scaling over some steps."""
    if level < 3:
        digit = draw.integer(11, 99) / 10
        if level == 1:
            g, limit = float(f"{digit}e-{draw.integer(6, 9)}"), 2.0**-14
            power = ceil(log(limit / g, 2))
            spare = power - log(limit / g, 2)
            slips = [
                (
                    2.0 ** (power - 1),
                    t("With half of it the product is still below 2⁻¹⁴.", "取一半时乘积仍小于 2⁻¹⁴。"),
                ),
                (
                    2.0 ** (power - 10),
                    t(
                        "That reaches the subnormal range only, where precision is lost.",
                        "那只到次正规数范围，精度已有损失。",
                    ),
                ),
            ]
            en = f"The smallest gradients that matter are about {digit}e-{round(-floor(log10(g)))}. Which is the smallest power of two as loss scale S that lifts them into float16's normal range, S·g ≥ 2⁻¹⁴ ≈ 6.10e-5?"
            zh = f"需要保留的最小梯度约为 {digit}e-{round(-floor(log10(g)))}。要把它提升到 float16 的正规数范围（S·g ≥ 2⁻¹⁴ ≈ 6.10e-5），损失缩放因子 S 最小取 2 的几次幂（写出 S 的值）？"
            why_en = f"S ≥ 6.10e-5/{g:.2g} = {sig(limit / g, 4)}; the next power of two is 2^{power} = {2**power}."
            why_zh = f"S ≥ 6.10e-5/{g:.2g} = {sig(limit / g, 4)}；不小于它的 2 的幂是 2^{power} = {2**power}。"
        else:
            g, limit = float(f"{digit}e{draw.integer(-4, 0)}"), 65504.0
            power = floor(log(limit / g, 2))
            spare = log(limit / g, 2) - power
            slips = [
                (
                    2.0 ** (power + 1),
                    t(
                        "With twice as much the product exceeds 65504 and becomes inf.",
                        "再大一倍，乘积就超过 65504，变成 inf。",
                    ),
                ),
                (2.0**16, t("65536 is only right for gradients below 1.", "65536 只在梯度小于 1 时可用。")),
            ]
            if power == 16 or power < 1:
                raise draw.again()
            en = f"The largest gradients are about {plain(g)}. Which is the largest power of two as loss scale S for which S·g stays within float16's range (at most 65504)?"
            zh = f"最大的梯度约为 {plain(g)}。要使 S·g 不超出 float16 的范围（至多 65504），损失缩放因子 S 最大可取哪个 2 的幂？"
            why_en = f"S ≤ 65504/{plain(g)} = {sig(limit / g, 5)}; the largest power of two is 2^{power} = {2**power}."
            why_zh = f"S ≤ 65504/{plain(g)} = {sig(limit / g, 5)}；不超过它的最大 2 的幂是 2^{power} = {2**power}。"
        if not 0.02 < spare < 0.98 or power < 3:
            raise draw.again()
        slips = [(int(v), why) for v, why in slips if v >= 1]
        return number(
            draw,
            level,
            2**power,
            slips,
            0,
            prompt=t(en, zh),
            form=WHOLE,
            explanation=t(why_en, why_zh),
            sources=[f"{MICIKEVICIUS}, §3.2"],
            parameters={"g": g, "ask": ("low", "high")[level - 1]},
        )
    interval, steps = draw.choice([3, 4, 5]), draw.integer(12, 18)
    start = 2 ** draw.integer(10, 16)
    bad = sorted(draw.sample(range(2, steps + 1), draw.integer(1, 3)))
    scale, good, track = start, 0, []
    for i in range(1, steps + 1):
        if i in bad:
            scale, good = scale // 2, 0
            track.append(f"{i}: {scale}")
        else:
            good += 1
            if good == interval:
                scale, good = scale * 2, 0
                track.append(f"{i}: {scale}")
    if scale == start:
        raise draw.again()
    naive = start * 2 ** (steps // interval) // 2 ** len(bad)
    slips = [(start, t("The scale has moved: see the steps.", "缩放因子已经变过：逐步来看。"))]
    if naive != scale:
        slips.append(
            (naive, t("An overflow sets the count of good steps back to 0.", "一次溢出会把连续无溢出的计数清零。"))
        )
    en = f"Dynamic loss scaling starts at {start}. An overflow skips the step and halves the scale; {interval} steps in a row without overflow double it (then the count begins anew). Of steps 1 to {steps} these overflow: {', '.join(map(str, bad))}. What is the scale after step {steps}?"
    zh = f"动态损失缩放的初值为 {start}。发生溢出则跳过该步并把因子减半；连续 {interval} 步无溢出则加倍（然后重新计数）。第 1 到 {steps} 步中，溢出的是第 {'、'.join(map(str, bad))} 步。第 {steps} 步之后因子是多少？"
    why_en, why_zh = (
        f"It changes at steps (step: new scale) {', '.join(track)}.",
        f"变化的时刻（步：新值）：{'，'.join(track)}。",
    )
    return number(
        draw,
        level,
        scale,
        slips,
        0,
        prompt=t(en, zh),
        form=WHOLE,
        explanation=t(why_en, why_zh),
        sources=[f"{MICIKEVICIUS}, §3.2", AMP],
        parameters={"start": start, "interval": interval, "steps": steps, "bad": bad},
    )


@generator("training-practice.gen-loader-workers", version=1, concept="pipeline", levels=(1, 2, 3))
def loader_workers(draw: Draw, level: int) -> Question:
    """Loader processes needed, the time of a step with too few, or the share of time that the GPU waits."""
    batch, each, gpu = draw.choice([16, 32, 48, 64, 96, 128]), draw.integer(3, 30), draw.integer(40, 400)
    work = batch * each
    exact = work / gpu
    need = ceil(exact)
    if work % gpu == 0 or not 2 <= need <= 40:
        raise draw.again()
    start_en = f"The GPU takes {gpu} ms for a batch of {batch}; one loader process takes {each} ms to prepare one example. Processes run in parallel without hindering each other, ahead of the GPU."
    start_zh = f"GPU 处理一个 {batch} 个样本的批次需 {gpu} ms；一个加载进程准备一个样本需 {each} ms。各进程并行、互不妨碍，并提前于 GPU 工作。"
    parameters = {"batch": batch, "each": each, "gpu": gpu}
    if level == 1:
        slips = [
            (need - 1, t("One fewer falls just short of the GPU.", "少一个就跟不上 GPU。")),
            (
                ceil(gpu / each),
                t(
                    "That is about the number of examples one process prepares in a step.",
                    "这大约是一个进程在一步内能准备的样本数。",
                ),
            ),
        ]
        en, zh = (
            f"{start_en} How many processes, at least, keep the GPU busy?",
            f"{start_zh}至少要多少个进程才能让 GPU 不空闲？",
        )
        why_en = f"One process needs {batch}·{each} = {work} ms for a batch; {work}/{gpu} = {sig(exact, 4)}, so {need}."
        why_zh = f"一个进程准备一批要 {batch}·{each} = {work} ms；{work}/{gpu} = {sig(exact, 4)}，所以是 {need} 个。"
        return number(
            draw,
            level,
            need,
            slips,
            0,
            prompt=t(en, zh),
            form=WHOLE,
            explanation=t(why_en, why_zh),
            sources=[LOADER],
            parameters=parameters,
        )
    have = draw.integer(1, need - 1)
    step = work / have
    parameters |= {"have": have, "ask": "pace" if level == 2 else "waiting"}
    if level == 2:
        answer = step
        slips = [
            (gpu, t("The GPU could do that, but it has to wait for data.", "GPU 能做到，但它要等数据。")),
            (
                step + gpu,
                t(
                    "Loading runs ahead, at the same time as the GPU: the slower of the two counts.",
                    "加载与 GPU 同时进行：取较慢者。",
                ),
            ),
            (work, t("The processes share the work.", "各进程分担这些工作。")),
        ]
        if have == 1:
            slips.pop()
        en = f"{start_en} With {have} of them, how many milliseconds pass between two steps in the long run?"
        zh = f"{start_zh}用 {have} 个进程时，长期来看两步之间相隔多少毫秒？"
        why_en = f"The loaders need {batch}·{each}/{have} = {sig(step, 4)} ms for a batch, more than the GPU's {gpu}: the slower sets the pace."
        why_zh = f"加载一批要 {batch}·{each}/{have} = {sig(step, 4)} ms，比 GPU 的 {gpu} 多：由较慢者决定。"
        return number(
            draw,
            level,
            answer,
            slips,
            prompt=t(en, zh),
            form=DIGITS,
            unit=t("ms", "ms"),
            explanation=t(why_en, why_zh),
            sources=[LOADER],
            parameters=parameters,
        )
    answer = 100 * (1 - gpu / step)
    if not 8 < answer < 92:
        raise draw.again()
    slips = [
        (100 - answer, t("That is the share of time in which it works.", "这是它工作的时间占比。")),
        (
            100 * (step - gpu) / gpu,
            t("Relative to the whole step, not to the working part.", "应相对整步时间，而不是相对工作部分。"),
        ),
    ]
    en, zh = (
        f"{start_en} With {have} of them, what share of the time does the GPU wait?",
        f"{start_zh}用 {have} 个进程时，GPU 有百分之多少的时间在等待？",
    )
    why_en = f"A batch arrives every {batch}·{each}/{have} = {sig(step, 4)} ms, the GPU works {gpu} of them: 1 − {gpu}/{sig(step, 4)} = {sig(answer)} %."
    why_zh = f"每 {batch}·{each}/{have} = {sig(step, 4)} ms 到一批，GPU 只工作其中 {gpu} ms：1 − {gpu}/{sig(step, 4)} = {sig(answer)} %。"
    return number(
        draw,
        level,
        answer,
        slips,
        prompt=t(en, zh),
        form=t("in percent, to three significant digits", "以百分比表示，保留三位有效数字"),
        unit=t("%", "%"),
        explanation=t(why_en, why_zh),
        sources=[LOADER],
        parameters=parameters,
    )
