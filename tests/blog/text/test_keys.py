import pytest

from blog.text.keys import key_of


@pytest.mark.parametrize(("text", "key"), [("7", 7), ("0", 0), ("9" * 18, 10**18 - 1)])
def test_digits_name_a_row(text, key):
    assert key_of(text) == key


@pytest.mark.parametrize("text", ["", "-1", "+1", "1.0", " 1", "1_0", "٣", "²", "9" * 19, "x"])
def test_nothing_else_does(text):
    assert key_of(text) == 0
