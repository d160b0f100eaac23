"""Draws the sample's deck, as `script.yaml` describes it, with python-pptx."""

from __future__ import annotations

import uuid
from copy import deepcopy
from itertools import groupby
from pathlib import Path
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.util import Inches, Pt

Content = dict[str, Any]
Box = tuple[float, float, float, float]  # left, top, width, height in inches

INK, MUTED, ACCENT, PALE = (RGBColor.from_string(c) for c in ("1F2933", "52606D", "0B5C8A", "E6EEF3"))
PAGE = (13.333, 7.5)
TITLE: Box = (0.8, 0.5, 11.73, 1.0)
BODY: Box = (0.8, 1.8, 11.73, 4.8)
BESIDE: Box = (9.0, 2.0, 3.6, 4.2)
BELOW: Box = (0.8, 4.2, 11.73, 2.4)
P14 = "http://schemas.microsoft.com/office/powerpoint/2010/main"
SECTION_LIST = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"  # [MS-PPTX] 2.2.10: the extension that holds sections


def make_deck(deck: Content, path: Path) -> None:
    """Write the deck with the slides of ``deck["slides"]``, in order, to ``path``."""
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = (Inches(side) for side in PAGE)
    presentation.core_properties.title = deck["title"]
    presentation.core_properties.author = ""
    _style(presentation)
    for content in deck["slides"]:
        _add_slide(presentation, content)
    _add_sections(presentation, [content["section"] for content in deck["slides"]])
    presentation.save(str(path))


def _style(presentation: Any) -> None:
    """Fit the two layouts in use to the wide page, so that slides inherit place and type from them."""
    opening, content = presentation.slide_layouts[0], presentation.slide_layouts[1]
    for layout in list(presentation.slide_layouts)[2:]:
        presentation.slide_layouts.remove(layout)
    for layout, boxes in ((opening, [(0.8, 2.2, 11.73, 1.4), (0.8, 3.9, 11.73, 1.4)]), (content, [TITLE, BODY])):
        for number, box in enumerate(boxes):
            _place(layout.placeholders[number], box)
    for layout in (opening, content):
        for holder in list(layout.placeholders)[2:-1]:  # the date and the footer; the number stays
            holder._element.getparent().remove(holder._element)
        _place(layout.placeholders[-1], (11.6, 6.9, 0.93, 0.4))
        layout.shapes._spTree.append(_bar())  # a layout has no add_shape, so the bar is written as XML


def _bar() -> Any:
    width, height = Inches(0.18), Inches(PAGE[1])
    return etree.fromstring(
        '<p:sp xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
        ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        '<p:nvSpPr><p:cNvPr id="90" name="Bar"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>'
        f'<p:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:srgbClr val="{ACCENT}"/></a:solidFill>'
        "<a:ln><a:noFill/></a:ln></p:spPr></p:sp>"
    )


def _add_slide(presentation: Any, content: Content) -> None:
    opening = "subtitle" in content
    slide = presentation.slides.add_slide(presentation.slide_layouts[0 if opening else 1])
    _write(slide.shapes.title, [content["title"]], 44 if opening else 34, INK, bold=True)
    body = slide.placeholders[1]
    if opening:
        _write(body, content["subtitle"].split("\n"), 24, MUTED)
    elif "bullets" in content:
        _write(body, content["bullets"], 26, INK, space=14)
    else:
        body._element.getparent().remove(body._element)
    for kind, draw in DRAWN.items():
        if kind in content:
            room = draw(slide, content[kind])
            if "bullets" in content:
                _place(body, room)
    if not opening:
        _add_number(slide)
    if "notes" in content:
        slide.notes_slide.notes_text_frame.text = content["notes"]
    if content.get("hidden"):
        slide._element.set("show", "0")


def _add_number(slide: Any) -> None:
    """The layout's slide number on the slide itself, where python-pptx does not bring it along."""
    number = deepcopy(slide.slide_layout.placeholders[-1]._element)
    number.nvSpPr.cNvPr.set("id", str(slide.shapes._next_shape_id))
    slide.shapes._spTree.append(number)


def _place(shape: Any, box: Box) -> None:
    shape.left, shape.top, shape.width, shape.height = (Inches(side) for side in box)


def _write(shape: Any, lines: list[str], size: int, color: RGBColor, bold: bool = False, space: int = 0) -> None:
    shape.text_frame.text = "\n".join(lines)
    shape.text_frame.word_wrap = True
    for paragraph in shape.text_frame.paragraphs:
        paragraph.alignment = PP_ALIGN.LEFT
        paragraph.space_after = Pt(space)
        paragraph.font.size, paragraph.font.bold, paragraph.font.color.rgb = Pt(size), bold, color


def _callout(slide: Any, text: str) -> Box:
    shape = slide.shapes.add_textbox(*(Inches(side) for side in (0.8, 1.9, 11.73, 1.5)))
    shape.fill.solid()
    shape.fill.fore_color.rgb = PALE
    shape.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    shape.text_frame.margin_left = Inches(0.3)
    shape.text_frame.auto_size = MSO_AUTO_SIZE.NONE
    _write(shape, [text], 28, ACCENT, bold=True)
    return (0.8, 3.8, 11.73, 2.8)


def _table(slide: Any, table: Content) -> Box:
    beside = len(table["header"]) == 4
    rows = [table["header"], *table["rows"]]
    width = 7.9 if beside else 11.73
    frame = slide.shapes.add_table(
        len(rows), len(rows[0]), Inches(0.8), Inches(2.0), Inches(width), Inches(0.65 * len(rows))
    )
    for column, share in zip(frame.table.columns, table["widths"], strict=True):
        column.width = Inches(width * share / sum(table["widths"]))
    for number, row in enumerate(rows):
        for cell, text in zip(frame.table.rows[number].cells, row, strict=True):
            _fill_cell(cell, text, header=number == 0)
    return BESIDE


def _fill_cell(cell: Any, text: str, header: bool) -> None:
    _write(cell, [text], 20, RGBColor(255, 255, 255) if header else INK, bold=header)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.fill.solid()
    cell.fill.fore_color.rgb = ACCENT if header else PALE
    if text.replace(".", "").isdigit():
        cell.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT


def _chart(slide: Any, chart: Content) -> Box:
    data = CategoryChartData(number_format="0.0")
    data.categories = list(chart["points"])
    data.add_series(chart["series"], list(chart["points"].values()))
    place = (Inches(side) for side in (0.8, 1.8, 7.9, 4.9))
    drawn = slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *place, data).chart
    drawn.has_legend = False
    drawn.font.size, drawn.font.color.rgb = Pt(16), INK
    drawn.value_axis.minimum_scale, drawn.value_axis.maximum_scale = 0, 80
    drawn.value_axis.major_gridlines.format.line.color.rgb = PALE
    plot = drawn.plots[0]
    plot.gap_width = 60
    plot.series[0].format.fill.solid()
    plot.series[0].format.fill.fore_color.rgb = ACCENT
    plot.has_data_labels = True
    plot.data_labels.position = XL_LABEL_POSITION.OUTSIDE_END
    return BESIDE


def _flow(slide: Any, steps: list[str]) -> Box:
    """A row of boxes with arrows between them, as one group."""
    group = slide.shapes.add_group_shape()
    step = 11.73 / len(steps)
    for position, text in enumerate(steps):
        left = 0.8 + position * step
        box = group.shapes.add_shape(MSO_SHAPE.ROUNDED_RECTANGLE, *map(Inches, (left, 2.1, step - 0.5, 1.4)))
        _fill(box, ACCENT if position == 1 else PALE)
        _write(box, [text], 18, RGBColor(255, 255, 255) if position == 1 else INK)
        box.text_frame.paragraphs[0].alignment = PP_ALIGN.CENTER
        if position:
            arrow = group.shapes.add_shape(MSO_SHAPE.RIGHT_ARROW, *map(Inches, (left - 0.42, 2.65, 0.34, 0.3)))
            _fill(arrow, MUTED)
    return BELOW


def _fill(shape: Any, color: RGBColor) -> None:
    shape.fill.solid()
    shape.fill.fore_color.rgb = color
    shape.line.fill.background()
    shape.shadow.inherit = False


DRAWN = {"callout": _callout, "table": _table, "chart": _chart, "flow": _flow}


def _add_sections(presentation: Any, names: list[str]) -> None:
    """Name the stretches of slides, as PowerPoint's own sections, which python-pptx does not know."""
    ids = iter(presentation.slides._sldIdLst)
    root = presentation.part._element
    namespace = root.nsmap["p"]
    extension = etree.Element(f"{{{namespace}}}ext", uri=SECTION_LIST)
    listed = etree.SubElement(extension, f"{{{P14}}}sectionLst", nsmap={"p14": P14})
    for name, slides in groupby(names):
        identity = str(uuid.uuid5(uuid.NAMESPACE_OID, name)).upper()
        section = etree.SubElement(listed, f"{{{P14}}}section", name=name, id=f"{{{identity}}}")
        members = etree.SubElement(section, f"{{{P14}}}sldIdLst")
        for _ in slides:
            etree.SubElement(members, f"{{{P14}}}sldId", id=next(ids).get("id"))
    holder = root.find(f"{{{namespace}}}extLst")
    if holder is None:
        holder = etree.SubElement(root, f"{{{namespace}}}extLst")
    holder.append(extension)
