from django.db import migrations

PROPOSAL = """
DROP POLICY second_fence ON awards_proposal;
CREATE POLICY second_fence ON awards_proposal FOR SELECT USING (
    unit_id = ANY (units_fence_units()) OR authority_id = ANY (awards_fence_weighed())
    AND (status NOT IN ('draft', 'confirming') {}));
"""
# What the authority had once it goes on seeing, also while the unit mends it.
ONCE_SENT = PROPOSAL.format("OR sent_at IS NOT NULL")
BEFORE = PROPOSAL.format("")
# Parts are seen with their proposal, whose own policy decides.
SEEN = "proposal_id = ANY (ARRAY(SELECT p.id FROM awards_proposal p))"
POLICIES = {
    "opinionrequest": "unit_id = ANY (units_fence_units())"
    " OR authority_id = ANY (awards_fence_weighed())",
    "opinionitem": "request_id = ANY (ARRAY(SELECT r.id FROM awards_opinionrequest r))"
    f" OR {SEEN}",
    "peerreviewline": SEEN,
    "peerreview": "unit_id = ANY (units_fence_units())"
    " OR id = ANY (ARRAY(SELECT l.review_id FROM awards_peerreviewline l))",
    "proposalfigure": SEEN,
    "proposalreturn": SEEN,
    "dossierpaper": f"{SEEN}"
    " OR petition_id = ANY (ARRAY(SELECT t.id FROM awards_petition t))"
    " OR opinion_id = ANY (ARRAY(SELECT r.id FROM awards_opinionrequest r))",
}


class Migration(migrations.Migration):
    dependencies = [("awards", "0020_dossiers_reviews_opinions")]
    operations = [
        migrations.RunSQL(ONCE_SENT, BEFORE),
        *[
            migrations.RunSQL(
                f"ALTER TABLE awards_{table} ENABLE ROW LEVEL SECURITY;"
                f"CREATE POLICY second_fence ON awards_{table} FOR SELECT USING ({condition});",
                f"DROP POLICY second_fence ON awards_{table};"
                f"ALTER TABLE awards_{table} DISABLE ROW LEVEL SECURITY;",
            )
            for table, condition in POLICIES.items()
        ],
    ]
