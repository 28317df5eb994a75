/** Where the migrations of this release lie. Whoever runs them is alone on the database. */
import { fileURLToPath } from 'node:url';

export const migrationsFolder = (): string => fileURLToPath(new URL('../../drizzle/migrations', import.meta.url));
