"""The lint on a bank of a few lines: each rule fires on what breaks it and on nothing else."""

import pytest

from quizprep.content.lint import lint

TOPIC = """
slug = "demo"
order = 1
title = {en = "Demo", zh = "演示"}
summary = {en = "s", zh = "摘"}
[[concept]]
slug = "one"
title = {en = "One", zh = "一"}
"""
HEAD = """
[[question]]
id = "demo.{name}"
type = "{type}"
concept = "one"
difficulty = 1
sources = ["Book (2020), §1"]
prompt = {{en = "What is {name}?", zh = "{name} 是什么？"}}
explanation = {{en = "rule", zh = "规则"}}
"""
OPTION = '[[question.options]]\ntext = {{en = "{0}", zh = "{0}"}}\n{1}\n'
WHY = 'why = {en = "w", zh = "因"}'
NUMBER = HEAD.format(name="number", type="number") + "answer = 3\n"
CHOICE = (
    HEAD.format(name="choice", type="choice")
    + OPTION.format("right", "correct = true") + OPTION.format("wrong one", WHY) + OPTION.format("wrong two", WHY)
)  # fmt: skip
CLOZE = HEAD.format(name="cloze", type="cloze") + (
    'body = {en = "a {{1}} b {{2}}", zh = "甲 {{1}} 乙 {{2}}"}\n'
    '[[question.blanks]]\naccept = ["x"]\n[[question.blanks]]\naccept = ["y"]\n'
)
LINE = HEAD.format(name="line", type="line") + 'code = "a = 1\\n\\nb = 2"\nanswer = [3]\n'
GENERATORS = """
from quizprep.content.generator import generator, t
from quizprep.content.model import Number

@generator("demo.gen", version=1, concept="one", levels=(1,))
def gen(draw, level):
    v = draw.integer(1, 999)
    return Number(id=draw.id, concept="one", difficulty=level, prompt=t("p", "题"), answer=v, explanation=t("e", "解"),
                  sources=["s"], parameters={"v": v})
"""
DRILL = """
slug = "add"
title = {en = "Add", zh = "加"}
framework = "python"
difficulty = 2
par_minutes = 5
entry = ["add"]
concepts = ["one"]
""" + "".join(f'[[check]]\nname = "test_{c}"\ntitle = {{en = "t", zh = "题"}}\n' for c in "ab") + (
    '[[hint]]\nen = "h"\nzh = "提"\n' * 3
)  # fmt: skip
MISTAKE = """
[[mistake]]
name = "m{0}"
caught_by = ["test_{1}"]
title = {{en = "t", zh = "题"}}
explanation = {{en = "e", zh = "解"}}
edit = [["a + b", "a - {0} * b"]]
"""
FILES = {
    "questions/demo/topic.toml": TOPIC,
    "questions/demo/bank.toml": NUMBER + CHOICE + CLOZE + LINE,
    "questions/demo/generators.py": GENERATORS,
    "solutions/demo/oracles.py": 'ORACLES = {"demo.gen": lambda p: p["v"]}\n',
    "questions/demo/drills/add/drill.toml": DRILL,
    "questions/demo/drills/add/statement.en.md": "Add.",
    "questions/demo/drills/add/statement.zh.md": "加。",
    "questions/demo/drills/add/starter.py": "def add(a, b):\n    raise NotImplementedError\n",
    "solutions/demo/add/checks.py": "def test_a(solution):\n    pass\n\n\ndef test_b(solution):\n    pass\n",
    "solutions/demo/add/mistakes.toml": "".join(MISTAKE.format(i, "ab"[i % 2]) for i in range(4)),
    "solutions/demo/add/alternatives/loop.py": "def add(a, b):\n    return b + a\n",
    "solutions/demo/add/alternatives/other.py": "def add(a, b):\n    return sum((a, b))\n",
}
FILES["solutions/demo/add/reference.py"] = '"""The sum of two numbers."""\n\n\ndef add(a, b):\n    return a + b\n'
BANK, TOML, JUDGE = "questions/demo/bank.toml", "questions/demo/drills/add/drill.toml", "solutions/demo/add"


@pytest.fixture
def bank(tmp_path):
    def write(**changed):
        for name, text in (FILES | changed.get("files", {})).items():
            path = tmp_path / name
            if text is not None:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, "utf-8")
        return tmp_path

    return write


def found(root):
    return lint(root / "questions").findings


def test_a_bank_that_keeps_all_rules_has_no_findings(bank):
    report = lint(bank() / "questions")
    assert [str(f) for f in report.findings] == []
    assert report.coverage["topics"]["demo"] == {
        "authored": 4, "non_choice": 4, "generated": 1, "concepts": {"one": {"authored": 4, "non_choice": 4, "generated": 1}},
    }  # fmt: skip
    assert report.coverage["drills"]["add"] == {"topic": "demo", "checks": 2, "mistakes": 4, "alternatives": 2}
    assert lint(bank() / "questions" / "demo").findings == []


LONG = "".join(
    HEAD.format(name=f"c{i}", type="choice") + OPTION.format("the longest of them", "correct = true")
    + OPTION.format(f"x{i}", WHY) + OPTION.format(f"y{i}", WHY) for i in range(10)
)  # fmt: skip
WIDE = 'figure = {en = "' + "-" * 73 + '", zh = "' + "宽" * 37 + '"}\n'
TRAINING = DRILL.replace('framework = "python"', 'kind = "training"\nframework = "torch"')
BROKEN = {
    "no why": (BANK, NUMBER + CHOICE.replace(WHY, "", 1), "has no why", True),
    "the same option twice": (BANK, NUMBER + CHOICE.replace("wrong two", "wrong  one"), "stands 2 times", True),
    "all right": (BANK, NUMBER + CHOICE.replace('"choice"', '"choices"').replace(WHY, "correct = true"), "and not all", True),
    "the same question twice": (BANK, NUMBER + NUMBER.replace("demo.number", "demo.other"), "asks the same as demo.number", True),
    "blanks": (BANK, CLOZE.replace("乙 {{2}}", "乙 {{3}}"), "the zh body has the blanks [1, 3]", True),
    "line past the code": (BANK, LINE.replace("[3]", "[4]"), "line 4 is not in the code", True),
    "empty line": (BANK, LINE.replace("[3]", "[2]"), "line 2 of the code is empty", True),
    "no source": (BANK, NUMBER.replace('"Book (2020), §1"', ""), "there is no source", True),
    "one language": (BANK, NUMBER.replace('zh = "规则"', 'zh = " "'), "explanation: a language is missing (zh)", True),
    "figure": (BANK, NUMBER + WIDE, "the en figure is 73 columns wide", True),
    "wide figure": (BANK, NUMBER + WIDE, "the zh figure is 74 columns wide", True),
    "length gives it away": (BANK, NUMBER + LONG, "the longest in 10 of 10", False),
    "nothing but choice": (BANK, CHOICE + CHOICE.replace("demo.choice", "demo.other").replace("is choice", "is other"), "no question but multiple choice", True),
    "too few": (BANK, NUMBER, "has 1 of 2 items", True),
    "no oracle": ("solutions/demo/oracles.py", "ORACLES = {}", "demo.gen has no oracle", True),
    "foreign oracle": ("solutions/demo/oracles.py", 'ORACLES = {"demo.gen": 1, "demo.old": 2}', "no generator is called demo.old", True),
    "broken oracles": ("solutions/demo/oracles.py", "ORACLES = {", "not valid Python", True),
    "generator fails": ("questions/demo/generators.py", GENERATORS.replace("v = ", "v = 1 // 0 + "), "ZeroDivisionError", True),
    "no parameters": ("questions/demo/generators.py", GENERATORS.replace('{"v": v}', "{}"), "parameters are empty", True),
    "long reference": (f"{JUDGE}/reference.py", FILES[f"{JUDGE}/reference.py"] + "#\n" * 40, "has 45 lines, at most 40", True),
    "nothing defined": (f"{JUDGE}/reference.py", FILES[f"{JUDGE}/reference.py"].replace("def add", "def sub"), "does not define add", False),
    "broken checks": (f"{JUDGE}/checks.py", "def test_a(:", "not valid Python", True),
    "unnamed check": (f"{JUDGE}/checks.py", FILES[f"{JUDGE}/checks.py"] + "\n\ndef test_c(s):\n    pass\n", "not among the checks", True),
    "check defined twice": (f"{JUDGE}/checks.py", FILES[f"{JUDGE}/checks.py"] + "\n\ndef test_a(s):\n    pass\n", "defined twice", True),
    "few mistakes": (f"{JUDGE}/mistakes.toml", MISTAKE.format(0, "a") + MISTAKE.format(1, "b"), "has 2 mistakes", False),
    "idle check": (f"{JUDGE}/mistakes.toml", "".join(MISTAKE.format(i, "a") for i in range(4)), "no mistake is caught by test_b", False),
    "edit and file": (f"{JUDGE}/mistakes.toml", FILES[f"{JUDGE}/mistakes.toml"] + 'file = "x.py"\n', "edit or file", True),
    "edit breaks Python": (
        f"{JUDGE}/mistakes.toml", FILES[f"{JUDGE}/mistakes.toml"].replace("a - 0 * b", "a - ("), "not valid Python", True),
    "one alternative": (f"{JUDGE}/alternatives/other.py", None, "1 of 2 alternatives", False),
    "no statement": ("questions/demo/drills/add/statement.zh.md", " ", "statement is missing or empty", False),
    "unknown concept": (TOML, DRILL.replace('concepts = ["one"]', 'concepts = ["two"]'), "the concept two is not", True),
    "training without torch": (TOML, DRILL.replace("difficulty", 'kind = "training"\ndifficulty', 1), "a training task is in torch", True),
    "training too long": (TOML, TRAINING + "[limits]\nseconds = 121\n", "seconds is 121, at most 120", True),
    "training too large": (TOML, TRAINING + "[limits]\nmemory_mb = 4097\n", "memory_mb is 4097, at most 4096", True),
    "stray": ("questions/demo/notes.md", "x", "nothing expects this file", False),
    "stray topic": ("solutions/other/x.py", "x", "nothing expects this file", False),
    "stray drill": (f"{JUDGE}x/reference.py", "x", "nothing expects this file", False),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_rule_is_found_with_file_and_line(bank, name):
    file, text, says, with_line = BROKEN[name]
    files = {file: text} | (
        {"questions/demo/generators.py": None, "solutions/demo/oracles.py": None}
        if name in ("too few", "nothing but choice")
        else {}
    )
    hits = [f for f in found(bank(files=files)) if says in str(f)]
    assert hits, [str(f) for f in found(bank(files=files))]
    assert all(bool(f.line) == with_line for f in hits)


@pytest.mark.parametrize(("file", "text"), [
    (BANK, NUMBER + NUMBER.replace("answer = 3", "")), (BANK, "["), ("questions/demo/generators.py", "def ("),
])  # fmt: skip
def test_what_a_broken_file_holds_is_not_said_to_be_missing(bank, file, text):
    """The one finding that matters doesn't drown in the coverage of a topic that couldn't be read."""
    findings = [str(f) for f in found(bank(files={file: text, "solutions/demo/oracles.py": "ORACLES = {}\n"}))]
    assert sum(file in f for f in findings) >= 1 and not [f for f in findings if "concept one" in f], findings
