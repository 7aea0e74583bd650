import { join } from 'node:path'
import type * as vscode from 'vscode'
import type { RegistryParts } from '../registries/parts.ts'
import type { Feature, Own } from '../ui/feature.ts'
import { registerTasks } from '../ui/tasks.ts'
import { Builds } from './build/builds.ts'
import { ImageFileSystem } from './layers/fileSystem.ts'
import { ImageFiles } from './layers/imageFiles.ts'
import { PushedTags } from './pushes/pushedTags.ts'
import { Pushes } from './pushes/pushes.ts'
import { PushLogs } from './pushes/pushLogs.ts'
import { pushTaskType } from './pushes/pushTaskDefinition.ts'
import { forgetRemote } from './pushes/remoteNames.ts'
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
	own(
		registerTasks(pushTaskType, async () => {
			const { runPushTask } = await import('./pushes/runPushTask.ts')
			return (definition, session) => runPushTask(imageParts, definition, session)
		}),
	)
	if (pushes.all().some((push) => pushes.isElsewhere(push))) {
		void import('./pushes/tellInterrupted.ts').then(({ tellInterrupted }) => tellInterrupted(imageParts))
	}
	const logs = own(new PushLogs(pushes))
	return {
		commands: {
			images: async () => (await import('./commands/table.ts')).imageCommands(imageParts),
			pushes: async () => (await import('./pushes/commands/table.ts')).pushCommands({ ...imageParts, logs }),
		},
		views: { 'longshore.images': view, 'longshore.pushes': own(new PushesView(pushes, log)) },
	}
}
