"""Who sits at the desk."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.http import HttpRequest


def at_the_desk(request: HttpRequest) -> User:
    """Return the person behind a request that the admin has let in."""
    assert isinstance(request.user, User), "the admin lets in nobody without a login"
    return request.user
