import assert from 'node:assert/strict'

import { startEngineProxy, type EngineProxy } from '../support/engineProxy.ts'
import { onStage } from './stage.ts'

describe('A window that opens with Longshore out of sight', () => {
	const stage = onStage({ hub: true })
	let proxy: EngineProxy

	before(async () => {
		const { engine, hub, workbench } = stage()
		proxy = await startEngineProxy(engine.host)
		hub.createAccount({ name: 'alice', password: 'not-a-token' })
		hub.createRepository('alice/cut')
		hub.createRepository('alice/both')
		for (const view of ['Networks', 'Containers']) await workbench.view(view).locator('.pane-header').click()
		await workbench.command('Docker Engine: Choose Engine')
		await workbench.choice('Another Address').click()
		await workbench.type(proxy.host)
		await workbench.until(async () => proxy.requests.length > 0)
		await workbench.command('Docker Registries: Sign In to Registry')
		await workbench.choice('Docker Hub').click()
		await workbench.answer('User name', 'alice')
		await workbench.answer('Personal access token', hub.createToken('alice'))
		await workbench.row('Registries', /^alice.*Docker Hub/).waitFor()
	})
	after(() => proxy[Symbol.asyncDispose]())

	/** Loads the window anew, with the Explorer in its sidebar. */
	async function reload(): Promise<void> {
		const { page } = stage().workbench
		await page.locator('.activitybar .action-item [aria-label^="Explorer"]').first().click()
		await page.locator('.sidebar .composite.title').filter({ hasText: 'Explorer' }).waitFor()
		// VS Code itself writes its state a moment later.
		await page.waitForTimeout(2_000)
		await page.reload()
		await page.locator('.monaco-workbench .part.activitybar').waitFor({ timeout: 60_000 })
	}

	it('has the accounts in the Accounts menu, and asks no engine until it is looked at', async () => {
		const { workbench } = stage()
		await reload()
		const before = proxy.requests.length
		const menu = workbench.page.locator('.monaco-menu')
		await workbench.until(async () => {
			await workbench.page.locator('.activitybar .action-item [aria-label^="Accounts"]').first().click()
			await menu.waitFor()
			const isThere = await menu.getByText('alice – Docker Hub').isVisible()
			if (isThere) await workbench.screenshot('accounts-out-of-sight')
			await workbench.page.keyboard.press('Escape')
			await menu.waitFor({ state: 'detached' })
			return isThere
		})
		assert.deepEqual(proxy.requests.slice(before), [])
		await workbench.openSidebar()
		await workbench.row('Volumes', /^uploads/).waitFor()
		assert.notDeepEqual(proxy.requests.slice(before), [])
	})

	it('says which push was cut off when it closed', async () => {
		const { hub, workbench } = stage()
		const stall = hub.stallUpload()
		await workbench.command('Docker Images: Tag and Push Image')
		await workbench.choice('shop/catalog').click()
		await workbench.choice(/alice\s*docker\.io/).click()
		await workbench.answer('Name to push it under', 'alice/cut:1')
		await stall.reached
		await reload()
		const told = workbench.notification('The push of alice/cut:1 was cut off')
		await told.waitFor({ timeout: 30_000 })
		await workbench.screenshot('push-cut-off')
		hub.clearFaults()
		await told.hover()
		await told.getByRole('button', { name: 'Push Again' }).click()
		await workbench.notification('Pushed alice/cut:1').waitFor()
	})

	it('says in one message which of several were, and pushes them all again', async () => {
		const { engine, hub, workbench } = stage()
		await workbench.command('Notifications: Clear All Notifications')
		const names = ['alice/both:1', 'alice/both:2']
		for (const tag of ['1', '2']) {
			await engine.docker.getImage(`shop/api:1.${tag === '1' ? 2 : 3}`).tag({ repo: 'alice/both', tag })
		}
		await workbench.openSidebar()
		const stall = hub.stallUpload()
		const repository = workbench.row('Images', /^alice\/both/)
		await repository.click()
		await workbench.menu(repository, 'Push Image')
		await stall.reached
		await reload()
		const told = workbench.notification('2 pushes were cut off')
		await told.waitFor({ timeout: 30_000 })
		const text = await told.innerText()
		assert.ok(names.every((name) => text.includes(name)))
		hub.clearFaults()
		await told.hover()
		await told.getByRole('button', { name: 'Push Again' }).click()
		await workbench.notification('Pushed 2 images.').waitFor()
		assert.deepEqual((await hub.tags('alice/both')).map(({ name }) => name).sort(), ['1', '2'])
	})
})
