"""Where the links in moderators' letters lead: a page that shows what it is about and asks for one POST.

There is neither cookie nor login: the signed link says whose it is. Whoever follows links for somebody, a mail program
for one, changes nothing by that.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import TemplateView

from blog import notices
from blog.models import ModerationStatus
from blog.views.base import PublicPage

VERBS = {
    ModerationStatus.APPROVED: lambda: (_("Approve this?"), _("Approve")),
    ModerationStatus.SPAM: lambda: (_("Mark this as spam?"), _("Mark as spam")),
    ModerationStatus.TRASH: lambda: (_("Move this to the trash?"), _("Trash")),
}


@method_decorator(csrf_exempt, name="dispatch")
class NoticeView(PublicPage, TemplateView):
    template_name = "blog/notice.html"
    cache_control = "no-store"

    def get_canonical_path(self) -> str:
        return ""

    def get_page_language(self) -> str:
        return ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.answer(lambda token: (notices.read(token), False))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.answer(notices.decide, sent=True)

    def answer(self, ask: Any, *, sent: bool = False) -> HttpResponse:
        """Ask about the link and show what came of it."""
        try:
            link, done = ask(self.kwargs["token"])
        except notices.LinkExpired:
            return self.show(410, refusal=_("This link is too old. Decide at the desk."))
        except notices.LinkInvalid as error:
            raise Http404(_("This link is not one of ours, or not whole.")) from error
        except notices.NotAllowed:
            return self.show(403, refusal=_("This link was sent to somebody who moderates no more."))
        if link.feedback is None:
            return self.show(410, refusal=_("What this link is about has been deleted."))
        question, verb = VERBS[link.action]()
        status = 409 if sent and not done else 200
        return self.show(status, link=link, feedback=link.feedback, done=done, question=question, verb=verb)

    def show(self, status: int, **context: Any) -> HttpResponse:
        response = self.render_to_response(self.get_context_data(**context), status=status)
        response.headers["Referrer-Policy"] = "no-referrer"  # the address decides
        return response
