"""So many in so long a time, of one sender and for one post, counted alike by all who count."""

import datetime as dt

import pytest
from django.conf import settings as site
from django.db import transaction
from django.utils import timezone

from blog import throttling
from blog.models import Arrival
from tests.at_once import AtOnce
from tests.cast import a_post


def ago(seconds):
    Arrival.objects.update(at=timezone.now() - dt.timedelta(seconds=seconds))


@pytest.mark.django_db
def test_what_is_over_the_limit_is_told_when_again_and_not_counted():
    claim = throttling.from_address("192.0.2.7", (2, 600))
    throttling.admit(claim)
    ago(500)
    throttling.admit(claim)
    for _ in range(2):
        with pytest.raises(throttling.Throttled) as refused:
            throttling.admit(claim)
        assert refused.value.whose == "address"
        assert 99 <= refused.value.retry_after <= 100
    ago(601)
    throttling.admit(claim)


@pytest.mark.django_db
def test_addresses_posts_and_kinds_count_apart():
    post = a_post()
    throttling.admit(throttling.from_address("192.0.2.7", (1, 60)), throttling.under_post(post, (1, 60)))
    throttling.admit(throttling.from_address("192.0.2.8", (1, 60)), throttling.under_post(a_post(), (1, 60)))
    throttling.admit(throttling.from_address("192.0.2.7", (1, 60), "mention"))
    with pytest.raises(throttling.Throttled) as refused:
        throttling.admit(throttling.from_address("192.0.2.9", (1, 60)), throttling.under_post(post, (1, 60)))
    assert refused.value.whose == "post"
    throttling.admit(throttling.from_address("192.0.2.9", (1, 60)))


@pytest.mark.django_db
def test_no_limit_counts_nothing():
    for _ in range(3):
        throttling.admit(throttling.from_address("192.0.2.7", (0, 1)))
    assert not Arrival.objects.exists()


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8::1", "2001:db8::/64"),
        ("2001:DB8:0:0:5::9", "2001:db8::/64"),
        ("2001:db8:0:1::1", "2001:db8:0:1::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::1", "::1"),
        ("", ""),
        ("x" * 100, "x" * 64),
    ],
    ids=range(9),
)
def test_what_an_address_counts_as(address, network):
    assert throttling.counted_as(address) == network


@pytest.mark.django_db
def test_no_address_is_kept_and_what_is_old_is_forgotten():
    throttling.admit(throttling.from_address("192.0.2.7", (2, 600)))
    assert "192.0.2" not in Arrival.objects.get().key
    assert throttling.forget() == 0
    ago(2 * 86400)
    assert throttling.forget(longest=3 * 86400) == 0
    assert throttling.forget() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("name", throttling.LIMITS)
def test_what_a_longer_limit_counts_is_not_forgotten_for_a_shorter_one(settings, monkeypatch, name):
    setattr(settings, name, (10, 7 * 86400))
    throttling.admit(throttling.under_post(a_post(), getattr(settings, name)))
    ago(3 * 86400)
    monkeypatch.setattr(throttling, "SWEPT_ONCE_IN", 1)
    throttling.admit(throttling.from_address("192.0.2.7", (5, 600)))
    assert Arrival.objects.count() == 2


def test_all_limits_of_the_settings_are_known():
    limits = {name for name in dir(site) if name.endswith(("_PER_ADDRESS", "_PER_POST"))}
    assert limits == set(throttling.LIMITS)


@pytest.mark.django_db(transaction=True)
def test_many_at_once_are_counted_one_by_one(tmp_path):
    claims = [throttling.from_address("192.0.2.7", (3, 600), kind) for kind in ("comment", "mention")]

    def arrive(number):
        try:
            with transaction.atomic():
                throttling.admit(*claims[:: 1 if number % 2 else -1])
        except throttling.Throttled:
            return False
        return True

    at_once = AtOnce(tmp_path)
    assert sorted(at_once(arrive, range(12))) == [False] * 9 + [True] * 3
    assert at_once.after(Arrival.objects.count) == 6
