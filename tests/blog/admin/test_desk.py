"""The desk: what it shows, what its buttons do with and without scripts, and who was there first."""

import datetime as dt

import pytest
from django.urls import reverse

from blog import authorship, moderation
from blog.admin.moderation.filters import Filters
from blog.admin.moderation.listing import Listing
from blog.counting import counts
from blog.models import AuthorNote, Feedback, ModerationEvent, ModerationRule
from tests import cast

pytestmark = pytest.mark.django_db

DESK = reverse("admin:moderation")
SCRIPT = {"X-Requested-With": "fetch"}


@pytest.fixture
def maud():
    return cast.moderator()


@pytest.fixture
def client(maud):
    return cast.client_of(maud)


def shown(*comments):
    versions = moderation.versions([comment.pk for comment in comments])
    return [f"{pk}:{version}" for pk, version in versions.items()]


def act(client, status, *comments, **more):
    sent = {"do": status, "item": [comment.pk for comment in comments], "v": shown(*comments)} | more
    return client.post(reverse("admin:moderation_act"), sent, headers=SCRIPT).json()


def keys(query=""):
    from django.http import QueryDict

    return Listing(Filters(QueryDict(query)), counts()).page().keys


def statuses():
    return list(Feedback.objects.order_by("pk").values_list("status", flat=True))


# --- What is shown -----------------------------------------------------------------------------


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


FILTERS = {
    "": {"plain", "french", "rated"},
    "tab=all": {"plain", "french", "rated", "spam", "mention"},
    "tab=spam": {"spam", "mention"},
    "tab=spam&kind=comment": {"spam"},
    "tab=spam&kind=mention": {"mention"},
    "tab=all&kind=mention": {"mention"},
    "language=fr": {"french"},
    "source=old": {"french"},
    "tab=all&author=RITA@mail.example": {"rated"},
    "tab=all&author=spam": {"spam"},
    "tab=all&author=rated&address=192.0.2.7": {"rated"},
    "tab=all&address=192.0.2.7": {"rated", "spam"},
    "address=192.0.2.7": {"rated"},
    "tab=all&reason=blocked_words": {"spam"},
    "tab=all&since=2015-01-01": {"rated"},
    "tab=all&since=2009-06-04&until=2009-06-04": {"plain", "french", "spam", "mention"},
    "tab=all&q=pelican": {"plain"},
    "tab=spam&q=pelican": set(),
    "q=pelican&language=fr": set(),
    "q=": {"plain", "french", "rated"},
    "tab=nonsense&kind=nonsense&since=x&until=9999-12-31&post=x&order=x": {"plain", "french", "rated"},
    "q=%00&author=%00": {"plain", "french", "rated"},
}


@pytest.fixture
def voices():
    post = cast.a_post(language="en")
    old = cast.a_source(slug="old")
    cast.a_comment(post, author_name="plain", body="a pelican")
    cast.a_comment(cast.a_post(language="fr", source=old), author_name="french")
    cast.a_comment(
        post, author_name="rated", score=2.5, author_email="Rita@mail.example", author_address="192.0.2.7",
        submitted_at=dt.datetime(2015, 3, 1, tzinfo=dt.UTC),
    )  # fmt: skip
    cast.a_comment(
        post, author_name="spam", status="spam", author_address="192.0.2.7", decided_by="blocked_words", score=1
    )
    cast.a_trackback(post, author_name="mention", status="spam")
    return post


@pytest.mark.parametrize("few", [5000, 0], ids=["few", "many"])
@pytest.mark.parametrize("query", FILTERS)
def test_filters_narrow_whatever_leads(voices, monkeypatch, query, few):
    monkeypatch.setattr("blog.admin.moderation.listing.FEW", few)
    monkeypatch.setattr("blog.admin.moderation.listing.FEW_POSTS", 1 if few else 0)
    names = dict(Feedback.objects.values_list("pk", "author_name"))
    assert {names[key] for key in keys(query)} == FILTERS[query]
    assert {names[key] for key in keys(f"{query}&post={voices.pk}")} == FILTERS[query] - {"french"}


@pytest.mark.parametrize("few", [5000, 0], ids=["few", "many"])
@pytest.mark.parametrize("narrowed", ["", "since=2001-01-01", "language=en"])
@pytest.mark.parametrize("order", ["", "oldest", "score"])
def test_pages_follow_each_other_without_gap_or_repetition(monkeypatch, few, order, narrowed):
    from django.http import QueryDict

    monkeypatch.setattr("blog.admin.moderation.listing.FEW", few)
    monkeypatch.setattr("blog.admin.moderation.listing.WINDOW", 4)
    monkeypatch.setattr("blog.admin.moderation.listing.FEW_POSTS", 0)
    post = cast.a_post(language="en")
    at = dt.datetime(2010, 1, 1, tzinfo=dt.UTC)
    made = [cast.a_comment(post, score=(n % 3) - 1, submitted_at=at + dt.timedelta(n % 4)) for n in range(11)]
    listing = Listing(Filters(QueryDict(f"order={order}&{narrowed}")), counts())
    found, after, pages = [], "", 0
    while pages < 30:
        page = listing.page(after, number=2)
        found += page.keys
        after, pages = page.after, pages + 1
        if not after:
            break
    scored = [comment.pk for comment in made if comment.score or few or order != "score"]
    assert sorted(found) == scored
    if order == "score":
        assert [Feedback.objects.get(pk=key).score for key in found] == sorted(
            (comment.score for comment in made if comment.pk in scored), reverse=True
        )


@pytest.mark.parametrize("after", ["x", "1~2~3", "nan~4", "-1", "~", "9" * 30, "2009-01-01~x"])
def test_a_page_after_nonsense_is_the_first(voices, after):
    listing = Listing(Filters({}), counts())
    assert listing.page(after).keys == listing.page().keys


def test_a_page_takes_a_bounded_number_of_queries(client, django_assert_max_num_queries):
    post = cast.a_post()
    for _ in range(6):
        cast.a_comment(post)
    client.get(DESK)
    with django_assert_max_num_queries(16):
        client.get(DESK, {"tab": "all", "language": "en", "kind": "comment"})


def test_what_is_shown_was_looked_at(client):
    comment = cast.a_comment()
    client.get(DESK)
    comment.refresh_from_db()
    assert comment.looked_at


# --- Deciding ----------------------------------------------------------------------------------


def test_an_action_is_one_batch_and_its_answer_has_all_that_the_page_needs(client):
    comments = [cast.a_comment() for _ in range(3)]
    answer = act(client, "spam", *comments[:2], reason="pills")
    assert (answer["moved"], answer["overtaken"], answer["said"]) == (
        [comments[0].pk, comments[1].pk], {}, "2 items marked as spam.",
    )  # fmt: skip
    assert (answer["numbers"]["pending"], answer["numbers"]["spam"]) == (1, 2)
    assert set(ModerationEvent.objects.values_list("reason", "by__username")) == {("pills", "maud")}
    undone = client.post(reverse("admin:moderation_undo"), {"batch": answer["batch"]}, headers=SCRIPT).json()
    assert undone["numbers"]["pending"] == 3
    assert statuses() == ["pending"] * 3


def test_without_scripts_the_page_comes_back_with_the_way_back(client):
    comment = cast.a_comment()
    sent = {"one": f"trash:{comment.pk}", "v": shown(comment), "back": "tab=all&q=remark"}
    response = client.post(reverse("admin:moderation_act"), sent)
    assert response["Location"] == f"{DESK}?tab=all&q=remark"
    page = client.get(response["Location"]).content.decode()
    assert "1 item moved to the trash." in page
    assert reverse("admin:blog_moderationevent_undo", args=[ModerationEvent.objects.get().batch]) in page


def test_the_second_moderator_is_told_and_nothing_is_overwritten(client):
    comment, other = cast.a_comment(), cast.a_comment()
    seen = shown(comment, other)
    moderation.approve([comment.pk], by=cast.editor())
    answer = act(client, "spam", comment, other, v=seen)
    assert answer["moved"] == [other.pk]
    assert "edith approved this at" in answer["overtaken"][str(comment.pk)]
    assert f'id="item-{comment.pk}"' in answer["html"][str(comment.pk)]
    assert statuses() == ["approved", "spam"]
    assert act(client, "spam", comment)["moved"] == [comment.pk]  # having seen it, one may decide again


def test_one_who_saw_it_before_an_edit_is_told_too(client):
    comment = cast.a_comment()
    seen = shown(comment)
    moderation.edit(comment, {"body": "else"}, by=cast.editor())
    assert "edited this at" in act(client, "approved", comment, v=seen)["overtaken"][str(comment.pk)]


def test_what_was_deleted_or_never_shown_is_not_decided(client):
    comment = cast.a_comment()
    seen = shown(comment)
    assert act(client, "spam", comment, v=[])["moved"] == []
    pk = comment.pk
    comment.delete()
    sent = {"do": "spam", "item": [pk], "v": seen}
    answer = client.post(reverse("admin:moderation_act"), sent, headers=SCRIPT).json()
    assert "deleted meanwhile" in answer["overtaken"][str(pk)]


def test_all_that_match_move_in_one_batch_but_not_what_came_after(client):
    post = cast.a_post()
    for number in range(30):
        cast.a_comment(post, author_name="bot" if number % 2 else "Nadia")
    page = client.get(DESK, {"select": "all", "author": "bot"})
    assert "All 15 items that match are selected" in page.content.decode()
    late = cast.a_comment(post, author_name="bot")
    sent = {"do": "spam", "scope": "all", "upto": page.context["upto"], "back": "author=bot"}
    client.post(reverse("admin:moderation_act"), sent)
    assert Feedback.objects.filter(status="spam").count() == 15
    late.refresh_from_db()
    assert late.status == "pending"
    assert ModerationEvent.objects.values("batch").distinct().count() == 1
    moderation.undo(ModerationEvent.objects.first().batch)
    assert not Feedback.objects.filter(status="spam").exists()


def test_all_that_match_leave_what_somebody_else_decided_since(client, maud):
    ours, theirs = cast.a_comment(), cast.a_comment()
    moderation.hold([ours.pk], by=maud)
    page = client.get(DESK, {"select": "all", "tab": "all"})
    moderation.approve([theirs.pk], by=cast.editor())
    sent = {"do": "spam", "scope": "all", "back": "tab=all"}
    sent |= {name: page.context[name] for name in ("upto", "seen")}
    answer = client.post(reverse("admin:moderation_act"), sent, headers=SCRIPT).json()
    assert statuses() == ["spam", "approved"]
    assert "1 was decided by somebody else" in answer["said"]
    assert "edith approved this at" in answer["overtaken"][str(theirs.pk)]


def test_more_than_a_thousand_are_named_in_one_field(client):
    post = cast.a_post()
    Feedback.objects.bulk_create(Feedback(post=post, anchor=f"c-{n}", body="x") for n in range(1100))
    named = " ".join(shown(*Feedback.objects.all()))
    sent = {"do": "spam", "item": named}
    answer = client.post(reverse("admin:moderation_act"), sent, headers=SCRIPT).json()
    assert (len(answer["moved"]), answer["overtaken"]) == (1100, {})


def test_undoing_goes_back_action_by_action_and_never_forth(client):
    first, second = cast.a_comment(), cast.a_comment()
    batches = [act(client, "spam", comment)["batch"] for comment in (first, second)]
    assert client.get(DESK).context["batches"].split() == batches
    url = reverse("admin:moderation_undo")
    client.post(url, {"batch": batches[1]})
    assert client.get(DESK).context["last_batch"] == batches[0]
    assert client.post(url, {"batch": batches[1]}, headers=SCRIPT).json()["said"] == "This is undone already."
    client.post(url, {"batch": batches[0]})
    assert client.get(DESK).context["last_batch"] == ""
    assert statuses() == ["pending"] * 2
    unknown = client.post(url, {"batch": "0" * 32}, headers=SCRIPT).json()
    assert (unknown["said"], unknown["failed"]) == ("There is nothing to undo.", True)


def test_nothing_named_changes_nothing(client):
    cast.a_comment()
    for sent in ({}, {"do": "ham"}, {"do": "spam"}, {"one": "spam:x"}, {"do": "spam", "scope": "all", "upto": "x"}):
        client.post(reverse("admin:moderation_act"), sent)
    client.post(reverse("admin:moderation_undo"), {"batch": "no uuid"})
    assert statuses() == ["pending"]


# --- One ---------------------------------------------------------------------------------------


def test_a_reply_is_published_approves_what_it_answers_and_is_undone_as_one(client, maud):
    comment = cast.a_comment(body="Is the hide open?")
    url = reverse("admin:moderation_reply", args=[comment.pk])
    answer = client.post(url, {"text": "From May on.\r\nBring boots.", "v": shown(comment)}, headers=SCRIPT).json()
    reply = comment.replies.get()
    assert (reply.status, reply.user, reply.body) == ("approved", maud, "From May on.\nBring boots.")
    assert statuses() == ["approved", "approved"]
    client.post(reverse("admin:moderation_undo"), {"batch": answer["batch"]}, headers=SCRIPT)
    assert statuses() == ["pending", "trash"]


@pytest.mark.parametrize("text", ["", "   ", "x" * 10_001])
def test_a_reply_without_words_or_with_too_many_is_shown_again(client, text):
    comment = cast.a_comment()
    answer = client.post(reverse("admin:moderation_reply", args=[comment.pk]), {"text": text}, headers=SCRIPT).json()
    assert answer["failed"]
    assert 'class="errornote"' in answer["form"]
    assert not comment.replies.exists()


def test_an_edit_in_place_is_journalled_and_refused_to_the_second(client):
    comment = cast.a_comment(body="one\ntwo", author_name="Nadia", author_url="")
    url, seen = reverse("admin:moderation_edit", args=[comment.pk]), shown(comment)
    sent = {"author_name": "Nadia", "author_email": comment.author_email, "author_url": "", "v": seen}
    same = client.post(url, sent | {"body": "one\r\ntwo"}, headers=SCRIPT).json()
    assert (same["said"], ModerationEvent.objects.count()) == ("Nothing was changed.", 0)
    changed = client.post(url, sent | {"body": "three"}, headers=SCRIPT).json()
    assert "three" in changed["html"][str(comment.pk)]
    assert ModerationEvent.objects.get().changes == {"body": ["one\ntwo", "three"]}
    again = client.post(url, sent | {"body": "four"}, headers=SCRIPT).json()
    assert "maud edited this" in again["overtaken"][str(comment.pk)]
    too_long = client.post(url, sent | {"body": "x", "author_name": "x" * 251}, headers=SCRIPT).json()
    assert "errorlist" in too_long["form"]
    comment.refresh_from_db()
    assert comment.body == "three"


def test_what_was_written_is_kept_when_somebody_else_was_first(client):
    comment = cast.a_comment(author_url="")
    seen = shown(comment)
    moderation.approve([comment.pk], by=cast.editor())
    written = {"v": seen, "text": "a long answer", "body": "a long edit", "author_name": "Nadia", "author_email": ""}
    for name, words in (("reply", "a long answer"), ("edit", "a long edit")):
        page = client.post(reverse(f"admin:moderation_{name}", args=[comment.pk]), written).content.decode()
        assert words in page
        assert "edith approved this at" in page
        assert shown(comment)[0] in page
    too_long = written | {"v": shown(comment), "author_name": "x" * 251}
    page = client.post(reverse("admin:moderation_edit", args=[comment.pk]), too_long).content.decode()
    assert "errorlist" in page
    assert "a long edit" in page
    assert not ModerationEvent.objects.edits().exists()


def test_blocking_writes_the_rule_and_marks_as_spam(client):
    comment = cast.a_comment(author_email="Bot@mail.example")
    sent = {"v": shown(comment)}
    answer = client.post(reverse("admin:moderation_block", args=[comment.pk]), sent, headers=SCRIPT).json()
    assert answer["moved"] == [comment.pk]
    assert statuses() == ["spam"]
    assert ModerationRule.objects.get(name="blocked_addresses").values["emails"] == ["bot@mail.example"]
    undone = client.post(reverse("admin:moderation_undo"), {"batch": answer["batch"]}, headers=SCRIPT).json()
    assert undone["said"] == "1 is back where it was."
    assert ModerationRule.objects.get(name="blocked_addresses").values["emails"] == []
    assert statuses() == ["pending"]
    nobody = cast.a_comment(author_name="", author_email="")
    url = reverse("admin:moderation_block", args=[nobody.pk])
    assert client.post(url, {"v": shown(nobody)}, headers=SCRIPT).json()["failed"]


@pytest.mark.parametrize("part", ["thread", "author", "edit", "reply"])
def test_parts_are_there_alone_and_together(client, part):
    comment = cast.a_comment(body="pelican talk")
    url = reverse("admin:moderation_one", args=[comment.pk])
    assert client.get(url, {"part": part}).json()["html"]
    assert f'id="{part}"' in client.get(url).content.decode()
    assert client.get(reverse("admin:moderation_one", args=[comment.pk + 999])).status_code == 404
    assert client.get(reverse("admin:moderation_one", args=[10**24])).status_code == 404


def test_an_author_has_a_history_and_notes(client, maud):
    post = cast.a_post()
    for status in ("approved", "spam", "trash", "pending"):
        cast.a_comment(post, author_email="RITA@mail.example", status=status)
    comment = cast.a_comment(post, author_email="rita@mail.example", status="approved")
    history = authorship.history(authorship.key_of(comment))
    assert (history.total, history.rate, history.more) == (5, 0.5, False)
    client.post(reverse("admin:moderation_note", args=[comment.pk]), {"text": " writes well "})
    client.post(reverse("admin:moderation_note", args=[comment.pk]), {"text": " "})
    note = AuthorNote.objects.get()
    assert (note.author, note.text, note.by) == ("email:rita@mail.example", "writes well", maud)
    html = client.get(reverse("admin:moderation_one", args=[comment.pk]), {"part": "author"}).json()["html"]
    assert "writes well" in html
    assert "50 %" in html


def test_someone_without_an_email_is_known_by_name_and_a_mention_by_its_host():
    post = cast.a_post()
    named = [cast.a_comment(post, author_name="Old Nick", author_email="") for _ in range(2)]
    cast.a_comment(post, author_name="Nick", author_email="")
    site = cast.a_trackback(post, author_email="", author_url="https://spam.example/1")
    cast.a_trackback(post, author_email="", author_url="https://spam.example/2")
    cast.a_trackback(post, author_email="", author_url="https://blog.example/3")
    assert set(authorship.feedback_of(authorship.key_of(named[0]))) == {Feedback.objects.get(pk=c.pk) for c in named}
    assert authorship.feedback_of(authorship.key_of(site)).count() == 2
    assert authorship.history("name:nobody").first_seen is None
    assert not authorship.feedback_of("").exists()


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
