"""Lists that survive whatever stands in their address."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest

from blog import flagging


class SoundList(ChangeList):
    """Takes a year 0 or 10000 for what it is, a wrong parameter: Django lets such numbers fail while it counts."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        try:
            super().__init__(*args, **kwargs)
        except (ValueError, OverflowError) as error:
            raise IncorrectLookupParameters(error) from error


class Listing(admin.ModelAdmin):
    """An admin with such a list. What is changed in it may correct words that letters were lost from."""

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return SoundList

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        flagging.forget_corrected(obj)
        return super().log_change(request, obj, message)
