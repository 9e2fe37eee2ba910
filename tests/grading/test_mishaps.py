"""Each known way in which a training run stops has a sentence of its own, in both languages, and nothing else has one."""

import pytest

from quizprep.grading import mishaps
from quizprep.grading.checking import CheckFailure
from quizprep.grading.solution import Died, Raised
from quizprep.grading.training import Mishap, accuracy, falls, measured, reaches

AT = {"step": 30, "total": 90, "values": {}}


def around(device="cpu", progress=None):
    return mishaps.Circumstances(device, 60.0, 2048, progress)


def raised(kind, message, *bases, through=()):
    return Raised(kind, list(bases), message, 7, through)


CASES = {
    "timeout": (Died("no answer", "timeout"), "too-slow", "stopped after 60 s; the training had reached step 30 of 90", "timeout"),
    "memory": (Died("x", "memory"), "memory", "more than 2048 MB of memory were used", "memory"),
    "allocator": (raised("RuntimeError", "[enforce fail] DefaultCPUAllocator: can't allocate memory"), "memory", "2048 MB", "memory"),
    "MemoryError": (raised("MemoryError", ""), "memory", "2048 MB", "memory"),
    "CUDA memory": (raised("OutOfMemoryError", "CUDA out of memory. Tried…", "RuntimeError"), "gpu-memory", "line 7: the GPU has no memory", "memory"),
    "assert on the device": (raised("AcceleratorError", "CUDA error: device-side assert triggered\nmore", "RuntimeError"),
                             "gpu-gone", "line 7: the GPU failed: CUDA error: device-side assert triggered", ""),
    "device gone": (raised("RuntimeError", "CUDA error: the GPU has fallen off the bus"), "gpu-gone", "the GPU failed", ""),
    "no GPU any more": (raised("RuntimeError", "No CUDA GPUs are available"), "gpu-gone", "the GPU failed", ""),
    "driver gone": (raised("RuntimeError", "CUDA unknown error - this may be due to an incorrectly set up environment"), "gpu-gone", "the GPU failed", ""),
    "MPS memory": (raised("RuntimeError", "MPS backend out of memory (MPS allocated: 9 GB)"), "gpu-memory", "no memory left", "memory"),
    "no driver": (raised("RuntimeError", "Found no NVIDIA driver on your system."), "gpu-gone", "the GPU failed", ""),
    "workers": (raised("PermissionError", "[Errno 1] Operation not permitted", "OSError", through=("multiprocessing",)),
                "no-workers", "use num_workers=0", ""),
    "semaphores": (raised("OSError", "[Errno 38] Function not implemented", through=("multiprocessing",)), "no-workers", "num_workers=0", ""),
    "fork": (raised("PermissionError", "[Errno 1] Operation not permitted", "OSError"), "not-available", "processes can't be started", ""),
    "write": (raised("PermissionError", "[Errno 13] Permission denied: 'model.pt'", "OSError"), "no-files", "keep the model in memory", ""),
    "read-only": (raised("OSError", "[Errno 30] Read-only file system: 'model.pt'"), "no-files", "keep the model in memory", ""),
    "torch.save": (raised("RuntimeError", "Parent directory . can't open file"), "no-files", "files can't be read or written", ""),
    "None": (Mishap("returned-none", "train returned None"), "returned-none", "train returned None", ""),
    "no model": (Mishap("no-model", "train must return the trained model", "[1.0]"), "no-model", "must return the trained model", ""),
    "shape": (Mishap("wrong-shape", "for 5 inputs the model answers …", "shape (5, 3)", "shape (5, 10)"), "wrong-shape", "for 5 inputs", ""),
    "no logits": (Mishap("no-logits", "one tensor of logits", "a tuple"), "no-logits", "one tensor of logits", ""),
    "nan logits": (Mishap("nan-logits", "for 3 of 5 inputs"), "nan-logits", "for 3 of 5 inputs", ""),
    "step": (Mishap("learning-rate-too-high", "accuracy 10 %", step=4.0), "learning-rate-too-high", "accuracy 10 %", ""),
    "nan": (Mishap("nan-loss", "the logged loss is nan", step=3, value="nan"), "nan-loss", "the logged loss is nan", ""),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_each_has_its_sentence_its_cause_and_words_in_both_languages(name):
    failure, known, says, cause = CASES[name]
    found = mishaps.find(failure, around("cuda", AT))
    assert found is not None and (found[0], found[2]) == (known, cause) and says in found[1], found
    told = mishaps.as_diagnosis(found[0], found[3])
    assert told["mistake"] == (known if known in mishaps.MISTAKES else f"run.{known}")
    for part in ("title", "explanation"):
        assert told[part]["en"].isascii() and not told[part]["zh"].isascii()


def test_no_two_ways_of_going_wrong_share_their_words():
    told = {}
    for failure, *_rest in CASES.values():
        found = mishaps.find(failure, around("cuda", AT))
        told.setdefault(found[3][0][0], set()).add(found[0])
    assert all(len(names) == 1 for names in told.values())


@pytest.mark.parametrize(
    "failure",
    [raised("ValueError", "mine"), raised("RuntimeError", "mat1 and mat2 shapes cannot be multiplied"), raised("OSError", "odd"),
     CheckFailure("too low"), Died("it crashed"), KeyError("x"), raised("RuntimeError", "CUDA error: x")],
)  # fmt: skip
def test_what_is_nothing_known_is_not_explained(failure):
    """On the CPU, a message that names CUDA is the submission's own."""
    assert mishaps.find(failure, around()) is None


@pytest.mark.parametrize(
    ("step", "known"), [(0.49, False), (0.5, True), (float("inf"), True), (float("nan"), False), (0.0, False)]
)
def test_a_rate_is_blamed_for_steps_of_half_the_weights_size_only(step, known):
    with pytest.raises(CheckFailure) as failure:
        reaches(0.2, 0.8, n=100, step=step)
    assert (mishaps.find(failure.value, around()) is not None) is known
    reaches(0.9, 0.8, n=100, step=step)
    measured.clear()


def test_too_slow_without_a_log_says_only_the_limit():
    assert mishaps.find(Died("x", "timeout"), around())[1] == "stopped after 60 s"


# ---------------------------------------------------------------- what checks are written with


def test_a_share_is_told_whether_it_is_enough_or_not():
    measured.clear()
    reaches(0.91, 0.9, n=100)
    with pytest.raises(CheckFailure, match=r"accuracy on 100 new samples: 89\.0%; at least 90\.0% is needed"):
        reaches(0.89, 0.9, n=100)
    with pytest.raises(CheckFailure):
        reaches(float("nan"), 0.9, n=100)
    assert [m["value"] for m in measured[:2]] == [0.91, 0.89]
    measured.clear()


def test_accuracy_is_the_share_of_largest_logits():
    assert accuracy([[0.0, 1.0], [2.0, 1.0], [0.0, 3.0], [0.0, 9.0]], [1, 0, 0, 1]) == 0.75


def test_a_loss_must_fall_and_must_be_logged():
    falls([{"step": s, "loss": 2.0 - s / 100} for s in range(100)], to=0.6)
    with pytest.raises(CheckFailure, match="does not fall"):
        falls([{"step": s, "loss": 2.0} for s in range(100)], to=0.9)
    with pytest.raises(CheckFailure, match="logged 2 times"):
        falls([{"step": 1, "loss": 2.0}, {"step": 2, "loss": 1.0}], to=0.9)
    with pytest.raises(CheckFailure):
        falls([{"step": s, "loss": float("nan")} for s in range(100)], to=0.9)
