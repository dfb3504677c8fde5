"""The warnings that belong on every tab, in order of harm."""

from __future__ import annotations

from spot_tui.backend.eligibility.sheet import Banner, Tone, Viewing
from spot_tui.backend.eligibility.verdict.finding import Harm, Topic, Verdict
from spot_tui.backend.eligibility.verdict.wording import text

TONES = {Harm.STOP: Tone.STOP, Harm.WARN: Tone.WARN, Harm.INFO: Tone.PLAIN}


def banners(judged: Verdict, viewing: Viewing) -> tuple[Banner, ...]:
    """Return what stands against a bill or has to be minded with it; counted care is the summary's alone."""
    return tuple(
        Banner(text(finding, viewing), TONES[finding.harm], finding.tab)
        for finding in judged.findings
        if finding.harm is not Harm.INFO and finding.topic is not Topic.LIMIT
    )
