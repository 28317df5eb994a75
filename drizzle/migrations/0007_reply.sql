ALTER TABLE "customer_replies" ADD COLUMN "approved" jsonb;--> statement-breakpoint
ALTER TABLE "customer_reply_lines" ADD COLUMN "is_edited" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "customer_reply_lines" ADD COLUMN "place" integer;--> statement-breakpoint
ALTER TABLE "customer_replies" ADD CONSTRAINT "customer_replies_kept" CHECK (("customer_replies"."approved" is null) = ("customer_replies"."approved_at" is null));