"""The page of a file that stood alone on an old blog and was not saved: it tells what the file was."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from blog import redirecting
from blog.models import Attachment
from blog.text import rendering
from blog.views.base import PublicPage


class AttachmentView(PublicPage, TemplateView):
    template_name = "blog/attachment.html"
    attachment: Attachment

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead to the file once it has come, or to the post that shows it by now."""
        attachments = Attachment.objects.filter(has_page=True).select_related("post", "source")
        attachment = attachments.filter(pk=kwargs["pk"]).first()
        place = redirecting.place_of(attachment) if attachment is not None else None
        if attachment is None or place is None:
            raise Http404(_("There is no such file."))
        if not redirecting.is_same(place.path, request.path):
            return HttpResponseRedirect(place.path)
        self.attachment = attachment
        return super().get(request, *args, **kwargs)

    def get_page_language(self) -> str:
        return self.attachment.source.language if self.attachment.source else ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        texts = (self.attachment.caption, self.attachment.description)
        # Sanitized like the body of a post; it is asked for too seldom to be kept.
        told = [mark_safe(rendering.body_html(text, "wordpress")) for text in dict.fromkeys(texts) if text]  # noqa: S308
        return super().get_context_data(
            attachment=self.attachment, told=told, text_language=self.get_page_language(), **kwargs
        )
