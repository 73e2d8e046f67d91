"""The forms of a comment: what was typed, checked field by field. Sending one needs no cookie."""

from __future__ import annotations

import unicodedata
from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from blog import commenting
from blog.models import Feedback, Post
from blog.text import plain

MAX_TEXT = 10_000
# Letters and signs, by their category, that nobody can see.
BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")


class LinesField(forms.CharField):
    """A text of lines, each ended by one character, as the reader counts them; browsers send two."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n").replace("\r", "\n")


class WebsiteField(forms.URLField):
    default_validators = [URLValidator(schemes=["http", "https"])]


class WordsForm(forms.Form):
    """What a comment's author may write, and write anew afterwards."""

    required_css_class = "required"
    error_css_class = "wrong"

    text = LinesField(
        label=_("Your comment"),
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Plain text; addresses become links. At most 10,000 characters."),
    )
    name = forms.CharField(label=_("Name"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    url = WebsiteField(
        label=_("Website"),
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"autocomplete": "url"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "comment-form-%s")
        super().__init__(*args, **kwargs)

    def clean_name(self) -> str:
        return plain.one_line(self._spoken("name"))

    def clean_text(self) -> str:
        return self._spoken("text")

    def _spoken(self, name: str) -> str:
        """Return a field's text without control characters; where nothing is left, it is missing."""
        spoken = plain.without_controls(self.cleaned_data[name]).strip()
        if not any(is_visible(character) for character in spoken):
            raise forms.ValidationError(self.fields[name].error_messages["required"], code="required")
        return spoken


class CommentForm(WordsForm):
    """A comment under `post`, answering `parent` where there is one. A preview may come sooner than people write."""

    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        max_length=254,
        help_text=_("Never published."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    notify = forms.BooleanField(label=_("Tell me by e-mail when somebody answers"), required=False)
    parent = forms.ModelChoiceField(
        Feedback.objects.none(),
        required=False,
        widget=forms.HiddenInput,
        error_messages={
            "invalid_choice": _(
                "The comment you answer is not here any more. Send yours once more, and it stands by itself."
            )
        },
    )
    # Named as what robots like to fill in; people do not see it.
    subject = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    field_order = ("text", "name", "email", "url", "notify", "parent", "subject")

    def __init__(self, *args: Any, post: Post, is_preview: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.post = post
        self.is_preview = is_preview
        self.token = commenting.make_token(post)
        parents = self.fields["parent"]
        assert isinstance(parents, forms.ModelChoiceField)
        parents.queryset = post.feedback.approved().comments()

    def clean(self) -> dict[str, Any]:
        """Check the trap, the form's token, and that whoever wants to be told says where."""
        cleaned = super().clean() or {}
        if "parent" in self.errors:
            self.data = {**{name: self.data.get(name) for name in self.data}, "parent": ""}
        if cleaned.get("subject"):
            self.add_error("subject", _("This field is a trap for robots: leave it empty."))
        if cleaned.get("notify") and not cleaned.get("email") and "email" not in self.errors:
            self.add_error("email", _("Without an address nobody can tell you."))
        self._check_token()
        return cleaned

    def _check_token(self) -> None:
        """Note what is wrong with the token. One that is good is kept; else a new one is in the form shown again."""
        sent = self.data.get("token", "")
        try:
            commenting.check_token(sent, self.post)
        except commenting.TokenExpired:
            if not self.is_preview:
                self.add_error(None, _("This form lay open for a long time. Nothing is lost: send it once more."))
        except commenting.TokenTooYoung:
            self.token = sent
            if not self.is_preview:
                self.add_error(None, _("That was faster than people write. Send it once more in a moment."))
        except commenting.TokenInvalid:
            self.add_error(None, _("This form was not given out by this page. Send it once more."))
        else:
            self.token = sent


class CorrectionForm(WordsForm):
    """The words of a comment, as its author wants them now; `seen` says over which change of somebody else's."""

    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def clean_seen(self) -> int:
        return self.cleaned_data["seen"] or 0


def is_visible(character: str) -> bool:
    """Say whether a character can be seen by itself: no space, no format or control character, no mere accent."""
    return unicodedata.category(character)[0] not in "CZM" and character not in BLANKS
