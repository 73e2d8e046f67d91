"""What is written in a form of the desk and not sent yet outlives what happens to its item."""

import pytest
from django.urls import reverse

from tests import cast
from tests.blog.admin.moderation.desk import SCRIPT, act, shown

pytestmark = pytest.mark.django_db


def test_what_a_person_has_written_under_is_shown_anew_where_it_moved(client):
    written, other = cast.a_comment(), cast.a_comment()
    answer = act(client, "spam", written, other, stays=written.pk)
    assert (answer["moved"], list(answer["html"])) == ([written.pk, other.pk], [str(written.pk)])
    assert f"{written.pk}:spam." in answer["html"][str(written.pk)]
    third = cast.a_comment()
    url = reverse("admin:moderation_block", args=[third.pk])
    answer = client.post(url, {"v": shown(third), "stays": third.pk}, headers=SCRIPT).json()
    assert list(answer["html"]) == [str(third.pk)]
