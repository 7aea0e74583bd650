import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as vscode from 'vscode'

import { readBackup } from '../../src/volumes/archive/backup.ts'
import { TestEngine } from '../support/engine.ts'
import { makeShop } from '../support/scene.ts'

describe('Archive: the task longshore: backup', () => {
	let engine: TestEngine
	let folder: string
	let count = 0
	before(async () => {
		engine = await TestEngine.start()
		await makeShop(engine.docker)
		folder = await mkdtemp(join(tmpdir(), 'longshore-task-'))
		const settings = vscode.workspace.getConfiguration('longshore.engine')
		await settings.update('host', engine.host, vscode.ConfigurationTarget.Global)
		await vscode.extensions.getExtension('longshore.longshore')?.activate()
	})
	after(async () => {
		const settings = vscode.workspace.getConfiguration('longshore.engine')
		await settings.update('host', undefined, vscode.ConfigurationTarget.Global)
		await engine?.stop()
		if (folder) await rm(folder, { recursive: true })
	})

	/** Runs it from `tasks.json`, as a person does. */
	async function run(definition: Readonly<Record<string, unknown>>): Promise<number | undefined> {
		const label = `backup ${++count}`
		const task = { label, type: 'longshore: backup', problemMatcher: [], ...definition }
		const seen: string[] = []
		const { promise, resolve, reject } = Promise.withResolvers<number | undefined>()
		const timer = setTimeout(() => reject(new Error(`It stands at: ${seen.join(', ')}`)), 20_000)
		const subscriptions = vscode.Disposable.from(
			vscode.tasks.onDidStartTask(({ execution }) => seen.push(`${execution.task.name} started`)),
			vscode.tasks.onDidEndTask(({ execution }) => seen.push(`${execution.task.name} ended`)),
			vscode.tasks.onDidEndTaskProcess(({ exitCode }) => resolve(exitCode)),
		)
		const start = async () => {
			const { workspaceFolders } = vscode.workspace
			seen.push(`in ${workspaceFolders?.map(({ uri }) => uri.path).join()}`)
			await vscode.workspace.getConfiguration('tasks').update('tasks', [task], vscode.ConfigurationTarget.Workspace)
			seen.push('written')
			const fetched = await vscode.tasks.fetchTasks()
			seen.push(`found ${fetched.map(({ name }) => name).join()}`)
			const found = fetched.find(({ name }) => name === label)
			assert.ok(found, seen.join())
			await vscode.tasks.executeTask(found)
			seen.push('executed')
		}
		start().catch(reject)
		try {
			return await promise
		} finally {
			clearTimeout(timer)
			subscriptions.dispose()
		}
	}

	it('backs up a compose project and what is named, without a question', async () => {
		const into = join(folder, 'new', 'folder')
		const code = await run({
			project: 'shop',
			volumes: ['uploads'],
			folder: into,
			compression: 'gzip',
			containers: 'pause',
		})
		assert.equal(code, 0)
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
		assert.equal(await run({ volumes: ['not-there'], folder }), 1)
		assert.equal(await run({ project: 'unknown', folder }), 1)
		assert.equal(await run({ folder }), 1)
	})
})
