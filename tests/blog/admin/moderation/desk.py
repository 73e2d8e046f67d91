"""What a moderator's page sends, and what became of it."""

from django.urls import reverse

from blog import moderation
from blog.models import Feedback

DESK = reverse("admin:moderation")
SCRIPT = {"X-Requested-With": "fetch"}


def shown(*comments):
    versions = moderation.versions([comment.pk for comment in comments])
    return [f"{pk}:{version}" for pk, version in versions.items()]


def act(client, status, *comments, **more):
    sent = {"do": status, "item": [comment.pk for comment in comments], "v": shown(*comments)} | more
    return client.post(reverse("admin:moderation_act"), sent, headers=SCRIPT).json()


def statuses():
    return list(Feedback.objects.order_by("pk").values_list("status", flat=True))
