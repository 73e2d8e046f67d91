"""No regular expression between a file and the database costs more than the length of what it looks at.

Every pattern of every module is asked to find itself all through 100 kB of what it may like least: signs that many
begin with, and its own beginnings, of which none comes to an end. Where a tenth of that, or a third, shows that even a
quadratic search would not take long, that is enough. The bound is the processor's time, and far above what a linear
search takes: one that is not takes minutes.
"""

import re
import re._constants as op
import re._parser as parser
import signal
from importlib import import_module
from pkgutil import walk_packages
from time import process_time

import pytest

from blog.persons import Traces
from importers.erasing import redaction
from importers.validating import is_address

SIZE = 100_000
SECONDS = 2
# A tenth of the text that takes less tells enough: were it quadratic, the whole would take a quarter of the bound.
AT_ONCE = SECONDS / 400
# And a third of it: the whole would take less than the bound by a fifth.
NOT_LONG = SECONDS / 11
SEEDS = """_ < <!-- <p <rss <p> & &#1 a 1 " [ - . // é <br> a. ]]> a= <a_a="b"_ a_ [a_"""
SEEDS = ["\n", "\t", " \r\n", *(seed.replace("_", " ") for seed in SEEDS.split())]
# Asked at one place only, or of a host, a name or a line whose length is bounded.
AT_ONE_PLACE = {
    "blog.publishing": {"_LONG_SLUG"},
    "blog.sniffing": {"_BEFORE_MARKUP"},
    "blog.text.old_addresses": {"_CATEGORY", "_LIST"},
    "blog.text.plain": {"_AROUND_BREAK"},  # after white space was folded
    "blog.text.references": {"_HOSTED"},
    "importers.address_lists": {"_ADDRESS"},
    "importers.linking": {"_ELSEWHERE"},
    "importers.originals": {"_WORDPRESS_COM", "_BLOGGER"},
    "importers.readers.front_matter.liquid": {"_POST"},
    "importers.readers.wxr.mending": {"_OPENING"},
    "importers.readers.wxr.parts": {"_PART"},
    "importers.readers.wxr.splitting": {"_GOES_ON"},
    "importers.scraping.dates": {"_MONTH_ONLY"},
    "importers.scraping.features": {"_URL_ONLY", "_IMAGE_NAME", "_DOMAIN", "_NAVIGATION"},
    "importers.scraping.fields": {"_TITLE_JOINTS"},
    "importers.scraping.hints": {"_PATTERN"},
    "importers.scraping.phrases": {"_NUMBERING", "_PIECES", "_DASHED"},
    "importers.scraping.rows": {"_CLOCKED", "_PINGED", "_TITLED"},
    "importers.scraping.signatures": {"_JOINT", "_OPENING", "_TAIL", "_WRITTEN_ON", "_WROTE_AGO"},
    "importers.scraping.terms": {"_SPLIT"},
    "importers.validating": {"_EMAIL", "_MAIL"},
    "importers.wordpress": {"_TRACKBACK_TITLE"},
}
OTHERS = {"management", "migrations"}


def patterns():
    """Yield (module, name, pattern) once for each pattern that a module or a table in it holds."""
    seen = set()
    for root in ("blog", "importers"):
        for found in walk_packages(import_module(root).__path__, f"{root}."):
            if OTHERS.isdisjoint(found.name.split(".")):
                for name, value in vars(import_module(found.name)).items():
                    for pattern in held(value):
                        if (pattern.pattern, pattern.flags) not in seen:
                            seen.add((pattern.pattern, pattern.flags))
                            yield pytest.param(found.name, name, pattern, id=f"{found.name}.{name}")


def openings(pattern):
    """Return the texts with which a match of a pattern begins, as far as they are told letter by letter."""
    found = _begun(parser.parse(pattern.pattern, pattern.flags))
    texts = [bytes(letters).decode("latin-1") if max(letters, default=0) < 256 else "" for letters, _ in found]
    return list(dict.fromkeys(text for text in texts if len(text) > 1))[:12]


def _begun(nodes):
    """Return pairs: the numbers of the letters so far, and whether the match may go on behind them."""
    begun = [((), True)]
    for kind, value in nodes:
        more = _letters(kind, value)
        begun = [
            (before + letters, is_open and goes_on)
            for before, is_open in begun
            for letters, goes_on in (more if is_open else [((), False)])
        ][:40]
        if not any(is_open for _, is_open in begun):
            break
    return begun


def _letters(kind, value):
    if kind is op.LITERAL:
        return [((value,), True)]
    if kind is op.SUBPATTERN:
        return _begun(value[-1])
    if kind is op.BRANCH:
        return [pair for branch in value[1] for pair in _begun(branch)]
    if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        low, _, nodes = value
        return _begun(nodes) if low == 1 else [((), low == 0)]
    if kind is op.IN and value[0][0] in (op.LITERAL, op.RANGE):
        first = value[0][1]
        return [((first if isinstance(first, int) else first[0],), True)]
    return [((), kind in (op.AT, op.ASSERT, op.ASSERT_NOT))]


def held(value):
    """Yield the patterns in a value, whatever tables it is made of."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, (dict, tuple, list)):
        for part in value.values() if isinstance(value, dict) else value:
            yield from held(part)


def searched(pattern, seed, size):
    """Return the seconds of the processor that a pattern takes to find itself all through `size` of a seed."""
    text = seed * (size // len(seed))
    started = process_time()
    assert sum(1 for _ in pattern.finditer(text)) <= size * 4 + 1
    return process_time() - started


@pytest.mark.skipif(not hasattr(signal, "ITIMER_VIRTUAL"), reason="there is no timer of the processor's time")
@pytest.mark.parametrize(("module", "name", "pattern"), list(patterns()))
def test_a_pattern_is_linear(module, name, pattern):
    def give_up(number, frame):
        pytest.fail(f"{name} takes too long on {seed!r}")

    before = signal.signal(signal.SIGVTALRM, give_up)
    try:
        for seed in (*SEEDS, *openings(pattern)):
            seed = seed.encode() if isinstance(pattern.pattern, bytes) else seed
            signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
            if name in AT_ONE_PLACE.get(module, ()):
                pattern.match((seed * 1000)[:1000])
            elif searched(pattern, seed, SIZE // 10) > AT_ONCE and searched(pattern, seed, SIZE // 3) > NOT_LONG:
                searched(pattern, seed, SIZE)
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


NOBODY = Traces("ann@mail.example", [1], frozenset({"Ann"}), frozenset(), frozenset(), frozenset())
COMMENT = b"<wp:comment>"


@pytest.mark.parametrize(
    ("work", "text"),
    [
        (redaction(NOBODY), COMMENT * (SIZE // len(COMMENT))),
        (redaction(NOBODY), COMMENT + b"x</wp:comment>" + COMMENT * (SIZE // len(COMMENT))),
        (redaction(NOBODY), b"COMMENT:\n" * (SIZE // 9)),
        (is_address, "mailto:" + "a@" * (SIZE // 2) + " "),
        (is_address, "http://" + "a." * (SIZE // 2) + " "),
    ],
)
def test_what_looks_at_whole_texts_takes_time_in_proportion(work, text):
    started = process_time()
    work(text)
    assert process_time() - started < SECONDS / 4
