"""Who sits at the desk."""

import pytest

from tests import cast


@pytest.fixture
def client(maud):
    return cast.client_of(maud)
