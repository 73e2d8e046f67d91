"""What the environment makes of the settings, each in a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ASKED = ["DEBUG", "ALLOWED_HOSTS", "SECRET_KEY", "DATABASES", "STORAGES", "DEVELOPMENT", "SECURE_SSL_REDIRECT"]
PRINT = f"""
import json
from django.conf import settings
print(json.dumps({{name: getattr(settings, name) for name in {ASKED}}}, default=str))
"""


def environment(tmp_path, **values):
    names = ("PATH", "HOME", "LANG", "PYTHONPYCACHEPREFIX")
    kept = {key: value for key, value in os.environ.items() if key in names}
    return kept | {"DATA_DIR": str(tmp_path / "data"), "DJANGO_SETTINGS_MODULE": "config.settings"} | values


def run(tmp_path, *command, **values):
    env = environment(tmp_path, **values)
    return subprocess.run([sys.executable, *command], env=env, cwd=ROOT, capture_output=True, text=True)


def settings_with(tmp_path, **values):
    done = run(tmp_path, "-c", PRINT, **values)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def refusal_with(tmp_path, **values):
    done = run(tmp_path, "-c", PRINT, **values)
    assert done.returncode != 0
    return done.stderr.strip().splitlines()[-1]


def test_a_development_site_makes_its_key_once_and_is_not_in_debug_mode(tmp_path):
    first, second = settings_with(tmp_path), settings_with(tmp_path)
    assert (first["DEVELOPMENT"], first["DEBUG"]) == (True, False)
    assert len(first["SECRET_KEY"]) >= 50
    assert first["SECRET_KEY"] == second["SECRET_KEY"]
    assert (tmp_path / "data" / "secret_key").stat().st_mode & 0o777 == 0o600


def test_a_site_for_others_needs_a_key(tmp_path):
    assert "SECRET_KEY" in refusal_with(tmp_path, SITE_URL="https://blog.example")
    settings = settings_with(tmp_path, SITE_URL="https://blog.example", SECRET_KEY="k" * 50)
    assert (settings["DEVELOPMENT"], settings["SECURE_SSL_REDIRECT"]) == (False, True)
    assert "blog.example" in settings["ALLOWED_HOSTS"]


def test_lists_may_have_spaces_and_networks_host_bits(tmp_path):
    values = {"ALLOWED_HOSTS": "127.0.0.1, localhost", "TRUSTED_PROXIES": "127.0.0.1, 10.0.0.1/8"}
    assert settings_with(tmp_path, **values)["ALLOWED_HOSTS"] == ["127.0.0.1", "localhost"]
    assert "TRUSTED_PROXIES" in refusal_with(tmp_path, TRUSTED_PROXIES="everyone")


@pytest.mark.parametrize("name", ["plain", "x#1", "c++", "p%20q", "with space"])
def test_the_database_lies_in_the_data_folder_whatever_it_is_called(tmp_path, name):
    settings = settings_with(tmp_path, DATA_DIR=str(tmp_path / name), DATABASE_URL="")
    assert settings["DATABASES"]["default"]["NAME"] == str(tmp_path / name / "db.sqlite3")


def test_sqlite_writes_ahead_and_takes_its_lock_at_once(tmp_path):
    script = (
        "import django; django.setup(); from django.db import connection as c; k = c.cursor();"
        "print([k.execute(f'PRAGMA {p}').fetchone()[0] for p in ('journal_mode', 'foreign_keys', 'busy_timeout')],"
        "c.transaction_mode)"
    )
    assert run(tmp_path, "-c", script).stdout.strip() == "['wal', 1, 20000] IMMEDIATE"


def test_collected_files_get_hashed_names(tmp_path):
    done = run(tmp_path, "manage.py", "collectstatic", "--no-input", "-v0")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "data" / "static" / "staticfiles.json").exists()
    storage = settings_with(tmp_path)["STORAGES"]["staticfiles"]["BACKEND"]
    assert storage == "whitenoise.storage.CompressedManifestStaticFilesStorage"
    script = (
        "import django; django.setup(); from django.templatetags.static import static;"
        "print(static('blog/palimpsest.css'))"
    )
    assert ".css" in (name := run(tmp_path, "-c", script).stdout.strip())
    assert name != "/static/blog/palimpsest.css"


def test_sqlite_and_no_cache_need_no_driver_of_postgresql_or_redis(tmp_path):
    script = (
        "import sys; sys.modules |= dict.fromkeys(['psycopg', 'psycopg2', 'redis']);"
        "from django.core.management import execute_from_command_line as run;"
        "run(['manage.py', 'quickstart', '--no-serve'])"
    )
    done = run(tmp_path, "-c", script)
    assert done.returncode == 0, done.stderr
    assert "quay-notes" in done.stdout
