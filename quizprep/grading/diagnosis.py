"""Which known mistake a failed submission made: the recorded calls are replayed on each, and answers are compared.

A mistake is named only when the submission agrees with it in every call where it differs from the reference. Everything
here runs in the examiner, on our own programs; of the submission only its recorded answers are used.
"""

from __future__ import annotations

import contextlib
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, repeat
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

from quizprep.grading.carried import Ref
from quizprep.grading.codec import Unsupported, decode, encode
from quizprep.grading.compare import array_of, dtype_of, is_tensor, leaves, same
from quizprep.grading.looks import Looks, kind
from quizprep.grading.objects import Objects, answer
from quizprep.grading.recording import CALLS, Path, Recording
from quizprep.grading.solution import changed, load_request

if TYPE_CHECKING:
    from quizprep.content.model import Mistake

SECONDS, EACH = 25.0, 5.0
"""Processor time that one diagnosis may take, and one mistake of it (some never end); what isn't settled by then isn't named. Most
take a few hundredths."""
MAX_RECORDED = 64 << 20
UNWRITTEN = "NotImplementedError"
"""What a starter raises: there is no mistake in what isn't there."""
MOST_NAMED = 4
"""More that can't be told apart say nothing: all that explain everything, or those among others that one check shows."""


@dataclass(frozen=True)
class Found:
    """A known mistake that was made."""

    mistake: Mistake
    check: str
    """The check that caught it."""
    whole: bool
    """Whether it explains all that is wrong."""


Outcome = dict[Path, Any] | None
"""The leaves of one step's result and changed arguments; None when the step gave no answer."""
_RAISED, _OTHER_FORM = ("raised",), ("form",)
_GONE = "gone"
"""Stands for a part of an argument that is not there any more."""


class OutOfTime(BaseException):
    """The time for the diagnosis is over."""


Rerun = Callable[[str], Recording | None]
"""Runs the check of this name on the reference."""


def diagnose(folder: FilePath, recordings: list[Recording], seed: int, rerun: Rerun) -> list[Found]:
    """The known mistakes that answer as the submission did; [] when none does.

    First those that explain everything: wherever the submission or the mistake differs from the reference, the two agree. Where there is none,
    those that the submission holds among others: it agrees with them wherever they differ from the reference.

    Args:
        seed: of the submission's own generators, so that ours draw the same numbers.
        rerun: for what a check that failed early would have done with later answers.
    """
    failed = [r for r in recordings if r.failed and r.steps]
    if not failed or sum(r.size for r in recordings) > MAX_RECORDED:
        return []
    if all(any(s.raised == UNWRITTEN for s in r.steps) for r in failed):
        return []
    from quizprep.content import mistakes

    asked = failed + sorted((r for r in recordings if r.steps and not r.failed), key=lambda r: r.size)
    reference, looks, budget = (folder / "reference.py").read_text("utf-8"), Looks(asked), Budget(SECONDS)
    for recording in failed:
        with budget.spend(EACH):
            if whole_check := rerun(recording.check):
                looks.learn(whole_check)
    cases = [Case(r, reference, seed, budget, looks) for r in asked]
    visible = True
    with budget.spend(SECONDS / 2):
        visible = _visible(cases)
    for whole in (True, False):
        for each in (False,) if visible else (False, True):  # small values among large ones only show each by itself
            found = []
            for mistake in mistakes.known(folder):
                with budget.spend(EACH):
                    if caught := _agrees(mistakes.program(folder, mistake), cases, each=each, whole=whole):
                        found.append(Found(mistake, caught, whole))
            if found:
                alike = Counter("" if whole else f.check for f in found)
                return [f for f in found if alike["" if whole else f.check] <= MOST_NAMED]
    return []


class Case:
    """One recording, and what the submission and the reference answered; made when first needed."""

    def __init__(self, recording: Recording, reference: str, seed: int, budget: Budget, looks: Looks) -> None:
        self.recording, self.seed, self.budget = recording, seed, budget
        self._reference, self._looks = reference, looks
        self._kinds = [kind(recording.steps, step) for step in range(len(recording.steps))]
        self._first: Replies = {}
        self._off: dict[tuple[int, bool], bool] = {}

    def hidden(self, step: int, path: Path) -> bool:
        """Whether that part of that answer is the submission's own affair."""
        return path != _RAISED and self._looks.hidden(self._kinds[step], path)

    def aside(self, step: int, path: Path) -> bool:
        """Whether that part is none that is looked at, and others are."""
        right = self._first[step][2] if step in self._first else None
        return path != _RAISED and self._looks.aside(self._kinds[step], path, right)

    def compared(self, step: int, path: Path) -> bool:
        """Whether that part of that answer is looked at by itself. Where no part is, the answer is judged as one."""
        return self._looks.compared(self._kinds[step], path)

    @cached_property
    def user(self) -> list[Outcome]:
        """The submission's outcomes."""
        return _recorded(self.recording)

    @cached_property
    def right(self) -> list[Outcome]:
        """The reference's."""
        return list(self.replay(self._reference))

    def replay(self, source: str) -> Iterator[Outcome]:
        """The outcomes of one of our own programs, each when it is asked for; the reference's own object where its reply is the same."""
        return replay(source, self.recording, self.seed, self.budget, self._first)

    def off(self, step: int, *, each: bool = False) -> bool:
        """Whether the submission differs from the reference there."""
        if (step, each) not in self._off:
            u, r = self.user[step] or {}, self.right[step] or {}
            self._off[step, each] = any(
                not (self.hidden(step, p) or self.aside(step, p))
                and not _same(u.get(p, _NOTHING), r.get(p, _NOTHING), each=each)
                for p in u.keys() | r.keys()
            )
        return self._off[step, each]


class Budget:
    """Processor time, spent piece by piece. What runs out of it is interrupted, and its block is left."""

    def __init__(self, seconds: float) -> None:
        self.left, self.over = seconds, False

    def _ring(self, *_: Any) -> None:
        self.over = True
        raise OutOfTime

    def check(self) -> None:
        """Raise again what one of our own programs may have caught."""
        if self.over:
            raise OutOfTime

    @contextlib.contextmanager
    def spend(self, most: float) -> Iterator[None]:
        """A block that may take `most` seconds, and no more than is left of all."""
        self.over = False
        before, start = signal.signal(signal.SIGPROF, self._ring), time.process_time()
        try:
            try:
                signal.setitimer(signal.ITIMER_PROF, max(min(most, self.left), 0.001))
                yield
            finally:
                signal.setitimer(signal.ITIMER_PROF, 0)  # it may ring even here
        except OutOfTime:
            pass
        finally:
            signal.signal(signal.SIGPROF, before)
            self.left -= time.process_time() - start


def _visible(cases: list[Case]) -> bool:
    """Whether the submission differs from the reference beyond the scale's tolerance anywhere."""
    for case in cases:
        for step, (u, r) in enumerate(zip(case.user, case.right, strict=False)):
            if u is None or r is None:
                break
            if case.off(step):
                return True
    return False


def _agrees(source: str, cases: list[Case], *, each: bool, whole: bool) -> str:
    """The check that shows the mistake; "" when the mistake answers otherwise than the submission anywhere, or shows nowhere.

    Of a mistake among others (not `whole`) more is asked: a value that shows it and is no coincidence.
    """
    shown, by_dtype, telling = "", "", whole
    for case in cases:
        here, unlike = False, []
        mistaken = chain(case.replay(source), repeat({_OTHER_FORM: None}))
        for step, (u, r, m) in enumerate(zip(case.user, case.right, mistaken, strict=False)):
            if u is None or r is None or m is None:
                here = here or u is None  # what was not answered can't be told from a mistake that never ends
                break
            if m is r:
                if whole and case.off(step, each=each):
                    return ""
                continue
            said = _said(case, step, u, r, m, each=each)
            if "disagree" in said:
                return ""
            if "otherwise" in said and (whole or ("shown" in said and not any(case.compared(step, path) for path in u))):
                return ""
            here = here or bool(said.keys() & {"shown", "dtype"})
            unlike.append((step, u, r, m))
            if case.recording.failed:
                shown = shown or ("shown" in said and case.recording.check) or ""
                by_dtype = by_dtype or ("dtype" in said and case.recording.check) or ""
                noted = case.recording.steps[step].verb == "attribute"  # what a check's own instrument noted has few values, and says much
                telling = telling or any(noted or _tells(m[path], r.get(path)) for path in said.get("shown", []) if path in m)
        if whole and case.recording.failed and not here and not any(_in_hiding(case, *outcomes, each=each) for outcomes in unlike):
            return ""
    return (shown if telling else "") or by_dtype


def _said(case: Case, step: int, u: dict[Path, Any], r: dict[Path, Any], m: dict[Path, Any], *, each: bool) -> dict[str, list[Path]]:
    """The leaves of one step by what they say of a mistake."""
    said: dict[str, list[Path]] = {}
    for path in u.keys() | r.keys() | m.keys():
        if case.hidden(step, path):
            continue
        what = _compare(u, r, m, path, each=each)
        form = not all(path in outcome for outcome in (u, r, m))
        if (what == "otherwise" or (form and what == "disagree")) and case.aside(step, path):
            continue  # what the submission does where nobody looks is its own affair, and so is a form that is not the mistake's
        said.setdefault(what, []).append(path)
    return said


FEW = 10
"""Values of which an answer may be made without being one of numbers: labels, counts, zeros and ones."""


def _tells(mistaken: Any, right: Any) -> bool:
    """Whether to answer the same wrong value is no coincidence: as it is with one of two labels, or where zeros and ones stand."""
    x, y = array_of(mistaken), array_of(right)
    if x is None or x.dtype.kind not in "fiuc":
        return False
    known = set() if y is None or y.dtype.kind not in "fiuc" else set(y.ravel().tolist())
    if len(known) >= FEW:
        return True
    return x.dtype.kind in "fc" and any(v == v and v not in known and v not in (0, 1, -1) for v in x.ravel().tolist())


def _in_hiding(case: Case, step: int, u: dict[Path, Any], r: dict[Path, Any], m: dict[Path, Any], *, each: bool) -> bool:
    """Whether the mistake shows in what no check compares by itself, such as a count that is missing in a state."""
    return any(case.hidden(step, path) and _compare(u, r, m, path, each=each) == "shown" for path in u.keys() | r.keys() | m.keys())


_NOTHING = object()


def _compare(u: dict[Path, Any], r: dict[Path, Any], m: dict[Path, Any], path: Path, *, each: bool) -> str:
    """What one leaf says of a mistake: "disagree", "shown", "dtype" (only its type shows), "otherwise" (wrong where it is right), or ""."""
    user, right, mistaken = (x.get(path, _NOTHING) for x in (u, r, m))
    user_right, mistake_right = _same(user, right, each=each), _same(mistaken, right, each=each)
    if not mistake_right:
        return "shown" if not user_right and _same(user, mistaken, each=each) else "disagree"
    if not user_right:
        return "otherwise"
    if dtype_of(mistaken) != dtype_of(right):
        return "dtype" if dtype_of(user) == dtype_of(mistaken) else "disagree"
    return ""


_PLAIN = (int, float, str, bool)


def _same(a: Any, b: Any, *, each: bool = False) -> bool:
    if type(a) is type(b) and type(a) in _PLAIN and a == b:
        return True
    return a is b if a is _NOTHING or b is _NOTHING else same(a, b, each=each)


def _recorded(recording: Recording) -> list[Outcome]:
    """The submission's outcomes."""
    found: list[Outcome] = []
    for step in recording.steps:
        if step.raised:
            found.append({_RAISED: step.raised})
        elif not step.answered:
            found.append(None)
        else:
            before, after = (step.args, decode(step.after)) if step.after else ([], [])
            found.append(_outcome(_in_order(step.verb, decode(step.answered)), before, after, step.mutated))
    return found


def _in_order(verb: str, value: Any) -> Any:
    """Names of parameters sorted: in which order they are registered is their author's own affair."""
    named = verb == "names_of" and type(value) is list and all(type(name) is str for name in value)
    return sorted(value) if named else value


def _outcome(value: Any, before: Any, after: Any, mutated: list[int]) -> Outcome:
    """The leaves of an answer, and of the arguments those that changed or are gone: what stayed in one tells nothing."""
    found = leaves(value)
    for place in mutated:
        was, now = leaves(before[place], ("argument", place)), leaves(after[place], ("argument", place))
        for path in was.keys() | now.keys():
            if path not in was or path not in now or encode(now[path]) != encode(was[path]):
                found[path] = now.get(path, _GONE)
    return found


Replies = dict[int, tuple[bytes, bytes, Any, Outcome]]
"""By step: a request, its reply, the value in it, and the outcome."""


def replay(source: str, recording: Recording, seed: int, budget: Budget, first: Replies) -> Iterator[Outcome]:
    """The outcomes of one of our own programs for the same requests, its own answers passed back in place of the submission's.

    Each is made when it is asked for: most mistakes show early that they are not the one. What the submission did not answer isn't asked: it could
    not be compared, and a program with the same mistake may never answer it.

    Args:
        first: what the first program replied, filled by it; the others' equal replies needn't be read anew.
    """
    objects, values, called = Objects(), list[Any](), set[Any]()
    answer(objects, load_request(source, [], seed))
    for number, step in enumerate(recording.steps):
        if not (step.answered or step.raised):
            return
        try:
            request = step.request(values)
            asked = encode(request)
        except (Unsupported, LookupError):
            return  # it answered in another form: nothing to pass on
        if request[0] == "state_of" and step.answered and request[1] not in called:
            _same_draws(objects, request[1], decode(step.answered))
        if step.is_call:
            called |= {part for part in (request[1], *request[2]) if type(part) is Ref}
        told = answer(objects, asked)
        budget.check()
        known = first.get(number)
        if known is None or known[:2] != (asked, told):
            known = asked, told, *_read(request, decode(told))
            first.setdefault(number, known)
        values.append(known[2])
        yield known[3]


def _read(request: list[Any], reply: list[Any]) -> tuple[Any, Outcome]:
    """The value in a reply, and the outcome."""
    if reply[0] == "raised":
        return None, {_RAISED: reply[1]}
    value = decode(reply[1])
    if request[0] not in CALLS:
        return value, leaves(_in_order(request[0], value))
    before, after = request[2], decode(reply[2])
    return value, _outcome(value, before, after, changed(before, after))


def _same_draws(objects: Objects, module: Any, state: Any) -> None:
    """Give a module that was not called yet the submission's random initial values: those are nobody's mistake. What is constant with both stays as it is."""
    own = decode(answer(objects, encode(["state_of", module])))
    objects.turn -= 1
    if own[0] != "ok" or type(state) is not dict:
        return
    values = decode(own[1])
    if values.keys() != state.keys():
        return
    for name, value in values.items():
        theirs = state[name]
        alike = is_tensor(value) and is_tensor(theirs) and value.shape == theirs.shape and value.numel() > 1
        if alike and value.is_floating_point() and any(bool((v != v.reshape(-1)[0]).any()) for v in (value, theirs)):
            values[name] = theirs.to(value.dtype)
    answer(objects, encode(["load_state", module, values]))
    objects.turn -= 1


__all__ = ["Found", "Recording", "diagnose", "replay"]
