"""The list of pages: their names in the sidebar, and how each is made with its services."""

from collections.abc import Callable

from village_desk.desk import Desk
from village_desk.ui.kit.jobs import Jobs
from village_desk.ui.kit.page import Page
from village_desk.ui.pages.collect.collect_page import CollectPage
from village_desk.ui.pages.collect.receipt import ReceiptPage
from village_desk.ui.pages.estimate import EstimatePage
from village_desk.ui.pages.help import HelpPage
from village_desk.ui.pages.importing import ImportPage
from village_desk.ui.pages.payouts.payouts_page import PayoutsPage
from village_desk.ui.pages.people_page import PeoplePage
from village_desk.ui.pages.person.attachment import AttachmentPage
from village_desk.ui.pages.person.person_page import PersonPage
from village_desk.ui.pages.policy import PolicyPage
from village_desk.ui.pages.settings import SettingsPage
from village_desk.ui.pages.today import TodayPage
from village_desk.ui.pages.township.passport import PassportPage
from village_desk.ui.pages.township.township_page import TownshipPage
from village_desk.ui.sender import Sender
from village_desk.ui.sidebar import SidebarEntry
from village_desk.words import _

ENTRIES = [
    SidebarEntry("today", _("今日"), "today", "1"),
    SidebarEntry("people", _("人员"), "people", "2"),
    SidebarEntry("collect", _("收费"), "collect", "3"),
    SidebarEntry("payouts", _("发放"), "payouts", "4"),
    SidebarEntry("township", _("镇所"), "township", "5"),
    SidebarEntry("settings", _("设置"), "settings", "9"),
    SidebarEntry("help", _("帮助"), "help", "F1"),
]

_MAKERS: dict[str, Callable[[Desk, Jobs], Page]] = {
    "today": lambda desk, jobs: TodayPage(desk.reporting, desk.collecting, desk.finding, desk.judged),
    "people": lambda desk, jobs: PeoplePage(desk.finding, desk.reporting),
    "import": lambda desk, jobs: ImportPage(desk.importing, jobs),
    "person": lambda desk, jobs: PersonPage(desk, jobs),
    "attachment": lambda desk, jobs: AttachmentPage(desk, jobs),
    "estimate": lambda desk, jobs: EstimatePage(desk.finding, desk.assessing, desk.collecting, desk.papers, jobs),
    "collect": lambda desk, jobs: CollectPage(desk.finding, desk.collecting, desk.papers, jobs, desk.judged),
    "receipt": lambda desk, jobs: ReceiptPage(desk.collecting, desk.papers, jobs),
    "payouts": lambda desk, jobs: PayoutsPage(desk.paying, desk.papers, jobs),
    "passport": lambda desk, jobs: PassportPage(desk.papers, jobs),
    "settings": lambda desk, jobs: SettingsPage(desk.keeping, desk.village, jobs, desk.policies, desk.today),
    "policy": lambda desk, jobs: PolicyPage(desk.policies, desk.today),
    "help": lambda desk, jobs: HelpPage(),
}

_UNDER = {
    "person": "people",
    "attachment": "people",
    "estimate": "people",
    "import": "people",
    "receipt": "collect",
    "passport": "township",
    "policy": "settings",
}
"""Pages without an entry of their own, and the entry that they belong to."""


def make(name: str, desk: Desk, jobs: Jobs, sender: Sender) -> Page:
    """The page of that name with its services; KeyError when there is none."""
    if name == TownshipPage.name:
        return TownshipPage(desk, jobs, sender)
    return _MAKERS[name](desk, jobs)


def shown_as(name: str) -> str:
    """The entry of the sidebar that is marked while this page is in sight."""
    return _UNDER.get(name, name)
