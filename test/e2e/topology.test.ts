import assert from 'node:assert/strict'
import type Docker from 'dockerode'
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { makeShop } from '../support/scene.ts'
import { onStage } from './stage.ts'
import { TopologyPage } from './topologyPage.ts'

/** Beside the shop: ports open to everyone and to the host alone, the host's sandbox, one shared, none. */
async function makeNeighbours(docker: Docker): Promise<void> {
	await makeShop(docker)
	const Cmd = ['sh', '-c', 'trap exit TERM; while true; do sleep 1; done']
	const start = async (
		name: string,
		HostConfig: Docker.HostConfig,
		more: Partial<Docker.ContainerCreateOptions> = {},
	) => {
		const container = await docker.createContainer({ name, Image: 'busybox', Cmd, HostConfig, ...more })
		await container.start()
	}
	const published = { ExposedPorts: { '80/tcp': {}, '9000/tcp': {} } }
	await start(
		'proxy',
		{
			NetworkMode: 'shop_front',
			PortBindings: { '80/tcp': [{ HostPort: '18080' }], '9000/tcp': [{ HostIp: '127.0.0.1', HostPort: '19000' }] },
		},
		published,
	)
	await start('metrics', { NetworkMode: 'host' })
	await start('offline', { NetworkMode: 'none' })
	await start('sidecar', { NetworkMode: 'container:proxy' })
	await docker.createNetwork({ Name: 'spare' })
	await docker.createContainer({ name: 'asleep', Image: 'busybox', HostConfig: { NetworkMode: 'spare' } })
}

describe('Topology', () => {
	const stage = onStage({ scene: ({ docker }) => makeNeighbours(docker) })
	const topology = () => new TopologyPage(stage().workbench)
	const selected = (view: string, text: string) =>
		stage().workbench.view(view).locator('.monaco-list-row.selected').filter({ hasText: text }).waitFor()

	it('shows networks, containers, the host and the outside world', async () => {
		const { workbench } = stage()
		await workbench.command('Docker Networks: Show Topology')
		await topology().node('shop-api-1').waitFor()
		await topology().node('shop_back').waitFor()
		await topology().node('Outside world').waitFor()
		await topology().node('proxy').getByText('*:18080 → 80/tcp').waitFor()
		await topology().node('sidecar').getByText('in the sandbox of proxy').waitFor()
		await workbench.screenshot('topology')
	})

	it('lights whom a container reaches, by which name and over which network; the others fade', async () => {
		const { workbench } = stage()
		await topology().node('shop-api-1').hover()
		const reached = topology().details.locator('li').filter({ hasText: 'shop-catalog-1' })
		await reached.filter({ hasText: /catalog, shop-catalog-1, 10\.213\.\d+\.\d+ · over shop_front/ }).waitFor()
		await topology()
			.details.locator('li')
			.filter({ hasText: /^shop_front · 10\.213\.\d+\.\d+$/ })
			.waitFor()
		await topology().faded.filter({ hasText: 'shop-database-1' }).waitFor()
		assert.equal(await topology().faded.filter({ hasText: 'shop-catalog-1' }).count(), 0)
		await workbench.screenshot('topology-reach')
	})

	it('selects in the sidebar on a click, and inspects on a double click', async () => {
		const { workbench } = stage()
		await topology().node('shop-database-1').click()
		await selected('Networks', 'shop-database-1')
		await topology().node('offline').click()
		await selected('Containers', 'offline')
		await topology().node('shop_front').dblclick()
		await workbench.page.locator('.tab.active').filter({ hasText: 'shop_front.json' }).waitFor()
		await workbench.page.keyboard.press('ControlOrMeta+w')
		await workbench.page.locator('.tab.active').filter({ hasText: 'Topology' }).waitFor()
	})

	it('has buttons beside the picture that answer at the first press, by the pointer and by the keyboard', async () => {
		const { workbench } = stage()
		const { keyboard } = workbench.page
		await topology().node('shop-database-1').click()
		await selected('Networks', 'shop-database-1')
		await topology().button('Inspect').click()
		await workbench.page.locator('.tab.active').filter({ hasText: 'shop-database-1.json' }).waitFor()
		await keyboard.press('ControlOrMeta+w')
		await workbench.page.locator('.tab.active').filter({ hasText: 'Topology' }).waitFor()
		await topology().node('offline').focus()
		await keyboard.press('Enter')
		await topology().details.getByRole('heading', { name: 'offline' }).waitFor()
		await keyboard.press('Tab')
		await topology().button('Show in Sidebar').and(topology().focused).waitFor()
		await keyboard.press('Tab')
		await keyboard.press('Enter')
		await workbench.page.locator('.tab.active').filter({ hasText: 'offline.json' }).waitFor()
		await keyboard.press('ControlOrMeta+w')
		await workbench.page.locator('.tab.active').filter({ hasText: 'Topology' }).waitFor()
	})

	it('follows what happens elsewhere, and leaves everything else where it stands', async () => {
		const { engine } = stage()
		const place = async () => topology().node('shop-catalog-1').getAttribute('transform')
		const before = await place()
		await engine.docker.createNetwork({ Name: 'from-elsewhere', Labels: { 'com.docker.compose.project': 'shop' } })
		await topology().node('from-elsewhere').waitFor()
		assert.equal(await place(), before)
		await engine.docker.getNetwork('from-elsewhere').remove()
		await topology().node('from-elsewhere').waitFor({ state: 'detached' })
		assert.equal(await place(), before)
	})

	it('cuts what has no room, and shows the whole of it where one stays on it', async () => {
		const { engine } = stage()
		const name = 'a-network-whose-name-is-far-longer-than-there-is-room-for'
		await engine.docker.createNetwork({ Name: name })
		const node = topology().nodes.filter({ hasText: name })
		await node.getByText(/^a-network-.*…$/).waitFor()
		// The texts themselves let the pointer through.
		assert.equal(await node.locator(':scope > title').textContent(), name)
		await engine.docker.getNetwork(name).remove()
		await node.waitFor({ state: 'detached' })
	})

	it('connects a container that is dragged onto a network, after asking', async () => {
		const { engine, workbench } = stage()
		const drag = async () => {
			await topology().node('shop-api-1').hover()
			await workbench.page.mouse.down()
			const target = await topology().node('spare').boundingBox()
			assert.ok(target)
			await workbench.page.mouse.move(target.x + target.width / 2, target.y + target.height / 2, { steps: 5 })
			await topology().status.filter({ hasText: 'Connect to spare' }).waitFor()
			await workbench.screenshot('topology-drag')
			await workbench.page.mouse.up()
			await workbench.dialog.filter({ hasText: 'Connect “shop-api-1” to “spare”?' }).waitFor()
		}
		const networks = async () =>
			Object.keys((await engine.docker.getContainer('shop-api-1').inspect()).NetworkSettings.Networks)
		await drag()
		await workbench.press('Cancel')
		assert.deepEqual(await networks(), ['shop_front'])
		await drag()
		await workbench.press('Connect')
		await topology().node('shop-api-1').locator('.endpoint').nth(1).waitFor()
		assert.deepEqual((await networks()).sort(), ['shop_front', 'spare'])
	})

	it('searches and filters', async () => {
		const { workbench } = stage()
		await topology().field('Search names, addresses, ports').fill('19000')
		await topology().faded.filter({ hasText: 'shop-api-1' }).waitFor()
		assert.equal(await topology().faded.filter({ hasText: 'proxy' }).filter({ hasText: '19000' }).count(), 0)
		await topology().field('Search names, addresses, ports').fill('')
		await topology().field('Project').selectOption('shop')
		await topology().node('proxy').waitFor({ state: 'detached' })
		await topology().node('shop-api-1').waitFor()
		await workbench.screenshot('topology-filtered')
		await topology().field('Project').selectOption('')
		await topology().field('Running only').check()
		await topology().node('asleep').waitFor({ state: 'detached' })
		await topology().field('Running only').uncheck()
		await topology().node('asleep').waitFor()
	})

	it('goes from node to node by the keyboard, and inspects', async () => {
		const { workbench } = stage()
		await topology().node('shop_back').focus()
		await workbench.page.keyboard.press('ArrowRight')
		await topology()
			.details.getByRole('heading', { name: /^shop-/ })
			.waitFor()
		await workbench.page.keyboard.press('Shift+Enter')
		await workbench.page
			.locator('.tab.active')
			.filter({ hasText: /^shop-.*\.json/ })
			.waitFor()
		await workbench.page.keyboard.press('ControlOrMeta+w')
	})

	it('says the same as a list, which keeps the keyboard where it is when something changes', async () => {
		const { engine, workbench } = stage()
		await topology().button('List').click()
		await topology()
			.row('shop-database-1')
			.filter({ hasText: /shop-catalog-1: .*over shop_back/ })
			.waitFor()
		await topology().row('proxy').filter({ hasText: '*:18080 → 80/tcp · open to everyone' }).waitFor()
		await workbench.screenshot('topology-list')
		const inspect = topology().button('Inspect: shop-database-1')
		await inspect.focus()
		await engine.docker.createNetwork({ Name: 'from-elsewhere' })
		await topology().row('from-elsewhere').waitFor()
		await inspect.and(topology().focused).waitFor()
		await engine.docker.getNetwork('from-elsewhere').remove()
		await inspect.click()
		await workbench.page.locator('.tab.active').filter({ hasText: 'shop-database-1.json' }).waitFor()
		await workbench.page.keyboard.press('ControlOrMeta+w')
		await topology().button('Picture').click()
	})

	it('copies Mermaid, and writes SVG and PNG that stand alone', async () => {
		const { workbench, dataFolder } = stage()
		await topology().button('Copy as Mermaid').click()
		await topology().status.filter({ hasText: 'Copied.' }).waitFor()
		const mermaid = String(await workbench.page.evaluate('navigator.clipboard.readText()'))
		assert.match(mermaid, /^flowchart LR\n[^]*subgraph g0 \["shop"\]/)
		for (const format of ['svg', 'png'] as const) {
			const path = join(dataFolder, `picture.${format}`)
			await topology().button(`Export as ${format.toUpperCase()}…`).click()
			const input = workbench.quickInput.locator('input.input')
			await workbench.until(async () => (await input.inputValue()).endsWith(`topology.${format}`))
			await input.fill(path)
			// It takes no answer while it looks at what was typed.
			const confirm = workbench.quickInput.getByRole('button', { name: 'OK' })
			await workbench.until(async () => {
				if (existsSync(path)) return true
				await confirm.click({ timeout: 500 }).catch(() => undefined)
				return false
			})
			await workbench.notification(`picture.${format}`).waitFor()
			const bytes = await readFile(path)
			if (format === 'png') assert.equal(bytes.subarray(1, 4).toString('latin1'), 'PNG')
			else assert.match(bytes.toString(), /^<svg [^]*shop-api-1[^]*<\/svg>$/)
			await mkdir('test-results', { recursive: true })
			await writeFile(`test-results/topology-export.${format}`, bytes)
		}
	})

	it('looks right in every kind of theme', async () => {
		const { workbench } = stage()
		for (const [theme, kind] of [
			['Dark Modern', 'vscode-dark'],
			['Dark High Contrast', 'vscode-high-contrast'],
			['Light High Contrast', 'vscode-high-contrast-light'],
			['Light Modern', 'vscode-light'],
		] as const) {
			await workbench.command('Preferences: Color Theme')
			await workbench.quickInput.locator('input').first().fill(theme)
			await workbench.choice(theme).first().click()
			await topology().themed(kind).waitFor()
			await topology().node('proxy').hover()
			await workbench.screenshot(`topology-${kind}`)
		}
	})
})
