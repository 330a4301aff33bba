"""The tokens keep their promises: type, targets and contrast; every name in the sheet and every icon is there."""

import re
from xml.etree import ElementTree

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

import resources
from village_desk.ui.kit import style
from village_desk.ui.kit.bars import Bar

ICONS = sorted(resources.path("icons").glob("*.svg"))


def luminance(colour: QColor) -> float:
    """Relative luminance as WCAG 2.1 defines it."""
    parts = [colour.redF(), colour.greenF(), colour.blueF()]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, two: str) -> float:
    """The contrast of two colours of the tokens."""
    return contrast_of(style.colour(one), style.colour(two))


def contrast_of(one: QColor, two: QColor) -> float:
    """The contrast of two colours as WCAG 2.1 defines it."""
    lights = sorted((luminance(one), luminance(two)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def pairs(kind: str) -> list[tuple[str, str]]:
    return [(ink, ground) for rule in style.tokens()[kind] for ink in rule["inks"] for ground in rule["on"]]


@pytest.mark.parametrize(("ink", "ground"), pairs("text"))
def test_text_can_be_read_on_its_ground(ink: str, ground: str) -> None:
    assert contrast(ink, ground) >= 4.5


@pytest.mark.parametrize(("ink", "ground"), pairs("edge"))
def test_edges_and_the_focus_ring_can_be_seen(ink: str, ground: str) -> None:
    assert contrast(ink, ground) >= 3


def test_no_type_is_smaller_than_15_px_and_no_target_than_40() -> None:
    assert min(style.tokens()["type"].values()) >= 15
    assert min(style.size(name) for name in ("control", "row", "target")) >= 40


def test_every_colour_that_is_used_for_text_is_measured() -> None:
    measured = {name for pair in pairs("text") for name in pair}
    used = set(re.findall(r"[^-]color: \$(\w+)", resources.path("style/desk.qss").read_text("utf-8")))
    assert used <= measured


def test_every_name_in_the_style_sheet_is_a_token() -> None:
    assert "$" not in style.sheet().replace("$name", "")


def test_no_colour_stands_outside_the_tokens() -> None:
    package = resources.path("style").parent.parent / "village_desk" / "ui"
    sources = [*package.rglob("*.py"), resources.path("style/desk.qss")]
    assert not [each.name for each in sources if re.search(r"#[0-9A-Fa-f]{6}\b", each.read_text("utf-8"))]


@pytest.mark.parametrize("icon", ICONS, ids=lambda each: each.stem)
def test_icons_are_one_outline_set_of_24_px(icon: object) -> None:
    from pathlib import Path

    assert isinstance(icon, Path)
    drawing = ElementTree.fromstring(icon.read_text("utf-8"))
    assert (drawing.get("width"), drawing.get("viewBox"), drawing.get("fill")) == ("24", "0 0 24 24", "none")
    assert drawing.get("stroke-width") == "1.75"
    if icon.stem != "chevron":
        assert drawing.get("stroke") == "currentColor"


def test_the_arrow_of_a_choice_has_the_colour_of_muted_text() -> None:
    drawing = ElementTree.fromstring(resources.path("icons/chevron.svg").read_text("utf-8"))
    assert QColor(drawing.get("stroke")) == style.colour("muted")


def test_every_icon_that_is_drawn_is_used() -> None:
    package = resources.path("style").parent.parent / "village_desk" / "ui"
    text = "".join(each.read_text("utf-8") for each in package.rglob("*.py"))
    assert not [icon.stem for icon in ICONS if f'"{icon.stem}"' not in text and f"icons/{icon.stem}.svg" not in text]


def test_an_empty_bar_can_be_seen_on_a_card(qtbot: QtBot) -> None:
    bar = Bar(0, 100, "")
    qtbot.addWidget(bar)
    bar.resize(200, 20)
    picture = bar.grab().toImage()
    edge = picture.pixelColor(picture.width() // 2, 0)
    assert contrast_of(edge, style.colour("card")) >= 3
