import assert from 'node:assert/strict'
import * as vscode from 'vscode'

import { TestEngine } from '../support/engine.ts'
import { makeShop } from '../support/scene.ts'

describe('In VS Code', () => {
	let engine: TestEngine
	before(async () => {
		engine = await TestEngine.start()
		await makeShop(engine.docker)
		await vscode.workspace
			.getConfiguration('longshore.engine')
			.update('host', engine.host, vscode.ConfigurationTarget.Global)
		const extension = vscode.extensions.getExtension('longshore.longshore')
		assert.ok(extension)
		await extension.activate()
	})
	after(async () => {
		await vscode.commands.executeCommand('workbench.action.closeAllEditors')
		await vscode.workspace
			.getConfiguration('longshore.engine')
			.update('host', undefined, vscode.ConfigurationTarget.Global)
		await engine.stop()
	})

	it('handles every command that the manifest declares, and no other', async () => {
		const manifest: unknown = vscode.extensions.getExtension('longshore.longshore')?.packageJSON
		const declared = commandsOf(manifest)
		const handled = (await vscode.commands.getCommands(true)).filter((id) => /^longshore\.[a-z]+\.[a-zA-Z]+$/.test(id))
		// VS Code itself adds commands for each view.
		const own = handled.filter((id) => !/\.(?:open|focus|resetViewLocation|removeView|toggleVisibility)$/.test(id))
		assert.deepEqual(own.sort(), declared.sort())
	})

	it('opens what the engine says, for reading', async () => {
		await vscode.commands.executeCommand('longshore.volumes.inspect', { kind: 'volume', volumeName: 'uploads' })
		const { document } = vscode.window.activeTextEditor ?? assert.fail('No editor is open.')
		assert.equal(document.uri.scheme, 'docker-inspect')
		assert.equal(document.languageId, 'json')
		assert.match(document.getText(), /"Name": "uploads"/)
	})

	it('copies names of all that are selected', async () => {
		const nodes = ['uploads', 'shop_database'].map((volumeName) => ({ kind: 'volume', volumeName }))
		await vscode.commands.executeCommand('longshore.volumes.copyName', nodes[0], nodes)
		assert.equal(await vscode.env.clipboard.readText(), 'uploads\nshop_database')
	})

	it('opens a file of a volume, for reading only', async () => {
		const node = { kind: 'entry', volumeName: 'shop_database', path: '/server.conf' }
		await vscode.commands.executeCommand('longshore.volumes.openFile', node)
		const { document } = vscode.window.activeTextEditor ?? assert.fail('No editor is open.')
		assert.equal(document.getText(), 'port = 5432\n')
		assert.equal(vscode.workspace.fs.isWritableFileSystem('docker-volume'), false)
	})

	it('lists a volume as files do', async () => {
		const authority = vscode.window.activeTextEditor?.document.uri.authority ?? ''
		const folder = vscode.Uri.from({ scheme: 'docker-volume', authority, path: '/shop_database' })
		const entries = await vscode.workspace.fs.readDirectory(folder)
		assert.deepEqual(
			new Map(entries),
			new Map([
				['base', vscode.FileType.Directory],
				['log', vscode.FileType.Directory],
				['server.conf', vscode.FileType.File],
			]),
		)
		const stat = await vscode.workspace.fs.stat(vscode.Uri.joinPath(folder, 'server.conf'))
		assert.equal(stat.size, 'port = 5432\n'.length)
		assert.equal(stat.permissions, vscode.FilePermission.Readonly)
	})

	it('never shows another engine’s data as this one’s', async () => {
		const uri = vscode.Uri.from({ scheme: 'docker-volume', authority: 'another', path: '/shop_database/server.conf' })
		await assert.rejects(async () => vscode.workspace.fs.readFile(uri), /another/)
	})

	it('says that a file is not there', async () => {
		const authority = vscode.window.activeTextEditor?.document.uri.authority ?? ''
		const uri = vscode.Uri.from({ scheme: 'docker-volume', authority, path: '/shop_database/nothing' })
		await assert.rejects(
			async () => vscode.workspace.fs.stat(uri),
			(error) => error instanceof vscode.FileSystemError && error.code === 'FileNotFound',
		)
	})
})

function commandsOf(manifest: unknown): string[] {
	assert.ok(typeof manifest === 'object' && manifest !== null && 'contributes' in manifest)
	const { contributes } = manifest
	assert.ok(typeof contributes === 'object' && contributes !== null && 'commands' in contributes)
	assert.ok(Array.isArray(contributes.commands))
	return contributes.commands.map((command: unknown) => {
		assert.ok(typeof command === 'object' && command !== null && 'command' in command)
		return String(command.command)
	})
}
