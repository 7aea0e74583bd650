import assert from 'node:assert/strict'
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'

import { onStage } from './stage.ts'

describe('Tag and push to Docker Hub', () => {
	const stage = onStage({ hub: true, settings: { 'longshore.push.preflight': 'off' } })
	const secrets: string[] = []
	let tries = 0

	before(() => {
		const { hub } = stage()
		hub.createAccount({ name: 'alice', password: 'not-a-token' })
		hub.createAccount({ name: 'bob', password: 'not-a-token' })
		hub.createRepository('alice/secret', { isPrivate: true })
	})

	async function signIn(userName: string, secret: string): Promise<void> {
		const { workbench } = stage()
		secrets.push(secret)
		await workbench.command('Docker Registries: Sign In to Registry')
		await workbench.choice('Docker Hub').click()
		await workbench.answer('User name', userName)
		await workbench.answer('Personal access token', secret)
	}

	function account(name: string) {
		return stage().workbench.choice(new RegExp(`${name}\\s*docker\\.io`))
	}

	it('refuses a wrong token at the field', async () => {
		const { workbench } = stage()
		await signIn('alice', 'dckr_pat_wrong')
		await workbench.complaint.filter({ hasText: 'Docker Hub refused it' }).waitFor()
		await workbench.page.keyboard.press('Escape')
		await workbench.view('Registries').filter({ hasText: 'Sign In to Registry' }).waitFor()
	})

	it('signs in with a right one', async () => {
		const { hub, workbench } = stage()
		await signIn('alice', hub.createToken('alice'))
		await workbench.row('Registries', /^alice.*Docker Hub/).waitFor()
	})

	it('proposes the account’s name in front, says what is wrong with a name, pushes, and tells the digest', async () => {
		const { engine, hub, workbench } = stage()
		await workbench.row('Images', /^shop\/api/).click()
		await workbench.menu(workbench.row('Images', /^1\.2/), 'Tag and Push Image')
		await account('alice').click()
		await workbench.quickInput.filter({ hasText: 'Name to push it under' }).waitFor()
		const input = workbench.quickInput.locator('input.input')
		assert.equal(await input.inputValue(), 'docker.io/alice/api:1.2')
		await input.fill('docker.io/alice/API:1.2')
		await workbench.complaint.filter({ hasText: '“API” must be in lower case: api' }).waitFor()
		await input.fill('ghcr.io/alice/api:1.2')
		await workbench.complaint.filter({ hasText: 'belongs to ghcr.io' }).waitFor()
		await input.fill('docker.io/shop/catalog:2.0')
		await workbench.complaint.filter({ hasText: 'has this name now and loses it' }).waitFor()
		await workbench.type('docker.io/alice/api:1.2')
		const result = workbench.notification(/Pushed alice\/api:1\.2/)
		await result.waitFor()
		const [tag] = await hub.tags('alice/api')
		assert.ok(tag)
		assert.ok((await result.innerText()).includes(tag.digest))
		await workbench.row('Images', /^alice\/api/).waitFor()
		const { RepoDigests } = await engine.docker.getImage('alice/api:1.2').inspect()
		// The containerd store gives each local name the digest, the others only what was pushed.
		const names = (await engine.isContainerdStore()) ? ['alice/api', 'shop/api'] : ['alice/api']
		assert.deepEqual(
			RepoDigests.sort(),
			names.map((name) => `${name}@${tag.digest}`),
		)
		await result.hover()
		await workbench.page.getByRole('button', { name: 'Copy Pull Command' }).click()
		await workbench.page.waitForFunction(
			'navigator.clipboard.readText().then((text) => text === "docker pull alice/api:1.2")',
		)
	})

	it('pushes to a private repository, which stays private', async () => {
		const { hub, workbench } = stage()
		await workbench.command('Docker Images: Tag and Push Image')
		await workbench.choice('shop/catalog').click()
		await account('alice').click()
		await workbench.answer('Name to push it under', 'alice/secret:1')
		await workbench.notification(/Pushed alice\/secret:1/).waitFor()
		assert.equal(hub.repository('alice/secret')?.isPrivate, true)
		assert.equal((await hub.tags('alice/secret')).length, 1)
	})

	it('says that one has no right on another’s namespace, and offers another name', async () => {
		const { workbench } = stage()
		await workbench.command('Docker Images: Tag and Push Image')
		await workbench.choice('shop/catalog').click()
		await account('alice').click()
		await workbench.answer('Name to push it under', 'bob/catalog:1')
		const failure = workbench.notification(/alice has no right to push to “bob”/)
		await failure.waitFor()
		await failure.getByRole('button', { name: 'Choose Another Name' }).waitFor()
		await workbench.command('Notifications: Clear All Notifications')
	})

	it('says that a token may only read, and replaces it', async () => {
		const { hub, workbench } = stage()
		const readOnly = hub.createToken('bob', { scope: 'repo:read' })
		await signIn('bob', readOnly)
		await workbench.row('Registries', /^bob/).waitFor()
		await workbench.command('Docker Images: Tag and Push Image')
		await workbench.choice('shop/catalog').click()
		await account('bob').click()
		await workbench.answer('Name to push it under', 'bob/catalog:1')
		const failure = workbench.notification(/access token of bob may only read/)
		await failure.waitFor()
		await failure.hover()
		await failure.getByRole('button', { name: 'Replace Access Token' }).click()
		const writing = hub.createToken('bob')
		secrets.push(writing)
		await workbench.answer('Personal access token of bob', writing)
		await workbench.notification(/Pushed bob\/catalog:1/).waitFor()
		await workbench.command('Notifications: Clear All Notifications')
	})

	it('says that a token was revoked', async () => {
		const { hub, workbench } = stage()
		const token = secrets.at(-1) ?? ''
		hub.revoke(token)
		await workbench.command('Docker Images: Push Image')
		await workbench.choice('bob/catalog:1').click()
		await workbench.notification(/refused the access token of bob/).waitFor()
		await workbench.command('Notifications: Clear All Notifications')
	})

	it('pushes as the one who signed in after a failure, and not at all when one leaves the sign-in', async () => {
		const { hub, workbench } = stage()
		// Another one at each try: who has signed in once would be chosen without a question.
		tries += 1
		const owner = `carol${tries}`
		hub.createAccount({ name: owner, password: 'not-a-token' })
		const failure = workbench.notification(`alice has no right to push to “${owner}”`)
		const signInAfterFailure = async () => {
			await failure.waitFor()
			await failure.hover()
			await failure.getByRole('button', { name: 'Sign In' }).click()
			await workbench.quickInput.filter({ hasText: 'User name' }).waitFor()
		}
		await workbench.command('Docker Images: Tag and Push Image')
		await workbench.choice('shop/catalog').first().click()
		await account('alice').click()
		await workbench.answer('Name to push it under', `${owner}/catalog:1`)
		await signInAfterFailure()
		hub.forgetRequests()
		await workbench.page.keyboard.press('Escape')
		await workbench.quickInput.waitFor({ state: 'hidden' })
		await workbench.page.waitForTimeout(1_000)
		assert.ok(!hub.requests.some(({ path }) => path.includes(`${owner}/catalog`)))
		await workbench.command('Docker Images: Push Image')
		await workbench.choice(`${owner}/catalog:1`).click()
		await account('alice').click()
		await signInAfterFailure()
		const token = hub.createToken(owner)
		secrets.push(token)
		await workbench.answer('User name', owner)
		await workbench.answer('Personal access token', token)
		// So soon after others VS Code shows it among the notifications only.
		await workbench.command('Notifications: Show Notifications')
		await workbench.notification(`Pushed ${owner}/catalog:1`).waitFor()
		await workbench.command('Notifications: Clear All Notifications')
	})

	it('can be cancelled in the middle', async () => {
		const { hub, workbench } = stage()
		const stall = hub.stallUpload()
		await workbench.command('Docker Images: Tag and Push Image')
		await workbench.choice('shop/api:1.3').click()
		await account('alice').click()
		await workbench.answer('Name to push it under', 'alice/stalled:1')
		const progress = workbench.notification(/Pushing alice\/stalled:1/)
		await progress.waitFor()
		await hub.arrival(({ method, path }) => method !== 'GET' && path.includes('alice/stalled/blobs/uploads'))
		await workbench.screenshot('pushing')
		await progress.getByRole('button', { name: 'Cancel' }).click()
		await progress.waitFor({ state: 'detached' })
		hub.clearFaults()
		assert.ok(stall)
		assert.deepEqual(await hub.tags('alice/stalled'), [])
	})

	it('leaves no secret in settings, state, logs or the list of processes', async () => {
		const { dataFolder } = stage()
		const found: string[] = []
		for (const file of await readdir(dataFolder, { recursive: true, withFileTypes: true })) {
			if (!file.isFile()) continue
			const path = join(file.parentPath, file.name)
			if (path.includes('/extensions/')) continue
			const content = await readFile(path, 'latin1')
			if (secrets.some((secret) => content.includes(secret))) found.push(path)
		}
		for (const name of await readdir('/proc')) {
			const line = /^\d+$/.test(name) ? await readFile(`/proc/${name}/cmdline`, 'latin1').catch(() => '') : ''
			if (secrets.some((secret) => line.includes(secret))) found.push(line)
		}
		assert.deepEqual(found, [])
	})
})
