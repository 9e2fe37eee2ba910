"""What stopped a training run, in words: each way of going wrong that is known has a title and says what to do.

Unlike an accident (`accidents`), which is read off the values of an answer, a mishap is read off how the run ended.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from quizprep.grading.solution import Died, Raised
from quizprep.grading.training import Mishap

Words = tuple[tuple[str, str], tuple[str, str]]
"""Title and explanation, each in English and Chinese."""
_GONE = (
    "CUDA error", "device-side assert", "no longer available", "GPU has fallen off", "driver shutting down", "CUDA-capable device",
    "CUDA driver", "cuDNN error", "CUBLAS_STATUS", "No CUDA GPUs", "CUDA unknown error", "cudaGetDeviceCount", "Found no NVIDIA driver",
)  # fmt: skip


@dataclass(frozen=True)
class Circumstances:
    """What is known of the run."""

    device: str
    seconds: float
    """The limit."""
    memory_mb: int
    """The limit."""
    progress: dict[str, Any] | None
    """The last entry of the log."""


def find(failure: BaseException, around: Circumstances) -> tuple[str, str, str, Words] | None:
    """(name, sentence for the check, cause, words) of a known mishap; None when it is none.

    The cause is "timeout", "memory" or "".
    """
    for look in (_died, _raised, _wrong):
        if found := look(failure, around):
            return found
    return None


def as_diagnosis(name: str, words: Words) -> dict[str, Any]:
    """It as a diagnosis of the report."""
    (title, titel_zh), (text, text_zh) = words
    return {
        "mistake": name if name in MISTAKES else f"run.{name}", "title": {"en": title, "zh": titel_zh}, "explanation": {"en": text, "zh": text_zh}, "check": "",
        "whole": True,
    }  # fmt: skip


Found = tuple[str, str, str, Words]


def _died(failure: BaseException, around: Circumstances) -> Found | None:
    if not isinstance(failure, Died):
        return None
    at, at_zh = _reached(around.progress)
    if failure.cause == "timeout":
        return "too-slow", f"stopped after {around.seconds:g} s{at}", "timeout", (
            ("the run takes too long", "运行时间太长"),
            (f"The limit is {around.seconds:g} s{at}. Use fewer steps, a smaller network or larger batches; a Python loop over pixels or samples is "
             "what usually takes the time.",
             f"时间上限是 {around.seconds:g} 秒{at_zh}。请减少步数、缩小网络或增大 batch；最耗时的通常是逐像素或逐样本的 Python 循环。"),
        )  # fmt: skip
    if failure.cause == "memory":
        return "memory", f"more than {around.memory_mb} MB of memory were used{at}", "memory", (
            ("the run takes too much memory", "占用内存太多"),
            (f"The limit is {around.memory_mb} MB. Keep numbers, not tensors: `losses.append(loss)` keeps the graph of every step, `loss.item()` doesn't. "
             "Move one batch at a time to float32, not the whole data.",
             f"内存上限是 {around.memory_mb} MB。请保存数字而不是张量：`losses.append(loss)` 会留住每一步的计算图，`loss.item()` 不会。"
             "每次只把一个 batch 转成 float32，不要一次转换全部数据。"),
        )  # fmt: skip
    return None


def _reached(progress: dict[str, Any] | None) -> tuple[str, str]:
    if progress is None:
        return "", ""
    step, total = progress["step"], progress["total"]
    if total:
        return f"; the training had reached step {step} of {total}", f"，训练进行到第 {step} 步（共 {total} 步）"
    return f"; the training had reached step {step}", f"，训练进行到第 {step} 步"


def _raised(failure: BaseException, around: Circumstances) -> Found | None:
    if not isinstance(failure, Raised):
        return None
    kinds, place = {failure.kind, *failure.bases}, f"line {failure.line}: " if failure.line else ""
    if (
        "OutOfMemoryError" in kinds
        or "CUDA out of memory" in failure.message
        or "MPS backend out of memory" in failure.message
    ):
        return _gpu_memory(place, around)
    if around.device != "cpu" and any(sign in failure.message for sign in _GONE):
        return _gpu_gone(place, failure)
    if "DefaultCPUAllocator" in failure.message or kinds & {"MemoryError", "_ArrayMemoryError"}:
        return _died(Died("", "memory"), around)
    refused = kinds & {"PermissionError", "BlockingIOError"} or "ermission denied" in failure.message
    refused = refused or any(sign in failure.message for sign in ("Operation not permitted", "Read-only file system"))
    if "multiprocessing" in failure.through and (refused or "OSError" in kinds):
        return _no_workers(place)
    if "Operation not permitted" in failure.message and "'" not in failure.message:  # a file would be named
        return _not_available(place)
    if refused or ("OSError" in kinds and "File too large" in failure.message) or "can't open file" in failure.message:
        return _no_files(place)
    return None


def _gpu_memory(place: str, around: Circumstances) -> Found:
    return "gpu-memory", f"{place}the GPU has no memory left", "memory", (
        ("the GPU has no memory left", "显存不足"),
        ("Use smaller batches, and keep numbers (`loss.item()`), not tensors, of the steps that are over. Another program may hold the GPU's memory: "
         "`nvidia-smi` shows it; `--device cpu` does without the GPU.",
         "请减小 batch，并且只保存已完成步骤的数字（`loss.item()`）而不是张量。也可能是别的程序占用了显存：用 `nvidia-smi` 查看；`--device cpu` 可以不用 GPU。"),
    )  # fmt: skip


def _gpu_gone(place: str, failure: Raised) -> Found:
    told = failure.message.strip().splitlines()[0][:160] if failure.message.strip() else failure.kind
    return "gpu-gone", f"{place}the GPU failed: {told}", "", (
        ("the GPU failed or went away", "GPU 出错或已不可用"),
        ("A label outside the classes or an index outside an embedding stops the GPU with a device-side assert: `--device cpu` shows the line. Otherwise "
         "the driver or the device is in trouble; try again.",
         "标签超出类别范围或索引越界会触发 device-side assert 使 GPU 停止：用 `--device cpu` 可以看到出错的行。否则是驱动或设备的问题，请重试。"),
    )  # fmt: skip


def _no_workers(place: str) -> Found:
    return "no-workers", f"{place}processes can't be started here; use num_workers=0", "", (
        ("a DataLoader with worker processes", "DataLoader 使用了工作进程"),
        ("Worker processes are not available here: give DataLoader `num_workers=0`, or index the tensors yourself. The data is in memory, so that workers "
         "would not make it faster.",
         "这里不能启动工作进程：请给 DataLoader 设 `num_workers=0`，或直接对张量做索引。数据已在内存中，工作进程也不会更快。"),
    )  # fmt: skip


def _not_available(place: str) -> Found:
    return "not-available", f"{place}processes can't be started here, and there is no network", "", (
        ("a process or the network", "启动进程或使用网络"),
        ("The training runs without a network and can't start processes: everything that it needs is in its arguments. Threads are available.",
         "训练时没有网络，也不能启动进程：所需的一切都在参数里。线程可以使用。"),
    )  # fmt: skip


def _no_files(place: str) -> Found:
    return "no-files", f"{place}files can't be read or written here; keep the model in memory", "", (
        ("a file is opened", "打开了文件"),
        ("No file can be read or written here. To keep the best weights, copy them: `best = {k: v.clone() for k, v in model.state_dict().items()}`.",
         "这里不能读写文件。要保留最好的权重，请在内存里复制：`best = {k: v.clone() for k, v in model.state_dict().items()}`。"),
    )  # fmt: skip


def _returned_none(failure: Mishap) -> Words:
    return (
        ("the training returns nothing", "训练函数没有返回值"),
        (
            "The function ends without `return`. Return the trained model.",
            "函数结束时没有 `return`。请返回训练好的模型。",
        ),
    )


def _no_model(failure: Mishap) -> Words:
    return (
        ("no model comes back", "返回的不是模型"),
        (f"What comes back is {failure.got}; the trained `torch.nn.Module` itself is wanted, not its weights or a list with the losses.",
         f"返回的是 {failure.got}；应返回训练好的 `torch.nn.Module` 本身，而不是权重或损失列表。"),
    )  # fmt: skip


def _nan_loss(failure: Mishap) -> Words:
    step, value = failure.facts.get("step", 0), failure.facts.get("value", "nan")
    return (
        (f"the loss is {value} from step {step} on", f"从第 {step} 步起损失为 {value}"),
        ("The step is too large, or the loss takes the log of 0 or divides by 0. Lower the learning rate or clip the gradient; feed logits, not "
         "probabilities, to cross entropy; scale the pixels to [0, 1].",
         "可能是步长太大，或损失中对 0 取了对数、除以了 0。请降低学习率或裁剪梯度；交叉熵应输入 logits 而不是概率；把像素缩放到 [0, 1]。"),
    )  # fmt: skip


def _wrong_shape(failure: Mishap) -> Words:
    return (
        ("the model's answer has the wrong shape", "模型输出的形状不对"),
        (f"The model answers {failure.got}; expected {failure.expected}. Look at the last layer, and at what flattens the image.",
         f"模型输出 {failure.got}，应为 {failure.expected}。请检查最后一层，以及把图像展平的地方。"),
    )  # fmt: skip


def _no_logits(failure: Mishap) -> Words:
    return (
        ("the model answers no tensor", "模型的输出不是张量"),
        (f"For a batch the model answers {failure.got.splitlines()[0] if failure.got else 'nothing'}; one tensor of logits is wanted.",
         f"对一个 batch，模型输出的是 {failure.got.splitlines()[0] if failure.got else '空'}；应为一个 logits 张量。"),
    )  # fmt: skip


def _nan_logits(failure: Mishap) -> Words:
    return (
        ("the trained model answers nan or inf", "训练后的模型输出 nan 或 inf"),
        ("The weights have become nan or inf: the training diverged. Lower the learning rate, clip the gradient, and log the loss to see when it begins.",
         "权重已变成 nan 或 inf：训练发散了。请降低学习率或裁剪梯度，并记录损失以看清从哪一步开始。"),
    )  # fmt: skip


def _rate_too_high(failure: Mishap) -> Words:
    share = f"{failure.facts.get('step', 0.0):.0%}"
    return (
        ("the learning rate is far too high", "学习率高得离谱"),
        (f"One of its steps changed the weights by {share} of their own size; the programs that pass here stay below 20 %. Such a step throws away "
         "what was learned before. Try a tenth, then a hundredth: take the largest rate with which the loss falls steadily, then a little less.",
         f"有一步把权重改变了其自身大小的 {share}；这里能通过的程序都不到 20 %。这样的一步会把此前学到的东西都甩掉。"
         "先试十分之一，再试百分之一：取能让 loss 稳定下降的最大学习率，再略小一点。"),
    )  # fmt: skip


MISTAKES = {"learning-rate-too-high"}
"""Those that are also known mistakes of the tasks, and bear the same name there."""
_WRONG: dict[str, Callable[[Mishap], Words]] = {
    "returned-none": _returned_none, "no-model": _no_model, "nan-loss": _nan_loss, "wrong-shape": _wrong_shape, "no-logits": _no_logits,
    "nan-logits": _nan_logits,
    "learning-rate-too-high": _rate_too_high,
}  # fmt: skip


def _wrong(failure: BaseException, around: Circumstances) -> Found | None:
    if not isinstance(failure, Mishap) or failure.name not in _WRONG:
        return None
    return failure.name, failure.message, "", _WRONG[failure.name](failure)
