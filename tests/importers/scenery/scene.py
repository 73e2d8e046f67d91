"""What one made-up page says: a post, its feedback and its surroundings, drawn by chance from our own sentences."""

from __future__ import annotations

import datetime as dt
import html
import json
import random
import re
from dataclasses import dataclass, field
from pathlib import Path

CONTENT = Path(__file__).parent / "content"
LANGUAGES = ("en", "fr", "it", "de", "es", "pt", "nl")
MONTHS = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
}
DAYS = {
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "it": "lunedì martedì mercoledì giovedì venerdì sabato domenica",
    "de": "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
    "es": "lunes martes miércoles jueves viernes sábado domingo",
    "pt": "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo",
    "nl": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
}
LONG = {"en": "{m} {d}, {y}", "de": "{d}. {m} {y}", "es": "{d} de {m} de {y}", "pt": "{d} de {m} de {y}"}
WEEK = {
    "en": "{w}, {m} {d}, {y}",
    "de": "{w}, {d}. {m} {y}",
    "es": "{w}, {d} de {m} de {y}",
    "pt": "{w}, {d} de {m} de {y}",
}
NUMERIC = {"en": "{mm}/{dd}/{y}", "de": "{dd}.{mm}.{y}", "nl": "{dd}-{mm}-{y}"}
FURNITURE_WORDS = 4  # a furniture line of fewer words may stand in a body by chance


@dataclass
class Remark:
    """A comment."""

    name: str
    when: dt.datetime
    text: list[str]
    url: str = ""
    parent: int | None = None


@dataclass
class Mention:
    """A trackback."""

    title: str
    blog: str
    url: str
    excerpt: str
    when: dt.datetime


def offered_in(*languages: str):
    """Mark a function as a template; without languages it is offered in all of them."""

    def mark(function):
        function.languages = languages
        return function

    return mark


@dataclass
class Scene:
    """All that a template may show. What it does not show it takes out of the truth (`hide`)."""

    language: str
    rng: random.Random
    hidden: set[str] = field(default_factory=set)
    precision: str = "minute"
    comments_to: str = "minute"  # the precision of the comments' dates
    threaded: bool = False
    ping_url: str | None = None
    pings_stated: int | None = None
    pings_shown: bool = False
    tags_shown: bool = False
    categories_shown: bool = False

    def __post_init__(self) -> None:
        c = json.loads((CONTENT / f"{self.language}.json").read_text(encoding="utf-8"))
        rng = self.rng
        self.words = c
        self.site, self.tagline = rng.choice(c["sites"])
        self.author = rng.choice(c["authors"])
        number = rng.randrange(len(c["titles"]))
        self.title = c["titles"][number]
        self.parts = list(c["posts"][number % len(c["posts"])])
        if number >= len(c["posts"]):
            spare = c["posts"][(number + 1) % len(c["posts"])]
            self.parts = [self.parts[0], *spare[1:3], self.parts[-1]]
        self.when = dt.datetime(rng.randint(2003, 2014), rng.randint(1, 12), rng.randint(1, 28), rng.randint(0, 23), rng.randint(0, 59))  # fmt: skip
        self.remarks = self._remarks(rng.choice((0, 1, 2, 3, 3, 4, 5, 7)))
        self.mentions = self._mentions(rng.choice((0, 0, 1, 2)))
        self.category = rng.choice(c["categories"])
        self.tags = rng.sample(c["tags"], rng.randint(1, 3))
        self.others = rng.sample(c["others"], len(c["others"]))
        self.bio = c["bio"].replace("{name}", self.author)
        self.slug = re.sub(r"\W+", "-", self.title.lower())[:20].strip("-")
        self.ident = str(rng.randint(11, 4000))
        self.host = f"http://{self.rng.choice(('attic', 'lowtide', 'drawer'))}.example"

    def _remarks(self, count: int) -> list[Remark]:
        names = self.rng.sample(self.words["people"], len(self.words["people"]))
        texts = self.rng.sample(self.words["comments"], count)
        when, found = self.when, []
        for place, text in enumerate(texts):
            when += dt.timedelta(minutes=self.rng.randint(3, 2500))
            name = self.author if place and self.rng.random() < 0.2 else names[place % len(names)]
            url = f"http://{re.sub(r'[^a-z]', '', name.lower()) or 'x'}.example/" if self.rng.random() < 0.4 else ""
            found.append(Remark(name, when.replace(second=self.rng.randint(0, 59)), list(text), url))
        return found

    def _mentions(self, count: int) -> list[Mention]:
        found = []
        for place, blog in enumerate(self.rng.sample(self.words["blogs"], count)):
            title = self.words["others"][-1 - place]
            when = self.when + dt.timedelta(minutes=self.rng.randint(60, 9000))
            found.append(Mention(title, blog, f"http://b{place}.example/{when:%Y/%m}/x", self.words["excerpt"], when))
        return found

    def thread(self) -> None:
        """Let some comments answer earlier ones."""
        self.threaded = True
        for place, remark in enumerate(self.remarks[1:], start=1):
            if self.rng.random() < 0.45:
                remark.parent = self.rng.randrange(place)

    def nested(self, parent: int | None = None) -> list[int]:
        """Return the comments that answer one, by index."""
        return [place for place, remark in enumerate(self.remarks) if remark.parent == parent]

    def flatten(self) -> None:
        """Put the comments into the order in which a page that nests them shows them."""
        order: list[int] = []

        def walk(parent):
            for place in self.nested(parent):
                order.append(place)
                walk(place)

        walk(None)
        new = {old: place for place, old in enumerate(order)}
        self.remarks = [self.remarks[old] for old in order]
        for remark in self.remarks:
            remark.parent = new[remark.parent] if remark.parent is not None else None

    def hide(self, *names: str) -> None:
        """Say that the page does not show these: "author", "date"."""
        self.hidden |= set(names)

    def day(self, when: dt.datetime, kind: str = "long") -> str:
        """Write a date: long, week (with the weekday), us (month first, in words), numeric, iso, abbr."""
        forms = {"long": LONG.get(self.language, "{d} {m} {y}"), "week": WEEK.get(self.language, "{w} {d} {m} {y}"),
                 "us": "{m} {d}, {y}", "numeric": NUMERIC.get(self.language, "{dd}/{mm}/{y}"), "iso": "{y}-{mm}-{dd}",
                 "two": NUMERIC.get(self.language, "{dd}/{mm}/{y}").replace("{y}", "{yy}"), "short": "{a} {d}, {y}",
                 "usweek": "{w}, {m} {d}, {y}", "th": "{m} {th}, {y}", "dmy": "{d} {m} {y}", "abbr": "{a} {d}"}  # fmt: skip
        month = MONTHS[self.language].split()[when.month - 1]
        suffix = {1: "st", 2: "nd", 3: "rd"}.get(when.day % 10 if when.day not in (11, 12, 13) else 0, "th")
        return forms[kind].format(
            m=month, a=month[:3], d=when.day, y=when.year, w=DAYS[self.language].split()[when.weekday()], th=f"{when.day}{suffix}",
            mm=f"{when.month:02}", dd=f"{when.day:02}", yy=f"{when.year % 100:02}",
        )  # fmt: skip

    def clock(self, when: dt.datetime, kind: str = "24") -> str:
        """Write a time of day: 24, 12 ("9:12 pm"), AM ("09:12 PM"), seconds, h ("21h12")."""
        hour = when.hour % 12 or 12
        return {"24": f"{when:%H:%M}", "12": f"{hour}:{when:%M} {'am' if when.hour < 12 else 'pm'}",
                "AM": f"{hour:02}:{when:%M} {'AM' if when.hour < 12 else 'PM'}", "seconds": f"{when:%H:%M:%S}",
                "h": f"{when.hour} h {when:%M} min"}[kind]  # fmt: skip

    def body(self) -> str:
        """Return the post's paragraphs as markup."""
        return "\n".join(part if part.startswith(("<ul", "<blockquote")) else f"<p>{part}</p>" for part in self.parts)

    def said(self, remark: Remark, tag: str = "p") -> str:
        """Return a comment's paragraphs as markup; "br" joins them as lines."""
        if tag == "br":
            return "<br /><br />\n".join(html.escape(part, quote=False) for part in remark.text)
        return "\n".join(f"<{tag}>{html.escape(part, quote=False)}</{tag}>" for part in remark.text)

    def link(self, remark: Remark, extra: str = "") -> str:
        """Return a commenter's name, linked when it has an address."""
        name = html.escape(remark.name)
        return f'<a href="{remark.url}" rel="external nofollow"{extra}>{name}</a>' if remark.url else name

    def document(self, markup: str) -> str:
        """Wrap a template's markup in a page."""
        head = f"<head><meta charset='utf-8'><title>{html.escape(self.title)} | {html.escape(self.site)}</title></head>"
        return (
            markup if "<html" in markup else f"<!DOCTYPE html>\n<html lang='{self.language}'>{head}\n{markup}\n</html>"
        )

    def truth(self, name: str, form: str) -> dict:
        """Return what a perfect import makes of the page."""
        date = None if "date" in self.hidden else self.when.isoformat()
        threads = self.threaded and form == "html"
        return {
            "source": {"file": name}, "title": self.title, "language": self.language,
            "author": None if "author" in self.hidden else {"name": self.author},
            "date_acceptable": [(self.when + dt.timedelta(hours=shift)).isoformat() for shift in (-2, -1, 7) if date],
            "date": date, "date_precision": self.precision,
            "body": [piece for part in self.parts for piece in _plain(part)],
            "body_optional": [self.words["about"]] if "standfirst" in self.hidden else [],
            "categories": [self.category] if self.categories_shown else [], "tags": self.tags if self.tags_shown else [],
            "not_in_body": self._furniture(),
            "thread_optional": self.threaded and not threads,
            "comments": [
                {"author": remark.name, "date": self._stamp(remark.when), "text": remark.text,
                 "reply_to": remark.parent if threads else None}
                for remark in self.remarks
            ],
            "trackbacks": {"count": self.pings_stated, "url": None if form != "html" and "ping-in-text" in self.hidden else self.ping_url,
                           "items": [{"title": m.title, "blog": m.blog} for m in self.mentions if self.pings_shown]},
        }  # fmt: skip

    def _stamp(self, when: dt.datetime) -> str | None:
        if self.comments_to == "none":
            return None
        return when.replace(second=0).isoformat() if self.comments_to == "minute" else when.date().isoformat()

    def _furniture(self) -> list[str]:
        own = [self.tagline, self.bio, self.words["excerpt"], *self.others]
        own += [self.words["about"]] if "standfirst" not in self.hidden else []
        own += [text for remark in self.remarks for text in remark.text]
        return [text for text in own if len(text.split()) >= FURNITURE_WORDS]


def _plain(part: str) -> list[str]:
    """Return the paragraphs of a piece of markup; `<br>` is a hard break."""
    text = re.sub(r"<br ?/?>", "\n", part)
    pieces = re.split(r"</?(?:p|ul|li|blockquote)>", text)
    return [html.unescape(re.sub(r"<[^>]+>", "", piece)).strip() for piece in pieces if piece.strip()]
