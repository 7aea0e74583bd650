import assert from 'node:assert/strict'

import { makeShop } from '../support/scene.ts'
import { onStage } from './stage.ts'

describe('Several images, pushed at once', () => {
	const stage = onStage({
		hub: true,
		settings: { 'longshore.push.preflight': 'quick' },
		scene: async ({ docker }) => {
			await makeShop(docker)
			await docker.getImage('shop/api:1.2').tag({ repo: 'alice/api', tag: '1' })
			await docker.getImage('shop/api:1.3').tag({ repo: 'alice/api', tag: '2' })
			await docker.getImage('shop/catalog:2.0').tag({ repo: 'bob/catalog', tag: '1' })
		},
	})
	const image = (text: RegExp) => stage().workbench.row('Images', text)

	before(async () => {
		const { hub, workbench } = stage()
		hub.createAccount({ name: 'alice', password: 'not-a-token' })
		hub.createAccount({ name: 'bob', password: 'not-a-token' })
		hub.createRepository('alice/api')
		for (const title of ['Volumes', 'Networks', 'Containers']) {
			await workbench.view(title).locator('.pane-header').click()
		}
		await workbench.command('Docker Registries: Sign In to Registry')
		await workbench.choice('Docker Hub').click()
		await workbench.answer('User name', 'alice')
		await workbench.answer('Personal access token', hub.createToken('alice'))
		await workbench.row('Registries', /^alice.*Docker Hub/).waitFor()
	})

	it('go, and which shall have another name is asked about afterwards', async () => {
		const { hub, workbench } = stage()
		await image(/^alice\/api/).click()
		await image(/^bob\/catalog/).click({ modifiers: ['ControlOrMeta'] })
		await workbench.menu(image(/^alice\/api/), 'Push Image')
		await workbench.choice('“bob” is not yours').waitFor()
		await workbench.choice('Choose Another Name').click()
		await workbench.choice(/alice\s*docker\.io/).click()
		await workbench.quickInput.filter({ hasText: 'Name to push it under' }).waitFor()
		// The image that it was about, not the one that the menu was opened on.
		assert.equal(await workbench.quickInput.locator('input.input').inputValue(), 'docker.io/alice/catalog:1')
		assert.deepEqual((await hub.tags('alice/api')).map(({ name }) => name).sort(), ['1', '2'])
		await workbench.page.keyboard.press('Escape')
		await workbench.notification('Pushed 2 images.').waitFor()
		await workbench.command('Notifications: Clear All Notifications')
	})

	it('are told together where the registry has not got them', async () => {
		const { hub, workbench } = stage()
		hub.fault({ on: 'manifestRead', status: 404 })
		await workbench.select(image(/^alice\/api/))
		await workbench.menu(image(/^alice\/api/), 'Push Image')
		const warning = workbench.notification('or nothing, under alice/api:1, alice/api:2')
		await warning.waitFor()
		assert.match(await warning.innerText(), /Pushed 2 images\./)
		await workbench.screenshot('push-several-lost')
	})
})
