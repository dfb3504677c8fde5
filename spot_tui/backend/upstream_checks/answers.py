"""What any answer over HTTP tells of the way: a proxy's page, a redirect, a service that is away."""

from __future__ import annotations

from urllib.parse import urlsplit

from spot_tui.backend.http import Answer
from spot_tui.backend.problems import Problem
from spot_tui.backend.text import clean_line
from spot_tui.backend.upstream_checks.steps import Step, failed

_REDIRECTS = range(300, 400)
_REFUSED = 400
_PROXY_WANTS_NAME = 407
_SERVER_FAULT = 500
_LONGEST_NAME = 120
_TLS = frozenset({"upstream.tls", "upstream.client_certificate"})


def check_answered(answer: Answer) -> Problem | None:
    """Return what is wrong with an answer to the question whether anybody is there.

    Any answer of the service's own will do, a refusal too: pages of 400 to 499 are how many say that they
    take no GET. A page with another status is a proxy's or a captive portal's.
    """
    told: dict[str, object] = {"upstream": answer.upstream, "status": answer.status}
    if answer.status in _REDIRECTS:
        return Problem("check.redirect", (), told | {"to": _host(answer.headers.get("location", ""))})
    if answer.status >= _SERVER_FAULT or answer.status == _PROXY_WANTS_NAME:
        return answer.unusable()
    if answer.is_page and answer.status < _REFUSED:
        return answer.unusable()
    return None


def unanswered(problem: Problem) -> Step:
    """Return the step that fails when no answer came at all.

    In TLS 1.3 a certificate that is missing shows only now, as an alert or as a line that closes at once.
    """
    if problem.code == "upstream.dropped":
        return failed("http", Problem("check.dropped", (), problem.parameters))
    return failed("tls" if problem.code in _TLS else "http", problem)


def _host(url: str) -> str:
    try:
        return clean_line(urlsplit(url).hostname or "", _LONGEST_NAME) or "-"
    except ValueError:
        return "-"
