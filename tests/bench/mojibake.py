"""How fast and how exactly garbled text is repaired: python tests/bench/mojibake.py [--fast]

Prints one table: megabytes per second, each beside ftfy's `fix_encoding` on the same text in the same run, and, where
../shared is there, what its judge says of exactness. `--fast` leaves the judge out.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from html.entities import codepoint2name
from itertools import count, cycle
from pathlib import Path
from typing import NamedTuple
from unicodedata import normalize

ROOT = Path(__file__).resolve().parents[2]
JUDGE = ROOT.parent / "shared" / "tools" / "mojibake_bench.py"
NEGATIVE = ROOT.parent / "shared" / "data" / "mojibake" / "negative.json"
SIZE = 1_000_000  # bytes of each text
POST = 6_000  # characters that are repaired at once, as a post is

SENTENCES = (
    "The baker’s shop on the corner closed – nobody asked why, and nobody came to look at what was left of it.",
    "L’hiver dernier, j’ai vu un héron près de l’étang gelé ; il attendait que la glace cède.",
    "Perché non è arrivato più nessuno? Così è la città quando piove, e quando non piove pure.",
    "Die Straße führt über die Brücke zum größten Gebäude, in dem früher die Weberei war.",
    "¿Dónde está el niño? Allí, junto al árbol, donde siempre espera a que vuelva su hermano.",
    "Não há pão; a avó já não está à mesa, e ninguém sabe a que horas volta para casa.",
)


class Figure(NamedTuple):
    """A line of the table: what was measured, what is asked, and whether it is met."""

    name: str
    value: str
    asked: str
    is_met: bool


def misread(text: str, encoding: str) -> str:
    return "".join(bytes([byte]).decode(encoding, "ignore") or chr(byte) for byte in text.encode())


def as_references(text: str) -> str:
    return "".join(f"&{codepoint2name[ord(c)]};" if ord(c) in codepoint2name else c for c in text)


def page(damage: Callable[[str], str]) -> str:
    """Return an HTML text of SIZE bytes; every sentence goes through `damage`."""
    parts: list[str] = []
    size = 0
    sentences = cycle(SENTENCES)
    for number in count():
        sentence = damage(f"{next(sentences)} ({number})")
        parts.append(f'<p class="x">{sentence} <a href="http://example.org/?p={number}&amp;q=1">more</a></p>\n')
        size += len(parts[-1].encode())
        if size >= SIZE:
            return "".join(parts)
    raise AssertionError


def plain_ascii(text: str) -> str:
    return normalize("NFKD", text).encode("ascii", "ignore").decode()


def question_marks(text: str) -> str:
    return text.encode("ascii", "replace").decode()


# Name, what is done to a sentence, and the megabytes per second that are asked.
SPEEDS: tuple[tuple[str, Callable[[str], str], float], ...] = (
    ("ASCII HTML", plain_ascii, 20),
    ("ASCII HTML with references", as_references, 20),
    ("clean HTML in UTF-8", str, 20),
    ("letters lost to question marks", question_marks, 3),
    ("UTF-8 read as cp1252", lambda text: misread(text, "cp1252"), 3),
    ("the same as references", lambda text: as_references(misread(text, "cp1252")), 3),
    ("UTF-8 read as Latin-1", lambda text: misread(text, "latin-1"), 3),
    ("UTF-8 read as MacRoman", lambda text: misread(text, "mac_roman"), 3),
    ("UTF-8 read as cp1250", lambda text: misread(text, "cp1250"), 3),
    ("UTF-8 read as cp1252, twice", lambda text: misread(misread(text, "cp1252"), "cp1252"), 3),
)


def speed(text: str, work: Callable[[str], object]) -> float:
    """Return megabytes per second of the processor's time, the best of three."""
    posts = [text[start : start + POST] for start in range(0, len(text), POST)]
    best = float("inf")
    for _ in range(3):
        started = time.process_time()
        for post in posts:
            work(post)
        best = min(best, time.process_time() - started)
    return len(text.encode()) / best / 1e6


def speeds() -> Iterator[Figure]:
    import ftfy

    from blog.text.mojibake import repair_html

    repair_html("Ã©")  # makes the table
    for name, damage, asked in SPEEDS:
        text = page(damage)
        ours, theirs = speed(text, repair_html), speed(text, ftfy.fix_encoding)
        value = f"{ours:6.1f} MB/s, {ours / theirs:5.1f} times ftfy's {theirs:.1f}"
        yield Figure(name, value, f"at least {asked:g}", ours >= asked)


def exactness() -> Iterator[Figure]:
    """Yield what the judge in ../shared says; nothing where it is not there."""
    if not JUDGE.exists():
        return
    with tempfile.NamedTemporaryFile(suffix=".json") as out:
        command = [sys.executable, JUDGE, "--repair", "blog.text.mojibake:repair_html", "--json", out.name]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
        judged = json.loads(Path(out.name).read_text(encoding="utf-8"))
    for kind, name, exact, wrong in (("core", "core characters", 99.0, 0.3), ("rest", "other characters", 92.0, 1.5)):
        counts = judged["common"][kind]
        whole = sum(counts.values())
        good, bad = 100 * counts.get("exact", 0) / whole, 100 * counts.get("wrong", 0) / whole
        value = f"{good:.1f} % exact, {bad:.1f} % wrong of {whole}"
        yield Figure(f"common chains, {name}", value, f"{exact:g} % and {wrong:g} %", good >= exact and bad <= wrong)
    changed, strings = judged["clean"]["changed"], judged["clean"]["strings"]
    yield Figure("clean text", f"{changed} changed of {strings}", "none", changed == 0)
    if NEGATIVE.exists():
        yield negative()


def negative() -> Figure:
    """Count ftfy's adversarial clean texts that stay as they are; which quotation marks they have is not asked."""
    from blog.text.mojibake import repair_html

    straight = {0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"'}
    cases = json.loads(NEGATIVE.read_text(encoding="utf-8"))
    kept = sum(
        repair_html(case["original"]).after.translate(straight) == case["fixed"].translate(straight) for case in cases
    )
    return Figure("ftfy's negative cases", f"{kept} of {len(cases)} unchanged", "all", kept == len(cases))


def table(with_judge: bool = True) -> Iterator[Figure]:
    """Yield the lines of the table."""
    yield from speeds()
    if with_judge:
        yield from exactness()


def main() -> None:
    sys.path.insert(0, str(ROOT))
    met = True
    for figure in table("--fast" not in sys.argv[1:]):
        met &= figure.is_met
        verdict = "" if figure.is_met else "  MISSED"
        sys.stdout.write(f"{figure.name:<34}{figure.value:<42}{figure.asked}{verdict}\n")
    sys.exit(0 if met else 1)


if __name__ == "__main__":
    main()
