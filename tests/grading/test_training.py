"""Training tasks: progress comes while it runs, one run serves several checks, and each way of going wrong has its sentence."""

import itertools
import math
import threading
import time
from pathlib import Path

import pytest

from quizprep.grading import channel, gpu, messages, service
from quizprep.grading.carried import Log
from quizprep.grading.client import Cancelled, Grader
from quizprep.grading.codec import Malformed, decode, encode
from quizprep.grading.logbook import MOST_ENTRIES, Logbook
from quizprep.grading.report import CheckResult, Measured, Printed, Progress, needs_gpu, verdict_of
from quizprep.grading.service import Service
from tests.grading import training_world
from tests.grading.training_world import REFERENCE

pytestmark = pytest.mark.torch


@pytest.fixture(scope="module")
def task(tmp_path_factory):
    return training_world.make(tmp_path_factory.mktemp("task"))


@pytest.fixture(scope="module")
def short(tmp_path_factory):
    """The same with two seconds and 300 MB."""
    return training_world.make(tmp_path_factory.mktemp("short"), seconds=2, memory=300)


def with_body(train: str, model: str = "torch.nn.Linear(2, 2).double()") -> bytes:
    """A submission whose `train` is `train`."""
    lines = "\n".join("    " + line for line in train.strip().splitlines())
    head = "def train(model, x, y, *, device, seed, log):"
    return f"import torch, time\ndef build_model():\n    return {model}\n{head}\n{lines}\n".encode()


def outcomes(report):
    return {c.name: c.outcome for c in report.checks}


def first(report):
    return report.checks[0]


# ---------------------------------------------------------------- a run that is right


@pytest.fixture(scope="module")
def right(grader, task):
    news = []
    return grader.check(task, REFERENCE.encode(), seed=3, on_news=news.append), news


def test_the_reference_passes_on_the_cpu_and_the_gpu_check_is_named_as_not_run(right):
    report, _ = right
    assert report.verdict == "pass", report
    assert report.device == "cpu" and report.without_gpu == 1
    gpu = report.checks[-1]
    assert (gpu.name, gpu.outcome, gpu.message) == ("test_amp", "skipped", "needs a GPU; not run")


def test_one_run_serves_three_checks(right):
    report, news = right
    assert report.stdout.count("threads") == 1
    assert {p.check for p in news if isinstance(p, Progress)} == {"test_accuracy"}


def test_the_worker_trains_with_two_threads(right):
    report, _ = right
    assert "threads 2" in report.stdout


def test_the_report_tells_what_was_measured(right):
    report, _ = right
    found = first(report).measured
    assert isinstance(found, Measured) and found.n == 1000 and found.at_least == 0.9 and found.value >= 0.9


def test_progress_and_output_come_while_it_runs(right):
    _, news = right
    told = [p for p in news if isinstance(p, Progress)]
    assert [p.step for p in told] == sorted(p.step for p in told)
    assert told[-1].step == told[-1].total == 60 and set(told[-1].values) == {"loss", "accuracy"}
    assert any(isinstance(p, Printed) and "threads" in p.text for p in news)


def test_the_same_seed_measures_the_same(grader, task, right):
    report, _ = right
    assert first(grader.check(task, REFERENCE.encode(), seed=3)).measured == first(report).measured


def test_progress_comes_at_once_and_a_run_is_cancelled_at_any_moment(task):
    endless = with_body("while True:\n    time.sleep(0.01)\n    log(1, 2, loss=1.0)")
    with Grader() as grader:
        grader.check(task, REFERENCE.encode())
        came = threading.Event()
        threading.Thread(target=lambda: (came.wait(20), grader.cancel())).start()
        started = time.monotonic()
        with pytest.raises(Cancelled):
            grader.check(task, endless, on_news=lambda _: came.set())
        assert came.is_set() and time.monotonic() - started < 15


# ---------------------------------------------------------------- what goes wrong with a run


@pytest.mark.parametrize(
    ("train", "outcome", "name", "says"),
    [
        ("pass", "fail", "returned-none", "returned None"),
        ("return [1.0]", "fail", "no-model", "must return the trained model"),
        ("log(3, 9, loss=float('nan'))\nreturn model", "fail", "nan-loss", "nan from step 3 of 9"),
        ("return torch.nn.Linear(2, 3).double()", "fail", "wrong-shape", "shape (500, 3)"),
        ("return torch.nn.Identity()", "fail", "", "accuracy on 1000"),
        ("torch.nn.init.constant_(model.weight, float('nan'))\nreturn model", "fail", "nan-logits", "1000 of 1000"),
        ("torch.save(model.state_dict(), 'model.pt')\nreturn model", "error", "no-files", "files can't be read or written"),
        ("open('/tmp/log.txt', 'w')\nreturn model", "error", "no-files", "files can't be read or written"),
        ("data = torch.utils.data.TensorDataset(x, y)\n"
         "for a, b in torch.utils.data.DataLoader(data, batch_size=50, num_workers=2):\n    pass\nreturn model",
         "error", "no-workers", "use num_workers=0"),
        ("raise torch.OutOfMemoryError('CUDA out of memory. Tried to allocate 2 GiB')", "error", "gpu-memory", "no memory left"),
        ("log(1, loss='high')\nreturn model", "error", "", "loss is no number"),
        ("raise ValueError('mine')", "error", "", "ValueError: mine"),
    ],
)  # fmt: skip
def test_a_run_that_goes_wrong_is_told_once_and_the_checks_after_it_are_not_run(
    grader, task, train, outcome, name, says
):
    report = grader.check(task, with_body(train), seed=1)
    assert report.verdict == ("memory" if name == "gpu-memory" else outcome) and first(report).outcome == outcome
    assert says in first(report).message, first(report)
    assert (report.diagnosis.mistake if report.diagnosis else "") == (f"run.{name}" if name else "")
    if outcome == "error" or name in ("returned-none", "no-model", "nan-loss"):
        assert all(c.outcome == "skipped" for c in report.checks[1:3])
        assert "the training before it failed" in report.checks[1].message
    assert report.checks[3].outcome == "pass", "what has a worker of its own is judged all the same"


def test_too_slow_says_how_far_it_came(grader, short):
    source = with_body("for step in range(1000):\n    time.sleep(0.1)\n    log(step, 1000, loss=1.0)\nreturn model")
    report = grader.check(short, source)
    assert report.verdict == "timeout" and "stopped after 2 s; the training had reached step" in first(report).message
    assert report.diagnosis.mistake == "run.too-slow" and "1000" in report.diagnosis.explanation.zh
    assert outcomes(report)["test_eval_mode"] == "skipped"


def test_too_much_memory_says_what_to_do(grader, short):
    source = with_body("kept = []\nwhile True:\n    kept.append(torch.ones(1 << 21))\n    time.sleep(0.001)")
    report = grader.check(short, source)
    assert report.verdict == "memory" and report.diagnosis.mistake == "run.memory"
    assert "loss.item()" in report.diagnosis.explanation.en


def test_a_process_that_exits_in_the_run_has_not_passed(grader, task):
    report = grader.check(task, with_body("import os\nos._exit(0)"))
    assert report.verdict == "error" and outcomes(report)["test_loss_falls"] == "skipped"


def test_a_file_that_defines_too_little_says_so(grader, task):
    report = grader.check(task, b"def build_model():\n    return 1\n")
    assert report.verdict == "fail" and "does not define `train`" in report.note


# ---------------------------------------------------------------- what a submission may not do with progress

FORGED = """
import os, struct, time
frame = struct.Struct("<16sQ")
flag = 1 << 63
import sys, gc
teller = next(o.__self__ for o in gc.get_objects() if getattr(o, "__qualname__", "") == "Teller.progress" and hasattr(o, "__self__"))
def send(payload, length=None):
    teller.sock.sendall(frame.pack(teller.nonce, (len(payload) if length is None else length) | flag) + payload)
"""


@pytest.mark.parametrize(
    "attack",
    [
        "send(b'junk')",
        "send(b'N')",
        "send(b'x' * 5000)",
        "for _ in range(100000):\n    log(1, 2, loss=1.0)\n    teller.progress(b'l\\x03' + bytes(7) + b'NNN')",
        "from quizprep.grading.codec import encode\nwhile True:\n    send(encode([1, 2, {'loss': 1.0}]))",
        "from quizprep.grading.codec import encode\nsend(encode(['ok', encode(True), encode([])]))",
    ],
)
def test_forged_or_flooding_progress_is_an_error_and_never_an_answer(grader, task, attack):
    news = []
    report = grader.check(task, with_body(FORGED + attack + "\nreturn model"), on_news=news.append)
    assert report.verdict == "error" and "broke the protocol" in first(report).message, first(report)
    assert len(news) < 5000


def test_logging_from_another_thread_does_not_mix_with_the_answer(grader, task):
    source = REFERENCE.replace(
        "    model.to(device).train()\n",
        "    import threading\n    def chatter():\n        while True:\n            log(1, 60, loss=1.0)\n"
        "    threading.Thread(target=chatter, daemon=True).start()\n    model.to(device).train()\n",
    )
    report = grader.check(task, source.encode())
    assert first(report).outcome == "pass", first(report)


@pytest.mark.parametrize(
    "entry",
    [None, [], [1, 2], [1.5, None, {}], [1, "2", {}], [True, None, {}], [1 << 60, None, {}], [1, None, {"loss": "1"}],
     [1, None, {3: 1.0}], [1, None, {"x" * 99: 1.0}], [1, None, {f"n{i}": 1.0 for i in range(9)}]],
)  # fmt: skip
def test_an_entry_of_another_form_is_refused(entry):
    with pytest.raises(Malformed):
        channel._progress(entry)


def test_an_entry_may_hold_what_is_not_finite():
    assert math.isnan(channel._progress([1, None, {"loss": math.nan}])["values"]["loss"])


def test_a_log_crosses_only_from_us():
    assert decode(encode(Log()), ours=True) == Log()
    with pytest.raises(Malformed):
        decode(encode(Log()))


# ---------------------------------------------------------------- the log itself


def test_all_entries_are_kept_and_about_twenty_a_second_are_sent():
    sent = []
    book = Logbook()
    book.send = sent.append
    log = book.open()
    for step in range(200):
        log(step, 200, loss=step / 2)
    book.close()
    assert [e["step"] for e in book.entries()] == list(range(200))
    assert 2 <= len(sent) < 50 and decode(sent[-1]) == [199, 200, {"loss": 99.5}]


def test_a_long_log_is_thinned_evenly_and_keeps_its_end():
    book = Logbook()
    log = book.open()
    for step in range(3 * MOST_ENTRIES + 1):
        log(step)
    steps = [e["step"] for e in book.entries()]
    assert len(steps) <= MOST_ENTRIES and steps[-1] == 3 * MOST_ENTRIES
    assert {b - a for a, b in itertools.pairwise(steps[:-1])} == {4}


@pytest.mark.parametrize(("args", "numbers"), [(("a",), {}), ((1, "b"), {}), ((1e30,), {}), ((1,), {"loss": [1]})])
def test_what_is_no_number_is_a_type_error(args, numbers):
    with pytest.raises(TypeError, match="log"):
        Logbook().open()(*args, **numbers)


def test_numbers_of_any_library_are_taken():
    import numpy as np
    import torch

    book = Logbook()
    book.open()(np.int64(3), torch.tensor(9), loss=torch.ones((), requires_grad=True), accuracy=np.float32(0.5))
    assert book.entries() == [{"step": 3, "total": 9, "loss": 1.0, "accuracy": 0.5}]


def test_nothing_is_noted_after_the_call():
    book = Logbook()
    log = book.open()
    book.close()
    log(1, loss=1.0)
    assert book.entries() == []


# ---------------------------------------------------------------- the verdict


def check(name, outcome, cause=""):
    return CheckResult(name=name, title=None, outcome=outcome, cause=cause)


def test_a_check_that_needs_a_gpu_counts_neither_way():
    done, gpu, skipped = check("a", "pass"), check("g", "skipped", "gpu"), check("s", "skipped")
    assert needs_gpu(gpu) and not needs_gpu(skipped)
    assert verdict_of([done, gpu], {"a", "g"}) == "pass"
    assert verdict_of([done, skipped], {"a"}) == "ungraded"
    assert verdict_of([gpu], {"g"}) == "ungraded", "nothing was looked at"
    assert verdict_of([check("a", "fail"), gpu], {"a", "g"}) == "fail"


def test_a_check_that_skips_itself_is_no_pass(grader, tmp_path):
    checks = "import pytest\ndef test_small(solution):\n    pytest.skip('not today')\n"
    task = training_world.make(tmp_path, checks, ("test_small",))
    report = grader.check(task, REFERENCE.encode())
    assert report.verdict == "ungraded" and first(report).message == "not run: not today"


def test_a_device_that_is_not_here_is_refused_in_one_sentence(task, grader, monkeypatch):
    from quizprep.errors import UngradedError

    service = grader._service("torch")
    grader.check(task, b"x = 1")
    monkeypatch.setattr(grader, "_device", "mps" if service.device() != "mps" else "cuda")
    with pytest.raises(UngradedError, match="is asked for, but torch can't use it here"):
        grader.check(task, REFERENCE.encode())


def test_with_gpu_devices_the_sandbox_holds_and_the_level_says_so(tmp_path, monkeypatch):
    """All but the GPU itself: the devices' rules, no limit on the address space, the level as it held there."""
    monkeypatch.setattr(gpu, "possible", lambda: True)
    monkeypatch.setattr(Grader, "device", lambda self, drill, service=None, give_up=None: service.device() and "cuda")
    task = training_world.make(tmp_path, training_world.CHECKS, ("test_small", "test_amp"))
    steal = REFERENCE.replace(
        "    return torch.nn.Linear", "    open('/etc/passwd').read()\n    return torch.nn.Linear"
    )
    with Grader() as grader:
        service = grader._service("torch")
        assert service.wait_ready() and service.device() in ("cuda", "mps", "cpu"), "torch was asked, in a worker"
        report = grader.check(task, REFERENCE.encode())
        assert report.device == "cuda" and report.isolation.endswith(", GPU devices allowed"), report
        assert first(report).outcome == "pass" and report.checks[1].outcome != "skipped"
        if report.isolation >= "L2":
            assert first(grader.check(task, steal.encode())).message.endswith(
                "files can't be read or written here; keep the model in memory"
            )


@pytest.mark.parametrize(
    ("error", "verdict", "name", "says"),
    [
        ("torch.OutOfMemoryError('CUDA out of memory. Tried to allocate 2 GiB')", "memory", "gpu-memory", "no memory left"),
        ("RuntimeError('CUDA error: the GPU has fallen off the bus')", "error", "gpu-gone", "the GPU failed: CUDA error"),
        ("RuntimeError('CUDA error: device-side assert triggered')", "error", "gpu-gone", "device-side assert"),
        ("RuntimeError('No CUDA GPUs are available')", "error", "gpu-gone", "the GPU failed: No CUDA GPUs"),
    ],
)  # fmt: skip
def test_a_gpu_that_fails_in_the_run_has_its_sentence(tmp_path, monkeypatch, error, verdict, name, says):
    """The GPU is a fake one: what CUDA raises is raised by the submission, after three steps."""
    monkeypatch.setattr(gpu, "possible", lambda: True)
    monkeypatch.setattr(Grader, "device", lambda self, drill, service=None, give_up=None: service.device() and "cuda")
    names = ("test_accuracy", "test_loss_falls", "test_small")
    task = training_world.make(tmp_path, training_world.CHECKS, names)
    with Grader() as grader:
        report = grader.check(task, with_body(f"log(3, 9, loss=1.0)\nraise {error}"))
    assert report.device == "cuda" and report.verdict == verdict and says in first(report).message, report
    assert report.diagnosis.mistake == f"run.{name}" and report.checks[1].outcome == "skipped"
    assert report.checks[2].outcome == "pass", "what doesn't need the run is judged all the same"


def test_asking_for_the_device_can_be_given_up_and_is_not_asked_twice(monkeypatch):
    """A driver that takes its time must not hold a cancelled verdict; what it tells later is taken then."""
    monkeypatch.setattr(gpu, "possible", lambda: True)
    line, theirs = messages.pair()
    zygote = messages.Messages(theirs)
    service = Service.__new__(Service)
    service.lock, service.line, service._device, service._asked = threading.Lock(), line, "", False
    given_up = threading.Event()
    threading.Timer(0.2, given_up.set).start()
    started = time.monotonic()
    assert service.device(given_up) == "" and time.monotonic() - started < 5
    assert zygote.receive()[0] == {"op": "probe"}
    zygote.send({"device": "cuda"})
    assert service.device() == "cuda" and not zygote.waiting(), "it was asked once"
    line.close()
    zygote.close()


def test_cancel_reaches_the_question_for_the_device(task, monkeypatch):
    """A driver that never answers: the verdict is cancelled all the same."""
    send = Service.send
    monkeypatch.setattr(gpu, "possible", lambda: True)
    monkeypatch.setattr(Service, "send", lambda self, m, fds=(): None if m["op"] == "probe" else send(self, m, fds))
    with Grader() as grader:
        assert grader._service("torch").wait_ready()
        threading.Timer(0.5, grader.cancel).start()
        started = time.monotonic()
        with pytest.raises(Cancelled):
            grader.check(task, REFERENCE.encode())
        assert time.monotonic() - started < 15


def test_bubblewrap_binds_the_devices_that_are_named():
    words = service.bubblewrap(["python"], [Path("/dev/nvidia0")])
    at = words.index("--dev-bind")
    assert words[at + 1 : at + 3] == ["/dev/nvidia0", "/dev/nvidia0"] and at > words.index("--dev")
    assert "--dev-bind" not in service.bubblewrap(["python"])


def test_with_torch_the_isolation_is_as_strong_as_without(grader):
    assert grader.isolation("torch") == grader.isolation("numpy")


def test_big_arrays_cross(grader, tmp_path):
    """20,000 images of 28 × 28 bytes are 16 MB."""
    checks = (
        "import torch\nfrom quizprep.grading.checking import require\n"
        "def test_big(solution):\n    x = torch.full((20000, 28, 28), 3, dtype=torch.uint8)\n"
        "    require(solution.train(None, x, None, device='cpu', seed=1, log=None) == 3 * x.numel(), 'the sum is wrong')\n"
    )
    task = training_world.make(tmp_path, checks, ("test_big",))
    assert grader.check(task, with_body("return int(x.sum(dtype=torch.int64))")).verdict == "pass"


@pytest.mark.parametrize("names", [("test_accuracy", "test_small"), ("test_small", "test_accuracy")])
def test_what_was_printed_before_the_file_failed_to_load_is_shown(grader, tmp_path, names):
    task = training_world.make(tmp_path, names=names)
    report = grader.check(task, b"print('so far')\n1 / 0\n")
    assert report.verdict == "error" and "so far" in report.stdout and "ZeroDivisionError" in report.note
