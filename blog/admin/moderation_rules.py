"""The rules of moderation: written, ordered, switched off, and tried on the past before they are saved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from blog.admin import display, evidence, filter_figures
from blog.admin.listing import Listing
from blog.admin.rule_form import form_for, version_of
from blog.learning import keeping
from blog.models import ModerationRule, ModerationStatus
from blog.ruling import changing, trying
from blog.ruling.kinds import Kind
from blog.ruling.registry import KINDS

SHOWN_VALUES = 4  # of a list, beside the rule's name
BROKEN = _("What is stored of it cannot be read. Switch it off, or open it and save what it shall look for.")


class ShownTrial:
    """What a rule would have done, in the words of the page."""

    def __init__(self, trial: trying.Trial, kind: Kind) -> None:
        self.trial = trial
        self.untried = kind.untried
        self.would = [
            (display.choice_badge(status), trial.would[status]) for status in ModerationStatus if trial.would[status]
        ]

    @cached_property
    def against(self) -> list[dict[str, Any]]:
        return [self.shown(example) for example in reversed(self.trial.against)]

    @cached_property
    def others(self) -> list[dict[str, Any]]:
        return [self.shown(example) for example in reversed(self.trial.others)]

    @staticmethod
    def shown(example: trying.Example) -> dict[str, Any]:
        status, decided = (ModerationStatus(value) if value else None for value in (example.status, example.decided))
        return {
            "feedback": example.feedback,
            "who": example.feedback.author_name or example.feedback.blog_name,
            "text": evidence.excerpt_of(example.feedback),
            "reason": evidence.reason(example.feedback, example.finding.as_json()),
            "would": display.choice_badge(status) if status else "",
            "decided": display.choice_badge(decided) if decided else "",
            "imported": example.imported,
        }


@admin.register(ModerationRule)
class ModerationRuleAdmin(Listing):
    change_form_template = "admin/blog/moderationrule/change_form.html"
    list_display = ("title", "what", "then", "adds", "in_force", "place")
    list_display_links = ("title",)
    ordering = ("position", "pk")
    sortable_by = ()
    actions = None
    list_per_page = 200

    class Media:
        css = {"all": ["blog/rules.css"]}

    # The list

    @admin.display(description=_("rule"))
    def title(self, rule: ModerationRule) -> str:
        return evidence.rule_title(rule)

    @admin.display(description=_("what it looks for"))
    def what(self, rule: ModerationRule) -> str:
        kind = KINDS.get(rule.kind)
        if kind is None:
            return str(_("This kind of rule is not here any more."))
        if not kind.can_read(rule.values):
            return format_html('<span class="badge tone-bad">{}</span> {}', pgettext("a rule", "broken"), BROKEN)
        return format_html('{} <span class="values">{}</span>', kind.help, " · ".join(_values(kind, rule.values)))

    @admin.display(description=_("then"))
    def then(self, rule: ModerationRule) -> str:
        if rule.kind == changing.LEARNED:
            return filter_figures.verdicts(keeping.newest())
        return evidence.verdict_badge(rule.verdict)

    @admin.display(description=_("score"))
    def adds(self, rule: ModerationRule) -> str:
        return f"{rule.score:+g}" if rule.score else ""

    @admin.display(description=_("in force"))
    def in_force(self, rule: ModerationRule) -> str:
        state = pgettext("a rule", "on") if rule.enabled else pgettext("a rule", "off")
        figures: Any = ""
        if rule.kind == changing.LEARNED:
            row = keeping.newest()
            figures = filter_figures.figures(row)
            if row is None and not rule.enabled:  # there is nothing to be switched on
                return format_html('<span class="badge tone-quiet">{}</span> {}', state, figures)
        return format_html(
            '<span class="badge tone-{}">{}</span> <button class="button quiet-button" formaction="{}" name="enabled"'
            ' value="{}" aria-label="{}">{}</button> {}',
            "good" if rule.enabled else "quiet",
            state,
            reverse("admin:blog_moderationrule_switch", args=[rule.pk]),
            "" if rule.enabled else "1",
            (_("Switch off: %s") if rule.enabled else _("Switch on: %s")) % evidence.rule_title(rule),
            _("Switch off") if rule.enabled else _("Switch on"),
            figures,
        )

    @admin.display(description=_("order"))
    def place(self, rule: ModerationRule) -> str:
        url, title = reverse("admin:blog_moderationrule_move", args=[rule.pk]), evidence.rule_title(rule)
        button = '<button class="button quiet-button" formaction="{}" name="up" value="{}" aria-label="{}">{}</button>'
        return format_html(
            f"{button} {button}",
            *(url, "1", _("Move up: %s") % title, "↑"),
            *(url, "", _("Move down: %s") % title, "↓"),
        )

    def get_urls(self) -> list[Any]:
        own = [
            path(
                f"<int:pk>/{name}/", self.admin_site.admin_view(require_POST(view)), name=f"blog_moderationrule_{name}"
            )
            for name, view in (("switch", self.switch), ("move", self.move))
        ]
        return [*own, *super().get_urls()]

    def switch(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Put a rule in force or switch it off, by the button in the list."""
        self._may_change(request)
        try:
            rule = changing.switch(pk, bool(request.POST.get("enabled")))
        except ModerationRule.DoesNotExist:
            raise Http404 from None
        except changing.NotYet:
            self.message_user(request, _("It has not learned anything yet."), messages.WARNING)
            return HttpResponseRedirect(reverse("admin:blog_moderationrule_changelist"))
        except changing.NoWords:
            self.message_user(request, _("With no words it finds nothing. Open it and write one."), messages.WARNING)
            return HttpResponseRedirect(reverse("admin:blog_moderationrule_changelist"))
        said = _("“%s” is in force now.") if rule.enabled else _("“%s” is switched off now.")
        return self._changed(request, rule, _("in force"), said % evidence.rule_title(rule))

    def move(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Let a rule change places with its neighbour, by the buttons in the list."""
        self._may_change(request)
        try:
            rule = changing.move(pk, bool(request.POST.get("up")))
        except ModerationRule.DoesNotExist:
            raise Http404 from None
        said = _("“%(rule)s” is number %(n)d now.")
        return self._changed(
            request, rule, _("order"), said % {"rule": evidence.rule_title(rule), "n": rule.position // changing.STEP}
        )

    def _may_change(self, request: HttpRequest) -> None:
        if not self.has_change_permission(request):
            raise PermissionDenied

    def _changed(self, request: HttpRequest, rule: ModerationRule, field: Any, said: str) -> HttpResponse:
        self.log_change(request, rule, [{"changed": {"fields": [str(field)]}}])
        self.message_user(request, said, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:blog_moderationrule_changelist"))

    # The form

    def kind_of(self, request: HttpRequest, rule: ModerationRule | None) -> Kind:
        """Return the kind of a rule, or the one that is asked for a new one; 404 for none."""
        kind = KINDS.get(rule.kind if rule else request.GET.get("kind", ""))
        if kind is None:
            raise Http404(_("There is no such kind of rule."))
        return kind

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = form_for(self.kind_of(request, obj))
        kwargs["form"] = _unsaved(form) if "_try" in request.POST else form
        return super().get_form(request, obj, change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        kind = self.kind_of(request, obj)
        names = [parameter.name for parameter in kind.parameters]
        what = [(kind.label, {"fields": names, "description": kind.help})] if names else []
        about = {"description": filter_figures.figures(keeping.newest())} if kind.name == changing.LEARNED else {}
        return [
            *what,
            (_("When it finds something"), {"fields": ["verdict", "score"]}),
            (_("The rule"), {"fields": ["name", "position", "enabled"], **about}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ()

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        kind = self.kind_of(request, None)
        return {"verdict": kind.verdict, "score": kind.score, "position": changing.new_position(kind.name)}

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Mapping[str, Any] | None = None,
    ) -> Any:
        if object_id is None and request.GET.get("kind", "") not in KINDS:
            return self.choose(request)
        if "_try" in request.POST:
            # It saves nothing, takes seconds, and so holds no transaction: on SQLite nobody could comment meanwhile.
            return self._changeform_view(request, object_id, form_url, dict(extra_context or {}))  # type: ignore[attr-defined]
        return super().changeform_view(request, object_id, form_url, dict(extra_context or {}))

    def choose(self, request: HttpRequest) -> HttpResponse:
        """Offer the kinds that a new rule may be of."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": _("What shall the new rule look for?"),
            "opts": self.opts,
            "kinds": list(KINDS.values()),
            "media": self.media,
        }
        return TemplateResponse(request, "admin/blog/moderationrule/choose.html", context)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        rule = kwargs.get("obj")
        kind = self.kind_of(request, rule)
        context["latest"], context["most"] = trying.LATEST, trying.MOST
        context["seen"] = version_of(rule) if rule else ""
        context["title"], context["subtitle"] = evidence.rule_title(rule) if rule else kind.label, None
        if rule and request.method == "GET" and not kind.can_read(rule.values):
            self.message_user(request, BROKEN, messages.WARNING)
        if "_try" in request.POST:
            context["latest"] = _number(request.POST.get("latest", ""))
            form = context["adminform"].form
            if not form.errors:
                context["shown"] = ShownTrial(trying.try_rule(form.instance, context["latest"]), kind)
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: ModerationRule, form: Any, change: bool) -> None:
        changing.save_rule(obj)


def _unsaved(form: type[Any]) -> type[Any]:
    """Return a form that is checked and shown again, and never taken for one to save."""
    return type("TriedForm", (form,), {"is_valid": lambda self: form.is_valid(self) and False})


def _number(typed: str) -> int:
    """Return how many of the latest a rule is tried on."""
    number = int(typed) if typed.isdecimal() and len(typed) < 10 else trying.LATEST
    return max(1, min(number, trying.MOST))


def _values(kind: Kind, values: Mapping[str, Any]) -> list[str]:
    """Return a rule's values in few words; lists that are empty are left out."""
    told = []
    for parameter in kind.parameters:
        value = values.get(parameter.name, parameter.default)
        if not isinstance(value, list | tuple):
            told.append(_("%(name)s: %(value)s") % {"name": parameter.label, "value": value})
        elif value:
            more = f" … ({len(value)})" if len(value) > SHOWN_VALUES else ""
            told.append(", ".join(map(str, value[:SHOWN_VALUES])) + more)
    return told
