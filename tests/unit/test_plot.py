"""Figures in characters: nothing too wide, every curve there, the same each time."""

from math import cos, exp, inf, nan, pi

import pytest

from quizprep.content.plot import COLUMNS, bars, beside, cells, contour, plot

XS = [i / 10 for i in range(-40, 41)]


def bowl(x, y):
    return x * x / 2 + 6 * y * y


def rows_of(picture):
    """The drawing area: what stands right of the axis."""
    return [
        line.split("┤" if "┤" in line else "│", 1)[1] for line in picture.splitlines() if "┤" in line or "│" in line
    ]


def test_several_curves_have_their_own_marks_and_a_legend():
    picture = plot([("rising", [(x, x) for x in XS]), ("falling", [(x, -x) for x in XS])], xlabel="x", ylabel="f(x)")
    rows = rows_of(picture)
    assert rows[0].strip()[0] == "o" and rows[0].strip()[-1] == "*"
    assert rows[-1].strip()[0] == "*" and rows[-1].strip()[-1] == "o"
    assert "* rising    o falling" in picture
    assert picture.startswith("f(x)\n")


def test_a_name_of_one_character_is_its_own_mark():
    picture = plot([("B", [(0, 0), (1, 1)]), ("A", [(0, 1), (1, 0)])])
    assert "BBB    AAA" in picture and "*" not in picture
    assert rows_of(picture)[0].startswith("A")


def test_one_curve_is_drawn_fine_and_needs_no_legend():
    picture = plot([("square", [(x, x * x) for x in XS])])
    assert "square" not in picture
    assert any(0x2800 < ord(c) < 0x2900 for c in picture)


def test_the_axes_carry_round_numbers_with_a_true_minus():
    picture = plot([("f", [(x, x / 2) for x in XS])], height=9)
    assert "−2 ┤" in picture and " 2 ┤" in picture and "-" not in picture
    assert picture.splitlines()[-1].split() == ["−4", "−2", "0", "2", "4"]


def test_what_leaves_the_range_is_cut_and_gaps_stay_open():
    diverging = plot([("A", [(t, exp(t)) for t in range(20)]), ("B", [(t, 1.0) for t in range(20)])], y=(0, 3))
    assert sum(row.count("A") for row in rows_of(diverging)) < 20
    broken = plot([("A", [(0, 1), (1, 1), (2, nan), (3, inf), (4, 1), (5, 1)]), ("B", [(0, 0), (5, 2)])], width=51)
    line = next(row for row in rows_of(broken) if "A" in row)
    assert line.startswith("A" * 10) and "A" not in line[12:38].replace("B", "")


def test_a_constant_can_be_drawn():
    rows = rows_of(plot([("A", [(0, 2.0), (1, 2.0)]), ("B", [(0, 2.0), (1, 2.0)])], width=40))
    assert [row for row in rows if row] == ["AABB" * 10]


def test_nothing_to_plot_is_an_error():
    with pytest.raises(ValueError, match="nothing"):
        plot([("f", [(0, nan)])])


def test_the_contour_is_light_where_the_function_is_low():
    rows = rows_of(contour(bowl, (-5, 5), (-2, 2), [("A", [(-4, 1.5), (0, 0)])], width=61, height=21))
    assert rows[0][30] in " ▒" and "▒" in rows[0]
    assert "▒" not in rows[10] and "A" in rows[10][30]
    assert any("a" in row for row in rows)


def test_paths_in_the_contour_outside_are_left_out_and_names_are_told():
    picture = contour(bowl, (-5, 5), (-2, 2), [("momentum", [(0, 0), (900, 900)]), ("Adam", [(1, 1)])])
    assert "A momentum    B Adam" in picture


def test_bars_are_to_scale():
    lines = bars([("a", 1.0), ("bb", 0.5), ("第一层", 0.25)], width=40).splitlines()
    assert [line.count("█") for line in lines] == [40, 20, 10]
    assert lines[1].endswith(" 0.5")
    assert len({cells(line.split("│")[0]) for line in lines}) == 1


def test_negative_bars_go_left_and_zeros_are_no_bars():
    lines = bars([("a", -1.0), ("b", 1.0), ("c", 0.0)], width=40).splitlines()
    assert lines[0].index("█") < lines[0].index("│") == lines[1].index("│")
    assert "█" not in lines[2] and "█" not in bars([("a", 0.0)])


def test_two_pictures_stand_side_by_side():
    both = beside("ab\nc", "x\ny\nz", gap=2)
    assert both == "ab  x\nc   y\n    z"


@pytest.mark.parametrize("scale", [1e-9, 1.0, 12345.678, 1e12])
def test_nothing_is_wider_than_a_figure_may_be(scale):
    curve = [(x * scale, scale * cos(x * pi)) for x in XS]
    pictures = [
        plot([("one", curve)], width=200),
        plot([(f"a rather long name {i}", curve) for i in range(8)], width=200),
        contour(lambda x, y: x * y, (-scale, scale), (-scale, scale), [("p", curve)], width=200),
        bars([("label", scale), ("another label", -scale)], width=200),
    ]
    for picture in pictures:
        assert max(map(cells, picture.splitlines())) <= COLUMNS
        assert all(line == line.rstrip() for line in picture.splitlines())


def test_the_same_input_gives_the_same_picture():
    args = [("a", [(x, x * x) for x in XS]), ("b", [(x, x) for x in XS])]
    assert plot(args) == plot(args)
