"""What a payment can be to the year that it is for. A value only."""

from enum import Enum

from village_desk.words import _


class PaymentKind(Enum):
    """What a payment is to its year: all of it, more on top of it, one of its parts, or a missed year made up for."""

    REGULAR = "regular"
    TOP_UP = "top_up"
    INSTALMENT = "instalment"
    BACK_PAYMENT = "back_payment"

    def in_words(self) -> str:
        """As on the slip."""
        return {
            "regular": _("正常缴费"),
            "top_up": _("补足（二次缴费）"),
            "instalment": _("分次缴费"),
            "back_payment": _("补缴"),
        }[self.value]
