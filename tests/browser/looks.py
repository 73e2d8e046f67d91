"""The looks in which a page is judged, and what axe-core says of it."""

import pytest
from axe_playwright_python.sync_playwright import Axe

# Colours hang on the scheme and layout on the width: both of each, not each with each.
# .ci/run judges each look on one of its databases, by these names.
in_each_look = pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)], ids=["1280-light", "390-dark"])


# What axe says besides, of all that is well, takes as long to hand over as the violations take to find.
ASKED = "axe.run({resultTypes: ['violations']}).then(({violations}) => violations)"
AXE = Axe().axe_script


def violations(page) -> list[str]:
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(AXE)
    found = page.evaluate(ASKED)
    return [f"{page.url}: {v['id']}: {v['nodes'][0]['html'][:200]}" for v in found]
