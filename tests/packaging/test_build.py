"""sdist, then wheel from it: nothing of the content is lost on the way, and the installed command works elsewhere."""

import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.xdist_group("packaging")


def tracked(*folders):
    out = subprocess.run(["git", "ls-files", "-z", *folders], cwd=ROOT, capture_output=True, text=True, check=True)
    return {p for p in out.stdout.split("\0") if p and (ROOT / p).exists()}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    out = tmp_path_factory.mktemp("dist")
    made = subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(ROOT)],
        capture_output=True,
        text=True,
    )
    assert made.returncode == 0, made.stdout + made.stderr
    return next(out.glob("*.tar.gz")), next(out.glob("*.whl"))


def test_the_sdist_holds_every_tracked_file_of_the_package_and_content(built):
    with tarfile.open(built[0]) as archive:
        names = {n.partition("/")[2] for n in archive.getnames()}
    assert tracked("quizprep", "questions", "solutions") - names == set()


def test_the_wheel_holds_the_content_inside_the_package(built):
    with zipfile.ZipFile(built[1]) as archive:
        names = set(archive.namelist())
    wanted = {
        p if p.startswith("quizprep/") else f"quizprep/_content/{p}"
        for p in tracked("quizprep", "questions", "solutions")
    }
    assert wanted - names == set()
    stray = {n for n in names if n.startswith("quizprep/")} - wanted
    assert {n for n in stray if "__pycache__" in n or n.endswith(".pyc")} == set()


def test_the_installed_command_grades_outside_the_tree(built, tmp_path):
    """Everything but quizprep itself comes from this environment, so that nothing is downloaded."""
    venv.create(tmp_path / "env", system_site_packages=False, with_pip=True)
    python = tmp_path / "env/bin/python"
    subprocess.run([python, "-m", "pip", "install", "-q", "--no-deps", "--no-index", built[1]], check=True)
    site = next((tmp_path / "env/lib").glob("python*/site-packages"))
    here = Path(pytest.__file__).parents[1]
    (site / "borrowed.pth").write_text(f"{here}\n")
    home, outside = tmp_path / "home", tmp_path / "outside dir"
    outside.mkdir()
    env = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "VIRTUAL_ENV")} | {"QUIZPREP_HOME": str(home)}

    def run(*args, code=0):
        done = subprocess.run(
            [tmp_path / "env/bin/quizprep", *args], cwd=outside, env=env, capture_output=True, text=True
        )
        assert done.returncode == code, (args, done.stdout, done.stderr)
        return done.stdout

    shown = subprocess.run(
        [python, "-c", "import quizprep; print(quizprep.__file__)"],
        cwd=outside,
        env=env,
        capture_output=True,
        text=True,
    )
    assert str(tmp_path) in shown.stdout
    assert "softmax" in run("drills") and "conv" in run("topics")
    run("start", "softmax", str(outside))
    run("check", "softmax", str(outside / "softmax.py"), code=1)
    (outside / "right.py").write_text((ROOT / "solutions/softmax-and-losses/softmax/reference.py").read_text())
    assert '"verdict": "pass"' in run("check", "softmax", "right.py", "--json").replace(
        '"verdict":"pass"', '"verdict": "pass"'
    )
