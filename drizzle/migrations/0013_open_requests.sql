-- Support that is asked for after the signing is no part of what was signed: until it is answered, whom to talk to about
-- it and what a request for authority says may still be put right. What was signed, and every word that was asked, stays.
CREATE FUNCTION keep_signed_requests() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF TG_OP = 'UPDATE'
		AND to_jsonb(NEW) - 'contact_id' - 'details' = to_jsonb(OLD) - 'contact_id' - 'details'
		AND OLD.asked_at > (SELECT signed_at FROM plans WHERE workshop_id = OLD.workshop_id)
	THEN
		RETURN NEW;
	END IF;
	IF TG_OP = 'UPDATE' THEN
		PERFORM refuse_when_signed(NEW.workshop_id);
	END IF;
	PERFORM refuse_when_signed(OLD.workshop_id);
	RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;
--> statement-breakpoint
DROP TRIGGER support_requests_keep ON support_requests;
--> statement-breakpoint
CREATE TRIGGER support_requests_keep BEFORE UPDATE OR DELETE ON support_requests FOR EACH ROW EXECUTE FUNCTION keep_signed_requests();
