from django.db import migrations

FREEZE = """
CREATE FUNCTION reports_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER issued_document_is_frozen BEFORE UPDATE OR DELETE ON reports_document
    FOR EACH ROW WHEN (OLD.status = 'issued')
    EXECUTE FUNCTION reports_is_frozen('an issued document never changes');
CREATE TRIGGER words_under_signature_are_frozen BEFORE UPDATE ON reports_document
    FOR EACH ROW WHEN (
        (OLD.twin, OLD.title, OLD.symbol, OLD.code, OLD.signer_id, OLD.signer_name)
        IS DISTINCT FROM
        (NEW.twin, NEW.title, NEW.symbol, NEW.code, NEW.signer_id, NEW.signer_name))
    EXECUTE FUNCTION reports_is_frozen('the words of a document are fixed at approval');
CREATE TRIGGER number_is_kept BEFORE UPDATE ON reports_document
    FOR EACH ROW WHEN (OLD.number IS NOT NULL AND
        (OLD.number, OLD.issued_on) IS DISTINCT FROM (NEW.number, NEW.issued_on))
    EXECUTE FUNCTION reports_is_frozen('a number once given stays');
CREATE TRIGGER signed_file_is_frozen BEFORE UPDATE OR DELETE ON reports_documentfile
    FOR EACH ROW WHEN (OLD.stage <> 'rendered')
    EXECUTE FUNCTION reports_is_frozen('a signed file is never replaced');
CREATE TRIGGER register_line_stays BEFORE DELETE ON reports_registerentry
    FOR EACH ROW EXECUTE FUNCTION reports_is_frozen('a register line is voided, never removed');
CREATE TRIGGER register_number_stays BEFORE UPDATE ON reports_registerentry
    FOR EACH ROW WHEN ((OLD.book_id, OLD.number, OLD.symbol, OLD.issued_on, OLD.document_id)
        IS DISTINCT FROM (NEW.book_id, NEW.number, NEW.symbol, NEW.issued_on, NEW.document_id))
    EXECUTE FUNCTION reports_is_frozen('a register line keeps its number');
"""
THAW = """
DROP TRIGGER issued_document_is_frozen ON reports_document;
DROP TRIGGER words_under_signature_are_frozen ON reports_document;
DROP TRIGGER number_is_kept ON reports_document;
DROP TRIGGER signed_file_is_frozen ON reports_documentfile;
DROP TRIGGER register_line_stays ON reports_registerentry;
DROP TRIGGER register_number_stays ON reports_registerentry;
DROP FUNCTION reports_is_frozen();
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial")]
    operations = [migrations.RunSQL(FREEZE, THAW)]
