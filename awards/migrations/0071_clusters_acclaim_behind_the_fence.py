from django.db import migrations

# A member reads what its cluster does, though the cluster stands beside it in the tree; who
# stands above, and the council of who stands above, too. The list is made as the owner, once a
# question, as with campaigns in which a unit takes part.
CLUSTERS = """
CREATE FUNCTION awards_fence_clusters() RETURNS bigint[] LANGUAGE plpgsql STABLE
SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    RETURN ARRAY(
        SELECT cluster_id FROM units_clustermember
            WHERE unit_id = ANY (units_fence_units())
        UNION
        SELECT c.id FROM units_unit c
            JOIN units_unitkind k ON k.id = c.kind_id AND k.code = 'cum-khoi'
            JOIN units_unit u ON u.id = ANY (units_fence_units())
            LEFT JOIN units_unit p ON p.id = u.parent_id
            LEFT JOIN units_unitkind pk ON pk.id = u.kind_id
            WHERE c.path LIKE u.path || '%'
                OR pk.code = 'hoi-dong-tdkt' AND c.path LIKE p.path || '%');
END $$;
"""
ROUND = "cluster_id = ANY ((SELECT awards_fence_clusters())::bigint[])"
OF_ROUND = "EXISTS (SELECT FROM awards_clusterround r WHERE r.id = {0}.round_id)"
POLICIES = {
    "clusterround": ROUND,
    **dict.fromkeys(
        [
            "clustercriterion", "clusterchecker", "clusterentry", "clusterpoint",
            "clustercheck", "clusterballot", "clusterchoice",
        ],
        OF_ROUND,
    ),
}  # fmt: skip
# Points change while points are given, votes come while it is voted; a vote that was cast stays.
FROZEN = """
CREATE FUNCTION awards_cluster_points_stand() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    about bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.round_id ELSE NEW.round_id END;
BEGIN
    IF NOT EXISTS (SELECT FROM awards_clusterround
                   WHERE id = about AND status = 'scoring') THEN
        RAISE EXCEPTION 'points stand still once the vote is open'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE FUNCTION awards_cluster_vote_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' OR NOT EXISTS (SELECT FROM awards_clusterround
                   WHERE id = NEW.round_id AND status = 'voting') THEN
        RAISE EXCEPTION 'a vote is cast while the vote is open, and stays'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION awards_cluster_choice_is_of_its_round() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM awards_clusterballot b
        JOIN awards_clusterentry e ON e.id = NEW.entry_id AND e.round_id = NEW.round_id
        JOIN awards_clusterround r ON r.id = NEW.round_id
        WHERE b.id = NEW.ballot_id AND b.round_id = NEW.round_id
          AND (r.self_vote OR e.unit_id <> b.unit_id)) THEN
        RAISE EXCEPTION 'a member names another one of the same round'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER choice_is_of_its_round BEFORE INSERT ON awards_clusterchoice
    FOR EACH ROW EXECUTE FUNCTION awards_cluster_choice_is_of_its_round();
"""
THAWED = """
DROP TRIGGER choice_is_of_its_round ON awards_clusterchoice;
DROP FUNCTION awards_cluster_choice_is_of_its_round();
DROP FUNCTION awards_cluster_vote_stands();
DROP FUNCTION awards_cluster_points_stand();
"""
STILL = {
    "clustercriterion": "awards_cluster_points_stand",
    "clusterpoint": "awards_cluster_points_stand",
    "clustercheck": "awards_cluster_points_stand",
    "clusterballot": "awards_cluster_vote_stands",
    "clusterchoice": "awards_cluster_vote_stands",
}


class Migration(migrations.Migration):
    dependencies = [("awards", "0070_clusters_acclaim")]
    operations = [
        migrations.RunSQL(CLUSTERS, "DROP FUNCTION awards_fence_clusters();"),
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
        migrations.RunSQL(FROZEN, THAWED),
        *[
            migrations.RunSQL(
                f"CREATE TRIGGER stands_still BEFORE INSERT OR UPDATE OR DELETE ON"
                f" awards_{table} FOR EACH ROW EXECUTE FUNCTION {function}();",
                f"DROP TRIGGER stands_still ON awards_{table};",
            )
            for table, function in STILL.items()
        ],
    ]
