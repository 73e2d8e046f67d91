"""Moderators write rules, order them, switch them off, and see what a rule would have done before they save it."""

import re
import uuid

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from blog import moderation, ruling
from blog.models import Feedback, ModerationEvent, ModerationRule
from tests import cast

pytestmark = pytest.mark.django_db

LIST = "admin:blog_moderationrule_changelist"


@pytest.fixture
def client(maud):
    return cast.client_of(maud)


def rule(name):
    return ModerationRule.objects.get(name=name)


def page_of(name):
    return reverse("admin:blog_moderationrule_change", args=[rule(name).pk])


def typed(**fields):
    return {"name": "", "verdict": "spam", "score": "5", "position": "20", "enabled": "on"} | fields


def in_order():
    return list(ModerationRule.objects.order_by("position").values_list("kind", flat=True))


def test_the_list_names_each_rule_its_values_and_its_verdict_in_their_order(client, django_assert_max_num_queries):
    ModerationRule.objects.filter(kind="blocked_words").update(values={"words": ["<b>casino</b>", "pills"]})
    client.get(reverse(LIST))
    with django_assert_max_num_queries(9):
        html = client.get(reverse(LIST)).content.decode()
    assert html.index("Staff") < html.index("Blocked words") < html.index("New authors")
    assert "&lt;b&gt;casino&lt;/b&gt;, pills" in html
    assert "Links that are allowed: 2" in html


@pytest.mark.parametrize("words", ["", " \r\n\t"])
@pytest.mark.parametrize("kind", ["blocked_words", "suspect_words"])
def test_a_rule_in_force_without_words_is_refused_and_one_switched_off_is_kept(client, kind, words):
    add = reverse("admin:blog_moderationrule_add") + f"?kind={kind}"
    for url, more in ((add, {}), (page_of(kind), {}), (add, {"_try": "1"})):
        page = client.post(url, typed(words=words, **more)).content.decode()
        assert "With no words it finds nothing." in page
    assert ModerationRule.objects.filter(kind=kind).count() == 1
    client.post(page_of(kind), typed(words=words, enabled=""))
    assert (rule(kind).values, rule(kind).enabled) == ({"words": []}, False)


def test_words_are_typed_one_to_a_line_and_count_at_once(client):
    answer = client.post(page_of("blocked_words"), typed(words="Casino\r\n\r\n  pills \r\nCasino"))
    assert answer.status_code == 302
    assert rule("blocked_words").values == {"words": ["Casino", "pills"]}
    feedback = Feedback(post=cast.a_post(), body="PILLS", author_name="A")
    ruling.receive(feedback)
    assert feedback.decided_by == "blocked_words"
    assert "Casino\npills" in client.get(page_of("blocked_words")).content.decode()
    assert LogEntry.objects.filter(object_id=str(rule("blocked_words").pk)).count() == 1


WRONG = [
    ("blocked_words", {"words": "\u200b\nok"}, "nothing in it that can be seen"),
    ("blocked_words", {"words": "x" * 201}, "more than 200 characters"),
    ("blocked_addresses", {"emails": "nobody"}, "“nobody”"),
    ("blocked_addresses", {"domains": "a b"}, "no domain"),
    ("blocked_addresses", {"networks": "300.1.1.1"}, "no IP address"),
    ("blocked_addresses", {"networks": "::/0"}, "every address"),
    ("length", {"minimum": "20", "maximum": "10"}, "less than the shortest"),
    ("too_many_links", {"maximum": "-1"}, "greater than or equal to 0"),
    ("rejected_author", {"percent": "101", "minimum": "3"}, "less than or equal to 100"),
    ("staff", {"name": "blocked_words"}, "Another rule is called that"),
    ("staff", {"verdict": "explode"}, "Select a valid choice"),
    ("staff", {"score": "nan"}, "Enter a number"),
    ("staff", {"score": "1e9"}, "between −1000 and 1000"),
]


@pytest.mark.parametrize(
    ("name", "fields", "said"), WRONG, ids=[f"{row[0]} {number}" for number, row in enumerate(WRONG)]
)
def test_values_that_make_no_sense_are_refused_with_a_reason(client, name, fields, said):
    before = ModerationRule.objects.filter(name=name).values().get()
    answer = client.post(page_of(name), typed(**fields))
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert ModerationRule.objects.filter(name=name).values().get() == before


def test_addresses_are_stored_in_one_way(client):
    fields = {
        "emails": "A@Mail.example",
        "domains": "*.Spam.example\n@bücher.example",
        "networks": "192.0.2.9/24\n2001:DB8::1",
    }
    assert client.post(page_of("blocked_addresses"), typed(**fields)).status_code == 302
    assert rule("blocked_addresses").values == {
        "emails": ["a@mail.example"],
        "domains": ["spam.example", "xn--bcher-kva.example"],
        "networks": ["192.0.2.0/24", "2001:db8::1"],
        "names": [],
    }


def test_a_new_rule_begins_with_its_kind(client):
    add = reverse("admin:blog_moderationrule_add")
    html = client.get(add).content.decode()
    assert 'href="?kind=blocked_words"' in html
    form = client.get(add, {"kind": "blocked_words"}).content.decode()
    assert 'name="words"' in form
    sent = typed(words="lottery", position="5")
    assert client.post(f"{add}?kind=blocked_words", sent).status_code == 302
    assert rule("blocked_words 2").values == {"words": ["lottery"]}
    assert "Blocked words 2" in client.get(reverse(LIST)).content.decode()
    assert 'name="name" value=' not in client.get(page_of("blocked_words 2")).content.decode()
    assert client.post(page_of("blocked_words 2"), sent).status_code == 302
    assert rule("blocked_words 2").kind == "blocked_words"
    assert client.post(f"{add}?kind=blocked_words", sent | {"name": "Lotteries"}).status_code == 302
    new = rule("Lotteries")
    assert (new.kind, new.values, new.position) == ("blocked_words", {"words": ["lottery"]}, 5)
    assert client.get(add, {"kind": "nonsense"}).status_code == 200


def test_a_new_rule_stands_before_what_holds_whoever_is_new_and_behind_its_like(client):
    add = reverse("admin:blog_moderationrule_add")
    places = {}
    for kind in ("suspect_words", "total_score"):
        form = client.get(add, {"kind": kind}).context["adminform"].form
        places[kind] = form.initial["position"]
    assert places["suspect_words"] == rule("suspect_words").position + 1
    ModerationRule.objects.filter(kind="total_score").delete()
    held = ModerationRule.objects.filter(verdict="pending").order_by("position").first()
    assert client.get(add, {"kind": "total_score"}).context["adminform"].form.initial["position"] == held.position - 1


def test_the_learned_filter_is_not_put_in_force_before_it_learned_anything(client):
    switch = reverse("admin:blog_moderationrule_switch", args=[rule("learned").pk])
    assert "It has not learned anything yet." in client.post(switch, {"enabled": "1"}, follow=True).content.decode()
    form = client.post(page_of("learned"), typed(enabled="on", name="learned"))
    assert "It has not learned anything yet." in form.content.decode()
    assert not rule("learned").enabled


def test_a_rule_of_words_that_has_none_is_not_switched_on_from_the_list(client):
    switch = reverse("admin:blog_moderationrule_switch", args=[rule("blocked_words").pk])
    for enabled, words, said in (
        ("1", [], "With no words it finds nothing."), ("", [], "switched off now"), ("1", ["pills"], "in force now"),
    ):  # fmt: skip
        ModerationRule.objects.filter(kind="blocked_words").update(enabled=not enabled, values={"words": words})
        assert said in client.post(switch, {"enabled": enabled}, follow=True).content.decode()
        assert rule("blocked_words").enabled == bool(enabled and words)
    ModerationRule.objects.filter(kind="blocked_words").update(enabled=False, values={})
    client.post(switch, {"enabled": "1"})
    assert not rule("blocked_words").enabled


def test_rules_are_moved_and_switched_by_buttons_and_each_is_logged(client):
    move = reverse("admin:blog_moderationrule_move", args=[rule("blocked_addresses").pk])
    client.post(move, {"up": "1"})
    client.post(move, {"up": "1"})
    client.post(move, {"up": "1"})
    assert in_order()[:3] == ["blocked_addresses", "staff", "blocked_words"]
    client.post(move, {"up": ""})
    assert in_order()[:3] == ["staff", "blocked_addresses", "blocked_words"]
    switch = reverse("admin:blog_moderationrule_switch", args=[rule("staff").pk])
    assert "switched off now" in client.post(switch, {"enabled": ""}, follow=True).content.decode()
    assert not rule("staff").enabled
    client.post(switch, {"enabled": "1"})
    assert rule("staff").enabled
    assert LogEntry.objects.count() == 6
    assert client.post(reverse("admin:blog_moderationrule_move", args=[999999])).status_code == 404


@pytest.fixture
def past(maud):
    """Four comments on pills: approved by a person, spam by a person, spam in the old blog, and undecided."""
    post = cast.a_post()
    comments = [cast.a_comment(post, body=f"Say {number} Pills <b>") for number in range(3)]
    imported = cast.a_comment(post, body="old pills", source=cast.a_source(), status="spam")
    moderation.approve([comments[0].pk], by=maud)
    moderation.mark_spam([comments[1].pk], by=maud)
    cast.a_comment(post, body="nothing of the sort", status="approved")
    return [*comments, imported]


def test_a_rule_is_tried_on_the_past_as_it_is_typed_and_nothing_is_written(client, past):
    before = list(ModerationRule.objects.values())
    events, statuses = ModerationEvent.objects.count(), list(Feedback.objects.order_by("pk").values_list("status"))
    answer = client.post(page_of("blocked_words"), typed(words="pills", _try="1", latest="5"))
    trial = answer.context["shown"].trial
    assert (trial.tried, trial.matched, dict(trial.would)) == (5, 4, {"spam": 4})
    assert (trial.by_people, trial.contradicts, trial.agrees, trial.finished) == (3, 1, 2, True)
    [against] = trial.against
    assert (against.feedback.pk, against.decided, against.imported) == (past[0].pk, "approved", False)
    html = answer.content.decode()
    assert "Say 0 <mark>Pills</mark> &lt;b&gt;" in html
    assert "In the old blog it was" in html
    assert 'name="words"' in html
    assert "pills</textarea>" in html
    assert "errornote" not in html
    assert list(ModerationRule.objects.values()) == before
    assert ModerationEvent.objects.count() == events
    assert list(Feedback.objects.order_by("pk").values_list("status")) == statuses
    assert not LogEntry.objects.exists()


def test_what_a_rule_before_it_decides_is_not_counted_as_its_doing(client, past):
    ModerationRule.objects.filter(kind="suspect_words").update(values={"words": ["old"]})
    trial = client.post(page_of("blocked_words"), typed(words="pills", position="500", _try="1")).context["shown"].trial
    assert (trial.matched, trial.earlier, dict(trial.would)) == (4, 4, {})
    ModerationRule.objects.filter(kind__in=("first_comments", "length")).update(enabled=False)
    rule("staff").save()
    trial = client.post(page_of("blocked_words"), typed(words="pills", position="500", _try="1")).context["shown"].trial
    assert (trial.matched, trial.earlier, dict(trial.would)) == (4, 1, {"spam": 3})


def test_a_rule_that_holds_contradicts_nobody_and_says_what_it_delays(client, past):
    trial = (
        client.post(page_of("blocked_words"), typed(words="pills", verdict="pending", _try="1")).context["shown"].trial
    )
    assert (trial.contradicts, trial.delays, trial.agrees) == (0, 1, 0)


def decide(comment, *steps, by):
    """Have a person or, with a + before it, a rule decide; `undo` takes the last back, `redo` takes back the undo."""
    batches = []
    for step in steps:
        if step in ("undo", "redo"):
            batches.append(moderation.undo(batches[-1], by=by).batch)
        else:
            batches.append(uuid.uuid4())
            who = {"rule": "links"} if step.startswith("+") else {"by": by}
            moderation.moderate([comment.pk], step.removeprefix("+"), batch=batches[-1], **who)


@pytest.mark.parametrize(
    ("steps", "counted"),
    [
        (["spam"], (1, 0, 1)),
        (["approved"], (1, 1, 0)),
        (["trash"], (1, 1, 0)),
        (["spam", "undo"], (0, 0, 0)),
        (["spam", "undo", "redo"], (1, 0, 1)),
        (["approved", "spam", "undo"], (1, 1, 0)),
        (["spam", "pending"], (0, 0, 0)),
        (["spam", "+approved"], (0, 0, 0)),
        (["+approved", "spam"], (1, 0, 1)),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, list) else "",
)
def test_only_what_a_person_decided_and_nobody_took_back_agrees_or_contradicts(client, maud, steps, counted):
    decide(cast.a_comment(body="pills"), *steps, by=maud)
    trial = client.post(page_of("blocked_words"), typed(words="pills", _try="1")).context["shown"].trial
    assert (trial.by_people, trial.contradicts, trial.agrees) == counted


def test_wrong_values_are_not_tried(client, past):
    answer = client.post(page_of("length"), typed(minimum="9", maximum="2", _try="1"))
    assert "shown" not in answer.context
    assert "less than the shortest" in answer.content.decode()


def test_a_new_rule_is_tried_before_it_is_there(client, past):
    add = reverse("admin:blog_moderationrule_add") + "?kind=too_many_links"
    answer = client.post(add, typed(name="Links", maximum="0", _try="1", latest="nonsense"))
    assert answer.context["shown"].trial.asked == 2000
    assert not ModerationRule.objects.filter(name="Links").exists()


def test_of_an_author_only_what_came_before_counts(client, maud):
    post = cast.a_post()
    for number in range(3):
        cast.a_comment(post, author_email="Ann@mail.example", author_name="Ann", status="approved", body=f"b{number}")
    cast.a_comment(post, author_email="ann@mail.example", author_name="Bob", body="b4")
    sent = typed(number="2", rejected="0", verdict="approve", position="1", _try="1")
    trial = client.post(page_of("known_author"), sent).context["shown"].trial
    assert (trial.tried, trial.matched) == (4, 1)
    trial = client.post(page_of("known_author"), sent | {"latest": "2"}).context["shown"].trial
    assert (trial.tried, trial.matched) == (2, 1)


def test_a_trial_takes_few_queries_and_ends_in_time(maud, django_assert_max_num_queries, monkeypatch):
    from blog.ruling import trying

    post = cast.a_post()
    rows = [Feedback(post=post, body=f"pills {n}", body_html="<p>pills</p>", anchor=f"c{n}") for n in range(1200)]
    Feedback.objects.bulk_create(rows)
    with django_assert_max_num_queries(20):
        trial = trying.try_rule(rule("rejected_author"), 1200)
    assert (trial.tried, trial.finished) == (1200, True)
    ended = trying.try_rule(rule("rejected_author"), 1200, seconds=-1)
    assert (ended.tried, ended.finished) == (0, False)


def test_the_page_of_feedback_says_what_the_rules_found_and_where(client):
    ModerationRule.objects.get(name="suspect_words").save()
    post = cast.a_post()
    feedback = Feedback(post=post, body="a <script> for\nviagra " + "x" * 300, author_name="<i>Casino</i>")
    ruling.receive(feedback)
    feedback.save()
    html = client.get(reverse("admin:blog_comment_change", args=[feedback.pk])).content.decode()
    assert "&lt;script&gt; for\n<mark>viagra</mark>" in html
    assert "&lt;i&gt;<mark>Casino</mark>&lt;/i&gt;" in html
    assert "2 suspect words: casino, viagra." in html
    assert "this rule decided" in html
    Feedback.objects.update(body="", body_html="", author_name="")
    assert client.get(reverse("admin:blog_comment_change", args=[feedback.pk])).status_code == 200


@pytest.mark.parametrize("values", [[], {"words": [1, None, "("]}, {"words": "casino"}, {"words": {"a": 1}}])
def test_a_rule_whose_values_cannot_be_read_is_shown_switched_off_and_mended(client, values):
    ModerationRule.objects.filter(kind="blocked_words").update(values=values)
    page = client.get(reverse(LIST))
    assert page.status_code == 200
    assert page.content.decode().count("cannot be read") == 1
    assert "cannot be read" in client.get(page_of("blocked_words")).content.decode()
    client.post(reverse("admin:blog_moderationrule_switch", args=[rule("blocked_words").pk]), {"enabled": ""})
    assert not rule("blocked_words").enabled
    client.post(page_of("blocked_words"), typed(words="casino"))
    assert (rule("blocked_words").values, rule("blocked_words").enabled) == ({"words": ["casino"]}, True)


def test_of_a_broken_rule_stands_in_the_form_what_can_be_read(client):
    ModerationRule.objects.filter(kind="blocked_words").update(values={"words": [1, None, "casino"]})
    assert ">\ncasino</textarea>" in client.get(page_of("blocked_words")).content.decode()
    ModerationRule.objects.filter(kind="blocked_addresses").update(values={"networks": ["nowhere"]})
    ModerationRule.objects.filter(kind="too_many_links").update(values={"maximum": "two"})
    assert client.get(reverse(LIST)).content.decode().count("cannot be read") == 3
    for name in ("blocked_addresses", "too_many_links"):
        assert client.get(page_of(name)).status_code == 200


def test_a_form_that_is_old_unblocks_nobody_whom_somebody_blocked_since(client):
    blocked = ModerationRule.objects.get(kind="blocked_addresses")
    url = page_of(blocked.name)
    lists = {"emails": "one@mail.example", "domains": "", "networks": "", "names": ""}
    seen = re.search(r'name="seen" value="([^"]+)"', client.get(url).content.decode())[1]
    comment = cast.a_comment(author_email="two@mail.example")
    moderation.block(comment, cast.moderator("mina"))
    page = client.post(url, typed(**lists, seen=seen)).content.decode()
    assert "Somebody changed this rule since you opened it." in page
    assert rule(blocked.name).values["emails"] == ["two@mail.example"]
    seen = re.search(r'name="seen" value="([^"]+)"', page)[1]
    assert client.post(url, typed(**lists, seen=seen)).status_code == 302
    assert rule(blocked.name).values["emails"] == ["one@mail.example"]
