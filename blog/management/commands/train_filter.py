"""Train the learned filter on what moderators approved and what they marked as spam."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.db import DatabaseError

from blog.learning import keeping, training
from blog.management.answering import AnsweringCommand, unusable
from blog.models import LearnedFilter

NO_EXTRA = "scikit-learn is not installed here: pip install -e '.[filter]'."


class Command(AnsweringCommand):
    help = (
        "Train the learned filter on approved feedback and spam, and print how well it did on the later part of it. "
        "Whether it decides about new feedback is switched in the admin."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the form of the output."""
        self.add_json(parser)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Train; exit with 2 when the precision that is promised was not reached."""
        try:
            row = keeping.train()
        except training.ExtraMissing:
            self.fail(options, 1, NO_EXTRA)
        except training.NotEnough as error:
            self.fail(options, 1, f"Nothing was trained: {error}.")
        except DatabaseError as error:
            self.fail(options, 1, unusable(error))
        except KeyboardInterrupt:
            self.fail(options, 3, "Interrupted; the filter is as it was.")
        else:
            self.answer(options, {"filter": row.pk, **figures(row), "on": keeping.is_on()}, text(row))
            if not row.is_proven:
                raise SystemExit(2)


def figures(row: LearnedFilter) -> dict[str, Any]:
    """Return what is known of a filter, without the examples."""
    known = ("measured", "as_recorded", "by_kind", "in_order", "threshold", "hold", "disputed")
    return {"spam": row.spam, "approved": row.approved, "proven": row.is_proven} | {
        name: row.report[name] for name in known
    }


def text(row: LearnedFilter) -> str:
    """Return the figures as a table."""
    report = row.report
    lines = [
        f"Trained on {row.spam} marked as spam and {row.approved} approved; {report['disputed']} of these look like "
        "spam and were left out.",
        f"Spam from a probability of {report['threshold']:.3f} on, held from {report['hold']:.3f} on.",
        "Measured on the last part, "
        + (
            "in the order of time:"
            if report["in_order"]
            else "drawn by lot, since spam and approved feedback did not come at the same times:"
        ),
        f"  {'':12}{'spam':>8}{'approved':>10}{'caught':>8}{'wrong':>7}{'precision':>11}{'recall':>8}",
    ]
    rows = {"all": report["measured"], **report["by_kind"], "as recorded": report["as_recorded"]}
    for name, measured in rows.items():
        lines.append(
            f"  {name:12}{measured['spam']:8}{measured['approved']:10}{measured['caught']:8}{measured['wrong']:7}"
            f"{measured['precision']:11.4f}{measured['recall']:8.4f}"
        )
    if not row.is_proven:
        lines.append(f"The precision of {training.TARGET} is not proven: it will hold feedback, not mark it as spam.")
    return "\n".join(lines)
