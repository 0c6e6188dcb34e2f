"""Many logins from one address are slowed down, in a memory that cannot grow."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from console.web.throttle import Throttle

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
WINDOW = timedelta(minutes=5)


def test_an_address_waits_after_the_limit_and_no_other_does():
    throttle = Throttle(limit=3, window=WINDOW)
    assert [throttle.admit("192.0.2.1", NOW) for _ in range(4)] == [True, True, True, False]
    assert throttle.admit("192.0.2.2", NOW)
    assert not throttle.admit("192.0.2.1", NOW + WINDOW - timedelta(seconds=1))
    assert throttle.admit("192.0.2.1", NOW + WINDOW)


def test_success_takes_back_its_own_attempt_only():
    throttle = Throttle(limit=2, window=WINDOW)
    throttle.admit("192.0.2.1", NOW)
    throttle.admit("192.0.2.1", NOW)
    throttle.forgive("192.0.2.1")
    assert throttle.admit("192.0.2.1", NOW)
    assert not throttle.admit("192.0.2.1", NOW)


def test_one_subscriber_cannot_use_all_his_ipv6_addresses():
    throttle = Throttle(limit=1, window=WINDOW)
    assert throttle.admit("2001:db8::1", NOW)
    assert not throttle.admit("2001:db8::ffff", NOW)
    assert throttle.admit("2001:db8:0:1::1", NOW)


def test_memory_is_bounded_and_the_busiest_stay_known():
    throttle = Throttle(limit=1, window=WINDOW, remembered=3)
    for number in range(100):
        throttle.admit("192.0.2.1", NOW)
        throttle.admit(f"198.51.100.{number}", NOW)
    assert len(throttle._counts) == 3
    assert not throttle.admit("192.0.2.1", NOW)


def test_an_address_that_is_none_is_counted_too():
    throttle = Throttle(limit=1, window=WINDOW)
    assert throttle.admit("testclient", NOW)
    assert not throttle.admit("testclient", NOW)
