"""The comment form at an address of its own: for answers, for what has to be corrected, and for what is sent."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import TemplateView

from blog import commenting
from blog.forms import CommentForm
from blog.models import Feedback, Post
from blog.text import plain
from blog.text.keys import key_of
from blog.views.base import PublicPage, interface_language


class CommentPage(PublicPage, TemplateView):
    """A page about commenting on one public post. Never kept by caches."""

    cache_control = "no-store"
    post_object: Post

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        posts = Post.objects.public().select_related("author", "source")
        self.post_object = get_object_or_404(posts, pk=kwargs["pk"])
        with translation.override(interface_language(self.post_object.language)):
            return super().dispatch(request, *args, **kwargs)

    def get_page_language(self) -> str:
        return self.post_object.language

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(post=self.post_object, **kwargs)


# The signed token and the Origin header stand in for a CSRF cookie: the pages that hold the form are the same for all.
@method_decorator(csrf_exempt, name="dispatch")
class CommentView(CommentPage):
    """GET shows the form, with the comment that is answered; POST takes a comment in."""

    template_name = "blog/comment_form.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = CommentForm(post=self.post_object, initial={"parent": self.asked_parent()})
        return self.show(form, 200 if self.post_object.comments_open else 403)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = CommentForm(request.POST, post=self.post_object)
        if not self.post_object.comments_open:
            return self.show(form, 403)
        if not comes_from_here(request):
            form.add_error(None, _("This form was sent from another site. Send it once more from here."))
            return self.show(form, 403)
        if not form.is_valid():
            return self.show(form, 400)
        address, user = request.META.get("REMOTE_ADDR", ""), staff_user(request)
        try:
            comment = commenting.submit_comment(self.post_object, form.cleaned_data, address, user)
        except commenting.CommentRefused as refusal:
            form.add_error(None, sentence_for(refusal))
            response = self.show(form, refusal.status)
            if isinstance(refusal, commenting.TooMany):
                response.headers["Retry-After"] = str(refusal.retry_after)
            return response
        received = reverse("blog:comment_received", kwargs={"pk": self.post_object.pk})
        location = f"{received}?{urlencode({'comment': comment.anchor})}"
        return HttpResponse(status=303, headers={"Location": location, "Cache-Control": "no-store"})

    def asked_parent(self) -> Feedback | None:
        """Return the comment that `?parent=` names."""
        asked = self.request.GET.get("parent", "")
        if not asked:
            return None
        key = key_of(asked)
        if not key:
            raise Http404(_("There is no such comment."))
        return get_object_or_404(self.post_object.feedback.approved().comments(), pk=key)

    def show(self, form: CommentForm, status: int) -> HttpResponse:
        parent = form.initial.get("parent")
        if form.is_bound:
            parent = getattr(form, "cleaned_data", {}).get("parent")
        context = self.get_context_data(comment_form=form, answered=parent)
        return self.render_to_response(context, status=status)


class ReceivedView(CommentPage):
    """Says that a comment has come in, and whether it is shown or waits for a moderator."""

    template_name = "blog/comment_received.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        anchor = plain.without_controls(self.request.GET.get("comment", ""))[:100]
        shown = self.post_object.feedback.approved().comments().filter(anchor=anchor).first() if anchor else None
        return super().get_context_data(shown=shown, **kwargs)


def comes_from_here(request: HttpRequest) -> bool:
    """Say whether the form was sent from a page of ours.

    Browsers name the origin of every POST; what names neither origin nor referer is no browser, and has a token
    that another site cannot read.
    """
    named = request.headers.get("Origin") or request.headers.get("Referer")
    if not named:
        return True
    try:
        parts = urlsplit(named)
        here = {settings.SITE_URL.lower(), f"{request.scheme}://{request.get_host()}".lower()}
    except (ValueError, DisallowedHost):
        return False
    return f"{parts.scheme}://{parts.netloc}".lower() in here


def staff_user(request: HttpRequest) -> Any:
    """Return the login behind a staff member's comment. Others are not asked for theirs."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.headers.get("Origin"):
        return None
    return request.user if request.user.is_authenticated and request.user.is_staff else None


def sentence_for(refusal: commenting.CommentRefused) -> str:
    """Say in words why a comment was not taken."""
    match refusal:
        case commenting.CommentsClosed():
            return _("Comments on this post are closed.")
        case commenting.AlreadySaid():
            return _("You have said exactly this here before.")
        case commenting.TooMany(whose="post"):
            return _("Many comments came in under this post just now. Try again in a moment.")
        case commenting.TooMany():
            minutes = max(1, round(refusal.retry_after / 60))
            return ngettext(
                "Many comments came from your address. Try again in a minute.",
                "Many comments came from your address. Try again in %(minutes)d minutes.",
                minutes,
            ) % {"minutes": minutes}
    return _("This comment could not be taken.")
