"""Everything that changes units and people: one function, one act of an administrator."""

from units.actions import sheets
from units.actions.accounts import (
    amend_account,
    change_email,
    change_password,
    close_account,
    create_user,
    end_other_sessions,
    end_session,
    end_sessions_of,
    reopen_account,
    set_password,
)
from units.actions.books import check_seal, export_book
from units.actions.calling_off import call_off_reform, standing_in_the_way
from units.actions.cluster_handovers import (
    give_item,
    return_item,
    take_item,
    withdraw_item,
)
from units.actions.cluster_pieces import add_piece, amend_piece
from units.actions.clusters import (
    add_cluster_members,
    appoint_cluster_heads,
    end_cluster_members,
    end_cluster_office,
    found_cluster,
)
from units.actions.delegating import delegate_signing
from units.actions.doubles import (
    merge_honourees,
    pair_again,
    tell_apart,
    undo_merge,
)
from units.actions.factors import (
    add_app,
    add_passkey,
    remove_app,
    remove_passkey,
    renew_recovery_codes,
    reset_factors,
    set_factor_rule,
    take_app_code,
    take_passkey,
    take_recovery_code,
)
from units.actions.handing import name_heir
from units.actions.honourees import (
    amend_honouree,
    create_honouree,
    link_account,
    place_honouree,
    release_honouree,
    take_over_honourees,
)
from units.actions.inviting import accept_invitation, invite, withdraw_invitation
from units.actions.kinds import add_kind, amend_kind
from units.actions.mistakes import correct_name, take_back_name, take_back_unit
from units.actions.personal import (
    carry_out_retention,
    erase_honouree,
    set_retention,
)
from units.actions.positions import (
    add_earlier_position,
    amend_position,
    drop_position,
)
from units.actions.reform import (
    dissolve_unit,
    divide_unit,
    merge_units,
    move_unit,
    rename_unit,
)
from units.actions.resettling import move_home
from units.actions.roles import (
    drop_membership,
    end_membership,
    grant_membership,
)
from units.actions.sign_on import link_identity, take_identity, unlink_identity
from units.actions.support import end_view, view_as_person, view_as_role
from units.actions.terms import set_term
from units.actions.tree import UNIT_FIELDS, amend_unit, create_unit, establish

__all__ = [
    "UNIT_FIELDS",
    "accept_invitation",
    "add_app",
    "add_cluster_members",
    "add_earlier_position",
    "add_kind",
    "add_passkey",
    "add_piece",
    "amend_account",
    "amend_honouree",
    "amend_kind",
    "amend_piece",
    "amend_position",
    "amend_unit",
    "appoint_cluster_heads",
    "call_off_reform",
    "carry_out_retention",
    "change_email",
    "change_password",
    "check_seal",
    "close_account",
    "correct_name",
    "create_honouree",
    "create_unit",
    "create_user",
    "delegate_signing",
    "dissolve_unit",
    "divide_unit",
    "drop_membership",
    "drop_position",
    "end_cluster_members",
    "end_cluster_office",
    "end_membership",
    "end_other_sessions",
    "end_session",
    "end_sessions_of",
    "end_view",
    "erase_honouree",
    "establish",
    "export_book",
    "found_cluster",
    "give_item",
    "grant_membership",
    "invite",
    "link_account",
    "link_identity",
    "merge_honourees",
    "merge_units",
    "move_home",
    "move_unit",
    "name_heir",
    "pair_again",
    "place_honouree",
    "release_honouree",
    "remove_app",
    "remove_passkey",
    "rename_unit",
    "renew_recovery_codes",
    "reopen_account",
    "reset_factors",
    "return_item",
    "set_factor_rule",
    "set_password",
    "set_retention",
    "set_term",
    "sheets",
    "standing_in_the_way",
    "take_app_code",
    "take_back_name",
    "take_back_unit",
    "take_identity",
    "take_item",
    "take_over_honourees",
    "take_passkey",
    "take_recovery_code",
    "tell_apart",
    "undo_merge",
    "unlink_identity",
    "view_as_person",
    "view_as_role",
    "withdraw_invitation",
    "withdraw_item",
]
