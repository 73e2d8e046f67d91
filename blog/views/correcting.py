"""What a comment's author sees of it after sending: that it came in, and for some minutes a form to mend or delete it.

The cookie that says whose it is is set by the answer to sending alone, and sent to the addresses below `comment_edit`
alone, which no cache keeps: no public page ever sees it.
"""

from __future__ import annotations

import math
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from blog import correcting, throttling
from blog.forms import CorrectionForm
from blog.models import Feedback, ModerationStatus
from blog.views.comment_pages import CommentPage, comes_from_here, see_other

COOKIE = "own_comment"


def remember_author(response: HttpResponse, comment: Feedback) -> None:
    """Give whoever sent a comment the pass to it, for as long as it can be changed."""
    if correcting.seconds_open() <= 0:
        return
    response.set_cookie(
        COOKIE,
        correcting.make_pass(comment),
        max_age=correcting.seconds_open(),
        path=edit_path(comment),
        secure=settings.HTTPS,
        httponly=True,
        samesite="Strict",
    )


def edit_path(comment: Feedback) -> str:
    return reverse("blog:comment_edit", kwargs={"pk": comment.post_id, "number": comment.pk})


def received_path(comment: Feedback) -> str:
    return reverse("blog:comment_received", kwargs={"pk": comment.post_id, "number": comment.pk})


class OwnCommentPage(CommentPage):
    """A page about a comment for its author; `comment` is None for everybody else, whether it is there or not."""

    comment: Feedback | None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        number, shown = kwargs["number"], request.COOKIES.get(COOKIE, "")
        own = Feedback.objects.comments().filter(pk=number, post=kwargs["pk"])
        self.comment = own.first() if correcting.is_pass(shown, number) else None
        return super().dispatch(request, *args, **kwargs)

    @property
    def is_open(self) -> bool:
        return self.comment is not None and correcting.is_open(self.comment)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        minutes = 0
        if self.comment and self.is_open:
            left = correcting.open_until(self.comment) - timezone.now()
            minutes = max(1, math.floor(left.total_seconds() / 60))
        return super().get_context_data(
            comment=self.comment,
            is_public=self.comment is not None and self.comment.status == ModerationStatus.APPROVED,
            minutes_left=minutes,
            **kwargs,
        )


class ReceivedView(OwnCommentPage):
    """Says that a comment has come in, and what has become of it since."""

    template_name = "blog/comment_received.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        comment = self.comment or self.public_comment()
        return super().get_context_data(
            shown=comment if comment and comment.status == ModerationStatus.APPROVED else None,
            is_withdrawn=self.comment is not None and correcting.is_withdrawn(self.comment),
            **kwargs,
        )

    def public_comment(self) -> Feedback | None:
        """Return the comment where anyone may read it: a browser may keep no cookies."""
        return self.post_object.feedback.approved().comments().filter(pk=self.kwargs["number"]).first()


@method_decorator(csrf_exempt, name="dispatch")
class CorrectionView(OwnCommentPage):
    """GET shows the form with the words as they are; POST stores them as they shall be."""

    template_name = "blog/comment_edit.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.comment or not self.is_open:
            return self.show(None, 403)
        return self.show(CorrectionForm(initial=words_of(self.comment)), 200)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.comment or not self.is_open:
            return self.show(None, 403)
        form = CorrectionForm(request.POST)
        if not comes_from_here(request):
            form.add_error(None, _("This form was sent from another site. Send it once more from here."))
            return self.show(form, 403)
        if not form.is_valid():
            return self.show(form, 400)
        said, address = form.cleaned_data, request.META.get("REMOTE_ADDR", "")
        try:
            correcting.correct(self.comment, said, address, seen=said["seen"])
        except correcting.Changed:
            return self.show_changed(said["text"])
        except correcting.TooLate:
            return self.show(None, 403)
        except throttling.Throttled as flood:
            form.add_error(None, _("You have changed it many times. Try again in a few minutes."))
            response = self.show(form, 429)
            response.headers["Retry-After"] = str(flood.retry_after)
            return response
        return see_other(received_path(self.comment))

    def show_changed(self, text: str) -> HttpResponse:
        """Show the words as somebody else left them, and what its author wanted instead."""
        assert self.comment is not None
        self.comment.refresh_from_db()
        form = CorrectionForm(words_of(self.comment))
        form.add_error(None, _("A moderator has changed your comment. This is how it stands now."))
        return self.show(form, 409, not_stored=text)

    def show(self, form: CorrectionForm | None, status: int, **more: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(comment_form=form, **more), status=status)


def words_of(comment: Feedback) -> dict[str, Any]:
    """Return what the form shows of a comment."""
    seen = correcting.last_change(comment)
    return {"text": comment.body, "name": comment.author_name, "url": comment.author_url, "seen": seen}


@method_decorator(csrf_exempt, name="dispatch")
class WithdrawalView(OwnCommentPage):
    """POST takes a comment away; the journal keeps who did."""

    template_name = "blog/comment_edit.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return see_other(reverse("blog:comment_edit", kwargs=kwargs))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.comment and comes_from_here(request):
            try:
                correcting.withdraw(self.comment)
            except correcting.TooLate:
                pass
            else:
                return see_other(received_path(self.comment))
        return self.render_to_response(self.get_context_data(comment_form=None), status=403)
