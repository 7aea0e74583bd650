import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { TestEngine } from '../support/engine.ts'
import { onStage } from './stage.ts'

describe('The data of a volume', () => {
	// Text can be read off the terminal only where it is not painted.
	const stage = onStage({ settings: { 'terminal.integrated.gpuAcceleration': 'off' } })
	let folder: string
	before(() => (folder = mkdtempSync(join(tmpdir(), 'longshore-files-'))))
	after(() => rmSync(folder, { recursive: true, force: true }))

	const row = (text: string | RegExp) => stage().workbench.row('Volumes', text)

	/** Goes to a folder in VS Code's own dialog, waits until it shows what is in it, and takes it. */
	async function choosePath(path: string, child: string): Promise<void> {
		const { workbench } = stage()
		const input = workbench.quickInput.locator('input.input')
		// It fills in where it starts, whatever was typed before it has listed that.
		await workbench.choice('..').waitFor()
		await workbench.page.waitForTimeout(500)
		await input.fill(`${path}/`)
		await workbench.choice(child).waitFor()
		await workbench.quickInput.getByRole('button', { name: /^(Upload|Download Here)$/ }).click()
	}

	/** Asks for a name are heard once they say what they want. */
	async function typeName(name: string): Promise<void> {
		const { workbench } = stage()
		await workbench.complaint.filter({ hasText: 'Name' }).waitFor()
		await workbench.type(name)
	}

	it('is a tree; a file opens, is edited and saved', async () => {
		const { engine, workbench } = stage()
		// The tree gets the room.
		for (const title of ['Networks', 'Containers', 'Images', 'Registries'])
			await workbench.view(title).locator('.pane-header').click()
		await row(/^shop_database/).click()
		await row(/^Data/).click()
		await row(/^server\.conf.*12 B/).click()
		const editor = workbench.page.locator('.editor-container .view-lines')
		await editor.filter({ hasText: 'port' }).waitFor()
		await editor.click()
		await workbench.page.keyboard.press('ControlOrMeta+End')
		await workbench.page.keyboard.type('host = db')
		await workbench.page.keyboard.press('ControlOrMeta+s')
		await row(/^server\.conf.*21 B/).waitFor()
		assert.equal(await read(engine, 'shop_database', 'server.conf'), 'port = 5432\nhost = db')
	})

	it('gets new folders and files, and says at the field what is wrong with a name', async () => {
		const { engine, workbench } = stage()
		await workbench.menu(row(/^Data/), 'New Folder')
		// It listens once it says what it wants.
		await workbench.complaint.filter({ hasText: 'Name' }).waitFor()
		const input = workbench.quickInput.locator('input.input')
		await input.fill('a/b')
		await workbench.complaint.filter({ hasText: 'cannot contain' }).waitFor()
		await input.fill('log')
		await workbench.complaint.filter({ hasText: 'already' }).waitFor()
		await workbench.type("it's new")
		await workbench.menu(row(/^it's new/), 'New File')
		await typeName('notes.md')
		await workbench.page.locator('.tab').filter({ hasText: 'notes.md' }).waitFor()
		await row(/^notes\.md.*0 B/).waitFor()
		assert.equal(await read(engine, 'shop_database', "it's new/notes.md"), '')
		await workbench.screenshot('volume-data')
	})

	it('is renamed by F2, and the key Delete says what is lost', async () => {
		const { workbench } = stage()
		// Without folding it.
		await row(/^shop_database/).click({ modifiers: ['ControlOrMeta'] })
		await workbench.select(row(/^notes\.md/))
		// VS Code may still think that the volume is what is selected.
		await workbench.page.keyboard.press('F2')
		await typeName('read me.md')
		await row(/^read me\.md/).waitFor()
		await row(/^it's new/).click({ modifiers: ['ControlOrMeta'] })
		await row(/^read me\.md/).click({ modifiers: ['ControlOrMeta'] })
		await workbench.page.waitForTimeout(500)
		await workbench.page.keyboard.press('Delete')
		await workbench.dialog.filter({ hasText: "Delete “it's new” from volume “shop_database”?" }).waitFor()
		await workbench.dialog.filter({ hasText: '1 file and 1 folder' }).waitFor()
		await workbench.dialog.filter({ hasText: 'shop-database-1' }).waitFor()
		await workbench.screenshot('volume-data-delete')
		await workbench.press('Delete')
		await row(/^it's new/).waitFor({ state: 'detached' })
	})

	it('is found by names and text, and opens at the line', async () => {
		const { workbench } = stage()
		await workbench.menu(row(/^shop_database/), 'Find in Volume')
		await workbench.quickInput.locator('input.input').fill('HOST')
		await workbench.choice('host = db').waitFor()
		await workbench.screenshot('volume-find')
		await workbench.choice('host = db').click()
		await workbench.page.locator('.statusbar-item').filter({ hasText: 'Ln 2, Col 1' }).waitFor()
	})

	it('is uploaded and downloaded, here and back', async () => {
		const { engine, workbench } = stage()
		mkdirSync(join(folder, 'site', 'css'), { recursive: true })
		writeFileSync(join(folder, 'site', 'index.html'), '<h1>Hello</h1>')
		writeFileSync(join(folder, 'site', 'css', 'main.css'), 'h1 {}')
		await workbench.menu(row(/^Data/), 'Upload Folder')
		await choosePath(join(folder, 'site'), 'css')
		await row(/^site/).waitFor()
		assert.equal(await read(engine, 'shop_database', 'site/css/main.css'), 'h1 {}')
		mkdirSync(join(folder, 'down', 'here'), { recursive: true })
		await workbench.menu(row(/^site/), 'Download')
		await choosePath(join(folder, 'down'), 'here')
		await workbench.notification('Downloaded to').waitFor()
		await workbench.screenshot('volume-download')
		assert.equal(readFileSync(join(folder, 'down', 'site', 'index.html'), 'utf8'), '<h1>Hello</h1>')
		assert.equal(existsSync(join(folder, 'down', 'site', 'css', 'main.css')), true)
	})

	it('is dragged to another volume', async () => {
		const { engine, workbench } = stage()
		await row(/^site/).dragTo(row(/^uploads/))
		await workbench.dialog.filter({ hasText: 'Copy “site” to volume “uploads”?' }).waitFor()
		await workbench.press('Copy')
		await row(/^uploads/).click()
		await row(/^site/).nth(0).waitFor()
		for (let patience = 50; patience > 0; patience -= 1) {
			if ((await read(engine, 'uploads', 'site/index.html').catch(() => '')) !== '') break
			await workbench.page.waitForTimeout(100)
		}
		assert.equal(await read(engine, 'uploads', 'site/index.html'), '<h1>Hello</h1>')
		await row(/^uploads/).click()
	})

	it('has a terminal beside it, which ends with its helper', async () => {
		const { engine, workbench } = stage()
		await workbench.menu(row(/^shop_database/), 'Open Terminal in Volume')
		const screen = workbench.page.locator('.terminal-wrapper.active .xterm-rows')
		await screen.filter({ hasText: 'shop_database:/volume#' }).waitFor()
		await workbench.page.locator('.terminal-wrapper.active .xterm-helper-textarea').focus()
		await workbench.page.keyboard.type('stty size > size; ls -l; echo done\n')
		await screen.filter({ hasText: 'server.conf' }).waitFor()
		await workbench.screenshot('volume-terminal')
		assert.match(await read(engine, 'shop_database', 'size'), /^[1-9]\d* [1-9]\d+\n$/)
		await workbench.page.keyboard.type('rm size; exit\n')
		await screen.waitFor({ state: 'detached' })
	})
})

/** What is in a file of a volume. No container reads it: the tree would show that, and be drawn anew meanwhile. */
async function read(engine: TestEngine, volume: string, path: string): Promise<string> {
	const { Mountpoint } = await engine.docker.getVolume(volume).inspect()
	return readFileSync(join(Mountpoint, path), 'utf8')
}
