"""The page of the learned filter, and its proposals. Rows stand in for a trained filter; nothing is trained here."""

import json
import zlib

import pytest
from django.urls import reverse

from blog import moderation
from blog.learning import backlog, keeping, training
from blog.learning.scoring import Filter
from blog.models import Feedback, LearnedFilter, ModerationRule, SpamProposal
from tests import cast

pytestmark = pytest.mark.django_db
FIGURES = {"spam": 200, "approved": 300, "caught": 180, "wrong": 1, "precision": 0.994, "recall": 0.9}
REPORT = {
    "measured": FIGURES,
    "as_recorded": FIGURES,
    "by_kind": {"comment": FIGURES},
    "in_order": True,
    "threshold": 0.9,
    "hold": 0.5,
    "curve": [[0.99, 1.0, 0.05], [0.4, 0.97, 0.95]],
    "disputed": 3,
    "wrong": [],
    "missed": [],
    "caught": [],
    "doubted": [],
}
PAGE, BACKLOG = "/admin/filter/", "/admin/filter/backlog/"


@pytest.fixture(autouse=True)
def forgotten(monkeypatch):
    monkeypatch.setattr(keeping, "_loaded", (0, None))


@pytest.fixture
def maud():
    return cast.client_of(cast.moderator())


def a_filter(proven=True, **report):
    weights = Filter({"w:casino": 3.0, "w:oven": -2.0, "n:casino": 1.0}, -1.0, 3.0, 0.0, 0.9, 0.5)
    data = zlib.compress(json.dumps(weights.as_json()).encode())
    return LearnedFilter.objects.create(
        spam=1000, approved=1500, is_proven=proven, weights=data, report=REPORT | report
    )


def proposals(number=3):
    """Approved casino comments of one campaign, swept and proposed."""
    post = cast.a_post()
    for n in range(number):
        url = "http://casino.example/"
        cast.a_comment(post, body=f"Casino {n} <script>", author_name="Casino", author_url=url, status="approved")
    backlog.sweep()
    return f"{BACKLOG}comment/?campaign=casino.example"


def test_before_it_has_learned_the_page_says_what_it_needs(maud):
    cast.a_comment(status="spam")
    text = maud.get(PAGE).content.decode()
    assert f"at least {training.ENOUGH} examples" in text
    assert "1 marked as spam and 0 approved" in text
    assert "Switch on" not in text


def test_the_page_shows_precision_recall_and_examples(maud):
    wrong = cast.a_comment(body="An honest word about the casino of our town", status="approved")
    a_filter(wrong=[wrong.pk, 987654])
    text = maud.get(PAGE).content.decode()
    for shown in ("99.4", "90.0", "180 right, 1 wrong", "<mark>casino</mark>", "Approved, and taken for spam"):
        assert shown in text
    assert '<span class="word bad">casino</span>' in text
    assert '<span class="word good">oven</span>' in text


@pytest.mark.parametrize(
    ("proven", "does"),
    [(True, ["spam", "from 90%", "holds", "from 50%"]), (False, ["holds", "from 50%", "it only holds"])],
)
def test_the_list_of_rules_says_how_good_it_is_beside_the_switch_and_what_it_does(maud, proven, does):
    place = "/admin/blog/moderationrule/"
    row = ModerationRule.objects.get(kind="learned")
    switch = f"{place}{row.pk}/switch/"
    before = maud.get(place).content.decode()
    assert switch not in before
    assert "It has not learned anything yet." in before
    a_filter(proven)
    for path in (place, f"{place}{row.pk}/change/"):
        assert "precision 99.4%, recall 90.0%" in maud.get(path).content.decode()
    listed = maud.get(place).content.decode()
    assert switch in listed
    shown = next(line for line in listed.split("<tr") if switch in line)
    assert all(word in shown for word in does)
    assert (">spam<" in shown) == proven


def test_it_is_switched_on_and_off_by_a_button(maud):
    assert maud.post(PAGE, {"do": "on"}).status_code == 302
    assert not keeping.is_on()
    a_filter()
    maud.post(PAGE, {"do": "on"})
    assert keeping.is_on()
    assert "Switch off" in maud.get(PAGE).content.decode()
    maud.post(PAGE, {"do": "off"})
    assert not keeping.is_on()


def test_what_is_not_proven_is_said(maud):
    a_filter(proven=False)
    text = maud.get(PAGE).content.decode()
    assert "to promise a precision of 98%" in text
    assert "to hold only" in text


def test_training_and_sweeping_are_work_of_the_background(maud, monkeypatch):
    asked = []
    monkeypatch.setattr("blog.tasks.ask_for", lambda work: asked.append(work.name))
    a_filter()
    maud.post(PAGE, {"do": "train"})
    maud.post(PAGE, {"do": "sweep"})
    assert asked == ["train_filter", "sweep_backlog"]


def test_proposals_stand_in_groups_and_their_words_are_marked(maud):
    a_filter()
    address = proposals()
    page = maud.get(PAGE).content.decode()
    assert "3 approved comments look like spam" in page
    assert address in page
    text = maud.get(address).content.decode()
    assert "Mark all 3 as spam" in text
    assert "<mark>Casino</mark>" in text
    assert "<script>" not in text.split("filter-proposals")[1].split("</ol>")[0]


def test_all_are_marked_as_spam_in_one_action_with_one_undo(maud):
    a_filter()
    response = maud.post(proposals(), {"do": "accept-all"}, follow=True)
    assert "3 items were marked as spam." in response.content.decode()
    assert Feedback.objects.filter(status="spam").count() == 3
    batch = Feedback.objects.first().events.get().batch
    assert Feedback.objects.first().events.get().by.username == "maud"
    assert f"batch={batch}" in response.content.decode()
    assert moderation.undo(batch).restored == 3


def test_chosen_ones_stay_approved_and_are_not_proposed_again(maud):
    a_filter()
    address = proposals()
    one = SpamProposal.objects.first()
    maud.post(address, {"do": "decline-chosen", "proposal": [one.pk, "nonsense"]})
    assert backlog.open_proposals().count() == 2
    assert backlog.sweep().proposed == 2
    assert Feedback.objects.filter(status="approved").count() == 3


def test_what_was_decided_elsewhere_is_proposed_no_more(maud):
    a_filter()
    address = proposals()
    moderation.trash(Feedback.objects.all(), by=cast.moderator("mona"))
    assert "Nothing of this is proposed any more" in maud.get(address).content.decode()


def test_the_pages_ask_as_much_for_many_as_for_few(maud, django_assert_max_num_queries):
    a_filter()
    address = proposals(30)
    with django_assert_max_num_queries(20):
        maud.get(PAGE)
    with django_assert_max_num_queries(12):
        maud.get(address)


def test_there_are_groups_of_known_kinds_only(maud):
    assert maud.get(f"{BACKLOG}letter/").status_code == 404
    assert maud.get(f"{BACKLOG}comment/?campaign=%00").status_code == 200


def test_translators_do_not_moderate():
    client = cast.client_of(cast.translator())
    assert client.get(reverse("admin:filter")).status_code == 403
    assert client.post(reverse("admin:filter"), {"do": "on"}).status_code == 403
