"""Finding by words in two languages, by how a question stands, and whatever is typed."""

import json
import random
import re
import time
from types import SimpleNamespace

import pytest

from quizprep.content.library import Library
from quizprep.content.render import render
from quizprep.errors import UnknownName, UsageError
from quizprep.progress.search import Wanted, search
from quizprep.progress.search_words import mark, pattern_of, snippet, tokens_of
from quizprep.progress.store import Store
from quizprep.quiz import answers


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory):
    """The shipped banks."""
    from quizprep.content.catalogue import Catalogue

    made = Catalogue(Library(), tmp_path_factory.mktemp("kept") / "bank.db")
    made.refresh()
    yield made
    made.close()


@pytest.fixture
def clock():
    return SimpleNamespace(now=time.time())


@pytest.fixture
def store(tmp_path, monkeypatch, clock):
    monkeypatch.setenv("QUIZPREP_HOME", str(tmp_path))
    with Store.open(clock=lambda: clock.now) as opened:
        yield opened


def answer(catalogue, store, id, *, right):
    rendered = render(catalogue.item(id), 3)
    value = next(v for v in range(6) if answers.grade(rendered, v).correct == right)
    return store.record_answer(rendered, value, answers.grade(rendered, value), seconds=3.0, session="s")


def ids(found):
    return [hit.entry.id for hit in found.hits]


def text(hit):
    """All words that a hit shows."""
    return "".join(t for part in (hit.snippet, *hit.marked.values()) for t, _on in part)


def test_a_drill_is_found_by_its_name(catalogue):
    for slug in ("adam", "softmax", "batchnorm-backward", "lstm-cell"):
        if catalogue.rows("SELECT 1 FROM items WHERE kind = 'drill' AND id = ?", (slug,)):
            assert slug in ids(search(catalogue, None, Wanted(slug)))[:5], slug


def test_a_drill_called_what_was_typed_comes_before_everything_and_once(catalogue):
    for typed, first in {
        "softmax, st": "softmax", "softmax": "softmax", "soft max": "softmax", "log-softmax": "log-softmax", "ada": "adam",
        "one step of adamw": "adamw", "批归一化的反": "batchnorm-backward",
    }.items():  # fmt: skip
        found = search(catalogue, None, Wanted(typed), limit=400)
        kinds = [(h.kind, h.entry.id) for h in found.hits]
        assert kinds[0] == ("drill", first), typed
        assert len(set(kinds)) == len(kinds) <= found.total, typed
    assert len(search(catalogue, None, Wanted("softmax, s")).hits) > 20  # the letter that is typed just now hides nothing
    assert search(catalogue, None, Wanted("softmax", type="choice")).hits[0].kind == "question"
    assert not [h for h in search(catalogue, None, Wanted("softmax", topic="optimizers")).hits if h.entry.id == "softmax"]


@pytest.mark.parametrize(
    "words", ["梯度", "消失", "归一", "梯度消失", "动量", "gradient", "GRADIENTS", "vanishing gradients", "softmax 梯度", "L2"]
)
def test_every_hit_has_all_words_in_one_language_or_the_other(catalogue, words):
    found = search(catalogue, None, Wanted(words), limit=200)
    assert found.hits and not found.loose
    for hit in found.hits:
        stored = catalogue.rows(
            "SELECT head || words.body || rest FROM words JOIN items ON items.n = words.rowid WHERE kind = ? AND id = ?",
            (hit.kind, hit.entry.id),
        )[0][0]
        stored = re.sub(r"(?<=[\u4e00-\u9fff])\W+", "", stored.replace("\x1f", "").lower())
        assert all(token.rstrip("s") in stored for token in tokens_of(words))
        marked = [t for part in (hit.snippet, *hit.marked.values()) for t, on in part if on]
        hidden = hit.kind == "drill" or ".line-" in hit.entry.id  # what their mistakes are told to be is not shown
        assert marked or hidden or any(t.rstrip("s") in hit.entry.id for t in tokens_of(words)), hit


def test_two_chinese_characters_find_what_a_plain_scan_finds(catalogue):
    for word in ("梯度", "池化", "正则", "初始", "学习率", "批归一化"):
        scanned = catalogue.rows(
            "SELECT count(*) FROM words WHERE replace(head || ' ' || body || ' ' || rest, char(31), '') LIKE ?", (f"%{word}%",)
        )[0][0]
        assert search(catalogue, None, Wanted(word), limit=5).total in range(scanned, scanned + 3)
        assert scanned > 0  # a comma between the characters counts for nothing to the one, and for something to the other


def test_a_plural_and_a_beginning_find_the_word(catalogue):
    one, many = (search(catalogue, None, Wanted(w), limit=2000) for w in ("gradient", "gradients"))
    assert set(ids(many)) == set(ids(one)) != set()
    assert set(ids(search(catalogue, None, Wanted("optimiz"), limit=2000))) >= set(
        ids(search(catalogue, None, Wanted("optimizer"), limit=2000))
    )


def test_prompts_come_before_explanations(catalogue):
    found = search(catalogue, None, Wanted("dropout"), limit=10)
    assert all("dropout" in (h.entry.title["en"] + h.entry.id).lower() for h in found.hits)
    assert len({h.entry.title["en"] for h in found.hits}) >= 8  # mistakes of one program don't crowd out the rest


def test_where_nothing_has_all_words_some_of_them_do_and_it_is_said(catalogue):
    found = search(catalogue, None, Wanted("softmax xyzzyqqq"))
    assert found.loose and found.hits
    none = search(catalogue, None, Wanted("xyzzyqqq plughqqq"))
    assert (none.hits, none.total, none.loose) == ([], 0, False)


def test_solutions_and_checks_are_never_found_nor_shown(catalogue):
    """A line of a reference is not in the index, not even where a question is made of it."""
    library, shown = catalogue.library, set()
    for drill in library.drills:
        statement = drill.statement("en") + drill.statement("zh") + drill.starter()
        lines = [ln.strip() for ln in drill.reference().splitlines()]
        for line in random.Random(1).sample(lines, min(6, len(lines))):
            if len(line) < 25 or line in statement or line.startswith(("#", '"', "import", "from", "def ", "class ")):
                continue
            for hit in search(catalogue, None, Wanted(line), limit=5).hits:
                if hit.entry.id.startswith(f"{drill.topic}.line-{drill.slug}-") or hit.kind == "drill":
                    assert line not in text(hit), (drill.slug, line)
        shown.add(drill.slug)
    assert len(shown) > 50
    rows = catalogue.rows(
        "SELECT id, body, (SELECT head || body || rest FROM words WHERE rowid = n) FROM items WHERE family = '' AND kind = 'question'"
    )
    for question, body, words in rows:
        code = json.loads(body)["code"]
        long = [ln.strip() for ln in code.splitlines() if len(ln.strip()) > 40 and " = " in ln]
        assert not [ln for ln in long if ln in words], question


@pytest.mark.parametrize("seed", range(20))
def test_nothing_that_is_typed_raises(catalogue, seed):
    rng = random.Random(seed)
    parts = ['"', "'", "*", "(", ")", "AND", "OR", "NOT", "NEAR(", "^", "{head}:", "-", "+", ":", "\\", "\x00", "\x02", "\x1f", ";--",
             "%", "_", "𠀀", "梯", "é", "Σ", "ﬁ", "\u200d", "😀", "a" * 300, "\ud800", " ", "\n", "grad", "x_hat", "3.5"]  # fmt: skip
    for _ in range(60):
        typed = "".join(rng.choice(parts) + rng.choice(["", " "]) for _ in range(rng.randrange(1, 12)))
        found = search(catalogue, None, Wanted(typed))
        assert found.total >= len(found.hits)


def test_filters_hold(catalogue):
    found = search(catalogue, None, Wanted("gradient", topic="softmax-and-losses", type="choice", difficulty=2), limit=99)
    assert found.hits and {(h.entry.topic, h.entry.type, h.entry.difficulty) for h in found.hits} == {("softmax-and-losses", "choice", 2)}
    assert {h.kind for h in search(catalogue, None, Wanted("gradient", type="drill")).hits} == {"drill"}
    listed = search(catalogue, None, Wanted(topic="optimizers"), limit=5000)
    assert listed.total == catalogue.count("optimizers") + len(catalogue.library.topic("optimizers").drills)
    with pytest.raises(UnknownName):
        search(catalogue, None, Wanted(topic="nowhere"))
    for wrong in (Wanted(type="quiz"), Wanted(state="odd"), Wanted(difficulty=7), Wanted(state="due")):
        with pytest.raises(UsageError):
            search(catalogue, None, wrong)


def test_how_a_question_stands(catalogue, store, clock):
    rows = catalogue.rows("SELECT id FROM items WHERE type = 'choice' AND NOT generated ORDER BY n LIMIT 4")
    wrong, right, flagged, untouched = (row[0] for row in rows)
    answer(catalogue, store, wrong, right=False)
    answer(catalogue, store, right, right=True)
    store.cards.flag(flagged, "odd")
    store.cards.suspend(untouched)
    by_state = {s: ids(search(catalogue, store, Wanted(state=s))) for s in ("wrong", "flagged", "suspended")}
    assert by_state == {"wrong": [wrong], "flagged": [flagged], "suspended": [untouched]}
    new = set(ids(search(catalogue, store, Wanted(state="new"), limit=99999)))
    assert wrong not in new and right not in new and flagged in new and len(new) == catalogue.count() - 2
    assert ids(search(catalogue, store, Wanted(state="due"))) == []
    clock.now += 3600
    assert ids(search(catalogue, store, Wanted(state="due"))) == [wrong]
    clock.now += 400 * 86400
    assert set(ids(search(catalogue, store, Wanted(state="due")))) == {wrong, right}
    word = tokens_of(catalogue.entry(wrong).title["en"])[0]
    assert ids(search(catalogue, store, Wanted(word, state="wrong"))) == [wrong]
    assert ids(search(catalogue, store, Wanted(word, state="suspended"))) in ([], [untouched])


def test_an_undone_answer_leaves_the_question_new(catalogue, store):
    question = catalogue.rows("SELECT id FROM items WHERE type = 'choice' LIMIT 1")[0][0]
    answer(catalogue, store, question, right=False)
    store.cards.undo("s")
    assert ids(search(catalogue, store, Wanted(state="wrong"))) == []


def test_own_notes_come_first_and_follow_at_once(catalogue, store):
    question = catalogue.rows("SELECT id FROM items WHERE topic = 'optimizers' LIMIT 1")[0][0]
    store.cards.write_note(question, "Zebra rule: 梯度先平方再平均, never the other way round.")
    for words in ("zebra", "zebras never", "平方", "梯度 zebra"):
        hit = search(catalogue, store, Wanted(words)).hits[0]
        assert (hit.kind, hit.entry.id) == ("note", question) and any(on for _t, on in hit.snippet), words
    assert not [h for h in search(catalogue, store, Wanted("zebra", topic="mlp")).hits if h.kind == "note"]
    store.cards.write_note(question, "")
    assert not search(catalogue, store, Wanted("zebra")).hits


def test_words_are_marked_and_a_snippet_is_the_first_line_that_is_no_heading():
    words = pattern_of(tokens_of("bias norms"), frozenset())
    assert mark(" a Bias,\n\n norm ", words) == (("a ", False), ("Bias", True), (", ", False), ("norm", True))
    assert mark("biased", words) == (("biased", False),) and mark("", words) == ()
    assert snippet("no\n# The bias\nof the norm is", words) == (("of the ", False), ("norm", True), (" is", False))
    assert snippet("# The bias\nno", words) == (("The ", False), ("bias", True)) and snippet("none", words) == ()
    long = snippet("word " * 100 + "bias" + " word" * 100, words)
    assert ("bias", True) in long and long[0][0].startswith("…word") and long[-1][0].endswith("…")
