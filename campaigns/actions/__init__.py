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
from campaigns.actions.progress.evidence import (
    add_evidence,
    describe_evidence,
    remove_evidence,
)
from campaigns.actions.progress.ladders import (
    add_reminder_step,
    drop_reminder_step,
    use_common_ladder,
)
from campaigns.actions.progress.notices import (
    choose_reminders,
    end_calendar,
    make_calendar,
    read_notices,
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
    "add_reminder_step",
    "add_step",
    "agree_step",
    "amend_legal_text",
    "amend_step",
    "amend_template",
    "answer_comment",
    "answer_plan",
    "answer_reading",
    "approve_plan",
    "ask_opening",
    "begin_amendment",
    "begin_correction",
    "begin_from_sample",
    "begin_from_template",
    "begin_recall",
    "begin_replacement",
    "begin_route",
    "carry_on",
    "choose_reminders",
    "cite",
    "cite_anew",
    "close_comment",
    "create_campaign",
    "create_campaign_from_content",
    "create_from_import",
    "decline_opening",
    "describe_evidence",
    "discard_draft",
    "drop_import",
    "drop_legal_text",
    "drop_reminder_step",
    "drop_route",
    "edit_campaign",
    "edit_note",
    "edit_plan",
    "end_calendar",
    "end_route",
    "end_stand_in",
    "give_back",
    "insert_line",
    "keep_import",
    "keep_source",
    "keep_template",
    "keep_version",
    "look_again",
    "make_calendar",
    "move_line",
    "move_step",
    "name_stand_in",
    "open_whole",
    "place_line",
    "put_in_force",
    "read_notices",
    "record_issue",
    "record_signature",
    "remove_evidence",
    "remove_line",
    "remove_note",
    "remove_step",
    "reopen_comment",
    "reopen_doubt",
    "reopen_plan",
    "restore_change",
    "restore_draft",
    "restore_import",
    "restore_part",
    "return_at_step",
    "return_plan",
    "revise_import",
    "rework_lines",
    "save_lines",
    "see_superior_changes",
    "set_recipients",
    "settle_doubt",
    "split_line",
    "submit_plan",
    "take_over",
    "take_own_head",
    "take_superior_note",
    "undo_remove",
    "use_common_ladder",
    "withdraw_comment",
    "withdraw_plan",
]
