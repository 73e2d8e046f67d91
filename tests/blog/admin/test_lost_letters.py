"""Words that letters are lost from: the encoding doctor shows where they stand, until somebody writes them anew."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from blog import flagging
from blog.models import Comment, TextRepair
from tests import cast
from tests.blog.admin.test_encoding import alike as of_word
from tests.blog.admin.test_encoding import groups as doctor
from tests.blog.admin.test_encoding import press

pytestmark = pytest.mark.django_db

State = TextRepair.State
WORD = "d\ufffdj\ufffd"
BODY = "<p>First. We had d\ufffdj\ufffd vu <b>there</b>. Last.</p>"


@pytest.fixture
def client():
    return cast.client_of(cast.editor())


def a_broken_post(**fields):
    post = cast.a_post(**{"body": BODY} | fields)
    return post, cast.a_lost_word(post, "body", WORD)


def test_broken_words_stand_in_groups_of_their_own_with_how_often_and_in_how_many_texts(client):
    _, flag = a_broken_post()
    a_broken_post()
    comment = cast.a_comment(body="Un gar?on.")
    cast.a_lost_word(comment, "body", "gar?on", reading="letters replaced by question marks")
    cast.a_repair(cast.a_post(body="<p>é</p>"), "body", "Ã©", "é")
    page = doctor(client, state="open")
    assert page.count('class="form"') == 2
    assert "2 times in 2 texts" in page
    assert "d<mark>\ufffd</mark>j<mark>\ufffd</mark>" in page
    assert "gar<mark>?</mark>on" in page
    assert "letters lost, U+FFFD in their place" in page
    assert 'To correct by hand <span class="number">3</span>' in page
    assert reverse("admin:encoding_form", args=[flag.pk]) in page
    assert f"{reverse('admin:encoding')}?state=open" in client.get(reverse("admin:index")).content.decode()


def test_a_broken_word_is_shown_in_its_sentence_with_its_place_and_the_way_to_correct_it(client):
    post, flag = a_broken_post()
    page = of_word(client, flag)
    assert '<span class="context">We had </span>' in page
    assert '<span class="context"> vu there.</span>' in page
    assert f"character {BODY.index(WORD) + 1}" in page
    assert f'href="{reverse("admin:blog_post_change", args=[post.pk])}#id_body"' in page
    assert 'value="apply' not in page


def test_a_broken_word_of_a_comment_leads_to_the_comment(client):
    comment = cast.a_comment(body="Un gar?on.")
    page = of_word(client, cast.a_lost_word(comment, "body", "gar?on"))
    assert f'href="{reverse("admin:blog_comment_change", args=[comment.pk])}#id_body"' in page


def test_nothing_can_be_applied_where_letters_are_lost(client):
    post, flag = a_broken_post()
    assert "Nothing can bring lost letters back" in press(client, flag, f"apply-{flag.pk}")
    _, repair = post, cast.a_repair(cast.a_post(body="<p>é</p>"), "body", "Ã©", "é")
    press(client, repair, f"flag-{repair.pk}")
    flag.refresh_from_db()
    repair.refresh_from_db()
    post.refresh_from_db()
    assert (flag.state, repair.state, post.body) == (State.OPEN, State.APPLIED, BODY)


def test_what_is_no_loss_is_left_as_it_is_and_may_be_flagged_again(client):
    post, flag = a_broken_post()
    _, other = a_broken_post()
    assert "left as it is" in press(client, flag, "revert-open")
    assert TextRepair.objects.open().count() == 0
    press(client, flag, f"flag-{flag.pk}")
    assert list(TextRepair.objects.open()) == [flag]
    press(client, flag, "flag-chosen", repair=[other.pk])
    assert TextRepair.objects.open().count() == 2
    post.refresh_from_db()
    assert post.body == BODY


def test_a_word_that_was_corrected_in_a_form_is_flagged_no_more(client):
    comment = cast.a_comment(body="Un gar?on et une fen?tre.")
    cast.a_lost_word(comment, "body", "gar?on")
    cast.a_lost_word(comment, "body", "fen?tre")
    address = reverse("admin:blog_comment_change", args=[comment.pk])
    form = client.get(address).context["adminform"].form
    sent = {name: form.initial.get(name) or "" for name in form.fields}
    client.post(address, sent | {"body": "Un garçon et une fen?tre.", "_save": "1"})
    assert Comment.objects.get(pk=comment.pk).body == "Un garçon et une fen?tre."
    assert [flag.before for flag in TextRepair.objects.open()] == ["fen?tre"]


def test_a_post_saved_with_its_words_mended_has_no_flag_and_one_that_is_broken_still_has(client):
    post, flag = a_broken_post(body=BODY + BODY)
    second = cast.a_lost_word(post, "body", WORD, prefix="vu there. Last.</p><p>First. We had ")
    assert flagging.forget_corrected(post) == 0
    post.body = BODY.replace(WORD, "déjà") + BODY.replace("We had", "They all had")
    assert flagging.forget_corrected(post) == 1
    post.body = ""
    assert flagging.forget_corrected(post) == 1
    assert not TextRepair.objects.filter(pk__in=[flag.pk, second.pk]).exists()


def test_a_word_corrected_elsewhere_is_said_to_be(client):
    post, flag = a_broken_post()
    type(post).objects.filter(pk=post.pk).update(body="<p>déjà vu</p>")
    page = of_word(client, flag)
    assert "corrected" in page
    assert "Correct by hand" not in page
    type(post).objects.filter(pk=post.pk).update(body=f"<p>New words. {BODY.replace('We had', 'They had a')}</p>")
    assert "Correct by hand" in of_word(client, flag)


def test_the_post_shows_its_broken_words_beside_the_form_without_a_button_that_applies_them(client):
    post, flag = a_broken_post()
    page = client.get(reverse("admin:blog_post_change", args=[post.pk])).content.decode()
    assert "Leave as it is" in page
    assert reverse("admin:blog_textrepair_apply", args=[flag.pk]) not in page


def test_the_pages_take_the_same_number_of_queries_however_many_words_are_broken(client):
    _, flag = a_broken_post()
    pages = [f"{reverse('admin:encoding')}?state=open", reverse("admin:encoding_form", args=[flag.pk])]

    def queries(page):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(page).status_code == 200
        return len(captured)

    client.get(pages[0])
    few = [queries(page) for page in pages]
    for _ in range(30):
        a_broken_post()
    assert [queries(page) for page in pages] == few
