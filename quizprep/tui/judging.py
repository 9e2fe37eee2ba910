"""One submission being judged in a thread, and the messages it posts. Touches no widget."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from quizprep.grading.curve import Curves
from quizprep.grading.report import Printed, Progress

if TYPE_CHECKING:
    from textual.message_pump import MessagePump

    from quizprep.content.library import Drill
    from quizprep.grading.report import CheckResult, Report
    from quizprep.progress.store import Store
    from quizprep.tui.desk import Desk


class Judging:
    """Grades one submission; `work` runs in a thread and reports to `owner` by messages."""

    def __init__(self, owner: MessagePump, drill: Drill, source: bytes, desk: Desk) -> None:
        self.owner, self.drill, self.source, self.desk = owner, drill, source, desk
        self.curves = Curves()

    def work(self) -> None:
        """Grade. A failure is raised for the app to show, after the owner was told that it is over."""
        from quizprep.grading.client import Cancelled

        try:
            report = self.desk.grader.check(
                self.drill,
                self.source,
                on_check=lambda check: self.owner.post_message(CheckEnded(self, check)),
                on_news=self._hear,
            )
        except Cancelled:
            self.owner.post_message(Stopped(self, cancelled=True))
        except BaseException:
            self.owner.post_message(Stopped(self, cancelled=False))
            raise
        else:
            self.owner.post_message(Graded(self, report))

    def _hear(self, news: Progress | Printed) -> None:
        """In the thread: progress is kept, and told."""
        if isinstance(news, Progress):
            self.curves.add(news)
        self.owner.post_message(News(self, news))

    def record(self, store: Store, report: Report, seconds_spent: float) -> None:
        """Keep the submission with its verdict, and how it trained."""
        number = store.record_submission(self.drill, self.source, report, seconds_spent=seconds_spent)
        if self.curves.of:
            store.record_run(number, report.device, self.curves.as_json(), report.seconds)

    def cancel(self) -> None:
        """Stop the verdict under way."""
        self.desk.grader.cancel()


class CheckEnded(Message):
    """One check has its outcome."""

    def __init__(self, judging: Judging, check: CheckResult) -> None:
        super().__init__()
        self.judging, self.check = judging, check


class News(Message):
    """A training run tells how far it is, or prints something."""

    def __init__(self, judging: Judging, news: Progress | Printed) -> None:
        super().__init__()
        self.judging, self.news = judging, news


class Graded(Message):
    """The verdict is there."""

    def __init__(self, judging: Judging, report: Report) -> None:
        super().__init__()
        self.judging, self.report = judging, report


class Stopped(Message):
    """It ended without a verdict."""

    def __init__(self, judging: Judging, *, cancelled: bool) -> None:
        super().__init__()
        self.judging, self.cancelled = judging, cancelled


class Saved(Message):
    """The user's file was saved with other content."""

    def __init__(self, source: bytes) -> None:
        super().__init__()
        self.source = source


class Isolated(Message):
    """The grading service is ready; its level of isolation, and for a training task the device."""

    def __init__(self, level: str, device: str) -> None:
        super().__init__()
        self.level, self.device = level, device
