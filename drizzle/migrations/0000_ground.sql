CREATE TABLE "accounts" (
	"id" text PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"password_hash" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "accounts_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "action_sources" (
	"action_id" text NOT NULL,
	"ref" text NOT NULL,
	"position" integer NOT NULL,
	CONSTRAINT "action_sources_action_id_ref_pk" PRIMARY KEY("action_id","ref")
);
--> statement-breakpoint
CREATE TABLE "action_updates" (
	"id" text PRIMARY KEY NOT NULL,
	"action_id" text NOT NULL,
	"written_by" text NOT NULL,
	"health" text NOT NULL,
	"text" text NOT NULL,
	"reading" double precision,
	"written_at" timestamp with time zone NOT NULL,
	CONSTRAINT "action_updates_words" CHECK (length(trim("action_updates"."text")) > 0)
);
--> statement-breakpoint
CREATE TABLE "actions" (
	"id" text PRIMARY KEY NOT NULL,
	"workshop_id" text NOT NULL,
	"n" integer NOT NULL,
	"syndicate_id" text,
	"text" text NOT NULL,
	"why" text DEFAULT '' NOT NULL,
	"kind" text DEFAULT 'action' NOT NULL,
	"horizon" text DEFAULT 'quarter' NOT NULL,
	"first_step" text DEFAULT '' NOT NULL,
	"due_on" text,
	"owner_id" text,
	"accepted_at" timestamp with time zone,
	"measure_name" text DEFAULT '' NOT NULL,
	"measure_unit" text DEFAULT '' NOT NULL,
	"measure_baseline" double precision,
	"measure_target" double precision,
	"measure_counted_by" text DEFAULT '' NOT NULL,
	"measure_every" text DEFAULT 'week' NOT NULL,
	"not_now_reason" text,
	"sent_by" text NOT NULL,
	"sent_at" timestamp with time zone NOT NULL,
	CONSTRAINT "actions_n" UNIQUE("workshop_id","n"),
	CONSTRAINT "actions_owner_said_yes" CHECK (("actions"."owner_id" is null) = ("actions"."accepted_at" is null))
);
--> statement-breakpoint
CREATE TABLE "agenda_days" (
	"workshop_id" text NOT NULL,
	"day" integer NOT NULL,
	"title" text NOT NULL,
	"held_on" text,
	"starts" text NOT NULL,
	CONSTRAINT "agenda_days_workshop_id_day_pk" PRIMARY KEY("workshop_id","day")
);
--> statement-breakpoint
CREATE TABLE "agenda_items" (
	"id" text PRIMARY KEY NOT NULL,
	"workshop_id" text NOT NULL,
	"day" integer NOT NULL,
	"order" text NOT NULL,
	"step" text,
	"title" text NOT NULL,
	"minutes" integer NOT NULL,
	"pinned_at" text,
	"activity" jsonb,
	CONSTRAINT "agenda_items_step" UNIQUE("workshop_id","step"),
	CONSTRAINT "agenda_items_minutes" CHECK ("agenda_items"."minutes" between 1 and 480)
);
--> statement-breakpoint
CREATE TABLE "appointments" (
	"workshop_id" text NOT NULL,
	"role" text NOT NULL,
	"person_id" text NOT NULL,
	"state" text DEFAULT 'asked' NOT NULL,
	"words" text DEFAULT '' NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"answered_at" timestamp with time zone,
	CONSTRAINT "appointments_workshop_id_role_person_id_pk" PRIMARY KEY("workshop_id","role","person_id")
);
--> statement-breakpoint
CREATE TABLE "audit" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"workshop_id" text,
	"person_id" text,
	"deed" text NOT NULL,
	"subject" text DEFAULT '' NOT NULL,
	"done_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "chain_links" (
	"workshop_id" text NOT NULL,
	"ref" text NOT NULL,
	"step" text NOT NULL,
	"zone" text NOT NULL,
	"text" text NOT NULL,
	"syndicate_id" text,
	"author_id" text,
	"from" jsonb NOT NULL,
	CONSTRAINT "chain_links_workshop_id_ref_pk" PRIMARY KEY("workshop_id","ref")
);
--> statement-breakpoint
CREATE TABLE "customer_points" (
	"id" text PRIMARY KEY NOT NULL,
	"workshop_id" text NOT NULL,
	"n" integer NOT NULL,
	"kind" text NOT NULL,
	"state" text DEFAULT 'as-said' NOT NULL,
	"text" text,
	"scribe_syndicate_id" text,
	"written_by" text NOT NULL,
	"written_at" timestamp with time zone NOT NULL,
	CONSTRAINT "customer_points_n" UNIQUE("workshop_id","n"),
	CONSTRAINT "customer_points_words" CHECK (("customer_points"."state" = 'taken-back') = ("customer_points"."text" is null))
);
--> statement-breakpoint
CREATE TABLE "document_clients" (
	"document_id" text NOT NULL,
	"generation" integer NOT NULL,
	"client_id" bigint NOT NULL,
	"person_id" text NOT NULL,
	CONSTRAINT "document_clients_document_id_generation_client_id_pk" PRIMARY KEY("document_id","generation","client_id")
);
--> statement-breakpoint
CREATE TABLE "document_snapshots" (
	"document_id" text NOT NULL,
	"generation" integer NOT NULL,
	"node" text NOT NULL,
	"seq" bigint NOT NULL,
	"bytes" "bytea" NOT NULL,
	CONSTRAINT "document_snapshots_document_id_generation_pk" PRIMARY KEY("document_id","generation")
);
--> statement-breakpoint
CREATE TABLE "document_updates" (
	"document_id" text NOT NULL,
	"generation" integer NOT NULL,
	"node" text NOT NULL,
	"seq" bigint NOT NULL,
	"bytes" "bytea" NOT NULL,
	"stored_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "document_updates_document_id_generation_node_seq_pk" PRIMARY KEY("document_id","generation","node","seq")
);
--> statement-breakpoint
CREATE TABLE "documents" (
	"id" text PRIMARY KEY NOT NULL,
	"workshop_id" text NOT NULL,
	"kind" text NOT NULL,
	"step" text NOT NULL,
	"syndicate_id" text,
	"person_id" text,
	"generation" integer DEFAULT 1 NOT NULL,
	"ended_because" text,
	CONSTRAINT "documents_place" UNIQUE NULLS NOT DISTINCT("workshop_id","kind","step","syndicate_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "people" (
	"id" text PRIMARY KEY NOT NULL,
	"workshop_id" text NOT NULL,
	"name" text NOT NULL,
	"name_key" text NOT NULL,
	"role" text NOT NULL,
	"syndicate_id" text,
	"account_id" text,
	"return_code_hash" text,
	"joined_at" timestamp with time zone NOT NULL,
	"removed_at" timestamp with time zone,
	"merged_into" text,
	CONSTRAINT "people_return_code_hash_unique" UNIQUE("return_code_hash")
);
--> statement-breakpoint
CREATE TABLE "plans" (
	"workshop_id" text PRIMARY KEY NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"signed_at" timestamp with time zone,
	"hash" text
);
--> statement-breakpoint
CREATE TABLE "question_votes" (
	"question_id" text NOT NULL,
	"person_id" text NOT NULL,
	"cast_at" timestamp with time zone NOT NULL,
	CONSTRAINT "question_votes_question_id_person_id_pk" PRIMARY KEY("question_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "questions" (
	"id" text PRIMARY KEY NOT NULL,
	"workshop_id" text NOT NULL,
	"text" text NOT NULL,
	"asked_by" text,
	"syndicate_id" text,
	"state" text DEFAULT 'waiting' NOT NULL,
	"answer" text,
	"asked_at" timestamp with time zone NOT NULL,
	"answered_at" timestamp with time zone,
	CONSTRAINT "questions_answer" CHECK (("questions"."state" = 'answered') <= ("questions"."answer" is not null))
);
--> statement-breakpoint
CREATE TABLE "ratings" (
	"workshop_id" text NOT NULL,
	"step" text NOT NULL,
	"person_id" text NOT NULL,
	"target" text NOT NULL,
	"mark" integer NOT NULL,
	"rated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "ratings_workshop_id_step_person_id_target_pk" PRIMARY KEY("workshop_id","step","person_id","target"),
	CONSTRAINT "ratings_mark" CHECK ("ratings"."mark" between 1 and 5)
);
--> statement-breakpoint
CREATE TABLE "seats" (
	"session_id" text NOT NULL,
	"workshop_id" text NOT NULL,
	"person_id" text,
	"link_id" text,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "seats_session_id_workshop_id_pk" PRIMARY KEY("session_id","workshop_id"),
	CONSTRAINT "seats_holder" CHECK ("seats"."person_id" is not null or "seats"."link_id" is not null)
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" text PRIMARY KEY NOT NULL,
	"token_hash" text NOT NULL,
	"account_id" text,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "sessions_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "share_links" (
	"id" text PRIMARY KEY NOT NULL,
	"workshop_id" text NOT NULL,
	"purpose" text NOT NULL,
	"token_hash" text NOT NULL,
	"person_id" text,
	"created_at" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "share_links_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "signatures" (
	"workshop_id" text NOT NULL,
	"person_id" text NOT NULL,
	"signed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "signatures_workshop_id_person_id_pk" PRIMARY KEY("workshop_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "step_states" (
	"workshop_id" text NOT NULL,
	"step" text NOT NULL,
	"state" text DEFAULT 'ahead' NOT NULL,
	"phase" text,
	"clock" jsonb,
	"votes_closed" boolean DEFAULT false NOT NULL,
	"writers" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"opened_at" timestamp with time zone,
	"closed_at" timestamp with time zone,
	CONSTRAINT "step_states_workshop_id_step_pk" PRIMARY KEY("workshop_id","step")
);
--> statement-breakpoint
CREATE TABLE "support_answers" (
	"request_id" text NOT NULL,
	"n" integer NOT NULL,
	"answer" text NOT NULL,
	"words" text NOT NULL,
	"limit" text,
	"answer_by" text,
	"answered_by" text NOT NULL,
	"answered_at" timestamp with time zone NOT NULL,
	CONSTRAINT "support_answers_request_id_n_pk" PRIMARY KEY("request_id","n"),
	CONSTRAINT "support_answers_words" CHECK (length(trim("support_answers"."words")) > 0),
	CONSTRAINT "support_answers_limit" CHECK ("support_answers"."answer" <> 'yes-with-a-limit' or "support_answers"."limit" is not null),
	CONSTRAINT "support_answers_date" CHECK ("support_answers"."answer" <> 'not-now' or "support_answers"."answer_by" is not null)
);
--> statement-breakpoint
CREATE TABLE "support_requests" (
	"id" text PRIMARY KEY NOT NULL,
	"workshop_id" text NOT NULL,
	"action_id" text NOT NULL,
	"kind" text NOT NULL,
	"ask" text NOT NULL,
	"asked_by" text NOT NULL,
	"asked_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "syndicates" (
	"id" text PRIMARY KEY NOT NULL,
	"workshop_id" text NOT NULL,
	"letter" text NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"seats" integer DEFAULT 12 NOT NULL,
	CONSTRAINT "syndicates_letter" UNIQUE("workshop_id","letter"),
	CONSTRAINT "syndicates_slug" UNIQUE("workshop_id","slug")
);
--> statement-breakpoint
CREATE TABLE "votes" (
	"workshop_id" text NOT NULL,
	"step" text NOT NULL,
	"person_id" text NOT NULL,
	"target" text NOT NULL,
	"slot" integer NOT NULL,
	"budget" integer NOT NULL,
	"cast_at" timestamp with time zone NOT NULL,
	CONSTRAINT "votes_workshop_id_step_person_id_target_pk" PRIMARY KEY("workshop_id","step","person_id","target"),
	CONSTRAINT "votes_slot" UNIQUE("workshop_id","step","person_id","slot"),
	CONSTRAINT "votes_budget" CHECK ("votes"."slot" between 1 and "votes"."budget")
);
--> statement-breakpoint
CREATE TABLE "workshops" (
	"id" text PRIMARY KEY NOT NULL,
	"title" text NOT NULL,
	"purpose" text DEFAULT '' NOT NULL,
	"company" text DEFAULT '' NOT NULL,
	"brief" jsonb NOT NULL,
	"template" text NOT NULL,
	"state" text DEFAULT 'preparing' NOT NULL,
	"code" text NOT NULL,
	"timezone" text DEFAULT 'UTC' NOT NULL,
	"current_step" text,
	"screen" jsonb NOT NULL,
	"compass" text DEFAULT '' NOT NULL,
	"quiet_after_days" integer DEFAULT 14 NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "workshops_code_unique" UNIQUE("code")
);
--> statement-breakpoint
ALTER TABLE "action_sources" ADD CONSTRAINT "action_sources_action_id_actions_id_fk" FOREIGN KEY ("action_id") REFERENCES "public"."actions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "action_updates" ADD CONSTRAINT "action_updates_action_id_actions_id_fk" FOREIGN KEY ("action_id") REFERENCES "public"."actions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "action_updates" ADD CONSTRAINT "action_updates_written_by_people_id_fk" FOREIGN KEY ("written_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "actions" ADD CONSTRAINT "actions_workshop_id_plans_workshop_id_fk" FOREIGN KEY ("workshop_id") REFERENCES "public"."plans"("workshop_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "actions" ADD CONSTRAINT "actions_syndicate_id_syndicates_id_fk" FOREIGN KEY ("syndicate_id") REFERENCES "public"."syndicates"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "actions" ADD CONSTRAINT "actions_owner_id_people_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "actions" ADD CONSTRAINT "actions_sent_by_people_id_fk" FOREIGN KEY ("sent_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agenda_days" ADD CONSTRAINT "agenda_days_workshop_id_workshops_id_fk" FOREIGN KEY ("workshop_id") REFERENCES "public"."workshops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agenda_items" ADD CONSTRAINT "agenda_items_workshop_id_workshops_id_fk" FOREIGN KEY ("workshop_id") REFERENCES "public"."workshops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "appointments" ADD CONSTRAINT "appointments_workshop_id_workshops_id_fk" FOREIGN KEY ("workshop_id") REFERENCES "public"."workshops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "appointments" ADD CONSTRAINT "appointments_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit" ADD CONSTRAINT "audit_workshop_id_workshops_id_fk" FOREIGN KEY ("workshop_id") REFERENCES "public"."workshops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "chain_links" ADD CONSTRAINT "chain_links_workshop_id_workshops_id_fk" FOREIGN KEY ("workshop_id") REFERENCES "public"."workshops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "chain_links" ADD CONSTRAINT "chain_links_syndicate_id_syndicates_id_fk" FOREIGN KEY ("syndicate_id") REFERENCES "public"."syndicates"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "chain_links" ADD CONSTRAINT "chain_links_author_id_people_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customer_points" ADD CONSTRAINT "customer_points_workshop_id_workshops_id_fk" FOREIGN KEY ("workshop_id") REFERENCES "public"."workshops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customer_points" ADD CONSTRAINT "customer_points_scribe_syndicate_id_syndicates_id_fk" FOREIGN KEY ("scribe_syndicate_id") REFERENCES "public"."syndicates"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customer_points" ADD CONSTRAINT "customer_points_written_by_people_id_fk" FOREIGN KEY ("written_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document_clients" ADD CONSTRAINT "document_clients_document_id_documents_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."documents"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document_clients" ADD CONSTRAINT "document_clients_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document_snapshots" ADD CONSTRAINT "document_snapshots_document_id_documents_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."documents"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document_updates" ADD CONSTRAINT "document_updates_document_id_documents_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."documents"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "documents" ADD CONSTRAINT "documents_workshop_id_workshops_id_fk" FOREIGN KEY ("workshop_id") REFERENCES "public"."workshops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "documents" ADD CONSTRAINT "documents_syndicate_id_syndicates_id_fk" FOREIGN KEY ("syndicate_id") REFERENCES "public"."syndicates"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "documents" ADD CONSTRAINT "documents_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "people" ADD CONSTRAINT "people_workshop_id_workshops_id_fk" FOREIGN KEY ("workshop_id") REFERENCES "public"."workshops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "people" ADD CONSTRAINT "people_syndicate_id_syndicates_id_fk" FOREIGN KEY ("syndicate_id") REFERENCES "public"."syndicates"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "people" ADD CONSTRAINT "people_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plans" ADD CONSTRAINT "plans_workshop_id_workshops_id_fk" FOREIGN KEY ("workshop_id") REFERENCES "public"."workshops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "question_votes" ADD CONSTRAINT "question_votes_question_id_questions_id_fk" FOREIGN KEY ("question_id") REFERENCES "public"."questions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "question_votes" ADD CONSTRAINT "question_votes_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "questions" ADD CONSTRAINT "questions_workshop_id_workshops_id_fk" FOREIGN KEY ("workshop_id") REFERENCES "public"."workshops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "questions" ADD CONSTRAINT "questions_asked_by_people_id_fk" FOREIGN KEY ("asked_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "questions" ADD CONSTRAINT "questions_syndicate_id_syndicates_id_fk" FOREIGN KEY ("syndicate_id") REFERENCES "public"."syndicates"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ratings" ADD CONSTRAINT "ratings_workshop_id_workshops_id_fk" FOREIGN KEY ("workshop_id") REFERENCES "public"."workshops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ratings" ADD CONSTRAINT "ratings_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "seats" ADD CONSTRAINT "seats_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "seats" ADD CONSTRAINT "seats_workshop_id_workshops_id_fk" FOREIGN KEY ("workshop_id") REFERENCES "public"."workshops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "seats" ADD CONSTRAINT "seats_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "seats" ADD CONSTRAINT "seats_link_id_share_links_id_fk" FOREIGN KEY ("link_id") REFERENCES "public"."share_links"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "share_links" ADD CONSTRAINT "share_links_workshop_id_workshops_id_fk" FOREIGN KEY ("workshop_id") REFERENCES "public"."workshops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "share_links" ADD CONSTRAINT "share_links_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signatures" ADD CONSTRAINT "signatures_workshop_id_plans_workshop_id_fk" FOREIGN KEY ("workshop_id") REFERENCES "public"."plans"("workshop_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signatures" ADD CONSTRAINT "signatures_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "step_states" ADD CONSTRAINT "step_states_workshop_id_workshops_id_fk" FOREIGN KEY ("workshop_id") REFERENCES "public"."workshops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "support_answers" ADD CONSTRAINT "support_answers_request_id_support_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."support_requests"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "support_answers" ADD CONSTRAINT "support_answers_answered_by_people_id_fk" FOREIGN KEY ("answered_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "support_requests" ADD CONSTRAINT "support_requests_workshop_id_workshops_id_fk" FOREIGN KEY ("workshop_id") REFERENCES "public"."workshops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "support_requests" ADD CONSTRAINT "support_requests_action_id_actions_id_fk" FOREIGN KEY ("action_id") REFERENCES "public"."actions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "support_requests" ADD CONSTRAINT "support_requests_asked_by_people_id_fk" FOREIGN KEY ("asked_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "syndicates" ADD CONSTRAINT "syndicates_workshop_id_workshops_id_fk" FOREIGN KEY ("workshop_id") REFERENCES "public"."workshops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "votes" ADD CONSTRAINT "votes_workshop_id_workshops_id_fk" FOREIGN KEY ("workshop_id") REFERENCES "public"."workshops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "votes" ADD CONSTRAINT "votes_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "workshops" ADD CONSTRAINT "workshops_created_by_accounts_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "action_sources_ref" ON "action_sources" USING btree ("ref");--> statement-breakpoint
CREATE INDEX "action_updates_action" ON "action_updates" USING btree ("action_id","written_at");--> statement-breakpoint
CREATE UNIQUE INDEX "appointments_one" ON "appointments" USING btree ("workshop_id","role") WHERE "appointments"."state" = 'accepted';--> statement-breakpoint
CREATE INDEX "audit_workshop" ON "audit" USING btree ("workshop_id","done_at");--> statement-breakpoint
CREATE INDEX "people_workshop" ON "people" USING btree ("workshop_id");--> statement-breakpoint
CREATE UNIQUE INDEX "people_name" ON "people" USING btree ("workshop_id","syndicate_id","name_key") WHERE "people"."removed_at" is null and "people"."role" = 'participant';--> statement-breakpoint
CREATE UNIQUE INDEX "people_account" ON "people" USING btree ("workshop_id","account_id") WHERE "people"."account_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "questions_being_answered" ON "questions" USING btree ("workshop_id") WHERE "questions"."state" = 'being-answered';--> statement-breakpoint
CREATE INDEX "seats_person" ON "seats" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "share_links_workshop" ON "share_links" USING btree ("workshop_id");--> statement-breakpoint
CREATE INDEX "support_requests_workshop" ON "support_requests" USING btree ("workshop_id");--> statement-breakpoint
CREATE INDEX "votes_target" ON "votes" USING btree ("workshop_id","step","target");