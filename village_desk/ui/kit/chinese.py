"""Qt's own words in Chinese: in its file dialog (on desktops without one), and in menus of text fields."""

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

_CATALOGUE = "qtbase_zh_CN"
_LACKING = {
    "&Look in:": "位置：",
    "Look in:": "位置：",
    "Files of &type:": "文件类型：",
    "Files of type:": "文件类型：",
    "File &name:": "文件名：",
    "Go back": "后退",
    "Go forward": "前进",
    "Go to the parent directory": "上一级文件夹",
    "Create a New Folder": "新建文件夹",
    "Change to list view mode": "只看名字",
    "Change to detail view mode": "看大小和日期",
    "Size": "大小",
    "Folder": "文件夹",
    "Drive": "磁盘",
}
"""Words that Qt's catalogue leaves in English or translates in a programmer's words."""


class _Lacking(QTranslator):
    """Translations that Qt's own catalogue lacks."""

    def isEmpty(self) -> bool:
        """Asked before anything is looked up here."""
        return False

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str:
        """The word, or None, by which Qt asks the catalogue before this one."""
        return _LACKING.get(source)  # type: ignore[return-value]


def speak(app: QCoreApplication) -> None:
    """Let Qt speak Chinese and write dates as they are written in China. Call once, before the first window."""
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    catalogue = QTranslator(app)
    catalogue.load(_CATALOGUE, QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    for each in (catalogue, _Lacking(app)):
        app.installTranslator(each)
