"""Every string a person sees is translated, and the compiled catalogues are those of the texts beside them."""

import ast
import gettext
import re
from pathlib import Path

import pytest
from django.utils.translation.template import templatize

from importers.issue_codes import ISSUE_CODES

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ["fr", "it"]
SINGULAR = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL = {"ngettext", "ngettext_lazy"}
WITH_CONTEXT = {"pgettext", "pgettext_lazy"}
_ENTRY = re.compile(r'^(msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?) (".*")$|^(".*")$', re.MULTILINE)
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]")


def folder(language):
    return ROOT / "blog" / "locale" / language / "LC_MESSAGES"


def catalogue(language):
    """Return {(context, msgid): {original, singular or plural: translation}} of a .po file."""
    entries = {}
    for block in (folder(language) / "django.po").read_text(encoding="utf-8").split("\n\n"):
        parts, current = {}, ""
        for keyword, value, continued in _ENTRY.findall(block):
            current = keyword or current
            parts[current] = parts.get(current, "") + ast.literal_eval(value or continued)
        key = (parts.get("msgctxt", ""), parts["msgid"])
        texts = [text for name, text in parts.items() if name.startswith("msgstr")]
        entries[key] = dict(zip([parts["msgid"], parts.get("msgid_plural", "")], texts, strict=False))
    return entries


def strings_of(source):
    """Yield (context, msgid) of every string literal that a Python source gives to gettext."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        literals = [part.value for part in node.args if isinstance(part, ast.Constant) and isinstance(part.value, str)]
        if name in SINGULAR | PLURAL and literals:
            yield "", literals[0]
        elif name in WITH_CONTEXT and len(literals) >= 2:
            yield literals[0], literals[1]


def strings_of_template(path):
    """Yield the same of a template, by way of what Django gives to xgettext."""
    calls = re.compile(r"\b(?:n?p?gettext|_)\((?:[^()\"']|\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*')*\)")
    for call in calls.findall(templatize(path.read_text(encoding="utf-8"), origin=str(path))):
        yield from strings_of(call)


def strings_in_use():
    found = {}
    for package in ("blog", "importers"):
        for path in (ROOT / package).rglob("*.py"):
            found |= dict.fromkeys(strings_of(path.read_text(encoding="utf-8")), path)
    for path in (ROOT / "templates").rglob("*.html"):
        found |= dict.fromkeys(strings_of_template(path), path)
    return found


def test_strings_are_found_in_code_and_templates():
    in_use = strings_in_use()
    assert ("", "Picture not kept here") in in_use
    assert ("", "Skip to the text") in in_use
    assert ("byline", "by") in in_use
    assert ("", "%(counter)s text found") in in_use


def test_what_issue_codes_mean_can_be_translated():
    assert {("", meaning) for meaning in ISSUE_CODES.values()} <= strings_in_use().keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_string_in_use_is_in_the_catalogue(language):
    known = catalogue(language)
    missing = [f"{path.relative_to(ROOT)}: {key[1]}" for key, path in strings_in_use().items() if key not in known]
    assert not missing, "run makemessages and translate: " + "; ".join(missing)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_entry_is_translated_and_none_is_doubtful(language):
    assert "#, fuzzy" not in (folder(language) / "django.po").read_text(encoding="utf-8")
    assert not [key for key, texts in catalogue(language).items() if not all(texts.values())]


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_the_placeholders(language):
    for (_context, msgid), texts in catalogue(language).items():
        for original, text in texts.items() if msgid else ():
            assert sorted(_PLACEHOLDER.findall(text)) == sorted(_PLACEHOLDER.findall(original)), msgid


@pytest.mark.parametrize("language", LANGUAGES)
def test_apostrophes_and_quotation_marks_are_typographic(language):
    for texts in list(catalogue(language).values())[1:]:
        for text in texts.values():
            assert "'" not in text
            assert '"' not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_current(language):
    with (folder(language) / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for (context, msgid), texts in catalogue(language).items():
        if not msgid:
            continue
        for number, text in enumerate(texts.values()):
            key = f"{context}\x04{msgid}" if context else msgid
            stored = compiled._catalog.get((key, number) if len(texts) > 1 else key)
            assert stored == text, f"run compilemessages: {msgid}"
