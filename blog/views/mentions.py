"""Where other sites say that they mention a post. Programs ask and are answered; nobody's cookies are looked at."""

from __future__ import annotations

from threading import BoundedSemaphore

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from blog.mentions import pingback, queueing, receiving, trackback, verifying
from blog.mentions.pingback import Code, Fault
from blog.mentions.receiving import AlreadyKnown, Refused, TooMany
from blog.models import Mention, Post

# Of a process's threads, those that may wait for the source of a pingback; the others go on answering readers.
PATIENT = BoundedSemaphore(2)
MAX_WEBMENTION = 16_000  # bytes: two addresses
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


@csrf_exempt
def trackback_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a trackback of a post in. Whoever only looks is led to the post."""
    post = get_object_or_404(Post.objects.public(), pk=pk) if request.method in ("GET", "HEAD") else None
    if post is not None:
        return _said(b"", 302, Location=f"{post.get_absolute_url()}#trackbacks")
    if request.method != "POST":
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    if _is_longer(request, trackback.MAX_BYTES):
        return _trackback("The ping is too long.", 413)
    post = Post.objects.public().filter(pk=pk).first()
    if post is None:
        return _trackback("There is no such post.", 404)
    try:
        receiving.receive_trackback(post, _ping(request), request.META.get("REMOTE_ADDR", ""))
    except AlreadyKnown:
        return _trackback()
    except TooMany as refusal:
        return _trackback(refusal.sentence, 429, refusal.retry_after)
    except Refused as refusal:
        return _trackback(refusal.sentence)
    return _trackback()


def _ping(request: HttpRequest) -> trackback.Ping:
    if request.content_type == "multipart/form-data":  # which no old sender knows
        return trackback.ping_of(request.POST.dict())
    return trackback.read(request.body, request.META.get("CONTENT_TYPE", ""), request.META.get("QUERY_STRING", ""))


def _trackback(problem: str = "", status: int = 200, retry_after: int = 0) -> HttpResponse:
    """Answer in the protocol's own words; senders read those, and not all of them the status."""
    more = {"Retry-After": str(retry_after)} if retry_after else {}
    return _said(trackback.answer(problem), status, trackback.MEDIA_TYPE, **more)


@csrf_exempt
def pingback_view(request: HttpRequest) -> HttpResponse:
    """Answer a call of pingback.ping."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"], b"Pingbacks are sent here by POST.\n", content_type="text/plain")
    if _is_longer(request, pingback.MAX_BYTES):
        return _said(pingback.fault(Fault(Code.GENERIC, "The call is too long.")), 413, pingback.MEDIA_TYPE)
    try:
        source, target = pingback.read(request.body)
        mention = receiving.receive_pingback(source, target, request.META.get("REMOTE_ADDR", ""))
        answer = pingback.answer(_looked_at(mention))
    except Fault as problem:
        return _said(pingback.fault(problem), 200, pingback.MEDIA_TYPE)
    except TooMany as refusal:
        denied = pingback.fault(Fault(refusal.code, refusal.sentence))
        return _said(denied, 429, pingback.MEDIA_TYPE, **{"Retry-After": str(refusal.retry_after)})
    except Refused as refusal:
        return _said(pingback.fault(Fault(refusal.code, refusal.sentence)), 200, pingback.MEDIA_TYPE)
    return _said(answer, 200, pingback.MEDIA_TYPE)


def _looked_at(mention: Mention) -> str:
    """Look at the source while the sender waits, for the protocol tells it what is wrong there; later, when it is slow
    or many ask at once. Return what to answer, or raise Fault."""
    if PATIENT.acquire(blocking=False):
        try:
            mention = verifying.verify_now(mention)
        finally:
            PATIENT.release()
    if mention.state == Mention.State.REFUSED:
        raise Fault(Code(mention.problem_code), mention.reason(str))
    if mention.state == Mention.State.WAITING:
        queueing.want_verification()
        return "The pingback was received. Its source will be looked at."
    return "The pingback was received. A moderator will look at it."


@csrf_exempt
def webmention_view(request: HttpRequest) -> HttpResponse:
    """Take a webmention in: https://www.w3.org/TR/webmention/#receiving-webmentions."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"], b"Webmentions are sent here by POST.\n", content_type="text/plain")
    if _is_longer(request, MAX_WEBMENTION):
        return _plain("The request is too long.", 413)
    if request.content_type not in FORMS:
        return _plain("Source and target are sent as a form.", 400)
    source, target = (request.POST.get(name, "").strip() for name in ("source", "target"))
    try:
        receiving.receive_webmention(source, target, request.META.get("REMOTE_ADDR", ""))
    except AlreadyKnown:
        pass
    except TooMany as refusal:
        return _plain(refusal.sentence, 429, **{"Retry-After": str(refusal.retry_after)})
    except Refused as refusal:
        return _plain(refusal.sentence, 400)
    return _plain("The webmention was received. Its source will be looked at.", 202)


def offers(post: Post) -> dict[str, str]:
    """Return the headers by which the page of a post says where mentions of it are sent."""
    if not receiving.accepts(post):
        return {}
    # Pingback knows no relative addresses.
    return {
        "X-Pingback": settings.SITE_URL + reverse("blog:pingback"),
        "Link": f'<{reverse("blog:webmention")}>; rel="webmention"',
    }


def _plain(sentence: str, status: int, **headers: str) -> HttpResponse:
    return _said(f"{sentence}\n".encode(), status, "text/plain; charset=utf-8", **headers)


def _said(body: bytes, status: int, media_type: str = "text/plain", **headers: str) -> HttpResponse:
    return HttpResponse(body, status=status, content_type=media_type, headers={"Cache-Control": "no-store", **headers})


def _is_longer(request: HttpRequest, limit: int) -> bool:
    """Say whether a body is longer than it may be, before it is read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return not length.isdecimal() or int(length[:12]) > limit
