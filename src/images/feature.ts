import { join } from 'node:path'
import type * as vscode from 'vscode'
import type { RegistryParts } from '../registries/parts.ts'
import type { Feature, Own } from '../ui/feature.ts'
import { Builds } from './build/builds.ts'
import { imageCommands } from './commands/table.ts'
import { ImageFileSystem } from './layers/fileSystem.ts'
import { ImageFiles } from './layers/imageFiles.ts'
import { pushCommands } from './pushes/commands/table.ts'
import { PushedTags } from './pushes/pushedTags.ts'
import { Pushes } from './pushes/pushes.ts'
import { PushLogs } from './pushes/pushLogs.ts'
import { PushTasks } from './pushes/pushTasks.ts'
import { forgetRemote } from './pushes/remoteNames.ts'
import { tellInterrupted } from './pushes/tellInterrupted.ts'
import { PushesView } from './pushes/view.ts'
import { ImagesView } from './view.ts'

/** Images: how they are made, what is in them, and their way to a registry. */
export function imagesFeature(
	parts: RegistryParts,
	context: Pick<vscode.ExtensionContext, 'globalState' | 'workspaceState' | 'globalStorageUri'>,
	own: Own,
): Feature {
	const { connection, log, remote } = parts
	const connected = () => connection.connected()
	const files = own(new ImageFiles({ connected, folder: join(context.globalStorageUri.fsPath, 'images') }))
	own(new ImageFileSystem(files))
	const pushedTags = own(new PushedTags(context.globalState))
	own(pushedTags.onDidChange((reference) => forgetRemote(remote, reference)))
	const view = own(new ImagesView(parts, files, pushedTags))
	const pushes = own(new Pushes(context.workspaceState))
	const imageParts = { ...parts, view, builds: own(new Builds()), files, pushes, pushedTags }
	own(new PushTasks(imageParts))
	if (pushes.interrupted.length > 0) void tellInterrupted(imageParts)
	return {
		commands: {
			...imageCommands(imageParts),
			...pushCommands({ ...imageParts, logs: own(new PushLogs(pushes)) }),
		},
		views: { 'longshore.images': view, 'longshore.pushes': own(new PushesView(pushes, log)) },
	}
}
