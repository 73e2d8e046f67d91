"""A page that mentions a post says something else after a moderator edited what it said: both are kept."""

import pytest

from blog import journal, moderation, ruling
from blog.models import Feedback, Mention, ModerationEvent
from tests import cast
from tests.blog.mentions.conftest import address_of, send_trackback, send_webmention, verify_all

pytestmark = pytest.mark.django_db
PAGE = """<body><div class="h-entry"><h1 class="p-name">{title}</h1><a class="p-author h-card" href="/">Ines</a>
<a class="u-in-reply-to" href="{link}"></a><p class="e-content">{body}</p></div>"""
SENTENCE = "The source says something else now, and what was edited here is kept"


@pytest.fixture
def maud():
    return cast.moderator()


@pytest.fixture
def says(client, post, sender):
    """Have the page say this, announced again, and return what is stored then."""

    def says(body, title="Knots"):
        source = sender.says(PAGE.format(title=title, link=address_of(post), body=body))
        Mention.objects.update(tried_at=None)
        assert send_webmention(client, source, address_of(post)).status_code == 202
        assert verify_all() == 1
        return Feedback.objects.get()

    return says


def told(feedback):
    return [ruling.reason_of(found) for found in feedback.findings if found["code"] == "source_changed"]


def corrected(feedback, by, **fields):
    moderation.approve([feedback.pk], by=by)
    batch = moderation.uuid.uuid4()
    moderation.edit(feedback, fields, by=by, batch=batch)
    return batch


def test_a_moderators_words_stay_and_what_came_is_journalled_and_told(client, post, says, maud):
    batch = corrected(says("I tye them so."), maud, body="I tie them so.")
    stored = says("I tye them so, or else.")
    assert (stored.body, stored.status) == ("I tie them so.", "approved")
    assert told(stored) == [f"{SENTENCE}: “I tye them so, or else.”"]
    event = ModerationEvent.objects.latest("pk")
    assert event.changes == {"body": ["I tie them so.", "I tye them so, or else."]}
    assert (event.rule, event.reason, ruling.reason_of_event(event)) == ("source", SENTENCE, told(stored)[0])
    assert "or else" not in client.get(post.get_absolute_url()).content.decode()
    desk = cast.client_of(maud)
    assert "or else" in desk.get(f"/admin/moderation/{stored.pk}/").content.decode()
    assert "not taken over" in desk.get("/admin/blog/moderationevent/").content.decode()
    # Neither stands in the way of the other's undo.
    assert journal.moved_since(batch) == 0
    assert not journal.stands(event.batch)
    assert moderation.undo(event.batch, by=maud).restored == 0
    assert moderation.undo(batch, by=maud).restored == 1
    stored.refresh_from_db()
    assert (stored.body, stored.edited_at) == ("I tye them so.", None)


def test_a_page_that_says_the_same_again_changes_no_edited_word_and_tells_nothing_new(says, maud):
    corrected(says("I tye them so."), maud, body="I tie them so.")
    events = ModerationEvent.objects.count()
    stored = says("I tye them so.")
    assert (stored.body, stored.status, told(stored)) == ("I tie them so.", "approved", [])
    says("Else.")
    assert len(told(says("Else."))) == 1
    assert ModerationEvent.objects.count() == events + 1


def test_what_nobody_edited_is_taken_over_beside_what_somebody_did(says, maud):
    corrected(says("I tye them so."), maud, body="I tie them so.")
    stored = says("I tye them so, or else.", title="Better knots")
    assert (stored.title, stored.body, stored.status) == ("Better knots", "I tie them so.", "pending")
    assert len(told(stored)) == 1
    stored = says("I tye them so, or else.", title="Best knots")
    assert (stored.title, stored.body, len(told(stored))) == ("Best knots", "I tie them so.", 1)


def test_a_page_that_was_mended_as_here_has_nothing_more_to_tell(says, maud):
    corrected(says("I tye them so."), maud, body="I tie them so.")
    says("I tye them.")
    stored = says("I tie them so.")
    assert (stored.body, told(stored)) == ("I tie them so.", [])
    # What both say is nobody's in particular: the page's next words are taken over.
    assert says("I tie them otherwise.").body == "I tie them otherwise."


def test_an_edit_that_was_taken_back_leaves_the_pages_words_to_the_page(says, maud):
    moderation.undo(corrected(says("First."), maud, body="Edited."), by=maud)
    assert says("Second.").body == "Second."


def test_an_update_that_was_taken_back_does_not_come_again(says, maud):
    says("First.")
    says("Second.")
    moderation.undo(ModerationEvent.objects.edits().get().batch, by=maud)
    assert says("Second.").body == "First."


def test_a_moderator_who_edits_it_has_seen_what_came(says, maud):
    corrected(says("I tye them so."), maud, body="I tie them so.")
    stored = says("I tye them so, or else.")
    moderation.edit(stored, {"body": "I tie them so, or else."}, by=maud)
    assert told(stored) == told(Feedback.objects.get()) == []


def test_what_was_received_before_it_was_noted_is_read_from_the_journal(says, maud):
    stored = says("First.")
    corrected(stored, maud, body="Edited.")
    Feedback.objects.update(source_meta={})
    assert says("First.").body == "Edited."
    Feedback.objects.update(source_meta={})
    assert (says("Second.").body, len(told(Feedback.objects.get()))) == ("Edited.", 1)


def test_a_trackback_edited_before_its_source_was_looked_at_keeps_the_edit(client, post, sender, maud):
    source = sender.says(PAGE.format(title="Knots", link=address_of(post), body="Words."))
    send_trackback(client, post, source, title="Nots")
    moderation.edit(Feedback.objects.get(), {"title": "Knots, by Ines"}, by=maud)
    verify_all()
    Mention.objects.update(tried_at=None)
    send_webmention(client, source, address_of(post))
    verify_all()
    stored = Feedback.objects.get()
    assert (stored.title, stored.body, len(told(stored))) == ("Knots, by Ines", "Words.", 1)
