"""The form of a moderation rule: its kind's values as fields, each line of a list checked."""

from __future__ import annotations

import ipaddress
import itertools
import re
from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.admin.moderation import telling
from blog.models import ModerationRule
from blog.ruling import changing
from blog.ruling.kinds import Kind, Parameter
from blog.ruling.literals import literal
from blog.ruling.reasons import is_own_name
from blog.text import plain

MOST_LINES = 5000
LONGEST_LINE = 200
_DOMAIN = re.compile(r"(?=.{4,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")


def _word(line: str) -> str:
    if not literal(line):
        raise ValidationError(_("There is nothing in it that can be seen."))
    return line


def _email(line: str) -> str:
    validate_email(line)
    return line.lower()


def _domain(line: str) -> str:
    domain = line.lower().removeprefix("@").removeprefix("*.").strip(".")
    try:
        domain = domain if domain.isascii() else domain.encode("idna").decode()
    except UnicodeError:
        domain = ""
    if not _DOMAIN.fullmatch(domain):
        raise ValidationError(_("It is no domain, like example.org."))
    return domain


def _network(line: str) -> str:
    try:
        network = ipaddress.ip_network(line, strict=False)
    except ValueError:
        raise ValidationError(_("It is no IP address and no network, like 192.0.2.0/24.")) from None
    if network.prefixlen == 0:
        raise ValidationError(_("It is every address there is."))
    return str(network.network_address) if network.num_addresses == 1 else str(network)


CHECKS: dict[str, Callable[[str], str]] = {
    "words": _word,
    "names": _word,
    "emails": _email,
    "domains": _domain,
    "networks": _network,
}


class LinesField(forms.CharField):
    """A list, a line for each; what stands there twice is kept once."""

    widget = forms.Textarea

    def __init__(self, check: Callable[[str], str], **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 5, "cols": 60, "spellcheck": "false"}))
        super().__init__(required=False, strip=False, max_length=MOST_LINES * LONGEST_LINE, **kwargs)
        self.check = check

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> list[str]:
        text = plain.without_controls(super().clean(value))
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        if len(lines) > MOST_LINES:
            raise ValidationError(_("There are more than %d lines.") % MOST_LINES)
        kept: dict[str, None] = {}
        wrong = []
        for number, line in enumerate(lines, 1):
            if len(line) > LONGEST_LINE:
                wrong.append(_("Line %(n)d has more than %(most)d characters.") % {"n": number, "most": LONGEST_LINE})
                continue
            try:
                kept[self.check(line)] = None
            except ValidationError as error:
                why = " ".join(error.messages)
                wrong.append(_("“%(line)s”: %(why)s") % {"line": line, "why": why})
        if wrong:
            raise ValidationError(wrong[:10])
        return list(kept)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), (data or "").replace("\r\n", "\n"))


class RuleForm(forms.ModelForm):
    """What all kinds have. A kind's class, made by `form_for`, has its values besides."""

    kind: Kind
    verdict = forms.ChoiceField(
        label=gettext_lazy("What happens then"),
        required=False,
        choices=ModerationRule.Verdict.choices,
        widget=forms.RadioSelect,
    )

    class Meta:
        model = ModerationRule
        fields = ["name", "verdict", "score", "position", "enabled"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "name" not in self.fields:  # for those who may only look
            return
        self.fields["name"].required = False
        self.fields["name"].help_text = _("What journal and findings call it. Empty: “%s”.") % self.kind.label
        if self.instance.pk:
            self.initial["name"] = self.instance.name if is_own_name(self.instance.name, self.kind.name) else ""
            self.initial.update(self.kind.readable(self.instance.values))
        self.fields["score"].widget.attrs |= {"step": "0.5"}

    def clean_name(self) -> str:
        name = plain.without_controls(self.cleaned_data["name"]).strip()
        others = ModerationRule.objects.exclude(pk=self.instance.pk)
        if not name:
            taken = set(others.values_list("name", flat=True))
            names = itertools.chain([self.kind.name], (f"{self.kind.name} {number}" for number in itertools.count(2)))
            return next(free for free in names if free not in taken)
        if others.filter(name=name).exists():
            raise ValidationError(_("Another rule is called that. Give this one a name of its own."))
        return name

    def clean_score(self) -> float:
        score: float = self.cleaned_data["score"]
        if not -1000 <= score <= 1000:
            raise ValidationError(_("A score is between −1000 and 1000."))
        return score

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        low, high = cleaned.get("minimum"), cleaned.get("maximum")
        if self.kind.name == "length" and low is not None and high is not None and low > high:
            self.add_error("maximum", _("This is less than the shortest."))
        if cleaned.get("enabled") and not changing.may_be_in_force(self.kind.name):
            self.add_error("enabled", _("It has not learned anything yet."))
        for parameter in self.kind.parameters:
            if parameter.needed and cleaned.get("enabled") and cleaned.get(parameter.name) == []:
                self.add_error(parameter.name, _("With no words it finds nothing. Write one, or switch the rule off."))
        if self.instance.pk and self.data.get("seen", version_of(self.instance)) != version_of(self.instance):
            said = _("Somebody changed this rule since you opened it.")
            self.add_error(None, f"{said} {telling.STILL_HERE}")
        names = [parameter.name for parameter in self.kind.parameters]
        self.instance.kind = self.kind.name
        self.instance.values = {name: cleaned[name] for name in names if name in cleaned}
        return cleaned


def version_of(rule: ModerationRule) -> str:
    """Return what tells a rule from what it was before somebody changed it; who blocks an author does that, too."""
    return rule.changed_at.isoformat()


def form_for(kind: Kind) -> type[RuleForm]:
    """Return the form of a kind's rules."""
    fields = {parameter.name: _field(parameter) for parameter in kind.parameters}
    return type("KindForm", (RuleForm,), {"kind": kind, **fields})


def _field(parameter: Parameter) -> forms.Field:
    known: dict[str, Any] = {"label": parameter.label, "help_text": parameter.help, "initial": parameter.default}
    if parameter.form in CHECKS:
        return LinesField(CHECKS[parameter.form], **known)
    return forms.IntegerField(min_value=parameter.minimum, max_value=parameter.maximum, **known)
