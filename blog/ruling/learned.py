"""The rule that asks the filter learned from moderators' decisions. Off until somebody switches it on."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from blog.ruling.findings import Candidate, Context, Evidence, Hit
from blog.ruling.kinds import Kind, Values
from blog.ruling.literals import literal

WEIGHT = 4.0  # of a certain spam in the score


def _learned(candidate: Candidate, context: Context, values: Values) -> Hit | None:
    if context.learned is None:
        return None
    known, told = context.learned
    if told.probability < known.hold:
        return None
    # Whoever was approved before under this name, and never rejected, is never marked as spam by a machine.
    is_known = (
        not context.by_email.rejected and literal(candidate.texts.get("author_name", "")) in context.by_email.names
    )
    is_spam = known.is_proven and told.probability >= known.threshold and not is_known
    code = ("learned" if is_spam else "learned-doubt") + ("" if told.words else "-manner")
    # Never 100: it is never certain.
    params = {"percent": min(99, int(told.probability * 100)), "words": list(told.words), "signs": list(told.signs)}
    places = tuple(Evidence(place.field, place.start, place.end) for place in told.places)
    return Hit(code, params, places, None if is_spam else "pending", round(WEIGHT * told.probability, 2))


LEARNED = Kind(
    name="learned",
    label=_("Learned filter"),
    help=_("It is like what moderators marked as spam. See the page of the learned filter for how well that works."),
    find=_learned,
    verdict="spam",
    needs=frozenset({"learned", "by_email"}),
    sentences={
        "learned": _("Spam with a probability of %(percent)d%%, by the words: %(words)s"),
        "learned-manner": _("Spam with a probability of %(percent)d%%, by sender, links and form."),
        "learned-doubt": _("Perhaps spam, with a probability of %(percent)d%%, by the words: %(words)s"),
        "learned-doubt-manner": _("Perhaps spam, with a probability of %(percent)d%%, by sender, links and form."),
    },
)
