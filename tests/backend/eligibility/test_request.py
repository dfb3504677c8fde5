from __future__ import annotations

from datetime import datetime

import pytest

from spot_tui.backend.connectivity.request import Numbers
from spot_tui.backend.eligibility.inquiry import Inquiry
from spot_tui.backend.eligibility.request import (
    MOST_QUESTIONS,
    Asking,
    everything,
    write_inquiry,
)
from spot_tui.backend.formats import Mbi, ServiceDates
from spot_tui.backend.upstreams import CoreUpstream, Provider
from spot_tui.backend.x12.codes import preventive_services
from spot_tui.backend.x12.reader import Interchange, read_interchanges
from tests.backend.eligibility.answers import day

MADE = datetime(2026, 11, 25, 9, 41, 7)  # noqa: DTZ001 - written as it is
SMALL = Asking(("30", "42"), ("G0101",))


def upstream(**changes: object) -> CoreUpstream:
    return CoreUpstream.model_validate({"url": "https://core.invalid/soap", "sender_id": "SUB123", **changes})


def inquiry(last_name: str = "Quillfeather", last: str = "2026-11-20") -> Inquiry:
    return Inquiry(
        mbi=Mbi("1AA0AA0AA01"),
        first_name="Alma",
        last_name=last_name,
        birth_date=day("1948-03-02"),
        service=ServiceDates(day("2026-11-20"), day(last)),
    )


def written(
    asked: Inquiry | None = None, asking: Asking | None = SMALL, to: CoreUpstream | None = None
) -> Interchange:
    provider = Provider(organisation="Practice Family Clinic", npi="1234567893")
    numbers = Numbers(42, "REFERENCE-1", "TRACE-1")
    text = write_inquiry(asked or inquiry(), provider, to or upstream(), numbers, MADE, asking)
    (found,) = read_interchanges(text.encode())
    assert found.oddities == []
    return found


def segments(found: Interchange) -> list[str]:
    return next(found.sets).texts


def test_an_inquiry_is_the_segments_of_its_guide_in_their_order() -> None:
    assert segments(written()) == [
        "ST*270*0001*005010X279A1",
        "BHT*0022*13*REFERENCE-1*20261125*094107",
        "HL*1**20*1",
        "NM1*PR*2*CMS*****PI*CMS",
        "HL*2*1*21*1",
        "NM1*1P*2*PRACTICE FAMILY CLINIC*****XX*1234567893",
        "HL*3*2*22*0",
        "TRN*1*TRACE-1*9SUB123000",
        "NM1*IL*1*QUILLFEATHER*ALMA****MI*1AA0AA0AA01",
        "DMG*D8*19480302",
        "DTP*291*D8*20261120",
        "EQ*30^42",
        "EQ**HC|G0101",
        "SE*14*0001",
    ]


def test_the_envelope_names_partners_numbers_and_wants_a_ta1() -> None:
    found = written()
    assert (found.sender, found.receiver, found.control_number) == ("SUB123", "CMS", "000000042")
    assert (found.header[14], found.usage) == ("1", "P")
    assert (found.groups[0].functional_id, found.groups[0].version) == ("HS", "005010X279A1")


def test_a_span_of_service_dates_is_a_range() -> None:
    assert "DTP*291*RD8*20261120-20261125" in segments(written(inquiry(last="2026-11-25")))


def test_a_clearinghouse_has_its_own_payer_receiver_and_separator() -> None:
    found = written(
        to=upstream(receiver_id="HUB", payer_name="MEDICARE", payer_id="00431", component_separator=":")
    )
    assert found.receiver == "HUB"
    assert "NM1*PR*2*MEDICARE*****PI*00431" in segments(found)
    assert "EQ**HC:G0101" in segments(found)


@pytest.mark.parametrize("separator", ["|", ":", ">", "\\", "^"])
def test_every_component_separator_of_the_settings_can_be_read_again(separator: str) -> None:
    found = written(to=upstream(component_separator=separator))
    assert found.delimiters.component == separator
    assert found.delimiters.repetition not in ("", separator)


def test_names_lose_delimiters_and_keep_apostrophe_and_hyphen() -> None:
    texts = segments(written(inquiry(last_name="O'Dapple-grim*~^|:x")))
    assert any(text.startswith("NM1*IL*1*O'DAPPLE-GRIM     X*ALMA") for text in texts)


def test_the_trace_originator_is_the_ein_where_there_is_one() -> None:
    assert "TRN*1*TRACE-1*1000000001" in segments(written(to=upstream(tax_id="000000001")))


def test_everything_asks_the_service_types_and_each_preventive_code() -> None:
    texts = segments(written(asking=None))
    assert "EQ*10^14^15^30^42^45^48^67^88^A7^AD^AE^AG^BF^BG" in texts
    asked = {text.partition("|")[2] for text in texts if text.startswith("EQ**HC|")}
    assert asked == set(preventive_services())
    assert len([text for text in texts if text.startswith("EQ")]) <= MOST_QUESTIONS


def test_codes_of_the_settings_replace_the_list() -> None:
    assert everything(("G0101", "G0102")).hcpcs == ("G0101", "G0102")
    assert len(everything(tuple(f"G{n:04}" for n in range(200))).hcpcs) == MOST_QUESTIONS - 1
