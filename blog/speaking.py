"""In which language the interface speaks beside a text, on a page or in a letter."""

from django.conf import settings


def interface_language(tag: str) -> str:
    """Return the language the interface speaks beside text in `tag`: its own where we have it."""
    primary = tag.lower().partition("-")[0]
    return primary if primary in dict(settings.LANGUAGES) else settings.SITE_LANGUAGE
