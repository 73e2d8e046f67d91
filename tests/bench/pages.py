"""What the readers of scraped pages find on pages of our own making, and how fast they are. One table.

    python tests/bench/pages.py [how many of each template]

A third of the templates (`HELD_OUT`) was set aside while the readers were tuned. `measure` and `timed` may be imported.
"""

from __future__ import annotations

import resource
import sys
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.importers import scenery
from tests.importers.pages import read_page, said, shingle_score, squeezed

FOLDER = 10_000  # pages that are read one after the other to see whether memory grows
WORST = {
    "100 kB of one line": ("page.txt", b"word and 12 May 2004 said: " * 4_000),
    "50,000 lines": ("page.txt", b"Posted by Anna on May 4, 2009\n" * 50_000),
    "50,000 nested elements": ("page.html", b"<div class=comment>" * 50_000 + b"text"),
    "50,000 who differ": ("page.txt", b"".join(b"Posted by: n%d at May 4, 2009 8:12 AM\n" % n for n in range(50_000))),
    "50,000 open quotations": ("page.html", b"<html><body>" + b"<blockquote><p>Anna said: " * 25_000),
}


def measure(pages: Iterable[tuple[str, str, str, int]]) -> dict[str, float]:
    """Return shares (0 to 1) of what was found right, and counts of what must not happen."""
    seen: Counter[str] = Counter()
    for page in pages:
        name, text, truth = scenery.make(*page)
        _compare(said(read_page(text.encode(), name)), truth, seen)
    found, real, got = seen["comments found"], seen["comments"], seen["comments given"]
    share = lambda name, of: seen[name] / max(seen[of], 1)  # noqa: E731
    return {
        "pages": seen["pages"],
        "body F1": share("body", "pages"),
        "furniture in bodies": seen["leaks"],
        "titles missed": seen["pages"] - seen["titles"],
        "authors missed": seen["pages"] - seen["authors"],
        "days right": share("days", "dated"),
        "days wrong": seen["wrong days"],
        "comments F1": 2 * found / max(real + got, 1),
        "their authors": share("names", "comments found"),
        "their dates": share("times", "comments found"),
        "their parents": share("parents", "comments found"),
        "ping addresses missed": seen["pages"] - seen["addresses"],
        "trackbacks F1": 2 * seen["pings found"] / max(seen["pings"] + seen["pings given"], 1),
    }


def _compare(got: dict, truth: dict, seen: Counter[str]) -> None:
    seen["pages"] += 1
    own = [part for part in got["body"] if part not in truth["body_optional"]]
    seen["body"] += shingle_score(own, truth["body"])  # type: ignore[assignment]
    body = squeezed(" ".join(got["body"]))
    seen["leaks"] += sum(squeezed(text) in body for text in truth["not_in_body"])
    seen["titles"] += squeezed(got["title"]) == squeezed(truth["title"])
    seen["authors"] += (got["author"] or "").casefold() == ((truth["author"] or {}).get("name") or "").casefold()
    days = {date[:10] for date in (truth["date"], *truth["date_acceptable"]) if date}
    seen["dated"] += bool(days)
    seen["days"] += bool(days) and (got["date"] or "")[:10] in days
    seen["wrong days"] += bool(got["date"]) and got["date"][:10] not in days
    seen["addresses"] += got["trackbacks"]["url"] == truth["trackbacks"]["url"]
    _compare_comments(got["comments"], truth, seen)
    given, real = ({(p["title"], p["blog"]) for p in side["trackbacks"]["items"]} for side in (got, truth))
    seen["pings"] += len(real)
    seen["pings given"] += len(given)
    seen["pings found"] += len(given & real)


def _compare_comments(given: list[dict], truth: dict, seen: Counter[str]) -> None:
    seen["comments given"] += len(given)
    rest = list(given)
    for real in truth["comments"]:
        seen["comments"] += 1
        text = squeezed(" ".join(real["text"]))
        hit = next((comment for comment in rest if squeezed(" ".join(comment["text"])) == text), None)
        if hit is None:
            continue
        rest.remove(hit)
        seen["comments found"] += 1
        seen["names"] += hit["author"].casefold() == real["author"].casefold()
        seen["times"] += (hit["date"] or "")[:16] == (real["date"] or "")[:16]
        seen["parents"] += truth["thread_optional"] or hit["reply_to"] == real["reply_to"]


def timed(form: str, seconds: float = 3.0) -> float:
    """Return how many pages of a form are read in a second, on one core."""
    pages = [scenery.make(name, language, form, 1) for name, language, _, _ in scenery.catalogue(False)[::3]]
    read_page(pages[0][1].encode(), pages[0][0])  # the language model is loaded once
    start, count = time.process_time(), 0
    while time.process_time() - start < seconds:
        name, text, _ = pages[count % len(pages)]
        read_page(text.encode(), name)
        count += 1
    return count / (time.process_time() - start)


def growth(pages: int = FOLDER) -> int:
    """Return by how many MB the process grows from a tenth of so many pages on."""
    made = [scenery.make(*page) for page in scenery.catalogue(False)]
    before = 0
    for number in range(pages):
        name, text, _ = made[number % len(made)]
        read_page(text.replace("e", "é", number % 50).encode(), name)
        if number == pages // 10:
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) >> 10


def worst() -> dict[str, float]:
    """Return the seconds that the worst pages take."""
    found = {}
    for what, (name, data) in WORST.items():
        start = time.process_time()
        read_page(data, name)
        found[what] = time.process_time() - start
    return found


def main() -> None:
    numbers = int(sys.argv[1]) if len(sys.argv) > 1 else 2
    rows = [(side, measure(scenery.catalogue(side == "held out", numbers))) for side in ("tuned on", "held out")]
    out = sys.stdout.write
    out(f"{'':26}" + "".join(f"{side:>12}" for side, _ in rows) + "\n")
    for name in rows[0][1]:
        out(f"{name:26}" + "".join(f"{row[name]:>12.3f}".replace(".000", "    ") for _, row in rows) + "\n")
    out(f"{'text dumps a second':26}{timed('inner'):>12.1f}\n{'HTML pages a second':26}{timed('html'):>12.1f}\n")
    for what, seconds in worst().items():
        out(f"{what + ', seconds':34}{seconds:>4.1f}\n")
    out(f"{f'growth over {FOLDER} pages, MB':34}{growth():>4}\n")


if __name__ == "__main__":
    main()
