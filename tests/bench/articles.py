"""The text of today's articles, as the reader of pages finds it: F1 of runs of four words, by kind of page.

    python tests/bench/articles.py [how many of each]

Where trafilatura can be imported, it is measured beside it; it is no dependency of ours.
"""

from __future__ import annotations

import importlib.util
import sys
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.importers.pages import paragraphs, read_page, shingle_score, squeezed
from tests.importers.scenery import articles


def scores(numbers: int = 1) -> dict[str, list[float]]:
    """Return the F1 of each page's text, by kind of page."""
    found: dict[str, list[float]] = defaultdict(list)
    for name, page, truth, scene in articles.pages(numbers):
        record = read_page(page.encode(), f"{name}.html")
        found[name.split("-")[0]].append(_score(paragraphs(record.body, record.body_format), truth, scene))
    return found


def scores_of_trafilatura(numbers: int) -> dict[str, list[float]]:
    """Return the same of what trafilatura extracts."""
    import trafilatura

    found: dict[str, list[float]] = defaultdict(list)
    for name, page, truth, scene in articles.pages(numbers):
        text = trafilatura.extract(page, include_comments=False) or ""
        found[name.split("-")[0]].append(_score(text.split("\n"), truth, scene))
    return found


def _score(text: list[str], truth: list[str], scene: articles.Scene) -> float:
    """Compare without the title and without the standfirst, which may be of the text or not."""
    beside = {squeezed(scene.title), squeezed(scene.words["about"])}
    return shingle_score([part for part in text if squeezed(part) not in beside], truth)


def main() -> None:
    numbers = int(sys.argv[1]) if len(sys.argv) > 1 else 2
    tables = {"ours": scores(numbers)}
    if importlib.util.find_spec("trafilatura"):
        tables["trafilatura"] = scores_of_trafilatura(numbers)
    out = sys.stdout.write
    out(f"{'':12}" + "".join(f"{name:>14}" for name in tables) + "\n")
    for kind in tables["ours"]:
        out(f"{kind:12}" + "".join(f"{sum(t[kind]) / len(t[kind]):>14.3f}" for t in tables.values()) + "\n")
    everything = [[value for values in table.values() for value in values] for table in tables.values()]
    out(f"{'all':12}" + "".join(f"{sum(values) / len(values):>14.3f}" for values in everything) + "\n")


if __name__ == "__main__":
    main()
