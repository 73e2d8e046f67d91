"""Looks at the sources of mentions that are due: what a worker does by itself."""

from typing import Any

from django.core.management.base import BaseCommand

from blog.mentions import queueing
from blog.models import Mention


class Command(BaseCommand):
    help = "Look at the pages that are said to mention posts, as far as they are due, and say how many are left."

    def handle(self, **options: Any) -> None:
        looked = queueing.look_at_due()
        left = Mention.objects.waiting().count()
        self.stdout.write(f"{looked} looked at, {left} to be looked at later.")
