"""gunicorn's settings: `gunicorn --config config/gunicorn.py`. BIND, WEB_CONCURRENCY and THREADS override."""

import os

wsgi_app = "config.wsgi:application"
bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = int(os.environ.get("THREADS", "4"))
timeout = 60
graceful_timeout = 20
# A worker that grew is replaced; the jitter keeps all from going at once.
max_requests = 10_000
max_requests_jitter = 1_000
limit_request_line = 8190
# Forwarded headers are judged by TRUSTED_PROXIES in the application, not here.
forwarded_allow_ips = ""
accesslog = os.environ.get("ACCESS_LOG") or None
