import { dirname, join } from 'node:path/posix';
import ts from 'typescript';

/** Which of our folders a folder may import from, itself always included. A folder's name here is its path from the root. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
	'src/domain': [],
	'src/document': ['src/domain'],
	'src/protocol': ['src/domain', 'src/document'],
	'src/lib': ['src/domain', 'src/document', 'src/protocol'],
	'src/routes': ['src/domain', 'src/document', 'src/protocol', 'src/lib'],
	drizzle: ['src/domain'],
	server: ['src/domain', 'src/document', 'src/protocol', 'drizzle'],
	scripts: ['src/domain', 'src/document', 'src/protocol', 'drizzle', 'server']
};

const hashFolders: Readonly<Record<string, string>> = {
	'#domain': 'src/domain',
	'#document': 'src/document',
	'#protocol': 'src/protocol',
	'#lib': 'src/lib',
	'#server': 'server',
	'#drizzle': 'drizzle'
};

/** The packages a folder may use where that is a short list; the others may use any that no other rule refuses. */
const mayUse: Readonly<Record<string, RegExp>> = {
	'src/domain': /^(?!)/,
	'src/document': /^(yjs|lib0|y-protocols|fractional-indexing)(\/|$)/,
	'src/protocol': /^(valibot|yjs|lib0|y-protocols|papaparse)(\/|$)/
};

const databasePackage = /^(drizzle-orm|drizzle-kit|postgres|@electric-sql\/pglite)(\/|$)/;
const browserPackage = /^(\$app|svelte|@sveltejs|@lucide|y-websocket|bits-ui)(\/|$)/;
const serverPackage = /^(hono|@hono\/.*|ws|pino|ioredis|nodemailer|rate-limiter-flexible)(\/|$)/;
const inBrowser = (folder: string) => folder.startsWith('src/');

export interface Import {
	readonly from: string;
	readonly typeOnly: boolean;
}

/** Every module named by the text of a file: static, side-effect, re-exported, dynamic, and by type. */
export function importsOf(path: string, text: string): readonly Import[] {
	if (!path.endsWith('.svelte')) return importsOfScript(text);
	const scripts = text.replaceAll(/<!--[\s\S]*?-->/g, '').matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g);
	const markup = text.replaceAll(/<(script|style)[^>]*>[\s\S]*?<\/\1>/g, '');
	return [
		...[...scripts].flatMap(([, script = '']) => importsOfScript(script)),
		...[...markup.matchAll(/\bimport\(\s*['"`]([^'"`]+)/g)].map(([, from = '']) => ({ from, typeOnly: false }))
	];
}

function importsOfScript(text: string): readonly Import[] {
	const typeOnly = new Set<number>();
	const visit = (node: ts.Node): void => {
		if (ts.isImportDeclaration(node) && node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword)
			typeOnly.add(node.moduleSpecifier.getStart());
		if (ts.isExportDeclaration(node) && node.isTypeOnly && node.moduleSpecifier)
			typeOnly.add(node.moduleSpecifier.getStart());
		if (ts.isImportTypeNode(node)) typeOnly.add(node.argument.getStart());
		ts.forEachChild(node, visit);
	};
	visit(parse(text));
	return ts
		.preProcessFile(text, true, true)
		.importedFiles.map(({ fileName, pos }) => ({ from: fileName, typeOnly: typeOnly.has(pos) }));
}

const parse = (text: string) => ts.createSourceFile('module.ts', text, ts.ScriptTarget.Latest, true);

export const folderOf = (path: string) =>
	Object.keys(mayImport).find((folder) => path === folder || path.startsWith(`${folder}/`));

/** What is wrong with the imports of one file, a sentence each. `path` is from the root, with `/`. */
export function importFaults(path: string, text: string): readonly string[] {
	const folder = folderOf(path);
	if (!folder) return [];
	return importsOf(path, text).flatMap((named) => {
		const fault = faultOf(path, folder, named);
		return fault ? [`${path}: '${named.from}': ${fault}`] : [];
	});
}

function faultOf(path: string, folder: string, { from }: Import): string | undefined {
	if (from.startsWith('.') || from.startsWith('#') || from.startsWith('/')) {
		// Made by `svelte-kit sync` beside each route, and holds types only.
		if (from === './$types' || from === './$types.js') return undefined;
		const target = resolved(path, from);
		const owner = target && folderOf(target);
		if (!owner) return 'leaves the folders that may be imported';
		if (!/\.(ts|svelte|json|css|woff2|svg)$/.test(target)) return 'names a file without its ending';
		if (owner === folder || mayImport[folder]?.includes(owner)) return undefined;
		return `${folder} may not import ${owner}`;
	}
	if (from.startsWith('node:') || isNodeBuiltin(from))
		return inBrowser(folder) || folder === 'drizzle' ? `${folder} does not run on Node alone` : undefined;
	if (mayUse[folder] && !mayUse[folder].test(from)) return `${folder} may not use this package`;
	if (databasePackage.test(from) && folder !== 'drizzle' && !path.startsWith('server/store/'))
		return 'the database is reached from server/store and drizzle only';
	if (browserPackage.test(from) && !inBrowser(folder)) return 'is for the browser';
	if (serverPackage.test(from) && inBrowser(folder)) return 'is for the server';
	return undefined;
}

function resolved(path: string, from: string): string | undefined {
	if (from.startsWith('.')) return join(dirname(path), from);
	const [hash = '', ...rest] = from.split('/');
	const folder = hashFolders[hash];
	return folder && join(folder, ...rest);
}

const isNodeBuiltin = (from: string) =>
	/^(assert|buffer|child_process|crypto|events|fs|http|https|net|os|path|process|stream|timers|tls|url|util|worker_threads|zlib)(\/|$)/.test(
		from
	);

/** Names that say a module reaches for the world while it is being imported. */
const reaches = new Set(['process', 'fetch', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask']);

/** What a module does when it is merely imported, a sentence each: statements, waiting, timers, files, the environment. */
export function importWork(path: string, text: string): readonly string[] {
	const source = parse(text);
	const at = (node: ts.Node) => `${path}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
	const faults: string[] = [];
	const visit = (node: ts.Node): void => {
		if (ts.isFunctionLike(node) || ts.isTypeNode(node)) return;
		// The first value of a member is made with each object, a static one with the class.
		if (ts.isPropertyDeclaration(node) && !node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword))
			return;
		if (ts.isAwaitExpression(node)) faults.push(`${at(node)}: waits when imported`);
		if (ts.isIdentifier(node) && reaches.has(node.text) && !isMember(node))
			faults.push(`${at(node)}: uses ${node.text} when imported`);
		if (ts.isIdentifier(node) && /Sync$/.test(node.text)) faults.push(`${at(node)}: uses ${node.text} when imported`);
		ts.forEachChild(node, visit);
	};
	for (const statement of source.statements) {
		if (ts.isVariableStatement(statement) || ts.isClassDeclaration(statement)) visit(statement);
		else if (ts.isImportDeclaration(statement)) {
			const name = ts.isStringLiteral(statement.moduleSpecifier) ? statement.moduleSpecifier.text : '';
			if (!statement.importClause && !name.endsWith('.css') && !name.startsWith('@fontsource'))
				faults.push(`${at(statement)}: imports '${name}' for its effect`);
		} else if (!isDeclaration(statement)) faults.push(`${at(statement)}: runs a statement when imported`);
	}
	return faults;
}

const isMember = (node: ts.Identifier) =>
	(ts.isPropertyAccessExpression(node.parent) && node.parent.name === node) || ts.isPropertyAssignment(node.parent);

const isDeclaration = (node: ts.Statement) =>
	ts.isFunctionDeclaration(node) ||
	ts.isInterfaceDeclaration(node) ||
	ts.isTypeAliasDeclaration(node) ||
	ts.isModuleDeclaration(node) ||
	ts.isExportDeclaration(node) ||
	ts.isExportAssignment(node) ||
	ts.isEmptyStatement(node);
