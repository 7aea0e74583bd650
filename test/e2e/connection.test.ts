import { startEngineProxy } from '../support/engineProxy.ts'
import { onStage } from './stage.ts'

describe('The connection in the sidebar', () => {
	const stage = onStage()

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
		await workbench.command('Docker Engine: Choose Engine')
		await workbench.choice('Another Address').click()
		await input.fill(engine.host)
		await workbench.page.keyboard.press('Enter')
		await workbench.row('Volumes', /^uploads/).waitFor()
	})

	it('says in its view which list the engine refuses, and shows the others', async () => {
		const { engine, workbench } = stage()
		await using proxy = await startEngineProxy(engine.host, (request) =>
			request.includes('/images/json') ? 'forbidden' : 'passes',
		)
		const choose = async (host: string) => {
			await workbench.command('Docker Engine: Choose Engine')
			await workbench.choice('Another Address').click()
			await workbench.quickInput.locator('input.input').fill(host)
			await workbench.page.keyboard.press('Enter')
		}
		await choose(proxy.host)
		await workbench.view('Images').filter({ hasText: 'It says: “Forbidden by the proxy.”' }).waitFor()
		await workbench.row('Volumes', /^uploads/).waitFor()
		await choose(engine.host)
		await workbench.row('Images', /^shop\/api/).waitFor()
	})
})
