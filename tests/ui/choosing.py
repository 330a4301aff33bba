"""A form chosen in the list by its name, as a click on its row does."""

from tests.clerk import Clerk
from village_desk.services.forms.catalogue import Form
from village_desk.ui.kit.table_views import Table


def choose_form(clerk: Clerk, name: str) -> None:
    """Click the row of the form of that name."""
    rows = clerk.there(Table, "forms_table").rows()
    clerk.opens("forms_table", next(at for at, each in enumerate(rows) if isinstance(each, Form) and each.name == name))
