"""On a GPU: the training tasks and their GPU checks. ``make test-gpu``; without a GPU it fails and says so.

Not part of ``make test``: these are marked gpu, which the settings of pytest leave out.
"""

import pytest

from quizprep.content.library import Library
from quizprep.grading.client import Grader
from quizprep.grading.report import Progress

pytestmark = pytest.mark.gpu
TASKS = [d.slug for d in Library().drills if d.info.kind == "training"]


@pytest.fixture(scope="module")
def grader():
    with Grader(device="") as grader:
        service = grader._service("torch")
        if not service.wait_ready() or service.device() != "cuda":
            pytest.exit(
                "no GPU here: torch in the sandbox can't use CUDA; these tests need an NVIDIA GPU", returncode=1
            )
        yield grader


@pytest.mark.parametrize("slug", TASKS or ["-"])
def test_the_reference_passes_on_the_gpu_with_every_check_run(grader, slug):
    news = []
    drill = Library().drill(slug)
    report = grader.check(drill, drill.reference().encode(), on_news=news.append)
    assert report.verdict == "pass", [(c.name, c.outcome, c.message) for c in report.checks]
    assert report.device == "cuda" and report.without_gpu == 0
    assert report.isolation.endswith(", GPU devices allowed")


def test_progress_comes_from_the_gpu(grader):
    news = []
    drill = Library().drill("train-classifier")
    grader.check(drill, drill.reference().encode(), on_news=news.append)
    assert any(isinstance(n, Progress) for n in news)


def test_running_out_of_gpu_memory_has_its_sentence(grader):
    drill = Library().drill("train-classifier")
    source = drill.reference().replace("def train(", "def _train(", 1)
    source += "\ndef train(model, x, y, *, device, seed, log):\n    return [torch.ones(1 << 40, device=device)]\n"
    report = grader.check(drill, source.encode())
    assert report.verdict in ("memory", "error", "fail")
    assert any("the GPU has no memory left" in c.message for c in report.checks)
