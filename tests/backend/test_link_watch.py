"""How the line is, from what calls showed."""

from __future__ import annotations

from spot_tui.backend.link_watch import LinkWatch


def how(watch: LinkWatch) -> str:
    return watch.state


def test_a_line_is_away_until_anything_answers_and_one_upstream_alone_is_not_the_line() -> None:
    watch = LinkWatch()
    assert how(watch) == "online"
    watch.answered("gateway")
    watch.failed("gateway", "upstream.unreachable")
    assert how(watch) == "offline"
    watch.answered("sign-in")
    watch.failed("gateway", "upstream.timeout")
    assert how(watch) == "online"
    watch.failed("sign-in", "upstream.dropped")
    assert how(watch) == "offline"
    watch.answered("gateway")
    assert how(watch) == "online"


def test_a_refused_certificate_says_nothing_of_the_line_a_page_does() -> None:
    watch = LinkWatch()
    watch.failed("gateway", "upstream.tls")
    assert how(watch) == "online"
    watch.answered("gateway", with_page=True)
    assert how(watch) == "captive"
    assert watch.state.is_away


def test_connections_that_take_long_make_a_thin_line() -> None:
    watch = LinkWatch()
    watch.connected(0.02)
    assert how(watch) == "online"
    for _ in range(3):
        watch.connected(0.6)
    assert how(watch) == "thin"
    watch.failed("gateway", "upstream.unreachable")
    assert how(watch) == "offline"
