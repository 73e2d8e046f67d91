"""Pages and their truths: reading both, comparing both, and making variants of them by script."""

from __future__ import annotations

import copy
import html
import json
import re
from collections import Counter
from pathlib import Path

from importers.decoding import SourceFile
from importers.readers import scraped_html, scraped_text
from importers.scraping import phrases
from importers.surveying import Evidence

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "tests" / "fixtures" / "pages"
SHARED_SEEDS = ROOT.parent / "shared" / "seeds"

NAMES = (
    "Olga Brandt", "Tomás Aldana", "Ines Carvalho", "Peer Holm", "Lucie Arnaud", "Dario Fontana", "Hanna Kroon",
    "Wilbur Oake", "Mira Sand", "Jonas Lindqvist",
)  # fmt: skip
TITLES = {
    "en": ("A kettle on the roof", "How we lost the ferry, twice", "Is the orchard still there?"),
    "fr": ("Une bouilloire sur le toit", "Comment nous avons perdu le bac", "Où est passé le verger ?"),
    "it": ("Una pentola sul tetto", "Come abbiamo perso il traghetto, due volte", "Dov’è finito il frutteto?"),
    "de": ("Ein Kessel auf dem Dach", "Wie wir die Fähre verloren"),
    "es": ("Una tetera en el tejado", "Cómo perdimos el transbordador"),
    "pt": ("Uma chaleira no telhado", "Como perdemos a balsa, duas vezes"),
    "nl": ("Een ketel op het dak", "Hoe we de pont kwijtraakten"),
}
REMARKS = (
    "I walked past it this morning and it was still warm.",
    "That is what my neighbour says too, and she has been right before.",
    "You forgot the part about the goat.\n\nThe goat never forgets.",
    "We tried it with honey instead, and I would not do it again.",
)


def read_page(data: bytes, name: str = "page.txt"):
    """Read one page by the reader that recognises it."""
    reader = scraped_html if scraped_html.recognises(data[:65536], name) else scraped_text
    (record,) = reader.read(SourceFile(name, content=data), Evidence())
    return record


def paragraphs(body: str, body_format: str) -> list[str]:
    """Return the paragraphs of a body; a hard break is a line feed."""
    if body_format == "text":
        return body.split("\n\n") if body else []
    text = re.sub(r"\s+", " ", body)
    text = re.sub(r"<br[^>]*>\s*<br[^>]*>", "\x01", text)
    text = re.sub(r"<br[^>]*>\s*", "\n", text)
    text = re.sub(
        r"</?(?:p|div|li|ul|ol|blockquote|h\d|dd|dt|dl|tr|td|table|article|section|figure)\b[^>]*>", "\x01", text
    )
    text = html.unescape(re.sub(r"<[^>]+>", "", text))
    return [re.sub(r" *\n *", "\n", part).strip() for part in text.split("\x01") if part.strip()]


def said(record) -> dict:
    """Return what a record says, in the words of the truths."""
    return {
        "title": record.title,
        "author": record.author.name if record.author else None,
        "date": record.published.iso() if record.published else None,
        "language": record.language,
        "body": paragraphs(record.body, record.body_format),
        "categories": [term.name for term in record.categories],
        "tags": [term.name for term in record.tags],
        "comments": [
            {
                "author": comment.author.name,
                "date": comment.submitted.shown() if comment.submitted else None,
                "reply_to": comment.parent,
                "text": paragraphs(comment.body, comment.body_format),
            }
            for comment in record.comments
        ],
        "trackbacks": {
            "count": record.trackbacks_stated,
            "url": record.trackback_url or None,
            "items": [{"title": ping.title, "blog": ping.blog_name} for ping in record.trackbacks],
        },
    }


def told(record) -> list[tuple]:
    """Return who wrote each comment of a record, when, what it answers and what it says."""
    return [(one.author.name, one.submitted and one.submitted.iso(), one.parent, one.body) for one in record.comments]


def squeezed(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "").strip()


def differences(record, truth: dict) -> list[str]:
    """Return the fields in which a record is not what the truth says."""
    got = said(record)
    optional = {squeezed(line) for part in truth.get("body_optional", []) for line in (part, *part.split("\n"))}
    wrong = []
    for name, value in expected(truth, optional).items():
        mine = got[name]
        if name == "body":
            mine = [squeezed(part) for part in mine if squeezed(part) not in optional]
        elif name == "date":
            mine = (mine or "")[: len(value or "") or None] if value else mine or ""
        elif name == "comments":
            mine = [_comparable(comment) for comment in mine]
        if mine != value:
            wrong.append(f"{name}: {mine!r} is not {value!r}")
    return wrong


def expected(truth: dict, optional: set[str]) -> dict:
    """Return a truth's fields in the form in which records are compared with them."""
    date = truth.get("date_utc") or truth.get("date") or ""
    author = truth.get("author")
    return {
        "title": truth["title"],
        "author": author["name"] if author else None,
        "date": date[: {"day": 10, "minute": 16}.get(truth.get("date_precision", ""), 10)],
        "language": truth["language"],
        "body": [squeezed(part) for part in truth["body"] if squeezed(part) not in optional],
        "categories": truth.get("categories", []),
        "tags": truth.get("tags", []),
        "comments": [_comparable(comment) for comment in truth["comments"]],
        "trackbacks": truth["trackbacks"],
    }


def _comparable(comment: dict) -> dict:
    return {
        "author": comment["author"],
        "date": (comment.get("date") or "")[:16],
        "reply_to": comment.get("reply_to"),
        "text": squeezed(" ".join(comment["text"])),
    }


def own_pages(kind: str = "*") -> list[Path]:
    """Return our own truths whose page is of a kind ("txt", "html")."""
    truths = sorted(PAGES.glob("*.json"))
    return [path for path in truths if kind in ("*", page_of(path)[1]["source"]["file"].rsplit(".", 1)[-1])]


def page_of(path: Path) -> tuple[Path, dict]:
    """Return the page and the truth of a truth's file."""
    truth = json.loads(path.read_text(encoding="utf-8"))
    folder = path.parent if path.parent == PAGES else path.parent.parent
    return folder / truth["source"]["file"], truth


class Variant:
    """A page and its truth, changed together."""

    def __init__(self, path: Path, random) -> None:
        page, truth = page_of(path)
        self.text = page.read_bytes().decode("utf-8")
        self.truth = copy.deepcopy(truth)
        self._random = random

    def rename_title(self) -> None:
        title = self._random.choice(TITLES[self.truth["language"]])
        self._replace(self.truth["title"], title)
        self.truth["title"] = title

    def rename_people(self) -> None:
        """Give author and commenters other names, wherever the page has them."""
        names = list(NAMES)
        self._random.shuffle(names)
        people = {comment["author"] for comment in self.truth["comments"]}
        people |= {self.truth["author"]["name"]} if self.truth.get("author") else set()
        others = dict(zip(sorted(people), names, strict=False))
        if not others:
            return
        longest_first = "|".join(map(re.escape, sorted(others, key=len, reverse=True)))

        def renamed(text: str) -> str:
            return re.sub(rf"(?<!\w)(?:{longest_first})(?!\w)", lambda found: others[found[0]], text)

        self.text = renamed(self.text)
        for thing in [*self.truth["comments"]]:
            thing["author"] = others[thing["author"]]
            thing["text"] = [renamed(part) for part in thing["text"]]  # one answers another by name
        if self.truth.get("author"):
            self.truth["author"] = {"name": others[self.truth["author"]["name"]]}
        optional = self.truth.get("body_optional", [])
        optional += [renamed(part) for part in list(optional)]

    def shuffle_paragraphs(self, keep_first: int = 0) -> None:
        """Put the body's paragraphs into another order."""
        optional = set(self.truth.get("body_optional", []))
        movable = [part for part in self.truth["body"] if part not in optional][keep_first:]
        shuffled = list(movable)
        self._random.shuffle(shuffled)
        places = [self._place(part) for part in movable]
        raws = {part: self.text[slice(*place)] for part, place in zip(movable, places, strict=True)}
        for (start, end), part in sorted(zip(places, shuffled, strict=True), key=lambda pair: -pair[0][0]):
            self.text = self.text[:start] + raws[part] + self.text[end:]
        order = iter(shuffled)
        moved = set(movable)
        self.truth["body"] = [next(order) if part in moved else part for part in self.truth["body"]]

    def reword(self, roles: tuple[str, ...]) -> None:
        """Say what the platform says in another wording of the same role, language and parts."""
        body = {line for part in self.truth["body"] for line in part.split("\n")}
        lines = self.text.split("\n")
        for number, line in enumerate(lines):
            hits = [hit for hit in phrases.match(line) if hit.whole]
            if hits and {hit.role for hit in hits} <= set(roles) and squeezed(line) not in body:
                lines[number] = self._reworded(line, hits[0])
        self.text = "\n".join(lines)

    def _reworded(self, line: str, hit) -> str:
        names = set(hit.groups)
        pool = phrases.wordings(hit.language).get(hit.role, [])
        fitting = [text for text in pool if set(re.findall(r"\{(\w+)\}", text)) == names and text != "#"]
        if not names:
            number = {key for key in ("zero", "one") if phrases.fold(line).split()[0] in phrases.words(key)}
            fitting = [t for t in fitting if {k for k in ("zero", "one") if t.split()[0] in phrases.words(k)} == number]
        if not fitting:
            return line
        parts = {name: line[start:end] for name, (start, end) in hit.groups.items()}
        return self._random.choice(fitting).format(**parts)

    def say_comments(self, count: int) -> None:
        """Put other comments in place of those of a page that attributes them before their text and without dates."""
        first = self.truth["comments"][0]
        start = self.text.index("\n" + first["author"]) + 1
        end = self._place(self.truth["comments"][-1]["text"][-1])[1]
        names = self._random.sample(NAMES, count)
        wording = self._random.choice(
            [
                text
                for text in phrases.wordings("en")["comment-before"]
                if re.fullmatch(r"\{name\} \w+(?::|\.\.\.)", text)
            ]
        )
        remarks = [self._random.choice(REMARKS) for _ in names]
        blocks = [f"{wording.format(name=name)}\n\n{text}" for name, text in zip(names, remarks, strict=True)]
        self.text = self.text[:start] + "\n\n".join(blocks) + self.text[end:]
        self.truth["comments"] = [
            {"author": name, "date": None, "reply_to": None, "text": text.split("\n\n")}
            for name, text in zip(names, remarks, strict=True)
        ]
        stated = self.truth["comments_count_stated"]
        self.text = re.sub(rf"\b{stated}(?= Comment)", str(count), self.text)
        self.text = re.sub(rf"(?<=Comments \(){stated}(?=\))", str(count), self.text)
        self.truth["comments_count_stated"] = count

    def _replace(self, old: str, new: str) -> None:
        assert old in self.text
        self.text = self.text.replace(old, new)

    def _place(self, part: str) -> tuple[int, int]:
        pattern = r"\s+".join(re.escape(word) for word in part.split())
        match = re.search(pattern, self.text)
        assert match is not None, part
        return match.span()


def shingle_score(got: list[str], real: list[str], size: int = 4) -> float:
    """Return the F1 of a body's runs of four words."""
    one, other = (Counter(_shingles(" ".join(side), size)) for side in (got, real))
    common = sum((one & other).values())
    return 2 * common / (sum(one.values()) + sum(other.values())) if one or other else 1.0


def _shingles(text: str, size: int) -> list[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return [tuple(words[start : start + size]) for start in range(max(1, len(words) - size + 1))] if words else []
