import pytest

from importers import lost_words
from importers.noting import Setting
from importers.preparing import prepare
from importers.records import PostRecord
from importers.surveying import survey
from tests.importers.test_surveying import files


@pytest.mark.parametrize(
    "text", ["<p>d?j?</p>", "<![CDATA[d?j? vu]]>", "x" * 100 + " d?j? " + "y" * 100, "“d?j?”, dit-il"]
)
def test_a_broken_word_that_stands_whole_in_another_file_is_known(text):
    assert survey(files(text, "On a déjà vu cela."), "front_matter").words == {"d?j?"}


@pytest.mark.parametrize("text", ["d?j?", "what?no déjà", "/index.php?p=2 déjà", "d?j? jamais"])
def test_a_word_that_nothing_speaks_for_is_not(text):
    assert survey(files(text), "front_matter").words == frozenset()


def test_words_are_found_across_chunks_and_bounded(monkeypatch):
    monkeypatch.setattr(lost_words, "CHUNK", 64)
    text = "x" * 61 + " d?j? " + "y" * 70 + " déjà"
    assert survey(files(text), "front_matter").words == {"d?j?"}
    monkeypatch.setattr(lost_words, "WORDS", 0)
    assert survey(files(text), "front_matter").words == frozenset()


def test_lost_letters_are_an_issue_with_their_places_and_the_text_stays():
    record = PostRecord("wxr", "a.xml#item-1", title="D\ufffdj\ufffd vu", body="<p>Un gar?on.</p>")
    prepared = prepare(record, Setting(words=frozenset({"gar?on"})))
    assert (prepared.record.title, prepared.record.body) == (record.title, record.body)
    said = [issue.message for issue in prepared.issues if issue.code == "letters-lost"]
    assert said == ["title: “D\ufffdj\ufffd” at 0", "body: “gar?on” at 6"]


def test_an_issue_names_few_of_many_places():
    record = PostRecord("wxr", "a.xml#item-1", body="<p>" + "d\ufffdj\ufffd " * 20 + "</p>")
    (issue,) = [issue for issue in prepare(record, Setting()).issues if issue.code == "letters-lost"]
    assert issue.message.endswith(" at 38, and 12 more")
