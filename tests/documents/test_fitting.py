"""Long words in small spaces: never over the edge, nothing lost."""

from hypothesis import given
from hypothesis import strategies as st

from village_desk.documents.fitting import LEADING, fitted, wrapped


def square(words: str) -> float:
    """Every character as wide as it is high, letters and digits half of that."""
    return sum(0.5 if character.isascii() else 1.0 for character in words)


def test_words_that_fit_keep_their_size() -> None:
    assert fitted("谭少怀", 60, 20, 16, square).lines == ("谭少怀",)
    assert fitted("谭少怀", 60, 20, 16, square).size == 16


def test_words_a_little_too_long_become_smaller_on_one_line() -> None:
    fit = fitted("谭少怀", 45, 20, 16, square)
    assert fit.lines == ("谭少怀",)
    assert fit.size == 15


def test_much_too_long_words_are_broken_into_lines() -> None:
    assert len(fitted("阿卜杜热合曼·买买提艾力", 100, 40, 16, square).lines) == 2


def test_a_name_is_broken_after_its_dot() -> None:
    assert wrapped("阿卜杜热合曼·买买提艾力", 9, square) == ("阿卜杜热合曼·", "买买提艾力")


def test_a_number_is_not_broken_inside() -> None:
    assert wrapped("沟二社区429004103002", 8, square) == ("沟二社区", "429004103002")


def test_a_line_does_not_begin_with_a_comma() -> None:
    assert all(not line.startswith("，") for line in wrapped("档次选错了，应为三百元", 5, square))


@given(
    st.text("阿卜杜热合曼·，（）AB12 ", min_size=1, max_size=60).filter(str.strip),
    st.floats(20, 200),
    st.floats(8, 60),
    st.floats(8, 24),
)
def test_nothing_goes_over_the_edge_and_nothing_is_lost(words: str, width: float, height: float, size: float) -> None:
    words = " ".join(words.split())
    fit = fitted(words, width, height, size, square)
    assert fit.size <= size
    assert all(square(line) * fit.size <= width * 1.0001 for line in fit.lines)
    assert len(fit.lines) == 1 or len(fit.lines) * fit.size * LEADING <= height * 1.0001
    assert "".join(fit.lines).replace(" ", "") == words.replace(" ", "")
