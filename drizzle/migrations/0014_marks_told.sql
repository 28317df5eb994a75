ALTER TABLE "action_marks" DROP CONSTRAINT "action_marks_workshop_id_about_target_person_id_pk";--> statement-breakpoint
ALTER TABLE "action_marks" ADD CONSTRAINT "action_marks_workshop_id_about_target_person_id_asked_pk" PRIMARY KEY("workshop_id","about","target","person_id","asked");--> statement-breakpoint
ALTER TABLE "action_marks" ADD COLUMN "is_told" boolean DEFAULT false NOT NULL;