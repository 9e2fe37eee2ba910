"""Seeded questions on searching: log scales, grids and random trials, halving, time on a cluster."""

from __future__ import annotations

from math import ceil, floor, log, log10

from quizprep.content.generator import Draw, generator, t
from quizprep.content.model import Blank, Cloze, Number, Question, Trap
from quizprep.content.shown import number, plain, sig

CS231N = "Stanford CS231n notes: Neural Networks Part 3, Hyperparameter optimization"
BERGSTRA = "Bergstra, Bengio: Random Search for Hyper-Parameter Optimization, JMLR 13 (2012)"
HALVING = "Jamieson, Talwalkar: Non-stochastic Best Arm Identification and Hyperparameter Optimization (2016)"
WHOLE = t("a whole number", "整数")


DIGITS = t("to three significant digits", "保留三位有效数字")


def ten(x: float) -> str:
    """A number as a power of ten is written in code."""
    return f"{x:.10g}".replace("e-0", "e-")


@generator("hyperparameters.gen-log-share", version=1, concept="log-scale", levels=(1, 2, 3))
def log_share(draw: Draw, level: int) -> Question:
    """The share of 10**uniform(a, b) below or between values, or the median."""
    a = draw.integer(-7, -3)
    b = a + draw.integer(2, 6)
    if b > 1:
        raise draw.again()
    code = f"x = 10 ** rng.uniform({a}, {b})"
    low, high = 10.0**a, 10.0**b
    parameters = {"a": a, "b": b}
    sources = [CS231N, BERGSTRA]
    if level == 3:
        share = draw.choice([0.1, 0.2, 0.25, 0.3, 0.4, 0.6, 0.7, 0.75, 0.8, 0.9])
        power = a + share * (b - a)
        answer = 10**power
        plain_cut = low + share * (high - low)
        slips = [
            (plain_cut, t("That holds for a uniform draw of x itself.", "这是直接对 x 均匀抽取的结果。")),
            (10 ** (b - share * (b - a)), t("That value has this share above it.", "这是上方占该比例的值。")),
        ]
        if share == 0.5:
            raise draw.again()
        en = f"Below which value do {plain(100 * share)} % of these draws lie?"
        zh = f"这样抽取的值有 {plain(100 * share)} % 小于多少？"
        why_en = f"The exponent is uniform on [{plain(a)}, {plain(b)}]: {plain(a)} + {plain(share)}·{b - a} = {plain(round(power, 4))}, and 10^{plain(round(power, 4))} = {answer:.3g}. A uniform draw of x would give {plain_cut:.3g}."
        why_zh = f"指数在 [{plain(a)}, {plain(b)}] 上均匀：{plain(a)} + {plain(share)}·{b - a} = {plain(round(power, 4))}，10^{plain(round(power, 4))} = {answer:.3g}。若对 x 均匀抽取则为 {plain_cut:.3g}。"
        parameters["share"] = share
        traps = [Trap(f"{value:.4g}", why) for value, why in slips]
        if any(abs(value - answer) < 0.05 * answer for value, _ in slips):
            raise draw.again()
        return Number(
            id=draw.id, concept=draw.concept, difficulty=3, code=code, answer=answer, tolerance=0.01, traps=traps,
            prompt=t(en, zh), form=t("to three significant digits, like 2.51e-4", "保留三位有效数字，如 2.51e-4"),
            explanation=t(why_en, why_zh), sources=sources, parameters=parameters,
        )  # fmt: skip
    digit = 1 if level == 1 else draw.integer(2, 9)
    cut = float(f"{digit}e{draw.integer(a + 1, b - 1)}")
    answer = (log10(cut) - a) / (b - a)
    plainly = (cut - low) / (high - low)
    slips = [
        (plainly, t("That holds for a uniform draw of x itself.", "这是直接对 x 均匀抽取的结果。")),
        (1 - answer, t("That is the share above the value.", "这是大于该值的比例。")),
    ]
    if level == 2:
        slips.append(
            (
                (floor(log10(cut)) - a) / (b - a),
                t(
                    f"The leading {digit} adds log₁₀ {digit} = {sig(log10(digit))} to the exponent.",
                    f"首位数字 {digit} 使指数再加 log₁₀ {digit} = {sig(log10(digit))}。",
                ),
            )
        )
    parameters["cut"] = cut
    en, zh = f"What share of these draws is below {ten(cut)}?", f"这样抽取的值中，小于 {ten(cut)} 的占多大比例？"
    why_en = f"The exponent is uniform on [{plain(a)}, {plain(b)}], and log₁₀ {ten(cut)} = {plain(round(log10(cut), 4))}. The share is ({plain(round(log10(cut), 4))} − ({plain(a)}))/{b - a} = {sig(answer)}. A uniform draw of x would give {plainly:.3g}."
    why_zh = f"指数在 [{plain(a)}, {plain(b)}] 上均匀，log₁₀ {ten(cut)} = {plain(round(log10(cut), 4))}。比例为 ({plain(round(log10(cut), 4))} − ({plain(a)}))/{b - a} = {sig(answer)}。若对 x 均匀抽取则为 {plainly:.3g}。"
    form = t("as a fraction of 1, to three significant digits", "以小数表示，保留三位有效数字")
    return number(
        draw,
        level,
        answer,
        slips,
        0.01,
        code=code,
        prompt=t(en, zh),
        form=form,
        explanation=t(why_en, why_zh),
        sources=sources,
        parameters=parameters,
    )


@generator("hyperparameters.gen-grid-random", version=2, concept="grid-vs-random", levels=(1, 2, 3))
def grid_random(draw: Draw, level: int) -> Question:
    """Distinct values per axis of a grid and of random search; level 3: how many random trials are enough."""
    if level == 3:
        share, sure = draw.choice([0.01, 0.02, 0.04, 0.05, 0.1]), draw.choice([0.8, 0.9, 0.95, 0.99])
        exact = log(1 - sure) / log(1 - share)
        answer = ceil(exact)
        if answer - exact < 0.03 or answer - exact > 0.97:
            raise draw.again()
        slips = [
            (answer - 1, t("One trial fewer falls just short.", "少一次就差一点达不到。")),
            (
                ceil(round(sure / share, 6)),
                t("Probabilities of events that overlap don't add.", "可能同时发生的事件概率不能直接相加。"),
            ),
            (
                ceil(round(1 / share, 6)),
                t(
                    "After that many trials one good one is expected, but with probability 1 − 1/e ≈ 63 % only.",
                    "这么多次时期望恰有一个好的，但概率只有约 1 − 1/e ≈ 63 %。",
                ),
            ),
        ]
        return number(
            draw, level, answer, slips, 0, form=WHOLE,
            prompt=t(
                f"{plain(100 * share)} % of the search space is good. How many independent random trials are needed, at least, to hit a good one with a probability of {plain(100 * sure)} % or more?",
                f"搜索空间中有 {plain(100 * share)} % 是好的。至少需要多少次独立随机试验，才能以不低于 {plain(100 * sure)} % 的概率碰到好的？",
            ),
            explanation=t(
                f"1 − {plain(1 - share)}ⁿ ≥ {plain(sure)} means n ≥ ln {plain(round(1 - sure, 4))}/ln {plain(1 - share)} = {sig(exact, 4)}, so {answer}. The number of hyperparameters doesn't enter.",
                f"1 − {plain(1 - share)}ⁿ ≥ {plain(sure)} 即 n ≥ ln {plain(round(1 - sure, 4))}/ln {plain(1 - share)} = {sig(exact, 4)}，所以是 {answer}。与超参数的个数无关。",
            ),
            sources=[BERGSTRA], parameters={"share": share, "sure": sure},
        )  # fmt: skip
    d = 2 if level == 1 else draw.integer(2, 5)
    ks = [draw.integer(3, 9)] * 2 if level == 1 else [draw.integer(2, 6) for _ in range(d)]
    axis = draw.integer(0, d - 1)
    total = 1
    for k in ks:
        total *= k
    if total > 2000 or (level == 2 and len(set(ks)) < 2):
        raise draw.again()
    shown = " × ".join(map(str, ks))
    name = t("learning rate", "学习率")
    blanks = [
        Blank(
            [str(total)],
            traps=[Trap(str(sum(ks)), t("The numbers of values multiply.", "各轴取值个数应相乘。"))]
            if sum(ks) != total
            else [],
        ),
        Blank(
            [str(ks[axis])],
            traps=[
                Trap(
                    str(total),
                    t(
                        "A grid repeats each value of an axis for every combination of the others.",
                        "网格中，一个轴的每个值会与其他轴的每种组合重复。",
                    ),
                )
            ],
        ),
        Blank(
            [str(total)],
            traps=[
                Trap(
                    str(ks[axis]),
                    t(
                        "Independent draws from a continuous range are all different.",
                        "从连续范围独立抽取，各值互不相同。",
                    ),
                )
            ],
        ),
    ]
    which_en = ["first", "second", "third", "fourth", "fifth"][axis]
    order_en = f"the {which_en} number is that of the {name.en}"
    order_zh = f"第 {axis + 1} 个数属于{name.zh}"
    return Cloze(
        id=draw.id, concept=draw.concept, difficulty=level,
        prompt=t(
            f"A grid of {shown} values over {d} hyperparameters ({order_en}), against random search with as many trials, drawn from continuous ranges. Fill in.",
            f"{d} 个超参数上的 {shown} 网格（{order_zh}），与同样次数、从连续范围抽取的随机搜索相比。请填空。",
        ),
        body=t(
            "Trials: {{1}}. Different values of the learning rate: grid {{2}}, random search {{3}}.",
            "试验次数：{{1}}。学习率的不同取值个数：网格 {{2}}，随机搜索 {{3}}。",
        ),
        blanks=blanks,
        explanation=t(
            f"{shown} = {total} trials. The grid tries {ks[axis]} values of the learning rate, each {total // ks[axis]} times; random search tries {total} different ones.",
            f"{shown} = {total} 次试验。网格只试 {ks[axis]} 个学习率，每个重复 {total // ks[axis]} 次；随机搜索试 {total} 个不同的值。",
        ),
        sources=[BERGSTRA], parameters={"ks": ks, "axis": axis},
    )  # fmt: skip


@generator("hyperparameters.gen-halving", version=2, concept="early-stopping-of-runs", levels=(1, 2, 3))
def halving(draw: Draw, level: int) -> Question:
    """Epochs of successive halving, with runs continued or begun afresh, or what it saves."""
    eta = draw.choice([2, 3, 4])
    rungs = draw.integer(3, 5 if eta == 2 else 4)
    first = draw.integer(1, 4)
    scale = draw.integer(1, 5)
    counts = [scale * eta ** (rungs - 1 - i) for i in range(rungs)]
    if counts[0] > 260:
        raise draw.again()
    ends = [first * eta**i for i in range(rungs)]
    scratch = sum(c * e for c, e in zip(counts, ends, strict=True))
    steps = [e - s for s, e in zip([0, *ends], ends, strict=False)]
    continued = sum(c * s for c, s in zip(counts, steps, strict=True))
    full = counts[0] * ends[-1]
    plan_en = ", then ".join(f"{c} up to epoch {e}" for c, e in zip(counts, ends, strict=True))
    plan_zh = "，".join(f"{c} 个训练到第 {e} 个 epoch" for c, e in zip(counts, ends, strict=True))
    terms = " + ".join(f"{c}·{s}" for c, s in zip(counts, ends if level == 1 else steps, strict=True))
    count_slip = (sum(counts), t("That counts the runs, not their epochs.", "数的是运行次数，不是 epoch。"))
    if level == 1:
        answer, mode_en, mode_zh = scratch, "each stage trains from scratch", "每一阶段都从头训练"
        slips = [
            (
                continued,
                t(
                    "That continues from checkpoints; here every stage begins anew.",
                    "这是从检查点继续；题中每阶段从头开始。",
                ),
            ),
            (full, t("That trains all of them in full.", "这是全部训练到底。")),
            count_slip,
        ]
        ask_en, ask_zh = "How many epochs are trained in all?", "一共训练多少个 epoch？"
        why_en, why_zh = f"{terms} = {answer}.", f"{terms} = {answer}。"
    else:
        mode_en, mode_zh = "runs are continued from their checkpoints", "各次运行从检查点继续"
        answer = continued if level == 2 else full - continued
        slips = [
            (scratch, t("Epochs already trained are not trained again.", "已训练的 epoch 不再重复。")),
            (full, t("That trains all of them in full.", "这是全部训练到底。")),
            count_slip,
        ]
        ask_en, ask_zh = "How many epochs are trained in all?", "一共训练多少个 epoch？"
        why_en, why_zh = f"Only new epochs count: {terms} = {continued}.", f"只计新增的 epoch：{terms} = {continued}。"
        if level == 3:
            slips = [
                (full - scratch, t("Epochs already trained are not trained again.", "已训练的 epoch 不再重复。")),
                (continued, t("That is what is trained, not what is saved.", "这是训练的量，不是节省的量。")),
            ]
            ask_en = f"How many epochs are saved against training all {counts[0]} up to epoch {ends[-1]}?"
            ask_zh = f"与把全部 {counts[0]} 个都训练到第 {ends[-1]} 个 epoch 相比，节省多少个 epoch？"
            why_en += f" All in full: {counts[0]}·{ends[-1]} = {full}. Saved: {full} − {continued} = {answer}."
            why_zh += f"全部训练到底：{counts[0]}·{ends[-1]} = {full}。节省 {full} − {continued} = {answer}。"
    return number(
        draw, level, answer, slips, 0, form=WHOLE,
        prompt=t(f"Successive halving (epochs counted from 1): {plan_en}, always the best ones; {mode_en}. {ask_en}", f"逐次减半（epoch 从 1 数起）：{plan_zh}，每次保留最好的；{mode_zh}。{ask_zh}"),
        explanation=t(why_en, why_zh), sources=[HALVING],
        parameters={"counts": counts, "ends": ends, "ask": ("scratch", "continued", "saved")[level - 1]},
    )  # fmt: skip


@generator("hyperparameters.gen-cluster-time", version=2, concept="cluster-search", levels=(1, 2, 3))
def cluster_time(draw: Draw, level: int) -> Question:
    """Hours until the last trial is done, with folds and with a first stage that kills the worse half."""
    workers = draw.choice([4, 6, 8, 10, 12, 16, 24, 32])
    trials = draw.integer(2 * workers + 1, 9 * workers - 1)
    hours = draw.integer(1, 9)
    folds = 1 if level < 2 else draw.choice([3, 5])
    jobs = trials * folds
    if jobs % workers == 0:
        raise draw.again()
    waves = ceil(jobs / workers)
    answer = waves * hours
    keep = 0
    sources = [CS231N, BERGSTRA]
    start_en = f"{trials} configurations, {workers} GPUs (one run on each, a free one takes the next run at once)."
    start_zh = f"{trials} 个配置，{workers} 块 GPU（每块一次跑一个，空出的立即接下一个）。"
    slips = [
        (
            round(jobs * hours / workers, 4),
            t(
                "A run can't be divided among GPUs: round the number of waves up.",
                "一次运行不能拆到多块 GPU 上：轮数要上取整。",
            ),
        ),
        (waves * hours - hours, t("The last, incomplete wave is missing.", "漏了最后不满的一轮。")),
    ]
    if level == 1:
        en, zh = f"{start_en} Each run takes {hours} h.", f"{start_zh}每次运行 {hours} 小时。"
        why_en, why_zh = (
            f"⌈{jobs}/{workers}⌉ = {waves} waves of {hours} h: {answer}.",
            f"⌈{jobs}/{workers}⌉ = {waves} 轮，每轮 {hours} 小时：{answer}。",
        )
    elif level == 2:
        en = f"{start_en} Each configuration needs {folds} separate runs, one for each fold, of {hours} h each."
        zh = f"{start_zh}每个配置需单独运行 {folds} 次（每折一次），每次 {hours} 小时。"
        slips.append(
            (
                ceil(trials / workers) * hours * folds,
                t(
                    "Folds of one configuration may run on different GPUs: round up once, for all runs together.",
                    "同一配置的各折可在不同 GPU 上跑：对全部运行一起上取整一次。",
                ),
            )
        )
        why_en = f"{trials}·{folds} = {jobs} runs, ⌈{jobs}/{workers}⌉ = {waves} waves of {hours} h: {answer}."
        why_zh = f"{trials}·{folds} = {jobs} 次运行，⌈{jobs}/{workers}⌉ = {waves} 轮，每轮 {hours} 小时：{answer}。"
    else:
        folds, short = 1, draw.integer(1, 3)
        long = short + draw.integer(3, 12)
        keep = draw.integer(workers + 1, trials - 1)
        if trials % workers == 0 or keep % workers == 0:
            raise draw.again()
        one, two = ceil(trials / workers), ceil(keep / workers)
        answer, hours = one * short + two * (long - short), short
        slips = [
            (
                one * short + two * long,
                t(
                    "The second stage continues from the checkpoint: only the rest is trained.",
                    "第二阶段从检查点继续：只训练剩下的部分。",
                ),
            ),
            (
                round((trials * short + keep * (long - short)) / workers, 4),
                t(
                    "Round up the waves of each stage: a run can't be divided.",
                    "每个阶段的轮数都要上取整：一次运行不能拆开。",
                ),
            ),
            (one * long, t("Only the survivors are trained in full.", "只有留下的才训练到底。")),
        ]
        en = f"{start_en} Every one runs for {short} h; when all are done, the best {keep} continue from their checkpoints up to {long} h of training in all."
        zh = (
            f"{start_zh}每个先跑 {short} 小时；全部完成后，最好的 {keep} 个从检查点继续，直到各自总共训练 {long} 小时。"
        )
        why_en = f"First ⌈{trials}/{workers}⌉ = {one} waves of {short} h, then ⌈{keep}/{workers}⌉ = {two} waves of {long} − {short} = {long - short} h: {one * short} + {two * (long - short)} = {answer}."
        why_zh = f"先是 ⌈{trials}/{workers}⌉ = {one} 轮，每轮 {short} 小时；再是 ⌈{keep}/{workers}⌉ = {two} 轮，每轮 {long} − {short} = {long - short} 小时：{one * short} + {two * (long - short)} = {answer}。"
    parameters = {
        "trials": trials,
        "workers": workers,
        "hours": hours,
        "folds": folds,
        "keep": keep,
        "long": long if level == 3 else 0,
    }
    return number(
        draw, level, answer, slips, 0, form=t("whole hours", "整数小时"), sources=sources, parameters=parameters,
        prompt=t(f"{en} After how many hours is everything done?", f"{zh}多少小时后全部完成？"), explanation=t(why_en, why_zh),
    )  # fmt: skip
