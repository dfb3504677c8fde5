"""How the line is, from what calls showed."""

from __future__ import annotations

import socket

import pytest

from spot_tui.backend.link_rules import LinkRules
from spot_tui.backend.link_watch import LinkWatch, Measured, measured


def how(watch: LinkWatch) -> tuple[str, tuple[str, ...]]:
    return watch.state, watch.missing


def test_a_line_is_away_where_no_upstream_answers_and_one_alone_is_named_in_its_place() -> None:
    watch = LinkWatch()
    assert how(watch) == ("not_asked", ())
    watch.answered("Gateway")
    assert how(watch) == ("online", ())
    watch.failed("Gateway", "upstream.unreachable")
    assert how(watch) == ("offline", ())
    watch.answered("sign-in")
    watch.failed("Gateway", "upstream.timeout")
    assert how(watch) == ("online", ("Gateway",))
    watch.failed("sign-in", "upstream.dropped")
    assert how(watch) == ("offline", ())
    watch.answered("Gateway")
    assert how(watch) == ("online", ("sign-in",))


def test_an_answer_from_before_the_failure_counts_until_all_have_been_asked_again() -> None:
    watch = LinkWatch()
    watch.answered("sign-in")
    watch.answered("HETS")
    watch.failed("Gateway", "upstream.timeout")
    watch.was_looked_at()
    assert how(watch) == ("offline", ())
    watch.answered("HETS")
    watch.was_looked_at()
    assert how(watch) == ("online", ("Gateway",))


def test_an_upstream_in_whose_place_a_proxy_answers_is_named_and_the_line_is_not_away() -> None:
    watch = LinkWatch()
    watch.answered("Gateway", is_away=True)
    assert how(watch) == ("online", ("Gateway",))
    watch.answered("Gateway")
    assert how(watch) == ("online", ())


def test_a_refused_certificate_says_nothing_of_the_line_a_page_does() -> None:
    watch = LinkWatch()
    watch.answered("gateway")
    watch.failed("gateway", "upstream.tls")
    assert how(watch) == ("online", ())
    watch.answered("gateway", with_page=True)
    assert how(watch) == ("captive", ())
    assert watch.state.is_away


def test_connections_that_take_long_make_a_thin_line() -> None:
    watch = LinkWatch()
    watch.answered("gateway")
    watch.connected(0.02)
    assert how(watch)[0] == "online"
    for _ in range(3):
        watch.connected(0.6)
    assert how(watch)[0] == "thin"
    watch.failed("gateway", "upstream.unreachable")
    assert how(watch)[0] == "offline"


@pytest.mark.parametrize(
    ("limit", "told", "state"),
    [
        (300, Measured(0.299, 10, 0), "online"),
        (300, Measured(0.3, 10, 0), "thin"),
        (500, Measured(0.4, 10, 0), "online"),
        (300, Measured(0.05, 49, 9), "online"),  # too few packets to tell
        (300, Measured(0.05, 100, 1), "online"),
        (300, Measured(0.05, 100, 2), "thin"),
    ],
)
def test_a_long_round_trip_or_lost_packets_make_a_thin_line(limit: int, told: Measured, state: str) -> None:
    watch = LinkWatch(LinkRules(thin_round_trip_ms=limit))
    watch.answered("gateway")
    watch.carried(7, told)
    assert how(watch)[0] == state


def test_packets_of_a_connection_are_counted_once_and_another_one_of_its_number_anew() -> None:
    watch = LinkWatch()
    watch.carried(7, Measured(0.05, 60, 6))
    assert watch.loss == 0.1
    watch.carried(7, Measured(0.05, 120, 6))
    assert watch.loss == 0.05
    watch.carried(7, Measured(0.05, 80, 0))
    assert watch.loss == 0.03


def test_an_upload_that_arrives_slowly_makes_a_thin_line_while_it_lasts() -> None:
    watch = LinkWatch()
    watch.answered("gateway")
    watch.rate = 32_000.0
    assert how(watch)[0] == "online"
    watch.rate = 31_999.0
    assert how(watch)[0] == "thin"
    watch.rate = None
    assert how(watch)[0] == "online"


def test_the_kernel_tells_of_a_connection() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname()) as near,
        server.accept()[0] as far,
    ):
        near.sendall(b"asked")
        assert far.recv(5) == b"asked"
        told = measured(near)
    assert told is not None
    assert told.sent >= 1
    assert told.sent_again <= told.sent
    assert 0 < told.round_trip < 60
    assert measured(near) is None  # it is closed
