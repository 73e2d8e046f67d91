"""Where the link in a letter about an answer leads: a page that asks for one POST, which mail programs send by
themselves (RFC 8058). The signed link says whom it is for; there is neither cookie nor login."""

from __future__ import annotations

from typing import Any

from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import TemplateView

from blog import reply_notices
from blog.views.base import PublicPage


@method_decorator(csrf_exempt, name="dispatch")
class ReplyNoticesView(PublicPage, TemplateView):
    template_name = "blog/reply_notices.html"
    cache_control = "no-store"
    email = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            comment = reply_notices.comment_of(kwargs["token"])
        except BadSignature as error:
            raise Http404(_("This link is not one of ours, or not whole.")) from error
        self.email = comment.author_email if comment else ""
        self.language = comment.post.language if comment else ""
        return super().dispatch(request, *args, **kwargs)

    def get_page_language(self) -> str:
        return self.language

    def get_canonical_path(self) -> str:
        return ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # What has no address any more gets no letters.
        quiet = not self.email or reply_notices.is_quiet(self.email)
        return super().get_context_data(is_quiet=quiet, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.email:
            (reply_notices.unsilence if "again" in request.POST else reply_notices.silence)(self.email)
        return self.get(request, *args, **kwargs)
