"""Records are frozen, and made with defaults, as dataclasses are."""

import pickle
from collections.abc import Mapping
from dataclasses import FrozenInstanceError, field, replace

import pytest

from importers.frozen import frozen, replaced


@frozen
class Tide:
    height: int
    name: str = "spring"
    words: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self):
        assert self.height >= 0


def test_a_record_takes_values_by_place_and_by_name_and_knows_its_defaults():
    assert Tide(1) == Tide(height=1, name="spring", words={})
    assert Tide(1, "neap").name == "neap"
    assert Tide(1).words is not Tide(1).words
    assert replaced(Tide(1, "neap"), height=2) == replace(Tide(1, "neap"), height=2) == Tide(2, "neap")
    assert repr(Tide(1)) == "Tide(height=1, name='spring', words={})"
    assert pickle.loads(pickle.dumps(Tide(3, "neap"))) == Tide(3, "neap")


def test_a_record_does_not_change():
    with pytest.raises(FrozenInstanceError):
        Tide(1).height = 2
    with pytest.raises((AttributeError, TypeError)):
        Tide(1).depth = 2


@pytest.mark.parametrize("values", [(), (1, "a", {}, 4), (-1,)], ids=["too-few", "too-many", "refused"])
def test_a_record_refuses_what_does_not_fit(values):
    with pytest.raises((TypeError, AssertionError)):
        Tide(*values)


def test_a_value_for_no_field_is_refused():
    with pytest.raises(TypeError):
        replaced(Tide(1), heigth=2)
