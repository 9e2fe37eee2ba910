"""``quizprep find``: data on stdout, talk on stderr, an exit code that says whether something was found."""

import json


def test_find_prints_what_it_finds_as_json_with_the_promised_fields(cli):
    done = cli("find", "softmax", "--json", "-n", "5")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    fields = {"kind", "id", "topic", "concept", "type", "difficulty", "generated", "title", "states", "snippet"}
    assert len(found) == 5 and all(set(hit) == fields for hit in found)
    assert "softmax" in [hit["id"] for hit in found if hit["kind"] == "drill"]
    assert all(set(piece) == {"text", "hit"} for hit in found for piece in hit["snippet"])

    plain = cli("--lang", "zh", "find", "梯度消失", "-n", "1")
    assert plain.returncode == 0 and "»梯度" in plain.stdout
    assert "共" in plain.stderr  # how many there are is talk

    nothing = cli("find", "xyzzyqq")
    assert (nothing.returncode, nothing.stdout) == (1, "") and "nothing was found" in nothing.stderr

    syntax = cli("find", "--", '"', "AND", "(*", "NEAR(")
    assert syntax.returncode in (0, 1) and "Traceback" not in syntax.stderr
    for wrong in (["--topic", "nowhere"], ["--type", "quiz"], ["--state", "odd"]):
        done = cli("find", "softmax", *wrong)
        assert done.returncode == 2 and done.stdout == ""
    assert json.loads(cli("find", "--state", "wrong", "--json").stdout) == []
