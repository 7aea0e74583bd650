import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { makeShop } from '../support/scene.ts'
import { makeSecretImage } from '../support/secretImage.ts'
import { onStage } from './stage.ts'

const workspace = await mkdtemp(join(tmpdir(), 'longshore-workspace-'))
await mkdir(join(workspace, '.vscode'))
const task = (label: string, preflight: string) => ({
	...{ label, type: 'longshore: push', image: 'shop/api:1.2', as: `harbour/${label}:1`, problemMatcher: [] },
	...{ visibility: 'private', pushAnyway: true, preflight },
})
const others = ['ended', 'following', 'unseen', 'lost'].map((label) => task(label, 'off'))
const tasks = [task('unknown', 'quick'), ...others]
await writeFile(join(workspace, '.vscode/tasks.json'), JSON.stringify({ version: '2.0.0', tasks }))

describe('Who may see what is pushed to Docker Hub', () => {
	const stage = onStage({
		hub: true,
		workspace,
		scene: async ({ docker }) => {
			await makeShop(docker)
			await makeSecretImage(docker, 'shop/secret:1')
		},
	})

	after(() => rm(workspace, { recursive: true }))

	before(async () => {
		const { hub, workbench } = stage()
		hub.createAccount({ name: 'alice', password: 'not-a-token' })
		hub.createOrganisation({ name: 'harbour', members: ['alice'] })
		await workbench.command('Docker Registries: Sign In to Registry')
		await workbench.choice('Docker Hub').click()
		await workbench.answer('User name', 'alice')
		await workbench.answer('Personal access token', hub.createToken('alice'))
		await workbench.row('Registries', /^alice.*Docker Hub/).waitFor()
	})

	afterEach(() => stage().hub.clearFaults())

	it('is not decided before Docker Hub has said whether the repository is there', async () => {
		const { hub, workbench } = stage()
		const stall = hub.stallWebApi()
		await workbench.command('Docker Images: Tag and Push Image')
		await workbench.choice('shop/secret').click()
		await workbench.choice(/alice\s*docker\.io/).click()
		await workbench.answer('Name to push it under', 'alice/fresh:1')
		await stall.reached
		await workbench.choice('The environment variable DB_PASSWORD holds a secret').waitFor()
		assert.equal(await workbench.choice('Push Anyway').count(), 0)
		await workbench.screenshot('preflight-waits-for-registry')
		stall.release()
		await workbench.choice('Create as Private and Push Anyway').click()
		await workbench.press('Push Anyway')
		await workbench.notification('Pushed alice/fresh:1').waitFor()
		assert.equal(hub.repository('alice/fresh')?.isPrivate, true)
		await workbench.command('Notifications: Clear All Notifications')
	})

	async function run(label: string): Promise<void> {
		const { workbench } = stage()
		await workbench.command('Tasks: Run Task')
		await workbench.choice(label).first().click()
	}

	it('is private as a task says, or nothing is pushed', async () => {
		const { hub, workbench } = stage()
		hub.fault({ on: 'web', status: 429, retryAfter: 60 })
		await run('unknown')
		// What a terminal says is a picture; that it failed stands at its name.
		await workbench.page.locator('.part.panel .codicon-error').first().waitFor()
		assert.equal(hub.repository('harbour/unknown'), undefined)
		assert.deepEqual(await hub.tags('harbour/unknown'), [])
	})

	it('is nobody’s business any more once the task is ended: no repository is made, and no tag', async () => {
		const { hub, workbench } = stage()
		const stall = hub.stallWebApi()
		await run('ended')
		await stall.reached
		const checking = workbench.notification('Checking harbour/ended:1')
		await checking.waitFor()
		await workbench.command('Tasks: Terminate Task')
		await workbench.choice('ended').first().click()
		await checking.waitFor({ state: 'detached' })
		stall.release()
		// What would come of it comes before the next task has pushed.
		await run('following')
		await hub.arrival(({ method, path }) => method === 'PUT' && path.endsWith('/harbour/following/manifests/1'))
		await workbench.row('Images', /^harbour\/following/).waitFor()
		assert.equal(hub.repository('harbour/ended'), undefined)
		assert.equal(await workbench.row('Images', /^harbour\/ended/).count(), 0)
	})

	it('is private as a task says that looks at nothing else', async () => {
		const { hub, workbench } = stage()
		await run('unseen')
		await hub.arrival(({ method, path }) => method === 'PUT' && path.endsWith('/harbour/unseen/manifests/1'))
		await workbench.row('Images', /^harbour\/unseen/).waitFor()
		assert.equal(hub.repository('harbour/unseen')?.isPrivate, true)
	})

	it('counts for nothing where the registry has not got what a task pushed', async () => {
		const { hub, workbench } = stage()
		hub.fault({ on: 'manifestRead', status: 404 })
		await run('lost')
		await hub.arrival(({ method, path }) => method === 'PUT' && path.endsWith('/harbour/lost/manifests/1'))
		const pushes = () =>
			hub.requests.filter(({ method, path }) => method === 'PUT' && path.endsWith('/harbour/lost/manifests/1')).length
		await workbench.page
			.locator('.part.panel .single-terminal-tab', { hasText: 'lost' })
			.locator('.codicon-error')
			.waitFor()
		assert.equal(pushes(), 1)
		await workbench.screenshot('task-lost')
	})
})
