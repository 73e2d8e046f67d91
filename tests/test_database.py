"""The suite runs where it says it runs."""

import os

import pytest
from django.db import IntegrityError, connection, transaction

from blog.models import Post


@pytest.mark.skipif("EXPECTED_VENDOR" not in os.environ, reason="EXPECTED_VENDOR names the database in CI")
def test_the_suite_runs_on_the_database_it_names():
    assert connection.vendor == os.environ["EXPECTED_VENDOR"]


def store_an_orphan():
    with transaction.atomic():
        Post.objects.create(path="orphan", translation_of_id=999_999)
        connection.check_constraints()


@pytest.mark.django_db
def test_foreign_keys_are_enforced():
    with pytest.raises(IntegrityError):
        store_an_orphan()
