"""The statistics as lines of text, for a terminal of any kind: each piece has a role, and shapes alone tell everything that colours tell."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from quizprep.i18n import _, language
from quizprep.progress.statistics import WEEKS
from quizprep.text import fit, width

if TYPE_CHECKING:
    from collections.abc import Iterator

Piece = tuple[str, str]
"""A text and its role: "" plain, ``quiet``, ``strong``, ``good``, ``bad``, ``bar``, ``doubt``."""
Row = list[Piece]
SHADES = "·░▒▓█"
STEPS = (1, 10, 25, 50)
"""Answers a day from which each shade on is used; a passed drill counts as ten."""
DRILL_WEIGHT = 10
EIGHTHS = " ▁▂▃▄▅▆▇█"
PLOT_ROWS = 5
LABEL = 26
BAR = 16


class Section(NamedTuple):
    """A part with a title."""

    title: str
    rows: list[Row]


def sections(
    figures: dict[str, Any], names: dict[str, dict[str, str]], today: date, *, by_week: bool = True
) -> list[Section]:
    """All parts, those with nothing to tell left out.

    Args:
        figures: of `statistics`, and ``wrong_options`` where they were looked up.
        names: titles by language of topics (by slug), concepts (``topic/concept``) and drills (``drill:slug``).
        today: the local day.
        by_week: answers and drills by week; else by day.
    """
    label = _Labels(names)
    found = [
        Section(_("In all"), _total(figures)),
        Section(_("The last 26 weeks"), _calendar(figures["calendar"], today)),
        Section(
            _("Answers and drills by week") if by_week else _("Answers and drills by day"),
            _over_time(figures["calendar"], today, by_week),
        ),
        Section(_("By topic"), [*_shares(figures["topics"], label.topic)]),
        Section(_("Weakest concepts"), [*_weakest(figures["concepts"], label)]),
        Section(_("By type of question"), [*_types(figures["types"])]),
        Section(_("Remembered after days"), [*_retention(figures["retention"])]),
        Section(_("Mistakes made most, in drills"), [*_mistakes(figures["mistakes"], label)]),
        Section(_("Wrong options picked most"), [*_options(figures.get("wrong_options", []))]),
        Section(_("Drills against the clock"), [*_times(figures["drills"]["times"], label)]),
    ]
    return [section for section in found if section.rows]


class _Labels:
    def __init__(self, names: dict[str, dict[str, str]]) -> None:
        self.names = names

    def __call__(self, key: str, default: str) -> str:
        found = self.names.get(key, {})
        return found.get(language()) or found.get("en") or default

    def topic(self, slug: str) -> str:
        return self(slug, slug)

    def drill(self, slug: str) -> str:
        return self(f"drill:{slug}", slug)


def _local(text: dict[str, str] | None) -> str:
    return "" if text is None else text.get(language()) or text["en"]


# ------------------------------------------------------------------ in all


def _total(figures: dict[str, Any]) -> list[Row]:
    drills = figures["drills"]
    rows: list[Row] = [
        [*_counted(_("right at the first try"), figures)],
        [(_("Drills: {passed} passed, {tried} tried, of {total}", **{k: drills[k] for k in ("passed", "tried", "total")}), "")],
        [(_("Days practised: {days}, in a row: {streak}", days=figures["days"], streak=figures["streak"]), "")],
    ]
    if again := figures["corrected"]:
        rows.insert(1, [(_("Right answers at a second try in the same session, not counted: {n}", n=again), "quiet")])
    if fit_ := figures.get("fit"):
        words = _("Scheduling fitted to {n} reviews: log loss {loss}, published parameters {default}, moving average {baseline}",
                  n=fit_["reviews"], loss=f"{fit_['loss']:.3f}", default=f"{fit_['default_loss']:.3f}",
                  baseline=f"{fit_['baseline_loss']:.3f}")  # fmt: skip
        rows.append([(words + "; " + (_("in use") if fit_["used"] else _("not in use, it is no better")), "quiet")])
    return rows


def _counted(words: str, counted: dict[str, Any]) -> Iterator[Piece]:
    """ "32 of 41 right at the first try: 78 % (63 to 88)"; with few answers no share."""
    yield (_("{right} of {answers}", right=counted["right"], answers=counted["answers"]), "strong")
    yield (" " + words, "")
    if counted["accuracy"] is not None:
        yield (f"  {_percent(counted['accuracy'])}", "strong")
        yield (f"  ({_between(counted['interval'])})", "quiet")


def _percent(value: float) -> str:
    return f"{round(100 * value)} %"


def _between(interval: list[float]) -> str:
    return f"{round(100 * interval[0])}–{round(100 * interval[1])} %"


# ------------------------------------------------------------------ over time


def shade(day: dict[str, Any] | None) -> int:
    """0 to 4: how much was done on a day."""
    if day is None:
        return 0
    done: int = day["answers"] + DRILL_WEIGHT * day["drills"]
    return max(sum(done >= step for step in STEPS), 1)


def _calendar(days: list[dict[str, Any]], today: date) -> list[Row]:
    """A row for each weekday, a column of two cells for each week; the newest at the right."""
    known = {day["day"]: day for day in days}
    monday = today - timedelta(days=today.weekday() + 7 * (WEEKS - 1))
    rows: list[Row] = [[(" " * 4 + _months(monday), "quiet")]]
    names = (_("Mon"), "", _("Wed"), "", _("Fri"), "", _("Sun"))
    for weekday in range(7):
        row: Row = [(fit(names[weekday], 4), "quiet")]
        for week in range(WEEKS):
            day = monday + timedelta(days=7 * week + weekday)
            level = shade(known.get(day.isoformat()))
            cell = "  " if day > today else SHADES[level] * 2
            row.append((cell, "quiet" if level == 0 else "bar"))
        rows.append(row)
    legend = " ".join(f"{SHADES[place]}{SHADES[place]} {step}+" for place, step in enumerate(STEPS, 1))
    rows.append([(" " * 4 + _("answers a day:") + " " + legend + " " + _("(a drill passed: 10)"), "quiet")])
    return rows


def _months(monday: date) -> str:
    """The months over the columns, each where its first Monday is."""
    line = ""
    for week in range(WEEKS):
        day = monday + timedelta(days=7 * week)
        if day.day <= 7 and len(line) <= 2 * week:
            line = line.ljust(2 * week) + str(day.month) + ("月" if language() == "zh" else "/" + str(day.year)[2:])
    return line


def _over_time(days: list[dict[str, Any]], today: date, by_week: bool) -> list[Row]:
    """Columns for the answers (how many of them right is the full part), and the drills passed under them."""
    monday = today - timedelta(days=today.weekday())
    if by_week:
        starts = [monday - timedelta(days=7 * back) for back in range(WEEKS - 1, -1, -1)]
        bins = [(start, start + timedelta(days=6)) for start in starts]
    else:
        bins = [(today - timedelta(days=back),) * 2 for back in range(WEEKS - 1, -1, -1)]
    sums = []
    for first, last in bins:
        inside = [d for d in days if first.isoformat() <= d["day"] <= last.isoformat()]
        sums.append([sum(d[name] for d in inside) for name in ("answers", "right", "drills")])
    most = max(answers for answers, _right, _drills in sums)
    if most == 0 and not any(drills for _a, _r, drills in sums):
        return []
    rows: list[Row] = []
    for level in range(PLOT_ROWS - 1, -1, -1):
        row: Row = [(f"{most if level == PLOT_ROWS - 1 else '':>5} ", "quiet")]
        for answers, right, _drills in sums:
            row.append(_column(answers, right, most, level))
        rows.append(row)
    rows.append([("    0 ", "quiet"), ("──" * WEEKS, "quiet")])
    rows.append([(fit(_("Drills"), 6), "quiet"), *[(f"{drills or '':>2}", "strong") for _a, _r, drills in sums]])
    rows.append([(" " * 6 + fit(f"{bins[0][0]:%Y-%m-%d}", 2 * WEEKS - 10) + f"{bins[-1][1]:%Y-%m-%d}", "quiet")])
    rows.append([(" " * 6 + "█ " + _("right at the first try") + "  ░ " + _("wrong at the first try"), "quiet")])
    return rows


def _column(answers: int, right: int, most: int, level: int) -> Piece:
    """One cell row of a column: full up to the right answers, light up to all of them."""
    if most == 0:
        return "  ", ""
    per = most / PLOT_ROWS
    if right >= (level + 0.5) * per:
        return "█ ", "good"
    if answers > level * per:
        return ("▄ ", "good") if right > level * per else ("░ ", "doubt")
    return "  ", ""


# ------------------------------------------------------------------ shares


def share_row(name: str, counted: dict[str, Any], *, after: str = "", label: int = LABEL) -> Row:
    """A name, counts, and from five answers on a bar: full up to the interval's lower end, lighter up to its upper end."""
    row: Row = [(fit(name, label) + " ", ""), (f"{counted['right']:>4}/{counted['answers']:<4} ", "quiet")]
    if counted["accuracy"] is None:
        words = _("too few answers for a share") if counted["answers"] else _("not asked yet")
        return [*row, (fit(words, BAR + 16), "quiet"), (after, "quiet")]
    low, high = (round(BAR * end) for end in counted["interval"])
    cells = ["█" if place < low else "▒" if place < high else "·" for place in range(BAR)]
    row += [("".join(cells[:low]), "bar"), ("".join(cells[low:high]), "doubt"), ("".join(cells[high:]), "quiet")]
    return [*row, (f" {_percent(counted['accuracy']):>5}", "strong"), (f"  {_between(counted['interval'])}", "quiet"), (after, "quiet")]


def _shares(counted: dict[str, Any], label: Any) -> Iterator[Row]:
    if any(one["answers"] for one in counted.values()):
        for key, one in counted.items():
            yield share_row(label(key), one)


def _weakest(concepts: list[dict[str, Any]], label: _Labels) -> Iterator[Row]:
    for one in concepts[:5]:
        name = label(f"{one['topic']}/{one['concept']}", one["concept"])
        yield share_row(name, one, after="  " + label.topic(one["topic"]))


def _types(types: dict[str, Any]) -> Iterator[Row]:
    for kind, one in types.items():
        seconds = one["median_seconds"]
        after = "" if seconds is None else "  " + _("median {time}", time=clock(seconds))
        yield share_row(type_word(kind), one, after=after, label=16)


def _retention(found: dict[str, Any]) -> Iterator[Row]:
    if not found["answers"]:
        return
    yield share_row(_("a day later, or more"), found)
    for gap in found["by_gap"]:
        if gap["answers"]:
            first, _dash, last = gap["days"].partition("-")
            words = _("{first} to {last} days later", first=first, last=last) if last else _("{first} days later, or more", first=first)
            yield share_row("  " + words, gap)


def clock(seconds: float) -> str:
    """Seconds as 45 s or 3:07."""
    return f"{seconds:.0f} s" if seconds < 60 else f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def type_word(name: str) -> str:
    """A type of question in the language in use."""
    return {
        "choice": _("choice"), "choices": _("multi-choice"), "number": _("number"), "shape": _("shape"), "text": _("word"),
        "cloze": _("blanks"), "order": _("order"), "match": _("match"), "line": _("faulty line"), "open": _("open"),
        "drill": _("drill"),
    }.get(name, name)  # fmt: skip


# ------------------------------------------------------------------ mistakes and drills


def _mistakes(found: list[dict[str, Any]], label: _Labels) -> Iterator[Row]:
    for one in found:
        yield [
            (f"{one['days']:>3} ", "strong"),
            (_("days") if one["days"] != 1 else _("day"), "quiet"),
            ("  " + _local(one["title"]), ""),
            (f"  {label.drill(one['drill'])}, {one['last_day']}", "quiet"),
        ]


def _options(found: list[dict[str, Any]]) -> Iterator[Row]:
    for one in found:
        yield [(f"{one['times']:>3}× ", "strong"), (_local(one["option"]), ""), (f"  {one['question']}", "quiet")]
        if one["why"]:
            yield [("     ", ""), (_local(one["why"]), "quiet")]


def _times(found: list[dict[str, Any]], label: _Labels) -> Iterator[Row]:
    for one in found:
        best = "–" if one["best_seconds"] is None else clock(one["best_seconds"])
        last = "–" if one["last_seconds"] is None else clock(one["last_seconds"])
        good = one["best_seconds"] is not None and one["best_seconds"] <= one["par_seconds"]
        yield [
            (fit(label.drill(one["drill"]), LABEL + 6) + " ", ""),
            (_("best {time}", time=best) + ("  ✓" if good else "   "), "good" if good else "strong"),
            ("  " + _("last {time}", time=last) + "  " + _("par {time}", time=clock(one["par_seconds"])), "quiet"),
            ("  " + (_("1 run") if one["runs"] == 1 else _("{n} runs", n=one["runs"])), "quiet"),
        ]


def plain(row: Row) -> str:
    """A row without roles."""
    return "".join(text for text, _role in row).rstrip()


def cells(row: Row) -> int:
    """How many cells a row takes."""
    return width(plain(row))
