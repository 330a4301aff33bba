"""The console's style sheet: the colours of the desk, legible, none outside its list, nothing small."""

from __future__ import annotations

import itertools
import re
import tomllib
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[3]
SHEET = (HOUSE / "sync/township/console/static/console.css").read_text("utf-8")
STYLE = re.sub(r"/\*.*?\*/", "", SHEET, flags=re.DOTALL)
SCREEN, PAPER = STYLE.split("@page {", 1)
COLOURS = {name: value for name, value in re.findall(r"--([a-z-]+): (#[0-9A-F]{6});", STYLE)}

ON = {
    "card": ("ink", "muted", "primary", "now"),
    "paper": ("ink", "muted", "primary", "now"),
    "soft": ("primary",),
    "primary": ("on-primary",),
    "primary-hover": ("on-primary",),
    "side": ("on-side", "on-side-muted"),
    "side-hover": ("on-side", "on-side-muted"),
    "on-side": ("side",),
    "done-ground": ("done",),
    "attention-ground": ("attention",),
    "now-ground": ("now",),
    "plain-ground": ("plain",),
}


def luminance(colour: str) -> float:
    """Of WCAG 2.1."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(ink: str, ground: str) -> float:
    """Of WCAG 2.1, from 1 to 21."""
    light, dark = sorted((luminance(COLOURS[ink]), luminance(COLOURS[ground])), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_colours_are_those_of_the_desk() -> None:
    tokens = tomllib.loads((HOUSE / "resources/style/tokens.toml").read_text("utf-8"))["colour"]
    assert {name.replace("-", "_"): value for name, value in COLOURS.items()}.items() <= tokens.items()


@pytest.mark.parametrize(("ground", "ink"), [(ground, ink) for ground, inks in ON.items() for ink in inks])
def test_text_stands_out_from_its_ground(ground: str, ink: str) -> None:
    assert contrast(ink, ground) >= 4.5


@pytest.mark.parametrize(("ink", "ground"), [*itertools.product(("edge", "focus", "done"), ("card", "paper"))])
def test_edges_and_the_focus_ring_are_seen(ink: str, ground: str) -> None:
    assert contrast(ink, ground) >= 3


def test_no_colour_stands_outside_the_list() -> None:
    rules = SCREEN.split("}", 1)[1]
    assert not re.search(r"#[0-9A-Fa-f]{3,8}\b|rgb|hsl|\b(white|black|red|gray|grey)\b(?!-)", rules)
    assert set(re.findall(r"var\(--([a-z-]+)\)", rules)) <= COLOURS.keys()


def test_paper_knows_only_black_and_white() -> None:
    assert set(re.findall(r"#[0-9A-Fa-f]{3,8}", PAPER)) <= {"#000", "#fff"}


def test_nothing_on_screen_is_smaller_than_sixteen() -> None:
    sizes = [int(each) for each in re.findall(r"font-size: (\d+)px", SCREEN)]
    assert sizes
    assert min(sizes) >= 16
    assert not re.search(r"font-size: [\d.]*(em|rem|%|small)", SCREEN)


def test_nothing_on_paper_is_smaller_than_ten_and_a_half_points() -> None:
    assert min(float(each) for each in re.findall(r"font-size: ([\d.]+)pt", PAPER)) >= 10.5


def test_nothing_comes_from_another_place() -> None:
    assert "url(" not in STYLE
    assert "@import" not in STYLE
