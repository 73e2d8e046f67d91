import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blog.text.foreign import FEW
from blog.text.levels import Level
from blog.text.mojibake import readings_in, repair, repair_html

FIXTURES = Path(__file__).parents[2] / "fixtures" / "mojibake"
SHARED = Path(__file__).parents[4] / "shared"
STRAIGHT = {0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"'}


def cases(name):
    loaded = json.loads((FIXTURES / name).read_text(encoding="utf-8"))
    return [pytest.param(case, id=case["label"]) for case in loaded]


def misread(text, encoding):
    return "".join(bytes([byte]).decode(encoding, "ignore") or chr(byte) for byte in text.encode())


@pytest.mark.parametrize("case", cases("text.json"))
def test_garbled_text_is_restored_and_its_reading_named(case):
    result = repair(case["original"])
    assert result.after == case["fixed"]
    assert case["reading"] in {step.reading for step in result.steps}


@pytest.mark.parametrize("case", cases("html.json"))
def test_in_html_only_text_is_repaired(case):
    assert repair_html(case["original"]).after == case["fixed"]


@pytest.mark.parametrize("case", cases("negative.json"))
@pytest.mark.parametrize("repairer", [repair, repair_html])
def test_clean_text_stays_as_it_is(case, repairer):
    result = repairer(case["original"])
    assert result.after == case["original"]
    assert result.steps == ()


def test_ftfy_s_own_negative_cases_stay_as_they_should():
    path = SHARED / "data" / "mojibake" / "negative.json"
    if not path.exists():
        pytest.skip("the shared data is not there")
    loaded = json.loads(path.read_text(encoding="utf-8"))
    for repairer in (repair, repair_html):
        wrong = [
            case["label"]
            for case in loaded
            if repairer(case["original"]).after.translate(STRAIGHT) != case["fixed"].translate(STRAIGHT)
        ]
        assert wrong == []


def test_the_first_seed_gets_back_its_exact_characters():
    path = SHARED / "seeds" / "expected" / "000.json"
    if not path.exists():
        pytest.skip("the seeds are not there")
    truth = json.loads(path.read_text(encoding="utf-8"))
    source = next((SHARED / "seeds").glob("000_*.txt")).read_text(encoding="utf-8")
    result = repair_html(source.split("---\n", 2)[2])
    assert result.after.strip() == truth["body_html"].strip()
    restored = [step.after for step in result.steps]
    assert {char: restored.count(char) for char in set(restored)} == truth["repairs"]


def test_steps_say_where_what_and_how_sure():
    source = "<p>A <b>gardener&acirc;&euro;&trade;s</b> cafÃ©</p>"
    result = repair_html(source)
    assert [(step.after, step.level) for step in result.steps] == [("’", Level.CERTAIN), ("é", Level.LIKELY)]
    for step in result.steps:
        assert source[step.offset : step.offset + len(step.before)] == step.before


def test_a_lost_quotation_mark_is_a_guess_where_both_dashes_look_the_same():
    source = 'The gateâ€™s colour â€" blue'
    result = repair(source)
    assert result.after == 'The gate’s colour â€" blue'
    assert [step.level for step in result.steps] == [Level.CERTAIN, Level.GUESS]


def test_a_weak_form_needs_company():
    alone = "SPÄTER – ÇA ALORS: DrÃ¥pa"
    assert repair(alone).after == alone
    assert repair(alone, proved=["UTF-8 read as cp1252"]).after == "SPÄTER – ÇA ALORS: Dråpa"
    assert repair(alone + " isnâ€™t").after == "SPÄTER – ÇA ALORS: Dråpa isn’t"


def test_a_form_of_two_encodings_waits_for_one_of_them_to_be_proved():
    assert repair("They met Ã€ngel there").after == "They met Ã€ngel there"
    assert repair("They met Ã€ngel there, isnâ€™t it").after == "They met Àngel there, isn’t it"


def test_company_may_come_from_another_text_node():
    fragment = "<p>SPÄTER – DrÃ¥pa</p><p>isnâ€™t</p>"
    assert repair_html(fragment).after == "<p>SPÄTER – Dråpa</p><p>isn’t</p>"


def test_readings_are_proved_by_certain_forms_alone():
    assert readings_in("isnâ€™t <b>wasnâ€™t</b>") == {"UTF-8 read as cp1252": 2}
    assert readings_in("DrÃ¥pa – Âme") == {}


@pytest.mark.parametrize("hidden", ["\u202c", "\u200b", "\u0091", "\ufeff", "\ue000", "\u2028", "\xad"])
def test_no_repair_brings_in_what_cannot_be_seen(hidden):
    source = misread(f"isn’t{hidden}so", "latin-1")
    gained = set(repair(source).after) - set(source)
    assert hidden not in gained


characters = st.sampled_from("aeé è’“”–…•€«»°™\xa0ÀÉœŒÅåßñ ÂÃâ¬ùÄ√©®‚Äô├┬ΓÇÖВІГ!?.,&;<>\"'\x80\x9d\ufffd")
encodings = st.sampled_from(["cp1252", "latin-1", "mac_roman", "cp437", "cp850", "cp1250", "cp1251", "iso8859-15"])
texts = st.one_of(
    st.text(characters, max_size=30),
    st.builds(misread, st.text(characters, max_size=20), encodings),
    st.builds(lambda a, b, e: a + misread(b, e), st.text(characters), st.text(characters), encodings),
)
references = st.sampled_from(
    ["&acirc;", "&euro;", "&trade;", "&amp;Atilde;&amp;copy;", "&lt;", "&amp;", "&#195;&#169;"]
)
markup = st.sampled_from(["<p>", "</p>", "<b class='x'>", "<code>", "</code>", '<img alt="', '">', "<!--", "-->", "<"])
fragments = st.lists(st.one_of(texts, references, markup), max_size=12).map("".join)


@settings(max_examples=300, deadline=None)
@given(texts)
def test_a_second_repair_of_text_changes_nothing(text):
    once = repair(text).after
    assert repair(once).after == once


@settings(max_examples=300, deadline=None)
@given(fragments)
def test_a_second_repair_of_html_changes_nothing(fragment):
    once = repair_html(fragment).after
    assert repair_html(once).after == once


@settings(max_examples=300, deadline=None)
@given(fragments)
def test_steps_replayed_on_the_source_give_the_result(fragment):
    result = repair_html(fragment)
    rebuilt, position = [], 0
    for step in result.steps:
        assert step.offset >= position
        assert fragment[step.offset : step.offset + len(step.before)] == step.before
        after = step.before if step.level is Level.GUESS else step.after
        rebuilt += [fragment[position : step.offset], after]
        position = step.offset + len(step.before)
    assert "".join([*rebuilt, fragment[position:]]) == result.after


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(codec="ascii"), max_size=60))
def test_ascii_is_never_changed(text):
    assert repair(text).after == text


@pytest.mark.parametrize("place", [0, FEW, 2 * FEW])
def test_one_garbled_word_among_many_clean_ones_is_found(place):
    words = ["déjà", "–", "été"] * FEW
    words[place] = "cafÃ©"
    assert repair(" ".join(words)).after == " ".join([*words[:place], "café", *words[place + 1 :]])


def test_what_is_remembered_of_a_form_does_not_hide_what_stands_far_before_it():
    opened = "Er hieÃŸ â€œder Stille" + " und sagte nichts" * 20
    assert repair(f"{opened}â€ im Dorf").after.endswith("nichts” im Dorf")
    assert repair("Es ist ein Dorf und sagte nichtsâ€ im Dorf").after.endswith("nichtsâ€ im Dorf")
