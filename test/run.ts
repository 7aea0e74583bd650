import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** What `npm test` runs, in order; each is a script of its own for fast work. */
const parts = [
	'test:format',
	'test:lint',
	'test:types',
	'test:unit',
	'test:support',
	'test:package',
	'test:integration',
	'test:e2e',
] as const

interface Result {
	readonly name: string
	readonly passed: number
	readonly failed: number
	readonly seconds: number
}

const wanted = process.argv.slice(2)
const results: Result[] = []
for (const part of parts) {
	if (wanted.length === 0 || wanted.includes(part)) results.push(await run(part))
}

console.log()
for (const { name, passed, failed, seconds } of results) {
	console.log(
		`${name.padEnd(18)} ${String(passed).padStart(5)} passed ${String(failed).padStart(4)} failed ${seconds.toFixed(1).padStart(7)} s`,
	)
}
const passed = results.reduce((sum, result) => sum + result.passed, 0)
const failed = results.reduce((sum, result) => sum + result.failed, 0)
process.exitCode = failed === 0 ? 0 : 1
console.log(`\n${passed} passed, ${failed} failed`)

async function run(name: string): Promise<Result> {
	console.log(`\n── ${name}`)
	const started = performance.now()
	const child = spawn('npm', ['run', '--silent', name], { stdio: ['ignore', 'pipe', 'inherit'] })
	let written = ''
	child.stdout.on('data', (chunk: Buffer) => {
		process.stdout.write(chunk)
		written += chunk.toString()
	})
	const [code] = await once(child, 'close')
	return { name, ...count(written, code === 0), seconds: (performance.now() - started) / 1000 }
}

/** Mocha says how many; any other check counts as one. A suite that ended badly has failed, whatever it said before. */
function count(written: string, isFine: boolean): { readonly passed: number; readonly failed: number } {
	const passing = /^\s*(\d+) passing/m.exec(written)
	if (!passing) return isFine ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
	const failing = Number(/^\s*(\d+) failing/m.exec(written)?.[1] ?? 0)
	return { passed: Number(passing[1]), failed: isFine ? failing : Math.max(1, failing) }
}
