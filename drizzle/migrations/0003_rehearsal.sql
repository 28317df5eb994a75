-- A rehearsal leaves nothing behind, the sponsor's answers in it neither. Whoever ends one names the workshop for the
-- length of its transaction; answers to the requests of a signed plan stay, whatever is named.
CREATE OR REPLACE FUNCTION keep_rows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	workshop text;
BEGIN
	IF TG_OP = 'DELETE' AND TG_TABLE_NAME = 'support_answers' THEN
		SELECT workshop_id INTO workshop FROM support_requests WHERE id = OLD.request_id;
		IF workshop IS NOT NULL AND workshop = current_setting('plenary.rehearsal', true) THEN
			PERFORM refuse_when_signed(workshop);
			RETURN OLD;
		END IF;
	END IF;
	RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME
		USING ERRCODE = 'check_violation', CONSTRAINT = TG_TABLE_NAME || '_append_only';
END
$$;
