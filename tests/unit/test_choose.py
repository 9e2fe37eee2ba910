"""What is asked next: interleaved, unseen first, then formerly wrong, then the oldest; the same seed, the same plan."""

from collections import Counter
from functools import partial
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizprep.content.library import Library
from quizprep.errors import UnknownName, UsageError
from quizprep.quiz.candidates import turns
from quizprep.quiz.choose import plan, spread

QUESTION = """
[[question]]
id = "{topic}.{name}"
type = "number"
concept = "c"
difficulty = 1
answer = 1
sources = ["s"]
prompt = {{en = "{name}", zh = "{name}"}}
explanation = {{en = "e", zh = "e"}}
"""
GENERATOR = """
from quizprep.content.generator import generator, t
from quizprep.content.model import Number

@generator("{topic}.gen", version=1, concept="c", levels=(1, 2))
def gen(draw, level):
    {body}
    v = draw.integer(1, 10**6)
    return Number(id=draw.id, concept=draw.concept, difficulty=level, prompt=t(str(v), "z"), answer=v,
                  explanation=t("e", "e"), sources=["s"], parameters={{"v": v}})
"""


class History:
    """A store that knows only how the questions stand."""

    def __init__(self, standing):
        self.known = standing

    def asked(self, questions):
        return {q for q in questions if q in self.known}

    def asked_in(self, topic):
        return sum(q.startswith(f"{topic}.") for q in self.known)

    def asked_of(self, topic):
        return {q for q in self.known if q.startswith(f"{topic}.")}

    def recall(self, name):
        return ""

    def remember(self, name, value):
        pass

    def oldest(self, topic, right, limit, skip=0):
        found = [q for q, (last, _at) in self.known.items() if q.startswith(f"{topic}.") and last == right]
        return sorted(found, key=lambda q: self.known[q][1])[skip : skip + limit]

    @property
    def cards(self):
        return self

    def suspended(self):
        return self.left_out

    left_out: frozenset[str] = frozenset()


@pytest.fixture
def library(tmp_path):
    def make(topics, generators=(), body="pass"):
        for order, (slug, names) in enumerate(topics.items()):
            folder = tmp_path / "questions" / slug
            folder.mkdir(parents=True)
            text = f'slug = "{slug}"\norder = {order}\ntitle = {{en = "t"}}\nsummary = {{en = "s"}}\n'
            (folder / "topic.toml").write_text(text + '[[concept]]\nslug = "c"\ntitle = {en = "c"}\n')
            (folder / "bank.toml").write_text("".join(QUESTION.format(topic=slug, name=n) for n in names))
            if slug in generators:
                (folder / "generators.py").write_text(GENERATOR.format(topic=slug, body=body))
        return Library(tmp_path / "questions")

    return make


def ids(drawn):
    return [r.id for r in drawn]


def test_the_same_seed_gives_the_same_plan_and_another_seed_another(library):
    lib = library({"a": "pqrstuv", "b": "xyz"}, generators=["a"])
    assert plan(lib, None, 8, seed=1) == plan(lib, None, 8, seed=1)
    assert len({tuple(ids(plan(lib, None, 8, seed=s))) for s in range(10)}) > 3


def test_topics_take_turns(library):
    lib = library({"a": "pqrstu", "b": "pqrstu", "c": "pqrstu"})
    drawn = [r.topic for r in plan(lib, None, 9, seed=5)]
    assert all(len(set(drawn[i : i + 3])) == 3 for i in (0, 3, 6))


def test_only_the_named_topic_is_asked_and_only_its_generators_are_imported(library):
    lib = library({"a": "pqr", "b": "xyz"}, generators=["a", "b"])
    assert {r.topic for r in plan(lib, ["b"], 5, seed=1)} == {"b"}
    assert "generators" not in vars(lib.topic("a"))


def test_unseen_comes_first_then_formerly_wrong_then_the_oldest(library):
    lib = library({"a": ["new", "wrong", "old", "older"]})
    store = History({"a.wrong": (False, 50.0), "a.old": (True, 20.0), "a.older": (True, 10.0)})
    for seed in range(5):
        assert ids(plan(lib, None, 4, seed=seed, store=store)) == ["a.new", "a.wrong", "a.older", "a.old"]


def test_suspended_questions_are_left_out(library):
    lib = library({"a": "pqr"})
    store = History({})
    store.left_out = {"a.q"}
    assert sorted(ids(plan(lib, None, 9, seed=1, store=store))) == ["a.p", "a.r"]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from("abcd"), max_size=14))
def test_spreading_keeps_all_and_puts_a_topic_twice_in_a_row_only_where_it_must(topics):
    done = spread(enumerate(topics), lambda one: one[1])
    assert sorted(done) == list(enumerate(topics))
    most = max(Counter(topics).values(), default=0)
    repeats = sum(a[1] == b[1] for a, b in pairwise(done))
    assert repeats == max(0, most - (len(topics) - most) - 1)
    for topic in set(topics):
        own = [n for n, t in done if t == topic]
        assert own == sorted(own)


def test_a_generator_fills_up_with_fresh_variants(library):
    lib = library({"a": "p"}, generators=["a"])
    drawn = plan(lib, None, 6, seed=3)
    assert len(drawn) == 6 and ids(drawn).count("a.p") == 1
    assert len({r.question.answer for r in drawn if r.generated}) == 5


def test_without_generators_nothing_is_asked_twice(library):
    lib = library({"a": "pqr"})
    assert sorted(ids(plan(lib, None, 99, seed=3))) == ["a.p", "a.q", "a.r"]


def test_a_generator_that_fails_is_left_out_and_noted(library):
    lib = library({"a": "pq"}, generators=["a"], body="raise ValueError('boom')")
    assert sorted(ids(plan(lib, None, 9, seed=3))) == ["a.p", "a.q"]
    assert "boom" in str(lib.problems[0])


def test_what_can_not_be_asked_is_a_clear_error(library):
    lib = library({"a": "pq", "empty": ""})
    with pytest.raises(UnknownName, match="did you mean empty"):
        plan(lib, ["emty"], 5, seed=0)
    with pytest.raises(UsageError, match="nothing to ask in empty"):
        plan(lib, ["empty"], 5, seed=0)
    with pytest.raises(UsageError, match="0"):
        plan(lib, None, 0, seed=0)


def test_interleaving_takes_one_of_each_until_all_are_empty():
    assert list(turns([partial(iter, queue) for queue in ([1, 2, 3], [4], [5, 6], [])])) == [1, 4, 5, 2, 6, 3]
    assert list(turns([])) == []
