"""Requests to the CORE side, written by hand so that anything can be wrong in them."""

from __future__ import annotations

from spot_tui.sandbox.core_envelope import CORE, FIELDS, SOAP

ISA = (
    "ISA*00*          *00*          *ZZ*PRACTICE       *ZZ*CMS            "
    "*261122*0900*^*00501*000000001*1*T*|~"
)
GS = "GS*HS*PRACTICE*CMS*20261122*0900*1*X*005010X279A1~"
SET = (
    "ST*270*0001*005010X279A1~BHT*0022*13*REF1*20261122*0900~HL*1**20*1~NM1*PR*2*CMS*****PI*CMS~"
    "HL*2*1*21*1~NM1*1P*2*CLINIC*****XX*1234567893~HL*3*2*22*0~TRN*1*TRACE1*1000000001~"
    "NM1*IL*1*QUILLFEATHER*ALMA****MI*1AA0AA0AA01~DMG*D8*19480302~DTP*291*D8*20261122~EQ*30~SE*13*0001~"
)
END = "GE*1*1~IEA*1*000000001~"
WHOLE = ISA + GS + SET + END

USUAL = {
    "PayloadType": "X12_270_Request_005010X279A1",
    "ProcessingMode": "RealTime",
    "PayloadID": "7c1b8e0a-0000-4000-8000-000000000001",
    "TimeStamp": "2026-11-22T14:00:00Z",
    "SenderID": "PRACTICE",
    "ReceiverID": "CMS",
    "CORERuleVersion": "2.2.0",
    "Payload": WHOLE,
}


def soap(fields: dict[str, str], header: str = "") -> bytes:
    """Return a SOAP request of these fields."""
    inside = "".join(f"<{name}>{value}</{name}>" for name, value in fields.items())
    return (
        f'<s:Envelope xmlns:s="{SOAP}" xmlns:c="{CORE}"><s:Header>{header}</s:Header><s:Body>'
        f"<c:COREEnvelopeRealTimeRequest>{inside}</c:COREEnvelopeRealTimeRequest></s:Body></s:Envelope>"
    ).encode()


def without(name: str) -> dict[str, str]:
    """Return the usual fields but one."""
    return {field: USUAL[field] for field in FIELDS if field != name}
