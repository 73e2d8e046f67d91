"""Pages of old blogs made by script, with their truth: real templates' structures, our own sentences.

`make(template, language, form, number)` gives one page. The template decides the markup, the number what is said and
how much feedback there is; a dump of bare text is the same markup as a browser would write it out.
"""

from __future__ import annotations

import importlib
import json
import random
from pathlib import Path

from tests.importers.scenery.dumping import DUMPS, dump
from tests.importers.scenery.scene import LANGUAGES, Scene

MODULES = ("wordpress", "movable_type", "hosted", "european", "systems", "magazines", "strangers", "newcomers")
# A third of the templates is not looked at while the engine is tuned.
HELD_OUT = frozenset(
    {"kubrick_threaded", "twenty_eleven", "movable_type_2", "movable_type_5", "typepad_classic", "blogger_2011", "dotclear_2",
     "serendipity_2", "drupal_7", "b2evolution_skin", "newspaper_x"}
)  # fmt: skip


def templates() -> dict:
    """Return every template by name."""
    found = {}
    for name in MODULES:
        module = importlib.import_module(f"tests.importers.scenery.{name}")
        found |= {key: value for key, value in vars(module).items() if callable(value) and hasattr(value, "languages")}
    return found


def make(template: str, language: str, form: str, number: int = 0) -> tuple[str, str, dict]:
    """Return (file name, text, truth) of a page; `form` is "html" or one of the ways to dump its text."""
    rng = random.Random(f"{template} {language} {number}")
    scene = Scene(language, rng)
    markup = templates()[template](scene)
    stem = f"{template}-{language}-{form}-{number}"
    name = f"{stem}.html" if form == "html" else f"{stem}.txt"
    text = scene.document(markup) if form == "html" else dump(markup, form, rng)
    return name, text, scene.truth(name, form)


def catalogue(held_out: bool, numbers: int = 1) -> list[tuple[str, str, str, int]]:
    """Return the pages of one half of the set: each template in each of its languages, its form by turns."""
    forms = ("html", *DUMPS)
    pages = []
    for name, template in sorted(templates().items()):
        if (name in HELD_OUT) != held_out:
            continue
        for place, language in enumerate(template.languages or LANGUAGES):
            for number in range(numbers):
                form = "html" if (place + number) % 2 else forms[1 + (len(name) + place + number) % len(DUMPS)]
                pages.append((name, language, form, number))
    return pages


def write(folder: Path, pages: list[tuple[str, str, str, int]]) -> None:
    """Write pages and truths into a folder, as `score_pages.py` wants them."""
    folder.mkdir(parents=True, exist_ok=True)
    for page in pages:
        name, text, truth = make(*page)
        (folder / name).write_text(text, encoding="utf-8", newline="")
        target = folder / f"{Path(name).stem}.expected.json"
        target.write_text(json.dumps(truth, ensure_ascii=False, indent=1), encoding="utf-8")
