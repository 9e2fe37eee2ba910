"""Cloze: the body with its blanks filled as one types, and an input for each blank."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input

from quizprep import i18n
from quizprep.content.model import Cloze
from quizprep.content.render import Rendered
from quizprep.i18n import _
from quizprep.tui.prose import inline
from quizprep.tui.widgets.answers.base import AnswerBox
from quizprep.tui.widgets.said import Said

_BLANK = re.compile(r"\{\{(\d+)\}\}")


class ClozeBox(AnswerBox):
    """Takes the answers to the blanks."""

    def __init__(self, rendered: Rendered) -> None:
        super().__init__(rendered)
        assert isinstance(rendered.question, Cloze)
        self.question = rendered.question
        self.inputs = [Input(select_on_focus=False, classes="blank") for _blank in self.question.blanks]
        self.body = Said(self._body, flow=not self.question.monospace, classes="cloze-body")

    def compose(self) -> ComposeResult:
        """Body, then inputs."""
        yield self.body
        for place, field in enumerate(self.inputs):
            with Horizontal(classes="typed-line"):
                yield Said(partial(self._mark, place), classes="blank-mark")
                yield field

    def _mark(self, place: int) -> Content:
        return Content.styled(f"[{place + 1}]", "bold $accent")

    def _blank(self, place: int) -> Content:
        typed = self.inputs[place].value.strip() if place < len(self.inputs) else ""
        here = place < len(self.inputs) and self.inputs[place].has_focus
        style = "bold $background on $accent" if here else "bold $accent on $code-back"
        label = typed or str(place + 1)
        return Content.styled(f"[{label:^3}]" if typed else f"[ {label} ]", style)

    def _body(self) -> Content:
        text = self.question.body.get(i18n.language()).strip("\n")
        parts: list[Content] = []
        end = 0
        for found in _BLANK.finditer(text):
            before = text[end : found.start()]
            parts += [Content(before) if self.question.monospace else inline(before)]
            parts.append(self._blank(int(found[1]) - 1))
            end = found.end()
        parts.append(Content(text[end:]) if self.question.monospace else inline(text[end:]))
        return Content("").join(parts)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.body.retext()

    def on_descendant_focus(self) -> None:
        """Show which blank is being filled."""
        self.body.retext()

    @on(Input.Submitted)
    def _enter(self, event: Input.Submitted) -> None:
        event.stop()
        empty = [field for field in self.inputs if not field.value.strip()]
        place = self.inputs.index(event.input)
        after = [field for field in self.inputs[place + 1 :] if field in empty]
        if after or (empty and event.input.value.strip()):
            (after or empty)[0].focus()
        else:
            self.submit()

    @property
    def raw(self) -> Any:
        """What was typed, blank by blank."""
        return [field.value for field in self.inputs]

    def restore(self, answer: Any) -> None:
        """Type it again."""
        for field, typed in zip(self.inputs, answer, strict=False):
            field.value = str(typed)

    def settle(self) -> None:
        """No more typing."""
        for field in self.inputs:
            field.disabled = True
        self.body.retext()

    def begin(self) -> None:
        """Focus the first blank."""
        self.inputs[0].focus()

    def hint(self) -> str:
        """How to answer."""
        return _("Fill the blanks (tab or enter goes on), then enter.")
