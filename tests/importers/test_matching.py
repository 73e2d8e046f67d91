"""When two sources speak of one post, or of one comment: by what they say, and never by less."""

import datetime as dt

import pytest

from importers.matching import ADDRESS, TEXT, TITLE_AND_DATE, Likeness, Said, reason, twins

LONG = " ".join(f"word{number}" for number in range(60))
OTHER = " ".join(f"thing{number}" for number in range(60))
THREAD = "So much for today, and more of it tomorrow, if the rain lets us go out at all."
DAY = (2009, 3, 1)
NOON = dt.datetime(2009, 3, 1, 12, tzinfo=dt.UTC)


def post(title="The bell", date=DAY, body=LONG):
    return Likeness(title, date, f"<p>{body}</p>")


@pytest.mark.parametrize(
    ("new", "old", "expected"),
    [
        (post(), post(), TITLE_AND_DATE),
        (post("THE BELL!"), post("The bell"), TITLE_AND_DATE),
        (post(date=(2009, 3, 2)), post(), TITLE_AND_DATE),
        (post(body="Short."), post(), TITLE_AND_DATE),
        (post(body=OTHER), post(), ""),
        (post(date=(2009, 3, 4)), post(), ""),
        (post(date=(2009, None, None)), post(), TEXT),
        (post(date=(None, None, None)), post(), TEXT),
        (post(date=(None, None, None), body=OTHER), post(), ""),
        (post("", (None, None, None)), post(), TEXT),
        (post("", (None, None, None), body=f"{LONG} {OTHER} " + OTHER.replace("thing", "more")), post(), ""),
        (post("The lamp", (None, None, None)), post(), ""),
        (post("The lamp"), post(), TEXT),
        (post("The lamp", date=(2009, 3, 4)), post(), ""),
        (post("The lamp", body=OTHER), post(), ""),
        (post("The lamp", body=THREAD), post("The bell", body=THREAD), ""),
        (post("word0 word1 word2", (None, None, None)), post(), TEXT),
        (post("", (None, None, None), "Short."), post(body="Short."), ""),
    ],
)
def test_a_doubt_is_no_match(new, old, expected):
    assert reason(new, old, by_address=False) == expected


def test_an_address_is_believed_unless_title_and_text_are_anothers():
    assert reason(post(body=OTHER), post(), by_address=True) == ADDRESS
    assert reason(post("Renamed"), post(), by_address=True) == ADDRESS
    assert reason(post("The lamp", body=OTHER), post(), by_address=True) == ""


def said(author="Ida", text="It was the bell that rang at noon.", moment=NOON, **more):
    return Said(more.pop("kind", "comment"), author, moment, text, **more)


@pytest.mark.parametrize(
    ("new", "old", "same"),
    [
        (said(), said(), True),
        (said(text="It was the bell, that rang at noon!"), said(), True),
        (said(moment=None), said(), True),
        (said(moment=NOON + dt.timedelta(hours=9)), said(), True),
        (said(moment=NOON + dt.timedelta(days=9)), said(), False),
        (said("Mo"), said(), False),
        (said(text="Yes."), said(text="No."), False),
        (said(text="It was the bell that rang at noon, and I heard it."), said(), True),
        (said(kind="trackback"), said(), False),
        (said(text="Anything at all."), said(text=None), True),
        (said("", moment=None), said(), True),
    ],
)
def test_comments_are_one_by_who_when_and_what(new, old, same):
    assert twins([new], [old]) == [0 if same else None]


def test_each_comment_is_known_again_once():
    thanks = said(text="Thanks!")
    assert twins([thanks, thanks, said("Mo", "Thanks!")], [thanks]) == [0, None, None]
    assert twins([said(), said(text=said().text + " Twice.")], [said(text=said().text + " Twice."), said()]) == [1, 0]
