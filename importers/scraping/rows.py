"""Rows of a post's particulars that are no sentence: "Anna Holm 2 April 2005 Kitchen 3 Comments", "Author Anna Holm".

Themes lay them out side by side and part them by their style sheets; in a text only their order and their neighbours
tell what they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from importers.scraping.dates import Printed, find_yearless
from importers.scraping.phrases import Match, looks_like_a_name, match

LONGEST = 160
_NOUN = (
    r"(?:comments?|commentaires?|commenti|commento|kommentare?|comentarios?|comentários?|reacties?|responses?|réponses?"
    r"|antworten|risposte|respuestas?|respostas?|réactions?|opmerkingen)"
)
_WRITTEN_BY = re.compile(r"^\W{0,4}[^\W\d_]{3,20}\s(?:by|par|da|von|por|door)\s", re.IGNORECASE)
# How such a row ends: with a count of comments, or with the link to write the first.
_COUNTED = re.compile(
    rf"\s(?P<count>(?:\d{{1,4}}|no|one|aucun|un|nessun|keine?|ein|sin|un|sem|nenhum|um|geen|één)\s{_NOUN}"
    rf"|{_NOUN}\s?[(\[:]\s?\d{{1,4}}[)\]]?"
    r"|(?:leave|add|laisser|lascia|hinterlasse|schreibe|deja|deixe|geef|plaats)\s[^\d.!?]{1,24})\s*$",
    re.IGNORECASE,
)
_CLOCKED = re.compile(
    r"\s*(?:[^\W\d_]{3,12}\s){0,2}(?:[01]?\d|2[0-4])[:h.][0-5]\d(?::[0-5]\d)?\s?(?:[ap]\.?m\.?)?\s*[,|·-]\s*(?P<rest>\S.*)",
    re.IGNORECASE,
)
CATEGORY = re.compile(
    r"(?:catégories?|categor(?:y|ies|ias?|ie|ia)|categorías?|kategorien?|categorieën|rubriques?|rubrieken?|themen?|argomenti?)\s?:?"
    r"\s(?P<names>[^:,|]{2,60}?)(?=\s*(?:[,|·-]|$))",
    re.IGNORECASE,
)
_SIZE = re.compile(
    r"\b\d{1,5}\s(?:words|mots|palabras|wörter|woorden|parole|palavras|visites|views|reads|aufrufe)\b", re.IGNORECASE
)
_NEXT = re.compile(r",\s{1,3}(?!(?:by|par|di|von|por|door|de)\s)[^\d,:|·]{2,40}?(?=\s{0,3}(?:,|$))", re.IGNORECASE)
_BY = re.compile(r"\b(?:by|par|di|von|por|door|de)\s(?P<name>[^,|·:\d]{1,60}?)(?=\s{0,3}(?:[,|·]|$))", re.IGNORECASE)
_MAIL = re.compile(r"(?<=\S)\s{1,9}E-?mail$", re.IGNORECASE)  # b2evolution's link beside the name
# "— Anna @ 11:17 pm": the row of WordPress' first theme, where its list of categories breaks it.
_SIGNED_AT = re.compile(
    r"\s{0,9}[—–-]{1,2}\s?(?P<name>\S.{0,59}?)\s@\s?(?:[01]?\d|2[0-4])[:.h][0-5]\d\s?(?:[ap]\.?m\.?)?\s{0,9}",
    re.IGNORECASE,
)
# "4 May 2009 in Attic, Tea | Permalink | Comments (2)": how TypePad's first templates end an entry.
_FILED_ON = re.compile(r"\s(?:in|dans|en|em|unter|onder)\s(?P<names>[^|]{2,80}?)\s?\|\s?", re.IGNORECASE)
AUTHOR = re.compile(r"(?:author|autore?|auteur|verfasser|schrijver)\s?:?\s(?P<name>\S.{1,60})", re.IGNORECASE)


# "Kettles of note from Tea Weekly on May 4, 2009": how Movable Type lists trackbacks from its fourth version on.
_PINGED = re.compile(
    r"(?P<title>\S.{2,160}?)\s(?:from|depuis|de|da|di|von|auf|desde|van)\s(?P<blog>(?-i:[A-ZÀ-Þ]).{1,60}?)"
    r"(?:\s(?:on|le|il|am|el|em|op))?[\s,]{0,3}$",
    re.IGNORECASE,
)


def find_ping(view: str, dates: Sequence[Printed], words: int) -> Iterator[Match]:
    """Give the title and the blog of a line that ends with a date and may head a trackback."""
    if len(dates) != 1 or len(view) > 2 * LONGEST or words > 30 or view[dates[0].end :].strip(" ."):
        return
    found = _PINGED.match(view, 0, dates[0].start)
    if found and len(found["title"].split()) >= 2:
        groups = {"title": found.span("title"), "blog": found.span("blog")}
        yield Match("trackback-item", "any", 0, len(view), groups, whole=False)


# "The ladder · 4 May 2009, 09:26 by Ada Finch": how Textpattern's first template heads an article.
_TITLED = re.compile(r"\s{0,9}(?P<title>\S.{0,200}?)\s·\s$")
_TITLED_BY = re.compile(r"\s(?:by|par|di|von|por|door|de)\s(?P<name>\S[^·|:]{0,60}?)\s{0,9}$", re.IGNORECASE)


def find_titled(view: str, dates: Sequence[Printed], words: int) -> Iterator[Match]:
    """Give the title, and who wrote it, of a line that heads a post with all of its particulars."""
    if len(view) > 2 * LONGEST or words > 40 or "·" not in view:
        return
    printed = dates[-1] if dates else find_yearless(view)  # Textpattern leaves the year out
    if printed is None or (not dates and printed.other is None):
        return
    title = _TITLED.fullmatch(view[: printed.start])
    by = _TITLED_BY.search(view, printed.end)
    between = by and view[printed.end : by.start()]
    if title and by and looks_like_a_name(by["name"]) and len(between or "") <= 12:
        yield Match("titled", "any", 0, len(view), {"title": title.span("title"), "name": by.span("name")})


def find_row(view: str, dates: Sequence[Printed], words: int) -> Iterator[Match]:
    """Give what a row of particulars says: who, and the category behind the date; at most one wording."""
    if len(view) > LONGEST or words > 20:
        return
    if len(dates) == 1 and (names := _filed_on(view, dates[0])):
        yield Match("entry-date", "any", 0, len(view), {"categories": names})
    elif len(dates) == 1 and _WRITTEN_BY.search(view, 0, dates[0].start):
        return  # a sentence
    elif len(dates) == 1 and (count := _COUNTED.search(view, dates[0].end - 1)):
        start = len(view) - len(view.lstrip())
        name = view[start : dates[0].start].rstrip(" ,|·—–-")
        groups = {}
        if looks_like_a_name(name) and name[:1].isalpha():
            groups["name"] = (start, start + len(name))
        term = view[dates[0].end : count.start("count")]
        if 0 < len(term.split()) <= 3 and term.strip(" ,|·—–-") and term.strip()[0].isupper():
            left = dates[0].end + len(term) - len(term.lstrip(" ,|·—–-"))
            groups["category"] = (left, left + len(term.strip(" ,|·—–-")))
        yield Match("posted" if "name" in groups else "entry-date", "any", 0, len(view), groups)
    elif clock := _CLOCKED.fullmatch(view):
        start = clock.start("rest")
        filed, by = CATEGORY.search(view, start), _BY.search(view, start)
        groups = {"time": (0, start)}
        if filed:
            groups["category"] = (filed.start("names"), _listed_to(view, filed.end("names")))
        if by and looks_like_a_name(by["name"]):
            mail = _MAIL.search(by["name"])
            groups["name"] = (by.start("name"), by.start("name") + mail.start() if mail else by.end("name"))
        if filed or _SIZE.search(view, start):
            yield Match("categories", "any", 0, len(view), groups)
    elif len(dates) == 1 and (groups := _dated_row(view, dates[0])):
        yield Match("entry-date", "any", 0, len(view), groups)
    elif not dates and (signed := _SIGNED_AT.fullmatch(view)) and looks_like_a_name(signed["name"]):
        yield Match("posted", "any", 0, len(view), {"name": signed.span("name")})


def _dated_row(view: str, date: Printed) -> dict[str, tuple[int, int]]:
    """Return the category, and who wrote it, of "26.11.06 @ 11:35:20, Categories: Farm"; the permalink may open it."""
    before = view[: date.start].strip(" #|·,:-")
    filed = CATEGORY.search(view, date.end)
    if filed is None or (before and not any(hit.whole and hit.role == "chrome" for hit in match(before))):
        return {}
    between = view[date.end : filed.start()]
    by = _BY.search(between) if between.strip(" ,|·-") else None
    if between.strip(" ,|·-") and not (by and looks_like_a_name(by["name"])):
        return {}
    groups = {"category": (filed.start("names"), _listed_to(view, filed.end("names")))}
    if by:
        groups["name"] = (date.end + by.start("name"), date.end + by.end("name"))
    return groups


def _filed_on(view: str, date: Printed) -> tuple[int, int] | None:
    """Return where the categories stand between the date that opens a line and its permalink."""
    filed = _FILED_ON.match(view, date.end) if not view[: date.start].strip() else None
    after = view[filed.end() :].partition("|")[0].strip() if filed else ""
    return filed.span("names") if filed and any(hit.role == "chrome" for hit in match(after)) else None


def _listed_to(view: str, end: int) -> int:
    """Return where a list of categories ends that goes on behind a comma; what has a number is none."""
    while more := _NEXT.match(view, end):
        end = more.end()
    return end
