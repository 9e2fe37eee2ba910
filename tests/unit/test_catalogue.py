"""The catalogue holds what the banks hold, follows their files, and mends itself."""

import sqlite3
import threading

import pytest

from quizprep.content.catalogue import Catalogue
from quizprep.content.library import Library
from quizprep.content.texts import apart, together
from quizprep.errors import UnknownName

QUESTION = """
[[question]]
id = "{topic}.{name}"
type = "choice"
concept = "{concept}"
difficulty = 2
sources = ["s"]
prompt = {{en = "{prompt}", zh = "梯度为什么会消失"}}
explanation = {{en = "chain rule", zh = "链式法则"}}
options = [{{text = {{en = "right one", zh = "对"}}, correct = true}}, {{text = {{en = "b", zh = "乙"}}, why = {{en = "because", zh = "因为"}}}},
           {{text = {{en = "c", zh = "丙"}}, why = {{en = "no", zh = "不"}}}}]
"""
GENERATOR = """
from quizprep.content.generator import generator, t
from quizprep.content.model import Number

@generator("{topic}.gen", version=1, concept="c", levels=(1, 2))
def gen(draw, level):
    {body}
    v = draw.integer(1, 10**6)
    return Number(id=draw.id, concept=draw.concept, difficulty=level, prompt=t("draw " + str(v), "z"), answer=v,
                  explanation=t("e", "e"), sources=["s"], parameters={{"v": v}})
"""


@pytest.fixture
def root(tmp_path, monkeypatch):
    monkeypatch.setenv("QUIZPREP_HOME", str(tmp_path / "home"))
    for order, topic in enumerate("ab"):
        write(tmp_path / "questions", topic, {"one": "c", "two": "c", "three": "d"}, order)
    return tmp_path / "questions"


def write(root, topic, names, order=0, prompt="Why do gradients vanish?", generator=""):
    folder = root / topic
    folder.mkdir(parents=True, exist_ok=True)
    concepts = "".join(f'[[concept]]\nslug = "{c}"\ntitle = {{en = "c"}}\n' for c in "cd")
    head = f'slug = "{topic}"\norder = {order}\ntitle = {{en = "t"}}\nsummary = {{en = "s"}}\n'
    (folder / "topic.toml").write_text(head + concepts, "utf-8")
    bank = "".join(QUESTION.format(topic=topic, name=n, concept=c, prompt=prompt) for n, c in names.items())
    (folder / "bank.toml").write_text(bank, "utf-8")
    if generator:
        (folder / "generators.py").write_text(GENERATOR.format(topic=topic, body=generator), "utf-8")


def test_each_question_of_the_shipped_banks_comes_back_as_it_is_in_its_bank(tmp_path, monkeypatch):
    monkeypatch.setenv("QUIZPREP_HOME", str(tmp_path))
    library = Library()
    catalogue = library.catalogue
    for topic in library.topics[:4]:
        for item in topic.questions + topic.faulty:
            assert catalogue.item(item.id) == item and catalogue.entry(item.id).title["en"] == item.prompt.en
        for made in topic.generators:
            assert catalogue.item(made.id).question(5) == made.question(5)
        assert sum(catalogue.families(topic.slug).values()) == len(topic.items)


def test_it_follows_the_files(root):
    first = Library(root).catalogue
    assert first.count() == 6 and first.count("a") == 3
    write(root, "a", {"one": "c", "new": "d"}, prompt="Changed")
    write(root, "c", {"x": "c"}, 3)
    second = Library(root).catalogue
    assert second.count() == 6 and second.total == 2  # only the two changed topics were read again
    assert second.item("a.one").prompt.en == "Changed" and second.item("c.x").id == "c.x"
    with pytest.raises(UnknownName, match=r"a\.one"):
        second.item("a.ome")
    assert second.rows("SELECT count(*) FROM words")[0][0] == 6
    (root / "c" / "topic.toml").unlink()
    assert Library(root).catalogue.count() == 5


def test_one_question_is_read_without_reading_the_other_topics(root):
    catalogue = Library(root).catalogue
    assert catalogue.item("b.two").id == "b.two"
    assert catalogue._db.execute("SELECT slug FROM topics").fetchall() == [("b",)]


def test_a_broken_bank_is_named_and_read_again_when_mended(root):
    (root / "a" / "bank.toml").write_text("[[question]]\nid = 3", "utf-8")
    library = Library(root)
    assert library.catalogue.count() == 3 and "bank.toml" in str(library.problems[0])
    assert "bank.toml" in str((again := Library(root)).catalogue.count() and again.problems[0])
    write(root, "a", {"one": "c"})
    assert Library(root).catalogue.count() == 4


def test_a_generator_that_fails_is_left_out_and_named(root):
    write(root, "a", {"one": "c"}, generator="raise ValueError('boom')")
    write(root, "b", {"one": "c"}, generator="pass")
    library = Library(root)
    assert library.catalogue.count() == 3 and "boom" in str(library.problems[0])
    assert library.catalogue.entry("b.gen").generated and library.catalogue.item("b.gen").question(3).parameters["v"] > 0


@pytest.mark.parametrize("damage", [b"no database at all", b""])
def test_a_damaged_file_is_made_anew(root, damage):
    catalogue = Library(root).catalogue
    catalogue.refresh()
    catalogue.close()
    catalogue.place.write_bytes(damage)
    again = Library(root).catalogue
    assert again.count() == 6 and again.item("a.one").id == "a.one"
    again.close()
    with sqlite3.connect(again.place) as db:
        db.execute("PRAGMA user_version = 77")
    db.close()
    assert Library(root).catalogue.count() == 6


def test_where_it_can_not_be_written_it_is_made_in_memory(root, tmp_path):
    (tmp_path / "home").write_text("a file in the way of the folder")
    assert Library(root).catalogue.count() == 6


def test_two_at_once_make_the_same(root):
    found, problems = [], []

    def make():
        try:
            found.append(Catalogue(Library(root)).count())
        except Exception as e:  # a thread's failure is the test's
            problems.append(e)

    threads = [threading.Thread(target=make) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [6] * 6 and problems == []


def test_places_of_a_family_are_read_in_the_order_asked_for(root):
    write(root, "a", {f"q{i:03d}": "cd"[i % 5 == 0] for i in range(250)})
    catalogue = Library(root).catalogue
    assert [b.id for b in catalogue.at("a", "d", [3, 0, 49])] == ["a.q015", "a.q000", "a.q245"] and catalogue.at("a", "d", [50]) == []
    assert catalogue.families("a") == {"c": 200, "d": 50} and catalogue.families("b") == {"c": 2, "d": 1} and catalogue.families("x") == {}
    assert len(catalogue.of_concept("a")) == 250 and catalogue.of_concept("a", "d")[:2] == ["a.q000", "a.q005"]


def test_taking_characters_apart_loses_nothing():
    for text in ("批归一化 batch norm，梯度x", "plain", "", "。，", "a中b"):
        assert together(apart(text)) == text
