"""The moderation desk, /admin/moderation/: what waits, in its context, decided by key, button or in bulk."""

from blog.admin.moderation.views import urls

__all__ = ["urls"]
