-- What was signed stays as it was signed. The transaction that signs the plan may still write, so that it can put
-- down what belongs to the signing in any order; the row it made is recognised by its transaction id.
-- The plan's row is locked first: whoever still writes into the plan and whoever signs it wait for each other.
CREATE FUNCTION refuse_when_signed(workshop text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	plan record;
BEGIN
	SELECT signed_at, xmin::text AS made_by INTO plan FROM plans WHERE workshop_id = workshop FOR NO KEY UPDATE;
	IF plan.signed_at IS NOT NULL AND plan.made_by <> (pg_current_xact_id()::text::numeric % 4294967296)::text THEN
		RAISE EXCEPTION 'the plan of workshop % is signed', workshop
			USING ERRCODE = 'check_violation', CONSTRAINT = 'plan_is_signed';
	END IF;
END
$$;
--> statement-breakpoint
CREATE FUNCTION keep_signed_plan() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF OLD.signed_at IS NOT NULL AND OLD.xmin::text <> (pg_current_xact_id()::text::numeric % 4294967296)::text THEN
		RAISE EXCEPTION 'the plan of workshop % is signed', OLD.workshop_id
			USING ERRCODE = 'check_violation', CONSTRAINT = 'plan_is_signed';
	END IF;
	RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;
--> statement-breakpoint
CREATE TRIGGER plans_keep BEFORE UPDATE OR DELETE ON plans FOR EACH ROW EXECUTE FUNCTION keep_signed_plan();
--> statement-breakpoint
-- For tables that name their workshop. An update that moves a row counts for both workshops.
CREATE FUNCTION keep_signed_rows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF TG_OP <> 'INSERT' THEN
		PERFORM refuse_when_signed(OLD.workshop_id);
	END IF;
	IF TG_OP <> 'DELETE' THEN
		PERFORM refuse_when_signed(NEW.workshop_id);
	END IF;
	RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;
--> statement-breakpoint
CREATE TRIGGER actions_keep BEFORE INSERT OR UPDATE OR DELETE ON actions FOR EACH ROW EXECUTE FUNCTION keep_signed_rows();
--> statement-breakpoint
CREATE TRIGGER signatures_keep BEFORE INSERT OR UPDATE OR DELETE ON signatures FOR EACH ROW EXECUTE FUNCTION keep_signed_rows();
--> statement-breakpoint
CREATE TRIGGER chain_links_keep BEFORE INSERT OR UPDATE OR DELETE ON chain_links FOR EACH ROW EXECUTE FUNCTION keep_signed_rows();
--> statement-breakpoint
-- Support may still be asked for after signing; what was asked is neither reworded nor taken away.
CREATE TRIGGER support_requests_keep BEFORE UPDATE OR DELETE ON support_requests FOR EACH ROW EXECUTE FUNCTION keep_signed_rows();
--> statement-breakpoint
CREATE FUNCTION keep_signed_sources() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF TG_OP <> 'INSERT' THEN
		PERFORM refuse_when_signed((SELECT workshop_id FROM actions WHERE id = OLD.action_id));
	END IF;
	IF TG_OP <> 'DELETE' THEN
		PERFORM refuse_when_signed((SELECT workshop_id FROM actions WHERE id = NEW.action_id));
	END IF;
	RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;
--> statement-breakpoint
CREATE TRIGGER action_sources_keep BEFORE INSERT OR UPDATE OR DELETE ON action_sources FOR EACH ROW EXECUTE FUNCTION keep_signed_sources();
--> statement-breakpoint
-- A later, better word is a new row.
CREATE FUNCTION keep_rows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME
		USING ERRCODE = 'check_violation', CONSTRAINT = TG_TABLE_NAME || '_append_only';
END
$$;
--> statement-breakpoint
CREATE TRIGGER action_updates_append_only BEFORE UPDATE OR DELETE ON action_updates FOR EACH ROW EXECUTE FUNCTION keep_rows();
--> statement-breakpoint
CREATE TRIGGER support_answers_append_only BEFORE UPDATE OR DELETE ON support_answers FOR EACH ROW EXECUTE FUNCTION keep_rows();
--> statement-breakpoint
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION keep_rows();
