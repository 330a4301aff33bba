"""Money for desk and township alike: whole fen as ``int``, read from yuan and written in yuan. Never float."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

LARGEST = 10**11
"""One thousand million yuan in fen: above it an amount is a typing mistake."""
_AMOUNT = re.compile(r"-?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]{1,2}0*)?")
"""Commas between thousands only: 201,48 is no amount, and never 20,148. Zeros behind the fen say nothing."""


class NoAmount(ValueError):
    """A text or number that is no amount of money: ``why`` is ``form``, ``parts_of_a_fen`` or ``too_large``."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def read(yuan: str) -> int:
    """The fen of an amount in yuan: ``200``, ``200.50``, ``1,234.50``. Raises NoAmount."""
    if not _AMOUNT.fullmatch(yuan):
        raise NoAmount("form")
    return exact(Decimal(yuan.replace(",", "")))


def exact(yuan: Decimal | int | str) -> int:
    """The fen of an exact amount in yuan. Raises NoAmount."""
    try:
        amount = Decimal(yuan)
    except InvalidOperation:
        raise NoAmount("form") from None
    if not amount.is_finite():
        raise NoAmount("form")
    if abs(amount) > LARGEST // 100:
        raise NoAmount("too_large")
    fen = amount * 100
    if fen != fen.to_integral_value():
        raise NoAmount("parts_of_a_fen")
    return int(fen)


def figures(fen: int) -> str:
    """The amount in yuan with two decimals and thousands separated: ``1,234.50``."""
    sign = "-" if fen < 0 else ""
    yuan, rest = divmod(abs(fen), 100)
    return f"{sign}{yuan:,}.{rest:02d}"


def short(fen: int) -> str:
    """The amount in yuan as short as it is exact: ``200``, ``200.50``."""
    return figures(fen).removesuffix(".00")
