"""What the desk shows, to whom, and that it was looked at."""

import datetime as dt
import re

import pytest
from django.urls import reverse, reverse_lazy
from django.utils import translation

from blog import moderation
from blog.models import Feedback
from tests import cast
from tests.blog.admin.moderation.desk import DESK, statuses

pytestmark = pytest.mark.django_db
SHOWN = reverse_lazy("admin:moderation_shown")


def test_an_empty_queue_says_so(client):
    page = client.get(DESK).content.decode()
    assert "Nothing waits." in page
    assert "Nothing is like that." in client.get(DESK, {"q": "pills"}).content.decode()


def test_each_stands_in_its_context_with_reasons_and_marks(client):
    parent = cast.a_comment(author_name="Nadia", body="What of the pelicans?", status="approved")
    finding = {
        "rule": "suspect_words", "verdict": "pending", "score": 1.0, "code": "suspect-words",
        "params": {"words": ["casino"]}, "evidence": [{"field": "body", "start": 3, "end": 9}],
    }  # fmt: skip
    cast.a_comment(
        parent.post, parent=parent, author_name="Bot", body="My casino & more", findings=[finding],
        decided_by="suspect_words", score=1,
    )  # fmt: skip
    page = client.get(DESK).content.decode()
    assert "<mark>casino</mark> &amp;" in page
    assert "In answer to Nadia:" in page
    assert "What of the pelicans?" in page
    assert 'class="decided"' in page
    assert parent.post.title in page


def test_addresses_and_what_rules_found_are_marked_wherever_they_stand(client):
    text = "See https://pills.shoppe/a?b=1&c=2 and win in online\ncasinos."
    places = [("body", text.index("pills"), text.index("/a")), ("body", text.index("online"), len(text) - 1)]
    places += [("author_url", 8, 13), ("author_email", 0, 3), ("author_email", 2, 4)]
    evidence = [{"field": field, "start": start, "end": end} for field, start, end in places]
    cast.a_comment(
        author_name="Bot", author_url="https://pills.shoppe/", author_email="bot5@mail.example", body=text,
        findings=[{"rule": "x", "verdict": "spam", "score": 1.0, "code": "x", "params": {}, "evidence": evidence}],
    )  # fmt: skip
    page = client.get(DESK).content.decode()
    assert ">https://<mark>pills.shoppe</mark>/a?b=1&amp;c=2</a>" in page
    assert "<mark>online</mark><br><mark>casinos</mark>." in page.replace("<br />", "<br>").replace("\n", "")
    assert '<span class="fb-url">https://<mark>pills</mark>.shoppe/</span>' in page
    assert "<mark>bot5</mark>@mail.example" in page


def test_nothing_that_feedback_holds_is_executed(client):
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    comment = cast.a_comment(author_name=evil, author_email=evil, author_url="javascript:alert(1)", body=evil)
    cast.a_comment(comment.post, parent=comment, body=evil, body_format="html", author_name=evil)
    trackback = cast.a_trackback(title=evil, blog_name=evil, body=evil, author_url="javascript:alert(1)")
    one = reverse("admin:moderation_one", args=[comment.pk])
    pages = [client.get(DESK), client.get(DESK, {"q": evil, "author": evil}), client.get(one)]
    pages += [client.get(reverse("admin:moderation_one", args=[trackback.pk]))]
    for page in pages:
        text = page.content.decode()
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert 'href="javascript' not in text


def test_a_page_takes_a_bounded_number_of_queries(client, django_assert_max_num_queries):
    post = cast.a_post()
    for _ in range(6):
        cast.a_comment(post)
    client.get(DESK)
    with django_assert_max_num_queries(16):
        client.get(DESK, {"tab": "all", "language": "en", "kind": "comment"})


def looked_at():
    return set(Feedback.objects.exclude(looked_at=None).values_list("pk", flat=True))


def test_what_a_page_has_below_the_screen_was_not_looked_at(client):
    shown, below = cast.a_comment(), cast.a_comment()
    client.get(DESK)
    client.get(DESK, {"part": "items"})
    assert not looked_at()
    assert client.post(SHOWN, {"shown": f"{shown.pk} x 99999999999999999999"}).status_code == 204
    assert looked_at() == {shown.pk}
    client.get(reverse("admin:moderation_one", args=[below.pk]))
    assert looked_at() == {shown.pk, below.pk}


def test_without_scripts_what_a_page_lists_was_looked_at(client):
    listed = cast.a_comment()
    later = cast.a_comment(status="spam")
    picture = re.search(r'<noscript><img src="([^"]+)"', client.get(DESK).content.decode())[1]
    assert client.get(SHOWN, {"page": f"[{later.pk}]"}).status_code == 204  # which no page of ours said
    assert not looked_at()
    client.get(picture)
    assert looked_at() == {listed.pk}
    assert "<noscript>" not in client.get(DESK).content.decode()


def test_what_is_decided_with_all_that_match_was_not_looked_at(client):
    unseen = [cast.a_comment().pk for _ in range(3)]
    fields = {"scope": "all", "upto": unseen[-1], "seen": 0, "do": "spam"}
    client.post(reverse("admin:moderation_act"), fields)
    assert statuses() == ["spam"] * 3
    assert not looked_at()
    version = moderation.versions(unseen)[unseen[0]]
    client.post(reverse("admin:moderation_act"), {"item": f"{unseen[0]}:{version}", "do": "trash", "back": "tab=spam"})
    assert looked_at() == {unseen[0]}


def test_of_a_list_those_ticked_were_looked_at_and_no_others(client):
    ticked, other = cast.a_comment(), cast.a_comment()
    fields = {"action": "mark_spam", "_selected_action": ticked.pk, "select_across": "1"}
    client.post(reverse("admin:blog_comment_changelist"), fields)
    assert statuses() == ["spam", "spam"]
    assert looked_at() == {ticked.pk}
    client.post(reverse("admin:moderation_reply", args=[other.pk]), {"text": "Thank you."})
    assert other.pk in looked_at()


@pytest.mark.parametrize("person", [cast.translator, lambda: cast.User.objects.create_user("nils", is_staff=True)])
def test_who_may_not_moderate_sees_no_desk(person):
    client, comment = cast.client_of(person()), cast.a_comment()
    assert client.get(DESK).status_code == 403
    for name, args in (
        ("act", []),
        ("undo", []),
        ("edit", [comment.pk]),
        ("reply", [comment.pk]),
        ("note", [comment.pk]),
    ):
        assert client.post(reverse(f"admin:moderation_{name}", args=args)).status_code == 403
    assert statuses() == ["pending"]


def test_the_box_finds_an_ip_address_that_a_card_shows(client):
    cast.a_comment(author_address="81.2.5.5", author_name="Ada")
    cast.a_comment(author_address="81.2.5.55", author_name="Bea")
    cast.a_comment(author_address="2001:db8::5", author_name="Cleo")
    for asked, found in (("81.2.5.5", "Ada"), (" 2001:DB8:0::5 ", "Cleo")):
        page = client.get(DESK, {"q": asked}).content.decode()
        assert [name for name in ("Ada", "Bea", "Cleo") if f">{name}<" in page] == [found]


def test_beside_filters_stand_no_numbers_that_know_nothing_of_them(client):
    cast.a_comment(author_address="192.0.2.7")
    assert 'data-count="tab-pending">1<' in client.get(DESK).content.decode()
    filtered = client.get(DESK, {"address": "192.0.2.7", "kind": "comment"}).content.decode()
    assert "data-count" not in filtered
    assert "(1)" not in filtered
    assert client.get(DESK, {"part": "numbers", "address": "192.0.2.7"}).json()["numbers"] == {}
    acted = client.post(reverse("admin:moderation_act"), {"do": "spam"}, headers={"X-Requested-With": "fetch"})
    assert acted.json()["numbers"]["kind-comment"] == 1


def test_filters_are_folded_and_what_they_are_is_said(client):
    page = client.get(DESK, {"reason": "links", "since": "2026-11-18", "q": "rope"}).content.decode()
    assert "<details>" in page
    assert "Filters: 2</summary>" in page
    assert "Sent from: 18 November 2026" in page


@pytest.mark.parametrize(("language", "date"), [("it", "18 novembre 2026"), ("fr", "18 novembre 2026")])
def test_names_of_months_are_small_where_a_language_writes_them_small(client, language, date):
    sent = dt.datetime(2026, 11, 18, 9, 5, tzinfo=dt.UTC)
    cast.a_comment(submitted_at=sent)
    with translation.override(language):
        page = client.get(DESK).content.decode()
    assert f">{date}" in page
