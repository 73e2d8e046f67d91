import pytest

from importers import surveying
from importers.decoding import SourceFile
from importers.surveying import Evidence, LineCounter, ReadingCounter, survey


def files(*texts):
    return [SourceFile(f"{number}.txt", content=text.encode()) for number, text in enumerate(texts)]


def readings(*texts, reader="front_matter"):
    return dict(survey(files(*texts), reader).readings)


def garbled(text, codec="cp1252"):
    return text.encode().decode(codec)


def test_a_clean_batch_proves_nothing():
    clean = (
        "Déjà vu, à la crème; Ångström. “Âge”",
        "Съешь ещё этих булок",
        "ascii only",
        "&acirc;ge &eacute;t&eacute;",
    )
    assert survey(files(*clean), "front_matter") == Evidence()


@pytest.mark.parametrize("text", [garbled("it’s café"), "it&acirc;&euro;&trade;s", garbled("naïve – “so")])
def test_a_garbled_passage_proves_its_reading(text):
    assert "UTF-8 read as cp1252" in readings("clean", f"<p>Some words: {text} and more.</p>")


def test_each_misreading_is_told_apart():
    assert any("MacRoman" in name for name in readings(f"He said {garbled('it’s “so”', 'mac_roman')} twice."))


def test_passages_are_found_across_chunks(monkeypatch):
    text = "x" * 995 + " " + garbled("it’s “here café") + " " + "y" * 3000
    whole = readings(text)
    monkeypatch.setattr(surveying, "CHUNK", 1000)
    assert readings(text) == whole != {}


def test_the_counters_are_bounded(monkeypatch):
    monkeypatch.setattr(surveying, "PASSAGES_PER_FORM", 3)
    many = f"{garbled('it’s')} fine. " + "z" * 100
    assert sum(readings(many * 50).values()) == 3
    counter = ReadingCounter()
    monkeypatch.setattr(surveying, "PASSAGES", 2)
    counter.look_through(files(" ".join(garbled(f"{word}’{word} ") + "w" * 90 for word in "abcdefgh"))[0])
    assert sum(count for _, count in counter.proved()) <= 4


def test_only_the_beginning_of_a_huge_file_is_looked_at(monkeypatch):
    monkeypatch.setattr(surveying, "SAMPLE", 100)
    monkeypatch.setattr(surveying, "CHUNK", 100)
    assert readings("x" * 200 + garbled(" it’s")) == {}


def test_a_line_in_three_pages_is_furniture_and_counts_once_a_page():
    counter = LineCounter()
    for page in ([1, 1, 1, 2], [1, 2, 3], [1, 4]):
        counter.add_page(page)
    assert counter.furniture() == {1}


def test_what_a_few_of_many_pages_share_is_no_furniture():
    counter = LineCounter()
    for page in range(100):
        counter.add_page([1, 2 if page < 4 else 1000 + page])
    assert counter.furniture() == {1}


def test_furniture_is_counted_site_by_site():
    counter = LineCounter()
    for page in range(100):
        counter.add_page([1 if page < 3 else 1000 + page], "a.example" if page < 4 else "b.example")
    assert counter.furniture() == {1}


def test_lines_seen_once_are_forgotten_first(monkeypatch):
    monkeypatch.setattr(surveying, "LINES", 5)
    counter = LineCounter()
    for page in range(20):
        counter.add_page([1, 2, 100 + page])
    assert counter.furniture() == {1, 2}


def test_readers_that_count_no_lines_have_no_furniture():
    assert survey(files(*["---\ntitle: x\n---\nsame"] * 5), "front_matter").furniture == frozenset()


def test_captures_of_one_page_that_grew_a_comment_prove_no_furniture():
    page = (
        "Today is May {n}\nIt arrived on a paper plate with a plastic fork.\nIt had seen many things before.\n"
        "Nobody asked it what they were, however.\nThe fork was quite another matter, too.\n"
    )
    texts = [page.format(n=n) + "Nobody ever asks a breakfast anything.\n" * (n > 2) for n in range(5)]
    assert survey(files(*texts), "scraped_text").furniture == frozenset()


def test_pages_with_a_few_sentences_in_common_prove_furniture():
    page = (
        "The kettle on roof number {n} is red.\nThe ladder of house {n} is gone.\nWelcome to the roofs of our town.\n"
    )
    assert len(survey(files(*(page.format(n=n) for n in range(5))), "scraped_text").furniture) == 1
