"""Fifteen years of feedback to a blog that never was, to train the filter on and to measure it with.

`archive(seed)` gives the same items for the same seed, in the order of their time. Campaigns of spam come and go, sell
other things every year and change their manners and hosts; people come and go too, and each sentence is said in some
years only, so later years hold sentences, goods and campaigns that earlier ones have not seen. Among people are those
who link, speak of money, or say next to nothing; among spam that which praises and that which quotes the post. Of the
old spam some was approved (`recorded`), as it happens; `is_spam` is the truth.
`videos(seed)` and `messages(seed)` give short texts without addresses, posts or dates that would help.
"""

from __future__ import annotations

import datetime as dt
import random
import sys
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import feedback_wording as wording

YEARS = range(2004, 2019)
LANGUAGES = {"en": 10, "fr": 3, "it": 3, "de": 2, "es": 2, "pt": 1, "nl": 1}
FREE_MAIL = ("freemail.example", "post.example.net", "mail.example.org", "web.example", "letters.example.com")
ENDINGS = ("example", "example.com", "example.net", "example.org", "test")
# Of the spam of a year, how much was approved: before the blog had a filter, and since.
APPROVED_ONCE = {"comment": (0.06, 0.004), "trackback": (0.25, 0.01)}
GUARDED_SINCE = 2009
LEET = str.maketrans({"a": "4", "e": "3", "i": "1", "o": "0", "s": "$"})


@dataclass(frozen=True, slots=True)
class Said:
    """A post that people answer to."""

    number: int
    title: str
    text: str
    language: str
    at: dt.datetime
    theme: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A piece of feedback with the truth about it; `campaign` is empty for people."""

    kind: str
    post: Said
    at: dt.datetime | None
    author_name: str
    body: str
    author_email: str = ""
    author_url: str = ""
    title: str = ""
    blog_name: str = ""
    language: str = "en"
    is_reply: bool = False
    is_spam: bool = False
    campaign: str = ""
    recorded: str = "approved"


@dataclass(frozen=True, slots=True)
class Campaign:
    """One spammer's work: what is sold, in which manner, when and how much."""

    name: str
    goods: tuple[str, ...]
    manner: str
    language: str
    begins: dt.datetime
    days: int
    volume: int
    sentences: tuple[str, ...]
    hosts: tuple[str, ...]
    leet: bool = False
    mail: str = "freemail.example"
    sly: bool = False  # ordinary names and hosts, soon after the post


@dataclass
class _Blog:
    """What one archive is drawn from."""

    chance: random.Random
    seed: int
    posts: list[Said] = field(default_factory=list)


def archive(seed: int = 1, people: int = 8000, campaigns: int = 90, spam: int = 8000) -> list[Item]:
    """Return the feedback of the years 2004 to 2018, about `people` + `spam` items, oldest first."""
    blog = _Blog(random.Random(seed), seed)
    blog.posts = [_post(blog, number) for number in range(max(30, people // 25))]
    items = [_by_someone(blog) for _ in range(people)]
    for campaign in _campaigns(blog, campaigns, spam):
        items += [_by_campaign(blog, campaign) for _ in range(campaign.volume)]
    return sorted((_recorded(blog, item) for item in items), key=lambda item: (item.at, item.author_name, item.body))


def videos(seed: int = 1, count: int = 2000) -> list[Item]:
    """Return short comments below videos, half of them spam; no e-mail, no website, one language."""
    return list(_short(seed, count, wording.VIDEO_TALK, wording.VIDEO_SPAM, 0.5))


def messages(seed: int = 1, count: int = 5000) -> list[Item]:
    """Return short messages, one in seven a swindle; no names, no dates."""
    return list(_short(seed, count, wording.MESSAGES_TALK, wording.MESSAGES_SPAM, 0.14, dated=False))


def _short(
    seed: int, count: int, talk: tuple[str, ...], spam: tuple[str, ...], share: float, dated: bool = True
) -> Iterator[Item]:
    chance = random.Random(seed)
    blog = _Blog(chance, seed)
    post = replace(_post(blog, 0), language="en", theme=tuple(wording.THEMES["en"][0].split()))
    start = dt.datetime(2014, 1, 1, tzinfo=dt.UTC)
    goods = tuple(" ".join(wording.GOODS[name][1] for name in ("likes", "ringtones", "streams", "loans")).split())
    for number in range(count):
        is_spam = chance.random() < share
        # The sentences of a time: later ones are partly others.
        pool = _in_time(spam if is_spam else talk, seed, number / count)
        body = _blur(chance, _filled(chance, chance.choice(pool), post, goods, _host(chance, goods)))
        if chance.random() < 0.4:
            body = f"{body} {_blur(chance, _filled(chance, chance.choice(pool), post, goods, _host(chance, goods)))}"
        at = start + dt.timedelta(minutes=30 * number) if dated else None
        name = _handle(chance) if dated else ""
        recorded = "spam" if is_spam else "approved"
        yield Item("comment", post, at, name, body, is_spam=is_spam, campaign="short" * is_spam, recorded=recorded)


def _in_time(pool: tuple[str, ...], seed: int, moment: float) -> list[str]:
    """Return the sentences that are said at a moment (0 to 1): each comes and most go."""
    found = []
    for sentence in pool:
        place = zlib.crc32(f"{seed}:{sentence}".encode()) / 2**32
        begins, lasts = place * 1.1 - 0.35, 0.3 + 0.7 * ((place * 97) % 1)
        if begins <= moment <= begins + lasts:
            found.append(sentence)
    return found or list(pool)


def _year(at: dt.datetime) -> float:
    return (at.year - YEARS.start + at.month / 12) / len(YEARS)


def _moment(chance: random.Random) -> dt.datetime:
    day = dt.datetime(YEARS.start, 1, 1, tzinfo=dt.UTC) + dt.timedelta(days=chance.randrange(365 * len(YEARS)))
    return day + dt.timedelta(seconds=chance.randrange(86400))


def _post(blog: _Blog, number: int) -> Said:
    chance = blog.chance
    language = chance.choices(list(LANGUAGES), weights=list(LANGUAGES.values()))[0]
    theme = tuple(chance.choice(wording.THEMES[language]).split())
    words = chance.sample(theme, 2)
    title = f"{words[0].capitalize()} & {words[1]}"
    sentences = [chance.choice(wording.POST_SENTENCES[language]) for _ in range(chance.randint(3, 12))]
    text = " ".join(
        sentence.format(a=chance.choice(theme), b=chance.choice(theme), where=chance.choice(wording.TOWNS))
        for sentence in sentences
    )
    return Said(number, title, text, language, _moment(chance), theme)


def _by_someone(blog: _Blog) -> Item:
    """Return what one of the blog's readers says, within weeks of the post or, now and then, years later."""
    chance = blog.chance
    post = chance.choice(blog.posts)
    late = chance.random() < 0.12
    at = post.at + dt.timedelta(days=chance.expovariate(1 / (900 if late else 6)), seconds=chance.randrange(86400))
    at = min(at, dt.datetime(2018, 12, 31, 12, tzinfo=dt.UTC) - dt.timedelta(seconds=chance.randrange(86400)))
    language = post.language if chance.random() < 0.93 else "en"
    name = chance.choice(wording.NAMES[language].split())
    surname = chance.choice(("", "", " M.", f" {chance.choice(wording.TOWNS)}er", f" {chance.choice('ABDFGHKLPRST')}."))
    site = f"http://{name.lower()}{chance.choice(('', '-writes', 'blog', str(chance.randint(2, 80))))}"
    site = site.encode("ascii", "ignore").decode() + "." + chance.choice(ENDINGS)
    if chance.random() < 0.1:  # somebody's shop
        site = f"http://{chance.choice(('shop', 'best', 'online', 'the'))}-{post.theme[-1]}.{chance.choice(ENDINGS)}"
        site = site.encode("ascii", "ignore").decode()
    has_site = chance.random() < 0.35
    if chance.random() < 0.06:
        return _mention(chance, post, at, language, name, site)
    mail = f"{name.lower()}{chance.randint(1, 99)}@{chance.choice((*FREE_MAIL, 'house.example', 'work.example.net'))}"
    return Item(
        "comment", post, at,
        author_name=_called(chance, name) + surname,
        body=_remark(blog, post, at, language, site),
        author_email=mail if chance.random() < 0.7 else "",
        author_url=site + "/" if has_site else "",
        language=language,
        is_reply=chance.random() < 0.3,
    )  # fmt: skip


def _called(chance: random.Random, name: str) -> str:
    return chance.choice((name, name, name, name.lower(), f"{name}{chance.randint(50, 99)}", _handle(chance)))


def _handle(chance: random.Random) -> str:
    parts = ("moss", "kettle", "rook", "pixel", "otter", "violet", "north", "tiny", "gravel", "echo", "mister", "luna")
    return chance.choice(parts) + chance.choice(("", "_", ".")) + chance.choice(parts) + chance.choice(("", "77", "x"))


def _mention(chance: random.Random, post: Said, at: dt.datetime, language: str, name: str, site: str) -> Item:
    body = _filled(chance, chance.choice(wording.MENTIONS[language]), post, (), site)
    title = " ".join(chance.sample(post.theme, 2)).capitalize()
    kind = chance.choice(("trackback", "trackback", "pingback"))
    where = f"{site}/{at.year}/{at.month:02}/{post.theme[0].lower()}/"
    blog_name = f"{name} {chance.choice(('writes', 'blog', '·', '& Co.'))}"
    return Item(kind, post, at, "", body, author_url=where, title=title, blog_name=blog_name, language=language)


def _remark(blog: _Blog, post: Said, at: dt.datetime, language: str, site: str) -> str:
    chance = blog.chance
    hard = chance.random() < 0.22
    pool = _in_time((wording.HARD if hard else wording.REMARKS)[language], blog.seed, _year(at))
    said = [chance.choice(pool)]
    for _ in range(chance.choice((0, 0, 1, 1, 2, 4)) if not hard else chance.choice((0, 0, 1))):
        said.append(chance.choice(_in_time(wording.REMARKS[language], blog.seed, _year(at))))
    if language == "en" and chance.random() < 0.12:
        year = chance.choice([known for known in wording.OF_THE_YEAR if known <= at.year][-3:])
        said.append(chance.choice(wording.OF_THE_YEAR[year].split("|")))
    text = chance.choice((" ", " ", "\n\n")).join(
        _filled(chance, sentence, post, (), f"{site}/{chance.choice(post.theme).lower()}") for sentence in said
    )
    return _blur(chance, text)


def _filled(chance: random.Random, sentence: str, post: Said, goods: tuple[str, ...], host: str) -> str:
    """Return a sentence with its slots filled."""
    while "{w}" in sentence:
        sentence = sentence.replace("{w}", chance.choice(goods), 1)
    while "{link}" in sentence:
        path = "/".join(chance.choice(goods) for _ in range(chance.randint(0, 2))) if goods else ""
        address = host if "/" in host.removeprefix("http://") else f"{host}/{path}"
        sentence = sentence.replace("{link}", address + chance.choice(("", ".html", f"?p={chance.randint(1, 999)}")), 1)
    words = post.text.split()
    start = chance.randrange(max(1, len(words) - 14))
    return sentence.format(
        a=chance.choice(post.theme),
        b=chance.choice(post.theme),
        n=chance.choice((chance.randint(2, 12), chance.randint(13, 99), chance.randint(100, 3000))),
        who=chance.choice(wording.NAMES[post.language].split()),
        where=chance.choice(wording.TOWNS),
        title=post.title,
        quote=" ".join(words[start : start + chance.randint(6, 14)]),
    )


def _blur(chance: random.Random, text: str) -> str:
    """Return a text as it is typed: sometimes in small letters, with a slip, with more signs than needed."""
    draw = chance.random()
    if draw < 0.12:
        return text.lower()
    if draw < 0.2 and len(text) > 12:
        at = chance.randrange(5, len(text) - 3)
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    if draw < 0.27:
        return text + chance.choice((" :-)", " ;)", "!!", "...", " ❤", " 😂"))
    if draw < 0.3 and "http" in text:
        address = next(word for word in text.split() if "http" in word).strip(",()")
        return text.replace(address, f'<a href="{address}">{chance.choice(("here", "this", address))}</a>', 1)
    return text.upper() if draw > 0.985 else text


def _campaigns(blog: _Blog, count: int, spam: int) -> Iterator[Campaign]:
    """Yield campaigns all over the years, whose volumes sum to about `spam`."""
    chance = blog.chance
    drawn = [(_moment(chance), chance.paretovariate(1.1)) for _ in range(count)]
    total = sum(min(size, 20) for _, size in drawn)
    for number, (begins, size) in enumerate(drawn):
        volume = max(5, round(spam * min(size, 20) / total))
        yield _campaign(blog, number, begins, volume)


def _campaign(blog: _Blog, number: int, begins: dt.datetime, volume: int) -> Campaign:
    chance = blog.chance
    language = chance.choices(("en", "ru", "fr", "it", "de", "es", "pt", "nl"), weights=(70, 9, 5, 5, 4, 3, 2, 2))[0]
    since, words = wording.GOODS_ELSEWHERE.get(language, (0, ""))
    name = language
    if language == "en" or since > begins.year:
        language = "en"
        # What is new sells best.
        known = [key for key, (year, _) in wording.GOODS.items() if year <= begins.year]
        name = chance.choice([*known, *known[-5:], *known[-5:]])
        words = wording.GOODS[name][1]
    goods = tuple(words.split())
    manner = chance.choices(
        ("list", "pitch", "praise", "quote", "trackback", "copy"), weights=_weights_of_manners(begins.year, language)
    )[0]
    pools = {
        "list": wording.LISTS,
        "pitch": wording.PITCHES[language],
        "praise": wording.PRAISE,
        "quote": wording.QUOTERS,
        "trackback": wording.TRACKBACKS,
        "copy": wording.REMARKS["en"],  # what people said elsewhere, word for word
    }
    pool = _in_time(pools[manner], blog.seed, _year(begins))
    return Campaign(
        name=f"{number}-{name}-{manner}",
        goods=tuple(chance.sample(goods, max(4, len(goods) * 2 // 3))),
        manner=manner,
        language=language,
        begins=begins,
        days=chance.choice((3, 20, 60, 200)),
        volume=volume,
        sentences=tuple(chance.sample(pool, min(len(pool), chance.randint(2, 6)))),
        hosts=tuple(_host(chance, goods) for _ in range(chance.choice((1, 2, 5, 25)))),
        leet=chance.random() < 0.12,
        mail=chance.choice((*FREE_MAIL, _host(chance, goods).removeprefix("http://"))),
        sly=manner == "copy" or (manner in ("praise", "pitch", "quote") and chance.random() < 0.3),
    )


def _weights_of_manners(year: int, language: str) -> tuple[int, ...]:
    if language != "en":
        return (6, 12, 0, 0, 2, 0)
    return (8, 6, 2, 2, 10, 0) if year < 2008 else (4, 8, 10, 4, 4, 1) if year < 2013 else (2, 10, 10, 4, 2, 2)


def _host(chance: random.Random, goods: tuple[str, ...]) -> str:
    ascii_goods = [word for word in goods if word.isascii()] or ["shop", "best", "top"]
    first, second = chance.choice(ascii_goods), chance.choice(ascii_goods)
    name = chance.choice(
        (
            f"{first}-{second}",
            f"{first}{second}",
            f"best-{first}{chance.randint(1, 99)}",
            f"{first}4u",
            _gibberish(chance),
        )
    )
    return f"http://{chance.choice(('', 'www.'))}{name}.{chance.choice(ENDINGS)}"


def _gibberish(chance: random.Random) -> str:
    return "".join(chance.choice("bcdfghklmnprstvwxz" if odd % 2 else "aeiouy") for odd in range(chance.randint(5, 10)))


def _by_campaign(blog: _Blog, campaign: Campaign) -> Item:
    chance = blog.chance
    at = campaign.begins + dt.timedelta(days=chance.random() * campaign.days)
    at = min(at, dt.datetime(2018, 12, 31, 23, tzinfo=dt.UTC) - dt.timedelta(seconds=chance.randrange(86400)))
    known = [post for post in blog.posts if post.at < at] or blog.posts[:1]
    post = max(known, key=lambda post: post.at) if campaign.sly and chance.random() < 0.7 else chance.choice(known)
    host = chance.choice(campaign.hosts)
    body = " ".join(
        _filled(chance, chance.choice(campaign.sentences), post, campaign.goods, host)
        for _ in range(chance.choice((1, 1, 2)) if campaign.manner != "list" else chance.randint(1, 5))
    )
    if campaign.leet:
        body = " ".join(
            w.translate(LEET) if w in campaign.goods and chance.random() < 0.6 else w for w in body.split(" ")
        )
    keywords = " ".join(chance.sample(campaign.goods, min(len(campaign.goods), chance.randint(1, 3))))
    if campaign.manner == "trackback":
        title = keywords if chance.random() < 0.7 else keywords.title()
        address = f"{host}/{keywords.replace(' ', '-')}.html"
        return _spam(
            campaign, post, at, "trackback", body, author_url=address, title=title, blog_name=keywords.split()[0]
        )
    person = chance.choice(wording.NAMES["en"].split())
    shows_goods = campaign.manner in ("praise", "quote") or chance.random() < 0.5
    name = keywords if shows_goods and chance.random() < 0.8 else chance.choice((person, _gibberish(chance).title()))
    email = f"{_gibberish(chance)}{chance.randint(1, 9999)}@{campaign.mail}"
    if campaign.sly:
        name, email = _called(chance, person), f"{person.lower()}{chance.randint(1, 99)}@{campaign.mail}"
    hidden = campaign.manner in ("pitch", "list") and chance.random() < 0.4
    return _spam(
        campaign,
        post,
        at,
        "comment",
        body,
        author_name=name,
        author_email=email,
        author_url="" if hidden else f"{host}/",
    )


def _spam(campaign: Campaign, post: Said, at: dt.datetime, kind: str, body: str, **fields: str) -> Item:
    known = {"author_name": ""} | fields
    return Item(
        kind,
        post,
        at,
        body=body,
        language=campaign.language,
        is_spam=True,
        campaign=campaign.name,
        recorded="spam",
        **known,
    )


def _recorded(blog: _Blog, item: Item) -> Item:
    """Return the item with what the archive says of it: some old spam was approved, and one in 300 people misjudged."""
    if not item.is_spam:
        return replace(item, recorded="spam") if blog.chance.random() < 0.003 else item
    before, since = APPROVED_ONCE["comment" if item.kind == "comment" else "trackback"]
    share = before if item.at and item.at.year < GUARDED_SINCE else since
    return replace(item, recorded="approved") if blog.chance.random() < share else item
