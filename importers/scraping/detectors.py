"""Wordings that no table could list: what a line surely speaks of, by the stems that stand in it.

Platforms were translated many times over, and themes reword them; the stems stay. A detector answers in the form of the
phrase table (`Match`), so that nothing behind it knows the difference. It speaks only where the table is silent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

from importers.scraping import phrases
from importers.scraping.dates import find_dates
from importers.scraping.phrases import Match

_LONGEST = 160
_COMMENT = (
    r"comment|kommentar|commenti|comentári|comentari|reacti|reager|opmerking|antwort|response|réponse|respuesta|risposte|reply"
    r"|replies"
)
_HEADED = re.compile(
    r"\s{0,40}(?P<n>\d{1,4})\s(?:comments?|commentaires?|commenti|commento|kommentare?|comentarios?|comentários?|reacties?)"
    r"\s(?:[•⋅·|]\s)?(?-i:[A-ZÀ-Þ])[^.!?]{1,60}",
    re.IGNORECASE,
)
_CLOSED = re.compile(
    r"closed|disabled|fermés|fermé\b|clos\b|désactivé|chius|cerrad|encerrad|fechad|desactivad|geschlossen|deaktiviert"
    r"|gesloten|niet meer mogelijk|nicht mehr möglich|no longer (?:possible|accept)|not allowed",
    re.IGNORECASE,
)
_ABOUT_COMMENTS = re.compile(_COMMENT, re.IGNORECASE)
_URL = re.compile(r"https?://\S{1,300}")
_LOGIN = re.compile(
    r"\b(?:log[ -]?in|sign in|connect|identifi|anmeld|einlogg|accedi|login|inici[ae] sesión|entre\b)", re.IGNORECASE
)
_REGISTER = re.compile(r"regist|inscri|anmeld|iscriv|aanmeld|sign up", re.IGNORECASE)
# "Mostra commenti (In sequenza | Per argomento)": Serendipity's choice between a list and threads.
_ORDERS = re.compile(r"\(?\b[^\W\d_]{2,20}(?:\s[^\W\d_]{2,20}){0,2}\s\|\s[^\W\d_]{2,20}(?:\s[^\W\d_]{2,20}){0,2}\)$")
# Blogger's row of links to share a post, in whatever language: some of its names are never translated.
_SHARES = re.compile(
    r"blogthis!|twitter|facebook|pinterest|google\+?\s?buzz|instagram|whatsapp|linkedin|tumblr|telegram"
    r"|del\.?icio\.?us|\bdigg\b|reddit|stumble\s?upon|technorati|blinklist|\bfurl\b|newsvine|slashdot|mister\s?wong|yigg"
    r"|webnews|menéame|meneame|fresqui|scoopeo|wikio|fuzz\b|blogmarks|oknotizie|segnalo|nujij|ekudos|msn\s?reporter|orkut|rec6",
    re.IGNORECASE,
)
_SENDS = re.compile(
    r"\W{0,3}(?:share|send|bookmark|partage[rz]|envoyer|condividi|segnala|teilen?|weitersagen|comparti[rl]|comparte|enviar"
    r"|partilh|del?en\b|deel\b|bewaar)",
    re.IGNORECASE,
)
_PING = re.compile(r"track-?back|rétrolien|\bpings?\b|ping-?back|/tb\.(?:php|cgi|asp)\b|/tb/\S", re.IGNORECASE)
_PING_ADDRESS = re.compile(
    r"\b(?:ur[li]|adress|addres|dirección|endereço|indirizzo|adres|lien pour)|pour faire un|(?:to|to send a) trackback"
    r"|https?://\S*(?:trackback|mt-tb|/tb|ping)",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[“«„\"‘]\s?(?P<title>[^“”«»„\"‘]{1,160})[”»“\"’]$")
_NUMBER = re.compile(r"\d{1,4}$")
_ONE, _ZERO = phrases.words("one"), phrases.words("zero")
_WRITE = re.compile(
    r"\b(?:post|leave|add|write|poster|laisser|ajouter|écrire|rédiger|scrivi|lascia|inseri|invia|aggiungi|schreib|hinterlass|verfass"
    r"|hinzufügen|dej[ae]|publi[cq]|escrib|escrev|envi|agreg|postar|deix|adicion|añad|laat|geef|plaats|schrijf|toevoegen|voeg)",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"\b(?:posted|published|submitted|written|filed|publiée?|posté|rédigé|soumis|écrit|pubblicat[oa]|postat[oa]|inviat[oa]|scritt[oa]"
    r"|veröffentlicht|geschrieben|verfasst|eingestellt|erstellt|publicad[oa]|enviad[oa]|escrit[oa]|postad[oa]|geplaatst|gepubliceerd"
    r"|geschreven|gepost|ingediend)\b",
    re.IGNORECASE,
)
_THIS_POST = re.compile(
    r"\W{0,4}(?:this|ce|cet|cette|dieser?|dieses|quest[oa]|est[ea]|dit|deze)\s(?:[^\W\d_]{1,12}\s)?(?:entry|post|article|contenu"
    r"|billet|entrée|note|beitrag|eintrag|artikel|voce|articolo|entrada|artículo|artigo|bericht)",
    re.IGNORECASE,
)
_FORM_FIELD = re.compile(
    r"\((?:required|optional|obligatoire|facultati[fv]|obbligatori[oa]|facoltativo|erforderlich|benötigt|requerid[oa]|obligatorio"
    r"|opcional|obrigatóri[oa]|verplicht|optioneel|will not be published[^()]*|ne sera pas publié[^()]*|non verrà[^()]*"
    r"|wird nicht[^()]*|no será[^()]*|não será[^()]*|wordt niet[^()]*)\)",
    re.IGNORECASE,
)


_MINUTES = r"\d{1,3}\s?min(?:\.|utes?|uti|uten|utos)?"
_READING = re.compile(
    r"(?:reading time|temps de lecture|tempo di lettura|lesezeit|tiempo de lectura|tempo de leitura|leestijd)\s?:?"
    rf"\s?\D{{0,8}}{_MINUTES}|{_MINUTES}\s(?:read|de lecture|di lettura|de lectura|de leitura|lesezeit|leestijd)",
    re.IGNORECASE,
)


def detect(view: str, known: Set[str], words: int) -> Iterator[Match]:
    """Give what a line of so many words is, beyond the roles that the table already knows it by."""
    if not known & {"entry-date", "byline"} and words <= 80 and _THIS_POST.match(view) and _says_when(view):
        yield Match("entry-date", "any", 0, len(view), {})
        return
    if len(view) > 2 * _LONGEST or words > 40:
        return
    if address := _URL.search(view):  # its parts are no words
        words -= len(re.findall(r"[^\W_]{1,80}", address.group()))
    if words > 20:
        return
    if not known and _READING.fullmatch(view.strip()):
        yield Match("share", "any", 0, len(view), {})
    if known & {"comment-before", "comment-after", "comment-reply", "posted", "pingback", "trackback-item"}:
        return
    if not known and not view.rstrip().endswith((".", "?", ";", ",")) and _is_shared(view):
        yield Match("share", "any", 0, len(view), {})
    if words <= 16 and not known and _FORM_FIELD.search(view):
        yield Match("form", "any", 0, len(view), {})
    about = _ABOUT_COMMENTS.search(view)
    if about and words <= 16 and "closed" not in known and _CLOSED.search(view):
        yield Match("closed", "any", 0, len(view), {})
    elif about and not known and ((_LOGIN.search(view) and _may_then(view)) or _ORDERS.search(view)):
        yield Match("chrome", "any", 0, len(view), {})
    elif about and not known:
        yield from _counted(view) if any(char.isdecimal() for char in view) else _asked(view, words)
    if "trackback-url" not in known and _PING.search(view) and _PING_ADDRESS.search(view) and words <= 16:
        yield Match("trackback-url", "any", 0, len(view), {})
    if not known & {"entry-date", "byline"} and words <= 22 and _says_when(view):
        yield Match("entry-date", "any", 0, len(view), {}, whole=False)
    if not known and words <= 20:
        yield from _responses(view)
        yield from _none_of_any(view)


def speaks_of_comments(view: str) -> bool:
    """Say whether a word for comments stands in a line."""
    return _ABOUT_COMMENTS.search(view) is not None


def asks_to_write(view: str) -> bool:
    """Say whether a line about comments asks to write one: "Leave a reply"."""
    return _ABOUT_COMMENTS.search(view) is not None and _WRITE.search(view) is not None


def asks_to_log_in(view: str) -> bool:
    """Say whether a line is a link to log in and comment then."""
    short = len(view) <= _LONGEST and len(view.split()) <= 12
    return short and bool(_ABOUT_COMMENTS.search(view) and _LOGIN.search(view)) and _may_then(view)


def _may_then(view: str) -> bool:
    """Say whether a line about logging in offers to register, or says that one may comment then."""
    return _REGISTER.search(view) is not None or _WRITE.search(view) is not None


def _is_shared(view: str) -> bool:
    """Say whether a line is a row of links to send a post to other sites: three of them, or Blogger's own."""
    names = {name.lower() for name in _SHARES.findall(view)}
    sends = "blogthis!" in names or (len(view.split()) <= 6 and _SENDS.match(view) is not None)
    return len(names) >= 3 or (len(names) == 2 and sends)


def _says_when(view: str) -> bool:
    """Recognise "Ce contenu a été publié dans X par Y le 28 décembre 2008." by its verb, early, and a date after it."""
    verb = _PUBLISHED.search(view[:60])
    return verb is not None and len(view[: verb.start()].split()) <= 5 and bool(find_dates(view[verb.end() : 250], 1))


def _counted(view: str) -> Iterator[Match]:
    """Read "Reader Comments (3)", "Comentários: 2", "3 reader comments »"."""
    if headed := _HEADED.fullmatch(view):  # "4 Comments The Long Way Round": Disqus names the site
        yield Match("comment-count", "any", 0, len(view), {"n": headed.span("n")})
        return
    parts = view.strip(" :»>()[]").replace("(", " ").replace(":", " ").split()
    numbers = [part for part in parts if _NUMBER.match(part)]
    if len(parts) > 4 or len(numbers) != 1 or numbers[0] not in (parts[0], parts[-1]):
        return
    start = view.index(numbers[0]) if numbers[0] == parts[0] else view.rindex(numbers[0])
    yield Match("comment-count", "any", 0, len(view), {"n": (start, start + len(numbers[0]))})


def _asked(view: str, words: int) -> Iterator[Match]:
    """Read "Post a New Comment", "Schreib uns einen Kommentar": the heading of a form."""
    if 2 <= words <= 7 and not view.rstrip().endswith((".", "?", ";", ",")) and _WRITE.search(view):
        yield Match("form", "any", 0, len(view), {})


def _none_of_any(view: str) -> Iterator[Match]:
    """Read "No notes, trackbacks or pingbacks for this post yet...": there is none of either, whatever notes are."""
    first, _, rest = view.strip().partition(" ")
    if first.lower() in _ZERO and _FIRST_OF_LIST.match(rest) and _PING.search(rest):
        for role in ("comment-count", "trackback-count"):
            yield Match(role, "any", 0, len(view), {})


_FIRST_OF_LIST = re.compile(r"[^\W\d_]{3,20}s?\s?[,/]")


def _responses(view: str) -> Iterator[Match]:
    """Read "3 réflexions au sujet de « T »", "One thought on “T”": a count, a few words, a title in quotes."""
    first = view.split(None, 1)[0] if view.strip() else ""
    quoted = _QUOTED.search(view.rstrip())
    if quoted is None or not 1 <= len(view[: quoted.start()].split()) - 1 <= 5:
        return
    start = view.index(first)
    title = (quoted.start("title"), quoted.start("title") + len(quoted["title"].rstrip()))
    if _PING.search(view[start : quoted.start()]):  # "1 Pingback to “T”"
        groups = {"n": (start, start + len(first))} if _NUMBER.match(first) else {}
        yield Match("trackback-count", "any", 0, len(view), groups | {"title": title})
    elif _NUMBER.match(first):
        yield Match("comments-heading", "any", 0, len(view), {"n": (start, start + len(first)), "title": title})
    elif first.lower() in _ONE:
        yield Match("comments-heading", "any", 0, len(view), {"title": title})
