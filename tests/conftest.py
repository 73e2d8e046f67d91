"""What every test may rely on."""

import gc
import os
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.db.models.signals import post_migrate

SHARED = Path(__file__).resolve().parents[2] / "shared"


# What migrations put into a new database: the groups with what they may do, and the rules.
BEGINNINGS = (
    ("blog.migrations.0002_groups", "create_groups"),
    ("blog.migrations.0010_moderation_rules", "create_rules"),
    ("blog.migrations.0010_moderation_rules", "let_groups_rule"),
    ("blog.migrations.0012_mentions", "let_groups_look"),
    ("blog.migrations.0015_learned_filter", "create_rule"),
    ("importers.migrations.0002_groups", "let_editors_read"),
    ("importers.migrations.0004_undoing_and_editors_import", "let_editors_import"),
    ("importers.migrations.0007_page_reviews", "let_editors_review"),
)


def begin_again(**_signal):
    """Put back what a test that empties the database, since it commits, takes with it."""
    for module, name in BEGINNINGS:
        getattr(import_module(module), name)(apps, None)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup):
    # The last one that has models, and so is told.
    post_migrate.connect(begin_again, sender=apps.get_app_config("simple_history"))


@pytest.fixture(scope="module", autouse=True)
def quick_collections():
    """Let no collection of garbage walk over all that other tests left while one measures the processor's time."""
    gc.freeze()  # anew for each module: an import thaws what is frozen


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


@pytest.fixture(autouse=True)
def static_files_when_asked_for(settings):
    """Have no client look through all static files before its first page."""
    settings.WHITENOISE_AUTOREFRESH = True


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
