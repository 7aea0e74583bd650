import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as vscode from 'vscode'

import { Failure } from '../../src/ui/failure.ts'
import { refuseProtected } from '../../src/volumes/commands/refuseProtected.ts'
import { TestEngine } from '../support/engine.ts'
import { makeShop } from '../support/scene.ts'
import { next } from './parts.ts'

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

	it('opens a file of a volume, and saves what was edited', async () => {
		const node = { kind: 'entry', volumeName: 'shop_database', path: '/server.conf' }
		await vscode.commands.executeCommand('longshore.volumes.openFile', node)
		const { document } = vscode.window.activeTextEditor ?? assert.fail('No editor is open.')
		assert.equal(document.getText(), 'port = 5432\n')
		assert.equal(vscode.workspace.fs.isWritableFileSystem('docker-volume'), true)
		const edit = new vscode.WorkspaceEdit()
		edit.insert(document.uri, new vscode.Position(1, 0), 'host = db\n')
		await vscode.workspace.applyEdit(edit)
		assert.equal(await document.save(), true)
		const content = await vscode.workspace.fs.readFile(document.uri)
		assert.equal(Buffer.from(content).toString(), 'port = 5432\nhost = db\n')
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
		assert.equal(stat.size, 'port = 5432\nhost = db\n'.length)
		assert.equal(stat.permissions, undefined)
	})

	it('makes, copies, moves and deletes as files do, whatever their names', async () => {
		const { fs } = vscode.workspace
		const authority = vscode.window.activeTextEditor?.document.uri.authority ?? ''
		const root = vscode.Uri.from({ scheme: 'docker-volume', authority, path: '/uploads' })
		const folder = vscode.Uri.joinPath(root, '-a folder %20 #?\n파일')
		const other = vscode.Uri.from({ scheme: 'docker-volume', authority, path: '/shop_database/copy' })
		// Nobody answers whether a restore point is wanted.
		await setRestorePoints('never', undefined)
		await fs.createDirectory(folder)
		const file = vscode.Uri.joinPath(folder, `it's "1"`)
		await fs.writeFile(file, Buffer.from('one'))
		await fs.copy(folder, other)
		await fs.rename(file, vscode.Uri.joinPath(folder, 'two'))
		assert.deepEqual(await fs.readDirectory(folder), [['two', vscode.FileType.File]])
		assert.deepEqual(await fs.readDirectory(other), [[`it's "1"`, vscode.FileType.File]])
		await fs.rename(vscode.Uri.joinPath(folder, 'two'), vscode.Uri.joinPath(other, 'moved'))
		assert.deepEqual(await fs.readDirectory(folder), [])
		await coded(fs.copy(other, folder), 'FileExists')
		await coded(fs.delete(other, { recursive: false }), 'Unavailable')
		await fs.delete(other, { recursive: true })
		await coded(fs.stat(other), 'FileNotFound')
		await coded(fs.readFile(folder), 'FileIsADirectory')
		await fs.delete(folder)
		await setRestorePoints(undefined, undefined)
	})

	it('puts nothing into a volume in memory that no container keeps', async () => {
		const { fs } = vscode.workspace
		const authority = vscode.window.activeTextEditor?.document.uri.authority ?? ''
		const file = vscode.Uri.from({ scheme: 'docker-volume', authority, path: '/scratch/file' })
		await assert.rejects(async () => fs.writeFile(file, Buffer.from('x')), /in memory, and no container runs with it/)
		await coded(fs.createDirectory(file), 'Unavailable')
	})

	it('takes one restore point before folders are deleted, where that is wanted', async () => {
		const { fs } = vscode.workspace
		const kept = await mkdtemp(join(tmpdir(), 'restore-points-'))
		await setRestorePoints('always', kept)
		const authority = vscode.window.activeTextEditor?.document.uri.authority ?? ''
		const root = vscode.Uri.from({ scheme: 'docker-volume', authority, path: '/uploads' })
		const entries = ['alone', 'one/file', 'other/file'].map((path) => vscode.Uri.joinPath(root, path))
		for (const entry of entries) await fs.writeFile(entry, Buffer.from('x'))
		await fs.delete(vscode.Uri.joinPath(root, 'alone'), { recursive: true })
		const points = async () => (await readdir(kept, { recursive: true })).filter((name) => name.includes('@'))
		assert.deepEqual(await points(), [])
		for (const name of ['one', 'other']) await fs.delete(vscode.Uri.joinPath(root, name), { recursive: true })
		const [point = '', ...more] = await points()
		assert.match(point, /uploads@.*\.folder\./)
		assert.deepEqual(more, [])
		await setRestorePoints(undefined, undefined)
		await rm(kept, { recursive: true })
	})

	it('tells what was done, so that the Explorer and editors follow', async () => {
		const { document } = vscode.window.activeTextEditor ?? assert.fail('No editor is open.')
		const changed = next(vscode.workspace.onDidChangeTextDocument, (event) => event.document === document)
		await vscode.workspace.fs.writeFile(document.uri, Buffer.from('port = 1\n'))
		await changed
		assert.equal(document.getText(), 'port = 1\n')
	})

	it('leaves a volume alone that shall only be read', async () => {
		const { fs } = vscode.workspace
		await vscode.commands.executeCommand('longshore.volumes.protect', { kind: 'volume', volumeName: 'shop_database' })
		const { document } = vscode.window.activeTextEditor ?? assert.fail('No editor is open.')
		assert.equal((await fs.stat(document.uri)).permissions, vscode.FilePermission.Readonly)
		await coded(fs.writeFile(document.uri, Buffer.from('x')), 'NoPermissions')
		await vscode.commands.executeCommand('longshore.volumes.unprotect', { kind: 'volume', volumeName: 'shop_database' })
		await fs.writeFile(document.uri, Buffer.from('port = 2\n'))
	})

	it('refuses to lose what the setting names, and offers to take that and nothing else out', async () => {
		const settings = () => vscode.workspace.getConfiguration('longshore.volumes')
		const volumes = [{ name: 'shop_database' }, { name: 'scratch' }]
		await settings().update('readOnly', ['s*', 'other'], vscode.ConfigurationTarget.Global)
		const failure = refusedFor(volumes)
		assert.match(failure.message, /read-only: shop_database, scratch\. /)
		await failure.remedies[0]?.run()
		assert.deepEqual(settings().get('readOnly'), ['other'])
		refuseProtected(volumes)
		await settings().update('readOnly', ['*s', 's*'], vscode.ConfigurationTarget.Global)
		await vscode.commands.executeCommand('longshore.volumes.unprotect', { kind: 'volume', volumeName: 'shop_database' })
		assert.deepEqual(settings().get('readOnly'), ['*s', 'scratch'])
		await settings().update('readOnly', undefined, vscode.ConfigurationTarget.Global)
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

async function coded(attempt: Thenable<unknown>, code: string): Promise<void> {
	await assert.rejects(
		async () => attempt,
		(error) => {
			assert.ok(error instanceof vscode.FileSystemError, String(error))
			assert.equal(error.code, code, error.message)
			return true
		},
	)
}

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

async function setRestorePoints(take: string | undefined, folder: string | undefined): Promise<void> {
	const settings = vscode.workspace.getConfiguration('longshore.restorePoints')
	await settings.update('take', take, vscode.ConfigurationTarget.Global)
	await settings.update('folder', folder, vscode.ConfigurationTarget.Global)
}

function refusedFor(volumes: readonly { readonly name: string }[]): Failure {
	try {
		refuseProtected(volumes)
	} catch (error) {
		if (error instanceof Failure) return error
		throw error
	}
	return assert.fail('It was not refused.')
}
