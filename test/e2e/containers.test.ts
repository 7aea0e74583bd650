import assert from 'node:assert/strict'

import type { TestEngine } from '../support/engine.ts'
import { makeShop } from '../support/scene.ts'
import { onStage } from './stage.ts'

const work = [
	'mkdir -p /srv/reports/2026 /tmp/t /scratch/cache',
	'head -c 250000 /dev/zero > /srv/reports/2026/january.pdf',
	'head -c 40000 /dev/zero > /srv/reports/index.db',
	'echo draft > /etc/app.conf; echo x > /tmp/t/x; echo warm > /scratch/cache/page',
	'echo "<meta charset=utf-8>the reporter’s page" > /dev/shm/index.html; httpd -p 80 -h /dev/shm',
	'echo hello from the reporter; echo a complaint >&2',
	'trap "echo going; exit" TERM; while true; do sleep 1; done',
].join('; ')

/** The three-service example, and one container that does everything that one shouldn't. */
async function makeScene({ docker }: TestEngine): Promise<void> {
	await makeShop(docker)
	const { id } = await docker.createContainer({
		name: 'reporter',
		Image: 'busybox',
		Cmd: ['sh', '-c', work],
		ExposedPorts: { '80/tcp': {}, '9000/tcp': {}, '53/udp': {} },
		Healthcheck: { Test: ['CMD', 'true'], Interval: 1_000_000_000 },
		HostConfig: {
			PortBindings: { '80/tcp': [{ HostPort: '38080' }], '9000/tcp': [{ HostIp: '127.0.0.1', HostPort: '39000' }] },
			Mounts: [
				{ Type: 'volume', Source: 'uploads', Target: '/uploads', ReadOnly: true },
				{ Type: 'volume', Source: '', Target: '/cache' },
				{ Type: 'bind', Source: '/opt', Target: '/host' },
				{ Type: 'tmpfs', Source: '', Target: '/scratch', TmpfsOptions: { SizeBytes: 1_000_000, Mode: 0o1777 } },
			],
		},
	})
	await docker.getContainer(id).start()
}

describe('Containers in the sidebar', () => {
	const stage = onStage({ outside: true, scene: makeScene, settings: { 'terminal.integrated.gpuAcceleration': 'off' } })
	const view = 'Containers'

	before(async () => {
		const { workbench } = stage()
		// Room for one view: the others are folded away.
		for (const title of ['Volumes', 'Networks', 'Images', 'Registries']) {
			await workbench.view(title).locator('.pane-header').click()
		}
		await workbench.row(view, /^reporter/).waitFor()
	})

	it('groups by compose project; shows state, health, image and ports', async () => {
		const { workbench } = stage()
		await workbench.row(view, /^shop3 of 3 running/).waitFor()
		await workbench.row(view, /^shop-database-1.*running · busybox/).waitFor()
		await workbench.row(view, /^reporter.*running · healthy · busybox · .*38080→80\/tcp/).waitFor()
	})

	it('shows every mount', async () => {
		const { workbench } = stage()
		await workbench.row(view, /^shop3/).click()
		await workbench.expand(workbench.row(view, /^reporter/))
		await workbench.expand(workbench.row(view, /^Mounts/))
		await workbench.row(view, /^\/uploadsvolume · uploads · read-only/).waitFor()
		await workbench.row(view, /^\/cacheanonymous volume · [\da-f]{12} · read\/write/).waitFor()
		await workbench.row(view, /^\/hostbind · \/opt · read\/write/).waitFor()
		await workbench.row(view, /^\/scratchtmpfs · at most 1 MB · read\/write/).waitFor()
	})

	it('browses a tmpfs through the container', async () => {
		const { workbench } = stage()
		await workbench.expand(workbench.row(view, /^\/scratch/))
		await workbench.expand(workbench.row(view, /^cache$/))
		await workbench.row(view, /^page5 B/).click()
		await workbench.page.locator('.editor-container .view-lines').filter({ hasText: 'warm' }).waitFor()
		await workbench.screenshot('containers-mounts')
		await workbench.command('View: Close Editor')
		await workbench.row(view, /^\/scratch/).click()
	})

	it('shows endpoints, and ports with those that are open to everyone', async () => {
		const { workbench } = stage()
		await workbench.expand(workbench.row(view, /^Networksbridge/))
		await workbench.row(view, /^bridge10\.212\.\d+\.\d+\/24/).waitFor()
		await workbench.expand(workbench.row(view, /^Portsopen to everyone/))
		await workbench.row(view, /^38080→80\/tcpopen to everyone · 0\.0\.0\.0/).waitFor()
		await workbench.row(view, /^39000→9000\/tcp127\.0\.0\.1$/).waitFor()
		await workbench.row(view, /^53\/udpnot published/).waitFor()
	})

	it('opens a published port in the browser', async () => {
		const { workbench } = stage()
		const opened = workbench.page.context().waitForEvent('page')
		await workbench.menu(workbench.row(view, /^38080→80/), 'Open in Browser')
		const page = await opened
		await page.getByText('the reporter’s page').waitFor()
		await page.close()
	})

	it('shows on this machine what a bind mount binds', async () => {
		const { workbench } = stage()
		const opened = workbench.page.context().waitForEvent('page')
		await workbench.menu(workbench.row(view, /^\/host/), 'Reveal on Host')
		const page = await opened
		assert.equal(new URL(page.url()).searchParams.get('folder'), '/opt')
		await page.close()
	})

	it('shows what was written outside of volumes, noise folded away', async () => {
		const { workbench } = stage()
		await workbench.row(view, /^Mounts/).click()
		await workbench.expand(workbench.row(view, /^Data at Risk/))
		// What is said about a line covers the next one for as long as one stays on it.
		await workbench.page.mouse.move(900, 100)
		await workbench.expand(workbench.row(view, /^\/srv\/reports290 kB · 2 files/))
		await workbench.expand(workbench.row(view, /^2026250 kB/))
		await workbench.row(view, /^january\.pdf250 kB/).waitFor()
		await workbench.row(view, /^Temporary Files and Caches2 B · 1 file/).waitFor()
		await workbench.screenshot('containers-data-at-risk')
		await workbench.menu(workbench.row(view, /^reporter/), 'Show Data at Risk')
		await workbench.row(view, /^Data at Risk290 kB · 3 files/).waitFor()
	})

	it('moves a folder into a volume, and shows how it is mounted', async () => {
		const { engine, workbench } = stage()
		await workbench.page.mouse.move(900, 100)
		await workbench.menu(workbench.row(view, /^\/srv\/reports/), 'Move to a Volume')
		await workbench.quickInput.filter({ hasText: 'Name of the new volume' }).waitFor()
		const input = workbench.quickInput.locator('input.input')
		assert.equal(await input.inputValue(), 'reporter_reports')
		await input.fill('uploads')
		await workbench.complaint.filter({ hasText: 'exists already' }).waitFor()
		await workbench.type('rescued')
		await workbench.choice('Pause It').click()
		const done = workbench.notification(/The data is in volume “rescued”/)
		await done.waitFor()
		await workbench.page.locator('.view-lines').filter({ hasText: 'type=volume,source=rescued' }).waitFor()
		await workbench.screenshot('containers-moved')
		await done.getByRole('button', { name: 'Copy Compose Lines' }).click()
		await workbench.page.waitForFunction(
			'navigator.clipboard.readText().then((text) => text.includes("external: true"))',
		)
		await engine.docker.getVolume('rescued').inspect()
		await workbench.command('View: Close Editor')
		await workbench.press("Don't Save")
	})

	it('says before it removes how much goes with it', async () => {
		const { workbench } = stage()
		await workbench.menu(workbench.row(view, /^reporter/), 'Remove Container')
		await workbench.dialog.filter({ hasText: /reporter \(running\): wrote 29\d.* kB outside of volumes/ }).waitFor()
		await workbench.screenshot('containers-remove')
		await workbench.press('Cancel')
	})

	it('selects the volume of a mount in the volumes view', async () => {
		const { workbench } = stage()
		await workbench.row(view, /^Data at Risk/).click()
		await workbench.expand(workbench.row(view, /^Mounts/))
		await workbench.menu(workbench.row(view, /^\/uploads/), 'Show Volume')
		const row = workbench.row('Volumes', /^uploads/)
		await row.and(workbench.page.locator('[aria-selected=true]')).waitFor()
		await workbench.view('Volumes').locator('.pane-header').click()
	})

	it('selects the network of an endpoint in the networks view', async () => {
		const { workbench } = stage()
		await workbench.row(view, /^Mounts/).click()
		await workbench.menu(workbench.row(view, /^bridge/), 'Show Network')
		await workbench
			.row('Networks', /^bridge/)
			.and(workbench.page.locator('[aria-selected=true]'))
			.waitFor()
		await workbench.view('Networks').locator('.pane-header').click()
	})

	it('follows the logs, over an end and a new start', async () => {
		const { workbench } = stage()
		await workbench.menu(workbench.row(view, /^reporter/), 'Show Logs')
		const written = workbench.page.locator('.xterm-rows')
		await written.filter({ hasText: 'a complaint' }).waitFor()
		await workbench.menu(workbench.row(view, /^reporter/), 'Stop Container')
		await workbench.row(view, /^reporter.*stopped/).waitFor()
		await written.filter({ hasText: 'The container has stopped.' }).waitFor()
		await workbench.menu(workbench.row(view, /^reporter/), 'Start Container')
		await workbench.row(view, /^reporter.*running/).waitFor()
		await written.filter({ hasText: /stopped\.[^]*hello from the reporter/ }).waitFor()
		await workbench.screenshot('containers-logs')
	})

	it('opens a shell', async () => {
		const { workbench } = stage()
		await workbench.menu(workbench.row(view, /^reporter/), 'Open Shell')
		const written = workbench.page.locator('.xterm-rows')
		await written.filter({ hasText: '/ #' }).waitFor()
		await workbench.page.keyboard.type('wc -c < /srv/reports/index.db\n')
		await written.filter({ hasText: '40000' }).waitFor()
		await workbench.screenshot('containers-shell')
		await workbench.page.keyboard.type('exit\n')
		await written.filter({ hasText: '40000' }).waitFor({ state: 'hidden' })
	})

	it('prunes what is stopped, ticking only what lost nothing', async () => {
		const { engine, workbench } = stage()
		for (const [name, script] of [
			['clean', 'true'],
			['dirty', 'head -c 5000 /dev/zero > /kept'],
		] as const) {
			const { id } = await engine.docker.createContainer({ name, Image: 'busybox', Cmd: ['sh', '-c', script] })
			await engine.docker.getContainer(id).start()
			await engine.docker.getContainer(id).wait()
		}
		await workbench.row(view, /^dirtystopped/).waitFor()
		await workbench.command('Docker Containers: Prune Stopped Containers')
		const dirty = workbench.choice(/^dirty.*stopped · wrote 5 kB outside of volumes/)
		assert.equal(await dirty.getByRole('checkbox').isChecked(), false)
		assert.equal(
			await workbench
				.choice(/^clean/)
				.getByRole('checkbox')
				.isChecked(),
			true,
		)
		await workbench.page.keyboard.press('Enter')
		await workbench.dialog.filter({ hasText: 'clean (stopped): wrote nothing outside of volumes' }).waitFor()
		await workbench.press('Remove')
		await workbench.row(view, /^clean/).waitFor({ state: 'detached' })
		await workbench.row(view, /^dirty/).waitFor()
	})

	it('pauses a whole project, and starts what another program stopped', async () => {
		const { engine, workbench } = stage()
		await workbench.menu(workbench.row(view, /^shop/), 'Pause Container')
		await workbench.row(view, /^shop0 of 3 running/).waitFor()
		await workbench.menu(workbench.row(view, /^shop/), 'Unpause Container')
		await workbench.row(view, /^shop3 of 3 running/).waitFor()
		await engine.docker.getContainer('shop-api-1').kill()
		await workbench.row(view, /^shop2 of 3 running/).waitFor()
		await workbench.expand(workbench.row(view, /^shop/))
		await workbench.row(view, /^shop-api-1.*stopped with code 137/).waitFor()
		await workbench.command('Docker Containers: Start Container')
		await workbench.choice('shop-api-1').click()
		await workbench.page.keyboard.press('Enter')
		await workbench.row(view, /^shop3 of 3 running/).waitFor()
	})

	it('compares mount types in the walkthrough', async () => {
		const { workbench } = stage()
		await workbench.command('Welcome: Open Walkthrough')
		await workbench.choice('Data, Networks and Pushes with Longshore').click()
		await workbench.page.locator('.getting-started-step', { hasText: 'Compare Mount Types' }).waitFor()
		await workbench.screenshot('walkthrough')
	})

	it('is readable in the dark and with high contrast', async () => {
		const { workbench } = stage()
		await workbench.row(view, /^shop/).waitFor()
		await workbench.expand(workbench.row(view, /^Ports/))
		await workbench.command('Preferences: Toggle between Light/Dark Themes')
		await workbench.page.locator('.monaco-workbench.vs-dark').waitFor()
		await workbench.screenshot('containers-dark')
	})
})
