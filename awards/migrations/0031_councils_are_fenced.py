from django.db import migrations

_UNIT = "unit_id = ANY (units_fence_units())"
_SESSION = "EXISTS (SELECT FROM awards_councilsession s WHERE s.id = {0}.session_id)"
# Of an item from which the visitor stands aside nothing is seen before the minutes.
_ROUND = (
    "EXISTS (SELECT FROM awards_agendaitem i WHERE i.id = awards_ballotround.item_id)"
    " AND NOT EXISTS (SELECT FROM awards_recusal r"
    " JOIN awards_seat p ON p.id = r.seat_id AND p.account_id = units_fence_person()"
    " JOIN awards_agendaitem i ON i.id = r.item_id"
    " JOIN awards_councilsession s ON s.id = i.session_id"
    " WHERE r.item_id = awards_ballotround.item_id AND r.dropped_at IS NULL"
    " AND s.status NOT IN ('minutes', 'closed'))"
)
_OF_ROUND = "EXISTS (SELECT FROM awards_ballotround b WHERE b.id = {0}.round_id)"
_COUNTED = (
    "EXISTS (SELECT FROM awards_ballotround b WHERE b.id = {0}.round_id"
    " AND b.status = 'closed')"
)
POLICIES = {
    "councilterm": _UNIT,
    "seat": _UNIT,
    "councilsession": _UNIT,
    "attendance": _SESSION,
    "agendaitem": _SESSION,
    "recusal": "EXISTS (SELECT FROM awards_agendaitem i WHERE i.id = awards_recusal.item_id)",
    "ballotround": _ROUND,
    "ballottaken": _OF_ROUND,
    "papercount": _OF_ROUND,
    "ballotslip": _COUNTED,
    "namedvote": "EXISTS (SELECT FROM awards_ballottaken t"
    " JOIN awards_ballotround b ON b.id = t.round_id AND b.status = 'closed'"
    " WHERE t.id = awards_namedvote.taken_id)",
    # Nobody who reads a page looks into a box.
    "ballotbox": "false",
}
# From the first round on the rule of an item stays as it is; what was counted, for good.
FROZEN = """
CREATE FUNCTION awards_rule_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.threshold, OLD.operator, OLD.denominator, OLD.ballot, OLD.written_opinions,
        OLD.chair_agrees, OLD.quorum_parts, OLD.quorum_of, OLD.rule_basis)
        IS DISTINCT FROM
       (NEW.threshold, NEW.operator, NEW.denominator, NEW.ballot, NEW.written_opinions,
        NEW.chair_agrees, NEW.quorum_parts, NEW.quorum_of, NEW.rule_basis)
       AND EXISTS (SELECT FROM awards_ballotround WHERE item_id = OLD.id) THEN
        RAISE EXCEPTION 'the rule of an item is frozen by its first round'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER rule_is_frozen BEFORE UPDATE ON awards_agendaitem
    FOR EACH ROW EXECUTE FUNCTION awards_rule_is_frozen();
CREATE FUNCTION awards_count_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status <> 'open' THEN
        RAISE EXCEPTION 'a counted round stays as it is'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER count_is_frozen BEFORE UPDATE ON awards_ballotround
    FOR EACH ROW EXECUTE FUNCTION awards_count_is_frozen();
CREATE FUNCTION awards_slip_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a ballot that was counted stays as it is'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER slip_is_frozen BEFORE UPDATE OR DELETE ON awards_ballotslip
    FOR EACH ROW EXECUTE FUNCTION awards_slip_is_frozen();
"""
THAWED = """
DROP TRIGGER slip_is_frozen ON awards_ballotslip;
DROP FUNCTION awards_slip_is_frozen();
DROP TRIGGER count_is_frozen ON awards_ballotround;
DROP FUNCTION awards_count_is_frozen();
DROP TRIGGER rule_is_frozen ON awards_agendaitem;
DROP FUNCTION awards_rule_is_frozen();
"""


class Migration(migrations.Migration):
    dependencies = [("awards", "0030_councils_sit")]
    operations = [
        migrations.RunSQL(FROZEN, THAWED),
        *[
            migrations.RunSQL(
                f"ALTER TABLE awards_{table} ENABLE ROW LEVEL SECURITY;"
                f"CREATE POLICY second_fence ON awards_{table} FOR SELECT USING "
                f"({condition.format(f'awards_{table}')});",
                f"DROP POLICY second_fence ON awards_{table};"
                f"ALTER TABLE awards_{table} DISABLE ROW LEVEL SECURITY;",
            )
            for table, condition in POLICIES.items()
        ],
    ]
