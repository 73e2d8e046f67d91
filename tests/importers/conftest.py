"""What tests of imports share."""

import pytest
from django.core.cache import cache

from tests.importers.blogs import Shelf
from tests.importers.databases import Copies


@pytest.fixture
def shelf(tmp_path):
    """A folder with an export that is imported again and again."""
    return Shelf(tmp_path)


@pytest.fixture
def new_site(settings):
    """Our own site, at another host than the old blogs."""
    settings.SITE_URL = "http://new.example"
    settings.ALLOWED_HOSTS = ["new.example", "testserver"]
    cache.clear()


@pytest.fixture
def copies(tmp_path):
    """Copies of the tests' database, for processes of their own; only in tests that are marked transaction=True."""
    made = Copies(tmp_path)
    yield made
    made.drop()
