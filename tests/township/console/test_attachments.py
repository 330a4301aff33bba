"""What was put to a person, on the person's page: for clerks only, written down, and never run by a browser."""

from __future__ import annotations

import pytest

from sync.agreement.facts import AttachmentAdded, AttachmentRemoved
from sync.agreement.protocol import digest
from sync.township.console.clerks import Role
from sync.township.intake.contents_of_attachments import Attachments
from sync.wire import attachments
from sync.wire.attachments import Claim
from tests import pictures
from tests.township.console.offices import Office, Village


@pytest.fixture
def village(office: Office) -> Village:
    """A village with one person."""
    return office.village(1, "沟二社区")


def put(village: Village, content: bytes, media: str, title: str = "身份证正面") -> tuple[str, str]:
    """A person's page, and the id of the attachment on it; the content has not come."""
    [person] = village.register(1, name="王秀英")
    village.scribe.record(AttachmentAdded(person, digest(content), len(content), media, title))
    village.report()
    query = "SELECT id FROM journal WHERE kind = ?"
    fact = village.scribe.db.execute(query, [AttachmentAdded.KIND]).fetchone()[0]
    return f"/console/people/{village.desk}/{person}", fact


def bring(village: Village, content: bytes) -> None:
    """The content comes."""
    office, scribe = village.office, village.scribe
    claim = attachments.write_claim(scribe.key, Claim(scribe.desk, digest(content), len(content), ""))
    Attachments(office.store, office.key, office.clock).take(claim, content)


@pytest.mark.parametrize(
    ("content", "media", "shown"),
    [(pictures.photo(200), "image/jpeg", "inline"), (pictures.pdf(), "application/pdf", "attachment")],
)
def test_a_clerk_sees_it_on_record(office: Office, village: Village, content: bytes, media: str, shown: str) -> None:
    page, fact = put(village, content, media)
    clerk = office.browser("经办")
    assert "等村里传来" in clerk.get(page).words
    assert clerk.get(f"{page}/attachments/{fact}").status == 404
    bring(village, content)
    [link] = [each for each in clerk.get(page).links() if "attachments" in each]
    found = clerk.get(link)
    assert found.text.encode(errors="surrogateescape") == content
    assert found.header("content-type") == media
    assert found.header("content-disposition").startswith(f"{shown}; filename=")
    assert "王秀英" not in found.header("content-disposition")
    assert found.header("x-content-type-options") == "nosniff"
    assert found.header("cache-control") == "no-store"
    policies = [value for name, value in found.headers if name == "content-security-policy"]
    assert "sandbox; default-src 'none'" in policies
    assert "查看附件" in clerk.get("/console/log").words


def test_nobody_else_sees_it(office: Office, village: Village) -> None:
    content = pictures.photo(200)
    page, fact = put(village, content, "image/jpeg")
    bring(village, content)
    stranger = office.browser()
    assert stranger.get(f"{page}/attachments/{fact}").path == "/console/login"
    viewer = office.browser("领导", Role.VIEWER)
    assert "已收到" in viewer.get(page).words
    assert viewer.get(f"{page}/attachments/{fact}").status == 403
    clerk = office.browser("经办")
    assert clerk.get(f"{page[:-1]}x/attachments/{fact}").status == 404, "another person's page"
    person = page.rpartition("/")[2]
    village.record(AttachmentRemoved(person, fact, "传错了人"))
    village.report()
    assert clerk.get(f"{page}/attachments/{fact}").status == 404
    assert "移除附件：传错了人" in clerk.get(page).words


def test_a_title_that_is_markup_is_only_text(office: Office, village: Village) -> None:
    page, _fact = put(village, pictures.photo(200), "image/jpeg", "<script>alert(1)</script>")
    assert "<script>" not in office.browser("经办").get(page).text
