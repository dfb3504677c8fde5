"""Small builders of 835 remittances about made-up people: the segments that a test is about."""

from __future__ import annotations

from spot_tui.backend.remittance.model import Remittance
from spot_tui.backend.remittance.reading import read_remittance
from spot_tui.backend.x12.reader import read_interchanges

HEAD = (
    "BPR*I*84.15*C*ACH*CCP*01*999999999*DA*1*1512345678**01*999999998*DA*2*20261120",
    "TRN*1*EFT0001*1512345678",
    "REF*EV*SUBMITTER",
    "DTM*405*20261119",
    "N1*PR*PRACTICE CONTRACTOR",
    "N3*1 PRACTICE PLAZA",
    "N4*MIAMI*FL*33101",
    "REF*2U*09999",
    "PER*CX*HELP DESK*TE*3055550100",
    "PER*IC**UR*PAYER.INVALID",
    "N1*PE*PRACTICE FAMILY CLINIC*XX*1234567893",
    "LX*1",
)
PATIENT = "NM1*QC*1*QUILLFEATHER*ALMA*R***MI*1AA0AA0AA01"
PAID = (
    "CLP*ACCT-1*1*150*102.9*16.3*MB*2026310000001*11*1",
    PATIENT,
    "MOA***MA01*MA18",
    "NM1*82*1*PRACTICE*PAT****XX*1234567893",
    "NM1*TT*2*PRACTICE MEDIGAP*****PI*00001",
    "REF*EA*CHART-1",
    "DTM*050*20261102",
    "SVC*HC:99213:25*100*63.7**1",
    "DTM*472*20261101",
    "CAS*CO*45*18.5**253*1.5",
    "CAS*PR*2*16.3",
    "REF*6R*L1",
    "AMT*B6*81.5",
    "SVC*HC:G0439*50*39.2**1",
    "DTM*150*20261101",
    "DTM*151*20261101",
    "CAS*CO*45*10**253*.8",
    "AMT*B6*40",
)
DENIED = (
    "CLP*ACCT-2*1*40*0**MB*2026310000002*11*1",
    "NM1*QC*1*BRAMBLEWICK*BASIL****MI*1AA0AA0AA02",
    "DTM*232*20261102",
    "SVC*HC:80061*40*0**0*HC:80053*1",
    "CAS*CO*50*40*1",
    "REF*0K*L99999",
    "LQ*HE*N115",
)
RETURNED = (
    "CLP*ACCT-3*1*75*0**MB*2026310000003*11*1",
    "NM1*QC*1*CINDERFORD*CLARA****MI*1AA0AA0AA03",
    "NM1*74*1*CINDERFORD*CLARISSA****C*1AA0AA0AC03",
    "MOA***MA130",
    "SVC*HC:99213*75*0**1",
    "DTM*472*20261103",
    "CAS*CO*16*75",
    "LQ*HE*N290",
)
REVERSED = (
    "CLP*ACCT-4*22*-100*-63.7**MB*2026310000004*11*1",
    "NM1*QC*1*DAPPLEDOWN*DORA****MI*1AA0AA0AA04",
    "SVC*HC:99214*-100*-63.7**-1",
    "DTM*472*20261004",
    "CAS*CO*45*-18.5**253*-1.5",
    "CAS*PR*2*-16.3",
)
CORRECTED = (
    "CLP*ACCT-4*1*100*63.7*16.3*MB*2026310000005*11*7",
    "NM1*QC*1*DAPPLEDOWN*DORA****MI*1AA0AA0AA04",
    "REF*F8*2026310000004",
    "SVC*HC:99213*100*63.7**1",
    "DTM*472*20261004",
    "CAS*CO*45*18.5**253*1.5",
    "CAS*PR*2*16.3",
)
TAIL = ("PLB*1234567893*20261231*WO:FCN-1*20*L6*-1.25",)
WHOLE = (*HEAD, *PAID, *DENIED, *RETURNED, *REVERSED, *CORRECTED, *TAIL)


def advice_text(*segments: str, more: tuple[tuple[str, ...], ...] = ()) -> str:
    """Return an interchange with a set of these segments, and one for each of `more`."""
    sets = []
    for number, body in enumerate((segments, *more), 1):
        sets += [f"ST*835*{number:04}", *body, f"SE*{len(body) + 2}*{number:04}"]
    start = f"ISA*00*{'':10}*00*{'':10}*ZZ*{'09999':15}*ZZ*{'SUBMITTER':15}*261120*0304"
    lines = [
        f"{start}*^*00501*000000005*0*P*:",
        "GS*HP*09999*SUBMITTER*20261120*030405*1*X*005010X221A1",
        *sets,
        f"GE*{len(more) + 1}*1",
        "IEA*1*000000005",
    ]
    return "".join(f"{line}~" for line in lines)


def advice_of(*segments: str) -> Remittance:
    """Return what an 835 of these segments says."""
    (interchange,) = read_interchanges(advice_text(*segments).encode())
    (transaction,) = interchange.sets
    return read_remittance(interchange, transaction)
