"""Lines that say who wrote something, in words that no table has: "Inviato da: X il D", "Commentaire de : X [V]"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from importers.scraping.dates import Printed, find_time
from importers.scraping.phrases import Match, looks_like_a_name, match

_LONGEST = 200
# What was done, and by whom: a verb or a noun that platforms use, the word for "by" (or a colon), a name.
_BY = r"(?:by|from|par|de|da|di|por|von|door|van)"
_COMMENT = (
    r"(?:comment(?:ed|aire)?|kommentar|kommentiert|commento|commentato|comentario|comentado|comentário|reactie|gereageerd|reply"
    r"|response|réponse|risposta|respuesta|resposta|antwort)"
)
_WRITTEN = (
    r"(?:posted|published|submitted|written|left|sent|publié|posté|rédigé|envoyé|soumis|écrit|pubblicato|postato|inviato|scritto"
    r"|lasciato|geschrieben|verfasst|publiziert|veröffentlicht|eingestellt|erstellt|gepostet|publicado|enviado|escrito|postado|dejado"
    r"|geplaatst|gepubliceerd|geschreven|gepost|ingediend)"
)
_OPENING = re.compile(
    rf"\W{{0,6}}(?:n[°o.]\s?)?(?:\d{{1,4}}[.:)]?\s)?(?:(?P<comment>{_COMMENT})|(?P<written>{_WRITTEN}))"
    rf"(?:\s(?:n[°o]\s?)?\d{{1,4}}(?:\s{_WRITTEN})?)?"  # Over-blog: "Commentaire n°4 posté par"
    rf"(?:\s{_BY}\b\s?:?|\s?:)\s?",
    re.IGNORECASE,
)
# What stands between a name and a date.
_JOINT = re.compile(
    rf"[\s,|·•»›–—@-]*(?:\b(?:{_WRITTEN}|on|at|in|le|il|el|am|em|en|in data|op|om|um|dated?|du|del|do|vom|den"
    r"|the|à|a las|alle|ore|às)\b"
    r"[\s:]*)*"
    r"(?:\b[^\W\d_]{2,10}[.,]+\s*)?$",
    re.IGNORECASE,
)
_TAIL = re.compile(r"\s*(?:[\[(·|].*|\s[-–—]\s?https?:.*|https?://.*)$")
_CATEGORY = re.compile(r"\s(?:in|dans|en|em|unter|onder|sous)\s", re.IGNORECASE)
_MARK = re.compile(
    r"\s{1,3}[(|·]?\s?(?:post author|article author|author|auteur de l.article|auteur|autore dell.articolo|autore"
    r"|beitragsautor(?:in)?|autor(?:a|in)?|auteure|autrice"
    r"|autor de la(?: entrada)?|autor do(?: post)?|auteur du(?: billet)?|bericht ?auteur)[)]?$",
    re.IGNORECASE,
)
# What Drupal says of guests, in the words of its translations.
UNVERIFIED = (
    r"\((?:not verified|non v[ée]rifi[ée]|nicht (?:überprüft|verifiziert)|niet ge(?:controleerd|verifieerd)"
    r"|non verificat[oa]|no verificad[oa]|n[ãa]o (?:verificad|confirmad)[oa]|visitante|ospite|invitado|invité|gast)"
)
_UNVERIFIED = re.compile(rf"\s{{1,3}}{UNVERIFIED}\)?$", re.IGNORECASE)


# "Verfasst am 3. Juni 2012, 09:26 von Henning Brodersen", "3-6-2012 09:26 geschreven door Henk"
_BY_NAME = re.compile(rf"[\s,|·-]{{0,4}}(?:\b{_WRITTEN}\s)?\b{_BY}\b\s?:?\s(?P<name>[^|·\[(]{{2,60}})$", re.IGNORECASE)
# "By Owen Pike on Friday, October 7, 2011, 06:47 - Coast - Permalink"
_BY_FIRST = re.compile(r"\W{0,4}(?:by|par|von|di|da|por|door)\s", re.IGNORECASE)
# "2 De Carnet du toit - 13/05/2009, 11:10": how Dotclear 2 numbers comments and trackbacks.
_NUMBERED_BY = re.compile(r"\W{0,4}\d{1,4}[.:)]?\s(?:by|from|par|de|da|di|von|van|por|door)\s", re.IGNORECASE)
# What themes call it in words of their own: "Scribbled by Ada at 17:05", "Detto da: Ada | 4.5.09". A participle, or a
# colon; "Photo by Ada, 4 May" says who took one.
_PARTICIPLE = (
    r"[^\W\d_]{2,14}(?:ed|en|ée?|[aiu]t[oa]|[eo]tt[oa]|[eo]rt[oa]|[eo]s[oa]|[ai]d[oa]|iert)"
    r"|[^\W\d_]{0,8}ge[^\W\d_]{2,12}[tnd]"
)
_IN_OTHER_WORDS = re.compile(
    rf"\W{{0,4}}(?=(?-i:[A-ZÀ-Þ]))(?:(?P<noun>[^\W\d_]{{3,17}})\s{_BY}\s?:\s|(?P<verb>{_PARTICIPLE})\s{_BY}\s)",
    re.IGNORECASE,
)
# By these somebody did something else than write a post.
_OTHER_DEED = re.compile(
    r"(?:photos?|pictures?|images?|imagen|imagem|foto\w*|bild\w*|illustrat\w*|illustrazion\w*|illustr[aé]\w*|ilustra\w*"
    r"|dessin\w*|drawn|gezeichnet|getekend|design\w*|diseñ\w*|desenh\w*|theme|thème|tema|powered|propuls\w*|funci\w+"
    r"|translat\w*|tradu\w*|tradott\w*|übersetz\w*|vertaal\w*|edited|modifi\w*|updated|aktualisiert|bijgewerkt"
    r"|aggiornat\w*|actualizad\w*|atualizad\w*|comment\w*|kommentar\w*|comentari\w*|comentári\w*|reacti\w*|answer\w*"
    r"|repl\w+|host\w*|gehost\w*|record\w*|enregistr\w*|registrat\w*|grabad\w*|gravad\w*|aufgenommen|opgenomen"
    r"|present\w*|présent\w*|presentad\w*|apresentad\w*|präsentiert|gepresenteerd|direct\w*|dirig\w*|dirett\w*"
    r"|perform\w*|sponsor\w*|gesponser\w*|print\w*|imprim\w*|stampat\w*|gedruckt|gedrukt|chaired|presiedut\w*|opened|closed"
    r"|ouverte?|apert[oa]|chius[oa]|eröffnet|geschlossen|geopend|gesloten|abert[oa]|encerrad[oa])\W{0,3}$",
    re.IGNORECASE,
)
# What may follow name and moment: categories, links between bars.
_FILED_IN = re.compile(r"\s(?:in|dans|en|em|unter|onder|sous)\s(?P<names>[^|.]{2,80}?)\s{0,3}(?:$|\|)", re.IGNORECASE)
# "Pigeonholed under: Attic, Tea"
_FILED_UNDER = re.compile(
    rf"\W{{0,4}}(?=(?-i:[A-ZÀ-Þ]))(?:(?:{_PARTICIPLE})\s(?:under|dans|sous|unter|bajo|sob|onder)|[^\W\d_]{{2,14}}[td][oa]\s(?:in|en|em))\s?:\s"
    r"(?P<names>[^:.!?]{2,120})",
    re.IGNORECASE,
)
_WRITTEN_ON = re.compile(rf"\W{{0,6}}{_WRITTEN}\s(?:[^\W\d_]{{1,3}}\s)?", re.IGNORECASE)


# "Imogen Vail Mod > Rupert Tandy • 3 years ago": how Disqus prints who answers whom, and how long ago.
_AGO = (
    r"(?:(?:\d{1,3}|an?|one|a few)\s[a-z]{3,7}\sago|il y a\s\S{1,8}\s[a-zà-ÿ]{2,9}|vor\s\S{1,6}\s[a-zà-ÿ]{3,9}"
    r"|\S{1,4}\s[a-zà-ÿ]{3,9}\s(?:fa|geleden|atrás)|(?:hace|há)\s\S{1,4}\s[a-zà-ÿ]{3,9})"
)
_WROTE_AGO = re.compile(
    r"(?P<name>\S[^•|·>]{0,59}?)(?:\s(?:mod|author|auteur|autore|autor))?(?:\s[>↪→]\s(?P<parent>[^•|·]{1,60}?))?"
    rf"\s[•|·]\s{_AGO}",
    re.IGNORECASE,
)


def is_other_deed(before: str) -> bool:
    """Say whether what stands before a word for "by" ends in what others do for a post: "Photo", "Translated"."""
    return _OTHER_DEED.search(before) is not None


def find_lapse(view: str, dates: Sequence[Printed], words: int) -> Iterator[Match]:
    """Give who wrote a comment where the line says how long ago that was."""
    if words <= 24 and not dates and (found := _WROTE_AGO.fullmatch(view.strip())):
        shift = len(view) - len(view.lstrip())
        spans = {name: found.span(name) for name in ("name", "parent") if found[name]}
        yield Match(
            "comment-head", "any", 0, len(view), {name: (a + shift, b + shift) for name, (a, b) in spans.items()}
        )


def find_signature(view: str, dates: Sequence[Printed], words: int) -> Iterator[Match]:
    """Give the wording of a line that opens as a signature does and names someone; at most one."""
    if len(view) > _LONGEST or words > 24:
        return
    verb = bool(dates and (opening := _WRITTEN_ON.match(view)) and dates[0].start - opening.end() in range(-12, 14))
    if dates and (verb or not view[: dates[0].start].strip(" \t|·•–—-@(")):
        named = _BY_NAME.match(view, dates[0].end)  # "4 mai 2009 par Lucie Arnaud", with or without a verb
        if named and looks_like_a_name(named["name"].strip(" .")):
            start, name = named.start("name"), named["name"].rstrip(" .\t")
            filed = _CATEGORY.search(name)  # "door Teun in fiets"
            yield Match(
                "posted", "any", 0, len(view), {"name": (start, start + (filed.start() if filed else len(name)))}
            )
            return
    for role, form in (("posted", _BY_FIRST), ("comment-head", _NUMBERED_BY)):
        if not dates or not (by := form.match(view)):
            continue
        joint = _JOINT.search(view, by.end(), dates[0].start)
        if joint and joint.start() > by.end() and looks_like_a_name(view[by.end() : joint.start()]):
            yield Match(role, "any", 0, len(view), {"name": (by.end(), joint.start())})
            return
    if not (opening := _OPENING.match(view)):
        yield from _in_other_words(view, dates)
        return
    start, end = opening.end(), len(view)
    printed = next((date for date in dates if date.start >= start), None)
    moment = printed or (find_time(view, start) if opening["written"] else None)
    if moment is not None:
        end = _JOINT.search(view, start, moment.start).start()  # type: ignore[union-attr]
    elif opening["written"]:  # "Written by hand" is a sentence's beginning; with a date it is none, nor with a colon
        filed = _CATEGORY.search(view, start) if ":" in opening.group() and "|" not in view else None
        if filed and looks_like_a_name(view[start : filed.start()]):
            terms = {"name": (start, filed.start()), "categories": (filed.end(), len(view.rstrip()))}
            yield Match("byline", "any", 0, len(view), terms)
        return
    nameless = printed is not None and not view[start:end].strip(" \t:,|") and not view[printed.end :].strip(" .|#")
    # "Posted by: Jo in Leeds | May 4, 2009" signs a comment; comments have no category.
    signs = ":" in opening.group() and moment is not None and "|" in view[end : moment.start]
    if tail := _TAIL.search(view, start, end):
        end = tail.start()
    elif moment is None and ":" not in opening.group():
        return
    if opening["written"] and not signs and (place := _CATEGORY.search(view, start, end)):
        end = place.start()
    role = "posted" if opening["written"] else "comment-head"
    if end > start and looks_like_a_name(view[start:end]):
        yield Match(role, "any", 0, len(view), {"name": (start, end)})
    elif nameless:
        yield Match(role, "any", 0, len(view), {"name": (start, start)})  # "Posted by: at May 4": nobody gave a name


def _in_other_words(view: str, dates: Sequence[Printed]) -> Iterator[Match]:
    """Give who wrote something, or what it is filed under, where a word that no list has says so."""
    if filed := _FILED_UNDER.fullmatch(view.rstrip()) if not dates else None:
        yield Match("categories", "any", 0, len(view), {"categories": filed.span("names")})
    if not (opening := _IN_OTHER_WORDS.match(view)) or is_other_deed(opening["noun"] or opening["verb"]):
        return
    moment = dates[0] if dates else find_time(view, opening.end())
    if moment is None or moment.start <= opening.end():
        return
    terms = _FILED_IN.match(view, moment.end)
    rest = view[moment.end :].strip(" .|#") if terms is None else ""
    if rest and (view[moment.end :].lstrip()[:1] != "|" or not any(hit.role in _LINKS for hit in match(rest))):
        return
    joint = _JOINT.search(view, opening.end(), moment.start)
    name = view[opening.end() : joint.start()] if joint else ""
    if looks_like_a_name(name) and (":" in opening.group() or not name[0].islower()):
        groups = {"name": (opening.end(), opening.end() + len(name))}
        yield Match("posted", "any", 0, len(view), groups | ({"categories": terms.span("names")} if terms else {}))


_LINKS = frozenset({"chrome", "comment-count", "reply", "trackback-count", "share", "categories"})


# "Published on May 4, 2009 by Ada Finch in Attic, Tea. 3 Comments Tags: kettle.", "… by Ada Finch on May 4 in Attic."
_LONGEST_ENTRY = 300
_FILED = (
    r"(?:in|dans|en|em|unter|onder|sous|under|nella|na|no)\s(?:(?:der|the|la|de|le)\s)?"
    r"(?:(?:catégorie|categor(?:y|ia|ie)|categoría|kategorie|rubrique|rubriek)\s)?(?P<categories>[^.|:\d]{2,80})(?:$|[.|]\s{0,2})"
)
_NAMED_AND_FILED = re.compile(rf"[\s,]{{0,3}}\b{_BY}\s(?P<name>[^|·\[(:]{{2,60}}?)\s{_FILED}", re.IGNORECASE)
_FILED_THEN = re.compile(rf"[\s,]{{0,3}}\b{_FILED}", re.IGNORECASE)
_TAGGED = re.compile(
    r"\b(?:tags?|keywords|mots[ -]clés|étiquettes|stichw(?:orte|örter)|schlagw(?:orte|örter)|parole chiave|etichette"
    r"|etiquetas|palabras clave|palavras-chave|trefwoorden|labels)\s?:\s(?P<tags>[^.|:]{2,120})\.?\s{0,3}$",
    re.IGNORECASE,
)


def find_entry(view: str, dates: Sequence[Printed], words: int) -> Iterator[Match]:
    """Give who wrote a post, and what it is filed under, of a row that says both and when in one sentence."""
    if len(dates) != 1 or len(view) > _LONGEST_ENTRY or words > 50 or not (verb := _WRITTEN_ON.match(view)):
        return
    if dates[0].start - verb.end() in range(-12, 6):
        found = _NAMED_AND_FILED.match(view, dates[0].end)
        name = found.span("name") if found else (0, 0)
    else:
        by = _OPENING.match(view)
        joint = _JOINT.search(view, by.end(), dates[0].start) if by else None
        found = _FILED_THEN.match(view, dates[0].end)
        name = (by.end(), joint.start()) if by and joint else (0, 0)
    if found is None or not looks_like_a_name(view[slice(*name)]):
        return
    rest = view[found.end() :]
    groups = {"name": name, "categories": found.span("categories")}
    if tagged := _TAGGED.search(view, found.end()):
        groups["tags"] = tagged.span("tags")
        rest = view[found.end() : tagged.start()]
    if not rest.strip(" .|") or not _AFTER_ENTRY.isdisjoint(hit.role for hit in match(rest.strip(" .|"))):
        yield Match("entry-date", "any", 0, len(view), groups)


_AFTER_ENTRY = frozenset({"comment-count", "comments-heading", "chrome", "form", "reply", "tags"})


def without_mark(name: str) -> str:
    """Cut off what is printed behind a name in the comments: "Post author" by themes, "(not verified)" by Drupal."""
    name = _UNVERIFIED.sub("", name)
    mark = _MARK.search(name)
    return name[: mark.start()] if mark and mark.start() else name


def says_nobody(name: str) -> bool:
    """Say whether what stands for a name says in brackets that there is none: LiveJournal's "(Anonymous)"."""
    return name.startswith("(") and name.endswith(")") and any(hit.role == "anonymous" for hit in match(name))
