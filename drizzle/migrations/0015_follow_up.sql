CREATE TABLE "action_offers" (
	"id" text PRIMARY KEY NOT NULL,
	"action_id" text NOT NULL,
	"syndicate_id" text,
	"reason" text NOT NULL,
	"offered_by" text NOT NULL,
	"offered_at" timestamp with time zone NOT NULL,
	"taken_by" text,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "action_steps" (
	"id" text PRIMARY KEY NOT NULL,
	"action_id" text NOT NULL,
	"n" integer NOT NULL,
	"text" text NOT NULL,
	"due_on" text,
	"done_at" timestamp with time zone,
	"dropped_at" timestamp with time zone,
	"written_by" text NOT NULL,
	"written_at" timestamp with time zone NOT NULL,
	CONSTRAINT "action_steps_n" UNIQUE("action_id","n")
);
--> statement-breakpoint
CREATE TABLE "calendar_feeds" (
	"workshop_id" text NOT NULL,
	"person_id" text NOT NULL,
	"token_hash" text NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	CONSTRAINT "calendar_feeds_workshop_id_person_id_pk" PRIMARY KEY("workshop_id","person_id"),
	CONSTRAINT "calendar_feeds_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "consents" (
	"workshop_id" text NOT NULL,
	"person_id" text NOT NULL,
	"about" text NOT NULL,
	"given_at" timestamp with time zone NOT NULL,
	CONSTRAINT "consents_workshop_id_person_id_about_pk" PRIMARY KEY("workshop_id","person_id","about")
);
--> statement-breakpoint
CREATE TABLE "contacts" (
	"id" text PRIMARY KEY NOT NULL,
	"workshop_id" text NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"department" text DEFAULT '' NOT NULL,
	"email" text NOT NULL,
	"confirmed_at" timestamp with time zone,
	"made_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "decision_votes" (
	"decision_id" text NOT NULL,
	"person_id" text NOT NULL,
	"is_yes" boolean NOT NULL,
	"voted_at" timestamp with time zone NOT NULL,
	CONSTRAINT "decision_votes_decision_id_person_id_pk" PRIMARY KEY("decision_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "department_answers" (
	"ask_id" text NOT NULL,
	"n" integer NOT NULL,
	"answer" text NOT NULL,
	"owner_name" text DEFAULT '' NOT NULL,
	"due_on" text,
	"words" text DEFAULT '' NOT NULL,
	"answered_at" timestamp with time zone NOT NULL,
	CONSTRAINT "department_answers_ask_id_n_pk" PRIMARY KEY("ask_id","n"),
	CONSTRAINT "department_answers_whole" CHECK (("department_answers"."answer" = 'accepted' and length(trim("department_answers"."owner_name")) > 0 and "department_answers"."due_on" is not null) or ("department_answers"."answer" = 'declined' and length(trim("department_answers"."words")) > 0))
);
--> statement-breakpoint
CREATE TABLE "department_asks" (
	"id" text PRIMARY KEY NOT NULL,
	"workshop_id" text NOT NULL,
	"request_id" text NOT NULL,
	"contact_id" text NOT NULL,
	"asked_by" text NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	CONSTRAINT "department_asks_once" UNIQUE("request_id","contact_id")
);
--> statement-breakpoint
CREATE TABLE "evidence" (
	"id" text PRIMARY KEY NOT NULL,
	"action_id" text NOT NULL,
	"text" text NOT NULL,
	"figure" text DEFAULT '' NOT NULL,
	"written_by" text NOT NULL,
	"written_at" timestamp with time zone NOT NULL,
	"withdrawn_at" timestamp with time zone,
	CONSTRAINT "evidence_words" CHECK (length(trim("evidence"."text")) > 0)
);
--> statement-breakpoint
CREATE TABLE "follow_notes" (
	"id" text PRIMARY KEY NOT NULL,
	"workshop_id" text NOT NULL,
	"ref" text NOT NULL,
	"kind" text NOT NULL,
	"words" text DEFAULT '' NOT NULL,
	"written_by" text NOT NULL,
	"written_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "growth_maps" (
	"action_id" text PRIMARY KEY NOT NULL,
	"lines" jsonb NOT NULL,
	"written_by" text NOT NULL,
	"written_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "heads_up_seen" (
	"heads_up_id" text NOT NULL,
	"person_id" text NOT NULL,
	"seen_at" timestamp with time zone NOT NULL,
	CONSTRAINT "heads_up_seen_heads_up_id_person_id_pk" PRIMARY KEY("heads_up_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "heads_ups" (
	"id" text PRIMARY KEY NOT NULL,
	"workshop_id" text NOT NULL,
	"n" integer NOT NULL,
	"what" text NOT NULL,
	"starts_on" text NOT NULL,
	"reason" text NOT NULL,
	"questions" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"posted_by" text NOT NULL,
	"posted_at" timestamp with time zone NOT NULL,
	"withdrawn_at" timestamp with time zone,
	CONSTRAINT "heads_ups_n" UNIQUE("workshop_id","n")
);
--> statement-breakpoint
CREATE TABLE "jobs" (
	"id" text PRIMARY KEY NOT NULL,
	"workshop_id" text,
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"payload" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"claimed_until" timestamp with time zone,
	"done_at" timestamp with time zone,
	"tries" integer DEFAULT 0 NOT NULL,
	"failure" text DEFAULT '' NOT NULL,
	CONSTRAINT "jobs_key_unique" UNIQUE("key")
);
--> statement-breakpoint
CREATE TABLE "letters" (
	"id" text PRIMARY KEY NOT NULL,
	"workshop_id" text NOT NULL,
	"kind" text NOT NULL,
	"period" text NOT NULL,
	"goes_at" timestamp with time zone NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	"edits" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"edited_by" text,
	"edited_at" timestamp with time zone,
	"held_at" timestamp with time zone,
	"skipped_at" timestamp with time zone,
	"sent_at" timestamp with time zone,
	"sent_by" text,
	"sent_to" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "letters_one" UNIQUE("workshop_id","kind","period")
);
--> statement-breakpoint
CREATE TABLE "link_keys" (
	"id" text PRIMARY KEY NOT NULL,
	"secret" "bytea" NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "link_uses" (
	"workshop_id" text NOT NULL,
	"nonce" text NOT NULL,
	"value" text NOT NULL,
	"recipient" text NOT NULL,
	"wrote" text DEFAULT '' NOT NULL,
	"used_at" timestamp with time zone NOT NULL,
	"undone_at" timestamp with time zone,
	CONSTRAINT "link_uses_nonce_value_pk" PRIMARY KEY("nonce","value")
);
--> statement-breakpoint
CREATE TABLE "mail_wishes" (
	"workshop_id" text NOT NULL,
	"recipient" text NOT NULL,
	"timezone" text,
	"is_monthly" boolean DEFAULT false NOT NULL,
	"stopped_at" timestamp with time zone,
	"snoozed_until" text,
	"stopped_actions" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"unanswered" integer DEFAULT 0 NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"disowned_at" timestamp with time zone,
	CONSTRAINT "mail_wishes_workshop_id_recipient_pk" PRIMARY KEY("workshop_id","recipient")
);
--> statement-breakpoint
CREATE TABLE "notifications" (
	"id" text PRIMARY KEY NOT NULL,
	"workshop_id" text NOT NULL,
	"recipient" text NOT NULL,
	"kind" text NOT NULL,
	"subject_id" text DEFAULT '' NOT NULL,
	"period" text DEFAULT '' NOT NULL,
	"part" jsonb NOT NULL,
	"not_before" timestamp with time zone NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	"mail_id" text,
	"dropped_at" timestamp with time zone,
	"dropped_because" text DEFAULT '' NOT NULL,
	CONSTRAINT "notifications_once" UNIQUE("recipient","kind","subject_id","period")
);
--> statement-breakpoint
CREATE TABLE "prolong_votes" (
	"workshop_id" text NOT NULL,
	"person_id" text NOT NULL,
	"is_yes" boolean NOT NULL,
	"voted_at" timestamp with time zone NOT NULL,
	CONSTRAINT "prolong_votes_workshop_id_person_id_pk" PRIMARY KEY("workshop_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "pulse_answers" (
	"id" text PRIMARY KEY NOT NULL,
	"workshop_id" text NOT NULL,
	"week" integer NOT NULL,
	"marks" jsonb NOT NULL,
	"motivators" jsonb DEFAULT '[]'::jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "pulse_given" (
	"workshop_id" text NOT NULL,
	"week" integer NOT NULL,
	"person_id" text NOT NULL,
	CONSTRAINT "pulse_given_workshop_id_week_person_id_pk" PRIMARY KEY("workshop_id","week","person_id")
);
--> statement-breakpoint
CREATE TABLE "skill_notes" (
	"id" text PRIMARY KEY NOT NULL,
	"workshop_id" text NOT NULL,
	"person_id" text NOT NULL,
	"action_id" text,
	"text" text NOT NULL,
	"written_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "standard_wishes" (
	"id" text PRIMARY KEY NOT NULL,
	"workshop_id" text NOT NULL,
	"action_id" text NOT NULL,
	"line" text DEFAULT '' NOT NULL,
	"part" text NOT NULL,
	"text" text NOT NULL,
	"written_by" text NOT NULL,
	"written_at" timestamp with time zone NOT NULL,
	"version" integer,
	"withdrawn_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "suggestion_answers" (
	"suggestion_id" text NOT NULL,
	"n" integer NOT NULL,
	"answer" text NOT NULL,
	"words" text NOT NULL,
	"answer_by" text,
	"led_to" text,
	"answered_by" text NOT NULL,
	"answered_at" timestamp with time zone NOT NULL,
	CONSTRAINT "suggestion_answers_suggestion_id_n_pk" PRIMARY KEY("suggestion_id","n"),
	CONSTRAINT "suggestion_answers_words" CHECK (length(trim("suggestion_answers"."words")) > 0)
);
--> statement-breakpoint
CREATE TABLE "suggestions" (
	"id" text PRIMARY KEY NOT NULL,
	"workshop_id" text NOT NULL,
	"n" integer NOT NULL,
	"question" text DEFAULT '' NOT NULL,
	"text" text NOT NULL,
	"ref" text,
	"written_by" text,
	"written_at" timestamp with time zone NOT NULL,
	CONSTRAINT "suggestions_n" UNIQUE("workshop_id","n"),
	CONSTRAINT "suggestions_words" CHECK (length(trim("suggestions"."text")) > 0)
);
--> statement-breakpoint
CREATE TABLE "thanks" (
	"id" text PRIMARY KEY NOT NULL,
	"workshop_id" text NOT NULL,
	"ref" text NOT NULL,
	"text" text NOT NULL,
	"given_by" text NOT NULL,
	"given_at" timestamp with time zone NOT NULL,
	"withdrawn_at" timestamp with time zone,
	CONSTRAINT "thanks_words" CHECK (length(trim("thanks"."text")) > 0)
);
--> statement-breakpoint
CREATE TABLE "thanks_to" (
	"thanks_id" text NOT NULL,
	"person_id" text NOT NULL,
	CONSTRAINT "thanks_to_thanks_id_person_id_pk" PRIMARY KEY("thanks_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "today_goals" (
	"workshop_id" text NOT NULL,
	"person_id" text NOT NULL,
	"day" text NOT NULL,
	"text" text NOT NULL,
	"done_at" timestamp with time zone,
	"written_at" timestamp with time zone NOT NULL,
	CONSTRAINT "today_goals_workshop_id_person_id_day_pk" PRIMARY KEY("workshop_id","person_id","day")
);
--> statement-breakpoint
ALTER TABLE "action_updates" ADD COLUMN "lesson" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "decisions" ADD COLUMN "vote_opened_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "decisions" ADD COLUMN "vote_closed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "mails" ADD COLUMN "html" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "mails" ADD COLUMN "reply_to" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "mails" ADD COLUMN "sender_name" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "mails" ADD COLUMN "headers" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "mails" ADD COLUMN "calendar" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "mails" ADD COLUMN "recipient" text;--> statement-breakpoint
ALTER TABLE "mails" ADD COLUMN "local_day" text;--> statement-breakpoint
ALTER TABLE "mails" ADD COLUMN "goes_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "mails" ADD COLUMN "settled_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "workshops" ADD COLUMN "follow_up_until" text;--> statement-breakpoint
ALTER TABLE "workshops" ADD COLUMN "follow_settings" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "action_offers" ADD CONSTRAINT "action_offers_action_id_actions_id_fk" FOREIGN KEY ("action_id") REFERENCES "public"."actions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "action_offers" ADD CONSTRAINT "action_offers_syndicate_id_syndicates_id_fk" FOREIGN KEY ("syndicate_id") REFERENCES "public"."syndicates"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "action_offers" ADD CONSTRAINT "action_offers_offered_by_people_id_fk" FOREIGN KEY ("offered_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "action_offers" ADD CONSTRAINT "action_offers_taken_by_people_id_fk" FOREIGN KEY ("taken_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "action_steps" ADD CONSTRAINT "action_steps_action_id_actions_id_fk" FOREIGN KEY ("action_id") REFERENCES "public"."actions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "action_steps" ADD CONSTRAINT "action_steps_written_by_people_id_fk" FOREIGN KEY ("written_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "calendar_feeds" ADD CONSTRAINT "calendar_feeds_workshop_id_workshops_id_fk" FOREIGN KEY ("workshop_id") REFERENCES "public"."workshops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "calendar_feeds" ADD CONSTRAINT "calendar_feeds_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_workshop_id_workshops_id_fk" FOREIGN KEY ("workshop_id") REFERENCES "public"."workshops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_workshop_id_workshops_id_fk" FOREIGN KEY ("workshop_id") REFERENCES "public"."workshops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decision_votes" ADD CONSTRAINT "decision_votes_decision_id_decisions_id_fk" FOREIGN KEY ("decision_id") REFERENCES "public"."decisions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decision_votes" ADD CONSTRAINT "decision_votes_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "department_answers" ADD CONSTRAINT "department_answers_ask_id_department_asks_id_fk" FOREIGN KEY ("ask_id") REFERENCES "public"."department_asks"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "department_asks" ADD CONSTRAINT "department_asks_workshop_id_workshops_id_fk" FOREIGN KEY ("workshop_id") REFERENCES "public"."workshops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "department_asks" ADD CONSTRAINT "department_asks_request_id_support_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."support_requests"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "department_asks" ADD CONSTRAINT "department_asks_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "department_asks" ADD CONSTRAINT "department_asks_asked_by_people_id_fk" FOREIGN KEY ("asked_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence" ADD CONSTRAINT "evidence_action_id_actions_id_fk" FOREIGN KEY ("action_id") REFERENCES "public"."actions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence" ADD CONSTRAINT "evidence_written_by_people_id_fk" FOREIGN KEY ("written_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "follow_notes" ADD CONSTRAINT "follow_notes_workshop_id_workshops_id_fk" FOREIGN KEY ("workshop_id") REFERENCES "public"."workshops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "follow_notes" ADD CONSTRAINT "follow_notes_written_by_people_id_fk" FOREIGN KEY ("written_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "growth_maps" ADD CONSTRAINT "growth_maps_action_id_actions_id_fk" FOREIGN KEY ("action_id") REFERENCES "public"."actions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "growth_maps" ADD CONSTRAINT "growth_maps_written_by_people_id_fk" FOREIGN KEY ("written_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "heads_up_seen" ADD CONSTRAINT "heads_up_seen_heads_up_id_heads_ups_id_fk" FOREIGN KEY ("heads_up_id") REFERENCES "public"."heads_ups"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "heads_up_seen" ADD CONSTRAINT "heads_up_seen_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "heads_ups" ADD CONSTRAINT "heads_ups_workshop_id_workshops_id_fk" FOREIGN KEY ("workshop_id") REFERENCES "public"."workshops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "heads_ups" ADD CONSTRAINT "heads_ups_posted_by_people_id_fk" FOREIGN KEY ("posted_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "jobs" ADD CONSTRAINT "jobs_workshop_id_workshops_id_fk" FOREIGN KEY ("workshop_id") REFERENCES "public"."workshops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "letters" ADD CONSTRAINT "letters_workshop_id_workshops_id_fk" FOREIGN KEY ("workshop_id") REFERENCES "public"."workshops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "letters" ADD CONSTRAINT "letters_edited_by_people_id_fk" FOREIGN KEY ("edited_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "letters" ADD CONSTRAINT "letters_sent_by_people_id_fk" FOREIGN KEY ("sent_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "link_uses" ADD CONSTRAINT "link_uses_workshop_id_workshops_id_fk" FOREIGN KEY ("workshop_id") REFERENCES "public"."workshops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mail_wishes" ADD CONSTRAINT "mail_wishes_workshop_id_workshops_id_fk" FOREIGN KEY ("workshop_id") REFERENCES "public"."workshops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_workshop_id_workshops_id_fk" FOREIGN KEY ("workshop_id") REFERENCES "public"."workshops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_mail_id_mails_id_fk" FOREIGN KEY ("mail_id") REFERENCES "public"."mails"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "prolong_votes" ADD CONSTRAINT "prolong_votes_workshop_id_workshops_id_fk" FOREIGN KEY ("workshop_id") REFERENCES "public"."workshops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "prolong_votes" ADD CONSTRAINT "prolong_votes_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pulse_answers" ADD CONSTRAINT "pulse_answers_workshop_id_workshops_id_fk" FOREIGN KEY ("workshop_id") REFERENCES "public"."workshops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pulse_given" ADD CONSTRAINT "pulse_given_workshop_id_workshops_id_fk" FOREIGN KEY ("workshop_id") REFERENCES "public"."workshops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pulse_given" ADD CONSTRAINT "pulse_given_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "skill_notes" ADD CONSTRAINT "skill_notes_workshop_id_workshops_id_fk" FOREIGN KEY ("workshop_id") REFERENCES "public"."workshops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "skill_notes" ADD CONSTRAINT "skill_notes_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "skill_notes" ADD CONSTRAINT "skill_notes_action_id_actions_id_fk" FOREIGN KEY ("action_id") REFERENCES "public"."actions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "standard_wishes" ADD CONSTRAINT "standard_wishes_workshop_id_workshops_id_fk" FOREIGN KEY ("workshop_id") REFERENCES "public"."workshops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "standard_wishes" ADD CONSTRAINT "standard_wishes_action_id_actions_id_fk" FOREIGN KEY ("action_id") REFERENCES "public"."actions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "standard_wishes" ADD CONSTRAINT "standard_wishes_written_by_people_id_fk" FOREIGN KEY ("written_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "suggestion_answers" ADD CONSTRAINT "suggestion_answers_suggestion_id_suggestions_id_fk" FOREIGN KEY ("suggestion_id") REFERENCES "public"."suggestions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "suggestion_answers" ADD CONSTRAINT "suggestion_answers_answered_by_people_id_fk" FOREIGN KEY ("answered_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "suggestions" ADD CONSTRAINT "suggestions_workshop_id_workshops_id_fk" FOREIGN KEY ("workshop_id") REFERENCES "public"."workshops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "suggestions" ADD CONSTRAINT "suggestions_written_by_people_id_fk" FOREIGN KEY ("written_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "thanks" ADD CONSTRAINT "thanks_workshop_id_workshops_id_fk" FOREIGN KEY ("workshop_id") REFERENCES "public"."workshops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "thanks" ADD CONSTRAINT "thanks_given_by_people_id_fk" FOREIGN KEY ("given_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "thanks_to" ADD CONSTRAINT "thanks_to_thanks_id_thanks_id_fk" FOREIGN KEY ("thanks_id") REFERENCES "public"."thanks"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "thanks_to" ADD CONSTRAINT "thanks_to_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "today_goals" ADD CONSTRAINT "today_goals_workshop_id_workshops_id_fk" FOREIGN KEY ("workshop_id") REFERENCES "public"."workshops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "today_goals" ADD CONSTRAINT "today_goals_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "action_offers_open" ON "action_offers" USING btree ("action_id") WHERE "action_offers"."ended_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "contacts_email" ON "contacts" USING btree ("workshop_id","kind","email") WHERE "contacts"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "evidence_action" ON "evidence" USING btree ("action_id");--> statement-breakpoint
CREATE INDEX "follow_notes_ref" ON "follow_notes" USING btree ("workshop_id","ref","written_at");--> statement-breakpoint
CREATE INDEX "jobs_due" ON "jobs" USING btree ("due_at") WHERE "jobs"."done_at" is null;--> statement-breakpoint
CREATE INDEX "link_uses_workshop" ON "link_uses" USING btree ("workshop_id");--> statement-breakpoint
CREATE INDEX "notifications_workshop" ON "notifications" USING btree ("workshop_id","made_at");--> statement-breakpoint
CREATE INDEX "notifications_waiting" ON "notifications" USING btree ("not_before") WHERE "notifications"."mail_id" is null and "notifications"."dropped_at" is null;--> statement-breakpoint
CREATE INDEX "pulse_answers_workshop" ON "pulse_answers" USING btree ("workshop_id","week");--> statement-breakpoint
CREATE INDEX "skill_notes_person" ON "skill_notes" USING btree ("workshop_id","person_id");--> statement-breakpoint
CREATE INDEX "standard_wishes_workshop" ON "standard_wishes" USING btree ("workshop_id");--> statement-breakpoint
CREATE INDEX "thanks_workshop" ON "thanks" USING btree ("workshop_id","ref");--> statement-breakpoint
CREATE UNIQUE INDEX "mails_one_a_day" ON "mails" USING btree ("address","local_day") WHERE "mails"."local_day" is not null and "mails"."address" <> '';--> statement-breakpoint
CREATE TRIGGER department_answers_append_only BEFORE UPDATE OR DELETE ON department_answers FOR EACH ROW EXECUTE FUNCTION keep_rows();
--> statement-breakpoint
CREATE TRIGGER suggestion_answers_append_only BEFORE UPDATE OR DELETE ON suggestion_answers FOR EACH ROW EXECUTE FUNCTION keep_rows();
