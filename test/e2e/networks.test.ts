import assert from 'node:assert/strict'

import { onStage } from './stage.ts'

describe('Networks in the sidebar', () => {
	const stage = onStage()

	it('shows driver, subnet, internal; endpoints with addresses and aliases', async () => {
		const { workbench } = stage()
		await workbench.row('Networks', /^shop_back.*bridge · 10\.213\.\d+\.0\/24 · internal/).waitFor()
		await workbench.row('Networks', /^shop_back/).click()
		await workbench.row('Networks', /^shop-database-1.*10\.213\.\d+\.\d+ · also db/).waitFor()
		await workbench.row('Networks', /^shop_back/).click()
	})

	it('creates one; says at the field what is wrong with a subnet', async () => {
		const { engine, workbench } = stage()
		await workbench.command('Docker Networks: Create Network')
		await workbench.answer('Name of the network', 'fresh')
		await workbench.choice('bridge').click()
		await workbench.choice('Internal').click()
		await workbench.page.keyboard.press('Enter')
		await workbench.quickInput.filter({ hasText: 'IPv4 subnet' }).waitFor()
		const input = workbench.quickInput.locator('input.input')
		await input.fill('10.213.0.0/16')
		await workbench.complaint.filter({ hasText: 'It overlaps with' }).waitFor()
		await input.fill('10.99.0.1/24')
		await workbench.complaint.filter({ hasText: 'The subnet is 10.99.0.0/24' }).waitFor()
		await workbench.type('10.99.0.0/24')
		await workbench.quickInput.filter({ hasText: 'Gateway' }).waitFor()
		await input.fill('10.98.0.1')
		await workbench.complaint.filter({ hasText: 'not within 10.99.0.0/24' }).waitFor()
		await workbench.type('10.99.0.254')
		await workbench.answer('Options of the driver', '')
		await workbench.answer('Labels', '')
		await workbench.row('Networks', /^fresh.*10\.99\.0\.0\/24 · internal/).waitFor()
		const { IPAM, Internal } = await engine.docker.getNetwork('fresh').inspect()
		assert.equal(Internal, true)
		assert.deepEqual(IPAM?.Config, [{ Subnet: '10.99.0.0/24', Gateway: '10.99.0.254' }])
	})

	it('connects a container with an alias and an address', async () => {
		const { workbench } = stage()
		await workbench.menu(workbench.row('Networks', /^fresh/), 'Connect Container')
		await workbench.choice('shop-api-1').click()
		await workbench.answer('Other names', 'api')
		await workbench.quickInput.filter({ hasText: 'Its address in' }).waitFor()
		await workbench.quickInput.locator('input.input').fill('10.50.0.9')
		await workbench.complaint.filter({ hasText: 'not within 10.99.0.0/24' }).waitFor()
		await workbench.type('10.99.0.9')
		await workbench.expand(workbench.row('Networks', /^fresh/))
		await workbench.row('Networks', /^shop-api-1.*10\.99\.0\.9 · also api/).waitFor()
	})

	it('says what disconnecting cuts', async () => {
		const { engine, workbench } = stage()
		const catalog = engine.docker.getContainer('shop-catalog-1')
		await workbench.row('Networks', /^shop_front/).click()
		await workbench.menu(workbench.row('Networks', /^shop-catalog-1/), 'Disconnect Container')
		await workbench.dialog.filter({ hasText: 'can no longer reach shop-api-1' }).waitFor()
		await workbench.press('Disconnect')
		await workbench.row('Networks', /^shop-catalog-1/).waitFor({ state: 'detached' })
		assert.equal((await catalog.inspect()).NetworkSettings.Networks['shop_front'], undefined)
	})

	it('removes one in use only after its containers were named', async () => {
		const { workbench } = stage()
		await workbench.menu(workbench.row('Networks', /^fresh/), 'Remove Network')
		await workbench.dialog.filter({ hasText: 'connects shop-api-1' }).waitFor()
		await workbench.press('Disconnect and Remove')
		await workbench.row('Networks', /^fresh/).waitFor({ state: 'detached' })
	})

	it('offers no removal of the engine’s own', async () => {
		const { workbench } = stage()
		await workbench.row('Networks', /^host/).click({ button: 'right' })
		const menu = workbench.page.locator('.monaco-menu')
		await menu.filter({ hasText: 'Inspect Network' }).waitFor()
		assert.equal(await menu.filter({ hasText: 'Remove Network' }).count(), 0)
		await workbench.page.keyboard.press('Escape')
	})
})
