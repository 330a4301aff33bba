"""The list of pages: their names in the sidebar, and how each is made with its services."""

from collections.abc import Callable
from importlib import import_module

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


def _today(desk: Desk, _jobs: Jobs, _sender: Sender) -> Page:
    from village_desk.ui.pages.today import TodayPage

    return TodayPage(desk.reporting, desk.worklist, desk.finding, desk.judged)


def _todo(desk: Desk, _jobs: Jobs, _sender: Sender) -> Page:
    from village_desk.ui.pages.todo.todo_page import TodoPage

    return TodoPage(desk.worklist)


def _people(desk: Desk, _jobs: Jobs, _sender: Sender) -> Page:
    from village_desk.ui.pages.people_page import PeoplePage

    return PeoplePage(desk.finding, desk.group_cadres)


def _import(desk: Desk, jobs: Jobs, _sender: Sender) -> Page:
    from village_desk.ui.pages.importing import ImportPage

    return ImportPage(desk.importing, jobs)


def _mending(desk: Desk, _jobs: Jobs, _sender: Sender) -> Page:
    from village_desk.ui.pages.mending.mending_page import MendingPage

    return MendingPage(desk.mending, desk.today)


def _person(desk: Desk, jobs: Jobs, _sender: Sender) -> Page:
    from village_desk.ui.pages.person.person_page import PersonPage

    return PersonPage(desk, jobs)


def _newcomer(desk: Desk, _jobs: Jobs, _sender: Sender) -> Page:
    from village_desk.ui.pages.person.newcomer_page import NewcomerPage

    return NewcomerPage(desk.newcomers)


def _house(desk: Desk, _jobs: Jobs, _sender: Sender) -> Page:
    from village_desk.ui.pages.person.house_page import HousePage

    return HousePage(desk)


def _groups(desk: Desk, _jobs: Jobs, _sender: Sender) -> Page:
    from village_desk.ui.pages.groups_page import GroupsPage

    return GroupsPage(desk.group_cadres)


def _attachment(desk: Desk, jobs: Jobs, _sender: Sender) -> Page:
    from village_desk.ui.pages.person.attachment import AttachmentPage

    return AttachmentPage(desk, jobs)


def _estimate(desk: Desk, jobs: Jobs, _sender: Sender) -> Page:
    from village_desk.ui.pages.estimate import EstimatePage

    return EstimatePage(desk.finding, desk.assessing, desk.collecting, jobs)


def _collect(desk: Desk, jobs: Jobs, _sender: Sender) -> Page:
    from village_desk.ui.pages.collect.collect_page import CollectPage

    return CollectPage(desk, jobs)


def _receipt_list(desk: Desk, _jobs: Jobs, _sender: Sender) -> Page:
    from village_desk.ui.pages.collect.receipt_list import ReceiptListPage

    return ReceiptListPage(desk)


def _receipt(desk: Desk, jobs: Jobs, _sender: Sender) -> Page:
    from village_desk.ui.pages.collect.receipt import ReceiptPage

    return ReceiptPage(desk.collecting, desk.papers, jobs)


def _several(desk: Desk, jobs: Jobs, _sender: Sender) -> Page:
    from village_desk.ui.pages.collect.several import SeveralPage

    return SeveralPage(desk.collecting, desk.papers, jobs)


def _register(desk: Desk, jobs: Jobs, _sender: Sender) -> Page:
    from village_desk.ui.pages.register_page import RegisterPage

    return RegisterPage(jobs, desk.today)


def _workbook(desk: Desk, jobs: Jobs, _sender: Sender) -> Page:
    from village_desk.ui.pages.workbook_page import WorkbookPage

    return WorkbookPage(jobs, Remembered(desk.path))


def _payouts(desk: Desk, jobs: Jobs, _sender: Sender) -> Page:
    from village_desk.ui.pages.payouts.payouts_page import PayoutsPage

    return PayoutsPage(desk.paying, desk.papers, jobs)


def _forms(desk: Desk, jobs: Jobs, _sender: Sender) -> Page:
    from village_desk.ui.pages.forms.forms_page import FormsPage

    return FormsPage(desk, jobs)


def _fields(_desk: Desk, _jobs: Jobs, _sender: Sender) -> Page:
    from village_desk.ui.pages.forms.fields_page import FieldsPage

    return FieldsPage()


def _township(desk: Desk, jobs: Jobs, sender: Sender) -> Page:
    from village_desk.ui.pages.township.township_page import TownshipPage

    return TownshipPage(desk, jobs, sender)


def _passport(_desk: Desk, jobs: Jobs, _sender: Sender) -> Page:
    from village_desk.ui.pages.township.passport import PassportPage

    return PassportPage(jobs)


def _settings(desk: Desk, jobs: Jobs, _sender: Sender) -> Page:
    from village_desk.ui.pages.settings import SettingsPage
    from village_desk.ui.remembered import Remembered

    return SettingsPage(desk.keeping, desk.village, jobs, desk.policies, desk.today, Remembered(desk.path))


def _pin(desk: Desk, jobs: Jobs, _sender: Sender) -> Page:
    from village_desk.ui.pages.care.pin_page import PinPage

    return PinPage(desk.keeping, jobs)


def _restore(desk: Desk, jobs: Jobs, _sender: Sender) -> Page:
    from village_desk.ui.pages.care.restore_page import RestorePage

    return RestorePage(desk.keeping, jobs)


def _about(desk: Desk, jobs: Jobs, _sender: Sender) -> Page:
    from village_desk.ui.pages.care.about_page import AboutPage

    return AboutPage(desk, jobs)


def _policy(desk: Desk, _jobs: Jobs, _sender: Sender) -> Page:
    from village_desk.ui.pages.policy import PolicyPage

    return PolicyPage(desk.policies, desk.today)


def _help(_desk: Desk, _jobs: Jobs, _sender: Sender) -> Page:
    from village_desk.ui.pages.help import HelpPage

    return HelpPage()


_MAKERS: dict[str, Callable[[Desk, Jobs, Sender], Page]] = {
    "today": _today,
    "todo": _todo,
    "people": _people,
    "import": _import,
    "mending": _mending,
    "person": _person,
    "newcomer": _newcomer,
    "house": _house,
    "groups": _groups,
    "attachment": _attachment,
    "estimate": _estimate,
    "collect": _collect,
    "receipt": _receipt,
    "receipts": _several,
    "receipt_list": _receipt_list,
    "register": _register,
    "workbook": _workbook,
    "payouts": _payouts,
    "forms": _forms,
    "fields": _fields,
    "township": _township,
    "passport": _passport,
    "settings": _settings,
    "policy": _policy,
    "pin": _pin,
    "restore": _restore,
    "about": _about,
    "help": _help,
}
"""How each page is made. Its module, and the services that it needs, are loaded when it is first shown."""

ENTRIES = tuple(each for each in _ENTRIES if each.page in _MAKERS)
"""What the sidebar shows: a page that is not there yet has no entry."""

_OF_PEOPLE = ["person", "newcomer", "house", "attachment", "estimate", "import", "mending", "register", "workbook"]
_UNDER = dict.fromkeys(_OF_PEOPLE, "people") | {
    "groups": "settings",
    "receipt": "collect",
    "receipts": "collect",
    "receipt_list": "collect",
    "passport": "township",
    "fields": "forms",
    "policy": "settings",
    "pin": "settings",
    "restore": "settings",
    "about": "settings",
}
"""Pages without an entry of their own, and the entry that they belong to."""

_MODULES = (
    "todo.todo_page",
    "people_page",
    "person.person_page",
    "collect.collect_page",
    "collect.receipt_list",
    "township.township_page",
    "payouts.payouts_page",
    "forms.forms_page",
    "settings",
    "collect.receipt",
    "collect.several",
    "register_page",
    "workbook_page",
    "estimate",
    "importing",
    "mending.mending_page",
    "help",
    "policy",
    "township.passport",
    "person.attachment",
    "person.newcomer_page",
    "person.house_page",
    "groups_page",
    "forms.fields_page",
    "care.pin_page",
    "care.restore_page",
    "care.about_page",
)
"""The modules of the pages, the one that is wanted soonest first."""


def load(desk: Desk, _progress: Progress) -> None:
    """The work of a job: load what pages need before somebody wants them, so that their first click waits for none.
    The readings of names come first, as the first letter in the search box asks them; the policy of the day is read
    last, which the pages of a person ask, and the forms, of which those that fit are offered there.
    """
    desk.finding.load_readings()
    for each in _MODULES:
        import_module(f"village_desk.ui.pages.{each}")
    desk.policies.on(desk.today())
    desk.forms.listed()


def make(name: str, desk: Desk, jobs: Jobs, sender: Sender) -> Page:
    """The page of that name with its services; KeyError when there is none."""
    return _MAKERS[name](desk, jobs, sender)


def shown_as(name: str) -> str:
    """The entry of the sidebar that is marked while this page is in sight."""
    return _UNDER.get(name, name)
