"""What a form that edits the words of feedback refuses."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from blog.forms import is_visible
from blog.models import Feedback
from blog.moderation import EDITABLE


class WordsForm(forms.ModelForm):
    """Refuses an e-mail that is none, and a comment without words. What came in like that may stay as it came.

    What a request does not name stays as it is.
    """

    instance: Any

    def clean_author_email(self) -> str:
        typed = str(self.cleaned_data["author_email"])
        if typed == self.instance.author_email:
            return typed
        if email := typed.strip():
            validate_email(email)
        return email

    def clean_body(self) -> str:
        body = str(self.cleaned_data["body"])
        is_comment = self.instance.kind == Feedback.Kind.COMMENT
        if is_comment and not any(map(is_visible, body)) and any(map(is_visible, self.instance.body)):
            raise forms.ValidationError(_("Nothing is left of the comment. Write something, or move it to the trash."))
        return body

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        unnamed = (name for name in EDITABLE if name in cleaned and self.add_prefix(name) not in self.data)
        return cleaned | {name: getattr(self.instance, name) for name in unnamed}
