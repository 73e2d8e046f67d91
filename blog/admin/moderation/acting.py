"""What the desk does when asked to: each request is one action, one batch of the journal, one undo.

A script is answered with JSON: what to say, what moved, what somebody else was first with. A browser without scripts is
sent back to the page that it came from, with the same words as messages.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from blog import authorship, counting, moderation
from blog.admin.moderation import one, telling, undoing
from blog.admin.moderation.filters import Filters
from blog.admin.moderation.items import items_of
from blog.admin.moderation.listing import Listing, bulk
from blog.admin.moderation.one import EditForm, demand, words_of
from blog.admin.people import at_the_desk
from blog.models import Feedback, ModerationEvent, ModerationStatus
from blog.ruling.blocking import NothingToBlock
from blog.text.keys import key_of
from blog.text.plain import without_controls

AT_ONCE = 5000  # that a request may name one by one
LONGEST_REPLY = 10_000
TOLD = 20  # of those that others were first with, each is told about


# --- Deciding ----------------------------------------------------------------------------------


def act(request: HttpRequest) -> HttpResponse:
    """Move one (`one`: status:key), those ticked (`item`, `do`), or all that match (`scope`, `upto`, `seen`, `do`).

    An `item` is a key, or several, each with its version if `v` does not say it: `17:pending.4 18:pending.9`.
    """
    demand(request, "change")
    filters = _filters(request)
    status, _colon, single = request.POST.get("one", "").partition(":")
    status = status or request.POST.get("do", "")
    if status not in ModerationStatus.values:
        return _answer(request, filters, _("Nothing was changed."))
    batch, by = uuid.uuid4(), at_the_desk(request)
    reason = without_controls(request.POST.get("reason", ""))[:500]
    if request.POST.get("scope") == "all" and not single:
        rows = Listing(filters, counting.counts()).everything(key_of(request.POST.get("upto", "")))
        keys = list(rows.values_list("pk", flat=True)[: bulk()])
        seen = key_of(request.POST.get("seen", ""))
        number, others = moderation.moderate_unless_later(keys, status, seen, by=by, reason=reason, batch=batch)
        said = " ".join([telling.done(status, number), *telling.left(len(others))])
        return _answer(request, filters, said, batch=batch if number else None, overtaken=others[:TOLD])
    named = [single] if single else _tokens(request, "item")
    shown = _shown(request)
    chosen = {key: shown.get(key, "") for text in named if (key := key_of(text.partition(":")[0]))}
    decided = moderation.decide(chosen, status, by=by, reason=reason, batch=batch)
    moderation.look(decided.moved, by)
    return _answer(
        request,
        filters,
        telling.done(status, len(decided.moved)),
        batch=batch if decided.moved else None,
        moved=decided.moved,
        overtaken=decided.overtaken,
        stays=_written(request),
    )


def _shown(request: HttpRequest) -> dict[int, str]:
    """Return the versions that the person saw, as the page sends them along."""
    pairs = (text.partition(":") for text in _tokens(request, "v") + _tokens(request, "item"))
    return {pk: version for key, _colon, version in pairs if version and (pk := key_of(key))}


def _written(request: HttpRequest) -> list[int]:
    """Return those in whose form a person has written: a script shows them anew with it, wherever they moved."""
    return [pk for text in _tokens(request, "stays") if (pk := key_of(text))]


def _tokens(request: HttpRequest, name: str) -> list[str]:
    """Return what stands in the fields of a name: a field may hold many, since a request holds 1,000 fields."""
    return " ".join(request.POST.getlist(name)).split()[:AT_ONCE]


def undo(request: HttpRequest) -> HttpResponse:
    """Take a whole action back: one's own or, from the journal, anybody's."""
    demand(request, "change")
    filters = _filters(request)
    try:
        batch = uuid.UUID(request.POST.get("batch", ""))
    except ValueError:
        return _answer(request, filters, _("There is nothing to undo."))
    undone = moderation.undo(batch, by=at_the_desk(request))
    # A block that is taken back is an event more of the same feedback.
    back = ModerationEvent.objects.filter(batch=undone.batch).order_by().values("feedback").distinct().count()
    if not back and ModerationEvent.objects.filter(undoes=batch).exists():
        said = _("This is undone already.")
    else:
        said = telling.undone(back, len(undone.conflicts))
    earlier = undoing.before(request, batch) if undone.conflicts and not back else ""
    return _answer(request, filters, said, batch=undone.batch if back else None, failed=not back, earlier=earlier)


# --- One piece of feedback -----------------------------------------------------------------------


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the words of one; what is wrong with them is shown in the form."""
    demand(request, "change")
    feedback = get_object_or_404(Feedback.objects.select_related("post"), pk=pk)
    before = words_of(feedback)
    form = EditForm(request.POST, instance=feedback, feedback=feedback)
    filters, batch = _filters(request), uuid.uuid4()
    if not form.is_valid():
        context = {"form": form, "item": items_of([pk])[0]}
        return _form_again(request, pk, "edit", context)
    fields = {name: _as_was(form.cleaned_data[name], before[name]) for name in form.fields}
    feedback.refresh_from_db()
    shown = _shown(request).get(pk, "")
    try:
        changed = moderation.edit(feedback, fields, by=at_the_desk(request), batch=batch, shown=shown)
    except moderation.Overtaken:
        return _overtaken(request, filters, pk, {"form": form})
    said = _("Edited.") if changed else _("Nothing was changed.")
    return _answer(request, filters, said, batch=batch if changed else None, stays=[pk])


def _as_was(text: str, before: str) -> str:
    """Return a text that a form sent; as it was where only the line ends differ, which browsers make their own."""
    text = without_controls(text.replace("\r\n", "\n"))
    return before if text == before.replace("\r\n", "\n") else text


def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer, which approves what is answered."""
    demand(request, "change")
    feedback = get_object_or_404(Feedback, pk=pk)
    text = without_controls(request.POST.get("text", "").replace("\r\n", "\n")).strip()
    filters, batch, by = _filters(request), uuid.uuid4(), at_the_desk(request)
    if not text or len(text) > LONGEST_REPLY:
        wrong = _("Write something first.") if not text else _("At most 10,000 characters.")
        return _form_again(request, pk, "reply", {"wrong": wrong, "text": text, "item": items_of([pk])[0]})
    try:
        moderation.reply(feedback, text, by, batch=batch, shown=_shown(request).get(pk, ""))
    except moderation.Overtaken:
        return _overtaken(request, filters, pk, {"text": text})
    return _answer(request, filters, _("Answered and approved."), batch=batch, moved=[pk])


def block(request: HttpRequest, pk: int) -> HttpResponse:
    """Block the author: what they send from now on is decided by the rule. What is shown here is marked as spam."""
    demand(request, "change")
    feedback = get_object_or_404(Feedback, pk=pk)
    filters, batch, by = _filters(request), uuid.uuid4(), at_the_desk(request)
    what, shown = request.POST.get("what", ""), _shown(request).get(pk, "")
    try:
        moderation.block(feedback, by, what=what, batch=batch, shown=shown)
    except moderation.Overtaken:
        return _answer(request, filters, _("Nothing was changed."), overtaken=[pk])
    except NothingToBlock:
        return _answer(request, filters, _("Nothing says who the author is."), failed=True)
    return _answer(
        request, filters, _("Blocked, and marked as spam."), batch=batch, moved=[pk], stays=_written(request)
    )


def note(request: HttpRequest, pk: int) -> HttpResponse:
    """Write something down about the author."""
    demand(request, "change")
    feedback = get_object_or_404(Feedback, pk=pk)
    text = without_controls(request.POST.get("text", ""))
    made = authorship.note(authorship.key_of(feedback), text, at_the_desk(request))
    said = _("Noted.") if made else _("Write something first.")
    return _answer(request, _filters(request), said, back=_one_url(pk) + "#author", failed=made is None)


# --- Answers -------------------------------------------------------------------------------------


def by_script(request: HttpRequest) -> bool:
    return request.headers.get("X-Requested-With") == "fetch"


def _filters(request: HttpRequest) -> Filters:
    """Return the filters of the page that the request came from."""
    return Filters(QueryDict(request.POST.get("back", "")[:2000]))


def _one_url(pk: int) -> str:
    return reverse("admin:moderation_one", args=[pk])


def _answer(
    request: HttpRequest,
    filters: Filters,
    said: str,
    *,
    batch: uuid.UUID | None = None,
    moved: list[int] | None = None,
    overtaken: list[int] | None = None,
    stays: list[int] | None = None,
    back: str = "",
    failed: bool = False,
    earlier: str = "",
) -> HttpResponse:
    told = telling.overtaken(overtaken or [])
    if not by_script(request):
        _message(request, said, batch, list(told.values()), failed, earlier)
        query = filters.query()
        return HttpResponseRedirect(back or reverse("admin:moderation") + (f"?{query}" if query else ""))
    # What stays in sight is shown anew: on the tab of all, what was edited, what somebody else was first with, and that
    # in whose form something is written.
    keys = [*(stays or []), *told, *((moved or []) if not filters.status else [])]
    context = {"may_act": True, "verbs": telling.VERBS, "filters": filters, "told": told, "query": filters.query()}
    html = {
        item.pk: render_to_string(
            "admin/moderation/_item.html", context | {"item": item, "told_now": told.get(item.pk, "")}, request
        )
        for item in items_of(keys, filters.q)
    }
    answer = {
        "said": said, "failed": failed, "batch": str(batch) if batch else "", "moved": moved or [],
        "overtaken": told, "html": html, "numbers": filters.numbers(counting.counts()),
    }  # fmt: skip
    return JsonResponse(answer)


def _message(
    request: HttpRequest, said: str, batch: uuid.UUID | None, told: list[str], failed: bool, earlier: str
) -> None:
    """Say it on the next page, with the way back; `earlier`: the action to undo where the last one cannot be."""
    level = messages.WARNING if failed else messages.SUCCESS if batch else messages.INFO
    if batch or earlier:
        url = reverse("admin:blog_moderationevent_undo", args=[batch or earlier])
        undo = _("Undo") if batch else _("Undo the action before it")
        messages.add_message(request, level, format_html('{} <a href="{}">{}</a>', said, url, undo))
    else:
        messages.add_message(request, level, said)
    for sentence in told[:5]:
        messages.warning(request, sentence, extra_tags="as-said")


def _form_again(request: HttpRequest, pk: int, part: str, context: dict[str, Any]) -> HttpResponse:
    """Show a form with what is wrong in it. What it is about was seen as it was first, whatever stands there now."""
    item = context["item"]
    item.version = _shown(request).get(pk) or item.version
    context |= {"back": request.POST.get("back", ""), "may_act": True}
    html = render_to_string(f"admin/moderation/_{part}.html", context, request)
    if by_script(request):
        return JsonResponse({"form": html, "failed": True, "said": _("Please look at the form.")})
    messages.error(request, context.get("wrong") or _("Please look at the form."))
    return one.page(request, context["item"], request.POST.get("back", ""), context)


def _overtaken(request: HttpRequest, filters: Filters, pk: int, written: dict[str, Any]) -> HttpResponse:
    """Say who was first, and keep what was written: a script keeps its form, others are shown the page with it."""
    found = items_of([pk])
    if by_script(request) or not found:
        return _answer(request, filters, _("Nothing was changed."), overtaken=[pk])
    messages.warning(request, _("Nothing was changed. What you wrote is still in the form."))
    return one.page(request, found[0], filters.query(), written | {"told_now": telling.overtaken([pk])[pk]})
