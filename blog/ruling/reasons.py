"""What findings say, in the language of whoever reads them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.ruling.registry import KINDS

_CRASHED = gettext_lazy("The rule failed (%(error)s) and was skipped.")


def reason_of(finding: Mapping[str, Any]) -> str:
    """Return the sentence of a stored finding; its code where nothing says it any more."""
    code = str(finding.get("code", ""))
    sentence = _CRASHED if code == "crashed" else _sentences().get(code)
    if sentence is None:
        return code
    params = {name: _listed(value) for name, value in (finding.get("params") or {}).items()}
    try:
        return str(sentence % params)
    except (KeyError, TypeError, ValueError):
        return code


def english_of(finding: Mapping[str, Any]) -> str:
    """Return the finding's sentence in English, for the journal, which has one text for all readers."""
    with translation.override("en"):
        return reason_of(finding)


def name_of(rule: str) -> str:
    """Return what a rule is called: its kind's name in the reader's language, unless moderators gave it their own."""
    kind = KINDS.get(rule)
    return str(kind.label) if kind else rule or _("no rule")


def _sentences() -> dict[str, Any]:
    return {code: sentence for kind in KINDS.values() for code, sentence in kind.sentences.items()}


def _listed(value: Any) -> Any:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else value
