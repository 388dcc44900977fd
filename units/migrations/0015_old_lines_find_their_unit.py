from django.db import migrations

# Lines of form 1 do not say which unit they concern, and their seals do not cover it: it is
# told from what they are about, else from where their writer works, so that administrators
# go on reading them. The one change that the book ever sees; its triggers rest meanwhile.
PLACE = """
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE units_auditentry DISABLE TRIGGER audit_is_append_only;
UPDATE units_auditentry line SET unit_id = coalesce(
    CASE subject
        WHEN 'units.Unit' THEN (SELECT id FROM units_unit WHERE id = subject_id)
        WHEN 'units.UnitName' THEN
            (SELECT unit_id FROM units_unitname WHERE id = subject_id)
        WHEN 'units.UnitPlace' THEN
            (SELECT unit_id FROM units_unitplace WHERE id = subject_id)
        WHEN 'units.Succession' THEN
            (SELECT successor_id FROM units_succession WHERE id = subject_id)
        WHEN 'units.Membership' THEN
            (SELECT unit_id FROM units_membership WHERE id = subject_id)
        WHEN 'units.User' THEN (SELECT home_id FROM units_user WHERE id = subject_id)
    END,
    (SELECT home_id FROM units_user WHERE id = actor_id),
    (SELECT unit_id FROM units_membership WHERE user_id = actor_id
        ORDER BY valid_from, id LIMIT 1)
) WHERE form = 1;
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE units_auditentry ENABLE TRIGGER audit_is_append_only;
"""


class Migration(migrations.Migration):
    dependencies = [("units", "0014_audit_says_capacity_and_place")]
    operations = [migrations.RunSQL(PLACE, migrations.RunSQL.noop)]
