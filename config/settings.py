"""Settings, read from the environment. Every variable is listed in README.md."""

import contextlib
import importlib.util
import os
import secrets
import sys
import tempfile
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()


def words(name: str) -> list[str]:
    """Return the parts of a comma-separated variable, without the spaces around them."""
    return [part for word in env.list(name, default=[]) if (part := word.strip())]


def limit(name: str, default: str) -> tuple[int, int]:
    """Return a variable like "5/600" (five in 600 seconds; "0": as many as come) as its two numbers."""
    count, _slash, seconds = env.str(name, default=default).strip().partition("/")
    if not (count.isdecimal() and (seconds or "1").isdecimal()) or (int(count) and not int(seconds or "0")):
        raise ImproperlyConfigured(f"{name}: a number of times, a slash and a number of seconds, like {default}.")
    return int(count), int(seconds or "1")


# --- Where this site answers -------------------------------------------------------------------

SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
SITE_HOST = urlsplit(SITE_URL).hostname or "127.0.0.1"
LOOPBACK_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
ALLOWED_HOSTS = words("ALLOWED_HOSTS") or list(dict.fromkeys([SITE_HOST, *LOOPBACK_HOSTS]))
CSRF_TRUSTED_ORIGINS = [SITE_URL]
DEBUG = env.bool("DEBUG", default=False)
# A site that answers to loopback names only is a development site, whatever DEBUG says.
DEVELOPMENT = DEBUG or set(ALLOWED_HOSTS) <= set(LOOPBACK_HOSTS)


def read_secret_key() -> str:
    """Return SECRET_KEY; on a development site make one once and keep it in DATA_DIR."""
    key = env.str("SECRET_KEY", default="")
    if key:
        return str(key)
    if not DEVELOPMENT:
        raise ImproperlyConfigured("SECRET_KEY must be set on a site that answers to other than loopback names.")
    kept = DATA_DIR / "secret_key"
    if not kept.exists():
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        # Written aside and linked into place: several workers may start at once, and none may read half a key.
        with tempfile.NamedTemporaryFile("w", dir=DATA_DIR, encoding="ascii") as file:
            file.write(secrets.token_urlsafe(50))
            file.flush()
            with contextlib.suppress(FileExistsError):
                os.link(file.name, kept)
    return kept.read_text(encoding="ascii")


SECRET_KEY = read_secret_key()

# Networks whose X-Forwarded-For and X-Forwarded-Proto headers are believed.
try:
    TRUSTED_PROXIES = [ip_network(address, strict=False) for address in words("TRUSTED_PROXIES")]
except ValueError as error:
    raise ImproperlyConfigured(f"TRUSTED_PROXIES: {error}.") from None

# --- The parts ---------------------------------------------------------------------------------

INSTALLED_APPS = [
    "importers",
    "blog",
    "blog.desk.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.forms",
    "django_tasks",
    "django_tasks_db",
    "modelsearch",
    "taggit",
    "simple_history",
]

MIDDLEWARE = [
    "blog.middleware.HeadMiddleware",
    "blog.middleware.TrustedProxyMiddleware",
    "blog.middleware.ContentSecurityPolicyMiddleware",
    "blog.middleware.LegacyURLMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Templates of form fields, too, are found in templates/.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Storage -----------------------------------------------------------------------------------

DATABASES = {
    "default": env.db_url("DATABASE_URL")
    if env.str("DATABASE_URL", default="")
    else {"ENGINE": "django.db.backends.sqlite3", "NAME": str(DATA_DIR / "db.sqlite3")}
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATA_DIR.mkdir(parents=True, exist_ok=True)
    # Without IMMEDIATE a third of concurrent comments fail with "database is locked"; WAL alone does not help.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # Checkpoints at 32 MB instead of 4, for batches of an import; WAL is no longer than that but under long reads.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA wal_autocheckpoint=8000;"
        " PRAGMA cache_size=-16000;",
    }
    # A new connection reads the schema, and the last one to close folds the WAL in: some milliseconds for each request.
    DATABASES["default"]["CONN_MAX_AGE"] = 60
else:
    INSTALLED_APPS.append("django.contrib.postgres")  # needs psycopg, which only PostgreSQL's users have
    DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}

REDIS_URL = env.str("REDIS_URL", default="")
if REDIS_URL and importlib.util.find_spec("redis") is None:
    raise ImproperlyConfigured("REDIS_URL is set, but the redis package is not there: pip install -e '.[redis]'.")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns of a folder that is not there
MEDIA_URL = "media/"
MEDIA_ROOT = DATA_DIR / "media"
# Hashed names need `collectstatic`; until it has run, files are served as the packages hold them.
COLLECTED = (STATIC_ROOT / "staticfiles.json").exists() or "collectstatic" in sys.argv
WHITENOISE_USE_FINDERS = not COLLECTED
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# Words are folded before they reach the database; PostgreSQL's own stemming would make it find other posts than SQLite.
MODELSEARCH_BACKENDS = {"default": {"BACKEND": "modelsearch.backends.database", "SEARCH_CONFIG": "simple"}}
# Slow work waits in the database for `manage.py db_worker`.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# What the admin takes in to import: exports hold e-mail addresses, so they never lie among the media.
IMPORT_ROOT = DATA_DIR / "imports"
IMPORT_MAX_UPLOAD = env.int("IMPORT_MAX_UPLOAD", default=256 * 1024 * 1024)

# --- Language and time -------------------------------------------------------------------------

SITE_NAME = env.str("SITE_NAME", default="Palimpsest")
SITE_LANGUAGE = env.str("SITE_LANGUAGE", default="en")
LANGUAGE_CODE = SITE_LANGUAGE
LANGUAGES = [("en", "English"), ("fr", "Français"), ("it", "Italiano")]
LOCALE_PATHS = [BASE_DIR / "blog" / "locale"]  # also for strings of importers/ and templates/
FORMAT_MODULE_PATH = "blog.formats"  # English dates as the public pages have them
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", default="UTC")

# --- Safety ------------------------------------------------------------------------------------

HTTPS = SITE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # a load balancer asks without TLS
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
# Other names below this one may not speak TLS: whoever knows that they do says so.
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = env.bool("HSTS_SUBDOMAINS", default=False)
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
EMAIL_TIMEOUT = 20  # seconds; without it a mail server that says nothing holds a worker for ever
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=f"palimpsest@{SITE_HOST}")

# --- What the blog allows ----------------------------------------------------------------------

TAGGIT_CASE_INSENSITIVE = True
POSTS_PER_PAGE = 10
COMMENTS_OPEN = env.bool("COMMENTS_OPEN", default=True)
COMMENTS_CLOSE_AFTER_DAYS = env.int("COMMENTS_CLOSE_AFTER_DAYS", default=0)  # 0: never
COMMENT_EDIT_MINUTES = env.int("COMMENT_EDIT_MINUTES", default=15)  # 0: what is sent is sent
COMMENTS_PER_ADDRESS = limit("COMMENTS_PER_ADDRESS", "5/600")  # at most 5 comments of one address in 600 seconds
COMMENTS_PER_POST = limit("COMMENTS_PER_POST", "6000/600")  # all senders together, ten a second over ten minutes
TRACKBACKS_OPEN = env.bool("TRACKBACKS_OPEN", default=True)  # where a post is open for them, too
MENTIONS_PER_ADDRESS = limit("MENTIONS_PER_ADDRESS", "30/600")
MENTIONS_PER_POST = limit("MENTIONS_PER_POST", "60/600")
RETENTION_DAYS = env.int("RETENTION_DAYS", default=60)  # spam and trash that someone looked at; 0: for ever
ANONYMISE_IPS_AFTER_DAYS = env.int("ANONYMISE_IPS_AFTER_DAYS", default=90)  # 0: never
NOTICE_MINUTES = env.int("NOTICE_MINUTES", default=10)  # between two notices at once to one moderator
COMMENT_FORM_MIN_SECONDS = 3  # nobody reads a post and answers it faster
COMMENT_FORM_MAX_SECONDS = 24 * 3600

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
