"""The sections of a report as HTML. Each is written once, in ``sections/``, for the report and for the app.

In all of them text from decks and speech is escaped.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from talkcoach.domain import Quote
from talkcoach.domain.clock import clock
from talkcoach.report import wording
from talkcoach.report.charts import parts_chart, timeline
from talkcoach.report.depth import Step, depth_in_words, lacking, steps
from talkcoach.report.evidence import Evidence, Places
from talkcoach.report.figure import Group
from talkcoach.report.figures import groups
from talkcoach.report.model import Report
from talkcoach.report.palette import OTHER_CLASS, part_classes
from talkcoach.report.passages import TranscriptPassage, passages
from talkcoach.report.printable import printable
from talkcoach.report.summary import Summary
from talkcoach.store.places import shipped

if TYPE_CHECKING:
    from talkcoach.analysis.timing import Cut
    from talkcoach.domain import Finding


class View:
    """What the templates read of a report. A value is computed when a section first reads it.

    Args:
        report: the report.
        earlier: the rehearsal before, whose figures of delivery are shown beside those of this one.
        interactive: whether the section is shown by the app, where every moment plays.
        pictures: addresses of pictures of slides, by the slide's number.
    """

    def __init__(
        self,
        report: Report,
        earlier: Summary | None = None,
        *,
        interactive: bool = False,
        pictures: Mapping[int, str] | None = None,
    ) -> None:
        self.report = report
        self.earlier = earlier
        self.interactive = interactive
        self.pictures = pictures or {}
        self.is_measured = wording.measured(report)
        self.is_judged = wording.judged(report)
        self.findings: tuple[tuple[int, Finding], ...] = tuple(enumerate(report.findings, start=1))
        self.places = Places(report)

    @property
    def name(self) -> str:
        """What the talk is called."""
        return self.report.title or self.report.recording or "Untitled talk"

    @cached_property
    def timeline(self) -> Markup:
        """The picture of everything on one axis."""
        return timeline(self.report)

    @cached_property
    def parts_chart(self) -> Markup:
        """The picture of the parts against their targets."""
        return parts_chart(self.report)

    @property
    def bracketed(self) -> str:
        """What the brackets on the timeline mark; empty where there are none."""
        measured = self.report.delivery
        paced = bool(measured.tempo.hurried or measured.tempo.dragging)
        monotone = bool(measured.voice and measured.voice.monotone) and "pitch" not in measured.spoiled
        marked = (("the pace leaves the band of most talks", paced), ("the voice hardly moves", monotone))
        return " or ".join(words for words, is_marked in marked if is_marked)

    @cached_property
    def _part_classes(self) -> dict[str, str]:
        return part_classes(self.report.timing)

    def part_class(self, key: str) -> str:
        """The class that gives a part its colour."""
        return self._part_classes.get(key, OTHER_CLASS)

    def part_title(self, key: str) -> str:
        """A part's title."""
        return next((part.title for part in self.report.timing.parts if part.key == key), "Other")

    def slide_title(self, number: int) -> str:
        """A slide's title; empty where it has none."""
        return next((slide.title for slide in self.report.timing.slides if slide.number == number), "")

    @cached_property
    def slide_parts(self) -> dict[int, str]:
        """The titles of the parts that each slide belongs to, by its number."""
        return wording.slide_parts(self.report)

    @cached_property
    def doubtful_slides(self) -> frozenset[int]:
        """The slides with a visit that is not certain."""
        return frozenset(visit.slide for visit in self.report.slides if wording.doubt(visit.confidence))

    def visit_starts(self, number: int) -> tuple[float, ...]:
        """The moments in seconds at which a slide came up."""
        return tuple(visit.span.start for visit in self.report.slides if visit.slide == number)

    @property
    def cuts(self) -> tuple[tuple[Cut, str], ...]:
        """What to cut, each with the anchor of the sentence at which it begins."""
        cuts = self.report.timing.cuts
        return tuple((cut, self.evidence(Quote(cut.span, "", cut.slide)).anchor) for cut in cuts)

    @property
    def depth(self) -> str:
        """What the depth of the limitations means."""
        return depth_in_words(self.report.limitations)

    @property
    def steps(self) -> tuple[Step, ...]:
        """The levels of depth with their evidence."""
        return steps(self.report.limitations)

    @property
    def lacking(self) -> tuple[str, ...]:
        """What was not heard about the limitations."""
        return lacking(self.report.limitations)

    @property
    def unjudged(self) -> str:
        """Why the limitations are not judged; empty where they are."""
        return wording.unjudged(self.report)

    @cached_property
    def delivery(self) -> tuple[Group, ...]:
        """The figures of delivery."""
        return groups(self.report, self.earlier)

    @cached_property
    def passages(self) -> tuple[TranscriptPassage, ...]:
        """The transcript."""
        return passages(self.report)

    def evidence(self, quote: Quote) -> Evidence:
        """A quote with its moment and where it leads."""
        return self.places.evidence(quote)


_PRESENT: dict[str, Callable[[View], bool]] = {
    "first": lambda view: view.is_measured or bool(view.findings),
    "time": lambda view: view.is_measured,
    "minutes": lambda view: view.is_measured,
    "slides": lambda view: bool(view.report.slides),
    "cuts": lambda view: view.is_judged and bool(view.report.timing.cuts),
    "limitations": lambda view: view.is_measured,
    "questions": lambda view: bool(view.report.questions),
    "delivery": lambda view: view.is_measured and bool(view.delivery),
    "others": lambda view: len(view.findings) > wording.FIRST,
    "transcript": lambda view: bool(view.report.transcript.sentences),
    "caveats": lambda view: bool(view.report.caveats or view.report.corrections or view.report.transcript.removed),
}
"""Every section by its name, which is the name of its template and its id, and whether a report has it."""


def section_names(report: Report) -> tuple[str, ...]:
    """The sections that a report has, in the order in which they are shown."""
    return sections_of(View(report))


def sections_of(view: View) -> tuple[str, ...]:
    """The same for a view of a report."""
    return tuple(name for name, is_present in _PRESENT.items() if is_present(view))


def section_html(
    report: Report,
    name: str,
    earlier: Summary | None = None,
    *,
    interactive: bool = False,
    pictures: Mapping[int, str] | None = None,
) -> str:
    """One section of a report as HTML; empty where the report does not have it.

    Interactive sections have what only the app shows: in ``first`` every finding has one moment beside it and its
    evidence folded away, in ``transcript`` filled pauses are marked, in ``slides`` every slide has the moments at
    which it came up.

    Args:
        report: the report.
        name: one of `section_names`.
        earlier: the rehearsal before, whose figures of delivery are shown beside those of this one.
        interactive: whether the app shows it.
        pictures: addresses of pictures of slides, by the slide's number, for ``slides``.
    """
    view = View(report, earlier, interactive=interactive, pictures=pictures)
    if not _PRESENT[name](view):
        return ""
    html: str = template(f"sections/{name}.html.j2").render(view=view, report=report)
    return html


def template(name: str) -> Any:
    """A template of this room, in which all text is escaped."""
    return _environment().get_template(name)


@cache
def _environment() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(shipped("export")),
        autoescape=True,
        finalize=_printable,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"clock": clock, "wording": wording}
    return environment


def _printable(value: object) -> object:
    return printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value
