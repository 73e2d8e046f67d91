"""Slow work of the blog that a worker does; each only calls what commands call too."""

from django_tasks import task

from blog import retrieving

PORTION = 60.0  # seconds after which other work may come in between


@task()
def fetch_media(source: int | None = None) -> dict[str, int]:
    """Fetch the files that are wanted, of one source or of all, portion by portion."""
    counts = retrieving.fetch_wanted(source, seconds=PORTION).counts
    # Each was tried once: what is still wanted did not fit in, or came meanwhile.
    if counts and retrieving.wanted_of(source).exists():
        fetch_media.enqueue(source)
    return dict(counts)
