"""What comes in is judged before it is stored, in few queries, and the journal says by which rule."""

import uuid

import pytest
from django.urls import reverse
from django.utils import translation

from blog import commenting, moderation, ruling
from blog.models import Feedback, ModerationEvent, ModerationRule
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def post():
    return cast.a_post(language="en")


def set_rule(name, **fields):
    rule = ModerationRule.objects.get(name=name)
    for field, value in fields.items():
        setattr(rule, field, value)
    rule.save()
    return rule


def send(post, user=None, address="192.0.2.1", **typed):
    known = {"name": "Ann", "email": "ann@mail.example", "url": "", "text": "Well said, and at some length."}
    return commenting.submit_comment(post, known | typed, address, user)


def test_with_the_rules_as_they_come_everything_waits_and_nothing_is_journalled(post):
    comment = send(post)
    assert (comment.status, comment.decided_by) == ("pending", "first_comments")
    assert [finding["code"] for finding in comment.findings] == ["first-comment"]
    moderation.approve([comment.pk])
    again = send(post, text="Once more, something else.")
    assert (again.status, again.decided_by, again.findings) == ("pending", "", [])
    assert not ModerationEvent.objects.filter(feedback=again).exists()


def test_a_blocked_word_is_spam_and_the_journal_names_the_rule_and_why(post):
    set_rule("blocked_words", values={"words": ["Régime"]})
    comment = send(post, text="Le REGIME\nmiracle")
    comment.refresh_from_db()
    assert (comment.status, comment.decided_by) == ("spam", "blocked_words")
    finding = comment.findings[0]
    assert finding["evidence"] == [{"field": "body", "start": 3, "end": 9}]
    assert ruling.text_of(comment, "body")[3:9] == "REGIME"
    event = ModerationEvent.objects.get()
    assert (event.rule, event.from_status, event.to_status) == ("blocked_words", "pending", "spam")
    assert event.reason == ruling.reason_of(finding) == "A blocked word: Régime."
    assert moderation.undo(event.batch).restored == 1


def test_who_may_moderate_is_approved_and_other_staff_is_not(post):
    assert send(post, user=cast.moderator()).status == "approved"
    assert send(post, user=cast.translator(), text="Mine").status == "pending"


def test_a_known_author_is_approved_once_the_rule_is_in_force(post):
    moderation.approve([send(post).pk])
    set_rule("known_author", enabled=True)
    assert send(post, text="Again").status == "approved"
    assert send(post, text="By a stranger", name="Bob").status == "pending"
    assert send(post, text="With links http://a.example http://b.example http://c.example").decided_by == (
        "too_many_links"
    )


def test_a_rule_counts_as_soon_as_it_is_saved_switched_off_or_deleted(post):
    assert send(post, text="one").decided_by == "first_comments"
    set_rule("first_comments", enabled=False)
    assert send(post, text="two").decided_by == ""
    rule = set_rule("length", values={"minimum": 10, "maximum": 100})
    assert send(post, text="three").decided_by == "length"
    rule.delete()
    assert send(post, text="four").decided_by == ""


def test_what_came_often_before_is_held(post):
    set_rule("first_comments", enabled=False)
    text = "The same long praise of a site, thirty characters and more."
    assert send(post, text=text).findings == []
    repeated = send(cast.a_post(), text=text, name="Other", email="")
    assert [(finding["code"], finding["params"]) for finding in repeated.findings] == [("repeat", {"number": 1})]


def test_an_author_who_was_mostly_rejected_is_held_by_e_mail_or_by_address(post):
    for number in range(3):
        cast.a_comment(
            post, status="spam", author_email="Ann@mail.example", author_address="192.0.2.9", body=str(number)
        )
    assert "rejected-author" in [finding["code"] for finding in send(post).findings]
    other = send(post, email="else@mail.example", address="192.0.2.9", text="Else")
    assert "rejected-author" in [finding["code"] for finding in other.findings]
    third = send(post, email="third@mail.example", text="Third")
    assert "rejected-author" not in [finding["code"] for finding in third.findings]


def test_judging_takes_four_queries_and_those_of_rules_that_are_off_are_not_asked(post, django_assert_num_queries):
    ruling.receive(Feedback(post=post, body="x"))
    feedback = Feedback(
        post=post, body="Some text", author_email="ann@mail.example", author_address="192.0.2.1", author_name="Ann"
    )
    with django_assert_num_queries(4):
        ruling.receive(feedback)
    for name in ("repeat", "rejected_author"):
        set_rule(name, enabled=False)
    ruling.receive(feedback)
    with django_assert_num_queries(2):
        ruling.receive(feedback)


def test_the_page_after_sending_says_whether_the_comment_is_shown(post, client):
    shown, waiting = send(post, user=cast.moderator()), send(post, text="Another")
    page = client.get(reverse("blog:comment_received", args=[post.pk, shown.pk])).content.decode()
    assert f'href="{shown.get_absolute_url()}"' in page
    for number in (waiting.pk, 0, 10**30):
        page = client.get(reverse("blog:comment_received", args=[post.pk, number])).content.decode()
        assert "is shown" not in page
        assert "moderator" in page


def test_blocking_an_author_adds_to_the_rule_and_says_so_once_in_the_journal(post):
    maud = cast.moderator()
    comment = send(post)
    ModerationRule.objects.filter(kind="blocked_addresses").update(enabled=False)
    batch = uuid.uuid4()
    rule = ruling.block_author(comment, maud, batch=batch)
    ruling.block_author(comment, maud, batch=batch)
    assert rule.values["emails"] == ["ann@mail.example"]
    assert ModerationRule.objects.filter(kind="blocked_addresses").count() == 1
    assert send(post, text="More", email="ANN@mail.example").status == "spam"
    event = ModerationEvent.objects.get(by=maud)
    assert (event.from_status, event.to_status) == ("pending", "pending")
    assert event.changes == {"blocked": ["", "email: ann@mail.example"]}


def test_blocking_and_marking_as_spam_are_undone_and_done_again_as_one(post):
    maud, comment, batch = cast.moderator(), send(post), uuid.uuid4()
    ruling.block_author(comment, maud, batch=batch)
    moderation.mark_spam([comment.pk], by=maud, batch=batch)
    undone = moderation.undo(batch, by=maud)
    comment.refresh_from_db()
    assert (undone.restored, undone.conflicts, comment.status, comment.edited_at) == (2, [], "pending", None)
    assert ModerationRule.objects.get(kind="blocked_addresses").values["emails"] == []
    assert moderation.undo(undone.batch, by=maud).restored == 2
    assert ModerationRule.objects.get(kind="blocked_addresses").values["emails"] == ["ann@mail.example"]
    set_rule("blocked_addresses", values={})
    again = moderation.undo(ModerationEvent.objects.latest("pk").batch, by=maud)
    assert (again.restored, again.conflicts) == (1, [comment.pk])


@pytest.mark.parametrize(
    ("fields", "what", "listed"),
    [
        ({"author_email": "", "author_address": "2001:db8:1:2:3::9"}, "", ("networks", "2001:db8:1:2::/64")),
        ({"author_email": "", "author_address": "127.0.0.1", "author_name": "Bo"}, "", ("names", "Bo")),
        ({"author_address": "::ffff:192.0.2.8"}, "address", ("networks", "192.0.2.8")),
        (
            {"kind": "trackback", "author_email": "", "author_url": "https://www.spam.example/x"},
            "",
            ("domains", "www.spam.example"),
        ),
    ],
    ids=["network", "name", "asked", "domain"],
)
def test_an_author_is_blocked_by_the_surest_that_is_known(post, fields, what, listed):
    rule = ruling.block_author(cast.a_comment(post, **fields), None, what=what)
    assert rule.values[listed[0]] == [listed[1]]
    with pytest.raises(ValueError, match="email"):
        ruling.block_author(cast.a_comment(post, author_email=""), None, what="email")


def test_the_journal_says_why_a_rule_decided_in_the_readers_language_and_whom_a_person_blocked(post):
    set_rule("blocked_words", values={"words": ["pills"]})
    comment = send(post, text="Cheap pills")
    maud = cast.moderator()
    ruling.block_author(comment, maud)
    client = cast.client_of(maud)
    with translation.override("fr"):
        html = client.get(reverse("admin:blog_moderationevent_changelist")).content.decode()
        why = ruling.reason_of(comment.findings[0])
        rule = ruling.name_of("blocked_words")
    assert why != "A blocked word: pills."
    assert why in html
    assert rule in html
    assert "email: ann@mail.example" in html
    beside = client.get(reverse("admin:blog_comment_change", args=[comment.pk])).content.decode()
    assert "A blocked word: pills." in beside
    assert "author blocked" in beside
