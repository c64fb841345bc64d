"""Which words met, in text and as rows of a page."""

from resolver.report.words import render_words, rows_of_words

WORDS = (
    [("vektor", "vektor", ""), ("завод", "plant", "meaning"), ("arlines", "airlines", "slip")],
    ["trade"],
    [],
)


def test_lines_say_what_met_and_how() -> None:
    lines = render_words(WORDS).splitlines()
    assert lines[0].split(None, 2)[2] == "vektor, завод = plant (by meaning), arlines = airlines (a slip)"
    assert [line.split()[-1] for line in lines[1:]] == ["trade", "-"]


def test_rows_put_both_sides_side_by_side() -> None:
    met, left = rows_of_words(WORDS)
    assert met == ("Words met", "vektor, завод, arlines", "vektor, plant (by meaning), airlines (a slip)")
    assert left == ("Left over", "trade", "")


def test_a_name_steers_no_terminal() -> None:
    assert "\x1b" not in render_words(([("a\x1b[2J", "b", "slip")], [], []))
