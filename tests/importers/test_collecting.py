"""Rare collections of garbage: several threads may ask for them, and Python has its own habits afterwards."""

import gc

import pytest

from importers.collecting import YOUNGEST, rare_collections


def test_of_several_inside_the_last_one_restores_what_was_before():
    before = gc.get_threshold()
    first, second = rare_collections(), rare_collections()
    first.__enter__()
    second.__enter__()
    assert gc.get_threshold()[0] == YOUNGEST
    first.__exit__(None, None, None)
    assert gc.get_threshold()[0] == YOUNGEST
    second.__exit__(None, None, None)
    assert gc.get_threshold() == before
    assert gc.get_freeze_count() == 0


def test_an_error_inside_leaves_no_trace():
    before = gc.get_threshold()
    with pytest.raises(ValueError, match="stop"), rare_collections():
        raise ValueError("stop")
    assert gc.get_threshold() == before
