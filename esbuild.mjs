import { rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { build } from 'esbuild'

/**
 * dockerode reaches these only for BuildKit sessions (`@grpc/*`, `protobufjs`), for its own ssh transport (`ssh2`) and
 * for packing build contexts (`tar-fs`). Longshore uses none: ssh goes through the person's own `ssh`, and contexts are
 * packed as they are sent. Leaving them out saves 650 kB; reaching one must fail loudly.
 */
const leftOut = ['@grpc/grpc-js', '@grpc/proto-loader', 'protobufjs', 'ssh2', 'tar-fs']

const leaveOut = {
	name: 'leave-out',
	setup(builder) {
		const filter = new RegExp(`^(${leftOut.join('|')})(/.*)?$`)
		builder.onResolve({ filter }, (found) => ({ path: found.path, namespace: 'left-out' }))
		builder.onLoad({ filter: /.*/, namespace: 'left-out' }, (found) => ({
			// Taking something from it at load is harmless; using it isn't.
			contents: `const refuse = () => { throw new Error(${JSON.stringify(`${found.path} is left out of Longshore's bundle.`)}) }
module.exports = new Proxy(refuse, { get: (_, key) => (typeof key === 'symbol' || key === '__esModule' ? undefined : refuse) })`,
			loader: 'js',
		}))
	},
}

/**
 * docker-modem writes each request with all its headers through `debug`, secrets included, when DEBUG asks for it; and
 * describes it for that by `util.inspect` whether asked or not, which takes up to 20 ms.
 */
const silence = {
	name: 'silence',
	setup(builder) {
		builder.onResolve({ filter: /^debug$/ }, () => ({ path: 'debug', namespace: 'silenced' }))
		builder.onResolve({ filter: /^util$/ }, ({ importer }) =>
			/docker-modem.lib.modem\.js$/.test(importer) ? { path: 'util', namespace: 'silenced' } : undefined,
		)
		builder.onLoad({ filter: /^debug$/, namespace: 'silenced' }, () => ({
			contents: 'module.exports = () => () => undefined',
		}))
		builder.onLoad({ filter: /^util$/, namespace: 'silenced' }, () => ({
			contents: `module.exports = { inspect: () => '' }`,
		}))
	},
}

/** Packages that are no modules themselves require Node's own. */
const requireInModules = `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);`

const entry = resolve('src/extension.ts')

/**
 * Makes one file of all that is read at activation, for each file costs time. esbuild splits by who needs what; so
 * whatever is imported later is told to need all of it.
 */
const together = {
	name: 'together',
	setup(builder) {
		builder.onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) =>
			kind === 'dynamic-import' ? { path: resolve(resolveDir, path), namespace: 'later' } : undefined,
		)
		builder.onLoad({ filter: /.*/, namespace: 'later' }, ({ path }) => ({
			contents: `import ${JSON.stringify(entry)}; export * from ${JSON.stringify(path)}`,
			resolveDir: '.',
		}))
	},
}

const development = process.argv.includes('--development')

rmSync('dist', { recursive: true, force: true })

const common = {
	outdir: 'dist',
	bundle: true,
	minify: !development,
	sourcemap: development ? 'linked' : false,
	legalComments: 'none',
}

await build({
	...common,
	entryPoints: { extension: 'src/extension.ts' },
	// What is imported only when it is needed becomes a file of its own.
	chunkNames: 'parts/[name]-[hash]',
	banner: { js: requireInModules },
	splitting: true,
	platform: 'node',
	format: 'esm',
	target: 'node22',
	external: ['vscode'],
	// docker-modem's copy of what Node has itself; a third of all that is read to connect.
	alias: { 'readable-stream': 'node:stream' },
	plugins: [leaveOut, silence, together],
})

/** What runs in the editor's own pages. */
await build({
	...common,
	entryPoints: { topology: 'src/networks/topology/page/main.ts' },
	platform: 'browser',
	format: 'iife',
	target: 'chrome130',
	loader: { '.svg': 'text' },
})
