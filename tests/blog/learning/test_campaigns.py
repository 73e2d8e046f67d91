"""Who may be of one hand: by hosts, addresses, names and words in a row, and not by what many share."""

from blog.learning import campaigns
from blog.learning.features import Sample


def grouped(*samples):
    return campaigns.groups([campaigns.marks_of(sample) for sample in samples])


def test_what_names_one_host_or_sender_or_says_the_same_is_of_one_hand():
    said = Sample("the cheapest watches of all the town", author_name="Ann")
    by_host = Sample("something else", author_url="http://www.watches.example/a")
    in_text = Sample("look", markup="look: https://watches.example/b?x=1")
    same_words = Sample("I sell the cheapest watches of a kind")
    by_mail = Sample("no word of it", author_email="a@watches.example")
    by_name = Sample("nor here", author_name="ANN")
    alone = Sample("a word on bread", author_name="Bo", author_url="http://bread.example/", author_email="b@c.example")
    assert grouped(said, by_host, in_text, same_words, by_mail, by_name, alone) == [0, 1, 1, 0, 1, 0, 6]
    assert grouped() == []
    assert grouped(Sample(""), Sample("")) == [0, 1]


def test_who_is_joined_with_one_is_joined_with_all_of_its_group():
    chain = [Sample("", author_url=f"http://h{n}.example/", author_name=f"name {n // 2}") for n in range(4)]
    chain.append(Sample("", author_url="http://h1.example/", author_name="name 1"))
    assert grouped(*chain) == [0] * 5


def test_what_many_share_joins_nobody(monkeypatch):
    monkeypatch.setattr(campaigns, "FEWEST_JOINED", 3)
    assert grouped(*(Sample("", author_email=f"{n}@mail.example") for n in range(4))) == [0, 1, 2, 3]


def test_no_group_holds_more_than_a_part_of_all(monkeypatch):
    monkeypatch.setattr(campaigns, "SMALL", 3)
    found = grouped(*(Sample("", author_url="http://h.example/", author_name=f"{n}") for n in range(6)))
    assert max(map(found.count, found)) == 3


def test_marks_are_alike_in_every_process():
    assert list(campaigns.marks_of(Sample("", author_email="a@b.example"))) == [
        campaigns._number("host", "b.example"),
        campaigns._number("mail", "a@b.example"),
    ]
    assert campaigns._number("host", "b.example") == 972487381241027889
