import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { readBackup } from '../../src/volumes/archive/backup.ts'
import { inVolumes, portrait } from '../support/volumes.ts'
import { onStage } from './stage.ts'

describe('Backups through menus', () => {
	const stage = onStage()
	let folder: string
	before(async () => {
		folder = await mkdtemp(join(tmpdir(), 'longshore-backups-'))
	})
	after(async () => {
		await rm(folder, { recursive: true })
	})

	it('exports: asks about the container that writes, which kind, and where to', async () => {
		const { workbench, engine } = stage()
		await workbench.menu(workbench.row('Volumes', /^shop_database/), 'Export Volume')
		await workbench.choice('Pause Them').waitFor()
		await workbench.screenshot('backups-1-hold')
		await workbench.choice('Pause Them').click()
		await workbench.choice('.tar.zst').waitFor()
		await workbench.screenshot('backups-2-kind')
		await workbench.choice('.tar.zst').click()
		await workbench.choosePath('Export Volume', join(folder, 'database.tar.zst'), 'OK')
		await workbench.notification('“shop_database” is exported').waitFor()
		await workbench.screenshot('backups-4-exported')
		const [container] = await engine.docker.listContainers({ filters: { name: ['shop-database-1'] } })
		assert.equal(container?.State, 'running')
		const job = { signal: new AbortController().signal, report: () => undefined }
		const backup = await readBackup(join(folder, 'database.tar.zst'), job)
		assert.deepEqual(backup.damages, [])
		assert.ok(backup.facts.has('server.conf'))
	})

	it('verifies the backup on the spot', async () => {
		const { workbench } = stage()
		// Toasts move until the one of the progress is gone.
		await workbench.notification('Exporting shop_database').waitFor({ state: 'detached' })
		await workbench.page.waitForTimeout(1_000)
		await workbench.notification('is exported').getByRole('button', { name: 'Verify Backup' }).click()
		await workbench.notification('is intact').waitFor()
		await workbench.screenshot('backups-5-verified')
	})

	it('imports into a new volume', async () => {
		const { workbench, engine } = stage()
		await workbench.command('Docker Volumes: Import Volume')
		await workbench.choosePath('Import Volume', join(folder, 'database.tar.zst'), 'Choose Backup')
		await workbench.choice('A new volume').waitFor()
		await workbench.screenshot('backups-6-import')
		await workbench.choice('A new volume').click()
		await workbench.answer('Name of the new volume', 'restored')
		await workbench.row('Volumes', /^restored/).waitFor()
		for (;;) {
			const left = await engine.docker.listContainers({ all: true, filters: { label: ['longshore.helper'] } })
			if (left.length === 0) break
		}
		assert.equal(await portrait(engine.docker, 'restored'), await portrait(engine.docker, 'shop_database'))
	})

	it('clones', async () => {
		const { workbench, engine } = stage()
		await workbench.menu(workbench.row('Volumes', /^restored/), 'Clone Volume')
		await workbench.answer('Name of the clone', 'cloned')
		await workbench.row('Volumes', /^cloned/).waitFor()
		await inVolumes(engine.docker, ['cloned'], 'until grep -q 5432 /cloned/server.conf; do sleep 0.1; done')
	})

	it('compares, and shows both states of a file in the diff editor', async () => {
		const { workbench, engine } = stage()
		const script = 'cd /cloned; echo "port = 9999" > server.conf; echo new > added; chmod 700 base; rm log/start.log'
		await inVolumes(engine.docker, ['cloned'], script)
		await workbench.menu(workbench.row('Volumes', /^cloned/), 'Compare Volume')
		await workbench.choice('restored').click()
		await workbench.choice('server.conf').waitFor()
		await workbench.choice(/added.*Added/).waitFor()
		await workbench.choice(/log\/start\.log.*Removed/).waitFor()
		await workbench.choice(/base.*755 → 700/).waitFor()
		await workbench.screenshot('backups-7-differences')
		await workbench.choice('server.conf').click()
		await workbench.page.locator('.diff-editor, .monaco-diff-editor').filter({ hasText: '9999' }).first().waitFor()
		await workbench.screenshot('backups-8-diff')
		await workbench.page.keyboard.press('Escape')
	})

	it('compares with what “docker run … tar” made, in which everything is in the folder of the mount', async () => {
		const { workbench, engine } = stage()
		const { Mountpoint } = await engine.docker.getVolume('restored').inspect()
		const path = join(folder, 'whole-way.tar')
		execFileSync('tar', ['cf', path, '--transform', 's,^[.],dbdata,S', '-C', Mountpoint, '.'])
		await workbench.menu(workbench.row('Volumes', /^restored/), 'Compare Volume')
		await workbench.choice('A Backup').click()
		await workbench.choosePath('Compare Volume', path, 'Choose Backup')
		await workbench.choice('The volume itself').click()
		await workbench.notification('“whole-way.tar” and “restored” are the same').waitFor()
		await rm(path)
	})

	it('keeps a restore point of what is emptied, and puts it back', async () => {
		const { workbench, engine } = stage()
		const before = await portrait(engine.docker, 'cloned')
		await workbench.expand(workbench.row('Volumes', /^cloned/))
		await workbench.expand(workbench.row('Volumes', /^Data/))
		const file = workbench.row('Volumes', /^server\.conf/)
		await file.waitFor()
		await workbench.menu(workbench.row('Volumes', /^cloned/), 'Empty Volume')
		await workbench.dialog.filter({ hasText: 'Remove everything in the volume “cloned”?' }).waitFor()
		await workbench.screenshot('backups-9-empty')
		await workbench.press('Empty, Keep Restore Point')
		for (;;) {
			const listed = await inVolumes(engine.docker, ['cloned'], 'ls -A /cloned')
			if (listed === '') break
		}
		await file.waitFor({ state: 'detached' })
		await workbench.menu(workbench.row('Volumes', /^cloned/), 'Put Back Restore Point')
		await workbench.choice(/cloned.*Before it was emptied/s).waitFor()
		await workbench.screenshot('backups-10-restore-points')
		await workbench.choice('cloned').click()
		await workbench.dialog.filter({ hasText: 'Make “cloned” again what it was' }).waitFor()
		await workbench.press('Put Back')
		for (;;) if ((await portrait(engine.docker, 'cloned')) === before) break
		await file.waitFor()
	})

	it('asks before it puts back what was outside of Docker, where the volume is gone and its data is not', async () => {
		const { workbench, engine } = stage()
		const place = await mkdtemp(join(folder, 'place-'))
		await writeFile(join(place, 'file'), 'before')
		await engine.docker.createVolume({ Name: 'outside', DriverOpts: { type: 'none', device: place, o: 'bind' } })
		await workbench.menu(workbench.row('Volumes', /^outside/), 'Take Restore Point')
		await workbench.notification('A restore point of outside was taken').waitFor()
		await engine.docker.getVolume('outside').remove()
		await workbench.row('Volumes', /^outside/).waitFor({ state: 'detached' })
		await writeFile(join(place, 'file'), 'after')
		await writeFile(join(place, 'since'), 'new')
		for (const answer of ['Cancel', 'Put Back']) {
			await workbench.command('Docker Volumes: Put Back Restore Point')
			await workbench.choice('outside').click()
			await workbench.dialog.filter({ hasText: `outside of Docker, at ${place}` }).waitFor()
			assert.equal(await readFile(join(place, 'file'), 'utf8'), 'after')
			await workbench.press(answer)
			if (answer === 'Put Back') break
			while ((await engine.docker.listVolumes()).Volumes.some(({ Name }) => Name === 'outside')) {
				await workbench.page.waitForTimeout(100)
			}
		}
		while ((await readdir(place)).includes('since')) await workbench.page.waitForTimeout(100)
		while ((await readFile(join(place, 'file'), 'utf8').catch(() => '')) !== 'before') {
			await workbench.page.waitForTimeout(100)
		}
	})

	it('takes no restore point before those that write are stopped: what they write last is in it', async () => {
		const { workbench, engine } = stage()
		const { docker } = engine
		const row = (text: string | RegExp = /^diary(?!-)/) => workbench.row('Volumes', text)
		// A first try may have left it.
		await docker
			.getContainer('writer')
			.remove({ force: true })
			.catch(() => undefined)
		await docker
			.getVolume('diary')
			.remove()
			.catch(() => undefined)
		const writer = await docker.createContainer({
			name: 'writer',
			Image: 'busybox',
			Cmd: ['sh', '-c', 'trap "echo stopped >> /diary/log; exit" TERM; while true; do sleep 0.1; done'],
			HostConfig: { Mounts: [{ Type: 'volume', Source: 'diary', Target: '/diary' }] },
		})
		await writer.start()
		await row(/^diary.*in use by writer/).waitFor()
		const { Mountpoint } = await docker.getVolume('diary').inspect()
		const log = () => readFile(join(Mountpoint, 'log'), 'utf8').catch(() => '')
		const choosePoint = async (reason: RegExp) => workbench.choice('diary').filter({ hasText: reason }).first().click()

		await workbench.menu(row(), 'Take Restore Point')
		await workbench.choice('Stop Them and Start Them Again').click()
		await workbench.notification('A restore point of diary was taken').waitFor()
		assert.equal((await writer.inspect()).State.Running, true)

		await writeFile(join(Mountpoint, 'since'), '')
		await workbench.menu(row(), 'Put Back Restore Point')
		await choosePoint(/Taken by hand/)
		await workbench.choice('Stop Them and Start Them Again').click()
		await workbench.press('Put Back, Keep Restore Point')
		await workbench.until(async () => !(await readdir(Mountpoint)).includes('since'))
		await row(/^diary-before/).waitFor({ state: 'detached' })
		await workbench.until(async () => (await writer.inspect()).State.Running)
		assert.equal(await log(), 'stopped\n')

		await workbench.menu(row(), 'Remove Volume')
		await workbench.press('Remove Containers and Data, Keep Restore Point')
		await row().waitFor({ state: 'detached' })
		await workbench.command('Docker Volumes: Put Back Restore Point')
		await choosePoint(/Before it was removed/)
		await row().waitFor()
		await workbench.until(async () => (await log()) === 'stopped\nstopped\n')
		// What is written while it is verified would differ.
		await workbench.notification('Putting back').waitFor({ state: 'detached' })

		await writeFile(join(Mountpoint, 'log'), '')
		await workbench.menu(row(), 'Put Back Restore Point')
		await choosePoint(/Before an import/)
		await workbench.press('Put Back')
		await workbench.until(async () => (await readdir(Mountpoint)).includes('since'))
		await row(/^diary-before/).waitFor({ state: 'detached' })
		assert.equal(await log(), 'stopped\nstopped\n')
	})

	it('says what is wrong with a file that is no backup', async () => {
		const { workbench } = stage()
		await workbench.command('Docker Volumes: Verify Backup')
		await workbench.choosePath('Verify Backup', '/etc/hostname', 'Choose Backup')
		await workbench.notification('This is not a tar archive').waitFor()
		await workbench.screenshot('backups-11-no-archive')
	})

	it('shows what a volume can do in its menu', async () => {
		const { workbench } = stage()
		await workbench.row('Volumes', /^cloned/).click({ button: 'right' })
		await workbench.page.locator('.monaco-menu .action-item').first().waitFor()
		await workbench.screenshot('backups-12-menu')
		await workbench.page.keyboard.press('Escape')
		assert.ok((await readdir(folder)).every((name) => !name.endsWith('.part')))
	})
})
