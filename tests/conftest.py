"""What every test may rely on."""

import gc
import os
from importlib import import_module
from itertools import count
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.db.models.signals import post_migrate
from django.test import override_settings
from hypothesis import settings as hypothesis_settings

# Nothing that a test tries is judged by the clock: the first of them loads what all need.
hypothesis_settings.register_profile("untimed", deadline=None)
hypothesis_settings.load_profile("untimed")

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


@pytest.fixture(scope="session", autouse=True)
def settings_of_tests():
    """What differs from a real site, set once for all tests: to set it for each takes longer than most of them."""
    with override_settings(
        # Background work is done at once; a test that wants it to wait sets the database's backend.
        TASKS={"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}},
        # Passwords are hashed once instead of a million times: every login of the tests has one.
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        # No client looks through all static files before its first page.
        WHITENOISE_AUTOREFRESH=True,
    ):
        yield


@pytest.fixture(scope="session")
def media_folders(tmp_path_factory):
    """Folders that nobody else uses, and that are not there yet."""
    folder = tmp_path_factory.mktemp("media")
    return map(folder.joinpath, map(str, count(1)))


@pytest.fixture(autouse=True)
def media_root(settings, media_folders):
    """Keep uploaded files out of DATA_DIR."""
    settings.MEDIA_ROOT = next(media_folders)


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
