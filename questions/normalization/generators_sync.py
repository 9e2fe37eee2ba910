"""Seeded questions on batch norm over several devices."""

from __future__ import annotations

from quizprep.content.generator import Draw, generator, t
from quizprep.content.model import Number, Question, Trap


@generator("normalization.gen-pooled-variance", version=1, concept="sync-batchnorm", levels=(1, 2, 3))
def pooled_variance(draw: Draw, level: int) -> Question:
    """Synchronized batch norm's variance from the devices' means and variances."""
    k = 2 if level < 3 else 3
    mu = [draw.integer(-4, 8) for _ in range(k)]
    var = [draw.integer(1, 9) for _ in range(k)]
    size = [10] * k if level == 1 else [draw.choice([10, 20, 30]) for _ in range(k)]
    total = sum(size)
    mean = sum(s * m for s, m in zip(size, mu, strict=True)) / total
    second = sum(s * (v + m * m) for s, m, v in zip(size, mu, var, strict=True)) / total
    answer = second - mean * mean
    if (
        len(set(mu)) < k
        or len(set(var)) < 2
        or (level > 1 and len(set(size)) < 2)
        or abs(mean * 20 - round(mean * 20)) > 1e-9
    ):
        raise draw.again()
    inner = sum(s * v for s, v in zip(size, var, strict=True)) / total
    plain_mean = sum(mu) / k
    unweighted = sum(v + m * m for m, v in zip(mu, var, strict=True)) / k - plain_mean**2
    slips = [
        (
            inner,
            t("That averages the variances; the devices' means differ too.", "这只平均了方差；各设备的均值也不同。"),
        ),
        (float(sum(var)), t("Variances of pooled samples don't add.", "合并样本的方差不是相加。")),
        (
            second,
            t(
                "E[x²] is not yet the variance: the squared mean must be subtracted.",
                "E[x²] 还不是方差：要减去均值的平方。",
            ),
        ),
    ]
    if level > 1:
        slips.append(
            (
                unweighted,
                t("The devices hold different numbers of values and must be weighted.", "各设备的值个数不同，要加权。"),
            )
        )
    traps, seen = [], [answer]
    for value, why in slips:
        if abs(value - answer) < 0.05:
            raise draw.again()
        if all(abs(value - s) >= 0.05 for s in seen):
            seen.append(value)
            traps.append(Trap(f"{value:.2f}", why))
    rows_en = "; ".join(
        f"device {i + 1}: {s} values, mean {m}, variance {v}"
        for i, (s, m, v) in enumerate(zip(size, mu, var, strict=True))
    )
    rows_zh = "；".join(
        f"设备 {i + 1}：{s} 个值，均值 {m}，方差 {v}" for i, (s, m, v) in enumerate(zip(size, mu, var, strict=True))
    )
    squares = ", ".join(f"{v} + {m * m} = {v + m * m}" for m, v in zip(mu, var, strict=True))
    shown = f"{mean:.10g}".replace("-", "−")
    squared = f"({shown})²" if mean < 0 else f"{shown}²"
    return Number(
        id=draw.id,
        concept=draw.concept,
        difficulty=level,
        prompt=t(
            f"Synchronized batch norm, one channel, biased variances: {rows_en.replace('-', '−')}. With which variance are the values normalized?",
            f"同步批归一化，一个通道，方差均为有偏：{rows_zh.replace('-', '−')}。用多大的方差做归一化？",
        ),
        form=t("to two decimals", "保留两位小数"),
        answer=round(answer, 6),
        absolute=0.011,
        traps=traps,
        explanation=t(
            f"Pool the sums. Mean: {shown}. E[x²] on each device is σ² + μ²: {squares}; weighted by the numbers of values {second:.4g}. "
            f"Variance: {second:.4g} − {squared} = {answer:.3f}.",
            f"汇总各设备的和。均值：{shown}。各设备的 E[x²] 为 σ² + μ²：{squares}；按个数加权得 {second:.4g}。方差：{second:.4g} − {squared} = {answer:.3f}。",
        ),
        sources=[
            "PyTorch documentation: torch.nn.SyncBatchNorm",
            "Peng et al.: MegDet: A Large Mini-Batch Object Detector (2018), arXiv:1711.07240",
        ],
        parameters={"mu": mu, "var": var, "size": size},
    )
