"""JSON text is what json.dumps writes, compactly."""

import json

import pytest

from importers.json_text import canonical, compact

VALUES = ["é “quoted” \x01\n", 1, None, True, 1.5, [], {}, ["html", "<p>a</p>"], {"b": [1, {"c": ""}], "a": "\ud83e"}]


@pytest.mark.parametrize("value", VALUES, ids=[f"value-{number}" for number in range(len(VALUES))])
def test_it_is_what_json_dumps_writes(value):
    assert compact(value) == json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    assert canonical(value) == json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def test_what_no_json_holds_is_refused():
    with pytest.raises(TypeError):
        compact({"a": {1, 2}})
