"""The list of pages: their names in the sidebar, and how each is made with its services."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from sync.agreement.values import value
from village_desk.desk import Desk
from village_desk.domain.basics.progress import Progress
from village_desk.ui.kit.jobs import Jobs
from village_desk.ui.kit.page import Page
from village_desk.ui.remembered import Remembered
from village_desk.ui.sender import Sender
from village_desk.ui.sidebar import SidebarEntry
from village_desk.words import _

_ENTRIES = (
    SidebarEntry("today", _("今日"), "today", "1"),
    SidebarEntry("todo", _("待办"), "clock", "2"),
    SidebarEntry("people", _("人员"), "people", "3"),
    SidebarEntry("collect", _("收费"), "collect", "4"),
    SidebarEntry("payouts", _("发放"), "payouts", "5"),
    SidebarEntry("books", _("账"), "table", "6"),
    SidebarEntry("forms", _("表格"), "print", "7"),
    SidebarEntry("township", _("镇所"), "township", "8"),
    SidebarEntry("settings", _("设置"), "settings", "9"),
    SidebarEntry("help", _("帮助"), "help", "F1"),
)
"""Every page of the sidebar with its key, which stays when another page comes."""


@value
class Services:
    """What pages are made with."""

    desk: Desk
    jobs: Jobs
    sender: Sender


@value
class Maker:
    """A page: its name, its module under ``pages``, its class there, and what it is made with.

    Its module, and the services that it needs, are loaded when it is first shown. ``under``: the entry of the sidebar
    that a page without one of its own belongs to.
    """

    name: str
    module: str
    page: str
    made_with: Callable[[Services], tuple[Any, ...]]
    under: str = ""

    def load(self) -> type[Page]:
        """The class of the page."""
        found: type[Page] = getattr(import_module(f"village_desk.ui.pages.{self.module}"), self.page)
        return found


_MAKERS = (
    Maker(
        "today",
        "today",
        "TodayPage",
        lambda at: (at.desk.reporting, at.desk.worklist, at.desk.finding, at.desk.judged, at.desk.ledger),
    ),
    Maker("todo", "todo.todo_page", "TodoPage", lambda at: (at.desk.worklist, at.desk.todo_papers, at.jobs)),
    Maker("people", "people_page", "PeoplePage", lambda at: (at.desk.finding, at.desk.group_cadres)),
    Maker("person", "person.person_page", "PersonPage", lambda at: (at.desk, at.jobs), under="people"),
    Maker("collect", "collect.collect_page", "CollectPage", lambda at: (at.desk, at.jobs)),
    Maker("group_sheet", "collect.group_page", "GroupSheetPage", lambda at: (at.desk,), under="collect"),
    Maker("receipt_list", "collect.receipt_list", "ReceiptListPage", lambda at: (at.desk,), under="collect"),
    Maker("township", "township.township_page", "TownshipPage", lambda at: (at.desk, at.jobs, at.sender)),
    Maker("payouts", "payouts.payouts_page", "PayoutsPage", lambda at: (at.desk.paying, at.desk.papers, at.jobs)),
    Maker("forms", "forms.forms_page", "FormsPage", lambda at: (at.desk, at.jobs)),
    Maker(
        "settings",
        "settings",
        "SettingsPage",
        lambda at: (
            at.desk.keeping,
            at.desk.village,
            at.jobs,
            at.desk.policies,
            at.desk.today,
            Remembered(at.desk.path),
        ),
    ),
    Maker(
        "receipt",
        "collect.receipt",
        "ReceiptPage",
        lambda at: (at.desk.collecting, at.desk.papers, at.jobs),
        under="collect",
    ),
    Maker(
        "receipts",
        "collect.several",
        "SeveralPage",
        lambda at: (at.desk.collecting, at.desk.papers, at.jobs),
        under="collect",
    ),
    Maker("register", "register_page", "RegisterPage", lambda at: (at.jobs, at.desk.today), under="people"),
    Maker("workbook", "workbook_page", "WorkbookPage", lambda at: (at.jobs, Remembered(at.desk.path)), under="people"),
    Maker(
        "estimate",
        "estimate",
        "EstimatePage",
        lambda at: (at.desk.finding, at.desk.assessing, at.desk.collecting, at.jobs),
        under="people",
    ),
    Maker("books", "books.evening_page", "EveningPage", lambda at: (at.desk,)),
    Maker("passing", "books.passing_page", "PassingPage", lambda at: (at.desk,), under="books"),
    Maker("report", "report_page", "ReportPage", lambda at: (at.jobs,), under="today"),
    Maker("import", "importing", "ImportPage", lambda at: (at.desk.importing, at.jobs), under="people"),
    Maker(
        "mending", "mending.mending_page", "MendingPage", lambda at: (at.desk.mending, at.desk.today), under="people"
    ),
    Maker("help", "help", "HelpPage", lambda at: ()),
    Maker("policy", "policy", "PolicyPage", lambda at: (at.desk.policies, at.desk.today), under="settings"),
    Maker("passport", "township.passport", "PassportPage", lambda at: (at.jobs,), under="township"),
    Maker("attachment", "person.attachment", "AttachmentPage", lambda at: (at.desk, at.jobs), under="people"),
    Maker("newcomer", "person.newcomer_page", "NewcomerPage", lambda at: (at.desk.newcomers,), under="people"),
    Maker("house", "person.house_page", "HousePage", lambda at: (at.desk,), under="people"),
    Maker("groups", "groups_page", "GroupsPage", lambda at: (at.desk.group_cadres,), under="settings"),
    Maker("fields", "forms.fields_page", "FieldsPage", lambda at: (), under="forms"),
    Maker("pin", "care.pin_page", "PinPage", lambda at: (at.desk.keeping, at.jobs), under="settings"),
    Maker("restore", "care.restore_page", "RestorePage", lambda at: (at.desk.keeping, at.jobs), under="settings"),
    Maker("about", "care.about_page", "AboutPage", lambda at: (at.desk, at.jobs), under="settings"),
)
"""Every page, the one that is wanted soonest first: in this order they are loaded before somebody wants them."""

PAGES = {each.name: each for each in _MAKERS}
"""Every page by its name."""
ENTRIES = tuple(each for each in _ENTRIES if each.page in PAGES)
"""What the sidebar shows: a page that is not there yet has no entry."""


def load(desk: Desk, _progress: Progress) -> None:
    """The work of a job: load what pages need before somebody wants them, so that their first click waits for none.
    The readings of names come first, as the first letter in the search box asks them; the policy of the day is read
    last, which the pages of a person ask, and the forms, of which those that fit are offered there.
    """
    desk.finding.load_readings()
    for each in _MAKERS:
        each.load()
    desk.policies.on(desk.today())
    desk.forms.listed()


def make(name: str, desk: Desk, jobs: Jobs, sender: Sender) -> Page:
    """The page of that name with its services; KeyError when there is none."""
    room = PAGES[name]
    made: Callable[..., Page] = room.load()
    return made(*room.made_with(Services(desk, jobs, sender)))


def shown_as(name: str) -> str:
    """The entry of the sidebar that is marked while this page is in sight."""
    return PAGES[name].under or name if name in PAGES else name
