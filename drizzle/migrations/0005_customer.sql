CREATE TABLE "customer_replies" (
	"workshop_id" text PRIMARY KEY NOT NULL,
	"opening" text DEFAULT '' NOT NULL,
	"approved_by" text,
	"approved_at" timestamp with time zone,
	CONSTRAINT "customer_replies_approved" CHECK (("customer_replies"."approved_by" is null) = ("customer_replies"."approved_at" is null))
);
--> statement-breakpoint
CREATE TABLE "customer_reply_lines" (
	"workshop_id" text NOT NULL,
	"issue_id" text NOT NULL,
	"text" text NOT NULL,
	"is_left_out" boolean DEFAULT false NOT NULL,
	CONSTRAINT "customer_reply_lines_workshop_id_issue_id_pk" PRIMARY KEY("workshop_id","issue_id")
);
--> statement-breakpoint
CREATE TABLE "customer_statements" (
	"id" text PRIMARY KEY NOT NULL,
	"workshop_id" text NOT NULL,
	"person_id" text NOT NULL,
	"order" text NOT NULL,
	"text" text NOT NULL,
	"written_at" timestamp with time zone NOT NULL,
	"point_id" text,
	CONSTRAINT "customer_statements_words" CHECK (length(trim("customer_statements"."text")) > 0)
);
--> statement-breakpoint
CREATE TABLE "customer_words" (
	"id" text PRIMARY KEY NOT NULL,
	"workshop_id" text NOT NULL,
	"person_id" text NOT NULL,
	"kind" text NOT NULL,
	"issue_id" text,
	"text" text NOT NULL,
	"written_at" timestamp with time zone NOT NULL,
	CONSTRAINT "customer_words_words" CHECK (length(trim("customer_words"."text")) > 0)
);
--> statement-breakpoint
CREATE TABLE "issue_deals" (
	"issue_id" text NOT NULL,
	"syndicate_id" text NOT NULL,
	"place" integer NOT NULL,
	CONSTRAINT "issue_deals_issue_id_syndicate_id_pk" PRIMARY KEY("issue_id","syndicate_id")
);
--> statement-breakpoint
CREATE TABLE "issue_sources" (
	"workshop_id" text NOT NULL,
	"ref" text NOT NULL,
	"issue_id" text NOT NULL,
	CONSTRAINT "issue_sources_workshop_id_ref_pk" PRIMARY KEY("workshop_id","ref")
);
--> statement-breakpoint
CREATE TABLE "issues" (
	"id" text PRIMARY KEY NOT NULL,
	"workshop_id" text NOT NULL,
	"n" integer NOT NULL,
	"title" text NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	CONSTRAINT "issues_n" UNIQUE("workshop_id","n")
);
--> statement-breakpoint
CREATE TABLE "point_pins" (
	"point_id" text NOT NULL,
	"syndicate_id" text NOT NULL,
	"pinned_at" timestamp with time zone NOT NULL,
	CONSTRAINT "point_pins_point_id_syndicate_id_pk" PRIMARY KEY("point_id","syndicate_id")
);
--> statement-breakpoint
CREATE TABLE "point_shares" (
	"point_id" text NOT NULL,
	"department" text NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"answer" text,
	"answered_at" timestamp with time zone,
	CONSTRAINT "point_shares_point_id_department_pk" PRIMARY KEY("point_id","department"),
	CONSTRAINT "point_shares_answer" CHECK (("point_shares"."answer" is null) = ("point_shares"."answered_at" is null))
);
--> statement-breakpoint
ALTER TABLE "customer_points" ADD COLUMN "heard_text" text;--> statement-breakpoint
ALTER TABLE "customer_points" ADD COLUMN "is_quote" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "customer_points" ADD COLUMN "checked_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "customer_points" ADD COLUMN "said_by" text;--> statement-breakpoint
ALTER TABLE "customer_points" ADD COLUMN "joined_to" text;--> statement-breakpoint
ALTER TABLE "customer_points" ADD COLUMN "send_key" text;--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "sits_with" text;--> statement-breakpoint
ALTER TABLE "questions" ADD COLUMN "asker_key_hash" text;--> statement-breakpoint
ALTER TABLE "questions" ADD COLUMN "send_key" text;--> statement-breakpoint
ALTER TABLE "questions" ADD COLUMN "is_pinned" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "questions" ADD COLUMN "reason" text;--> statement-breakpoint
ALTER TABLE "questions" ADD COLUMN "joined_to" text;--> statement-breakpoint
ALTER TABLE "questions" ADD COLUMN "parked_with" text;--> statement-breakpoint
ALTER TABLE "questions" ADD COLUMN "answered_by" text;--> statement-breakpoint
ALTER TABLE "questions" ADD COLUMN "promise" text;--> statement-breakpoint
ALTER TABLE "questions" ADD COLUMN "promised_by" text;--> statement-breakpoint
ALTER TABLE "questions" ADD COLUMN "promised_until" text;--> statement-breakpoint
ALTER TABLE "share_links" ADD COLUMN "department" text;--> statement-breakpoint
ALTER TABLE "customer_replies" ADD CONSTRAINT "customer_replies_workshop_id_workshops_id_fk" FOREIGN KEY ("workshop_id") REFERENCES "public"."workshops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customer_replies" ADD CONSTRAINT "customer_replies_approved_by_people_id_fk" FOREIGN KEY ("approved_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customer_reply_lines" ADD CONSTRAINT "customer_reply_lines_workshop_id_customer_replies_workshop_id_fk" FOREIGN KEY ("workshop_id") REFERENCES "public"."customer_replies"("workshop_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customer_reply_lines" ADD CONSTRAINT "customer_reply_lines_issue_id_issues_id_fk" FOREIGN KEY ("issue_id") REFERENCES "public"."issues"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customer_statements" ADD CONSTRAINT "customer_statements_workshop_id_workshops_id_fk" FOREIGN KEY ("workshop_id") REFERENCES "public"."workshops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customer_statements" ADD CONSTRAINT "customer_statements_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customer_statements" ADD CONSTRAINT "customer_statements_point_id_customer_points_id_fk" FOREIGN KEY ("point_id") REFERENCES "public"."customer_points"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customer_words" ADD CONSTRAINT "customer_words_workshop_id_workshops_id_fk" FOREIGN KEY ("workshop_id") REFERENCES "public"."workshops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customer_words" ADD CONSTRAINT "customer_words_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customer_words" ADD CONSTRAINT "customer_words_issue_id_issues_id_fk" FOREIGN KEY ("issue_id") REFERENCES "public"."issues"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "issue_deals" ADD CONSTRAINT "issue_deals_issue_id_issues_id_fk" FOREIGN KEY ("issue_id") REFERENCES "public"."issues"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "issue_deals" ADD CONSTRAINT "issue_deals_syndicate_id_syndicates_id_fk" FOREIGN KEY ("syndicate_id") REFERENCES "public"."syndicates"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "issue_sources" ADD CONSTRAINT "issue_sources_workshop_id_workshops_id_fk" FOREIGN KEY ("workshop_id") REFERENCES "public"."workshops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "issue_sources" ADD CONSTRAINT "issue_sources_issue_id_issues_id_fk" FOREIGN KEY ("issue_id") REFERENCES "public"."issues"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "issues" ADD CONSTRAINT "issues_workshop_id_workshops_id_fk" FOREIGN KEY ("workshop_id") REFERENCES "public"."workshops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "point_pins" ADD CONSTRAINT "point_pins_point_id_customer_points_id_fk" FOREIGN KEY ("point_id") REFERENCES "public"."customer_points"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "point_pins" ADD CONSTRAINT "point_pins_syndicate_id_syndicates_id_fk" FOREIGN KEY ("syndicate_id") REFERENCES "public"."syndicates"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "point_shares" ADD CONSTRAINT "point_shares_point_id_customer_points_id_fk" FOREIGN KEY ("point_id") REFERENCES "public"."customer_points"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "customer_statements_workshop" ON "customer_statements" USING btree ("workshop_id","person_id");--> statement-breakpoint
CREATE INDEX "customer_words_workshop" ON "customer_words" USING btree ("workshop_id");--> statement-breakpoint
CREATE INDEX "issue_sources_issue" ON "issue_sources" USING btree ("issue_id");--> statement-breakpoint
ALTER TABLE "customer_points" ADD CONSTRAINT "customer_points_said_by_people_id_fk" FOREIGN KEY ("said_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "people" ADD CONSTRAINT "people_sits_with_syndicates_id_fk" FOREIGN KEY ("sits_with") REFERENCES "public"."syndicates"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "questions" ADD CONSTRAINT "questions_parked_with_people_id_fk" FOREIGN KEY ("parked_with") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "questions" ADD CONSTRAINT "questions_answered_by_people_id_fk" FOREIGN KEY ("answered_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customer_points" ADD CONSTRAINT "customer_points_send_key" UNIQUE("workshop_id","send_key");--> statement-breakpoint
ALTER TABLE "questions" ADD CONSTRAINT "questions_send_key" UNIQUE("workshop_id","send_key");--> statement-breakpoint
ALTER TABLE "customer_points" ADD CONSTRAINT "customer_points_heard" CHECK ("customer_points"."heard_text" is null or "customer_points"."state" = 'corrected');--> statement-breakpoint
ALTER TABLE "questions" ADD CONSTRAINT "questions_reason" CHECK (("questions"."state" = 'handed-back') <= ("questions"."reason" is not null));--> statement-breakpoint
ALTER TABLE "questions" ADD CONSTRAINT "questions_joined" CHECK (("questions"."state" = 'joined') = ("questions"."joined_to" is not null));--> statement-breakpoint
ALTER TABLE "questions" ADD CONSTRAINT "questions_parked" CHECK ("questions"."parked_with" is null or "questions"."state" = 'parked');--> statement-breakpoint
ALTER TABLE "questions" ADD CONSTRAINT "questions_promise" CHECK ("questions"."promise" is null or ("questions"."promised_by" is not null and "questions"."promised_until" is not null));