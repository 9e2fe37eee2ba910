"""Answers are read in every form people write them in, and judged by what they say."""

import json

import pytest

from quizprep.errors import UnreadableAnswer
from quizprep.quiz import answers, forms

NUMBERS = {
    "3.5": 3.5, " 3.5 ": 3.5, ".5": 0.5, "3.": 3.0, "+5": 5, "-5": -5, "−5": -5, "–5": -5, "- 5": -5,
    "1,024": 1024, "1 024": 1024, "1_024": 1024, "1,234,567.5": 1234567.5, "１，０２４": 1024, "３．５": 3.5,
    "1e-3": 0.001, "1E3": 1000.0, "2/3": 2 / 3, "-2/3": -2 / 3, "4/2": 2, "½": 0.5, "50 %": 0.5, "50％": 0.5,
    "10^6": 10**6, "10⁶": 10**6, "10⁻³": 0.001, "3×10⁶": 3 * 10**6, "1.5*10^3": 1500, "2**10": 1024, "-2^3": -8,
    "≈ 3.1": 3.1, "= 7": 7,
}  # fmt: skip


@pytest.mark.parametrize("text", NUMBERS)
def test_a_number_is_read_in_every_usual_form(text):
    assert forms.number(text) == pytest.approx(NUMBERS[text], rel=1e-12)


NO_NUMBERS = [
    "", "x", "64 by", "1,5", "0,125", "1,02", "nan", "inf", "-inf", "1e999", "1/0", "0^-1", "3.5.1", "1 2", "--3", "1½",
    "٣", "0x10", "1e", "five", "1" * 300, "9^999999", "10^999", "True", "()", "%", "/", "^",
]  # fmt: skip


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_what_is_no_number_is_not_guessed(text):
    assert forms.number(text) is None


SHAPES = {
    "64, 112, 112": [64, 112, 112], "64x112x112": [64, 112, 112], "64X112X112": [64, 112, 112],
    "(64,112,112)": [64, 112, 112], "[64 112 112]": [64, 112, 112], "64 × 112": [64, 112], "64*112": [64, 112],
    "(64,)": [64], "64": [64], "torch.Size([64, 1])": [64, 1], "６４，１１２": [64, 112], "64、112": [64, 112], "{3 4}": [3, 4],
}  # fmt: skip


@pytest.mark.parametrize("text", SHAPES)
def test_a_shape_is_read_in_every_usual_form(text):
    assert forms.sizes(text) == SHAPES[text]


@pytest.mark.parametrize(
    "text", ["64 by", "64x", "x64", "1,024", "3.5, 2", "-1, 3", "64,,3", "C, H, W", "()", "1" * 13, "(64"]
)
def test_what_is_no_shape_is_unreadable(ask, text):
    with pytest.raises(UnreadableAnswer, match="C, H, W"):
        answers.read(ask("shape"), text)


def test_percent_means_a_hundredth_unless_percent_is_asked_for(ask):
    from quizprep.content.model import Text

    assert answers.read(ask("number"), "50 %") == 0.5
    for unit in (Text("%", "%"), Text("percent", "百分比")):
        assert answers.read(ask("number", unit=unit), "50 %") == 50
        assert answers.read(ask("number", unit=unit), "50") == 50
    assert answers.read(ask("number", unit=Text("MB", "MB")), "5 MB") == 5


RAW = {
    "choice": ["b", "B)", "(b)", "ｂ", 1], "choices": ["a, c", "ac", "C A", "a、c", [0, 2], (2, 0)],
    "line": [2, "2", "line 2", "第2行", "L2", " 2 "], "order": ["b c a", "bca", [1, 2, 0], "B→C→A"], "match": ["bca", [1, 2, 0]],
    "open": ["a c", [0, 2], {2, 0}],
}  # fmt: skip


@pytest.mark.parametrize("kind", RAW)
def test_all_ways_to_pick_the_same_read_the_same(ask, kind):
    rendered = ask(kind)
    values = [answers.read(rendered, raw) for raw in RAW[kind]]
    assert values == [values[0]] * len(values)


BAD = {
    "choice": ["", None, "d", "ab", "2", "1", 3, -1, True, "é", 1.0], "choices": ["", [], "e", [4], ["a"]],
    "number": ["", "  ", "x", None], "shape": ["", None], "text": ["", " ", "--", "。"], "cloze": [["relu"], ["relu", ""], "relu", ""],
    "order": ["a b", "a a b", [0, 1], [0, 1, 1], "abcd", ""], "match": ["ab", "abe", [0, 1, 4], ""],
    "line": [0, 4, "0", "4", "b", "2.5", True, ""], "open": ["f", "", [5], None, ["a"]],
}  # fmt: skip


@pytest.mark.parametrize("kind", BAD)
def test_what_has_no_readable_form_costs_nothing_and_says_which_form_is_wanted(ask, kind):
    rendered = ask(kind)
    for raw in BAD[kind]:
        with pytest.raises(UnreadableAnswer) as told:
            answers.read(rendered, raw)
        assert str(told.value).rstrip(")").endswith((".", "decimals.")), raw


def wrong_of(rendered):
    return {
        "choice": (rendered.key[0] + 1) % 3 if rendered.question.kind == "choice" else None,
        "choices": [0, 1], "number": "99", "shape": "1, 2, 3", "text": "dropout", "cloze": ["relu", "0.7"],
        "order": sorted(rendered.key, reverse=True) if list(rendered.key) != sorted(rendered.key, reverse=True) else [0, 1, 2],
        "match": [0, 0, 0], "line": 1, "open": [0, 1],
    }[rendered.question.kind]  # fmt: skip


RIGHT = {
    "number": "2.5", "shape": "64x112x112", "text": "Layer-Norm", "cloze": ["ReLU", "1/2"], "line": 2, "open": [0, 1, 2],
}  # fmt: skip


@pytest.mark.parametrize(
    "kind", ["choice", "choices", "number", "shape", "text", "cloze", "order", "match", "line", "open"]
)
def test_right_is_right_wrong_is_wrong_and_the_value_survives_json(ask, kind):
    for seed in range(8):
        rendered = ask(kind, seed=seed)
        key = rendered.key[0] if kind == "choice" else list(rendered.key)
        value = answers.read(rendered, RIGHT.get(kind, key))
        assert json.loads(json.dumps(value)) == value
        right, wrong = (
            answers.grade(rendered, value),
            answers.grade(rendered, answers.read(rendered, wrong_of(rendered))),
        )
        assert right.correct and not wrong.correct
        assert 0 <= wrong.score < 1 and wrong.score < right.score
        assert right.answer == wrong.answer and right.answer.en


def test_the_why_of_the_option_chosen_is_told(ask):
    rendered = ask("choice", seed=4)
    for place, option in enumerate(rendered.question.options):
        assert answers.grade(rendered, place).feedback == ((option.why,) if option.why else ())


def test_choices_tell_what_was_missed_and_what_was_wrong(ask):
    rendered = ask("choices")
    result = answers.grade(rendered, [0, 1])
    assert result.feedback[0].en == "because one" and "right too" in result.feedback[1].en
    assert result.score == pytest.approx(1 / 3)


def test_a_trap_matches_within_the_tolerance_and_tells_the_slip(ask):
    for typed in ("5", "5.04", "10/2"):
        assert [f.en for f in answers.grade(ask("number"), answers.read(ask("number"), typed)).feedback] == [
            "forgot to halve"
        ]
    assert answers.grade(ask("number"), 5.2).feedback == ()


def test_the_nearest_of_two_traps_is_told(ask):
    from quizprep.content.model import Text, Trap

    rendered = ask("number", tolerance=0.5, answer=100, traps=[Trap("10", Text("ten")), Trap("14", Text("fourteen"))])
    assert answers.grade(rendered, 13).feedback[0].en == "fourteen"


def test_tolerances_are_relative_to_the_answer_or_absolute_and_the_bound_belongs(ask):
    assert answers.grade(ask("number"), 2.525).correct and not answers.grade(ask("number"), 2.53).correct
    rounded = ask("number", answer=0.67, tolerance=0.0, absolute=0.01)
    assert answers.grade(rounded, 0.66).correct and not answers.grade(rounded, 0.655).correct
    whole = ask("number", answer=10**15, tolerance=0.0)
    assert answers.grade(whole, 10**15).correct and not answers.grade(whole, 10**15 + 1).correct
    assert not answers.grade(ask("number", answer=0, tolerance=0.0), 1e-9).correct


@pytest.mark.parametrize(
    "typed",
    [
        "layer norm",
        "LayerNorm",
        "layer-norm",
        "ｌａｙｅｒ ｎｏｒｍ",
        "Láyer Norm.",
        "层归一化",
        "the layer norm",
        "`layer_norm`",
    ],
)
def test_words_are_compared_without_case_spaces_hyphens_accents_and_width(ask, typed):
    assert answers.grade(ask("text"), answers.read(ask("text"), typed)).correct


@pytest.mark.parametrize(("typed", "wanted", "same"), [
    ("n-1", "n - 1", True), ("n-1", "n1", False), ("1-p", "1p", False), ("GPT-2", "gpt2", True), ("x²", "x^2", True), ("x2", "x^2", False),
    ("1.0", "1", True), ("n+1", "n-1", False), ("-1", "1", False), ("C++", "C", False),
])  # fmt: skip
def test_a_minus_is_no_hyphen_and_a_power_no_digit(typed, wanted, same):
    assert forms.same_text(typed, wanted) is same


def test_in_code_hyphens_count_and_an_exact_trap_comes_before_a_loose_match(ask):
    from quizprep.content.model import Blank, Text, Trap

    rendered = ask(
        "cloze", monospace=True, body=Text("{{1}}"), blanks=[Blank(["N"], traps=[Trap("n", Text("other n"))])]
    )
    assert answers.grade(rendered, ["N"]).correct and not answers.grade(rendered, ["n"]).correct
    rendered = ask("cloze", monospace=True, body=Text("{{1}}"), blanks=[Blank(["f(axis=-1)"])])
    assert answers.grade(rendered, ["f( axis = -1 )"]).correct and not answers.grade(rendered, ["f(axis=1)"]).correct


def test_each_blank_is_judged_and_told_apart(ask):
    result = answers.grade(ask("cloze"), ["tanh", "0.5"])
    assert result.score == 0.5 and [f.en for f in result.feedback] == ["Blank 1: saturates"]
    assert answers.read(ask("cloze"), "relu; 0.5") == ["relu", "0.5"]


def test_items_that_read_the_same_may_stand_in_either_place(ask):
    from quizprep.content.model import Text

    rendered = ask("order", items=[Text("relu"), Text("conv"), Text("relu")])
    key = list(rendered.key)
    assert answers.grade(rendered, [key[2], key[1], key[0]]).correct


def test_an_open_answer_is_right_from_sixty_percent_of_the_rubric(ask):
    rendered = ask("open")
    assert answers.grade(rendered, [0, 1, 2]).correct and not answers.grade(rendered, [0, 1]).correct
    assert "60%" in answers.grade(rendered, []).feedback[0].en
    assert answers.read(rendered, "-") == [] and answers.read(rendered, []) == []


def test_a_shape_of_another_length_is_told(ask):
    assert "3" in answers.grade(ask("shape"), [64, 112]).feedback[0].en
    assert answers.grade(ask("shape"), [64, 111, 111]).feedback[0].en == "forgot the pad"


def test_the_answer_is_shown_as_a_person_writes_it(ask):
    shown = {k: answers.answer_text(ask(k)).en for k in ("number", "shape", "order", "match", "line")}
    assert shown["number"] == "2.5" and shown["shape"] == "(64, 112, 112)"
    assert shown["order"] == "1. one\n2. two\n3. three" and "l2 → r2" in shown["match"]
    assert "line 2: b = 2" in shown["line"] and "b = 3" in shown["line"]
    assert answers.answer_text(ask("number", answer=25_557_032)).en == "25,557,032"
