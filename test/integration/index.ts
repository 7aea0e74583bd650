import Mocha from 'mocha'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { format } from 'node:util'

import { suiteMark } from '../support/suiteMark.ts'

/** Called in VS Code's extension host. Rejects when a test failed. */
export async function run(): Promise<void> {
	const mocha = new Mocha({ ui: 'bdd', timeout: 60_000, color: false, forbidOnly: true, failZero: true })
	Mocha.reporters.Base.consoleLog = (...words) => console.log(suiteMark + format(...words))
	const pattern = process.env['LONGSHORE_TESTS']
	if (pattern) mocha.grep(new RegExp(pattern))
	const files = await readdir(__dirname, { recursive: true })
	for (const file of files.filter((name) => name.endsWith('.test.cjs')).sort()) mocha.addFile(join(__dirname, file))
	const { promise, resolve } = Promise.withResolvers<number>()
	mocha.run(resolve)
	const failures = await promise
	if (failures > 0) throw new Error(`${failures} tests failed.`)
}
