"""No regular expression between a file and the database costs more than the length of what it looks at.

Every pattern of every module is asked to find itself all through 100 kB of what it may like least. The bound is the
processor's time, and far above what a linear search takes: one that is not takes minutes.
"""

import re
import signal
from importlib import import_module
from pkgutil import walk_packages

import pytest

SIZE = 100_000
SECONDS = 2
SEEDS = """_ < <!-- <p <rss <p> & &#1 a 1 " [ - . // é <br> a. ]]> a= <a_a="b"_ a_ [a_"""
SEEDS = ["\n", "\t", " \r\n", *(seed.replace("_", " ") for seed in SEEDS.split())]
# Asked at one place only, or of a host, a name or a line whose length is bounded.
AT_ONE_PLACE = {
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
    "importers.scraping.fields": {"_SPLIT", "_TITLE_JOINTS"},
    "importers.scraping.hints": {"_PATTERN"},
    "importers.scraping.phrases": {"_NUMBERING", "_PIECES", "_DASHED"},
    "importers.scraping.rows": {"_CLOCKED"},
    "importers.scraping.signatures": {"_JOINT", "_TAIL"},
    "importers.validating": {"_EMAIL"},
    "importers.wordpress": {"_TRACKBACK_TITLE"},
}
OTHERS = {"admin", "management", "migrations", "models", "tasks"}


def patterns():
    """Yield (module, name, pattern) once for each pattern that a module or a table in it holds."""
    seen = set()
    for root in ("blog.text", "importers"):
        for found in walk_packages(import_module(root).__path__, f"{root}."):
            if OTHERS.isdisjoint(found.name.split(".")):
                for name, value in vars(import_module(found.name)).items():
                    for pattern in held(value):
                        if (pattern.pattern, pattern.flags) not in seen:
                            seen.add((pattern.pattern, pattern.flags))
                            yield pytest.param(found.name, name, pattern, id=f"{found.name}.{name}")


def held(value):
    """Yield the patterns in a value, whatever tables it is made of."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, (dict, tuple, list)):
        for part in value.values() if isinstance(value, dict) else value:
            yield from held(part)


@pytest.mark.skipif(not hasattr(signal, "ITIMER_VIRTUAL"), reason="there is no timer of the processor's time")
@pytest.mark.parametrize(("module", "name", "pattern"), list(patterns()))
def test_a_pattern_is_linear(module, name, pattern):
    def give_up(number, frame):
        pytest.fail(f"{name} takes too long on {seed!r}")

    before = signal.signal(signal.SIGVTALRM, give_up)
    try:
        for seed in SEEDS:
            text = seed * (SIZE // len(seed))
            text = text.encode() if isinstance(pattern.pattern, bytes) else text
            signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
            if name in AT_ONE_PLACE.get(module, ()):
                pattern.match(text[:1000])
            else:
                assert sum(1 for _ in pattern.finditer(text)) <= SIZE * 4 + 1
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
