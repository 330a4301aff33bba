"""Workbooks that Excel encrypted without asking anybody: the password is its own then, and the same everywhere.

So are .xls files whose structure is protected or that are recommended to be read only. Knows no other password and
tries none.
"""

import io
import re

from village_desk.workbooks.formats import file_kinds

_OF_EXCEL = "VelvetSweatshop"
"""[MS-OFFCRYPTO] 2.1.3: what Excel and WPS try before they ask."""

_ROUNDS = re.compile(rb'spinCount="0*([0-9]+)"')
_MOST_ROUNDS = 1_000_000
"""Excel writes 100,000; each costs time."""


def unlocked(data: bytes) -> bytes:
    """The workbook without its encryption; Refused ``protected`` when it has a password of its own."""
    import msoffcrypto
    from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError, ParseError

    rounds = _ROUNDS.search(data)
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data or (rounds and int(rounds[1][:9]) > _MOST_ROUNDS):
        raise file_kinds.protected()
    plain = io.BytesIO()
    try:
        office = msoffcrypto.OfficeFile(io.BytesIO(data))
        verified = {"verify_password": True} if office.format == "ooxml" else {}  # the old format always verifies
        office.load_key(password=_OF_EXCEL, **verified)
        office.decrypt(plain)
    except (DecryptionError, FileFormatError, InvalidKeyError, ParseError, *file_kinds.MUTILATED):
        raise file_kinds.protected() from None  # an unknown kind of encryption also means a password
    return plain.getvalue()
