"""Rules about who says it, where and when: logins, addresses, what became of the author's earlier feedback."""

from __future__ import annotations

import ipaddress
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from blog.ruling.disposable import DOMAINS
from blog.ruling.findings import Candidate, Context, Evidence, Hit
from blog.ruling.hosts import within
from blog.ruling.kinds import Kind, Parameter, Values
from blog.ruling.literals import key_of, literal, occurrences


def _staff(candidate: Candidate, context: Context, values: Values) -> Hit | None:
    return Hit("staff") if context.is_staff else None


STAFF = Kind(
    name="staff",
    label=_("Staff"),
    help=_("The author is logged in and may moderate."),
    find=_staff,
    verdict="approve",
    sentences={"staff": _("The author is logged in and may moderate.")},
)


def _closed(candidate: Candidate, context: Context, values: Values) -> Hit | None:
    if not context.is_open:
        return Hit("closed")
    if values["days"] and context.post_age is not None and context.post_age > values["days"]:
        return Hit("old-post", {"age": context.post_age, "days": values["days"]})
    return None


CLOSED = Kind(
    name="closed",
    label=_("Closed or old post"),
    help=_("The post takes no such feedback any more, or is old."),
    find=_closed,
    verdict="pending",
    score=1.0,
    parameters=(
        Parameter(
            "days",
            _("Posts older than so many days"),
            "integer",
            0,
            _("0: whatever their age; only what comes to closed posts is meant."),
        ),
    ),
    sentences={
        "closed": _("The post takes no such feedback any more."),
        "old-post": ngettext_lazy("The post is %(age)d day old.", "The post is %(age)d days old.", "age"),
    },
    untried=_("Which posts were closed at that time is not known; only their age is tried."),
)


def _prepared_addresses(values: Values) -> Values:
    networks = [ipaddress.ip_network(network, strict=False) for network in values["networks"]]
    return {
        "emails": frozenset(email.lower() for email in values["emails"]),
        "domains": {domain.lower().lstrip(".@"): literal(domain) for domain in values["domains"]},
        "networks": {version: [n for n in networks if n.version == version] for version in (4, 6)},
        "names": frozenset(map(literal, values["names"])) - {""},
    }


def _blocked_addresses(candidate: Candidate, context: Context, values: Values) -> Hit | None:
    email = candidate.texts.get("author_email", "").lower()
    if email and email in values["emails"]:
        return Hit("blocked-email", {"email": email}, (Evidence("author_email", 0, len(email)),))
    network = _network_of(candidate.address, values["networks"]) if candidate.address else None
    if network is not None:
        return Hit("blocked-network", {"address": candidate.address, "network": str(network)})
    name = candidate.texts.get("author_name", "")
    if values["names"] and literal(name) in values["names"]:
        return Hit("blocked-name", {"name": name}, (Evidence("author_name", 0, len(name)),))
    return _blocked_domain(candidate, email.rpartition("@")[2], values["domains"]) if values["domains"] else None


def _network_of(address: str, networks: dict[int, list[Any]]) -> Any:
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return None
    found = getattr(found, "ipv4_mapped", None) or found
    return next((network for network in networks[found.version] if found in network), None)


def _blocked_domain(candidate: Candidate, of_email: str, domains: dict[str, str]) -> Hit | None:
    if domain := within(of_email, domains):
        email = candidate.texts["author_email"]
        return Hit("blocked-domain", {"domain": domain}, (Evidence("author_email", 0, len(email)),))
    led = [(found, place) for host, place in candidate.hosts if (found := within(host, domains))]
    if led:
        return Hit("blocked-domain", {"domain": led[0][0]}, tuple(place for _found, place in led))
    for domain, folded_domain in domains.items():
        if key_of(folded_domain) not in candidate.vocabulary:
            continue
        for field, text in candidate.folded.items():
            places = tuple(Evidence(field, start, end) for start, end in occurrences(folded_domain, text))
            if places:
                return Hit("blocked-domain", {"domain": domain}, places)
    return None


BLOCKED_ADDRESSES = Kind(
    name="blocked_addresses",
    label=_("Blocked senders and addresses"),
    help=_("The author, or an address that website, links or text name, is blocked."),
    find=_blocked_addresses,
    verdict="spam",
    score=5.0,
    parameters=(
        Parameter("emails", _("E-mail addresses, one per line"), "emails", ()),
        Parameter(
            "domains",
            _("Domains, one per line"),
            "domains",
            (),
            _("Of e-mail addresses, websites and links; their subdomains are meant too."),
        ),
        Parameter(
            "networks",
            _("IP addresses and networks, one per line"),
            "networks",
            (),
            _("For example 192.0.2.7 or 2001:db8:1::/48."),
        ),
        Parameter("names", _("Names of authors, one per line"), "names", (), _("The whole name.")),
    ),
    prepare=_prepared_addresses,
    sentences={
        "blocked-email": _("The e-mail address %(email)s is blocked."),
        "blocked-network": _("The IP address %(address)s is blocked (%(network)s)."),
        "blocked-name": _("The name “%(name)s” is blocked."),
        "blocked-domain": _("The domain %(domain)s is blocked."),
    },
)


def _disposable(candidate: Candidate, context: Context, values: Values) -> Hit | None:
    email = candidate.texts.get("author_email", "")
    domain = within(email.rpartition("@")[2].lower(), values["domains"])
    return Hit("disposable", {"domain": domain}, (Evidence("author_email", 0, len(email)),)) if domain else None


def _prepared_disposable(values: Values) -> Values:
    return {"domains": (DOMAINS | {domain.lower() for domain in values["more"]}) - set(values["allowed"])}


DISPOSABLE = Kind(
    name="disposable_email",
    label=_("Disposable e-mail"),
    help=_("The e-mail address is of a service that gives addresses away for minutes."),
    find=_disposable,
    verdict="pending",
    score=1.0,
    parameters=(
        Parameter("more", _("More such domains, one per line"), "domains", ()),
        Parameter("allowed", _("Domains that are none, one per line"), "domains", ()),
    ),
    prepare=_prepared_disposable,
    sentences={"disposable": _("%(domain)s gives out disposable e-mail addresses.")},
)


def _first(candidate: Candidate, context: Context, values: Values) -> Hit | None:
    approved = context.by_email.approved
    if approved >= values["number"]:
        return None
    if not approved:
        return Hit("first-comment")
    return Hit("new-author", {"approved": approved, "number": values["number"]})


FIRST_COMMENTS = Kind(
    name="first_comments",
    label=_("New authors"),
    help=_("Fewer than so many by this e-mail address were approved before."),
    find=_first,
    verdict="pending",
    parameters=(Parameter("number", _("How many are held"), "integer", 1, minimum=1, maximum=100),),
    needs=frozenset({"by_email"}),
    sentences={
        "first-comment": _("Nothing by this author was approved before."),
        "new-author": ngettext_lazy(
            "Only %(approved)d by this author was approved before.",
            "Only %(approved)d by this author were approved before.",
            "approved",
        ),
    },
)


def _rejected(candidate: Candidate, context: Context, values: Values) -> Hit | None:
    for history in (context.by_email, context.by_address):
        if history.decided >= values["minimum"] and history.rejected * 100 >= values["percent"] * history.decided:
            return Hit("rejected-author", {"rejected": history.rejected, "decided": history.decided})
    return None


REJECTED_AUTHOR = Kind(
    name="rejected_author",
    label=_("Often rejected authors"),
    help=_("Much of what came from this e-mail or IP address was spam or trash."),
    find=_rejected,
    verdict="pending",
    score=2.0,
    parameters=(
        Parameter("percent", _("Rejected, in percent"), "percent", 50, minimum=1, maximum=100),
        Parameter("minimum", _("Of at least so many that were decided"), "integer", 3, minimum=1, maximum=100),
    ),
    needs=frozenset({"by_email", "by_address"}),
    sentences={
        "rejected-author": ngettext_lazy(
            "Of %(decided)d from this author %(rejected)d was rejected.",
            "Of %(decided)d from this author %(rejected)d were rejected.",
            "rejected",
        )
    },
)


def _known(candidate: Candidate, context: Context, values: Values) -> Hit | None:
    history = context.by_email
    name = literal(candidate.texts.get("author_name", ""))
    if history.approved < values["number"] or history.rejected > values["rejected"] or name not in history.names:
        return None
    return Hit("known-author", {"approved": history.approved})


KNOWN_AUTHOR = Kind(
    name="known_author",
    label=_("Known authors"),
    help=_("Comments with this e-mail address and this name were approved before."),
    find=_known,
    verdict="approve",
    score=-1.0,
    parameters=(
        Parameter("number", _("Approved before, at least"), "integer", 1, minimum=1, maximum=100),
        Parameter("rejected", _("Rejected before, at most"), "integer", 0, maximum=100),
    ),
    needs=frozenset({"by_email"}),
    sentences={
        "known-author": ngettext_lazy(
            "A known author: %(approved)d was approved before.",
            "A known author: %(approved)d were approved before.",
            "approved",
        )
    },
)
