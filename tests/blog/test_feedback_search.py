"""Moderators find feedback by its words, on both databases alike, without slowing what stores it."""

import pytest

from blog import feedback_search, moderation
from blog.models import Feedback, UnindexedFeedback
from blog.tasks import index_feedback
from tests import cast

pytestmark = pytest.mark.django_db


def found(text, **how):
    feedback_search.catch_up()
    matches = feedback_search.matching(text, **how)
    return set(Feedback.objects.filter(pk__in=matches).values_list("author_name", flat=True))


@pytest.fixture
def voices():
    post = cast.a_post()
    cast.a_comment(post, author_name="Zoé Dupont", body="L’été à Łódź, c’était beau.", author_email="zoe@mail.example")
    cast.a_comment(post, author_name="Bot", body="<p>Cheap <b>pills</b> for Zoe</p>", body_format="html", status="spam")
    cast.a_trackback(post, author_name="", title="Remembering summer", blog_name="Sea & sand")
    cast.a_comment(post, author_name="Kana", body="日本の夏")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("ete", {"Zoé Dupont"}),
        ("L'été", {"Zoé Dupont"}),
        ('"a lodz"', {"Zoé Dupont"}),
        ('"lodz a"', set()),
        ("zoe", {"Zoé Dupont", "Bot"}),
        ("zoe pills", {"Bot"}),
        ("zoe@mail.example", {"Zoé Dupont"}),
        ("remembering sand", {""}),
        ("日本", {"Kana"}),
        ("本日", set()),
        ("b", set()),
    ],
)
def test_words_are_found_in_every_field_but_not_in_markup(voices, text, names):
    assert found(text) == names


def test_names_are_searched_alone(voices):
    assert found("zoe", only_names=True) == {"Zoé Dupont"}
    assert found("dupont zoe", only_names=True) == set()


@pytest.mark.parametrize("text", ["", "  ", "!!! ' \" * :", "\x00"])
def test_nothing_asked_for_is_no_search(text):
    assert feedback_search.matching(text) is None


@pytest.mark.parametrize("text", ['a" OR b', "name:zoe", "NEAR(a b)", "a & !b | c", "x" * 5000, "a*"])
def test_nothing_typed_is_syntax(voices, text):
    found(text)
    found(text, only_names=True)


def test_an_edit_is_found_by_its_new_words_only(voices):
    comment = Feedback.objects.get(author_name="Kana")
    feedback_search.catch_up()
    moderation.edit(comment, {"body": "winter"})
    assert found("winter") == {"Kana"}
    assert found("日本") == set()


def test_what_is_deleted_is_found_no_more(voices):
    feedback_search.catch_up()
    Feedback.objects.filter(author_name="Kana").delete()
    assert found("日本") == set()


def test_much_is_left_to_the_worker(voices, monkeypatch):
    monkeypatch.setattr(feedback_search, "BEFORE_A_SEARCH", 2)
    asked = []
    monkeypatch.setattr("blog.tasks.want_index", lambda: asked.append(True))
    assert feedback_search.catch_up() == 4
    assert asked
    index_feedback.call()
    assert not UnindexedFeedback.objects.exists()
    assert found("pills") == {"Bot"}


@pytest.mark.parametrize("rare", [200, 1, 0])
def test_a_rare_word_and_a_common_one_are_found_alike(voices, monkeypatch, rare):
    monkeypatch.setattr(feedback_search, "RARE", rare)
    assert (found("zoe"), found("pills"), found("nothing")) == ({"Zoé Dupont", "Bot"}, {"Bot"}, set())


def test_only_so_many_matches_are_looked_at(voices, monkeypatch):
    monkeypatch.setattr(feedback_search, "RARE", 0)
    monkeypatch.setattr(feedback_search, "MATCHES", 1)
    assert found("zoe") == {"Bot"}
    search = feedback_search.Search.of("zoe")
    assert search.few is None
    assert Feedback.objects.filter(search.matches()).count() == 2
    assert Feedback.objects.filter(pk__in=search.among_all()).count() == 2
