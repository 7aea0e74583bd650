import assert from 'node:assert/strict'
import * as vscode from 'vscode'

import { TestEngine } from '../support/engine.ts'
import { makeBusybox, makeImage } from '../support/images.ts'

describe('Files of images in VS Code', () => {
	let engine: TestEngine
	let root: vscode.Uri
	const host = () => vscode.workspace.getConfiguration('longshore.engine')
	before(async () => {
		engine = await TestEngine.start()
		await makeBusybox(engine.docker)
		await makeImage(engine.docker, 'app:1', { bytes: 5000 })
		await host().update('host', engine.host, vscode.ConfigurationTarget.Global)
		await vscode.extensions.getExtension('longshore.longshore')?.activate()
		const { Id } = await engine.docker.getImage('app:1').inspect()
		root = vscode.Uri.from({ scheme: 'docker-image', authority: Id.replace(':', '-'), path: '/' })
	})
	after(async () => {
		await vscode.commands.executeCommand('workbench.action.closeAllEditors')
		await host().update('host', undefined, vscode.ConfigurationTarget.Global)
		await engine.stop()
	})

	const at = (path: string) => vscode.Uri.joinPath(root, path)

	it('are there by layer, and as a container sees them', async () => {
		assert.deepEqual((await vscode.workspace.fs.readDirectory(at('layers'))).length, 3)
		const names = (await vscode.workspace.fs.readDirectory(at('files'))).map(([name]) => name)
		assert.deepEqual(names.sort(), ['bin', 'data', 'tmp'])
		assert.deepEqual(await vscode.workspace.fs.readDirectory(at('layers/2')), [['data', vscode.FileType.File]])
		const { size, permissions } = await vscode.workspace.fs.stat(at('layers/2/data'))
		assert.deepEqual([size, permissions], [5000, vscode.FilePermission.Readonly])
		assert.equal((await vscode.workspace.fs.readFile(at('files/data'))).length, 5000)
	})

	it('follow links inside the image', async () => {
		const shell = await vscode.workspace.fs.readFile(at('files/bin/sh'))
		const busybox = await vscode.workspace.fs.readFile(at('files/bin/busybox'))
		assert.ok(busybox.length > 100_000)
		assert.equal(Buffer.compare(shell, busybox), 0)
	})

	it('open with their configuration, for reading only', async () => {
		const document = await vscode.workspace.openTextDocument(at('config.json'))
		assert.match(document.getText(), /"rootfs"/)
		assert.equal(vscode.workspace.fs.isWritableFileSystem('docker-image'), false)
	})

	it('are not there under another path or image', async () => {
		for (const uri of [at('files/nothing'), at('elsewhere'), root.with({ authority: `sha256-${'0'.repeat(64)}` })]) {
			await assert.rejects(
				async () => vscode.workspace.fs.stat(uri.with({ path: uri.path === '/' ? '/config.json' : uri.path })),
				(error) => error instanceof vscode.FileSystemError && error.code === 'FileNotFound',
			)
		}
	})
})
