from django.db import migrations

# Both look at the whole cluster, so both hold it: a membership that is cut short and an
# office that is given at the same moment wait for each other.
OFFICES = """
CREATE FUNCTION units_office_is_of_a_member() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    the_cluster bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.cluster_id ELSE NEW.cluster_id END;
BEGIN
    PERFORM 1 FROM units_unit WHERE id = the_cluster FOR NO KEY UPDATE;
    IF EXISTS (
        SELECT FROM units_clusteroffice o
         WHERE o.cluster_id = the_cluster AND NOT EXISTS (
            SELECT FROM units_clustermember m
             WHERE m.cluster_id = o.cluster_id AND m.unit_id = o.unit_id
               AND m.valid_from <= o.valid_from
               AND (m.valid_to IS NULL OR m.valid_to >= o.valid_to)))
    THEN
        RAISE EXCEPTION 'an office of a cluster is held by who is no member all its days'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER cluster_office_is_of_a_member AFTER INSERT OR UPDATE ON units_clusteroffice
    FOR EACH ROW EXECUTE FUNCTION units_office_is_of_a_member();
CREATE TRIGGER cluster_member_keeps_office AFTER UPDATE OR DELETE ON units_clustermember
    FOR EACH ROW EXECUTE FUNCTION units_office_is_of_a_member();
"""
OFFICES_FREE = """
DROP TRIGGER cluster_office_is_of_a_member ON units_clusteroffice;
DROP TRIGGER cluster_member_keeps_office ON units_clustermember;
DROP FUNCTION units_office_is_of_a_member();
"""
HANDOVERS = """
CREATE FUNCTION units_handover_of_cluster_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.closed_at IS NOT NULL THEN
        RAISE EXCEPTION 'a hand-over that is done does not change'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    IF NEW.closed_at IS NOT NULL AND EXISTS (
        SELECT FROM units_handoveritem i
         WHERE i.handover_id = NEW.id AND i.status <> 'taken')
    THEN
        RAISE EXCEPTION 'a hand-over is done when all of it is taken'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER cluster_handover_stands BEFORE UPDATE OR DELETE ON units_clusterhandover
    FOR EACH ROW EXECUTE FUNCTION units_handover_of_cluster_stands();

CREATE FUNCTION units_handover_item_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    whole bigint := CASE WHEN TG_OP = 'INSERT' THEN NEW.handover_id ELSE OLD.handover_id END;
BEGIN
    PERFORM 1 FROM units_clusterhandover WHERE id = whole AND closed_at IS NOT NULL;
    IF FOUND THEN
        RAISE EXCEPTION 'a hand-over that is done does not change'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER handover_item_stands BEFORE INSERT OR UPDATE OR DELETE ON units_handoveritem
    FOR EACH ROW EXECUTE FUNCTION units_handover_item_stands();
"""
HANDOVERS_FREE = """
DROP TRIGGER handover_item_stands ON units_handoveritem;
DROP FUNCTION units_handover_item_stands();
DROP TRIGGER cluster_handover_stands ON units_clusterhandover;
DROP FUNCTION units_handover_of_cluster_stands();
"""


class Migration(migrations.Migration):
    dependencies = [("units", "0032_clusters")]
    operations = [
        migrations.RunSQL(OFFICES, OFFICES_FREE),
        migrations.RunSQL(HANDOVERS, HANDOVERS_FREE),
    ]
