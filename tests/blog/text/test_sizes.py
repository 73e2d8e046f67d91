"""The name of a picture is told from the names of its sizes."""

import pytest

from blog.text.sizes import names_of, without_size


@pytest.mark.parametrize(
    ("name", "whole"),
    [
        ("quay-300x200.jpg", "quay.jpg"),
        ("quay-300x200@2x.jpg", "quay.jpg"),
        ("quay-scaled.jpg", "quay.jpg"),
        ("quay-scaled-300x200.jpg", "quay.jpg"),
        ("quay-e1262304000123-300x200.jpg", "quay-e1262304000123.jpg"),
        ("-300x200.jpg", "-300x200.jpg"),
        ("route-66.jpg", "route-66.jpg"),
        ("quay", "quay"),
    ],
)
def test_a_size_goes_and_an_edit_stays(name, whole):
    assert without_size(name) == whole


def test_an_edited_picture_comes_before_the_one_it_was_made_of():
    found = names_of("quay-e1262304000123-300x200.jpg")
    assert found[:2] == ["quay-e1262304000123.jpg", "quay.jpg"]
    assert found[-1] == "quay-e1262304000123-300x200.jpg"
