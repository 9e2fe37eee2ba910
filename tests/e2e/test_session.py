"""The first start and today's session in a real terminal."""

import signal
import tomllib
from datetime import date, timedelta

from tests.e2e.terminal import ENTER, ESCAPE, TAB, answer
from tests.e2e.test_terminal import rows


def test_the_first_start_asks_and_todays_session_survives_a_kill(start, tmp_path):
    """Date and minutes are kept; enter begins the session; the answer, its review and card are there after kill -9."""
    day = date.today() + timedelta(days=20)
    app = start(first=True)
    app.wait("Welcome to quizprep", "Interview date", seconds=60)
    app.press(TAB)
    app.press(day.isoformat())
    app.press(ENTER)
    app.press("30")
    app.press(ENTER)
    app.wait("days to interview", "Press enter")
    kept = tomllib.loads((tmp_path / "home/config.toml").read_text())
    assert (kept["interview_date"], kept["minutes_a_day"]) == (day, 30)
    app.press(ENTER)
    app.wait("1/", "new", seconds=60)
    app.pump(0.5)
    for _ in range(8):  # an open question takes more than one step
        answer(app)
        app.pump(0.8)
        if "Next time:" in app.text():
            break
    app.wait("Next time:", "Good")
    app.child.kill(signal.SIGKILL)
    app.child.wait()
    home = tmp_path / "home"
    assert rows(home, "select count(*) from answers a join reviews r on r.answer = a.id join cards c using (question)") == [(1,)]
    assert rows(home, "select mode from sessions") == [("today",)]


def test_skipping_the_first_start_asks_no_more(start):
    app = start(first=True)
    app.wait("Welcome to quizprep", seconds=60)
    app.press(ESCAPE)
    app.wait("Press enter: new", seconds=60)
    app.press("q")
    assert app.ended() == 0
    again = start(first=True)
    again.wait("Press enter: new", seconds=60)
    again.pump(1)
    assert "Welcome" not in again.text()
