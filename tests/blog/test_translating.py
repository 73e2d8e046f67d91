"""Translations are linked drafts beside their original; notes hold on to the words they are about."""

import pytest

from blog import translating
from blog.models import Post, TranslationNote
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def original():
    return cast.a_post(title="Rain", language="en", body="<p>The heavy\nrain <b>fell</b>.</p>", tags=("Weather",))


def test_a_translation_is_a_linked_draft_beside_its_original(original):
    author, tove = cast.an_author(), cast.translator()
    Post.objects.filter(pk=original.pk).update(author=author)
    draft = translating.translate(original, "fr", by=tove)
    assert (draft.translation_of, draft.language, draft.status) == (original, "fr", Post.Status.DRAFT)
    assert (draft.title, draft.body, draft.author) == ("Rain", original.body, author)
    assert draft.date_parts == original.date_parts
    assert [tag.name for tag in draft.tags.all()] == ["Weather"]
    assert draft.path == "2009/06/rain-fr"
    assert draft.history.get().history_user == tove


def test_a_translation_of_a_translation_is_one_of_the_original(original):
    french = translating.translate(original, "fr", by=None)
    assert translating.translate(french, "it", by=None).translation_of == original


@pytest.mark.parametrize("language", ["en", "EN", "eng", "English"])
def test_the_language_of_the_original_is_refused(original, language):
    with pytest.raises(translating.TranslationError, match="original"):
        translating.translate(original, language, by=None)


def test_a_second_translation_into_one_language_is_refused(original):
    translating.translate(original, "pt_br", by=None)
    with pytest.raises(translating.TranslationError, match="already"):
        translating.translate(original, "pt-BR", by=None)
    assert translating.translate(original, "pt", by=None).language == "pt"


@pytest.mark.parametrize("language", ["", "klingonese", "<b>", "x" * 500])
def test_what_is_no_language_is_refused(original, language):
    with pytest.raises(ValueError, match="language"):
        translating.translate(original, language, by=None)
    assert Post.objects.count() == 1


def test_a_translation_carries_nothing_of_the_import(original):
    Post.objects.filter(pk=original.pk).update(
        source=cast.a_source(), original_id="370", guid="g", original_url="http://old.example/?p=370"
    )
    draft = translating.translate(original, "fr", by=None)
    assert (draft.source, draft.original_id, draft.guid, draft.original_url) == (None, "", "", "")


def test_a_note_is_anchored_to_the_words_as_they_stand_in_the_text(original):
    note = translating.save_note(TranslationNote(post=original, exact="heavy   rain", text="heavy?"), by=None)
    assert (note.prefix, note.exact, note.suffix) == ("The ", "heavy rain", " fell.")


def test_a_note_on_words_that_are_not_there_is_refused(original):
    with pytest.raises(translating.NoSuchPassageError):
        translating.save_note(TranslationNote(post=original, exact="snow", text="?"), by=None)
    assert not TranslationNote.objects.exists()


def test_a_note_on_the_whole_needs_no_passage(original):
    note = translating.save_note(TranslationNote(post=original, exact=" ", text="tone"), by=cast.translator())
    assert (note.exact, note.prefix, note.suffix, note.author.username) == ("", "", "", "tove")


def test_a_note_keeps_its_first_writer(original):
    note = translating.save_note(TranslationNote(post=original, text="tone"), by=cast.translator())
    assert translating.save_note(note, by=cast.editor()).author.username == "tove"


def test_resolving_says_who_and_when_and_can_be_taken_back(original):
    note = translating.save_note(TranslationNote(post=original, text="tone"), by=None)
    edith = cast.editor()
    translating.resolve(note, edith)
    translating.resolve(note, cast.translator())
    note.refresh_from_db()
    assert note.resolved_by == edith
    assert not TranslationNote.objects.unresolved().exists()
    translating.reopen(note)
    assert TranslationNote.objects.unresolved().get().resolved_by is None


def test_editors_edit_all_translators_translations_moderators_nothing(original):
    french = translating.translate(original, "fr", by=None)
    may = {
        user.username: [translating.may_edit(user, post) for post in (None, original, french)]
        for user in (cast.editor(), cast.translator(), cast.moderator())
    }
    assert may == {"edith": [True, True, True], "tove": [False, False, True], "maud": [False, False, False]}


def test_a_note_whose_passage_was_rewritten_keeps_its_anchor_when_it_is_stored_again(original):
    french = translating.translate(original, "fr", by=None)
    note = translating.save_note(TranslationNote(post=french, exact="heavy rain", text="?"), by=None)
    french.body = "<p>Rewritten.</p>"
    french.save()
    note.text = "!"
    kept = (note.exact, note.prefix, note.suffix)
    assert translating.save_note(note, by=None).text == "!"
    note.refresh_from_db()
    assert (note.exact, note.prefix, note.suffix) == kept
    note.exact = "other words"
    with pytest.raises(translating.NoSuchPassageError):
        translating.save_note(note, by=None)


@pytest.mark.parametrize(
    ("status", "editable"),
    [("draft", True), ("in_review", True), ("published", False), ("private", False), ("archived", False)],
)
def test_translators_edit_translations_until_they_are_published(original, status, editable):
    draft = translating.translate(original, "fr", by=None)
    draft.status = status
    assert translating.may_edit(cast.translator(), draft) is editable
    assert translating.may_edit(cast.editor(), draft)


def test_translators_annotate_translations_only(original):
    draft = translating.translate(original, "fr", by=None)
    tove, edith = cast.translator(), cast.editor()
    assert [translating.may_annotate(tove, post) for post in (draft, original)] == [True, False]
    assert [translating.may_annotate(edith, post) for post in (draft, original)] == [True, True]
