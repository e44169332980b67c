"""What a picture's credit lacks for publication. The reading of credits is in `core.credit`, shared with the wire."""

from __future__ import annotations

from broadsheet.core.credit import CreditChain

LACKS_CREDIT = "credit"
LACKS_CREDIT_LINE = "credit_line"
LACKS_ALT_TEXT = "alt_text"


def lacking(chain: CreditChain, credit_line: str, *, asks_credit_line: bool) -> tuple[str, ...]:
    """Return what is missing: a creator or an agency, and the credit line where the provider's contract asks for one."""
    codes = [] if chain.is_complete else [LACKS_CREDIT]
    if asks_credit_line and not credit_line.strip():
        codes.append(LACKS_CREDIT_LINE)
    return tuple(codes)
