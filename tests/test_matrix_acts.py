"""Mọi việc, mọi người: the table of powers and the acts say the same.

Every act of every app is tried by everybody of the scene. Who may not is refused before
anything is written; who may is not refused for want of permission.
"""

import importlib
import inspect
import pkgutil
from datetime import date
from decimal import Decimal

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import transaction
from django.utils.timezone import localdate, now

from awards.actions.acclaim import Asked as AskedCriterion
from campaigns import doubts
from campaigns.actions.progress.assigned import Told
from campaigns.actions.progress.measuring import Measured
from campaigns.content import Line
from campaigns.evidence import Kind, Looked
from campaigns.models import UnitTask
from campaigns.offering import Chosen
from campaigns.outline import LineKind
from campaigns.progress.terms import DueRule, Rhythm
from campaigns.scheduling import Asked
from tests.factories import PASSWORD, Ward, ready_content
from tests.matrix.scene import Scene
from tests.matrix.walking import rows_written
from tests.superiors import issue, superior_content
from units import permissions
from units.errors import Refused
from units.models import Passkey, SupportView, Unit
from units.powers import POWERS, TABLE, Scope, of_act
from units.powers.grants import COUNCIL
from units.sheets.reading import Table

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
HOW = """
Mỗi việc phải có trong bảng quyền: ghi “{name}” vào acts của một dòng trong units/powers/
(thêm dòng mới nếu chưa có quyền ấy), hỏi dòng đó trong permissions.py bằng
allows(user, "…", unit), rồi chạy manage.py who_may > docs/huong-dan/ai-duoc-lam-gi.md.
"""
WITH_WHAT = """
{name}: chưa biết đưa gì cho tham số “{parameter}”. Thêm vào VALUES (chung cho mọi việc) hoặc
GIVEN["{name}"] trong tests/test_matrix_acts.py.
"""


def acts():
    """Every act: a public function of an ``actions`` room that is one transaction, or that
    the room gives out as done by somebody."""
    found = {}
    for app in apps.get_app_configs():
        try:
            room = importlib.import_module(f"{app.name}.actions")
        except ModuleNotFoundError:
            continue
        rooms = [room]
        paths, within = getattr(room, "__path__", ()), f"{room.__name__}."
        for part in pkgutil.walk_packages(paths, within):
            rooms.append(importlib.import_module(part.name))
        for module in rooms:
            for name, function in inspect.getmembers(module, inspect.isfunction):
                plain = inspect.unwrap(function)
                own = plain.__module__ == module.__name__ and not name.startswith("_")
                told = name in getattr(room, "__all__", ()) and "by" in _parameters(
                    plain
                )
                if own and (told or plain is not function):
                    found[f"{app.label}.{name}"] = function
    return found


def _parameters(function):
    return inspect.signature(function).parameters


def by_machine(name):
    """No person does it; nor does a person who asks for it (see what calls it)."""
    scopes = {grant.scope for power in of_act(name) for grant in power.grants}
    return scopes == {Scope.MACHINE} or "by" not in _parameters(ACTS[name])


ACTS = acts()
# What an act is given, by the name of its parameter.
VALUES = {
    "unit_id": lambda scene: scene.unit.pk,
    "unit_ids": lambda scene: [scene.unit.pk],
    "parent_id": lambda scene: scene.unit.pk,
    "host_id": lambda scene: scene.unit.pk,
    "user_id": lambda scene: scene.subject.pk,
    "membership_id": lambda scene: scene.role.pk,
    "plan_id": lambda scene: scene.draft.pk,
    "line_id": lambda scene: scene.line.pk,
    "note_id": lambda scene: scene.note.pk,
    "comment_id": lambda scene: scene.comment.pk,
    "draft_id": lambda scene: scene.reading.pk,
    "document_id": lambda scene: scene.signed.pk,
    "entry_id": lambda scene: scene.entry.pk,
    "series_id": lambda scene: scene.ward.series.pk,
    "year": lambda scene: localdate().year,
    "day": lambda scene: localdate(),
    "effective_on": lambda scene: localdate(),
    "valid_from": lambda scene: localdate(),
    "valid_to": lambda scene: localdate(),
    "last_date": lambda scene: date(localdate().year, 1, 1),
    "last_number": lambda scene: 7,
    "dispatched_on": lambda scene: localdate(),
    "content": lambda scene: ready_content(),
    "change": lambda scene: lambda revision: revision,
    "pieces": lambda scene: [Line(kind=LineKind.DASH, text="một")],
    "parts": lambda scene: [],
    "edits": lambda scene: [],
    "texts": lambda scene: ["Lưu: VT"],
    "reading": lambda scene: {},
    "after": lambda scene: None,
    "before": lambda scene: None,
    "up": lambda scene: True,
    "number": lambda scene: 1,
    "issued_on": lambda scene: localdate(),
    "kind_code": lambda scene: "ubnd",
    "seal_mm": lambda scene: 36,
    "role": lambda scene: "officer",
    "password": lambda scene: f"{PASSWORD}-khac-hoan-toan",
    "picture": lambda scene: b"",
    "honouree_id": lambda scene: scene.honouree.pk,
    "kept_id": lambda scene: scene.honouree.pk,
    "other_id": lambda scene: scene.second.pk,
    "position_id": lambda scene: scene.position.pk,
    "merge_id": lambda scene: scene.merge.pk,
    "pair_id": lambda scene: scene.pair.pk,
    "due_ids": lambda scene: [scene.due.pk],
    "account_id": lambda scene: scene.subject.pk,
    "from_unit_id": lambda scene: scene.unit.pk,
    "to_unit_id": lambda scene: scene.unit.pk,
    "heir_id": lambda scene: scene.unit.pk,
    "left_on": lambda scene: localdate(),
    "keep_months": lambda scene: 60,
    "import_id": lambda scene: scene.sheet.pk,
    "fields": lambda scene: {},
    "table": lambda scene: Table(headings=(), rows=()),
    "units": lambda scene: [_planned(scene)],
    "bases": lambda scene: [""],
    "campaign_id": lambda scene: scene.thrown.campaign_id,
    "person_id": lambda scene: scene.subject.pk,
    "view_id": lambda scene: scene.view.pk,
    "by_mail": lambda scene: False,
    "secret": lambda scene: b"1",
    "step": lambda scene: 1,
    "new": lambda scene: None,
    "cluster_id": lambda scene: scene.cluster.pk,
    "reform_id": lambda scene: scene.reform.pk,
    "office_id": lambda scene: scene.term.pk,
    "member_ids": lambda scene: [scene.member.pk],
    "piece_id": lambda scene: scene.piece.pk,
    "is_required": lambda scene: False,
    "grace_days": lambda scene: 7,
    "route_id": lambda scene: scene.route.pk,
    "step_id": lambda scene: scene.route_step.pk,
    "positions": lambda scene: [(scene.unit.pk, "leader", "")],
    "mode": lambda scene: "all",
    "days": lambda scene: 2,
    "absent_id": lambda scene: scene.subject.pk,
    "deputy_id": lambda scene: scene.subject.pk,
    "stand_in_id": lambda scene: scene.stand_in.pk,
    "participation_id": lambda scene: scene.joined.pk,
    "period_id": lambda scene: scene.next_period.pk,
    "report_id": lambda scene: scene.progress.pk,
    "undertaking_id": lambda scene: scene.registered.pk,
    "call_id": lambda scene: scene.call.pk,
    "permission_id": lambda scene: scene.late.pk,
    "until": lambda scene: localdate(),
    "on": lambda scene: localdate(),
    "pact_id": lambda scene: scene.pact.pk,
    "starts_on": lambda scene: localdate(),
    "ends_on": lambda scene: localdate(),
    "provenance": lambda scene: "Báo cáo số 1/BC",
    "figures": lambda scene: {},
    "evidence_id": lambda scene: scene.photo.pk,
    "allocation_id": lambda scene: scene.allocation.pk,
    "proposal_id": lambda scene: scene.proposal.pk,
    "council_id": lambda scene: scene.council.pk,
    "term_id": lambda scene: scene.council_term.pk,
    "seat_id": lambda scene: scene.council_seat.pk,
    "session_id": lambda scene: scene.planned.pk,
    "attendance_id": lambda scene: scene.attendance.pk,
    "round_id": lambda scene: scene.ballot_round.pk,
    "round_ids": lambda scene: [scene.ballot_round.pk],
    "recusal_id": lambda scene: scene.recusal.pk,
    "item_ids": lambda scene: [scene.weighed.pk],
    "proposal_ids": lambda scene: [],
    "looked": lambda scene: Looked(
        kind=Kind.PDF, name="a.pdf", content=b"x", sha256="0" * 64
    ),
}
TEXTS = {
    "topic", "words", "reference",
    "about", "basis", "name", "short_name", "reason", "full_name", "email", "username",
    "kind_name", "title",
    "head_title", "collective", "symbol", "kind_and_title", "signer", "recipients",
    "archive_unit", "common_name", "file_name", "twin", "because", "code", "decided_by",
    "form", "query", "kind", "label", "person_in_charge", "contact", "body", "caption",
    "cited", "answer", "handle", "session", "issuer", "subject", "provider", "text",
}  # fmt: skip
OWN_ACCOUNT = {"user_id": lambda scene: scene.ward.officer.pk}
STEP = {"days": lambda scene: 5, "reaches": lambda scene: "head"}
RULE = {
    "kind": lambda scene: "decision",
    "number": lambda scene: "9/2026/QĐ-UBND",
    "certainty": lambda scene: "read",
}


def _numbered(which):
    """A rule of awards by its kind and number."""
    return _named(which) | {"source": lambda scene: "Công báo"}


def _named(which):
    return {
        "kind": lambda scene: "dieu-kien",
        "rule_id": lambda scene: getattr(scene, which).pk,
    }


_OF_OFFICE = {"unit_id": lambda scene: scene.office.pk}
_VOTES = {"votes": lambda scene: {scene.proposal_draft.pk: (1, 0)}}
_DAYS = {"starts_on": lambda scene: localdate(), "ends_on": lambda scene: localdate()}
GIVEN = {
    **dict.fromkeys(TABLE["own-account"].acts, OWN_ACCOUNT),
    "units.remove_passkey": {"passkey_id": lambda scene: scene.key.pk},
    "units.unlink_identity": {"identity_id": lambda scene: scene.identity.pk},
    "campaigns.restore_import": {"draft_id": lambda scene: scene.dropped.pk},
    "campaigns.carry_on": {"years": lambda scene: 1},
    "units.give_item": {"item_id": lambda scene: scene.waiting_item.pk},
    **{
        f"units.{act}_item": {"item_id": lambda scene: scene.given_item.pk}
        for act in ("withdraw", "take", "return")
    },
    "units.amend_kind": {
        "code": lambda scene: "phong",
        "is_territorial": lambda scene: False,
    },
    "units.delegate_signing": {"signed_on": lambda scene: localdate()},
    "units.name_heir": {"unit_id": lambda scene: scene.ended.pk},
    "units.keep_sheet": {"content": lambda scene: b"x"},
    "units.move_unit": {"parent_id": lambda scene: scene.province.pk},
    "units.establish": {},
    "campaigns.submit_plan": {},
    "campaigns.answer_plan": {
        "plan_id": lambda scene: _of_the_province(scene),
        "chosen": lambda scene: [Chosen("targets", 0)],
    },
    "campaigns.answer_reading": {"chosen": lambda scene: [Chosen("targets", 0)]},
    "campaigns.see_superior_changes": {"source_id": lambda scene: 1},
    "campaigns.take_superior_note": {"item_id": lambda scene: scene.item.pk},
    "campaigns.nudge_units": {
        "campaign_id": lambda scene: scene.joined.campaign_id,
        "participation_ids": lambda scene: [scene.joined.pk],
    },
    "campaigns.take_example_on": {"stage": lambda scene: "found"},
    "campaigns.adopt_example": {"undertaking_id": lambda scene: scene.example.pk},
    "campaigns.drop_undertaking": {
        "undertaking_id": lambda scene: scene.undertaking.pk
    },
    "campaigns.add_undertaking_file": {"undertaking_id": lambda scene: scene.built.pk},
    **{
        f"campaigns.{act}_undertaking_file": {
            "evidence_id": lambda scene: scene.shot.pk,
            **({"moment": lambda scene: "after"} if act == "describe" else {}),
        }
        for act in ("describe", "remove")
    },
    "campaigns.agree_pact": {"version": lambda scene: 1},
    **{
        f"campaigns.{act}": {"agreement_id": lambda scene: scene.agreement.pk}
        for act in ("take_back_agreement", "name_pact_signer")
    },
    **{
        f"reports.{act}_pact": {"seat_id": lambda scene: scene.seat.pk}
        for act in ("sign", "refuse")
    },
    "reports.take_pact_signature": {
        "seat_id": lambda scene: scene.seat.pk,
        "content": lambda scene: b"x",
    },
    "reports.drop_pact_paper": {"paper_id": lambda scene: scene.pact_paper.pk},
    "reports.keep_pact_scan": {
        "seat_id": lambda scene: scene.paper_seat.pk,
        "signed_on": lambda scene: localdate(),
    },
    "campaigns.settle_doubt": {
        "doubt": lambda scene: doubts.key(scene.doubt.text, None)
    },
    "campaigns.reopen_doubt": {
        "doubt": lambda scene: doubts.key(scene.settled.text, None)
    },
    **{
        f"campaigns.{act}": {"plan_id": lambda scene: scene.limited.pk}
        for act in ("ask_opening", "open_whole", "decline_opening")
    },
    "campaigns.amend_template": {
        "template_id": lambda scene: scene.template.pk,
        "is_shared": lambda scene: True,
        "is_offered": lambda scene: True,
    },
    "campaigns.begin_from_template": {
        "template_id": lambda scene: scene.template.pk,
        "year": lambda scene: 2030,
    },
    "campaigns.begin_from_sample": {
        "slug": lambda scene: "chao-mung",
        "year": lambda scene: 2030,
    },
    "campaigns.add_legal_text": RULE,
    "campaigns.amend_legal_text": RULE | {"text_id": lambda scene: scene.rule.pk},
    "campaigns.drop_legal_text": {"text_id": lambda scene: scene.rule.pk},
    "campaigns.look_again": {"plan_id": lambda scene: scene.sent.pk},
    "campaigns.close_comment": {"outcome": lambda scene: "done"},
    "campaigns.withdraw_comment": {"comment_id": lambda scene: scene.own_comment.pk},
    "campaigns.withdraw_plan": {"plan_id": lambda scene: scene.sent.pk},
    "campaigns.return_plan": {"plan_id": lambda scene: scene.sent.pk},
    "campaigns.approve_plan": {"plan_id": lambda scene: scene.sent.pk},
    "campaigns.reopen_plan": {"plan_id": lambda scene: scene.sent.pk},
    "campaigns.end_route": {"route_id": lambda scene: scene.set_route.pk},
    **{
        f"campaigns.{act}": {
            "plan_id": lambda scene: scene.routed.pk,
            "step_id": lambda scene: scene.open_step.pk,
        }
        for act in ("agree_step", "return_at_step")
    },
    **{
        f"campaigns.begin_{what}": {"plan_id": lambda scene: scene.issued.plan_id}
        for what in ("amendment", "replacement", "correction", "recall")
    },
    "campaigns.restore_change": {"plan_id": lambda scene: scene.change.plan_id},
    "campaigns.insert_line": {"kind": lambda scene: "dash"},
    "campaigns.undo_remove": {"kind": lambda scene: "dash", "text": lambda scene: "a"},
    "campaigns.add_note": {"kind": lambda scene: "thoi-han"},
    "campaigns.edit_note": {"kind": lambda scene: "chi-tieu"},
    "campaigns.remove_note": {"kind": lambda scene: "chi-tieu"},
    "campaigns.keep_source": {"content": lambda scene: b"x"},
    "campaigns.restore_part": {"entry_id": lambda scene: scene.torn.pk},
    **{
        f"campaigns.{act}": {"campaign_id": lambda scene: scene.issued.plan.campaign_id}
        | more
        for act, more in {
            "add_participation": {"unit_id": lambda scene: scene.office.pk},
            "allot": {"cells": lambda scene: {}},
            "undo_allotment": {},
            "lay_periods": {"asked": lambda scene: _rhythm()},
            "add_period": _DAYS | {"due_on": lambda scene: localdate()},
        }.items()
    },
    **{
        f"campaigns.{act}": {"period_id": lambda scene: scene.free_period.pk} | more
        for act, more in {
            "amend_period": _DAYS,
            "remove_period": {},
            "postpone_due": {"due_on": lambda scene: localdate()},
            "lock_period": {},
            "unlock_period": {},
            "open_period": {
                "unit_id": lambda scene: scene.office.pk,
                "until": lambda scene: localdate(),
            },
        }.items()
    },
    **{
        f"campaigns.{act}": {"participation_id": lambda scene: scene.joined.pk}
        for act in ("take_out", "bring_back", "name_contact")
    },
    "campaigns.feed_indicator": {
        "indicator_id": lambda scene: scene.indicator.pk,
        "feeds_id": lambda scene: None,
    },
    "campaigns.measure_indicator": {
        "indicator_id": lambda scene: scene.indicator.pk,
        "measured": lambda scene: Measured(
            measure="number", over_periods="sum", over_units="sum"
        ),
    },
    "campaigns.exempt_allocation": {"allocation_id": lambda scene: scene.allocation.pk},
    "campaigns.owe_again": {"allocation_id": lambda scene: scene.exempted.pk},
    "campaigns.close_opening": {"opening_id": lambda scene: scene.opening.pk},
    "reports.settle_delivery": {
        "delivery_id": lambda scene: scene.delivery.pk,
        "way": lambda scene: "paper",
    },
    "reports.send_letter_again": {
        "delivery_id": lambda scene: scene.mailed.delivery_id
    },
    "reports.open_link": {"token": lambda scene: scene.mailed.token},
    "reports.amend_correspondent": {
        "correspondent_id": lambda scene: scene.known.pk,
        "address": lambda scene: "khac@dai.vn",
    },
    "reports.forget_correspondent": {"correspondent_id": lambda scene: scene.known.pk},
    "reports.certify_copy": {"document_id": lambda scene: scene.issued.pk},
    "reports.export_edxml": {"document_id": lambda scene: scene.issued.pk},
    "reports.export_edxml_of": {"first": lambda scene: 1, "last": lambda scene: 9},
    "reports.open_deliveries": {"document_id": lambda scene: scene.issued.pk},
    "reports.approve_and_sign": {"plan_id": lambda scene: scene.sent.pk},
    "reports.sign_many": {"picked": lambda scene: [(scene.sent.pk, scene.sent_digest)]},
    "reports.retry_document": {"document_id": lambda scene: scene.stopped.pk},
    **{
        f"reports.take_{whose}_signature": {"content": lambda scene: b"x"}
        for whose in ("person", "agency")
    },
    "reports.choose_seal_way": {"outside": lambda scene: True},
    **dict.fromkeys(TABLE["own-reminders"].acts, OWN_ACCOUNT),
    "campaigns.choose_reminders": {
        **OWN_ACCOUNT,
        "takes_mail": lambda scene: True,
        "lead_days": lambda scene: 2,
    },
    "campaigns.add_reminder_step": STEP,
    "campaigns.drop_reminder_step": STEP,
    "campaigns.assign_raised": {
        "item_id": lambda scene: scene.raised.pk,
        "owner_id": lambda scene: scene.unit.pk,
        "due_on": lambda scene: None,
    },
    "campaigns.answer_raised": {"item_id": lambda scene: scene.raised.pk},
    "campaigns.ask_explanation": {
        "allocation_id": lambda scene: scene.allocation.pk,
        "due_on": lambda scene: None,
    },
    "campaigns.drop_explanation": {"item_id": lambda scene: scene.asked.pk},
    "campaigns.report_task": {
        "task_id": lambda scene: scene.task.pk,
        "told": lambda scene: Told(status=UnitTask.Status.DOING),
    },
    **{
        f"awards.{act}{of}_rule": more
        for of, which in (("", "award_rule"), ("_common", "common_rule"))
        for act, more in {
            "lay": ({} if of else {"authority_id": lambda scene: scene.unit.pk})
            | {
                "kind": lambda scene: "lam-tron",
                "said": lambda scene: {"round_to": 1_000},
                "certainty": lambda scene: "read",
            },
            "confirm": _numbered(which) | {"certainty": lambda scene: "read"},
            "end": _named(which),
            "withdraw": _named(which),
        }.items()
    },
    "awards.add_award": {
        "family": lambda scene: "title",
        "subjects": lambda scene: ["person"],
        "certainty": lambda scene: "read",
    },
    "awards.record_discipline": {
        "authority_id": lambda scene: scene.unit.pk,
        "begun_on": lambda scene: localdate(),
        "honouree_id": lambda scene: scene.honouree.pk,
    },
    "awards.settle_discipline": {
        "discipline_id": lambda scene: scene.case.pk,
        "status": lambda scene: "cleared",
        "ended_on": lambda scene: localdate(),
        "paper": lambda scene: "Kết luận 1",
    },
    "awards.begin_proposal": _OF_OFFICE,
    "awards.begin_proposals": _OF_OFFICE
    | {"rows": lambda scene: [{}], "token": lambda scene: "t"},
    "awards.record_review": _OF_OFFICE | _VOTES,
    "awards.amend_review": _VOTES | {"review_id": lambda scene: scene.review.pk},
    "awards.drop_review": {"review_id": lambda scene: scene.review.pk},
    "awards.send_proposals": {"proposal_ids": lambda scene: [scene.proposal_draft.pk]},
    "awards.reopen_proposal": {
        "proposal_id": lambda scene: scene.proposal_withdrawn.pk
    },
    **{
        f"awards.{act}": {"proposal_id": lambda scene: scene.proposal_draft.pk}
        for act in ("save_proposal", "drop_proposal")
    },
    "awards.insert_figure": {"proposal_id": lambda scene: scene.proposal_draft.pk},
    "awards.drop_figure": {"figure_id": lambda scene: scene.figure_in_draft.pk},
    "awards.add_paper": {
        "proposal_id": lambda scene: scene.proposal_draft.pk,
        "paper": lambda scene: "initiative",
    },
    "awards.drop_paper": {"paper_id": lambda scene: scene.paper_in_draft.pk},
    "awards.confirm_proposals": {
        "versions": lambda scene: {scene.proposal_confirming.pk: 0}
    },
    "awards.give_back_proposal": {
        "proposal_id": lambda scene: scene.proposal_confirming.pk
    },
    "awards.receive_proposal": {"proposal_id": lambda scene: scene.proposal_sent.pk},
    "awards.receive_proposals": {
        "proposal_ids": lambda scene: [scene.proposal_sent.pk]
    },
    "awards.undo_appraisal": {"proposal_id": lambda scene: scene.proposal_ready.pk},
    "awards.return_proposal": {"parts": lambda scene: ["summary"]},
    "awards.ask_opinion": {
        "authority_id": lambda scene: scene.unit.pk,
        "proposal_ids": lambda scene: [scene.proposal.pk],
        "purpose": lambda scene: "opinion",
        "question": lambda scene: "Hỏi",
        "due_on": lambda scene: localdate(),
    },
    "awards.record_opinion": {
        "opinion_id": lambda scene: scene.opinion.pk,
        "answer": lambda scene: "agrees",
        "answered_on": lambda scene: localdate(),
    },
    "awards.open_result_notice": {"notice_id": lambda scene: scene.results.pk},
    "awards.answer_opinion": {
        "opinion_id": lambda scene: scene.opinion.pk,
        "answer": lambda scene: "agrees",
    },
    **{
        f"awards.{act}": {"opinion_id": lambda scene: scene.opinion.pk}
        for act in ("drop_opinion", "add_opinion_paper")
    },
    "campaigns.lay_down": {"plan_id": lambda scene: scene.issued.plan_id},
    **{
        f"awards.{act}": {"decision_id": lambda scene: scene.decision.pk} | more
        for act, more in {
            "amend_decision": {"version": lambda scene: 0, "changes": lambda scene: {}},
            "add_to_decision": {"proposals": lambda scene: [1]},
            "reword_decision": {},
            "drop_decision": {},
            "submit_decision": {},
        }.items()
    },
    "awards.drop_line": {"line_id": lambda scene: scene.decision_line.pk},
    "awards.amend_line": {
        "line_id": lambda scene: scene.decision_line.pk,
        "subject_title": lambda scene: "Công chức",
        "achievement": lambda scene: "Tốt",
        "position": lambda scene: 1,
    },
    **{
        f"awards.{act}": {"submission_id": lambda scene: scene.submission.pk} | more
        for act, more in {
            "amend_submission": {
                "version": lambda scene: 0,
                "changes": lambda scene: {},
            },
            "add_to_submission": {"proposals": lambda scene: [1]},
            "reword_submission": {},
            "drop_submission": {},
            "submit_submission": {},
        }.items()
    },
    **{
        f"awards.{act}": {"line_id": lambda scene: scene.submission_line.pk}
        for act in ("drop_submission_line", "undo_superior_answer")
    },
    "awards.record_superior_answer": {
        "line_id": lambda scene: scene.submission_line.pk,
        "answer": lambda scene: "refused",
    },
    "awards.withdraw_submission": {
        "submission_id": lambda scene: scene.submission.pk,
        "reason": lambda scene: "Lý do",
    },
    "awards.draft_submission": {
        "authority_id": lambda scene: scene.unit.pk,
        "proposals": lambda scene: [1],
    },
    **{
        act: {"submission_id": lambda scene: scene.submission_sent.pk}
        for act in (
            "awards.take_submission_back",
            "awards.return_submission",
            "awards.approve_submission",
            "reports.sign_submission",
        )
    },
    "awards.draft_decision": {
        "authority_id": lambda scene: scene.unit.pk,
        "proposals": lambda scene: [1],
    },
    **{
        act: {"decision_id": lambda scene: scene.decision_sent.pk}
        for act in (
            "awards.take_decision_back",
            "awards.return_decision",
            "awards.approve_decision",
            "reports.sign_decision",
        )
    },
    "reports.begin_diplomas": {
        "decision_id": lambda scene: scene.decision_issued.pk,
        "merit": lambda scene: "",
    },
    **{
        f"reports.{act}_diplomas": {"batch_id": lambda scene: scene.batch.pk}
        for act in ("pause", "resume", "retry")
    },
    "reports.print_diplomas": {
        "batch_id": lambda scene: scene.batch.pk,
        "numbers": lambda scene: [1],
    },
    "reports.amend_diploma": {
        "diploma_id": lambda scene: scene.diploma_stopped.pk,
        "merit": lambda scene: "Tốt",
    },
    "reports.retry_print": {"print_id": lambda scene: scene.diploma_print.pk},
    "reports.amend_stock": {
        "stock_id": lambda scene: scene.stock.pk,
        "places": lambda scene: {},
    },
    "reports.retire_stock": {"stock_id": lambda scene: scene.stock.pk},
    **{
        f"reports.{act}_printer": {"printer_id": lambda scene: scene.printer.pk}
        for act in ("amend", "retire")
    },
    "reports.add_stock": {
        "unit_id": lambda scene: scene.unit.pk,
        "width_mm": lambda scene: 297,
        "height_mm": lambda scene: 210,
    },
    "reports.add_printer": {
        "unit_id": lambda scene: scene.unit.pk,
        "dx_mm": lambda scene: 0,
        "dy_mm": lambda scene: 0,
    },
    "awards.record_honour": {
        "honouree_id": lambda scene: scene.honouree.pk,
        "award_id": lambda scene: scene.given_line.award_id,
        "decided_on": lambda scene: localdate(),
        "reference": lambda scene: "2/QĐ-UBND",
    },
    "awards.drop_honour": {"honour_id": lambda scene: scene.honour.pk},
    "awards.add_honour_scan": {"honour_id": lambda scene: scene.honour.pk},
    "awards.drop_honour_scan": {"scan_id": lambda scene: scene.honour_scan.pk},
    "awards.draft_cancellation": {
        "decision_id": lambda scene: scene.decision_issued.pk,
        "lines": lambda scene: [scene.given_line.pk],
    },
    "reports.return_stopped": {"document_id": lambda scene: scene.stopped.pk},
    # ---- Hội đồng
    **{
        f"awards.{act}_convocation": {
            "convocation_id": lambda scene: scene.convocation.pk
        }
        for act in ("reword", "drop", "submit")
    },
    "awards.amend_convocation": {
        "convocation_id": lambda scene: scene.convocation.pk,
        "version": lambda scene: 0,
        "changes": lambda scene: {},
    },
    **{
        act: {"convocation_id": lambda scene: scene.convocation_sent.pk}
        for act in (
            "awards.take_convocation_back",
            "awards.return_convocation",
            "awards.approve_convocation",
            "reports.sign_convocation",
        )
    },
    "awards.open_convocation": {
        "convocation_id": lambda scene: scene.convocation_issued.pk
    },
    "awards.nudge_members": {"session_id": lambda scene: scene.invited.pk},
    "awards.take_papers": {
        "left_out": lambda scene: 0,
        "sha256": lambda scene: "0" * 64,
    },
    "reports.lay_minutes": {"session_id": lambda scene: scene.over.pk},
    "reports.drop_minutes": {"paper_id": lambda scene: scene.minutes.pk},
    "reports.sign_minutes": {"seat_id": lambda scene: scene.minutes_seat.pk},
    "reports.take_minutes_signature": {
        "seat_id": lambda scene: scene.minutes_seat.pk,
        "content": lambda scene: b"x",
    },
    **{
        f"awards.{act}_session": {
            "planned_at": lambda scene: now(),
            "kind": lambda scene: "meeting",
        }
        for act in ("plan", "amend")
    },
    "awards.take_session_away": {"device": lambda scene: "Máy phòng họp"},
    "awards.recall_session": {"session_id": lambda scene: scene.carried.pk},
    "awards.return_session": {
        "session_id": lambda scene: scene.carried.pk,
        "key": lambda scene: str(scene.leave.key),
        "events": lambda scene: [],
    },
    "awards.lay_term": {"decided_on": lambda scene: localdate()},
    "awards.add_seat": {"position": lambda scene: "vice"},
    "awards.end_seat": {"last_day": lambda scene: localdate()},
    "awards.open_session": {"session_id": lambda scene: scene.invited.pk},
    "awards.answer_invitation": {
        "session_id": lambda scene: scene.invited.pk,
        "answer": lambda scene: "come",
    },
    "awards.record_answer": {
        "session_id": lambda scene: scene.sitting.pk,
        "answer": lambda scene: "come",
    },
    "awards.mark_attendance": {
        "session_id": lambda scene: scene.sitting.pk,
        "presence": lambda scene: "present",
    },
    **{
        f"awards.{act}": {"session_id": lambda scene: scene.sitting.pk}
        for act in ("finish_session", "open_rounds", "conclude_passed", "give_paper")
    },
    **{
        f"awards.{act}_session": {"session_id": lambda scene: scene.over.pk}
        for act in ("resume", "close")
    },
    "awards.cast": {
        "session_id": lambda scene: scene.sitting.pk,
        "choices": lambda scene: {scene.ballot_round.pk: "agree"},
    },
    "awards.enter_rule": {
        "item_id": lambda scene: scene.unruled.pk,
        "threshold": lambda scene: 50,
        "operator": lambda scene: "at_least",
        "denominator": lambda scene: "members",
        "ballot": lambda scene: "secret",
        "quorum_parts": lambda scene: 2,
        "quorum_of": lambda scene: 3,
    },
    "awards.conclude_item": {"item_id": lambda scene: scene.counted_item.pk},
    **{
        f"awards.{act}": {"item_id": lambda scene: scene.weighed.pk}
        for act in (
            "remove_item",
            "declare_recusal",
            "record_recusal",
            "defer_item",
        )
    },
    "awards.count_paper": dict.fromkeys(
        ("agreed", "against", "blank"), lambda scene: 0
    ),
    "awards.record_hands": {
        "round_id": lambda scene: scene.open_round.pk,
        "choices": lambda scene: {scene.council_seat.pk: "agree"},
    },
}

# Where the thing stands, if not in the ward; "": it is nowhere in particular.
PLACES = {
    **dict.fromkeys(TABLE["write-proposals"].acts, "office"),
    "awards.answer_opinion": "office",
    "awards.open_result_notice": "office",
    **dict.fromkeys(TABLE["report"].acts, "office"),
    "campaigns.name_contact": "office",
    **dict.fromkeys(TABLE["register-works"].acts, "office"),
    "units.add_cluster_members": "cluster",
    "units.end_cluster_members": "cluster",
    "units.appoint_cluster_heads": "cluster",
    "units.end_cluster_office": "cluster",
    "units.give_item": "office",
    "units.withdraw_item": "office",
    "units.name_heir": "office",
    **dict.fromkeys(
        [act for power in POWERS if power.area == COUNCIL for act in power.acts],
        "council",
    ),
    "units.check_seal": "",
    "units.export_book": "",
}


_TERMS = {
    "criteria": lambda scene: [AskedCriterion("Tiêu chí", Decimal(9))],
    "year": lambda scene: localdate().year + 3,
    "basis": lambda scene: "Quyết định",
    "flag_places": lambda scene: 1,
    "scores_due": lambda scene: localdate(),
    "checks_due": lambda scene: localdate(),
}
_ACCLAIM = {"round_id": lambda scene: scene.acclaim.pk}
_ENTRY = {"entry_id": lambda scene: scene.entry_acclaim.pk}
_POINTS = {"points": lambda scene: {}}
GIVEN |= {
    "awards.open_acclaim": _TERMS,
    "awards.amend_acclaim": _ACCLAIM | _TERMS,
    **dict.fromkeys(
        ["awards.cancel_acclaim", "awards.name_checkers", "awards.open_acclaim_vote"],
        _ACCLAIM,
    ),
    "awards.reopen_scoring": {"round_id": lambda scene: scene.acclaim_voting.pk},
    "awards.close_acclaim": {
        "round_id": lambda scene: scene.acclaim_voting.pk,
        "held_on": lambda scene: localdate(),
        "chair": lambda scene: "Bà Chủ trì",
    },
    "awards.return_entry": _ENTRY,
    "awards.settle_points": _ENTRY | _POINTS,
    "awards.cross_check": _ENTRY | _POINTS,
    "awards.save_scores": _ACCLAIM | _POINTS,
    "awards.cast_acclaim": {
        "round_id": lambda scene: scene.acclaim_voting.pk,
        "entries": lambda scene: [],
    },
    "awards.propose_acclaimed": {
        "round_id": lambda scene: scene.acclaim_closed.pk,
        "minutes": lambda scene: Looked(
            kind=Kind.PDF, name="bb.pdf", content=b"%PDF", sha256="0" * 64
        ),
    },
    "reports.lay_acclaim_proposals": {
        "round_id": lambda scene: scene.acclaim_closed.pk
    },
}


def _of_the_province(scene):
    """An issued plan of the authority above the ward; made once."""
    if not hasattr(scene, "above"):
        scene.above = issue(Ward(scene.province), superior_content(), number=1)
    return scene.above.pk


def _rhythm():
    year = localdate().year + 1
    return Asked(
        rhythm=Rhythm.MONTHLY, starts_on=date(year, 1, 1), ends_on=date(year, 12, 31),
        due=DueRule(),
    )  # fmt: skip


def _planned(scene):
    unit = Unit(
        parent=scene.unit, kind=scene.unit.kind, code="H29.X", name="Tổ", short_name="Tổ",
        valid_from=localdate(),
    )  # fmt: skip
    unit.take_place()
    return unit


@pytest.fixture(scope="module")
def scene(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        place = Scene().fill()
        # No real key, so no page may show it.
        place.key = Passkey.objects.create(
            user=place.ward.officer, name="Khóa", credential_id=b"1", credential=b""
        )
        place.view = SupportView.objects.create(
            supporter=place.ward.officer, unit=place.unit, role="clerk", reason="Hỗ trợ",
            ends_at=now(), ended_at=now(),
        )  # fmt: skip
        yield place
        transaction.set_rollback(True)


@pytest.mark.parametrize("name", sorted(ACTS))
def test_every_act_stands_in_the_table(name):
    assert len(of_act(name)) == 1, HOW.format(name=name)


def test_the_table_names_no_act_that_is_gone():
    named = {act for power in POWERS for act in power.acts}

    assert sorted(named - set(ACTS)) == []


@pytest.mark.parametrize(
    "name", [name for name in sorted(ACTS) if not by_machine(name)]
)
def test_who_may_do_what(scene, name):
    (power,) = of_act(name)
    given = arguments(scene, name)
    wrong = {}

    for visitor in scene.visitors.values():
        # A session that has ended, or none: the act is asked with whoever is left.
        by = visitor.user or AnonymousUser()
        ought = visitor.may(power.key, PLACES.get(name, "ward"))
        written = rows_written()
        with transaction.atomic():
            got = outcome(ACTS[name], by, given)
            is_written = rows_written() != written
            transaction.set_rollback(True)
        if (got != "refused") != ought or (not ought and is_written):
            wrong[visitor.name] = (got, is_written)
        for cached in ("roles", "administered_paths", "chain_of_units"):
            vars(by).pop(cached, None)

    assert wrong == {}


def test_an_act_that_is_in_no_row_is_refused(scene):
    for visitor in scene.visitors.values():
        user = visitor.user or AnonymousUser()
        assert not permissions.allows(user, "no-such-power", scene.unit)
        assert permissions.units_where(user, "no-such-power") == []


def arguments(scene, name):
    own = GIVEN.get(name, {})
    found = {key: value(scene) for key, value in own.items()}
    for key, parameter in inspect.signature(ACTS[name]).parameters.items():
        needed = parameter.default is parameter.empty and parameter.kind in (
            parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY,
        )  # fmt: skip
        if key == "by" or key in found or not needed:
            continue
        if key in VALUES:
            found[key] = VALUES[key](scene)
        elif key in TEXTS:
            found[key] = "chữ"
        else:
            pytest.fail(WITH_WHAT.format(name=name, parameter=key))
    return found


def outcome(act, by, given):
    """ "refused" by permission; else what came of it. A thing that is not one's own is none."""
    try:
        act(by=by, **given)
    except (PermissionDenied, ObjectDoesNotExist):
        return "refused"
    except Refused as refusal:
        return "refused" if "bản đọc" in str(refusal).lower() else "went on"
    except Exception:  # of what was given; whether one may was asked before
        return "went on"
    return "done"
