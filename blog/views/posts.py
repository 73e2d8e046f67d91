"""The front page, and a post or page on its own."""

from __future__ import annotations

import hashlib
import time
from typing import Any
from unicodedata import normalize

from django.db.models import Q, QuerySet
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.generic import DetailView

from blog import presenting
from blog.forms import CommentForm
from blog.mentions import receiving
from blog.models import Post
from blog.speaking import interface_language
from blog.text import languages
from blog.threading import thread
from blog.views.base import PostListPage, PublicPage, may_preview
from blog.views.mentions import offers

MAX_STICKY = 5
TERMS = ["tags", "categories"]
TOKEN_RENEWED = 6 * 3600  # seconds after which a kept copy is fetched anew for the sake of its form's token


class HomeView(PostListPage):
    """The newest posts; on the first page what is sticky comes before."""

    template_name = "blog/home.html"

    def get_queryset(self):
        """Leave out what stands at the top; of many sticky posts the older ones stand at their date."""
        posts = super().get_queryset()
        at_the_top = list(posts.order_by().filter(sticky=True).newest_first().values_list("pk", flat=True)[:MAX_STICKY])
        self.at_the_top = posts.filter(pk__in=at_the_top)
        return posts.exclude(pk__in=at_the_top)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        posts = list(context["posts"])
        if context["page_obj"].number == 1:
            posts = [*self.at_the_top, *posts]
            context["featured"], posts = (posts[0], posts[1:]) if posts else (None, [])
        context["posts"] = posts
        return context


class PostView(PublicPage, DetailView):
    """A post or page at its path, with its notes, feedback, translations and neighbours."""

    context_object_name = "post"
    object: Post

    def get_object(self, queryset: QuerySet | None = None) -> Post:
        """Find what the visitor may read; drafts and their like exist for editors only."""
        self.previewed = may_preview(self.request)
        posts = Post.objects.all() if self.previewed else Post.objects.public()
        posts = posts.select_related("author", "source", "featured_image", "parent")
        try:
            return posts.prefetch_related(*TERMS).with_co_authors().get(path=normalize("NFC", self.kwargs["path"]))
        except Post.DoesNotExist as error:
            raise Http404(_("There is no such post.")) from error

    def get_template_names(self) -> list[str]:
        return ["blog/page.html" if self.object.kind == Post.Kind.PAGE else "blog/post.html"]

    def get_page_language(self) -> str:
        return self.object.language

    def get_canonical_path(self) -> str:
        return self.object.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        post = self.object
        with translation.override(interface_language(post.language)):
            body, notes = presenting.present_body(post, post.translation_notes.public())
        feedback = post.feedback.approved().oldest_first()
        comments = thread(feedback.comments())
        return super().get_context_data(
            body=body,
            notes=notes,
            body_direction=languages.direction(post.language),
            translations=translations_of(post),
            thread=comments,
            trackbacks=feedback.trackbacks(),
            comment_form=CommentForm(post=post) if post.takes_comments else None,
            closed=not post.takes_comments and bool(comments or post.kind == Post.Kind.POST),
            previewed=self.previewed,
            takes_mentions=receiving.accepts(post),
            **neighbours(post),
            **kwargs,
        )

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> TemplateResponse:
        """Tag the page without its form's token, which alone would make every copy differ."""
        if self.previewed:
            self.cache_control = "private, no-store"
        response = super().render_to_response(context, **kwargs)
        for name, value in offers(self.object).items():
            response.headers[name] = value
        form = context["comment_form"]
        if not self.previewed:
            content = response.content.replace(form.token.encode(), b"") if form else response.content
            content += str(int(time.time()) // TOKEN_RENEWED).encode()
            response.headers["ETag"] = f'W/"{hashlib.sha256(content).hexdigest()[:32]}"'
        return response


def translations_of(post: Post) -> list[Post]:
    """Return the public posts that say the same in other words: the original first, this one left out."""
    original = post.translation_of_id or post.pk
    group = Post.objects.public().filter(Q(pk=original) | Q(translation_of=original)).exclude(pk=post.pk)
    found = group.only("title", "path", "language", "kind", "translation_of").order_by("language", "pk")
    return sorted(found, key=lambda other: other.pk != original)


def neighbours(post: Post) -> dict[str, Post | None]:
    """Return the public posts before and after this one in time; what has no date is before and after nothing."""
    if post.kind == Post.Kind.PAGE or post.published_year is None:
        return {"previous_post": None, "next_post": None}
    dated = Post.objects.public().posts().exclude(published_year=None)
    posts = dated.only("title", "path", "language", "kind")
    earlier = posts.filter(Q(sort_at__lt=post.sort_at) | Q(sort_at=post.sort_at, pk__lt=post.pk))
    later = posts.filter(Q(sort_at__gt=post.sort_at) | Q(sort_at=post.sort_at, pk__gt=post.pk))
    return {
        "previous_post": earlier.order_by("-sort_at", "-pk").first(),
        "next_post": later.order_by("sort_at", "pk").first(),
    }
