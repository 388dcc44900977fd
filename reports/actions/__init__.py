"""Everything that an official does with a paper: sign it, number it, void a number.

Each act locks the row, asks who (permissions) and when (status), then adds, amends or
moves; the worker's part (render, sign, seal) is queued when the transaction commits.
"""

from reports.actions.acclaim import lay_acclaim_proposals
from reports.actions.anchors import choose_anchor_signer
from reports.actions.approving import (
    approve_and_sign,
    capacity_in_words,
    drop_papers_of,
    retry_document,
    return_stopped,
    sign_convocation,
    sign_decision,
    sign_submission,
)
from reports.actions.certificates import register_certificate
from reports.actions.certifying import certify_copy
from reports.actions.delivering import (
    amend_correspondent,
    forget_correspondent,
    open_deliveries,
    open_link,
    send_letter_again,
    settle_delivery,
)
from reports.actions.diplomas import (
    add_printer,
    add_stock,
    amend_diploma,
    amend_printer,
    amend_stock,
    begin_diplomas,
    pause_diplomas,
    print_diplomas,
    resume_diplomas,
    retire_printer,
    retire_stock,
    retry_diplomas,
    retry_print,
)
from reports.actions.exchanging import (
    export_edxml,
    export_edxml_of,
    set_agency_code,
)
from reports.actions.many import sign_many
from reports.actions.minutes import (
    drop_minutes,
    lay_minutes,
    sign_minutes,
    take_minutes_signature,
)
from reports.actions.numbering import (
    continue_book,
    expected_number,
    issue_document,
    open_series,
    take_number,
)
from reports.actions.outside import (
    choose_seal_way,
    take_agency_signature,
    take_person_signature,
)
from reports.actions.pacts import (
    drop_pact_paper,
    keep_pact_scan,
    lay_pact_paper,
    refuse_pact,
    sign_pact,
    take_pact_signature,
)
from reports.actions.registering import (
    export_register,
    record_dispatch,
    register_paper,
    void_number,
    why_not_void,
)

__all__ = [
    "add_printer",
    "add_stock",
    "amend_correspondent",
    "amend_diploma",
    "amend_printer",
    "amend_stock",
    "approve_and_sign",
    "begin_diplomas",
    "capacity_in_words",
    "certify_copy",
    "choose_anchor_signer",
    "choose_seal_way",
    "continue_book",
    "drop_minutes",
    "drop_pact_paper",
    "drop_papers_of",
    "expected_number",
    "export_edxml",
    "export_edxml_of",
    "export_register",
    "forget_correspondent",
    "issue_document",
    "keep_pact_scan",
    "lay_acclaim_proposals",
    "lay_minutes",
    "lay_pact_paper",
    "open_deliveries",
    "open_link",
    "open_series",
    "pause_diplomas",
    "print_diplomas",
    "record_dispatch",
    "refuse_pact",
    "register_certificate",
    "register_paper",
    "resume_diplomas",
    "retire_printer",
    "retire_stock",
    "retry_diplomas",
    "retry_document",
    "retry_print",
    "return_stopped",
    "send_letter_again",
    "set_agency_code",
    "settle_delivery",
    "sign_convocation",
    "sign_decision",
    "sign_many",
    "sign_minutes",
    "sign_pact",
    "sign_submission",
    "take_agency_signature",
    "take_minutes_signature",
    "take_number",
    "take_pact_signature",
    "take_person_signature",
    "void_number",
    "why_not_void",
]
