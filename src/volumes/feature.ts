import * as vscode from 'vscode'
import type { Engine } from '../engine/engine.ts'
import type { Feature, Own } from '../ui/feature.ts'
import type { Connected, Parts } from '../ui/parts.ts'
import { registerTasks } from '../ui/tasks.ts'
import { ComparedFiles } from './commands/comparedFiles.ts'
import type { LossParts } from './commands/confirmLoss.ts'
import { scheme, VolumeFileSystem } from './data/fileSystem.ts'
import { isProtected } from './data/protection.ts'
import { VolumeData, type DataPlace } from './data/volumeData.ts'
import { volumeNode } from './node.ts'
import type { VolumeParts } from './parts.ts'
import { VolumesView } from './view.ts'

/** Volumes, with their data as files of the editor. */
export function volumesFeature(parts: Parts, storage: vscode.Uri, own: Own) {
	const { connection, log } = parts
	const connected = () => connection.connected()
	const refuse = (volumeName: string) => refuseForgetful(parts, volumeName)
	const data = own(new VolumeData({ connected, helperImage, isProtected, refuseForgetful: refuse }))
	const view = own(new VolumesView({ ...parts, data, storage }))
	const confirmLoss = async (place: DataPlace) =>
		confirmFolderLoss({ ...parts, data, storage, engine: await connected() }, place)
	const files = own(new VolumeFileSystem({ data, connected, confirmLoss }))
	own(vscode.workspace.registerFileSystemProvider(scheme, files, { isCaseSensitive: true }))
	own(
		vscode.workspace.onDidChangeConfiguration((change) => {
			// What serves data was made as the settings then said.
			if (change.affectsConfiguration('longshore.volumes')) void data.renew()
		}),
	)
	const volumeParts = { ...parts, data, view, comparedFiles: own(new ComparedFiles()), storage }
	own(
		registerTasks('longshore: backup', async () => {
			const { runBackUpTask } = await import('./commands/runBackUpTask.ts')
			return (definition, session) => runBackUpTask(volumeParts, definition, session)
		}),
	)
	own(
		connection.onDidChangeState((state) => {
			if (state.kind !== 'connected') return
			const { engine } = state
			tellLeftOvers({ ...volumeParts, engine }).catch((error: unknown) => log.warn(String(error)))
		}),
	)
	return {
		commands: { volumes: async () => (await import('./commands/table.ts')).volumeCommands(volumeParts) },
		views: { 'longshore.volumes': view },
		reveal: (volumeName: string) => view.reveal(volumeNode(volumeName)),
	} satisfies Feature & Record<string, unknown>
}

async function helperImage(engine: Engine): Promise<string> {
	return (await import('./data/helperImage.ts')).helperImage(engine)
}

async function refuseForgetful(parts: Parts, volumeName: string): Promise<void> {
	await (await import('./commands/refuseForgetful.ts')).refuseForgetful(parts, volumeName)
}

async function confirmFolderLoss(parts: LossParts, place: DataPlace): Promise<boolean> {
	return (await import('./commands/confirmFolderLoss.ts')).confirmFolderLoss(parts, place)
}

async function tellLeftOvers(connected: Connected<VolumeParts>): Promise<void> {
	const leftOver = await (await import('./archive/leftOvers.ts')).removeLeftOvers(connected.engine)
	// Mostly there is nothing: what tells of it is not read at each start.
	if (Object.values(leftOver).every((each) => each.length === 0)) return
	await (await import('./commands/tellLeftOvers.ts')).tellLeftOvers(connected, leftOver)
}
