"""``village-township renew-key``: a new key for the township, as the old one leaked or has served long enough."""

from __future__ import annotations

import dataclasses
import json
from contextlib import closing

import click

from sync.township import commanding, renewing
from sync.township.console import accounts, actions
from sync.township.console.actions import Action
from sync.township.renewing import Renewal
from sync.township.store import Store

_NEXT = """新密钥做好了：{path}
请现在就另外保管一份，连同旁边的 .past 和 .before；以前保管的旧密钥不能再单独放回来。
现在可以再开 serve；还有 serve 在运行的（账本在数据库服务器上），请重新启动它。"""


@click.command(
    name="renew-key",
    help="换本所的密钥（泄露了，或该换了）：先停下 serve。各协办台下次联系时自动换过去；再运行一次就看换到哪里了。",
)
@commanding.store_option
@click.option("--yes", is_flag=True, help="不再询问")
@commanding.json_option
def renew_key(store: str, yes: bool, as_json: bool) -> None:
    """Begin a change of the key, or say how far it has come. Exit 1 with the reason; then the old key stands."""
    with commanding.told(), closing(Store.open(store, alone=True)) as books:
        running = renewing.state(books, commanding.password(), commanding.now())
        found = running or _begun(books, yes)
    if as_json:
        click.echo(json.dumps(dataclasses.asdict(found)))
        return
    if running is None:
        click.echo(_NEXT.format(path=books.key_path))
    click.echo(_in_words(found))


def _begun(books: Store, yes: bool) -> Renewal:
    if not yes:
        click.confirm("新密钥做好以后，旧的不能再换回来。现在换吗？", abort=True, err=True)
    begun = renewing.begin(books, commanding.password(), commanding.now())
    accounts.create(books)
    with books.writing() as db:
        about = f"{len(begun.waiting)} 台协办台要换过去"
        actions.note(db, commanding.now(), commanding.AT_THE_MACHINE, Action.RENEWED_KEY, about)
    return begun


def _in_words(begun: Renewal) -> str:
    if not begun.waiting:
        return "各协办台都已换到新密钥，旧密钥不再用了"
    names = "\n".join(f"  {each}" for each in begun.waiting)
    day = begun.until[:10]
    return f"还没有换过去的协办台 {len(begun.waiting)} 台，{day} 以前联系或送 U 盘就会换，过了要重新配对：\n{names}"
