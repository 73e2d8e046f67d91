"""Small exports of Movable Type, written for one test each, and the records that reading them gives."""

from importers.decoding import SourceFile
from importers.readers import movable_type
from importers.records import Issue, PostRecord, Refused
from importers.surveying import Evidence

HEAD = {
    "AUTHOR": "Mara",
    "TITLE": "Low water",
    "BASENAME": "low_water",
    "STATUS": "Publish",
    "ALLOW COMMENTS": "1",
    "CONVERT BREAKS": "0",
    "ALLOW PINGS": "1",
    "DATE": "03/01/2005 09:30:00 PM",
}


def entry(*sections, body="Text.", **head):
    """One entry; keyword arguments are keys of the head with "_" for " ", None leaves one out."""
    stated = HEAD | {name.replace("_", " "): value for name, value in head.items()}
    lines = [f"{name}: {value}\n" for name, value in stated.items() if value is not None]
    texts = [f"BODY:\n{body}\n", "EXTENDED BODY:\n\n", "EXCERPT:\n\n", "KEYWORDS:\n\n", *sections]
    return "".join(lines) + "-----\n" + "".join(f"{text}-----\n" for text in texts) + "--------\n"


def comment(text="Yes.", author="Jonas", date="03/02/2005 08:00:00 AM", **more):
    """One comment as Movable Type writes it."""
    stated = {"AUTHOR": author, "EMAIL": "", "IP": "", "URL": "", "DATE": date} | more
    return "COMMENT:\n" + "".join(f"{name}: {value}\n" for name, value in stated.items()) + f"{text}\n"


def ping(text="They say.", **more):
    """One ping."""
    stated = {"TITLE": "Tides", "URL": "http://b.example.org/1", "IP": "192.0.2.1", "BLOG NAME": "B"}
    stated |= {"DATE": "03/03/2005 08:00:00 AM"} | more
    return "PING:\n" + "".join(f"{name}: {value}\n" for name, value in stated.items()) + f"{text}\n"


def read(text, origin="export.txt", **file):
    """Return all records of an export."""
    data = text.encode() if isinstance(text, str) else text
    return list(movable_type.read(SourceFile(origin, content=data, **file), Evidence()))


def posts(text, **file):
    return [record for record in read(text, **file) if isinstance(record, PostRecord)]


def issues(text, **file):
    """Return the codes of all issues, those of posts and of what is refused too."""
    found = []
    for record in read(text, **file):
        if isinstance(record, Issue):
            found.append(record.code)
        elif isinstance(record, Refused):
            found.append(record.issue.code)
        elif isinstance(record, PostRecord):
            found += [issue.code for issue in record.issues]
    return found
