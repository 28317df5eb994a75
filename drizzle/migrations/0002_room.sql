CREATE TABLE "account_links" (
	"id" text PRIMARY KEY NOT NULL,
	"token_hash" text NOT NULL,
	"kind" text NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"workshop_id" text,
	"role" text,
	"account_id" text,
	"created_by" text,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "account_links_token_hash_unique" UNIQUE("token_hash"),
	CONSTRAINT "account_links_part" CHECK (("account_links"."kind" = 'invitation') = ("account_links"."role" is not null))
);
--> statement-breakpoint
CREATE TABLE "attachments" (
	"id" text PRIMARY KEY NOT NULL,
	"workshop_id" text NOT NULL,
	"name" text NOT NULL,
	"media_type" text NOT NULL,
	"bytes" "bytea" NOT NULL,
	"size" integer NOT NULL,
	"added_at" timestamp with time zone NOT NULL,
	CONSTRAINT "attachments_size" CHECK ("attachments"."size" between 1 and 5242880)
);
--> statement-breakpoint
CREATE TABLE "attendances" (
	"workshop_id" text NOT NULL,
	"person_id" text NOT NULL,
	"held_on" text NOT NULL,
	"first_at" timestamp with time zone NOT NULL,
	CONSTRAINT "attendances_workshop_id_person_id_held_on_pk" PRIMARY KEY("workshop_id","person_id","held_on")
);
--> statement-breakpoint
CREATE TABLE "baseline_answers" (
	"id" text PRIMARY KEY NOT NULL,
	"workshop_id" text NOT NULL,
	"round" text NOT NULL,
	"department" text DEFAULT '' NOT NULL,
	"marks" jsonb NOT NULL,
	"words" text DEFAULT '' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "baseline_given" (
	"workshop_id" text NOT NULL,
	"round" text NOT NULL,
	"session_id" text NOT NULL,
	CONSTRAINT "baseline_given_workshop_id_round_session_id_pk" PRIMARY KEY("workshop_id","round","session_id")
);
--> statement-breakpoint
CREATE TABLE "day_snapshots" (
	"workshop_id" text NOT NULL,
	"day" integer NOT NULL,
	"taken_at" timestamp with time zone NOT NULL,
	"contents" jsonb NOT NULL,
	CONSTRAINT "day_snapshots_workshop_id_day_pk" PRIMARY KEY("workshop_id","day")
);
--> statement-breakpoint
CREATE TABLE "feedback_lines" (
	"id" text PRIMARY KEY NOT NULL,
	"workshop_id" text NOT NULL,
	"n" integer NOT NULL,
	"text" text NOT NULL,
	"read_at" timestamp with time zone,
	CONSTRAINT "feedback_lines_n" UNIQUE("workshop_id","n")
);
--> statement-breakpoint
CREATE TABLE "saved_templates" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"title" text NOT NULL,
	"contents" jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "signals" (
	"workshop_id" text NOT NULL,
	"step" text NOT NULL,
	"syndicate_id" text NOT NULL,
	"kind" text NOT NULL,
	"person_id" text NOT NULL,
	"raised_at" timestamp with time zone NOT NULL,
	"answered_by" text,
	CONSTRAINT "signals_workshop_id_step_syndicate_id_kind_pk" PRIMARY KEY("workshop_id","step","syndicate_id","kind")
);
--> statement-breakpoint
ALTER TABLE "agenda_items" ADD COLUMN "is_quiet" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "agenda_items" ADD COLUMN "is_sponsor_here" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "agenda_items" ADD COLUMN "is_break_left_out" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "agenda_items" ADD COLUMN "started_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "agenda_items" ADD COLUMN "ended_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "department" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "email" text;--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "reports_to" text;--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "role_place" integer;--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "arrived_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "step_states" ADD COLUMN "syndicate_clocks" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "step_states" ADD COLUMN "closed_for" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "step_states" ADD COLUMN "revealed_for" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "step_states" ADD COLUMN "report_back" jsonb;--> statement-breakpoint
ALTER TABLE "workshops" ADD COLUMN "quiet_after_minutes" integer DEFAULT 3 NOT NULL;--> statement-breakpoint
ALTER TABLE "workshops" ADD COLUMN "join_token" text;--> statement-breakpoint
ALTER TABLE "workshops" ADD COLUMN "is_held" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "workshops" ADD COLUMN "last_move" jsonb;--> statement-breakpoint
ALTER TABLE "workshops" ADD COLUMN "sponsor_tasks" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "workshops" ADD COLUMN "archived_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "account_links" ADD CONSTRAINT "account_links_workshop_id_workshops_id_fk" FOREIGN KEY ("workshop_id") REFERENCES "public"."workshops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "account_links" ADD CONSTRAINT "account_links_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "account_links" ADD CONSTRAINT "account_links_created_by_accounts_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attachments" ADD CONSTRAINT "attachments_workshop_id_workshops_id_fk" FOREIGN KEY ("workshop_id") REFERENCES "public"."workshops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attendances" ADD CONSTRAINT "attendances_workshop_id_workshops_id_fk" FOREIGN KEY ("workshop_id") REFERENCES "public"."workshops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attendances" ADD CONSTRAINT "attendances_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "baseline_answers" ADD CONSTRAINT "baseline_answers_workshop_id_workshops_id_fk" FOREIGN KEY ("workshop_id") REFERENCES "public"."workshops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "baseline_given" ADD CONSTRAINT "baseline_given_workshop_id_workshops_id_fk" FOREIGN KEY ("workshop_id") REFERENCES "public"."workshops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "baseline_given" ADD CONSTRAINT "baseline_given_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "day_snapshots" ADD CONSTRAINT "day_snapshots_workshop_id_workshops_id_fk" FOREIGN KEY ("workshop_id") REFERENCES "public"."workshops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feedback_lines" ADD CONSTRAINT "feedback_lines_workshop_id_workshops_id_fk" FOREIGN KEY ("workshop_id") REFERENCES "public"."workshops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "saved_templates" ADD CONSTRAINT "saved_templates_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signals" ADD CONSTRAINT "signals_workshop_id_workshops_id_fk" FOREIGN KEY ("workshop_id") REFERENCES "public"."workshops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signals" ADD CONSTRAINT "signals_syndicate_id_syndicates_id_fk" FOREIGN KEY ("syndicate_id") REFERENCES "public"."syndicates"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signals" ADD CONSTRAINT "signals_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signals" ADD CONSTRAINT "signals_answered_by_people_id_fk" FOREIGN KEY ("answered_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "account_links_workshop" ON "account_links" USING btree ("workshop_id");--> statement-breakpoint
CREATE INDEX "attachments_workshop" ON "attachments" USING btree ("workshop_id");--> statement-breakpoint
CREATE INDEX "baseline_answers_workshop" ON "baseline_answers" USING btree ("workshop_id","round");--> statement-breakpoint
CREATE INDEX "saved_templates_account" ON "saved_templates" USING btree ("account_id");--> statement-breakpoint
ALTER TABLE "workshops" ADD CONSTRAINT "workshops_join_token_unique" UNIQUE("join_token");--> statement-breakpoint
-- Whoever joined before this release has been here.
UPDATE "people" SET "arrived_at" = "joined_at" WHERE "role" = 'participant';
