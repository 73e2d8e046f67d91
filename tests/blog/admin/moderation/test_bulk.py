"""All that matches a filter moves at once, up to a number, and comes back at once."""

import pytest
from django.db import connection

from blog.admin.moderation import listing
from blog.models import Feedback, ModerationEvent
from tests import cast

pytestmark = pytest.mark.django_db


def statuses():
    return list(Feedback.objects.order_by("pk").values_list("status", flat=True))


def test_all_that_matches_is_one_action_and_one_undo_and_the_rest_stays_for_the_next(monkeypatch):
    monkeypatch.setattr(listing, "BULK", 30)
    monkeypatch.setattr(listing, "BULK_OF_ONE_WRITER", 20)
    monkeypatch.setattr("blog.moderation.CHUNK", 7)
    most, post = 20 if connection.vendor == "sqlite" else 30, cast.a_post()
    Feedback.objects.bulk_create(Feedback(post=post, anchor=f"b{n}", body="x") for n in range(most + 5))
    client = cast.client_of(cast.moderator())
    page = client.get("/admin/moderation/?select=all")
    assert (page.context["selected"], page.context["more_selected"]) == (most, True)
    sent = {"do": "spam", "scope": "all", "upto": page.context["upto"], "seen": page.context["seen"]}
    client.post("/admin/moderation/act/", sent)
    assert sorted(statuses()) == ["pending"] * 5 + ["spam"] * most
    (batch,) = set(ModerationEvent.objects.values_list("batch", flat=True))
    client.post("/admin/moderation/undo/", {"batch": batch})
    assert statuses() == ["pending"] * (most + 5)
    assert ModerationEvent.objects.filter(undoes=batch, from_status="spam", to_status="pending").count() == most
