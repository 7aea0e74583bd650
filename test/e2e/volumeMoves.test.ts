import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { ownerLabels } from '../../src/engine/helper.ts'
import { TestEngine } from '../support/engine.ts'
import { makeBusybox } from '../support/images.ts'
import { makeShop } from '../support/scene.ts'
import { inVolumes, portrait } from '../support/volumes.ts'
import { onStage } from './stage.ts'

/** What a window leaves that is killed while it replaces the content of one volume, and fills another. */
async function leaveHalfDone({ docker }: TestEngine): Promise<void> {
	// No process has so high an id.
	const owner = ownerLabels(2 ** 30)
	await docker.createVolume({ Name: 'ledger' })
	const kept = { ...owner, 'longshore.rollback': 'ledger' }
	await docker.createVolume({ Name: 'ledger-before-1', Labels: kept })
	const complete = { ...kept, 'longshore.rollback.complete': 'ledger-before-1' }
	await docker.createVolume({ Name: 'ledger-before-1-complete', Labels: complete })
	await docker.createVolume({ Name: 'half' })
	await inVolumes(docker, ['ledger', 'ledger-before-1'], 'echo half > /ledger/new; echo all > /ledger-before-1/old')
	await docker.createContainer({
		Image: 'busybox',
		Labels: { ...owner, 'longshore.helper': 'half', 'longshore.helper.writes': '' },
	})
}

describe('Volumes on the move', () => {
	const stage = onStage({
		scene: async (engine) => {
			const { docker } = engine
			await makeShop(docker)
			await leaveHalfDone(engine)
			for (const Name of ['notes', 'drafts']) await docker.createVolume({ Name })
			await inVolumes(
				docker,
				['notes', 'drafts'],
				'echo monday > /notes/both; echo kept > /notes/own; echo tuesday > /drafts/both',
			)
		},
	})
	let folder: string
	before(async () => {
		folder = await mkdtemp(join(tmpdir(), 'longshore-moves-'))
	})
	after(async () => {
		await rm(folder, { recursive: true })
	})

	/** A file of a volume. No container has it: the tree would show that, and be drawn anew meanwhile. */
	async function fileOf(volume: string, path: string): Promise<string> {
		const { Mountpoint } = await stage().engine.docker.getVolume(volume).inspect()
		return join(Mountpoint, path)
	}

	async function read(volume: string, path: string): Promise<string> {
		return readFileSync(await fileOf(volume, path), 'utf8')
	}

	async function isThere(volume: string, path: string, content: string): Promise<void> {
		await stage().workbench.until(async () => (await read(volume, path).catch(() => '')) === content)
	}

	it('tells what a killed window left half-done, puts back what it took, and removes what it began', async () => {
		const { workbench } = stage()
		const change = workbench.notification('A change of “ledger” was cut off')
		await change.waitFor()
		await workbench.notification('“half” was being filled when that was cut off').waitFor()
		await workbench.screenshot('moves-cut-off')
		await change.getByRole('button', { name: 'Put Back' }).click()
		await workbench.dialog.filter({ hasText: 'What is in it now is lost' }).waitFor()
		await workbench.press('Put Back')
		await workbench.row('Volumes', /^ledger-before/).waitFor({ state: 'detached' })
		assert.equal(await read('ledger', 'old'), 'all\n')
		await assert.rejects(read('ledger', 'new'))
		await workbench.notification('“half” was being filled').getByRole('button', { name: 'Remove Volume' }).click()
		await workbench.press('Remove')
		await workbench.row('Volumes', /^half/).waitFor({ state: 'detached' })
	})

	it('renames what nothing uses, and says why it won’t where something does', async () => {
		const { workbench } = stage()
		await workbench.menu(workbench.row('Volumes', /^uploads/), 'Rename Volume')
		await workbench.notification('“uploads” cannot be renamed').waitFor()
		await workbench.select(workbench.row('Volumes', /^notes/))
		// A view tells its selection a moment later; nobody is that quick.
		await workbench.page.waitForTimeout(500)
		await workbench.page.keyboard.press('F2')
		await workbench.complaint.filter({ hasText: 'New name' }).waitFor()
		await workbench.quickInput.locator('input.input').fill('uploads')
		await workbench.complaint.filter({ hasText: 'exists already' }).waitFor()
		await workbench.type('minutes')
		await workbench.row('Volumes', /^minutes/).waitFor()
		await workbench.row('Volumes', /^notes/).waitFor({ state: 'detached' })
		assert.equal(await read('minutes', 'both'), 'monday\n')
	})

	it('renames a volume whose data is open in the tree', async () => {
		const { engine, workbench } = stage()
		// What a try before has left.
		await engine.docker
			.getVolume('portfolio')
			.remove()
			.catch(() => undefined)
		await engine.docker.createVolume({ Name: 'album' })
		await writeFile(await fileOf('album', 'cover'), 'blue\n')
		const cover = workbench.row('Volumes', /^cover/)
		if (!(await cover.isVisible())) {
			await workbench.expand(workbench.row('Volumes', /^album/))
			await workbench.expand(workbench.row('Volumes', /^Data/))
			await cover.waitFor()
		}
		await workbench.menu(workbench.row('Volumes', /^album/), 'Rename Volume')
		await workbench.answer('New name', 'portfolio')
		await workbench.row('Volumes', /^portfolio/).waitFor()
		await workbench.row('Volumes', /^album/).waitFor({ state: 'detached' })
		assert.equal(await read('portfolio', 'cover'), 'blue\n')
	})

	it('copies to another engine, which is given by its address', async () => {
		const { engine, workbench } = stage()
		await using other = await TestEngine.start()
		await makeBusybox(other.docker)
		await workbench.menu(workbench.row('Volumes', /^minutes/), 'Copy Volume to Another Engine')
		await workbench.choice('Another Address').click()
		await workbench.complaint.filter({ hasText: 'Address of the Docker Engine' }).waitFor()
		await workbench.quickInput.locator('input.input').fill('ftp://machine')
		await workbench.complaint.filter({ hasText: 'There is no such way to an engine' }).waitFor()
		await workbench.type(other.host)
		await workbench.answer('Name of the volume on', 'minutes-there')
		await workbench.notification('was verified there').waitFor()
		await workbench.screenshot('moves-other-engine')
		assert.equal(await portrait(other.docker, 'minutes-there'), await portrait(engine.docker, 'minutes'))
	})

	it('backs up all volumes of a compose project into a folder, while their containers are stopped', async () => {
		const { engine, workbench } = stage()
		await workbench.command('Docker Volumes: Back Up Several Volumes')
		await workbench.choice('All of shop').click()
		await workbench.screenshot('moves-several')
		await workbench.quickInput.getByRole('button', { name: 'OK' }).click()
		await workbench.choice('Stop Them and Start Them Again').click()
		await workbench.choice('.tar.gz').click()
		await workbench.choosePath('Back Up Several Volumes', folder, 'Choose Folder')
		await workbench.notification(`“shop_database” is backed up in ${folder}`).waitFor()
		assert.match((await readdir(folder)).join(' '), /^shop_database\S*\.tar\.gz$/)
		const [container] = await engine.docker.listContainers({ filters: { name: ['shop-database-1'] } })
		assert.equal(container?.State, 'running')
	})

	it('merges into a volume, or replaces its content, and says before what is lost', async () => {
		const { workbench } = stage()
		const path = join(folder, 'drafts.tar')
		// What a try before has written, VS Code would ask about.
		await rm(path, { force: true })
		await writeFile(await fileOf('minutes', 'both'), 'monday\n')
		await writeFile(await fileOf('minutes', 'own'), 'kept\n')
		await workbench.menu(workbench.row('Volumes', /^drafts/), 'Export Volume')
		await workbench.choice(/^\s*\.tar\s*Not compressed/).click()
		await workbench.choosePath('Export Volume', path, 'OK')
		await workbench.notification('“drafts” is exported').waitFor()
		const importAs = async (how: string) => {
			await workbench.menu(workbench.row('Volumes', /^minutes(?!-)/), 'Import Volume')
			await workbench.choosePath('Import Volume', path, 'Choose Backup')
			await workbench.choice(how).click()
		}
		// While it is imported, a volume beside it keeps what was in it.
		const done = () => workbench.row('Volumes', /^minutes-before/).waitFor({ state: 'detached' })
		await importAs('Merge into a volume')
		await workbench.dialog.filter({ hasText: 'Merge “drafts.tar” into the volume “minutes”?' }).waitFor()
		await workbench.press('Merge')
		await isThere('minutes', 'both', 'tuesday\n')
		await done()
		assert.equal(await read('minutes', 'own'), 'kept\n')
		await importAs('Replace the content of a volume')
		const question = workbench.dialog.filter({ hasText: 'Replace everything in the volume “minutes”?' })
		await question.filter({ hasText: 'All that is in it now is lost' }).waitFor()
		await workbench.screenshot('moves-replace')
		await workbench.press('Replace')
		await workbench.until(async () => (await read('minutes', 'own').catch(() => 'gone')) === 'gone')
		await isThere('minutes', 'both', 'tuesday\n')
		await done()
	})

	it('asks before an export replaces an archive whose ending was not typed', async () => {
		const { workbench } = stage()
		const path = join(folder, 'older.tar.gz')
		await writeFile(path, 'older')
		await workbench.menu(workbench.row('Volumes', /^drafts/), 'Export Volume')
		await workbench.choice(/^\s*\.tar\.gz/).click()
		await workbench.choosePath('Export Volume', join(folder, 'older'), 'OK')
		await workbench.dialog.filter({ hasText: '• older.tar.gz' }).waitFor()
		await workbench.press('Cancel')
		assert.equal(readFileSync(path, 'utf8'), 'older')
		await workbench.menu(workbench.row('Volumes', /^drafts/), 'Export Volume')
		await workbench.choice(/^\s*\.tar\.gz/).click()
		await workbench.choosePath('Export Volume', join(folder, 'older'), 'OK')
		await workbench.press('Replace')
		await workbench.notification('“drafts” is exported').filter({ hasText: 'older.tar.gz' }).waitFor()
		assert.notEqual(readFileSync(path, 'utf8'), 'older')
	})

	it('becomes an image, and a volume again', async () => {
		const { workbench } = stage()
		await workbench.menu(workbench.row('Volumes', /^minutes/), 'Save Volume as Image')
		await workbench.complaint.filter({ hasText: 'Name of the image' }).waitFor()
		await workbench.type('alice/minutes:1')
		await workbench.notification('is saved as the image alice/minutes:1').waitFor()
		await workbench.row('Images', /^alice\/minutes/).click()
		await workbench.menu(workbench.row('Images', /^1 ?never pushed/), 'Restore Volume From Image')
		await workbench.answer('Name of the new volume', 'again')
		await workbench.row('Volumes', /^again/).waitFor()
		await isThere('again', 'both', 'tuesday\n')
	})
})
