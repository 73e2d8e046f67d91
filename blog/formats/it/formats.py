"""Italian dates without the day of the week, as the other languages have them."""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y, H:i"
