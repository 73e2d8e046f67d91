"""Webmentions: https://www.w3.org/TR/webmention/, row by row: what is answered, verified, updated and deleted."""

import datetime as dt

import pytest
from django.utils import timezone

from blog import moderation, redirecting
from blog.mentions import settling
from blog.models import Feedback, LegacyURL, Mention, ModerationEvent, ModerationRule
from tests import cast
from tests.blog.mentions.conftest import HERE, address_of, send_webmention, verify_all
from tests.blog.serving import respond

pytestmark = pytest.mark.django_db
SOURCE = "https://sender.example/answer"
NOTE = """<body><div class="h-entry"><a class="p-author h-card" href="/">Ines</a>
<time class="dt-published" datetime="2024-03-01T10:00:00+01:00"></time>
<a class="u-in-reply-to" href="{}"></a><p class="e-content">{}</p></div>"""


def told(client, source, target):
    response = send_webmention(client, source, target)
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert not response.cookies
    return response.status_code


def again(client, source, target):
    """Send a webmention once more, when the source may be looked at once more."""
    Mention.objects.update(tried_at=None)
    assert told(client, source, target) == 202
    return verify_all()


def test_202_it_is_taken_in_and_verified_later(client, post, sender):
    source = sender.says(NOTE.format(address_of(post), "I tie them <b>so</b>."))
    assert told(client, source, address_of(post)) == 202
    assert not Feedback.objects.exists()
    assert Mention.objects.get().state == "waiting"
    assert verify_all() == 1
    stored = Feedback.objects.get()
    assert (stored.kind, stored.status, stored.post) == ("webmention", "pending", post)
    assert (stored.author_name, stored.body, stored.title) == ("Ines", "I tie them so.", "")
    assert stored.submitted_at == dt.datetime(2024, 3, 1, 9, tzinfo=dt.UTC)
    assert (stored.author_url, stored.source_meta["relation"]) == (source, "reply")


@pytest.mark.parametrize(
    "source", ["", "nothing", "ftp://sender.example/", "mailto:a@sender.example", "//sender.example/"]
)
def test_400_the_source_is_missing_or_no_address_of_the_web(client, post, source):
    assert told(client, source, address_of(post)) == 400


@pytest.mark.parametrize("target", ["", "nothing", "ftp://testserver/", "/2009/06/post-1/", "javascript:alert(1)"])
def test_400_the_target_is_missing_or_no_address_of_the_web(client, post, target):
    assert told(client, SOURCE, target) == 400


def test_400_source_and_target_are_one(client, post):
    assert told(client, address_of(post), address_of(post)) == 400
    assert told(client, f"{address_of(post)}#here", address_of(post).replace("http:", "HTTP:")) == 400


@pytest.mark.parametrize(
    "target", ["https://elsewhere.example/", f"{HERE}/2009/06/nowhere/", f"{HERE}/", f"{HERE}/archive/"]
)
def test_400_the_target_is_no_post_here(client, post, target):
    assert told(client, SOURCE, target) == 400


def test_400_the_target_takes_none(client, post, settings):
    assert told(client, SOURCE, address_of(cast.a_post())) == 400
    assert told(client, SOURCE, address_of(cast.a_post(status="draft", trackbacks_open=True))) == 400
    settings.TRACKBACKS_OPEN = False
    assert told(client, SOURCE, address_of(post)) == 400
    assert not Mention.objects.exists()


def test_400_it_is_no_form(client, post):
    body = {"source": SOURCE, "target": address_of(post)}
    assert client.post("/webmention/", body, "application/json").status_code == 400
    assert client.post("/webmention/", body).status_code == 202  # a form of parts is one


def test_405_and_413(client):
    response = client.get("/webmention/")
    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert send_webmention(client, "x" * 20_000, "y").status_code == 413


def test_429_too_many_came(client, post, settings):
    settings.MENTIONS_PER_POST = (1, 60)
    assert told(client, SOURCE, address_of(post)) == 202
    response = send_webmention(client, f"{SOURCE}/2", address_of(post))
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 60


@pytest.mark.parametrize("session", ["sessionid", "csrftoken"])
def test_cookies_are_ignored(client, post, session, django_assert_max_num_queries):
    client.cookies[session] = "x" * 32
    with django_assert_max_num_queries(14) as asked:
        assert told(client, SOURCE, address_of(post)) == 202
    assert not [query for query in asked if "django_session" in query["sql"]]


@pytest.mark.parametrize(
    "written",
    ["{here}{path}", "{here}{path}#comment-4", "https://testserver:8443{path}", "{here}{path}?utm_source=x",
     "{here}{bare}", "{here}{encoded}", "{here}/?p=370", "http://old.example/archives/12", "https://www.old.example/archives/12#top"],
)  # fmt: skip
def test_targets_and_links_are_known_however_they_are_written(client, sender, written):
    post = cast.a_post(path="2009/06/été", trackbacks_open=True)
    LegacyURL.objects.create(host="", path="/", query="p=370", post=post)
    LegacyURL.objects.create(host="old.example", path="/archives/12", post=post)
    redirecting.OldBlogs.renewed()
    path = post.get_absolute_url()
    encoded = "/2009/06/%c3%a9t%C3%A9/".replace("06", "%306")
    target = written.format(here=HERE, path=path, bare=path.rstrip("/"), encoded=encoded)
    assert told(client, sender.links_to(target), target) == 202
    assert told(client, sender.links_to(address_of(post), path="/canonical"), target) == 202
    verify_all()
    assert Feedback.objects.filter(post=post).count() == 2


def test_a_link_to_another_post_is_no_link_to_this_one(client, post, sender):
    told(client, sender.links_to(address_of(cast.a_post())), address_of(post))
    verify_all()
    assert (Mention.objects.get().state, Feedback.objects.count()) == ("refused", 0)


def test_sent_again_it_is_updated_with_both_texts_in_the_journal(client, post, sender):
    source = sender.says(NOTE.format(address_of(post), "First words."))
    told(client, source, address_of(post))
    verify_all()
    moderation.approve([Feedback.objects.get().pk], by=cast.moderator())
    sender.says(NOTE.format(address_of(post), "Second words."))
    assert again(client, source, address_of(post)) == 1
    stored = Feedback.objects.get()
    assert stored.body == "Second words."
    assert stored.body_html == "<p>Second words.</p>"
    edit = ModerationEvent.objects.exclude(changes={}).get()
    assert (edit.rule, edit.changes) == ("source", {"body": ["First words.", "Second words."]})
    assert stored.status == "pending"  # nobody has approved these words
    assert "Second words." not in client.get(post.get_absolute_url()).content.decode()


@pytest.fixture
def no_viagrazz():
    rule = ModerationRule.objects.get(kind="blocked_words")
    rule.values, rule.enabled, rule.verdict = {"words": ["viagrazz"]}, True, "spam"
    rule.save()


def changed(client, post, sender, before, after, between=lambda: None):
    """Return what is stored after a page that mentions the post said something else."""
    source = sender.says(NOTE.format(address_of(post), before))
    told(client, source, address_of(post))
    verify_all()
    between()
    sender.says(NOTE.format(address_of(post), after))
    again(client, source, address_of(post))
    stored = Feedback.objects.get()
    return stored.status, "blocked_words" in {found["rule"] for found in stored.findings}


def test_what_waits_is_judged_anew_when_its_source_says_something_else(client, post, sender, no_viagrazz):
    assert changed(client, post, sender, "First words.", "Buy viagrazz.") == ("spam", True)


def test_what_a_rule_called_spam_waits_once_its_source_is_clean(client, post, sender, no_viagrazz):
    assert changed(client, post, sender, "Buy viagrazz.", "First words.") == ("pending", False)


@pytest.mark.parametrize("decided", ["pending", "spam", "trash"])
def test_of_what_a_person_decided_the_rules_say_only_what_they_find_now(client, post, sender, no_viagrazz, decided):
    def decide():
        (stored,) = Feedback.objects.all()
        moderation.approve([stored.pk], by=maud)
        moderation.moderate([stored.pk], decided, by=maud)

    maud = cast.moderator()
    assert changed(client, post, sender, "Buy viagrazz.", "I read the fog.", decide) == (decided, False)
    Feedback.objects.all().delete()
    Mention.objects.all().delete()
    assert changed(client, post, sender, "I read the fog.", "Buy viagrazz.", decide) == (decided, True)


def test_sent_again_without_a_change_it_stays_as_it_is(client, post, sender):
    source = sender.says(NOTE.format(address_of(post), "Same words."))
    told(client, source, address_of(post))
    verify_all()
    moderation.approve([Feedback.objects.get().pk], by=cast.moderator())
    again(client, source, address_of(post))
    assert Feedback.objects.get().status == "approved"
    assert ModerationEvent.objects.count() == 1


def test_sent_again_at_once_it_is_not_fetched_again_at_once(client, post, sender):
    source = sender.links_to(address_of(post))
    told(client, source, address_of(post))
    verify_all()
    Mention.objects.update(tried_at=timezone.now())
    told(client, source, address_of(post))
    assert verify_all() == 0
    assert Mention.objects.get().next_try_at > timezone.now() + dt.timedelta(seconds=30)


@pytest.mark.parametrize("status", ["410 Gone", "404 Not Found"])
@pytest.mark.parametrize("decided", ["approved", "pending"])
def test_a_source_that_is_gone_takes_its_mention_along(client, post, sender, status, decided):
    source = sender.links_to(address_of(post))
    told(client, source, address_of(post))
    verify_all()
    if decided == "approved":
        moderation.approve([Feedback.objects.get().pk], by=cast.moderator())
    sender.says("gone", status=status)
    again(client, source, address_of(post))
    assert (Feedback.objects.get().status, Mention.objects.get().state) == ("trash", "gone")
    event = ModerationEvent.objects.order_by("-pk").first()
    assert (event.rule, event.from_status, event.reason) == ("source", decided, f"The source answers {status[:3]}.")


def test_a_source_that_links_no_more_takes_its_mention_along_until_it_links_again(client, post, sender):
    source = sender.links_to(address_of(post))
    told(client, source, address_of(post))
    verify_all()
    sender.says("<p>Nothing any more.</p>")
    again(client, source, address_of(post))
    assert Feedback.objects.get().status == "trash"
    sender.links_to(address_of(post))
    again(client, source, address_of(post))
    assert (Feedback.objects.get().status, Mention.objects.get().state) == ("pending", "verified")


def test_what_a_moderator_rejected_or_deleted_does_not_come_back(client, post, sender):
    source = sender.links_to(address_of(post))
    told(client, source, address_of(post))
    verify_all()
    moderation.mark_spam([Feedback.objects.get().pk], by=cast.moderator())
    sender.links_to(address_of(post), text="Other words")
    again(client, source, address_of(post))
    assert Feedback.objects.get().status == "spam"
    Feedback.objects.all().delete()
    assert again(client, source, address_of(post)) == 0
    assert not Feedback.objects.exists()


@pytest.mark.parametrize("status", ["500 Internal Server Error", "503 Service Unavailable", "429 Too Many Requests"])
def test_a_source_that_cannot_answer_now_is_asked_again_later_and_later(client, post, sender, status):
    source = sender.says("sorry", status=status)
    told(client, source, address_of(post))
    waits = []
    while verify_all():
        mention = Mention.objects.get()
        if mention.state == "waiting":
            waits.append(round((mention.next_try_at - timezone.now()).total_seconds() / 60))
            Mention.objects.update(next_try_at=timezone.now())
    assert waits == [5, 30, 180, 720, 1440]
    assert (mention.state, mention.reason(str), len(sender.heads)) == (
        "refused",
        f"The source answers {status[:3]}.",
        6,
    )


def test_a_source_that_says_when_is_asked_then(client, post, sender):
    told(client, sender.says("", status="503 Sorry", Retry_After="1200"), address_of(post))
    verify_all()
    wait = Mention.objects.get().next_try_at - timezone.now()
    assert dt.timedelta(minutes=19) < wait <= dt.timedelta(minutes=20)


def test_a_silent_source_is_asked_again(client, post, sender, monkeypatch):
    sender.pages["/answer"] = lambda connection, head: None
    told(client, sender.url(), address_of(post))
    verify_all()
    assert (Mention.objects.get().state, Mention.objects.get().attempts) == ("waiting", 1)


def test_a_source_that_fails_for_a_while_keeps_its_mention(client, post, sender, monkeypatch):
    monkeypatch.setattr(settling, "BACKOFF", ())
    source = sender.links_to(address_of(post))
    told(client, source, address_of(post))
    verify_all()
    sender.says("", status="503 Sorry")
    again(client, source, address_of(post))
    assert (Feedback.objects.get().status, Mention.objects.get().state) == ("pending", "verified")


def test_a_redirect_leads_to_the_source(client, post, sender):
    sender.links_to(address_of(post), path="/moved")
    sender.pages["/answer"] = respond(status="301 Moved", Location="/moved")
    told(client, sender.url(), address_of(post))
    verify_all()
    assert Feedback.objects.get().author_url == sender.url()


def test_rules_decide_about_what_proved_true(client, post, sender):
    told(client, sender.links_to(address_of(post), text="Cheap casino, viagra"), address_of(post))
    verify_all()
    found = {finding["rule"] for finding in Feedback.objects.get().findings if finding["verdict"]}
    assert "suspect_words" in found


def test_nothing_of_a_strangers_page_runs_on_ours(client, post, sender):
    evil = '"><script>alert(1)</script><img src=x onerror=alert(2)>'
    escaped = evil.replace("<", "&lt;")
    source = sender.says(
        f'<title>{escaped}</title><div class="h-entry"><p class="p-name">{escaped}</p><a class="p-author h-card" '
        f'href="javascript:alert(3)">{escaped}</a><div class="e-content">{escaped}{evil} '
        f'<a href="{address_of(post)}">x</a></div></div>'
    )
    told(client, source, address_of(post))
    verify_all()
    moderation.approve([Feedback.objects.get().pk])
    html = client.get(post.get_absolute_url()).content.decode()
    assert "onerror=alert(2)&gt;" in html
    for text in ("<script>alert", "<img src=x", "javascript:alert(3)"):
        assert text not in html


def test_the_page_offers_webmention_in_its_head_and_headers(client, post):
    response = client.get(post.get_absolute_url())
    assert response["Link"] == '</webmention/>; rel="webmention"'
    assert '<link rel="webmention" href="/webmention/">' in response.content.decode()
