"""A photo or a scan, unchanged, shown in the window as wide as there is room. Nothing of it is written anywhere."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QImageReader, QPixmap, QResizeEvent
from PySide6.QtWidgets import QLabel

from village_desk.ui.kit.arrange import Scrolled


class PictureView(Scrolled):
    """One picture, upright as the camera was held."""

    def __init__(self, name: str = "picture") -> None:
        self._sheet = QLabel()
        super().__init__(self._sheet)
        self.setObjectName(name)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._sheet.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._whole = QPixmap()

    def show_picture(self, content: bytes) -> bool:
        """Show the picture; False when the bytes are no picture that can be drawn."""
        buffer = QBuffer()
        buffer.setData(QByteArray(content))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        reader = QImageReader(buffer)
        reader.setAutoTransform(True)
        self._whole = QPixmap.fromImage(reader.read())
        self._draw()
        return not self._whole.isNull()

    def picture(self) -> QPixmap:
        """The picture as drawn now."""
        return self._sheet.pixmap()

    def _draw(self) -> None:
        if self._whole.isNull():
            self._sheet.clear()
            return
        scale = self.devicePixelRatioF()
        width = min(round(self.viewport().width() * scale), self._whole.width())
        drawn = self._whole.scaledToWidth(max(1, width), Qt.TransformationMode.SmoothTransformation)
        drawn.setDevicePixelRatio(scale)
        self._sheet.setPixmap(drawn)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As wide as there is room."""
        super().resizeEvent(event)
        self._draw()
