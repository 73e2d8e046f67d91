"""Look through what was approved long ago with the learned filter's eyes, and propose what looks like spam."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.db import DatabaseError

from blog.learning import backlog
from blog.management.answering import AnsweringCommand, unusable
from blog.models import Feedback, Source

SHOWN = 20  # groups


class Command(AnsweringCommand):
    help = (
        "Propose approved feedback that the learned filter takes for spam. The proposals wait in the admin; "
        "nothing is moved without --apply."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to look through, and whether to do what is proposed."""
        parser.add_argument("--source", default="", metavar="SLUG", help="Only feedback to posts of this blog.")
        parser.add_argument("--kind", default="", choices=Feedback.Kind.values, help="With --apply: only this kind.")
        parser.add_argument("--dry-run", action="store_true", help="Store no proposals; print what they would be.")
        parser.add_argument("--apply", action="store_true", help="Mark as spam what is proposed, as one action.")
        self.add_json(parser)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Sweep, and print the groups."""
        source = Source.objects.filter(slug=options["source"]).first() if options["source"] else None
        if options["source"] and source is None:
            self.fail(options, 1, f"There is no source “{options['source']}”.")
        if options["apply"] and options["dry_run"]:
            self.fail(options, 1, "Either --apply or --dry-run.")
        try:
            result = backlog.sweep(source, dry_run=options["dry_run"])
            applied = self.applied(source, options["kind"]) if options["apply"] else {}
        except backlog.NoFilter as error:
            self.fail(options, 1, f"{error}: manage.py train_filter.")
        except DatabaseError as error:
            self.fail(options, 1, unusable(error))
        except KeyboardInterrupt:
            self.fail(options, 3, "Interrupted; nothing was moved.")
        else:
            groups = [{"kind": kind, "campaign": name, "number": number} for kind, name, number in result.groups]
            known = {"looked_at": result.looked_at, "proposed": result.proposed, "groups": groups}
            self.answer(
                options, {"dry_run": options["dry_run"], **known, "applied": applied or None}, text(known, applied)
            )

    def applied(self, source: Source | None, kind: str) -> dict[str, Any]:
        """Accept the proposals; return the batch that takes them back, and how many were marked as spam."""
        proposals = backlog.open_proposals()
        if source is not None:
            proposals = proposals.filter(feedback__post__source=source)
        if kind:
            proposals = proposals.filter(kind=kind)
        batch, moved = backlog.accept(proposals)
        return {"batch": str(batch), "moved": moved}


def text(known: dict[str, Any], applied: dict[str, Any]) -> str:
    """Return what was found in sentences."""
    lines = [f"Looked at {known['looked_at']} approved; {known['proposed']} look like spam."]
    for group in known["groups"][:SHOWN]:
        kind = group["kind"] if group["number"] == 1 else f"{group['kind']}s"
        verb = "looks" if group["number"] == 1 else "look"
        about = f" ({group['campaign']})" if group["campaign"] else ""
        lines.append(f"  {group['number']} approved {kind} {verb} like spam{about}")
    if len(known["groups"]) > SHOWN:
        lines.append(f"  and {len(known['groups']) - SHOWN} smaller groups")
    if applied:
        lines.append(f"{applied['moved']} were marked as spam; the journal takes action {applied['batch']} back.")
    elif known["proposed"]:
        lines.append("They wait for a decision in the admin, Learned filter, Backlog; --apply marks them as spam.")
    return "\n".join(lines)
