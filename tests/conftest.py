"""What every test may rely on."""

import os
from pathlib import Path

import pytest
from django.conf import settings as django_settings

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(autouse=True)
def media_root(settings, tmp_path):
    """Keep uploaded files out of DATA_DIR."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def immediate_tasks(settings):
    """Do background work at once; a test that wants it to wait sets the database's backend."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    """Hash passwords once instead of a million times: every login of the tests has one."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def shared() -> Path:
    """The folder of real exports and generators beside the project; a test that needs it is skipped without it."""
    if not SHARED.is_dir():
        pytest.skip("../shared is not there")
    return SHARED


def pytest_report_header() -> str:
    engine = django_settings.DATABASES["default"]["ENGINE"].rsplit(".", 1)[-1]
    return (
        f"database: {engine}, shared data: {'there' if SHARED.is_dir() else 'absent'}, CI: {os.environ.get('CI', '')}"
    )
