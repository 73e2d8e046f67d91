"""Search: a form, and what it finds."""

from __future__ import annotations

from typing import Any

from blog import search
from blog.models import Post
from blog.views.base import PostListPage


class SearchView(PostListPage):
    """Posts and pages that hold every word asked for."""

    template_name = "blog/search.html"

    def get_queryset(self):
        self.query = self.request.GET.get("q", "").replace("\x00", " ").strip()
        self.language = self.request.GET.get("language", "")[:35].replace("\x00", "")
        posts = Post.objects.public().for_list()
        if self.language:
            posts = posts.filter(language=self.language)
        return search.find(self.query, posts)

    def get_canonical_path(self) -> str:
        return self.request.path

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tags = Post.objects.public().exclude(language="").order_by("language").values_list("language", flat=True)
        return super().get_context_data(
            query=self.query[: search.MAX_QUERY],
            asked_words=search.Query.parse(self.query).words,
            asked_language=self.language,
            post_languages=tags.distinct(),
            **kwargs,
        )
