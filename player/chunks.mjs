/**
 * The player's modules as chunks in few bytes: the core, one for each part that a course may use, and one for what only
 * some parts share. In comes JSON {modules: {path: text}, roots: [path]}, of which the first root is the core's; out
 * goes {chunks: {path: code}, roots: {path: [chunk]}}, each root's chunks in the order in which they must run.
 */

import { dirname, join } from 'node:path/posix';
import { text } from 'node:stream/consumers';

import { minify } from 'terser';

// The only forms in which a module takes and gives names: tests/player/test_modules.py says so too.
const IMPORT = /^import \{([^}]*)\} from '([^']+)\.js';\n/gm;
const EXPORT = /^export (?=(?:async )?(?:function\*?|const|class) (\w+))/gm;
const LEFT_OVER = /^(?:import|export)\b.*/m;

const { modules: sources, roots } = JSON.parse(await text(process.stdin));
const modules = new Map(Object.entries(sources).map(([path, source]) => [path, read(path, source)]));
const needed = new Map(roots.map((root) => [root, needs(root)]));
const chunks = grouped();
const codes = chunks.map(async (chunk) => [nameOf(chunk), await compressed(chunk)]);
process.stdout.write(JSON.stringify({
	chunks: Object.fromEntries(await Promise.all(codes)),
	roots: Object.fromEntries(roots.map((root) => [root, chunksOf(root).map(nameOf)])),
}));

/** A module as plain script, the names that it gives, and those that it takes from others. */
function read(path, source) {
	const code = source.replace(IMPORT, '').replace(EXPORT, '');
	const left = LEFT_OVER.exec(code);
	if (left) throw new Error(`${path}: '${left[0]}' is no form of import or export that can be joined`);
	const exports = [...source.matchAll(EXPORT)].map(([, name]) => name);
	const imports = [...source.matchAll(IMPORT)].map(([, names, from]) => ({
		from: join(dirname(path), from),
		names: names.match(/\w+/g),
	}));
	return { code, exports, imports };
}

/** A module after all that it needs: its constants may be made of theirs. */
function needs(path) {
	return [...new Set([...modules.get(path).imports.flatMap(({ from }) => needs(from)), path])];
}

/** Modules that the same roots need, together. What more roots need comes first: the others may need it. */
function grouped() {
	const groups = {};
	for (const path of new Set([...needed.values()].flat())) (groups[users(path)] ??= []).push(path);
	return Object.values(groups).sort((one, other) => users(other[0]).length - users(one[0]).length);
}

/** The roots that need a module; of what the core needs that is all of them. */
function users(path) {
	return needed.get(roots[0]).includes(path) ? roots : roots.filter((root) => needed.get(root).includes(path));
}

/** The last module of a chunk is the one that needs the others. */
function nameOf(chunk) {
	return chunk.at(-1);
}

function chunksOf(root) {
	return chunks.filter((chunk) => chunk.some((path) => needed.get(root).includes(path)));
}

/** A chunk in a function of its own: nothing outside sees the names in it, so they may be as short as can be. */
async function compressed(chunk) {
	const body = chunk.map((path) => modules.get(path).code).join('');
	const names = given(chunk).join();
	const code = `const{${names}}=(()=>{${body}return{${names}}})();`;
	// as arrows and methods: no function here is called with `new`, nor asked how many arguments it takes
	return (await minify(code, { ecma: 2020, compress: { passes: 5, unsafe_arrows: true, unsafe_methods: true, keep_fargs: false } })).code;
}

/** The names by which other chunks, and the last line of a course's script, know what is in a chunk. */
function given(chunk) {
	const ofRoots = chunk.filter((path) => roots.includes(path)).flatMap((path) => modules.get(path).exports);
	const others = [...modules].filter(([path]) => !chunk.includes(path));
	const imports = others.flatMap(([, module]) => module.imports).filter(({ from }) => chunk.includes(from));
	return [...new Set([...ofRoots, ...imports.flatMap(({ names }) => names)])].sort();
}
