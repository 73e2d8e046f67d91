import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.records import FoundDate
from importers.threads import resolve_parents

IDS = [str(number) for number in range(1, 9)]


def depth_of(parents, index):
    steps = 0
    while parents[index] is not None:
        index = parents[index]
        steps += 1
        assert steps <= len(parents), "the parents form a circle"
    return steps


@given(st.lists(st.sampled_from([*IDS, "", "0", "99"]), max_size=len(IDS)))
def test_whatever_answers_what_the_result_is_a_forest(stated):
    ids = IDS[: len(stated)]
    parents, orphans, cut = resolve_parents(ids, stated)
    for index in range(len(parents)):
        depth_of(parents, index)
    for index, parent_id in enumerate(stated):
        if parent_id in ("", "0"):
            assert parents[index] is None
            assert index not in orphans
        elif parent_id not in ids:
            assert index in orphans
        elif index not in cut:
            assert ids[parents[index]] == parent_id
    assert all(parents[index] is None for index in [*orphans, *cut])


def test_a_reply_whose_parent_comes_later_keeps_its_parent():
    assert resolve_parents(["2", "1"], ["1", "0"]) == ([1, None], [], [])


def test_a_circle_is_cut_once():
    parents, orphans, cut = resolve_parents(["1", "2", "3"], ["3", "1", "2"])
    assert (orphans, len(cut), parents.count(None)) == ([], 1, 1)


def test_a_comment_that_answers_itself_stays_at_the_top_level():
    assert resolve_parents(["1"], ["1"]) == ([None], [], [0])


@pytest.mark.parametrize(
    ("date", "iso"),
    [
        (FoundDate(2009), "2009"),
        (FoundDate(2009, 6), "2009-06"),
        (FoundDate(2009, 6, 3), "2009-06-03"),
        (FoundDate(2009, 6, 3, dt.time(17, 14)), "2009-06-03T17:14:00"),
        (FoundDate(2009, 6, 3, dt.time(17, 14), 120), "2009-06-03T15:14:00Z"),
        (FoundDate(2009, 1, 1, dt.time(0, 30), 60), "2008-12-31T23:30:00Z"),
    ],
)
def test_a_date_is_written_as_far_as_it_is_known(date, iso):
    assert date.iso() == iso


def test_only_a_time_with_its_zone_is_an_instant():
    assert FoundDate(2009, 6, 3).instant is None
    assert FoundDate(2009, 6, 3, dt.time(1)).instant is None
    assert FoundDate(2009, 6, 3, dt.time(1), 0).instant == dt.datetime(2009, 6, 3, 1, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("local", "offset"),
    [("2008-06-26 16:43:41", -240), ("2008-06-27 02:28:41", 345), ("2008-06-26 20:43:41", 0)],
)
def test_the_wall_clock_and_utc_prove_the_offset(local, offset):
    found = FoundDate.between(dt.datetime.fromisoformat(local), dt.datetime(2008, 6, 26, 20, 43, 41))
    assert found is not None
    assert (found.offset, found.iso()) == (offset, "2008-06-26T20:43:41Z")


@pytest.mark.parametrize("local", ["2008-06-26 16:43:40", "2008-06-27 20:43:41", "2008-06-26 16:50:41"])
def test_a_difference_that_no_zone_has_proves_nothing(local):
    assert FoundDate.between(dt.datetime.fromisoformat(local), dt.datetime(2008, 6, 26, 20, 43, 41)) is None
