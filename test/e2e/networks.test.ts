import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

import { onStage } from './stage.ts'

const run = promisify(execFile)

describe('Networks in the sidebar', () => {
	const stage = onStage()

	it('shows driver, subnet, internal; endpoints with addresses and aliases', async () => {
		const { workbench } = stage()
		await workbench.row('Networks', /^shop_back.*bridge · 10\.213\.\d+\.0\/24 · internal/).click()
		await workbench.row('Networks', /^shop-database-1.*10\.213\.\d+\.\d+ · also db/).waitFor()
		await workbench.row('Networks', /^shop_back/).click()
	})

	it('creates one by a name, a driver and Enter', async () => {
		const { engine, workbench } = stage()
		await workbench.command('Docker Networks: Create Network')
		await workbench.answer('Name of the network', 'quick')
		await workbench.choice(/^\s*bridge\s*A switch inside/).click()
		await workbench
			.choice(/^\s*Create “quick”/)
			.and(workbench.page.locator('.focused'))
			.waitFor()
		await workbench.screenshot('networks-settings')
		await workbench.page.keyboard.press('Enter')
		await workbench.row('Networks', /^quick.*bridge/).waitFor()
		const { Internal } = await engine.docker.getNetwork('quick').inspect()
		assert.equal(Internal, false)
	})

	it('creates one with subnets, range and options; says at the field what is wrong', async () => {
		const { engine, workbench } = stage()
		const input = workbench.quickInput.locator('input.input')
		await workbench.command('Docker Networks: Create Network')
		await workbench.answer('Name of the network', 'fresh')
		await workbench.choice(/^\s*bridge, internal/).click()
		await workbench.take('Add IPv4 Subnet')
		await workbench.complaint.filter({ hasText: 'IPv4 subnet' }).waitFor()
		assert.match(await input.inputValue(), /^172\.\d+\.0\.0\/16$|^192\.168\.\d+\.0\/20$/)
		await input.fill('10.213.0.0/16')
		await workbench.complaint.filter({ hasText: 'It overlaps with' }).waitFor()
		await workbench.screenshot('networks-subnet-overlap')
		await input.fill('10.99.0.1/24')
		await workbench.complaint.filter({ hasText: 'The subnet is 10.99.0.0/24' }).waitFor()
		await workbench.type('10.99.0.0/24')
		await workbench.complaint.filter({ hasText: 'Gateway' }).waitFor()
		await input.fill('10.98.0.1')
		await workbench.complaint.filter({ hasText: 'not within 10.99.0.0/24' }).waitFor()
		await workbench.type('10.99.0.254')
		await workbench.complaint.filter({ hasText: 'Range' }).waitFor()
		await input.fill('10.99.0.0/16')
		await workbench.complaint.filter({ hasText: 'The range is not within' }).waitFor()
		await workbench.type('10.99.0.128/25')
		await workbench.answer('Reserved addresses', 'printer=10.99.0.130')
		await workbench.take('Add IPv6 Subnet')
		await workbench.complaint.filter({ hasText: 'IPv6 subnet' }).waitFor()
		const proposed = await input.inputValue()
		assert.match(proposed, /^fd[\da-f:]+::\/64$/)
		await workbench.page.keyboard.press('Enter')
		for (const prompt of ['Gateway', 'Range', 'Reserved addresses']) await workbench.answer(prompt, '')
		await workbench.take('Set Option')
		await workbench.choice('bridge.enable_icc').waitFor()
		await workbench.screenshot('networks-options')
		await workbench.take('com.docker.network.driver.mtu')
		await workbench.complaint.filter({ hasText: 'The largest packet' }).waitFor()
		await input.fill('12')
		await workbench.complaint.filter({ hasText: 'not a value' }).waitFor()
		await workbench.type('1400')
		await workbench.choice(/^\s*com\.docker\.network\.driver\.mtu\s*1400/).waitFor()
		await workbench.screenshot('networks-settings-filled')
		await workbench.take('Create “fresh”')
		await workbench.row('Networks', /^fresh.*10\.99\.0\.0\/24.*internal/).waitFor()
		const { IPAM, Internal, EnableIPv6, Options } = await engine.docker.getNetwork('fresh').inspect()
		assert.equal(Internal, true)
		assert.equal(EnableIPv6, true)
		assert.deepEqual(Options, { 'com.docker.network.driver.mtu': '1400' })
		assert.deepEqual(IPAM?.Config, [
			{
				Subnet: '10.99.0.0/24',
				Gateway: '10.99.0.254',
				IPRange: '10.99.0.128/25',
				AuxiliaryAddresses: { printer: '10.99.0.130' },
			},
			{ Subnet: proposed },
		])
	})

	it('offers this machine’s interfaces to a network that stands on one, and the subnet that is there', async () => {
		const { engine, workbench } = stage()
		const parent = `ls${process.pid % 100_000}`
		await run('ip', ['link', 'add', parent, 'type', 'veth', 'peer', 'name', `${parent}p`])
		try {
			await run('ip', ['address', 'add', '10.217.5.1/24', 'dev', parent])
			for (const end of [parent, `${parent}p`]) await run('ip', ['link', 'set', end, 'up'])
			await workbench.command('Docker Networks: Create Network')
			await workbench.answer('Name of the network', 'lan')
			await workbench.choice(/^\s*macvlan/).click()
			await workbench.page.getByPlaceholder('On which interface').waitFor()
			await workbench.quickInput.locator('.monaco-list-row.focused').waitFor()
			await workbench.screenshot('networks-parent')
			// Other test engines may have left more interfaces than the list shows at once.
			await workbench.take(parent)
			await workbench.take('Add IPv4 Subnet')
			await workbench.complaint.filter({ hasText: 'IPv4 subnet' }).waitFor()
			assert.equal(await workbench.quickInput.locator('input.input').inputValue(), '10.217.5.0/24')
			await workbench.page.keyboard.press('Enter')
			for (const prompt of ['Gateway', 'Range', 'Reserved addresses']) await workbench.answer(prompt, '')
			await workbench.take('Create “lan”')
			await workbench.row('Networks', /^lan.*macvlan · 10\.217\.5\.0\/24/).waitFor()
			const { Options } = await engine.docker.getNetwork('lan').inspect()
			assert.deepEqual(Options, { parent })
			await engine.docker.getNetwork('lan').remove()
			await workbench.row('Networks', /^lan/).waitFor({ state: 'detached' })
		} finally {
			await run('ip', ['link', 'delete', parent])
		}
	})

	it('says which of this machine’s ways a subnet would hide, and takes it all the same', async () => {
		const { engine, workbench } = stage()
		const link = `ls${process.pid % 100_000}`
		await run('ip', ['link', 'add', link, 'type', 'veth', 'peer', 'name', `${link}p`])
		try {
			await run('ip', ['address', 'add', '10.217.6.1/24', 'dev', link])
			for (const end of [link, `${link}p`]) await run('ip', ['link', 'set', end, 'up'])
			await workbench.command('Docker Networks: Create Network')
			await workbench.answer('Name of the network', 'hiding')
			await workbench.choice(/^\s*bridge, internal/).click()
			await workbench.take('Add IPv4 Subnet')
			await workbench.complaint.filter({ hasText: 'IPv4 subnet' }).waitFor()
			await workbench.quickInput.locator('input.input').fill('10.217.0.0/16')
			await workbench.complaint.filter({ hasText: `reaches 10.217.6.0/24 through “${link}”` }).waitFor()
			await workbench.screenshot('networks-route')
			await workbench.page.keyboard.press('Enter')
			for (const prompt of ['Gateway', 'Range', 'Reserved addresses']) await workbench.answer(prompt, '')
			await workbench.choice(/^\s*Create “hiding”\s*bridge · internal · 10\.217\.0\.0\/16/).waitFor()
			await workbench.page.keyboard.press('Escape')
			const names = (await engine.docker.listNetworks()).map(({ Name }) => Name)
			assert.equal(names.includes('hiding'), false)
		} finally {
			await run('ip', ['link', 'delete', link])
		}
	})

	it('connects a container with an alias and an address', async () => {
		const { workbench } = stage()
		await workbench.menu(workbench.row('Networks', /^fresh/), 'Connect Container')
		await workbench.choice('shop-api-1').click()
		await workbench.page.keyboard.press('Enter')
		await workbench.take('Aliases')
		await workbench.answer('Other names', 'api')
		await workbench.take('IPv4 address')
		await workbench.complaint.filter({ hasText: 'Its address in' }).waitFor()
		await workbench.quickInput.locator('input.input').fill('10.50.0.9')
		await workbench.complaint.filter({ hasText: 'not within 10.99.0.0/24' }).waitFor()
		await workbench.type('10.99.0.9')
		await workbench.choice(/^\s*IPv4 address\s*10\.99\.0\.9/).waitFor()
		await workbench.screenshot('networks-connect')
		await workbench.take('Connect shop-api-1 to fresh')
		await workbench.expand(workbench.row('Networks', /^fresh/))
		await workbench.row('Networks', /^shop-api-1.*10\.99\.0\.9.* · also api/).waitFor()
	})

	for (const [view, container] of [
		['Networks', 'shop-api-1'],
		['Containers', 'shop-catalog-1'],
	] as const) {
		it(`connects a container that is dragged from the ${view.toLowerCase()} onto a network`, async () => {
			const { engine, workbench } = stage()
			await workbench.drag(workbench.row(view, new RegExp(`^${container}`)), workbench.row('Networks', /^quick/))
			await workbench
				.choice(new RegExp(`^\\s*Connect ${container} to quick`))
				.and(workbench.page.locator('.focused'))
				.waitFor()
			await workbench.page.keyboard.press('Enter')
			const joined = async () => (await engine.docker.getContainer(container).inspect()).NetworkSettings.Networks
			await workbench.until(async () => (await joined())['quick'] !== undefined)
		})
	}

	it('connects several containers at once', async () => {
		const { engine, workbench } = stage()
		await engine.docker.getNetwork('quick').disconnect({ Container: 'shop-catalog-1' })
		await workbench.menu(workbench.row('Networks', /^quick/), 'Connect Container')
		for (const name of ['shop-catalog-1', 'shop-database-1']) await workbench.choice(name).click()
		await workbench.page.keyboard.press('Enter')
		await workbench.take('Connect shop-catalog-1, shop-database-1 to quick')
		await workbench.expand(workbench.row('Networks', /^quick/))
		await workbench.row('Networks', /^shop-database-1/).waitFor()
		const { Containers } = await engine.docker.getNetwork('quick').inspect()
		assert.equal(Object.keys(Containers ?? {}).length, 3)
	})

	it('recreates a network with other settings; its containers keep their places', async () => {
		const { engine, workbench } = stage()
		const before = (await engine.docker.getContainer('shop-api-1').inspect()).NetworkSettings.Networks['fresh']
		await workbench.menu(workbench.row('Networks', /^fresh/), 'Recreate Network')
		await workbench.choice(/^\s*Internal/).click()
		await workbench.take('Recreate “fresh”')
		await workbench.dialog.filter({ hasText: 'shop-api-1: keeps 10.99.0.9' }).waitFor()
		await workbench.screenshot('networks-recreate')
		await workbench.press('Recreate')
		await workbench.row('Networks', /^fresh.*10\.99\.0\.0\/24(?!.*internal)/).waitFor()
		const inspected = await engine.docker.getNetwork('fresh').inspect()
		assert.equal(inspected.Internal, false)
		const after = (await engine.docker.getContainer('shop-api-1').inspect()).NetworkSettings.Networks['fresh']
		assert.equal(after?.IPAddress, before?.IPAddress)
		assert.ok(after?.Aliases?.includes('api'))
	})

	it('duplicates a network with free subnets, and offers its containers', async () => {
		const { engine, workbench } = stage()
		await workbench.menu(workbench.row('Networks', /^fresh/), 'Duplicate Network')
		await workbench.choice(/^\s*Containers/).click()
		await workbench.choice('shop-api-1').click()
		await workbench.page.keyboard.press('Enter')
		await workbench.choice(/^\s*Containers\s*shop-api-1/).waitFor()
		await workbench.screenshot('networks-duplicate')
		await workbench.take('Create “fresh_2”')
		await workbench.row('Networks', /^fresh_2/).waitFor()
		const { IPAM, Options, Containers } = await engine.docker.getNetwork('fresh_2').inspect()
		assert.deepEqual(Options, { 'com.docker.network.driver.mtu': '1400' })
		assert.equal(IPAM?.Config?.length, 2)
		assert.deepEqual(
			Object.values(Containers ?? {}).map(({ Name }) => Name),
			['shop-api-1'],
		)
	})

	it('explains what it shows, where one stays on it', async () => {
		const { workbench } = stage()
		await workbench.row('Networks', /^shop_back/).hover()
		const hover = workbench.page.locator('.monaco-hover:visible')
		await hover.filter({ hasText: 'A virtual switch inside this engine' }).waitFor()
		await hover.filter({ hasText: 'No way out and none in' }).waitFor()
		await workbench.screenshot('networks-tooltip')
		await workbench.menu(workbench.row('Networks', /^fresh_2/), 'Inspect Network')
		await workbench.page.locator('.view-line').filter({ hasText: '"Attachable"' }).locator('span span').first().hover()
		await hover.filter({ hasText: 'single containers may join too' }).waitFor()
		await workbench.screenshot('networks-inspect-hover')
	})

	it('says what disconnecting cuts', async () => {
		const { engine, workbench } = stage()
		const catalog = engine.docker.getContainer('shop-catalog-1')
		await workbench.menu(workbench.row('Networks', /^quick/), 'Remove Network')
		await workbench.press('Disconnect and Remove')
		await workbench.row('Networks', /^quick/).waitFor({ state: 'detached' })
		await workbench.expand(workbench.row('Networks', /^shop_front/))
		await workbench.menu(workbench.row('Networks', /^shop-catalog-1/), 'Disconnect Container')
		await workbench.dialog.filter({ hasText: 'can no longer reach shop-api-1' }).waitFor()
		await workbench.dialog.filter({ hasText: 'It can no longer reach the outside' }).waitFor()
		await workbench.screenshot('networks-disconnect')
		await workbench.press('Disconnect')
		await workbench.row('Networks', /^shop-catalog-1/).waitFor({ state: 'detached' })
		assert.equal((await catalog.inspect()).NetworkSettings.Networks['shop_front'], undefined)
	})

	it('connects a container to networks, starting from the container', async () => {
		const { engine, workbench } = stage()
		await workbench.menu(workbench.row('Networks', /^shop-api-1/), 'Connect to Network')
		await workbench.choice('shop_back').click()
		await workbench.page.keyboard.press('Enter')
		await workbench
			.choice(/^\s*Connect shop-api-1 to shop_back/)
			.and(workbench.page.locator('.focused'))
			.waitFor()
		await workbench.page.keyboard.press('Enter')
		await workbench.expand(workbench.row('Networks', /^shop_back/))
		await workbench.row('Networks', /^shop-database-1/).waitFor()
		const { NetworkSettings } = await engine.docker.getContainer('shop-api-1').inspect()
		assert.ok(NetworkSettings.Networks['shop_back'])
	})

	it('removes one in use only after its containers were named', async () => {
		const { workbench } = stage()
		await workbench.menu(workbench.row('Networks', /^fresh_2/), 'Remove Network')
		await workbench.dialog.filter({ hasText: 'connects shop-api-1' }).waitFor()
		await workbench.press('Disconnect and Remove')
		await workbench.row('Networks', /^fresh_2/).waitFor({ state: 'detached' })
	})

	it('offers no removal of the engine’s own', async () => {
		const { workbench } = stage()
		// Lines that are out of sight aren't there.
		await workbench.row('Networks', /^shop_front/).click()
		await workbench.page.keyboard.press('End')
		await workbench.row('Networks', /^host/).click({ button: 'right' })
		const menu = workbench.page.locator('.monaco-menu')
		await menu.filter({ hasText: 'Inspect Network' }).waitFor()
		for (const entry of ['Remove Network', 'Recreate Network']) {
			assert.equal(await menu.filter({ hasText: entry }).count(), 0)
		}
		await workbench.page.keyboard.press('Escape')
	})
})
