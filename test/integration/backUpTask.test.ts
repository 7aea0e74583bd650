import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { Connection } from '../../src/engine/connection.ts'
import { Inventory } from '../../src/engine/inventory.ts'
import { readBackup } from '../../src/volumes/archive/backup.ts'
import { TaskTerminal } from '../../src/ui/tasks.ts'
import { runBackUpTask } from '../../src/volumes/commands/runBackUpTask.ts'
import { TestEngine } from '../support/engine.ts'
import { makeShop } from '../support/scene.ts'
import { connectionTo, silent } from './parts.ts'

describe('Archive: the task longshore: backup', () => {
	let engine: TestEngine
	let folder: string
	let connection: Connection
	let inventory: Inventory
	before(async () => {
		engine = await TestEngine.start()
		await makeShop(engine.docker)
		folder = await mkdtemp(join(tmpdir(), 'longshore-task-'))
		connection = connectionTo(engine.host)
		inventory = new Inventory(connection, silent)
	})
	after(async () => {
		inventory?.dispose()
		connection?.dispose()
		await engine?.stop()
		if (folder) await rm(folder, { recursive: true })
	})

	/** Runs the task's terminal as VS Code does; its code, and what it wrote. */
	async function run(definition: Readonly<Record<string, unknown>>) {
		const terminal = new TaskTerminal((session) =>
			runBackUpTask({ connection, inventory }, { type: 'longshore: backup', ...definition }, session),
		)
		let output = ''
		terminal.onDidWrite((text) => (output += text))
		const { promise, resolve } = Promise.withResolvers<number>()
		terminal.onDidClose(resolve)
		terminal.open()
		return { code: await promise, output }
	}

	it('backs up a compose project and what is named, without a question', async () => {
		const into = join(folder, 'new', 'folder')
		const { code, output } = await run({
			project: 'shop',
			volumes: ['uploads'],
			folder: into,
			compression: 'gzip',
			containers: 'pause',
		})
		assert.equal(code, 0, output)
		assert.match(output, /shop_database: \d+ entries, .* → .*shop_database-/)
		const files = (await readdir(into)).sort()
		assert.equal(files.length, 2)
		assert.match(files.join(), /^shop_database-\d{8}-\d{6}\.tar\.gz,uploads-\d{8}-\d{6}\.tar\.gz$/)
		const job = { signal: new AbortController().signal, report: () => undefined }
		const backup = await readBackup(join(into, files[0] ?? ''), job)
		assert.deepEqual(backup.damages, [])
		const running = await engine.docker.listContainers()
		assert.ok(running.every(({ State }) => State === 'running'))
	})

	it('fails where a volume is not there, or the task makes no sense', async () => {
		const missing = await run({ volumes: ['not-there'], folder })
		assert.deepEqual([missing.code, missing.output.includes('not-there: failed')], [1, true], missing.output)
		const unknown = await run({ project: 'unknown', folder })
		assert.deepEqual([unknown.code, unknown.output.includes('“unknown” has no volumes')], [1, true], unknown.output)
		const nothing = await run({ folder })
		assert.deepEqual([nothing.code, nothing.output.includes('names neither')], [1, true], nothing.output)
		const wrong = await run({ folder, compression: 'zip' })
		assert.deepEqual([wrong.code, wrong.output.includes('compression')], [1, true], wrong.output)
	})
})
