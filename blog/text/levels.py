"""How sure we are of something read or repaired. Shared by repairs and by the provenance of fields."""

from enum import StrEnum

LOST = "lost"  # instead of a level: letters are missing, and nothing brings them back


class Level(StrEnum):
    """Certain and likely are applied; a guess is proposed to a person and changes nothing."""

    CERTAIN = "certain"
    LIKELY = "likely"
    GUESS = "guess"
