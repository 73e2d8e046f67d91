"""Posts by tag, category, author and source."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.shortcuts import get_object_or_404

from blog.models import Author, Category, Post, Source, Tag
from blog.views.base import PostListPage, may_preview


class TermView(PostListPage):
    """Posts that have one thing in common: `subject`, found by its slug or path."""

    model_of_subject: type[Author | Category | Source | Tag]
    subject: Any

    def get(self, request, *args, **kwargs):
        """Find what readers may know of; what only hidden posts bear exists for editors."""
        subjects = self.model_of_subject.objects
        if may_preview(request):
            self.cache_control = "private, no-store"
            self.subject = get_object_or_404(subjects, **self.kwargs)
        else:
            self.subject = get_object_or_404(subjects.known(), **self.kwargs)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(subject=self.subject, **kwargs)


class TagView(TermView):
    model_of_subject = Tag
    template_name = "blog/tag.html"

    def get_queryset(self):
        return Post.objects.public().for_list().newest_first().filter(tagged_posts__tag=self.subject)


class CategoryView(TermView):
    """Posts of a category and of all below it."""

    model_of_subject = Category
    template_name = "blog/category.html"

    def get_queryset(self):
        below = Category.objects.filter(in_category(self.subject))
        marked = Post.categories.through.objects.filter(category__in=below).values("post")
        return Post.objects.public().for_list().newest_first().filter(pk__in=marked)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        children = self.subject.children.with_public_posts().order_by("name")
        return super().get_context_data(ancestors=ancestors_of(self.subject), children=children, **kwargs)


def in_category(category: Category) -> Q:
    """Match a category and all below it."""
    return Q(path=category.path) | Q(path__startswith=f"{category.path}/")


def ancestors_of(category: Category) -> list[Category]:
    """Return the categories above, the root first, in one query."""
    slugs = category.path.split("/")
    above = ["/".join(slugs[:length]) for length in range(1, len(slugs))]
    return list(Category.objects.filter(path__in=above).order_by("path"))


class AuthorView(TermView):
    model_of_subject = Author
    template_name = "blog/author.html"

    def get_queryset(self):
        return super().get_queryset().by(self.subject)


class SourceView(TermView):
    model_of_subject = Source
    template_name = "blog/source.html"

    def get_queryset(self):
        return super().get_queryset().filter(source=self.subject)
