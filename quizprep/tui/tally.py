"""Counting the banks and the answers for the first screen. Runs in a thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quizprep.tui.desk import Desk
    from quizprep.tui.screens.home import Facts


def tally(desk: Desk) -> tuple[dict[str, Facts], int, int]:
    """For each topic its facts; how many drills were passed; how many there are."""
    from quizprep.tui.screens.home import Facts

    with desk.lock:
        answered: dict[str, dict[str, int]] = {}
        states: dict[str, str] = {}
        if (store := desk.store) is not None:
            answered = store.stats()["topics"]
            states = store.drill_states()
        facts = {}
        for topic in desk.library.topics:
            counts = answered.get(topic.slug, {"answers": 0, "right": 0})
            facts[topic.slug] = Facts(topic.count, len(topic.drills), counts["answers"], counts["right"])
        drills = desk.library.drills
        passed = sum(states.get(d.slug) == "passed" for d in drills)
    return facts, passed, len(drills)
