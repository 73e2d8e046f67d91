"""What the filter looks at in a piece of feedback: named features with their weights. Pure, and linear in the text.

Names: `w:` a word of the text, `p:` two in a row, `c:` a piece of any word, `t:` of the title, `n:` of the name,
`u:` of the author's website, `l:` of addresses in the text, `h:` a host, `e:` the domain of the e-mail address, `x:`
everything that is no word. Words of a text weigh less the more there are of them; what is no word always weighs one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from math import sqrt
from urllib.parse import urlsplit

from blog.learning import words as reading
from blog.learning.words import Word

VERSION = 1  # of the features: a stored filter of another version is not used
MOST = 20_000  # characters of a text that are read
QUOTED = 4  # words in a row that make a quotation

# The commonest short words of languages that blogs are written in: enough to tell these apart.
_COMMON = {
    "en": "the and you this that for with was are have not but your",
    "fr": "le les des est pas une pour que vous dans avec sur qui",
    "it": "il che non per una sono della con anche gli questo ho",
    "de": "der die und das ist nicht ich ein mit auf auch eine",
    "es": "el los que una por con para esta muy pero del las",
    "pt": "o que uma nao com para muito isto mas os seu do",
    "nl": "de het een van niet dat ik en op ook maar is",
}
_LANGUAGES: dict[str, list[str]] = {}
for _language, _words in _COMMON.items():
    for _word in _words.split():
        _LANGUAGES.setdefault(_word, []).append(_language)
_CYRILLIC = re.compile("[\u0400-\u052f]")
_EASTERN = re.compile("[\u3041-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_MARKED_LINK = re.compile(r"<a\s|\[(?:url|link)[=\]]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PostWords:
    """What comparing with a post needs: its words, its runs of words, its language."""

    words: frozenset[str] = frozenset()
    runs: frozenset[int] = frozenset()  # hashes, of this process
    title: tuple[str, ...] = ()
    language: str = ""


NO_POST = PostWords()


@dataclass(frozen=True, slots=True)
class Sample:
    """A piece of feedback as the filter sees it: plain texts, and the body's source for its links."""

    body: str
    markup: str = ""
    kind: str = "comment"
    author_name: str = ""
    author_email: str = ""
    author_url: str = ""
    title: str = ""
    blog_name: str = ""
    is_reply: bool = False
    days: float | None = None  # from the post to the feedback; None when either date is unknown
    post: PostWords = NO_POST


def post_words(title: str, text: str, language: str = "") -> PostWords:
    """Return what comparing with this post needs; its first 8,000 characters are read."""
    said = [word.text for word in reading.words(text[:8000])]
    runs = frozenset(hash(tuple(said[at : at + QUOTED])) for at in range(len(said) - QUOTED + 1))
    heading = tuple(word.text for word in reading.words(title[:500]))
    return PostWords(frozenset((*said, *heading)), runs, heading, language.partition("-")[0])


def days_between(post: datetime | None, feedback: datetime | None) -> float | None:
    return (feedback - post).total_seconds() / 86400 if post and feedback else None


def features(sample: Sample) -> dict[str, float]:
    """Return the features of a sample with their weights."""
    body = reading.words(sample.body[:MOST])
    of_words: dict[str, float] = {}
    of_pieces: dict[str, float] = {}
    prose = [word.text for word in body if not word.is_linked]
    _add_words(of_words, of_pieces, "w:", prose)
    for first, second in pairwise(prose):
        of_words[f"p:{first} {second}"] = 1.0
    _add_words(of_words, of_pieces, "l:", [word.text for word in body if word.is_linked])
    _add_words(of_words, of_pieces, "t:", _texts(sample.title))
    scale = 1 / sqrt(max(1, len(of_words)))
    found = dict.fromkeys(of_words, scale)

    of_sender: dict[str, float] = {}
    names = _texts(f"{sample.author_name} {sample.blog_name}")
    _add_words(of_sender, of_pieces, "n:", names)
    _add_words(of_sender, of_pieces, "u:", _texts(sample.author_url))
    found |= dict.fromkeys(of_sender, 1 / sqrt(max(2, len(of_sender))))
    found |= dict.fromkeys(of_pieces, 1 / sqrt(max(1, len(of_pieces))))
    found |= dict.fromkeys(_addresses(sample), 0.5)
    found |= dict.fromkeys((f"x:{name}" for name in _signs(sample, body, prose, names)), SIGN)
    return found


SIGN = 0.5  # what a sign weighs beside the words, whose squares sum to one


def _texts(text: str) -> list[str]:
    return [word.text for word in reading.words(text[:1000])]


def _add_words(found: dict[str, float], pieces: dict[str, float], prefix: str, said: Iterable[str]) -> None:
    for word in said:
        found[prefix + word] = 1.0
        plain = reading.unmasked(word)
        if plain:
            found[prefix + plain] = 1.0
        for piece in reading.grams(plain or word):
            pieces["c:" + piece] = 1.0


def _addresses(sample: Sample) -> Iterable[str]:
    for url in {sample.author_url, *reading.links(sample.markup[:MOST] or sample.body[:MOST])} - {""}:
        host = host_of(url)
        if host:
            yield f"h:{host}"
            yield f"h:.{host.rpartition('.')[2]}"
    domain = sample.author_email.rpartition("@")[2].casefold()
    yield f"e:{domain}"


def host_of(url: str) -> str:
    """Return the host of an address without "www.", nothing for what is none."""
    try:
        host = urlsplit(url if "//" in url else f"//{url}").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")[:253]


def _signs(sample: Sample, body: list[Word], prose: list[str], names: list[str]) -> Iterable[str]:
    """Name what is no word: kind, links, length, manner, language, relation to the post and its date."""
    is_mention = sample.kind != "comment"
    kind = "mention" if is_mention else "comment"
    yield f"kind={sample.kind}"
    yield "reply" if sample.is_reply else "no reply"
    addresses = reading.links(sample.markup[:MOST] or sample.body[:MOST])
    links = _bin(len(addresses), (0, 1, 2, 5, 10))
    yield f"links={links}"
    yield f"{kind} links={links}"
    if _MARKED_LINK.search(sample.markup[:MOST] or sample.body[:MOST]):
        yield f"{kind} marked links"
    yield f"length={_bin(len(prose), (0, 3, 8, 20, 60, 150, 400))}"
    if addresses:
        yield f"words per link={_bin(len(prose) // len(addresses), (1, 4, 10, 30, 80))}"
    yield from _manner(sample.body[:MOST], prose)
    yield from _sender(sample, names, kind)
    yield from _tongue(sample, prose)
    yield from _relation(sample.post, prose)
    if sample.days is not None:
        yield f"days={_bin(sample.days, (0, 0.02, 1, 7, 30, 180, 800))}"


def _manner(text: str, prose: list[str]) -> Iterable[str]:
    letters = sum(map(str.isalpha, text)) or 1
    capitals = sum(map(str.isupper, text))
    yield f"capitals={_bin(capitals / letters, (0, 0.06, 0.15, 0.4))}"
    yield f"exclamations={_bin(text.count('!'), (0, 1, 3))}"
    yield f"questions={_bin(text.count('?'), (0, 1, 3))}"
    yield f"digits={_bin(sum(map(str.isdigit, text)) / max(1, len(text)), (0, 0.03, 0.1))}"
    if "$" in text or "£" in text or "€" in text:
        yield "money"
    if any(reading.unmasked(word) for word in prose):
        yield "masked word"
    if any(map(reading.mixes_scripts, prose)):
        yield "mixed scripts"
    repeated = len(prose) - len(set(prose))
    yield f"repeated={_bin(repeated / max(1, len(prose)), (0.1, 0.3, 0.5))}"


def _sender(sample: Sample, names: list[str], kind: str) -> Iterable[str]:
    has = ("website" if sample.author_url else "no website", "mail" if sample.author_email else "no mail")
    yield f"{kind} {has[0]}"
    yield f"{kind} {has[0]}, {has[1]}"
    yield f"name words={_bin(len(names), (0, 1, 2, 3))}"
    if sample.author_name and sample.author_name == sample.author_name.lower():
        yield "small name"
    host = host_of(sample.author_url).replace("-", "")
    if host and any(len(name) > 3 and name in host for name in names):
        yield "name in website"
    local = sample.author_email.rpartition("@")[0]
    yield f"mail digits={_bin(sum(map(str.isdigit, local)), (0, 2, 3))}"
    own = host_of(sample.author_url)
    if own and any(host_of(link) == own for link in reading.links(sample.markup[:MOST] or sample.body[:MOST])):
        yield "links to website"


def _tongue(sample: Sample, prose: list[str]) -> Iterable[str]:
    if _CYRILLIC.search(sample.body):
        language = "cyrillic"
    elif _EASTERN.search(sample.body):
        language = "eastern"
    else:
        counts: dict[str, int] = {}
        for word in prose[:300]:
            for known in _LANGUAGES.get(word, ()):
                counts[known] = counts.get(known, 0) + 1
        language = max(counts, key=lambda known: counts[known]) if counts else "?"
    yield f"language={language}"
    if sample.post.language and language != "?":
        yield "language of the post" if language == sample.post.language else "another language"


def _relation(post: PostWords, prose: list[str]) -> Iterable[str]:
    """Compare with the post; what is quoted from it is no sign that someone has read it."""
    if not post.words:
        return
    own = [word for word in prose if len(word) > 3]
    quoted = set()
    for at in range(len(prose) - QUOTED + 1):
        if hash(tuple(prose[at : at + QUOTED])) in post.runs:
            quoted.update(prose[at : at + QUOTED])
    if quoted:
        yield f"quotes={_bin(len(quoted) / max(1, len(prose)), (0.3, 0.7))}"
    told = [word for word in own if word not in quoted]
    shared = sum(word in post.words for word in told)
    yield f"shared={_bin(shared, (0, 1, 3))}"
    yield f"share={_bin(shared / max(1, len(told)), (0, 0.1, 0.3))}"
    if post.title and len(post.title) > 1 and set(post.title) <= set(prose):
        yield "names the title"


def _bin(value: float, bounds: tuple[float, ...]) -> str:
    """Return the first bound that a value does not exceed, or "more"."""
    return next((f"{bound:g}" for bound in bounds if value <= bound), "more")
