"""The editors' desk: one module per noun. Other applications add to it through `panels`."""

from blog.admin import (
    attachments,
    authors,
    categories,
    feedback,
    legacy_urls,
    mentions,
    moderation_events,
    moderation_rules,
    panels,
    posts,
    sources,
    tags,
    text_repairs,
    translation_notes,
)

__all__ = [
    "attachments",
    "authors",
    "categories",
    "feedback",
    "legacy_urls",
    "mentions",
    "moderation_events",
    "moderation_rules",
    "panels",
    "posts",
    "sources",
    "tags",
    "text_repairs",
    "translation_notes",
]
