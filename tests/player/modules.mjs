/** Reads the modules below a folder, and prints as JSON what each declares, imports, does at its top and takes for granted. */

import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';

const require = createRequire(new URL('../../player/', import.meta.url));
const [acorn, terser] = [require('acorn'), require('terser')];

/** The names that a pattern or a declaration binds. */
function bound(node) {
	if (!node) return [];
	if (node.type === 'Identifier') return [node.name];
	if (node.type === 'ArrayPattern') return node.elements.flatMap(bound);
	if (node.type === 'ObjectPattern') return node.properties.flatMap((each) => bound(each.value ?? each.argument));
	return bound(node.id ?? node.left ?? node.argument);
}

/** The names that code uses and nowhere declares: the browser's own. */
async function globals(code) {
	const { ast } = await terser.minify(code, { module: true, compress: false, mangle: false, format: { ast: true, code: false } });
	ast.figure_out_scope({ module: true });
	return [...ast.globals.keys()];
}

async function module(code) {
	const { body } = acorn.parse(code, { ecmaVersion: 2021, sourceType: 'module' });
	const imports = body.filter(({ type }) => type === 'ImportDeclaration');
	const statements = body.filter((each) => !imports.includes(each)).map((each) => each.declaration ?? each);
	return {
		exports: body.filter(({ type }) => type === 'ExportNamedDeclaration').flatMap(({ declaration }) => (declaration?.declarations ?? [declaration]).flatMap(bound)),
		globals: await globals(code),
		imports: imports.map(({ source, specifiers }) => [source.value, specifiers.map(({ type, imported, local }) => (type === 'ImportSpecifier' && imported.name === local.name ? local.name : type))]),
		names: statements.flatMap((each) => (each.declarations ?? [each]).flatMap(bound)),
		statements: statements.map(({ type, kind = '' }) => `${kind} ${type}`.trim()),
	};
}

const [folder] = process.argv.slice(2);
const paths = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && entry.name.endsWith('.js'));
const modules = {};
for (const entry of paths) {
	const path = join(entry.parentPath ?? entry.path, entry.name);
	modules[relative(folder, path).replaceAll('\\', '/')] = await module(readFileSync(path, 'utf8'));
}
process.stdout.write(JSON.stringify(modules));
