"""Pictures and papers put to people: added, listed, seen, removed, exported. The content first, then the fact."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from sync.agreement import facts, protocol
from sync.agreement.values import value
from village_desk import places
from village_desk.domain import attachments as rules
from village_desk.domain.attachments import AttachmentState
from village_desk.domain.basics.errors import Refused, Trouble
from village_desk.services.finding import Finding
from village_desk.store import contents
from village_desk.store.database import Store
from village_desk.store.subjects import attachments
from village_desk.store.subjects.attachments import Attachment
from village_desk.words import _

_LARGEST_PHOTO = 60 * 1024 * 1024
"""Bytes: a photo as a camera makes it, before it is made smaller."""
_FORGOTTEN = timedelta(days=30)
"""How long a content without a fact is kept: after a restore the fact may come back from the township."""


@value
class Attached:
    """An attachment and its state. ``here``: its content is on this PC."""

    attachment: Attachment
    state: AttachmentState
    here: bool


@value
class Unsent:
    """The number and bytes of contents here that the township lacks; ``trouble``: why they cannot be counted."""

    count: int
    bytes: int
    trouble: str = ""

    def in_words(self) -> str:
        """A sentence; empty when there are none."""
        if self.trouble:
            return self.trouble
        words = _("附件还有 {count} 个（{size}）待传")
        return words.format(count=self.count, size=rules.size(self.bytes)) if self.count else ""


class Attaching:
    """The attachments of one desk."""

    def __init__(self, store: Store, finding: Finding) -> None:
        self._store = store
        self._finding = finding

    def add_photo(self, person: str, path: Path, title: str) -> Attachment:
        """Put a picture to a person as their photo; one that is there already becomes it.

        Refused as ``add_file``; ``no_picture`` for a PDF, which is not added.
        """
        from sync.wire.attachments import media_of

        content = _read(path)
        _refuse_no_picture(media_of(content))
        known = self._known(person, content)
        photo = known if known is not None else self.add(person, content, title)
        self.use_as_photo(photo.id)
        return photo

    def add_file(self, person: str, path: Path, title: str) -> Attachment:
        """Put the content of a file to a person. Refused ``file``, and as ``add``."""
        return self.add(person, _read(path), title)

    def add(self, person: str, content: bytes, title: str) -> Attachment:
        """Attach a photo, a scan or a PDF to a person; other files than photos are kept byte for byte.

        A photo loses the camera's notes, and a large one is made smaller. Refused ``kind``, ``too_large``,
        ``broken``, ``title``, ``attached_already``, ``unknown_person``. Trouble as ``contents.opened``. After a power
        cut the attachment is there whole, or not at all.
        """
        from sync.wire.attachments import media_of
        from village_desk.documents import photos

        wanted, lighter = rules.title(title), photos.lighter(content)
        media = media_of(lighter)
        _refuse_unfit(media, len(lighter))
        if not photos.is_whole(lighter):
            raise Refused(_("这个文件不完整，打不开"), _("请重新拍照或扫描再添加"), "broken")
        self._finding.person(person)
        digest, now = contents.digest_of(lighter), self._store.clock()
        offered = {digest, contents.digest_of(content)}  # an exported one comes back with the stored bytes
        with self._store.writing() as db:
            if any(each.sha256 in offered for each in attachments.of_person(db, person)):
                raise Refused(_("这份附件已经添加过了"), _("不用再添加"), "attached_already")
            with contents.opened(self._store) as file:
                file.drop_all_but(attachments.named(db), (now - _FORGOTTEN).isoformat())
                file.put(lighter, now.isoformat())
            added = self._store.record(facts.AttachmentAdded(person, digest, len(lighter), media, wanted))
        return self._find(added.id)

    def of_person(self, person: str) -> list[Attached]:
        """The attachments of a person, the latest first."""
        return self._with_places(attachments.of_person(self._store.db, person))

    def attached(self, attachment: str) -> Attached:
        """The attachment of that id. Refused ``unknown_attachment``."""
        return self._with_places([self._find(attachment)])[0]

    def content(self, attachment: str) -> bytes:
        """The content. Refused ``unknown_attachment``; ``not_here`` when only the township has it."""
        with contents.opened(self._store) as file:
            found = file.get(self._find(attachment).sha256)
        if found is None:
            raise Refused(_("这份附件不在本机"), _("请联网后从镇所取回"), "not_here")
        return found

    def export(self, attachment: str, out: Path) -> None:
        """Write the content to a file, where it is no longer encrypted. Raises as ``content``; Trouble ``file``."""
        places.write(out, self.content(attachment))

    def use_as_photo(self, attachment: str) -> None:
        """Make a picture the photo of its person. Refused ``unknown_attachment``; ``no_picture`` for a PDF."""
        found = self._find(attachment)
        _refuse_no_picture(found.media)
        with self._store.writing():
            if self._finding.person(found.person).photo != found.sha256:
                self._store.record(facts.PersonCorrected(found.person, {"photo": found.sha256}))

    def photo(self, person: str) -> bytes | None:
        """The person's photo; None if there is none, or it is not on this PC. Trouble as ``contents.opened``."""
        digest = self._finding.person(person).photo
        if not any(each.sha256 == digest for each in attachments.of_person(self._store.db, person)):
            return None
        with contents.opened(self._store) as file:
            return file.get(digest)

    def remove(self, attachment: str, reason: str) -> None:
        """Remove the attachment; its content is deleted if no other attachment uses it. Refused without a reason."""
        if not reason.strip():
            raise Refused(_("没有写原因"), _("请写清楚为什么移除"), "reason", "reason")
        found = self._find(attachment)
        with self._store.writing() as db:
            self._store.record(facts.AttachmentRemoved(found.person, found.id, reason.strip()))
            if self._finding.person(found.person).photo == found.sha256:
                self._store.record(facts.PersonCorrected(found.person, {"photo": ""}, reason.strip()))
            still_named = found.sha256 in attachments.named(db)
        if not still_named:
            with contents.opened(self._store) as file:
                file.drop(found.sha256)

    def _known(self, person: str, content: bytes) -> Attachment | None:
        """The attachment of a person with this content, as it came or as it was made lighter."""
        from village_desk.documents import photos

        offered = {contents.digest_of(content), contents.digest_of(photos.lighter(content))}
        return next((each for each in attachments.of_person(self._store.db, person) if each.sha256 in offered), None)

    def _with_places(self, found: list[Attachment]) -> list[Attached]:
        here = _contents_here(self._store)[0] if found else set()
        return [Attached(each, _state(each, each.sha256 in here), each.sha256 in here) for each in found]

    def _find(self, attachment: str) -> Attachment:
        found = attachments.find(self._store.db, attachment)
        if found is None:
            raise Refused(_("没有这份附件"), _("可能已经移除了"), "unknown_attachment")
        return found


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_LARGEST_PHOTO + 1)
    except OSError as error:
        raise Refused(_("这个文件读不了"), _("请检查文件，或先拷到本机再添加"), "file") from error


def sendable(store: Store) -> list[Attachment]:
    """The contents that are here and not at the township, each once, small ones first."""
    found = {each.sha256: each for each in attachments.unsent(store.db)}
    here = _contents_here(store)[0] if found else set()
    return [each for digest, each in found.items() if digest in here]


def unsent(store: Store) -> Unsent:
    """How many contents wait to be sent to the township and are on this PC."""
    found = sendable(store)
    trouble = "" if found or not attachments.unsent(store.db) else _contents_here(store)[1]
    return Unsent(len(found), sum(each.bytes for each in found), trouble)


def keep(store: Store, signed: bytes, digest: str, township: tuple[str, ...], timeline: str) -> None:
    """Store the township's signed confirmation that it has a content. ``township``: its valid public keys.

    Raises NotTheTownship if this township did not sign it on this timeline.
    """
    from sync.wire import attachments as road

    kept = road.read_kept(signed, township, digest, timeline)
    with store.writing():
        store.receive(kept, signed)


def suggested_name(attachment: Attachment) -> str:
    """A file name for the attachment without any person's name."""
    suffix = rules.SUFFIXES.get(attachment.media, "")
    return _("附件-{digest}{suffix}").format(digest=attachment.sha256[:8], suffix=suffix)


def _contents_here(store: Store) -> tuple[set[str], str]:
    """The digests of the contents on this PC; none, with the reason, if the file of contents cannot be opened."""
    try:
        return contents.here(store), ""
    except Trouble as trouble:
        return set(), trouble.message


def _refuse_no_picture(media: str) -> None:
    if media and not media.startswith("image/"):
        raise Refused(_("这份附件不是照片"), _("请添加一张照片（JPG、PNG）再用"), "no_picture")


def _refuse_unfit(media: str, count: int) -> None:
    if media not in rules.SUFFIXES:
        raise Refused(_("只收照片（JPG、PNG）和 PDF"), _("请拍照或扫描成 PDF 再添加"), "kind")
    if count > protocol.ATTACHMENT_BYTES:
        most = rules.size(protocol.ATTACHMENT_BYTES)
        raise Refused(_("文件太大，最多 {most}").format(most=most), _("请降低清晰度重新扫描"), "too_large")


def _state(attachment: Attachment, here: bool) -> AttachmentState:
    if attachment.refused:
        return AttachmentState.REFUSED
    if attachment.kept:
        return AttachmentState.SENT
    return AttachmentState.WAITING if here else AttachmentState.ABOVE
