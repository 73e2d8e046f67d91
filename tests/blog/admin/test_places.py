"""The places of moderation: a row of links on each of their pages, and a group in the admin's sidebar."""

import re

import pytest
from django.urls import reverse

from tests import cast

pytestmark = pytest.mark.django_db

ADDRESSES = {
    "Desk": reverse("admin:moderation"),
    "Journal": reverse("admin:blog_moderationevent_changelist"),
    "Rules": reverse("admin:blog_moderationrule_changelist"),
    "Filter": reverse("admin:filter"),
    "Notices": reverse("admin:notices"),
    "Personal data": reverse("admin:persons"),
}
LINK = re.compile(r'<a href="([^"]*)"( aria-current="\w+")?>([^<]*)</a>')


def row(page):
    """Return of the row of places the labels with their addresses, and the labels that are marked as current."""
    nav = re.search(r'<nav class="places".*?</nav>', page.content.decode(), re.DOTALL)
    links = LINK.findall(nav[0]) if nav else []
    return {label: url for url, _current, label in links}, [label for _url, current, label in links if current]


@pytest.mark.parametrize("place", ADDRESSES)
def test_each_place_leads_to_all_others_and_says_which_it_is(place):
    page = cast.client_of(cast.editor()).get(ADDRESSES[place])
    assert row(page) == (ADDRESSES, [place])


def test_pages_below_a_place_belong_to_it():
    client, comment = cast.client_of(cast.editor()), cast.a_comment()
    assert row(client.get(reverse("admin:moderation_one", args=[comment.pk])))[1] == ["Desk"]
    assert row(client.get(reverse("admin:blog_moderationrule_add")))[1] == ["Rules"]
    assert row(client.get(reverse("admin:index"))) == ({}, [])
    assert row(client.get(reverse("admin:blog_comment_changelist"))) == ({}, [])


def test_nobody_is_led_to_where_they_may_not_go():
    moderator = cast.client_of(cast.moderator())
    shown, _current = row(moderator.get(ADDRESSES["Desk"]))
    assert "Personal data" not in shown
    assert {moderator.get(url).status_code for url in shown.values()} == {200}


def test_the_sidebar_has_the_places_once():
    page = cast.client_of(cast.editor()).get(reverse("admin:index"))
    groups = {app["app_label"]: app["models"] for app in page.context["available_apps"]}
    assert {str(entry["name"]): entry["admin_url"] for entry in groups["moderation"]} == ADDRESSES
    assert not {"ModerationEvent", "ModerationRule"} & {model["object_name"] for model in groups["blog"]}
    translator = cast.client_of(cast.translator()).get(reverse("admin:index"))
    assert "moderation" not in {app["app_label"] for app in translator.context["available_apps"]}
