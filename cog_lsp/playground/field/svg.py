"""A picture of a field, as SVG: for hovers of clients that show pictures, and for docs.

It is drawn with the system's own font, wrapped by measured widths, and stays under 8 KB. It has no script, no link and
no outside resource.
"""

from __future__ import annotations

import base64
from typing import Literal

from msgspec import Struct

from cog_lsp.playground.field.field import SELECT_A_VALUE, FormField
from cog_lsp.playground.field.visible import collapse, visible
from cog_lsp.playground.field.widths import fit, width, wrap

Theme = Literal["light", "dark"]

MAX_BYTES = 8000
_WIDTH = 480
_PAD = 16
_INNER = _WIDTH - 2 * _PAD
_LINES = (40, 28, 20, 14, 10, 6, 3, 1)
"""How many lines of help a picture may have; the first that keeps it small enough is taken."""
_BOLD = 1.13
"""How much wider bold text is."""
_FONT = "system-ui,-apple-system,'Segoe UI',Helvetica,Arial,sans-serif"
_MONO = "ui-monospace,'SF Mono',Consolas,'DejaVu Sans Mono',monospace"


class _Colors(Struct, frozen=True):
    paper: str
    box: str
    line: str
    text: str
    muted: str
    accent: str
    red: str
    yellow: str
    button: str


_COLORS = {
    "light": _Colors("#ffffff", "#ffffff", "#c9d1d9", "#1f2328", "#59636e", "#0969da", "#c1121f", "#8a5a00", "#f0f2f4"),
    "dark": _Colors("#17191e", "#1f2228", "#444c56", "#e6e8eb", "#a3adb8", "#58a6ff", "#ff8178", "#e3b341", "#2b3038"),
}


def picture(field: FormField, theme: Theme = "light") -> str:
    """The field as Cog's playground shows it when the form opens, as SVG text of less than 8 KB."""
    for lines in _LINES:
        drawn = _Drawing(_COLORS[theme]).draw(field, lines)
        if len(drawn.encode()) < MAX_BYTES:
            break
    return drawn


def data_uri(field: FormField, theme: Theme = "light") -> str:
    """The picture as a `data:` URI, for a Markdown image."""
    return "data:image/svg+xml;base64," + base64.b64encode(picture(field, theme).encode()).decode()


class _Drawing:
    """Shapes from top to bottom; `top` is where the next one goes."""

    def __init__(self, colors: _Colors) -> None:
        self.colors = colors
        self.shapes: list[str] = []
        self.top = 14.0

    def draw(self, field: FormField, lines: int) -> str:
        self._label(field)
        self._help(field.help, lines)
        self.top += 6
        control = self._control(field)
        self.shapes.append(control if field.included else f'<g opacity=".55">{control}</g>')
        for warning in field.warnings[:3]:
            self._warning(warning)
        height = round(self.top + 14)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height}" '
            f'viewBox="0 0 {_WIDTH} {height}" font-family="{_FONT}" font-size="13">'
            f'<rect x=".5" y=".5" width="{_WIDTH - 1}" height="{height - 1}" rx="8" fill="{self.colors.paper}" '
            f'stroke="{self.colors.line}"/>' + "".join(self.shapes) + "</svg>"
        )

    def _label(self, field: FormField) -> None:
        """Draw the name of the input, with the box that includes it and its marks."""
        left = float(_PAD)
        if not field.required:
            self.shapes.append(self._checkbox(left, self.top + 1, field.included))
            left += 21
        room = _WIDTH - _PAD - left - width(field.marks, 13)
        name = fit(_text(field.name), 13, room / _BOLD)
        marks = f'<tspan fill="{self.colors.red}"> *</tspan>' if field.required else ""
        if field.deprecated:
            marks += f'<tspan fill="{self.colors.yellow}" font-weight="400" font-size="12"> (deprecated)</tspan>'
        self.shapes.append(
            f'<text x="{left:g}" y="{self.top + 12:g}" font-weight="600" fill="{self.colors.text}">{_xml(name)}{marks}'
            "</text>"
        )
        self.top += 20

    def _checkbox(self, left: float, top: float, ticked: bool) -> str:
        fill = self.colors.accent if ticked else self.colors.box
        edge = self.colors.accent if ticked else self.colors.muted
        box = (
            f'<rect x="{left + 0.5:g}" y="{top + 0.5:g}" width="13" height="13" rx="3" fill="{fill}" stroke="{edge}"/>'
        )
        if not ticked:
            return box
        tick = f"M{left + 3.5:g} {top + 7:g}l2.5 3 4.5-6"
        return box + f'<path d="{tick}" fill="none" stroke="{self.colors.paper}" stroke-width="1.8"/>'

    def _help(self, text: str, lines: int) -> None:
        self._paragraph(_text(text[:4000]), self.colors.muted, lines)

    def _warning(self, text: str) -> None:
        self.top += 6
        self._paragraph("⚠ " + _text(text), self.colors.yellow, 3)

    def _paragraph(self, text: str, color: str, lines: int) -> None:
        rows = wrap(text, 12, _INNER, lines)
        if not rows:
            return
        spans = "".join(
            f'<tspan x="{_PAD}" y="{self.top + 13 + 17 * at:g}">{_xml(row)}</tspan>' for at, row in enumerate(rows)
        )
        self.shapes.append(f'<text font-size="12" fill="{color}">{spans}</text>')
        self.top += 17 * len(rows)

    def _control(self, field: FormField) -> str:
        if field.control == "file":
            return self._file(field)
        if field.control in ("textarea", "json"):
            return self._area(field)
        text = _text(field.shown)
        box = self._box(_PAD, _INNER, 34, "•" * 8 if field.control == "password" and text else text, field)
        self.top += 34
        return box

    def _box(self, left: float, wide: float, high: float, text: str, field: FormField) -> str:
        """The shapes of a box with one line of text: a text, a number or a choice."""
        shapes = self._rect(left, self.top, wide, high)
        faint = field.control == "select" and text == SELECT_A_VALUE
        color = self.colors.muted if faint else self.colors.text
        shapes += self._line(left + 11, self.top + 22, fit(text, 13, wide - 44), color)
        arrow = left + wide - 22
        if field.control in ("select", "boolean"):
            shapes += self._chevron(arrow, self.top + 15, "l5 5 5-5")
        if field.control == "number":
            shapes += self._chevron(arrow + 1, self.top + 14, "l4-4 4 4") + self._chevron(
                arrow + 1, self.top + 20, "l4 4 4-4"
            )
        return shapes

    def _area(self, field: FormField) -> str:
        """The shapes of a box with up to three lines of text."""
        high = 62.0
        shapes = self._rect(_PAD, self.top, _INNER, high)
        font = f' font-family="{_MONO}"' if field.control == "json" else ""
        rows = (
            field.shown[:2000].splitlines() if field.control == "json" else wrap(_text(field.shown), 13, _INNER - 22, 2)
        )
        for at, row in enumerate(rows[:3]):
            indent = len(row) - len(row.lstrip(" "))
            line = "\u00a0" * indent + fit(_text(row), 13, _INNER - 60)
            shapes += self._line(_PAD + 11, self.top + 21 + 18 * at, line, self.colors.text, font)
        if field.control == "textarea":
            corner = f"M{_PAD + _INNER - 5} {self.top + high - 12:g}l-7 7m7-3l-3 3"
            shapes += f'<path d="{corner}" stroke="{self.colors.muted}"/>'
        self.top += high
        return shapes

    def _file(self, field: FormField) -> str:
        """The shapes of a file picker, with the box for a URL below it."""
        button, top = 92.0, self.top
        shapes = self._rect(_PAD, top + 3, button, 26, self.colors.button)
        shapes += self._line(_PAD + 12, top + 20, "Choose file", self.colors.text, ' font-size="12"')
        shapes += self._line(
            _PAD + button + 10, top + 20, "No file chosen  or URL", self.colors.muted, ' font-size="12"'
        )
        self.top += 36
        shapes += self._rect(_PAD, self.top, _INNER, 34)
        address = _text(field.shown)
        color = self.colors.text if address else self.colors.muted
        shapes += self._line(_PAD + 11, self.top + 22, fit(address or "https://...", 13, _INNER - 22), color)
        self.top += 34
        return shapes

    def _rect(self, left: float, top: float, wide: float, high: float, fill: str = "") -> str:
        return (
            f'<rect x="{left + 0.5:g}" y="{top + 0.5:g}" width="{wide - 1:g}" height="{high - 1:g}" rx="6" '
            f'fill="{fill or self.colors.box}" stroke="{self.colors.line}"/>'
        )

    def _line(self, left: float, base: float, text: str, color: str, more: str = "") -> str:
        return f'<text x="{left:g}" y="{base:g}" fill="{color}"{more}>{_xml(text)}</text>' if text else ""

    def _chevron(self, left: float, top: float, path: str) -> str:
        return f'<path d="M{left:g} {top:g}{path}" fill="none" stroke="{self.colors.muted}" stroke-width="1.5"/>'


def _text(text: str) -> str:
    return visible(collapse(text[:4000]))


def _xml(text: str) -> str:
    """Text for an element; the two characters that XML forbids beyond control characters are left out."""
    text = text.replace("\ufffe", "").replace("\uffff", "")
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
