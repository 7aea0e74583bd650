import assert from 'node:assert/strict'

import { startEngineProxy } from '../support/engineProxy.ts'
import { onStage } from './stage.ts'

describe('The connection in the sidebar', () => {
	const stage = onStage()

	async function choose(host: string): Promise<void> {
		const { workbench } = stage()
		await workbench.command('Docker Engine: Choose Engine')
		await workbench.choice('Another Address').click()
		await workbench.type(host)
	}

	it('says when the engine is gone, and recovers without a click', async () => {
		const { engine, workbench } = stage()
		await workbench.row('Volumes', /^uploads/).waitFor()
		await engine.suspend()
		await workbench.view('Volumes').filter({ hasText: 'No Docker Engine answers.' }).waitFor()
		await workbench.view('Images').filter({ hasText: 'No Docker Engine answers.' }).waitFor()
		await workbench.screenshot('no-engine')
		await engine.resume()
		await workbench.row('Volumes', /^uploads/).waitFor()
		await workbench.row('Images', /^shop\/api/).waitFor()
	})

	it('says that an address is not valid, where it is typed', async () => {
		const { engine, workbench } = stage()
		await workbench.command('Docker Engine: Choose Engine')
		await workbench.choice('Another Address').click()
		const input = workbench.quickInput.locator('input.input')
		await input.fill('ftp://x')
		await workbench.complaint.filter({ hasText: 'use unix, npipe, tcp or ssh' }).waitFor()
		await input.fill('tcp://127.0.0.1:1')
		await workbench.page.keyboard.press('Enter')
		await workbench.view('Volumes').filter({ hasText: 'No Docker Engine answers.' }).waitFor()
		await workbench.command('Docker Engine: Start Engine')
		await workbench.notification('The engine at tcp://127.0.0.1:1 can only be started on its own machine').waitFor()
		await workbench.command('Notifications: Clear All Notifications')
		await workbench.command('Docker Engine: Choose Engine')
		await workbench.choice('Another Address').click()
		await input.fill(engine.host)
		await workbench.page.keyboard.press('Enter')
		await workbench.row('Volumes', /^uploads/).waitFor()
	})

	it('does not say that there is nothing while a list is under way', async () => {
		const { engine, workbench } = stage()
		const asked = Promise.withResolvers<void>()
		const release = Promise.withResolvers<void>()
		await using proxy = await startEngineProxy(engine.host, async (request) => {
			if (request.includes('/images/json')) {
				asked.resolve()
				await release.promise
			}
			return 'passes' as const
		})
		await choose(proxy.host)
		await asked.promise
		await workbench.row('Volumes', /^uploads/).waitFor()
		const nothing = workbench.view('Images').getByText('This engine has no images yet.')
		assert.equal(await nothing.isVisible(), false)
		release.resolve()
		await workbench.row('Images', /^shop\/api/).waitFor()
		await choose(engine.host)
		await workbench.row('Images', /^shop\/api/).waitFor()
	})

	it('says in its view which list the engine refuses, and shows the others', async () => {
		const { engine, workbench } = stage()
		await using proxy = await startEngineProxy(engine.host, (request) =>
			request.includes('/images/json') ? 'forbidden' : 'passes',
		)
		await choose(proxy.host)
		await workbench.view('Images').filter({ hasText: 'It says: “Forbidden by the proxy.”' }).waitFor()
		await workbench.row('Volumes', /^uploads/).waitFor()
		await choose(engine.host)
		await workbench.row('Images', /^shop\/api/).waitFor()
	})
})
