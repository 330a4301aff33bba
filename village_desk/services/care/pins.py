"""What another PIN means for the backups of before, in words."""

from village_desk.words import _


def about_old_backups(count: int) -> str:
    """``count``: the backups beside the desk file that were made under the old PIN."""
    words = _("以前的 {count} 份备份和 U 盘上的，还用旧口令打开，旧口令请留着。") if count else ""
    words = words or _("以前备份到 U 盘的，还用旧口令打开，旧口令请留着。")
    return words.format(count=count) + _("怕旧口令被人知道的，请再备份一份到 U 盘，把旧的删掉")
