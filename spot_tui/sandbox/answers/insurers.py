"""Who else pays: insurers before Medicare (MSP), Medicare Advantage plans and drug plans."""

from __future__ import annotations

from collections.abc import Iterator

from spot_tui.sandbox.answers.cover import WHOLE
from spot_tui.sandbox.answers.segments import Asked, Block, Segment, block, dtp, eb, msg, office, ref
from spot_tui.sandbox.moving_dates import span
from spot_tui.sandbox.people import AdvantagePlan, Person


def other_insurers(person: Person, asked: Asked) -> Iterator[Block]:
    """Insurers that pay first, with their diagnoses in III where there are any."""
    for item in person.insurers:
        yield block(
            WHOLE,
            eb("R", (WHOLE,), item.type),
            ref("IG", item.policy),
            dtp("290", span(item.dates, asked.today)),
            msg(item.text) if item.text else None,
            *(("III", qualifier, code) for qualifier, code in item.diagnoses),
            *office("PRP", item.office),
        )


def plans_2018(person: Person, asked: Asked) -> Iterator[Block]:
    """Plans of the later layout: EB01 U, contract and plan number apart."""
    for plan in person.plans:
        numbers = (ref("18", plan.contract), ref("N6", plan.number, plan.name))
        yield _advantage(plan, "U", numbers, asked)
    for drug in person.drug_plans:
        yield block(
            "88",
            eb("U", ("88",), drug.insurance),
            ref("18", drug.contract),
            ref("N6", drug.number, drug.name),
            dtp("292", span(drug.dates, asked.today)),
            *office(drug.role, drug.office),
        )


def plans_2014(person: Person, asked: Asked) -> Iterator[Block]:
    """Plans of the 2014 layout: EB01 R, contract and plan number in one reference."""
    for plan in person.plans:
        yield _advantage(plan, "R", (ref("18", f"{plan.contract} {plan.number}"),), asked)
    for drug in person.drug_plans:
        yield block(
            "88",
            eb("R", ("88",), "OT"),
            ref("18", f"{drug.contract} {drug.number}"),
            dtp("292", span(drug.dates, asked.today)),
            *office(drug.role, drug.office),
        )


def _advantage(
    plan: AdvantagePlan, information: str, numbers: tuple[Segment | None, ...], asked: Asked
) -> Block:
    return block(
        WHOLE,
        eb(information, (WHOLE,), plan.type),
        *numbers,
        dtp("290", span(plan.dates, asked.today)),
        msg(f"MCO Bill Option Code - {plan.option}"),
        *office("PRP", plan.office, _contacts(plan)),
    )


def _contacts(plan: AdvantagePlan) -> Segment:
    numbers = [("TE", plan.telephone), ("UR", plan.url)]
    ordered = reversed(numbers) if plan.url_first else numbers
    return ("PER", "IC", "", *(part for number in ordered for part in number))
