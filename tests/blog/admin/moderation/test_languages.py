"""What one English word says as a noun, as a verb or of several nouns, other languages say with words of their own."""

import pytest
from django.test import override_settings
from django.urls import reverse
from django.utils import translation

from blog import moderation
from blog.admin.moderation.filters import TABS
from blog.admin.moderation.telling import VERBS
from blog.models import ModerationRule
from tests import cast

pytestmark = pytest.mark.django_db

WORDS = {
    "fr": (["Indésirables", "Corbeille"], ["Indésirable", "Mettre à la corbeille"], "mettre à la corbeille"),
    "it": (["Spam", "Cestino"], ["Segna come spam", "Cestina"], "cestinare"),
}
FOR_ALL = {
    "fr": ["toute source", "toute langue", "toute règle"],
    "it": ["qualsiasi fonte", "qualsiasi lingua", "qualsiasi regola"],
}


@pytest.mark.parametrize("language", WORDS)
def test_a_tab_is_a_noun_and_a_button_a_verb(language):
    with translation.override(language):
        tabs = [str(dict(TABS)[status]) for status in ("spam", "trash")]
        verbs = [str(VERBS[status][0]) for status in ("spam", "trash")]
        assert (tabs, verbs, ModerationRule.Verdict.TRASH.label) == WORDS[language]


@pytest.mark.parametrize("language", FOR_ALL)
def test_a_filter_that_narrows_nothing_agrees_with_its_noun(language):
    cast.a_comment(cast.a_post(language="fr", source=cast.a_source()))
    with override_settings(LANGUAGE_CODE=language), translation.override(language):
        client = cast.client_of(cast.editor())
        desk = client.get(reverse("admin:moderation")).content.decode()
        rules = client.get(reverse("admin:blog_moderationrule_changelist")).content.decode()
    for words in FOR_ALL[language]:
        assert f'<option value="">{words}</option>' in desk
    assert {"fr": "Liens permis\N{NO-BREAK SPACE}: 2", "it": "Link permessi: 2"}[language] in rules


@pytest.mark.parametrize(("language", "word"), [("fr", "sur"), ("it", "su")])
def test_the_journal_says_on_which_post(language, word):
    moderation.approve([cast.a_comment().pk])
    with override_settings(LANGUAGE_CODE=language), translation.override(language):
        page = cast.client_of(cast.editor()).get(reverse("admin:blog_moderationevent_changelist")).content.decode()
    assert f'<span class="quiet">{word}</span>' in page
