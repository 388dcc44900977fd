from django.db import migrations

# What reaches a person: of the units held and all above them, now also of the councils that are
# attached to these, as ``User.chain_of_units`` reckons.
ADMIT = """
CREATE OR REPLACE FUNCTION units_admit(who bigint, day date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    held bigint[];
    above bigint[];
BEGIN
    SELECT array_agg(DISTINCT m.unit_id) INTO held
      FROM units_membership m JOIN units_user u ON u.id = m.user_id
     WHERE m.user_id = who AND u.is_active AND m.valid_from <= day
       AND (m.valid_to IS NULL OR m.valid_to >= day);
    SELECT array_agg(DISTINCT part::bigint) INTO above
      FROM units_unit u, unnest(string_to_array(trim(both '/' from u.path), '/')) part
     WHERE u.id = ANY (held);
    PERFORM set_config('thidua.person', who::text, true),
            set_config('thidua.units', coalesce((held || ARRAY(
                SELECT id FROM units_unit WHERE heir_id = ANY (held)))::text, ''), true),
            set_config('thidua.above', coalesce((above || ARRAY(
                SELECT id FROM units_unit WHERE heir_id = ANY (above)){councils})::text, ''),
                true);
END $$;
"""
COUNCILS = """ || ARRAY(
                SELECT u.id FROM units_unit u JOIN units_unitkind k ON k.id = u.kind_id
                 WHERE k.code = 'hoi-dong-tdkt' AND u.parent_id = ANY (above))"""


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0038_units_tell_of_their_tasks"),
        ("units", "0050_a_number_is_of_one_person"),
    ]
    operations = [
        migrations.RunSQL(
            ADMIT.replace("{councils}", COUNCILS), ADMIT.replace("{councils}", "")
        ),
    ]
