"""Everything that changes a campaign or its plan: one function, one act an official performs.

Each act locks the plan's row, asks who (permissions) and when (status), then adds, amends,
moves or removes. Tasks are queued only when the transaction commits.
"""

from campaigns.actions.amending import (
    begin_amendment,
    begin_correction,
    begin_recall,
    begin_replacement,
    restore_change,
)
from campaigns.actions.answering import (
    answer_plan,
    answer_reading,
    see_superior_changes,
    take_superior_note,
)
from campaigns.actions.carrying import carry_on
from campaigns.actions.citing import cite, cite_anew
from campaigns.actions.commenting import (
    accept_suggestion,
    add_comment,
    answer_comment,
    close_comment,
    reopen_comment,
    withdraw_comment,
)
from campaigns.actions.discarding import (
    discard_draft,
    restore_draft,
    restore_import,
    restore_part,
)
from campaigns.actions.doubts import reopen_doubt, settle_doubt
from campaigns.actions.importing import (
    create_from_import,
    drop_import,
    keep_source,
    revise_import,
)
from campaigns.actions.inheriting import give_back, take_over
from campaigns.actions.keeping import keep_version
from campaigns.actions.law import add_legal_text, amend_legal_text, drop_legal_text
from campaigns.actions.lines import (
    EditConflict,
    LineConflict,
    LineEdit,
    insert_line,
    move_line,
    place_line,
    remove_line,
    save_lines,
    split_line,
    undo_remove,
)
from campaigns.actions.notes import add_note, edit_note, remove_note
from campaigns.actions.passing import agree_step, return_at_step
from campaigns.actions.planning import (
    edit_campaign,
    edit_plan,
    set_recipients,
    take_own_head,
)
from campaigns.actions.progress.allotting import (
    allot,
    exempt_allocation,
    owe_again,
    undo_allotment,
)
from campaigns.actions.progress.assigned import report_task
from campaigns.actions.progress.deciding import (
    approve_undertaking,
    end_late_permission,
    permit_late,
    return_undertaking,
    undo_approval,
)
from campaigns.actions.progress.evidence import (
    add_evidence,
    describe_evidence,
    remove_evidence,
)
from campaigns.actions.progress.examples import (
    adopt_example,
    drop_example,
    take_example_on,
)
from campaigns.actions.progress.feeding import feed_indicator
from campaigns.actions.progress.ladders import (
    add_reminder_step,
    drop_reminder_step,
    use_common_ladder,
)
from campaigns.actions.progress.measuring import measure_indicator
from campaigns.actions.progress.notices import (
    choose_reminders,
    end_calendar,
    make_calendar,
    read_notices,
)
from campaigns.actions.progress.nudging import nudge_units
from campaigns.actions.progress.pacts import (
    agree_pact,
    amend_pact,
    begin_pact,
    complete_pact,
    end_pact,
    name_pact_signer,
    record_pact_signed,
    record_pact_signing,
    record_pact_unsigned,
    take_back_agreement,
)
from campaigns.actions.progress.periods import (
    add_period,
    amend_period,
    close_opening,
    lay_periods,
    lock_period,
    open_period,
    postpone_due,
    remove_period,
    unlock_period,
)
from campaigns.actions.progress.picturing import (
    add_undertaking_file,
    describe_undertaking_file,
    remove_undertaking_file,
)
from campaigns.actions.progress.raised import (
    answer_raised,
    ask_explanation,
    assign_raised,
    drop_explanation,
)
from campaigns.actions.progress.registering import (
    begin_undertaking,
    drop_undertaking,
    record_carrying_out,
    register_for_unit,
    save_undertaking,
    submit_undertaking,
    withdraw_undertaking,
)
from campaigns.actions.progress.taking_part import (
    add_participation,
    bring_back,
    name_contact,
    take_out,
)
from campaigns.actions.returning import (
    ask_opening,
    decline_opening,
    look_again,
    open_whole,
)
from campaigns.actions.reviewing import (
    approve_plan,
    record_issue,
    record_signature,
    reopen_plan,
    return_plan,
    submit_plan,
    withdraw_plan,
)
from campaigns.actions.reworking import AroundEdit, LeftLine, rework_lines
from campaigns.actions.routes import (
    add_step,
    amend_step,
    begin_route,
    drop_route,
    end_route,
    end_stand_in,
    move_step,
    name_stand_in,
    put_in_force,
    remove_step,
)
from campaigns.actions.starting import (
    create_campaign,
    create_campaign_from_content,
    keep_import,
)
from campaigns.actions.templates import (
    amend_template,
    begin_from_sample,
    begin_from_template,
    keep_template,
)

__all__ = [
    "AroundEdit",
    "EditConflict",
    "LeftLine",
    "LineConflict",
    "LineEdit",
    "accept_suggestion",
    "add_comment",
    "add_evidence",
    "add_legal_text",
    "add_note",
    "add_participation",
    "add_period",
    "add_reminder_step",
    "add_step",
    "add_undertaking_file",
    "adopt_example",
    "agree_pact",
    "agree_step",
    "allot",
    "amend_legal_text",
    "amend_pact",
    "amend_period",
    "amend_step",
    "amend_template",
    "answer_comment",
    "answer_plan",
    "answer_raised",
    "answer_reading",
    "approve_plan",
    "approve_undertaking",
    "ask_explanation",
    "ask_opening",
    "assign_raised",
    "begin_amendment",
    "begin_correction",
    "begin_from_sample",
    "begin_from_template",
    "begin_pact",
    "begin_recall",
    "begin_replacement",
    "begin_route",
    "begin_undertaking",
    "bring_back",
    "carry_on",
    "choose_reminders",
    "cite",
    "cite_anew",
    "close_comment",
    "close_opening",
    "complete_pact",
    "create_campaign",
    "create_campaign_from_content",
    "create_from_import",
    "decline_opening",
    "describe_evidence",
    "describe_undertaking_file",
    "discard_draft",
    "drop_example",
    "drop_explanation",
    "drop_import",
    "drop_legal_text",
    "drop_reminder_step",
    "drop_route",
    "drop_undertaking",
    "edit_campaign",
    "edit_note",
    "edit_plan",
    "end_calendar",
    "end_late_permission",
    "end_pact",
    "end_route",
    "end_stand_in",
    "exempt_allocation",
    "feed_indicator",
    "give_back",
    "insert_line",
    "keep_import",
    "keep_source",
    "keep_template",
    "keep_version",
    "lay_periods",
    "lock_period",
    "look_again",
    "make_calendar",
    "measure_indicator",
    "move_line",
    "move_step",
    "name_contact",
    "name_pact_signer",
    "name_stand_in",
    "nudge_units",
    "open_period",
    "open_whole",
    "owe_again",
    "permit_late",
    "place_line",
    "postpone_due",
    "put_in_force",
    "read_notices",
    "record_carrying_out",
    "record_issue",
    "record_pact_signed",
    "record_pact_signing",
    "record_pact_unsigned",
    "record_signature",
    "register_for_unit",
    "remove_evidence",
    "remove_line",
    "remove_note",
    "remove_period",
    "remove_step",
    "remove_undertaking_file",
    "reopen_comment",
    "reopen_doubt",
    "reopen_plan",
    "report_task",
    "restore_change",
    "restore_draft",
    "restore_import",
    "restore_part",
    "return_at_step",
    "return_plan",
    "return_undertaking",
    "revise_import",
    "rework_lines",
    "save_lines",
    "save_undertaking",
    "see_superior_changes",
    "set_recipients",
    "settle_doubt",
    "split_line",
    "submit_plan",
    "submit_undertaking",
    "take_back_agreement",
    "take_example_on",
    "take_out",
    "take_over",
    "take_own_head",
    "take_superior_note",
    "undo_allotment",
    "undo_approval",
    "undo_remove",
    "unlock_period",
    "use_common_ladder",
    "withdraw_comment",
    "withdraw_plan",
    "withdraw_undertaking",
]
