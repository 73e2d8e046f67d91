"""The looks in which a page is judged, and what axe-core says of it."""

import pytest
from axe_playwright_python.sync_playwright import Axe

# Colours hang on the scheme and layout on the width: both of each, not each with each.
# .ci/run judges each look on one of its databases, by these names.
in_each_look = pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)], ids=["1280-light", "390-dark"])


def violations(page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{page.url}: {v['id']}: {v['nodes'][0]['html'][:200]}" for v in found]
