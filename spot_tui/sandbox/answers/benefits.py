"""Which topics each layout writes, in order, and what of them was asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from spot_tui.sandbox.answers import care, costs, cover, insurers
from spot_tui.sandbox.answers import old_layouts as old
from spot_tui.sandbox.answers.segments import Asked, Block, Segment
from spot_tui.sandbox.people import Layout, Person

Topic = Callable[[Person, Asked], Iterator[Block]]

_BEFORE_PLANS: tuple[Topic, ...] = (
    *(cover.entitlements, cover.inactive, cover.part_b_id, cover.exclusions, cover.drug_benefit),
    *(costs.part_a, costs.part_b, costs.mental_health, costs.blood, costs.therapy),
    *(costs.hospital, costs.nursing, costs.reserve, costs.psychiatric),
    *(care.rehabilitation, care.smoking, care.acupuncture, care.preventive),
)
_AFTER_PLANS: tuple[Topic, ...] = (
    *(insurers.other_insurers, cover.qmb, cover.renal),
    *(care.home_health, care.certifications, care.hospice, cover.extra),
)

TOPICS: Mapping[Layout, tuple[Topic, ...]] = MappingProxyType(
    {
        "hets-2018": (*_BEFORE_PLANS, insurers.plans_2018, *_AFTER_PLANS),
        "hets-2014": (*_BEFORE_PLANS, insurers.plans_2014, *_AFTER_PLANS),
        "clearinghouse": (*_BEFORE_PLANS, insurers.plans_2018, *_AFTER_PLANS),
        "hets-2012": (
            *(cover.entitlements, old.core_set_2012, old.inactive_2012, cover.exclusions),
            *(costs.part_a, costs.part_b, old.mental_health_2012, old.blood_2012, old.therapy_2012),
            *(old.days_2012, costs.psychiatric),
            *(old.smoking_2012, care.preventive, insurers.plans_2014, insurers.other_insurers),
            *(old.home_health_2012, old.certifications_2012, care.hospice),
        ),
        "hets-2009": (
            *(old.entitlements_2009, old.deductibles_2009, old.blood_2009, old.insurers_2009),
            *(old.home_health_2009, old.renal_2009),
        ),
    }
)


def benefits(person: Person, layout: Layout, asked: Asked) -> list[Segment]:
    """Return the segments of loop 2110C: what the person's answer shows, of that what was asked for."""
    wanted = asked.everything
    blocks = (block for topic in TOPICS[layout] for block in topic(person, asked) if block.asks & wanted)
    return [segment for block in blocks for segment in block.segments]
