"""PDFs for tests, written by hand so that every label, bookmark and size is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

WIDTH, HEIGHT = 362.8, 272.1  # points: a Beamer page of 128 by 96 mm


@dataclass(frozen=True)
class Text:
    """A line of text: its baseline in points from the bottom, its size in points."""

    text: str
    baseline: float
    size: float = 11.0
    left: float = 28.0


def frame(title: str, *body: str, footer: str = "", number: str = "") -> list[Text]:
    """A page as Beamer sets it: a large title, lines below, a small footer and number at the foot."""
    lines = [Text(title, 245, 14.4)] if title else []
    lines += [Text(line, 200 - 20 * row) for row, line in enumerate(body)]
    lines += [Text(footer, 4, 6.0)] if footer else []
    return lines + ([Text(number, 4, 6.0, 340)] if number else [])


def write_pdf(
    path: Path,
    pages: Sequence[Sequence[Text]],
    labels: Sequence[str] = (),
    bookmarks: Sequence[tuple[str, int]] = (),
    book: str = "",
    language: str = "",
    encrypted: bool = False,
    size: tuple[float, float] = (WIDTH, HEIGHT),
    box: str = "",
    turned: bool = False,
) -> Path:
    """A PDF with a label per page and bookmarks (name, page from 0), under one called ``book`` if given.

    ``size`` is that of its pages in points; ``box`` is what else is said of each, such as ``/CropBox [0 0 9 9]``.
    ``turned`` pages stand upright in the file and are turned to be seen, as some printers make them.
    """
    width, height = reversed(size) if turned else size
    turn, box = (f"0 1 -1 0 {width} 0 cm\n", f"{box} /Rotate 90") if turned else ("", box)
    objects: list[str] = ["", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"]
    kids = []
    for page in pages:
        objects.append(_stream(turn + "\n".join(map(_operators, page))))
        objects.append(
            f"<< /Type /Page /Parent 3 0 R /MediaBox [0 0 {width} {height}] {box} "
            f"/Contents {len(objects) + 1} 0 R /Resources << /Font << /F 2 0 R >> >> >>"
        )
        kids.append(len(objects) + 1)
    objects.insert(2, f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(f'{k} 0 R' for k in kids)}] >>")
    catalogue = "/Type /Catalog /Pages 3 0 R" + (f" /Lang ({language})" if language else "")
    if labels:
        numbers = " ".join(f"{index} << /P ({_escaped(label)}) >>" for index, label in enumerate(labels))
        catalogue += f" /PageLabels << /Nums [{numbers}] >>"
    if bookmarks:
        catalogue += f" /Outlines {len(objects) + 1} 0 R"
        if book:
            root = len(objects) + 1
            objects.append(f"<< /Type /Outlines /First {root + 1} 0 R /Last {root + 1} 0 R /Count 1 >>")
            objects += _outline(bookmarks, kids, root + 1, f"/Title ({_escaped(book)}) /Parent {root} 0 R")
        else:
            objects += _outline(bookmarks, kids, len(objects) + 1, "/Type /Outlines")
    objects[0] = f"<< {catalogue} >>"
    trailer = "/Root 1 0 R"
    if encrypted:
        nonsense = "<" + "5A" * 32 + ">"
        objects.append(f"<< /Filter /Standard /V 1 /R 2 /O {nonsense} /U {nonsense} /P -4 >>")
        trailer += f" /Encrypt {len(objects)} 0 R /ID [<00> <00>]"
    path.write_bytes(_file(objects, trailer))
    return path


def _operators(line: Text) -> str:
    return f"BT /F {line.size} Tf {line.left} {line.baseline} Td ({_escaped(line.text)}) Tj ET"


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _stream(content: str) -> str:
    return f"<< /Length {len(content.encode('cp1252'))} >>\nstream\n{content}\nendstream"


def _outline(bookmarks: Sequence[tuple[str, int]], kids: Sequence[int], root: int, what: str) -> list[str]:
    last = root + len(bookmarks)
    items = [f"<< {what} /First {root + 1} 0 R /Last {last} 0 R /Count {len(bookmarks)} >>"]
    for number, (name, page) in enumerate(bookmarks, root + 1):
        sibling = f" /Next {number + 1} 0 R" if number < last else ""
        items.append(f"<< /Title ({_escaped(name)}) /Parent {root} 0 R /Dest [{kids[page]} 0 R /Fit]{sibling} >>")
    return items


def _file(objects: Sequence[str], trailer: str) -> bytes:
    body, offsets = b"%PDF-1.5\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n".encode("cp1252")
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} {trailer} >>"
    return body + f"{end}\nstartxref\n{len(body)}\n%%EOF\n".encode("cp1252")
