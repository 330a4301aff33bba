"""An amount that is paid once stands by itself on the cards of a person and of two tiers, in no monthly figure."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.domain.test_paid_once import BORN, COUNTY, ELDER, IN_THE_MONTH, ONCE
from tests.widgets import children
from village_desk.domain.assessing import assess
from village_desk.domain.basics.months import Month
from village_desk.domain.estimates.for_person import Plan, compare
from village_desk.services.paying import Payout
from village_desk.ui.pages.comparison import ComparisonCard
from village_desk.ui.pages.person.entitlement import EntitlementCard


def words(card: QWidget, name: str = "") -> list[str]:
    return [each.text() for each in children(card, QLabel, name)]


def test_the_card_of_a_person_names_it_beside_the_monthly_amount(qtbot: QtBot) -> None:
    card = EntitlementCard()
    qtbot.addWidget(card)
    card.show_assessment(assess(COUNTY, ELDER, IN_THE_MONTH), None, nothing_known=False)
    assert words(card, "once") == [ONCE]
    assert "123.00 元" in words(card) and not [each for each in words(card) if "623" in each]


def test_the_card_of_a_payee_names_it_beside_what_the_list_pays(qtbot: QtBot) -> None:
    card = EntitlementCard()
    qtbot.addWidget(card)
    paid = Payout(Month(2026, 11), 12300, 0, 50000, 62300)
    card.show_assessment(assess(COUNTY, ELDER, IN_THE_MONTH), paid, nothing_known=False)
    assert "623.00 元" in words(card) and words(card, "once") == [ONCE]
    assert [each for each in words(card, "worked_out") if "123.00 元" in each]


def test_the_card_of_two_tiers_names_it_on_both_sides(qtbot: QtBot) -> None:
    card = ComparisonCard(QHBoxLayout())
    qtbot.addWidget(card)
    card.show_comparison(compare(COUNTY, Plan(BORN, 10000, 1), Plan(BORN, 100000, 1), IN_THE_MONTH))
    assert words(card).count(ONCE) == 2
    assert words(card, "monthly_left") == ["123.94 元"]
