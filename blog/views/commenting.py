"""The comment form at an address of its own: for answers, for a preview, for what is wrong, and for what is sent."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt

from blog import commenting
from blog.forms import CommentForm
from blog.models import Feedback
from blog.text.keys import key_of
from blog.views.comment_pages import CommentPage, comes_from_here, see_other
from blog.views.correcting import received_path, remember_author


# The signed token and the Origin header stand in for a CSRF cookie: the pages that hold the form are the same for all.
@method_decorator(csrf_exempt, name="dispatch")
class CommentView(CommentPage):
    """GET shows the form, with the comment that is answered; POST takes a comment in."""

    template_name = "blog/comment_form.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = CommentForm(post=self.post_object, initial={"parent": self.asked_parent()})
        return self.show(form, 200 if self.post_object.takes_comments else 403)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = CommentForm(request.POST, post=self.post_object)
        if refused := self.refusal_of(form):
            return refused
        address, user = request.META.get("REMOTE_ADDR", ""), staff_user(request)
        try:
            comment = commenting.submit_comment(self.post_object, form.cleaned_data, address, user)
        except commenting.CommentRefused as refusal:
            form.add_error(None, sentence_for(refusal))
            response = self.show(form, refusal.status)
            if isinstance(refusal, commenting.TooMany):
                response.headers["Retry-After"] = str(refusal.retry_after)
            return response
        return self.taken(comment)

    def refusal_of(self, form: CommentForm) -> HttpResponse | None:
        """Return the page that says why what was sent is not even looked at, or what is wrong with it."""
        if not self.post_object.takes_comments:
            return self.show(form, 403)
        if not comes_from_here(self.request):
            form.add_error(None, _("This form was sent from another site. Send it once more from here."))
            return self.show(form, 403)
        return None if form.is_valid() else self.show(form, 400)

    def taken(self, comment: Feedback) -> HttpResponse:
        """Lead to the page that says so."""
        response = see_other(received_path(comment))
        remember_author(response, comment)
        return response

    def asked_parent(self) -> Feedback | None:
        """Return the comment that `?parent=` names."""
        asked = self.request.GET.get("parent", "")
        if not asked:
            return None
        key = key_of(asked)
        if not key:
            raise Http404(_("There is no such comment."))
        return get_object_or_404(self.post_object.feedback.approved().comments(), pk=key)

    def show(self, form: CommentForm, status: int, **more: Any) -> HttpResponse:
        parent = form.initial.get("parent")
        if form.is_bound:
            parent = getattr(form, "cleaned_data", {}).get("parent")
        context = self.get_context_data(comment_form=form, answered=parent, **more)
        return self.render_to_response(context, status=status)


class PreviewView(CommentView):
    """POST shows a comment as it would stand on the page, the form below; nothing is stored. GET shows the form."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = CommentForm(request.POST, post=self.post_object, is_preview=True)
        if refused := self.refusal_of(form):
            return refused
        draft = commenting.draft(self.post_object, form.cleaned_data, "")
        draft.anchor = "preview"
        return self.show(form, 200, draft=draft)


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
