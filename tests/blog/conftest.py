"""Who is there in tests of the blog."""

import pytest

from tests import cast


@pytest.fixture
def maud():
    """The moderator."""
    return cast.moderator()
