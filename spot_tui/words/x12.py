"""What is said of X12 interchanges: oddities, acknowledgements, segments."""

WORDS = {
    "x12.oddity.at": "{what} (segment {segment})",
    "x12.oddity.at_byte": "{what} (segment {segment}, byte {offset})",
    "x12.oddity.header_unpadded": "the ISA is not padded to its fixed length",
    "x12.oddity.component_missing": "the ISA names no component separator",
    "x12.oddity.text_before": "there is text before the interchange",
    "x12.oddity.text_after": "there is text after the interchange",
    "x12.oddity.segment_outside": "a segment stands outside any transaction: {details}",
    "x12.oddity.group_missing": "a transaction stands outside any group",
    "x12.oddity.set_count": "SE says another number of segments than there are: {details}",
    "x12.oddity.set_control": "the control numbers of SE and ST differ: {details}",
    "x12.oddity.group_count": "GE says another number of transactions than there are: {details}",
    "x12.oddity.group_control": "the control numbers of GE and GS differ: {details}",
    "x12.oddity.interchange_count": "IEA says another number of groups than there are: {details}",
    "x12.oddity.interchange_control": "the control numbers of IEA and ISA differ: {details}",
    "x12.oddity.set_cut": "transaction {details} has no end (SE): it may be cut off",
    "x12.oddity.group_cut": "group {details} has no end (GE): it may be cut off",
    "x12.oddity.interchange_cut": "the interchange has no end (IEA): it may be cut off",
    "x12.oddity.date_unreadable": "a date cannot be read: {details}",
    "x12.oddity.amount_unreadable": "an amount cannot be read: {details}",
}
