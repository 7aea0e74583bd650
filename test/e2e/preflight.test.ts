import assert from 'node:assert/strict'
import { mkdtempSync } from 'node:fs'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { makeShop } from '../support/scene.ts'
import { makeSecretImage, secretValues } from '../support/secretImage.ts'
import { onStage } from './stage.ts'

describe('Before and after a push', () => {
	const dockerFolder = mkdtempSync(join(tmpdir(), 'longshore-docker-'))
	const dockerConfig = process.env['DOCKER_CONFIG']
	before(() => void (process.env['DOCKER_CONFIG'] = dockerFolder))
	const stage = onStage({
		hub: true,
		scene: async ({ docker }) => {
			await makeShop(docker)
			await makeSecretImage(docker, 'shop/secret:1')
		},
	})
	after(async () => {
		if (dockerConfig === undefined) delete process.env['DOCKER_CONFIG']
		else process.env['DOCKER_CONFIG'] = dockerConfig
		await rm(dockerFolder, { recursive: true, force: true })
	})
	let token: string
	let readByDockerCli: string

	before(async () => {
		const { hub, workbench, dataFolder } = stage()
		await writeTask(dataFolder)
		await workbench.page.reload()
		await workbench.openSidebar()
		hub.createAccount({ name: 'alice', password: 'not-a-token' })
		hub.createAccount({ name: 'bob', password: 'not-a-token' })
		hub.createOrganisation({ name: 'harbour', members: ['alice'] })
		token = hub.createToken('alice', { scope: 'repo:admin' })
		readByDockerCli = hub.createToken('bob')
		for (const view of ['Volumes', 'Networks']) await workbench.view(view).locator('.pane-header').click()
		await workbench.command('Docker Registries: Sign In to Registry')
		await workbench.choice('Docker Hub').click()
		await workbench.answer('User name', 'alice')
		await workbench.answer('Personal access token', token)
		await workbench.row('Registries', /^alice.*Docker Hub/).waitFor()
	})

	async function tagAndPush(image: string, reference: string): Promise<void> {
		const { workbench } = stage()
		await workbench.command('Docker Images: Tag and Push Image')
		await workbench.choice(image).click()
		await workbench.choice(/alice\s*docker\.io/).click()
		await workbench.answer(/Name to push it under|has this name now and loses it/, reference)
	}

	async function pushed(reference: string): Promise<void> {
		const { workbench } = stage()
		await workbench.notification(`Pushed ${reference}`).waitFor()
		await workbench.command('Notifications: Clear All Notifications')
	}

	it('asks whether a new repository shall be private, and makes it so', async () => {
		const { hub, workbench } = stage()
		await tagAndPush('shop/api:1.2', 'alice/api:1.2')
		await workbench.choice('The repository alice/api does not exist').waitFor()
		await workbench.choice('It runs as root').waitFor()
		await workbench.screenshot('preflight-new')
		await workbench.choice('Create as Private and Push').click()
		await pushed('alice/api:1.2')
		assert.equal(hub.repository('alice/api')?.isPrivate, true)
		assert.equal((await hub.tags('alice/api')).length, 1)
	})

	it('makes nothing when one leaves', async () => {
		const { engine, hub, workbench } = stage()
		await tagAndPush('shop/api:1.2', 'alice/left:1')
		await workbench.choice('Create as Public and Push').waitFor()
		await workbench.page.keyboard.press('Escape')
		await workbench.quickInput.waitFor({ state: 'hidden' })
		assert.equal(hub.repository('alice/left'), undefined)
		await assert.rejects(engine.docker.getImage('alice/left:1').inspect())
	})

	it('goes on without a question where nothing is in the way', async () => {
		await tagAndPush('shop/api:1.3', 'alice/api:1.3')
		await pushed('alice/api:1.3')
	})

	it('shows what a tag has now, before it is overwritten', async () => {
		const { hub, workbench } = stage()
		const before = (await hub.tags('alice/api')).find(({ name }) => name === '1.2')
		await tagAndPush('shop/api:1.3', 'alice/api:1.2')
		await workbench.choice(`The tag 1.2 will be overwritten: ${before?.digest.slice(7, 19)}`).waitFor()
		await workbench.screenshot('preflight-overwritten')
		await workbench.choice('Push').first().click()
		await pushed('alice/api:1.2')
		const after = (await hub.tags('alice/api')).find(({ name }) => name === '1.2')
		assert.notEqual(after?.digest, before?.digest)
	})

	it('finds secrets wherever they are, never shows them, and wants an explicit yes', async () => {
		const { hub, workbench } = stage()
		hub.createRepository('alice/secret')
		await tagAndPush('shop/secret', 'alice/secret:1')
		for (const found of [
			'The environment variable DB_PASSWORD holds a secret',
			'The label api.token holds a secret',
			'The history holds a secret',
			'Private key: /root/.ssh/id_ed25519',
			'Environment file with secrets: /app/.env',
			'Git repository with its whole history: /app/.git/HEAD',
		]) {
			// The list draws only what is in sight.
			await workbench.quickInput.locator('input.input').fill(found)
			await workbench.choice(found).first().waitFor()
			assert.doesNotMatch(await workbench.quickInput.innerText(), /hunter22/)
		}
		await workbench.quickInput.locator('input.input').fill('id_ed25519')
		await workbench.choice('A later layer deletes it').first().waitFor()
		await workbench.quickInput.locator('input.input').fill('')
		await workbench.choice('Push Anyway').waitFor()
		await workbench.screenshot('preflight-secrets')
		await workbench.choice('Push Anyway').click()
		await workbench.dialog.filter({ hasText: 'Push alice/secret:1 all the same?' }).waitFor()
		await workbench.screenshot('preflight-anyway')
		await workbench.press('Cancel')
		assert.deepEqual(await hub.tags('alice/secret'), [])
		await workbench.choice('Push Anyway').click()
		await workbench.press('Push Anyway')
		await pushed('alice/secret:1')
		assert.equal((await hub.tags('alice/secret')).length, 1)
	})

	it('says before anything is sent that a namespace is not one’s own', async () => {
		const { workbench } = stage()
		await tagAndPush('shop/api:1.2', 'bob/api:1')
		await workbench.choice('“bob” is not yours').waitFor()
		await workbench.choice('Choose Another Name').waitFor()
		await workbench.page.keyboard.press('Escape')
	})

	it('renews a token that was revoked in place, without losing the push', async () => {
		const { hub, workbench } = stage()
		hub.revoke(token)
		token = hub.createToken('alice', { scope: 'repo:admin' })
		await tagAndPush('shop/api:1.3', 'alice/api:1.4')
		await workbench.choice('The registry refuses the access token of alice').waitFor()
		await workbench.screenshot('preflight-refused')
		await workbench.choice('Replace Access Token').click()
		await workbench.answer('Personal access token of alice', token)
		await pushed('alice/api:1.4')
		assert.ok((await hub.tags('alice/api')).some(({ name }) => name === '1.4'))
	})

	it('lists pushes with their results, and shows tags’ state among the images', async () => {
		const { workbench } = stage()
		await workbench.view('Pushes').locator('.pane-header').click()
		await workbench.row('Pushes', /^alice\/secret:1/).waitFor()
		await workbench.row('Pushes', /^alice\/api:1\.3/).waitFor()
		await workbench.row('Images', /^alice\/api/).click()
		await workbench.row('Images', /^1\.3 ?pushed/).waitFor()
		await workbench.row('Images', /^shop\/api/).click()
		await workbench.row('Images', /^1\.3 ?never pushed/).waitFor()
		await workbench.menu(workbench.row('Pushes', /^alice\/api:1\.3/), 'Show Log of Push')
		await workbench.page.locator('.editor-instance').filter({ hasText: 'Pushed sha256:' }).waitFor()
		await workbench.screenshot('pushes')
	})

	it('pushes all tags of a repository at once, and again', async () => {
		const { engine, hub, workbench } = stage()
		await workbench.menu(workbench.row('Images', /^alice\/api/), 'Push Image')
		await workbench.notification('Pushed 3 images').waitFor()
		await workbench.command('Notifications: Clear All Notifications')
		hub.forgetRequests()
		await workbench.menu(workbench.row('Pushes', /^alice\/api:1\.3/), 'Push Again')
		await pushed('alice/api:1.3')
		const expected = (await engine.isContainerdStore()) ? 'HEAD' : 'PUT'
		assert.ok(hub.requests.some(({ method, path }) => method === expected && path.includes('/manifests/1.3')))
	})

	it('shows namespaces, repositories and tags, searches, and deletes a tag', async () => {
		const { hub, workbench } = stage()
		for (let each = 0; each < 30; each++) hub.createRepository(`harbour/tool-${each}`, { description: `Tool ${each}` })
		await workbench.row('Registries', /^alice.*Docker Hub/).click()
		await workbench.row('Registries', /^harbour.*organisation/).click()
		await workbench.row('Registries', /^tool-0.*public.*Tool 0/).waitFor()
		await workbench.menu(workbench.row('Registries', /^harbour/), 'Search Repositories')
		await workbench.answer('A part of the repository’s name', 'tool-29')
		await workbench.row('Registries', /^harbour.*“tool-29” only/).waitFor()
		await workbench.row('Registries', /^tool-29/).waitFor()
		await workbench.row('Registries', /^tool-0/).waitFor({ state: 'detached' })
		await workbench.row('Registries', /^alice(?!.*Docker Hub)/).click()
		await workbench.row('Registries', /^api.*private/).click()
		const tag = workbench.row('Registries', /^1\.2/)
		await tag.waitFor()
		await workbench.screenshot('registries')
		await workbench.menu(tag, 'Delete Tag')
		await workbench.dialog.filter({ hasText: 'Delete alice/api:1.2 from Docker Hub?' }).waitFor()
		await workbench.press('Delete Tag')
		await tag.waitFor({ state: 'detached' })
		assert.deepEqual(
			(await hub.tags('alice/api')).map(({ name }) => name),
			['1.3', '1.4'],
		)
	})

	it('cancels a push from the list', async () => {
		const { hub, workbench } = stage()
		const stall = hub.stallUpload()
		await tagAndPush('busybox', 'alice/api:9')
		await stall.reached
		await workbench.menu(workbench.row('Pushes', /^alice\/api:9/), 'Cancel Push')
		await workbench.row('Pushes', /^alice\/api:9.*cancelled/).waitFor()
		hub.clearFaults()
		assert.ok(!(await hub.tags('alice/api')).some(({ name }) => name === '9'))
	})

	it('uses the Docker CLI’s sign-in where that is', async () => {
		const { workbench } = stage()
		await workbench.row('Registries', /^alice.*Docker Hub/).click()
		const auth = Buffer.from(`bob:${readByDockerCli}`).toString('base64')
		await writeFile(
			join(dockerFolder, 'config.json'),
			JSON.stringify({ auths: { 'https://index.docker.io/v1/': { auth } } }),
		)
		await workbench.command('Docker Registries: Use the Docker CLI')
		await workbench.choice(/bob.*Docker Hub/).click()
		await workbench.row('Registries', /^bob.*Docker Hub · by the Docker CLI/).waitFor()
	})

	it('pushes as a task does, without a question where everything is given', async () => {
		const { hub, workbench } = stage()
		await workbench.command('Tasks: Run Task')
		await workbench.choice('release').first().click()
		await hub.arrival(({ method, path }) => method === 'PUT' && path.endsWith('/alice/catalog/manifests/latest'))
		await workbench.row('Pushes', /^alice\/catalog:latest.*[\da-f]{12}/).waitFor()
		await workbench.screenshot('push-task')
		assert.equal(hub.repository('alice/catalog')?.isPrivate, false)
		assert.equal((await hub.tags('alice/catalog')).length, 2)
		await workbench.command('View: Toggle Panel Visibility')
	})

	it('leaves no secret in settings, state or logs', async () => {
		const { dataFolder } = stage()
		const found: string[] = []
		for (const file of await readdir(dataFolder, { recursive: true, withFileTypes: true })) {
			const path = join(file.parentPath, file.name)
			if (!file.isFile() || path.includes('/extensions/')) continue
			const content = await readFile(path, 'latin1')
			if ([token, readByDockerCli, ...secretValues].some((secret) => content.includes(secret))) found.push(path)
		}
		assert.deepEqual(found, [])
	})
})

/** A task of the person's own, which VS Code reads when a window opens. */
async function writeTask(dataFolder: string): Promise<void> {
	const task = {
		label: 'release',
		type: 'longshore: push',
		image: 'shop/catalog:2.0',
		as: ['alice/catalog:2.0', 'alice/catalog:latest'],
		account: 'alice',
		visibility: 'public',
		pushAnyway: false,
		problemMatcher: [],
	}
	await writeFile(join(dataFolder, 'User/tasks.json'), JSON.stringify({ version: '2.0.0', tasks: [task] }))
}
