"""JSON text is what json.dumps writes, compactly."""

import datetime as dt
import json
from dataclasses import replace

import pytest

from importers.found_dates import FoundDate
from importers.json_text import canonical, compact, for_hashing, iso
from importers.records import AuthorRecord, CommentRecord

VALUES = ["é “quoted” \x01\n", 1, None, True, 1.5, [], {}, ["html", "<p>a</p>"], {"b": [1, {"c": ""}], "a": "\ud83e"}]


@pytest.mark.parametrize("value", VALUES, ids=[f"value-{number}" for number in range(len(VALUES))])
def test_it_is_what_json_dumps_writes(value):
    assert compact(value) == json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    assert canonical(value) == written.encode("utf-8", "surrogatepass")


@pytest.mark.parametrize("year", [1, 999, 2009])
@pytest.mark.parametrize("microsecond", [0, 1, 120_000])
def test_a_moment_is_written_as_isoformat_does(year, microsecond):
    moment = dt.datetime(year, 6, 3, 17, 14, 5, microsecond, dt.UTC)
    assert iso(moment) == moment.isoformat()


def test_what_records_hold_tells_them_apart():
    one = CommentRecord(source_id="1", meta={"a": 1}, submitted=FoundDate(2009, 6, 3, dt.time(17, 14)))
    others = [replace(one, meta={}), replace(one, submitted=None), replace(one, author=AuthorRecord(name="a")), None]
    halves = [replace(one, body=body) for body in ("\ud83e", "\ud83d")]  # of surrogate pairs
    told = [for_hashing(record) for record in (one, *others, *halves, replace(one), 2**70, -(2**70))]
    assert told.pop(7) == told[0]
    assert len(set(told)) == len(told)


def test_what_no_json_holds_is_refused():
    with pytest.raises(TypeError):
        compact({"a": {1, 2}})
