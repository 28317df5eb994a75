CREATE TABLE "action_changes" (
	"id" text PRIMARY KEY NOT NULL,
	"action_id" text NOT NULL,
	"part" text NOT NULL,
	"value" text NOT NULL,
	"reason" text NOT NULL,
	"changed_by" text NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "action_changes_reason" CHECK (length(trim("action_changes"."reason")) > 0)
);
--> statement-breakpoint
CREATE TABLE "action_helpers" (
	"action_id" text NOT NULL,
	"person_id" text NOT NULL,
	CONSTRAINT "action_helpers_action_id_person_id_pk" PRIMARY KEY("action_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "action_marks" (
	"workshop_id" text NOT NULL,
	"about" text NOT NULL,
	"target" text NOT NULL,
	"person_id" text NOT NULL,
	"mark" integer NOT NULL,
	"marked_at" timestamp with time zone NOT NULL,
	CONSTRAINT "action_marks_workshop_id_about_target_person_id_pk" PRIMARY KEY("workshop_id","about","target","person_id"),
	CONSTRAINT "action_marks_mark" CHECK ("action_marks"."mark" between 1 and 5)
);
--> statement-breakpoint
CREATE TABLE "claim_codes" (
	"workshop_id" text NOT NULL,
	"person_id" text NOT NULL,
	"code_hash" text NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	CONSTRAINT "claim_codes_workshop_id_person_id_pk" PRIMARY KEY("workshop_id","person_id"),
	CONSTRAINT "claim_codes_code_hash_unique" UNIQUE("code_hash")
);
--> statement-breakpoint
CREATE TABLE "decisions" (
	"id" text PRIMARY KEY NOT NULL,
	"workshop_id" text NOT NULL,
	"n" integer NOT NULL,
	"what" text NOT NULL,
	"who_decides" text NOT NULL,
	"were_staff_asked" boolean NOT NULL,
	"until" text,
	"outcome" text DEFAULT '' NOT NULL,
	"decided_at" timestamp with time zone,
	"written_by" text NOT NULL,
	"written_at" timestamp with time zone NOT NULL,
	CONSTRAINT "decisions_n" UNIQUE("workshop_id","n"),
	CONSTRAINT "decisions_decided" CHECK (("decisions"."decided_at" is null) = (length(trim("decisions"."outcome")) = 0))
);
--> statement-breakpoint
CREATE TABLE "draft_yeses" (
	"workshop_id" text NOT NULL,
	"ref" text NOT NULL,
	"person_id" text NOT NULL,
	"said_at" timestamp with time zone NOT NULL,
	CONSTRAINT "draft_yeses_workshop_id_ref_pk" PRIMARY KEY("workshop_id","ref")
);
--> statement-breakpoint
CREATE TABLE "hand_overs" (
	"id" text PRIMARY KEY NOT NULL,
	"workshop_id" text NOT NULL,
	"from_id" text NOT NULL,
	"to_id" text NOT NULL,
	"words" text DEFAULT '' NOT NULL,
	"handed_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "learning_wishes" (
	"workshop_id" text NOT NULL,
	"person_id" text NOT NULL,
	"text" text NOT NULL,
	"written_at" timestamp with time zone NOT NULL,
	CONSTRAINT "learning_wishes_workshop_id_person_id_pk" PRIMARY KEY("workshop_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "link_codes" (
	"link_id" text NOT NULL,
	"session_id" text NOT NULL,
	"code_hash" text NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	"tries" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "link_codes_link_id_session_id_pk" PRIMARY KEY("link_id","session_id")
);
--> statement-breakpoint
CREATE TABLE "mails" (
	"id" text PRIMARY KEY NOT NULL,
	"workshop_id" text,
	"person_id" text,
	"key" text NOT NULL,
	"kind" text NOT NULL,
	"address" text NOT NULL,
	"subject" text NOT NULL,
	"text" text NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	"claimed_at" timestamp with time zone,
	"sent_at" timestamp with time zone,
	"tries" integer DEFAULT 0 NOT NULL,
	"failure" text DEFAULT '' NOT NULL,
	CONSTRAINT "mails_key_unique" UNIQUE("key")
);
--> statement-breakpoint
CREATE TABLE "next_dates" (
	"workshop_id" text PRIMARY KEY NOT NULL,
	"held_on" text NOT NULL,
	"held_at" text DEFAULT '' NOT NULL,
	"words" text DEFAULT '' NOT NULL,
	"set_by" text NOT NULL,
	"set_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "output_answers" (
	"workshop_id" text NOT NULL,
	"ref" text NOT NULL,
	"n" integer NOT NULL,
	"is_supported" boolean NOT NULL,
	"words" text NOT NULL,
	"answered_by" text NOT NULL,
	"answered_at" timestamp with time zone NOT NULL,
	CONSTRAINT "output_answers_workshop_id_ref_n_pk" PRIMARY KEY("workshop_id","ref","n"),
	CONSTRAINT "output_answers_words" CHECK (length(trim("output_answers"."words")) > 0)
);
--> statement-breakpoint
CREATE TABLE "small_fixes" (
	"id" text PRIMARY KEY NOT NULL,
	"workshop_id" text NOT NULL,
	"ref" text NOT NULL,
	"syndicate_id" text,
	"text" text NOT NULL,
	"owner_id" text,
	"accepted_at" timestamp with time zone,
	"due_on" text,
	"done_at" timestamp with time zone,
	"sent_by" text NOT NULL,
	"sent_at" timestamp with time zone NOT NULL,
	CONSTRAINT "small_fixes_ref" UNIQUE("workshop_id","ref"),
	CONSTRAINT "small_fixes_words" CHECK (length(trim("small_fixes"."text")) > 0),
	CONSTRAINT "small_fixes_owner_said_yes" CHECK (("small_fixes"."owner_id" is null) = ("small_fixes"."accepted_at" is null)),
	CONSTRAINT "small_fixes_done" CHECK ("small_fixes"."done_at" is null or "small_fixes"."owner_id" is not null)
);
--> statement-breakpoint
ALTER TABLE "actions" ADD COLUMN "measure_group" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "actions" ADD COLUMN "measure_serves" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "actions" ADD COLUMN "measure_pair" jsonb;--> statement-breakpoint
ALTER TABLE "actions" ADD COLUMN "front_place" integer;--> statement-breakpoint
ALTER TABLE "actions" ADD COLUMN "when_then" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "actions" ADD COLUMN "motivators" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "actions" ADD COLUMN "kind_fields" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "actions" ADD COLUMN "tried_row" text;--> statement-breakpoint
ALTER TABLE "actions" ADD COLUMN "tried_differs" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "actions" ADD COLUMN "learn" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "actions" ADD COLUMN "reach_answer" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "actions" ADD COLUMN "joined_to" text;--> statement-breakpoint
ALTER TABLE "support_answers" ADD COLUMN "changed_mind" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "support_requests" ADD COLUMN "contact_id" text;--> statement-breakpoint
ALTER TABLE "support_requests" ADD COLUMN "details" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "action_changes" ADD CONSTRAINT "action_changes_action_id_actions_id_fk" FOREIGN KEY ("action_id") REFERENCES "public"."actions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "action_changes" ADD CONSTRAINT "action_changes_changed_by_people_id_fk" FOREIGN KEY ("changed_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "action_helpers" ADD CONSTRAINT "action_helpers_action_id_actions_id_fk" FOREIGN KEY ("action_id") REFERENCES "public"."actions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "action_helpers" ADD CONSTRAINT "action_helpers_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "action_marks" ADD CONSTRAINT "action_marks_workshop_id_workshops_id_fk" FOREIGN KEY ("workshop_id") REFERENCES "public"."workshops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "action_marks" ADD CONSTRAINT "action_marks_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "claim_codes" ADD CONSTRAINT "claim_codes_workshop_id_workshops_id_fk" FOREIGN KEY ("workshop_id") REFERENCES "public"."workshops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "claim_codes" ADD CONSTRAINT "claim_codes_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_workshop_id_workshops_id_fk" FOREIGN KEY ("workshop_id") REFERENCES "public"."workshops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_written_by_people_id_fk" FOREIGN KEY ("written_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "draft_yeses" ADD CONSTRAINT "draft_yeses_workshop_id_workshops_id_fk" FOREIGN KEY ("workshop_id") REFERENCES "public"."workshops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "draft_yeses" ADD CONSTRAINT "draft_yeses_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hand_overs" ADD CONSTRAINT "hand_overs_workshop_id_workshops_id_fk" FOREIGN KEY ("workshop_id") REFERENCES "public"."workshops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hand_overs" ADD CONSTRAINT "hand_overs_from_id_people_id_fk" FOREIGN KEY ("from_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hand_overs" ADD CONSTRAINT "hand_overs_to_id_people_id_fk" FOREIGN KEY ("to_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "learning_wishes" ADD CONSTRAINT "learning_wishes_workshop_id_workshops_id_fk" FOREIGN KEY ("workshop_id") REFERENCES "public"."workshops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "learning_wishes" ADD CONSTRAINT "learning_wishes_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "link_codes" ADD CONSTRAINT "link_codes_link_id_share_links_id_fk" FOREIGN KEY ("link_id") REFERENCES "public"."share_links"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "link_codes" ADD CONSTRAINT "link_codes_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mails" ADD CONSTRAINT "mails_workshop_id_workshops_id_fk" FOREIGN KEY ("workshop_id") REFERENCES "public"."workshops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mails" ADD CONSTRAINT "mails_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "next_dates" ADD CONSTRAINT "next_dates_workshop_id_workshops_id_fk" FOREIGN KEY ("workshop_id") REFERENCES "public"."workshops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "next_dates" ADD CONSTRAINT "next_dates_set_by_people_id_fk" FOREIGN KEY ("set_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "output_answers" ADD CONSTRAINT "output_answers_workshop_id_workshops_id_fk" FOREIGN KEY ("workshop_id") REFERENCES "public"."workshops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "output_answers" ADD CONSTRAINT "output_answers_answered_by_people_id_fk" FOREIGN KEY ("answered_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "small_fixes" ADD CONSTRAINT "small_fixes_workshop_id_workshops_id_fk" FOREIGN KEY ("workshop_id") REFERENCES "public"."workshops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "small_fixes" ADD CONSTRAINT "small_fixes_syndicate_id_syndicates_id_fk" FOREIGN KEY ("syndicate_id") REFERENCES "public"."syndicates"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "small_fixes" ADD CONSTRAINT "small_fixes_owner_id_people_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "small_fixes" ADD CONSTRAINT "small_fixes_sent_by_people_id_fk" FOREIGN KEY ("sent_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "action_changes_action" ON "action_changes" USING btree ("action_id","changed_at");--> statement-breakpoint
CREATE INDEX "hand_overs_workshop" ON "hand_overs" USING btree ("workshop_id");--> statement-breakpoint
CREATE INDEX "mails_waiting" ON "mails" USING btree ("made_at") WHERE "mails"."sent_at" is null;--> statement-breakpoint
ALTER TABLE "actions" ADD CONSTRAINT "actions_joined_to_actions_id_fk" FOREIGN KEY ("joined_to") REFERENCES "public"."actions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "support_requests" ADD CONSTRAINT "support_requests_contact_id_people_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "actions" ADD CONSTRAINT "actions_front" UNIQUE("workshop_id","front_place");--> statement-breakpoint
ALTER TABLE "actions" ADD CONSTRAINT "actions_front_three" CHECK ("actions"."front_place" is null or "actions"."front_place" between 1 and 3);--> statement-breakpoint
ALTER TABLE "actions" ADD CONSTRAINT "actions_tried" CHECK ("actions"."tried_row" is null or length(trim("actions"."tried_differs")) > 0);--> statement-breakpoint
ALTER TABLE "actions" ADD CONSTRAINT "actions_joined" CHECK ("actions"."joined_to" is null or ("actions"."joined_to" <> "actions"."id" and "actions"."not_now_reason" is null));--> statement-breakpoint
-- A rehearsal leaves none of these behind either. A branch reads the columns its tables have.
CREATE OR REPLACE FUNCTION keep_rows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	workshop text;
BEGIN
	IF TG_OP = 'DELETE' AND TG_TABLE_NAME IN ('support_answers', 'output_answers', 'hand_overs', 'action_changes') THEN
		IF TG_TABLE_NAME = 'support_answers' THEN
			SELECT workshop_id INTO workshop FROM support_requests WHERE id = OLD.request_id;
		ELSIF TG_TABLE_NAME = 'action_changes' THEN
			SELECT workshop_id INTO workshop FROM actions WHERE id = OLD.action_id;
		ELSE
			workshop := OLD.workshop_id;
		END IF;
		IF workshop IS NOT NULL AND workshop = current_setting('plenary.rehearsal', true) THEN
			PERFORM refuse_when_signed(workshop);
			RETURN OLD;
		END IF;
	END IF;
	RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME
		USING ERRCODE = 'check_violation', CONSTRAINT = TG_TABLE_NAME || '_append_only';
END
$$;
--> statement-breakpoint
-- What is signed with an action stays with it.
CREATE TRIGGER action_helpers_keep BEFORE INSERT OR UPDATE OR DELETE ON action_helpers FOR EACH ROW EXECUTE FUNCTION keep_signed_sources();
--> statement-breakpoint
CREATE TRIGGER action_changes_append_only BEFORE UPDATE OR DELETE ON action_changes FOR EACH ROW EXECUTE FUNCTION keep_rows();
--> statement-breakpoint
CREATE TRIGGER output_answers_append_only BEFORE UPDATE OR DELETE ON output_answers FOR EACH ROW EXECUTE FUNCTION keep_rows();
--> statement-breakpoint
CREATE TRIGGER hand_overs_append_only BEFORE UPDATE OR DELETE ON hand_overs FOR EACH ROW EXECUTE FUNCTION keep_rows();
