/** The HTTP side of the server: what every request passes, and the routes. Opens nothing. */
import { Hono } from 'hono';
import { compress } from 'hono/compress';
import { Problem } from '#domain/problem.ts';
import type { Deps } from './deps.ts';
import { refuseFlood } from './flood.ts';
import {
	answerError,
	answerProblem,
	knowWhoAsks,
	logRequests,
	refuseForeign,
	refuseLarge,
	refuseUnaddressable,
	type Env
} from './http.ts';
import { rightOf, type RouteRight } from './rights.ts';
import { accountRoutes } from './routes/accounts.ts';
import { actionMarkRoutes } from './routes/action-marks.ts';
import { actionRoutes } from './routes/actions.ts';
import { draftRoutes } from './routes/drafts.ts';
import { smallFixRoutes } from './routes/small-fixes.ts';
import { agendaRoutes } from './routes/agenda.ts';
import { appointmentRoutes } from './routes/appointments.ts';
import { attachmentRoutes } from './routes/attachments.ts';
import { baselineRoutes } from './routes/baseline.ts';
import { decidingRoutes } from './routes/deciding.ts';
import { coverageRoutes } from './routes/coverage.ts';
import { briefRoutes } from './routes/brief.ts';
import { attendanceRoutes } from './routes/attendance.ts';
import { customerRoutes } from './routes/customers.ts';
import { daySnapshotRoutes } from './routes/day-snapshots.ts';
import { calendarFileRoutes, calendarRoutes } from './routes/calendar.ts';
import { departmentAskRoutes } from './routes/department-asks.ts';
import { chainRoutes } from './routes/chain.ts';
import { changeRoutes } from './routes/changes.ts';
import { decisionRoutes } from './routes/decisions.ts';
import { departmentRoutes } from './routes/departments.ts';
import { documentRoutes } from './routes/documents.ts';
import { feedbackRoutes } from './routes/feedback.ts';
import { followRoutes } from './routes/follow.ts';
import { galleryRoutes } from './routes/gallery.ts';
import { healthRoutes } from './routes/health.ts';
import { invitationRoutes } from './routes/invitations.ts';
import { issueRoutes } from './routes/issues.ts';
import { joinRoutes } from './routes/join.ts';
import { letterRoutes } from './routes/letters.ts';
import { linkRoutes } from './routes/links.ts';
import { nextDateRoutes } from './routes/next-date.ts';
import { peopleRoutes } from './routes/people.ts';
import { followNoteRoutes } from './routes/follow-notes.ts';
import { followSettingsRoutes } from './routes/follow-settings.ts';
import { mondayRoutes } from './routes/monday.ts';
import { offerRoutes } from './routes/offers.ts';
import { ownerRoutes } from './routes/owners.ts';
import { planRoutes } from './routes/plan.ts';
import { pointRoutes } from './routes/points.ts';
import { progressRoutes } from './routes/progress.ts';
import { headsUpRoutes } from './routes/heads-ups.ts';
import { prolongRoutes } from './routes/prolong.ts';
import { pulseRoutes } from './routes/pulses.ts';
import { subscriberRoutes } from './routes/subscribers.ts';
import { suggestionRoutes } from './routes/suggestions.ts';
import { proposalRoutes } from './routes/proposals.ts';
import { questionRoutes } from './routes/questions.ts';
import { replyRoutes } from './routes/reply.ts';
import { roomRoutes } from './routes/room.ts';
import { signalRoutes } from './routes/signals.ts';
import { signedRoutes } from './routes/signed.ts';
import { roomServerRoutes } from './routes/room-server.ts';
import { sponsorLinkRoutes } from './routes/sponsor-link.ts';
import { evidenceRoutes } from './routes/evidence.ts';
import { meRoutes } from './routes/me.ts';
import { standardWishRoutes } from './routes/standard-wishes.ts';
import { stepRoutes } from './routes/steps.ts';
import { standardsRoutes } from './routes/standards.ts';
import { supportRoutes } from './routes/support.ts';
import { templateRoutes } from './routes/templates.ts';
import { seatRoutes } from './routes/seats.ts';
import { voteRoutes } from './routes/votes.ts';
import { sampleRoutes } from './routes/samples.ts';
import { statementRoutes } from './routes/statements.ts';
import { storyBookRoutes } from './routes/story-book.ts';
import { thanksRoutes } from './routes/thanks.ts';
import { topStoryRoutes } from './routes/top-stories.ts';
import { workshopRoutes } from './routes/workshops.ts';
import { securityHeaders } from './security-headers.ts';
import { siteRoutes, type Site } from './static.ts';

/** A route under `/api` and the right it asks for. Tests walk all of them. */
export interface Route extends RouteRight {
	readonly method: string;
	readonly path: string;
}

const apiRoutes = (deps: Deps) => {
	const { database, now, workshops, followUp } = deps;
	const plan = { database, now, followUp, desk: workshops.desk, rooms: workshops.rooms };
	const weeks = { ...plan, template: workshops.template };
	return new Hono<Env>()
		.route('/', accountRoutes(deps))
		.route('/', joinRoutes(deps))
		.route('/', linkRoutes(deps))
		.route('/', workshopRoutes(deps))
		.route('/', agendaRoutes(deps))
		.route('/', briefRoutes(deps))
		.route('/', attachmentRoutes(deps))
		.route('/', feedbackRoutes(deps))
		.route('/', coverageRoutes(deps))
		.route('/', baselineRoutes(deps))
		.route('/', invitationRoutes(deps))
		.route('/', templateRoutes(deps))
		.route('/', peopleRoutes(deps))
		.route('/', seatRoutes(deps))
		.route('/', customerRoutes(deps))
		.route('/', attendanceRoutes(deps))
		.route('/', roomRoutes(deps))
		.route('/', signalRoutes(deps))
		.route('/', roomServerRoutes(deps))
		.route('/', daySnapshotRoutes(deps))
		.route('/', documentRoutes(deps))
		.route('/', voteRoutes(plan))
		.route('/', proposalRoutes(plan))
		.route('/', standardsRoutes(plan))
		.route('/', decidingRoutes(deps))
		.route('/', galleryRoutes(plan))
		.route('/', topStoryRoutes(plan))
		.route('/', chainRoutes(plan))
		.route('/', storyBookRoutes({ ...plan, rooms: workshops.rooms }))
		.route('/', sampleRoutes(deps))
		.route('/', statementRoutes(plan))
		.route('/', pointRoutes(plan))
		.route('/', questionRoutes(plan))
		.route('/', issueRoutes(plan))
		.route('/', replyRoutes(plan))
		.route('/', departmentRoutes(plan))
		.route('/', planRoutes(plan))
		.route('/', actionMarkRoutes(plan))
		.route('/', ownerRoutes(plan))
		.route('/', actionRoutes(plan))
		.route('/', draftRoutes(plan))
		.route('/', smallFixRoutes(plan))
		.route('/', supportRoutes(plan))
		.route('/', departmentAskRoutes(plan))
		.route('/', calendarRoutes(plan))
		.route('/', sponsorLinkRoutes(deps))
		.route('/', appointmentRoutes(plan))
		.route('/', changeRoutes(plan))
		.route('/', offerRoutes(plan))
		.route('/', mondayRoutes(plan))
		.route('/', followNoteRoutes(plan))
		.route('/', followSettingsRoutes(weeks))
		.route('/', decisionRoutes(plan))
		.route('/', subscriberRoutes(plan))
		.route('/', pulseRoutes(weeks))
		.route('/', headsUpRoutes(weeks))
		.route('/', suggestionRoutes(weeks))
		.route('/', prolongRoutes(weeks))
		.route('/', nextDateRoutes(plan))
		.route('/', letterRoutes({ ...plan, ...deps.letters }))
		.route('/', followRoutes(plan))
		.route('/', thanksRoutes(plan))
		.route('/', stepRoutes(plan))
		.route('/', evidenceRoutes(plan))
		.route('/', standardWishRoutes(plan))
		.route('/', meRoutes(plan))
		.route('/', progressRoutes(plan));
};

export interface App {
	readonly fetch: Hono<Env>['fetch'];
	readonly request: Hono<Env>['request'];
	readonly routes: readonly Route[];
}

/** @throws when a route does not say which right it asks for */
export function createApp(deps: Deps, site: Site | null): App {
	const api = apiRoutes(deps);
	const routes = routesOf(api);
	const app = new Hono<Env>()
		.use(logRequests(deps))
		.use(securityHeaders(deps, site ?? { scriptHashes: [], styleHashes: [] }))
		// A workshop with its agenda is forty kilobytes of words, and on a slow network each of them is waited for.
		.use('/api/*', compress({ encoding: 'gzip' }))
		.use('/api/*', async (c, next) => {
			await next();
			c.header('cache-control', 'no-store');
		})
		.use('/api/*', refuseForeign(deps))
		.use('/api/*', refuseLarge())
		.use('/api/*', refuseUnaddressable())
		.use('/api/workshops/:id/questions/*', refuseFlood())
		.use('/api/workshops/:id/points/*', refuseFlood())
		.use('/api/workshops/:id/statements/*', refuseFlood())
		.use('/api/workshops/:id/reply/*', refuseFlood())
		.use('/api/workshops/:id/shares/*', refuseFlood())
		.use('/api/workshops/:id/actions/*', refuseFlood())
		.use('/api/workshops/:id/support/*', refuseFlood())
		.use('/api/workshops/:id/plan/own/*', refuseFlood())
		.use('/api/*', knowWhoAsks(deps))
		.route('/api', api)
		.all('/api/*', (c) => {
			const others = methodsAt(api, c.req.path.slice('/api'.length) || '/');
			if (others.length === 0)
				return answerProblem(c, new Problem('not-found', 'Nothing is here any more, or never was.'));
			c.header('allow', others.join(', '));
			return answerProblem(c, new Problem('wrong-method', `Only ${others.join(', ')} can be done here.`));
		})
		.use('/a/*', knowWhoAsks(deps))
		.use('/calendar/*', knowWhoAsks(deps))
		.route('/', calendarFileRoutes({ ...deps, desk: deps.workshops.desk }))
		.route('/', signedRoutes({ ...deps, desk: deps.workshops.desk, site: site?.root ?? null }))
		.route('/', healthRoutes(deps))
		.route('/', siteRoutes(site))
		.notFound((c) => answerProblem(c, new Problem('not-found', 'Nothing is here any more, or never was.')))
		.onError(answerError(deps));
	return { fetch: app.fetch, request: app.request, routes };
}

/** Every route with its right: it stands first among the handlers of the same method and path. */
function routesOf(api: Hono<Env>): readonly Route[] {
	const found = new Map<string, Route | null>();
	for (const { method, path, handler } of api.routes) {
		const key = `${method} ${path}`;
		const right = rightOf(handler);
		if (found.has(key)) continue;
		found.set(key, right ? { method, path: `/api${path}`, ...right } : null);
	}
	const without = [...found].filter(([, route]) => route === null).map(([key]) => key);
	if (without.length > 0) throw new Error(`routes that ask for no right first: ${without.join(', ')}`);
	return [...found.values()].filter((route) => route !== null);
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

const methodsAt = (api: Hono<Env>, path: string): readonly string[] =>
	METHODS.filter((method) => api.router.match(method, path)[0].length > 0);
