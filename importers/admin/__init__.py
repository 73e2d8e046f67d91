"""What imports do, in the admin: sending an export, watching and ending a run, its report, its issues, its undoing."""

from importers.admin import issues, items, panels, repairs, reviews, runs
from importers.admin.panels import item_of

__all__ = ["issues", "item_of", "items", "panels", "repairs", "reviews", "runs"]
