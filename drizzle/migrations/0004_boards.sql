CREATE TABLE "gallery_marks" (
	"workshop_id" text NOT NULL,
	"person_id" text NOT NULL,
	"target" text NOT NULL,
	"kind" text NOT NULL,
	"marked_at" timestamp with time zone NOT NULL,
	CONSTRAINT "gallery_marks_workshop_id_person_id_target_kind_pk" PRIMARY KEY("workshop_id","person_id","target","kind")
);
--> statement-breakpoint
CREATE TABLE "proposal_votes" (
	"proposal_id" text NOT NULL,
	"person_id" text NOT NULL,
	"cast_at" timestamp with time zone NOT NULL,
	CONSTRAINT "proposal_votes_proposal_id_person_id_pk" PRIMARY KEY("proposal_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "proposals" (
	"id" text PRIMARY KEY NOT NULL,
	"workshop_id" text NOT NULL,
	"step" text NOT NULL,
	"zone" text NOT NULL,
	"line" text,
	"text" text NOT NULL,
	"person_id" text NOT NULL,
	"syndicate_id" text,
	"state" text DEFAULT 'open' NOT NULL,
	"written_at" timestamp with time zone NOT NULL,
	CONSTRAINT "proposals_words" CHECK (length(trim("proposals"."text")) > 0)
);
--> statement-breakpoint
CREATE TABLE "quiet_requests" (
	"workshop_id" text NOT NULL,
	"step" text NOT NULL,
	"person_id" text NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"seen_at" timestamp with time zone,
	CONSTRAINT "quiet_requests_workshop_id_step_person_id_pk" PRIMARY KEY("workshop_id","step","person_id")
);
--> statement-breakpoint
CREATE TABLE "standards_sheets" (
	"workshop_id" text NOT NULL,
	"version" integer NOT NULL,
	"compass" text NOT NULL,
	"contents" jsonb NOT NULL,
	"made_by" text NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	"agreed_by" text,
	"agreed_at" timestamp with time zone,
	"agreed_words" text DEFAULT '' NOT NULL,
	CONSTRAINT "standards_sheets_workshop_id_version_pk" PRIMARY KEY("workshop_id","version"),
	CONSTRAINT "standards_sheets_agreed" CHECK (("standards_sheets"."agreed_by" is null) = ("standards_sheets"."agreed_at" is null))
);
--> statement-breakpoint
CREATE TABLE "top_stories" (
	"workshop_id" text NOT NULL,
	"step" text NOT NULL,
	"syndicate_id" text NOT NULL,
	"slot" integer NOT NULL,
	"target" text NOT NULL,
	"chosen_at" timestamp with time zone NOT NULL,
	CONSTRAINT "top_stories_workshop_id_step_syndicate_id_slot_pk" PRIMARY KEY("workshop_id","step","syndicate_id","slot"),
	CONSTRAINT "top_stories_target" UNIQUE("workshop_id","step","syndicate_id","target"),
	CONSTRAINT "top_stories_slot" CHECK ("top_stories"."slot" between 1 and 2)
);
--> statement-breakpoint
ALTER TABLE "feedback_lines" ADD COLUMN "syndicate_id" text;--> statement-breakpoint
ALTER TABLE "ratings" ADD COLUMN "why" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "gallery_marks" ADD CONSTRAINT "gallery_marks_workshop_id_workshops_id_fk" FOREIGN KEY ("workshop_id") REFERENCES "public"."workshops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gallery_marks" ADD CONSTRAINT "gallery_marks_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposal_votes" ADD CONSTRAINT "proposal_votes_proposal_id_proposals_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."proposals"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposal_votes" ADD CONSTRAINT "proposal_votes_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposals" ADD CONSTRAINT "proposals_workshop_id_workshops_id_fk" FOREIGN KEY ("workshop_id") REFERENCES "public"."workshops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposals" ADD CONSTRAINT "proposals_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposals" ADD CONSTRAINT "proposals_syndicate_id_syndicates_id_fk" FOREIGN KEY ("syndicate_id") REFERENCES "public"."syndicates"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "quiet_requests" ADD CONSTRAINT "quiet_requests_workshop_id_workshops_id_fk" FOREIGN KEY ("workshop_id") REFERENCES "public"."workshops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "quiet_requests" ADD CONSTRAINT "quiet_requests_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "standards_sheets" ADD CONSTRAINT "standards_sheets_workshop_id_workshops_id_fk" FOREIGN KEY ("workshop_id") REFERENCES "public"."workshops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "standards_sheets" ADD CONSTRAINT "standards_sheets_made_by_people_id_fk" FOREIGN KEY ("made_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "standards_sheets" ADD CONSTRAINT "standards_sheets_agreed_by_people_id_fk" FOREIGN KEY ("agreed_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "top_stories" ADD CONSTRAINT "top_stories_workshop_id_workshops_id_fk" FOREIGN KEY ("workshop_id") REFERENCES "public"."workshops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "top_stories" ADD CONSTRAINT "top_stories_syndicate_id_syndicates_id_fk" FOREIGN KEY ("syndicate_id") REFERENCES "public"."syndicates"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "gallery_marks_target" ON "gallery_marks" USING btree ("workshop_id","target");--> statement-breakpoint
CREATE INDEX "proposals_step" ON "proposals" USING btree ("workshop_id","step");--> statement-breakpoint
ALTER TABLE "feedback_lines" ADD CONSTRAINT "feedback_lines_syndicate_id_syndicates_id_fk" FOREIGN KEY ("syndicate_id") REFERENCES "public"."syndicates"("id") ON DELETE set null ON UPDATE no action;