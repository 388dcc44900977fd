"""Trang các dòng: the lines of one section, written, ordered, split, with their notes.

Every button belongs to the one form of the section, so what was typed is saved first; then
the button's own act is done. Without scripts the answer is a redirect to the same place;
with htmx it is the section's fragment.
"""

from dataclasses import dataclass, field

from django.http import HttpRequest

from campaigns import actions
from campaigns.actions import EditConflict
from campaigns.actions.locking import LINE_GONE
from campaigns.authorship import last_change
from campaigns.mending import mend
from campaigns.models import PlanLine
from campaigns.outline import LineKind
from campaigns.sections import BASES, Section
from campaigns.suggesting import split
from campaigns.views import notes, removals
from campaigns.views.desk import Desk
from campaigns.views.line_comments import CommentActs
from campaigns.views.line_tables import TableActs
from campaigns.views.pasting import PasteActs
from campaigns.views.posted import GONE, PostedLines, read_lines
from campaigns.views.rows import OpenNote, following
from campaigns.wording import NOTE_KINDS
from units import form_messages
from units.errors import Refused
from units.wording import vn_time


@dataclass
class Outcome:
    """What the page is to show after an act: where the focus goes, what went wrong."""

    focus: int | None = None
    control: str = "text"
    note: OpenNote | None = None
    status: int = 200
    problem: str = ""
    conflicts: dict[int, "Theirs"] = field(default_factory=dict)
    posted: PostedLines | None = None
    own: bool = False  # the other version is the same person's, from a second window
    removed: bool = False
    pasted: bool = False


@dataclass(frozen=True)
class Theirs:
    """The other version of a line; ``line`` None: it was removed. ``own``: by oneself."""

    line: PlanLine | None
    by: str
    own: bool


def perform(request: HttpRequest, desk: Desk, page: Section) -> Outcome:
    """Save what was typed, then do what the button says."""
    posted = read_lines(request.POST)
    by = request.user
    try:
        _save(desk, posted, by)
    except EditConflict as conflict:
        return Outcome(
            status=409,
            problem=str(conflict),
            conflicts=_theirs(conflict, by),
            own=conflict.own,
            posted=posted,
            note=notes.posted_note(notes.DeskSource(desk, by), request.POST),
            focus=conflict.conflicts[0].mine.pk,
        )
    except Refused as refusal:
        return Outcome(status=422, problem=str(refusal), posted=posted)
    opened = notes.posted_note(notes.DeskSource(desk, by), request.POST)
    try:
        return _Acts(request, desk, page, posted, opened).run()
    except Refused as refusal:
        return Outcome(status=422, problem=str(refusal), note=opened, focus=posted.line)


class _Acts(CommentActs, TableActs, PasteActs):
    """The buttons of the page; the lines are already saved."""

    def __init__(
        self,
        request: HttpRequest,
        desk: Desk,
        page: Section,
        posted: PostedLines,
        opened: OpenNote | None,
    ):
        self.request, self.desk, self.page = request, desk, page
        self.by, self.plan = request.user, desk.plan
        self.posted, self.opened = posted, opened
        self.source = notes.DeskSource(desk, self.by)

    def run(self) -> Outcome:
        act = getattr(self, "do_" + self.posted.act.replace("-", "_"), self.do_luu)
        keeps_note = self.posted.act in ("tu-luu", "them-moc", "bo-moc", "bo-ghi-chu")
        if self.opened and not keeps_note and self.posted.act != "dong-ghi-chu":
            wanted = self.posted.act in ("luu", "luu-tiep", "luu-ghi-chu")
            if wanted or notes.is_changed(self.source, self.opened):
                failed = self._save_note()
                if failed:
                    return failed
        return act()

    def _save_note(self):
        if notes.is_valid(self.opened):
            try:
                notes.store(self.opened, by=self.by)
            except Refused as refusal:
                form_messages.refused(self.opened.form, refusal)
            else:
                return None
        return Outcome(status=422, note=self.opened, focus=self.opened.line, control="")

    # ---- saving and going ----

    def do_luu(self):
        return Outcome(focus=self.posted.line, control="text")

    def do_tu_luu(self):
        return Outcome()

    def do_loai(self):
        return Outcome(focus=self.posted.line, control="kind")

    def do_luu_ghi_chu(self):
        return Outcome(focus=self.opened.line if self.opened else None)

    def do_dong_ghi_chu(self):
        return Outcome(focus=self.opened.line if self.opened else None)

    # ---- lines ----

    def do_len(self):
        line = self._line()
        actions.move_line(line.pk, by=self.by, up=True)
        return Outcome(focus=line.pk, control="up")

    def do_xuong(self):
        line = self._line()
        actions.move_line(line.pk, by=self.by, up=False)
        return Outcome(focus=line.pk, control="down")

    def do_dat(self):
        """Kéo: before the line that the first number names, at the end where it names none."""
        line = self._line()
        before = self.posted.number(0) or None
        actions.place_line(line.pk, by=self.by, before=before)
        return Outcome(focus=line.pk, control="up")

    def do_dan(self):
        added = self.paste_below(self._line().pk)
        return Outcome(focus=added, pasted=True)

    def do_hoan_tac_dan(self):
        left = self.undo_paste()
        problem = f"Để lại {len(left)} dòng đã sửa sau khi dán." if left else ""
        return Outcome(focus=left[0].pk if left else None, problem=problem)

    def do_them(self):
        above, lines = self._line(), self.desk.rows.lines
        kind = following(lines, lines.index(above))
        added = actions.insert_line(
            self.plan.pk, by=self.by, after=above.pk, kind=kind.value
        )
        return Outcome(focus=added.pk)

    def do_them_dau(self):
        """At the top of a section without lines: the bases, before everything else."""
        bases = self.page.slug == BASES
        added = actions.insert_line(
            self.plan.pk,
            by=self.by,
            after=self._end_of_page(),
            kind=(LineKind.BASIS if bases else LineKind.PARAGRAPH).value,
        )
        return Outcome(focus=added.pk)

    def do_xoa(self):
        line = self._line()
        kept = actions.remove_line(line.pk, by=self.by)
        removals.keep(self.request.session, self.plan.pk, kept)
        page = [row.pk for row in self._lines_of_page()]
        beside = [pk for pk in page if pk != line.pk]
        # A request made by hand may name a line of another section.
        place = page.index(line.pk) if line.pk in page else 0
        focus = beside[min(place, len(beside) - 1)] if beside else None
        return Outcome(focus=focus, removed=True)

    def do_hoan_tac(self):
        session = self.request.session
        kept = removals.newest(session, self.plan.pk)
        if kept is None:
            return Outcome(problem="Không còn dòng nào vừa xóa để khôi phục.")
        restored = actions.undo_remove(self.plan.pk, by=self.by, **kept)
        removals.drop(session, self.plan.pk)
        return Outcome(focus=restored.pk, removed=True)

    def do_tach(self):
        line = self._line()
        edit = self.posted.edits.get(line.pk)
        lines = split(edit.text if edit else line.text, line.kind)
        if len(lines) < 2:
            return Outcome(
                focus=line.pk,
                problem="Dòng này chỉ có một đoạn. Ngắt dòng ở chỗ cần tách rồi bấm lại.",
            )
        pieces = actions.split_line(line.pk, by=self.by, pieces=lines)
        return Outcome(focus=pieces[1].pk)

    # ---- tables ----

    def do_bang(self):
        return Outcome(focus=self.new_table(self._line().pk))

    def do_hang_them(self):
        return self._in_table(self.add_row())

    def do_hang_bo(self):
        return self._in_table(self.drop_row())

    def do_cot_them(self):
        return self._in_table(self.add_column())

    def do_cot_bo(self):
        return self._in_table(self.drop_column())

    def do_dan_o(self):
        return self._in_table(self.fill_cells(self.request.POST.get("dan", "")))

    def _in_table(self, control):
        return Outcome(focus=self.posted.line, control=control)

    # ---- căn cứ from the register ----

    def do_can_cu(self):
        return self._cited(actions.cite)

    def do_thay_can_cu(self):
        return self._cited(actions.cite_anew)

    def _cited(self, act):
        """The button names the text by its code in the register."""
        line = act(self.plan.pk, by=self.by, code=self._slug())
        return Outcome(focus=line.pk)

    # ---- comments ----

    def do_nhan_gop_y(self):
        return Outcome(focus=self.accept_suggestion())

    def do_xong_gop_y(self):
        return Outcome(focus=self.close_comment())

    # ---- notes ----

    def do_ghi_chu(self):
        line = self.posted.line
        source = notes.DeskSource(Desk(self.plan))  # the words as they are saved now
        opened = notes.new_note(source, self._slug(), line or 0)
        return Outcome(note=opened, focus=line, control="" if opened else "text")

    def do_sua_ghi_chu(self):
        source = notes.DeskSource(Desk(self.plan))
        opened = notes.edit_note(source, self._slug(), self.posted.line or 0)
        if opened is None:
            raise Refused("Ghi chú này đã bị bỏ trong lúc anh/chị soạn.")
        return Outcome(note=opened, focus=opened.line, control="")

    def do_bo_ghi_chu(self):
        slug, key = self._slug(), self.posted.line
        note = self.source.find(slug, key)
        if note is None:
            raise Refused("Ghi chú này đã bị bỏ trong lúc anh/chị soạn.")
        actions.remove_note(note.pk, slug, by=self.by)
        return Outcome(focus=note.line_id)

    def do_theo_cau(self):
        """The note takes what its line says."""
        desk, slug, key = Desk(self.plan), self._slug(), self.posted.line
        note = notes.DeskSource(desk).find(slug, key)
        if note is None:
            raise Refused("Ghi chú này đã bị bỏ trong lúc anh/chị soạn.")
        kind = NOTE_KINDS[slug].field
        changes, _ = mend(desk.content, kind, desk.rows.notes[kind].index(note))
        if not changes:
            raise Refused(
                "Câu không cho biết chắc phải sửa thế nào: mở ghi chú để sửa."
            )
        actions.edit_note(note.pk, slug, by=self.by, **changes)
        return Outcome(focus=note.line_id)

    def do_them_moc(self):
        return self._milestones(None)

    def do_bo_moc(self):
        return self._milestones(self.posted.number(0))

    def _milestones(self, drop):
        if self.opened is None or self.opened.milestones is None:
            return Outcome()
        opened = notes.with_milestone(self.source, self.opened, self.request.POST, drop)
        return Outcome(note=opened, focus=opened.line, control="")

    # ---- help ----

    def _slug(self):
        """The kind of note that the button names."""
        return self.posted.arguments[0] if self.posted.arguments else ""

    def _line(self):
        """The button's line, of this plan and still there."""
        wanted = self.posted.line
        line = next((row for row in self.desk.rows.lines if row.pk == wanted), None)
        if line is None:
            raise Refused(LINE_GONE)
        return line

    def _lines_of_page(self):
        return [self.desk.rows.lines[i] for i in self.page.lines]

    def _end_of_page(self):
        lines = self._lines_of_page()
        return lines[-1].pk if lines else None


def _save(desk: Desk, posted: PostedLines, by) -> None:
    """All lines of the form. Raises EditConflict, Refused; then nothing is written."""
    plan_id = desk.plan.pk
    dropped = posted.line if posted.act in ("lay", "bo") else None
    known = {line.pk for line in desk.rows.lines}
    edits, again, above = [], [], None
    for key, edit in posted.edits.items():
        if key == dropped:
            continue
        if edit.seen == GONE and key not in known:
            again.append((above, edit))
        else:
            edits.append(edit)
            above = key
    actions.save_lines(plan_id, by=by, edits=edits)
    for after, edit in reversed(again):
        actions.insert_line(
            plan_id, by=by, after=after, kind=edit.kind, text=edit.text,
            marker=edit.marker, is_title=edit.is_title,
        )  # fmt: skip


def _theirs(conflict: EditConflict, by) -> dict[int, Theirs]:
    found = {}
    for item in conflict.conflicts:
        last, who, own = last_change(PlanLine(pk=item.mine.pk)), "người khác", False
        if last and last.actor:
            own = last.actor == by
            name = "anh/chị ở thẻ khác" if own else str(last.actor)
            who = f"{name}, lúc {vn_time(last.at)}"
        found[item.mine.pk] = Theirs(item.theirs, who, own)
    return found
