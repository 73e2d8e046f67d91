"""Who asked for it hears by e-mail that somebody answered: once, when the answer can be read, whenever that is.

No address is told to anybody. Whoever gave somebody else's address does no lasting harm: each letter holds a link by
which that address gets no more, whatever comment forms say.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from blog.models import Feedback, QuietAddress, ReplyNotice
from blog.speaking import interface_language
from blog.text import letters, plain

if TYPE_CHECKING:
    from django.db.models import QuerySet

SALT = "blog.reply_notices"
LONGEST = 2_000  # characters of an answer that its letter holds


def want(ids: Iterable[int]) -> None:
    """Have those told who asked to hear of these comments, which have just become approved."""
    wanted = list(_untold().filter(pk__in=list(ids)).values_list("pk", flat=True))
    if wanted:
        from blog.tasks import tell_of_replies

        tell_of_replies.enqueue(wanted)


def _untold() -> QuerySet[Feedback]:
    """Return answers to whoever wants to hear of them, of which nobody was told; what was imported is old news."""
    answers = Feedback.objects.approved().comments().filter(source=None, reply_notice=None)
    asked = answers.filter(parent__notify_replies=True, parent__source=None, parent__status="approved")
    return asked.exclude(parent__author_email="")


def tell(pk: int) -> bool:
    """Send the letter about an answer; say whether there was anything to send.

    What goes wrong while sending is raised, and the answer counts as not told of.
    """
    public = _untold().filter(pk=pk, post__in=_public_posts()).select_related("post", "parent")
    answer = public.first()
    if answer is None or answer.parent is None or not _is_wanted(answer, answer.parent):
        return False
    try:
        with transaction.atomic():
            notice = ReplyNotice.objects.create(reply=answer)
    except IntegrityError:
        return False  # another worker is at it
    try:
        _letter(answer, answer.parent).send()
    except Exception:
        notice.delete()
        raise
    return True


def _public_posts() -> QuerySet:
    from blog.models import Post

    return Post.objects.public()


def _is_wanted(answer: Feedback, parent: Feedback) -> bool:
    own = answer.author_email.casefold() == parent.author_email.casefold()
    return not own and not is_quiet(parent.author_email)


def _letter(answer: Feedback, parent: Feedback) -> EmailMessage:
    post = answer.post
    with translation.override(interface_language(post.language)):
        name = plain.one_line(answer.author_name) or _("Anonymous")
        unsubscribe = settings.SITE_URL + reverse("blog:reply_notices", kwargs={"token": make_token(parent)})
        words = plain.plain_text(answer.body_html)
        context = {
            "name": name,
            "title": plain.one_line(post.title) or _("Untitled"),
            "answer": letters.quoted(words if len(words) <= LONGEST else f"{words[:LONGEST]}…", f"— {name}"),
            "link": settings.SITE_URL + answer.get_absolute_url(),
            "unsubscribe": unsubscribe,
            "site": settings.SITE_NAME,
        }
        subject = _("%(name)s answered your comment on “%(title)s”") % context
        text = render_to_string("blog/mail/reply.txt", context)
    return EmailMessage(
        subject=plain.one_line(subject)[:200],
        body=text,
        to=[parent.author_email],
        headers={
            "List-Unsubscribe": f"<{unsubscribe}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )


# --- Who wants no letters ----------------------------------------------------------------------


def make_token(comment: Feedback) -> str:
    """Return what a link says of whom it is for: the comment, signed; the address is not in it."""
    return signing.Signer(salt=SALT).sign(str(comment.pk))


def comment_of(token: str) -> Feedback | None:
    """Return the comment that a link is about, None where it is gone; raises BadSignature for what is not ours."""
    return Feedback.objects.filter(pk=signing.Signer(salt=SALT).unsign(token)).first()


def is_quiet(email: str) -> bool:
    return QuietAddress.objects.filter(key=_key(email)).exists()


def silence(email: str) -> None:
    """Send no more letters to an address."""
    QuietAddress.objects.get_or_create(key=_key(email))


def unsilence(email: str) -> None:
    QuietAddress.objects.filter(key=_key(email)).delete()


def _key(email: str) -> str:
    return salted_hmac(SALT, email.strip().casefold(), secret=settings.SECRET_KEY).hexdigest()[:40]
