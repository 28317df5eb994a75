import svelte from 'eslint-plugin-svelte';
import { defineConfig, globalIgnores } from 'eslint/config';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const iconsDeep = {
	paths: [
		{ name: '@lucide/svelte', message: "Import the one icon: '@lucide/svelte/icons/name'. The root has all 1,500." }
	],
	patterns: [
		{ group: ['$lib', '$lib/*'], message: "Import by '#lib/...'." },
		{ group: ['$env/*'], message: 'Nothing is configured at build time: ask the server.' },
		{ group: ['$app/stores'], message: "Take '$app/state'." }
	]
};

export default defineConfig(
	globalIgnores(['.svelte-kit/', 'build/', 'data/', 'coverage/', 'test-results/', 'drizzle/migrations/']),
	{ linterOptions: { reportUnusedDisableDirectives: 'error' } },
	ts.configs.recommended,
	svelte.configs.recommended,
	{
		languageOptions: {
			parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname, extraFileExtensions: ['.svelte'] }
		}
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } }
	},
	{
		rules: {
			eqeqeq: ['error', 'always', { null: 'ignore' }],
			'no-console': 'error',
			'no-empty': ['error', { allowEmptyCatch: false }],
			'no-restricted-imports': ['error', iconsDeep],
			'no-restricted-syntax': [
				'error',
				{ selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
				{ selector: 'ExportAllDeclaration', message: 'No barrel files: import the file that owns the thing.' }
			],
			'no-var': 'error',
			'object-shorthand': 'error',
			'prefer-const': 'error',
			'@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
			'@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
			'@typescript-eslint/no-non-null-assertion': 'error',
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
			// `string & {}`-like brands and empty props are said on purpose.
			'@typescript-eslint/no-empty-object-type': 'off'
		}
	},
	{
		files: ['**/*.svelte'],
		rules: {
			'svelte/no-at-html-tags': 'error',
			'svelte/no-at-debug-tags': 'error',
			'svelte/no-target-blank': 'error',
			'svelte/require-each-key': 'error',
			'svelte/button-has-type': 'error',
			// Links are plain paths: the product is served from the root of its own origin.
			'svelte/no-navigation-without-resolve': 'off',
			// A `let` in `$props()` may stand beside a bindable one.
			'prefer-const': 'off',
			'svelte/prefer-const': ['error', { destructuring: 'all' }]
		}
	},
	{
		files: ['server/**/*.ts', 'src/**/*.ts', 'scripts/**/*.ts', 'drizzle/**/*.ts'],
		ignores: ['**/*.svelte.ts'],
		rules: {
			'@typescript-eslint/await-thenable': 'error',
			'@typescript-eslint/no-floating-promises': 'error',
			'@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
			'@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }]
		}
	},
	{
		// The places where a value becomes a type: branded ids, and what lies in an untyped document.
		files: ['src/domain/ids.ts', 'src/document/**/*.ts', 'tests/**/*.ts'],
		rules: { '@typescript-eslint/consistent-type-assertions': 'off' }
	},
	{
		files: ['tests/**/*.ts'],
		rules: { '@typescript-eslint/no-non-null-assertion': 'off' }
	},
	{
		files: ['server/main.ts', 'scripts/**/*.ts', 'tests/**/*.ts'],
		rules: { 'no-console': 'off' }
	},
	{
		files: ['*.config.{js,ts}', '**/*.config.ts'],
		rules: { 'no-restricted-syntax': 'off' }
	},
	{ files: ['*.js', 'tests/bench/peers/*.mjs'], extends: [ts.configs.disableTypeChecked] }
);
